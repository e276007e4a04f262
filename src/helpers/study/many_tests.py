"""Many regions, measures and pipelines: how many false alarms, and what correction takes away.

Method
------
A study tests each of ``regions x measures`` with each of several pipelines. Where nothing is true, a p value is
uniform; pipelines read the same data, so that their p values go together (correlation 0.8 of the underlying normal
values). Some tests may have a true effect. Corrections, over all tests: Bonferroni multiplies p by their number;
Benjamini and Hochberg's keeps the expected share of false alarms among the findings (FDR) at 5 %. The careless analyst
keeps, for each region and measure, the pipeline with the smallest p.

Also here: the interval of a correlation in n people, by Fisher's z, ``atanh r +- 1.96 / sqrt(n - 3)``.

Units
-----
p values; shares in %.

Sources
-------
A toy with random numbers from fixed seeds. Benjamini & Hochberg 1995; scipy computes the FDR.

Leaves out
----------
That regions go together as well, that analysts choose more than a pipeline (whom to leave out, when to stop), and
that most such choices are made in good faith and are never told.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, choice, moving, new_figure, plain_axes
from helpers.interactive.drawing import lay_out

ALPHA, COMMON = 0.05, 0.8
NONE, BONFERRONI, FDR = "none", "Bonferroni", "Benjamini-Hochberg (FDR)"
EFFECT_Z = 3.0
FIRST, BEST = "the first one, fixed before", "the best one of each"

# -- model -----------------------------------------------------------------------------------------


def draw_p_values(tests: int, pipelines: int, true_tests: int, dataset: int) -> NDArray[np.float64]:
    """P values of one study.

    Parameters
    ----------
    tests : int
        Regions times measures.
    pipelines : int
        Ways to analyse each.
    true_tests : int
        How many of the tests have a true effect (the first ones).
    dataset : int
        Which study: another number, other random numbers.

    Returns
    -------
    numpy.ndarray
        Two-sided p values, tests x pipelines.
    """
    rng = np.random.default_rng([dataset, 77])
    shared, own = rng.standard_normal((tests, 1)), rng.standard_normal((tests, pipelines))
    z = np.sqrt(COMMON) * shared + np.sqrt(1 - COMMON) * own
    z += EFFECT_Z * (np.arange(tests) < true_tests)[:, np.newaxis]
    return np.asarray(2 * stats.norm.sf(np.abs(z)))


def choose(p_values: NDArray[np.float64], pipeline: str) -> NDArray[np.float64]:
    """One p value a test: of the first pipeline, or the smallest."""
    return p_values[:, 0] if pipeline == FIRST else p_values.min(axis=1)


def correct(p_values: NDArray[np.float64], method: str) -> NDArray[np.float64]:
    """Adjusted p values."""
    tables.require("correction", method, (NONE, BONFERRONI, FDR))
    if method == NONE:
        return p_values
    if method == BONFERRONI:
        return np.minimum(1, p_values * len(p_values))
    return np.asarray(stats.false_discovery_control(p_values))


def adjust(p_values: NDArray[np.float64], pipeline: str, method: str) -> NDArray[np.float64]:
    """One adjusted p value a test, corrected for every p value that was looked at.

    Parameters
    ----------
    p_values : numpy.ndarray
        Tests x pipelines.
    pipeline : str
        `FIRST`: one p value a test was looked at; `BEST`: all of them were.
    method : str
        `NONE`, `BONFERRONI` or `FDR`.
    """
    if pipeline == FIRST:
        return correct(p_values[:, 0], method)
    return np.asarray(correct(p_values.ravel(), method).reshape(p_values.shape).min(axis=1))


def limit(p_values: NDArray[np.float64], pipeline: str, method: str) -> float:
    """Largest p value that is called significant, as it comes (before correction).

    By Benjamini and Hochberg that is 0.05 k / m, for the largest k such that the k-th smallest of all m p values looked
    at does not exceed it (k is 1 where there is none).

    Parameters
    ----------
    p_values, pipeline, method
        As in `adjust`.
    """
    looked_at = np.sort(p_values[:, 0] if pipeline == FIRST else p_values.ravel())
    if method == NONE:
        return ALPHA
    limits = ALPHA * np.arange(1, len(looked_at) + 1) / len(looked_at)
    reached = np.flatnonzero(looked_at <= limits)
    return float(limits[reached.max()] if method == FDR and len(reached) else limits[0])


def chance_of_an_alarm(tests: int) -> float:
    """Probability (0 to 1) of at least one p below 0.05 where nothing is true and tests are independent."""
    return float(1 - (1 - ALPHA) ** tests)


def correlation_interval(r: float, n: int, level: float = 0.95) -> tuple[float, float]:
    """Interval of a correlation in `n` people, by Fisher's z.

    Raises
    ------
    ValueError
        If r is not between -1 and 1, or there are fewer than four people.
    """
    if not -1 < r < 1 or n < 4:
        raise ValueError("A correlation lies between -1 and 1, and an interval needs four people.")
    half = stats.norm.ppf((1 + level) / 2) / np.sqrt(n - 3)
    return float(np.tanh(np.arctanh(r) - half)), float(np.tanh(np.arctanh(r) + half))


@dataclass(frozen=True)
class Scene:
    """P values of one study.

    Parameters
    ----------
    pipelines : int
        Ways in which each test was analysed.
    pipeline, method : str
        Which of them is reported, and how it is corrected.
    p_values : numpy.ndarray
        One p value a test, as it comes.
    is_true, is_found : numpy.ndarray
        Which tests have a true effect, and which are called significant.
    limit : float
        Largest p value that is called significant.
    """

    pipelines: int
    pipeline: str
    method: str
    p_values: NDArray[np.float64]
    is_true: NDArray[np.bool_]
    is_found: NDArray[np.bool_]
    limit: float

    @property
    def rank(self) -> NDArray[np.int64]:
        """Rank of each test by its p value, from 1."""
        return np.argsort(np.argsort(self.p_values, kind="stable"), kind="stable") + 1

    @property
    def tests(self) -> int:
        """Number of tests."""
        return len(self.p_values)

    @property
    def looked_at(self) -> int:
        """P values that were looked at."""
        return self.tests * (self.pipelines if self.pipeline == BEST else 1)

    @property
    def significant(self) -> int:
        """Tests that are called significant."""
        return int(self.is_found.sum())

    @property
    def false_alarms(self) -> int:
        """Those of them in which nothing is true."""
        return int((self.is_found & ~self.is_true).sum())

    @property
    def true_tests(self) -> int:
        """Tests with a true effect."""
        return int(self.is_true.sum())

    @property
    def chance_percent(self) -> float:
        """Chance of at least one p below 0.05 in as many independent tests of nothing (%)."""
        return 100 * chance_of_an_alarm(self.tests)


def scene(
    regions: float, measures: float, pipelines: float, true: float, dataset: float, pipeline: str, method: str
) -> Scene:
    """P values of one study, and what is called significant.

    Parameters
    ----------
    regions, measures, pipelines : float
        Their numbers.
    true : float
        Tests with a true effect, at most.
    dataset : float
        Which study.
    pipeline : str
        `FIRST` or `BEST`.
    method : str
        `NONE`, `BONFERRONI` or `FDR`.
    """
    tests = int(regions * measures)
    drawn = draw_p_values(tests, int(pipelines), min(int(true), tests), int(dataset))
    return Scene(
        pipelines=int(pipelines),
        pipeline=pipeline,
        method=method,
        p_values=choose(drawn, pipeline),
        is_true=np.arange(tests) < true,
        is_found=adjust(drawn, pipeline, method) < ALPHA,
        limit=limit(drawn, pipeline, method),
    )


# -- picture ---------------------------------------------------------------------------------------

TICKS = {
    1e-5: "1 in 100,000\nor less",
    1e-4: "1 in 10,000",
    1e-3: "1 in 1,000",
    0.01: "0.01",
    0.05: "0.05",
    0.2: "0.2",
    1: "1",
}
LOWEST = min(TICKS)
ENDS = (20, 50, 100)  # what the axis of ranks can end at


class ManyTestsPicture:
    """P values by rank, with the limit that the correction sets; true effects stand out."""

    label = "P values of all tests of one study, sorted, with the limit of significance"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.3)
        axes = plain_axes(self.figure.subplots(), xlabel="rank of the test, from the smallest p value")
        axes.set(yscale="log", ylim=(0.7 * LOWEST, 1.2), ylabel="p value, as it comes")
        axes.set_yticks(list(TICKS), list(TICKS.values()))
        axes.minorticks_off()
        (self.limit,) = axes.plot([], [], "--", color=COLOURS["red"], linewidth=1.5)
        self.limit_name = axes.text(1, 0, "", ha="right", va="bottom", fontsize=9, color=COLOURS["red"])
        # Where nothing is true p values lie evenly between 0 and 1: the tests' ranks, divided by their number.
        (self.chance,) = axes.plot(
            [], [], ":", color=COLOURS["grey"], linewidth=1.5, label="by chance alone, with one pipeline"
        )
        style: dict[str, Any] = {"linestyle": "none"}
        (self.false,) = axes.plot([], [], "o", color=COLOURS["grey"], markersize=4, label="nothing true", **style)
        (self.true,) = axes.plot([], [], "^", color=COLOURS["blue"], markersize=7, label="true effect", **style)
        ring = {"color": COLOURS["red"], "markersize": 11, "markerfacecolor": "none"} | style
        (self.found,) = axes.plot([], [], "o", label="called significant", **ring)  # type: ignore[arg-type, arg-type]
        self.axes = axes
        moving([self.limit, self.limit_name, self.chance, self.false, self.true, self.found])
        self.figure.legend(loc="outside upper left", ncols=4, fontsize=9, frameon=False)
        axes.set_xlim(-1, ENDS[-1] + 1)
        lay_out(self.figure)

    def move(self, scene: Scene) -> None:
        """Show the p values by rank, ring those that are called significant, and draw the limit."""
        shown = np.maximum(scene.p_values, LOWEST)
        for dots, who in ((self.false, ~scene.is_true), (self.true, scene.is_true), (self.found, scene.is_found)):
            dots.set_data(scene.rank[who], shown[who])
        end = next(end for end in ENDS if end >= scene.tests)
        if self.axes.get_xlim()[1] != end + 1:
            self.axes.set_xlim(-1, end + 1)
        ranks = np.arange(1, scene.tests + 1)
        self.chance.set_data(ranks, ranks / (scene.tests + 1))
        self.limit.set_data([-1, end + 1], [scene.limit] * 2)
        self.limit_name.set(text=f"significant below {in_words(scene.limit)}", position=(end + 0.5, 1.1 * scene.limit))


# -- reading ---------------------------------------------------------------------------------------


def in_words(p_value: float) -> str:
    """A p value without rows of zeros: 0.03, or 1 in 3,700."""
    if p_value >= 0.01:
        return f"{p_value:.2g}"
    times = 1 / p_value
    digits = 1 - floor(log10(times))
    return f"1 in {round(times, digits):,.0f}"


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    tests = f"{scene.tests} test{'' if scene.tests == 1 else 's'}"
    true = scene.significant - scene.false_alarms
    return f"{scene.significant} of {tests} called significant: {scene.false_alarms} false, {true} true"


def read(scene: Scene) -> Reading:
    """Tests, findings, false alarms, missed effects, and the limit."""
    ways = "one pipeline" if scene.pipelines == 1 else f"{scene.pipelines} pipelines ({scene.pipeline})"
    counted = f"test{'' if scene.tests == 1 else 's'}"
    corrected = f"with {scene.method} over all {scene.looked_at} p values looked at"
    return Reading(
        f"{scene.tests} {counted}, {ways}, {'without correction' if scene.method == NONE else corrected}: "
        f"{scene.significant} called significant, {scene.false_alarms} of them false alarms; "
        f"{scene.significant - scene.false_alarms} of {scene.true_tests} true effects found. The smallest p is "
        f"{in_words(scene.p_values.min())}, the limit {in_words(scene.limit)}. With {scene.tests} independent "
        f"{counted} of nothing, one pipeline each, the chance of at least one p below 0.05 is "
        f"{scene.chance_percent:.0f} %.",
        headline=notice(scene),
    )


# -- explorer --------------------------------------------------------------------------------------


def explore_many_tests(**first: Any) -> Explorer:
    """Regions, measures, pipelines and corrections against false alarms.

    Parameters
    ----------
    **first
        First values: ``regions``, ``measures``, ``pipelines``, ``true`` (tests with an effect), ``dataset``,
        ``pipeline``, ``method``.
    """
    controls = {
        "regions": Slider("Regions", 12, min=1, max=20, step=1),
        "measures": Slider("Measures", 4, min=1, max=5, step=1),
        "pipelines": Slider("Pipelines", 3, min=1, max=10, step=1),
        "true": Slider("Tests with a true effect", 0, min=0, max=10, step=1),
        "dataset": Slider("Study number", 1, min=1, max=40, step=1),
        "pipeline": choice("Pipeline reported", [FIRST, BEST]),
        "method": choice("Correction", [NONE, BONFERRONI, FDR]),
    }
    about = About(
        kind="A toy with random numbers. Each study number is another study in which the same is true.",
        equation="Bonferroni: p x tests;  FDR: Benjamini & Hochberg;  chance of an alarm = 1 - 0.95^tests",
        sources=["None: arithmetic, with random numbers from fixed seeds."],
        leaves_out="Choices other than the pipeline, regions that go together, and that choices are rarely told.",
    )
    return Explorer("many_tests", controls, scene, ManyTestsPicture(), read, about, unused, first)


def unused(values: dict[str, Any]) -> dict[str, str]:
    """With one pipeline there is nothing to choose from."""
    only = "Which pipeline is reported has no effect: there is only one."
    return {"pipeline": only} if values["pipelines"] == 1 else {}
