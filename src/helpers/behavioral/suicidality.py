"""Thoughts of suicide: what was measured within a day, and why no trial of that size can speak of suicide itself.

Equation
--------
People needed in each of two arms to find a fall of a rare event from p1 to p2 (two-sided, alpha 0.05, power 80 %):
``n = (z_a sqrt(2 p (1 - p)) + z_b sqrt(p1 (1 - p1) + p2 (1 - p2)))^2 / (p1 - p2)^2`` with p the mean of both.

Units
-----
% of people; points of the Scale for Suicidal Ideation; events per 1000 people in a year; people in each arm.

Sources
-------
Table ``suicidal_ideation``: Grunebaum 2018, Price 2014, Zarate 2012, and a review of three trials of the spray. How
frequent the event is, and by how much a treatment would lower it, are yours to set: no row of the ledger states it.
Intervals of shares and of their difference: Wilson's and Newcombe's, see `helpers.statistics`.

Leaves out
----------
People who leave the trial, events that are not reported, and all that a person in distress needs besides a drug. Where
a source gives no sizes of the arms, people are divided evenly.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import fill
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Place, Reading, Slider, choice, moving, new_figure, plain_axes
from helpers.statistics import Interval, difference_of_shares, share

ALPHA, POWER = 0.05, 0.80
RARE = 10  # of 1000 in a year: where the control stands at first, and what the prediction speaks of
FREQUENCIES = np.linspace(2, 200, 100)

# -- model -----------------------------------------------------------------------------------------


def people_needed(per_thousand: float, cut_percent: float) -> float:
    """People in each arm to find a fall of an event with a power of 80 %.

    Parameters
    ----------
    per_thousand : float
        People of a thousand who have the event without the treatment (above 0, below 1000).
    cut_percent : float
        By how much the treatment lowers that (above 0, at most 100 %).

    Raises
    ------
    ValueError
        If either lies outside its range.
    """
    if not 0 < per_thousand < 1000 or not 0 < cut_percent <= 100:
        raise ValueError(
            "An event happens to more than 0 and fewer than 1000 of 1000; a cut is above 0, at most 100 %."
        )
    first = per_thousand / 1000
    second = first * (1 - cut_percent / 100)
    mean = (first + second) / 2
    certain, found = stats.norm.ppf(1 - ALPHA / 2), stats.norm.ppf(POWER)
    null = certain * np.sqrt(2 * mean * (1 - mean))
    other = found * np.sqrt(first * (1 - first) + second * (1 - second))
    return float(((null + other) / (first - second)) ** 2)


def needed_by_frequency(cut_percent: float) -> NDArray[np.float64]:
    """`people_needed` for each of `FREQUENCIES`."""
    return np.array([people_needed(float(one), cut_percent) for one in FREQUENCIES])


@dataclass(frozen=True)
class Measure:
    """What was found on thoughts of suicide, in one trial or in three.

    Parameters
    ----------
    label, scale, comparator, note : str
        What was measured, of which scale (where the source names it), against what, and what to know.
    time_h : float
        Hours after the drug.
    people, groups : int
        People in all, and in how many groups they were.
    known_arms : tuple of int, optional
        People with the drug and with the comparator, where the source gives them.
    shares : tuple of Interval, optional
        Shares of people with the drug and with the comparator (%), where they were reported.
    points, effect : Interval, optional
        Difference on the scale (points) and in standard deviations, where an interval was seen.
    effect_size : float, optional
        Difference in standard deviations, with an interval or without.
    clear : bool
        Whether the difference was significant.
    """

    label: str
    scale: str
    comparator: str
    note: str
    time_h: float
    people: int
    groups: int
    known_arms: tuple[int, int] | None
    shares: tuple[Interval, Interval] | None
    points: Interval | None
    effect: Interval | None
    effect_size: float | None
    clear: bool

    @property
    def per_arm(self) -> float:
        """People in each arm, on average."""
        return self.people / self.groups

    @property
    def more(self) -> Interval | None:
        """How many more of 100 people it was with the drug than with the comparator."""
        if self.shares is None:
            return None
        drug, control = self.shares
        sizes = self.known_arms or (round(self.per_arm), round(self.per_arm))
        return difference_of_shares(drug.value, sizes[0], control.value, sizes[1])


def measured(measure_id: str) -> Measure:
    """One row of the table ``suicidal_ideation``."""
    row = tables.row("suicidal_ideation", measure_id)
    arms = None if pd.isna(row["n_drug"]) else (int(row["n_drug"]), int(row["n_control"]))
    drug, control = arms or (round(row["n"] / row["groups"]), round(row["n"] / row["groups"]))
    reported = not np.isnan(row["drug_percent"])
    return Measure(
        **{name: str(row[name]) for name in ("label", "scale", "comparator", "note")},
        time_h=float(row["time_h"]),
        people=int(row["n"]),
        groups=int(row["groups"]),
        known_arms=arms,
        shares=(share(row["drug_percent"], drug), share(row["control_percent"], control)) if reported else None,
        points=_interval(row, "difference_points", "points_low", "points_high"),
        effect=_interval(row, "effect_size", "effect_low", "effect_high"),
        effect_size=None if np.isnan(row["effect_size"]) else float(row["effect_size"]),
        clear=bool(row["clear"]),
    )


def _interval(row: pd.Series, *columns: str) -> Interval | None:
    value, low, high = (float(row[column]) for column in columns)
    return None if np.isnan(low) else Interval(value, low, high)


@dataclass(frozen=True)
class Scene:
    """One measure of thoughts of suicide; and the trial that a rare event would take.

    Parameters
    ----------
    found : Measure
        What was measured.
    per_thousand, lowered_to : float
        Events per 1000 people in a year, without the treatment and with it.
    needed : float
        People needed in each arm to find that.
    needed_by_frequency : numpy.ndarray
        The same for each of `FREQUENCIES`, lowered by the same part.
    """

    found: Measure
    per_thousand: float
    lowered_to: float
    needed: float
    needed_by_frequency: NDArray[np.float64]

    @property
    def times(self) -> float:
        """How many times as large that trial would be as the one shown."""
        return self.needed / self.found.per_arm


def scene(measure: str, per_thousand: float, cut: float) -> Scene:
    """One measure, and the size of a trial for an event as rare as you set it.

    Parameters
    ----------
    measure : str
        A ``measure_id`` of ``suicidal_ideation``.
    per_thousand : float
        Events per 1000 people in a year.
    cut : float
        By how much a treatment lowers them (%).
    """
    needed = people_needed(per_thousand, cut)
    lowered = per_thousand * (1 - cut / 100)
    return Scene(measured(measure), per_thousand, lowered, needed, needed_by_frequency(cut))


# -- picture ---------------------------------------------------------------------------------------

ARMS = (0, 1)


class SuicidalityPicture:
    """What one measure showed, and how many people a trial needs for a rare event."""

    label = "Shares of people with less suicidal ideation in two arms; and the size of a trial by how rare an event is"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.5)
        left, right = self.figure.subplots(1, 2, width_ratios=[1, 1.3])
        plain_axes(left, xlim=(-0.7, 1.7), ylim=(0, 100), ylabel="people (%)", xlabel=" ", xticks=[])
        left.set_title(" \n \n ", fontsize=9)  # room for what is measured
        self.bars = left.bar(
            ARMS, [0, 0], 0.6, color=[COLOURS["blue"], COLOURS["light grey"]], edgecolor=COLOURS["white"]
        )
        self.bars[0].set_hatch("//")
        self.ranges = left.vlines(ARMS, [0, 0], [0, 0], color=COLOURS["black"], linewidth=1.5)
        self.numbers = [left.text(place, 0, "", ha="center", va="bottom") for place in ARMS]
        under = {"transform": left.get_xaxis_transform(), "ha": "center", "va": "top", "fontsize": 9}
        self.names = [left.text(place, -0.03, "", **under) for place in ARMS]
        self.none = left.text(0.5, 50, "", ha="center", va="center", fontsize=9.5)
        self.what = left.text(-0.2, 1.02, "", transform=left.transAxes, va="bottom", fontsize=9)
        self._draw_sizes(right)
        moving([*self.bars, self.ranges, *self.numbers, *self.names, self.none, self.what])

    def _draw_sizes(self, axes: Any) -> None:
        plain_axes(axes, xscale="log", yscale="log", xlim=(2, 200), ylim=(10, 1e6))
        axes.set(xlabel="events per 1000 people in a year", ylabel="people in each arm")
        axes.set_xticks([2, 5, 10, 20, 50, 100, 200], ["2", "5", "10", "20", "50", "100", "200"])
        axes.set_yticks([10.0**power for power in range(1, 7)], [f"{10**power:,}" for power in range(1, 7)])
        axes.minorticks_off()
        (self.curve,) = axes.plot([], [], color=COLOURS["blue"], linewidth=2)
        (self.here,) = axes.plot([], [], "D", color=COLOURS["red"], markersize=8, clip_on=False)
        (self.size,) = axes.plot([], [], color=COLOURS["grey"], linestyle="--", linewidth=1.5)
        self.size_name = axes.text(2.2, 0, "", va="bottom", fontsize=9)
        style = {"transform": axes.transAxes, "va": "bottom", "fontsize": 9}
        self.needed = axes.text(0, 1.02, "", color=COLOURS["red"], **style)
        moving([self.curve, self.here, self.size, self.size_name, self.needed])
        self.predicted_at = {"needed": Place(axes, at=(RARE,), names=(f"people in each arm, for {RARE} of 1000",))}

    def move(self, scene: Scene) -> None:
        """Show one measure, and the size of a trial for an event as rare as you set it."""
        found = scene.found
        lines = [fill(found.label, 40), found.scale, outcome(found)]
        self.what.set_text("\n".join(line for line in lines if line))
        self._move_bars(found)
        self.none.set_text("no shares were reported" if found.shares is None else "")
        self.curve.set_data(FREQUENCIES, scene.needed_by_frequency)
        self.here.set_data([scene.per_thousand], [scene.needed])
        self.size.set_data([2, 200], [found.per_arm, found.per_arm])
        self.size_name.set(text=f"that trial: {arms(found)}", y=found.per_arm * 1.08)
        self.needed.set_text(f"needed: {scene.needed:,.0f} people in each arm")

    def _move_bars(self, found: Measure) -> None:
        for artist in [*self.bars, self.ranges, *self.numbers, *self.names]:
            artist.set_visible(found.shares is not None)
        if found.shares is None:
            return
        self.ranges.set_segments([[(at, one.low), (at, one.high)] for at, one in zip(ARMS, found.shares, strict=True)])
        names = ("ketamine", found.comparator)
        for bar, number, name, one, text in zip(self.bars, self.numbers, self.names, found.shares, names, strict=True):
            bar.set_height(one.value)
            number.set(text=f"{one.value:g} %", y=one.high + 1)
            name.set_text(text)


# -- reading ---------------------------------------------------------------------------------------


def named(found: Measure) -> str:
    """What was measured, with its scale."""
    return found.label + (f" ({found.scale})" if found.scale else "")


def outcome(found: Measure) -> str:
    """The difference of the arms, in a few words."""
    if found.more is not None:
        return f"{found.more.value:g} more of every 100 people ({found.more.low:.0f} to {found.more.high:.0f})"
    if found.effect is not None:
        return f"lower by {found.effect.value:g} standard deviations ({found.effect.low:g} to {found.effect.high:g})"
    return "no clear difference"


def arms(found: Measure) -> str:
    """How many people the arms had."""
    if found.known_arms:
        return "{} and {} in its arms".format(*found.known_arms)
    same = {1: ", the same people", 2: ""}
    return f"{found.per_arm:.0f} in each arm" + same.get(found.groups, " on average")


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    measured = f"Thoughts were measured in {scene.found.per_arm:.0f} people in each arm"
    return f"{measured}; the rare event would take {scene.needed:,.0f}"


def read(scene: Scene) -> Reading:
    """The measure in words, and the size of a trial on the rare event."""
    found = scene.found
    hours = f"{60 * found.time_h:.0f} minutes" if found.time_h < 1 else f"{found.time_h:g} hours"
    label = named(found)
    times = f"{scene.times:,.0f}" if scene.times >= 10 else f"{scene.times:.1f}"
    return Reading(
        f"{label[0].upper()}{label[1:]}, {hours} after the drug; {found.people} people ({arms(found)}): "
        f"{_read_arms(found)}, {outcome(found)}. {_read_more(found)}To find that a treatment lowers an event from "
        f"{scene.per_thousand:g} to {scene.lowered_to:g} in 1000 people in a year, a trial needs {scene.needed:,.0f} "
        f"people in each arm, {times} times as many.",
        headline=notice(scene),
    )


def _read_arms(found: Measure) -> str:
    if found.shares is None:
        return f"against {found.comparator}"
    drug, control = (f"{one.value:g} % ({one.low:.0f} to {one.high:.0f})" for one in found.shares)
    return f"{drug} with ketamine and {control} with {found.comparator}"


def _read_more(found: Measure) -> str:
    """The difference in points, and what to know."""
    text = ""
    if found.points is not None and found.effect_size is not None:
        text = (
            f"On the {found.scale} the difference was {found.points.value:g} points ({found.points.low:g} to "
            f"{found.points.high:g}), or {found.effect_size:g} standard deviations. "
        )
    return text + (f"{found.note}. " if found.note else "")


# -- explorer --------------------------------------------------------------------------------------


def explore_suicidality(**first: Any) -> Explorer:
    """What was measured on thoughts of suicide, and what a trial on a rare event would take.

    Parameters
    ----------
    **first
        First values: ``measure`` (a ``measure_id`` of ``suicidal_ideation``), ``per_thousand``, ``cut`` (%).
    """
    rows = tables.load("suicidal_ideation")
    controls = {
        "measure": choice("Measured", dict(zip(rows["label"], rows["measure_id"], strict=True))),
        "per_thousand": Slider("Rare event, per 1000 people", RARE, min=2, max=200, step=1),
        "cut": Slider("Lowered by", 50, min=10, max=90, step=5, unit="%"),
    }
    scale = ", ".join(dict.fromkeys(rows.loc[rows["scale"] != "", "scale"]))
    about = About(
        kind=f"On the left data, as published (points are of the {scale}); lines over the bars are 95 % intervals. On "
        "the right arithmetic, with a frequency that you set; the dashed line is the size of the trial on the left.",
        equation="n = (z_a sqrt(2 p q) + z_b sqrt(p1 q1 + p2 q2))^2 / (p1 - p2)^2,  alpha 0.05, power 80 %",
        sources=tables.cite(list(dict.fromkeys(rows["source_id"]))),
        leaves_out="People who leave a trial, events that nobody reports, and care beyond a drug. Where a source gives "
        "no sizes of the arms, people are divided evenly.",
    )
    return Explorer("suicidality", controls, scene, SuicidalityPicture(), read, about, first=first)
