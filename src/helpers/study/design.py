"""The imaging study by its sources: what each states, where it is silent, where two contradict each other.

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

from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.lines import Line2D

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Reading, choice, moving, new_figure, plain_axes

REFERENCE = "agnorelli_2025"
NAMES = {
    "agnorelli_2025": "abstract of the preprint",
    "press_2025": "news article",
    "livescience_2025": "report that it draws on",
    "imperial_recruitment": "recruitment page",
    "neurogrit_2025": "press summary",
    "vice_2025": "magazine piece",
}
DISAGREES, STATED, ALONE = "disagrees", "stated", "alone"
SILENT, SILENT_IN_BOTH, MISSING = "silent", "silent in both", "not in our table"
FIRST_SCAN, DOSE, SECOND_SCAN = "first scan", "dose", "second scan"
NAMED_AT_MOST = 6  # parameters listed in the reading

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
        first: ``disagrees`` (the two contradict each other), ``stated``, ``alone`` (stated here, and the other source
        is silent), ``silent``, ``silent in both``, or `MISSING`.

    Raises
    ------
    UnknownError
        If a source has no row in the table.
    """
    known = tables.load("study_parameters")
    for name in (source, other):
        tables.require("source", name, sorted(set(known["source_id"])))
    order = list(dict.fromkeys(known["parameter"]))
    says = known.pivot(index="parameter", columns="source_id", values="value").fillna(MISSING).loc[order]
    kind = known.pivot(index="parameter", columns="source_id", values="status").fillna(MISSING).loc[order]
    status = [_status(here, there, source == other) for here, there in zip(kind[source], kind[other], strict=True)]
    pair = {"parameter": order, "says": says[source], "other_says": says[other], "status": status}
    return pd.DataFrame({column: list(values) for column, values in pair.items()})


def _status(here: str, there: str, same: bool) -> str:
    if here == MISSING:
        return MISSING
    if here == SILENT:
        return SILENT_IN_BOTH if there == SILENT else SILENT
    if there == SILENT:
        return ALONE
    # One that disagrees contradicts every other source that states something.
    return DISAGREES if DISAGREES in (here, there) and there != MISSING and not same else STATED


def events(source: str) -> pd.DataFrame:
    """When what was done, by one source; days are empty where the source gives none."""
    found = tables.load("study_events")
    return found[found["source_id"] == source].reset_index(drop=True)


@dataclass(frozen=True)
class Event:
    """A scan or a dose: to whom, from which to which day after the dose (None where the source gives no day)."""

    event: str
    group: str
    from_day: float | None
    to_day: float | None

    @property
    def days(self) -> str:
        """Its days in words."""
        if self.from_day is None:
            return "day not stated"
        return (
            f"day {self.from_day:g}" if self.from_day == self.to_day else f"days {self.from_day:g} to {self.to_day:g}"
        )


@dataclass(frozen=True)
class Scene:
    """The study by one source, beside another.

    Parameters
    ----------
    source, other : str
        Names of the two sources.
    dose : str
        What the source says of the dose.
    dose_is_stated : bool
        Whether that is an amount.
    events : tuple of Event
        What was done, by the source.
    pair : pandas.DataFrame
        What both say, as `compare` returns it.
    """

    source: str
    other: str
    dose: str
    dose_is_stated: bool
    events: tuple[Event, ...]
    pair: pd.DataFrame

    def of_status(self, *statuses: str) -> list[str]:
        """Parameters of that status."""
        return list(self.pair.loc[self.pair["status"].isin(statuses), "parameter"])

    def of_event(self, event: str) -> list[Event]:
        """Events of one kind."""
        return [one for one in self.events if one.event == event]

    @property
    def stated(self) -> int:
        """Parameters that the source states."""
        return len(self.of_status(DISAGREES, STATED, ALONE))

    @property
    def silent(self) -> int:
        """Parameters on which it is silent."""
        return len(self.of_status(SILENT, SILENT_IN_BOTH))

    @property
    def alone(self) -> int:
        """Parameters that it states, and on which the other source is silent."""
        return len(self.of_status(ALONE))


def scene(source: str, other: str) -> Scene:
    """The study by one source, beside another (each a ``source_id``)."""
    pair = compare(source, other)
    dose = pair.set_index("parameter").loc["dose"]
    stated = dose["status"] in (DISAGREES, STATED, ALONE)
    listed = [
        Event(row.event, row.group, *(None if pd.isna(day) else float(day) for day in (row.from_day, row.to_day)))
        for row in events(source).itertuples()
    ]
    return Scene(
        source=NAMES[source],
        other=NAMES[other],
        dose=dose["says"] if stated else "dose not stated",
        dose_is_stated=stated,
        events=tuple(listed),
        pair=pair,
    )


# -- picture ---------------------------------------------------------------------------------------

STYLES = {FIRST_SCAN: ("grey", "s"), DOSE: ("orange", "v"), SECOND_SCAN: ("black", "D")}
GROUPS = {"all": 0.0, "one group": 0.6, "the other group": -0.6}
COLUMNS, ROWS = (0.0, 0.9, 1.7, 3.05), 5  # where names of parameters begin, and how many stand in a column
SIGN = 0.045  # how far a sign stands before its name
BEFORE, LATER = -1.9, 8.6  # where events without a day stand (days)
KINDS = {
    DISAGREES: ("X", "red", "the two disagree"),
    STATED: ("s", "blue", "stated"),
    ALONE: ("P", "green", "stated here only"),
    SILENT: ("o", "grey", "silent"),
    SILENT_IN_BOTH: (".", "grey", "both silent"),
    MISSING: ("_", "grey", "not in our table"),
}


class DesignPicture:
    """A timeline of days around the dose by one source; below it a mark for each parameter."""

    label = "Timeline of the imaging study in days around the dose, and how what a source states fits another source"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.6)
        self.timeline, self.accounts = self.figure.subplots(2, 1, height_ratios=[1, 1.1])
        self._build_timeline()
        self._build_accounts()

    def _build_timeline(self) -> None:
        axes = plain_axes(self.timeline, xlim=(-3.4, 10), ylim=(-1.2, 1.4), yticks=[], xlabel="days after the dose")
        axes.set_xticks(range(9))
        axes.spines["left"].set_visible(False)
        axes.plot([0, 0], [-1.2, 0.5], color=COLOURS["grey"], linewidth=0.8)
        axes.text(BEFORE, 1.1, "before, day not stated", fontsize=9, ha="center")
        self.marks, self.spans = {}, {}
        for event, (colour, shape) in STYLES.items():
            (self.marks[event],) = axes.plot(
                [], [], shape, color=COLOURS[colour], markersize=10, markeredgewidth=2, label=event
            )
            (self.spans[event],) = axes.plot([], [], linewidth=5, color=COLOURS[colour])
        self.dose = axes.text(0.2, -0.95, "", fontsize=9)
        self.pair = axes.text(10, 1.1, "", fontsize=9, ha="right")
        self.words = [axes.text(0, 0, "", fontsize=9, ha="center") for _ in GROUPS]
        self.none = axes.text(4, 0.6, "no day in our table", fontsize=9, ha="center")
        axes.legend(handles=list(self.marks.values()), loc="lower left", bbox_to_anchor=(0, 1), **_KEY, ncols=3)
        moving([*self.marks.values(), *self.spans.values(), self.dose, self.pair, *self.words, self.none])

    def _build_accounts(self) -> None:
        axes = plain_axes(self.accounts, xlim=(0, len(COLUMNS)), ylim=(ROWS + 0.9, -0.8), xticks=[], yticks=[])
        axes.spines[["left", "bottom"]].set_visible(False)
        self.kinds: dict[str, Line2D] = {}
        for kind, (shape, colour, words) in KINDS.items():
            (self.kinds[kind],) = axes.plot([], [], shape, color=COLOURS[colour], markersize=7, label=words)
        self.kinds[SILENT].set_markerfacecolor("none")
        self.kinds[SILENT_IN_BOTH].set_markersize(5)
        self.names = [axes.text(*_cell(place), "", fontsize=8.5, va="center") for place in range(len(COLUMNS) * ROWS)]
        axes.legend(loc="lower left", **_KEY, ncols=6).set_in_layout(False)
        moving([*self.kinds.values(), *self.names])

    def move(self, scene: Scene) -> None:
        """Show the days by the source, and how its statements fit those of the other."""
        for event in STYLES:
            self._move_event(event, scene.of_event(event))
        self.marks[DOSE].set_markerfacecolor(COLOURS[STYLES[DOSE][0]] if scene.dose_is_stated else "none")
        self.dose.set(text=scene.dose, visible=bool(scene.of_event(DOSE)))
        self._move_words(scene.of_event(SECOND_SCAN))
        self.none.set_visible(not scene.events)
        self.pair.set_text(f"{scene.source}, beside the {scene.other}")
        self._move_accounts(scene)

    def _move_event(self, event: str, found: list[Event]) -> None:
        self.marks[event].set_data([_place(one) for one in found], [GROUPS[one.group] for one in found])
        dated = all(one.from_day is not None for one in found)
        self.marks[event].set_markerfacecolor(self.marks[event].get_color() if dated else "none")
        spans = [[one.from_day, one.to_day] for one in found if one.from_day != one.to_day]
        self.spans[event].set_data(spans[0] if spans else [], [0, 0] if spans else [])  # type: ignore[arg-type]

    def _move_words(self, scans: list[Event]) -> None:
        for text in self.words:
            text.set_text("")
        for text, scan in zip(self.words, scans, strict=False):
            group = "" if scan.group == "all" else f"{scan.group}: "
            text.set(text=group + scan.days, x=_place(scan), y=GROUPS[scan.group] + 0.34)

    def _move_accounts(self, scene: Scene) -> None:
        """What is known of each parameter: a sign and its name, those on which the two disagree in red."""
        status, parameters = list(scene.pair["status"]), list(scene.pair["parameter"])
        for kind, line in self.kinds.items():
            places = [_cell(place) for place, its in enumerate(status) if its == kind]
            line.set_data([x - SIGN for x, _ in places], [y for _, y in places])
        for text, name, its in zip(self.names, parameters, status, strict=False):
            text.set(text=name, color=COLOURS[KINDS[its][1] if its == DISAGREES else "black"])


def _cell(place: int) -> tuple[float, float]:
    """Where a parameter's name begins: down the columns."""
    return COLUMNS[place // ROWS] + 2 * SIGN, float(place % ROWS)


_KEY: dict[str, Any] = {
    "fontsize": 9,
    "frameon": False,
    "columnspacing": 1.0,
    "handletextpad": 0.3,
    "borderaxespad": 0.0,
}


def _place(event: Event) -> float:
    """Middle of an event's days; events without a day stand before the dose, or beyond the axis' last week."""
    if event.from_day is None or event.to_day is None:
        return BEFORE if event.event == FIRST_SCAN else LATER
    return (event.from_day + event.to_day) / 2


# -- reading ---------------------------------------------------------------------------------------


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    return f"Of {len(scene.pair)} things to know, the {scene.source} states {scene.stated}"


def read(scene: Scene) -> Reading:
    """The second scan by the source, how much it states, what the other does not, and where the two disagree."""
    silent, missing = scene.of_status(SILENT, SILENT_IN_BOTH), scene.of_status(MISSING)
    text = f"{_read_second_scan(scene)} Of {len(scene.pair)} parameters it states {scene.stated} and is silent on "
    text += f"{scene.silent}{_named(silent)}."
    if missing:
        text += f" On {len(missing)} our table has no row for it."
    text += f" On {scene.alone} of those that it states the {scene.other} is silent."
    for row in scene.pair[scene.pair["status"] == DISAGREES].itertuples():
        text += f" The two disagree on {row.parameter}: “{row.says}” by the {scene.source}, “{row.other_says}” by the "
        text += f"{scene.other}."
    # A column that stands beside itself needs another heading.
    headings = {"says": scene.source, "other_says": scene.other + (" " if scene.other == scene.source else "")}
    return Reading(text, table=scene.pair.rename(columns=headings), headline=notice(scene))


def _read_second_scan(scene: Scene) -> str:
    scans = scene.of_event(SECOND_SCAN)
    if not scans:
        return f"For the {scene.source} our table has no second scan."
    if scans[0].from_day is None:
        return f"The {scene.source} does not state the day of the second scan."
    when = " and on ".join(f"{scan.days} for {scan.group}" for scan in scans)
    return f"By the {scene.source} the second scan was on {when}."


def _named(parameters: list[str]) -> str:
    if not parameters:
        return ""
    among = "among them " if len(parameters) > NAMED_AT_MOST else ""
    return f" ({among}{', '.join(parameters[:NAMED_AT_MOST])})"


# -- explorer --------------------------------------------------------------------------------------


def explore_study_design(**first: Any) -> Explorer:
    """The imaging study as each source states it.

    Parameters
    ----------
    **first
        First values: ``source`` and ``other`` (a ``source_id``).

    Returns
    -------
    Explorer
        Its ``scene`` is a `Scene`; its ``table`` holds what both say.
    """
    by_name = {name: key for key, name in NAMES.items()}
    controls = {"source": choice("Source", by_name), "other": choice("Beside", by_name, "press_2025")}
    about = About(
        kind="Data: what each source states about one study. Nothing is filled in from elsewhere.",
        equation="",
        sources=tables.cite(NAMES),
        leaves_out="The body of the preprint, which was not seen; the recruitment page does not name it.",
    )
    return Explorer("study_design", controls, scene, DesignPicture(), read, about, first=first)
