"""The hunt: a dozen claims a round, each to be marked; the ledger says what was to be found.

Rule
----
The pool holds every trap of the table ``traps`` (a sentence of an article with what is wrong about it). Each round has
eight of them, in an order that is fixed by the round, and four claims without a trap that the rule of `appraisal` calls
supported. A mark is right if it names what the trap comes to (table ``trap_kinds``), or what it may be called as well
(`ALSO`; *plainly wrong* where the rule calls the claim contradicted). It is half right if it sees that something is
wrong, and also if it calls a trap *sound* whose claim the rule calls supported: findings speak for it, and yet.

Units
-----
Claims; points (1 or 1/2).

Sources
-------
Tables ``traps``, ``trap_kinds``, ``claims``, and the verdicts.

Leaves out
----------
That a sentence can be wrong in two ways: one is asked for. Who sees another may be right, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from helpers import tables
from helpers.claims import appraisal
from helpers.claims.ledger import articles
from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, choice, new_figure, old_explorer

TRAPS_A_ROUND, SOUND_A_ROUND = 8, 4
DOZEN = TRAPS_A_ROUND + SOUND_A_ROUND
UNMARKED, SOUND = "not marked", "sound"
MARKS = [SOUND, "plainly wrong", "too strong", "something left out", "evidence of another kind", "look at the source"]
SEED = 6
ALSO = {
    "understated": ("something left out",),
    "contradiction across articles": ("evidence of another kind",),
    "simplified as settled": ("evidence of another kind",),
}

# -- model -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Item:
    """A claim of a round: what it says, what it should be marked as and may be as well, why, and the rule's verdict."""

    item_id: str
    article: str
    statement: str
    mark: str
    why: str
    also: tuple[str, ...] = ()
    verdict: str = "untested"


@cache
def pool() -> tuple[Item, ...]:
    """Every trap as an item; a trap without a claim is about the article as a whole."""
    said = tables.load("claims").set_index("claim_id")["statement"]
    marks = tables.load("trap_kinds").set_index("kind")["mark"]
    verdict = appraisal.verdicts().set_index("claim_id")["verdict"]
    items = []
    for row in tables.load("traps").fillna("").itertuples():
        statement = (
            f"{row.claim_id}: {said[row.claim_id]}" if row.claim_id else "The text as a whole: who, when, from what"
        )
        if row.other_claim_id:
            statement += f" · {row.other_claim_id}: {said[row.other_claim_id]}"
        found = verdict[row.claim_id] if row.claim_id else "untested"
        also = ALSO.get(row.kind, ()) + (("plainly wrong",) if found == "contradicted" else ())
        why = f"{row.problem}. {row.better}"
        items.append(Item(row.trap_id, articles()[row.source_id], statement, marks[row.kind], why, also, found))
    return tuple(items)


@cache
def sound_items() -> tuple[Item, ...]:
    """Claims that no trap names and that the rule calls supported."""
    traps = tables.load("traps")
    named = set(traps["claim_id"]) | set(traps["other_claim_id"])
    found = appraisal.verdicts().query("verdict == 'supported' and wording == 'asserted'")
    return tuple(
        Item(
            row.claim_id, articles()[row.source_id], f"{row.claim_id}: {row.statement}", SOUND, "Supported by the rule."
        )
        for row in found[~found["claim_id"].isin(named)].itertuples()
    )


def rounds() -> int:
    """Rounds that it takes to meet every trap."""
    return -(-len(pool()) // TRAPS_A_ROUND)


def items_of(number: int) -> list[Item]:
    """The dozen of a round, always the same for the same number.

    Parameters
    ----------
    number : int
        1 to `rounds`.
    """
    if not 1 <= number <= rounds():
        raise ValueError(f"There are rounds 1 to {rounds()}, and this is {number}.")
    traps, sound = list(pool()), list(sound_items())
    np.random.default_rng(SEED).shuffle(traps)
    np.random.default_rng(SEED + 1).shuffle(sound)
    start = (number - 1) * TRAPS_A_ROUND
    chosen = (traps + traps)[start : start + TRAPS_A_ROUND]
    chosen += sound[(number - 1) * SOUND_A_ROUND : number * SOUND_A_ROUND]
    np.random.default_rng([SEED, number]).shuffle(chosen)
    return chosen


def points(item: Item, mark: str) -> float:
    """1 for the right mark, a half for seeing that something is wrong but not what, else 0."""
    if mark == item.mark or mark in item.also:
        return 1.0
    if mark == UNMARKED or item.mark == SOUND:
        return 0.0
    return 0.5 if mark != SOUND or item.verdict == "supported" else 0.0


def score(items: list[Item], marks: list[str]) -> pd.DataFrame:
    """Points by what was to be found.

    Returns
    -------
    pandas.DataFrame
        Index: `MARKS`; columns ``there`` (claims of that kind), ``marked`` (of these) and ``points``.
    """
    rows = pd.DataFrame({
        "kind": [item.mark for item in items],
        "marked": [mark != UNMARKED for mark in marks],
        "points": [points(item, mark) for item, mark in zip(items, marks, strict=True)],
    })  # fmt: skip
    grouped = rows.groupby("kind").agg(there=("marked", "size"), marked=("marked", "sum"), points=("points", "sum"))
    return grouped.reindex(MARKS, fill_value=0)


# -- picture ---------------------------------------------------------------------------------------


class HuntPicture:
    """Bars by what was to be found: claims of the round as outlines, marked ones pale, points dark."""

    label = "Points in this round, by what was to be found in the claims"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.0)
        axes = self.figure.subplots()
        places = np.arange(len(MARKS))[::-1]
        axes.set(xlim=(0, DOZEN), ylim=(-0.6, len(MARKS) - 0.4), xlabel="claims of the round · points")
        axes.set_yticks(places, MARKS)
        axes.spines[["top", "right"]].set_visible(False)
        self.marked = axes.barh(places, [0.0] * len(MARKS), 0.62, color="#cfe3f3", edgecolor=COLOURS["blue"])
        self.points = axes.barh(places, [0.0] * len(MARKS), 0.34, color=COLOURS["blue"])
        axes.text(DOZEN, len(MARKS) - 0.6, "pale: marked · dark: points", ha="right", va="top", fontsize=9)
        self.number = axes.text(DOZEN, 0, "", ha="right", va="center", fontsize=11)
        for artist in [*self.marked, *self.points, self.number]:
            artist.set(animated=True, in_layout=False)

    def draw(self, number: float, **marks: str) -> Reading:
        """Judge the marks of one round."""
        items, given = items_of(int(number)), list(marks.values())
        found = score(items, given)
        for bars, column in ((self.marked, "marked"), (self.points, "points")):
            for bar, value in zip(bars, found[column], strict=True):
                bar.set_width(float(value))
        self.number.set_text(f"round {int(number)} of {rounds()}: {found['points'].sum():g} points")
        return read(int(number), items, given, found)


def read(number: int, items: list[Item], marks: list[str], found: pd.DataFrame) -> Reading:
    """The reading: points, and a table of the dozen; what was to be found is told once a claim is marked."""
    marked, total = int(found["marked"].sum()), float(found["points"].sum())
    text = f"Round {number} of {rounds()}: {marked} of {DOZEN} claims marked, {total:g} points."
    if marked:
        seen = found[found["marked"] > 0]
        told = ", ".join(
            f"{kind} {row.points:g} of {row.marked}" for kind, row in zip(seen.index, seen.itertuples(), strict=True)
        )
        text += f" By what was to be found: {told}."
    else:
        text += " Read the table, and mark each claim by its number."
    rows = [
        (place, item.article, item.statement, mark, "" if mark == UNMARKED else f"{item.mark}. {item.why}")
        for place, (item, mark) in enumerate(zip(items, marks, strict=True), 1)
    ]
    table = pd.DataFrame(rows, columns=["no.", "article", "claim", "your mark", "what the ledger says"])
    quantities = {
        "marked": float(marked),
        "points": total,
        "sound_points": float(found.loc[SOUND, "points"]),
        "percent": 100 * total / marked if marked else 0.0,
    }
    return Reading(text, quantities, table)


# -- explorer --------------------------------------------------------------------------------------


def explore_find_the_errors(**scene: Any) -> Explorer:
    """A dozen claims to mark.

    Parameters
    ----------
    **scene
        First values: ``number`` (of the round), ``claim_1`` to ``claim_12`` (one of `MARKS`, or `UNMARKED`).

    Returns
    -------
    Explorer
        With the quantities ``marked``, ``points``, ``sound_points`` and ``percent`` (points per marked claim); its
        ``table`` holds the dozen.
    """
    controls: dict[str, Any] = {"number": Slider("Round", 1, min=1, max=rounds(), step=1)}
    for place in range(1, DOZEN + 1):
        controls[f"claim_{place}"] = choice(f"{place}", [UNMARKED, *MARKS])
    about = About(
        kind="An exercise. The claims are told in our words; what is wrong with them is this course's judgement.",
        equation="right mark 1 point; half a point for seeing that something is wrong",
        sources=tables.cite(articles()),
        leaves_out="That a sentence can be wrong in two ways; one is asked for.",
    )
    title = "Sound, too strong, wrong: how would you mark a dozen claims?"
    return old_explorer("find_the_errors", title, controls, HuntPicture(), about, scene=scene)
