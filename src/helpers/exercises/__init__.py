"""Exercises: predict before you look, reach a goal with an explorer, check yourself.

Questions, options, hints, goals and solutions stand in the tables ``questions`` and ``question_*``; a notebook
names only the question. An exercise without an answer never fails.
"""

from helpers.exercises.judging import Verdict, judge, judge_goals, options, question
from helpers.exercises.widgets import UNANSWERED, Challenge, Check, Prediction, challenge, check, predict

__all__ = [
    "UNANSWERED",
    "Challenge",
    "Check",
    "Prediction",
    "Verdict",
    "challenge",
    "check",
    "judge",
    "judge_goals",
    "options",
    "predict",
    "question",
]
