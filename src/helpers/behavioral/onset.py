"""When relief begins: scores and responders over hours, days and weeks, with their uncertainty.

Equation
--------
The difference between two arms is the difference of their mean changes, its standard error the root of the sum of
their squares: ``sqrt(SE_drug^2 + SE_placebo^2)``. The 95 % interval is 1.96 standard errors to each side, for a share
of people Wilson's interval.

Units
-----
Hours after the first dose (drawn on a logarithmic axis); points of the MADRS (0 to 60, less is better); % of people.

Sources
-------
Table ``trial_outcomes``: Daly 2018 pmc:PMC5838571 (67 people, 28, 56 or 84 mg of the spray),
Turkoz 2021 (two trials pooled). Anchors, table ``durations``: Kishimoto 2016 doi:10.1017/S0033291716000064.

Leaves out
----------
What happened between the points, and that the arms of Daly 2018 had 11 or 12 people each.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Place, Reading, choice, moving, new_figure, plain_axes
from helpers.statistics import Interval, share

TRIAL, PLACEBO = "Daly 2018", "placebo spray"
CHANGE, DIFFERENCE, RESPONSE = "change of the score", "difference from placebo", "share who responded"
Z = float(stats.norm.ppf(0.975))
ONE_ERROR, INTERVAL = "one standard error", "95 % interval"
WIDTHS = {ONE_ERROR: 1.0, INTERVAL: Z}
POOLED = "TRANSFORM-1/2 pooled"
TIMES = {2: "2 hours", 24: "1 day", 48: "2 days", 168: "1 week", 672: "4 weeks"}
WEEK_H = 168

# -- model -----------------------------------------------------------------------------------------


@cache
def doses() -> tuple[str, ...]:
    """Arms of the trial that received the drug, from the smallest dose on."""
    arms = tables.load("trial_outcomes").query("trial == @TRIAL and arm != @PLACEBO")["arm"]
    return tuple(dict.fromkeys(arms))


def milligrams(arm: str) -> str:
    """Dose of an arm: "28 mg"."""
    return arm.removeprefix("esketamine ")


def scores(arm: str) -> pd.DataFrame:
    """Mean change of the score in one arm of the trial, by time.

    Parameters
    ----------
    arm : str
        One of `doses`, or `PLACEBO`.

    Returns
    -------
    pandas.DataFrame
        Columns ``time_h``, ``points`` and ``standard_error``, three rows.

    Raises
    ------
    UnknownError
        If the trial has no such arm.
    """
    return _scores(arm).copy()


@cache
def _scores(arm: str) -> pd.DataFrame:
    tables.require("arm", arm, [PLACEBO, *doses()])
    rows = tables.load("trial_outcomes").query("trial == @TRIAL and arm == @arm").sort_values("time_h")
    errors = rows["spread"].str.removeprefix("SE ").astype(float)
    return pd.DataFrame({"time_h": rows["time_h"], "points": rows["value"], "standard_error": errors}).reset_index(
        drop=True
    )


def difference(arm: str) -> pd.DataFrame:
    """Change in one arm minus change on placebo, by time, in the columns of `scores`."""
    drug, placebo = scores(arm), scores(PLACEBO)
    return drug.assign(
        points=drug["points"] - placebo["points"],
        standard_error=np.hypot(drug["standard_error"], placebo["standard_error"]),
    )


@dataclass(frozen=True)
class Course:
    """One line over time.

    Parameters
    ----------
    hours : tuple of int
        Hours after the first dose.
    intervals : tuple of Interval
        What was found at each of them, with the ends of its bar (points, or % of people).
    """

    hours: tuple[int, ...]
    intervals: tuple[Interval, ...]

    def at(self, hour: int) -> Interval:
        """What was found at an hour."""
        return self.intervals[self.hours.index(hour)]


def with_bars(found: pd.DataFrame, width: float = Z) -> Course:
    """Scores or differences with bars of so many standard errors to each side."""
    half = width * found["standard_error"]
    ends = zip(found["points"], found["points"] - half, found["points"] + half, strict=True)
    return Course(tuple(int(hour) for hour in found["time_h"]), tuple(Interval(*one) for one in ends))


def responders(drug: bool) -> Course:
    """Share who responded in the pooled trials (%), with (or without) the spray beside a new antidepressant."""
    rows = tables.load("trial_outcomes").query("trial == @POOLED and measure == 'response'")
    rows = rows[rows["arm"].str.startswith("esketamine") == drug].sort_values("time_h")
    shares = [share(row["value"], int(row["n_arm"])) for _, row in rows.iterrows()]
    return Course(tuple(int(hour) for hour in rows["time_h"]), tuple(shares))


@dataclass(frozen=True)
class Scene:
    """One dose beside placebo, their difference, or the pooled shares of responders.

    Parameters
    ----------
    view, dose, bars : str
        What `scene` was given.
    drug, control : Course
        With the drug (or, of differences, drug minus placebo), and with placebo (points; of responders %).
    others : mapping of str to Course
        The other doses in the same view; none of responders.
    differences : Course
        The dose minus placebo with 95 % intervals, whatever is shown (points).
    """

    view: str
    dose: str
    bars: str
    drug: Course
    control: Course
    others: dict[str, Course]
    differences: Course

    @property
    def clear_hours(self) -> list[int]:
        """Hours at which the 95 % interval of the difference leaves out 0."""
        pairs = zip(self.differences.hours, self.differences.intervals, strict=True)
        return [hour for hour, found in pairs if not found.holds(0)]

    @property
    def control_first(self) -> float:
        """Placebo at the first rating after the dose (points; of responders %)."""
        return self.control.intervals[0].value

    @property
    def difference_week(self) -> float:
        """The dose minus placebo after a week (points)."""
        return self.differences.at(WEEK_H).value


def scene(view: str, dose: str, bars: str) -> Scene:
    """What the trials found over the hours after the first dose.

    Parameters
    ----------
    view : str
        `CHANGE`, `DIFFERENCE` or `RESPONSE`.
    dose : str
        One of `doses`.
    bars : str
        `ONE_ERROR` or `INTERVAL`.
    """
    differences = with_bars(difference(dose))
    if view == RESPONSE:
        return Scene(view, dose, bars, responders(True), responders(False), {}, differences)
    shown, width = scores if view == CHANGE else difference, WIDTHS[bars]
    courses = {each: with_bars(shown(each), width) for each in doses()}
    return Scene(view, dose, bars, courses.pop(dose), with_bars(scores(PLACEBO), width), courses, differences)


# -- picture ---------------------------------------------------------------------------------------

SCALES: dict[str, dict[str, Any]] = {
    CHANGE: {"ylim": (-26, 8), "ylabel": "change of the MADRS\n(points; down is better)"},
    DIFFERENCE: {"ylim": (-26, 8), "ylabel": "difference of the MADRS\n(points; down is better)"},
    RESPONSE: {"ylim": (-5, 95), "ylabel": "responded (%)"},
}
FIRST_H = float(next(iter(TIMES)))  # of the first rating
LEFT, RIGHT = 0.96, 1.04  # so that bars of the two arms stand side by side
ASIDE = (0.9, 0.84)  # and those of the other doses beside them


class OnsetPicture:
    """Points with bars of uncertainty over the hours, on a logarithmic axis."""

    label = "Change of depression after the first dose, over hours and weeks, with bars of uncertainty"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.6)
        self.axes = plain_axes(self.figure.subplots(), xscale="log", xlim=(0.5, 2600), xlabel="after the first dose")
        self.axes.set_xticks(list(TIMES), list(TIMES.values()))
        self.axes.minorticks_off()
        durations = tables.row("durations", "superior")
        self.axes.axvspan(durations["from_h"], durations["to_h"], color=COLOURS["pale blue"], zorder=0)
        words = "shaded: one infusion better than\nplacebo, over trials"
        self.axes.text(0.7, 0.985, words, va="top", fontsize=8.5, transform=self.axes.get_xaxis_transform())
        self.axes.axhline(0, color=COLOURS["grey"], linewidth=0.8)
        self.pale = [self.axes.plot([], [], ".-", color=COLOURS["sky"], linewidth=1, alpha=0.6)[0] for _ in "12"]
        self.pale_bars = [self.axes.vlines([1], [0], [0], color=COLOURS["sky"], linewidth=1, alpha=0.6) for _ in "12"]
        style: dict[str, Any] = {"capsize": 4, "linewidth": 1.6, "markersize": 7}
        self.drug = self.axes.errorbar([1], [0], yerr=[1], fmt="o-", color=COLOURS["blue"], **style)
        self.control = self.axes.errorbar([1], [0], yerr=[1], fmt="D--", color=COLOURS["orange"], **style)
        self.placebo = self.axes.text(0, 0, "placebo", va="center", fontsize=9)
        self.doses = [self.axes.text(0, 0, "", va="center", fontsize=9) for _ in doses()]
        moving(
            [
                *self.drug.get_children(),
                *self.control.get_children(),
                *self.pale,
                *self.pale_bars,
                *self.doses,
                self.placebo,
            ]
        )
        self.predicted_at = {"control_first": Place(self.axes, at=(FIRST_H,), names=("placebo after 2 hours",))}

    def move(self, scene: Scene) -> None:
        """Show one dose, placebo where it has a line of its own, and the other doses pale."""
        _place(self.drug, scene.drug, LEFT)
        _place(self.control, scene.control, RIGHT)
        for artist in self.control.get_children():
            artist.set_visible(scene.view != DIFFERENCE)
        for line, bars, shift, course in zip(self.pale, self.pale_bars, ASIDE, scene.others.values(), strict=False):
            x = [hour * shift for hour in course.hours]
            line.set_data(x, [one.value for one in course.intervals])
            bars.set_segments([[(at, one.low), (at, one.high)] for at, one in zip(x, course.intervals, strict=True)])
        named = {scene.dose: scene.drug, **scene.others}
        for text, (dose, course) in zip(self.doses, named.items(), strict=False):
            text.set(text=milligrams(dose), position=(course.hours[-1] * 1.15, course.intervals[-1].value))
        self.placebo.set(x=scene.control.hours[-1] * 1.15, y=scene.control.intervals[-1].value)
        self.placebo.set_visible(scene.view != DIFFERENCE)
        for artist in [*self.pale, *self.pale_bars]:
            artist.set_visible(scene.view != RESPONSE)
        for artist in self.doses[1:]:
            artist.set_visible(scene.view != RESPONSE)
        if scene.view == RESPONSE:
            self.doses[0].set_text("with the spray")
        self._scale(scene.view)

    def _scale(self, view: str) -> None:
        if self.axes.get_ylabel() == SCALES[view]["ylabel"]:
            return
        self.axes.set(**SCALES[view])


def _place(container: Any, course: Course, shift: float) -> None:
    x = [hour * shift for hour in course.hours]
    line, caps, bars = container.lines
    line.set_data(x, [one.value for one in course.intervals])
    caps[0].set_data(x, [one.low for one in course.intervals])
    caps[1].set_data(x, [one.high for one in course.intervals])
    bars[0].set_segments([[(at, one.low), (at, one.high)] for at, one in zip(x, course.intervals, strict=True)])


# -- reading ---------------------------------------------------------------------------------------


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    if scene.view == RESPONSE:
        last = scene.drug.hours[-1]
        drug, control = scene.drug.at(last).value, scene.control.at(last).value
        return f"After {TIMES[last]} {drug:.0f} of 100 respond with the spray, {control:.0f} without it"
    if scene.view == CHANGE:
        drug, control = scene.drug.at(WEEK_H).value, scene.control.at(WEEK_H).value
        return f"After a week: {-drug:.0f} points better with the spray, {-control:.0f} with placebo"
    return f"Beyond placebo the spray is clear at {len(scene.clear_hours)} of {len(scene.differences.hours)} times"


def read(scene: Scene) -> Reading:
    """Points or shares by time, and where the difference from placebo leaves out 0."""
    return Reading(_read_responders(scene) if scene.view == RESPONSE else _read_scores(scene), headline=notice(scene))


def _read_scores(scene: Scene) -> str:
    what = "Change of the MADRS" if scene.view == CHANGE else "Difference from placebo on the MADRS"
    pairs = zip(scene.drug.hours, scene.drug.intervals, strict=True)
    told = ", ".join(
        f"after {TIMES[hour]} {one.value:+.1f} points ({one.low:.1f} to {one.high:.1f})" for hour, one in pairs
    )
    placebo = ", ".join(f"{one.value:+.1f}" for one in scene.control.intervals)
    others = " and ".join(f"{milligrams(dose)} at {one.at(WEEK_H).value:+.1f}" for dose, one in scene.others.items())
    *early, last = ["", *(TIMES[hour] for hour in scene.clear_hours)]
    when = ", ".join(early[1:]) + " and " * (len(early) > 1) + last
    clear = f"leaves out 0 after {when}" if when else "includes 0 at all three times"
    return (
        f"{what} with {scene.dose}: {told}; bars: {scene.bars}. After a week the other doses stand with "
        f"{others} points. On placebo the score changed by {placebo} points at these times. The 95 % interval of the "
        f"difference {clear}."
    )


def _read_responders(scene: Scene) -> str:
    pairs = zip(scene.drug.hours, scene.drug.intervals, scene.control.intervals, strict=True)
    told = [
        f"after {TIMES[hour]} {a.value:g} % ({a.low:.0f} to {a.high:.0f}) with the spray and "
        f"{b.value:g} % ({b.low:.0f} to {b.high:.0f}) with placebo"
        for hour, a, b in pairs
    ]
    return (
        "Two trials pooled, everybody began a new antidepressant: " + "; ".join(told) + ". Bars: 95 % intervals. "
        "The orange line is a new antidepressant with a placebo spray, visits and time: nothing here tells these apart."
    )


# -- explorer --------------------------------------------------------------------------------------


def explore_onset(**first: Any) -> Explorer:
    """Depression over hours and weeks after the first dose, with and without the drug.

    Parameters
    ----------
    **first
        First values: ``view`` (`CHANGE`, `DIFFERENCE` or `RESPONSE`), ``dose`` (one of `doses`), ``bars``
        (`ONE_ERROR` or `INTERVAL`).
    """
    controls = {
        "view": choice("Show", [CHANGE, DIFFERENCE, RESPONSE]),
        "dose": choice("Dose of the spray", list(doses())),
        "bars": choice("Bars", list(WIDTHS)),
    }

    def unused(values: dict[str, Any]) -> dict[str, str]:
        if values["view"] != RESPONSE:
            return {}
        return {
            "dose": "The pooled trials mix 56 and 84 mg, so that the dose can't be chosen here.",
            "bars": "For shares of people the bars are always 95 % intervals.",
        }

    about = About(
        kind="Data, as published; the differences and their intervals are computed here.",
        equation="SE of a difference = sqrt(SE_drug^2 + SE_placebo^2);  95 % interval = 1.96 SE to each side",
        sources=tables.cite(["daly_2018", "turkoz_2021", "kishimoto_2016"]),
        leaves_out="What happened between the points; that people can feel whether they were given the drug.",
    )
    return Explorer("onset", controls, scene, OnsetPicture(), read, about, unused, first)
