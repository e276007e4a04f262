"""Controls on the wirings: block a step of one, or hold all of them against the experiments."""

from __future__ import annotations

from typing import Any

from helpers import tables
from helpers.interactive import About, Explorer, choice, old_explorer
from helpers.molecular.cascade.model import ALL, ANIMALS, DRUG, EFFECTS, EVERYONE, PEOPLE
from helpers.molecular.cascade.picture import NOTHING, MatrixPicture, WiringPicture

SPECIES = [EVERYONE, PEOPLE, ANIMALS]
RULE = (
    "no path left: abolished; some left: weakened; all left: unchanged; effect not in the wiring: silent. "
    "Weakened counts as a fit where abolished was expected."
)
LEAVES_OUT = (
    "Amounts, times, feedback, and how well a study was done. Each wiring is read as the whole story, and each is our "
    "drawing of what was proposed. Counting experiments is not weighing them: the same step blocked twice counts twice."
)


def explore_cascade(**scene: Any) -> Explorer:
    """One wiring as a graph: block a step, see what that makes one expect, and what experiments saw.

    Parameters
    ----------
    **scene
        First values: ``name`` (a ``wiring_id`` or ``"all"``), ``blocked`` (a ``node``), ``species``.

    Returns
    -------
    Explorer
        With the quantities ``experiments_on_the_step``, ``fits``, ``does_not_fit``, ``rapid_left_percent`` and
        ``lasting_left_percent`` (paths to the effect that the block leaves open) and ``lasting_paths`` (without a
        block); its ``table`` holds the experiments.
    """
    steps = [step for step in tables.load("cascade_nodes")["node"] if step not in {DRUG, *EFFECTS}]
    controls = {
        "name": choice("Wiring", _wirings()),
        "blocked": choice("Blocked", [NOTHING, *steps]),
        "species": choice("Experiments in", SPECIES),
    }
    title = "Which steps lie between ketamine and relief, and what happens if one is blocked?"
    return old_explorer("cascade", title, controls, WiringPicture(), _about("cascade_edges"), scene=scene)


def explore_wirings(**scene: Any) -> Explorer:
    """All wirings against all experiments.

    Parameters
    ----------
    **scene
        First values: ``name`` (the wiring whose column is marked and listed), ``species``.

    Returns
    -------
    Explorer
        With the quantities ``experiments``, ``fits``, ``does_not_fit``, ``silent`` (of the chosen wiring) and
        ``best_single`` (fits of the best single wiring); its ``table`` holds the experiments.
    """
    controls = {"name": choice("Wiring", _wirings()), "species": choice("Experiments in", SPECIES)}
    title = "Which account of ketamine fits which experiment?"
    return old_explorer("wirings", title, controls, MatrixPicture(), _about("cascade_experiments"), scene=scene)


def _wirings() -> dict[str, str]:
    known = tables.load("cascade_wirings")
    return dict(zip(known["label"], known["wiring_id"], strict=True)) | {"all of them at once": ALL}


def _about(table: str) -> About:
    kind = "A toy of logic: paths in a graph, and published experiments. No amounts, no times."
    sources = dict.fromkeys([*tables.load("cascade_wirings")["source_id"], *tables.load(table)["source_id"]])
    return About(kind, RULE, tables.cite(sources), LEAVES_OUT)
