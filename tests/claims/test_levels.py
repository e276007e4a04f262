"""The map: every notebook is on it, and paths fit their hours."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers import explorers, tables
from helpers.claims import levels

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


def test_every_notebook_is_on_the_map() -> None:
    assert set(tables.load("course_map")["notebook"]) == {path.stem for path in NOTEBOOKS.glob("*.ipynb")}
    assert set(levels.PLACES) == set(tables.load("course_map")["notebook"])


@pytest.mark.parametrize(("hours", "most"), [("2h", 120), ("6h", 360), ("12h", 720)])
def test_paths_fit_their_hours(hours: str, most: int) -> None:
    found = levels.path(hours)
    assert 0.75 * most <= found["minutes"].sum() <= most
    assert (found["what"] != "").all()
    assert found["notebook"].is_monotonic_increasing


def test_the_long_path_has_all_of_it() -> None:
    rows = tables.load("course_map")
    assert (rows["minutes_12h"] == rows["minutes"] + rows["more_minutes"]).all()
    assert len(levels.path("12h")) == len(rows)


def test_a_notebook_outside_the_path_says_so() -> None:
    assert "nothing of it" in explorers.levels(notebook="04_treatment", hours="2h").reading


def test_an_unknown_path_says_which_there_are() -> None:
    with pytest.raises(ValueError, match="2h, 6h, 12h"):
        levels.path("3h")
