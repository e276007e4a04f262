"""Two sentences from memory: ours come after the learner's own, and what was written is there again."""

from __future__ import annotations

from html import escape

import pytest

from helpers import exercises, tables
from helpers.exercises import judging, memory

ASKED = tables.load("questions").query("kind == 'in_two_sentences'")


def test_every_notebook_ends_in_two_sentences() -> None:
    assert set(ASKED["notebook"]) == set(tables.load("course_map")["notebook"])


@pytest.mark.parametrize("question_id", list(ASKED["question_id"]))
def test_ours_are_two_sentences_and_come_after_the_learners_own(question_id: str) -> None:
    ours = judging.question(question_id)["solution"]
    assert ours.count(". ") == 1
    exercise = exercises.in_two_sentences(question_id)
    exercise.compare()
    assert "Write your own first" in exercise._shown.value
    assert escape(ours) not in exercise._shown.value
    exercise.compare("It depends. On what?")
    assert f"Ours: {escape(ours)}" in exercise._shown.value
    assert exercises.in_two_sentences(question_id)._field.value == "It depends. On what?"
    assert not memory.answers()  # a note is no answer


def test_what_a_learner_writes_is_text() -> None:
    exercise = exercises.in_two_sentences(ASKED["question_id"].iloc[0])
    exercise.compare("<b>bold</b>")
    assert "<b>" not in exercise._shown.value
