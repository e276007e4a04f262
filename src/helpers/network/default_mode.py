"""What was found in networks: which way, where, when, in whom, by what method, and against what.

Data
----
Table ``network_findings``: the direction of each finding on connectivity, with the keys of ``findings``,
where its numbers stand. "Normalised": a difference from healthy people became smaller, the direction not given. A
selection: findings on the strength of connections for which a direction was seen.

Leaves out
----------
How good a study is, and how large: only three of these findings come with an effect size. Counting directions is no
meta-analysis; it shows at a glance that "connectivity goes up" needs a where, a when and a compared-with-what.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Reading, choice, new_figure, old_explorer

EVERY = "all"
DIRECTIONS = ["down", "unchanged or back again", "normalised", "up here, down there", "up"]
STYLES = {
    "down": ("red", "v"),
    "unchanged or back again": ("grey", "o"),
    "normalised": ("green", "D"),
    "up here, down there": ("orange", "X"),
    "up": ("blue", "^"),
}
FILTERS = {
    "drug": "Drug",
    "where": "Where",
    "time": "When",
    "people": "In whom",
    "comparator": "Against",
    "method": "Method",
}

# -- model -----------------------------------------------------------------------------------------


def findings(
    drug: str = EVERY,
    where: str = EVERY,
    time: str = EVERY,
    people: str = EVERY,
    comparator: str = EVERY,
    method: str = EVERY,
) -> pd.DataFrame:
    """Findings on networks that fit, with their direction and, where it was given, their effect size.

    Parameters
    ----------
    drug, where, time, people, comparator, method : str
        A value of that column of ``network_findings``, or ``"all"``.

    Returns
    -------
    pandas.DataFrame
        The columns of ``network_findings`` and ``statement``, ``n``, ``value``, ``unit``, ``source_id``.
    """
    chosen = {"drug": drug, "where": where, "time": time, "people": people, "comparator": comparator, "method": method}
    found = tables.load("network_findings")
    for column, value in chosen.items():
        if value != EVERY and value not in set(found[column]):
            known = ", ".join(sorted(set(found[column])))
            raise ValueError(f"{column} can't be {value!r}. It can be: {EVERY}, {known}.")
    keep = pd.Series(True, index=found.index)
    for column, value in chosen.items():
        keep &= (found[column] == value) | (value == EVERY)
    numbers = tables.load("findings")[["finding_id", "statement", "n", "value", "unit", "source_id"]]
    return found[keep].merge(numbers, on="finding_id", how="left")


# -- picture ---------------------------------------------------------------------------------------


class DirectionPicture:
    """One row a finding; a mark in the column of its direction."""

    label = "Findings on networks under ketamine, one a row, with a mark in the column of their direction"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 5.4)
        self.axes = self.figure.add_subplot()
        self.found = findings()
        self.places = {key: row for row, key in enumerate(self.found["finding_id"])}
        self.axes.set(xlim=(-0.5, 4.8), ylim=(len(self.found) - 0.4, -0.6))
        self.axes.set_xticks(
            range(5), [name.replace(", ", ",\n").replace(" or ", "\nor ") for name in DIRECTIONS], fontsize=9
        )
        self.axes.xaxis.tick_top()
        self.axes.set_yticks(range(len(self.found)), [name_row(row) for row in self.found.itertuples()], fontsize=7.5)
        self.axes.tick_params(length=0)
        self.axes.spines[:].set_visible(False)
        self.axes.hlines(range(len(self.found)), -0.5, 4.8, color="#e4e4e4", linewidth=0.7, zorder=0)
        self.marks = {
            direction: self.axes.plot([], [], shape, color=COLOURS[colour], markersize=10, animated=True)[0]
            for direction, (colour, shape) in STYLES.items()
        }
        self.sizes = [self.axes.text(0, row, "", fontsize=8, va="center") for row in range(len(self.found))]
        for text in self.sizes:
            text.set(animated=True, in_layout=False)

    def draw(self, drug: str, where: str, time: str, people: str, comparator: str, method: str) -> Reading:
        """Mark the findings that fit."""
        found = findings(drug, where, time, people, comparator, method)
        for direction, mark in self.marks.items():
            rows = [self.places[key] for key in found.loc[found["direction"] == direction, "finding_id"]]
            mark.set_data([DIRECTIONS.index(direction)] * len(rows), rows)
        for text in self.sizes:
            text.set_text("")
        for row in found[found["value"].notna()].itertuples():
            place = self.places[str(row.finding_id)]
            self.sizes[place].set(
                text=f"{row.value:g} %" if row.unit == "%" else f"{row.unit} {row.value:g}",
                x=DIRECTIONS.index(str(row.direction)) + 0.13,
            )
        return read(found)


def name_row(row: Any) -> str:
    """Short name of a finding for its row."""
    drug = "midazolam, " if row.drug == "midazolam" else ""
    who = {"healthy": "healthy", "patients": "patients", "both": "patients and healthy"}[row.people]
    return f"{row.finding_id}  {row.where}: {drug}{who}, {row.time.removesuffix(' the drug')}, v {row.comparator}"


def read(found: pd.DataFrame) -> Reading:
    """The reading: how many findings went which way."""
    counts = found["direction"].value_counts().reindex(DIRECTIONS).fillna(0).astype(int)
    quantities = {str(name).replace(", ", "_").replace(" ", "_"): float(count) for name, count in counts.items()}
    quantities |= {"findings": float(len(found)), "not_down": float(len(found) - counts["down"])}
    quantities["midazolam"] = float((found["drug"] == "midazolam").sum())
    columns = {"finding_id": "finding", "statement": "what was found", "n": "n", "direction": "direction"}
    table = (
        found[list(columns)].rename(columns=columns).astype(object).where(found[list(columns)].notna().to_numpy(), "")
    )
    if found.empty:
        return Reading(f"No finding here fits these filters. Set one of them back to “{EVERY}”.", quantities)
    each = ", ".join(f"{count} {direction}" for direction, count in counts.items())
    text = f"{len(found)} of {len(tables.load('network_findings'))} findings: {each}."
    return Reading(text, quantities, table)


# -- explorer --------------------------------------------------------------------------------------


def explore_default_mode(**scene: Any) -> Explorer:
    """Findings on networks by direction, filtered by where, when, in whom, against what and how.

    Parameters
    ----------
    **scene
        First values: ``drug``, ``where``, ``time``, ``people``, ``comparator``, ``method``; each may be ``"all"``.

    Returns
    -------
    Explorer
        With the quantities ``findings``, ``up``, ``down``, ``not_down``, ``midazolam`` ...; ``table`` lists them.
    """
    found = tables.load("network_findings")
    controls = {column: choice(label, [EVERY, *dict.fromkeys(found[column])]) for column, label in FILTERS.items()}
    about = About(
        kind="Data: published findings, as in the table findings. Directions only; three come with a size.",
        equation="",
        sources=tables.cite(dict.fromkeys(findings()["source_id"])),
        leaves_out="Quality and size of the studies. Counting directions is no meta-analysis.",
    )
    return old_explorer(
        "default_mode",
        "What goes up, what goes down, and against what?",
        controls,
        DirectionPicture(),
        about,
        scene=scene,
    )
