"""Tables load typed, and what does not fit is reported with its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from helpers import tables


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    shutil.copytree(tables.FOLDER, folder)
    return folder


def replace(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("name", tables.names())
def test_every_table_is_sound_and_typed(name: str) -> None:
    frame = tables.load(name)
    assert tables.check(name) == []
    assert len(frame) > 0
    for field in tables.resource(name)["schema"]["fields"]:
        column = frame[field["name"]]
        wanted = {
            "number": pd.api.types.is_float_dtype,
            "integer": pd.api.types.is_integer_dtype,
            "boolean": pd.api.types.is_bool_dtype,
            "string": pd.api.types.is_string_dtype,
        }[field["type"]]
        assert wanted(column), field["name"]


def test_a_loaded_table_is_the_callers_own() -> None:
    own = tables.load("claims")
    own.loc[0, "statement"] = "changed"
    assert tables.load("claims").loc[0, "statement"] != "changed"


def test_an_unknown_table_names_the_known_ones() -> None:
    with pytest.raises(KeyError, match=r"no table 'claim'.*claims"):
        tables.load("claim")


@pytest.mark.parametrize(
    ("file", "old", "new", "row", "column", "expected"),
    [
        ("claims.csv", "N-01,press_2025,headline,study,", "N-01,press_2025,headline,studies,", 2, "level", "one of"),
        ("claims.csv", "N-01,press_2025,", "N-01,press_2024,", 2, "source_id", "a source_id of the table sources"),
        ("claims.csv", "N-02,", "N-01,", 3, "claim_id", "a key that no earlier row has"),
        ("routes.csv", "Swallowed racemic ketamine", "Injection into a muscle", 9, "label", "no other row"),
        ("claims.csv", "N-03,", "X-03,", 4, "claim_id", "the form of N-07"),
        ("plasma_windows.csv", ",70,160,", ",seventy,160,", 2, "low", "a number"),
        ("plasma_windows.csv", ",70,160,", ",-70,160,", 2, "low", "at least 0"),
        ("routes.csv", ",93,", ",930,", 4, "bioavailability_percent", "at most 100"),
        ("pk_models.csv", "Kamp 2020,3,", "Kamp 2020,3.5,", 2, "compartments", "a whole number"),
        ("sources.csv", ",false,", ",no,", 2, "peer_reviewed", "true or false"),
        ("sources.csv", "press_2025,press,", "press_2025, press,", 2, "kind", "no blanks"),
        ("claims.csv", "N-01,press_2025,headline,", "N-01,press_2025,,", 2, "locator", "can't be empty"),
        (
            "pk_parameters.csv",
            "kamp2020,V2,",
            "kamp2020,V1,",
            3,
            "model_id + parameter",
            "a key that no earlier row has",
        ),
    ],
)
def test_a_bad_cell_is_reported_with_its_place(
    copy: Path, file: str, old: str, new: str, row: int, column: str, expected: str
) -> None:
    replace(copy, file, old, new)
    problems = tables.check(file.removesuffix(".csv"), copy)
    assert [(p.file, p.row, p.column) for p in problems if p.column == column] == [(file, row, column)]
    assert expected in next(p for p in problems if p.column == column).expected


def test_loading_a_bad_table_stops_with_all_of_that_in_one_sentence(copy: Path) -> None:
    replace(copy, "routes.csv", ",93,", ",930,")
    with pytest.raises(tables.TableError) as caught:
        tables._load(copy, "routes")
    message = str(caught.value)
    assert message == "routes.csv, row 4, column bioavailability_percent: found '930', expected at most 100"


def test_a_long_list_of_problems_is_cut_and_says_so(copy: Path) -> None:
    path = copy / "claims.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",flat,", ",claimed,"), encoding="utf-8")
    with pytest.raises(tables.TableError, match=r"\.\.\. and \d+ more") as caught:
        tables._load(copy, "claims")
    assert len(caught.value.problems) > tables.SHOWN_PROBLEMS


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (lambda text: text.replace("claim_id,", "claim,", 1), "claim_id,source_id"),
        (lambda text: text.replace(",headline,", ",", 1), "9 cells"),
        (lambda text: text + 'N-99,"open quote\n', "balanced quotes"),
        (lambda _: "", "claim_id,source_id"),
    ],
)
def test_a_broken_file_is_reported_as_such(copy: Path, spoil, expected: str) -> None:  # type: ignore[no-untyped-def]
    path = copy / "claims.csv"
    path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert any(expected in problem.expected for problem in tables.check("claims", copy))


def test_a_file_in_another_encoding_is_reported(copy: Path) -> None:
    path = copy / "glossary.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))
    assert "UTF-8" in tables.check("glossary", copy)[0].expected


def test_references_keep_the_order_and_drop_repeats() -> None:
    assert list(tables.references("zanos_2018", "kamp_2020", "zanos_2018")["source_id"]) == ["zanos_2018", "kamp_2020"]
    assert tables.cite(["kamp_2020"])[0].endswith("doi:10.1097/ALN.0000000000003577")


def test_describe_names_units() -> None:
    described = tables.describe("routes").set_index("name")
    assert described.loc["tmax_h", "unit"] == "h"
    assert described.loc["tmax_h", "type"] == "number"


def test_terms_come_in_the_order_asked_for() -> None:
    assert list(tables.terms("plasma", "clearance")["term"]) == ["plasma", "clearance"]


def test_a_source_that_is_not_there_is_named() -> None:
    with pytest.raises(tables.UnknownError, match=r"There is no source 'nobody_2000'\. There are: "):
        tables.cite(["nobody_2000"])


def test_what_was_not_seen_is_neither_true_nor_false() -> None:
    met = tables.load("studies").set_index("study_id")["primary_met"]
    assert met["transform_2"]
    assert not met["japan_2021"]
    assert met["ebert_1997"] is pd.NA
