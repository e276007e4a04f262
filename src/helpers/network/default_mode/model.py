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

import numpy as np
import pandas as pd

from helpers import tables

EVERY = "all"
DIRECTIONS = ["down", "unchanged or back again", "normalised", "up here, down there", "up"]
# In a list, commas part one direction from the next.
SPOKEN = {"unchanged or back again": "unchanged or back", "up here, down there": "up and down"}
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
# Where marks stand on the axis of days (logarithmic), for want of a day.
DURING, UNSTATED = 0.4, 27.0


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

    @property
    def headline(self) -> str:
        """What a headline could say of the findings left, and how many it would leave out."""
        if not self.findings:
            return f"No finding fits: all {self.left_out} are left out"
        if self.found["direction"].nunique() > 1:
            return f"{self.findings} of {len(self.rows)} findings go different ways: no one word fits them"
        word = counted(self.found).partition(" ")[2].capitalize()
        return f"“{word}” would be the headline; it leaves out {self.left_out} of {len(self.rows)} findings"


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
