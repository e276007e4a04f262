"""Sizes of trials on rare events, held to statsmodels; and what the table says, and does not."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import power_proportions_2indep

from helpers import exercises, explorers, tables
from helpers.behavioral import suicidality

ROOT = Path(__file__).resolve().parents[2]


@settings(max_examples=40, deadline=None)
@given(per_thousand=st.integers(5, 300), cut=st.integers(20, 80))
def test_such_a_trial_has_a_power_of_80_percent(per_thousand: int, cut: int) -> None:
    needed = suicidality.people_needed(per_thousand, cut)
    second = per_thousand / 1000 * (1 - cut / 100)
    power = power_proportions_2indep(per_thousand / 1000 - second, second, needed, alpha=0.05).power
    assert power == pytest.approx(0.8, abs=0.005)


@settings(max_examples=40)
@given(per_thousand=st.integers(2, 199), cut=st.integers(10, 85))
def test_rarer_events_and_smaller_falls_need_more_people(per_thousand: int, cut: int) -> None:
    here = suicidality.people_needed(per_thousand, cut)
    assert suicidality.people_needed(per_thousand + 1, cut) < here
    assert suicidality.people_needed(per_thousand, cut + 5) < here


def test_the_trial_on_ideation_could_not_have_seen_a_rare_event() -> None:
    people = int(suicidality.measured("halved")["n"])
    assert suicidality.people_needed(10, 50) > 50 * people


def test_impossible_events_say_why() -> None:
    with pytest.raises(ValueError, match="fewer than 1000"):
        suicidality.people_needed(1000, 50)
    with pytest.raises(ValueError, match=r"no measure 'deaths'.*halved"):
        suicidality.measured("deaths")


def test_every_country_has_one_number_to_call() -> None:
    lines = tables.load("help_lines")
    assert lines["country"].is_unique
    assert lines["number"].str.contains(r"\d").all()


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("how_large", explorers.suicidality())
    assert not challenge.reached
    challenge.explorer.set(per_thousand=100, cut=70)
    assert challenge.reached


def test_the_notebook_names_every_help_line_in_its_text() -> None:
    """So that nobody has to run a cell to find one."""
    notebook = nbformat.read(ROOT / "notebooks" / "03_behavioral_level.ipynb", as_version=4)
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    for line in tables.load("help_lines").itertuples():
        assert f"| {line.country} | {line.service} | {line.number} |" in prose
