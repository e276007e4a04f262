"""Correlations: scipy as oracle, what r and p tell of n, and a common cause that goes when it is held."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from helpers import exercises, explorers
from helpers.behavioral import dissociation


def test_the_published_r_and_p_imply_58_pairs_and_not_108() -> None:
    assert dissociation.pairs_implied(-0.35, 0.007) == pytest.approx(58, abs=0.5)
    assert dissociation.pairs_implied(-0.41, 0.01) == pytest.approx(38.5, abs=0.5)
    assert dissociation.p_of(-0.35, 108) == pytest.approx(0.0002, abs=0.00002)


@settings(max_examples=40)
@given(r=st.floats(0.05, 0.95), n=st.integers(6, 500))
def test_pairs_and_p_are_each_others_inverse(r: float, n: int) -> None:
    p = dissociation.p_of(r, n)
    if 1e-12 < p < 0.99:
        assert dissociation.pairs_implied(r, p) == pytest.approx(n, rel=1e-4)


@given(alpha=st.floats(0.001, 0.5), n=st.integers(4, 500))
def test_the_smallest_significant_correlation_has_p_of_alpha(alpha: float, n: int) -> None:
    assert dissociation.p_of(dissociation.smallest_significant(n, alpha), n) == pytest.approx(alpha)


@settings(max_examples=20, deadline=None)
@given(r=st.floats(-0.9, 0.9), n=st.integers(5, 200), origin=st.sampled_from([dissociation.PATH, dissociation.COMMON]))
def test_correlations_are_scipys(r: float, n: int, origin: str) -> None:
    x, y, _ = dissociation.draw_scores(r, n, origin)
    oracle = stats.pearsonr(x[3], y[3])
    found = float(dissociation.correlate(x, y)[3])
    assert found == pytest.approx(oracle.statistic)
    assert dissociation.p_of(found, n) == pytest.approx(oracle.pvalue, abs=1e-9)


@pytest.mark.parametrize("origin", [dissociation.PATH, dissociation.COMMON])
@pytest.mark.parametrize("r", [-0.8, -0.35, 0.0, 0.6])
def test_samples_scatter_around_the_correlation_that_was_set(origin: str, r: float) -> None:
    x, y, _ = dissociation.draw_scores(r, 150, origin)
    assert dissociation.correlate(x, y).mean() == pytest.approx(r, abs=0.02)


def test_a_common_cause_goes_when_it_is_held_and_a_path_stays() -> None:
    kept = {}
    for origin in (dissociation.PATH, dissociation.COMMON):
        x, y, dose = dissociation.draw_scores(-0.5, 150, origin)
        kept[origin] = dissociation.correlate(dissociation.hold(x, dose), dissociation.hold(y, dose)).mean()
    assert kept[dissociation.COMMON] == pytest.approx(0, abs=0.02)
    assert kept[dissociation.PATH] < -0.3


def test_holding_agrees_with_a_partial_correlation() -> None:
    x, y, dose = dissociation.draw_scores(-0.5, 60, dissociation.PATH)
    a, b, c = (stats.pearsonr(*pair).statistic for pair in ((x[0], y[0]), (x[0], dose[0]), (y[0], dose[0])))
    partial = (a - b * c) / np.sqrt((1 - b**2) * (1 - c**2))
    held = dissociation.correlate(dissociation.hold(x, dose), dissociation.hold(y, dose))[0]
    assert held == pytest.approx(partial)


def test_impossible_settings_say_why() -> None:
    with pytest.raises(ValueError, match="between -1 and 1"):
        dissociation.draw_scores(1.5, 50, dissociation.PATH)
    with pytest.raises(ValueError, match="not 0"):
        dissociation.pairs_implied(0, 0.5)


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("no_path", explorers.dissociation())
    assert not challenge.reached
    challenge.explorer.set(origin=dissociation.COMMON, look=dissociation.HELD)
    assert challenge.reached
