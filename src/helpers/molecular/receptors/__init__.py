"""How much of a receptor site ketamine fills: at the NMDA receptor, by affinity, and at its other targets.

`model` computes, `mechanism` and `picture` draw, `reading` says it in words, `explorer` puts controls on it; they read
in this order.
"""

from helpers.molecular.receptors.explorer import explore_occupancy, explore_targets
from helpers.molecular.receptors.model import (
    FREE,
    RACEMATE,
    TOTAL,
    affinity_choices,
    filled,
    ligands,
    micromolar,
    occupancy,
    targets,
)

__all__ = [
    "FREE",
    "RACEMATE",
    "TOTAL",
    "affinity_choices",
    "explore_occupancy",
    "explore_targets",
    "filled",
    "ligands",
    "micromolar",
    "occupancy",
    "targets",
]
