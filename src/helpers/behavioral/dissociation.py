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
Table ``correlations`` (Luckenbaugh 2014: r and p as printed, in a cohort of 108); F-107 (576 people, no link), F-109
(naltrexone).

Leaves out
----------
That scales of dissociation are skewed (most people score low), and that a change of score has a ceiling.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

from helpers import tables
from helpers.interactive import (
    COLOURS,
    About,
    Explorer,
    Mechanism,
    Reading,
    Slider,
    choice,
    living,
    moving,
    new_figure,
    plain_axes,
)
from helpers.interactive.drawing import lay_out

# The seed is one with which every person of the samples that can be shown lies within 4 SD, on the picture's axes.
DRAWS, SEED, MOST_PAIRS, SHOWN = 1000, 128, 120, 50
PUBLISHED = "minutes_230"
PATH, COMMON = "a path from one to the other", "a common cause, no path"
ALL, HELD = "as they are", "with the dose held fixed"
BINS = np.linspace(-1, 1, 41)
ALPHA = 0.05
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
    tables.require("origin", origin, [PATH, COMMON])
    dose, first, second = _noise()[:, :, :n]
    if origin == PATH:
        dissociation = np.sqrt(0.5) * dose + np.sqrt(0.5) * first
        return dissociation, r * dissociation + np.sqrt(1 - r**2) * second, dose
    share = np.sqrt(abs(r))
    rest = np.sqrt(1 - abs(r))
    return share * dose + rest * first, np.sign(r) * share * dose + rest * second, dose


def _centred(scores: Scores) -> Scores:
    return np.asarray(scores - scores.mean(axis=1, keepdims=True))


def correlate(x: Scores, y: Scores) -> Scores:
    """Pearson's correlation in each sample (row)."""
    a, b = _centred(x), _centred(y)
    return np.asarray((a * b).sum(axis=1) / np.sqrt((a**2).sum(axis=1) * (b**2).sum(axis=1)))


def slopes(x: Scores, y: Scores) -> Scores:
    """Slope of the straight line of y on x in each sample (row); it runs through the means."""
    a, b = _centred(x), _centred(y)
    return np.asarray((a * b).sum(axis=1) / (a**2).sum(axis=1))


def hold(scores: Scores, dose: Scores) -> Scores:
    """What is left of scores when a straight line on the dose is taken out, in each sample."""
    return np.asarray(_centred(scores) - slopes(dose, scores)[:, None] * _centred(dose))


def p_of(r: float, n: float) -> float:
    """Two-sided p value of a correlation in n pairs."""
    t = abs(r) * np.sqrt(n - 2) / np.sqrt(1 - r**2)
    return float(2 * stats.t.sf(t, n - 2))


def smallest_significant(n: float, alpha: float = ALPHA) -> float:
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


@dataclass(frozen=True)
class Scene:
    """One sample of made-up scores beside a thousand like it.

    Parameters
    ----------
    r : float
        The correlation that was set.
    pairs, sample : int
        Pairs in each sample, and which of the samples is shown (from 1 on).
    origin, look : str
        `PATH` or `COMMON`; `ALL` or `HELD`.
    dissociation, change : numpy.ndarray, shape (pairs,)
        The sample that is shown (SD).
    slopes, starts : numpy.ndarray, shape (50,)
        Straight lines through the samples that can be shown: slope, and height at 0 (SD).
    found : numpy.ndarray, shape (1000,)
        Correlation of each sample.
    limit : float
        How far from 0 a sample's correlation has to lie for p below 0.05.
    """

    r: float
    pairs: int
    sample: int
    origin: str
    look: str
    dissociation: Scores
    change: Scores
    slopes: Scores
    starts: Scores
    found: Scores
    limit: float

    @property
    def variance_percent(self) -> float:
        """Share of one score's variance that goes with the other's, by the correlation that was set (%)."""
        return 100 * self.r**2

    @property
    def sample_r(self) -> float:
        """Correlation of the sample that is shown."""
        return float(self.found[self.sample - 1])

    @property
    def sample_p(self) -> float:
        """Its two-sided p value; a dose that is held costs one pair."""
        return p_of(self.sample_r, freed(self.pairs, self.look))

    @property
    def better(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Who improved by more than the middle person: of the half that felt more, and of the half that felt less."""
        well = self.change < np.median(self.change)
        order = np.argsort(-self.dissociation)
        half = self.pairs // 2
        return well[order[:half]], well[order[half:]]

    @property
    def shares_percent(self) -> Scores:
        """Samples with a correlation in each of `BINS` (%)."""
        return np.asarray(100 * np.histogram(self.found, BINS)[0] / len(self.found))

    @property
    def middle(self) -> tuple[float, float]:
        """Between which correlations the middle 95 % of the samples lie."""
        low, high = np.percentile(self.found, [2.5, 97.5])
        return float(low), float(high)

    @property
    def mean_size(self) -> float:
        """How far from 0 the mean correlation of all samples lies."""
        return abs(float(self.found.mean()))

    @property
    def significant_percent(self) -> float:
        """Samples with p below 0.05 (%)."""
        return 100 * float(np.mean(np.abs(self.found) > self.limit))


def freed(pairs: int, look: str) -> int:
    """Pairs that count: one fewer where the dose is held fixed."""
    return pairs - (1 if look == HELD else 0)


def scene(r: float, n: float, sample: float, origin: str, look: str) -> Scene:
    """A thousand samples, and one of them.

    Parameters
    ----------
    r : float
        Correlation that the scores are made with.
    n : float
        Pairs in each sample.
    sample : float
        Which of the samples is shown (1 to 50).
    origin : str
        `PATH` or `COMMON`.
    look : str
        `ALL` or `HELD`.
    """
    x, y, dose = draw_scores(r, int(n), origin)
    if look == HELD:
        x, y = hold(x, dose), hold(y, dose)
    slope = slopes(x, y)[:SHOWN]
    return Scene(
        r=r,
        pairs=int(n),
        sample=int(sample),
        origin=origin,
        look=look,
        dissociation=x[int(sample) - 1],
        change=y[int(sample) - 1],
        slopes=slope,
        starts=y[:SHOWN].mean(axis=1) - slope * x[:SHOWN].mean(axis=1),
        found=correlate(x, y),
        limit=smallest_significant(freed(int(n), look)),
    )


# -- mechanism and picture -------------------------------------------------------------------------

TWO_HALVES = Path(__file__).parent / "drawings" / "two_halves.svg"
PLACES = MOST_PAIRS // 2  # in the drawing, for each half


def two_halves(scene: Scene) -> living.State:
    """The half that felt more beside the half that felt less: who improved, and what made the scores."""
    state: living.State = {}
    for name, better in zip(("more", "less"), scene.better, strict=True):
        people = ["better" if well else "not_better" for well in better]
        state[name] = living.crowd(people + ["none"] * (PLACES - len(people)))
        state[f"{name}_many"] = living.word(f"{better.sum()}")
        state[f"{name}_of"] = living.word(f"of {len(better)} improved more than the middle person")
    state["path"] = living.show(scene.origin == PATH)
    state["common"] = living.show(scene.origin == COMMON)
    state["held"] = living.show(scene.look == HELD)
    return state


ENDS = np.array([-3.6, 3.6])
HIGHEST = (25.0, 45.0, 70.0)  # what the axis of samples can end at (%)
CLEAR = 0.72  # of its height: what stands above is kept for the key


class DissociationPicture:
    """One sample as dots, with its line and those of others; and the correlations of a thousand such samples."""

    label = (
        "Dissociation against change of depression in one made-up sample, with its line and the lines of 50 samples; "
        "correlations of a thousand such samples"
    )

    def __init__(self) -> None:
        self.figure = new_figure(4.8, 3.5)
        left, right = self.figure.subplots(1, 2)
        plain_axes(left, xlim=(-4, 4), ylim=(-4, 4), xlabel="dissociation (SD)", xticks=[-4, -2, 0, 2, 4])
        left.set_ylabel("change of depression (SD), down is better")
        self.fan = left.vlines(np.zeros(SHOWN), 0, 0, color=COLOURS["light grey"], linewidth=0.8, label="50 samples")
        (self.dots,) = left.plot([], [], ".", color=COLOURS["blue"], linestyle="none", label="people")
        (self.line,) = left.plot([], [], color=COLOURS["red"], linewidth=2.5)
        plain_axes(right, xlim=(-1, 1), xlabel="correlation in a sample (r)", ylabel="samples (%)", xticks=[-1, 0, 1])
        self.right = right
        middles = (BINS[:-1] + BINS[1:]) / 2
        self.bars = right.bar(middles, 0 * middles, 0.045, color=COLOURS["light grey"])
        (self.mark,) = right.plot([], [], color=COLOURS["red"], linewidth=2.5, label="this sample")
        style: dict[str, Any] = {"color": COLOURS["black"], "linewidth": 1.5}
        (self.truth,) = right.plot([], [], linestyle="--", label="made with", **style)
        (self.limits,) = right.plot([], [], linestyle=":", label="beyond: p < 0.05", **style)
        self.figure.legend(loc="outside lower center", ncols=3, fontsize=9, frameon=False)
        self.headings = [axes.text(0, 1.03, "", transform=axes.transAxes, fontsize=9) for axes in (left, right)]
        for axes in (left, right):
            axes.set_title(" \n ", fontsize=9)  # room for the headings
        moving([self.fan, self.dots, self.line, *self.bars, self.mark, self.truth, self.limits, *self.headings])
        right.set_ylim(0, HIGHEST[0])
        lay_out(self.figure)

    def move(self, scene: Scene) -> None:
        """Show one sample, the lines of those beside it, and how the correlations of all scatter."""
        heights = scene.starts[:, None] + scene.slopes[:, None] * ENDS
        self.fan.set_segments([np.column_stack([ENDS, each]) for each in heights])
        self.dots.set_data(scene.dissociation, scene.change)
        self.line.set_data(ENDS, heights[scene.sample - 1])
        for bar, percent in zip(self.bars, scene.shares_percent, strict=True):
            bar.set(height=percent, visible=percent > 0)
        highest = next(end for end in HIGHEST if scene.shares_percent.max() < CLEAR * end or end == HIGHEST[-1])
        if self.right.get_ylim()[1] != highest:
            self.right.set_ylim(0, highest)
        at, top = scene.limit, CLEAR * highest
        self.mark.set_data([scene.sample_r, scene.sample_r], [0, top])
        self.truth.set_data([scene.r, scene.r], [0, top])
        self.limits.set_data([-at, -at, np.nan, at, at], [0, top, np.nan, 0, top])
        self.headings[0].set_text(f"sample {scene.sample}: r = {rounded(scene.sample_r)},\n{p_words(scene.sample_p)}")
        self.headings[1].set_text(f"{scene.significant_percent:.0f} % of 1000 samples\nhave p < 0.05")


# -- reading ---------------------------------------------------------------------------------------


def p_words(p: float) -> str:
    """A p value as one prints it: never as 0, never as 1."""
    if p < 0.001:
        return "p < 0.001"
    return "p > 0.99" if p > 0.99 else f"p = {p:.3f}" if p < 0.1 else f"p = {p:.2f}"


def rounded(r: float) -> str:
    """A correlation with two digits; what rounds to 0 has no sign."""
    return f"{round(r, 2) + 0.0:.2f}"


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    shown = f"This sample of {scene.pairs} pairs shows r = {rounded(scene.sample_r)}"
    return f"{shown}; all scores were made with {rounded(scene.r)}"


def read(scene: Scene) -> Reading:
    """The r of the sample shown, the spread of a thousand, and the share of them with p below 0.05."""
    low, high = scene.middle
    more, less = scene.better
    return Reading(
        f"Of the {len(more)} who felt more, {more.sum()} improved by more than the middle person; of the {len(less)} "
        f"who felt less, {less.sum()}. Made by {scene.origin}, with a correlation of {rounded(scene.r)} "
        f"({scene.variance_percent:.0f} % of the variance); scores {scene.look}; {scene.pairs} pairs. Sample "
        f"{scene.sample} shows r = {rounded(scene.sample_r)} ({p_words(scene.sample_p)}), "
        f"{100 * scene.sample_r**2:.0f} % of the variance. Of a thousand such samples 95 % lie between "
        f"{rounded(low)} and {rounded(high)}; {scene.significant_percent:.0f} % have p < 0.05. The "
        "scores are made up: nobody here is a patient.",
        headline=notice(scene),
    )


# -- explorer --------------------------------------------------------------------------------------


def explore_dissociation(**first: Any) -> Explorer:
    """A correlation between dissociation and relief, drawn again and again.

    Parameters
    ----------
    **first
        First values: ``r``, ``n`` (pairs), ``sample`` (which of the samples is shown), ``origin`` (`PATH` or
        `COMMON`), ``look`` (`ALL` or `HELD`).
    """
    published = tables.row("correlations", PUBLISHED)
    pairs = round(pairs_implied(published["r"], published["p"]))
    controls = {
        "r": Slider("Correlation", published["r"], min=-0.9, max=0.9, step=0.05),
        "n": Slider("Pairs", pairs, min=5, max=MOST_PAIRS, step=1),
        "sample": Slider("Sample shown", 1, min=1, max=SHOWN, step=1),
        "origin": choice("Made by", [PATH, COMMON]),
        "look": choice("Scores", [ALL, HELD]),
    }
    about = About(
        kind=f"Made-up scores. Only the correlation that stands first is a published one (r = {published['r']:g}, p = "
        f"{published['p']:g}); the {pairs} pairs are what the two imply, in a cohort of {published['cohort']}.",
        equation="path: y = r x + noise;  common cause: x = a dose + noise, y = b dose + noise, a b = r",
        sources=tables.cite([published["source_id"], "dissociation_posthoc", "williams_2018"]),
        leaves_out="That such scales are skewed and end somewhere, and every other cause that two scores can share.",
        drawn="The people are those of the sample shown, sorted by how much they felt; filled are those whose score "
        "fell by more than that of the middle person.",
    )
    mechanism = Mechanism(TWO_HALVES, "Two halves: those who felt more, and less", two_halves)
    return Explorer(
        "dissociation", controls, scene, DissociationPicture(), read, about, first=first, mechanism=mechanism
    )
