"""From the receptor to the mood: a chain of links, each with its evidence, and the weakest of them.

Rule
----
Each link has findings (table ``chain_evidence``), weighed as in `studies`: the links as mechanisms in people with
depression, the whole way as an effect. Its strength is ``S / (S + C + Q / 2 + doubt)`` with the summed weights of what
supports, contradicts and qualifies, each study once. ``doubt`` (0.5) keeps a link with a single light finding from
counting as certain. The chain is as strong as its weakest link, or, if links fail independently, the product of all.

Units
-----
Strength, 0 to 1: an index of this course, not a probability that anybody has measured.

Sources
-------
Tables ``chain_links`` and ``chain_evidence``; each finding names its source.

Leaves out
----------
Other chains (notebook 01 draws six), and that mood may lift without any of these links.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from helpers import tables
from helpers.claims.studies import DEFAULT, RELATIONS, weigh
from helpers.interactive import COLOURS, About, Explorer, Place, Reading, Slider, choice, moving, new_figure, plain_axes

DOUBT, TRIAL_N, QUALIFIES = 0.5, 100, 0.5
WEAKEST, PRODUCT = "as strong as its weakest link", "the product of its links"
WAYS = [WEAKEST, PRODUCT]
NONE, WHOLE = "none", "direct"

# -- model -----------------------------------------------------------------------------------------


@cache
def links() -> pd.DataFrame:
    """Links in their order, by ``link_id``; the last one is the whole way at once. Do not change it."""
    return tables.load("chain_links").sort_values("place").set_index("link_id")


@cache
def sums(animals: float) -> pd.DataFrame:
    """Summed weight of what supports, qualifies and contradicts each link, each study once, by ``link_id``.

    Parameters
    ----------
    animals : float
        How much animals and cells say of a mechanism in people (0 to 1).
    """
    if not 0 <= animals <= 1:
        raise ValueError(f"What animals count lies between 0 and 1, and this is {animals:g}.")
    rows = tables.load("chain_evidence").merge(tables.load("findings"), on="finding_id")
    kinds = rows["link_id"].map(lambda link: "effect" if link == WHOLE else "mechanism")
    rows = rows.assign(kind=kinds, claim_population="depression")
    rows = rows.assign(weight=weigh(rows, replace(DEFAULT, animals=animals)))
    heaviest = rows.groupby(["link_id", "relation", "study_id"])["weight"].max()
    found = heaviest.groupby(["link_id", "relation"]).sum().unstack(fill_value=0.0)
    return found.reindex(index=links().index, columns=RELATIONS, fill_value=0.0)


@cache
def findings() -> pd.DataFrame:
    """How many findings bear on each link (``all``), and how many of them support it (``supports``)."""
    rows = tables.load("chain_evidence").assign(supports=lambda rows: rows["relation"].eq("supports"))
    counts = rows.groupby("link_id").agg(supports=("supports", "sum"), all=("finding_id", "size"))
    return counts.reindex(links().index, fill_value=0)


def strengths(animals: float = DEFAULT.animals, experiment: str = NONE) -> pd.Series:
    """Strength of each link (0 to 1).

    Parameters
    ----------
    animals : float
        How much animals and cells say of a mechanism in people (0 to 1).
    experiment : str
        A ``link_id`` that a new controlled trial in a hundred people would support, or `NONE`.

    Returns
    -------
    pandas.Series
        By ``link_id``, in order.
    """
    found = sums(animals)
    support = found["supports"].copy()
    if experiment != NONE:
        tables.require("link", experiment, found.index)
        support[experiment] += TRIAL_N / (TRIAL_N + DEFAULT.half_n)
    against = found["contradicts"] + QUALIFIES * found["qualifies"]
    return (support / (support + against + DOUBT)).rename("strength")


def chain_strength(found: pd.Series, way: str) -> float:
    """Strength of the chain (without the whole way at once)."""
    tables.require("way to add up a chain", way, WAYS)
    parts = found.drop(WHOLE)
    return float(parts.min() if way == WEAKEST else parts.prod())


def best_experiment(animals: float, way: str) -> str:
    """The link whose support by one new trial strengthens the chain most; `NONE` if no single trial does."""
    now = chain_strength(strengths(animals), way)
    gains = {link: chain_strength(strengths(animals, link), way) - now for link in links().index.drop(WHOLE)}
    best = max(gains, key=gains.__getitem__)
    return best if gains[best] > 0 else NONE


@dataclass(frozen=True)
class Scene:
    """Strengths of all links, and of the chain that they make.

    Parameters
    ----------
    way : str
        `WEAKEST` or `PRODUCT`.
    experiment : str
        ``link_id`` that a new trial supports, or `NONE`.
    rows : pandas.DataFrame
        The links, as `links` gives them.
    strengths : pandas.Series
        Strength of each link (0 to 1), by ``link_id``; the last is the whole way at once.
    chain, before : float
        Strength of the chain (0 to 1), with the new trial and without.
    best : str
        ``link_id`` of the trial that would strengthen the chain most; `NONE` if no trial does, or none is made.
    findings : pandas.DataFrame
        How many findings bear on each link, as `findings` counts them.
    """

    way: str
    experiment: str
    rows: pd.DataFrame
    strengths: pd.Series
    chain: float
    before: float
    best: str
    findings: pd.DataFrame

    @property
    def strength_of_each(self) -> list[float]:
        """Strength of each link (0 to 1), in the order of the picture."""
        return [float(strength) for strength in self.strengths]

    @property
    def weakest(self) -> list[str]:
        """Links of the chain of which none is weaker, by ``link_id``."""
        parts = self.strengths.drop(WHOLE)
        return list(parts.index[np.isclose(parts, parts.min())])


def scene(animals: float, way: str, experiment: str) -> Scene:
    """Weigh every link.

    Parameters
    ----------
    animals : float
        How much animals and cells say (0 to 1).
    way : str
        `WEAKEST` or `PRODUCT`.
    experiment : str
        A ``link_id`` that a new trial would support, or `NONE`.
    """
    found = strengths(animals, experiment)
    return Scene(
        way=way,
        experiment=experiment,
        rows=links(),
        strengths=found,
        chain=chain_strength(found, way),
        before=chain_strength(strengths(animals), way),
        best=NONE if experiment == NONE else best_experiment(animals, way),
        findings=findings(),
    )


# -- picture ---------------------------------------------------------------------------------------


class ChainPicture:
    """A bar for each link, the weakest marked; below them the whole way at once."""

    label = "Strength of each link from receptor to mood, and of the whole way at once"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.6)
        rows = links()
        self.places = np.arange(len(rows))[::-1]
        # The axis starts below 0, so that a chain of strength 0 is seen.
        self.axes = plain_axes(self.figure.subplots(), xlim=(-0.04, 1.5), ylim=(-0.6, len(rows) + 0.1))
        self.axes.set(xlabel="strength of the link (0 to 1)", xticks=[0, 0.2, 0.4, 0.6, 0.8, 1])
        self.axes.set_yticks(self.places, rows["source"] + " → " + rows["target"], fontsize=9.5)
        self.axes.axhline(0.5, color=COLOURS["grey"], linewidth=0.8)
        self.bars = self.axes.barh(self.places, [0.0] * len(rows), 0.55, color=COLOURS["blue"])
        self.bars[-1].set(facecolor=COLOURS["orange"], edgecolor=COLOURS["white"], hatch="//")
        self.numbers = [self.axes.text(0, place, "", va="center", fontsize=9) for place in self.places]
        (self.total,) = self.axes.plot([], [], color=COLOURS["red"], linestyle="--", linewidth=2)
        self.way = self.axes.text(1.5, len(rows) - 0.4, "", ha="right", va="bottom", fontsize=9)
        moving([*self.bars, *self.numbers, self.total, self.way])
        at, names = tuple(map(float, self.places)), tuple(rows["source"] + " → " + rows["target"])
        self.predicted_at = {"strength_of_each": Place(self.axes, "x", at=at, names=names, bars=True)}

    def move(self, scene: Scene) -> None:
        """Show the strength of every link and of the chain."""
        for bar, number, (link, value) in zip(self.bars, self.numbers, scene.strengths.items(), strict=True):
            bar.set_width(value)
            supports, every = scene.findings.loc[link]
            words = [
                f"{value:.2f} · {supports} of {every} findings support it",
                *["· weakest"][: link in scene.weakest],
                *["· new"][: link == scene.experiment],
            ]
            number.set(text=" ".join(words), x=value + 0.015)
        self.total.set_data([scene.chain, scene.chain], [0.55, len(scene.strengths) - 0.5])
        self.way.set_text(f"dashed: the chain, {scene.way}: {scene.chain:.2f}")


# -- reading ---------------------------------------------------------------------------------------


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    first = f"“{scene.rows.loc[scene.weakest[0], 'label']}”"
    weakest = first if len(scene.weakest) == 1 else f"{len(scene.weakest)} of its links"
    return f"The whole chain has a strength of {scene.chain:.2f}. Weakest: {weakest}"


def read(scene: Scene) -> Reading:
    """Each link, the chain with its weakest link, and the trial that would help most."""
    ends = scene.rows["source"] + " → " + scene.rows["target"]
    told = ", ".join(f"{ends[link]} {value:.2f}" for link, value in scene.strengths.items())
    weakest = " and ".join(f"“{scene.rows.loc[link, 'label']}”" for link in scene.weakest)
    named = f"its weakest link is {weakest}" if len(scene.weakest) == 1 else f"its weakest links are {weakest}"
    text = f"Strength of the links: {told}. The chain, {scene.way}, has {scene.chain:.2f}; {named}."
    return Reading(text + _read_trial(scene), headline=notice(scene))


def _read_trial(scene: Scene) -> str:
    if scene.experiment == NONE:
        return ""
    helps = "No single trial strengthens the chain"
    if scene.best != NONE:
        helps = f"The trial that strengthens the chain most is on “{scene.rows.loc[scene.best, 'label']}”"
    now = f"{scene.chain:.2f}"
    goes = f"stays at {now}" if f"{scene.before:.2f}" == now else f"goes from {scene.before:.2f} to {now}"
    return f" With a new trial on “{scene.rows.loc[scene.experiment, 'label']}” the chain {goes}. {helps}."


# -- explorer --------------------------------------------------------------------------------------


def explore_chain(**first: Any) -> Explorer:
    """The chain from receptor to mood.

    Parameters
    ----------
    **first
        First values: ``animals`` (0 to 1), ``way`` (`WEAKEST` or `PRODUCT`), ``experiment`` (a ``link_id``, or `NONE`).
    """
    rows = links().drop(WHOLE)
    options = {NONE: NONE} | dict(zip(rows["label"], rows.index, strict=True))
    controls = {
        "animals": Slider("Animals and cells count", DEFAULT.animals, min=0, max=1, step=0.05),
        "way": choice("The chain is", WAYS),
        "experiment": choice("A new trial in people on", options),
    }
    about = About(
        kind="An index made from the ledger. The cutting into links, and which finding bears on which, are ours.",
        equation="strength = S / (S + C + Q / 2 + 0.5);  chain = smallest, or product",
        sources=tables.cite(["li_2010", "holmes_2022", "abdallah_2020", "kishimoto_2016"]),
        leaves_out="Other chains (notebook 01 draws six), and that mood may lift without any of these links.",
    )
    return Explorer("chain", controls, scene, ChainPicture(), read, about, first=first)
