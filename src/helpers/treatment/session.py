"""A visit, minute by minute: drug, level, what is felt, what is watched, when one may leave.

Model
-----
The steps come from a table. The level of an infusion is that of `molecular.pharmacokinetics`: 0.5 mg/kg over 40
minutes, at 70 kg. For the spray none is drawn: the models were made for the racemate, and the ledger holds no level
measured after the spray to hold them against.

Units
-----
Minutes after the drug begins; ng/mL.

Sources
-------
Table ``session_steps``; each row names its source: the US label of the spray, trials of infusions.

Leaves out
----------
What clinics do beyond the label, and that people differ.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.patches import Rectangle

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, choice, new_figure, old_explorer
from helpers.molecular.pharmacokinetics.model import infusion

FORMS = {"esketamine spray": "spray", "infusion of 0.5 mg/kg": "infusion"}
FIRST_MIN, LAST_MIN = -120, 360
MOST_STEPS = 11
KINDS = {"drug": "blue", "effect": "red", "monitoring": "green", "rule": "grey"}

# -- model -----------------------------------------------------------------------------------------


def steps(form: str) -> pd.DataFrame:
    """Steps of a visit in the order in which they begin.

    Parameters
    ----------
    form : str
        ``"spray"`` or ``"infusion"``.
    """
    found = tables.load("session_steps").query("form == @form")
    if found.empty:
        raise ValueError(f"There is no form {form!r}. There are: {', '.join(FORMS.values())}.")
    return found.sort_values(["from_min", "to_min"]).reset_index(drop=True)


def happening(form: str, minute: float) -> pd.DataFrame:
    """Steps that are under way at a minute."""
    found = steps(form)
    return found[(found["from_min"] <= minute) & (minute <= found["to_min"])].reset_index(drop=True)


def level() -> pd.DataFrame:
    """Level in plasma over a visit for an infusion, by the model Kamp 2020.

    Returns
    -------
    pandas.DataFrame
        Columns ``minute`` and ``ng_per_ml``.
    """
    course = infusion(hours=LAST_MIN / 60)
    return course.assign(minute=60 * course["time_h"])[["minute", "ng_per_ml"]]


def level_at(minute: float) -> float:
    """Level at a minute of an infusion's visit (ng/mL); 0 before the drug."""
    course = level()
    return float(np.interp(minute, course["minute"], course["ng_per_ml"], left=0.0))


def dissociation_window() -> tuple[float, float]:
    """Window of levels in which dissociation is reported (ng/mL)."""
    row = tables.load("plasma_windows").set_index("window_id").loc["dissociation"]
    return float(row["low"]), float(row["high"])


# -- picture ---------------------------------------------------------------------------------------


class SessionPicture:
    """Steps as bars over the minutes, the level below, and a line at the chosen minute."""

    label = "Steps of a visit over time, and the drug's level in the blood"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 4.6)
        self.top, low = self.figure.subplots(2, 1, sharex=True, height_ratios=[1.7, 1])
        self.top.set(xlim=(FIRST_MIN, LAST_MIN), ylim=(MOST_STEPS - 0.4, -0.6))
        self.top.set_yticks([])
        low.set(ylim=(0, 300), xlabel="minutes after the drug begins", ylabel="ng/mL")
        low.set_xticks(range(FIRST_MIN, LAST_MIN + 1, 60))
        low.axhspan(*dissociation_window(), color="#f6e3d5", zorder=0)
        low.text(
            LAST_MIN - 5, dissociation_window()[1] - 10, "window for dissociation", ha="right", va="top", fontsize=8.5
        )
        for axes in (self.top, low):
            axes.spines[["top", "right"]].set_visible(False)
        self.bars = [Rectangle((0, place - 0.3), 1, 0.6, edgecolor="white") for place in range(MOST_STEPS)]
        self.words = [self.top.text(0, place, "", va="center", fontsize=9) for place in range(MOST_STEPS)]
        for bar in self.bars:
            self.top.add_patch(bar)
        (self.level,) = low.plot([], [], color=COLOURS["blue"], linewidth=2, animated=True)
        self.unknown = low.text(90, 60, "no level is drawn for the spray: see below", fontsize=9)
        self.now = [axes.axvline(0, color=COLOURS["black"], linewidth=1.5) for axes in (self.top, low)]
        for artist in [*self.bars, *self.words, *self.now, self.unknown]:
            artist.set(animated=True, in_layout=False)

    def draw(self, form: str, minute: float) -> Reading:
        """Draw the visit and the line at the minute."""
        found = steps(form)
        for place, (bar, word) in enumerate(zip(self.bars, self.words, strict=True)):
            there = place < len(found)
            bar.set_visible(there)
            word.set_visible(there)
            if there:
                self._place(bar, word, found.iloc[place], minute)
        course = level()
        self.level.set_data(course["minute"], course["ng_per_ml"])
        self.level.set_visible(form == "infusion")
        self.unknown.set_visible(form == "spray")
        for line in self.now:
            line.set_xdata([minute, minute])
        return read(form, minute)

    @staticmethod
    def _place(bar: Rectangle, word: Any, step: pd.Series, minute: float) -> None:
        start, end = max(step["from_min"], FIRST_MIN), min(step["to_min"], LAST_MIN)
        bar.set(x=start, width=max(end - start, 4), facecolor=COLOURS[KINDS[step["kind"]]])
        bar.set_alpha(1.0 if start <= minute <= end else 0.45)
        inside = end - start > 150
        word.set(x=start + 5 if inside else max(end, start + 4) + 5, color="white" if inside else "black")
        word.set(text=f"{step['label']} ({step['kind']})", weight="bold" if start <= minute <= end else "normal")
        if inside:
            bar.set_alpha(1.0)


def read(form: str, minute: float) -> Reading:
    """The reading: what is under way at the minute, and the level."""
    now = happening(form, minute)
    told = " · ".join(f"{row.label} ({row.kind}): {row.note}" for row in now.itertuples())
    told = told or "nothing is listed (which is not to say that nobody watches)"
    when = f"{minute:g} minutes after the drug begins" if minute >= 0 else f"{-minute:g} minutes before the drug"
    text = f"{when[0].upper()}{when[1:]}. {told}. "
    low, high = dissociation_window()
    found = level_at(minute) if form == "infusion" else 0.0
    if form == "infusion":
        where = "inside" if low <= found <= high else "below" if found < low else "above"
        text += f"The model's level is {found:.0f} ng/mL, {where} the window for dissociation."
    else:
        text += (
            "No level is drawn: the models were made for the racemate, and the ledger holds no level after the spray."
        )
    quantities = {
        "minute": minute,
        "level": found,
        "in_window": float(low <= found <= high),
        "watched": float((now["kind"] == "monitoring").sum()),
        "steps": float(len(now)),
        "spray": float(form == "spray"),
        "must_stay": float(now["step_id"].isin(["spray_stay"]).any()),
    }
    return Reading(text, quantities)


# -- explorer --------------------------------------------------------------------------------------


def explore_session(**scene: Any) -> Explorer:
    """A visit for the spray or an infusion.

    Parameters
    ----------
    **scene
        First values: ``form`` (``"spray"`` or ``"infusion"``), ``minute``.

    Returns
    -------
    Explorer
        With the quantities ``minute``, ``level`` (ng/mL; 0 for the spray), ``in_window``, ``watched`` (things
        monitored), ``steps``, ``spray`` and ``must_stay``.
    """
    rows = tables.load("session_steps")
    controls = {
        "form": choice("Form", FORMS),
        "minute": Slider("Minute", 20, min=FIRST_MIN, max=LAST_MIN, step=5, unit="min"),
    }
    about = About(
        kind="Steps by the US label (spray) and as in trials (infusion); an infusion's level by a published model.",
        equation="level: three compartments, notebook 01, at 70 kg",
        sources=tables.cite([*dict.fromkeys(rows["source_id"]), "kamp_2020"]),
        leaves_out="What clinics do beyond that, and how people differ; the level after a spray.",
    )
    title = "What happens when, in a visit?"
    return old_explorer("session", title, controls, SessionPicture(), about, scene=scene)
