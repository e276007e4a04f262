"""Regression to the mean by its formula, and what a control arm takes out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import exercises, explorers
from helpers.study import no_control


def test_two_scans_differ_by_the_published_spread() -> None:
    assert no_control.scan_twice(8).change.std() == pytest.approx(8.5, rel=0.03)


@settings(max_examples=20, deadline=None)
@given(spread=st.floats(1, 20), chosen=st.integers(10, 100))
def test_the_lowest_rise_as_the_formula_says(spread: float, chosen: int) -> None:
    scans = no_control.scan_twice(spread)
    low = no_control.lowest(scans, chosen)
    expected = (1 - no_control.reliability(spread)) * (100 - scans.first[low].mean())
    assert scans.change[low].mean() == pytest.approx(expected, abs=1.0)


@settings(max_examples=20, deadline=None)
@given(effect=st.floats(0, 10), drift=st.floats(-8, 8), spread=st.floats(1, 20))
def test_the_difference_of_the_arms_is_the_effect(effect: float, drift: float, spread: float) -> None:
    scans = no_control.scan_twice(spread, drift, effect)
    low = no_control.lowest(scans, 50)
    difference = scans.change[low & ~scans.control].mean() - scans.change[low & scans.control].mean()
    assert difference == pytest.approx(effect, abs=1.8)


def test_everybody_taken_together_does_not_regress() -> None:
    found = explorers.no_control(chosen=100).quantities
    assert abs(found["chosen_percent"]) < 0.5


def test_two_groups_at_two_times_differ_by_chance() -> None:
    """Time does nothing in it, and yet small groups differ by several percent."""
    differences = no_control.two_times(effect=5, difference=8.5)
    assert differences.mean() == pytest.approx(0, abs=0.4)
    assert np.abs(differences).mean() > 3


def test_a_negative_spread_says_why() -> None:
    with pytest.raises(ValueError, match="can't be negative"):
        no_control.scan_twice(-1)


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("improve_without_drug", explorers.no_control())
    assert not challenge.reached
    challenge.explorer.set(chosen=10, spread=5)
    assert challenge.reached
