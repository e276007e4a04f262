"""The axis from the senses to the default mode network, how long it is, and what that depends on.

`model` computes, `picture` draws, `explorer` puts controls on it; they read in this order.
"""

from helpers.network.gradients.explorer import explore_hierarchy
from helpers.network.gradients.model import affinity, change, diffusion_map, hierarchy, length, replication, undrugged

__all__ = [
    "affinity",
    "change",
    "diffusion_map",
    "explore_hierarchy",
    "hierarchy",
    "length",
    "replication",
    "undrugged",
]
