"""Scores and responders over time, held to the published table and to statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from helpers import exercises, explorers
from helpers.behavioral import onset


def test_placebo_falls_by_nearly_ten_points_within_two_hours() -> None:
    assert onset.scores(onset.PLACEBO)["points"].tolist() == [-9.7, -5.7, -4.9]


def test_the_error_of_a_difference_is_larger_than_either_error() -> None:
    for dose in onset.DOSES:
        found = onset.difference(dose)["standard_error"]
        assert (found > onset.scores(dose)["standard_error"]).all()
        assert (found > onset.scores(onset.PLACEBO)["standard_error"]).all()


def test_the_difference_at_a_week_by_hand() -> None:
    """28 mg: -9.8 (2.72) and -4.9 (1.74)."""
    last = onset.difference("esketamine 28 mg").iloc[-1]
    assert last["points"] == pytest.approx(-4.9)
    assert last["standard_error"] == pytest.approx(3.23, abs=0.01)


@settings(max_examples=40, deadline=None)
@given(people=st.integers(5, 400), percent=st.integers(0, 100))
def test_intervals_of_shares_are_wilsons(people: int, percent: int) -> None:
    found = onset.share(percent, people)
    low, high = proportion_confint(round(percent / 100 * people), people, method="wilson")
    assert (found.low, found.high) == pytest.approx((100 * low, 100 * high), abs=1e-9)


def test_responders_rise_with_the_antidepressant_alone() -> None:
    control = onset.responders(drug=False)
    assert control["percent"].tolist() == [9.4, 45.2]
    assert (onset.responders(drug=True)["percent"] > control["percent"]).all()


def test_bars_are_as_wide_as_they_say() -> None:
    explorer = explorers.onset()
    line = explorer.picture.drug.lines[2][0]
    narrow = np.ptp(line.get_segments()[0][:, 1])
    explorer.set(bars=onset.INTERVAL)
    assert np.ptp(line.get_segments()[0][:, 1]) == pytest.approx(1.96 * narrow, rel=1e-3)


def test_an_unknown_arm_says_which_there_are() -> None:
    with pytest.raises(ValueError, match=r"no arm 'esketamine 14 mg'.*84 mg"):
        onset.scores("esketamine 14 mg")


def test_dose_and_bars_say_why_they_are_idle() -> None:
    explorer = explorers.onset(view=onset.RESPONSE)
    assert explorer.controls["dose"].disabled
    assert explorer.controls["bars"].disabled


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("clear_at_a_week", explorers.onset())
    assert not challenge.reached
    challenge.explorer.set(view=onset.DIFFERENCE, dose="esketamine 84 mg")
    assert challenge.reached
