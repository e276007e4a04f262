"""What went up and what went down in networks under ketamine: where, when, in whom, and against what.

`model` finds and sorts, `picture` draws, `explorer` puts controls on it; they read in this order.
"""

from helpers.network.default_mode.explorer import explore_default_mode
from helpers.network.default_mode.model import findings

__all__ = ["explore_default_mode", "findings"]
