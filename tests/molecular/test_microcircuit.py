"""The toy circuit: its hump, the loss of it with equal sensitivities, and the data it is held against."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import exercises, explorers, tables
from helpers.molecular import microcircuit

half = st.floats(1, 200)
ratio = st.floats(1, 50)
inhibition = st.floats(0, 1)


def test_one_setting_gets_all_four_directions() -> None:
    change = microcircuit.change_percent([10, 30, 50, 200], 10, 10, 0.4)
    assert change == pytest.approx([10.9, 6.9, 0.0, -28.6], abs=0.1)
    challenge = exercises.challenge("fit_the_hump", explorers.inverted_u())
    assert not challenge.reached
    challenge.explorer.set(half=10, ratio=10, inhibition=0.4)
    assert challenge.reached


@given(half=half, inhibition=inhibition)
def test_with_equal_sensitivities_there_is_no_hump(half: float, inhibition: float) -> None:
    change = microcircuit.change_percent(microcircuit.DOSES, half, 1.0, inhibition)
    assert change.max() <= 1e-9
    assert (np.diff(change) <= 1e-9).all()


@given(half=half, ratio=st.floats(2, 50), inhibition=st.floats(0.6, 1))
def test_a_more_sensitive_interneuron_under_strong_inhibition_makes_a_rise(
    half: float, ratio: float, inhibition: float
) -> None:
    assert microcircuit.change_percent(0.01 * half, half, ratio, inhibition) > 0


@given(half=half, ratio=ratio)
def test_without_inhibition_nothing_rises(half: float, ratio: float) -> None:
    assert (microcircuit.change_percent(microcircuit.DOSES, half, ratio, 0.0) <= 0).all()


@given(dose=st.floats(0, 1e6), half=half, ratio=ratio, inhibition=inhibition)
def test_output_never_falls_below_silence(dose: float, half: float, ratio: float, inhibition: float) -> None:
    assert microcircuit.change_percent(dose, half, ratio, inhibition) >= -100


def test_no_drug_no_change_and_half_dose_half_block() -> None:
    assert microcircuit.change_percent(0, 10, 5, 0.4) == 0
    assert microcircuit.blocked(10, 10) == pytest.approx(0.5)


def test_the_zero_crossing_is_where_algebra_puts_it() -> None:
    """Inhibition (D + k_p) = D + k_i, solved for D."""
    k_i, ratio, inhibition = 10.0, 10.0, 0.4
    crossing = (inhibition * k_i * ratio - k_i) / (1 - inhibition)
    assert microcircuit.change_percent(crossing, k_i, ratio, inhibition) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(("dose", "half"), [(-1, 10), (1, 0)])
def test_impossible_numbers_say_why(dose: float, half: float) -> None:
    with pytest.raises(ValueError, match="can't be negative"):
        microcircuit.blocked(dose, half)


def test_the_slices_stand_beside_the_rats() -> None:
    explorer = explorers.inverted_u()
    assert "1 µM made inhibitory events rarer and excitatory ones more frequent" in explorer.reading
    seen = tables.load("slice_events").set_index(["concentration_um", "events"])["direction"]
    assert seen.to_dict() == {
        (1.0, "inhibitory"): "down",
        (1.0, "excitatory"): "up",
        (10.0, "inhibitory"): "down",
        (10.0, "excitatory"): "down",
    }
