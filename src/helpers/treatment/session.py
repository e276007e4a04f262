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

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle
from matplotlib.transforms import Bbox
from numpy.typing import NDArray

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, choice, moving, new_figure, plain_axes
from helpers.interactive.drawing import lay_out
from helpers.molecular.pharmacokinetics.model import infusion

FORMS = {"esketamine spray": "spray", "infusion of 0.5 mg/kg": "infusion"}
FIRST_MIN, LAST_MIN = -120, 360
MINUTES_PER_HOUR = 60
MOST_STEPS = 11
KINDS = {"drug": "blue", "effect": "red", "monitoring": "green", "rule": "grey"}
SHORTEST_MIN = 4  # a bar is drawn no shorter, so that it can be seen
NAMES = 0.28  # part of the figure's width that the names of the steps take
Levels = NDArray[np.float64]

# -- model -----------------------------------------------------------------------------------------


def steps(form: str) -> pd.DataFrame:
    """Steps of a visit in the order in which they begin.

    Parameters
    ----------
    form : str
        ``"spray"`` or ``"infusion"``.
    """
    tables.require("form", form, FORMS.values())
    found = tables.load("session_steps").query("form == @form")
    return found.sort_values(["from_min", "to_min"]).reset_index(drop=True)


def happening(form: str, minute: float) -> pd.DataFrame:
    """Steps that are under way at a minute."""
    found = steps(form)
    return found[_under_way(found, minute)].reset_index(drop=True)


def _under_way(found: pd.DataFrame, minute: float) -> pd.Series:
    return (found["from_min"] <= minute) & (minute <= found["to_min"])


def level() -> pd.DataFrame:
    """Level in plasma over a visit for an infusion, by the model Kamp 2020.

    Returns
    -------
    pandas.DataFrame
        Columns ``minute`` and ``ng_per_ml``.
    """
    course = infusion(hours=LAST_MIN / MINUTES_PER_HOUR)
    return course.assign(minute=MINUTES_PER_HOUR * course["time_h"])[["minute", "ng_per_ml"]]


def level_at(minute: float) -> float:
    """Level at a minute of an infusion's visit (ng/mL); 0 before the drug."""
    return _at(level(), minute)


def _at(course: pd.DataFrame, minute: float) -> float:
    return float(np.interp(minute, course["minute"], course["ng_per_ml"], left=0.0))


def dissociation_window() -> tuple[float, float]:
    """Window of levels of racemic ketamine in which dissociation is reported (ng/mL)."""
    row = tables.row("plasma_windows", "dissociation")
    return float(row["low"]), float(row["high"])


@dataclass(frozen=True)
class Scene:
    """A visit, and one minute of it.

    Parameters
    ----------
    form, minute : str, float
        What `scene` was given.
    steps : pandas.DataFrame
        As `steps` gives them.
    under_way : numpy.ndarray of bool
        Which of them are under way at the minute.
    minutes, levels_ng_per_ml : numpy.ndarray
        Course of the level (minutes, ng/mL); empty for the spray, of which none is known.
    level_ng_per_ml : float
        Level at the minute (ng/mL); 0 for the spray.
    window_ng_per_ml : tuple of float
        Levels at which dissociation is reported (ng/mL).
    """

    form: str
    minute: float
    steps: pd.DataFrame
    under_way: NDArray[np.bool_]
    minutes: Levels
    levels_ng_per_ml: Levels
    level_ng_per_ml: float
    window_ng_per_ml: tuple[float, float]

    @property
    def now(self) -> pd.DataFrame:
        """Steps that are under way."""
        return self.steps[self.under_way]

    @property
    def watched(self) -> int:
        """How many things are monitored at the minute."""
        return int((self.now["kind"] == "monitoring").sum())

    @property
    def place_in_window(self) -> str:
        """Where the level stands: inside, below or above the window."""
        low, high = self.window_ng_per_ml
        return "below" if self.level_ng_per_ml < low else "above" if self.level_ng_per_ml > high else "inside"


def scene(form: str, minute: float) -> Scene:
    """A visit at a minute.

    Parameters
    ----------
    form : str
        ``"spray"`` or ``"infusion"``.
    minute : float
        Minutes after the drug begins.
    """
    found = steps(form)
    course = level() if form == "infusion" else pd.DataFrame({"minute": [], "ng_per_ml": []})
    return Scene(
        form=form,
        minute=minute,
        steps=found,
        under_way=_under_way(found, minute).to_numpy(dtype=bool),
        minutes=course["minute"].to_numpy(dtype=float),
        levels_ng_per_ml=course["ng_per_ml"].to_numpy(dtype=float),
        level_ng_per_ml=_at(course, minute) if len(course) else 0.0,
        window_ng_per_ml=dissociation_window(),
    )


# -- picture ---------------------------------------------------------------------------------------


TIME = "minutes after the drug begins"


class SessionPicture:
    """Steps as bars over the minutes beside their names, the level below, and a line at the chosen minute."""

    label = "Steps of a visit over time, and the drug's level in the blood"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.6)
        # The names move, so that the layout leaves them no room by itself.
        self.figure.set_layout_engine("constrained", rect=(NAMES, 0, 1 - NAMES, 1))
        self.top, self.low = self.figure.subplots(2, 1, sharex=True, height_ratios=[1.9, 1])
        self._rows(self.top)
        self._level(self.low)
        self.now = [axes.axvline(0, color=COLOURS["black"], linewidth=1.5) for axes in (self.top, self.low)]
        # Laid out once, for an infusion.
        lay_out(self.figure)
        self.upper, lower = self.top.get_position(), self.low.get_position()
        self.both = Bbox.from_extents(self.upper.x0, lower.y0, self.upper.x1, self.upper.y1)
        moving([*self.bars, *self.words, *self.now, self.level, self.window, self.window_name])

    def _rows(self, axes: Axes) -> None:
        plain_axes(axes, xlim=(FIRST_MIN, LAST_MIN), ylim=(MOST_STEPS - 0.4, -0.6), yticks=[])
        self.bars = [Rectangle((0, place - 0.3), 1, 0.6, edgecolor=COLOURS["white"]) for place in range(MOST_STEPS)]
        for bar in self.bars:
            axes.add_patch(bar)
        (self.on,) = axes.plot([], [], ">", color=COLOURS["grey"], markersize=8, clip_on=False)
        moving([self.on])  # before the layout, which an empty line outside of the axes would upset
        beside = axes.get_yaxis_transform()
        self.words = [
            axes.text(-0.01, place, "", ha="right", va="center", fontsize=9, transform=beside)
            for place in range(MOST_STEPS)
        ]
        kinds = [Patch(facecolor=COLOURS[colour], label=kind) for kind, colour in KINDS.items()]
        axes.legend(handles=kinds, loc="lower left", bbox_to_anchor=(0, 1), ncols=4, fontsize=9, frameon=False)

    def _level(self, axes: Axes) -> None:
        plain_axes(axes, ylim=(0, 300), xlabel=TIME, ylabel="ng/mL")
        axes.set_xticks(range(FIRST_MIN, LAST_MIN + 1, MINUTES_PER_HOUR))
        # Not axhspan: before matplotlib 3.9 it makes a polygon, which cannot be moved.
        self.window = Rectangle(
            (0, 0), 1, 1, transform=axes.get_yaxis_transform(), color=COLOURS["pale orange"], zorder=0
        )
        axes.add_patch(self.window)
        self.window_name = axes.text(LAST_MIN - 5, 0, "window for dissociation", ha="right", va="top", fontsize=9)
        (self.level,) = axes.plot([], [], color=COLOURS["blue"], linewidth=2)

    def move(self, scene: Scene) -> None:
        """Show the visit, its level if there is one, and the line at the minute."""
        for place, (bar, word) in enumerate(zip(self.bars, self.words, strict=True)):
            there = place < len(scene.steps)
            bar.set_visible(there)
            word.set_visible(there)
            if there:
                self._place(bar, scene.steps.iloc[place], bool(scene.under_way[place]))
                word.set(text=scene.steps["label"].iloc[place])
                word.set_fontweight("bold" if scene.under_way[place] else "normal")
        beyond = np.flatnonzero(scene.steps["to_min"] >= LAST_MIN)
        self.on.set_data(np.full(len(beyond), LAST_MIN), beyond)  # these go on
        self._move_level(scene)
        for line in self.now:
            line.set_xdata([scene.minute, scene.minute])

    @staticmethod
    def _place(bar: Rectangle, step: pd.Series, under_way: bool) -> None:
        length = max(step["to_min"] - step["from_min"], SHORTEST_MIN)
        bar.set(x=step["from_min"], width=length, facecolor=COLOURS[KINDS[step["kind"]]])
        bar.set_alpha(1.0 if under_way else 0.45)

    def _move_level(self, scene: Scene) -> None:
        low, high = scene.window_ng_per_ml
        self.window.set(y=low, height=high - low)
        self.window_name.set_y(high - 10)
        self.level.set_data(scene.minutes, scene.levels_ng_per_ml)
        for artist in (self.level, self.window, self.window_name):
            artist.set_visible(scene.form == "infusion")
        # Without a level there is no axis of levels either, and the steps have all of the room.
        alone = scene.form == "spray"
        if self.low.get_visible() == alone:
            self.low.set_visible(not alone)
            self.top.set_position(self.both if alone else self.upper)
            self.top.tick_params(labelbottom=alone)
            self.top.set_xlabel(TIME if alone else "")


# -- reading ---------------------------------------------------------------------------------------


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    when = "after the drug" if scene.minute >= 0 else "before the drug"
    number = len(scene.now)
    return f"{abs(scene.minute):g} minutes {when}: {number} {'thing is' if number == 1 else 'things are'} under way"


def read(scene: Scene) -> Reading:
    """What is under way at the minute, and the level."""
    told = [f"{row.label.capitalize()} ({row.kind}): {_lower(row.note)}." for row in scene.now.itertuples()]
    told = told or ["Nothing is listed, which is not to say that nobody watches."]
    when = "after the drug begins" if scene.minute >= 0 else "before the drug"
    return Reading(
        f"{abs(scene.minute):g} minutes {when}. {' '.join(told)} {_read_level(scene)}", headline=notice(scene)
    )


def _lower(note: str) -> str:
    return note[0].lower() + note[1:]


def _read_level(scene: Scene) -> str:
    if scene.form == "spray":
        return (
            "No level is drawn: the models were made for the racemate, and the ledger holds no level after the spray."
        )
    where = f"{scene.place_in_window} the window for dissociation"
    return f"The model's level is {scene.level_ng_per_ml:.0f} ng/mL, {where}."


# -- explorer --------------------------------------------------------------------------------------


def explore_session(**first: Any) -> Explorer:
    """A visit for the spray or an infusion.

    Parameters
    ----------
    **first
        First values: ``form`` (``"spray"`` or ``"infusion"``), ``minute``.
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
    return Explorer("session", controls, scene, SessionPicture(), read, about, first=first)
