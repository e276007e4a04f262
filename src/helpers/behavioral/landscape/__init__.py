"""Beliefs as a landscape: a ball in two valleys, shaken. A metaphor, and labelled as one.

`model` computes, `picture` draws, `explorer` says it in words and puts controls on it; they read in this order.
"""

from helpers.behavioral.landscape.explorer import explore_beliefs
from helpers.behavioral.landscape.model import Landscape, kramers, residence, share_left, wander, way_out

__all__ = ["Landscape", "explore_beliefs", "kramers", "residence", "share_left", "wander", "way_out"]
