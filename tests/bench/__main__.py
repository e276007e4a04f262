"""Measure everything in one run, print it, and keep it: python3 course.py bench [PART ...].

Parts: latency, notebooks, sizes, site, hub. With all of them (no PART named) the result is kept in measured/.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import groupby

import psutil

from tests.bench import Row, latency, notebooks, site, sizes
from tests.browser.jupyter import ROOT
from tests.hub import trial

LEARNERS = 30
HEAD = """# What was measured

Made by `python3 course.py bench`, which anyone can run; `last.json` holds the same numbers. Times are told, and tests
assert none of them: another machine has others. What is compared with a budget is a ratio within this one run.
"""


def hub() -> list[Row]:
    """A class at once."""
    try:
        found = trial.table(trial.run(LEARNERS, "01_molecular_level.ipynb"))
    except trial.UnavailableError as error:
        print(f"The class was not measured: {error}")
        return []
    return [Row("a class", name, value) for name, value in found]


PARTS: dict[str, Callable[[], list[Row]]] = {
    "latency": latency.rows,
    "notebooks": notebooks.rows,
    "sizes": sizes.rows,
    "site": site.rows,
    "hub": hub,
}


def main(words: list[str]) -> int:
    """Measure and print; keep what was measured if it is all."""
    unknown = [word for word in words if word not in PARTS]
    if unknown:
        print(f"There is no part {unknown[0]!r}. There are: {', '.join(PARTS)}.")
        return 1
    rows = [row for part in words or PARTS for row in PARTS[part]()]
    print(table(rows))
    if not words:
        keep(rows)
    return 0


def table(rows: list[Row]) -> str:
    """Rows as Markdown, a table for each part."""
    parts = []
    for part, some in groupby(rows, key=lambda row: row.part):
        lines = [f"| {row.name} | {row.measured:.3g} | {_budget(row)} |" for row in some]
        parts.append(
            "\n".join([f"## {part.capitalize()}\n", "| what | measured | budget |", "| --- | ---: | --- |", *lines])
        )
    return "\n\n".join(parts) + "\n"


def _budget(row: Row) -> str:
    return "" if row.budget is None else f"{row.budget:g}, {'kept' if row.kept else '**not kept**'}"


def machine() -> str:
    """On what it was measured, in a sentence; no name of a machine or a user."""
    memory_gb = psutil.virtual_memory().total / 1e9
    return (
        f"{datetime.now(UTC):%Y-%m-%d}: {platform.system()} on {platform.machine()}, {os.cpu_count()} processor cores, "
        f"{memory_gb:.0f} GB of memory, Python {platform.python_version()}, Chromium without a screen."
    )


def keep(rows: list[Row]) -> None:
    """Write the page and the JSON beside it."""
    folder = ROOT / "measured"
    folder.mkdir(exist_ok=True)
    kept = {"machine": machine(), "rows": [asdict(row) | {"kept": row.kept} for row in rows]}
    (folder / "last.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    page = f"{HEAD}\n{machine()}\n\n{table(rows)}"
    (folder / "README.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
