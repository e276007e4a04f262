"""Schedules and costs, held to a published month that the model knows nothing of."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import exercises, explorers, tables
from helpers.treatment import regimen


def test_the_published_first_month_comes_out() -> None:
    month = tables.load("costs").set_index("cost_id").loc["us_month"]
    found = [regimen.costs(regimen.WEEKLY, 4, dose, regimen.US)["high"].iloc[-1] for dose in (56, 84)]
    assert found == [month["low"], month["high"]]


def test_british_prices_are_those_of_the_devices() -> None:
    device = tables.load("costs").set_index("cost_id").loc["uk_28", "low"]
    assert [regimen.price(regimen.UK, dose)[0] for dose in (56, 84)] == [2 * device, 3 * device]


def test_six_infusions_cost_what_clinics_ask_for_six() -> None:
    asked = tables.load("costs").set_index("cost_id").loc["us_six"]
    last = regimen.costs(regimen.SIX, 4).iloc[-1]
    assert (last["low"], last["high"]) == (asked["low"], asked["high"])


def test_visits_by_the_label() -> None:
    assert [len(regimen.visit_days(regimen.WEEKLY, weeks)) for weeks in (4, 8, 26)] == [8, 12, 30]
    assert len(regimen.visit_days(regimen.TWO_WEEKLY, 26)) == 21
    assert regimen.visit_days(regimen.SIX, 4)[[0, -1]].tolist() == [0, 12]
    assert len(regimen.visit_days(regimen.EIGHT, 4)) == 8


@settings(max_examples=30)
@given(plan=st.sampled_from([regimen.WEEKLY, regimen.TWO_WEEKLY, regimen.SIX, regimen.EIGHT]), weeks=st.integers(4, 51))
def test_costs_never_fall(plan: str, weeks: int) -> None:
    now, later = regimen.costs(plan, weeks), regimen.costs(plan, weeks + 1)
    assert (np.diff(now["high"]) > 0).all()
    assert later["high"].iloc[-1] >= now["high"].iloc[-1]
    assert (now["low"] <= now["high"]).all()


def test_every_condition_names_findings_or_says_that_there_are_none() -> None:
    found = regimen.conditions().set_index("label")
    untried = found.query("status == 'no trial in the ledger'")
    assert (untried[["speaks_for", "speaks_against"]] == "none").all(axis=None)
    assert found.loc["post-traumatic stress disorder", "speaks_against"].startswith("F-147")


def test_an_unknown_plan_says_which_there_are() -> None:
    with pytest.raises(ValueError, match=r"no plan 'daily'.*six infusions"):
        regimen.visit_days("daily", 4)


def test_idle_controls_say_why() -> None:
    explorer = explorers.regimen(plan=regimen.SIX)
    assert explorer.controls["dose"].disabled
    assert explorer.controls["country"].disabled


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("within_budget", explorers.regimen())
    assert not challenge.reached
    challenge.explorer.set(plan=regimen.TWO_WEEKLY)
    assert challenge.reached
