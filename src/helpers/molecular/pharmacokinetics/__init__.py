"""Ketamine in plasma: dose and route in, concentration over time out.

`model` computes, `picture` draws, `reading` says it in words, `explorer` puts controls on it; they read in this order.
"""

from helpers.molecular.pharmacokinetics.explorer import explore_infusion
from helpers.molecular.pharmacokinetics.model import Kinetics, compare_models, infusion, kinetics, peak, study_peaks

__all__ = ["Kinetics", "compare_models", "explore_infusion", "infusion", "kinetics", "peak", "study_peaks"]
