"""Two parallel forms: alike in all that can be counted, silent until the end, honest about a difference."""

from __future__ import annotations

from html import escape

import pandas as pd
import pytest

from helpers import exercises, tables
from helpers.exercises import before_after, judging, memory

ASKED = judging.questions()


def right(question_id: str) -> str:
    return str(exercises.options(question_id).query("correct")["option"].iloc[0])


def wrong(question_id: str) -> str:
    return str(exercises.options(question_id).query("not correct")["option"].iloc[0])


def answer_all(series, choose) -> None:  # type: ignore[no-untyped-def]
    while not series.finished:
        series.shown.control.value = choose(str(series.shown.question.name))
        series.go_on()


def test_both_forms_ask_for_the_same_ten_key_concepts() -> None:
    concepts = [list(ASKED.loc[before_after.questions_of(form), "concept"]) for form in before_after.FORMS]
    assert concepts[0] == concepts[1]
    assert len(set(concepts[0])) == 10
    assert set(concepts[0]) <= set(tables.load("key_concepts")["concept_id"])


def test_no_question_of_the_forms_is_about_ketamine() -> None:
    for form in before_after.FORMS:
        for name in before_after.questions_of(form):
            assert "ketamine" not in ASKED.loc[name, "prompt"].lower()


def test_prompts_of_the_forms_are_about_equally_long() -> None:
    lengths = [ASKED.loc[before_after.questions_of(form), "prompt"].str.len().mean() for form in before_after.FORMS]
    assert 0.85 < lengths[0] / lengths[1] < 1.18


def test_what_was_right_is_told_at_the_end_only() -> None:
    first = exercises.before("b")
    answer_all(first, wrong)
    assert first.shown.value == f"<p>{before_after.KEPT}</p>"
    last = exercises.after()
    assert last.ids == before_after.questions_of("a")
    answer_all(last, right)
    words = last.shown.value
    assert "Before: 0 of 10 right. Now: 10 of 10." in words
    assert "can be luck" in words
    reasons = before_after.missed()
    assert len(reasons) == 10
    for name, row in zip(before_after.questions_of("b"), reasons.itertuples(), strict=True):
        hint = exercises.options(name).set_index("option").loc[wrong(name), "hint"]
        assert row.why == f"{hint} {ASKED.loc[name, 'solution']}"
        assert escape(row.why) in words
    gained = before_after.gain()
    assert list(gained["first"]) == ["wrong"] * 10
    assert list(gained["second"]) == ["right"] * 10


def test_ten_answers_are_kept_one_by_one_and_go_on_where_one_stopped() -> None:
    series = exercises.before("a")
    series.shown.control.value = right(before_after.questions_of("a")[0])
    series.go_on()
    assert before_after.begun() == "a"
    again = exercises.before()
    assert again.ids == before_after.questions_of("a")[1:]


def test_progress_does_not_tell_what_was_right_before_the_end() -> None:
    answer_all(exercises.before("a"), right)
    assert exercises.progress().empty


def test_a_question_without_an_answer_stays() -> None:
    series = exercises.before("a")
    series.go_on()
    assert not memory.answers()
    assert series.shown.question.name == before_after.questions_of("a")[0]


def test_the_stored_page_shows_no_question_of_the_forms() -> None:
    """Chance decides which form it is: what is stored has to be the same each time."""
    page = exercises.before().static_html() + exercises.after().static_text()
    assert not [name for name in ASKED.index[ASKED["kind"] == "judge"] if ASKED.loc[name, "prompt"][:40] in page]


def test_an_unknown_form_says_which_there_are() -> None:
    with pytest.raises(tables.UnknownError, match="There are: a, b"):
        exercises.before("c")


def test_who_has_answered_nothing_sees_a_table_without_grades() -> None:
    assert set(before_after.gain()[["first", "second"]].to_numpy().ravel()) == {"not answered"}
    assert isinstance(before_after.gain(), pd.DataFrame)
