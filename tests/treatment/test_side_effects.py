"""Differences of shares: statsmodels as oracle, and tables that are what their counts say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep

from helpers import exercises, explorers
from helpers.treatment import side_effects


@settings(max_examples=60, deadline=None)
@given(data=st.data(), first=st.integers(10, 400), second=st.integers(10, 400))
def test_the_interval_is_newcombes(data: st.DataObject, first: int, second: int) -> None:
    a, b = data.draw(st.integers(0, first)), data.draw(st.integers(0, second))
    found = side_effects.risk_difference(100 * a / first, first, 100 * b / second, second)
    low, high = confint_proportions_2indep(a, first, b, second, compare="diff", method="newcomb")
    assert (found.low, found.high) == pytest.approx((100 * low, 100 * high), abs=1e-6)
    assert found.low <= found.value + 1e-9
    assert found.value <= found.high + 1e-9


@given(percent=st.floats(0, 100), people=st.integers(5, 500))
def test_like_against_like_is_no_difference(percent: float, people: int) -> None:
    found = side_effects.risk_difference(percent, people, percent, people)
    assert found.value == 0
    assert found.low == pytest.approx(-found.high)


def test_dissociation_by_hand() -> None:
    found = side_effects.risk_difference(41, 346, 9, 222)
    assert found.value == pytest.approx(32)
    assert (round(found.low), round(found.high)) == (25, 38)


@pytest.mark.parametrize("source", side_effects.TRIALS.values())
def test_events_are_ordered_by_difference(source: str) -> None:
    found = side_effects.compare_events(source)
    assert found["difference"].is_monotonic_decreasing
    assert ((found["low"] <= found["difference"]) & (found["difference"] <= found["high"])).all()
    assert len(found) <= side_effects.MOST


def test_a_report_with_one_arm_says_so() -> None:
    with pytest.raises(ValueError, match="both arms"):
        side_effects.compare_events("janik_2025")


def test_an_event_that_is_not_listed_is_said() -> None:
    assert "not in this report's list" in explorers.side_effects(event="euphoria", trial="daly_2019").reading


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("may_be_chance", explorers.side_effects())
    assert not challenge.reached
    challenge.explorer.set(trial="daly_2019", event="anxiety")
    assert challenge.reached
