"""Instruments: an independent solver for PET, nilearn's response for BOLD, and the limit of MRS."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from helpers import exercises, explorers
from helpers.study import scanners


@pytest.mark.parametrize(("k1", "k2"), [(0.3, 0.02), (0.5, 0.01), (0.1, 0.1)])
def test_tissue_agrees_with_a_general_solver(k1: float, k2: float) -> None:
    solved = solve_ivp(
        lambda t, c: k1 * scanners.plasma_curve([0.0, t])[1] - k2 * c,
        (0, 90),
        [0.0],
        t_eval=scanners.PET_MIN[scanners.PET_MIN <= 90],
        max_step=0.1,
        rtol=1e-8,
    )
    ours = scanners.tissue_curve(k1, k2)[: len(solved.t)]
    np.testing.assert_allclose(ours, solved.y[0], atol=0.01 * solved.y[0].max())


@settings(max_examples=20, deadline=None)
@given(k1=st.floats(0.1, 0.5), k2=st.floats(0.01, 0.1))
def test_the_volume_of_distribution_is_k1_over_k2(k1: float, k2: float) -> None:
    volume = scanners.fit_volume(scanners.PET_MIN, scanners.tissue_curve(k1, k2), scanners.plasma_curve())
    assert volume == pytest.approx(k1 / k2, rel=0.02)


def test_tissue_is_in_step_with_k1() -> None:
    np.testing.assert_allclose(scanners.tissue_curve(0.4, 0.02), 2 * scanners.tissue_curve(0.2, 0.02))


def test_the_blood_lags_and_has_the_conventional_shape() -> None:
    from nilearn.glm.first_level import spm_hrf

    theirs = spm_hrf(t_r=0.1, oversampling=1, time_length=32)
    ours = scanners.bold_response(0.1)[: len(theirs)]
    assert np.corrcoef(ours, theirs)[0, 1] > 0.99
    assert explorers.scanners().quantities["bold_peak_s"] == pytest.approx(5.5, abs=0.2)


def test_long_activity_peaks_later() -> None:
    peaks = [scanners.BOLD_S[scanners.bold_response(burst).argmax()] for burst in (1, 5, 10)]
    assert peaks == sorted(peaks)


@pytest.mark.parametrize(("k1", "k2"), [(0, 0.1), (0.1, -1)])
def test_impossible_rates_say_why(k1: float, k2: float) -> None:
    with pytest.raises(ValueError, match="more than 0"):
        scanners.tissue_curve(k1, k2)


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("same_volume", explorers.scanners())
    assert not challenge.reached
    challenge.explorer.set(k1=0.16, k2=0.01)
    assert challenge.reached
