"""The channel drawn: a hundred receptors of each kind, and the drug in those that it fills."""

from __future__ import annotations

from pathlib import Path

from helpers.interactive import Mechanism, living
from helpers.molecular.receptors.model import (
    CHANNEL,
    CHANNELS,
    OccupancyScene,
    TargetsScene,
)

DRAWINGS = Path(__file__).parents[1] / "drawings"
LINES = 4  # of the key beside the field: what is free, and up to three kinds of what is held
GIVEN = 16  # molecules that stand for what is given
PARTS = {CHANNEL: "nmda"} | {f"{kind} opioid receptor": kind for kind in ("kappa", "mu", "delta")}
SITES = {"nmda": "channel"} | dict.fromkeys(("kappa", "mu", "delta"), "opioid")
NESTED = {1: "few", 2: "some"}  # filled by so many of the figures shown, but not by all


def shape_of(held: str) -> str:
    """Shape of what holds a channel: a mirror form, the drug as such, or the drug by some of the figures only."""
    if held.startswith(("S-", "R-")):
        return held[0].lower()
    if held.startswith("by ") and not held.startswith("by every"):
        return NESTED[int(held.split()[1])]
    return "drug"


def channel(scene: OccupancyScene) -> living.State:
    """A hundred channels with what holds them, one of them large, and the forms that are given."""
    kinds = [(shape_of(name), name, many) for name, many in scene.held.items()]
    states = [shape for shape, _, many in kinds for _ in range(many)]
    states += ["free"] * (CHANNELS - len(states))
    key = [("free", f"{scene.free_channels} {_free(scene)}"), *((shape, _holds(name, n)) for shape, name, n in kinds)]
    key += [("none", "")] * (LINES - len(key))
    forms = [shape_of(form) for form in scene.forms]
    return {
        "field": living.crowd(states),
        "large": living.crowd([f"large-{states[0]}"]),
        "within": living.word("no drug" if states[0] == "free" else _within(next(iter(scene.held)), scene.ligand)),
        "key": living.crowd(shape for shape, _ in key),
        **{f"key_{place}": living.word(words) for place, (_, words) in enumerate(key, start=1)},
        "given": living.crowd("one-" + forms[place % len(forms)] for place in range(GIVEN)),
        "given_name": living.word(scene.ligand),
        "given_forms": living.word("half of it S, half R" if len(forms) > 1 else "one form alone"),
    }


def _free(scene: OccupancyScene) -> str:
    return "free" if len(scene.shown) == 1 else "free by all"


def _holds(name: str, many: int) -> str:
    """What a line of the key says: "87 hold ketamine", or "44 held by every figure"."""
    if name.startswith("by "):
        return f"{many} held {name}"
    return f"{many} {'holds' if many == 1 else 'hold'} {name.removeprefix('racemic ')}"


def _within(name: str, ligand: str) -> str:
    """What sits in the large channel."""
    return (ligand if name.startswith("by ") else name).removeprefix("racemic ")


def receptors(scene: TargetsScene) -> living.State:
    """A hundred receptors of each kind with what fills them; of the channel by the racemate's figures."""
    state: living.State = {"level": living.word(f"ketamine: {scene.level_ng_per_ml:g} ng/mL")}
    for target, part in PARTS.items():
        least, most = scene.counts_of(target)
        filled = ["drug"] * least + ["few"] * (most - least)
        counted = f"{least} to {most}" if most > least else f"{most}"
        state |= {
            part: living.crowd(f"{SITES[part]}-{held}" for held in [*filled, *["free"] * (CHANNELS - most)]),
            f"{part}_filled": living.word(f"{counted} of {CHANNELS} filled"),
        }
    return state


CHANNEL_DRAWN = Mechanism(
    DRAWINGS / "channel.svg",
    "A hundred NMDA channels seen from outside, some plugged by the drug; one of them cut open, with glutamate on it",
    channel,
)
TARGETS_DRAWN = Mechanism(
    DRAWINGS / "targets.svg",
    "A hundred receptors each of four kinds, NMDA, kappa, mu and delta, some filled by the drug",
    receptors,
)
