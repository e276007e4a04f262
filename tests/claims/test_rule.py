"""The rule in the reader's hands: its first setting is the course's, its limits, and what flips."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import exercises, explorers
from helpers.claims import rule
from helpers.claims.appraisal import verdicts
from helpers.interactive import COLOURS, Explorer
from tests.pictures import assert_axes, assert_colour, assert_drawn, assert_says, legend_of, settings_of


def test_the_first_setting_is_the_rule_of_the_course() -> None:
    assert rule.moved(rule.make_weights()).empty
    assert explorers.evidence_rule().scene.moved == 0


def test_where_animals_count_for_nothing_little_is_supported_by_them_alone() -> None:
    """Not nothing: findings in vitro keep their weight."""
    alone = [
        (verdicts(rule.make_weights(animals=weight))["verdict"] == "supported in animals only").sum()
        for weight in (0.0, 0.3)
    ]
    assert alone[0] < alone[1] / 2


@settings(max_examples=15)
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
    challenge.explorer.set(half_n=200)
    assert not challenge.reached
    assert "back to 20 people" in challenge.feedback
    challenge.explorer.set(half_n=20, animals=1)
    assert "back to 0.3" in challenge.feedback
    challenge.explorer.set(animals=0.3, qualifies=0.6)
    moved = challenge.explorer.scene.moved
    assert f"The goal is at least thirty verdicts that differ; now it is {moved} verdicts." in challenge.feedback


def test_one_claim_alone_moves_under_most_of_the_settings() -> None:
    """Nine settings, so that most are five or more; as notebook 06 says it."""
    movers = rule.movers()
    assert len(rule.NEARBY) == 9
    assert movers["settings"].tolist() == sorted(rule.flips()[rule.flips() > 0], reverse=True)
    assert movers.loc[movers["settings"] > len(rule.NEARBY) / 2, "claim_id"].tolist() == ["C-49"]
    assert movers["settings"].head(2).tolist() == [5, 4]
    assert (movers["settings"] >= 3).sum() == 10
    for row in movers.itertuples():
        assert row.settings == rule.flips()[row.claim_id]
        assert row.verdict == FIRST[row.claim_id]


# -- scene and picture -----------------------------------------------------------------------------

FIRST = verdicts().set_index("claim_id")["verdict"]
NAMES = ["supported", "supported in animals only", "mixed", "not supported", "contradicted", "untested"]
COURSE = [104, 23, 24, 39, 8, 45]


def counted(explorer: Explorer) -> list[int]:
    """Claims with each verdict by the controls' rule, counted one by one."""
    found = list(verdicts(rule.make_weights(**explorer.values))["verdict"])
    return [found.count(name) for name in NAMES]


def test_bars_show_your_rule_and_outlines_the_courses() -> None:
    for explorer in settings_of("evidence_rule"):
        picture, counts = explorer.picture, counted(explorer)
        assert_drawn(picture.bars, counts)
        assert_drawn(picture.outlines, COURSE)
        for place, number in enumerate(picture.numbers):
            mine, course = counts[place], COURSE[place]
            assert number.get_text() == (f"{mine}" if mine == course else f"{mine} (course {course})")
            assert number.get_position() == (max(mine, course) + 1.5, 5 - place)
        assert list(explorer.scene.counts) == counts
        assert explorer.scene.supported == counts[0]
        assert explorer.scene.total == 243


def test_the_rule_is_written_above_the_bars_and_on_none_of_them() -> None:
    for explorer in settings_of("evidence_rule"):
        picture, at = explorer.picture, explorer.values
        assert picture.rule.get_text() == (
            f"mice and rats count {at['animals']:g}, size counts half at {at['half_n']:g} "
            f"people,\nno or weak comparator "
            f"{at['no_comparator']:g}, qualification {at['qualifies']:g}, supported from {at['supported_from']:g}"
        )
        picture.figure.draw_without_rendering()  # lays out
        texts = [picture.rule, *picture.numbers, *picture.axes.get_legend().get_texts()]
        bars = [bar.get_window_extent() for bar in [*picture.bars, *picture.outlines]]
        for text in texts:
            box = text.get_window_extent()
            assert not [bar for bar in bars if box.overlaps(bar)], text.get_text()
        assert max(bar.get_width() for bar in picture.bars) < picture.axes.get_xlim()[1]


def test_axes_legend_and_colours_say_what_is_meant() -> None:
    picture = rule.RulePicture()
    assert_axes(picture.axes, xlabel="number of claims", yticks=[5, 4, 3, 2, 1, 0])
    assert picture.axes.get_xlim()[0] == 0
    assert [label.get_text() for label in picture.axes.get_yticklabels()] == NAMES
    assert legend_of(picture.axes) == ["filled: your rule", "outlined: the course's rule"]
    assert [bar.get_y() + bar.get_height() / 2 for bar in picture.bars] == pytest.approx([5, 4, 3, 2, 1, 0])
    for bar in [*picture.bars, picture.axes.get_legend().legend_handles[0]]:  # type: ignore[union-attr]
        assert_colour(bar, COLOURS["blue"])
    assert not any(bar.get_fill() for bar in picture.outlines)


def test_the_reading_says_the_rule_what_moved_and_the_verdicts() -> None:
    for explorer in settings_of("evidence_rule"):
        at = explorer.values
        now = verdicts(rule.make_weights(**at)).set_index("claim_id")["verdict"]
        differs = now[now != FIRST]
        said = [
            f"Mice and rats count {at['animals']:g};",
            f"half at {at['half_n']:g} people;",
            f"comparator counts {at['no_comparator']:g};",
            f"{at['qualifies']:g} of a qualification's weight counts against it;",
            f"an agreement of {at['supported_from']:g}.",
            f"{len(differs)} of 243 verdicts differ",
        ]
        if len(differs):
            (way, times), *_ = Counter(f"{FIRST[claim]} → {now[claim]}" for claim in differs.index).most_common()
            assert explorer.scene.commonest_moves[way] == times == max(explorer.scene.commonest_moves.values())
            said += ["commonest moves:", *(f"{way} ({n})" for way, n in explorer.scene.commonest_moves.items())]
        named = [f"{name} {count}" for name, count in zip(NAMES, counted(explorer), strict=True)]
        assert_says(explorer, *said, "Now: " + ", ".join(named))
        table = explorer.table
        assert (table is None) == differs.empty
        if table is not None:
            assert list(table.columns) == ["claim", "what the article says", "before", "after"]
            assert dict(zip(table["claim"], table["after"], strict=True)) == differs.to_dict()
            assert list(table["before"]) == list(FIRST[table["claim"]])


def test_known_numbers_are_said() -> None:
    """A qualification that counts in full, as counted before the scene was there."""
    explorer = explorers.evidence_rule(qualifies=1.0)
    assert explorer.scene.moved == 34
    assert list(explorer.scene.counts) == [82, 21, 36, 51, 8, 45]
    assert_says(explorer, "34 of 243 verdicts differ", "supported → mixed (22), mixed → not supported (10)")
