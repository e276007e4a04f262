"""The imaging study by its sources: what each states, where it is silent, where it differs.

Data
----
Tables ``study_parameters`` (one row a parameter and source) and ``study_events`` (when what was done, by source). The
abstract of the preprint is the nearest to the study that was seen; press, recruitment page and other press stand
beside it. What a source does not state is shown as not stated and is never filled in from another one.

Leaves out
----------
The preprint's body, which was not seen. The recruitment page describes such a study and does not name the preprint.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Reading, choice, new_figure, old_explorer

SILENT, MISSING = ["not stated", "not mentioned"], "not in our table"
REFERENCE = "agnorelli_2025"
NAMES = {
    "agnorelli_2025": "abstract of the preprint",
    "press_2025": "news article",
    "livescience_2025": "report that it draws on",
    "imperial_recruitment": "recruitment page",
    "neurogrit_2025": "press summary",
    "vice_2025": "magazine piece",
}
STYLES = {"first scan": ("blue", "s"), "dose": ("red", "v"), "second scan": ("green", "D")}
ROWS = {"all": 0.0, "one group": 0.6, "the other group": -0.6}

# -- model -----------------------------------------------------------------------------------------


def compare(source: str, other: str = REFERENCE) -> pd.DataFrame:
    """What two sources say about each parameter.

    Parameters
    ----------
    source, other : str
        A ``source_id`` of ``study_parameters``.

    Returns
    -------
    pandas.DataFrame
        Columns ``parameter``, ``says``, ``other_says`` (`MISSING` where the table has no row) and the ``status`` of the
        first: ``stated``, ``alone`` (stated here, and the other source is silent), ``silent``, ``silent in both``, or
        `MISSING`.
    """
    known = tables.load("study_parameters")
    for name in (source, other):
        if name not in set(known["source_id"]):
            raise ValueError(f"There is no source {name!r}. There are: {', '.join(sorted(set(known['source_id'])))}.")
    wide = known.pivot(index="parameter", columns="source_id", values="value").fillna(MISSING)
    order = list(dict.fromkeys(known["parameter"]))
    pair = wide.loc[order, [source, other]].set_axis(["says", "other_says"], axis="columns")
    silent, silent_there = pair["says"].isin(SILENT), pair["other_says"].isin(SILENT)
    status = pd.Series("stated", index=pair.index).mask(silent_there, "alone").mask(silent, "silent")
    status = status.mask(silent & silent_there, "silent in both").mask(pair["says"] == MISSING, MISSING)
    return pair.assign(status=status).reset_index()


def events(source: str) -> pd.DataFrame:
    """When what was done, by one source; days are empty where the source gives none."""
    found = tables.load("study_events")
    return found[found["source_id"] == source].reset_index(drop=True)


# -- picture ---------------------------------------------------------------------------------------


class DesignPicture:
    """A timeline of days around the dose, drawn from one source."""

    label = "Timeline of the imaging study in days around the dose, as one source states it"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 2.9)
        self.axes = self.figure.add_subplot(xlabel="days after the dose")
        self.axes.set(xlim=(-3.4, 9), ylim=(-1.3, 1.5), yticks=[])
        self.axes.set_xticks(range(9))
        self.axes.axvline(0, color=COLOURS["grey"], linewidth=0.8)
        self.axes.text(-1.9, 1.25, "before, day not stated", fontsize=8.5, ha="center")
        self.axes.spines[["top", "right", "left"]].set_visible(False)
        self.marks, self.spans = {}, {}
        for event, (colour, shape) in STYLES.items():
            style: dict[str, Any] = {"color": COLOURS[colour], "animated": True}
            (self.marks[event],) = self.axes.plot([], [], shape, markersize=12, linestyle="none", label=event, **style)
            (self.spans[event],) = self.axes.plot([], [], linewidth=5, **style)
        self.tally = self.axes.text(8.9, -1.15, "", fontsize=8.5, ha="right")
        self.words = [self.axes.text(0, 0, "", fontsize=8.5, ha="center") for _ in range(4)]
        for text in [self.tally, *self.words]:
            text.set(animated=True, in_layout=False)
        self.figure.legend(loc="outside upper left", ncols=3, fontsize=9, frameon=False)

    def draw(self, source: str, other: str) -> Reading:
        """Draw what one source states, and list it beside another."""
        stated = events(source)
        for event in STYLES:
            rows = stated[stated["event"] == event]
            places = [(_place(row), ROWS[str(row.group)]) for row in rows.itertuples()]
            self.marks[event].set_data([x for x, _ in places], [y for _, y in places])
            spans = rows[rows["to_day"] > rows["from_day"]]
            ends = [[row.from_day, row.to_day] for row in spans.itertuples()]
            self.spans[event].set_data(ends[0] if ends else [], [0, 0] if ends else [])
        for text in self.words:
            text.set_text("")
        for text, row in zip(self.words, stated.query("event == 'second scan'").itertuples(), strict=False):
            group = "" if row.group == "all" else f"{row.group}: "
            text.set(text=f"{group}{_days(row)}", x=_place(row), y=ROWS[str(row.group)] + 0.25)
        shown = read(source, other, stated)
        alone, silent = shown.quantities["alone"], shown.quantities["silent"]
        self.tally.set_text(f"silent on {silent:g}; stated here, while the {NAMES[other]} is silent: {alone:g}")
        return shown


def _place(row: Any) -> float:
    """Middle of an event's days; events without a day stand before the dose, or beyond the axis' last week."""
    if pd.notna(row.from_day):
        return float(row.from_day + row.to_day) / 2
    return -1.9 if row.event == "first scan" else 8.4


def _days(row: Any) -> str:
    if pd.isna(row.from_day):
        return "day not stated"
    return f"day {row.from_day:g}" if row.from_day == row.to_day else f"day {row.from_day:g} to {row.to_day:g}"


def read(source: str, other: str, stated: pd.DataFrame) -> Reading:
    """The reading: the second scan by this source, and how much it states that the other does not, and the reverse."""
    pair = compare(source, other)
    kinds = ["stated", "alone", "silent", "silent in both", MISSING]
    counts = pair["status"].value_counts().reindex(kinds).fillna(0).astype(int)
    silent = counts["silent"] + counts["silent in both"]
    second = stated[stated["event"] == "second scan"]
    when = "; ".join(f"{row.group}, {_days(row)}" for row in second.itertuples()) or "not stated"
    missing = ", ".join(pair.loc[pair["says"].isin(SILENT), "parameter"].head(6))
    text = (
        f"By the {NAMES[source]}: second scan: {when}. Of {len(pair)} parameters it states "
        f"{counts['stated'] + counts['alone']} and is silent on {silent}"
    )
    text += f" (among them {missing})" if missing else ""
    text += f"; on {counts[MISSING]} our table has no row. On {counts['alone']} of those that it states the "
    text += f"{NAMES[other]} is silent."
    table = pair.rename(columns={"says": NAMES[source], "other_says": f"{NAMES[other]} "})
    quantities = {
        "stated": float(counts["stated"] + counts["alone"]),
        "silent": float(silent),
        "alone": float(counts["alone"]),
        "groups": float(second["group"].nunique()),
        "same_source": float(source == other),
        "beside_abstract": float(other == REFERENCE),
    }
    return Reading(text, quantities, table)


# -- explorer --------------------------------------------------------------------------------------


def explore_study_design(**scene: Any) -> Explorer:
    """The imaging study as each source states it.

    Parameters
    ----------
    **scene
        First values: ``source`` and ``other`` (a ``source_id``).

    Returns
    -------
    Explorer
        With the quantities ``stated``, ``silent``, ``alone`` (stated here and not by the other source), ``groups`` (at
        the second scan), ``same_source`` and ``beside_abstract``; its ``table`` holds what both say.
    """
    by_name = {name: key for key, name in NAMES.items()}
    controls = {"source": choice("Source", by_name), "other": choice("Beside", by_name)}
    about = About(
        kind="Data: what each source states about one study. Nothing is filled in from elsewhere.",
        equation="",
        sources=tables.cite(NAMES),
        leaves_out="The body of the preprint, which was not seen; the recruitment page does not name it.",
    )
    title = "What was done, by whose account?"
    scene = {"other": "press_2025"} | scene
    return old_explorer("study_design", title, controls, DesignPicture(), about, scene=scene)
