"""False alarms, corrections held to statsmodels, pipelines, and the interval of a correlation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests

from helpers import exercises, explorers
from helpers.study import many_tests


@settings(max_examples=30, deadline=None)
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
    for study in range(1, 41):
        challenge.explorer.set(pipelines=10, pipeline=many_tests.BEST, dataset=study)
        if challenge.reached:
            break
    assert challenge.reached
