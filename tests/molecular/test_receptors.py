"""Occupancy: the published lesson, limits, and what competition must do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from helpers.molecular import receptors

concentration = st.floats(0, 1e3)
half = st.floats(1e-3, 1e3)
SALAT, EBERT, GERHARD = receptors.affinity_choices()["choice"]


@pytest.mark.parametrize(
    ("affinity", "part", "percent"),
    [
        (SALAT, receptors.TOTAL, 87),
        (GERHARD, receptors.TOTAL, 44),
        (SALAT, receptors.FREE, 79),
        (GERHARD, receptors.FREE, 30),
    ],
)
def test_the_choice_of_an_affinity_decides(affinity: str, part: str, percent: float) -> None:
    """At 0.78 µM, the observed peak."""
    assert 100 * receptors.filled(185, affinity, part) == pytest.approx(percent, abs=0.6)


def test_the_affinity_matters_more_than_the_kinetic_model() -> None:
    lowest, highest = receptors.filled([177, 253], SALAT)
    between = [float(receptors.filled(185, affinity)) for affinity in (SALAT, EBERT, GERHARD)]
    assert max(between) - min(between) > 4 * (highest - lowest)


def test_the_observed_peak_is_0_78_micromolar() -> None:
    assert float(receptors.micromolar(185)) == pytest.approx(0.778, abs=0.001)


@given(a=concentration, b=concentration, ka=half, kb=half)
def test_shares_lie_between_0_and_1_and_never_add_up_to_more(a: float, b: float, ka: float, kb: float) -> None:
    shares = receptors.occupancy([a, b], [ka, kb])
    assert (shares >= 0).all()
    assert shares.sum() <= 1


@given(a=concentration, more=st.floats(0.01, 100), ka=half)
def test_more_drug_fills_more(a: float, more: float, ka: float) -> None:
    low, high = (receptors.occupancy([c], [ka])[0] for c in (a, a + more))
    assert high >= low


@given(a=concentration, ka=half)
def test_without_a_competitor_it_is_the_simple_formula(a: float, ka: float) -> None:
    alone = receptors.occupancy([a, 0.0], [ka, 1.0])
    assert alone[0] == pytest.approx(a / (a + ka), abs=1e-12)
    assert alone[1] == 0


@given(a=st.floats(0.01, 1e3), b=st.floats(0.01, 1e3), ka=half, kb=half)
def test_a_competitor_takes_room(a: float, b: float, ka: float, kb: float) -> None:
    assert receptors.occupancy([a, b], [ka, kb])[0] < receptors.occupancy([a], [ka])[0]


@given(a=st.floats(0.001, 100), b=st.floats(0.001, 100), ka=half, kb=half)
def test_it_is_the_equilibrium_of_the_law_of_mass_action(a: float, b: float, ka: float, kb: float) -> None:
    """Solve the empty share numerically from conservation of sites, without the closed form."""
    empty = brentq(lambda share: share + share * a / ka + share * b / kb - 1, 0, 1)
    np.testing.assert_allclose(
        receptors.occupancy([a, b], [ka, kb]), [empty * a / ka, empty * b / kb], rtol=1e-6, atol=1e-9
    )


def test_equal_mirror_forms_act_as_one_ligand() -> None:
    one = receptors.occupancy([0.8], [0.3])[0]
    assert receptors.occupancy([0.4, 0.4], [0.3, 0.3]).sum() == pytest.approx(one)


def test_half_of_the_sites_are_filled_at_the_affinity() -> None:
    assert receptors.filled(0.119 * 237.725, SALAT) == pytest.approx(0.5)


@pytest.mark.parametrize(("c", "k"), [([-1.0], [1.0]), ([1.0], [0.0])])
def test_impossible_numbers_say_why(c: list[float], k: list[float]) -> None:
    with pytest.raises(ValueError, match="can't be negative"):
        receptors.occupancy(c, k)


def test_an_unknown_affinity_names_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"no affinity 'tight'.*Salat"):
        receptors.filled(100, "tight")
