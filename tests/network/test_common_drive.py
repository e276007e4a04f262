"""Correlation without a link: what arithmetic says about a shared drive."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import exercises, explorers
from helpers.network import common_drive


@given(drive=st.floats(0, 0.95))
def test_without_a_link_the_correlation_is_the_square_of_the_drive(drive: float) -> None:
    first, second, _ = common_drive.two_areas(drive)
    assert common_drive.correlation(first, second) == pytest.approx(drive**2, abs=0.05)


@given(drive=st.floats(0, 0.95))
def test_taking_the_drive_out_leaves_nothing(drive: float) -> None:
    assert abs(common_drive.partial_correlation(*common_drive.two_areas(drive))) < 0.05


def test_partial_correlation_is_that_of_the_residuals() -> None:
    first, second, drive = common_drive.two_areas(0.6, 0.5)
    design = np.column_stack([np.ones_like(drive), drive])
    left = [signal - design @ np.linalg.lstsq(design, signal, rcond=None)[0] for signal in (first, second)]
    assert common_drive.partial_correlation(first, second, drive) == pytest.approx(np.corrcoef(*left)[0, 1])


def test_a_link_with_a_delay_is_hardly_seen_by_plain_correlation() -> None:
    assert abs(explorers.common_drive(drive=0, link=0.9).quantities["r"]) < 0.05


def test_a_drive_beyond_1_says_why() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        common_drive.two_areas(1.2)


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("talk_without_link", explorers.common_drive())
    assert not challenge.reached
    challenge.explorer.set(drive=0.8)
    assert challenge.reached
    challenge.explorer.set(link=0.3)
    assert not challenge.reached
