"""All faults that can be put into a file, one of them put in, and a fair sample of them. Nothing here runs anything."""

from __future__ import annotations

import ast
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import PurePosixPath

from tests.mutants import kinds
from tests.mutants.operators import OPERATORS, Change, Fields
from tests.mutants.places import Place, left_out, mark_seeds, places

Sources = Mapping[str, str]  # text of each file, by its path counted from src/helpers


@dataclass(frozen=True)
class Fault:
    """One small fault.

    Parameters
    ----------
    path : str
        File, counted from ``src/helpers``.
    number : int
        Which of the file's faults it is; `apply` finds it by that.
    site : tuple of int
        Place and operator; faults of one site are variants of each other.
    kind : str
        One of `kinds.KINDS`.
    function : str
        Function or method it lies in; empty outside.
    line : int
        Line in the file.
    text : str
        That line, without its indent.
    words : str
        What is wrong, such as ``100 -> 50``.
    """

    path: str
    number: int
    site: tuple[int, int]
    kind: str
    function: str
    line: int
    text: str
    words: str


def faults_of(path: str, sources: Sources) -> list[Fault]:
    """All faults that can be put into a file, in a fixed order."""
    lines = sources[path].splitlines()
    found = []
    for number, (site, kind, place, change) in enumerate(changes(ast.parse(sources[path]), path, sources)):
        line = line_of(place, lines)
        text = lines[line - 1].strip()
        found.append(Fault(path, number, site, kind, place.function, line, text, change.words))
    return found


def apply(fault: Fault, sources: Sources) -> str:
    """Text of the file with the fault in it; its comments are gone, its docstrings are not."""
    tree = ast.parse(sources[fault.path])
    found = list(changes(tree, fault.path, sources))  # all of them first: a change made would move those after it
    found[fault.number][-1].make()
    return ast.unparse(ast.fix_missing_locations(tree)) + "\n"


def changes(tree: ast.Module, path: str, sources: Sources) -> Iterator[tuple[tuple[int, int], str, Place, Change]]:
    """Site, kind, place and change of every fault."""
    mark_seeds(tree)
    fields = fields_known(path, sources)
    each = (
        (place, kind)
        for statement, kind in kinds.parts_of(tree, path, sources[path])
        if not left_out(tree, "body", None, statement, ())
        for place in chain(outermost(tree, statement), places(statement, (tree,)))
    )
    for at, (place, kind) in enumerate(each):
        for which, operator in enumerate(OPERATORS):
            for change in operator(place, fields):
                yield (at, which), kind, place, change


def outermost(tree: ast.Module, statement: ast.stmt) -> Iterator[Place]:
    """The place of a statement between the definitions."""
    if not isinstance(statement, kinds.Definition):
        yield Place(statement, (tree,), "body", tree.body.index(statement))


def line_of(place: Place, lines: list[str]) -> int:
    """Line of a place. Inside of sentences, older Pythons give none that is right: it is searched for there."""
    sentence = next((each for each in place.parents if isinstance(each, ast.JoinedStr)), None)
    if sentence is None:
        return getattr(place.node, "lineno", None) or next(
            each.lineno for each in reversed(place.parents) if hasattr(each, "lineno")
        )
    inside = [*place.parents, place.node]
    shown = next((each.value for each in inside if isinstance(each, ast.FormattedValue)), None)
    words = ast.unparse(shown) if shown else str(getattr(place.node, "value", ""))[:12].split("\n")[0]
    within = range(sentence.lineno, (sentence.end_lineno or sentence.lineno) + 1)
    return next((number for number in within if words in lines[number - 1].replace('"', "'")), sentence.lineno)


# -- dataclasses -----------------------------------------------------------------------------------


def fields_known(path: str, sources: Sources) -> Fields:
    """Fields and properties of the dataclasses that a file can see: its own, its folder's, those it imports."""
    found: dict[str, dict[str, str]] = {}
    tree = ast.parse(sources[path])
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("helpers."):
            words = str(node.module).split(".")[1:]
            there = dataclasses_of(sources.get("/".join(words) + ".py", ""))
            found |= {alias.asname or alias.name: there[alias.name] for alias in node.names if alias.name in there}
    beside = str(PurePosixPath(path).parent / "model.py")
    return found | dataclasses_of(sources.get(beside, "")) | dataclasses_of(sources[path])


def dataclasses_of(source: str) -> dict[str, dict[str, str]]:
    """Fields and properties of each dataclass of a file, with their annotations."""
    return {
        node.name: dict(fields_of(node))
        for node in ast.parse(source).body
        if isinstance(node, ast.ClassDef) and any("dataclass" in ast.unparse(each) for each in node.decorator_list)
    }


def fields_of(definition: ast.ClassDef) -> Iterator[tuple[str, str]]:
    """Fields and properties of a class, with their annotations."""
    for node in definition.body:
        if isinstance(node, ast.AnnAssign):
            yield ast.unparse(node.target), ast.unparse(node.annotation)
        if (
            isinstance(node, ast.FunctionDef)
            and node.returns
            and any("property" in ast.unparse(each) for each in node.decorator_list)
        ):
            yield node.name, ast.unparse(node.returns)


# -- sample ----------------------------------------------------------------------------------------


def sample(faults: Iterable[Fault], number: int, seed: int) -> list[Fault]:
    """A fair sample: the kinds in equal parts, as far as there are enough of each; one fault of a site at most.

    Parameters
    ----------
    faults : iterable of Fault
        All that there are.
    number : int
        How many to draw.
    seed : int
        The same seed draws the same faults; a kind's do not depend on what the others hold.
    """
    by_kind: dict[str, dict[tuple[str, tuple[int, int]], list[Fault]]] = {}
    for fault in faults:
        by_kind.setdefault(fault.kind, {}).setdefault((fault.path, fault.site), []).append(fault)
    drawn = [shuffled(by_kind[kind].values(), f"{seed} {kind}") for kind in kinds.KINDS if kind in by_kind]
    in_turn = (fault for each in zip_longest(*drawn) for fault in each if fault is not None)
    chosen = [fault for fault, _ in zip(in_turn, range(number), strict=False)]
    return sorted(chosen, key=lambda fault: (fault.path, fault.number))


def shuffled(sites: Iterable[list[Fault]], seed: str) -> list[Fault]:
    """One fault of each site, in a random order."""
    draw = random.Random(seed)
    chosen = [draw.choice(variants) for variants in sites]
    draw.shuffle(chosen)
    return chosen
