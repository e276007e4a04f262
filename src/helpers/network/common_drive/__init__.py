"""Correlation is not direct communication: two areas that share a drive, a link, or both, and a dial that can't tell.

`model` computes, `mechanism` and `picture` draw, `explorer` says it in words and puts controls on it.
"""

from helpers.network.common_drive.explorer import explore_common_drive
from helpers.network.common_drive.model import (
    COVERED,
    KNOWN,
    UNCOVERED,
    cells_of,
    correlation,
    correlations,
    partial_correlation,
    slow,
    two_areas,
    with_the_same,
    without,
)

__all__ = [
    "COVERED",
    "KNOWN",
    "UNCOVERED",
    "cells_of",
    "correlation",
    "correlations",
    "explore_common_drive",
    "partial_correlation",
    "slow",
    "two_areas",
    "with_the_same",
    "without",
]
