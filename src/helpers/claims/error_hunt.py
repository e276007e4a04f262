"""The hunt: a dozen claims a round, each to be marked; the ledger says what was to be found.

Rule
----
The pool holds every trap of the table ``traps`` (a sentence of an article with what is wrong about it). Each round has
six of them, in an order that is fixed by the round, and six claims without a trap that hold as stated. A mark is
right if it names what the trap comes to (table ``trap_kinds``), or what it may be called as well (`ALSO`; *plainly
wrong* where the ledger contradicts the claim). It is half right if it sees that something is wrong, and also if it
calls a trap *sound* whose claim holds as stated: findings speak for it, and yet. A trap that is called anything but
sound is a *hit*, a sound claim that is called so a *false alarm*; who calls more claims wrong than there are leans
towards suspicion. The round that is advised next holds the most traps of the kinds that were missed in this one.

Units
-----
Claims; points (1 or 1/2).

Sources
-------
Tables ``traps``, ``trap_kinds``, ``claims``, and the directions.

Leaves out
----------
That a sentence can be wrong in two ways: one is asked for. Who sees another may be right, too.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers import tables
from helpers.claims.appraisal import course_verdicts
from helpers.claims.direction import AS_STATED, CONTRADICTED, NOT_EXAMINED
from helpers.claims.ledger import articles
from helpers.interactive import COLOURS, About, Cards, Explorer, Reading, Slider, choice, moving, new_figure, plain_axes

TRAPS_A_ROUND, SOUND_A_ROUND = 6, 6
DOZEN = TRAPS_A_ROUND + SOUND_A_ROUND
UNMARKED, SOUND = "not marked", "sound"
MARKS = [SOUND, "plainly wrong", "too strong", "something left out", "evidence of another kind", "look at the source"]
WORTH = {1.0: "One point", 0.5: "Half a point", 0.0: "No point"}
SEED = 6
COLUMNS = ["no.", "article", "claim", "your mark", "what the ledger says"]
ALSO = {
    "understated": ("something left out",),
    "contradiction across articles": ("evidence of another kind",),
    "simplified as settled": ("evidence of another kind",),
}

# -- model -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Item:
    """A claim of a round: what it says, what it should be marked as and may be as well, why, and its direction."""

    item_id: str
    article: str
    statement: str
    mark: str
    why: str
    also: tuple[str, ...] = ()
    direction: str = NOT_EXAMINED

    @property
    def words(self) -> str:
        """What it says, without the ids of its claims."""
        return re.sub(r"[NCG]-\d+: ", "", self.statement)


@cache
def pool() -> tuple[Item, ...]:
    """Every trap as an item; a trap without a claim is about the article as a whole."""
    said = tables.load("claims").set_index("claim_id")["statement"]
    kinds = tables.load("trap_kinds").merge(tables.load("key_concepts"), on="concept_id").set_index("kind")
    marks, concept, called = kinds["mark"], kinds["label"], articles()
    direction = course_verdicts().set_index("claim_id")["direction"]
    items = []
    for row in tables.load("traps").fillna("").itertuples():
        statement = (
            f"{row.claim_id}: {said[row.claim_id]}" if row.claim_id else "The text as a whole: who, when, from what"
        )
        if row.other_claim_id:
            statement += f" · {row.other_claim_id}: {said[row.other_claim_id]}"
        found = direction[row.claim_id] if row.claim_id else NOT_EXAMINED
        also = ALSO.get(row.kind, ()) + (("plainly wrong",) if found == CONTRADICTED else ())
        why = f"{row.problem}. {row.better}. Key concept: {concept[row.kind]}"
        items.append(Item(row.trap_id, called[row.source_id], statement, marks[row.kind], why, also, found))
    return tuple(items)


@cache
def sound_items() -> tuple[Item, ...]:
    """Claims, told flatly, that no trap names and that hold as stated with moderate or high certainty."""
    traps = tables.load("traps")
    named = set(traps["claim_id"]) | set(traps["other_claim_id"])
    sure = "direction == 'holds as stated' and wording == 'flat' and certainty in ['moderate', 'high']"
    found = course_verdicts().query(sure)
    return tuple(
        Item(row.claim_id, articles()[row.source_id], f"{row.claim_id}: {row.statement}", SOUND, "It holds as stated.")
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
    return 0.5 if mark != SOUND or item.direction == AS_STATED else 0.0


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


@dataclass(frozen=True)
class Scene:
    """A round, and how it has been marked.

    Parameters
    ----------
    number, rounds : int
        Which round of how many.
    items : tuple of Item
        The dozen.
    marks : tuple of str
        The mark of each: one of `MARKS`, or `UNMARKED`.
    """

    number: int
    rounds: int
    items: tuple[Item, ...]
    marks: tuple[str, ...]

    @property
    def points_of_each(self) -> NDArray[np.float64]:
        """Points for each of the dozen (0, 1/2 or 1)."""
        return np.array([points(item, mark) for item, mark in zip(self.items, self.marks, strict=True)])

    @property
    def points(self) -> float:
        """Points for all of them."""
        return float(self.points_of_each.sum())

    @property
    def marked(self) -> int:
        """Claims that have a mark."""
        return sum(mark != UNMARKED for mark in self.marks)

    @property
    def hits(self) -> int:
        """Traps that were called wrong in some way."""
        return sum(item.mark != SOUND for item in self._accused)

    @property
    def false_alarms(self) -> int:
        """Sound claims that were called wrong."""
        return sum(item.mark == SOUND for item in self._accused)

    @property
    def leaning(self) -> str:
        """Towards what the marks lean, once all claims have one."""
        surplus = len(self._accused) - TRAPS_A_ROUND
        return "suspicion" if surplus > 0 else "trust" if surplus < 0 else "neither suspicion nor trust"

    @property
    def advised_round(self) -> int:
        """The round to take next: the one with the most traps of the kinds that were missed here; else the next one."""
        missed = {item.mark for item, worth in zip(self.items, self.points_of_each, strict=True) if worth < 1}
        others = [(self.number + step - 1) % self.rounds + 1 for step in range(1, self.rounds)]
        return max(others, key=lambda number: sum(item.mark in missed - {SOUND} for item in items_of(number)))

    @property
    def _accused(self) -> list[Item]:
        return [item for item, mark in zip(self.items, self.marks, strict=True) if mark not in (SOUND, UNMARKED)]

    @property
    def score(self) -> pd.DataFrame:
        """Points by what was to be found, as `score` gives them."""
        return score(list(self.items), list(self.marks))


def scene(number: float, **marks: str) -> Scene:
    """A round and its marks.

    Parameters
    ----------
    number : float
        The round: 1 to `rounds`.
    **marks
        ``claim_1`` to ``claim_12``: one of `MARKS`, or `UNMARKED`.
    """
    return Scene(int(number), rounds(), tuple(items_of(int(number))), tuple(marks.values()))


# -- picture ---------------------------------------------------------------------------------------


class HuntPicture:
    """A column for each card of the round, a row for each mark; what was marked stands where they cross."""

    label = "The cards of the round in columns, the marks in rows: how each card was marked, and what that is worth"
    cards = np.arange(1, DOZEN + 1)
    # Points, colour and sign of a mark, and what the legend calls it.
    worth = ((1.0, "blue", "o", "one point"), (0.5, "orange", "D", "half a point"), (0.0, "red", "X", "no point"))

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 1.75)
        self.axes = plain_axes(self.figure.subplots(), xlim=(0.4, DOZEN + 5.6), ylim=(len(MARKS) - 0.4, -1.4))
        self.axes.set_yticks(range(len(MARKS)), MARKS, fontsize=8.5)
        self.axes.set_xticks(self.cards, [str(card) for card in self.cards], fontsize=8.5)
        self.axes.tick_params(length=0)
        self.axes.spines[:].set_visible(False)
        columns, rows = np.meshgrid(self.cards, range(len(MARKS)))
        self.axes.plot(columns.ravel(), rows.ravel(), ".", color=COLOURS["light grey"], markersize=3)
        self.marks = {}
        for value, colour, sign, name in self.worth:
            (self.marks[value],) = self.axes.plot([], [], sign, color=COLOURS[colour], markersize=8, label=name)
        self.axes.legend(loc="lower right", fontsize=8.5, frameon=False, borderaxespad=0)
        self.round = self.axes.text(DOZEN + 5.6, 0, "", fontsize=8.5, ha="right", va="center")
        self._count_traps()
        self.first = self.axes.text(6.5, 2.5, "your marks will stand here", fontsize=9, ha="center", va="center")
        self.first.set_bbox({"facecolor": COLOURS["white"], "edgecolor": "none"})
        moving([*self.marks.values(), self.round, self.first])

    def _count_traps(self) -> None:
        """Beside the rows: what all traps of the pool come to, round by round or not."""
        counts = Counter(item.mark for item in pool())
        self.axes.text(DOZEN + 1.5, -1, f"all {len(pool())} traps", fontsize=8.5, ha="center", va="center")
        for row, mark in enumerate(MARKS):
            if counts[mark]:
                self.axes.text(DOZEN + 1.5, row, str(counts[mark]), fontsize=8.5, ha="center", va="center")

    def move(self, scene: Scene) -> None:
        """Set the marks."""
        self.first.set_visible(not scene.marked)
        self.round.set_text(f"round {scene.number} of {scene.rounds}")
        rows = [MARKS.index(mark) if mark in MARKS else np.nan for mark in scene.marks]
        for value, line in self.marks.items():
            line.set_data(self.cards, np.where(scene.points_of_each == value, rows, np.nan))


# -- reading ---------------------------------------------------------------------------------------


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    if not scene.marked:
        return f"{DOZEN} claims, half of them sound: mark each above"
    if scene.marked < DOZEN:
        return f"{scene.points:g} points for {scene.marked} claims marked"
    return (
        f"{scene.points:g} points: {scene.hits} of {TRAPS_A_ROUND} traps seen, {scene.false_alarms} of "
        f"{SOUND_A_ROUND} sound claims called wrong"
    )


def read(scene: Scene) -> Reading:
    """Points, and a table of the dozen; what was to be found is told once a claim is marked."""
    text = f"Round {scene.number} of {scene.rounds}: {scene.marked} of {DOZEN} claims marked, {scene.points:g} points."
    if scene.marked:
        seen = scene.score[scene.score["marked"] > 0]
        told = ", ".join(f"{row.Index} {row.points:g} of {row.marked}" for row in seen.itertuples())
        text += f" Points by what was to be found: {told}."
    if scene.marked == DOZEN:
        text += (
            f" Hits: {scene.hits} of {TRAPS_A_ROUND} traps; false alarms: {scene.false_alarms} of {SOUND_A_ROUND} "
            f"sound claims. You lean towards {scene.leaning}. Next: round {scene.advised_round}, which has most of "
            "what you missed."
        )
    if not scene.marked:
        text += " Read each card, and mark it."
    rows = [
        (place, item.article, item.statement, mark, "" if mark == UNMARKED else f"{item.mark}. {item.why}")
        for place, (item, mark) in enumerate(zip(scene.items, scene.marks, strict=True), 1)
    ]
    return Reading(text, table=pd.DataFrame(rows, columns=COLUMNS), headline=notice(scene))


# -- explorer --------------------------------------------------------------------------------------


def explore_find_the_errors(**first: Any) -> Explorer:
    """A dozen claims to mark.

    Parameters
    ----------
    **first
        First values: ``number`` (of the round), ``claim_1`` to ``claim_12`` (one of `MARKS`, or `UNMARKED`).

    Returns
    -------
    Explorer
        Its ``scene`` is a `Scene`; its ``table`` holds the dozen.
    """
    controls: dict[str, Any] = {"number": Slider("Round", 1, min=1, max=rounds(), step=1)}
    controls |= {f"claim_{place}": choice(f"{place}", [UNMARKED, *MARKS]) for place in range(1, DOZEN + 1)}
    about = About(
        kind="An exercise. The claims are told in our words; what is wrong with them is this course's judgement.",
        equation="right mark 1 point; half a point for seeing that something is wrong",
        sources=tables.cite(articles()),
        leaves_out="That a sentence can be wrong in two ways; one is asked for.",
    )
    cards = Cards(MARKS, DOZEN)
    row = [controls["number"], cards]
    explorer = Explorer("find_the_errors", controls, scene, HuntPicture(), read, about, first=first, row=row)
    join_cards(cards, explorer)
    return explorer


def join_cards(cards: Cards, explorer: Explorer) -> None:
    """Let cards show the explorer's round, and marks on cards be the explorer's."""

    def lay() -> None:
        shown: Scene = explorer.scene
        pairs = list(zip(shown.items, shown.marks, strict=True))
        worth = [None if mark == UNMARKED else points(item, mark) for item, mark in pairs]
        cards.lay(
            [item.article for item, _ in pairs],
            [item.words for item, _ in pairs],
            [_told(item, value) for (item, _), value in zip(pairs, worth, strict=True)],
            worth,
        )
        cards.chosen = ["" if mark == UNMARKED else mark for mark in shown.marks]

    def take(change: dict[str, Any]) -> None:
        marks = {f"claim_{place}": mark or UNMARKED for place, mark in enumerate(change["new"], 1)}
        if tuple(marks.values()) != explorer.scene.marks:
            explorer.set(**marks)

    def begin(_: Any) -> None:
        """Another round has other cards: none is marked yet."""
        cards.at = 0
        explorer.set(**{name: UNMARKED for name in explorer.controls if name != "number"})

    lay()
    explorer.after_drawing(lay)
    cards.observe(take, "chosen")
    explorer.controls["number"].observe(begin, "value")


def _told(item: Item, value: float | None) -> str:
    """What is said to a mark."""
    if value is None:
        return ""
    return f"{WORTH[value]}. What we found: {item.mark}. {item.why}"
