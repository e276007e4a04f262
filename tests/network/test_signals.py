"""Made-up signals and their measures, held to antropy and to what the definitions demand."""

from __future__ import annotations

from dataclasses import replace

import antropy
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import exercises, explorers
from helpers.interactive import COLOURS
from helpers.network import signals
from tests.pictures import assert_axes, assert_colour, assert_drawn, assert_says, assert_seen, legend_of, settings_of

SIGNALS = st.tuples(st.floats(0, 2.5), st.floats(0, 3), st.floats(0, 1)).map(lambda scene: signals.make_signal(*scene))


@settings(max_examples=25)
@given(values=SIGNALS)
def test_lempel_ziv_agrees_with_antropy(values: np.ndarray) -> None:
    symbols = (values > np.median(values)).astype(int)
    oracle = antropy.lziv_complexity("".join(map(str, symbols)), normalize=True)
    assert signals.lempel_ziv(values) == pytest.approx(oracle, rel=1e-9)


@settings(max_examples=25)
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
    assert signals.fit_line(signals.spectrum(signals.make_signal(slope, 0, 0))).slope == pytest.approx(slope, abs=0.2)


def test_a_flatter_spectrum_raises_both_measures() -> None:
    steep, flat = (signals.measure(signals.make_signal(slope, 1, 0.1)) for slope in (2.0, 0.5))
    assert flat.lempel_ziv > 1.3 * steep.lempel_ziv
    assert flat.permutation_entropy > steep.permutation_entropy


@settings(max_examples=20)
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


def test_a_surrogate_keeps_the_power_that_is_shown() -> None:
    """Welch's windows would have told two spectra apart that are one."""
    for values in (signals.sweep(), signals.make_signal(1.5, 1, 0.1)):
        shuffled = signals.shuffle_phases(values)
        assert signals.spectrum(shuffled).to_numpy() == pytest.approx(signals.spectrum(values).to_numpy(), rel=1e-6)
        before, after = signals.measure(values).line, signals.measure(shuffled).line
        assert (after.slope, after.power_at_1_hz) == pytest.approx((before.slope, before.power_at_1_hz), rel=1e-6)


def test_power_over_all_bands_is_the_variance() -> None:
    """Parseval, nearly: bands of 0.25 Hz from 0 to half of the rate; a signal without a mean has variance 1."""
    power = signals.spectrum(signals.make_signal(1.0, 1.0, 0.1))
    assert (len(power), power.index[0], power.index[-1]) == (250, pytest.approx(0.15625), pytest.approx(62.40625))
    assert np.diff(power.index) == pytest.approx(0.25)
    assert 0.25 * power.sum() == pytest.approx(1, abs=1e-6)


def test_a_tone_stands_at_its_frequency() -> None:
    tone = np.sqrt(2) * np.sin(2 * np.pi * 10 * np.arange(signals.SAMPLES) / signals.RATE_HZ)
    power = signals.spectrum(tone)
    assert power.idxmax() == pytest.approx(10, abs=0.13)
    assert power.max() == pytest.approx(4, rel=1e-6)


def test_a_line_through_a_straight_spectrum_is_that_line() -> None:
    hz = np.arange(0.25, 60, 0.25)
    line = signals.fit_line(pd.Series(0.3 * hz**-1.7, index=hz))
    assert (line.slope, line.power_at_1_hz) == pytest.approx((1.7, 0.3))
    assert line.power([1, 10]) == pytest.approx([0.3, 0.3 * 10**-1.7])
    assert signals.fit_line(pd.Series(0.3 * hz**0.5, index=hz)).slope == pytest.approx(-0.5)


def test_the_rhythm_has_no_part_in_the_fit() -> None:
    hz = np.arange(0.25, 60, 0.25)
    with_rhythm = pd.Series(hz**-1.0 + 5 * np.exp(-((hz - 10) ** 2)), index=hz)
    assert signals.fit_line(with_rhythm).slope == pytest.approx(1, abs=0.01)


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("entropy_without_mind", explorers.eeg())
    assert not challenge.reached
    challenge.explorer.set(slope=0.5)
    assert not challenge.reached
    assert challenge.feedback.endswith("Choose the made-up signal with its phases shuffled.")
    challenge.explorer.set(phases=signals.SURROGATE)
    assert challenge.reached
    challenge.explorer.set(slope=1.5)
    assert "The goal is a Lempel-Ziv complexity of 0.8 or more; now it is 0.6" in challenge.feedback
    challenge.explorer.set(phases=signals.SWEEP_SURROGATE)
    assert not challenge.reached


# -- scene and picture -----------------------------------------------------------------------------


def test_the_picture_shows_the_scene() -> None:
    for explorer in settings_of("eeg"):
        shown, picture = explorer.scene, explorer.picture
        assert_drawn(picture.trace, shown.time_s, shown.trace)
        assert_drawn(picture.power, shown.power.index, shown.power)
        assert_drawn(picture.fit, shown.fit_hz, shown.fit_power)
        assert_drawn(picture.bars, [shown.lempel_ziv, shown.permutation_entropy])
        assert [bar.get_y() for bar in picture.bars] == [0, 0]
        for number, value in zip(picture.numbers, (shown.lempel_ziv, shown.permutation_entropy), strict=True):
            assert_drawn(number, f"{value:.2f}")
            assert number.get_position()[1] == 0.03  # at the foot of its bar
        then = [shown.reference.lempel_ziv, shown.reference.permutation_entropy]
        assert_drawn(picture.references, [[(x - 0.42, y), (x + 0.42, y)] for x, y in zip((0, 1), then, strict=True)])
        assert_drawn(picture.named, "line: before" if shown.before else "line: at first")
        assert_seen([picture.trace, picture.power, picture.fit, *picture.bars, *picture.numbers])


def test_the_line_that_is_drawn_is_the_fit() -> None:
    """Absolutely: least squares by hand on the spectrum that is drawn. It was drawn at a third to five sixths of it."""
    for explorer in settings_of("eeg"):
        hz, power = (np.asarray(part) for part in explorer.picture.power.get_data())
        used = (hz >= 2) & (hz <= 40) & ((hz < 7) | (hz > 14))
        x, y = np.log10(hz[used]), np.log10(power[used])
        steepness = ((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum()
        ends = 10 ** (y.mean() + steepness * (np.log10([2, 40]) - x.mean()))
        assert_drawn(explorer.picture.fit, [2, 40], ends)
        assert explorer.scene.slope == pytest.approx(-steepness)


def test_shuffling_leaves_the_spectrum_in_the_picture() -> None:
    for plain, shuffled in ((signals.AS_MADE, signals.SURROGATE), (signals.SWEEP, signals.SWEEP_SURROGATE)):
        before, after = explorers.eeg(phases=plain), explorers.eeg(phases=shuffled)
        for line in ("power", "fit"):
            one, other = (getattr(explorer.picture, line).get_ydata() for explorer in (before, after))
            assert np.asarray(other) == pytest.approx(np.asarray(one), rel=1e-5, abs=1e-12)
        assert before.scene.trace != pytest.approx(after.scene.trace, abs=0.1)
        assert after.reading.endswith("and the very same spectrum.")


def test_axes_and_colours_say_what_is_meant() -> None:
    picture = signals.SignalPicture()
    above, left, right = picture.figure.axes
    assert [axes for axes in picture.figure.axes if picture.trace in axes.lines] == [above]
    assert set(left.lines) == {picture.power, picture.fit}
    assert_axes(above, xlim=(0, 3), ylim=(-4, 4), yticks=[], xlabel="time (s)", ylabel="signal")
    assert_axes(left, xlim=(1, 60), ylim=(1e-6, 3), xscale="log", yscale="log")
    assert_axes(left, xlabel="frequency (Hz)", ylabel="power (per Hz)", xticks=[1, 2, 5, 10, 20, 40])
    assert [label.get_text() for label in left.get_xticklabels()] == ["1", "2", "5", "10", "20", "40"]
    assert legend_of(left) == ["spectrum", "line fitted, alpha left out"]
    assert [picture.power.get_label(), picture.fit.get_label()] == legend_of(left)
    assert_axes(right, ylim=(0, 1.25), xticks=[0, 1], yscale="linear")
    assert [label.get_text() for label in right.get_xticklabels()] == ["Lempel-\nZiv", "permutation\nentropy"]
    assert [bar.get_x() + bar.get_width() / 2 for bar in picture.bars] == pytest.approx([0, 1])
    assert [number.get_position()[0] for number in picture.numbers] == [0, 1]
    for artist, colour in ((picture.trace, "blue"), (picture.power, "blue"), (picture.fit, "red")):
        assert_colour(artist, COLOURS[colour])


def test_the_scene_is_the_models() -> None:
    for explorer in settings_of("eeg"):
        shown, set_to = explorer.scene, explorer.values
        swept = set_to["phases"] in (signals.SWEEP, signals.SWEEP_SURROGATE)
        made = signals.sweep() if swept else signals.make_signal(set_to["slope"], set_to["alpha"], set_to["noise"])
        shuffled = set_to["phases"] in (signals.SURROGATE, signals.SWEEP_SURROGATE)
        values = signals.shuffle_phases(made) if shuffled else made
        assert shown.time_s == pytest.approx(np.linspace(0, 3, 375, endpoint=False))
        assert shown.trace == pytest.approx(values[:375])
        assert shown.power.to_numpy() == pytest.approx(signals.spectrum(values).to_numpy())
        symbols = "".join(map(str, (values > np.median(values)).astype(int)))
        assert shown.lempel_ziv == pytest.approx(antropy.lziv_complexity(symbols, normalize=True))
        assert shown.permutation_entropy == pytest.approx(antropy.perm_entropy(values, order=3, normalize=True))
        assert (shown.before is not None) == shuffled
        if shuffled:
            assert shown.before == signals.measure(made)


def test_the_reading_says_the_scenes_numbers() -> None:
    for explorer in settings_of("eeg"):
        shown = explorer.scene
        way = "falls" if shown.slope > 0 else "rises"
        assert_says(
            explorer,
            "Between 2 and 40 Hz",
            f"power {way} with frequency, with a slope of {abs(shown.slope):.2f}.",
            f"Lempel-Ziv complexity is {shown.lempel_ziv:.2f}",
            f"permutation entropy {shown.permutation_entropy:.2f}",
        )
        assert ("Before its phases" in explorer.reading) == (shown.before is not None)
        was = signals.measure(signals.make_signal(1.5, 1, 0.1)) if shown.before is None else shown.before
        assert shown.reference == was
        higher = [shown.lempel_ziv > was.lempel_ziv, shown.permutation_entropy > was.permutation_entropy]
        words = ["Neither measure rises", "One of the measures rises", "Both measures rise"][sum(higher)]
        same = (shown.lempel_ziv, shown.permutation_entropy) == (was.lempel_ziv, was.permutation_entropy)
        assert explorer.headline.startswith("A made-up signal" if same else words)
        if shown.before:
            before = f"the signal had {shown.before.lempel_ziv:.2f} and {shown.before.permutation_entropy:.2f},"
            assert_says(explorer, "permutation entropy", before)


def test_falling_rising_and_level_are_told_apart() -> None:
    """A slope below 0 is a rise; none has a sign that contradicts its word."""
    first = explorers.eeg().scene
    told = {slope: signals.read(replace(first, slope=slope)).text for slope in (0.74, -0.74, -0.004)}
    assert "falls with frequency, with a slope of 0.74." in told[0.74]
    assert "rises with frequency, with a slope of 0.74." in told[-0.74]
    assert "neither falls nor rises with frequency (slope 0.00)." in told[-0.004]
    assert "power rises with frequency, with a slope of 0.03" in explorers.eeg(phases=signals.SWEEP).reading


def test_known_numbers_are_said() -> None:
    assert_says(explorers.eeg(), "falls", "a slope of 1.64", "is 0.65", "entropy 0.90")


def test_a_sweep_needs_none_of_the_sliders() -> None:
    for phases, idle in ((signals.AS_MADE, False), (signals.SURROGATE, False), (signals.SWEEP, True)):
        controls = explorers.eeg(phases=phases).controls
        assert [controls[name].disabled for name in ("slope", "alpha", "noise")] == [idle] * 3
