"""The synapse in which the steps lie, and the cards of the experiments: what each part of the two drawings does."""

from __future__ import annotations

from pathlib import Path

from helpers.interactive import living
from helpers.molecular.cascade.model import DRUG, EFFECTS, NOTHING
from helpers.molecular.cascade.scenes import MatrixScene, WiringScene

DRAWINGS = Path(__file__).parents[1] / "drawings"

# -- one wiring ------------------------------------------------------------------------------------

SYNAPSE = DRAWINGS / "synapse.svg"
LAMPS = {"absent": "absent", "there": "there", "cut off": "cut", "blocked": "blocked"}
CHANGES = {1: "more", -1: "less"}
PALE = 0.6  # words of a step that is not in the wiring
PER_WAY = 1.0  # dots in a second along a link, for each way by which the signal comes


def synapse(scene: WiringScene) -> living.State:
    """A lamp for each step, dots along each link for the ways that pass it, and the new spine."""
    state: living.State = {"spine": living.level(scene.spine_grown)}
    for step in scene.states:
        if step != DRUG:
            state |= _step(scene, step)
    for (start, end), many in scene.passing.items():
        link, its = f"{start} to {end}", scene.links[start, end]
        state |= {
            f"way: {link}": living.show(its not in ("absent", "cut off")),
            f"dead: {link}": living.show(its == "cut off"),
            f"signal: {link}": living.flow(PER_WAY * many),
        }
        if start == DRUG:
            state[f"ketamine at: {end}"] = living.show(its != "absent")
    return state


def _step(scene: WiringScene, step: str) -> living.State:
    its = scene.states[step]
    state: living.State = {
        step: living.crowd([CHANGES[scene.signs[step]] if its == "reached" else LAMPS[its]]),
        f"label: {step}": living.shade(PALE if its == "absent" else 1),
    }
    if step not in EFFECTS:  # these can't be blocked
        state[f"button: {step}"] = _button(step, blocked=its == "blocked")
    return state


def _button(step: str, blocked: bool) -> living.Act:
    """Pressing a step blocks it; pressing it again lets it go."""
    return {"data-pick": f"blocked:{NOTHING if blocked else step}", "aria-pressed": str(blocked).lower()}


# -- all wirings -----------------------------------------------------------------------------------

CARDS = DRAWINGS / "cards.svg"
COLUMNS = {"does not fit": 0.0, "fits": 108.0, "silent": 216.0, "cannot tell": 216.0}  # where a column of cards begins
GROUNDS = {"does not fit": "fails", "fits": "fits", "silent": "silent", "cannot tell": "silent"}
HEADS = {"fails": "does not fit", "fits": "fits", "silent": "silent", "open": "cannot tell"}
WORDS = {"open": "can't decide"}
FIRST, STEP = 20.0, 14.4  # where the first card of a column stands, and how far the next


def cards(scene: MatrixScene) -> living.State:
    """Each experiment as a card, in the column of its verdict under the chosen wiring."""
    state: living.State = {
        head: living.word(f"{WORDS.get(head, verdict)}: {scene.counted(verdict)}") for head, verdict in HEADS.items()
    }
    shown = set(scene.against["experiment_id"])
    for card in scene.all_experiments:
        state |= {f"card {card}": living.show(card in shown), f"ground {card}": living.crowd(["silent"])}
    done = dict.fromkeys(COLUMNS, 0) | {"cannot tell": scene.silent + 1}  # below the silent, with a head of their own
    for row in scene.against.itertuples():
        card, verdict = row.experiment_id, str(row.verdict)
        state[f"card {card}"] |= living.move(COLUMNS[verdict], FIRST + STEP * done[verdict])
        state[f"ground {card}"] = living.crowd([GROUNDS[verdict] + ("_own" if row.own_paper else "")])
        done[verdict] += 1
    return state | {"open at": living.move(COLUMNS["cannot tell"], FIRST + STEP * scene.silent)}
