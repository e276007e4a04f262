"""The rule in the reader's hands: its first setting is the course's, its limits, and what flips."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import exercises, explorers
from helpers.claims import rule
from helpers.claims.appraisal import verdicts


def test_the_first_setting_is_the_rule_of_the_course() -> None:
    assert rule.moved(rule.make_weights()).empty
    assert explorers.evidence_rule().quantities["moved"] == 0
    assert explorers.evidence_rule().quantities["kept"] == 2


def test_where_animals_count_for_nothing_little_is_supported_by_them_alone() -> None:
    """Not nothing: findings in vitro keep their weight."""
    alone = [
        (verdicts(rule.make_weights(animals=weight))["verdict"] == "supported in animals only").sum()
        for weight in (0.0, 0.3)
    ]
    assert alone[0] < alone[1] / 2


@settings(max_examples=15, deadline=None)
@given(low=st.floats(0.4, 0.9), more=st.floats(0, 0.1))
def test_asking_for_more_agreement_never_adds_a_supported_claim(low: float, more: float) -> None:
    supported = [
        (verdicts(rule.make_weights(supported_from=level))["verdict"] == "supported").sum()
        for level in (low, low + more)
    ]
    assert supported[1] <= supported[0]


def test_untested_claims_never_move() -> None:
    untested = verdicts().query("verdict == 'untested'")["claim_id"]
    assert (rule.flips()[untested] == 0).all()


def test_the_number_of_claims_that_flip_is_the_answer() -> None:
    assert exercises.judge("flips_easily", float((rule.flips() > 0).sum())).right
    assert rule.flips().max() <= len(rule.NEARBY)


@pytest.mark.parametrize("bad", [{"animals": 1.5}, {"half_n": -1}, {"qualifies": -0.1}])
def test_impossible_weights_say_why(bad: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        rule.make_weights(**bad)


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("move_thirty", explorers.evidence_rule())
    assert not challenge.reached
    challenge.explorer.set(qualifies=1.0)
    assert challenge.reached
    challenge.explorer.set(qualifies=0.5, half_n=200)
    assert not challenge.reached
