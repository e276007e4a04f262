"""The answer key, made on demand: `python3 course.py answers`. It is not stored beside the learners' files."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

from helpers import tables
from helpers.exercises.judging import options, questions


def right_answer(asked: pd.Series) -> str:
    """The right answer of a question, in words; of a challenge its goals; empty where only the solution tells."""
    if asked["form"] in ("choice", "bars"):
        return str(options(str(asked.name)).query("correct")["option"].iloc[0])
    if asked["form"] == "number" and pd.notna(asked["answer"]):
        return f"{asked['answer']:g} {asked['unit']}".strip()
    if asked["form"] == "goal":
        goals = tables.load("question_goals").query("question_id == @asked.name")
        return "; ".join(row.hint if row.relation in ("is", "is_not") else row.goal for row in goals.itertuples())
    return ""


def answer_key(notebook: str | None = None) -> str:
    """Questions, right answers and solutions as Markdown.

    Parameters
    ----------
    notebook : str, optional
        Name of one notebook, such as ``"05_imaging_study"``; by default all.

    Raises
    ------
    ValueError
        If no question belongs to that notebook.
    """
    asked = questions()
    names = list(dict.fromkeys(sorted(asked["notebook"])))
    if notebook is not None and notebook not in names:
        raise ValueError(f"There is no notebook {notebook!r} with questions. There are: {', '.join(names)}.")
    parts = [
        "# Answer key\n",
        "For lecturers. Made from the course's tables; please don't hand it out with the notebooks.\n",
    ]
    for name in names if notebook is None else [notebook]:
        parts.append(f"## {name}\n")
        for _, row in asked[asked["notebook"] == name].iterrows():
            parts.append(f"- **{row['kind']}** `{row.name}`: {row['prompt']}")
            parts.append(f"  - Answer: {right_answer(row) or 'see the solution'}\n  - {row['solution']}")
        parts.append("")
    return "\n".join(parts)


def main(words: list[str]) -> int:
    """Print the key, or write it to a file that must not exist yet."""
    if not words:
        sys.stdout.write(answer_key())
        return 0
    target = Path(words[0])
    if target.exists():
        sys.exit(f"{target} exists already; choose another name.")
    target.write_text(answer_key(), encoding="utf-8")
    sys.stdout.write(f"The answer key is in {target}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
