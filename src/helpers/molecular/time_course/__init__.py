"""The drug goes, the effect stays: what of plasma, channels and a toy effect is there when something was measured.

`model` computes, `mechanism` and `picture` draw, `reading` says it in words, `explorer` puts controls on it; they read
in this order.
"""

from helpers.molecular.time_course.explorer import explore_effect_after_drug
from helpers.molecular.time_course.model import bridge, course, scene

__all__ = ["bridge", "course", "explore_effect_after_drug", "scene"]
