"""Dissociation and relief: what a weak correlation looks like, and how one comes about without any path.

Equation
--------
Two made-up scores per person with the correlation r. By a *path*, dissociation itself moves the change of the score:
``change = r dissociation + noise``. By a *common cause*, the dose that reached the person moves both, and nothing else
joins them: ``dissociation = a dose + noise``, ``change = b dose + noise`` with ``a b = r``. Hold the dose fixed
(take the part out that a straight line on dose explains) and the second kind is gone.

A correlation r in n pairs has ``t = r sqrt(n - 2) / sqrt(1 - r^2)``; turned round, r and p tell n.

Units
-----
Standard deviations; r without a unit.

Sources
-------
F-105 (Luckenbaugh 2014: r = -0.35, p = .007, in a cohort of 108), F-107 (576 people, no link), F-109 (naltrexone).

Leaves out
----------
That scales of dissociation are skewed (most people score low), and that a change of score has a ceiling.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, choice, new_figure, old_explorer

DRAWS, SEED, MOST_PAIRS = 1000, 31, 200
PATH, COMMON = "a path from one to the other", "a common cause, no path"
ALL, HELD = "as they are", "with the dose held fixed"
BINS = np.linspace(-1, 1, 41)
Scores = NDArray[np.float64]

# -- model -----------------------------------------------------------------------------------------


@cache
def _noise() -> Scores:
    return np.random.default_rng(SEED).standard_normal((3, DRAWS, MOST_PAIRS))


def draw_scores(r: float, n: int, origin: str) -> tuple[Scores, Scores, Scores]:
    """A thousand samples of made-up scores.

    Parameters
    ----------
    r : float
        Correlation of dissociation and change of the score (-1 to 1).
    n : int
        Pairs in a sample.
    origin : str
        `PATH` or `COMMON`.

    Returns
    -------
    tuple of numpy.ndarray, each of shape (samples, n)
        Dissociation, change of the score, dose (in standard deviations).
    """
    if not -1 <= r <= 1 or not 3 <= n <= MOST_PAIRS:
        raise ValueError(f"A correlation lies between -1 and 1, and there are 3 to {MOST_PAIRS} pairs.")
    dose, first, second = _noise()[:, :, :n]
    if origin == PATH:
        dissociation = np.sqrt(0.5) * dose + np.sqrt(0.5) * first
        return dissociation, r * dissociation + np.sqrt(1 - r**2) * second, dose
    share = np.sqrt(abs(r))
    rest = np.sqrt(1 - abs(r))
    return share * dose + rest * first, np.sign(r) * share * dose + rest * second, dose


def correlate(x: Scores, y: Scores) -> Scores:
    """Pearson's correlation in each sample (row)."""
    a, b = x - x.mean(axis=1, keepdims=True), y - y.mean(axis=1, keepdims=True)
    return np.asarray((a * b).sum(axis=1) / np.sqrt((a**2).sum(axis=1) * (b**2).sum(axis=1)))


def hold(scores: Scores, dose: Scores) -> Scores:
    """What is left of scores when a straight line on the dose is taken out, in each sample."""
    a, b = scores - scores.mean(axis=1, keepdims=True), dose - dose.mean(axis=1, keepdims=True)
    slope = (a * b).sum(axis=1, keepdims=True) / (b**2).sum(axis=1, keepdims=True)
    return np.asarray(a - slope * b)


def p_of(r: float, n: float) -> float:
    """Two-sided p value of a correlation in n pairs."""
    t = abs(r) * np.sqrt(n - 2) / np.sqrt(1 - r**2)
    return float(2 * stats.t.sf(t, n - 2))


def smallest_significant(n: float, alpha: float = 0.05) -> float:
    """Size that a correlation in n pairs needs for a two-sided p value below alpha."""
    t = stats.t.isf(alpha / 2, n - 2)
    return float(t / np.sqrt(n - 2 + t**2))


def pairs_implied(r: float, p: float) -> float:
    """How many pairs a correlation and its p value tell of.

    Parameters
    ----------
    r : float
        Correlation, not 0.
    p : float
        Two-sided p value.

    Returns
    -------
    float
        Number of pairs, as a fraction where no whole number fits.
    """
    if r == 0 or not 0 < p < 1:
        raise ValueError("This needs a correlation that is not 0, and p between 0 and 1.")
    return float(optimize.brentq(lambda n: p_of(r, n) - p, 3, 1e6))


# -- picture ---------------------------------------------------------------------------------------


class DissociationPicture:
    """One sample as dots, and the correlations of a thousand such samples."""

    label = "Dissociation against change of depression in one made-up sample; correlations of a thousand such samples"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.8)
        left, right = self.figure.subplots(1, 2)
        left.set(xlim=(-3.5, 3.5), ylim=(-3.5, 3.5), xlabel="dissociation (SD)", ylabel="change of the score (SD)")
        left.text(0.02, 0.02, "below: improved more", transform=left.transAxes, fontsize=9)
        right.set(xlim=(-1, 1), ylim=(0, 420), xlabel="r of a sample", ylabel="samples of 1000")
        for axes in (left, right):
            axes.spines[["top", "right"]].set_visible(False)
        (self.dots,) = left.plot([], [], ".", color=COLOURS["blue"], linestyle="none", animated=True)
        (self.line,) = left.plot([], [], color=COLOURS["red"], linewidth=2, animated=True)
        middles = (BINS[:-1] + BINS[1:]) / 2
        self.bars = right.bar(middles, 0 * middles, 0.045, color="#b5b5b5")
        (self.mark,) = right.plot([], [], color=COLOURS["red"], linewidth=2, animated=True)
        right.text(
            0.98, 0.97, "line: the sample on the left", transform=right.transAxes, ha="right", va="top", fontsize=9
        )
        for bar in self.bars:
            bar.set(animated=True, in_layout=False)

    def draw(self, r: float, n: float, sample: float, origin: str, look: str) -> Reading:
        """Draw the samples and show one of them."""
        x, y, dose = draw_scores(r, int(n), origin)
        if look == HELD:
            x, y = hold(x, dose), hold(y, dose)
        found = correlate(x, y)
        index = int(sample) - 1
        self.dots.set_data(x[index], y[index])
        slope, start = np.polyfit(x[index], y[index], 1)
        ends = np.array([-3.2, 3.2])
        self.line.set_data(ends, start + slope * ends)
        for bar, count in zip(self.bars, np.histogram(found, BINS)[0], strict=True):
            bar.set_height(count)
            bar.set_visible(count > 0)
        self.mark.set_data([found[index]] * 2, [0, 400])
        return read(r, int(n), origin, look, found, float(found[index]))


def read(r: float, n: int, origin: str, look: str, found: Scores, shown: float) -> Reading:
    """The reading: this sample's r, the spread of a thousand, and the share of them with p below 0.05."""
    low, high = np.percentile(found, [2.5, 97.5])
    freedom = n - (1 if look == HELD else 0)
    significant = 100 * float(np.mean(np.abs(found) > smallest_significant(freedom)))
    text = (
        f"Made by {origin} with a correlation of {r:g}; scores {look}; {n} pairs. This sample shows r = {shown:.2f} "
        f"(p = {p_of(shown, freedom):.3f}), {100 * shown**2:.0f} % of the variance. Of a thousand such samples "
        f"95 % lie between {low:.2f} and {high:.2f}; {significant:.0f} % have p below 0.05. Nobody here is a patient."
    )
    quantities = {
        "sample_r": shown,
        "mean_r": float(found.mean()),
        "size_r": abs(float(found.mean())),
        "width": float(high - low),
        "significant_percent": significant,
        "variance_percent": 100 * shown**2,
        "set_r": r,
        "common": float(origin == COMMON),
        "pairs": float(n),
    }
    return Reading(text, quantities)


# -- explorer --------------------------------------------------------------------------------------


def explore_dissociation(**scene: Any) -> Explorer:
    """A correlation between dissociation and relief, drawn again and again.

    Parameters
    ----------
    **scene
        First values: ``r``, ``n`` (pairs), ``sample`` (which of the samples is shown), ``origin`` (`PATH` or
        `COMMON`), ``look`` (`ALL` or `HELD`).

    Returns
    -------
    Explorer
        With the quantities ``sample_r``, ``mean_r``, ``size_r`` (its size), ``width`` (of the middle 95 %),
        ``significant_percent``, ``variance_percent`` (of this sample), ``set_r``, ``common`` and ``pairs``.
    """
    controls = {
        "r": Slider("Correlation", -0.35, min=-0.9, max=0.9, step=0.05),
        "n": Slider("Pairs", 58, min=5, max=MOST_PAIRS, step=1),
        "sample": Slider("Sample shown", 1, min=1, max=50, step=1),
        "origin": choice("Made by", [PATH, COMMON]),
        "look": choice("Scores", [ALL, HELD]),
    }
    about = About(
        kind="Made-up scores. Only the correlation that stands first is a published one.",
        equation="path: y = r x + noise;  common cause: x = a dose + noise, y = b dose + noise, a b = r",
        sources=tables.cite(["luckenbaugh_2014", "dissociation_posthoc", "williams_2018"]),
        leaves_out="That such scales are skewed and end somewhere, and every other cause that two scores can share.",
    )
    title = "What does a correlation of -0.35 look like, and what makes one?"
    return old_explorer("dissociation", title, controls, DissociationPicture(), about, scene=scene)
