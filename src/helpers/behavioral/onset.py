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
from helpers.interactive import COLOURS, About, Explorer, Reading, choice, new_figure, old_explorer

TRIAL, PLACEBO = "Daly 2018", "placebo spray"
DOSES = ["esketamine 28 mg", "esketamine 56 mg", "esketamine 84 mg"]
CHANGE, DIFFERENCE, RESPONSE = "change of the score", "difference from placebo", "share who responded"
Z = float(stats.norm.ppf(0.975))
ONE_ERROR, INTERVAL = "one standard error", "95 % interval"
WIDTHS = {ONE_ERROR: 1.0, INTERVAL: Z}
POOLED = "TRANSFORM-1/2 pooled"
NAMES = {2: "2 hours", 24: "24 hours", 48: "2 days", 168: "1 week", 672: "4 weeks"}

# -- model -----------------------------------------------------------------------------------------


def scores(arm: str) -> pd.DataFrame:
    """Mean change of the score in one arm of the trial, by time.

    Parameters
    ----------
    arm : str
        One of `DOSES`, or `PLACEBO`.

    Returns
    -------
    pandas.DataFrame
        Columns ``time_h``, ``points`` and ``standard_error``, three rows.
    """
    rows = tables.load("trial_outcomes").query("trial == @TRIAL and arm == @arm").sort_values("time_h")
    if rows.empty:
        raise ValueError(f"There is no arm {arm!r}. There are: {', '.join([PLACEBO, *DOSES])}.")
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
class Share:
    """A share of people (%) with its 95 % interval."""

    percent: float
    low: float
    high: float


@cache
def share(percent: float, people: int) -> Share:
    """Wilson's interval around a share of people.

    Parameters
    ----------
    percent : float
        Share that was reported (%).
    people : int
        People in the arm.
    """
    found = stats.binomtest(round(percent / 100 * people), people).proportion_ci(method="wilson")
    return Share(percent, 100 * float(found.low), 100 * float(found.high))


def responders(drug: bool) -> pd.DataFrame:
    """Share who responded in the pooled trials, with (or without) the spray beside a new antidepressant.

    Returns
    -------
    pandas.DataFrame
        Columns ``time_h``, ``percent``, ``low`` and ``high``, two rows.
    """
    rows = tables.load("trial_outcomes").query("trial == @POOLED and measure == 'response'")
    rows = rows[rows["arm"].str.startswith("esketamine") == drug].sort_values("time_h")
    found = [share(row["value"], int(row["n_arm"])) for _, row in rows.iterrows()]
    return pd.DataFrame(found).assign(time_h=rows["time_h"].to_numpy())


# -- picture ---------------------------------------------------------------------------------------


class OnsetPicture:
    """Points with bars of uncertainty over the hours, on a logarithmic axis."""

    label = "Change of depression after the first dose, over hours and weeks, with bars of uncertainty"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 4.0)
        self.axes = self.figure.subplots()
        self.axes.set(xscale="log", xlim=(0.5, 1000), xlabel="after the first dose")
        self.axes.set_xticks([2, 24, 48, 168, 672], ["2 h", "1 day", "2 days", "1 week", "4 weeks"])
        self.axes.minorticks_off()
        self.axes.spines[["top", "right"]].set_visible(False)
        durations = tables.load("durations").set_index("duration_id").loc["superior"]
        self.axes.axvspan(durations["from_h"], durations["to_h"], color="#eef3f8", zorder=0)
        self.axes.text(
            0.7,
            0.985,
            "shaded: one infusion better than\nplacebo, over trials",
            va="top",
            fontsize=8.5,
            transform=self.axes.get_xaxis_transform(),
        )
        self.axes.axhline(0, color=COLOURS["grey"], linewidth=0.8)
        style: dict[str, Any] = {"capsize": 4, "linewidth": 1.6, "markersize": 7}
        self.drug = self.axes.errorbar(
            [1], [0], yerr=[1], fmt="o-", color=COLOURS["blue"], label="with the drug", **style
        )
        self.control = self.axes.errorbar(
            [1], [0], yerr=[1], fmt="D--", color=COLOURS["orange"], label="placebo", **style
        )
        self.axes.legend(loc="upper right", fontsize=9, frameon=False)
        for container in (self.drug, self.control):
            for artist in container.get_children():
                artist.set(animated=True)

    def draw(self, view: str, dose: str, bars: str) -> Reading:
        """Show one arm beside placebo, their difference, or the pooled shares of responders."""
        if view == RESPONSE:
            self._scale(-5, 95, "responded (%)")
            drug, control = responders(True), responders(False)
            _place(self.drug, drug["time_h"] * 0.96, drug["percent"], drug["low"], drug["high"])
            _place(self.control, control["time_h"] * 1.04, control["percent"], control["low"], control["high"])
            return read_responders(drug, control)
        width = WIDTHS[bars]
        drug = scores(dose) if view == CHANGE else difference(dose)
        self._scale(-26, 8, "change of the MADRS (points)" if view == CHANGE else "difference of the MADRS (points)")
        _place_errors(self.drug, drug, width, 0.96)
        _place_errors(self.control, scores(PLACEBO), width, 1.04)
        for artist in self.control.get_children():
            artist.set_visible(view == CHANGE)
        return read_scores(view, dose, bars, drug)

    def _scale(self, low: float, high: float, label: str) -> None:
        if self.axes.get_ylim() != (low, high):
            self.axes.set(ylim=(low, high), ylabel=label)
        if self.axes.get_ylabel() != label:
            self.axes.set_ylabel(label)
        for artist in self.control.get_children():
            artist.set_visible(True)


def _place_errors(container: Any, found: pd.DataFrame, width: float, shift: float) -> None:
    half = width * found["standard_error"]
    _place(container, found["time_h"] * shift, found["points"], found["points"] - half, found["points"] + half)


def _place(container: Any, x: pd.Series, middle: pd.Series, low: pd.Series, high: pd.Series) -> None:
    line, caps, bars = container.lines
    line.set_data(x, middle)
    for cap, ends in zip(caps, (low, high), strict=True):
        cap.set_data(x, ends)
    bars[0].set_segments([[(at, a), (at, b)] for at, a, b in zip(x, low, high, strict=True)])


def read_scores(view: str, dose: str, bars: str, drug: pd.DataFrame) -> Reading:
    """The reading: the dose's points by time, and which differences from placebo exclude 0."""
    told = ", ".join(
        f"{NAMES[int(row.time_h)]} {row.points:+.1f} ({WIDTHS[bars] * row.standard_error:.1f} to each side)"
        for row in drug.itertuples()
    )
    against = difference(dose)
    clear = against[against["points"].abs() > Z * against["standard_error"]]
    when = " and ".join(NAMES[int(hour)] for hour in clear["time_h"]) or "at none of the three times"
    what = "Change of the MADRS" if view == CHANGE else "Difference from placebo on the MADRS"
    placebo = ", ".join(f"{row.points:+.1f}" for row in scores(PLACEBO).itertuples())
    text = (
        f"{what} with {dose}: {told}; bars: {bars}. On placebo the score changed by {placebo} at these times. "
        f"The 95 % interval of the difference leaves out 0 after: {when}."
    )
    largest = against.loc[against["points"].idxmin()]
    quantities = {
        "placebo_2h": float(scores(PLACEBO)["points"].iloc[0]),
        "difference_2h": float(against["points"].iloc[0]),
        "difference_week": float(against["points"].iloc[-1]),
        "largest_difference": float(largest["points"]),
        "clear_times": float(len(clear)),
        "is_difference": float(view == DIFFERENCE),
    }
    return Reading(text, quantities)


def read_responders(drug: pd.DataFrame, control: pd.DataFrame) -> Reading:
    """The reading: shares of responders with both arms' intervals."""
    told = [
        f"after {NAMES[int(a.time_h)]} {a.percent:g} % ({a.low:.0f} to {a.high:.0f}) with the spray and "
        f"{b.percent:g} % ({b.low:.0f} to {b.high:.0f}) with placebo"
        for a, b in zip(drug.itertuples(), control.itertuples(), strict=True)
    ]
    text = (
        "Two trials pooled, everybody began a new antidepressant: " + "; ".join(told) + ". Bars: 95 % intervals. "
        "The orange line is a new antidepressant with a placebo spray, visits and time: nothing here tells these apart."
    )
    early, late = float(drug["percent"].iloc[0]), float(drug["percent"].iloc[-1])
    slow = float(control["percent"].iloc[-1])
    return Reading(text, {"early_percent": early, "late_percent": late, "antidepressant_late_percent": slow})


# -- explorer --------------------------------------------------------------------------------------


def explore_onset(**scene: Any) -> Explorer:
    """Depression over hours and weeks after the first dose, with and without the drug.

    Parameters
    ----------
    **scene
        First values: ``view`` (`CHANGE`, `DIFFERENCE` or `RESPONSE`), ``dose`` (one of `DOSES`), ``bars``
        (`ONE_ERROR` or `INTERVAL`).

    Returns
    -------
    Explorer
        With the quantities ``placebo_2h``, ``difference_2h``, ``difference_week``, ``largest_difference`` (points),
        ``clear_times`` and ``is_difference``; for responders ``early_percent``, ``late_percent`` and
        ``antidepressant_late_percent``.
    """
    controls = {
        "view": choice("Show", [CHANGE, DIFFERENCE, RESPONSE]),
        "dose": choice("Dose of the spray", DOSES),
        "bars": choice("Bars", [ONE_ERROR, INTERVAL]),
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
    title = "How fast does depression change, and against what?"
    return old_explorer("onset", title, controls, OnsetPicture(), about, unused, scene=scene)
