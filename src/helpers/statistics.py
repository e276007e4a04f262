"""Shares of people, differences between them, their intervals, and agreement: what several rooms compute alike.

Wilson's interval of a share and Newcombe's interval of a difference of shares stay inside 0 to 100 % and hold for small
arms, where the textbook interval does not.

Sources
-------
Wilson 1927, J. Am. Stat. Assoc. 22: 209. Newcombe 1998, Stat. Med. 17: 873. Cohen 1968, Psychol. Bull. 70: 213.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import hypot

import numpy as np
from scipy import stats


@dataclass(frozen=True)
class Interval:
    """A value with the ends of its 95 % interval, in the value's unit."""

    value: float
    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Whether a value lies inside the interval, its ends included."""
        return self.low <= value <= self.high

    @property
    def standard_error(self) -> float:
        """Half of the interval over 1.96."""
        return (self.high - self.low) / (2 * float(stats.norm.ppf(0.975)))


@cache
def share(percent: float, people: int) -> Interval:
    """Wilson's interval around a share of people.

    Parameters
    ----------
    percent : float
        Share that was reported (%).
    people : int
        People in the arm.

    Returns
    -------
    Interval
        In percent.
    """
    found = stats.binomtest(round(percent / 100 * people), people).proportion_ci(method="wilson")
    return Interval(percent, 100 * float(found.low), 100 * float(found.high))


def difference_of_shares(percent: float, people: int, comparator_percent: float, comparator_people: int) -> Interval:
    """Difference between two shares of people, with Newcombe's interval.

    Parameters
    ----------
    percent, comparator_percent : float
        Shares in the two arms (%).
    people, comparator_people : int
        People in the arms.

    Returns
    -------
    Interval
        First minus second arm, in percentage points.
    """
    first, second = share(percent, people), share(comparator_percent, comparator_people)
    value = percent - comparator_percent
    below = hypot(percent - first.low, second.high - comparator_percent)
    above = hypot(first.high - percent, comparator_percent - second.low)
    return Interval(value, value - below, value + above)


def kappa(one: Sequence[str], other: Sequence[str], order: Sequence[str]) -> float:
    """Agreement of two raters beyond chance, by Cohen's kappa with squared weights: a step apart costs 1, two steps 4.

    Parameters
    ----------
    one, other : sequence of str
        Their ratings of the same things, in the same order.
    order : sequence of str
        What can be said, from one end to the other.

    Returns
    -------
    float
        1 for full agreement, 0 for as much as chance would bring; NaN if both always say the same one thing.

    Raises
    ------
    ValueError
        If there is nothing to compare, or the two rated different numbers of things, or one said something else.
    """
    if not one or len(one) != len(other):
        raise ValueError("Two raters are compared on the same things, one rating each, and at least one of them.")
    if unknown := {*one, *other} - set(order):
        raise ValueError(f"{sorted(unknown)} can't be said here. There are: {', '.join(order)}.")
    first, second = (np.array([order.index(said) for said in rater]) for rater in (one, other))
    seen = ((first - second) ** 2).mean()
    by_chance = ((first[:, None] - second[None, :]) ** 2).mean()
    return float(1 - seen / by_chance) if by_chance else float("nan")
