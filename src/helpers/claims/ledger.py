"""The ledger: what three public articles assert about ketamine, filtered and counted.

A row of the table ``claims`` says what an article says; it does not say what is so.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import Any

import pandas as pd
from matplotlib.patches import Patch

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Reading, choice, moving, new_figure, plain_axes

EVERY = "all"
LEVELS = ["molecular", "network", "behavioral", "treatment", "study"]
WORDINGS = ["flat", "hedged", "superlative", "only", "safe"]

# -- model -----------------------------------------------------------------------------------------


def articles() -> dict[str, str]:
    """What each of the three articles is called, by its ``source_id``, in the order of the table ``articles``."""
    return tables.load("articles").set_index("source_id")["label"].to_dict()


def claims(level: str = EVERY, topic: str = EVERY, source: str = EVERY, wording: str = EVERY) -> pd.DataFrame:
    """Claims that fit every filter.

    Parameters
    ----------
    level, topic, source, wording : str
        A value of the column ``level``, ``topic``, ``source_id`` or ``wording``, or ``"all"``.

    Returns
    -------
    pandas.DataFrame
        Rows of the table ``claims``, in its order.

    Raises
    ------
    UnknownError
        If a filter names a value that no claim has.
    """
    found = whole = tables.load("claims")
    for column, wanted in {"level": level, "topic": topic, "source_id": source, "wording": wording}.items():
        if wanted != EVERY:
            tables.require(column.removesuffix("_id"), wanted, sorted(whole[column].unique()))
            found = found[found[column] == wanted]
    return found.reset_index(drop=True)


def spread(found: pd.DataFrame) -> pd.DataFrame:
    """How many of the claims each article makes at each level: a row per level, a column per article."""
    return (
        found
        .groupby(["level", "source_id"])
        .size()
        .unstack(fill_value=0)
        .reindex(index=LEVELS, columns=list(articles()), fill_value=0)
    )  # fmt: skip


@dataclass(frozen=True)
class Scene:
    """The claims that fit the filters, beside the whole ledger.

    Parameters
    ----------
    found : pandas.DataFrame
        Rows of the table ``claims`` that fit.
    total : int
        Claims in the whole ledger.
    counts : pandas.DataFrame
        Number of claims found: a row per level, a column per article (its ``source_id``).
    """

    found: pd.DataFrame
    total: int
    counts: pd.DataFrame

    @property
    def claims(self) -> int:
        """Claims that fit the filters."""
        return len(self.found)

    @property
    def hedged(self) -> int:
        """How many of these are hedged."""
        return int((self.found["wording"] == "hedged").sum())


def scene(level: str, topic: str, source: str, wording: str) -> Scene:
    """Filter and count the ledger.

    Parameters
    ----------
    level, topic, source, wording : str
        As in `claims`.
    """
    found = claims(level, topic, source, wording)
    return Scene(found=found, total=len(tables.load("claims")), counts=spread(found))


# -- picture ---------------------------------------------------------------------------------------


# Behind a number, so that no outline runs through it.
CLEAR = {"facecolor": COLOURS["white"], "edgecolor": "none", "pad": 0.5}


class ClaimsPicture:
    """Bars: claims per level, one bar per article; outlines show the whole ledger."""

    label = "Number of claims at each level of the course, for each of the three articles"
    styles = (("blue", ""), ("orange", "//"), ("green", "\\\\"))

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.2)
        whole = spread(tables.load("claims"))
        self.axes = plain_axes(self.figure.subplots(), ylim=(0, whole.to_numpy().max() * 1.12))
        self.axes.set(xlabel="level of the claim", ylabel="number of claims")
        self.axes.set_xticks(range(len(LEVELS)), LEVELS)
        self.outlines, self.bars, self.numbers = {}, {}, {}
        for place, ((source, name), (colour, hatch)) in enumerate(zip(articles().items(), self.styles, strict=True)):
            across = [level + (place - 1) * 0.27 for level in range(len(LEVELS))]
            outline: dict[str, Any] = {"fill": False, "edgecolor": COLOURS["grey"], "linewidth": 0.7}
            self.outlines[source] = self.axes.bar(across, whole[source], 0.25, **outline)
            style: dict[str, Any] = {
                "color": COLOURS[colour],
                "hatch": hatch,
                "edgecolor": COLOURS["white"],
                "label": name,
            }
            self.bars[source] = self.axes.bar(across, [0.0] * len(LEVELS), 0.25, **style)
            above: dict[str, Any] = {"ha": "center", "va": "bottom", "fontsize": 9, "bbox": CLEAR}
            self.numbers[source] = [self.axes.text(x, 0, "", **above) for x in across]
        every = Patch(fill=False, edgecolor=COLOURS["grey"], linewidth=0.7, label="outline: all of its claims")
        self.axes.legend(handles=[*self.bars.values(), every], loc="upper left", fontsize=9, frameon=False)
        moving(chain(*self.bars.values(), *self.numbers.values()))

    def move(self, scene: Scene) -> None:
        """Set the bars to what the filters leave."""
        for source, bars in self.bars.items():
            for bar, number, count in zip(bars, self.numbers[source], scene.counts[source], strict=True):
                bar.set_height(count)
                bar.set_visible(count > 0)
                number.set(y=count, text=f"{count}" if count else "")


# -- reading ---------------------------------------------------------------------------------------


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    claims = f"All {scene.total}" if scene.claims == scene.total else f"{scene.claims} of the {scene.total}"
    if not scene.claims:
        return f"{claims} claims fit: loosen a filter"
    level, source = _most(scene)
    of_level, of_source = scene.counts.loc[level].sum(), scene.counts.loc[level, source]
    return f"{claims} claims: {of_level} are on the level “{level}”, {of_source} of them in the {articles()[source]}"


def _most(scene: Scene) -> tuple[str, str]:
    """The level with most claims, and the article that has most of those."""
    level = str(scene.counts.sum(axis="columns").idxmax())
    return level, str(scene.counts.loc[level].idxmax())


def read(scene: Scene) -> Reading:
    """How many claims, by article, by level and by wording; the claims as a table."""
    columns = {"claim_id": "claim", "statement": "what the article says", "locator": "where", "wording": "wording"}
    return Reading(
        _read_counts(scene), table=scene.found[list(columns)].rename(columns=columns), headline=notice(scene)
    )


def _read_counts(scene: Scene) -> str:
    if not scene.claims:
        return f"None of the {scene.total} claims fits these filters. Set one of them back to “{EVERY}”."
    by_article = ", ".join(f"{name} {scene.counts[source].sum()}" for source, name in articles().items())
    level, source = _most(scene)
    told = {level: f" ({scene.counts.loc[level, source]} of them in the {articles()[source]})"}
    levels = scene.counts.sum(axis="columns").items()
    by_level = ", ".join(f"{name} {count}{told.get(name, '')}" for name, count in levels)
    return (
        f"{scene.claims} of {scene.total} claims. By article: {by_article}. By level: {by_level}. "
        f"Hedged (may, might, some): {scene.hedged}. Told flatly or more strongly: {scene.claims - scene.hedged}."
    )


# -- explorer --------------------------------------------------------------------------------------


def explore_claims(**first: Any) -> Explorer:
    """The ledger, filtered by level, topic, article and wording.

    Parameters
    ----------
    **first
        First values: ``level``, ``topic``, ``source`` (a ``source_id``), ``wording``; each may be ``"all"``.

    Returns
    -------
    Explorer
        Its ``scene`` is a `Scene`; its ``table`` holds the claims.
    """
    topics = sorted(tables.load("claims")["topic"].unique())
    controls = {
        "level": choice("Level", [EVERY, *LEVELS]),
        "topic": choice("Topic", {EVERY: EVERY} | {topic.replace("_", " "): topic for topic in topics}),
        "source": choice("Article", {EVERY: EVERY} | {name: key for key, name in articles().items()}),
        "wording": choice("Wording", [EVERY, *WORDINGS]),
    }
    about = About(
        kind="Data: the course's own ledger. Each row is one assertion of an article, in our words.",
        equation="",
        sources=tables.cite(articles()),
        leaves_out="Whether a claim is true. That is what the rest of the course is about.",
    )
    return Explorer("claims", controls, scene, ClaimsPicture(), read, about, first=first)
