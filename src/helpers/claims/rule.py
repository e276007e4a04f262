"""Your own rule: turn the parameters of weighing, see which claims move, and where counting votes says something else.

Rule
----
That of `studies` and `direction`. Five of its parameters are controls here, the rest stays as it is. A claim *flips
easily* if its direction moves under any of `NEARBY`: settings that a reasonable person could defend as well. Beside it
stands `counting`, with its verdicts translated (`TRANSLATED`) so that the two can be compared.

Units
-----
Weights and shares (0 to 1); people; claims.

Sources
-------
All tables of the ledger.

Leaves out
----------
How certain a direction is: see `certainty`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers import tables
from helpers.claims import counting
from helpers.claims.appraisal import directions
from helpers.claims.direction import DIRECTIONS
from helpers.claims.ledger import articles
from helpers.claims.studies import DEFAULT, Rule
from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, choice, moving, new_figure, plain_axes

TRANSLATED = {
    "supported": "holds as stated",
    "supported in animals only": "holds, but overstated",
    "mixed": "unsettled",
    "not supported": "not supported",
    "contradicted": "contradicted",
    "untested": "not examined here",
}
MOVED, PARTED = "claims that move", "claims where counting parts"
LISTS = [MOVED, PARTED]
NAMES = 0.3  # part of the picture that the names of the directions take

# -- model -----------------------------------------------------------------------------------------


def make_rule(
    animals: float = DEFAULT.animals,
    enough_people: float = DEFAULT.enough_people,
    small_null: float = DEFAULT.small_null,
    room: float = DEFAULT.room["flat"],
    settled_from: float = DEFAULT.settled_from,
) -> Rule:
    """The course's rule with some of its parameters changed.

    Parameters
    ----------
    animals : float
        How much animals and cells say of a mechanism in people (0 to 1).
    enough_people : float
        People that a null result needs to speak in full where no interval was seen.
    small_null : float
        Share with which a smaller null result speaks (0 to 1).
    room : float
        Share of qualification that a flat sentence bears before it is too strong (0 to 1).
    settled_from : float
        Share of support among support and contradiction from which a claim holds (0.5 to 1).
    """
    if enough_people < 0 or not all(0 <= value <= 1 for value in (animals, small_null, room, settled_from)):
        raise ValueError("Weights and shares lie between 0 and 1, and the number of people is not below 0.")
    return replace(
        DEFAULT,
        animals=animals,
        enough_people=enough_people,
        small_null=small_null,
        room={**DEFAULT.room, "flat": room},
        settled_from=settled_from,
    )


@cache
def _statements() -> pd.Series:
    return tables.load("claims").set_index("claim_id")["statement"]


@cache
def _first() -> pd.Series:
    return directions()


@cache
def votes() -> pd.Series:
    """What counting votes says of each claim, in the words of `DIRECTIONS`, by ``claim_id``. Do not change it."""
    found = counting.verdicts().set_index("claim_id")["verdict"]
    return found.map(TRANSLATED).rename("counting")


def moved(rule: Rule) -> pd.DataFrame:
    """Claims whose direction differs from that of the course's rule.

    Returns
    -------
    pandas.DataFrame
        Columns ``claim_id``, ``statement``, ``before`` and ``after``.
    """
    return _differing(_first(), directions(rule), ("before", "after"))


def parted(rule: Rule = DEFAULT) -> pd.DataFrame:
    """Claims on which counting votes and weighing say different things.

    Returns
    -------
    pandas.DataFrame
        Columns ``claim_id``, ``statement``, ``counting`` (translated) and ``weighing``.
    """
    return _differing(votes(), directions(rule), ("counting", "weighing"))


def _differing(one: pd.Series, other: pd.Series, names: tuple[str, str]) -> pd.DataFrame:
    found = pd.DataFrame({"statement": _statements(), names[0]: one, names[1]: other})
    return found[found[names[0]] != found[names[1]]].rename_axis("claim_id").reset_index()


NEARBY: dict[str, dict[str, float]] = {
    "animals count for nothing": {"animals": 0.0},
    "animals count twice as much": {"animals": 0.6},
    "60 people are enough for a null result": {"enough_people": 60},
    "300 people are needed for a null result": {"enough_people": 300},
    "small null results speak in full": {"small_null": 1.0},
    "a flat sentence bears less": {"room": 0.3},
    "a flat sentence bears more": {"room": 0.6},
    "a claim holds from 60 %": {"settled_from": 0.6},
    "a claim holds from 80 %": {"settled_from": 0.8},
}


@cache
def flips() -> pd.Series:
    """How many of `NEARBY` move each claim's direction, by ``claim_id``."""
    differs = [directions(make_rule(**settings)).ne(_first()) for settings in NEARBY.values()]
    return pd.concat(differs, axis="columns").sum(axis="columns").rename("flips")


def movers() -> pd.DataFrame:
    """Claims that flip easily, those first that move under the largest number of `NEARBY`.

    Returns
    -------
    pandas.DataFrame
        Columns ``claim_id``, ``statement``, ``direction`` (by the course's rule) and ``settings`` (how many move it).
    """
    counted = pd.DataFrame({"statement": _statements(), "direction": _first(), "settings": flips()})
    counted = counted[counted["settings"] > 0].sort_values("settings", ascending=False, kind="stable")
    return counted.rename_axis("claim_id").reset_index()


@dataclass(frozen=True)
class Scene:
    """Directions by a rule of one's own, beside those by the course's and by counting votes.

    Parameters
    ----------
    animals, enough_people, small_null, room, settled_from : float
        The rule; see `make_rule`.
    listed : str
        Which claims are listed: one of `LISTS`.
    counts, course_counts, vote_counts : numpy.ndarray
        Claims with each of `DIRECTIONS`, by this rule, by the course's, and by counting votes.
    moved_claims, parted_claims : pandas.DataFrame
        As `moved` and `parted` give them.
    """

    animals: float
    enough_people: float
    small_null: float
    room: float
    settled_from: float
    listed: str
    counts: NDArray[np.int64]
    course_counts: NDArray[np.int64]
    vote_counts: NDArray[np.int64]
    moved_claims: pd.DataFrame
    parted_claims: pd.DataFrame

    @property
    def moved(self) -> int:
        """Claims whose direction differs from that of the course's rule."""
        return len(self.moved_claims)

    @property
    def parted(self) -> int:
        """Claims on which counting votes says something else than this rule."""
        return len(self.parted_claims)

    @property
    def total(self) -> int:
        """Claims in the ledger."""
        return int(self.counts.sum())

    @property
    def overstated(self) -> int:
        """Claims that by this rule hold and are overstated."""
        return int(self.counts[DIRECTIONS.index("holds, but overstated")])

    @property
    def commonest_moves(self) -> dict[str, int]:
        """The three ways of moving that are commonest, and how many claims go each."""
        ways = (self.moved_claims["before"] + " → " + self.moved_claims["after"]).value_counts()
        return {str(way): int(number) for way, number in ways.head(3).items()}


def scene(
    animals: float, enough_people: float, small_null: float, room: float, settled_from: float, listed: str
) -> Scene:
    """Apply a rule to the whole ledger; the parameters are those of `make_rule`, and which claims to list."""
    values = {"animals": animals, "enough_people": enough_people, "small_null": small_null}
    values |= {"room": room, "settled_from": settled_from}
    after = directions(make_rule(**values))
    return Scene(
        **values,
        listed=listed,
        counts=_counted(after),
        course_counts=_counted(_first()),
        vote_counts=_counted(votes()),
        moved_claims=_differing(_first(), after, ("before", "after")),
        parted_claims=_differing(votes(), after, ("counting", "weighing")),
    )


def _counted(judged: pd.Series) -> NDArray[np.int64]:
    return judged.value_counts().reindex(DIRECTIONS, fill_value=0).to_numpy()


# -- picture ---------------------------------------------------------------------------------------


class RulePicture:
    """Directions by your rule as bars, by the course's rule as outlines, by counting votes as diamonds."""

    label = "Number of claims with each direction, by your rule, by the course's, and by counting votes"
    places = np.arange(len(DIRECTIONS))[::-1]

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.2)
        # The names with their counts move, so that the layout leaves them no room by itself.
        self.figure.set_layout_engine("constrained", rect=(NAMES, 0, 1 - NAMES, 1))
        self.axes = plain_axes(self.figure.subplots(), xlim=(0, 195), ylim=(-0.6, len(DIRECTIONS) - 0.4))
        self.axes.set(xlabel="number of claims")
        self.axes.set_yticks(self.places, [""] * len(DIRECTIONS))
        self.axes.tick_params(axis="y", length=0)
        empty = [0.0] * len(DIRECTIONS)
        edge: dict[str, Any] = {"edgecolor": COLOURS["black"], "linewidth": 1.2, "label": "the course's rule"}
        self.outlines = self.axes.barh(self.places, empty, 0.8, fill=False, **edge)
        self.bars = self.axes.barh(self.places, empty, 0.5, color=COLOURS["blue"], label="your rule")
        shape: dict[str, Any] = {"color": COLOURS["orange"], "markeredgecolor": COLOURS["black"], "markersize": 8}
        (self.votes,) = self.axes.plot(empty, self.places, "D", label="counting votes", zorder=3, **shape)
        self.numbers = [self.axes.text(-2, place, "", ha="right", va="center", fontsize=10) for place in self.places]
        place: dict[str, Any] = {"loc": "lower right", "bbox_to_anchor": (1, 0)}  # beside the shortest bars
        self.axes.legend(handles=[self.bars, self.outlines, self.votes], fontsize=9, frameon=False, **place)
        self.rule = self.axes.text(194, 3.5, "", ha="right", va="top", fontsize=8.5)
        moving([*self.outlines, *self.bars, self.votes, *self.numbers, self.rule])

    def move(self, scene: Scene) -> None:
        """Show the counts by all three, and your rule."""
        rows = zip(self.outlines, self.bars, self.numbers, scene.course_counts, scene.counts, strict=True)
        for place, (outline, bar, number, course_count, count) in enumerate(rows):
            outline.set_width(course_count)
            bar.set_width(count)
            number.set_text(f"{DIRECTIONS[place]}: {count}")
        self.votes.set_xdata(scene.vote_counts)
        self.rule.set_text(
            f"animals and cells count {scene.animals:g}\na null result needs {scene.enough_people:g} people\n"
            f"smaller ones count {scene.small_null:g}\na flat sentence bears {100 * scene.room:.0f} %\n"
            f"a claim holds from {100 * scene.settled_from:.0f} %\nlisted: {scene.listed}"
        )


# -- reading ---------------------------------------------------------------------------------------


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    if scene.listed == PARTED or not scene.moved:
        return f"Counting votes says something else than weighing on {scene.parted} of {scene.total} claims"
    return f"Your rule gives {scene.moved} of {scene.total} claims another direction"


def read(scene: Scene) -> Reading:
    """The rule, how many directions differ, which way, and where counting parts; the listed claims as a table."""
    text = (
        f"Animals and cells count {scene.animals:g}; a null result needs {scene.enough_people:g} people to speak in "
        f"full, and smaller ones count {scene.small_null:g}; a flat sentence bears {100 * scene.room:.0f} % "
        f"qualification; a claim holds from {100 * scene.settled_from:.0f} % support. By this rule {scene.moved} of "
        f"{scene.total} directions {'differs' if scene.moved == 1 else 'differ'} from those of the course's rule."
    )
    if scene.moved:
        text += " The commonest moves: " + ", ".join(f"{way} ({n})" for way, n in scene.commonest_moves.items()) + "."
    now = "; ".join(f"{direction}: {count}" for direction, count in zip(DIRECTIONS, scene.counts, strict=True))
    text += f" Counting votes says something else on {scene.parted} claims. Listed are the {scene.listed}. Now: {now}."
    rows = scene.moved_claims if scene.listed == MOVED else scene.parted_claims
    columns = {"claim_id": "claim", "statement": "what the article says"}
    return Reading(text, table=rows.rename(columns=columns) if len(rows) else None, headline=notice(scene))


# -- explorer --------------------------------------------------------------------------------------


def explore_evidence_rule(**first: Any) -> Explorer:
    """The directions by a rule of your own, beside counting votes.

    Parameters
    ----------
    **first
        First values: ``animals``, ``enough_people``, ``small_null``, ``room``, ``settled_from`` (see `make_rule`), and
        ``listed``, one of `LISTS`.

    Returns
    -------
    Explorer
        Its ``scene`` is a `Scene`; its ``table`` holds the claims that moved, or those on which counting parts.
    """
    share: dict[str, Any] = {"min": 0, "max": 1, "step": 0.05}
    controls = {
        "animals": Slider("Animals and cells count", DEFAULT.animals, **share),
        "enough_people": Slider("A null result needs", DEFAULT.enough_people, min=0, max=400, step=4, unit="people"),
        "small_null": Slider("Smaller ones count", DEFAULT.small_null, **share),
        "room": Slider("A flat sentence bears", DEFAULT.room["flat"], **share),
        "settled_from": Slider("A claim holds from", DEFAULT.settled_from, min=0.5, max=0.95, step=0.05),
        "listed": choice("List", LISTS),
    }
    about = About(
        kind="A rule, computed anew from the ledger at every move. No setting of it is the right one.",
        equation="weight = design x size x directness, in people also x comparator;  holds if S / (S + C) is large "
        "enough;  overstated if Q / (S + Q) is more than the wording bears",
        sources=tables.cite(articles()),
        leaves_out="How certain a direction is, and what was never published.",
    )
    return Explorer("evidence_rule", controls, scene, RulePicture(), read, about, first=first)
