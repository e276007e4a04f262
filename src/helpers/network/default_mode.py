"""What was found in networks: which way, where, when, in whom, and against what.

Data
----
Table ``network_findings``: the direction of each finding on connectivity, the days on which it was measured, and what
was compared; with the keys of ``findings``, where its numbers stand. "Normalised": a difference from healthy people
became smaller, the direction not given. A selection: findings on the strength of connections for which a direction was
seen.

Units
-----
Days after the drug; effect sizes as in the table (d, in standard deviations). Of findings without a stated day it is
only drawn that they come after the drug.

Leaves out
----------
How good a study is: only three of these findings come with an effect size, and none of them with an interval that
could be drawn. Counting directions is no meta-analysis; it shows at a glance that "connectivity goes up" needs a where,
a when and a compared-with-what.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Reading, choice, moving, new_figure, plain_axes

EVERY = "all"
DIRECTIONS = ["down", "unchanged or back again", "normalised", "up here, down there", "up"]
# In a list, commas part one direction from the next.
SPOKEN = {"unchanged or back again": "unchanged or back", "up here, down there": "up and down"}
FILTERS = {"drug": "Drug", "where": "Where", "time": "When", "people": "In whom", "comparator": "Against"}
# By what findings can be sorted: the groups of each column, in order, as headings of the picture.
GROUPS = {
    "where": {
        "default mode network": "Default mode network",
        "another network": "Another network",
        "between networks": "Between networks",
        "whole brain": "Whole brain",
    },
    "time": {"during the drug": "During the drug", "after the drug": "After the drug"},
    "people": {"healthy": "In healthy people", "patients": "In patients", "both": "In patients and healthy people"},
    "comparator": {
        "placebo": "Against placebo",
        "baseline": "Against the same people before",
        "healthy people": "Against healthy people",
    },
    "direction": {name: SPOKEN.get(name, name).capitalize() for name in DIRECTIONS},
}
SORTS = {"where": "where", "when": "time", "in whom": "people", "against what": "comparator", "direction": "direction"}
# Where marks stand on the axis of days (logarithmic), for want of a day.
DURING, UNSTATED = 0.4, 27.0

# -- model -----------------------------------------------------------------------------------------


@cache
def every_finding() -> pd.DataFrame:
    """All findings with their direction and, where it was given, their effect size.

    Returns
    -------
    pandas.DataFrame
        The columns of ``network_findings`` and ``statement``, ``n``, ``value``, ``unit``, ``source_id``.
    """
    numbers = tables.load("findings")[["finding_id", "statement", "n", "value", "unit", "source_id"]]
    return tables.load("network_findings").merge(numbers, on="finding_id", how="left")


def findings(
    drug: str = EVERY, where: str = EVERY, time: str = EVERY, people: str = EVERY, comparator: str = EVERY
) -> pd.DataFrame:
    """Findings on networks that fit.

    Parameters
    ----------
    drug, where, time, people, comparator : str
        A value of that column of ``network_findings``, or ``"all"``.

    Returns
    -------
    pandas.DataFrame
        The columns of `every_finding`.
    """
    found = every_finding()
    chosen = {"drug": drug, "where": where, "time": time, "people": people, "comparator": comparator}
    keep = pd.Series(True, index=found.index)
    for column, value in chosen.items():
        tables.require(column, value, [EVERY, *dict.fromkeys(found[column])])
        keep &= (found[column] == value) | (value == EVERY)
    return found[keep]


def counted(found: pd.DataFrame) -> str:
    """How many findings went which way, in words: "2 down, 1 up"."""
    counts = Counter(found["direction"])
    return ", ".join(f"{counts[name]} {SPOKEN.get(name, name)}" for name in DIRECTIONS if counts[name])


def on_axis(found: pd.DataFrame) -> pd.Series:
    """Where on the axis of days each finding has its mark: between its first and last day, or in a margin."""
    middle = np.sqrt(found["first_day"] * found["last_day"])
    return middle.where(middle != 0, DURING).fillna(UNSTATED)


def when(first_day: float, last_day: float) -> str:
    """The days of a finding in words."""
    if np.isnan(first_day):
        return "day not stated"
    if last_day == 0:
        return "during the drug"
    days = f"{first_day:g}" if first_day == last_day else f"{first_day:g} to {last_day:g}"
    return f"after {days} day{'' if last_day == 1 else 's'}"


@dataclass(frozen=True)
class Heading:
    """A heading between the rows: its row, its name, and how those shown below it went."""

    row: int
    name: str
    counts: str

    @property
    def words(self) -> str:
        """Name and counts."""
        return f"{self.name}: {self.counts or 'left out'}"


@dataclass(frozen=True)
class Scene:
    """All findings in the order in which they are drawn, with those that the filters leave.

    Parameters
    ----------
    sort : str
        The column by which they are sorted.
    rows : pandas.DataFrame
        All findings: the columns of `every_finding`, ``shown`` (whether the filters leave it), ``row`` (counted from
        the top, headings included) and ``on_axis`` (place of its mark, days).
    headings : tuple of Heading
        One for each group.
    """

    sort: str
    rows: pd.DataFrame
    headings: tuple[Heading, ...]

    @property
    def found(self) -> pd.DataFrame:
        """Findings that the filters leave."""
        return self.rows[self.rows["shown"]]

    @property
    def findings(self) -> int:
        """How many the filters leave."""
        return len(self.found)

    @property
    def left_out(self) -> int:
        """How many they leave out."""
        return len(self.rows) - self.findings

    @property
    def down(self) -> int:
        """Findings left that went down."""
        return int((self.found["direction"] == "down").sum())

    @property
    def not_down(self) -> int:
        """Findings left that went any other way."""
        return self.findings - self.down

    @property
    def midazolam(self) -> int:
        """Findings left that are not on ketamine but on the sedative."""
        return int((self.found["drug"] == "midazolam").sum())

    @property
    def twice(self) -> pd.DataFrame:
        """Findings left of which the same connections were measured again in the same people, the earlier first."""
        alike = ["source_id", "connections", "drug"]
        return self.found[self.found.duplicated(alike, keep=False)].sort_values([*alike, "first_day"])


def scene(sort: str, drug: str, where: str, time: str, people: str, comparator: str) -> Scene:
    """Findings sorted into groups, and which of them the filters leave.

    Parameters
    ----------
    sort : str
        A key of `GROUPS`.
    drug, where, time, people, comparator : str
        A value of that column of ``network_findings``, or `EVERY`.
    """
    kept = set(findings(drug, where, time, people, comparator)["finding_id"])
    every = every_finding()
    every = every.assign(shown=every["finding_id"].isin(kept), on_axis=on_axis(every))
    parts, headings, row = [], [], 0
    for group, name in GROUPS[sort].items():
        own = every[every[sort] == group].sort_values(["first_day", "last_day", "finding_id"])
        headings.append(Heading(row, name, _told(own[own["shown"]], sort)))
        parts.append(own.assign(row=range(row + 1, row + 1 + len(own))))
        row += 1 + len(own)
    return Scene(sort, pd.concat(parts), tuple(headings))


def _told(found: pd.DataFrame, sort: str) -> str:
    """How the findings of a group went; sorted by direction, their number says it."""
    return str(len(found) or "") if sort == "direction" else counted(found)


# -- picture ---------------------------------------------------------------------------------------

STYLES = {
    "down": ("red", "v"),
    "unchanged or back again": ("black", "o"),
    "normalised": ("green", "D"),
    "up here, down there": ("orange", "X"),
    "up": ("blue", "^"),
}
# Where the columns of text begin (share of the width left of the marks), and their heads.
COLUMNS = {"connections": (0.02, "which connections"), "people": (0.37, "in whom"), "contrast": (0.64, "compared")}
BEFORE = {"baseline": "before"}
PALE = "#8c8c8c"
ROWS = len(DIRECTIONS) + 13


class DirectionPicture:
    """One row a finding: in words what was compared, and a mark on the day on which it was measured."""

    label = "Findings on networks under ketamine, one a row: what was compared, on which day, and which way it went"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 4.9)
        words, days = self.figure.subplots(1, 2, width_ratios=[1.75, 1], sharey=True)
        self._draw_frame(words, days)
        self.headline = words.text(0, -2.1, "", fontsize=10, fontweight="bold")
        self.headings = [words.text(0, 0, "", fontsize=8, fontweight="bold", va="center") for _ in DIRECTIONS]
        self.cells = {
            key: {
                column: words.text(x, 0, _cell(row, column), fontsize=8, va="center")
                for column, (x, _) in COLUMNS.items()
            }
            for key, row in every_finding().set_index("finding_id").iterrows()
        }
        self._draw_marks(days)
        texts = [text for cells in self.cells.values() for text in cells.values()]
        moving([self.headline, *self.headings, *texts])

    def _draw_frame(self, words: Axes, days: Axes) -> None:
        words.set(xlim=(0, 1), ylim=(ROWS - 0.4, -2.8))
        words.set_axis_off()
        words.set_zorder(2)  # headings run on beside the marks
        for x, head in COLUMNS.values():
            words.text(x, -1.1, head, fontsize=8, va="center", color=COLOURS["grey"])
        plain_axes(days, xscale="log", xlim=(0.27, 42), xlabel="days after the drug")
        ticks = {DURING: "during", 1: "1", 2: "2", 5: "5", 10: "10", UNSTATED: "not\nstated"}
        days.set_xticks(list(ticks), list(ticks.values()), fontsize=8)
        days.set_xticks([], minor=True)
        days.spines["left"].set_visible(False)
        days.tick_params(axis="y", length=0, labelleft=False)
        for low, high in ((0.27, 0.62), (16, 42)):  # margins: no days
            days.axvspan(low, high, color="#f2f2f2", linewidth=0, zorder=0)

    def _draw_marks(self, axes: Axes) -> None:
        (self.again,) = axes.plot([], [], ":", color=COLOURS["black"], linewidth=1.2, label="same people, later")
        (self.spans,) = axes.plot([], [], color=COLOURS["black"], linewidth=1.5, label="over these days")
        (self.pale,) = axes.plot([], [], "o", color=PALE, markersize=4, label="left out by the filters")
        self.marks = {
            direction: axes.plot(
                [], [], shape, color=COLOURS[colour], markersize=8, label=SPOKEN.get(direction, direction)
            )[0]
            for direction, (colour, shape) in STYLES.items()
        }
        self.sizes = [axes.text(0, 0, "", fontsize=8, va="center") for _ in every_finding()["value"].dropna()]
        handles = [*self.marks.values(), self.spans, self.again, self.pale]
        self.figure.legend(handles=handles, loc="outside lower center", ncols=4, fontsize=8, frameon=False)
        moving([self.again, self.spans, self.pale, *self.marks.values(), *self.sizes])

    def move(self, scene: Scene) -> None:
        """Show each finding in its row; those that the filters leave out stay, in grey."""
        self.headline.set_text(headline(scene))
        for text, heading in zip(self.headings, scene.headings, strict=False):
            text.set(text=heading.words, y=heading.row, color="black" if heading.counts else COLOURS["grey"])
        for text in self.headings[len(scene.headings) :]:
            text.set_text("")
        for row in scene.rows.itertuples():
            for text in self.cells[str(row.finding_id)].values():
                text.set(y=row.row, color="black" if row.shown else PALE)
        self._move_marks(scene.rows[~scene.rows["shown"]], scene.found)
        self.again.set_data(scene.twice["on_axis"], scene.twice["row"])

    def _move_marks(self, left_out: pd.DataFrame, found: pd.DataFrame) -> None:
        self.pale.set_data(left_out["on_axis"], left_out["row"])
        for direction, mark in self.marks.items():
            own = found[found["direction"] == direction]
            mark.set_data(own["on_axis"], own["row"])
        long = found[found["last_day"] > found["first_day"]]
        gaps = np.full(len(long), np.nan)
        self.spans.set_data(
            np.column_stack([long["first_day"], long["last_day"], gaps]).ravel(),
            np.column_stack([long["row"], long["row"], gaps]).ravel(),
        )
        sized = list(found[found["value"].notna()].itertuples())
        for text in self.sizes:
            text.set_text("")
        for text, row in zip(self.sizes, sized, strict=False):
            text.set(text=f"  {row.unit} {row.value:g}", x=row.on_axis * 1.12, y=row.row)


def _cell(row: pd.Series, column: str) -> str:
    """A finding's text in one of the columns."""
    if column == "connections":
        return str(row["connections"])
    if column == "people":
        return f"{row['n']} " + {"both": "patients, healthy"}.get(row["people"], str(row["people"]))
    return f"{row['drug']} v {BEFORE.get(row['comparator'], row['comparator'])}"


# -- reading ---------------------------------------------------------------------------------------


def headline(scene: Scene) -> str:
    """What a headline could say of the findings left, and how many it would leave out."""
    if not scene.findings:
        return f"No finding fits: all {scene.left_out} are left out"
    counts = counted(scene.found)
    if scene.found["direction"].nunique() > 1:
        return f"{scene.findings} of {len(scene.rows)} findings: no one word fits them"
    word = counts.partition(" ")[2].capitalize()
    return f"“{word}”, says the headline. It leaves out {scene.left_out} of {len(scene.rows)}"


def read(scene: Scene) -> Reading:
    """How many findings went which way, by group; what was measured twice; all of them in a table."""
    if not scene.findings:
        text = f"No finding fits these filters; all {scene.left_out} stay in grey. Set one of them back to “{EVERY}”."
        return Reading(text)
    told = [heading for heading in scene.headings if heading.counts]
    groups = "; ".join(f"{heading.name[0].lower()}{heading.name[1:]} {heading.counts}" for heading in told)
    text = f"{scene.findings} of {len(scene.rows)} findings: {counted(scene.found)}. In groups: {groups}."
    return Reading(f"{text} {_read_days(scene.found)}{_read_twice(scene.twice)}", table=_listed(scene.found))


def _read_days(found: pd.DataFrame) -> str:
    days = found.sort_values("on_axis")
    names = [when(row.first_day, row.last_day) for row in days.itertuples()]
    parts = [f"{name} {counted(own)}" for name, own in days.groupby(pd.Series(names, index=days.index), sort=False)]
    return f"By day: {'; '.join(parts)}."


def _read_twice(twice: pd.DataFrame) -> str:
    if twice.empty:
        return ""
    parts = [f"{row.direction} {when(row.first_day, row.last_day)}" for row in twice.itertuples()]
    return f" Measured twice in the same people ({twice['connections'].iloc[0]}): {', '.join(parts)}."


def _listed(found: pd.DataFrame) -> pd.DataFrame:
    days = [when(row.first_day, row.last_day) for row in found.itertuples()]
    columns = {"statement": "what was found", "direction": "direction", "n": "n", "finding_id": "finding"}
    listed = found.rename(columns=columns)[list(columns.values())].astype(object)
    listed.insert(1, "when", days)
    return listed.where(listed.notna(), "")


# -- explorer --------------------------------------------------------------------------------------


def explore_default_mode(**first: Any) -> Explorer:
    """Findings on networks by day and direction, sorted and filtered by where, when, in whom and against what.

    Parameters
    ----------
    **first
        First values: ``sort`` (a column: ``where``, ``time``, ``people``, ``comparator`` or ``direction``), and the
        filters ``drug``, ``where``, ``time``, ``people``, ``comparator``; each may be ``"all"``.

    Returns
    -------
    Explorer
        Its ``scene`` is a `Scene`; ``table`` lists the findings that the filters leave.
    """
    found = every_finding()
    filters = {column: choice(label, [EVERY, *dict.fromkeys(found[column])]) for column, label in FILTERS.items()}
    controls = {"sort": choice("Sorted by", SORTS)} | filters
    about = About(
        kind="Data: published findings, as in the table of findings. Directions only; three come with a size (d, the "
        "difference in standard deviations). Normalised: closer to healthy people, and it is not said from which side.",
        equation="",
        sources=tables.cite(dict.fromkeys(found["source_id"])),
        leaves_out="Quality of the studies, and how sure each direction is. Counting directions is no meta-analysis. "
        "Where no day is stated, the mark stands in the margin.",
    )
    return Explorer("default_mode", controls, scene, DirectionPicture(), read, about, first=first)
