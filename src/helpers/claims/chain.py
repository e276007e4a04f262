"""From the receptor to the mood: a chain of links, each with its evidence, and the weakest of them.

Rule
----
Each link has findings (table ``chain_evidence``), weighed as in `appraisal`; its strength is ``S / (S + C + q Q +
doubt)`` with the summed weights of what supports, contradicts and qualifies, each source once. ``doubt`` (0.5) keeps a
link with a single light finding from counting as certain. The chain is as strong as its weakest link, or, if links fail
independently, the product of all.

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

from typing import Any

import numpy as np
import pandas as pd

from helpers import tables
from helpers.claims.appraisal import DEFAULT, RELATIONS, weigh
from helpers.claims.rule import make_weights
from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, choice, new_figure, old_explorer

DOUBT, TRIAL_N = 0.5, 100
WEAKEST, PRODUCT = "as strong as its weakest link", "the product of its links"
NONE, WHOLE = "none", "direct"

# -- model -----------------------------------------------------------------------------------------


def links() -> pd.DataFrame:
    """Links in their order, by ``link_id``; the last one is the whole way at once."""
    return tables.load("chain_links").sort_values("place").set_index("link_id")


def strengths(animals: float = 0.3, experiment: str = NONE) -> pd.Series:
    """Strength of each link (0 to 1).

    Parameters
    ----------
    animals : float
        Factor for mice and rats (0 to 1).
    experiment : str
        A ``link_id`` that a new controlled trial in a hundred people would support, or `NONE`.

    Returns
    -------
    pandas.Series
        By ``link_id``, in order.
    """
    weights = make_weights(animals=animals)
    findings = tables.load("findings")
    weighed = tables.load("chain_evidence").merge(findings.assign(weight=weigh(findings, weights)), on="finding_id")
    heaviest = weighed.groupby(["link_id", "relation", "source_id"])["weight"].max()
    sums = heaviest.groupby(["link_id", "relation"]).sum().unstack(fill_value=0.0)
    sums = sums.reindex(index=links().index, columns=RELATIONS, fill_value=0.0)
    if experiment != NONE:
        if experiment not in sums.index:
            raise ValueError(f"There is no link {experiment!r}. There are: {', '.join(sums.index)}.")
        sums.loc[experiment, "supports"] += TRIAL_N / (TRIAL_N + weights.half_n)
    against = sums["contradicts"] + DEFAULT.qualifies * sums["qualifies"]
    return (sums["supports"] / (sums["supports"] + against + DOUBT)).rename("strength")


def chain_strength(found: pd.Series, way: str) -> float:
    """Strength of the chain (without the whole way at once)."""
    parts = found.drop(WHOLE)
    if way == WEAKEST:
        return float(parts.min())
    if way == PRODUCT:
        return float(parts.prod())
    raise ValueError(f"There is no way {way!r} to add up a chain. There are: {WEAKEST}, {PRODUCT}.")


def best_experiment(animals: float, way: str) -> str:
    """The link whose support by one new trial strengthens the chain most; `NONE` if no single trial does."""
    now = chain_strength(strengths(animals), way)
    gains = {link: chain_strength(strengths(animals, link), way) - now for link in links().index.drop(WHOLE)}
    best = max(gains, key=gains.__getitem__)
    return best if gains[best] > 0 else NONE


# -- picture ---------------------------------------------------------------------------------------


class ChainPicture:
    """A bar for each link, the weakest marked; below them the whole way at once."""

    label = "Strength of each link from receptor to mood, and of the whole way at once"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.6)
        axes = self.figure.subplots()
        rows = links()
        self.places = dict(zip(rows.index, np.arange(len(rows))[::-1], strict=True))
        axes.set(xlim=(0, 1.15), ylim=(-0.6, len(rows) - 0.4), xlabel="strength of the link (0 to 1)")
        axes.set_yticks(list(self.places.values()), rows["source"] + " → " + rows["target"], fontsize=9.5)
        axes.axhline(0.5, color=COLOURS["grey"], linewidth=0.8)
        axes.spines[["top", "right"]].set_visible(False)
        self.bars = axes.barh(list(self.places.values()), [0.0] * len(rows), 0.55, color=COLOURS["blue"])
        self.bars[-1].set(color=COLOURS["orange"], hatch="//", edgecolor="white")
        self.numbers = [axes.text(0, place, "", va="center", fontsize=9) for place in self.places.values()]
        (self.total,) = axes.plot([], [], color=COLOURS["red"], linestyle="--", linewidth=1.5, animated=True)
        self.way = axes.text(1.15, 0.58, "", ha="right", va="bottom", fontsize=9)
        for artist in [*self.bars, *self.numbers, self.way]:
            artist.set(animated=True, in_layout=False)

    def draw(self, animals: float, way: str, experiment: str) -> Reading:
        """Weigh every link."""
        found = strengths(animals, experiment)
        total = chain_strength(found, way)
        weakest = str(found.drop(WHOLE).idxmin())
        for bar, number, (link, value) in zip(self.bars, self.numbers, found.items(), strict=True):
            bar.set_width(value)
            words = f"{value:.2f}" + (" weakest" if link == weakest else "") + (" new" if link == experiment else "")
            number.set(text=words, x=value + 0.015)
        self.total.set_data([total, total], [0.55, len(found) - 0.5])
        self.way.set_text(f"dashed: the chain, {way}: {total:.2f}")
        return read(animals, way, experiment, found, total, weakest)


def read(animals: float, way: str, experiment: str, found: pd.Series, total: float, weakest: str) -> Reading:
    """The reading: each link, the weakest, the chain, and the experiment that would help most."""
    rows = links()
    told = ", ".join(
        f"{rows.loc[link, 'source']} → {rows.loc[link, 'target']} {value:.2f}" for link, value in found.items()
    )
    text = f"Links: {told}. The chain, {way}: {total:.2f}; its weakest link: {rows.loc[weakest, 'label']}."
    if experiment != NONE:
        before, best = chain_strength(strengths(animals), way), best_experiment(animals, way)
        text += f" With a new trial on “{rows.loc[experiment, 'label']}” it goes from {before:.2f} to {total:.2f}. "
        helps = "None does much alone" if best == NONE else f"Most would be gained on “{rows.loc[best, 'label']}”"
        text += f"{helps}."
    quantities = {
        "chain": total,
        "weakest": float(found.drop(WHOLE).min()),
        "whole": float(found[WHOLE]),
        "experiment": float(experiment != NONE),
        "gain": total - chain_strength(strengths(animals), way),
        "animals": animals,
    }
    return Reading(text, quantities)


# -- explorer --------------------------------------------------------------------------------------


def explore_chain(**scene: Any) -> Explorer:
    """The chain from receptor to mood.

    Parameters
    ----------
    **scene
        First values: ``animals`` (0 to 1), ``way`` (`WEAKEST` or `PRODUCT`), ``experiment`` (a ``link_id``, or `NONE`).

    Returns
    -------
    Explorer
        With the quantities ``chain``, ``weakest``, ``whole`` (the direct way), ``experiment``, ``gain``, ``animals``.
    """
    rows = links().drop(WHOLE)
    options = {NONE: NONE} | dict(zip(rows["label"], rows.index, strict=True))
    controls = {
        "animals": Slider("Mice and rats count", 0.3, min=0, max=1, step=0.05),
        "way": choice("The chain is", [WEAKEST, PRODUCT]),
        "experiment": choice("A new trial in people on", options),
    }
    about = About(
        kind="An index made from the ledger. The cutting into links, and which finding bears on which, are ours.",
        equation="strength = S / (S + C + q Q + 0.5);  chain = smallest, or product",
        sources=tables.cite(["li_2010", "holmes_2022", "abdallah_2020", "kishimoto_2016"]),
        leaves_out="Other chains (notebook 01 draws six), and that mood may lift without any of these links.",
    )
    title = "How strong is the chain from the receptor to the mood?"
    return old_explorer("chain", title, controls, ChainPicture(), about, scene=scene)
