"""The rule in the reader's hands: its first setting is the course's, its limits, and what flips."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import exercises, explorers
from helpers.claims import rule
from helpers.claims.appraisal import directions
from helpers.claims.counting import verdicts as count_votes
from helpers.interactive import COLOURS, Explorer
from tests.pictures import assert_axes, assert_colour, assert_drawn, assert_says, legend_of, settings_of


def test_the_first_setting_is_the_rule_of_the_course() -> None:
    assert rule.moved(rule.make_rule()).empty
    assert explorers.evidence_rule().scene.moved == 0


def test_where_animals_count_for_nothing_mechanisms_lose_their_support() -> None:
    moved = rule.moved(rule.make_rule(animals=0.0)).set_index("claim_id")
    assert moved.loc["C-52"].tolist()[1:] == ["holds, but overstated", "not supported"]


@settings(max_examples=15)
@given(low=st.floats(0, 0.9), more=st.floats(0, 0.1))
def test_a_sentence_that_bears_more_is_never_more_often_too_strong(low: float, more: float) -> None:
    overstated = [
        (directions(rule.make_rule(room=share)) == "holds, but overstated").sum() for share in (low, low + more)
    ]
    assert overstated[1] <= overstated[0]


def test_claims_that_were_not_examined_never_move() -> None:
    assert (rule.flips()[FIRST.index[FIRST == "not examined here"]] == 0).all()


def test_the_number_of_claims_that_flip_is_the_answer() -> None:
    assert exercises.judge("flips_easily", float((rule.flips() > 0).sum())).right
    assert rule.flips().max() <= len(rule.NEARBY)


@pytest.mark.parametrize("bad", [{"animals": 1.5}, {"enough_people": -1}, {"room": -0.1}])
def test_impossible_weights_say_why(bad: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        rule.make_rule(**bad)


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("move_twenty", explorers.evidence_rule())
    assert not challenge.reached
    challenge.explorer.set(room=0.2)
    assert challenge.reached
    challenge.explorer.set(animals=1)
    assert "back to 0.3" in challenge.feedback
    challenge.explorer.set(animals=0.3, room=0.3)
    moved = challenge.explorer.scene.moved
    assert f"The goal is at least twenty directions that differ; now it is {moved} directions." in challenge.feedback


def test_movers_are_those_that_flip_the_most_first() -> None:
    movers = rule.movers()
    assert len(rule.NEARBY) == 9
    assert movers["settings"].tolist() == sorted(rule.flips()[rule.flips() > 0], reverse=True)
    for row in movers.itertuples():
        assert row.settings == rule.flips()[row.claim_id]
        assert row.direction == FIRST[row.claim_id]


def test_no_claim_moves_under_most_of_the_settings() -> None:
    """As notebook 06 says it."""
    assert rule.movers()["settings"].head(4).tolist() == [3, 3, 2, 2]
    assert rule.movers().loc[0, "claim_id"] == "N-42"


def test_where_counting_parts_is_told() -> None:
    counted = count_votes().set_index("claim_id")["verdict"]
    found = rule.parted().set_index("claim_id")
    for claim_id in FIRST.index:
        said = rule.TRANSLATED[counted[claim_id]]
        assert (claim_id in found.index) == (said != FIRST[claim_id])
        if claim_id in found.index:
            assert found.loc[claim_id, ["counting", "weighing"]].tolist() == [said, FIRST[claim_id]]
    assert set(rule.TRANSLATED.values()) == set(NAMES)


# -- scene and picture -----------------------------------------------------------------------------

FIRST = directions()
NAMES = ["holds as stated", "holds, but overstated", "unsettled", "not supported", "contradicted", "not examined here"]
COURSE = [list(FIRST).count(name) for name in NAMES]


def by_controls(explorer: Explorer) -> Any:
    """Directions by the controls' rule."""
    return directions(rule.make_rule(**{name: value for name, value in explorer.values.items() if name != "listed"}))


def test_bars_show_your_rule_outlines_the_courses_and_diamonds_the_votes() -> None:
    said = list(rule.votes())
    counted_votes = [said.count(name) for name in NAMES]
    for explorer in settings_of("evidence_rule"):
        picture, found = explorer.picture, list(by_controls(explorer))
        counts = [found.count(name) for name in NAMES]
        assert_drawn(picture.bars, counts)
        assert_drawn(picture.outlines, COURSE)
        assert_drawn(picture.votes, counted_votes, [5, 4, 3, 2, 1, 0])
        for place, number in enumerate(picture.numbers):
            assert_drawn(number, f"{NAMES[place]}: {counts[place]}")
            assert number.get_position() == (-2, 5 - place)
        assert list(explorer.scene.counts) == counts
        assert explorer.scene.overstated == counts[1]
        assert explorer.scene.total == 243


def test_the_rule_is_written_in_the_picture_and_nothing_lies_on_a_bar() -> None:
    for explorer in settings_of("evidence_rule"):
        picture, at = explorer.picture, explorer.values
        assert picture.rule.get_text().splitlines() == [
            f"animals and cells count {at['animals']:g}",
            f"a null result needs {at['enough_people']:g} people",
            f"smaller ones count {at['small_null']:g}",
            f"a flat sentence bears {100 * at['room']:.0f} %",
            f"a claim holds from {100 * at['settled_from']:.0f} %",
            f"listed: {at['listed']}",
        ]
        picture.figure.draw_without_rendering()  # lays out
        bars = [bar.get_window_extent() for bar in [*picture.bars, *picture.outlines]]
        for text in [picture.rule, *picture.numbers, *picture.axes.get_legend().get_texts()]:
            box = text.get_window_extent()
            assert not [bar for bar in bars if box.overlaps(bar)], text.get_text()
        assert max(bar.get_width() for bar in picture.bars) < picture.axes.get_xlim()[1]


def test_axes_legend_and_colours_say_what_is_meant() -> None:
    picture = rule.RulePicture()
    assert_axes(picture.axes, xlabel="number of claims", yticks=[5, 4, 3, 2, 1, 0])
    assert picture.axes.get_xlim()[0] == 0
    assert [text.get_position()[1] for text in picture.numbers] == [5, 4, 3, 2, 1, 0]
    assert legend_of(picture.axes) == [
        "your rule",
        "the course's rule",
        "counting votes",
    ]
    assert [bar.get_y() + bar.get_height() / 2 for bar in picture.bars] == pytest.approx([5, 4, 3, 2, 1, 0])
    for bar in [*picture.bars, picture.axes.get_legend().legend_handles[0]]:  # type: ignore[union-attr]
        assert_colour(bar, COLOURS["blue"])
    assert not any(bar.get_fill() for bar in picture.outlines)


def test_the_reading_says_the_rule_what_moved_and_where_counting_parts() -> None:
    for explorer in settings_of("evidence_rule"):
        at, now = explorer.values, by_controls(explorer)
        differs, parts = now[now != FIRST], now[now != rule.votes()]
        said = [
            f"Animals and cells count {at['animals']:g};",
            f"needs {at['enough_people']:g} people to speak in full,",
            f"smaller ones count {at['small_null']:g};",
            f"bears {100 * at['room']:.0f} % qualification;",
            f"holds from {100 * at['settled_from']:.0f} % support.",
            f"{len(differs)} of 243 directions differ",
        ]
        if len(differs):
            (way, times), *_ = Counter(f"{FIRST[claim]} → {now[claim]}" for claim in differs.index).most_common()
            assert explorer.scene.commonest_moves[way] == times == max(explorer.scene.commonest_moves.values())
            said += ["commonest moves:", *(f"{way} ({n})" for way, n in explorer.scene.commonest_moves.items())]
        named = [f"{name}: {list(now).count(name)}" for name in NAMES]
        votes = f"Counting votes says something else on {len(parts)} claims."
        assert_says(explorer, *said, votes, f"Listed are the {at['listed']}.", "Now: " + "; ".join(named))
        listed = differs if at["listed"] == rule.MOVED else parts
        table = explorer.table
        assert (table is None) == listed.empty
        if table is not None:
            last = "after" if at["listed"] == rule.MOVED else "weighing"
            assert dict(zip(table["claim"], table[last], strict=True)) == listed.to_dict()
