"""How often eleven scans before and eleven after would see a change, and what the ones that see it would report.

Equation
--------
Each person is scanned twice; the change in percent has the true mean delta and the standard deviation sigma that the
measure shows between two scans without any drug. The paired t test finds it with the probability that a noncentral t
(n - 1 degrees of freedom, noncentrality ``delta sqrt(n) / sigma``) lies outside the critical values: the power.

Of simulated studies: "trend" means p between 0.05 and 0.10. Exaggeration (type M) is the mean size of the change that
significant studies report, divided by the true one; wrong sign (type S) is the share of them that report the opposite.

Units
-----
Changes and standard deviations in percent of the first scan.

Sources
-------
Table ``test_retest``: Tuncel 2021 doi:10.1177/0271678X20964248 (17 people, 28 days apart). Type M and S: Gelman &
Carlin 2014 doi:10.1177/1745691614551642.

Leaves out
----------
That the spread comes from other people (half of them ill) over another time; that a drug may act on some people only,
which widens the spread; regions, pipelines and second looks (see `many_tests`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray
from scipy import stats

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, apart, choice, moving, new_figure, plain_axes

STUDIES, SEED = 4000, 11
TREND = (0.05, 0.10)  # by custom, whatever counts as significant
CHANGES = np.linspace(-12, 20, 41)

# -- model -----------------------------------------------------------------------------------------


def exact_power(change_percent: float, n: int, sd_percent: float, alpha: float = 0.05) -> float:
    """Probability that a paired t test (two-sided) finds a true change.

    Parameters
    ----------
    change_percent : float
        True mean change (%).
    n : int
        People scanned twice.
    sd_percent : float
        Standard deviation of the change between two scans (%).
    alpha : float
        Level of significance.

    Raises
    ------
    ValueError
        If there are fewer than two people, or the spread is not positive.
    """
    if n < 2 or not sd_percent > 0 or not 0 < alpha < 1:
        raise ValueError("A paired test needs two people, a spread of more than 0 %, and alpha between 0 and 1.")
    shift = change_percent * np.sqrt(n) / sd_percent
    critical = stats.t.ppf(1 - alpha / 2, n - 1)
    return beyond(critical, n - 1, shift)


def beyond(critical: float, freedom: int, shift: float) -> float:
    """Probability that a noncentral t lies outside of both critical values."""
    upper, lower = stats.nct.sf(critical, freedom, abs(shift)), stats.nct.cdf(-critical, freedom, abs(shift))
    # Far from 0 scipy's series gives no number for what is 1 above and 0 below.
    return float(np.nan_to_num(upper, nan=1.0) + np.nan_to_num(lower, nan=0.0))


@dataclass(frozen=True)
class Studies:
    """Many studies of one kind: the mean change that each reports (%) and its p value."""

    changes: NDArray[np.float64]
    p_values: NDArray[np.float64]


@cache
def _draws(n: int) -> NDArray[np.float64]:
    return np.random.default_rng([SEED, n]).standard_normal((STUDIES, n))


def simulate(change_percent: float, n: int, sd_percent: float) -> Studies:
    """Simulate studies with `n` people each; the random numbers are always the same."""
    scans = change_percent + sd_percent * _draws(n)
    means, errors = scans.mean(axis=1), scans.std(axis=1, ddof=1) / np.sqrt(n)
    return Studies(means, 2 * stats.t.sf(np.abs(means / errors), n - 1))


@dataclass(frozen=True)
class Report:
    """What many studies come to: shares in %, exaggeration as a factor (0 where there is no true change)."""

    significant_percent: float
    trend_percent: float
    exaggeration: float
    wrong_sign_percent: float


def report(studies: Studies, change_percent: float, alpha: float = 0.05) -> Report:
    """Sum up simulated studies."""
    found = studies.p_values < alpha
    trend = (studies.p_values >= TREND[0]) & (studies.p_values < TREND[1])
    reported = studies.changes[found]
    factor = float(np.abs(reported).mean() / abs(change_percent)) if change_percent and len(reported) else 0.0
    wrong = 100 * float((reported * change_percent < 0).mean()) if change_percent and len(reported) else 0.0
    return Report(100 * float(found.mean()), 100 * float(trend.mean()), factor, wrong)


@dataclass(frozen=True)
class Scene:
    """What studies of one kind find.

    Parameters
    ----------
    change : float
        True change (%).
    people : int
        People scanned twice.
    spread : float
        Standard deviation of the change between two scans (%).
    alpha : float
        Level of significance.
    power_percent : float
        Studies that find the change, exactly (%).
    report : Report
        What the simulated studies come to.
    all_percent, found_percent : numpy.ndarray
        All of them, and the significant ones, by the change that they report, in `CHANGES` (% of all).
    """

    change: float
    people: int
    spread: float
    alpha: float
    power_percent: float
    report: Report
    all_percent: NDArray[np.float64]
    found_percent: NDArray[np.float64]

    @property
    def tallest_percent(self) -> float:
        """The most studies that report about the same change (%)."""
        return float(self.all_percent.max())

    @property
    def of_hundred(self) -> tuple[int, int, int]:
        """Of a hundred studies: those that are significant, those that report a “trend”, and the others."""
        found, trend = round(self.power_percent), round(self.report.trend_percent)
        trend = min(trend, 100 - found)
        return found, trend, 100 - found - trend

    @property
    def found_mean(self) -> float:
        """What the significant ones report on average, in the direction of the true change (%)."""
        return self.report.exaggeration * self.change

    @property
    def beyond_percent(self) -> float:
        """Studies that report a change beyond the axis (%)."""
        return 100 - float(self.all_percent.sum())


def scene(change: float, n: float, spread: float, alpha: float) -> Scene:
    """What studies find.

    Parameters
    ----------
    change : float
        True change (%).
    n : float
        People scanned twice.
    spread : float
        Standard deviation of the change between two scans (%).
    alpha : float
        Level of significance.
    """
    people = int(n)
    studies = simulate(change, people, spread)
    return Scene(
        change=change,
        people=people,
        spread=spread,
        alpha=alpha,
        power_percent=100 * exact_power(change, people, spread, alpha),
        report=report(studies, change, alpha),
        all_percent=_percent_by(studies.changes, CHANGES),
        found_percent=_percent_by(studies.changes[studies.p_values < alpha], CHANGES),
    )


def _percent_by(values: NDArray[np.float64], edges: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(100 * np.histogram(values, edges)[0] / STUDIES)


# -- picture ---------------------------------------------------------------------------------------

PALE, TOP = COLOURS["light grey"], 25.0  # the right axis (%)
ROOM = 10.5  # further to the right the longer name would leave the picture, and the other lie on it
KINDS = {"significant": COLOURS["blue"], "“trend”: p\n0.05 to 0.10": COLOURS["orange"], "neither": PALE}


class PowerPicture:
    """A hundred studies by what they find, and the changes that thousands of them report."""

    label = "A hundred studies by what they find; and the changes that four thousand report, significant ones hatched"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.4)
        left, right = self.figure.subplots(1, 2, width_ratios=[1, 1.25])
        self._build_studies(left)
        right_label = "change that the study reports (%)"
        plain_axes(right, xlim=(CHANGES[0], CHANGES[-1]), ylim=(0, TOP), xlabel=right_label, ylabel="studies (%)")
        self._build_bars(right)
        right.set_title(" \n ", fontsize=9)  # room for the names of both lines
        (self.truth,) = right.plot([], [], color=COLOURS["black"], linewidth=2)
        (self.reported,) = right.plot([], [], color=COLOURS["blue"], linewidth=2, linestyle="--")
        above = {"fontsize": 9, "va": "bottom", "transform": right.get_xaxis_transform()}
        self.names = [right.text(0, 1.02, "", ha=side, **above) for side in ("right", "left")]
        self.tallest = right.text(CHANGES[0] + 0.4, 13, "", fontsize=9)
        self.beyond = right.text(CHANGES[-1], 13, "", fontsize=9, ha="right")
        lines = [self.truth, self.reported, *self.names, self.tallest, self.beyond]
        moving([self.studies, *self.counts, *self.all_bars, *self.found_bars, *lines])

    def _build_studies(self, axes: Axes) -> None:
        plain_axes(axes, xlim=(-0.7, 15.5), ylim=(-0.7, 9.7), xticks=[], yticks=[], title="a hundred such studies")
        axes.spines[:].set_visible(False)
        places = np.arange(100)
        self.studies = axes.scatter(places % 10, places // 10, s=90, marker="s")
        self.counts = [axes.text(10.2, 0, "", va="center", fontsize=10) for _ in KINDS]

    def _build_bars(self, axes: Axes) -> None:
        between = (CHANGES[:-1] + CHANGES[1:]) / 2
        found: dict[str, Any] = {"color": COLOURS["blue"], "hatch": "//", "edgecolor": COLOURS["white"]}
        self.all_bars = axes.bar(between, 0 * between, 0.75, color=PALE)
        self.found_bars = axes.bar(between, 0 * between, 0.75, **found)

    def move(self, scene: Scene) -> None:
        """Colour a hundred studies by what they find, and show the changes that are reported."""
        self._show_studies(scene)
        _set_heights(self.all_bars, scene.all_percent)
        _set_heights(self.found_bars, scene.found_percent)
        self.truth.set_data([scene.change] * 2, [0, TOP])
        self.reported.set_data([scene.found_mean] * 2, [0, TOP])
        self.names[0].set(text=f"true:\n{scene.change:g} %", x=min(scene.change, ROOM) - 0.4)
        reported = f"significant ones\nreport {scene.found_mean:.1f} %"
        self.names[1].set(text=reported, x=min(scene.change + 0.4, ROOM))
        for artist in (self.reported, self.names[1]):
            artist.set_visible(scene.found_mean > 0)
        self.tallest.set(text=f"tallest bar:\n{scene.tallest_percent:.0f} %", visible=scene.tallest_percent > TOP)
        self.beyond.set(text=f"beyond this axis:\n{scene.beyond_percent:.1f} %", visible=scene.beyond_percent >= 0.05)

    def _show_studies(self, scene: Scene) -> None:
        counted = scene.of_hundred
        colours = [colour for colour, many in zip(KINDS.values(), counted, strict=True) for _ in range(many)]
        self.studies.set_facecolor(colours)
        ends = np.cumsum(counted)
        middles = [(end - many / 2) / 10 - 0.5 for end, many in zip(ends, counted, strict=True)]
        heights = apart(middles, 1.5)
        below = max(0.0, -min(heights)) - max(0.0, max(heights) - 9)
        for words, name, many, height in zip(self.counts, KINDS, counted, heights, strict=True):
            words.set(text=f"{many} {name}", y=height + below)


def _set_heights(bars: Any, heights: Iterable[float]) -> None:
    for bar, height in zip(bars, heights, strict=True):
        bar.set(height=height, visible=height > 0)


# -- reading ---------------------------------------------------------------------------------------


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    found = f"{scene.power_percent:.0f} of 100 studies"
    if not scene.change:
        return f"Nothing is true, and {found} find something"
    return f"{found} find the true change of {scene.change:g} %"


def read(scene: Scene) -> Reading:
    """Power, exact and simulated, trends, exaggeration and wrong signs."""
    found = scene.report
    text = (
        f"With {scene.people} people, a true change of {scene.change:g} % and a spread of {scene.spread:g} % between "
        f"scans, {scene.power_percent:.0f} % of studies find it at p < {scene.alpha:g} (simulated: "
        f"{found.significant_percent:.0f} %); {found.trend_percent:.0f} % report a “trend”."
    )
    if not scene.change:
        text = text.replace("find it", "find one") + " Nothing is true here: each of them is a false alarm."
        return Reading(text, headline=notice(scene))
    return Reading(
        text + f" The significant ones report {found.exaggeration:.1f} times the true change on average, and "
        f"{found.wrong_sign_percent:.1f} % of them the wrong sign.",
        headline=notice(scene),
    )


# -- explorer --------------------------------------------------------------------------------------


def explore_power(**first: Any) -> Explorer:
    """True change, number of people and spread against what studies find.

    Parameters
    ----------
    **first
        First values: ``change`` (%), ``n``, ``spread`` (SD between scans, %; at first that of V_T), ``alpha``.
    """
    measures = tables.load("test_retest")
    measured = ", ".join(f"{row.label}: {row.sd_percent:g} %" for row in measures.itertuples())
    spread = float(tables.row("test_retest", "vt")["sd_percent"])
    controls = {
        "change": Slider("True change", 5, min=0, max=15, step=0.5, unit="%"),
        "n": Slider("People, scanned twice", 11, min=3, max=60, step=1),
        "spread": Slider("Spread between scans (SD)", spread, min=2, max=15, step=0.5, unit="%"),
        "alpha": choice("Significant below", {"0.05": 0.05, "0.01": 0.01, "0.005": 0.005}),
    }
    about = About(
        kind=f"Arithmetic, and simulated studies. Measured spreads: {measured}. The true change is yours.",
        equation="power = P(|t'| > t_crit),  t' noncentral with n - 1 degrees of freedom and change x sqrt(n) / SD",
        sources=tables.cite(["tuncel_2021", "gelman_2014"]),
        leaves_out="That the spread comes from other people, and that regions and pipelines give more chances.",
    )
    return Explorer("power", controls, scene, PowerPicture(), read, about, first=first)
