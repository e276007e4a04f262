"""What comes back: questions from earlier notebooks, by what this learner missed and by the time since.

Rule
----
A concept is due when as many days have passed as its interval has: a day at first, `GROWTH` times as long after each
right answer in a row, half a day after a wrong one. Those that are longest overdue come first; a concept that was
never asked counts as nearly due. Each time, the variant is taken that was asked least often.

Sources
-------
That retrieval which is spaced teaches more than retrieval at once is well shown; these intervals are ours.
"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import takewhile

import ipywidgets as widgets
import pandas as pd

from helpers import tables
from helpers.exercises import memory
from helpers.exercises.checking import Check
from helpers.exercises.judging import question
from helpers.exercises.memory import Answer
from helpers.exercises.series import Series

COUNT = 3
FIRST_DAYS, AFTER_WRONG_DAYS, GROWTH = 1.0, 0.5, 2.5
NEVER_ASKED = 0.9
DAY_S = 86_400.0
TITLE = "Three questions from earlier notebooks"


def recall(notebook: str) -> Series:
    """Ask three questions from the notebooks before this one.

    Parameters
    ----------
    notebook : str
        The notebook that asks, such as ``"03_behavioral_level"``.
    """
    chosen = choose(notebook, memory.answers(), datetime.now(UTC))
    prompts = [str(question(question_id)["prompt"]) for question_id in chosen]
    return Series(TITLE, chosen, Check, lambda check: memory.tries(str(check.question.name)) > 0, _end, prompts)


def choose(notebook: str, answers: list[Answer], now: datetime, count: int = COUNT) -> list[str]:
    """Which questions come back.

    Parameters
    ----------
    notebook : str
        The notebook that asks; only concepts of those before it come back.
    answers : list of Answer
        What was answered so far, the oldest first.
    now : datetime.datetime
        The time, with its zone.
    count : int
        How many.

    Returns
    -------
    list of str
        Keys of ``questions``, one for each concept.

    Raises
    ------
    ValueError
        If no notebook before that one has concepts.
    """
    known = tables.load("concepts")
    concepts = known[known["notebook"] < notebook]
    if concepts.empty:
        raise ValueError(f"Nothing comes back in {notebook!r}: there is no notebook with concepts before it.")
    asked = tables.load("questions").set_index("question_id")["concept"]
    told = pd.Series({concept: urgency(_about(concept, asked, answers), now) for concept in concepts["concept_id"]})
    rank = concepts.groupby("notebook").cumcount()
    order = concepts.assign(urgency=-told.to_numpy(), rank=rank).sort_values(
        ["urgency", "rank", "notebook"], ascending=[True, True, False], kind="stable"
    )
    return [_variant(concept, answers) for concept in order["concept_id"].head(count)]


def urgency(answers: list[Answer], now: datetime) -> float:
    """How overdue a concept is: days since the last answer, in intervals.

    Parameters
    ----------
    answers : list of Answer
        Those that were given on this concept, the oldest first.
    now : datetime.datetime
        The time, with its zone.
    """
    if not answers:
        return NEVER_ASKED
    streak = len(list(takewhile(lambda entry: entry.solved, reversed(answers))))
    interval = FIRST_DAYS * GROWTH ** (streak - 1) if streak else AFTER_WRONG_DAYS
    return (now - _time(answers[-1])).total_seconds() / DAY_S / interval


def _time(entry: Answer) -> datetime:
    """When an answer was given; one without a readable time counts as long ago."""
    try:
        return datetime.fromisoformat(entry.at)
    except ValueError:
        return datetime(2000, 1, 1, tzinfo=UTC)


def _about(concept: str, asked: pd.Series, answers: list[Answer]) -> list[Answer]:
    own = set(asked.index[asked == concept])
    return [entry for entry in answers if entry.question in own]


def _variant(concept: str, answers: list[Answer]) -> str:
    """The variant that was asked least often."""
    asked = tables.load("questions")
    variants = asked.loc[asked["kind"].eq("recall") & asked["concept"].eq(concept), "question_id"]
    times = [sum(entry.question == variant for entry in answers) for variant in variants]
    return str(variants.iloc[times.index(min(times))])


def _end() -> widgets.Widget:
    return widgets.HTML("<p>That was all. What you missed comes back sooner than the rest.</p>")
