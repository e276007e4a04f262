"""Hold an answer against the question's solution; numbers, texts and tables in, verdict and hint out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from math import inf
from typing import Any

import numpy as np
import pandas as pd

from helpers import tables
from helpers.exercises.memory import CLOSE, RIGHT, WRONG
from helpers.interactive.explorer import Explorer

CLOSE_FACTOR = 2.5  # as many tolerances away is close
OPENINGS = {RIGHT: "Right.", CLOSE: "Close.", WRONG: "Not quite."}


@dataclass(frozen=True)
class Verdict:
    """How good an answer is, and what to tell the one who gave it."""

    grade: str
    words: str

    @property
    def right(self) -> bool:
        """Whether nothing is missing."""
        return self.grade == RIGHT

    @property
    def reason(self) -> str:
        """What is told without the word for the grade."""
        return self.words.removeprefix(OPENINGS.get(self.grade, "")).strip()


def question(question_id: str) -> pd.Series:
    """What is asked and what is right: a row of the table ``questions``, with that of ``solutions``.

    Raises
    ------
    UnknownError
        If there is no such question.
    """
    return pd.concat([tables.row("questions", question_id), tables.row("solutions", question_id)]).rename(question_id)


def questions() -> pd.DataFrame:
    """All questions by their key, each with what is right."""
    asked, solutions = (tables.load(name).set_index("question_id") for name in ("questions", "solutions"))
    return asked.join(solutions)


def options(question_id: str) -> pd.DataFrame:
    """Options of a question: columns ``option``, ``correct``, ``cautious``, ``low``, ``high``, ``hint``."""
    return _rows_of("question_options", question_id)


def judge(question_id: str, answer: Any, truth: Any = None) -> Verdict:
    """Hold an answer against the question's solution.

    Parameters
    ----------
    question_id : str
        Key of the table ``questions``.
    answer : float, str or pandas.DataFrame
        A number, the text of an option, a table, or a list of numbers, as the question asks.
    truth : float or list of float, optional
        What a picture shows, where that is the solution: of a prediction.

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
        "sketch": _judge_sketch,
        "bars": _judge_bars,
    }
    if asked["form"] not in judges:
        raise ValueError(f"{question_id} is a challenge: use judge_goals, with its explorer.")
    if truth is not None:
        asked["answer"] = truth
    return judges[asked["form"]](asked, answer)


def rounded(value: float) -> str:
    """A number in words: three digits, or whole from a thousand on."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def judge_goals(question_id: str, explorer: Explorer) -> Verdict:
    """Hold what an explorer shows against the goals of a challenge.

    Parameters
    ----------
    question_id : str
        A challenge.
    explorer : Explorer
        Its controls and its scene are what the goals speak of.
    """
    for goal in _rows_of("question_goals", question_id).itertuples():
        found = explorer.standing(goal.quantity)
        if not _is_met(goal, found):
            return Verdict(WRONG, f"Not there yet. {_unmet(goal, found)}{goal.hint}")
    return Verdict(RIGHT, "Reached.")


def _is_met(goal: Any, found: Any) -> bool:
    match goal.relation:
        case "is":
            return str(found) == goal.choice
        case "is_not":
            return str(found) != goal.choice
        case "at_most":  # a hair's breadth either way: 49.999... % is half
            return bool(found - goal.value <= 1e-9 * abs(goal.value))
        case _:
            return bool(goal.value - found <= 1e-9 * abs(goal.value))


def _unmet(goal: Any, found: Any) -> str:
    """What is wanted and what stands, in a sentence; a choice that is not made needs no more than its hint."""
    if goal.relation in ("is", "is_not"):
        return ""
    return f"The goal is {goal.goal}; now it is {rounded(float(found))} {goal.unit}".strip() + ". "


def _rows_of(table: str, question_id: str) -> pd.DataFrame:
    rows = tables.load(table)
    return rows[rows["question_id"] == question_id].reset_index(drop=True)


def _judge_number(asked: pd.Series, answer: Any) -> Verdict:
    if isinstance(answer, bool) or not isinstance(answer, (int, float)):
        return Verdict(WRONG, f"A number is asked for ({asked['unit']}), and this is {type(answer).__name__}.")
    allowed = abs(asked["answer"]) * asked["tolerance_percent"] / 100
    miss = abs(answer - asked["answer"])
    if miss <= allowed:
        return Verdict(RIGHT, f"Right. {asked['solution']}")
    grade = CLOSE if miss <= CLOSE_FACTOR * allowed else WRONG
    return Verdict(grade, f"{OPENINGS[grade]} {_reason(str(asked.name), answer)}".strip())


def _reason(question_id: str, answer: float) -> str:
    """The first reason whose range holds a wrong number; a test sees to it that there always is one."""
    reasons = _rows_of("question_hints", question_id)
    low, high = reasons["low"].fillna(-inf), reasons["high"].fillna(inf)
    fitting = reasons.loc[low.le(answer) & high.ge(answer), "hint"]
    return str(fitting.iloc[0]) if len(fitting) else ""


def _judge_choice(asked: pd.Series, answer: Any) -> Verdict:
    offered = options(str(asked.name)).set_index("option")
    if answer not in offered.index:
        return Verdict(WRONG, "That is none of the options: " + "; ".join(offered.index) + ".")
    chosen = offered.loc[answer]
    grade = RIGHT if chosen["correct"] else WRONG
    reason = asked["solution"] if chosen["correct"] else chosen["hint"]
    return Verdict(grade, f"{OPENINGS[grade]} {reason}".strip())


def _judge_sketch(asked: pd.Series, answer: Any) -> Verdict:
    """By how far a drawn curve misses that of the picture, on average, in the unit of its axis."""
    missed = np.asarray(answer, dtype=float) - np.asarray(asked["answer"], dtype=float)
    size = float(np.abs(missed).mean())
    allowed = asked["tolerance_percent"]
    grade = RIGHT if size <= allowed else CLOSE if size <= CLOSE_FACTOR * allowed else WRONG
    reason = asked["solution"] if grade == RIGHT else _reason(str(asked.name), float(missed.mean()))
    unit = "percentage points" if asked["unit"] == "%" else asked["unit"]
    return Verdict(grade, f"{OPENINGS[grade]} On average you are {size:.0f} {unit} off. {reason}".strip())


def _judge_bars(asked: pd.Series, answer: Any) -> Verdict:
    """By which bar was drawn lowest; the options are the bars, in order."""
    lowest = options(str(asked.name))["option"].iloc[int(np.argmin(answer))]
    verdict = _judge_choice(asked, lowest)
    return Verdict(verdict.grade, f"{OPENINGS[verdict.grade]} Your lowest is “{lowest}”. {verdict.reason}")


def _judge_table(asked: pd.Series, answer: Any) -> Verdict:
    module, _, function = asked["expected"].partition(":")
    wanted: pd.DataFrame = getattr(import_module(f"helpers.{module}"), function)()
    problem = _table_problem(answer, wanted, asked["tolerance_percent"])
    return Verdict(WRONG, problem) if problem else Verdict(RIGHT, f"Right. {asked['solution']}")


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
