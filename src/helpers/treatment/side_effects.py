"""Side effects beside their comparators: absolute differences with intervals, and what counting does to a number.

Equation
--------
The difference of two shares has Newcombe's interval: with Wilson's intervals (l1, u1) and (l2, u2) around p1 and p2,
``low = p1 - p2 - sqrt((p1 - l1)^2 + (u2 - p2)^2)`` and ``high = p1 - p2 + sqrt((u1 - p1)^2 + (p2 - l2)^2)``.
One more person is affected for every ``100 / difference`` who receive the drug.

Units
-----
% of people; differences in percentage points.

Sources
-------
Table ``adverse_events``: the label's page (two trials of four weeks), Daly 2019 pmc:PMC6551577 (maintenance),
pmc:PMC8407443 (people with suicidal ideation). By scale: F-182.

Leaves out
----------
How bad an event was and how long it lasted; events that are rare, or come after years.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Reading, choice, moving, new_figure, plain_axes
from helpers.statistics import difference_of_shares

TRIALS = {
    "resistant depression, four weeks": "spray_safety_page",
    "acute suicidal ideation, four weeks": "aspire_pooled_2021",
    "stable on the spray, maintenance": "daly_2019",
}
SHARES, DIFFERENCES = "shares in both arms", "differences, with 95 % intervals"
XLABELS = {
    SHARES: "people who report the event (%)",
    DIFFERENCES: "more on the spray than on placebo (percentage points)",
}
LEAST = {SHARES: 0, DIFFERENCES: -10}  # where each view's axis begins (%, percentage points)
MOST_PERCENT, NAMES_AT = 50, -32  # the names stand left of the numbers
MOST = 14

# -- model -----------------------------------------------------------------------------------------


def compare_events(source_id: str) -> pd.DataFrame:
    """Events of one report, in both arms, with their differences.

    Parameters
    ----------
    source_id : str
        One of the values of `TRIALS`.

    Returns
    -------
    pandas.DataFrame
        By descending ``difference``: ``event``, ``percent``, ``comparator_percent`` (%), ``difference``, ``low``,
        ``high`` (percentage points).
    """
    rows = tables.load("adverse_events").query("source_id == @source_id and kind == 'reported event'")
    rows = rows.dropna(subset=["comparator_percent", "n_drug", "n_comparator"])
    if rows.empty:
        raise ValueError(f"No report {source_id!r} has both arms. There are: {', '.join(TRIALS.values())}.")
    found = [
        difference_of_shares(row["percent"], int(row["n_drug"]), row["comparator_percent"], int(row["n_comparator"]))
        for _, row in rows.iterrows()
    ]
    return (
        rows[["event", "percent", "comparator_percent"]]
        .reset_index(drop=True)
        .assign(
            difference=[one.value for one in found],
            low=[one.low for one in found],
            high=[one.high for one in found],
        )
        .sort_values("difference", ascending=False, ignore_index=True)
    )


@dataclass(frozen=True)
class Scene:
    """Side effects in one report, one of them marked.

    Parameters
    ----------
    trial, people : str
        Key of the report, and of whom it is.
    view : str
        `SHARES` or `DIFFERENCES`.
    event : str
        The marked event; it need not be in the report.
    events : pandas.DataFrame
        As `compare_events` gives them.
    """

    trial: str
    people: str
    view: str
    event: str
    events: pd.DataFrame

    @property
    def is_marked(self) -> NDArray[np.bool_]:
        """Which of the rows is the marked event."""
        return (self.events["event"] == self.event).to_numpy(dtype=bool)

    @property
    def listed(self) -> bool:
        """Whether the report has the marked event."""
        return bool(self.is_marked.any())

    @property
    def marked(self) -> pd.Series:
        """Row of the marked event; missing values where the report does not have it."""
        return self.events[self.is_marked].iloc[0] if self.listed else pd.Series(np.nan, self.events.columns)

    @property
    def by_chance(self) -> set[str]:
        """Events whose interval of the difference includes 0."""
        rows = self.events
        return set(rows.loc[rows["low"].le(0) & rows["high"].ge(0), "event"])

    @property
    def low(self) -> float:
        """Lower end of the marked event's interval (percentage points)."""
        return float(self.marked["low"])

    @property
    def may_be_chance(self) -> bool:
        """Whether the marked event's interval includes 0."""
        return bool(self.marked["low"] <= 0 <= self.marked["high"])

    @property
    def points(self) -> NDArray[np.float64]:
        """Where the spray's marks stand: shares (%) or differences (percentage points)."""
        return self.events["percent" if self.view == SHARES else "difference"].to_numpy()

    @property
    def ends(self) -> NDArray[np.float64]:
        """Ends of the lines, events x 2: both arms (%) or the interval (percentage points)."""
        columns = ["comparator_percent", "percent"] if self.view == SHARES else ["low", "high"]
        return self.events[columns].to_numpy()


def scene(trial: str, view: str, event: str) -> Scene:
    """Side effects in one report.

    Parameters
    ----------
    trial : str
        A value of `TRIALS`.
    view : str
        `SHARES` or `DIFFERENCES`.
    event : str
        The event to mark.
    """
    people = {source: name for name, source in TRIALS.items()}[trial]
    return Scene(trial, people, view, event, compare_events(trial))


# -- picture ---------------------------------------------------------------------------------------


class SideEffectsPicture:
    """One row an event: both arms joined by a line, or the difference with its interval."""

    label = "Side effects of the spray beside placebo: shares in both arms, or differences with intervals"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.6)
        self.axes = plain_axes(self.figure.subplots(), xlim=(NAMES_AT, MOST_PERCENT + 2), ylim=(MOST - 0.4, -0.6))
        self.axes.set_yticks([])
        self.axes.spines["left"].set_visible(False)
        self.axes.axvline(0, color=COLOURS["grey"], linewidth=0.8)
        self._rows(self.axes)
        whiskers = Line2D([], [], color=COLOURS["grey"], marker="o", markerfacecolor=COLOURS["blue"], markersize=7)
        self.legends = {
            SHARES: self._legend([self.drug, self.control], ["spray", "placebo"]),
            DIFFERENCES: self._legend([whiskers], ["difference and its 95 % interval"]),
        }

    def _rows(self, axes: Axes) -> None:
        (self.drug,) = axes.plot([], [], "o", color=COLOURS["blue"], markersize=7)
        (self.control,) = axes.plot([], [], "D", color=COLOURS["orange"], markersize=6)
        self.lines: LineCollection = axes.hlines([0], [0], [0], color=COLOURS["grey"], linewidth=2, zorder=1.5)
        self.chosen: LineCollection = axes.hlines([0], [0], [0], color=COLOURS["black"], linewidth=4, zorder=1.5)
        self.names = [axes.text(NAMES_AT, place, "", va="center", fontsize=9) for place in range(MOST)]
        moving([self.drug, self.control, self.lines, self.chosen, *self.names])

    def _legend(self, handles: list[Artist], words: list[str]) -> Legend:
        legend = Legend(self.axes, handles, words, loc="lower right", fontsize=9, frameon=False)
        legend.set_in_layout(False)
        self.axes.add_artist(legend)
        return legend

    def move(self, scene: Scene) -> None:
        """List the events of a report and mark one."""
        places = np.arange(len(scene.events))
        self.drug.set_data(scene.points, places)
        self.control.set_data(scene.events["comparator_percent"], places)
        self.control.set_visible(scene.view == SHARES)
        segments = [[(low, y), (high, y)] for (low, high), y in zip(scene.ends, places, strict=True)]
        self.lines.set_segments([one for one, marked in zip(segments, scene.is_marked, strict=True) if not marked])
        self.chosen.set_segments([one for one, marked in zip(segments, scene.is_marked, strict=True) if marked])
        for name, event in zip(self.names, [*scene.events["event"], *[""] * MOST], strict=False):
            chance = " (may be chance)" if event in scene.by_chance else ""
            name.set(text=f"{event}{chance}", fontweight="bold" if event == scene.event else "normal")
        self._show(scene.view)

    def _show(self, view: str) -> None:
        """Say what the axis and the marks mean; what stands still is drawn again only when that changes."""
        if self.axes.get_xlabel() == XLABELS[view]:
            return
        self.axes.set(xlabel=XLABELS[view], xticks=range(LEAST[view], MOST_PERCENT + 1, 10))
        self.axes.spines["bottom"].set_bounds(LEAST[view], MOST_PERCENT)
        for shown, legend in self.legends.items():
            legend.set_visible(shown == view)


# -- reading ---------------------------------------------------------------------------------------


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    name = scene.event[0].upper() + scene.event[1:]
    if not scene.listed:
        return f"{name} is not in this report's list"
    row = scene.marked
    return f"{name}: {row['percent']:.0f} of 100 on the spray, {row['comparator_percent']:.0f} of 100 on placebo"


def read(scene: Scene) -> Reading:
    """The marked event in both arms, and the three largest differences."""
    largest = ", ".join(f"{row.event} {row.difference:+.0f}" for row in scene.events.head(3).itertuples())
    return Reading(
        f"Spray beside placebo, {scene.people}; shown: {scene.view}. {_read_marked(scene)} "
        f"Largest differences, in percentage points: {largest}.",
        headline=notice(scene),
    )


def _read_marked(scene: Scene) -> str:
    name = scene.event[0].upper() + scene.event[1:]
    if not scene.listed:
        return f"{name} is not in this report's list."
    row = scene.marked
    chance = "which includes 0: it may be chance" if scene.may_be_chance else "which does not include 0"
    return (
        f"{name}: {row['percent']:g} % against {row['comparator_percent']:g} %, a difference of "
        f"{row['difference']:+.1f} percentage points (95 % interval {row['low']:.1f} to {row['high']:.1f}, {chance})."
    )


# -- explorer --------------------------------------------------------------------------------------


def explore_side_effects(**first: Any) -> Explorer:
    """Side effects of the spray beside placebo.

    Parameters
    ----------
    **first
        First values: ``trial`` (a value of `TRIALS`), ``view`` (`SHARES` or `DIFFERENCES`), ``event``.
    """
    events = sorted({event for source in TRIALS.values() for event in compare_events(source)["event"]})
    controls = {
        "trial": choice("People", TRIALS),
        "view": choice("Show", [SHARES, DIFFERENCES]),
        "event": choice("Mark", events, "dissociation"),
    }
    about = About(
        kind="Data, as published; the differences and their intervals are computed here.",
        equation="difference = p1 - p2, Newcombe's interval from Wilson's for each arm",
        sources=tables.cite([*TRIALS.values(), "spray_label_pi"]),
        leaves_out="How bad an event was, how long it lasted, rare events, and what comes after years.",
    )
    return Explorer("side_effects", controls, scene, SideEffectsPicture(), read, about, first=first)
