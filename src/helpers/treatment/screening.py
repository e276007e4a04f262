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

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from helpers import tables
from helpers.claims import ledger
from helpers.interactive import COLOURS, About, Explorer, Reading, choice, moving, new_figure, plain_axes

LABEL = "US label"

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
    named = {voice: said_by == source for source, voice in ledger.articles().items()}
    return found[["label", "weight", "why"]].assign(**{LABEL: True}, **named)


def met_by(case_id: str) -> list[str]:
    """Criteria (``criterion_id``) that an invented person meets."""
    tables.require("case", case_id, tables.load("screening_cases")["case_id"])
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
    funnels = tables.load("screening_funnels")
    tables.require("funnel", funnel_id, funnels["funnel_id"].unique())
    rows = funnels[funnels["funnel_id"] == funnel_id].sort_values("place")
    return rows[["step", "n"]].assign(percent=100 * rows["n"] / rows["n"].iloc[0]).reset_index(drop=True)


@dataclass(frozen=True)
class Scene:
    """An invented person, and what one voice names of the reasons to leave people out.

    Parameters
    ----------
    person : str
        Who it is.
    voice : str
        `LABEL`, or an article's name (see `ledger.articles`).
    criteria : pandas.DataFrame
        As `criteria` gives them.
    met_ids : tuple of str
        Those of them that the person meets (``criterion_id``).
    """

    person: str
    voice: str
    criteria: pd.DataFrame
    met_ids: tuple[str, ...]

    @property
    def found(self) -> pd.DataFrame:
        """Rows of the criteria that the person meets."""
        return self.criteria.loc[list(self.met_ids)]

    @property
    def met(self) -> int:
        """How many criteria the person meets."""
        return len(self.met_ids)

    @property
    def named(self) -> int:
        """How many of those the voice names."""
        return int(self.found[self.voice].sum())

    @property
    def named_in_all(self) -> int:
        """How many of all criteria the voice names."""
        return int(self.criteria[self.voice].sum())


def scene(case: str, voice: str) -> Scene:
    """An invented person and a voice.

    Parameters
    ----------
    case : str
        A ``case_id`` of ``screening_cases``.
    voice : str
        `LABEL`, or an article's name (see `ledger.articles`).
    """
    person = str(tables.row("screening_cases", case)["text"])
    return Scene(person, voice, criteria(), tuple(met_by(case)))


# -- picture ---------------------------------------------------------------------------------------


class ScreeningPicture:
    """A grid of criteria by voices: a filled mark where it is named; the person's criteria stand out."""

    label = "Reasons for which people are left out, and which of the label and the three articles names each"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.6)
        # The person stands above the grid.
        self.figure.set_layout_engine("constrained", rect=(0, 0, 1, 0.93))
        named_by, self.voices = criteria(), [LABEL, *ledger.articles().values()]
        self.places = {criterion: row for row, criterion in enumerate(named_by.index)}
        rows, columns = len(named_by), len(self.voices)
        axes = plain_axes(self.figure.subplots(), xlim=(-0.6, columns - 0.4), ylim=(rows + 0.1, -0.6))
        counts = [f"{voice}\n{int(named_by[voice].sum())} of {rows}" for voice in self.voices]
        axes.set_xticks(range(columns), counts, fontsize=9.5)
        axes.set_yticks(range(rows), named_by["label"], fontsize=9.5)
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        self.marks = {voice: self._column(axes, column, named_by[voice]) for column, voice in enumerate(self.voices)}
        axes.text(-0.5, rows - 0.4, "filled: named · dash: not named", fontsize=8.5, va="top")
        frame: dict[str, Any] = {"facecolor": "none", "edgecolor": COLOURS["red"], "linewidth": 2.5}
        self.bands = [Rectangle((-0.6, row - 0.45), columns + 0.2, 0.9, **frame) for row in range(rows)]
        self.column = Rectangle((0, -0.6), 0.7, rows, facecolor="none", edgecolor=COLOURS["black"], linewidth=2)
        for patch in [*self.bands, self.column]:
            axes.add_patch(patch)
        self.person = self.figure.text(0.01, 0.965, "", fontsize=9.5, va="center")
        moving([*self.bands, self.column, self.person])

    @staticmethod
    def _column(axes: Axes, column: int, named: pd.Series) -> tuple[Line2D, Line2D]:
        """Marks of one voice: where it names a criterion, and where it does not."""
        lines = []
        for rows, marker, colour in ((named, "o", "blue"), (~named, "_", "grey")):
            places = np.flatnonzero(rows)
            lines += axes.plot(np.full(len(places), column), places, marker, color=COLOURS[colour], markersize=9)
        return lines[0], lines[1]

    def move(self, scene: Scene) -> None:
        """Say who it is, and mark the person's criteria and the voice's column."""
        self.person.set_text(f"Person {scene.person}")
        for criterion, row in self.places.items():
            self.bands[row].set_visible(criterion in scene.met_ids)
        self.column.set_x(self.voices.index(scene.voice) - 0.35)


# -- reading ---------------------------------------------------------------------------------------


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    if scene.voice == LABEL:
        return f"Reasons for care in this person: {scene.met} of the {len(scene.criteria)} in our list"
    return f"Reasons for care in this person: the {scene.voice} names {scene.named} of {scene.met}"


def read(scene: Scene) -> Reading:
    """The person, what of it the label asks about, and what the chosen voice names."""
    rows = scene.found.itertuples()
    told = "; ".join(f"{row.label}: {row.weight} ({row.why[0].lower()}{row.why[1:]})" for row in rows)
    if told:
        told = f"Of the list: {told}."
    else:
        told = "This person meets none of the list, which is not yet a reason for treatment."
    return Reading(f"{scene.person}. {told} {_read_voice(scene)}", headline=notice(scene))


def _read_voice(scene: Scene) -> str:
    listed = len(scene.criteria)
    if scene.voice == LABEL:
        return f"All {listed} of our list are from the label, which has more."
    here = f"{scene.named} of {scene.met} here, and " if scene.met else ""
    return f"The {scene.voice} names {here}{scene.named_in_all} of {listed} in all."


# -- explorer --------------------------------------------------------------------------------------


def explore_screening(**first: Any) -> Explorer:
    """Invented people against what the label and the articles name.

    Parameters
    ----------
    **first
        First values: ``case`` (a ``case_id``), ``voice`` (`LABEL`, or an article's name).
    """
    cases = tables.load("screening_cases")
    controls = {
        "case": choice("Person", dict(zip(cases["text"], cases["case_id"], strict=True)), "case_b"),
        "voice": choice("Who says it", [LABEL, *ledger.articles().values()]),
    }
    about = About(
        kind="An exercise with invented people. It gives no advice: a clinician weighs a person, not a list.",
        equation="",
        sources=tables.cite([*dict.fromkeys(tables.load("screening_criteria")["source_id"]), *ledger.articles()]),
        leaves_out="Everything that is not on the list, and every reason for treatment.",
    )
    return Explorer("screening", controls, scene, ScreeningPicture(), read, about, first=first)
