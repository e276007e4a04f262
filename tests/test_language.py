"""One spelling, no slips: British, but for the level's name; and what is said of how hard it reads is measured."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import codespell_lib
import pytest

from tests import language

WORD = re.compile(r"[A-Za-z']+")
DICTIONARIES = Path(codespell_lib.__file__).parent / "data"
# The name of a level, which is a key of the tables; nouns and participles that are British, too; a file's name.
ALLOWED = {"behavioral", "practice", "practices", "licensed", "license", "program", "meter", "check", "disk", "story"}
IN_CODE = {"center"}  # what matplotlib calls it
NO_SLIP = {"ket", "vas", "nd", "te"}
PROSE = language.all_prose()


@cache
def corrections(name: str) -> dict[str, list[str]]:
    """One of codespell's dictionaries: a word, and what to write for it."""
    lines = (DICTIONARIES / name).read_text(encoding="utf-8").lower().splitlines()
    pairs = (line.partition("->") for line in lines)
    return {wrong.strip(): [word.strip() for word in right.split(",")] for wrong, _, right in pairs if right}


def words(text: str) -> set[str]:
    return {word.lower().strip("'") for word in WORD.findall(text)}


@pytest.mark.parametrize("place", PROSE)
def test_no_word_is_misspelt(place: str) -> None:
    slips = (words(PROSE[place]) & set(corrections("dictionary.txt"))) - NO_SLIP
    assert {slip: corrections("dictionary.txt")[slip] for slip in slips} == {}


@pytest.mark.parametrize("place", PROSE)
def test_spelling_is_british(place: str) -> None:
    american = {word for right in corrections("dictionary_en-GB_to_en-US.txt").values() for word in right}
    allowed = ALLOWED | (IN_CODE if place.endswith(".py") else set())
    assert (words(PROSE[place]) & american) - allowed == set()


def test_the_reading_index_that_is_told_is_the_one_measured() -> None:
    told = (language.ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (\d\d_[a-z_]+) \| (\d+) \|$", told, re.M))
    for path in sorted((language.ROOT / "notebooks").glob("*.ipynb")):
        assert abs(int(rows[path.stem]) - language.reading_index(path)) <= 2, path.stem
