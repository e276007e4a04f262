"""Plans: statsmodels as an oracle, costs by hand, and an export that overwrites nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.power import TTestIndPower

from helpers import exercises, explorers
from helpers.study import planner
from helpers.study.power import exact_power

PLAN = planner.Plan(11, planner.ONE_ARM, planner.DAY_1, planner.MEN, planner.HEALTHY, 5, 2000, 300, 250_000)


def test_one_arm_has_the_power_of_a_paired_test() -> None:
    assert planner.plan_power(PLAN) == exact_power(5, 11, 8.5)


@settings(max_examples=30, deadline=None)
@given(n=st.integers(3, 60), change=st.floats(0.5, 15))
def test_two_arms_agree_with_statsmodels(n: int, change: float) -> None:
    plan = replace(PLAN, people_per_arm=n, arms=planner.MIDAZOLAM, true_change_percent=change)
    oracle = TTestIndPower().power(change / 8.5, n, 0.05)
    assume(not np.isnan(oracle))
    assert planner.plan_power(plan) == pytest.approx(oracle, abs=1e-6)


def test_a_comparator_costs_power_and_money_and_buys_certainty() -> None:
    compared = replace(PLAN, arms=planner.MIDAZOLAM)
    assert planner.plan_power(compared) < planner.plan_power(PLAN)
    assert compared.cost == 2 * PLAN.cost == 2 * 11 * (2 * 2000 + 3 * 300)
    assert planner.half_width(compared) > planner.half_width(PLAN)
    assert planner.CONFOUNDS[planner.ONE_ARM] not in planner.confounds(compared)


def test_the_interval_is_students() -> None:
    assert planner.half_width(PLAN) == pytest.approx(stats.t.ppf(0.975, 10) * 8.5 / 11**0.5)


def test_the_protocol_tells_plan_limits_and_headline(tmp_path: Path) -> None:
    text = planner.protocol(PLAN)
    assert "| people per arm | 11 |" in text
    assert "Power for a true change of 5 %: 42 %" in text
    assert "nothing is known about women" in text
    target = planner.export(PLAN, tmp_path / "protocol.md")
    assert target.read_text(encoding="utf-8") == text
    with pytest.raises(FileExistsError):
        planner.export(PLAN, target)


def test_the_plan_of_an_explorer_is_what_it_shows() -> None:
    explorer = explorers.design_a_study(n=20, arms=planner.SALINE, change=7.5)
    plan = planner.plan_of(explorer)
    assert (plan.people, plan.true_change_percent) == (40, 7.5)
    assert explorer.quantities["power_percent"] == pytest.approx(100 * planner.plan_power(plan))


def test_a_noisier_outcome_costs_power_and_is_named() -> None:
    noisier = replace(PLAN, outcome="dvr")
    assert planner.plan_power(noisier) < planner.plan_power(PLAN)
    assert planner.half_width(noisier) > planner.half_width(PLAN)
    assert "DVR" in planner.protocol(noisier)


def test_the_headline_counts_everybody() -> None:
    assert "In 22 healthy men" in planner.headline(replace(PLAN, arms=planner.SALINE))


def test_a_plan_beyond_the_budget_says_so() -> None:
    assert "beyond the budget" in explorers.design_a_study(n=60, arms=planner.SALINE, budget=50).reading
    assert "BEYOND" in planner.protocol(replace(PLAN, budget=10))


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("good_design", explorers.design_a_study())
    assert not challenge.reached
    challenge.explorer.set(n=22, arms=planner.MIDAZOLAM, change=7.5)
    assert challenge.reached
