"""What comes back: missed things sooner, each time in other words, and never from a notebook that was not reached."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from helpers import exercises, tables
from helpers.exercises import coming_back, memory
from helpers.exercises.memory import Answer

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
ASKED = tables.load("questions").set_index("question_id")
CONCEPTS = tables.load("concepts").set_index("concept_id")
NOTEBOOKS = sorted(tables.load("course_map")["notebook"])


def answer(question_id: str, grade: str, days_ago: float) -> Answer:
    return Answer(question_id, "an answer", grade, at=(NOW - timedelta(days=days_ago)).isoformat())


def test_at_least_thirty_concepts_have_two_variants_that_differ() -> None:
    variants = ASKED[ASKED["kind"] == "recall"].groupby("concept")["prompt"]
    assert (variants.nunique() >= 2).sum() >= 30
    assert set(variants.groups) == set(CONCEPTS.index)
    assert (variants.nunique() == variants.size()).all()


def test_a_question_belongs_to_a_concept_of_its_own_notebook() -> None:
    linked = ASKED[(ASKED["concept"] != "") & (ASKED["kind"] != "judge")]
    assert (linked["notebook"] == linked["concept"].map(CONCEPTS["notebook"])).all()


@pytest.mark.parametrize("notebook", NOTEBOOKS[1:])
def test_three_concepts_of_earlier_notebooks_come_back(notebook: str) -> None:
    chosen = coming_back.choose(notebook, [], NOW)
    assert len(set(ASKED.loc[chosen, "concept"])) == 3
    assert (ASKED.loc[chosen, "notebook"] < notebook).all()


def test_nothing_comes_back_in_the_first_notebook() -> None:
    with pytest.raises(ValueError, match="no notebook with concepts before it"):
        exercises.recall(NOTEBOOKS[0])


def test_what_was_missed_comes_first() -> None:
    """A prediction that was wrong brings its concept back, before all that was right."""
    answers = [answer(name, "right", 2) for name in ASKED.index if ASKED.loc[name, "kind"] == "check"]
    answers.append(answer("sedative", "wrong", 2))
    chosen = coming_back.choose("04_treatment", answers, NOW)
    assert ASKED.loc[chosen[0], "concept"] == "up_or_down"


def test_what_was_right_twice_waits_longer() -> None:
    once, twice = [answer("a", "right", 3)], [answer("a", "right", 6), answer("a", "right", 3)]
    wrong = [*twice, answer("a", "wrong", 3)]
    assert coming_back.urgency(wrong, NOW) > coming_back.urgency(once, NOW) > coming_back.urgency(twice, NOW)
    assert coming_back.urgency(once, NOW) == pytest.approx(3)
    assert coming_back.urgency(twice, NOW) == pytest.approx(3 / 2.5)
    assert coming_back.urgency(wrong, NOW) == pytest.approx(6)


def test_what_was_just_answered_does_not_come_back_at_once() -> None:
    first = coming_back.choose("03_behavioral_level", [], NOW)
    later = coming_back.choose("03_behavioral_level", [answer(name, "right", 0.01) for name in first], NOW)
    assert not set(ASKED.loc[first, "concept"]) & set(ASKED.loc[later, "concept"])


def test_the_other_variant_comes_the_second_time() -> None:
    (first, *_) = coming_back.choose("01_molecular_level", [], NOW)
    later = [answer(first, "wrong", 30)]
    again = next(
        name
        for name in coming_back.choose("01_molecular_level", later, NOW)
        if ASKED.loc[name, "concept"] == ASKED.loc[first, "concept"]
    )
    assert again != first


def test_an_answer_without_a_time_counts_as_long_ago() -> None:
    assert coming_back.urgency([Answer("a", grade="right")], NOW) > 1000


def test_one_goes_on_when_a_question_is_answered() -> None:
    series = exercises.recall("02_network_level")
    first = series.shown
    series.go_on()
    assert series.shown is first
    assert "Answer this one first." in series._heading.value
    for _ in range(3):
        series.shown.submit(exercises.options(str(series.shown.question.name))["option"].iloc[0])
        series.go_on()
    assert series.finished
    assert len(memory.answers()) == 3
