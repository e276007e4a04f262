"""The toy of drug effect, expectancy and guessing: its limits, its fit by an independent optimiser, its region."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from helpers import exercises, explorers
from helpers.behavioral import unblinding
from helpers.behavioral.unblinding import Account

GUESS = st.floats(0.5, 1.0)


@given(drug=st.floats(0, 2), expectancy=st.floats(0, 3))
def test_where_nobody_can_tell_the_drug_alone_is_left(drug: float, expectancy: float) -> None:
    assert Account(drug, expectancy, 0.5, 0.5, 0.5).expected() == pytest.approx(np.full(4, drug))


def test_without_expectancy_guessing_does_nothing() -> None:
    assert Account(0.7, 0, 1, 0.8, 0.9).expected() == pytest.approx(np.full(4, 0.7))


@settings(max_examples=25, deadline=None)
@given(saline=GUESS, midazolam=GUESS, repeated=GUESS)
def test_the_fit_is_the_best_by_another_optimiser(saline: float, midazolam: float, repeated: float) -> None:
    fitted = unblinding.fit(saline, midazolam, repeated)
    other = optimize.minimize(
        lambda pair: unblinding.misfit(Account(pair[0], pair[1], saline, midazolam, repeated)),
        x0=[0.5, 0.5],
        bounds=[(0, 10), (0, 1e6)],
    )
    assert unblinding.misfit(fitted) <= other.fun + 1e-3


@settings(max_examples=25, deadline=None)
@given(saline=GUESS, midazolam=GUESS, repeated=GUESS)
def test_the_region_is_where_all_four_are_explained(saline: float, midazolam: float, repeated: float) -> None:
    outline = unblinding.region(saline, midazolam, repeated)
    if not len(outline):
        return
    middle = outline[len(outline) // 4], outline[-1 - len(outline) // 4]
    expectancy, drug = np.mean(middle, axis=0)
    assert all(unblinding.explained(Account(float(drug), float(expectancy), saline, midazolam, repeated)))


def test_many_accounts_fit_and_they_disagree_about_the_drug() -> None:
    """Hidden well, the drug may do 0.75 SD; the more that saw through midazolam, the less is left for it."""
    tops = [unblinding.region(0.95, 0.6, share)[:, 1].max() for share in (0.5, 0.6, 0.7)]
    assert tops == sorted(tops, reverse=True)
    assert unblinding.region(0.95, 0.6, 0.7)[:, 1].min() == pytest.approx(0, abs=1e-9)


def test_where_most_guessed_right_in_the_repeated_trial_the_account_fails() -> None:
    assert len(unblinding.region(0.95, 0.6, 0.8)) == 0
    assert unblinding.misfit(unblinding.fit(0.95, 0.6, 0.8)) > 10


def test_impossible_guessing_says_why() -> None:
    with pytest.raises(ValueError, match=r"between 0.5"):
        Account(0.5, 0.5, 0.4, 0.5, 0.5).expected()


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("one_effect", explorers.unblinding())
    assert not challenge.reached
    challenge.explorer.set(drug=0.4, expectancy=1.2, repeated=65)
    assert challenge.reached
