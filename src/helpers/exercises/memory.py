"""What a learner has answered: kept in one small file on this machine, shown, exported and deleted on request.

The file holds a line for each answer (JSON, format `VERSION`), and lines are only ever added, so that two kernels can
write to it at once and a broken line costs no more than itself. It lies in the user's own data folder, or where the
environment variable ``HOW_KETAMINE_WORKS_PROGRESS`` says; in the browser's version it lies beside the notebook, in that
browser's storage. Where several learners share a login, each has a file of their own (`learn_as`). Nobody else on the
machine can read it, and nothing is sent anywhere. Where the file can't be written, answers are remembered until the
kernel stops, and the learner is told once.

Lines of version 1 held a question, whether it was done, and when; they are taken over as they stand.
"""

from __future__ import annotations

import json
import os
import re
import sys
import warnings
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

import pandas as pd
from platformdirs import user_data_path

from helpers import tables

FOLDER = "how-ketamine-works"
VARIABLE = "HOW_KETAMINE_WORKS_PROGRESS"
LEARNER = "HOW_KETAMINE_WORKS_LEARNER"
VERSION = 2
NAME = r"[\w-]{1,40}"
COLUMNS = ["notebook", "question_id", "kind", "answers", "solved", "sure", "brier", "last"]
RIGHT, CLOSE, WRONG = "right", "close", "wrong"
NOTE = "note"  # a learner's own line, which is no answer
KINDS: dict[str, tuple[type, ...]] = {
    "question": (str,),
    "answer": (str, int, float, list),
    "grade": (str,),
    "confidence": (int, float),
    "why": (str,),
    "at": (str,),
}
_unsaved: list[dict[str, object]] = []


@dataclass(frozen=True)
class Answer:
    """One answer: to which question, what was answered, how it was judged, how sure the learner was, and when (UTC)."""

    question: str
    answer: str | float | list[float] | None = None
    grade: str = WRONG
    confidence: float | None = None
    why: str = ""
    at: str = ""

    @property
    def solved(self) -> bool:
        """Whether it was right."""
        return self.grade == RIGHT


def learn_as(name: str) -> str:
    """Keep answers in a file of one's own, where several learners share a login.

    Parameters
    ----------
    name : str
        A name or a token that only its learner uses: letters, digits, hyphens and underscores; "" for the login's own.

    Returns
    -------
    str
        Where answers are kept from now on, in words.

    Raises
    ------
    ValueError
        If the name can't be a file's.
    """
    if name and not re.fullmatch(NAME, name):
        raise ValueError(f"A name has 1 to 40 letters, digits, hyphens or underscores; {name!r} has others, or more.")
    os.environ[LEARNER] = name
    return f"Answers are kept in {place()}."


def place() -> Path:
    """Where the file lies (or would)."""
    if sys.platform == "emscripten":  # the browser forgets all folders but the one that holds the notebooks
        own = Path.cwd() / "my_answers.txt"  # that store takes a name with "json" for one whole JSON value, and hangs
    else:
        own = Path(os.environ.get(VARIABLE) or user_data_path(FOLDER) / "progress.jsonl")
    learner = os.environ.get(LEARNER, "")
    return own.with_stem(f"{own.stem}-{learner}") if learner and own != Path(os.devnull) else own


def record(
    question_id: str,
    grade: str,
    answer: str | float | list[float] | None = None,
    confidence: float | None = None,
    why: str = "",
) -> None:
    """Remember an answer.

    Parameters
    ----------
    question_id : str
        Key of the table ``questions``.
    grade : str
        "right", "close" or "wrong"; "note" of a line that is no answer.
    answer : str, float or list of float, optional
        The answer itself.
    confidence : float, optional
        How sure the learner was, from 0.5 to 1.
    why : str, optional
        The learner's own reason.
    """
    now = datetime.now(UTC).isoformat(timespec="seconds")
    line: dict[str, object] = {"v": VERSION, **asdict(Answer(question_id, answer, grade, confidence, why, now))}
    try:
        with _open_own() as handle:
            handle.write(json.dumps(line, ensure_ascii=False) + "\n")
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


def recorded() -> list[Answer]:
    """All answers that were kept, the oldest first; lines that can't be read are left out."""
    try:
        lines = place().read_text(encoding="utf-8", errors="replace").splitlines()
    except (FileNotFoundError, NotADirectoryError):  # nothing has been kept yet
        lines = []
    except OSError as error:
        warnings.warn(f"Your answers in {place()} can't be read ({error}); only those of today count.", stacklevel=3)
        lines = []
    entries = [*map(_parsed, lines), *_unsaved]
    return [_taken_over(entry) for entry in entries if isinstance(entry.get("question"), str)]


def _parsed(line: str) -> dict[str, object]:
    try:
        entry = json.loads(line)
    except json.JSONDecodeError:
        return {}
    return entry if isinstance(entry, dict) else {}


def _taken_over(entry: dict[str, object]) -> Answer:
    """An entry of any version: version 1 has no grade, but says whether it was solved."""
    known = {name: entry[name] for name, kinds in KINDS.items() if isinstance(entry.get(name), kinds)}
    return Answer(**{"grade": RIGHT if entry.get("solved") is True else WRONG, **known})  # type: ignore[arg-type]


def notes() -> list[Answer]:
    """The learner's own lines, the oldest first."""
    return [entry for entry in recorded() if entry.grade == NOTE]


def answers() -> list[Answer]:
    """All answers, the oldest first."""
    return [entry for entry in recorded() if entry.grade != NOTE]


def answers_to(question_id: str) -> list[Answer]:
    """Answers to one question, the oldest first."""
    return [entry for entry in answers() if entry.question == question_id]


def tries(question_id: str) -> int:
    """How often a question has been answered."""
    return len(answers_to(question_id))


def solved(question_id: str) -> bool:
    """Whether a question has been solved at some time."""
    return any(entry.solved for entry in answers_to(question_id))


def committed(question_id: str) -> Answer | None:
    """The prediction that was committed, the first one; None where there is none whose answer was kept."""
    return next((entry for entry in answers_to(question_id) if entry.answer is not None), None)


def progress() -> pd.DataFrame:
    """What has been answered so far, a row for each question; those before and after the course are left out.

    Returns
    -------
    pandas.DataFrame
        Columns ``notebook``, ``question_id``, ``kind``, ``answers`` (how many), ``solved``, ``sure`` (0.5 to 1; of
        predictions), ``brier`` (the square of what that was off by: 0 for sure and right, 1 for sure and wrong) and
        ``last`` (when, UTC).
    """
    rows = pd.DataFrame(
        [(entry.question, entry.solved, entry.confidence, entry.at) for entry in answers()],
        columns=["question", "solved", "sure", "at"],
    )
    if rows.empty:
        return pd.DataFrame(columns=COLUMNS)
    rows = rows.assign(brier=rows["sure"].astype(float).sub(rows["solved"]).pow(2))
    counts = rows.groupby("question").agg(
        answers=("at", "size"),
        solved=("solved", "any"),
        sure=("sure", "first"),
        brier=("brier", "first"),
        last=("at", "max"),
    )
    asked = tables.load("questions").query("kind != 'judge'")  # before and after: told at the course's end
    found = (
        counts.join(asked.set_index("question_id")[["notebook", "kind"]], how="inner")
        .rename_axis("question_id")
        .reset_index()
    )
    return found[COLUMNS].sort_values(["notebook", "question_id"], ignore_index=True)


def export(path: str | Path) -> str:
    """Write all answers to a table (CSV) of one's own, an answer a row.

    Parameters
    ----------
    path : str or pathlib.Path
        A file that must not exist yet, such as ``"my_answers.csv"``.

    Returns
    -------
    str
        What was done, in words.

    Raises
    ------
    FileExistsError
        If there is such a file; it stays as it is.
    """
    target = Path(path)
    rows = pd.DataFrame([asdict(entry) for entry in recorded()], columns=list(Answer.__dataclass_fields__))
    try:
        with target.open("x", encoding="utf-8", newline="") as handle:
            rows.to_csv(handle, index=False)
    except FileExistsError:
        raise FileExistsError(f"{target} exists already, and stays as it is; choose another name.") from None
    return f"{len(rows)} answers are in {target}."


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
