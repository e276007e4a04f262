"""The drug goes, the effect stays: limits of the toy bridge, an independent solver, and the sentence of the section."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from helpers import exercises, explorers, tables
from helpers.molecular import receptors, time_course

SALAT = receptors.affinity_choices()["choice"].iloc[0]
half_time = st.floats(0.25, 120)
TIMES = np.arange(0, 100, time_course.STEP_H)


def test_a_day_later_a_thousandth_of_the_peak_is_left_and_the_effect_is_greatest() -> None:
    found = explorers.effect_after_drug().quantities
    assert found["plasma_at_day_1_percent"] == pytest.approx(0.11, abs=0.01)
    assert found["receptor_at_day_1_percent"] == pytest.approx(1.06, abs=0.03)
    assert tables.load("durations").set_index("duration_id").loc["superior", "to_h"] == 240


@pytest.mark.parametrize(("rise", "fall"), [(1.0, 4.0), (6.0, 60.0), (5.0, 5.0)])
def test_the_bridge_agrees_with_a_general_solver(rise: float, fall: float) -> None:
    drive = np.exp(-TIMES / 3)
    k_rise, k_fall = np.log(2) / rise, np.log(2) / fall
    solved = solve_ivp(
        lambda t, y: [np.exp(-t / 3) - k_rise * y[0], k_rise * y[0] - k_fall * y[1]],
        (0, TIMES[-1]),
        [0, 0],
        t_eval=TIMES,
        rtol=1e-9,
        atol=1e-12,
    )
    np.testing.assert_allclose(time_course.bridge(drive, rise, fall), solved.y[1], atol=2e-4 * solved.y[1].max())


@given(rise=half_time, fall=half_time)
def test_a_steady_drive_ends_at_drive_over_rate(rise: float, fall: float) -> None:
    long = np.ones(2000)
    reached = time_course.bridge(long, rise, fall, step_h=max(rise, fall) / 20)[-1]
    assert reached == pytest.approx(fall / np.log(2), rel=1e-6)


@given(rise=half_time, fall=half_time)
def test_the_bridge_is_never_negative_and_doubles_with_its_drive(rise: float, fall: float) -> None:
    drive = np.exp(-TIMES / 2)
    once, twice = time_course.bridge(drive, rise, fall), time_course.bridge(2 * drive, rise, fall)
    assert (once >= -1e-12).all()
    np.testing.assert_allclose(twice, 2 * once, rtol=1e-9, atol=1e-12)


@given(rise=st.floats(0.5, 20), longer=st.floats(1.2, 4), fall=st.floats(1, 60))
def test_slower_building_up_moves_the_peak_back(rise: float, longer: float, fall: float) -> None:
    drive = (TIMES < 0.5).astype(float)
    early, late = (time_course.bridge(drive, r, fall).argmax() for r in (rise, rise * longer))
    assert late >= early


def test_after_a_short_push_it_peaks_where_the_bateman_function_does() -> None:
    rise, fall = np.log(2) / 4.0, np.log(2) / 40.0
    push = np.zeros_like(TIMES)
    push[0] = 1.0
    peak_h = TIMES[time_course.bridge(push, 4.0, 40.0).argmax()]
    assert peak_h == pytest.approx(np.log(rise / fall) / (rise - fall), abs=0.1)


def test_one_slow_process_can_not_both_start_and_stay() -> None:
    """The point of the section: whatever peaks at day 1 shows next to nothing after 40 minutes."""
    for rise in (1, 2, 4, 8, 16):
        for fall in (10, 20, 40, 80):
            found = explorers.effect_after_drug(rise=rise, fall=fall).quantities
            if found["toy_hours_from_day_1"] <= 4:
                assert found["toy_at_40_min_percent"] < 2.5


@pytest.mark.parametrize(("rise", "fall"), [(0, 4), (1, -1)])
def test_impossible_half_times_say_why(rise: float, fall: float) -> None:
    with pytest.raises(ValueError, match="half-time must be more than 0"):
        time_course.bridge([1.0, 1.0], rise, fall)


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("bridge_day_one", explorers.effect_after_drug())
    assert not challenge.reached
    challenge.explorer.set(rise=4, fall=40)
    assert challenge.reached
    assert challenge.explorer.quantities["toy_at_40_min_percent"] == pytest.approx(0.73, abs=0.02)
