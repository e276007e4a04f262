"""A made-up EEG: slope, alpha rhythm and noise, its spectrum, and what measures of entropy make of it.

Model
-----
The signal is the sum of noise with power falling as ``1 / f^slope``, of a rhythm near 10 Hz (noise through a narrow
band) and of white noise. Amplitudes are in units of the first part's.

Measures
--------
- spectrum: squared size of the whole signal's Fourier transform, in bands of 0.25 Hz. Nothing is cut into windows, so
  that a signal and its surrogate have the same spectrum to the last digit
- slope: of log power against log frequency from 2 to 40 Hz without 7 to 14 Hz (least squares), turned round: positive
  where power falls with frequency
- Lempel-Ziv complexity: number of new patterns in the signal cut at its median to 0 and 1 (Lempel & Ziv 1976), times
  ``log2(n) / n``: near 1 for coin tosses, near 0 for a constant
- permutation entropy: spread of the orders of three successive values (Bandt & Pompe 2002), 1 if all are equally common
- surrogate: the same spectrum with random phases; whatever the phases carried is gone. The made-up EEG is such noise to
  begin with; a sweep of tones is there as a signal that has something to lose

Units
-----
Time in s, frequency in Hz, power per Hz (of a signal with variance 1), complexity and entropy without unit.

Sources
-------
Findings on the topic entropy_and_eeg. antropy and a plain textbook count are the oracles of the tests.

Leaves out
----------
A brain. No neuron fires in it, nobody thinks: it shows that these measures follow the spectrum. Where complexity rose
even when changes of the spectrum were taken out (Schartner 2017, Li & Mashour 2019), that is more than it can show.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray
from scipy import signal as dsp

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, choice, moving, new_figure, plain_axes

RATE_HZ, SECONDS, SHOWN_S = 125, 16, 3.0
SAMPLES = RATE_HZ * SECONDS
ALPHA_HZ = (8.5, 11.5)
BAND_LINES = 4  # lines of the Fourier transform, 1/16 Hz apart, in one band of the spectrum
LOWEST_HZ = 1.0  # as recorders do: the slowest waves would drown all others
FITTED_HZ, LEFT_OUT_HZ = (2.0, 40.0), (7.0, 14.0)
SEED = 7
SLOPE, ALPHA, NOISE = 1.5, 1.0, 0.1  # of the signal that the explorer begins with
AS_MADE, SURROGATE = "as made", "phases shuffled"
SWEEP, SWEEP_SURROGATE = "a sweep of tones instead", "the sweep, phases shuffled"
SWEEP_HZ = (2.0, 40.0)
Signal = NDArray[np.float64]

# -- model -----------------------------------------------------------------------------------------


@cache
def _random(part: str) -> Signal:
    seed = {"slope": 0, "alpha": 1, "white": 2, "phases": 3}[part]
    return np.random.default_rng([SEED, seed]).standard_normal(SAMPLES)


def make_signal(slope: float, alpha: float, noise: float) -> Signal:
    """Make a signal with this slope, alpha rhythm and white noise.

    Parameters
    ----------
    slope : float
        Steepness of the spectrum: power falls as ``1 / f^slope``.
    alpha, noise : float
        Amplitude of the rhythm and of the white noise, in units of the sloped part.

    Returns
    -------
    numpy.ndarray
        The signal, mean 0, standard deviation 1.
    """
    if alpha < 0 or noise < 0:
        raise ValueError("Amplitudes can't be negative.")
    frequencies = np.fft.rfftfreq(SAMPLES, 1 / RATE_HZ)
    shape = np.zeros_like(frequencies)
    heard = frequencies >= LOWEST_HZ
    shape[heard] = frequencies[heard] ** (-slope / 2)
    sloped = np.fft.irfft(np.fft.rfft(_random("slope")) * shape, SAMPLES)
    sections = dsp.butter(2, ALPHA_HZ, btype="bandpass", fs=RATE_HZ, output="sos")
    rhythm = dsp.sosfiltfilt(sections, _random("alpha"))
    parts = [(1.0, sloped), (alpha, rhythm), (noise, _random("white"))]
    whole = sum(weight * part / part.std() for weight, part in parts)
    return np.asarray((whole - np.mean(whole)) / np.std(whole))


def sweep() -> Signal:
    """A tone that rises steadily from 2 to 40 Hz: full of order, with power at all these frequencies."""
    time_s = np.arange(SAMPLES) / RATE_HZ
    tone = dsp.chirp(time_s, SWEEP_HZ[0], SECONDS, SWEEP_HZ[1])
    return np.asarray((tone - tone.mean()) / tone.std())


def shuffle_phases(values: ArrayLike) -> Signal:
    """Signal with the same spectrum and random phases (Theiler 1992)."""
    spectrum = np.fft.rfft(np.asarray(values, dtype=float))
    phases = np.angle(np.fft.rfft(_random("phases")[: np.size(values)]))
    turned = np.abs(spectrum) * np.exp(1j * phases)
    turned[0] = spectrum[0]
    if np.size(values) % 2 == 0:
        turned[-1] = np.abs(spectrum[-1])
    return np.fft.irfft(turned, np.size(values))


def spectrum(values: ArrayLike) -> pd.Series:
    """Power of a signal by frequency, in bands of 0.25 Hz.

    Returns
    -------
    pandas.Series
        Power per Hz, indexed by the bands' middles (Hz). It depends on the sizes of the waves alone,
        not on their phases.
    """
    frequencies, power = dsp.periodogram(values, fs=RATE_HZ)
    used = len(power[1:]) // BAND_LINES * BAND_LINES
    hz, means = (part[1 : used + 1].reshape(-1, BAND_LINES).mean(axis=1) for part in (frequencies, power))
    return pd.Series(means, index=pd.Index(hz, name="hz"), name="power")


@dataclass(frozen=True)
class Line:
    """Straight line through a spectrum in logarithms: ``power = power_at_1_hz / f^slope``."""

    slope: float
    power_at_1_hz: float

    def power(self, hz: ArrayLike) -> Signal:
        """Power per Hz that the line has at these frequencies (Hz)."""
        return np.asarray(self.power_at_1_hz * np.asarray(hz, dtype=float) ** -self.slope)


def fit_line(power: pd.Series) -> Line:
    """Fit a line to a spectrum between 2 and 40 Hz, the alpha rhythm left out."""
    hz = power.index.to_numpy()
    used = (hz >= FITTED_HZ[0]) & (hz <= FITTED_HZ[1]) & ~((hz >= LEFT_OUT_HZ[0]) & (hz <= LEFT_OUT_HZ[1]))
    steepness, level = np.polyfit(np.log10(hz[used]), np.log10(power.to_numpy()[used]), 1)
    return Line(-float(steepness), float(10**level))


def lempel_ziv(values: ArrayLike) -> float:
    """Lempel-Ziv complexity (1976) of a signal cut at its median, per symbol of a coin toss."""
    data = np.asarray(values, dtype=float)
    symbols = "".join("1" if above else "0" for above in data > np.median(data))
    length, patterns, start = len(symbols), 0, 0
    while start < length:
        size = 1
        # A pattern is new when it has not occurred before its own last symbol.
        while start + size <= length and symbols[start : start + size] in symbols[: start + size - 1]:
            size += 1
        patterns += 1
        start += size
    return float(patterns * np.log2(length) / length)


def permutation_entropy(values: ArrayLike, order: int = 3) -> float:
    """Entropy of the orders of successive values, 1 if all orders are equally common."""
    windows = np.lib.stride_tricks.sliding_window_view(np.asarray(values, dtype=float), order)
    ranks = np.argsort(windows, axis=1, kind="stable") @ (order ** np.arange(order))
    _, counts = np.unique(ranks, return_counts=True)
    shares = counts / counts.sum()
    possible = np.log2(float(np.prod(np.arange(1, order + 1))))
    return float(abs(-(shares * np.log2(shares)).sum() / possible))


@dataclass(frozen=True)
class Measures:
    """What is measured of a signal: the line through its spectrum, and two measures of entropy (without unit)."""

    line: Line
    lempel_ziv: float
    permutation_entropy: float


def measure(values: ArrayLike) -> Measures:
    """Line through the spectrum, Lempel-Ziv complexity and permutation entropy of a signal."""
    return Measures(fit_line(spectrum(values)), lempel_ziv(values), permutation_entropy(values))


@dataclass(frozen=True)
class Scene:
    """A signal, its spectrum and its measures.

    Parameters
    ----------
    time_s, trace : numpy.ndarray
        Times shown (s), and the signal there (standard deviation 1).
    power : pandas.Series
        Power per Hz by frequency (Hz).
    fit_hz, fit_power : numpy.ndarray
        Both ends of the fitted line: frequency (Hz) and power per Hz.
    slope : float
        Slope of that line, positive where power falls with frequency.
    lempel_ziv, permutation_entropy : float
        Measures of entropy.
    before : Measures or None
        Measures of the signal before its phases were shuffled; None where they were not.
    reference : Measures
        Those of `before` or, where there is none, of the signal that the explorer begins with.
    """

    time_s: Signal
    trace: Signal
    power: pd.Series
    fit_hz: Signal
    fit_power: Signal
    slope: float
    lempel_ziv: float
    permutation_entropy: float
    before: Measures | None
    reference: Measures

    @property
    def rises(self) -> int:
        """How many of the two measures are higher than in the `reference`."""
        return (self.lempel_ziv > self.reference.lempel_ziv) + (
            self.permutation_entropy > self.reference.permutation_entropy
        )


@cache
def reference() -> Measures:
    """Measures of the signal that the explorer begins with."""
    return measure(make_signal(SLOPE, ALPHA, NOISE))


def scene(slope: float, alpha: float, noise: float, phases: str) -> Scene:
    """A signal that is made and measured.

    Parameters
    ----------
    slope, alpha, noise : float
        As in `make_signal`; a sweep has none of them.
    phases : str
        `AS_MADE`, `SURROGATE`, `SWEEP` or `SWEEP_SURROGATE`.
    """
    made = sweep() if phases in (SWEEP, SWEEP_SURROGATE) else make_signal(slope, alpha, noise)
    shuffled = phases in (SURROGATE, SWEEP_SURROGATE)
    shown = shuffle_phases(made) if shuffled else made
    found, count = measure(shown), int(SHOWN_S * RATE_HZ)
    before = measure(made) if shuffled else None
    return Scene(
        time_s=np.arange(count) / RATE_HZ,
        trace=shown[:count],
        power=spectrum(shown),
        fit_hz=np.array(FITTED_HZ),
        fit_power=found.line.power(FITTED_HZ),
        slope=found.line.slope,
        lempel_ziv=found.lempel_ziv,
        permutation_entropy=found.permutation_entropy,
        before=before,
        reference=before or reference(),
    )


# -- picture ---------------------------------------------------------------------------------------


class SignalPicture:
    """Three seconds of the signal, its spectrum, and the measures as bars."""

    label = "A made-up EEG: three seconds of signal, its power spectrum, and two measures of entropy"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.6)
        grid = self.figure.add_gridspec(2, 3, height_ratios=[1, 1.5])
        places = (np.s_[0, :], np.s_[1, :2], np.s_[1, 2])
        above, left, right = (plain_axes(self.figure.add_subplot(grid[place])) for place in places)
        above.set(xlim=(0, SHOWN_S), ylim=(-4, 4), yticks=[], xlabel="time (s)", ylabel="signal")
        (self.trace,) = above.plot([], [], linewidth=1, color=COLOURS["blue"])
        self._draw_spectrum(left)
        self._draw_measures(right)
        moving([self.trace, self.power, self.fit, *self.bars, *self.numbers, self.references, self.named])

    def _draw_spectrum(self, axes: Axes) -> None:
        axes.set(xscale="log", yscale="log", xlim=(1, 60), ylim=(1e-6, 3))
        axes.set(xlabel="frequency (Hz)", ylabel="power (per Hz)")
        axes.set_xticks([1, 2, 5, 10, 20, 40], ["1", "2", "5", "10", "20", "40"])
        axes.xaxis.set_minor_formatter(lambda *_: "")
        (self.power,) = axes.plot([], [], linewidth=1.5, color=COLOURS["blue"], label="spectrum")
        (self.fit,) = axes.plot([], [], "--", color=COLOURS["red"], linewidth=2, label="line fitted, alpha left out")
        axes.legend(loc="lower left", fontsize=9, frameon=False)

    def _draw_measures(self, axes: Axes) -> None:
        axes.set(ylim=(0, 1.25), xlim=(-0.6, 1.6), yticks=[0, 0.5, 1])
        axes.set_xticks([0, 1], ["Lempel-\nZiv", "permutation\nentropy"], fontsize=9)
        self.bars = axes.bar([0, 1], [0, 0], width=0.6, hatch="//", edgecolor=COLOURS["white"], color=COLOURS["blue"])
        self.numbers = [axes.text(place, 0.03, "", ha="center", va="bottom", fontsize=9) for place in (0, 1)]
        for number in self.numbers:
            number.set_bbox({"facecolor": COLOURS["white"], "edgecolor": "none", "pad": 1})
        self.references = axes.hlines([0, 0], [-0.42, 0.58], [0.42, 1.42], color=COLOURS["black"], linewidth=2)
        self.named = axes.text(0.5, 1.08, "", ha="center", va="bottom", fontsize=9)

    def move(self, scene: Scene) -> None:
        """Show the signal, its spectrum with the fitted line, and its measures."""
        self.trace.set_data(scene.time_s, scene.trace)
        self.power.set_data(scene.power.index, scene.power)
        self.fit.set_data(scene.fit_hz, scene.fit_power)
        measures = (scene.lempel_ziv, scene.permutation_entropy)
        for bar, number, value in zip(self.bars, self.numbers, measures, strict=True):
            bar.set_height(value)
            number.set_text(f"{value:.2f}")
        then = (scene.reference.lempel_ziv, scene.reference.permutation_entropy)
        self.references.set_segments(
            [[(place - 0.42, value), (place + 0.42, value)] for place, value in zip((0, 1), then, strict=True)]
        )
        self.named.set_text("line: before" if scene.before else "line: at first")


# -- reading ---------------------------------------------------------------------------------------


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    measures = f"complexity {scene.lempel_ziv:.2f}, permutation entropy {scene.permutation_entropy:.2f}"
    then = scene.reference
    if (scene.lempel_ziv, scene.permutation_entropy) == (then.lempel_ziv, then.permutation_entropy):
        return f"A made-up signal, and nobody's mind: {measures}"
    which = ("Neither measure rises", "One of the measures rises", "Both measures rise")[scene.rises]
    return f"{which}, and nobody's mind was asked: {measures}"


def read(scene: Scene) -> Reading:
    """Slope and entropy, and, for a surrogate, what the signal that it was made from had."""
    text = (
        f"Between 2 and 40 Hz {_told(scene.slope)}. Lempel-Ziv complexity is {scene.lempel_ziv:.2f}, "
        f"permutation entropy {scene.permutation_entropy:.2f}."
    )
    if scene.before is not None:
        before = f"{scene.before.lempel_ziv:.2f} and {scene.before.permutation_entropy:.2f}"
        text += f" Before its phases were shuffled, the signal had {before}, and the very same spectrum."
    return Reading(text, headline=notice(scene))


def _told(slope: float) -> str:
    """Which way power goes with frequency, and how steeply."""
    if round(slope, 2) == 0:
        return "power neither falls nor rises with frequency (slope 0.00)"
    return f"power {'falls' if slope > 0 else 'rises'} with frequency, with a slope of {abs(slope):.2f}"


# -- explorer --------------------------------------------------------------------------------------


def explore_eeg(**first: Any) -> Explorer:
    """Slope, alpha rhythm and noise of a made-up EEG against measures of its entropy.

    Parameters
    ----------
    **first
        First values: ``slope``, ``alpha``, ``noise``, ``phases``.
    """
    controls = {
        "slope": Slider("Slope of the spectrum", SLOPE, min=0, max=2.5, step=0.1),
        "alpha": Slider("Alpha rhythm", ALPHA, min=0, max=3, step=0.1),
        "noise": Slider("White noise", NOISE, min=0, max=1, step=0.05),
        "phases": choice("Signal", [AS_MADE, SURROGATE, SWEEP, SWEEP_SURROGATE]),
    }
    about = About(
        kind="A toy: noise with a slope and a rhythm. No brain in it.",
        equation="signal = noise with power 1 / f^slope + rhythm at 10 Hz + white noise;  Lempel-Ziv at the median",
        sources=tables.cite(["schartner_2017", "li_mashour_2019", "farnes_2020", "latelife_2023", "smith_2023"]),
        leaves_out="Neurons, thoughts, and whatever makes complexity rise when the spectrum is held constant.",
    )
    return Explorer("eeg", controls, scene, SignalPicture(), read, about, unused, first)


def unused(values: dict[str, Any]) -> dict[str, str]:
    """A sweep is made without slope, rhythm and noise."""
    reason = "has no effect: the sweep of tones is made without it."
    names = {"slope": "The slope", "alpha": "The alpha rhythm", "noise": "White noise"}
    swept = values["phases"] in (SWEEP, SWEEP_SURROGATE)
    return {key: f"{name} {reason}" for key, name in names.items()} if swept else {}
