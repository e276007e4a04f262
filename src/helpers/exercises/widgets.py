"""The widgets: a prediction that unlocks its explorer, a challenge that watches one, a check with hints."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from math import inf
from typing import Any

import ipywidgets as widgets
import pandas as pd

from helpers.exercises import memory
from helpers.exercises.judging import Verdict, judge, judge_goals, options, question, rounded
from helpers.interactive.explorer import Explorer
from helpers.interactive.stage import Stage
from helpers.interactive.static import StaticView

TRIES_BEFORE_SOLUTION = 3
UNANSWERED = "Not answered yet."
# Between what a prediction in a unit can lie; in all others it is 0 or more.
BOUNDS = {"%": (0.0, 100.0), "r": (-1.0, 1.0), "of 4": (0.0, 4.0)}
WIDE = {"width": "auto", "max_width": "100%"}  # a Layout of its own for each widget


def predict(question_id: str, explorer: Explorer) -> Prediction:
    """Ask for a prediction; the explorer shows its result once it is given.

    Parameters
    ----------
    question_id : str
        Key of the table ``questions``.
    explorer : Explorer
        What the prediction is about.
    """
    return Prediction(question_id, explorer)


def challenge(question_id: str, explorer: Explorer) -> Challenge:
    """Set a goal in what an explorer shows and say, with every move, how far it is.

    Parameters
    ----------
    question_id : str
        Key of the table ``questions``.
    explorer : Explorer
        The explorer to reach it with.
    """
    return Challenge(question_id, explorer)


def check(question_id: str, answer: Any = None) -> Check:
    """Ask a question; wrong answers get a hint, the solution opens after success or three tries.

    Parameters
    ----------
    question_id : str
        Key of the table ``questions``.
    answer : pandas.DataFrame, float or str, optional
        An answer computed in the notebook; without one, number and choice are asked for in the widget.
    """
    return Check(question_id, answer)


class Exercise(StaticView):
    """A prompt, something to answer it with, and what is said to the answer."""

    kind: str

    def __init__(self, question_id: str, parts: list[widgets.Widget], explorer: Explorer | None = None) -> None:
        self.question = question(question_id)
        if self.question["kind"] != self.kind:
            raise ValueError(f"{question_id} is made for exercises.{self.question['kind']}, not for {self.kind}.")
        self._said = Stage(at_once=170)
        prompt = widgets.HTML(f"<p><strong>{escape(self.question['prompt'])}</strong></p>")
        prompt.add_class("course-prompt")
        super().__init__([prompt, *parts, self._said, *([explorer] if explorer else [])])
        self.add_class("course-exercise")

    @property
    def feedback(self) -> str:
        """What has been said to the last answer."""
        return self._said.reading

    def static_text(self) -> str:
        """Prompt and options."""
        return "\n".join([self.question["prompt"], *(f"- {option}" for option in self._offered())])

    def static_html(self) -> str:
        """Prompt and options, and that the kernel must run to answer."""
        items = "".join(f"<li>{escape(option)}</li>" for option in self._offered())
        listed = f"<ul>{items}</ul>" if items else ""
        prompt = escape(self.question["prompt"])
        return f"<p><strong>{prompt}</strong></p>{listed}<p><em>Run this cell to answer.</em></p>"

    def _offered(self) -> list[str]:
        return list(options(str(self.question.name))["option"]) if self.question["form"] == "choice" else []


class Prediction(Exercise):
    """Commit first, then look: `commit` fixes the answer and unlocks the explorer."""

    kind = "predict"

    def __init__(self, question_id: str, explorer: Explorer) -> None:
        self.explorer = explorer
        self._input = _answer_control(question(question_id))
        self._button = _button("Commit", lambda _: self.commit())
        explorer.lock("You will see the picture when you have committed to a prediction.")
        super().__init__(question_id, [self._input, self._button], explorer)

    def commit(self, answer: Any = None) -> None:
        """Fix the prediction (by default what the control holds) and show it beside the result."""
        if answer is not None:
            self._input.value = answer
        if _untouched(self._input):
            self._said.reading = UNANSWERED + " Choose an option, or type a number, first."
            return
        if problem := self._impossible():
            self._said.reading = f"{UNANSWERED} {problem}"
            return
        self._input.disabled = self._button.disabled = True
        self.add_class("course-is-committed")  # what was asked folds to one line: room for the picture
        self._input.layout.display = self._button.layout.display = "none"
        memory.record(str(self.question.name), solved=True)
        self.explorer.unlock()
        self._said.reading = f"You predicted {self._given()}{self._shown()}. {self.question['solution']}"

    def _impossible(self) -> str:
        """What speaks against a number that nobody can mean, such as a share of 120 %; nothing against all others."""
        least, most = BOUNDS.get(self.question["unit"], (0.0, inf))
        if self.question["form"] != "number" or least <= self._input.value <= most:
            return ""
        bounds = f"between {least:g} and {most:g}" if most < inf else f"at {least:g} or above"
        return f"What is asked for lies {bounds}; {self._input.value:g} can't be meant."

    def _given(self) -> str:
        number = self.question["form"] == "number"
        return _measured(f"{self._input.value:g}", self.question["unit"]) if number else f"“{self._input.value}”"

    def _shown(self) -> str:
        """What the picture shows of what was asked for, where it is a number with a unit."""
        quantity, unit = self.question["quantity"], self.question["unit"]
        if not quantity or not unit:
            return ""
        return f"; the picture shows {_measured(rounded(self.explorer.standing(quantity)), unit)}"


def _measured(number: str, unit: str) -> str:
    """A number with its unit; a correlation has its name in front, as papers print it."""
    return f"r = {number}" if unit == "r" else f"{number} {unit}"


class Challenge(Exercise):
    """An explorer with a goal."""

    kind = "challenge"

    def __init__(self, question_id: str, explorer: Explorer) -> None:
        self.explorer = explorer
        self._recorded = False
        explorer.hide_steps()
        super().__init__(question_id, [], explorer)
        explorer.after_drawing(self._judge)
        self._judge()

    @property
    def reached(self) -> bool:
        """Whether the explorer meets the goal now."""
        return judge_goals(str(self.question.name), self.explorer).right

    def static_html(self) -> str:
        """Goal and the explorer's first scene."""
        return super().static_html() + self.explorer.static_html()

    def _judge(self) -> None:
        verdict = judge_goals(str(self.question.name), self.explorer)
        solved = f" {self.question['solution']}" if verdict.right else ""
        if verdict.right and not self._recorded:
            self._recorded = True
            memory.record(str(self.question.name), solved=True)
        self._said.reading = verdict.words + solved


class Check(Exercise):
    """A question with hints and a solution that opens after success or three tries."""

    kind = "check"

    def __init__(self, question_id: str, answer: Any = None) -> None:
        asked = question(question_id)
        self._solution = _button("Show the solution", lambda _: self._show_solution())
        self._solution.disabled = not self._open(question_id)
        self._input = None if asked["form"] == "table" else _answer_control(asked)
        parts = [self._solution]
        if self._input is not None:
            parts = [self._input, widgets.HBox([_button("Check", lambda _: self.submit()), self._solution])]
        super().__init__(question_id, parts)
        self._said.reading = "" if self._input is not None else UNANSWERED
        if answer is not None:
            self.submit(answer)

    def submit(self, answer: Any = None) -> Verdict:
        """Judge an answer (by default what the control holds)."""
        typed = None if self._input is None or _untouched(self._input) else self._input.value
        given = typed if answer is None else answer
        if given is None:
            self._said.reading = UNANSWERED
            return Verdict(False, UNANSWERED)
        verdict = judge(str(self.question.name), given)
        memory.record(str(self.question.name), verdict.right)
        self._solution.disabled = not self._open(str(self.question.name))
        self._said.reading = verdict.words
        return verdict

    @staticmethod
    def _open(question_id: str) -> bool:
        """Whether the solution may be seen: after success or three tries, today or before."""
        return memory.solved(question_id) or memory.tries(question_id) >= TRIES_BEFORE_SOLUTION

    def _show_solution(self) -> None:
        self._said.reading = f"Solution: {self.question['solution']}"


def _answer_control(asked: pd.Series) -> Any:
    if asked["form"] == "number":
        style = {"description_width": "initial"}
        layout = widgets.Layout(width="20rem", max_width="100%")
        label = f"Your answer ({asked['unit']})" if asked["unit"] else "Your answer"
        return widgets.FloatText(value=0.0, description=label, layout=layout, style=style)
    offered = list(options(str(asked.name))["option"])
    return widgets.RadioButtons(options=offered, value=None, description="Your answer", layout=WIDE)


def _untouched(control: Any) -> bool:
    """Whether nobody has answered yet; a number field can't be empty, so the 0 it starts with counts as empty."""
    return control.value is None or control.value == 0.0


def _button(label: str, action: Callable[[Any], Any]) -> widgets.Button:
    button = widgets.Button(description=label, layout=widgets.Layout(width="auto", align_self="flex-start"))
    button.on_click(action)
    return button
