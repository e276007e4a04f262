"""Your own rule: turn the weights of the verdicts, and see which claims move.

Rule
----
That of `appraisal`: weights by species and design, in people also by comparator and size; agreement; thresholds.
Five of
its parameters are controls here, the rest stays as it is. A claim *flips easily* if its verdict moves under any of
`NEARBY`: settings that
a reasonable person could defend as well.

Units
-----
Weights (0 to 1); claims.

Sources
-------
All tables of the ledger.

Leaves out
----------
How well a study was done, and what was never published.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers import tables
from helpers.claims.appraisal import COMPARATOR, DEFAULT, SPECIES, VERDICTS, Weights, verdicts
from helpers.claims.ledger import articles
from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, moving, new_figure, plain_axes

ANIMALS = ("mouse", "rat", "rodent")

# -- model -----------------------------------------------------------------------------------------


def make_weights(
    animals: float = SPECIES["mouse"],
    half_n: float = DEFAULT.half_n,
    no_comparator: float = COMPARATOR["none"],
    qualifies: float = DEFAULT.qualifies,
    supported_from: float = DEFAULT.supported_from,
) -> Weights:
    """The rule's weights with some of them changed.

    Parameters
    ----------
    animals : float
        Factor for mice and rats (0 to 1).
    half_n : float
        Number of people at which size counts half.
    no_comparator : float
        Factor for findings in people without a comparator, against baseline, or against saline.
    qualifies : float
        Share of a qualifying weight that counts against.
    supported_from : float
        Agreement from which a claim counts as supported.
    """
    if half_n < 0 or not all(0 <= value <= 1 for value in (animals, no_comparator, qualifies, supported_from)):
        raise ValueError("Weights and agreement lie between 0 and 1, and the number of people is not below 0.")
    return replace(
        DEFAULT,
        species=SPECIES | dict.fromkeys(ANIMALS, animals),
        comparator=COMPARATOR | dict.fromkeys(("none", "baseline", "saline"), no_comparator),
        half_n=half_n,
        qualifies=qualifies,
        supported_from=supported_from,
    )


def moved(weights: Weights) -> pd.DataFrame:
    """Claims whose verdict differs from that of the course's rule.

    Returns
    -------
    pandas.DataFrame
        Columns ``claim_id``, ``statement``, ``before`` and ``after``.
    """
    found = _first()[["claim_id", "statement"]].assign(before=_first()["verdict"], after=verdicts(weights)["verdict"])
    return found[found["before"] != found["after"]].reset_index(drop=True)


@cache
def _first() -> pd.DataFrame:
    return verdicts()


NEARBY: dict[str, dict[str, float]] = {
    "animals count for nothing": {"animals": 0.0},
    "animals count twice as much": {"animals": 0.6},
    "size counts half at 60 people": {"half_n": 60},
    "size counts half at 5 people": {"half_n": 5},
    "no comparator, baseline or saline counts half": {"no_comparator": 0.4},
    "qualifications count in full": {"qualifies": 1.0},
    "qualifications count for nothing": {"qualifies": 0.0},
    "supported from 70 %": {"supported_from": 0.7},
    "supported from 50 %": {"supported_from": 0.5},
}


@cache
def flips() -> pd.Series:
    """How many of `NEARBY` move each claim's verdict, by ``claim_id``."""
    counts = pd.Series(0, index=_first()["claim_id"], name="flips")
    for settings in NEARBY.values():
        counts[moved(make_weights(**settings))["claim_id"]] += 1
    return counts


def movers() -> pd.DataFrame:
    """Claims that flip easily, those first that move under the largest number of `NEARBY`.

    Returns
    -------
    pandas.DataFrame
        Columns ``claim_id``, ``statement``, ``verdict`` (by the course's rule) and ``settings`` (how many move it).
    """
    counted = _first()[["claim_id", "statement", "verdict"]].assign(settings=flips().to_numpy())
    return counted[counted["settings"] > 0].sort_values("settings", ascending=False, kind="stable", ignore_index=True)


@dataclass(frozen=True)
class Scene:
    """Verdicts by a rule of one's own, beside those by the course's.

    Parameters
    ----------
    animals, half_n, no_comparator, qualifies, supported_from : float
        The rule; see `make_weights`.
    counts, course_counts : numpy.ndarray
        Claims with each of `VERDICTS`, by this rule and by the course's.
    moved_claims : pandas.DataFrame
        Claims whose verdict differs, as `moved` gives them.
    """

    animals: float
    half_n: float
    no_comparator: float
    qualifies: float
    supported_from: float
    counts: NDArray[np.int64]
    course_counts: NDArray[np.int64]
    moved_claims: pd.DataFrame

    @property
    def moved(self) -> int:
        """Claims whose verdict differs from that of the course's rule."""
        return len(self.moved_claims)

    @property
    def total(self) -> int:
        """Claims in the ledger."""
        return int(self.counts.sum())

    @property
    def supported(self) -> int:
        """Claims that this rule calls supported."""
        return int(self.counts[VERDICTS.index("supported")])

    @property
    def commonest_moves(self) -> dict[str, int]:
        """The three ways of moving that are commonest, and how many claims go each."""
        ways = (self.moved_claims["before"] + " → " + self.moved_claims["after"]).value_counts()
        return {str(way): int(number) for way, number in ways.head(3).items()}


def scene(animals: float, half_n: float, no_comparator: float, qualifies: float, supported_from: float) -> Scene:
    """Apply a rule to the whole ledger; the parameters are those of `make_weights`."""
    rule = {"animals": animals, "half_n": half_n, "no_comparator": no_comparator}
    rule |= {"qualifies": qualifies, "supported_from": supported_from}
    weights = make_weights(**rule)
    counts, course_counts = _counted(verdicts(weights)), _counted(_first())
    return Scene(**rule, counts=counts, course_counts=course_counts, moved_claims=moved(weights))


def _counted(judged: pd.DataFrame) -> NDArray[np.int64]:
    return judged["verdict"].value_counts().reindex(VERDICTS, fill_value=0).to_numpy()


# -- picture ---------------------------------------------------------------------------------------


class RulePicture:
    """Verdicts by your rule as bars, by the course's rule as outlines."""

    label = "Number of claims with each verdict, by your rule and by the course's"
    places = np.arange(len(VERDICTS))[::-1]

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.6)
        self.axes = plain_axes(self.figure.subplots(), xlim=(0, 170), ylim=(-0.6, len(VERDICTS) + 0.5))
        self.axes.set(xlabel="number of claims")
        self.axes.set_yticks(self.places, VERDICTS)
        empty = [0.0] * len(VERDICTS)
        edge: dict[str, Any] = {"edgecolor": COLOURS["black"], "linewidth": 1.2, "label": "outlined: the course's rule"}
        self.outlines = self.axes.barh(self.places, empty, 0.8, fill=False, **edge)
        self.bars = self.axes.barh(self.places, empty, 0.5, color=COLOURS["blue"], label="filled: your rule")
        self.numbers = [self.axes.text(0, place, "", va="center", fontsize=9) for place in self.places]
        place: dict[str, Any] = {"loc": "center right", "bbox_to_anchor": (1, 0.23)}  # beside the shortest bars
        self.axes.legend(handles=[self.bars, self.outlines], fontsize=9, frameon=False, **place)
        # In a row of its own, above all bars.
        self.rule = self.axes.text(1.5, len(VERDICTS) + 0.4, "", va="top", fontsize=8.5)
        moving([*self.outlines, *self.bars, *self.numbers, self.rule])

    def move(self, scene: Scene) -> None:
        """Show the counts by both rules, and the rule."""
        rows = zip(self.outlines, self.bars, self.numbers, scene.course_counts, scene.counts, strict=True)
        for outline, bar, number, course_count, count in rows:
            outline.set_width(course_count)
            bar.set_width(count)
            words = f"{count}" if count == course_count else f"{count} (course {course_count})"
            number.set(text=words, x=max(count, course_count) + 1.5)
        self.rule.set_text(
            f"mice and rats count {scene.animals:g}, size counts half at {scene.half_n:g} people,\n"
            f"no or weak comparator {scene.no_comparator:g}, qualification {scene.qualifies:g}, "
            f"supported from {scene.supported_from:g}"
        )


# -- reading ---------------------------------------------------------------------------------------


def read(scene: Scene) -> Reading:
    """The rule, how many verdicts differ, which way, and the verdicts now; the claims that moved as a table."""
    text = (
        f"Mice and rats count {scene.animals:g}; size counts half at {scene.half_n:g} people; no or a weak comparator "
        f"counts {scene.no_comparator:g}; {scene.qualifies:g} of a qualification's weight counts "
        f"against it; a claim is "
        f"supported from an agreement of {scene.supported_from:g}. By this rule {scene.moved} of "
        f"{scene.total} verdicts "
        f"{'differs' if scene.moved == 1 else 'differ'} from those of the course's rule."
    )
    if scene.moved:
        text += " The commonest moves: " + ", ".join(f"{way} ({n})" for way, n in scene.commonest_moves.items()) + "."
    now = ", ".join(f"{verdict} {count}" for verdict, count in zip(VERDICTS, scene.counts, strict=True))
    columns = {"claim_id": "claim", "statement": "what the article says"}
    return Reading(f"{text} Now: {now}.", table=scene.moved_claims.rename(columns=columns) if scene.moved else None)


# -- explorer --------------------------------------------------------------------------------------


def explore_evidence_rule(**first: Any) -> Explorer:
    """The verdicts by a rule of your own.

    Parameters
    ----------
    **first
        First values: ``animals``, ``half_n``, ``no_comparator``, ``qualifies``, ``supported_from``; see `make_weights`.

    Returns
    -------
    Explorer
        Its ``scene`` is a `Scene`; its ``table`` holds the claims that moved.
    """
    controls = {
        "animals": Slider("Mice and rats count", SPECIES["mouse"], min=0, max=1, step=0.05),
        "half_n": Slider("Size counts half at", DEFAULT.half_n, min=0, max=200, step=5, unit="people"),
        "no_comparator": Slider("No or weak comparator counts", COMPARATOR["none"], min=0, max=1, step=0.05),
        "qualifies": Slider("A qualification counts against", DEFAULT.qualifies, min=0, max=1, step=0.05),
        "supported_from": Slider(
            "Supported from an agreement of", DEFAULT.supported_from, min=0.4, max=0.95, step=0.05
        ),
    }
    about = About(
        kind="A rule, computed anew from the ledger at every move. No setting of it is the right one. Comparator and "
        "number are weighed only in people: an experiment in mice counts the same against saline as against a drug.",
        equation="weight = species x design, in people also x comparator x n / (n + half);  "
        "agreement = S / (S + C + q Q)",
        sources=tables.cite(articles()),
        leaves_out="How well a study was done, and what was never published.",
    )
    return Explorer("evidence_rule", controls, scene, RulePicture(), read, about, first=first)
