"""Made-up signals and their measures, held to antropy and to what the definitions demand."""

from __future__ import annotations

import antropy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import exercises, explorers
from helpers.network import signals

SIGNALS = st.tuples(st.floats(0, 2.5), st.floats(0, 3), st.floats(0, 1)).map(lambda scene: signals.make_signal(*scene))


@settings(max_examples=25, deadline=None)
@given(values=SIGNALS)
def test_lempel_ziv_agrees_with_antropy(values: np.ndarray) -> None:
    symbols = (values > np.median(values)).astype(int)
    oracle = antropy.lziv_complexity("".join(map(str, symbols)), normalize=True)
    assert signals.lempel_ziv(values) == pytest.approx(oracle, rel=1e-9)


@settings(max_examples=25, deadline=None)
@given(values=SIGNALS, order=st.integers(2, 5))
def test_permutation_entropy_agrees_with_antropy(values: np.ndarray, order: int) -> None:
    oracle = antropy.perm_entropy(values, order=order, normalize=True)
    assert signals.permutation_entropy(values, order) == pytest.approx(oracle, abs=1e-9)


def test_a_textbook_sequence_has_six_patterns() -> None:
    """0001101001000101 is cut into 0 001 10 100 1000 101 (Lempel & Ziv 1976)."""
    symbols = np.array([int(symbol) for symbol in "0001101001000101"], dtype=float)
    patterns = signals.lempel_ziv(symbols) * len(symbols) / np.log2(len(symbols))
    assert patterns == pytest.approx(6)


def test_coin_tosses_are_complex_and_a_ramp_is_not() -> None:
    noise = np.random.default_rng(1).standard_normal(4000)
    assert signals.lempel_ziv(noise) == pytest.approx(1, abs=0.06)
    assert signals.lempel_ziv(np.arange(4000)) < 0.02
    assert signals.permutation_entropy(np.arange(100)) == 0
    assert signals.permutation_entropy(noise) > 0.99


@pytest.mark.parametrize("slope", [0.5, 1.0, 1.5, 2.0])
def test_the_slope_that_was_put_in_comes_out(slope: float) -> None:
    assert signals.fit_slope(signals.spectrum(signals.make_signal(slope, 0, 0))) == pytest.approx(slope, abs=0.2)


def test_a_flatter_spectrum_raises_both_measures() -> None:
    steep, flat = (signals.measure(signals.make_signal(slope, 1, 0.1)) for slope in (2.0, 0.5))
    assert flat.lempel_ziv > 1.3 * steep.lempel_ziv
    assert flat.permutation_entropy > steep.permutation_entropy


@settings(max_examples=20, deadline=None)
@given(values=SIGNALS)
def test_a_surrogate_keeps_the_spectrum(values: np.ndarray) -> None:
    surrogate = signals.shuffle_phases(values)
    np.testing.assert_allclose(np.abs(np.fft.rfft(surrogate)), np.abs(np.fft.rfft(values)), rtol=1e-6, atol=1e-6)


def test_noise_keeps_nearly_its_complexity_when_its_phases_are_shuffled() -> None:
    """One draw of phases differs from another by a few hundredths; on average hardly anything is lost."""
    made = [signals.make_signal(slope, alpha, 0.1) for slope in np.arange(0, 2.6, 0.25) for alpha in (0, 1, 2)]
    lost = [signals.lempel_ziv(values) - signals.lempel_ziv(signals.shuffle_phases(values)) for values in made]
    assert abs(np.mean(lost)) < 0.03
    assert np.abs(lost).max() < 0.1


def test_a_signal_with_order_loses_it_to_shuffled_phases() -> None:
    """Complexity is not the spectrum alone: the sweep has the same spectrum before and after."""
    swept = signals.sweep()
    assert signals.lempel_ziv(swept) < 0.6
    assert signals.lempel_ziv(signals.shuffle_phases(swept)) > 0.9


def test_a_signal_is_centred_and_scaled_and_always_the_same() -> None:
    values = signals.make_signal(1.0, 1.0, 0.1)
    assert values.mean() == pytest.approx(0, abs=1e-12)
    assert values.std() == pytest.approx(1)
    np.testing.assert_array_equal(values, signals.make_signal(1.0, 1.0, 0.1))


def test_a_negative_amplitude_says_why() -> None:
    with pytest.raises(ValueError, match="can't be negative"):
        signals.make_signal(1, -1, 0)


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("entropy_without_mind", explorers.eeg())
    assert not challenge.reached
    challenge.explorer.set(slope=0.5, phases=signals.SURROGATE)
    assert challenge.reached
