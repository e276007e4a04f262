"""From the receptor to the effect: rival wirings, blocked steps, and the experiments that blocked them.

`model` predicts, `scenes` gathers what is shown, `mechanism` moves the synapse and the cards, `picture` and `cards`
draw what stands beside them, `reading` says it in words, `explorer` puts controls on it; they read in this order.
"""

from helpers.molecular.cascade.explorer import explore_cascade, explore_wirings
from helpers.molecular.cascade.model import compare, expected, experiments, scores, wiring

__all__ = ["compare", "expected", "experiments", "explore_cascade", "explore_wirings", "scores", "wiring"]
