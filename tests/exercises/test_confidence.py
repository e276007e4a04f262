"""How sure and how often right: a proper score, each prediction once."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import exercises, tables
from helpers.exercises import confidence, memory

PREDICTIONS = list(tables.load("questions").query("kind == 'predict'")["question_id"])


def test_nothing_committed_nothing_to_score() -> None:
    assert repr(exercises.calibration()) == "No prediction with a confidence has been committed yet."
    assert np.isnan(exercises.calibration().brier)


def test_each_degree_of_confidence_has_a_row() -> None:
    for name, grade, sure in zip(PREDICTIONS, ["right", "wrong", "right", "close"], [0.5, 0.9, 0.9, 1.0], strict=False):
        memory.record(name, grade, "x", sure)
    memory.record(PREDICTIONS[0], "wrong", "x", 0.5)  # the first one counts
    found = exercises.calibration()
    assert found.table.to_numpy().tolist() == [["50 %", 1, 1, 100], ["90 %", 2, 1, 50], ["100 %", 1, 0, 0]]
    assert found.brier == pytest.approx((0.25 + 0.81 + 0.01 + 1) / 4)
    assert "Right: 2 of 4 predictions. Your Brier score is 0.52" in found.text
    assert found._repr_html_().count("<tr>") == 4


def test_progress_shows_it_prediction_by_prediction() -> None:
    memory.record(PREDICTIONS[0], "wrong", "x", 0.9)
    memory.record("power_eight", "right", 30.2)
    found = exercises.progress().set_index("question_id")
    assert found.loc[PREDICTIONS[0], ["sure", "brier"]].tolist() == pytest.approx([0.9, 0.81])
    assert found.loc["power_eight", ["sure", "brier"]].isna().all()


def test_who_always_says_half_scores_a_quarter() -> None:
    assert confidence.brier(pd.Series([0.5] * 4), pd.Series([True, False, False, False])) == 0.25


@given(truth=st.floats(0, 1), said=st.floats(0, 1))
def test_the_score_is_proper(truth: float, said: float) -> None:
    """On average nobody does better than by saying what is so."""

    def expected(sure: float) -> float:
        return truth * (sure - 1) ** 2 + (1 - truth) * sure**2

    assert expected(truth) <= expected(said) + 1e-12
