"""One trial of the toy: its means are those of the equation, and its people are counted exactly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.behavioral import trial
from helpers.behavioral.unblinding import Account

SD = st.floats(0, 2)
SHARE = st.sampled_from([0, 0.25, 0.368, 0.5, 0.8, 1])


@settings(max_examples=25)
@given(drug=SD, expectancy=SD, share=SHARE)
def test_large_trials_find_what_the_equation_says(drug: float, expectancy: float, share: float) -> None:
    """Within four standard errors, and with the share that a whole number of people can have."""
    one = trial.run(drug, expectancy, share, people=2000)
    wanted = drug + expectancy * (2 * round(2000 * share) / 2000 - 1)
    assert one.difference == pytest.approx(wanted, abs=4 * np.sqrt(2 / 2000))
    account = Account(drug, expectancy, share, share, share, share)
    assert one.difference == pytest.approx(account.expected()[0], abs=4 * np.sqrt(2 / 2000) + 0.01)


@given(share=SHARE, number=st.integers(0, 49))
def test_as_many_guess_right_in_each_arm_as_was_asked(share: float, number: int) -> None:
    one = trial.run(0.5, 0.5, share, people=20, number=number)
    assert one.drug.right == one.control.right == round(20 * share)
    assert one.drug.guess_drug.sum() == round(20 * share)
    assert one.control.guess_drug.sum() == 20 - round(20 * share)


def test_whoever_believes_and_nobody_else_gains_by_hope() -> None:
    plain, hopeful = (trial.run(0.3, expectancy, 0.6, people=20) for expectancy in (0, 1.5))
    for before, after in ((plain.drug, hopeful.drug), (plain.control, hopeful.control)):
        assert after.improvement - before.improvement == pytest.approx(1.5 * after.guess_drug)


def test_the_drug_helps_whom_it_was_given() -> None:
    without, given_drug = (trial.run(drug, 0, 0.5, people=20) for drug in (0, 0.8))
    assert given_drug.drug.improvement - without.drug.improvement == pytest.approx(np.full(20, 0.8))
    assert given_drug.control.improvement == pytest.approx(without.control.improvement)
    assert list(given_drug.drug.better) == [improved >= 1 for improved in given_drug.drug.improvement]


def test_fifty_trials_scatter_as_chance_does() -> None:
    found = trial.differences(0.5, 1, 0.5, 20)
    assert found.shape == (50,)
    assert found.std(ddof=1) == pytest.approx(np.sqrt(2 / 20 + 2 * 0.25 / 20), rel=0.35)
    assert len(set(found)) == 50


@pytest.mark.parametrize(("share", "people", "said"), [(1.2, 20, "between 0 "), (0.5, 0, "at least one person")])
def test_impossible_trials_say_why(share: float, people: int, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        trial.run(0, 0, share, people)
