"""The hunt: every trap comes up, marks are judged by the tables, sound claims are sound."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import exercises, explorers, tables
from helpers.claims import error_hunt
from helpers.claims.appraisal import verdicts
from helpers.interactive import COLOURS, Explorer
from tests.pictures import assert_axes, assert_colour, assert_drawn, assert_says, assert_seen, legend_of, settings_of


def test_every_trap_comes_up_within_the_rounds() -> None:
    met = {item.item_id for number in range(1, error_hunt.rounds() + 1) for item in error_hunt.items_of(number)}
    assert set(tables.load("traps")["trap_id"]) <= met


@pytest.mark.parametrize("number", range(1, error_hunt.rounds() + 1))
def test_a_round_has_a_dozen_different_claims_and_half_are_sound(number: int) -> None:
    items = error_hunt.items_of(number)
    assert len({item.item_id for item in items}) == error_hunt.DOZEN
    assert sum(item.mark == error_hunt.SOUND for item in items) == 6 == error_hunt.DOZEN / 2
    assert items == error_hunt.items_of(number)


def test_what_is_called_sound_holds_and_in_no_trap() -> None:
    direction = verdicts().set_index("claim_id")["direction"]
    traps = tables.load("traps")
    for item in error_hunt.sound_items():
        assert direction[item.item_id] == "holds as stated"
        assert item.item_id not in set(traps["claim_id"]) | set(traps["other_claim_id"])


def test_a_trap_between_two_claims_shows_both() -> None:
    said = tables.load("claims").set_index("claim_id")["statement"]
    traps = tables.load("traps").set_index("trap_id").fillna("")
    between = [item for item in error_hunt.pool() if traps.loc[item.item_id, "other_claim_id"]]
    assert between
    for item in between:
        one, other = traps.loc[item.item_id, ["claim_id", "other_claim_id"]]
        assert item.statement == f"{one}: {said[one]} · {other}: {said[other]}"


def test_every_kind_of_trap_has_a_mark_that_can_be_chosen() -> None:
    kinds = tables.load("trap_kinds").set_index("kind")["mark"]
    assert set(tables.load("traps")["kind"]) == set(kinds.index)
    assert set(kinds) < set(error_hunt.MARKS)


def test_every_kind_of_trap_belongs_to_a_key_concept_which_is_told() -> None:
    concepts = tables.load("key_concepts").set_index("concept_id")["label"]
    kinds = tables.load("trap_kinds").set_index("kind")["concept_id"]
    traps = tables.load("traps").set_index("trap_id")["kind"]
    for item in error_hunt.pool():
        assert item.why.endswith(f". Key concept: {concepts[kinds[traps[item.item_id]]]}")
    missing = {"expectations", "lost_to_follow_up", "more_early_personal", "treatment_needed", "worked_for_me"}
    assert missing <= set(kinds[traps.unique()])


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
    assert trap.direction == "contradicted"
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
    with pytest.raises(ValueError, match="rounds 1 to 10"):
        error_hunt.items_of(11)


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("nine_of_twelve", explorers.find_the_errors(number=2))
    assert not challenge.reached
    assert "The goal is a mark on each of the twelve claims; now it is 0 claims." in challenge.feedback
    challenge.explorer.set(**{f"claim_{place}": "too strong" for place in range(1, 13)})
    assert "The goal is nine points or more; now it is 5 points." in challenge.feedback
    marks = {f"claim_{place}": item.mark for place, item in enumerate(error_hunt.items_of(2), 1)}
    challenge.explorer.set(**marks)
    assert challenge.reached
    assert challenge.explorer.scene.points == error_hunt.DOZEN


@pytest.mark.parametrize(
    ("mark", "hits", "false_alarms", "leaning"),
    [("too strong", 6, 6, "suspicion"), (error_hunt.SOUND, 0, 0, "trust")],
)
def test_who_accuses_all_is_told_of_false_alarms(mark: str, hits: int, false_alarms: int, leaning: str) -> None:
    explorer = explorers.find_the_errors().set(**{f"claim_{place}": mark for place in range(1, 13)})
    assert (explorer.scene.hits, explorer.scene.false_alarms, explorer.scene.leaning) == (hits, false_alarms, leaning)
    assert_says(explorer, f"Hits: {hits} of 6 traps; false alarms: {false_alarms} of 6 sound claims. You lean", leaning)
    assert f"{hits} of 6 traps seen, {false_alarms} of 6 sound claims" in explorer.headline


def test_marks_that_fit_lean_to_neither_side() -> None:
    items = error_hunt.items_of(1)
    explorer = explorers.find_the_errors().set(**{f"claim_{place}": item.mark for place, item in enumerate(items, 1)})
    assert (explorer.scene.hits, explorer.scene.false_alarms) == (6, 0)
    assert explorer.scene.leaning == "neither suspicion nor trust"


def test_the_next_round_has_most_of_what_was_missed() -> None:
    items = error_hunt.items_of(1)
    wrong = {f"claim_{place}": item.mark for place, item in enumerate(items, 1)}
    kind = "plainly wrong"
    places = [place for place, item in enumerate(items, 1) if item.mark == kind]
    assert places
    explorer = explorers.find_the_errors().set(**wrong | {f"claim_{place}": error_hunt.SOUND for place in places})
    counts = {
        number: sum(item.mark == kind for item in error_hunt.items_of(number))
        for number in range(2, error_hunt.rounds() + 1)
    }
    assert counts[explorer.scene.advised_round] == max(counts.values())
    assert_says(explorer, f"Next: round {explorer.scene.advised_round}, which has most of what you missed.")


@pytest.mark.parametrize("mark", error_hunt.MARKS)
def test_one_mark_for_all_never_meets_the_challenge(mark: str) -> None:
    for number in range(1, error_hunt.rounds() + 1):
        assert sum(error_hunt.points(item, mark) for item in error_hunt.items_of(number)) < 9


def test_what_most_traps_come_to_is_counted() -> None:
    """As the prediction's solution says it; its question asks for the commonest, which is not most of them."""
    kinds = tables.load("trap_kinds").set_index("kind")["mark"]
    counts = tables.load("traps")["kind"].map(kinds).value_counts()
    assert counts.to_dict() == {
        "something left out": 19,
        "too strong": 16,
        "plainly wrong": 8,
        "evidence of another kind": 9,
        "look at the source": 4,
    }
    asked = exercises.judging.question("commonest_trap")
    assert "most of them" not in asked["prompt"]
    assert "Nineteen of fifty-six" in asked["solution"]


# -- scene and picture -----------------------------------------------------------------------------


def settings_marked() -> list[Explorer]:
    """A round with every mark at least once, so that whole, half and no points occur."""
    given = [*error_hunt.MARKS, error_hunt.UNMARKED] * 2
    marks = {f"claim_{place}": mark for place, mark in enumerate(given[:12], 1)}
    return [explorers.find_the_errors(number=number, **marks) for number in (1, 2, 10)]


def test_each_mark_stands_where_its_card_and_its_row_cross() -> None:
    for explorer in [*settings_of("find_the_errors", most=3), *settings_marked()]:
        picture, at = explorer.picture, explorer.values
        items = error_hunt.items_of(int(at["number"]))
        given = [at[f"claim_{place}"] for place in range(1, 13)]
        worth = [error_hunt.points(item, mark) for item, mark in zip(items, given, strict=True)]
        for value, line in picture.marks.items():
            rows = [
                error_hunt.MARKS.index(mark) if mark != "not marked" and each == value else np.nan
                for mark, each in zip(given, worth, strict=True)
            ]
            assert_drawn(line, range(1, 13), rows)
        assert list(explorer.scene.points_of_each) == worth
        assert_drawn(picture.round, f"round {at['number']:g} of 10")
        assert_seen([picture.first], all(mark == "not marked" for mark in given))


def test_axes_legend_and_colours_say_what_is_meant() -> None:
    picture = error_hunt.HuntPicture()
    assert [label.get_text() for label in picture.axes.get_yticklabels()] == error_hunt.MARKS
    assert [label.get_text() for label in picture.axes.get_xticklabels()] == [str(card) for card in range(1, 13)]
    assert legend_of(picture.axes) == ["one point", "half a point", "no point"]
    assert_axes(picture.axes, xlim=(0.4, 17.6), ylim=(5.6, -1.4), yticks=range(6))
    for value, (colour, sign) in {1.0: ("blue", "o"), 0.5: ("orange", "D"), 0.0: ("red", "X")}.items():
        assert_colour(picture.marks[value], COLOURS[colour])
        assert picture.marks[value].get_marker() == sign
        assert picture.marks[value].get_linestyle() == "None"
    counts = Counter(item.mark for item in error_hunt.pool())
    beside = {text.get_position()[1]: text.get_text() for text in picture.axes.texts if text.get_position()[0] == 13.5}
    assert beside.pop(-1) == "all 56 traps"
    assert beside == {row: str(counts[mark]) for row, mark in enumerate(error_hunt.MARKS) if counts[mark]}
    # Even an unmarked round shows where marks may stand.
    grid = picture.axes.lines[0]
    across, up = (np.asarray(each) for each in grid.get_data())
    assert set(zip(across, up, strict=True)) == {(x, y) for x in range(1, 13) for y in range(6)}


def test_the_reading_counts_marks_and_points_and_the_table_tells_what_was_marked() -> None:
    for explorer in [*settings_of("find_the_errors", most=3), *settings_marked()]:
        at = explorer.values
        items = error_hunt.items_of(int(at["number"]))
        given = [at[f"claim_{place}"] for place in range(1, 13)]
        worth = [error_hunt.points(item, mark) for item, mark in zip(items, given, strict=True)]
        marked = [place for place, mark in enumerate(given) if mark != "not marked"]
        said = [f"Round {at['number']:g} of 10: {len(marked)} of 12 claims marked, {sum(worth):g} points."]
        for kind in error_hunt.MARKS:
            of_kind = [worth[place] for place in marked if items[place].mark == kind]
            said += [f"{kind} {sum(of_kind):g} of {len(of_kind)}"] if of_kind else []
        assert_says(explorer, *said)
        table = explorer.table
        assert table is not None
        assert list(table.columns) == ["no.", "article", "claim", "your mark", "what the ledger says"]
        assert list(table["claim"]) == [item.statement for item in items]
        assert list(table["your mark"]) == given
        for place, told in enumerate(table["what the ledger says"]):
            assert told == (f"{items[place].mark}. {items[place].why}" if place in marked else "")


def test_known_marks_are_worth_what_they_should_be() -> None:
    """The first claim of the first round, in which the clinic's page contradicts itself."""
    item = error_hunt.items_of(1)[0]
    assert item.statement.startswith("C-75: The doses given for mental health are below")
    assert item.article == "clinic page"
    assert explorers.find_the_errors(claim_1=item.mark).scene.points == 1
    assert explorers.find_the_errors(claim_1="look at the source").scene.points == 0.5
