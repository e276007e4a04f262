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
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, choice, new_figure

NONE, BOOSTERS = "no further dose", "boosters"
YEAR_DAYS = 364
DAYS = np.arange(0, YEAR_DAYS + 1, dtype=float)
Shares = NDArray[np.float64]

# -- model -----------------------------------------------------------------------------------------


def median_days(course_id: str) -> float:
    """Median time to relapse after a course of the table ``relapse_times``."""
    return float(tables.load("relapse_times").set_index("course_id").loc[course_id, "median_days"])


def hazard_ratio(group_id: str) -> float:
    """Rate of relapse on the spray relative to placebo, by group of ``maintenance_effects``."""
    return float(tables.load("maintenance_effects").set_index("group_id").loc[group_id, "hazard_ratio"])


def maintenance_days() -> float:
    """Days between visits when the spray goes on, by its label (every two weeks; weekly is possible as well)."""
    return float(tables.load("regimens").set_index("regimen_id").loc["spray_maintenance", "interval_days"])


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


def visits(interval_days: float) -> int:
    """Visits in the year, when the first is one interval after the course."""
    return int(YEAR_DAYS // interval_days)


# -- picture ---------------------------------------------------------------------------------------


class RelapsePicture:
    """Share of people who are well over a year, with a plan and without."""

    label = "Share of people who are well over a year after treatment, with and without further doses"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.8)
        axes = self.figure.subplots()
        axes.set(xlim=(0, YEAR_DAYS), ylim=(0, 100), xlabel="days after the course", ylabel="still well (%)")
        axes.spines[["top", "right"]].set_visible(False)
        style: dict[str, Any] = {"animated": True, "linewidth": 2}
        (self.plain,) = axes.plot([], [], color=COLOURS["orange"], linestyle="--", label="no further dose", **style)
        (self.planned,) = axes.plot([], [], color=COLOURS["blue"], label="with the plan", **style)
        (self.median,) = axes.plot([], [], "D", color=COLOURS["black"], label="half have relapsed", animated=True)
        (self.visits,) = axes.plot([], [], "|", color=COLOURS["blue"], markersize=9, label="visits", animated=True)
        axes.legend(loc="upper right", fontsize=9, frameon=False)

    def draw(self, after: str, plan: str, interval: float, shape: float, regain: float) -> Reading:
        """Draw the year without further doses, and the plan's."""
        median = median_days(after)
        plain = still_well(DAYS, median, shape)
        if plan == NONE:
            planned = plain
        elif plan == BOOSTERS:
            planned = with_boosters(Plan(interval, regain / 100), median, shape)
        else:
            planned = still_well(DAYS, median, shape, hazard_ratio(plan))
        if plan not in (NONE, BOOSTERS):
            interval = maintenance_days()
        self.plain.set_data(DAYS, 100 * plain)
        self.planned.set_data(DAYS, 100 * planned)
        self.median.set_data([min(median, YEAR_DAYS)], [50])
        times = np.arange(interval, YEAR_DAYS + 1, interval) if plan != NONE else np.array([])
        self.visits.set_data(times, np.full(len(times), 3.0))
        for artist in (self.planned, self.visits):
            artist.set_visible(plan != NONE)
        return read(after, plan, interval, regain, plain, planned)


def read(after: str, plan: str, interval: float, regain: float, plain: Shares, planned: Shares) -> Reading:
    """The reading: the median and where it comes from, days well, and visits."""
    row = tables.load("relapse_times").set_index("course_id").loc[after]
    who = "number not stated" if pd.isna(row["n"]) else f"{row['n']} people"
    gained = days_well(planned) - days_well(plain)
    number = 0 if plan == NONE else visits(interval)
    text = (
        f"{row['label']}: half have relapsed after {row['median_days']:g} days ({row['population']}; {who}; compared "
        f"with {'nothing' if row['control'] == 'none' else 'going on'}). Without a further dose a person is well for "
        f"{days_well(plain):.0f} of {YEAR_DAYS} days on average."
    )
    if plan != NONE:
        named = {BOOSTERS: "boosters"}.get(plan, f"the spray going on (hazard ratio {_ratio(plan):g})")
        text += f" With {named} every {interval:g} days: {days_well(planned):.0f} days and {number} visits, "
        text += f"{abs(gained):.0f} days gained."
    if _ratio(plan) != 1:
        share = 100 * 0.5 ** _ratio(plan)
        text += f" When half are still well without it, {share:.0f} % are with it."
    quantities = {
        "days_well": days_well(planned),
        "plain_days": days_well(plain),
        "gained": gained,
        "visits": float(number),
        "year_end_percent": 100 * float(planned[-1]),
        "days_per_visit": gained / number if number else 0.0,
        "single": float(after == "single"),
        "boosted": float(plan == BOOSTERS),
        "brought_back": regain if plan == BOOSTERS else 0.0,
    }
    return Reading(text, quantities)


def _ratio(plan: str) -> float:
    return hazard_ratio(plan) if plan not in (NONE, BOOSTERS) else 1.0


# -- explorer --------------------------------------------------------------------------------------


def explore_relapse(**scene: Any) -> Explorer:
    """A year after treatment: who is still well, and what further doses would do.

    Parameters
    ----------
    **scene
        First values: ``after`` (a ``course_id`` of ``relapse_times``), ``plan`` (`NONE`, `BOOSTERS` or a ``group_id``
        of ``maintenance_effects``), ``interval`` (days), ``shape``, ``regain`` (%).

    Returns
    -------
    Explorer
        With the quantities ``days_well``, ``plain_days``, ``gained``, ``visits``, ``year_end_percent``,
        ``days_per_visit``, ``single``, ``boosted`` and ``brought_back`` (%).
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
            days = f"The trial's ratio holds for its own schedule; drawn is a visit every {maintenance_days():g} days."
            return {"interval": days, "regain": "The trial followed people who went on: nobody was brought back."}
        return {}

    about = About(
        kind="A model. The medians and hazard ratios are measured; how the risk grows, and whom a booster brings back, "
        "are yours.",
        equation="S(t) = exp(-ratio (t / s)^k);  a booster sets t to 0 and brings a share of the relapsed back",
        sources=tables.cite(list(dict.fromkeys([*courses["source_id"], *groups["source_id"]]))),
        leaves_out="Tolerance, side effects of each visit, people who stop coming; each median is of other people.",
    )
    title = "How long does it last, and what do boosters add?"
    return Explorer("relapse", title, controls, RelapsePicture(), about, unused, scene=scene)
