"""The hunt: a dozen claims a round, each to be marked; the ledger says what was to be found.

Rule
----
The pool holds every trap of the table ``traps`` (a sentence of an article with what is wrong about it). Each round has
eight of them, in an order that is fixed by the round, and four claims without a trap that hold as stated. A mark is
right if it names what the trap comes to (table ``trap_kinds``), or what it may be called as well (`ALSO`; *plainly
wrong* where the ledger contradicts the claim). It is half right if it sees that something is wrong, and also if it
calls a trap *sound* whose claim holds as stated: findings speak for it, and yet.

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
from dataclasses import dataclass
from functools import cache
from textwrap import shorten
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers import tables
from helpers.claims.appraisal import course_verdicts
from helpers.claims.direction import AS_STATED, CONTRADICTED, NOT_EXAMINED
from helpers.claims.ledger import articles
from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, choice, moving, new_figure, plain_axes

TRAPS_A_ROUND, SOUND_A_ROUND = 8, 4
DOZEN = TRAPS_A_ROUND + SOUND_A_ROUND
UNMARKED, SOUND = "not marked", "sound"
MARKS = [SOUND, "plainly wrong", "too strong", "something left out", "evidence of another kind", "look at the source"]
SEED = 6
LABEL_LETTERS = 44
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
    def first_words(self) -> str:
        """The first words of the claim, as many as a label has room for."""
        words = re.sub(r"^[NCG]-\d+: ", "", self.statement)
        return shorten(words, LABEL_LETTERS, placeholder=" …", break_on_hyphens=False)


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
    """A row for each claim of the round, a column for each mark; what was marked stands where they cross."""

    label = "The claims of the round in rows, the marks in columns: how each claim was marked, and what that is worth"
    rows = np.arange(DOZEN)[::-1]
    # Points, colour and sign of a mark, and what the legend calls it.
    worth = ((1.0, "blue", "o", "one point"), (0.5, "orange", "D", "half a point"), (0.0, "red", "X", "no point"))

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.6)
        self.axes = plain_axes(self.figure.subplots(), xlim=(-4.7, 5.6), ylim=(-1.6, DOZEN + 0.9))
        self.axes.axis("off")
        columns, rows = np.meshgrid(range(len(MARKS)), self.rows)
        self.axes.plot(columns.ravel(), rows.ravel(), ".", color=COLOURS["light grey"], markersize=4)
        for column, mark in enumerate(MARKS):
            words = mark.replace("something ", "something\n").replace("evidence of ", "evidence of\n")
            words = words.replace("plainly ", "plainly\n").replace("look at ", "look at\n")
            self.axes.text(column, DOZEN - 0.4, words, ha="center", va="bottom", fontsize=8)
        self.claims = [self.axes.text(-4.65, row, "", va="center", fontsize=8.5) for row in self.rows]
        self.marks = {}
        for value, colour, sign, name in self.worth:
            (self.marks[value],) = self.axes.plot([], [], sign, color=COLOURS[colour], markersize=8, label=name)
        self.axes.legend(loc="lower right", ncols=3, fontsize=9, frameon=False)
        self.total = self.axes.text(-4.65, -1.2, "", va="center", fontsize=10)
        moving([*self.claims, *self.marks.values(), self.total])

    def move(self, scene: Scene) -> None:
        """Name the claims and set their marks."""
        for place, (text, item) in enumerate(zip(self.claims, scene.items, strict=True), 1):
            text.set_text(f"{place}  {item.first_words}")
        columns = [MARKS.index(mark) if mark in MARKS else np.nan for mark in scene.marks]
        for value, line in self.marks.items():
            line.set_data(np.where(scene.points_of_each == value, columns, np.nan), self.rows)
        self.total.set_text(f"round {scene.number} of {scene.rounds}: {scene.points:g} points")


# -- reading ---------------------------------------------------------------------------------------


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    if not scene.marked:
        return f"{DOZEN} claims: which are sound, and what is wrong with the others?"
    return f"{scene.points:g} points for {scene.marked} claims marked"


def read(scene: Scene) -> Reading:
    """Points, and a table of the dozen; what was to be found is told once a claim is marked."""
    text = f"Round {scene.number} of {scene.rounds}: {scene.marked} of {DOZEN} claims marked, {scene.points:g} points."
    if scene.marked:
        seen = scene.score[scene.score["marked"] > 0]
        told = ", ".join(f"{row.Index} {row.points:g} of {row.marked}" for row in seen.itertuples())
        text += f" Points by what was to be found: {told}."
    else:
        text += " Read the claims in the table below, and mark each of them."
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
    lists = {f"claim_{place}": choice(f"{place}", [UNMARKED, *MARKS]) for place in range(1, DOZEN + 1)}
    about = About(
        kind="An exercise. The claims are told in our words; what is wrong with them is this course's judgement.",
        equation="right mark 1 point; half a point for seeing that something is wrong",
        sources=tables.cite(articles()),
        leaves_out="That a sentence can be wrong in two ways; one is asked for.",
    )
    explorer = Explorer("find_the_errors", controls | lists, scene, HuntPicture(), read, about, first=first)

    def name_lists() -> None:
        """Each list is named by the claim that it marks, which changes with the round."""
        for place, (control, item) in enumerate(zip(lists.values(), explorer.scene.items, strict=True), 1):
            control.description = f"{place} {item.first_words}"

    name_lists()
    explorer.after_drawing(name_lists)
    return explorer
