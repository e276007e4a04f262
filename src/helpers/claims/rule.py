"""Your own rule: turn the weights of the verdicts, and see which claims move.

Rule
----
That of `appraisal`: weights by species, design, comparator and size; agreement; thresholds. Five of its parameters are
controls here, the rest stays as it is. A claim *flips easily* if its verdict moves under any of `NEARBY`: settings that
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

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from helpers import tables
from helpers.claims.appraisal import COMPARATOR, DEFAULT, SPECIES, VERDICTS, Weights, verdicts
from helpers.claims.ledger import articles
from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, new_figure, old_explorer

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
        Factor for findings without a comparator, against baseline, or against saline.
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


# -- picture ---------------------------------------------------------------------------------------


class RulePicture:
    """Verdicts by your rule as bars, by the course's rule as outlines."""

    label = "Number of claims with each verdict, by your rule and by the course's"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.2)
        axes = self.figure.subplots()
        first = _first()["verdict"].value_counts().reindex(VERDICTS, fill_value=0)
        places = np.arange(len(VERDICTS))[::-1]
        axes.barh(places, first, 0.8, fill=False, edgecolor=COLOURS["black"], linewidth=1.2)
        axes.set(xlim=(0, 150), ylim=(-0.6, len(VERDICTS) - 0.4), xlabel="claims")
        axes.set_yticks(places, VERDICTS)
        axes.spines[["top", "right"]].set_visible(False)
        self.bars = axes.barh(places, [0.0] * len(VERDICTS), 0.5, color=COLOURS["blue"])
        self.numbers = [axes.text(0, place, "", va="center", fontsize=9) for place in places]
        axes.text(150, 1, "filled: your rule\noutlined: the course's", ha="right", va="center", fontsize=9)
        self.chosen = axes.text(150, -0.45, "", ha="right", fontsize=8)
        for artist in [*self.bars, *self.numbers, self.chosen]:
            artist.set(animated=True, in_layout=False)

    def draw(
        self, animals: float, half_n: float, no_comparator: float, qualifies: float, supported_from: float
    ) -> Reading:
        """Apply your rule."""
        weights = make_weights(animals, half_n, no_comparator, qualifies, supported_from)
        counts = verdicts(weights)["verdict"].value_counts().reindex(VERDICTS, fill_value=0)
        for bar, number, count in zip(self.bars, self.numbers, counts, strict=True):
            bar.set_width(float(count))
            number.set(text=f"{count}", x=count + 1.5)
        kept = float(animals == SPECIES["mouse"]) + float(half_n == DEFAULT.half_n)
        chosen = (
            f"animals {animals:g}, size half at {half_n:g}, weak comparator {no_comparator:g}, "
            f"qualification {qualifies:g}, supported from {supported_from:g}"
        )
        self.chosen.set_text(chosen)
        return read(moved(weights), counts, kept, chosen)


def read(found: pd.DataFrame, counts: pd.Series, kept: float, chosen: str) -> Reading:
    """The reading: how many claims moved, which way, and the verdicts now."""
    now = ", ".join(f"{verdict} {count}" for verdict, count in counts.items())
    text = f"With {chosen}: {len(found)} of {len(_first())} verdicts differ from those of the course's rule."
    if len(found):
        ways = (found["before"] + " → " + found["after"]).value_counts().head(3)
        text += " Most often: " + ", ".join(f"{way} ({count})" for way, count in ways.items()) + "."
    article = found["claim_id"].str[:1].value_counts()
    quantities = {
        "moved": float(len(found)),
        "supported": float(counts["supported"]),
        "contradicted": float(counts["contradicted"]),
        "clinic_moved": float(article.get("C", 0)),
        "untested": float(counts["untested"]),
        "kept": kept,
    }
    table = found.rename(columns={"claim_id": "claim", "statement": "what the article says"})
    return Reading(f"{text} Now: {now}.", quantities, table if len(table) else None)


# -- explorer --------------------------------------------------------------------------------------


def explore_evidence_rule(**scene: Any) -> Explorer:
    """The verdicts by a rule of your own.

    Parameters
    ----------
    **scene
        First values: ``animals``, ``half_n``, ``no_comparator``, ``qualifies``, ``supported_from``; see `make_weights`.

    Returns
    -------
    Explorer
        With the quantities ``moved``, ``supported``, ``contradicted``, ``clinic_moved``, ``untested`` and ``kept`` (of
        size and animals, how many stand as in the course's rule); its ``table`` holds the claims that moved.
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
        kind="A rule, computed anew from the ledger at every move. No setting of it is the right one.",
        equation="weight = species x design x comparator x n / (n + half);  agreement = S / (S + C + q Q)",
        sources=tables.cite(articles()),
        leaves_out="How well a study was done, and what was never published.",
    )
    title = "Whose verdict is it? Set the rule yourself"
    return old_explorer("evidence_rule", title, controls, RulePicture(), about, scene=scene)
