"""Exercises: predict before you look, reach a goal with an explorer, check yourself.

Questions, options, hints, goals and solutions stand in the tables ``questions`` and ``question_*``; a notebook
names only the question. An exercise without an answer never fails. `progress()` shows what you have answered on this
machine, `forget()` deletes it.
"""

from helpers.exercises.judging import Verdict, judge, judge_goals, options, question
from helpers.exercises.memory import forget, progress
from helpers.exercises.widgets import UNANSWERED, Challenge, Check, Prediction, challenge, check, predict

__all__ = [
    "UNANSWERED",
    "Challenge",
    "Check",
    "Prediction",
    "Verdict",
    "challenge",
    "check",
    "forget",
    "judge",
    "judge_goals",
    "options",
    "predict",
    "progress",
    "question",
]
