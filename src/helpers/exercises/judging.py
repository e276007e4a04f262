"""Hold an answer against the question's solution; numbers, texts and tables in, verdict and hint out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import pandas as pd

from helpers import tables
from helpers.interactive.explorer import Explorer


@dataclass(frozen=True)
class Verdict:
    """Whether an answer is right, and what to tell the one who gave it."""

    right: bool
    words: str


def question(question_id: str) -> pd.Series:
    """Row of the table ``questions``.

    Raises
    ------
    UnknownError
        If there is no such question.
    """
    return tables.row("questions", question_id)


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
        raise ValueError(f"{question_id} is a challenge: use judge_goals, with its explorer.")
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
            return Verdict(False, f"Not there yet. {_unmet(goal, found)}{goal.hint}")
    return Verdict(True, "Reached.")


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
