"""Which tests belong to a file of the course, and which of those common to all explorers are its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from tests.mutants.kinds import module_of, room_of

SHARED = ("test_pictures.py", "test_explorers.py")
# They take long for the little that they would notice beside the others: controls are not changed here.
SLOW = (
    "test_ten_thousand_random_settings_are_shown",
    "test_any_combination_of_settings_is_shown",
    "test_a_note_names_the_reason_for_an_idle_control",
)
KERNELS = ("test_tries_survive_a_new_kernel", "test_two_kernels_on_one_file_lose_nothing")
OF_THE_LEDGER = ("tests/claims/test_appraisal.py", "tests/claims/test_ledger.py", "tests/data/test_ledger_integrity.py")


@dataclass(frozen=True)
class Suite:
    """Tests of one file: where they stand, for which explorers, and which are too slow."""

    files: tuple[str, ...]
    explorers: frozenset[str]
    slow: frozenset[str]


def suite_of(path: str, root: Path, explorers: Mapping[str, str]) -> Suite:
    """The tests of a file.

    Parameters
    ----------
    path : str
        File, counted from ``src/helpers``.
    root : pathlib.Path
        Folder that holds ``tests``.
    explorers : mapping
        Module of each explorer, as `explorers_of` gives it.
    """
    room, module = room_of(path), module_of(path)
    if room == "exercises":
        first, second = ("memory", "exercises") if module == "memory" else ("exercises", "memory")
        both = (f"tests/test_{first}.py", f"tests/test_{second}.py")
        return Suite(both, frozenset(), frozenset(() if module == "memory" else KERNELS))
    own = frozenset(name for name, where in explorers.items() if where == f"helpers.{room}.{module}")
    named = [f"tests/{room}/test_{module}.py"]
    if not own and room == "claims":
        named += OF_THE_LEDGER
    elif not (root / named[0]).exists():
        named = [f"tests/{room}"]
    named += [f"tests/{room}/{SHARED[0]}", *(f"tests/{name}" for name in SHARED)] if own else []
    files = tuple(dict.fromkeys(name for name in named if (root / name).exists()))
    return Suite(files, own, frozenset(SLOW))


def explorers_of(index: str) -> dict[str, str]:
    """Module of each explorer, read from the source of ``helpers.explorers`` without importing it."""
    for node in ast.parse(index).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "INDEX":
            named: dict[str, str] = ast.literal_eval(node.value)
            return {name: where.partition(":")[0] for name, where in named.items()}
    raise ValueError("There is no INDEX in helpers.explorers.")


class Selection:
    """A plugin of pytest that keeps, of the tests common to all explorers, those of a file's own explorers.

    Parameters
    ----------
    suite : Suite
        The tests wanted.
    """

    def __init__(self, suite: Suite) -> None:
        self.suite = suite

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        """Drop the others, before anything runs."""
        items[:] = [item for item in items if self.wants(item)]

    def wants(self, item: Any) -> bool:
        """Whether a test is to run."""
        name = getattr(item, "originalname", None) or item.name
        if name in self.suite.slow:
            return False
        if PurePosixPath(item.path.as_posix()).name not in SHARED:
            return True
        case = item.callspec.id if hasattr(item, "callspec") else ""
        return any(own in re.split(r"\W", case) or own in name for own in self.suite.explorers)
