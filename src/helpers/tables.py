"""The tables of the course: data/*.csv -> typed and checked DataFrames.

`data/datapackage.json` (a Frictionless Data Package) says what every column holds. Nothing is loaded
unchecked: a cell that does not fit stops with the file, the row, the column, the value and what was expected.

>>> from helpers import tables
>>> tables.load("claims")
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

Field = dict[str, Any]
Rule = tuple[str, Callable[[pd.Series], pd.Series]]

_PACKAGED = Path(__file__).parent / "data"
FOLDER = _PACKAGED if _PACKAGED.exists() else Path(__file__).resolve().parents[2] / "data"
SHOWN_PROBLEMS = 10
SHOWN_NAMES = 40
NUMBER = r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?"


@dataclass(frozen=True)
class Problem:
    """One cell (or line) that does not fit; `row` counts lines in the file, the header being row 1."""

    file: str
    row: int
    column: str
    value: str
    expected: str

    def __str__(self) -> str:
        return f"{self.file}, row {self.row}, column {self.column}: found {self.value!r}, expected {self.expected}"


class TableError(ValueError):
    """A table does not fit its schema; `problems` lists every misfit.

    Parameters
    ----------
    problems : list of Problem
        What is wrong, in the order of the file.
    """

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        shown = [str(problem) for problem in problems[:SHOWN_PROBLEMS]]
        more = len(problems) - len(shown)
        super().__init__("\n".join(shown + ([f"... and {more} more"] if more else [])))


def names() -> list[str]:
    """Names of all tables, in the order of the data package."""
    return list(_resources(FOLDER))


def load(name: str) -> pd.DataFrame:
    """Load one table.

    Parameters
    ----------
    name : str
        Name of the table, such as ``"claims"``; `names` lists them.

    Returns
    -------
    pandas.DataFrame
        One row per record, columns typed as the schema says. Yours to change: pandas copies what is written to.

    Raises
    ------
    TableError
        If a cell does not fit the schema.
    UnknownError
        If there is no such table.
    """
    return _load(FOLDER, name).copy(deep=False)


class UnknownError(KeyError, ValueError):
    """Something was asked for by a name or key that there is not; the message lists what there is.

    Parameters
    ----------
    thing : str
        What was asked for: "claim".
    value : object
        The name or key that there is not.
    known : iterable
        Those there are.
    """

    def __init__(self, thing: str, value: object, known: Iterable[object]) -> None:
        listed = [str(one) for one in known]
        more = f" and {len(listed) - SHOWN_NAMES} more" if len(listed) > SHOWN_NAMES else ""
        self.sentence = f"There is no {thing} {value!r}. There are: {', '.join(listed[:SHOWN_NAMES])}{more}."
        super().__init__(self.sentence)

    def __str__(self) -> str:  # a KeyError would show its message in quotes
        return self.sentence


def require(thing: str, value: object, known: Iterable[object]) -> None:
    """Stop, with a sentence that lists what there is, where a value is none of those known.

    Raises
    ------
    UnknownError
        If `value` is none of `known`.
    """
    listed = list(known)
    if value not in listed:
        raise UnknownError(thing, value, listed)


def row(name: str, key: str) -> pd.Series:
    """Row of a table by its key.

    Parameters
    ----------
    name : str
        Name of a table with a key of one column, such as ``"claims"``.
    key : str
        Value in that column, such as ``"C-75"``.

    Raises
    ------
    UnknownError
        If there is no such row; the message lists the keys there are.
    """
    rows = _by_key(FOLDER, name)
    if key not in rows.index:
        raise UnknownError(str(rows.index.name).removesuffix("_id").replace("_", " "), key, rows.index)
    return rows.loc[key].copy()


def describe(name: str) -> pd.DataFrame:
    """Columns of a table: name, type, unit and meaning (from the data package)."""
    fields = resource(name)["schema"]["fields"]
    return pd.DataFrame(
        [{key: field.get(key, "") for key in ("name", "type", "unit", "description")} for field in fields]
    )


def resource(name: str, folder: Path = FOLDER) -> dict[str, Any]:
    """Entry of a table in the data package: path, schema, licence and sources."""
    entries = _resources(folder)
    if name not in entries:
        raise UnknownError("table", name, entries)
    return entries[name]


def package(folder: Path = FOLDER) -> dict[str, Any]:
    """Whole content of datapackage.json."""
    content: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return content


def check(name: str, folder: Path = FOLDER) -> list[Problem]:
    """List all that does not fit in one table; an empty list means that it is sound.

    Parameters
    ----------
    name : str
        Name of the table.
    folder : pathlib.Path, optional
        Folder with datapackage.json and the tables.
    """
    entry = resource(name, folder)
    text, problems = _read(folder, entry)
    if problems:
        return problems
    keys = entry["schema"].get("primaryKey", [])
    found = [
        *(problem for field in entry["schema"]["fields"] for problem in _check_column(entry, text, field)),
        *_check_unique(entry, text, keys),
        *_check_references(entry, text, folder),
    ]
    return sorted(set(found), key=lambda problem: (problem.row, problem.column))


def references(*source_ids: str) -> pd.DataFrame:
    """Citation and identifier of sources, in the order asked for; a source named twice is listed once.

    Parameters
    ----------
    *source_ids : str
        Keys of the table ``sources``.

    Returns
    -------
    pandas.DataFrame
        Columns ``source_id``, ``citation`` and ``identifier``.

    Raises
    ------
    UnknownError
        If there is no such source.
    """
    sources = load("sources").set_index("source_id", drop=False)
    for source_id in source_ids:
        require("source", source_id, sources.index)
    return sources.loc[list(dict.fromkeys(source_ids)), ["source_id", "citation", "identifier"]].reset_index(drop=True)


def cite(source_ids: Iterable[str]) -> list[str]:
    """References as text: citation, then DOI, PMID or PMC number."""
    return [f"{row.citation} {row.identifier}".strip() for row in references(*source_ids).itertuples()]


def terms(*names: str) -> pd.DataFrame:
    """Glossary entries: columns ``term`` and ``definition``, in the order asked for.

    Parameters
    ----------
    *names : str
        Keys of the table ``glossary``.
    """
    glossary = load("glossary").set_index("term", drop=False)
    return glossary.loc[list(names), ["term", "definition"]].reset_index(drop=True)


# -- reading ---------------------------------------------------------------------------------------


@cache
def _resources(folder: Path) -> dict[str, dict[str, Any]]:
    return {entry["name"]: entry for entry in package(folder)["resources"]}


@cache
def _load(folder: Path, name: str) -> pd.DataFrame:
    problems = check(name, folder)
    if problems:
        raise TableError(problems)
    entry = resource(name, folder)
    text, _ = _read(folder, entry)
    return pd.DataFrame({field["name"]: _convert(text[field["name"]], field) for field in entry["schema"]["fields"]})


@cache
def _by_key(folder: Path, name: str) -> pd.DataFrame:
    """A table by the first column of its key."""
    column = resource(name, folder)["schema"]["primaryKey"]
    return _load(folder, name).set_index(column if isinstance(column, str) else column[0])


def _read(folder: Path, entry: dict[str, Any]) -> tuple[pd.DataFrame, list[Problem]]:
    """All cells as text, and what is wrong with the file as such: encoding, header, number of cells."""
    file = entry["path"]
    columns = [field["name"] for field in entry["schema"]["fields"]]
    try:
        with (folder / file).open(newline="", encoding="utf-8") as handle:
            header, *rows = list(csv.reader(handle, strict=True)) or [[]]
    except FileNotFoundError:
        missing = Problem(file, 1, "(file)", "no such file", f"the table in {folder}: get the course's folder again")
        return pd.DataFrame(), [missing]
    except (UnicodeDecodeError, csv.Error) as error:
        return pd.DataFrame(), [Problem(file, 1, "(file)", str(error), "a CSV file in UTF-8 with balanced quotes")]
    if header != columns:
        return pd.DataFrame(), [Problem(file, 1, "(header)", ",".join(header), ",".join(columns))]
    problems = [
        Problem(file, number, "(row)", f"{len(row)} cells", f"{len(columns)} cells")
        for number, row in enumerate(rows, start=2)
        if len(row) != len(columns)
    ]
    return (pd.DataFrame(), problems) if problems else (pd.DataFrame(rows, columns=columns, dtype="str"), [])


def _convert(text: pd.Series, field: Field) -> pd.Series:
    match field["type"]:
        case "integer":
            numbers = pd.to_numeric(text.where(text != ""), errors="raise")
            return numbers.astype("Int64") if (text == "").any() else numbers.astype("int64")
        case "number":
            return pd.to_numeric(text.where(text != ""), errors="raise").astype("float64")
        case "boolean":
            answers = text.map({"true": True, "false": False})  # what was not seen is neither
            return answers.astype("boolean") if (text == "").any() else answers.astype(bool)
        case _:
            return text


# -- checking --------------------------------------------------------------------------------------


def _check_column(entry: dict[str, Any], text: pd.DataFrame, field: Field) -> Iterator[Problem]:
    cells = text[field["name"]]
    if field.get("constraints", {}).get("required"):
        yield from _problems(entry, cells, cells == "", "a value (this column can't be empty)")
    filled = cells[cells != ""]
    for expected, fits in _rules(field):
        good = fits(filled).astype(bool)
        yield from _problems(entry, filled, ~good, expected)
        filled = filled[good]


def _rules(field: Field) -> Iterator[Rule]:
    """What the schema asks of one column; a cell is held to the next rule only if it fits this one."""
    limits = field.get("constraints", {})
    yield "no blanks at either end", lambda cells: cells == cells.str.strip()
    match field["type"]:
        case "integer":
            yield "a whole number", lambda cells: cells.str.fullmatch(r"[+-]?\d+")
        case "number":
            yield "a number, with a point for decimals", lambda cells: cells.str.fullmatch(NUMBER)
        case "boolean":
            yield "true or false", lambda cells: cells.isin(["true", "false"])
    if "enum" in limits:
        yield "one of " + ", ".join(limits["enum"]), lambda cells: cells.isin(limits["enum"])
    if "pattern" in limits:
        wanted = field.get("example", limits["pattern"])
        yield f"the form of {wanted}", lambda cells: cells.str.fullmatch(limits["pattern"])
    if "minimum" in limits:
        yield f"at least {limits['minimum']}", lambda cells: pd.to_numeric(cells) >= limits["minimum"]
    if "maximum" in limits:
        yield f"at most {limits['maximum']}", lambda cells: pd.to_numeric(cells) <= limits["maximum"]
    if limits.get("unique"):
        yield "a value that no other row has", lambda cells: ~cells.duplicated()


def _check_unique(entry: dict[str, Any], text: pd.DataFrame, keys: str | list[str]) -> Iterator[Problem]:
    columns = [keys] if isinstance(keys, str) else keys
    if columns:
        joined = text[columns].agg(" + ".join, axis="columns")
        repeated = text.duplicated(columns)
        named = joined.rename(" + ".join(columns))
        yield from _problems(entry, named, repeated, "a key that no earlier row has")


def _check_references(entry: dict[str, Any], text: pd.DataFrame, folder: Path) -> Iterator[Problem]:
    for link in entry["schema"].get("foreignKeys", []):
        column, target = link["fields"], link["reference"]
        other, problems = _read(folder, resource(target["resource"], folder))
        if not problems:
            filled = text[column][text[column] != ""]
            expected = f"a {target['fields']} of the table {target['resource']}"
            yield from _problems(entry, filled, ~filled.isin(other[target["fields"]]), expected)


def _problems(entry: dict[str, Any], cells: pd.Series, bad: pd.Series, expected: str) -> Iterator[Problem]:
    for index, value in cells[bad].items():
        yield Problem(entry["path"], int(str(index)) + 2, str(cells.name), str(value), expected)
