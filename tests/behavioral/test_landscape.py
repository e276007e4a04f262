"""The landscape: exact times against Kramers' rule and against simulated paths, symmetry, limits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import exercises, explorers
from helpers.behavioral import landscape as land
from helpers.behavioral.landscape import Landscape


@pytest.mark.parametrize(("barrier", "tilt", "noise"), [(2, 0, 0.3), (3, 0.4, 0.4), (4, -0.5, 0.5), (4, 0.8, 0.4)])
@pytest.mark.parametrize("rightwards", [True, False])
def test_kramers_rule_holds_where_the_barrier_is_high(
    barrier: float, tilt: float, noise: float, rightwards: bool
) -> None:
    found = Landscape(barrier, tilt, noise)
    assert land.residence(found, rightwards) == pytest.approx(land.kramers(found, rightwards), rel=0.12)


def test_kramers_rule_gets_better_with_the_barrier() -> None:
    off = [land.residence(one) / land.kramers(one) - 1 for one in (Landscape(h, 0, 0.4) for h in (1, 2, 3, 4))]
    assert off == sorted(off, reverse=True)


def first_arrivals(found: Landscape, walkers: int = 400, step: float = 0.005) -> float:
    """Mean first arrival at the right valley's bottom, by brute force."""
    draw = np.random.default_rng(2)
    left, _, right = found.turning_points()
    x, arrived = np.full(walkers, left), np.zeros(walkers)
    for tick in range(1, 60_000):
        going = arrived == 0
        if not going.any():
            break
        kick = np.sqrt(2 * found.noise * step) * draw.standard_normal(int(going.sum()))
        pull = 4 * found.barrier * x[going] * (x[going] ** 2 - 1) - found.tilt
        x[going] += -pull * step + kick
        arrived[going & (x >= right)] = tick * step
    return float(arrived.mean())


def test_simulated_paths_need_the_exact_time() -> None:
    found = Landscape(1, 0.2, 0.6)
    assert first_arrivals(found) == pytest.approx(land.residence(found), rel=0.15)


@settings(max_examples=30, deadline=None)
@given(barrier=st.floats(1, 4), tilt=st.floats(-1.4, 1.4), noise=st.floats(0.2, 1.5))
def test_a_mirrored_landscape_swaps_the_valleys(barrier: float, tilt: float, noise: float) -> None:
    here, mirrored = Landscape(barrier, tilt, noise), Landscape(barrier, -tilt, noise)
    assert land.residence(here) == pytest.approx(land.residence(mirrored, rightwards=False), rel=1e-6)
    assert land.share_left(here) == pytest.approx(1 - land.share_left(mirrored), abs=5e-3)


@settings(max_examples=30, deadline=None)
@given(barrier=st.floats(1, 4), tilt=st.floats(-1.4, 1.4), noise=st.floats(0.2, 1.2))
def test_more_noise_gets_the_ball_out_sooner(barrier: float, tilt: float, noise: float) -> None:
    assert land.residence(Landscape(barrier, tilt, noise + 0.1)) < land.residence(Landscape(barrier, tilt, noise))


def test_turning_points_are_where_the_slope_is_nothing() -> None:
    found = Landscape(2, 0.7, 0.4)
    left, top, right = found.turning_points()
    assert left < top < right
    assert [found.slope(place) for place in (left, top, right)] == pytest.approx([0, 0, 0], abs=1e-9)
    assert found.curvature(left) > 0 > found.curvature(top)


@pytest.mark.parametrize(("barrier", "tilt", "noise"), [(0, 0, 1), (1, 0, 0)])
def test_a_flat_or_silent_landscape_says_why_it_can_not_be(barrier: float, tilt: float, noise: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        Landscape(barrier, tilt, noise)


def test_too_strong_a_tilt_says_what_to_do() -> None:
    with pytest.raises(ValueError, match="lower the tilt or raise the barrier"):
        Landscape(1, 2, 0.4)


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("out_and_stay", explorers.beliefs())
    assert not challenge.reached
    challenge.explorer.set(tilt=0.6, barrier=1.5, noise=0.35)
    assert challenge.reached
