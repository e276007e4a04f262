"""How long relief lasts: relapse after one infusion, a series, with boosters, and when the spray goes on.

Equation
--------
Without further doses the share still well is ``S(t) = exp(-(t / s)^k)`` (Weibull), with s such that half have relapsed
at the median. With k = 1 the risk is the same every day; with k > 1 it grows with the time since the last dose. A
booster sets that clock to zero for those still well, and brings a share of those who have relapsed back. When the spray
goes on, the risk of every day is multiplied by the trial's hazard ratio: ``S(t)^ratio``.

Units
-----
Days; shares of people (0 to 1).

Sources
-------
Medians: table ``relapse_times``. Hazard ratios: table ``maintenance_effects`` (Daly 2019 pmc:PMC6551577). The shape k,
and how many a booster brings back, are yours: no trial in the ledger measured them.

Leaves out
----------
Tolerance, side effects of every visit, people who stop coming, and that every median is from another group of people.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Polygon
from numpy.typing import NDArray

from helpers import tables
from helpers.interactive import (
    COLOURS,
    About,
    Explorer,
    Mechanism,
    Place,
    Reading,
    Slider,
    apart,
    choice,
    living,
    moving,
    new_figure,
    plain_axes,
)
from helpers.interactive.drawing import lay_out

NONE, BOOSTERS = "no further dose", "boosters"
YEAR_DAYS, WEEK_DAYS = 364, 7
PEOPLE = 100  # are drawn with the plan, and as many without
DAYS = np.arange(0, YEAR_DAYS + 1, dtype=float)
Shares = NDArray[np.float64]

# -- model -----------------------------------------------------------------------------------------


def hazard_ratio(group_id: str) -> float:
    """Rate of relapse on the spray relative to placebo, by group of ``maintenance_effects``."""
    return float(tables.row("maintenance_effects", group_id)["hazard_ratio"])


def hazard_ratio_ends(group_id: str) -> tuple[float, float]:
    """Ends of the 95 % interval of `hazard_ratio`."""
    row = tables.row("maintenance_effects", group_id)
    return float(row["low"]), float(row["high"])


def maintenance_days() -> float:
    """Days between visits when the spray goes on, by its label (every two weeks; weekly is possible as well)."""
    return float(tables.row("regimens", "spray_maintenance")["interval_days"])


def still_well(days: Shares, median: float, shape: float = 1.0, ratio: float = 1.0) -> Shares:
    """Share of people still well without boosters.

    Parameters
    ----------
    days : numpy.ndarray
        Days since the last dose.
    median : float
        Days until half have relapsed.
    shape : float
        1: the same risk every day; above 1: a risk that grows.
    ratio : float
        Hazard ratio; below 1 relapse is rarer.

    Raises
    ------
    ValueError
        If median, shape or ratio is not above 0.
    """
    if median <= 0 or shape <= 0 or ratio <= 0:
        raise ValueError("Median, shape and hazard ratio must be above 0.")
    scale = median / log(2) ** (1 / shape)
    return np.asarray(np.exp(-ratio * (np.asarray(days) / scale) ** shape))


@dataclass(frozen=True)
class Plan:
    """Boosters every so many days, and the share of relapsed people whom one brings back (0 to 1)."""

    interval_days: float
    regain: float


def with_boosters(plan: Plan, median: float, shape: float) -> Shares:
    """Share of people well on each of `DAYS`, with a booster every `plan.interval_days`.

    Raises
    ------
    ValueError
        If the interval is shorter than a day, or the share is not between 0 and 1.
    """
    if plan.interval_days < 1 or not 0 <= plan.regain <= 1:
        raise ValueError("Boosters are a day apart or more, and bring back a share between 0 and 1.")
    well, found = 1.0, np.empty_like(DAYS)
    for start in np.arange(0, YEAR_DAYS + 1, plan.interval_days):
        if start > 0:
            before = well * float(still_well(np.array([plan.interval_days]), median, shape)[0])
            well = before + (1 - before) * plan.regain
        here = (start <= DAYS) & (start + plan.interval_days > DAYS)
        found[here] = well * still_well(DAYS[here] - start, median, shape)
    return found


def days_well(shares: Shares) -> float:
    """Days that a person is well in the year, on average (the area under the curve)."""
    return float(np.trapezoid(shares, DAYS))


@dataclass(frozen=True)
class Scene:
    """A year after one course of treatment, with a plan and without.

    Parameters
    ----------
    course, population : str
        Label of the course, and of whom its median is.
    people : int
        People behind the median; 0 where the report does not say.
    control : str
        What the course was compared with.
    median_days : float
        Days until half have relapsed.
    plan : str
        What goes on: `NONE`, `BOOSTERS` or a ``group_id`` of ``maintenance_effects``.
    ratio : float
        Hazard ratio of the plan; 1 where it has none.
    interval_days : float
        Days between visits; 0 without a plan.
    visit_days : numpy.ndarray
        Days of the visits.
    plain_percent, planned_percent : numpy.ndarray
        People well on each of `DAYS` without further doses and with the plan (%).
    plain_band, planned_band : tuple of numpy.ndarray
        Their lower and upper ends: by the range of the median, and by the 95 % interval of the hazard ratio; empty
        where the report gives none.
    """

    course: str
    population: str
    people: int
    control: str
    median_days: float
    plan: str
    ratio: float
    interval_days: float
    visit_days: Shares
    plain_percent: Shares
    planned_percent: Shares
    plain_band: tuple[Shares, ...] = ()
    planned_band: tuple[Shares, ...] = ()

    @property
    def planned_at_median_percent(self) -> float:
        """People well with the plan on the day when half have relapsed without it (%)."""
        return float(np.interp(self.median_days, DAYS, self.planned_percent))

    @property
    def plain_days(self) -> float:
        """Days that a person is well in the year without further doses, on average."""
        return days_well(self.plain_percent / 100)

    @property
    def days_well(self) -> float:
        """The same with the plan."""
        return days_well(self.planned_percent / 100)

    @property
    def visits(self) -> int:
        """Visits in the year."""
        return len(self.visit_days)

    @property
    def weekly(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Of a hundred people: how many are well at the end of each week, with the plan and without a further dose."""
        planned, plain = (
            tuple(round(PEOPLE * percent / 100) for percent in percents[::WEEK_DAYS])
            for percents in (self.planned_percent, self.plain_percent)
        )
        return planned, plain

    @property
    def visit_weeks(self) -> tuple[bool, ...]:
        """Whether there is a visit on the last day of each week."""
        return tuple(bool(day in self.visit_days) for day in DAYS[::WEEK_DAYS])

    @property
    def median_week(self) -> int:
        """The week that ends nearest to the median."""
        return min(round(self.median_days / WEEK_DAYS), YEAR_DAYS // WEEK_DAYS)


def scene(after: str, plan: str, interval: float, shape: float, regain: float) -> Scene:
    """The year after a course of treatment.

    Parameters
    ----------
    after : str
        A ``course_id`` of ``relapse_times``.
    plan : str
        `NONE`, `BOOSTERS` or a ``group_id`` of ``maintenance_effects``.
    interval : float
        Days between boosters.
    shape : float
        1: the same risk every day; above 1: a risk that grows.
    regain : float
        Share of the relapsed whom a booster brings back (%).
    """
    course = tables.row("relapse_times", after)
    median = float(course["median_days"])
    ratio = 1.0 if plan in (NONE, BOOSTERS) else hazard_ratio(plan)
    apart = {NONE: 0.0, BOOSTERS: interval}.get(plan, maintenance_days())
    boosted = plan == BOOSTERS
    planned = with_boosters(Plan(interval, regain / 100), median, shape) if boosted else None
    return Scene(
        course=course["label"],
        population=course["population"],
        people=0 if pd.isna(course["n"]) else int(course["n"]),
        control=course["control"],
        median_days=median,
        plan=plan,
        ratio=ratio,
        interval_days=apart,
        visit_days=np.arange(apart, YEAR_DAYS + 1, apart) if apart else np.array([]),
        plain_percent=100 * still_well(DAYS, median, shape),
        planned_percent=100 * (still_well(DAYS, median, shape, ratio) if planned is None else planned),
        plain_band=_band_of_medians(course, shape),
        planned_band=() if plan in (NONE, BOOSTERS) else _band_of_ratios(plan, median, shape),
    )


def _band_of_medians(course: pd.Series, shape: float) -> tuple[Shares, ...]:
    ends = [float(course[name]) for name in ("low_days", "high_days") if not pd.isna(course[name])]
    return tuple(100 * still_well(DAYS, end, shape) for end in ends) if len(ends) == 2 else ()


def _band_of_ratios(plan: str, median: float, shape: float) -> tuple[Shares, ...]:
    low, high = hazard_ratio_ends(plan)  # the higher ratio leaves fewer people well
    return tuple(100 * still_well(DAYS, median, shape, ratio) for ratio in (high, low))


# -- mechanism and picture -------------------------------------------------------------------------

HUNDRED_PEOPLE = Path(__file__).parent / "drawings" / "hundred_people.svg"


def hundred_people(scene: Scene) -> living.State:
    """A hundred people with the plan above a hundred without, week by week."""
    planned, plain = scene.weekly
    return {
        "plan": living.show(scene.plan != NONE),
        "planned": living.course(planned),
        "planned_count": living.course(planned),
        "plain": living.course(plain),
        "plain_count": living.course(plain),
        "visit": living.course([float(there) for there in scene.visit_weeks]),
    }


def year(scene: Scene, picture: RelapsePicture) -> living.Clock:
    """The year, week by week; its cursor runs over the curves."""
    days = DAYS[::WEEK_DAYS]
    said = tuple(
        f"day {day:.0f}: "
        + (f"{well} of 100 well with the plan, {rest} without" if scene.plan != NONE else f"{rest} of 100 well")
        for day, well, rest in zip(days, *scene.weekly, strict=True)
    )
    return living.Clock("Day of the year", said, scene.median_week, 15, *living.cursor(picture.axes, list(days)))


NAMES = ("no further\ndose", "with the\nplan")
MIDDLE_DAYS, ABOVE_PERCENT = 150, 90
BANDS = "bands, where reported:\n95 % interval of the ratio, or range of the median"
ROOM_DAYS, LINE_PERCENT = 96, 13  # room for the names beside the lines, and what two of their lines take


class RelapsePicture:
    """Share of people who are well over a year, with a plan and without."""

    label = "Share of people who are well over a year after treatment, with and without further doses"

    def __init__(self) -> None:
        self.figure = new_figure(4.8, 2.85)
        self.axes = axes = plain_axes(self.figure.subplots(), xlim=(0, YEAR_DAYS + ROOM_DAYS), ylim=(0, 100))
        axes.set(xlabel=f"days after the course ({BANDS})", ylabel="still well (%)", xticks=range(0, YEAR_DAYS, 50))
        axes.spines["bottom"].set_bounds(0, YEAR_DAYS)
        self.bands = [_band(axes, colour) for colour in ("orange", "blue")]
        (self.plain,) = axes.plot([], [], color=COLOURS["orange"], linewidth=2, linestyle="--")
        (self.planned,) = axes.plot([], [], color=COLOURS["blue"], linewidth=2)
        (self.median,) = axes.plot([], [], "D", color=COLOURS["black"])
        (self.visits,) = axes.plot([], [], "|", color=COLOURS["blue"], markersize=9)
        self.names = [axes.text(YEAR_DAYS + 4, 0, words, va="center", fontsize=9.5) for words in NAMES]
        paper = {"facecolor": COLOURS["white"], "edgecolor": "none", "pad": 1}
        (self.leader,) = axes.plot([], [], color=COLOURS["black"], linewidth=0.8)
        self.half = axes.text(0, 0, "", va="center", fontsize=9.5, bbox=paper, zorder=4)
        moving([*self.bands, self.plain, self.planned, self.median, self.visits, *self.names, self.leader, self.half])
        at = float(tables.row("relapse_times", "withdrawn")["median_days"])
        self.predicted_at = {
            "planned_at_median_percent": Place(axes, at=(at,), names=(f"well on the spray on day {at:g}",))
        }
        lay_out(self.figure)

    def move(self, scene: Scene) -> None:
        """Show the year without further doses, and the plan's."""
        self.plain.set_data(DAYS, scene.plain_percent)
        self.planned.set_data(DAYS, scene.planned_percent)
        for band, edges in zip(self.bands, (scene.plain_band, scene.planned_band), strict=True):
            band.set_visible(bool(edges))
            if edges:
                band.set_xy([*zip(DAYS, edges[0], strict=True), *zip(DAYS[::-1], edges[1][::-1], strict=True)])
        self.median.set_data([scene.median_days], [50])
        self.visits.set_data(scene.visit_days, np.full(scene.visits, 3.0))
        for artist in (self.planned, self.visits, self.names[1]):
            artist.set_visible(scene.plan != NONE)
        ends = apart([scene.plain_percent[-1], scene.planned_percent[-1]], LINE_PERCENT)
        for name, height in zip(self.names, ends, strict=True):
            name.set_y(height + max(0.0, LINE_PERCENT / 2 - min(ends)))
        # Above all curves, where there is room; else below, to the left of the falling one.
        early = scene.median_days < MIDDLE_DAYS
        self.leader.set_data([scene.median_days] * 2, [50, ABOVE_PERCENT if early else 50])
        self.half.set(text=f"half have relapsed: day {scene.median_days:g}", ha="left" if early else "right")
        self.half.set_position((scene.median_days + (4 if early else -6), ABOVE_PERCENT if early else 44))


def _band(axes: Axes, colour: str) -> Polygon:
    band = Polygon(np.zeros((3, 2)), facecolor=COLOURS[colour], alpha=0.25, linewidth=0)
    axes.add_patch(band)
    return band


# -- reading ---------------------------------------------------------------------------------------


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    if scene.plan == NONE:
        return f"Without a further dose half have relapsed after {scene.median_days:g} days"
    without = f"{scene.plain_days:.0f} without the plan's {scene.visits} visits"
    return f"Well for {scene.days_well:.0f} days of the year, {without}"


def read(scene: Scene) -> Reading:
    """The median and where it comes from, days well, and visits."""
    who = f"{scene.people} people" if scene.people else "number not stated"
    beside = "nothing" if scene.control == "none" else "going on"
    text = (
        f"{scene.course}: half have relapsed after {scene.median_days:g} days ({scene.population}; {who}; compared "
        f"with {beside}). Without a further dose a person is well for {scene.plain_days:.0f} of {YEAR_DAYS} days on "
        "average."
    )
    return Reading(text + _read_plan(scene), headline=notice(scene))


def _read_plan(scene: Scene) -> str:
    if scene.plan == NONE:
        return ""
    gained = scene.days_well - scene.plain_days
    counted = f"{scene.days_well:.0f} days and {scene.visits} visits, {gained:.0f} days gained."
    if scene.plan == BOOSTERS:
        return f" With boosters every {scene.interval_days:g} days: {counted}"
    return (
        f" With the spray going on (hazard ratio {scene.ratio:g}) every {scene.interval_days:g} days: {counted} When "
        f"half are still well without it, {100 * 0.5**scene.ratio:.0f} % are with it."
    )


# -- explorer --------------------------------------------------------------------------------------


def explore_relapse(**first: Any) -> Explorer:
    """A year after treatment: who is still well, and what further doses would do.

    Parameters
    ----------
    **first
        First values: ``after`` (a ``course_id`` of ``relapse_times``), ``plan`` (`NONE`, `BOOSTERS` or a ``group_id``
        of ``maintenance_effects``), ``interval`` (days), ``shape``, ``regain`` (%).
    """
    courses, groups = tables.load("relapse_times"), tables.load("maintenance_effects")
    labels = groups["label"] + " (ratio " + groups["hazard_ratio"].map("{:g})".format)
    plans = {NONE: NONE, BOOSTERS: BOOSTERS} | dict(zip(labels, groups["group_id"], strict=True))
    controls = {
        "after": choice("After", dict(zip(courses["label"], courses["course_id"], strict=True)), "six"),
        "plan": choice("Then", plans, BOOSTERS),
        "interval": Slider("Days between visits", 14, min=7, max=91, step=7),
        "shape": Slider("Risk grows with time (k)", 1.5, min=1, max=3, step=0.1),
        "regain": Slider("Brought back by a booster", 30, min=0, max=80, step=5, unit="% of the relapsed"),
    }

    def unused(values: dict[str, Any]) -> dict[str, str]:
        if values["plan"] == NONE:
            reason = "Without a further dose there is no visit and nothing to bring back."
            return {"interval": reason, "regain": reason}
        if values["plan"] != BOOSTERS:
            days = f"The trial had its own schedule; a visit every {maintenance_days():g} days is drawn."
            return {"interval": days, "regain": "In that trial nobody was brought back."}
        return {}

    about = About(
        kind="A model. The medians and hazard ratios are measured; how the risk grows, and whom a booster brings back, "
        "are yours.",
        equation="S(t) = exp(-ratio (t / s)^k);  a booster sets t to 0 and brings a share of the relapsed back",
        sources=tables.cite(list(dict.fromkeys([*courses["source_id"], *groups["source_id"]]))),
        leaves_out="Tolerance, side effects of each visit, people who stop coming; each median is of other people.",
        drawn=f"How many of {PEOPLE} people are well is the curves' share on that day. Who of them relapses is for the "
        "eye; so is the time that a year takes.",
    )
    picture = RelapsePicture()
    label = "A hundred people with the plan above a hundred without a further dose: well, or relapsed"
    mechanism = Mechanism(HUNDRED_PEOPLE, label, hundred_people, lambda scene: year(scene, picture))
    return Explorer("relapse", controls, scene, picture, read, about, unused, first, mechanism=mechanism)
