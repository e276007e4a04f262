"""Controls on the findings (sorted by what, and five filters) and what is said of those that are left."""

from __future__ import annotations

from typing import Any

import pandas as pd

from helpers import tables
from helpers.interactive import About, Explorer, Reading, choice
from helpers.network.default_mode.model import EVERY, Scene, counted, every_finding, scene, when
from helpers.network.default_mode.picture import DirectionPicture

FILTERS = {"drug": "Drug", "where": "Where", "time": "When", "people": "In whom", "comparator": "Against"}
SORTS = {"where": "where", "when": "time", "in whom": "people", "against what": "comparator", "direction": "direction"}

# -- reading ---------------------------------------------------------------------------------------


def read(scene: Scene) -> Reading:
    """How many findings went which way, by group; what was measured twice; all of them in a table."""
    if not scene.findings:
        text = f"No finding fits these filters; all {scene.left_out} stay in grey. Set one of them back to “{EVERY}”."
        return Reading(text, headline=scene.headline)
    told = [heading for heading in scene.headings if heading.counts]
    groups = "; ".join(f"{heading.name[0].lower()}{heading.name[1:]} {heading.counts}" for heading in told)
    text = f"{scene.findings} of {len(scene.rows)} findings: {counted(scene.found)}. In groups: {groups}."
    return Reading(
        f"{text} {_read_days(scene.found)}{_read_twice(scene.twice)}",
        table=_listed(scene.found),
        headline=scene.headline,
    )


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
