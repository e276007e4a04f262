"""The study by its sources: nothing is filled in, and what differs is told."""

from __future__ import annotations

import pytest

from helpers import exercises, explorers, tables
from helpers.study import design


def test_what_the_article_leaves_out_it_leaves_out_by_the_table() -> None:
    said = design.compare("press_2025").set_index("parameter")
    assert said.loc["dose", "status"] == "silent"
    assert said.loc["infusion length", "status"] == "silent in both"
    assert said.loc["sex", "status"] == "alone"


def test_a_source_without_a_row_is_not_called_silent() -> None:
    said = design.compare("livescience_2025").set_index("parameter")
    assert said.loc["dose", "says"] == said.loc["dose", "status"] == design.MISSING
    assert said.loc["dose", "other_says"].startswith("1 mg/kg")


def test_every_statement_is_that_of_the_table() -> None:
    known = tables.load("study_parameters").set_index(["parameter", "source_id"])["value"]
    for source in design.NAMES:
        for row in design.compare(source).itertuples():
            assert row.says == known.get((row.parameter, source), design.MISSING)


def test_the_second_scan_differs_by_source() -> None:
    assert "all, day 1 to 8" in explorers.study_design().reading
    assert "one group, day 1; the other group, day 7" in explorers.study_design(source="press_2025").reading
    assert "second scan: not stated" in explorers.study_design(source="vice_2025").reading


def test_a_source_beside_itself_states_nothing_alone() -> None:
    assert explorers.study_design(source="press_2025", other="press_2025").quantities["alone"] == 0


def test_an_unknown_source_names_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"no source 'nature'.*agnorelli_2025"):
        design.compare("nature")


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("what_the_other_leaves_out", explorers.study_design())
    assert not challenge.reached
    challenge.explorer.set(source="press_2025", other="agnorelli_2025")
    assert challenge.reached
