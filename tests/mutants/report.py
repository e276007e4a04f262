"""What was noticed and what was not: a table by kind, then the faults that no test noticed, one line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.mutants.faults import Fault
from tests.mutants.kinds import KINDS


@dataclass(frozen=True)
class Equivalent:
    """A fault that changes nothing which anyone could notice, and why."""

    file: str
    function: str
    line: str
    fault: str
    reason: str

    def is_(self, fault: Fault) -> bool:
        """Whether it is this fault. Lines are told by their text, since their numbers move."""
        known = (self.file, self.function, self.line, self.fault)
        return known == (fault.path, fault.function, fault.text, fault.words)


@dataclass(frozen=True)
class Result:
    """Which of the faults were noticed, and those that were left out because they are none."""

    noticed: Sequence[Fault]
    survived: Sequence[Fault]
    skipped: Sequence[tuple[Fault, str]]
    stale: Sequence[Equivalent] = ()

    def counts(self) -> list[tuple[str, int, int]]:
        """Kind, faults, and how many were noticed; the kinds that were tried, then all."""
        found = []
        for kind in KINDS:
            noticed = sum(fault.kind == kind for fault in self.noticed)
            tried = noticed + sum(fault.kind == kind for fault in self.survived)
            found += [(kind, tried, noticed)] if tried else []
        return [*found, ("all", len(self.noticed) + len(self.survived), len(self.noticed))]


def table(result: Result) -> str:
    """Faults, noticed and share by kind, as a table of Markdown."""
    rows = [f"| {kind} | {tried} | {noticed} | {share(tried, noticed)} |" for kind, tried, noticed in result.counts()]
    return "\n".join(["| kind | faults | noticed | share |", "| --- | ---: | ---: | ---: |", *rows])


def share(tried: int, noticed: int) -> str:
    """Share in whole percent, rounded down: 99.6 % is not all."""
    return f"{100 * noticed // tried} %" if tried else ""


def line(fault: Fault) -> str:
    """One fault in one line."""
    place = f"{fault.path}:{fault.line}"
    return f"- {fault.kind}, {place}, {fault.function or 'module'}: {code(fault.words)} in {code(fault.text)}"


def code(text: str) -> str:
    """Text as code in Markdown, whatever marks it contains."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def body(result: Result) -> str:
    """The table and the lists."""
    parts = [table(result)]
    if result.survived:
        parts += ["## Not noticed", "\n".join(map(line, result.survived))]
    if result.skipped:
        told = "\n".join(f"{line(fault)}: {reason}" for fault, reason in result.skipped)
        parts += ["## Left out: equivalent to no fault", told]
    if result.stale:
        told = "\n".join(f"- {each.file}, {each.function or 'module'}: {code(each.fault)}" for each in result.stale)
        parts += ["## Rows of equivalent.csv that fit no fault any more", told]
    return "\n\n".join(parts)


def page(result: Result, seed: int) -> str:
    """The whole as a page."""
    tried = len(result.noticed) + len(result.survived)
    head = (
        "# Which small faults the tests notice\n\n"
        f"Made by `python3 course.py mutants`: {tried} faults, drawn with the seed {seed} in equal parts from each "
        "kind, were put into a copy of the course, one at a time; each time the tests of that file ran. A fault is a "
        "number halved, two arguments or labels swapped, a comparison turned, a line left out and the like."
    )
    return f"{head}\n\n{body(result)}\n"
