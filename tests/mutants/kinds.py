"""Which kind a place in the course's code belongs to: model, picture, reading, rule or exercises."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

ROOMS = ("molecular", "network", "behavioral", "treatment", "study", "claims", "exercises")
KINDS = ("model", "picture", "reading", "rule", "exercises")
SECTION = re.compile(r"# -- (.+?) -{3,}\s*$")
READS = re.compile(r"_*read(_\w+)?|\w+_read")
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def room_of(path: str) -> str:
    """Room of a file, its path counted from ``src/helpers``; empty if it belongs to none."""
    parts = PurePosixPath(path).parts
    return parts[0] if len(parts) > 1 and parts[0] in ROOMS else ""


def module_of(path: str) -> str:
    """Name of the module that tests are named after: of ``molecular/cascade/model.py`` it is ``cascade``."""
    return PurePosixPath(path).with_suffix("").parts[1]


def sections(source: str) -> dict[int, str]:
    """Title of the section that begins at a line, by line."""
    lines = enumerate(source.splitlines(), start=1)
    return {number: found[1].lower() for number, line in lines if (found := SECTION.match(line))}


def section_at(line: int, titles: dict[int, str]) -> str:
    """Title of the section in which a line lies; empty above the first."""
    above = [start for start in titles if start <= line]
    return titles[max(above)] if above else ""


def kind_of(path: str, section: str, definition: str) -> str | None:
    """Kind of a place, or None where no faults are put.

    Parameters
    ----------
    path : str
        File, counted from ``src/helpers``.
    section : str
        Title of its section, lower case.
    definition : str
        Name of the outermost function or class; empty between them.
    """
    room, name = room_of(path), PurePosixPath(path).stem
    if not room or name in ("__init__", "explorer") or "explorer" in section:
        return None
    if room == "exercises":
        return "exercises"
    if name == "reading" or READS.fullmatch(definition) or "reading" in section:
        return "reading"
    if name == "picture" or section == "picture" or definition.endswith("Picture"):
        return "picture"
    return "rule" if room == "claims" else "model"


def parts_of(tree: ast.Module, path: str, source: str) -> Iterator[tuple[ast.stmt, str]]:
    """Statements of a file's outermost level that faults are put into, with their kind."""
    titles = sections(source)
    for statement in tree.body:
        name = statement.name if isinstance(statement, Definition) else ""
        kind = kind_of(path, section_at(statement.lineno, titles), name)
        if kind:
            yield statement, kind
