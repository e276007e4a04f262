"""Measure the course against the budgets of its design: python3 course.py bench."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One thing that was measured.

    Parameters
    ----------
    part : str
        The table that it belongs to.
    name : str
        What was measured, with its unit.
    measured : float
        The value.
    budget : float or None
        What it should be at most; none for a value that is only told.
    """

    part: str
    name: str
    measured: float
    budget: float | None = None

    @property
    def kept(self) -> bool | None:
        """Whether the budget is kept; none where there is none."""
        return None if self.budget is None else self.measured <= self.budget
