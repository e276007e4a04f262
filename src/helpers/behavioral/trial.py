"""One trial of a toy: people are randomised, given a treatment, guess which it was, and improve.

Equation
--------
A person improves by ``D drug + E belief + noise``: D is what the drug does, if it was given; E what is expected by
somebody who believes to have received it; noise has a standard deviation of 1. A share g of people in each arm guesses
right. On average the arms differ by ``D + E (2 g - 1)``, as in `unblinding`; one trial differs from that by chance.

Units
-----
Standard deviations of the change of the score; more is better.

Sources
-------
None: a toy. That a person counts as better above `BETTER` is a choice, so that some people can be drawn as better.

Leaves out
----------
People who leave, beliefs between sure and unsure, raters' beliefs, and that guesses follow from getting better.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

BETTER = 1.0  # improvement (SD) from which on a person is drawn as better: 16 of 100 without drug and hope
MANY = 50  # trials that are run side by side
Numbers = NDArray[np.float64]
Marks = NDArray[np.bool_]


@dataclass(frozen=True)
class Arm:
    """The people of one arm.

    Parameters
    ----------
    drug : bool
        Whether they were given the drug.
    guess_drug : numpy.ndarray of bool, shape (people,)
        Who believes to have received it.
    improvement : numpy.ndarray, shape (people,)
        How much each improves (SD).
    """

    drug: bool
    guess_drug: Marks
    improvement: Numbers

    @property
    def right(self) -> int:
        """How many guess right."""
        return int(np.sum(self.guess_drug == self.drug))

    @property
    def better(self) -> Marks:
        """Who improves by `BETTER` or more."""
        return np.asarray(self.improvement >= BETTER)


@dataclass(frozen=True)
class Trial:
    """Two arms of the same size."""

    drug: Arm
    control: Arm

    @property
    def difference(self) -> float:
        """What the trial finds: mean improvement with the drug minus that with the comparator (SD)."""
        return float(self.drug.improvement.mean() - self.control.improvement.mean())


@cache
def _chance(trials: int, people: int) -> tuple[Numbers, Numbers]:
    """Noise of each person (trials, 2, people), the same for every setting; and an order in which they guess right."""
    draw = np.random.default_rng(20_261_129)
    return draw.standard_normal((trials, 2, people)), draw.random((trials, 2, people))


def run(drug: float, expectancy: float, guess_right: float, people: int, number: int = 0) -> Trial:
    """Run one trial.

    Parameters
    ----------
    drug, expectancy : float
        What the drug does, and what belief does (SD).
    guess_right : float
        Share of people who guess right in each arm (0 to 1): as many as come nearest to it.
    people : int
        People in each arm.
    number : int
        Which of `MANY` repetitions: the same one has the same people for every setting.

    Raises
    ------
    ValueError
        If the share is not between 0 and 1, or there are no people.
    """
    if not 0 <= guess_right <= 1:
        raise ValueError("A share of right guesses lies between 0 (nobody) and 1 (everybody); chance is 0.5.")
    if people < 1:
        raise ValueError("A trial needs at least one person in each arm.")
    noise, order = _chance(MANY, people)
    arms = []
    for arm, given in enumerate((True, False)):
        right = order[number, arm].argsort().argsort() < round(guess_right * people)
        believes = right == given
        arms.append(Arm(given, believes, drug * given + expectancy * believes + noise[number, arm]))
    return Trial(*arms)


def differences(drug: float, expectancy: float, guess_right: float, people: int) -> Numbers:
    """What each of `MANY` repetitions of one trial finds (SD)."""
    return np.array([run(drug, expectancy, guess_right, people, number).difference for number in range(MANY)])
