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

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, choice, new_figure, old_explorer

STUDIES, SEED, TREND = 4000, 11, 0.10
BINS = np.linspace(0, 1, 21)
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
    trend = ~found & (studies.p_values < TREND)
    reported = studies.changes[found]
    factor = float(np.abs(reported).mean() / abs(change_percent)) if change_percent and len(reported) else 0.0
    wrong = 100 * float((reported * change_percent < 0).mean()) if change_percent and len(reported) else 0.0
    return Report(100 * float(found.mean()), 100 * float(trend.mean()), factor, wrong)


# -- picture ---------------------------------------------------------------------------------------


class PowerPicture:
    """P values of many studies, and the changes that they report."""

    label = "P values of four thousand simulated studies, and the changes that they report, significant ones dark"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.8)
        left, right = self.figure.subplots(1, 2)
        left.set(xlim=(0, 1), ylim=(0, 100), xlabel="p value", ylabel="studies (%)")
        right.set(xlim=(CHANGES[0], CHANGES[-1]), ylim=(0, 22), xlabel="change that the study reports (%)")
        for axes in (left, right):
            axes.spines[["top", "right"]].set_visible(False)
        middles = (BINS[:-1] + BINS[1:]) / 2
        colours = [COLOURS["blue"], COLOURS["orange"], *[COLOURS["grey"]] * 18]
        hatches = ["//", "xx", *[""] * 18]
        self.p_bars = left.bar(middles, 0 * middles, 0.046, color=colours, hatch=hatches, edgecolor="white")
        between = (CHANGES[:-1] + CHANGES[1:]) / 2
        self.all_bars = right.bar(between, 0 * between, 0.75, color="#d0d0d0", label="all studies")
        style = {"color": COLOURS["blue"], "hatch": "//", "edgecolor": "white", "label": "significant ones"}
        self.found_bars = right.bar(between, 0 * between, 0.75, **style)
        (self.truth,) = right.plot([], [], color=COLOURS["red"], linewidth=2, label="true change", animated=True)
        left.text(0.2, 92, "hatched: p < 0.05; crossed: “trend”", fontsize=9)
        for bar in [*self.p_bars, *self.all_bars, *self.found_bars]:
            bar.set(animated=True, in_layout=False)
        right.legend(loc="upper right", fontsize=8.5, frameon=False)

    def draw(self, change: float, n: float, spread: float, alpha: float) -> Reading:
        """Simulate the studies and draw them."""
        studies = simulate(change, int(n), spread)
        _set_heights(self.p_bars, studies.p_values, BINS)
        _set_heights(self.all_bars, studies.changes, CHANGES)
        _set_heights(self.found_bars, studies.changes[studies.p_values < alpha], CHANGES)
        self.truth.set_data([change, change], [0, 22])
        return read(change, int(n), spread, alpha, report(studies, change, alpha))


def _set_heights(bars: Any, values: NDArray[np.float64], edges: NDArray[np.float64]) -> None:
    for bar, count in zip(bars, np.histogram(values, edges)[0], strict=True):
        bar.set_height(100 * count / STUDIES)
        bar.set_visible(count > 0)


def read(change: float, n: int, spread: float, alpha: float, found: Report) -> Reading:
    """The reading: power, exact and simulated, trends, exaggeration and wrong signs."""
    power = 100 * exact_power(change, n, spread, alpha)
    quantities = {
        "power_percent": power,
        "simulated_percent": found.significant_percent,
        "trend_percent": found.trend_percent,
        "exaggeration": found.exaggeration,
        "wrong_sign_percent": found.wrong_sign_percent,
        "n": float(n),
        "spread_percent": spread,
        "change_percent": change,
    }
    text = (
        f"With {n} people, a true change of {change:+g} % and a spread of {spread:g} % between scans, "
        f"{power:.0f} % of studies find it at p < {alpha:g} (simulated: {found.significant_percent:.0f} %); "
        f"{found.trend_percent:.0f} % report a “trend”."
    )
    if change:
        text += f" The significant ones report {found.exaggeration:.1f} times the true change on average, and "
        text += f"{found.wrong_sign_percent:.1f} % of them the wrong sign."
    else:
        text += " Nothing is true here: each of them is a false alarm."
    return Reading(text, quantities)


# -- explorer --------------------------------------------------------------------------------------


def explore_power(**scene: Any) -> Explorer:
    """True change, number of people and spread against what studies find.

    Parameters
    ----------
    **scene
        First values: ``change`` (%), ``n``, ``spread`` (SD between scans, %; at first that of V_T), ``alpha``.

    Returns
    -------
    Explorer
        With the quantities ``power_percent`` (exact), ``simulated_percent``, ``trend_percent``, ``exaggeration``,
        ``wrong_sign_percent``, ``change_percent``, ``spread_percent`` and ``n``.
    """
    measures = tables.load("test_retest").set_index("measure_id")
    measured = ", ".join(f"{row.label}: {row.sd_percent:g} %" for row in measures.itertuples())
    first = float(measures.loc["vt", "sd_percent"])
    controls = {
        "change": Slider("True change", 5, min=0, max=15, step=0.5, unit="%"),
        "n": Slider("People, scanned twice", 11, min=3, max=60, step=1),
        "spread": Slider("Spread between scans (SD)", first, min=2, max=15, step=0.5, unit="%"),
        "alpha": choice("Significant below", {"0.05": 0.05, "0.01": 0.01, "0.005": 0.005}),
    }
    about = About(
        kind=f"Arithmetic, and simulated studies. Measured spreads: {measured}. The true change is yours.",
        equation="power = P(|t'| > t_crit),  t' noncentral with n - 1 degrees of freedom and change x sqrt(n) / SD",
        sources=tables.cite(["tuncel_2021", "gelman_2014"]),
        leaves_out="That the spread comes from other people, and that regions and pipelines give more chances.",
    )
    title = "How often does so small a study see a change that is there?"
    return old_explorer("power", title, controls, PowerPicture(), about, scene=scene)
