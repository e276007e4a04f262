"""The data package as others see it: valid, documented, complete."""

from __future__ import annotations

import re
from math import inf

import frictionless
import pytest

from helpers import tables
from helpers.dictionary import dictionary


def test_an_independent_validator_finds_nothing() -> None:
    report = frictionless.validate(str(tables.FOLDER / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "note"])


def test_every_csv_belongs_to_the_package() -> None:
    described = {tables.resource(name)["path"] for name in tables.names()}
    assert described == {path.relative_to(tables.FOLDER).as_posix() for path in tables.FOLDER.rglob("*.csv")}


def test_the_data_dictionary_is_in_step() -> None:
    written = (tables.FOLDER / "README.md").read_text(encoding="utf-8")
    assert written == dictionary(), "run: python3 course.py refresh"


@pytest.mark.parametrize("name", tables.names())
def test_every_column_says_what_it_means(name: str) -> None:
    described = tables.describe(name)
    assert (described["description"].str.len() > 2).all()
    numbers = described[described["type"].eq("number") & ~described["name"].str.contains("exponent")]
    assert (numbers["unit"] != "").all(), numbers["name"].tolist()


def test_the_ledger_is_complete_enough_to_teach_with() -> None:
    claims = tables.load("claims")
    assert len(claims) > 90
    assert set(claims["source_id"]) == {"press_2025", "clinic_isha", "guestpost_aijr"}
    assert claims["statement"].is_unique
    assert set(claims["level"]) == {"molecular", "network", "behavioral", "treatment", "study"}


def test_claim_ids_tell_their_article_and_leave_no_gap() -> None:
    claims = tables.load("claims")
    for letter, source in {"N": "press_2025", "C": "clinic_isha", "G": "guestpost_aijr"}.items():
        own = claims.loc[claims["source_id"] == source, "claim_id"]
        assert list(own) == [f"{letter}-{number:02d}" for number in range(1, len(own) + 1)]


def test_windows_and_hints_are_ranges() -> None:
    assert (tables.load("plasma_windows")["low"] < tables.load("plasma_windows")["high"]).all()
    hints = tables.load("question_hints").fillna({"low": -inf, "high": inf})
    assert (hints["low"] < hints["high"]).all()


def test_every_absorbed_route_has_a_time_to_its_peak_and_a_source() -> None:
    absorbed = tables.load("routes").query("entry == 'absorbed'")
    assert absorbed["tmax_h"].notna().all()
    assert (absorbed["source_id"] != "").all()


def test_every_source_is_used_by_some_row() -> None:
    used: set[str] = set()
    for name in tables.names():
        columns = [link["fields"] for link in tables.resource(name)["schema"].get("foreignKeys", [])]
        for column in columns:
            if column.endswith("source_id"):
                used |= set(tables.load(name)[column])
    quoted = {
        "bowdle_1998",
        "gelman_2014",
        "kishimoto_2016",
        "kramers_1940",
        "vlisides_2018",
    }  # named in notes and notebooks
    assert set(tables.load("sources")["source_id"]) - used <= quoted


def test_no_address_of_a_mirror_stands_in_the_tables() -> None:
    """Only the three articles have addresses: they can be opened and read."""
    addresses = tables.load("articles")["address"]
    assert (addresses != "").sum() == 2
    for path in set(tables.FOLDER.glob("*.csv")) - {tables.FOLDER / "articles.csv"}:
        assert not re.search(r"https?://", path.read_text(encoding="utf-8")), path.name
