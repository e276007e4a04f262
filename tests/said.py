"""What the explorers say in words, over their settings, kept in a file for each: a word that changes is noticed.

Headlines, readings and notes stand in NAME.txt, what the picture consists of in NAME.drawn.txt (`tests.drawn`).

`course.py refresh` writes the files, `python -m tests.said NAME` one of them. Read the difference before you commit it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.drawn import drawn
from tests.pictures import settings_of

FOLDER = Path(__file__).with_name("said")


def place(name: str) -> Path:
    """File with what an explorer says."""
    return FOLDER / f"{name}.txt"


def said(name: str) -> str:
    """All that an explorer says: a line for each headline, reading and reason for an idle control, as they come.

    Parameters
    ----------
    name : str
        Its name in `helpers.explorers`.
    """
    lines: dict[str, None] = {}
    for explorer in settings_of(name, most=3, random=4):
        lines |= dict.fromkeys([f"# {explorer.headline}", explorer.reading, *explorer._stage.notes])
    return "".join(f"{line}\n" for line in lines)


def write(name: str) -> None:
    """Keep what an explorer says now."""
    FOLDER.mkdir(exist_ok=True)
    place(name).write_text(said(name), encoding="utf-8")
    place(name).with_suffix(".drawn.txt").write_text(drawn(name), encoding="utf-8")


if __name__ == "__main__":
    for one in sys.argv[1:]:
        write(one)
