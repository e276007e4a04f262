"""Exercises: predict before you look, reach a goal with an explorer, check yourself, remember.

Questions stand in the table ``questions``; what is right, and a reason for each wrong answer, stand apart, in
``solutions`` and ``question_*``. A notebook names only the question. An exercise without an answer never fails.
`progress()` shows what you have answered on this machine, `calibration()` how sure you were and how often right,
`export()` writes it to a table, `forget()` deletes it.
"""

from helpers.exercises.before_after import after, before
from helpers.exercises.challenges import Challenge, challenge
from helpers.exercises.checking import Check, check
from helpers.exercises.coming_back import recall
from helpers.exercises.confidence import calibration
from helpers.exercises.exercise import UNANSWERED
from helpers.exercises.judging import Verdict, judge, judge_goals, options, question
from helpers.exercises.memory import export, forget, learn_as, progress
from helpers.exercises.prediction import Prediction, predict
from helpers.exercises.two_sentences import in_two_sentences

__all__ = [
    "UNANSWERED",
    "Challenge",
    "Check",
    "Prediction",
    "Verdict",
    "after",
    "before",
    "calibration",
    "challenge",
    "check",
    "export",
    "forget",
    "in_two_sentences",
    "judge",
    "judge_goals",
    "learn_as",
    "options",
    "predict",
    "progress",
    "question",
    "recall",
]
