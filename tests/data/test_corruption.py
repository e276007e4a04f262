"""Hundreds of single cells are spoiled at random: each spoiling that a schema can know is caught, at its place."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import frictionless
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import tables

Corruption = tuple[str, int, str, str]  # table, row in the file, column, new value


def rows_of(name: str) -> list[dict[str, str]]:
    with (tables.FOLDER / tables.resource(name)["path"]).open(newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def bad_values(name: str, field: dict[str, Any], row: int) -> list[str]:
    """Values that this column's schema forbids in this row."""
    schema, limits = tables.resource(name)["schema"], field.get("constraints", {})
    links = [link["fields"] for link in schema.get("foreignKeys", [])]
    others = [record[field["name"]] for index, record in enumerate(rows_of(name)) if index != row]
    return [
        *([""] if limits.get("required") else []),
        *(["not a number", "1,5", "nan"] if field["type"] in ("number", "integer") else []),
        *(["1.5"] if field["type"] == "integer" else []),
        *(["yes", "TRUE", "1"] if field["type"] == "boolean" else []),
        *(["no such value"] if "enum" in limits or "pattern" in limits or field["name"] in links else []),
        *([str(limits["minimum"] - 1)] if "minimum" in limits else []),
        *([str(limits["maximum"] + 1)] if "maximum" in limits else []),
        *([others[0]] if others and (limits.get("unique") or schema["primaryKey"] == field["name"]) else []),
    ]


@st.composite
def corruptions(draw: st.DrawFn) -> Corruption:
    name = draw(st.sampled_from(tables.names()))
    row = draw(st.integers(0, len(rows_of(name)) - 1))
    knowable = [field for field in tables.resource(name)["schema"]["fields"] if bad_values(name, field, row)]
    field = draw(st.sampled_from(knowable))
    return name, row + 2, field["name"], draw(st.sampled_from(bad_values(name, field, row)))


@contextmanager
def spoiled(folder: Path, corruption: Corruption) -> Iterator[None]:
    """One cell of a copy is wrong for a while."""
    name, row, column, value = corruption
    path = tables.resource(name)["path"]
    records = rows_of(name)
    records[row - 2][column] = value
    with (folder / path).open("w", newline="", encoding="utf-8") as handle:
        writer = csv.DictWriter(handle, fieldnames=list(records[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(records)
    try:
        yield
    finally:
        shutil.copy(tables.FOLDER / path, folder / path)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("spoiled") / "data"
    shutil.copytree(tables.FOLDER, folder)
    return folder


@settings(max_examples=300)
@given(corruption=corruptions())
def test_every_knowable_corruption_is_caught_at_its_place(copy: Path, corruption: Corruption) -> None:
    name, row, column, value = corruption
    with spoiled(copy, corruption):
        problems = tables.check(name, copy)
    # A doubled key is reported where it stands the second time, which may be the other row.
    places = {(problem.row, column) for problem in problems if column in problem.column}
    doubled = any(re.search("no (other|earlier) row", problem.expected) for problem in problems)
    assert (row, column) in places or (doubled and value in {problem.value for problem in problems}), problems
    assert all(problem.file == tables.resource(name)["path"] and problem.expected for problem in problems)


@settings(max_examples=20)
@given(corruption=corruptions())
def test_an_independent_validator_agrees(copy: Path, corruption: Corruption) -> None:
    name, _, _, value = corruption
    with spoiled(copy, corruption):
        ours = tables.check(name, copy)
        theirs = frictionless.validate(str(copy / "datapackage.json"))
    # Frictionless reads "nan" as a number; we do not let one into a table.
    lenient = value in {"nan", "TRUE", "1"}
    assert ours
    assert lenient or not theirs.valid, json.dumps([corruption])
