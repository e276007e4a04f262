"""The hunt: every trap comes up, marks are judged by the tables, sound claims are sound."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import exercises, explorers, tables
from helpers.claims import error_hunt
from helpers.claims.appraisal import verdicts


def test_every_trap_comes_up_within_the_rounds() -> None:
    met = {item.item_id for number in range(1, error_hunt.rounds() + 1) for item in error_hunt.items_of(number)}
    assert set(tables.load("traps")["trap_id"]) <= met


@pytest.mark.parametrize("number", range(1, error_hunt.rounds() + 1))
def test_a_round_has_a_dozen_different_claims_and_four_are_sound(number: int) -> None:
    items = error_hunt.items_of(number)
    assert len({item.item_id for item in items}) == error_hunt.DOZEN
    assert sum(item.mark == error_hunt.SOUND for item in items) == error_hunt.SOUND_A_ROUND
    assert items == error_hunt.items_of(number)


def test_what_is_called_sound_is_supported_and_in_no_trap() -> None:
    verdict = verdicts().set_index("claim_id")["verdict"]
    traps = tables.load("traps")
    for item in error_hunt.sound_items():
        assert verdict[item.item_id] == "supported"
        assert item.item_id not in set(traps["claim_id"]) | set(traps["other_claim_id"])


def test_every_kind_of_trap_has_a_mark_that_can_be_chosen() -> None:
    kinds = tables.load("trap_kinds").set_index("kind")["mark"]
    assert set(tables.load("traps")["kind"]) == set(kinds.index)
    assert set(kinds) < set(error_hunt.MARKS)


@settings(max_examples=30)
@given(number=st.integers(1, error_hunt.rounds()), data=st.data())
def test_points_are_whole_half_or_none(number: int, data: st.DataObject) -> None:
    items = error_hunt.items_of(number)
    marks = [data.draw(st.sampled_from([error_hunt.UNMARKED, *error_hunt.MARKS])) for _ in items]
    found = error_hunt.score(items, marks)
    right = sum(mark == item.mark or mark in item.also for item, mark in zip(items, marks, strict=True))
    assert right <= found["points"].sum() <= right + 0.5 * (len(items) - right)
    assert found["marked"].sum() == sum(mark != error_hunt.UNMARKED for mark in marks)


def test_a_sound_claim_called_wrong_gets_nothing_and_a_trap_called_sound_neither() -> None:
    sound, trap = error_hunt.sound_items()[0], error_hunt.pool()[0]
    assert trap.verdict == "contradicted"
    assert error_hunt.points(sound, "too strong") == error_hunt.points(trap, error_hunt.SOUND) == 0
    assert error_hunt.points(trap, trap.mark) == 1


def test_what_was_to_be_found_is_told_only_once_a_claim_is_marked() -> None:
    explorer = explorers.find_the_errors()
    told = explorer.table
    assert told is not None
    assert (told["what the ledger says"] == "").all()
    told = explorer.set(claim_3="too strong").table
    assert told is not None
    assert (told["what the ledger says"] != "").sum() == 1


def test_an_impossible_round_says_which_there_are() -> None:
    with pytest.raises(ValueError, match="rounds 1 to 7"):
        error_hunt.items_of(8)


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("nine_of_twelve", explorers.find_the_errors(number=2))
    assert not challenge.reached
    marks = {f"claim_{place}": item.mark for place, item in enumerate(error_hunt.items_of(2), 1)}
    challenge.explorer.set(**marks)
    assert challenge.reached
    assert challenge.explorer.quantities["points"] == error_hunt.DOZEN
