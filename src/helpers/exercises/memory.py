"""What a learner has answered: kept in one small file on this machine, shown and deleted on request.

The file holds a line for each answer (JSON), and lines are only ever added, so that two kernels can write to it at
once and a broken line costs no more than itself. It lies in the user's own data folder, or where the environment
variable ``HOW_KETAMINE_WORKS_PROGRESS`` says; in the browser's version it lies beside the notebook, in that browser's
storage. Nobody else on the machine can read it, and nothing is sent anywhere. Where the file can't be written, answers
are remembered until the kernel stops, and the learner is told once.
"""

from __future__ import annotations

import json
import os
import sys
import warnings
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

import pandas as pd
from platformdirs import user_data_path

from helpers import tables

FOLDER = "how-ketamine-works"
VARIABLE = "HOW_KETAMINE_WORKS_PROGRESS"
COLUMNS = ["notebook", "question_id", "kind", "answers", "solved", "last"]
_unsaved: list[dict[str, object]] = []


def place() -> Path:
    """Where the file lies (or would)."""
    if sys.platform == "emscripten":  # the browser forgets all folders but the one that holds the notebooks
        return Path.cwd() / "my_answers.txt"  # that store takes a name with "json" for one whole JSON value, and hangs
    return Path(os.environ.get(VARIABLE) or user_data_path(FOLDER) / "progress.jsonl")


def record(question_id: str, solved: bool) -> None:
    """Remember an answer.

    Parameters
    ----------
    question_id : str
        Key of the table ``questions``.
    solved : bool
        Whether it was right, the goal reached, the prediction committed.
    """
    now = datetime.now(UTC).isoformat(timespec="seconds")
    line: dict[str, object] = {"question": question_id, "solved": solved, "at": now}
    try:
        with _open_own() as handle:
            handle.write(json.dumps(line) + "\n")
    except OSError as error:
        if not _unsaved:
            warnings.warn(
                f"Your answers can't be kept in {place()} ({error}); they last until the kernel stops.", stacklevel=2
            )
        _unsaved.append(line)


def _open_own() -> TextIO:
    """The file, to add to: nobody else on this machine may read it or list its folder."""
    own = place().parent
    if not own.exists():
        own.mkdir(parents=True, mode=0o700)
    elif own.name == FOLDER and own.stat().st_mode & 0o077:
        own.chmod(0o700)  # made by an earlier version
    handle = os.fdopen(os.open(place(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8")
    if place().is_file() and place().stat().st_mode & 0o077:  # and never a device
        place().chmod(0o600)
    return handle


def recorded() -> list[dict[str, object]]:
    """All answers that were kept, the oldest first; lines that can't be read are left out."""
    kept = []
    try:
        lines = place().read_text(encoding="utf-8", errors="replace").splitlines()
    except (FileNotFoundError, NotADirectoryError):  # nothing has been kept yet
        lines = []
    except OSError as error:
        warnings.warn(f"Your answers in {place()} can't be read ({error}); only those of today count.", stacklevel=3)
        lines = []
    for line in lines:
        try:
            entry = json.loads(line)
        except json.JSONDecodeError:
            continue
        if isinstance(entry, dict) and isinstance(entry.get("question"), str):
            kept.append(entry)
    return kept + _unsaved


def tries(question_id: str) -> int:
    """How often a question has been answered."""
    return sum(entry["question"] == question_id for entry in recorded())


def solved(question_id: str) -> bool:
    """Whether a question has been solved at some time."""
    return any(entry["question"] == question_id and entry.get("solved") is True for entry in recorded())


def progress() -> pd.DataFrame:
    """What has been answered so far, a row for each question.

    Returns
    -------
    pandas.DataFrame
        Columns ``notebook``, ``question_id``, ``kind``, ``answers`` (how many), ``solved`` and ``last`` (when, UTC).
    """
    rows = pd.DataFrame(recorded(), columns=["question", "solved", "at"])
    if rows.empty:
        return pd.DataFrame(columns=COLUMNS)
    counts = rows.groupby("question").agg(answers=("at", "size"), solved=("solved", "any"), last=("at", "max"))
    asked = tables.load("questions").set_index("question_id")[["notebook", "kind"]]
    found = counts.join(asked, how="inner").rename_axis("question_id").reset_index()
    return found[COLUMNS].sort_values(["notebook", "question_id"], ignore_index=True)


def forget() -> str:
    """Delete what was kept.

    Returns
    -------
    str
        What was done, in words.
    """
    number = len(recorded())
    _unsaved.clear()
    if place().is_file():  # and never a device, such as the one that swallows answers in tests
        place().unlink()
    return f"Forgotten: {number} answers."
