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

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, choice, new_figure, old_explorer

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
    if method == NONE:
        return p_values
    if method == BONFERRONI:
        return np.minimum(1, p_values * len(p_values))
    if method == FDR:
        return np.asarray(stats.false_discovery_control(p_values))
    raise ValueError(f"There is no correction {method!r}. There are: {NONE}, {BONFERRONI}, {FDR}.")


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


# -- picture ---------------------------------------------------------------------------------------


class ManyTestsPicture:
    """P values by rank, with the limit that the correction sets; true effects stand out."""

    label = "P values of all tests of one study, sorted, with the limit of significance"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.6)
        self.axes = self.figure.add_subplot(yscale="log", xlabel="rank of the test", ylabel="p value, as it comes")
        self.axes.set(xlim=(0, 101), ylim=(1e-5, 1.2))
        self.axes.set_yticks(
            [1e-5, 1e-4, 1e-3, 0.01, 0.05, 0.2, 1], ["0.00001", "0.0001", "0.001", "0.01", "0.05", "0.2", "1"]
        )
        self.axes.minorticks_off()
        self.axes.axhline(ALPHA, color=COLOURS["grey"], linewidth=0.8)
        self.axes.spines[["top", "right"]].set_visible(False)
        style: dict[str, Any] = {"linestyle": "none", "animated": True}
        (self.false,) = self.axes.plot([], [], "o", color=COLOURS["grey"], markersize=4, label="nothing true", **style)
        (self.true,) = self.axes.plot([], [], "^", color=COLOURS["blue"], markersize=7, label="true effect", **style)
        (self.found,) = self.axes.plot(
            [],
            [],
            "o",
            color=COLOURS["red"],
            markersize=11,
            markerfacecolor="none",
            label="called significant",
            **style,
        )
        self.figure.legend(loc="outside upper left", ncols=3, fontsize=9, frameon=False)

    def draw(
        self, regions: float, measures: float, pipelines: float, true: float, dataset: float, pipeline: str, method: str
    ) -> Reading:
        """Draw one study's p values and mark what it would report."""
        tests = int(regions * measures)
        drawn = draw_p_values(tests, int(pipelines), min(int(true), tests), int(dataset))
        p_values = choose(drawn, pipeline)
        adjusted, is_true = adjust(drawn, pipeline, method), np.arange(tests) < true
        order = np.argsort(p_values, kind="stable")
        rank = np.empty(tests)
        rank[order] = np.arange(1, tests + 1)
        shown = np.maximum(p_values, 1.2e-5)
        for dots, who in ((self.false, ~is_true), (self.true, is_true), (self.found, adjusted < ALPHA)):
            dots.set_data(rank[who], shown[who])
        return read(tests, int(pipelines), pipeline, method, adjusted < ALPHA, is_true, float(p_values.min()))


def read(
    tests: int,
    pipelines: int,
    pipeline: str,
    method: str,
    found: NDArray[np.bool_],
    is_true: NDArray[np.bool_],
    smallest: float,
) -> Reading:
    """The reading: tests, findings, false alarms, missed effects."""
    false, right = int((found & ~is_true).sum()), int((found & is_true).sum())
    ways = "one pipeline" if pipelines == 1 else f"{pipelines} pipelines ({pipeline})"
    looked_at = tests * (pipelines if pipeline == BEST else 1)
    corrected = "without correction" if method == NONE else f"with {method} over all {looked_at} p values looked at"
    text = (
        f"{tests} tests, {ways}, {corrected}: {found.sum()} called significant, {false} of them false alarms; "
        f"{right} of {is_true.sum()} true effects found. The smallest p is {smallest:.2g}. "
        f"With {tests} independent tests of nothing, one pipeline each, the chance of at least one p below 0.05 is "
        f"{100 * chance_of_an_alarm(tests):.0f} %."
    )
    quantities = {
        "tests": float(tests),
        "significant": float(found.sum()),
        "false_alarms": float(false),
        "true_found": float(right),
        "true_tests": float(is_true.sum()),
        "chance_percent": 100 * chance_of_an_alarm(tests),
        "uncorrected": float(method == NONE),
    }
    return Reading(text, quantities)


# -- explorer --------------------------------------------------------------------------------------


def explore_many_tests(**scene: Any) -> Explorer:
    """Regions, measures, pipelines and corrections against false alarms.

    Parameters
    ----------
    **scene
        First values: ``regions``, ``measures``, ``pipelines``, ``true`` (tests with an effect), ``dataset``,
        ``pipeline``, ``method``.

    Returns
    -------
    Explorer
        With the quantities ``tests``, ``significant``, ``false_alarms``, ``true_found``, ``true_tests``,
        ``chance_percent`` and ``uncorrected``.
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
    title = "How many findings does a study make if nothing is there?"
    return old_explorer("many_tests", title, controls, ManyTestsPicture(), about, unused, scene)


def unused(values: dict[str, Any]) -> dict[str, str]:
    """With one pipeline there is nothing to choose from."""
    only = "Which pipeline is reported has no effect: there is only one."
    return {"pipeline": only} if values["pipelines"] == 1 else {}
