"""Power: the figures of the section, statsmodels as an oracle, simulation against the exact formula."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from statsmodels.stats.power import TTestPower

from helpers import exercises, explorers, tables
from helpers.study import power

SD = 8.5


@pytest.mark.parametrize(
    ("n", "expected"), [(11, {3: 19, 5: 42, 7.5: 75, 10: 94}), (6, {3: 11, 5: 22, 7.5: 42, 10: 64})]
)
def test_eleven_and_six_people(n: int, expected: dict[float, float]) -> None:
    for change, percent in expected.items():
        assert 100 * power.exact_power(change, n, SD) == pytest.approx(percent, abs=0.5)
        found = power.report(power.simulate(change, n, SD), change).significant_percent
        assert found == pytest.approx(percent, abs=1.5)


@settings(max_examples=40, deadline=None)
@given(change=st.floats(0.5, 15), n=st.integers(3, 60), sd=st.floats(2, 20), alpha=st.sampled_from([0.05, 0.01]))
def test_it_agrees_with_statsmodels(change: float, n: int, sd: float, alpha: float) -> None:
    oracle = TTestPower().power(change / sd, n, alpha)
    assume(not np.isnan(oracle))  # statsmodels gives up where the effect is very large
    assert power.exact_power(change, n, sd, alpha) == pytest.approx(oracle, abs=1e-6)


def test_a_huge_effect_is_always_found() -> None:
    for n in (3, 11, 60):
        found = [power.exact_power(change, n, 1.0) for change in (5, 10, 40, 100)]
        assert found == sorted(found)
        assert found[-1] == pytest.approx(1)


def test_without_an_effect_power_is_alpha() -> None:
    assert power.exact_power(0, 11, SD) == pytest.approx(0.05)
    assert power.report(power.simulate(0, 11, SD), 0).significant_percent == pytest.approx(5, abs=1)


@given(change=st.floats(1, 10), n=st.integers(3, 40))
def test_more_people_or_a_larger_change_never_lower_it(change: float, n: int) -> None:
    here = power.exact_power(change, n, SD)
    assert power.exact_power(change, n + 5, SD) >= here - 1e-9
    assert power.exact_power(change + 1, n, SD) >= here - 1e-9


def test_significant_ones_exaggerate_and_the_small_ones_most() -> None:
    factors = [power.report(power.simulate(3, n, SD), 3).exaggeration for n in (6, 11, 40)]
    assert factors == sorted(factors, reverse=True)
    assert factors[0] > 2
    assert power.report(power.simulate(1, 6, SD), 1).wrong_sign_percent > 10


@pytest.mark.parametrize("bad", [{"n": 1}, {"sd_percent": 0.0}, {"alpha": 1.0}])
def test_impossible_settings_say_why(bad: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="needs two people"):
        power.exact_power(**({"change_percent": 5, "n": 11, "sd_percent": SD} | bad))  # type: ignore[arg-type]


def test_the_spread_is_that_of_the_table() -> None:
    assert tables.load("test_retest").set_index("measure_id").loc["vt", "sd_percent"] == SD
    assert explorers.power().quantities["spread_percent"] == SD
    assert "spread of 12 %" in explorers.power(spread=12).reading


def test_challenge_and_checks() -> None:
    challenge = exercises.challenge("enough_people", explorers.power())
    assert not challenge.reached
    challenge.explorer.set(n=26)
    assert challenge.reached
    assert exercises.judge("power_eight", 100 * power.exact_power(5, 8, SD)).right
    assert exercises.judge("exaggeration", power.report(power.simulate(3, 11, SD), 3).exaggeration).right
