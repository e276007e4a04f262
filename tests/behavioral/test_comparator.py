"""Effect sizes from intervals, held to a trial that reports its own; and the trap of two subgroups."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from helpers import exercises, explorers, tables
from helpers.behavioral import comparator
from helpers.behavioral.comparator import Effect


def test_the_effect_size_that_a_trial_reports_is_met() -> None:
    """KARMA-Dep 2 prints d = -0.29 beside its difference and interval, which it was not fitted to."""
    reported = tables.load("contrasts").set_index("contrast_id").loc["karma", "effect_size"]
    assert comparator.effect("karma").value == pytest.approx(reported, abs=0.015)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), first=st.integers(5, 60), second=st.integers(5, 60))
def test_a_made_up_trial_gives_its_deviation_back(seed: int, first: int, second: int) -> None:
    """The oracle: statsmodels' interval of two samples, from which the pooled deviation must come out."""
    draw = np.random.default_rng(seed)
    drug, control = draw.normal(-5, 10, first), draw.normal(0, 10, second)
    low, high = CompareMeans(DescrStatsW(drug), DescrStatsW(control)).tconfint_diff(usevar="pooled")
    difference = drug.mean() - control.mean()
    freedom = first + second - 2
    pooled = np.sqrt(((first - 1) * drug.var(ddof=1) + (second - 1) * control.var(ddof=1)) / freedom)
    found = comparator.standardise(Effect(difference, low, high), first, second)
    assert found.value == pytest.approx(-difference / pooled)
    assert found.low <= found.value <= found.high


def test_the_drug_arm_stands_still_and_the_control_arm_moves() -> None:
    pooled = comparator.responses().set_index("contrast_id").loc[["saline_pooled", "midazolam_pooled"]]
    assert np.ptp(pooled["response_drug_percent"]) == 1
    assert np.ptp(pooled["response_control_percent"]) == 17


def test_one_significant_and_one_not_is_no_difference() -> None:
    women, men = comparator.points("women"), comparator.points("men")
    difference, p = comparator.difference_of(women, men)
    assert comparator.p_value(women) < 0.01 < 0.4 < comparator.p_value(men)
    assert p == pytest.approx(0.24, abs=0.005)
    assert difference.low < 0 < difference.high


def test_every_effect_lies_in_its_interval() -> None:
    found = comparator.effects().dropna(subset=["effect_low"])
    assert (found["effect_low"] <= found["effect_size"]).all()
    assert (found["effect_size"] <= found["effect_high"]).all()
    assert len(found) >= 8


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("largest_gap", explorers.comparator())
    assert not challenge.reached
    challenge.explorer.set(against="saline")
    assert challenge.reached
