"""All explorers of the course by name: `explorers.infusion()`.

An index, no more: the room of an explorer is imported when it is first used.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from helpers.interactive.explorer import Explorer

INDEX = {
    "beliefs": "helpers.behavioral.landscape:explore_beliefs",
    "cascade": "helpers.molecular.cascade:explore_cascade",
    "chain": "helpers.claims.chain:explore_chain",
    "claims": "helpers.claims.ledger:explore_claims",
    "common_drive": "helpers.network.common_drive:explore_common_drive",
    "comparator": "helpers.behavioral.comparator:explore_comparator",
    "cortex": "helpers.network.cortex:explore_cortex",
    "default_mode": "helpers.network.default_mode:explore_default_mode",
    "design_a_study": "helpers.study.planner:explore_design_a_study",
    "dissociation": "helpers.behavioral.dissociation:explore_dissociation",
    "eeg": "helpers.network.signals:explore_eeg",
    "effect_after_drug": "helpers.molecular.time_course:explore_effect_after_drug",
    "evidence_rule": "helpers.claims.rule:explore_evidence_rule",
    "find_the_errors": "helpers.claims.error_hunt:explore_find_the_errors",
    "hierarchy": "helpers.network.gradients:explore_hierarchy",
    "infusion": "helpers.molecular.pharmacokinetics:explore_infusion",
    "inverted_u": "helpers.molecular.microcircuit:explore_inverted_u",
    "levels": "helpers.claims.levels:explore_levels",
    "many_tests": "helpers.study.many_tests:explore_many_tests",
    "my_appraisal": "helpers.claims.export:explore_my_appraisal",
    "no_control": "helpers.study.no_control:explore_no_control",
    "occupancy": "helpers.molecular.receptors:explore_occupancy",
    "onset": "helpers.behavioral.onset:explore_onset",
    "power": "helpers.study.power:explore_power",
    "regimen": "helpers.treatment.regimen:explore_regimen",
    "relapse": "helpers.behavioral.relapse:explore_relapse",
    "routes": "helpers.treatment.routes:explore_routes",
    "scanners": "helpers.study.scanners:explore_scanners",
    "screening": "helpers.treatment.screening:explore_screening",
    "session": "helpers.treatment.session:explore_session",
    "side_effects": "helpers.treatment.side_effects:explore_side_effects",
    "study_design": "helpers.study.design:explore_study_design",
    "suicidality": "helpers.behavioral.suicidality:explore_suicidality",
    "targets": "helpers.molecular.receptors:explore_targets",
    "unblinding": "helpers.behavioral.unblinding:explore_unblinding",
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
