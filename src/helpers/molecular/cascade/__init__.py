"""From the receptor to the effect: rival wirings, blocked steps, and the experiments that blocked them.

`model` predicts, `scenes` gathers what is shown, `picture` draws it, `reading` says it in words, `explorer` puts
controls on it; they read in this order.
"""

from helpers.molecular.cascade.explorer import explore_cascade, explore_wirings
from helpers.molecular.cascade.model import compare, expected, experiments, scores, wiring

__all__ = ["compare", "expected", "experiments", "explore_cascade", "explore_wirings", "scores", "wiring"]
