"""Real cortex: how a hundred areas rise and fall together in healthy people without any drug.

`model` computes, `picture` draws, `explorer` puts controls on it; they read in this order.
"""

from helpers.network.cortex.explorer import explore_cortex
from helpers.network.cortex.model import (
    block_means,
    connectivity,
    groups,
    modularity,
    network_graph,
    parcels,
    strengths,
)

__all__ = [
    "block_means",
    "connectivity",
    "explore_cortex",
    "groups",
    "modularity",
    "network_graph",
    "parcels",
    "strengths",
]
