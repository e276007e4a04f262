"""Who is left out, and why: what the label asks, what the articles mention, and how few people a trial is about.

Model
-----
A table of criteria, invented people who meet some of them, and the articles' claims. Nothing is scored and nobody is
advised: the label's own words decide what follows.

Units
-----
Criteria; people.

Sources
-------
Tables ``screening_criteria``, ``screening_cases``, ``screening_funnels``; first and last name their sources by row.

Leaves out
----------
Judgement. A clinician weighs a person, not a list.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.patches import Rectangle

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Reading, choice, new_figure, old_explorer

LABEL = "US label"
VOICES = {"news article": "press_2025", "clinic page": "clinic_isha", "guest post": "guestpost_aijr"}
STOPS = ["must not be given", "not recommended"]

# -- model -----------------------------------------------------------------------------------------


def criteria() -> pd.DataFrame:
    """Criteria of the label, and whether each article mentions them.

    Returns
    -------
    pandas.DataFrame
        By ``criterion_id``: ``label``, ``weight``, ``why``, and a column of booleans for the label and each article.
    """
    found = tables.load("screening_criteria").set_index("criterion_id")
    author = tables.load("claims").set_index("claim_id")["source_id"]
    said_by = found["claim_id"].map(author)
    named = {voice: said_by == source for voice, source in VOICES.items()}
    return found[["label", "weight", "why"]].assign(**{LABEL: True}, **named)


def met_by(case_id: str) -> list[str]:
    """Criteria (``criterion_id``) that an invented person meets."""
    cases = tables.load("screening_cases")["case_id"].tolist()
    if case_id not in cases:
        raise ValueError(f"There is no case {case_id!r}. There are: {', '.join(cases)}.")
    rows = tables.load("screening_case_criteria")
    return rows.loc[rows["case_id"] == case_id, "criterion_id"].tolist()


def funnel(funnel_id: str) -> pd.DataFrame:
    """People left at each step of getting into a trial.

    Parameters
    ----------
    funnel_id : str
        ``"inpatients"`` or ``"maintenance"``.

    Returns
    -------
    pandas.DataFrame
        Columns ``step``, ``n`` and ``percent`` (of the first step).
    """
    rows = tables.load("screening_funnels").query("funnel_id == @funnel_id").sort_values("place")
    if rows.empty:
        raise ValueError(f"There is no funnel {funnel_id!r}. There are: inpatients, maintenance.")
    return rows[["step", "n"]].assign(percent=100 * rows["n"] / rows["n"].iloc[0]).reset_index(drop=True)


# -- picture ---------------------------------------------------------------------------------------


class ScreeningPicture:
    """A grid of criteria by voices: a filled mark where it is named; the person's criteria stand out."""

    label = "Reasons for which people are left out, and which of the label and the three articles names each"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 4.4)
        axes = self.figure.subplots()
        self.criteria = criteria()
        self.voices = [LABEL, *VOICES]
        rows, columns = len(self.criteria), len(self.voices)
        axes.set(xlim=(-0.6, columns - 0.4), ylim=(rows - 0.4, -0.6))
        axes.set_xticks(range(columns), self.voices, fontsize=9.5)
        axes.set_yticks(range(rows), self.criteria["label"], fontsize=9.5)
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        for column, voice in enumerate(self.voices):
            named = np.flatnonzero(self.criteria[voice])
            silent = np.flatnonzero(~self.criteria[voice])
            axes.plot([column] * len(named), named, "o", color=COLOURS["blue"], markersize=9)
            axes.plot([column] * len(silent), silent, "_", color=COLOURS["grey"], markersize=9)
        axes.text(-0.5, rows - 0.5, "filled: named · dash: not named", fontsize=8.5, va="top")
        self.bands = [
            Rectangle((-0.6, row - 0.45), columns + 0.2, 0.9, facecolor="none", edgecolor=COLOURS["red"], linewidth=2.5)
            for row in range(rows)
        ]
        self.column = Rectangle((0, -0.6), 0.7, rows, facecolor="none", edgecolor=COLOURS["black"], linewidth=2)
        for patch in [*self.bands, self.column]:
            axes.add_patch(patch)
            patch.set(animated=True, in_layout=False)

    def draw(self, case: str, voice: str) -> Reading:
        """Mark the person's criteria and the voice's column."""
        met = met_by(case)
        for band, criterion in zip(self.bands, self.criteria.index, strict=True):
            band.set_visible(criterion in met)
        self.column.set_x(self.voices.index(voice) - 0.35)
        return read(case, voice, self.criteria, met)


def read(case: str, voice: str, rows: pd.DataFrame, met: list[str]) -> Reading:
    """The reading: the person, what of it the label asks about, and what the chosen voice names."""
    person = tables.load("screening_cases").set_index("case_id").loc[case, "text"]
    found = rows.loc[met]
    named = found[found[voice]]
    text = f"{person}. "
    if len(found):
        told = "; ".join(f"{row.label}: {row.weight} ({row.why[0].lower()}{row.why[1:]})" for row in found.itertuples())
        text += f"Of the list: {told}. "
    else:
        text += "Meets none of the list, which is not yet a reason for treatment. "
    if voice == LABEL:
        text += f"All {len(rows)} of our list are from the label, which has more."
    else:
        text += (
            f"The {voice} names {len(named)} of {len(found)} here, and {int(rows[voice].sum())} of {len(rows)} in all."
        )
    quantities = {
        "met": float(len(found)),
        "named": float(len(named)),
        "missed": float(len(found) - len(named)),
        "named_in_all": float(rows[voice].sum()),
        "stops": float(found["weight"].isin(STOPS).sum()),
        "article": float(voice != LABEL),
    }
    return Reading(text, quantities)


# -- explorer --------------------------------------------------------------------------------------


def explore_screening(**scene: Any) -> Explorer:
    """Invented people against what the label and the articles name.

    Parameters
    ----------
    **scene
        First values: ``case`` (a ``case_id``), ``voice`` (`LABEL` or a key of `VOICES`).

    Returns
    -------
    Explorer
        With the quantities ``met``, ``named``, ``missed``, ``named_in_all``, ``stops`` and ``article``.
    """
    cases = tables.load("screening_cases")
    controls = {
        "case": choice("Person", dict(zip(cases["text"].str[:1], cases["case_id"], strict=True)), "case_b"),
        "voice": choice("Who says it", [LABEL, *VOICES]),
    }
    sources = tables.load("screening_criteria")["source_id"]
    about = About(
        kind="An exercise with invented people. It gives no advice: a clinician weighs a person, not a list.",
        equation="",
        sources=tables.cite([*dict.fromkeys(sources), *VOICES.values()]),
        leaves_out="Everything that is not on the list, and every reason for treatment.",
    )
    title = "Who is left out, and who tells you?"
    return old_explorer("screening", title, controls, ScreeningPicture(), about, scene=scene)
