"""Side effects beside their comparators: absolute differences with intervals, and what counting does to a number.

Equation
--------
The difference of two shares has Newcombe's interval: with Wilson's intervals (l1, u1) and (l2, u2) around p1 and p2,
``low = p1 - p2 - sqrt((p1 - l1)^2 + (u2 - p2)^2)`` and ``high = p1 - p2 + sqrt((u1 - p1)^2 + (p2 - l2)^2)``.
One more person is affected for every ``100 / difference`` who receive the drug.

Units
-----
% of people; differences in people of 100.

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

from helpers import tables
from helpers.behavioral.onset import share
from helpers.interactive import COLOURS, About, Explorer, Reading, choice, new_figure, old_explorer

TRIALS = {
    "resistant depression, four weeks": "spray_safety_page",
    "acute suicidal ideation, four weeks": "aspire_pooled_2021",
    "stable on the spray, maintenance": "daly_2019",
}
SHARES, DIFFERENCES = "shares in both arms", "differences, with 95 % intervals"
MOST = 14

# -- model -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Difference:
    """Difference of two shares (people of 100) with its 95 % interval."""

    value: float
    low: float
    high: float


def risk_difference(percent: float, people: int, comparator_percent: float, comparator_people: int) -> Difference:
    """Difference between the shares of people with an event, with Newcombe's interval.

    Parameters
    ----------
    percent, comparator_percent : float
        Shares with the event (%).
    people, comparator_people : int
        People in the arms.
    """
    drug, control = share(percent, people), share(comparator_percent, comparator_people)
    below = np.hypot(percent - drug.low, control.high - comparator_percent)
    above = np.hypot(drug.high - percent, comparator_percent - control.low)
    value = percent - comparator_percent
    return Difference(value, float(value - below), float(value + above))


def compare_events(source_id: str) -> pd.DataFrame:
    """Events of one report, in both arms, with their differences.

    Parameters
    ----------
    source_id : str
        One of the values of `TRIALS`.

    Returns
    -------
    pandas.DataFrame
        By descending ``difference``: ``event``, ``percent``, ``comparator_percent``, ``difference``, ``low``, ``high``
        (people of 100).
    """
    rows = tables.load("adverse_events").query("source_id == @source_id and kind == 'reported event'")
    rows = rows.dropna(subset=["comparator_percent", "n_drug", "n_comparator"])
    if rows.empty:
        raise ValueError(f"No report {source_id!r} has both arms. There are: {', '.join(TRIALS.values())}.")
    found = [
        risk_difference(row["percent"], int(row["n_drug"]), row["comparator_percent"], int(row["n_comparator"]))
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


# -- picture ---------------------------------------------------------------------------------------


class SideEffectsPicture:
    """One row an event: both arms joined by a line, or the difference with its interval."""

    label = "Side effects of the spray beside placebo: shares in both arms, or differences with intervals"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 4.6)
        self.axes = self.figure.subplots()
        self.axes.set(xlim=(-12, 52), ylim=(MOST - 0.4, -0.6))
        self.axes.set_yticks([])
        self.axes.spines[["top", "right", "left"]].set_visible(False)
        self.axes.axvline(0, color=COLOURS["grey"], linewidth=0.8)
        style: dict[str, Any] = {"linestyle": "none", "animated": True}
        (self.drug,) = self.axes.plot([], [], "o", color=COLOURS["blue"], markersize=7, label="spray", **style)
        (self.control,) = self.axes.plot([], [], "D", color=COLOURS["orange"], markersize=6, label="placebo", **style)
        self.axes.legend(loc="lower right", fontsize=9, frameon=False)
        self.axes.set_xlabel("people of 100")
        self.lines = self.axes.hlines([0], [0], [0], color=COLOURS["grey"], linewidth=2)
        self.chosen = self.axes.hlines([0], [0], [0], color=COLOURS["black"], linewidth=4, zorder=1.5)
        names = [self.axes.text(-12, place, "", va="center", fontsize=9) for place in range(MOST)]
        self.names = names
        for artist in [self.lines, self.chosen, *names]:
            artist.set(animated=True, in_layout=False)

    def draw(self, trial: str, view: str, event: str) -> Reading:
        """List the events of a report and mark one."""
        found = compare_events(trial)
        places = np.arange(len(found))
        low, high = found["comparator_percent"], found["percent"]
        if view == DIFFERENCES:
            low, high = found["low"], found["high"]
        self.drug.set_data(found["percent"] if view == SHARES else found["difference"], places)
        self.control.set_data(found["comparator_percent"] if view == SHARES else [], places if view == SHARES else [])
        segments = np.array([[(a, y), (b, y)] for a, b, y in zip(low, high, places, strict=True)])
        marked = (found["event"] == event).to_numpy()
        self.lines.set_segments(list(segments[~marked]))
        self.chosen.set_segments(list(segments[marked]))
        for place, name in enumerate(self.names):
            there = place < len(found)
            name.set_text(found["event"].iloc[place] if there else "")
            name.set_fontweight("bold" if there and marked[place] else "normal")
        return read(trial, view, event, found)


def read(trial: str, view: str, event: str, found: pd.DataFrame) -> Reading:
    """The reading: the marked event in both arms, the three largest differences, and which may be none."""
    title = {value: name for name, value in TRIALS.items()}[trial]
    largest = ", ".join(f"{row.event} {row.difference:+.0f}" for row in found.head(3).itertuples())
    unsure = ", ".join(found.loc[found["low"] <= 0, "event"]) or "none"
    text = f"Spray beside placebo, {title}; shown: {view}. "
    marked = found[found["event"] == event]
    if len(marked):
        row = marked.iloc[0]
        text += (
            f"{event[0].upper()}{event[1:]}: {row['percent']:g} against {row['comparator_percent']:g} %, a difference "
            f"of {row['difference']:+.1f} of 100 people ({row['low']:.1f} to {row['high']:.1f}). "
        )
    else:
        text += f"{event[0].upper()}{event[1:]} is not in this report's list. "
    text += f"Largest differences: {largest}. Intervals that hold 0: {unsure}."
    row = marked.iloc[0] if len(marked) else pd.Series({"percent": 0.0, "comparator_percent": 0.0, "difference": 0.0})
    quantities = {
        "percent": float(row["percent"]),
        "comparator_percent": float(row["comparator_percent"]),
        "difference": float(row["difference"]),
        "listed": float(len(marked)),
        "unsure": float((found["low"] <= 0).sum()),
        "is_unsure": float(bool(len(marked)) and marked["low"].iloc[0] <= 0),
        "maintenance": float(trial == "daly_2019"),
    }
    return Reading(text, quantities)


# -- explorer --------------------------------------------------------------------------------------


def explore_side_effects(**scene: Any) -> Explorer:
    """Side effects of the spray beside placebo.

    Parameters
    ----------
    **scene
        First values: ``trial`` (a value of `TRIALS`), ``view`` (`SHARES` or `DIFFERENCES`), ``event``.

    Returns
    -------
    Explorer
        With the quantities ``percent``, ``comparator_percent``, ``difference`` (of the marked event), ``listed``,
        ``unsure`` (how many intervals hold 0), ``is_unsure`` and ``maintenance``.
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
    title = "Side effects: how many more than with placebo?"
    return old_explorer("side_effects", title, controls, SideEffectsPicture(), about, scene=scene)
