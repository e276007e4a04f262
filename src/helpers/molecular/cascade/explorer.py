"""Controls on the wirings: block a step of one, or hold all of them against the experiments."""

from __future__ import annotations

from typing import Any

from helpers import tables
from helpers.interactive import About, Explorer, choice
from helpers.interactive.living import Mechanism
from helpers.molecular.cascade.cards import CardsPicture
from helpers.molecular.cascade.mechanism import CARDS, SYNAPSE, cards, synapse
from helpers.molecular.cascade.model import (
    ANIMALS,
    DRUG,
    EFFECTS,
    EVERYONE,
    NOTHING,
    PEOPLE,
    label_of,
    names,
)
from helpers.molecular.cascade.picture import WiringPicture
from helpers.molecular.cascade.reading import read_matrix, read_wiring
from helpers.molecular.cascade.scenes import matrix_scene, wiring_scene

SPECIES = [EVERYONE, PEOPLE, ANIMALS]
RULE = (
    "no path left: abolished; some left: weakened; all left: unchanged; effect not in the wiring: silent. "
    "Weakened counts as a fit where abolished was expected."
)
LEAVES_OUT = (
    "Amounts, times, feedback, and how well a study was done. Each wiring is read as the whole story, and each is our "
    "drawing of what was proposed. Counting experiments is not weighing them: the same step blocked twice counts twice."
)

IN_SYNAPSE = (
    "One dot in a second passes along a link for each way by which ketamine's signal comes to its start; the new spine "
    "is as tall as the share of its ways that are open. For the eye: shapes and places, also where a step's place in "
    "or at the cell is not known."
)

AS_CARDS = (
    "Each card is an experiment and lies where the rule puts it under the chosen wiring; people come first, then steps "
    "in the order of the chain. HNK is hydroxynorketamine. For the eye: the signs of people and of rats and mice."
)


def explore_cascade(**first: Any) -> Explorer:
    """One wiring as a graph: block a step, see what that makes one expect, and what experiments saw.

    Parameters
    ----------
    **first
        First values: ``name`` (a ``wiring_id`` or ``"all"``), ``blocked`` (a ``node``), ``species``.

    Returns
    -------
    Explorer
        Its ``scene`` is a `WiringScene`; its ``table`` holds the experiments on the blocked step.
    """
    steps = [step for step in tables.load("cascade_nodes")["node"] if step not in {DRUG, *EFFECTS}]
    controls = {
        "name": _wirings(),
        "blocked": choice("Blocked", [NOTHING, *steps]),
        "species": choice("Experiments in", SPECIES),
    }
    about = _about("cascade_edges", IN_SYNAPSE)
    drawn = Mechanism(SYNAPSE, "A synapse, with the steps between ketamine and its effects in their places", synapse)
    return Explorer(
        "cascade", controls, wiring_scene, WiringPicture(), read_wiring, about, first=first, mechanism=drawn
    )


def explore_wirings(**first: Any) -> Explorer:
    """All wirings against all experiments.

    Parameters
    ----------
    **first
        First values: ``name`` (the wiring whose column is marked and listed), ``species``.

    Returns
    -------
    Explorer
        Its ``scene`` is a `MatrixScene`; its ``table`` holds the experiments.
    """
    controls = {"name": _wirings(), "species": choice("Experiments in", SPECIES)}
    about = _about("cascade_experiments", AS_CARDS)
    drawn = Mechanism(CARDS, "A card for each experiment, sorted by whether the chosen wiring fits it", cards)
    return Explorer("wirings", controls, matrix_scene, CardsPicture(), read_matrix, about, first=first, mechanism=drawn)


def _wirings() -> Any:
    return choice("Wiring", {label_of(name): name for name in names()})


def _about(table: str, drawn: str) -> About:
    kind = "A toy of logic: paths in a graph, and published experiments. No amounts, no times."
    sources = dict.fromkeys([*tables.load("cascade_wirings")["source_id"], *tables.load(table)["source_id"]])
    return About(kind, RULE, tables.cite(sources), LEAVES_OUT, drawn)
