"""Exercises: predict before you look, reach a goal with an explorer, check yourself.

Questions, options, hints, goals and solutions stand in the tables ``questions`` and ``question_*``; a notebook
names only the question. An exercise without an answer never fails.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from importlib import import_module
from typing import Any

import ipywidgets as widgets
import pandas as pd

from helpers import tables
from helpers.interactive.explorer import Explorer
from helpers.interactive.stage import Stage
from helpers.interactive.static import StaticView

TRIES_BEFORE_SOLUTION = 3
UNANSWERED = "Not answered yet."
WIDE = widgets.Layout(width="auto", max_width="100%")
_tries: Counter[str] = Counter()


@dataclass(frozen=True)
class Verdict:
    """Whether an answer is right, and what to tell the one who gave it."""

    right: bool
    words: str


# -- judging: pure functions -----------------------------------------------------------------------


def question(question_id: str) -> pd.Series:
    """Row of the table ``questions``.

    Raises
    ------
    KeyError
        If there is no such question.
    """
    found = tables.load("questions").set_index("question_id")
    if question_id not in found.index:
        raise KeyError(f"There is no question {question_id!r}. There are: {', '.join(found.index)}.")
    return found.loc[question_id].rename(question_id)


def options(question_id: str) -> pd.DataFrame:
    """Options of a question: columns ``option``, ``correct``, ``hint``."""
    return _rows_of("question_options", question_id)


def judge(question_id: str, answer: Any) -> Verdict:
    """Hold an answer against the question's solution.

    Parameters
    ----------
    question_id : str
        Key of the table ``questions``.
    answer : float, str or pandas.DataFrame
        A number, the text of an option, or a table, as the question asks.

    Returns
    -------
    Verdict
        With a hint that fits the error where the answer is wrong.
    """
    asked = question(question_id)
    judges: dict[str, Callable[[pd.Series, Any], Verdict]] = {
        "number": _judge_number,
        "choice": _judge_choice,
        "table": _judge_table,
    }
    if asked["form"] not in judges:
        raise ValueError(f"{question_id} is a challenge: use judge_goals, with an explorer's quantities.")
    return judges[asked["form"]](asked, answer)


def judge_goals(question_id: str, quantities: dict[str, float]) -> Verdict:
    """Hold an explorer's quantities against the goals of a challenge."""
    goals = _rows_of("question_goals", question_id)
    for goal in goals.itertuples():
        found = quantities[goal.quantity]
        # A hair's breadth either way: 49.999... % is half.
        beyond = found - goal.value if goal.relation == "at_most" else goal.value - found
        if beyond > 1e-9 * abs(goal.value):
            wanted = f"{goal.relation.replace('_', ' ')} {goal.value:g} {goal.unit}".strip()
            now = f"{found:.3g} {goal.unit}".strip()
            return Verdict(False, f"Not there yet. Now, {goal.label}: {now}; wanted: {wanted}. {goal.hint}")
    return Verdict(True, "Reached.")


def _rows_of(table: str, question_id: str) -> pd.DataFrame:
    rows = tables.load(table)
    return rows[rows["question_id"] == question_id].reset_index(drop=True)


def _judge_number(asked: pd.Series, answer: Any) -> Verdict:
    if isinstance(answer, bool) or not isinstance(answer, (int, float)):
        return Verdict(False, f"A number is asked for ({asked['unit']}), and this is {type(answer).__name__}.")
    if abs(answer - asked["answer"]) <= abs(asked["answer"]) * asked["tolerance_percent"] / 100:
        return Verdict(True, "Right.")
    hints = _rows_of("question_hints", str(asked.name))
    fitting = hints.loc[hints["low"].le(answer) & hints["high"].ge(answer), "hint"]
    direction = "too high" if answer > asked["answer"] else "too low"
    return Verdict(False, fitting.iloc[0] if len(fitting) else f"{answer:g} {asked['unit']} is {direction}.")


def _judge_choice(asked: pd.Series, answer: Any) -> Verdict:
    offered = options(str(asked.name)).set_index("option")
    if answer not in offered.index:
        return Verdict(False, "That is none of the options: " + "; ".join(offered.index) + ".")
    chosen = offered.loc[answer]
    return Verdict(True, "Right.") if chosen["correct"] else Verdict(False, f"Not quite. {chosen['hint']}".strip())


def _judge_table(asked: pd.Series, answer: Any) -> Verdict:
    module, _, function = asked["expected"].partition(":")
    wanted: pd.DataFrame = getattr(import_module(f"helpers.{module}"), function)()
    problem = _table_problem(answer, wanted, asked["tolerance_percent"])
    return Verdict(False, problem) if problem else Verdict(True, "Right.")


def _table_problem(answer: Any, wanted: pd.DataFrame, tolerance_percent: float) -> str:
    """What is wrong with a table, in a sentence; empty if nothing is. The order of rows does not matter."""
    if not isinstance(answer, pd.DataFrame):
        return f"A DataFrame is asked for, and this is {type(answer).__name__}."
    missing = [column for column in wanted.columns if column not in answer.columns]
    if missing:
        return f"The table lacks the column {', '.join(missing)}. It has: {', '.join(map(str, answer.columns))}."
    if len(answer) != len(wanted):
        return f"The table has {len(answer)} rows; {len(wanted)} are asked for."
    key, *numbers = wanted.columns
    both = wanted.merge(answer, on=key, how="left", suffixes=("", "_given"), indicator=True)
    if (both["_merge"] == "left_only").any():
        return f"No row for {key} {', '.join(both.loc[both['_merge'] == 'left_only', key].astype(str))}."
    for column in numbers:
        given = pd.to_numeric(both[f"{column}_given"], errors="coerce")
        far = ~given.sub(both[column]).abs().le(both[column].abs() * tolerance_percent / 100)
        if far.any():
            return f"{column} is off for {', '.join(both.loc[far, key].astype(str))}."
    return ""


# -- widgets ---------------------------------------------------------------------------------------


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
    """Set a goal in an explorer's own quantities and say, with every move, how far it is.

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
        self._said = Stage()
        prompt = widgets.HTML(f"<p><strong>{escape(self.question['prompt'])}</strong></p>")
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
        explorer.lock("The picture shows itself when you have committed to a prediction.")
        super().__init__(question_id, [self._input, self._button], explorer)

    def commit(self, answer: Any = None) -> None:
        """Fix the prediction (by default what the control holds) and show it beside the result."""
        if answer is not None:
            self._input.value = answer
        if _untouched(self._input):
            self._said.reading = UNANSWERED + " Choose an option, or type a number, first."
            return
        self._input.disabled = self._button.disabled = True
        self.explorer.unlock()
        given = f"{self._input.value:g} {self._unit}" if self.question["form"] == "number" else self._input.value
        self._said.reading = f"You predicted: {given}. {self._shown()}{self.question['solution']}"

    @property
    def _unit(self) -> str:
        return str(self.question["unit"])

    def _shown(self) -> str:
        quantity = self.question["quantity"]
        return f"The picture shows: {self.explorer.quantities[quantity]:.3g} {self._unit}. " if quantity else ""


class Challenge(Exercise):
    """An explorer with a goal."""

    kind = "challenge"

    def __init__(self, question_id: str, explorer: Explorer) -> None:
        self.explorer = explorer
        super().__init__(question_id, [], explorer)
        explorer.after_drawing(self._judge)
        self._judge()

    @property
    def reached(self) -> bool:
        """Whether the explorer meets the goal now."""
        return judge_goals(str(self.question.name), self.explorer.quantities).right

    def static_html(self) -> str:
        """Goal and the explorer's first scene."""
        return super().static_html() + self.explorer.static_html()

    def _judge(self) -> None:
        verdict = judge_goals(str(self.question.name), self.explorer.quantities)
        solved = f" {self.question['solution']}" if verdict.right else ""
        self._said.reading = verdict.words + solved


class Check(Exercise):
    """A question with hints and a solution that opens after success or three tries."""

    kind = "check"

    def __init__(self, question_id: str, answer: Any = None) -> None:
        asked = question(question_id)
        self._solution = _button("Show the solution", lambda _: self._show_solution())
        self._solution.disabled = True
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
        _tries[str(self.question.name)] += 1
        self._solution.disabled = not verdict.right and _tries[str(self.question.name)] < TRIES_BEFORE_SOLUTION
        self._said.reading = verdict.words
        return verdict

    def _show_solution(self) -> None:
        self._said.reading = f"Solution: {self.question['solution']}"


def _answer_control(asked: pd.Series) -> Any:
    if asked["form"] == "number":
        style = {"description_width": "initial"}
        layout = widgets.Layout(width="20rem", max_width="100%")
        return widgets.FloatText(value=0.0, description=f"Your answer ({asked['unit']})", layout=layout, style=style)
    offered = list(options(str(asked.name))["option"])
    return widgets.RadioButtons(options=offered, value=None, description="Your answer", layout=WIDE)


def _untouched(control: Any) -> bool:
    """Whether nobody has answered yet; a number field can't be empty, so the 0 it starts with counts as empty."""
    return control.value is None or control.value == 0.0


def _button(label: str, action: Callable[[Any], Any]) -> widgets.Button:
    button = widgets.Button(description=label, layout=widgets.Layout(width="auto", align_self="flex-start"))
    button.on_click(action)
    return button
