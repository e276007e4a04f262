"""The ledger: what three public articles assert about ketamine, filtered and counted.

A row of the table ``claims`` says what an article says; it does not say what is so.
"""

from __future__ import annotations

from itertools import chain
from typing import Any

import pandas as pd

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Reading, choice, new_figure, old_explorer

EVERY = "all"
LEVELS = ["molecular", "network", "behavioral", "treatment", "study"]
ARTICLES = {"press_2025": "news article", "clinic_isha": "clinic page", "guestpost_aijr": "guest post"}
STYLES = {"press_2025": ("blue", ""), "clinic_isha": ("orange", "//"), "guestpost_aijr": ("green", "\\\\")}

# -- model -----------------------------------------------------------------------------------------


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
    ValueError
        If a filter names a value that no claim has.
    """
    found = tables.load("claims")
    for column, wanted in {"level": level, "topic": topic, "source_id": source, "wording": wording}.items():
        known = tables.load("claims")[column].unique()
        if wanted != EVERY and wanted not in known:
            raise ValueError(f"No claim has the {column} {wanted!r}. There are: {', '.join(sorted(known))}.")
        found = found if wanted == EVERY else found[found[column] == wanted]
    return found.reset_index(drop=True)


def spread(found: pd.DataFrame) -> pd.DataFrame:
    """How many of the claims each article makes at each level: a row per level, a column per article."""
    return (
        found
        .groupby(["level", "source_id"])
        .size()
        .unstack(fill_value=0)
        .reindex(index=LEVELS, columns=list(ARTICLES), fill_value=0)
    )  # fmt: skip


# -- picture ---------------------------------------------------------------------------------------


class ClaimsPicture:
    """Bars: claims per level, one bar per article; outlines show the whole ledger."""

    label = "Number of claims at each level of the course, for each of the three articles"

    def __init__(self) -> None:
        self.figure = new_figure(height_in=3.2)
        self.axes = self.figure.add_subplot()
        whole = spread(tables.load("claims"))
        self.bars, self.numbers = {}, {}
        for place, (source, name) in enumerate(ARTICLES.items()):
            colour, hatch = STYLES[source]
            across = [level + (place - 1) * 0.27 for level in range(len(LEVELS))]
            self.axes.bar(across, whole[source], width=0.25, fill=False, edgecolor=COLOURS["grey"], linewidth=0.7)
            style = {"color": COLOURS[colour], "hatch": hatch, "edgecolor": "white", "label": name}
            self.bars[source] = self.axes.bar(across, whole[source], 0.25, **style)  # type: ignore[arg-type]
            self.numbers[source] = [self.axes.text(x, 0, "", ha="center", va="bottom", fontsize=9) for x in across]
        for artist in chain(*self.bars.values(), *self.numbers.values()):
            artist.set_animated(True)
            artist.set_in_layout(False)
        self.axes.set_xticks(range(len(LEVELS)), LEVELS)
        self.axes.set_ylim(0, whole.to_numpy().max() * 1.12)
        self.axes.set_ylabel("claims")
        self.axes.spines[["top", "right"]].set_visible(False)
        self.axes.legend(loc="upper left", fontsize=9, frameon=False, title="coloured: found, outlined: all")

    def draw(self, level: str, topic: str, source: str, wording: str) -> Reading:
        """Set the bars to what the filters leave, and list it."""
        found = claims(level, topic, source, wording)
        counts = spread(found)
        for name in ARTICLES:
            for bar, number, count in zip(self.bars[name], self.numbers[name], counts[name], strict=True):
                bar.set_height(count)
                bar.set_visible(count > 0)
                number.set_position((number.get_position()[0], count))
                number.set_text(f"{count}" if count else "")
        columns = {"claim_id": "claim", "statement": "what the article says", "locator": "where", "wording": "wording"}
        return Reading(describe(found), quantities(found), found[list(columns)].rename(columns=columns))


def quantities(found: pd.DataFrame) -> dict[str, float]:
    """Number of claims, and what share of them is hedged, the clinic's and behavioral (0 where there are none)."""
    shares = {"hedged": found["wording"] == "hedged"}
    shares["clinic"] = found["source_id"] == "clinic_isha"
    shares["behavioral"] = found["level"] == "behavioral"
    percent = {f"{name}_percent": float(100 * which.mean()) if len(found) else 0.0 for name, which in shares.items()}
    return {"claims": float(len(found)), **percent}


def describe(found: pd.DataFrame) -> str:
    """The reading: how many claims, by article, by level and by wording."""
    whole = len(tables.load("claims"))
    if found.empty:
        return f"None of the {whole} claims fits these filters. Set one of them back to “{EVERY}”."
    by_article = ", ".join(f"{name} {(found['source_id'] == key).sum()}" for key, name in ARTICLES.items())
    by_level = ", ".join(f"{level} {(found['level'] == level).sum()}" for level in LEVELS)
    hedged = (found["wording"] == "hedged").sum()
    return (
        f"{len(found)} of {whole} claims. By article: {by_article}. By level: {by_level}. "
        f"{hedged} are hedged (may, might, some); {len(found) - hedged} are asserted flatly."
    )


# -- explorer --------------------------------------------------------------------------------------


def explore_claims(**scene: Any) -> Explorer:
    """The ledger, filtered by level, topic, article and wording.

    Parameters
    ----------
    **scene
        First values: ``level``, ``topic``, ``source`` (a ``source_id``), ``wording``; each may be ``"all"``.

    Returns
    -------
    Explorer
        With the quantities ``claims`` (how many fit), ``hedged_percent``, ``clinic_percent`` and
        ``behavioral_percent``; its ``table`` holds the claims.
    """
    topics = sorted(tables.load("claims")["topic"].unique())
    controls = {
        "level": choice("Level", [EVERY, *LEVELS]),
        "topic": choice("Topic", {EVERY: EVERY} | {topic.replace("_", " "): topic for topic in topics}),
        "source": choice("Article", {EVERY: EVERY} | {name: key for key, name in ARTICLES.items()}),
        "wording": choice("Wording", [EVERY, "asserted", "hedged"]),
    }
    about = About(
        kind="Data: the course's own ledger. Each row is one assertion of an article, in our words.",
        equation="",
        sources=tables.cite(ARTICLES),
        leaves_out="Whether a claim is true. That is what the rest of the course is about.",
    )
    return old_explorer("claims", "What do the three articles claim?", controls, ClaimsPicture(), about, scene=scene)
