"""Wirings and experiments in words."""

from __future__ import annotations

import pandas as pd

from helpers import tables
from helpers.interactive import Reading
from helpers.molecular.cascade.model import EFFECTS, NOTHING, PEOPLE, RAPID, label_of
from helpers.molecular.cascade.scenes import SYNAPSE, MatrixScene, WiringScene

WHOM = {"human": "people", "rat": "rats", "mouse": "mice", "rodent": "rats or mice"}
OUTCOMES = {"silent": "not in this wiring"}
COLUMNS = {
    "manipulation": "by what means",
    "given": "given",
    "species": "in",
    "outcome": "looked at",
    "expected": "expected",
    "effect": "seen",
    "verdict": "verdict",
    "note": "note",
    "source_id": "study",
}


def outcome_words(outcome: str) -> str:
    """What is expected of an effect: "abolished", or that it is not in the wiring."""
    return OUTCOMES.get(outcome, outcome)


def listing(against: pd.DataFrame) -> pd.DataFrame:
    """Experiments with what was expected and seen, for people."""
    cited = tables.load("sources").set_index("source_id")["citation"]
    plain = against.assign(species=against["species"].map(WHOM), source_id=against["source_id"].map(cited))
    return plain[list(COLUMNS)].rename(columns=COLUMNS)


# -- one wiring ------------------------------------------------------------------------------------


def notice_wiring(scene: WiringScene) -> str:
    """What to notice: the headline of the picture."""
    if scene.blocked == NOTHING:
        ways = f"{scene.lasting_paths} way{'' if scene.lasting_paths == 1 else 's'}"
        return f"Ketamine's signal reaches the lasting effect by {ways}"
    if not scene.belongs:
        return f"{scene.blocked}: not in this wiring, so that nothing changes"
    if len(set(scene.outcomes.values())) == 1:
        return f"{scene.blocked} blocked: both effects {scene.outcomes[RAPID]}"
    told = [f"no {effect} drawn" if what == "silent" else f"{effect} {what}" for effect, what in scene.outcomes.items()]
    return f"{scene.blocked} blocked: {', '.join(told)}"


def read_wiring(scene: WiringScene) -> Reading:
    """What a wiring makes us expect, what was seen, and how it fares with all experiments."""
    tally = (
        f"Of {len(scene.against)} experiments in {scene.species}, this wiring fits {scene.fits}, does not fit "
        f"{scene.does_not_fit}, and is silent on {scene.counted('silent')}; "
        f"{scene.counted('cannot tell')} can't decide."
    )
    found = scene.on_the_step
    told = [_expectation(scene), _reach(scene), _seen(found, scene.blocked), tally]
    listed = None if found.empty else listing(found)
    return Reading(" ".join(filter(None, told)), table=listed, headline=notice_wiring(scene))


def _expectation(scene: WiringScene) -> str:
    if scene.blocked == NOTHING:
        ways = " and ".join(f"{scene.paths[effect]} to the {effect}" for effect in EFFECTS)
        return f"Wiring “{scene.label}”: paths from ketamine: {ways}. Nothing is blocked."
    outcomes = ", ".join(
        f"{effect} {outcome_words(what)}"
        + (f" ({scene.paths_left[effect]} of {scene.paths[effect]} paths left)" if scene.paths[effect] else "")
        for effect, what in scene.outcomes.items()
    )
    outside = "" if scene.belongs else " That step is not in this wiring."
    return f"Wiring “{scene.label}” with {scene.blocked} blocked makes us expect: {outcomes}.{outside}"


def _reach(scene: WiringScene) -> str:
    """How far the signal comes, and what becomes of the new spine."""
    reach = f"Ketamine's signal reaches {scene.steps_left} of the {scene.steps} steps on its ways"
    if not scene.ways[SYNAPSE]:
        return f"{reach}."
    if not scene.spine_grown:
        return f"{reach}, and no new spine grows."
    return f"{reach}, and a new spine grows to {100 * scene.spine_grown:.0f} % of its height."


def _seen(found: pd.DataFrame, blocked: str) -> str:
    if blocked == NOTHING:
        return ""
    if found.empty:
        return "We have no experiment on that step in these species."
    seen = "; ".join(
        f"{row.manipulation}, {WHOM[row.species]}: {row.effect} ({row.verdict})" for row in found.itertuples()
    )
    return f"Seen: {seen}."


# -- all wirings -----------------------------------------------------------------------------------


def left_out_words(scene: MatrixScene) -> str:
    """How many experiments are not shown, and in whom; empty if all are."""
    if not scene.left_out:
        return ""
    others = "rats and mice" if scene.species == PEOPLE else "people"
    return f"{scene.left_out} in {others} left out"


def notice_matrix(scene: MatrixScene) -> str:
    """What to notice: the headline of the picture."""
    return f"“{scene.label}” fits {scene.fits} of {scene.decided(scene.name)} experiments in {scene.species}"


def read_matrix(scene: MatrixScene) -> Reading:
    """The score of each wiring, and the table of the chosen one."""
    each = ", ".join(
        f"{label_of(name)} {scene.counted_under(name, 'fits')} of {scene.decided(name)}"
        for name in scene.verdicts.columns
    )
    shown = f"{scene.experiments} experiments in {scene.species}"
    if scene.left_out:
        shown += f" ({left_out_words(scene)})"
    fits, decided = scene.elsewhere
    text = (
        f"{shown}. “{scene.label}” fits {scene.fits}, does not fit {scene.does_not_fit}, and is silent on "
        f"{scene.silent}; {scene.counted('cannot tell')} can't decide. Without the papers that it was drawn from, it "
        f"fits {fits} of {decided}. Fits, of those that can decide and on which it says anything: {each}. Every wiring "
        f"fits {scene.by_every} of them, and none fits {scene.by_none}. The table lists what “{scene.label}” makes us "
        "expect."
    )
    listed = listing(scene.against).drop(columns=["given", "note"])
    return Reading(text, table=listed, headline=notice_matrix(scene))
