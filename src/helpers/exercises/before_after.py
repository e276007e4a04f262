"""Before and after: ten questions on judging claims about treatments, in two parallel forms.

Each pair of questions asks for the same key concept (table ``key_concepts``) with other treatments and numbers. A
learner meets one form before the course and the other one after it; chance decides which. Nothing is told in between,
so that the second form measures what was learned and not what was remembered.

Leaves out
----------
That ten questions are few: a difference of two points can be luck. The forms were not calibrated on learners.
"""

from __future__ import annotations

from random import SystemRandom
from typing import Any

import ipywidgets as widgets
import pandas as pd

from helpers import tables
from helpers.exercises import memory
from helpers.exercises.exercise import answer_control, asked_as, prompt_of
from helpers.exercises.judging import judge, question
from helpers.exercises.series import Series
from helpers.interactive.shown import listed

FORMS = "ab"
BEFORE, AFTER = "Before you begin: ten questions", "At the end: ten questions of the same kind"
KEPT = (
    "Your ten answers are kept on this machine. How you did is told at the end of notebook 06, beside the other form."
)


def before(form: str = "") -> Series:
    """Ten questions before the course; what was right is not told yet.

    Parameters
    ----------
    form : str, optional
        "a" or "b"; by default the one that was begun, else chance decides.
    """
    return _test(BEFORE, form or begun() or SystemRandom().choice(FORMS), lambda: widgets.HTML(f"<p>{KEPT}</p>"))


def after(form: str = "") -> Series:
    """Ten questions after the course; then both results, concept by concept.

    Parameters
    ----------
    form : str, optional
        "a" or "b"; by default the one that was not asked before the course.
    """
    other = form or FORMS[1 - FORMS.index(begun() or FORMS[0])]
    return _test(AFTER, other, _gained)


def begun() -> str:
    """The form of which the first question was answered; empty where none was."""
    answered = [entry.question for entry in memory.answers()]
    return next((name[-1] for name in answered if name.startswith("judge_")), "")


def questions_of(form: str) -> list[str]:
    """Keys of the ten questions of a form.

    Raises
    ------
    UnknownError
        If there is no such form.
    """
    tables.require("form", form, FORMS)
    ids = tables.load("questions").query("kind == 'judge'")["question_id"]
    return [name for name in ids if name.endswith(f"_{form}")]


def gain() -> pd.DataFrame:
    """What was right in each form, by key concept.

    Returns
    -------
    pandas.DataFrame
        Columns ``key concept``, ``first`` and ``second``: right, wrong or not answered, in the order of the forms met.
    """
    first = begun() or FORMS[0]
    labels = tables.load("key_concepts").set_index("concept_id")["label"]
    asked = tables.load("questions").set_index("question_id")["concept"]
    forms = (first, FORMS[1 - FORMS.index(first)])
    grades = [pd.Series({asked[name]: _grade(name) for name in questions_of(form)}) for form in forms]
    found = pd.DataFrame({"first": grades[0], "second": grades[1]})
    return found.rename(index=labels).rename_axis("key concept").reset_index()


def missed() -> pd.DataFrame:
    """What was not right in either form, and why.

    Returns
    -------
    pandas.DataFrame
        Columns ``question``, ``your answer`` and ``why``: what may lie behind the answer, and what is right.
    """
    rows = []
    for name in [name for form in FORMS for name in questions_of(form)]:
        given = memory.answers_to(name)
        if given and not given[0].solved:
            asked, answer = question(name), str(given[0].answer)
            rows.append((asked["prompt"], answer, f"{judge(name, answer).reason} {asked['solution']}"))
    return pd.DataFrame(rows, columns=["question", "your answer", "why"])


def _grade(question_id: str) -> str:
    answers = memory.answers_to(question_id)
    return answers[0].grade if answers else "not answered"


def _gained() -> widgets.Widget:
    found = gain()
    rights = [int(found[column].eq(memory.RIGHT).sum()) for column in ("first", "second")]
    words = f"Before: {rights[0]} of 10 right. Now: {rights[1]} of 10. A difference of two can be luck."
    reasons = missed()
    why = "" if reasons.empty else f"<p>What was not right, and why:</p>{listed(reasons)._repr_html_()}"
    return widgets.HTML(f"<p><strong>{words}</strong></p>{listed(found)._repr_html_()}{why}")


def _test(title: str, form: str, end: Any) -> Series:
    left = [name for name in questions_of(form) if not memory.tries(name)]
    return Series(title, left, Item, lambda item: item.commit(), end, [])


class Item(widgets.VBox):
    """A question whose answer is kept, and not judged aloud."""

    def __init__(self, question_id: str) -> None:
        self.question = asked_as(question_id, ("judge",))
        self.control = answer_control(self.question)
        super().__init__([prompt_of(self.question), self.control])

    def commit(self) -> bool:
        """Keep what was chosen; whether anything was."""
        if self.control.value is None:
            return False
        name = str(self.question.name)
        memory.record(name, judge(name, self.control.value).grade, self.control.value)
        return True
