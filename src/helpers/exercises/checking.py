"""A check: a question with a reason for each wrong answer, and a solution after success or three tries."""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets

from helpers.exercises import memory
from helpers.exercises.exercise import UNANSWERED, Exercise, answer_control, asked_as, button, untouched
from helpers.exercises.judging import Verdict, judge

TRIES_BEFORE_SOLUTION = 3


def check(question_id: str, answer: Any = None) -> Check:
    """Ask a question; wrong answers get a reason, the solution opens after success or three tries.

    Parameters
    ----------
    question_id : str
        Key of the table ``questions``.
    answer : pandas.DataFrame, float or str, optional
        An answer computed in the notebook; without one, number and choice are asked for in the widget.
    """
    return Check(question_id, answer)


class Check(Exercise):
    """A question with reasons and a solution that opens after success or three tries."""

    kinds = ("check", "recall")

    def __init__(self, question_id: str, answer: Any = None) -> None:
        asked = asked_as(question_id, self.kinds)
        self._solution = button("Show the solution", lambda _: self._show_solution())
        self._solution.disabled = not _open(question_id)
        self._input: Any = None if asked["form"] == "table" else answer_control(asked)
        parts = [self._solution]
        if self._input is not None:
            parts = [self._input, widgets.HBox([button("Check", lambda _: self.submit()), self._solution])]
        super().__init__(question_id, parts)
        self._say("" if self._input is not None else UNANSWERED)
        if answer is not None:
            self.submit(answer)

    def submit(self, answer: Any = None) -> Verdict:
        """Judge an answer (by default what the control holds)."""
        typed = None if self._input is None or untouched(self._input) else self._input.value
        given = typed if answer is None else answer
        if given is None:
            self._say(UNANSWERED)
            return Verdict(memory.WRONG, UNANSWERED)
        verdict = judge(str(self.question.name), given)
        memory.record(str(self.question.name), verdict.grade, given if isinstance(given, (str, float, int)) else None)
        self._solution.disabled = not _open(str(self.question.name))
        self._say(verdict.words, verdict.grade)
        if verdict.right:
            self._why.offer()
        return verdict

    def _show_solution(self) -> None:
        self._say(f"Solution: {self.question['solution']}")


def _open(question_id: str) -> bool:
    """Whether the solution may be seen: after success or three tries, today or before."""
    return memory.solved(question_id) or memory.tries(question_id) >= TRIES_BEFORE_SOLUTION
