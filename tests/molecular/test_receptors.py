"""Occupancy: the published lesson, limits, and what competition must do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from helpers import exercises, explorers
from helpers.molecular import receptors
from helpers.molecular.receptors.model import filled_by_each

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


# -- ligands and targets ---------------------------------------------------------------------------


def test_mirror_forms_share_the_site_as_their_affinities_say() -> None:
    """Equal amounts, so that the odds are those of 1/K: 1.4 to 0.3."""
    each = filled_by_each(185, EBERT).iloc[0]
    assert each["S-ketamine"] / each["R-ketamine"] == pytest.approx(1.4 / 0.3)
    assert exercises.judge("s_part", 100 * each["S-ketamine"] / each.sum()).right


def test_a_form_alone_fills_more_than_beside_its_mirror_form() -> None:
    alone = filled_by_each(92.5, EBERT, ligand="S-ketamine").iloc[0]["S-ketamine"]
    assert alone > filled_by_each(185, EBERT).iloc[0]["S-ketamine"]


@pytest.mark.parametrize(
    ("ligand", "figures"), [(receptors.RACEMATE, 3), ("R-ketamine", 1), ("racemic norketamine", 2)]
)
def test_each_ligand_has_the_figures_that_were_published_for_it(ligand: str, figures: int) -> None:
    assert len(receptors.affinity_choices(ligand)) == figures


def test_a_figure_that_was_not_published_is_not_made_up() -> None:
    with pytest.raises(ValueError, match=r"no affinity .*Salat.* for R-ketamine.*Ebert"):
        receptors.filled(100, SALAT, ligand="R-ketamine")
    with pytest.raises(ValueError, match="free share of norketamine was not seen"):
        receptors.filled(100, SALAT, receptors.FREE, "racemic norketamine")
    with pytest.raises(ValueError, match=r"no ligand 'memantine'.*R-ketamine"):
        receptors.affinity_choices("memantine")


def test_the_explorer_says_when_it_shows_another_figure() -> None:
    explorer: Any = explorers.occupancy(ligand="racemic norketamine", affinity=GERHARD, part=receptors.FREE)
    assert explorer.reading.startswith(f"For racemic norketamine there is no {GERHARD}: shown is {SALAT}.")
    assert "all of it is counted" in explorer.reading
    assert not explorer.picture.curves[GERHARD].get_visible()


def test_norketamine_binds_more_weakly_than_ketamine() -> None:
    for affinity in (SALAT, EBERT):
        levels = [
            receptors.filled(185, affinity, ligand=ligand) for ligand in (receptors.RACEMATE, "racemic norketamine")
        ]
        assert levels[0] > levels[1]


def test_a_pki_becomes_a_concentration() -> None:
    half = receptors.targets().set_index("target")["half_um"]
    assert half["mu opioid receptor"] == pytest.approx(41.7, abs=0.1)
    assert half["kappa opioid receptor"] == pytest.approx(28.2, abs=0.1)


def test_opioid_receptors_are_hardly_reached_at_the_antidepressant_peak() -> None:
    found = explorers.targets().quantities
    assert found["kappa_percent"] == pytest.approx(2.7, abs=0.05)
    assert found["mu_percent"] == pytest.approx(1.8, abs=0.05)
    challenge = exercises.challenge("kappa_tenth", explorers.targets())
    assert not challenge.reached
    challenge.explorer.set(level=745)
    assert challenge.reached
