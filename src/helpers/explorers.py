"""All explorers of the course by name: `explorers.infusion()`.

An index, no more: the room of an explorer is imported when it is first used.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from helpers.interactive.explorer import Explorer

INDEX = {
    "cascade": "helpers.molecular.cascade:explore_cascade",
    "claims": "helpers.claims.ledger:explore_claims",
    "common_drive": "helpers.network.common_drive:explore_common_drive",
    "cortex": "helpers.network.cortex:explore_cortex",
    "default_mode": "helpers.network.default_mode:explore_default_mode",
    "effect_after_drug": "helpers.molecular.time_course:explore_effect_after_drug",
    "infusion": "helpers.molecular.pharmacokinetics:explore_infusion",
    "eeg": "helpers.network.signals:explore_eeg",
    "hierarchy": "helpers.network.gradients:explore_hierarchy",
    "inverted_u": "helpers.molecular.microcircuit:explore_inverted_u",
    "occupancy": "helpers.molecular.receptors:explore_occupancy",
    "targets": "helpers.molecular.receptors:explore_targets",
    "wirings": "helpers.molecular.cascade:explore_wirings",
}


def __getattr__(name: str) -> Callable[..., Explorer]:
    if name not in INDEX:
        raise AttributeError(f"There is no explorer {name!r}. There are: {', '.join(INDEX)}.")
    module, _, function = INDEX[name].partition(":")
    found: Callable[..., Explorer] = getattr(import_module(module), function)
    return found


def __dir__() -> list[str]:
    return sorted(INDEX)
