"""Screening: who names what, whom the criteria meet, and funnels that only narrow."""

from __future__ import annotations

import pytest

from helpers import exercises, explorers, tables
from helpers.treatment import screening


def test_the_seller_names_no_reason() -> None:
    found = screening.criteria()
    assert [int(found[voice].sum()) for voice in ("US label", "news article", "clinic page", "guest post")] == [
        11,
        2,
        0,
        4,
    ]


def test_every_claim_of_a_criterion_is_on_screening() -> None:
    topics = tables.load("claims").set_index("claim_id")["topic"]
    named = tables.load("screening_criteria")["claim_id"]
    assert (topics.loc[named[named != ""]] == "screening").all()


def test_every_person_can_be_chosen_and_one_meets_nothing() -> None:
    cases = tables.load("screening_cases")["case_id"]
    assert sorted(len(screening.met_by(case)) for case in cases)[0] == 0
    assert "not yet a reason for treatment" in explorers.screening(case="case_a").reading


@pytest.mark.parametrize("funnel_id", ["inpatients", "maintenance"])
def test_funnels_narrow(funnel_id: str) -> None:
    found = screening.funnel(funnel_id)
    assert found["n"].is_monotonic_decreasing
    assert found["percent"].iloc[0] == 100


def test_unknown_cases_and_funnels_say_which_there_are() -> None:
    with pytest.raises(ValueError, match=r"no case 'case_z'.*case_a"):
        screening.met_by("case_z")
    with pytest.raises(ValueError, match=r"inpatients, maintenance"):
        screening.funnel("all")


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("named_in_part", explorers.screening())
    assert not challenge.reached
    challenge.explorer.set(case="case_e", voice="guest post")
    assert challenge.reached
