"""What the ledger and the exercises say, kept as text: a weight, a limit or a word that changes is noticed.

`course.py refresh` writes the files. Read the difference before you commit it.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from helpers import tables
from helpers.claims import appraisal, counting
from helpers.exercises import judging
from helpers.exercises.answers import answer_key
from tests.said import FOLDER

SOME = 12  # one claim in so many is told in full
FACTORS, WRONG = (0.1, 0.9, 1.1, 2.0, 100.0), (-1e6, 0.0, 1e6)


def ledger() -> str:
    """What the rule and what counting make of each claim, as numbers; of some claims, told as a learner reads it."""
    said = appraisal.course_verdicts().set_index("claim_id")
    counted = counting.verdicts().set_index("claim_id")
    told_before = [*tables.load("claims").columns]
    lines = []
    for claim in said.index:
        lines += [f"{claim}: {told(said.loc[claim].drop(told_before, errors='ignore'))}"]
        lines += [f"  counting: {told(counted.loc[claim].drop(told_before, errors='ignore'))}"]
    for claim in said.index[::SOME]:
        lines += ["", *appraisal.why(claim).splitlines()]
    return "\n".join(lines) + "\n"


def told(row: pd.Series) -> str:
    """A row in words, its numbers with three digits."""
    parts = [f"{name} {value:.3g}" if isinstance(value, float) else f"{name} {value}" for name, value in row.items()]
    return "; ".join(parts)


def exercises() -> str:
    """The answer key, and what is said to right and wrong answers."""
    lines = [answer_key()]
    for question_id, asked in judging.questions().iterrows():
        lines += [f"{question_id}: {answer}: {judging.judge(str(question_id), answer)}" for answer in answers_to(asked)]
    return "\n".join(lines) + "\n"


def answers_to(asked: pd.Series) -> list[object]:
    """Answers to try: every option of a choice; of a number the right one, and wrong ones on all sides."""
    if asked["form"] == "choice":
        return list(judging.options(str(asked.name))["option"])
    if asked["form"] != "number" or pd.isna(asked["answer"]):
        return []
    right = float(asked["answer"])
    return [right, *(right * factor for factor in FACTORS), *WRONG]


KEPT: dict[str, Callable[[], str]] = {"ledger": ledger, "exercises": exercises}


def write() -> None:
    """Keep all of it as it is now."""
    for name, say in KEPT.items():
        (FOLDER / f"_{name}.txt").write_text(say(), encoding="utf-8")
