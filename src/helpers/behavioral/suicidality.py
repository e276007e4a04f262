"""Thoughts of suicide: what was measured within a day, and why no trial of that size can speak of suicide itself.

Equation
--------
People needed in each of two arms to find a fall of a rare event from p1 to p2 (two-sided, alpha 0.05, power 80 %):
``n = (z_a sqrt(2 p (1 - p)) + z_b sqrt(p1 (1 - p1) + p2 (1 - p2)))^2 / (p1 - p2)^2`` with p the mean of both.

Units
-----
% of people; events per 1000 people in a year; people in each arm.

Sources
-------
Table ``suicidal_ideation``: Grunebaum 2018, Murrough 2013, Zarate 2012, and a review of three trials of the spray. How
frequent the event is, and by how much a treatment would lower it, are yours to set: no row of the ledger states it.

Leaves out
----------
People who leave the trial, events that are not reported, and all that a person in distress needs besides a drug.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, choice, new_figure, old_explorer

ALPHA, POWER = 0.05, 0.80
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


def measured(measure_id: str) -> pd.Series:
    """One row of the table ``suicidal_ideation``."""
    rows = tables.load("suicidal_ideation").set_index("measure_id")
    if measure_id not in rows.index:
        raise ValueError(f"There is no measure {measure_id!r}. There are: {', '.join(rows.index)}.")
    return rows.loc[measure_id]


# -- picture ---------------------------------------------------------------------------------------


class SuicidalityPicture:
    """What one measure showed, and how many people a trial needs for a rare event."""

    label = "Shares of people with less suicidal ideation in two arms; and the size of a trial by how rare an event is"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.8)
        left, right = self.figure.subplots(1, 2, width_ratios=[1, 1.3])
        left.set(xlim=(-0.7, 1.7), ylim=(0, 100), ylabel="people (%)")
        left.set_xticks([0, 1], ["ketamine", "comparator"])
        self.bars = left.bar([0, 1], [0, 0], 0.6, color=[COLOURS["blue"], "#b5b5b5"], edgecolor="white")
        self.bars[0].set_hatch("//")
        self.numbers = [left.text(place, 0, "", ha="center") for place in (0, 1)]
        self.none = left.text(0.5, 50, "", ha="center", va="center", fontsize=9)
        right.set(xscale="log", yscale="log", xlim=(2, 200), ylim=(20, 1e6))
        right.set(xlabel="events per 1000 people in a year", ylabel="people needed in each arm")
        right.set_xticks([2, 5, 10, 20, 50, 100, 200], ["2", "5", "10", "20", "50", "100", "200"])
        right.minorticks_off()
        (self.curve,) = right.plot([], [], color=COLOURS["blue"], linewidth=2, animated=True)
        (self.here,) = right.plot([], [], "D", color=COLOURS["red"], markersize=8, animated=True)
        people = measured("halved")["n"]
        right.axhline(people, color=COLOURS["grey"], linestyle="--", linewidth=1)
        right.text(190, people, f"{people} people: a trial on ideation", ha="right", va="bottom", fontsize=8.5)
        for axes in (left, right):
            axes.spines[["top", "right"]].set_visible(False)
        for artist in [*self.bars, *self.numbers, self.none]:
            artist.set(animated=True, in_layout=False)

    def draw(self, measure: str, per_thousand: float, cut: float) -> Reading:
        """Show one measure, and the size of a trial for an event as rare as you set it."""
        row = measured(measure)
        shares = [row["drug_percent"], row["control_percent"]]
        known = not np.isnan(shares[0])
        for bar, number, value in zip(self.bars, self.numbers, shares, strict=True):
            bar.set_height(value if known else 0)
            bar.set_visible(known)
            number.set(text=f"{value:g} %" if known else "", y=(value if known else 0) + 2)
        self.none.set_text("" if known else _no_shares(row))
        needed = people_needed(per_thousand, cut)
        self.curve.set_data(FREQUENCIES, needed_by_frequency(cut))
        self.here.set_data([per_thousand], [needed])
        return read(row, per_thousand, cut, needed)


def _no_shares(row: pd.Series) -> str:
    if np.isnan(row["effect_size"]):
        return "no clear difference:\nboth arms fell"
    return f"no shares reported\nd = {row['effect_size']:g}\n({row['effect_low']:g} to {row['effect_high']:g})"


def read(row: pd.Series, per_thousand: float, cut: float, needed: float) -> Reading:
    """The reading: the measure in words, and the size of a trial on the rare event."""
    hours = "40 minutes" if row["time_h"] < 1 else f"{row['time_h']:g} hours"
    text = f"{row['label'][0].upper()}{row['label'][1:]}, {hours} after the drug, {row['n']} people: "
    if not np.isnan(row["drug_percent"]):
        apart = row["drug_percent"] - row["control_percent"]
        text += f"{row['drug_percent']:g} % with ketamine, {row['control_percent']:g} % with {row['comparator']}, "
        text += f"{apart:g} of 100 people more. "
    elif not np.isnan(row["effect_size"]):
        text += f"d = {row['effect_size']:g} ({row['effect_low']:g} to {row['effect_high']:g}) against "
        text += f"{row['comparator']}. "
    else:
        text += f"no clear difference from {row['comparator']}. "
    text += (
        f"{row['note']}. To find that a treatment lowers an event from {per_thousand:g} to "
        f"{per_thousand * (1 - cut / 100):g} in 1000 people and year, a trial needs {needed:,.0f} people in each arm."
    )
    quantities = {"needed": needed, "per_thousand": per_thousand, "cut": cut, "clear": float(bool(row["clear"]))}
    return Reading(text, quantities)


# -- explorer --------------------------------------------------------------------------------------


def explore_suicidality(**scene: Any) -> Explorer:
    """What was measured on thoughts of suicide, and what a trial on a rare event would take.

    Parameters
    ----------
    **scene
        First values: ``measure`` (a ``measure_id`` of ``suicidal_ideation``), ``per_thousand``, ``cut`` (%).

    Returns
    -------
    Explorer
        With the quantities ``needed`` (people in each arm), ``per_thousand``, ``cut`` and ``clear``.
    """
    rows = tables.load("suicidal_ideation")
    controls = {
        "measure": choice("Measured", dict(zip(rows["label"], rows["measure_id"], strict=True))),
        "per_thousand": Slider("Rare event, per 1000 people", 10, min=2, max=200, step=1),
        "cut": Slider("Lowered by", 50, min=10, max=90, step=5, unit="%"),
    }
    about = About(
        kind="On the left data, as published; on the right arithmetic, with a frequency that you set.",
        equation="n = (z_a sqrt(2 p q) + z_b sqrt(p1 q1 + p2 q2))^2 / (p1 - p2)^2,  alpha 0.05, power 80 %",
        sources=tables.cite(list(dict.fromkeys(rows["source_id"]))),
        leaves_out="People who leave a trial, events that nobody reports, and care beyond a drug.",
    )
    title = "Thoughts of suicide: what was measured, and what was not?"
    return old_explorer("suicidality", title, controls, SuicidalityPicture(), about, scene=scene)
