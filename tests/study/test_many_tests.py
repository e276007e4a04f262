"""False alarms, corrections held to statsmodels, pipelines, and the interval of a correlation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests

from helpers import exercises, explorers
from helpers.interactive import COLOURS
from helpers.study import many_tests
from tests.pictures import assert_axes, assert_colour, assert_drawn, assert_says, settings_of


@settings(max_examples=30)
@given(p_values=st.lists(st.floats(1e-6, 1), min_size=1, max_size=60))
def test_corrections_agree_with_statsmodels(p_values: list[float]) -> None:
    for method, name in ((many_tests.BONFERRONI, "bonferroni"), (many_tests.FDR, "fdr_bh")):
        oracle = multipletests(p_values, method=name)[1]
        np.testing.assert_allclose(many_tests.correct(np.array(p_values), method), oracle, atol=1e-12)


def test_where_nothing_is_true_one_test_in_twenty_alarms() -> None:
    p_values = np.concatenate([many_tests.draw_p_values(100, 1, 0, study)[:, 0] for study in range(40)])
    assert (p_values < 0.05).mean() == pytest.approx(0.05, abs=0.01)
    assert stats.kstest(p_values, "uniform").pvalue > 0.01


def test_bonferroni_keeps_the_chance_of_any_alarm() -> None:
    alarms = [
        (many_tests.correct(many_tests.draw_p_values(48, 1, 0, study)[:, 0], many_tests.BONFERRONI) < 0.05).any()
        for study in range(300)
    ]
    assert np.mean(alarms) < 0.09


def test_the_best_of_many_pipelines_alarms_more() -> None:
    shares = []
    for pipelines in (1, 5, 10):
        drawn = [many_tests.draw_p_values(48, pipelines, 0, study) for study in range(40)]
        chosen = np.concatenate([many_tests.choose(p_values, many_tests.BEST) for p_values in drawn])
        shares.append((chosen < 0.05).mean())
    assert shares == sorted(shares)
    assert shares[-1] > 2 * shares[0]


def test_a_correction_counts_every_p_value_that_was_looked_at() -> None:
    """Ten pipelines, the best of each: corrected for all of them, there is no flood of alarms."""
    drawn = [many_tests.draw_p_values(48, 10, 0, study) for study in range(200)]
    for method in (many_tests.BONFERRONI, many_tests.FDR):
        alarms = [(many_tests.adjust(p_values, many_tests.BEST, method) < 0.05).any() for p_values in drawn]
        assert np.mean(alarms) < 0.09
    naive = [
        (many_tests.correct(many_tests.choose(p, many_tests.BEST), many_tests.BONFERRONI) < 0.05).any() for p in drawn
    ]
    assert np.mean(naive) > 0.12


def test_the_chance_of_an_alarm() -> None:
    assert many_tests.chance_of_an_alarm(1) == pytest.approx(0.05)
    assert 100 * many_tests.chance_of_an_alarm(48) == pytest.approx(91.5, abs=0.1)


@given(r=st.floats(-0.95, 0.95), n=st.integers(4, 500))
def test_the_interval_is_scipys(r: float, n: int) -> None:
    low, high = many_tests.correlation_interval(r, n)
    assert low < r < high
    rng = np.random.default_rng(1)
    x = rng.standard_normal(n)
    y = x + rng.standard_normal(n)
    found = stats.pearsonr(x, y)
    expected = found.confidence_interval(0.95)
    assert many_tests.correlation_interval(found.statistic, n) == pytest.approx((expected.low, expected.high))


def test_eleven_people_leave_a_wide_interval() -> None:
    low, high = many_tests.correlation_interval(0.7, 11)
    assert exercises.judge("r_interval", low).right
    assert high - low > 0.7


@pytest.mark.parametrize(("r", "n"), [(1.0, 11), (0.5, 3)])
def test_impossible_correlations_say_why(r: float, n: int) -> None:
    with pytest.raises(ValueError, match="between -1 and 1"):
        many_tests.correlation_interval(r, n)


def test_an_unknown_correction_names_the_known_ones() -> None:
    with pytest.raises(ValueError, match="Bonferroni"):
        many_tests.correct(np.array([0.1]), "Holm")


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("pipeline_hunt", explorers.many_tests())
    assert not challenge.reached
    challenge.explorer.set(true=10, pipelines=10, pipeline=many_tests.BEST)
    assert not challenge.reached
    challenge.explorer.set(true=0)
    for study in range(1, 41):
        challenge.explorer.set(pipelines=10, pipeline=many_tests.BEST, dataset=study)
        if challenge.reached:
            break
    assert challenge.reached


@settings(max_examples=40)
@given(
    study=st.integers(1, 200),
    true=st.integers(0, 10),
    pipelines=st.integers(1, 10),
    method=st.sampled_from([many_tests.NONE, many_tests.BONFERRONI, many_tests.FDR]),
    pipeline=st.sampled_from([many_tests.FIRST, many_tests.BEST]),
)
def test_what_lies_below_the_limit_is_what_is_called_significant(
    study: int, true: int, pipelines: int, method: str, pipeline: str
) -> None:
    drawn = many_tests.draw_p_values(48, pipelines, true, study)
    below = many_tests.choose(drawn, pipeline) <= many_tests.limit(drawn, pipeline, method)
    assert (below == (many_tests.adjust(drawn, pipeline, method) < 0.05)).all()


def test_limits_by_hand() -> None:
    p_values = np.array([[0.001, 0.9], [0.02, 0.004], [0.03, 0.5], [0.8, 0.7]])
    assert many_tests.limit(p_values, many_tests.FIRST, many_tests.NONE) == 0.05
    assert many_tests.limit(p_values, many_tests.FIRST, many_tests.BONFERRONI) == 0.05 / 4
    assert many_tests.limit(p_values, many_tests.BEST, many_tests.BONFERRONI) == 0.05 / 8
    assert many_tests.limit(p_values, many_tests.FIRST, many_tests.FDR) == pytest.approx(0.05 * 3 / 4)
    assert many_tests.limit(p_values, many_tests.BEST, many_tests.FDR) == pytest.approx(0.05 * 2 / 8)
    assert many_tests.limit(p_values[3:], many_tests.FIRST, many_tests.FDR) == 0.05


@pytest.mark.parametrize(
    ("p_value", "words"),
    [
        (0.38, "0.38"),
        (0.05, "0.05"),
        (0.012, "0.012"),
        (0.00027, "1 in 3,700"),
        (5e-5, "1 in 20,000"),
        (0.0099, "1 in 100"),
    ],
)
def test_small_p_values_are_said_without_rows_of_zeros(p_value: float, words: str) -> None:
    assert many_tests.in_words(p_value) == words


# -- scene and picture -----------------------------------------------------------------------------


def test_the_scene_is_the_models() -> None:
    for explorer in settings_of("many_tests"):
        shown, set_to = explorer.scene, explorer.values
        tests, pipelines = int(set_to["regions"] * set_to["measures"]), int(set_to["pipelines"])
        true, best = int(min(set_to["true"], tests)), set_to["pipeline"] == many_tests.BEST
        drawn = many_tests.draw_p_values(tests, pipelines, true, int(set_to["dataset"]))
        assert shown.p_values == pytest.approx(drawn.min(axis=1) if best else drawn[:, 0])
        assert shown.is_true.tolist() == [True] * true + [False] * (tests - true)
        looked_at = drawn.ravel() if best else drawn[:, 0]
        oracle = {
            many_tests.NONE: looked_at < 0.05,
            many_tests.BONFERRONI: multipletests(looked_at, method="bonferroni")[0],
            many_tests.FDR: multipletests(looked_at, method="fdr_bh")[0],
        }[set_to["method"]]
        assert (shown.is_found == (oracle.reshape(tests, -1).any(axis=1))).all()
        assert (shown.is_found == (shown.p_values <= shown.limit)).all()
        assert (shown.tests, shown.true_tests, shown.looked_at) == (tests, true, len(looked_at))
        assert (shown.pipelines, shown.pipeline, shown.method) == (pipelines, set_to["pipeline"], set_to["method"])
        assert shown.significant == sum(shown.is_found)
        assert shown.false_alarms == sum(shown.is_found[true:])
        assert shown.chance_percent == pytest.approx(100 * (1 - 0.95**tests))
        assert shown.rank[np.argsort(shown.p_values)].tolist() == list(range(1, tests + 1))


def test_forty_eight_tests_of_nothing() -> None:
    """Known numbers, absolutely."""
    shown = explorers.many_tests().scene
    assert (shown.tests, shown.looked_at, shown.true_tests, shown.limit) == (48, 48, 0, 0.05)
    assert shown.chance_percent == pytest.approx(91.5, abs=0.1)
    assert (shown.significant, shown.false_alarms) == (2, 2)
    best = explorers.many_tests(pipeline=many_tests.BEST, method=many_tests.BONFERRONI).scene
    assert best.looked_at == 3 * 48
    assert best.limit == pytest.approx(0.05 / 144)


def test_the_picture_shows_the_scene() -> None:
    for explorer in [*settings_of("many_tests"), explorers.many_tests(true=10, regions=20, measures=5)]:
        shown, picture = explorer.scene, explorer.picture
        at_least = np.where(shown.p_values < 0.00001, 0.00001, shown.p_values)
        for dots, who in (
            (picture.false, ~shown.is_true),
            (picture.true, shown.is_true),
            (picture.found, shown.is_found),
        ):
            assert_drawn(dots, shown.rank[who], at_least[who])
        end = next(end for end in (20, 50, 100) if end >= shown.tests)
        assert_axes(picture.axes, xlim=(-1, end + 1))
        assert_drawn(picture.limit, [-1, end + 1], [shown.limit, shown.limit])
        assert_drawn(picture.limit_name, f"significant below {many_tests.in_words(shown.limit)}")
        assert picture.limit_name.get_position() == pytest.approx((end + 0.5, 1.1 * shown.limit))
        # By chance alone the k-th smallest of n p values is k / (n + 1) on average.
        ranks = range(1, shown.tests + 1)
        assert_drawn(picture.chance, ranks, [rank / (shown.tests + 1) for rank in ranks])


def test_p_values_of_nothing_lie_where_chance_is_drawn() -> None:
    """The oracle: the mean of sorted uniform numbers."""
    drawn = np.sort(np.random.default_rng(3).random((20_000, 9)), axis=1).mean(axis=0)
    assert drawn == pytest.approx(explorers.many_tests(regions=9, measures=1).picture.chance.get_ydata(), abs=0.01)


def test_axes_key_and_colours_say_what_is_meant() -> None:
    picture = many_tests.ManyTestsPicture()
    (axes,) = picture.figure.axes
    assert_axes(axes, ylim=(0.7e-5, 1.2), xlabel="rank of the test, from the smallest p value", yscale="log")
    assert_axes(axes, ylabel="p value, as it comes")
    ticks = {tick: text.get_text() for tick, text in zip(axes.get_yticks(), axes.get_yticklabels(), strict=True)}
    assert ticks == {
        1: "1",
        0.2: "0.2",
        0.05: "0.05",
        0.01: "0.01",
        0.001: "1 in 1,000",
        0.0001: "1 in 10,000",
        0.00001: "1 in 100,000\nor less",
    }
    (key,) = picture.figure.legends
    words = ["by chance alone, with one pipeline", "nothing true", "true effect", "called significant"]
    assert [text.get_text() for text in key.get_texts()] == words
    assert_colour(picture.limit, COLOURS["red"])
    assert_colour(picture.limit_name, COLOURS["red"])
    artists = [picture.chance, picture.false, picture.true, picture.found]
    assert [artist.get_label() for artist in artists] == words
    for artist, colour in zip(artists, ("grey", "grey", "blue", "red"), strict=True):
        assert_colour(artist, COLOURS[colour])
    assert [artist.get_marker() for artist in artists[1:]] == ["o", "^", "o"]
    assert picture.found.get_markerfacecolor() == "none"


def test_the_reading_says_the_scenes_numbers() -> None:
    for explorer in settings_of("many_tests"):
        shown = explorer.scene
        counted = "1 test" if shown.tests == 1 else f"{shown.tests} tests"
        ways = "one pipeline" if shown.pipelines == 1 else f"{shown.pipelines} pipelines ({shown.pipeline})"
        corrected = f"with {shown.method} over all {shown.looked_at} p values"
        assert_says(
            explorer,
            f"{counted}, {ways}, ",
            "without correction" if shown.method == many_tests.NONE else corrected,
            f"{shown.significant} called significant, {shown.false_alarms} of them false alarms",
            f"{sum(shown.is_found & shown.is_true)} of {shown.true_tests} true effects found",
            f"The smallest p is {many_tests.in_words(min(shown.p_values))}",
            f"the limit {many_tests.in_words(shown.limit)}",
            f"With {counted.split()[0]} independent",
            f"p below 0.05 is {shown.chance_percent:.0f} %",
        )
