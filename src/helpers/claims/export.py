"""Your own judgement: direction and certainty of a claim beside the rule's, and a page of such judgements to keep.

Rule
----
A judgement names a claim, a direction, how certain that is, how sure one is of it (0 to 100 %), why, and what would
change one's mind. It is exported as Markdown (to read) and CSV (to count). Nothing is overwritten. Judgements of two
people are held beside the course's, with their agreement (`agreement`): Cohen's kappa over the directions, from
*contradicted* to *holds as stated*.

Sources
-------
The ledger.

Leaves out
----------
Whether the judgement is right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from textwrap import shorten
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from helpers import tables
from helpers.claims.appraisal import course_verdicts, findings_for
from helpers.claims.certainty import LEVELS
from helpers.claims.direction import (
    AS_STATED,
    CONTRADICTED,
    DIRECTIONS,
    NOT_EXAMINED,
    NOT_SUPPORTED,
    OVERSTATED,
    UNSETTLED,
)
from helpers.claims.ledger import articles
from helpers.claims.rule import votes
from helpers.claims.studies import RELATIONS
from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, choice, moving, new_figure, plain_axes
from helpers.interactive.drawing import lay_out
from helpers.statistics import kappa

CLAIM_LETTERS = 44  # as many as fit a headline with what is said of it
WAIT, SHOW = "not yet", "show them"
FOR_AND_AGAINST = [CONTRADICTED, NOT_SUPPORTED, UNSETTLED, OVERSTATED, AS_STATED]
FIELD = [*FOR_AND_AGAINST, NOT_EXAMINED]
WRAPPED = {  # as they fit below their column
    CONTRADICTED: "contra-\ndicted",
    NOT_SUPPORTED: "not sup-\nported",
    OVERSTATED: "holds, but\noverstated",
    AS_STATED: "holds as\nstated",
    NOT_EXAMINED: "not ex-\namined here",
}

# -- model -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Judgement:
    """What somebody makes of a claim.

    Parameters
    ----------
    claim_id : str
        Key of the table ``claims``.
    direction : str
        One of `direction.DIRECTIONS`.
    certainty : str
        One of `certainty.LEVELS`.
    sure_percent : float
        How sure one is of both (0 to 100).
    because : str
        The reason, with findings.
    would_change : str
        What finding would change one's mind.
    """

    claim_id: str
    direction: str
    certainty: str
    sure_percent: float
    because: str
    would_change: str

    def __post_init__(self) -> None:
        tables.row("claims", self.claim_id)
        tables.require("direction", self.direction, DIRECTIONS)
        tables.require("certainty", self.certainty, LEVELS)
        if not 0 <= self.sure_percent <= 100:
            raise ValueError(f"You can be 0 to 100 % sure, and this is {self.sure_percent:g}.")
        if not self.because.strip() or not self.would_change.strip():
            raise ValueError("A judgement needs a reason, and what would change your mind.")


def table_of(judgements: Sequence[Judgement]) -> pd.DataFrame:
    """Judgements beside ``course_says``, ``course_certainty`` and ``counting_says``, one row each."""
    names = {"direction": "course_says", "certainty": "course_certainty"}
    course = _course_verdicts()[["statement", *names]].rename(columns=names).assign(counting_says=votes())
    return pd.DataFrame([asdict(each) for each in judgements]).join(course, on="claim_id")


def agreement(mine: Sequence[Judgement], partners: Sequence[Judgement] = ()) -> pd.Series:
    """How far two people and the course agree beyond chance, over the claims that both members of a pair have judged.

    Parameters
    ----------
    mine, partners : sequence of Judgement
        Yours, and those of somebody else.

    Returns
    -------
    pandas.Series
        Kappa by pair: 1 for full agreement, 0 for as much as chance would bring; NaN where no claim was judged by
        both, or where both always say the same one thing. Claims that somebody calls not examined are left out.
    """
    course = _course_verdicts()["direction"]
    raters = {"you": _said(mine), "partner": _said(partners), "course": course, "counting votes": votes()}
    pairs = [("you", "partner"), ("you", "course"), ("partner", "course"), ("you", "counting votes")]
    found = {f"{one} and {other}": _kappa(raters[one], raters[other]) for one, other in pairs}
    return pd.Series(found, name="kappa")


def _said(judgements: Sequence[Judgement]) -> pd.Series:
    return pd.Series({each.claim_id: each.direction for each in judgements}, dtype=object)


def _kappa(one: pd.Series, other: pd.Series) -> float:
    both = pd.DataFrame({"one": one, "other": other}).dropna()
    both = both[both.ne(NOT_EXAMINED).all(axis="columns")]
    return kappa(list(both["one"]), list(both["other"]), FOR_AND_AGAINST) if len(both) else float("nan")


def markdown_of(judgements: Sequence[Judgement]) -> str:
    """Judgements as a page of Markdown; text is set as it was written, with Markdown's own signs made harmless."""
    parts = ["# My appraisal\n", "Made with a course on how ketamine works. It is nobody's advice.\n"]
    for row in table_of(judgements).itertuples():
        parts.append(
            f"## {row.claim_id}: {_plain(str(row.statement))}\n\n"
            f"- I say: **{row.direction}**, certainty {row.certainty} ({row.sure_percent:g} % sure). "
            f"The course says: {row.course_says}, certainty {row.course_certainty}.\n"
            f"- Because: {_plain(str(row.because))}\n"
            f"- I would change my mind if: {_plain(str(row.would_change))}\n"
        )
    return "\n".join(parts)


def rows_of(judgements: Sequence[Judgement]) -> str:
    """Judgements as CSV; what a spreadsheet would run as a formula is text in it."""
    return table_of(judgements).map(as_text).to_csv(index=False, lineterminator="\n")


# The backslash first: it would undo the harm that the others take away.
SIGNS = {"\\": r"\\", "&": "&amp;", "<": "&lt;", ">": "&gt;"} | {sign: "\\" + sign for sign in "*_`[]~$"}
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # the wide signs of Asian keyboards count, too


def _plain(text: str) -> str:
    """Text on one line, with the signs that Markdown or HTML would read as markup made harmless."""
    one_line = " ".join(text.split())
    for sign, harmless in SIGNS.items():
        one_line = one_line.replace(sign, harmless)
    return one_line


def as_text(cell: object) -> object:
    """A cell of a table that a spreadsheet shows as text: no formula, no line ends."""
    if not isinstance(cell, str):
        return cell
    one_line = re.sub(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+", " ", cell)
    return "'" + one_line if cell.lstrip(" ").startswith(FORMULA) else one_line


def save(judgements: Sequence[Judgement], path: str | Path) -> tuple[Path, Path]:
    """Write judgements as ``path.md`` and ``path.csv``.

    Returns
    -------
    tuple of Path
        The two files.

    Raises
    ------
    ValueError
        If there are none.
    FileExistsError
        If one of the files exists already: nothing is overwritten, and nothing is written.
    OSError
        If they can't be written (a full disk, a folder that is not yours); no half of them is left.
    """
    if not judgements:
        raise ValueError("There is nothing to save yet: make a judgement first.")
    stem = Path(path).with_suffix("") if Path(path).suffix in (".md", ".csv") else Path(path)
    page, rows = (stem.with_name(stem.name + suffix) for suffix in (".md", ".csv"))
    for target in (page, rows):
        if target.exists():
            raise FileExistsError(f"{target} exists already; choose another name.")
    texts = {page: markdown_of(judgements), rows: rows_of(judgements)}
    try:
        for target, text in texts.items():
            target.write_text(text, encoding="utf-8")
    except OSError:
        for target in texts:
            target.unlink(missing_ok=True)
        raise
    return page, rows


@dataclass(frozen=True)
class Scene:
    """A claim, what weighs for and against it, and what three judges say.

    Parameters
    ----------
    claim, statement : str
        Its ``claim_id``, and what the article says.
    sums : numpy.ndarray
        Summed weight of what supports, qualifies and contradicts it (`RELATIONS`), each study once.
    evidence : pandas.DataFrame
        Its findings, as `appraisal.findings_for` gives them.
    direction, certainty : str
        Yours.
    course_says, course_certainty, counting_says : str
        The course's direction and certainty, and what counting votes says.
    sure_percent : float
        How sure you are (%).
    told : bool
        Whether what the course and counting votes say is shown: first comes your own judgement.
    """

    claim: str
    statement: str
    sums: NDArray[np.float64]
    evidence: pd.DataFrame
    direction: str
    certainty: str
    course_says: str
    course_certainty: str
    counting_says: str
    sure_percent: float
    told: bool

    @property
    def same(self) -> bool:
        """Whether your direction is the course's."""
        return self.direction == self.course_says


@cache
def _course_verdicts() -> pd.DataFrame:
    return course_verdicts().set_index("claim_id")


@cache
def _findings_for(claim: str) -> pd.DataFrame:
    return findings_for(claim)


def scene(claim: str, direction: str, certainty: str, sure: float, others: str) -> Scene:
    """A claim with your judgement.

    Parameters
    ----------
    claim : str
        A ``claim_id``.
    direction : str
        One of `direction.DIRECTIONS`.
    certainty : str
        One of `certainty.LEVELS`.
    sure : float
        How sure you are (%).
    others : str
        `SHOW`, or `WAIT` until you have judged.
    """
    row = _course_verdicts().loc[claim]
    return Scene(
        claim=claim,
        statement=row["statement"],
        sums=row[RELATIONS].to_numpy(dtype=float),
        evidence=_findings_for(claim),
        direction=direction,
        certainty=certainty,
        course_says=row["direction"],
        course_certainty=row["certainty"],
        counting_says=votes()[claim],
        sure_percent=sure,
        told=others == SHOW,
    )


# -- picture ---------------------------------------------------------------------------------------


# What the axis of weights can end at: the first that leaves the longest bar room for its number.
SCALES = (1.0, 2.0, 4.0, 10.0)


class AppraisalPicture:
    """The weights for and against a claim; and on a field of direction and certainty, where you stand, and others."""

    label = (
        "Weight of what supports, qualifies and contradicts a claim; your direction and certainty beside the course's"
    )
    places = np.arange(len(RELATIONS))[::-1]

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.1)
        left, right = self.figure.subplots(1, 2, width_ratios=[1, 3.2])
        self._draw_balance(left)
        self._draw_field(right)
        moving([*self.bars, *self.numbers, self.yours, self.course, self.counting, *self.names])
        lay_out(self.figure)

    def _draw_balance(self, axes: Axes) -> None:
        self.balance = plain_axes(axes, xlim=(0, SCALES[0]), ylim=(-0.6, len(RELATIONS) - 0.4))
        axes.set_xlabel("summed weight", fontsize=9)
        axes.set_yticks(self.places, RELATIONS, fontsize=9)
        colours = [COLOURS["blue"], COLOURS["orange"], COLOURS["red"]]
        self.bars = axes.barh(self.places, [0.0] * len(RELATIONS), 0.55, color=colours, edgecolor=COLOURS["white"])
        for bar, hatch in zip(self.bars, ("", "//", "xx"), strict=True):
            bar.set_hatch(hatch)
        self.numbers = [axes.text(0, place, "", va="center", fontsize=9) for place in self.places]

    def _draw_field(self, axes: Axes) -> None:
        plain_axes(axes, xlim=(-0.5, len(FIELD) - 0.5), ylim=(-1.5, len(LEVELS) - 0.4))
        axes.set_xticks(range(len(FIELD)), [WRAPPED.get(word, word) for word in FIELD], fontsize=8)
        axes.set_yticks([-1, *range(len(LEVELS))], ["votes", *LEVELS], fontsize=8.5)
        axes.set_ylabel("certainty", fontsize=9)
        axes.tick_params(length=0)
        axes.grid(color=COLOURS["pale grey"], linewidth=6, zorder=0)
        axes.set_axisbelow(True)
        place: dict[str, Any] = {"ha": "center", "fontsize": 8.5, "va": "bottom"}
        (self.course,) = axes.plot([], [], "o", color=COLOURS["blue"], markersize=15)
        (self.counting,) = axes.plot([], [], "s", color=COLOURS["grey"], markersize=9)
        (self.yours,) = axes.plot([], [], "D", color=COLOURS["pink"], markersize=9)
        self.names = [axes.text(0, 0, words, **place) for words in ("you", "the course", "counting")]

    def move(self, scene: Scene) -> None:
        """Show the balance of a claim, and where you and, once they are asked, the others stand."""
        scale = next(end for end in SCALES if max(scene.sums) < 0.72 * end)
        if self.balance.get_xlim()[1] != scale:
            self.balance.set_xlim(0, scale)
        for bar, number, weight in zip(self.bars, self.numbers, scene.sums, strict=True):
            bar.set_width(weight)
            bar.set_visible(weight > 0)
            number.set(text=f"{weight:.2f}", x=weight + 0.015 * scale)
        yours = (FIELD.index(scene.direction), LEVELS.index(scene.certainty))
        course = (FIELD.index(scene.course_says), LEVELS.index(scene.course_certainty))
        votes = (FIELD.index(scene.counting_says), -1)
        marks = (self.yours, self.course, self.counting)
        for mark, name, (x, y) in zip(marks, self.names, (yours, course, votes), strict=True):
            mark.set_data([x], [y])
            name.set_position((x, y + 0.22))
        self.yours.set_alpha(0.3 + 0.7 * scene.sure_percent / 100)
        if yours == course and scene.told:  # both names on one place would lie on each other
            self.names[1].set_position((yours[0], yours[1] - 0.55))
        for artist in (self.course, self.counting, *self.names[1:]):
            artist.set_visible(scene.told)


# -- reading ---------------------------------------------------------------------------------------


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    course = f"; the course: {scene.course_says}" if scene.told else ""
    statement = shorten(scene.statement, CLAIM_LETTERS, placeholder=" …")
    return f"“{statement}”: {scene.direction}, you say{course}"


def read(scene: Scene) -> Reading:
    """The claim, what weighs, and what the three say; its findings as a table."""
    weighed = ", ".join(f"{relation} {weight:.2f}" for relation, weight in zip(RELATIONS, scene.sums, strict=True))
    number = len(scene.evidence)
    counted = f"{number} finding{'s' if number > 1 else ''} with these weights: {weighed}" if number else "No finding"
    same = "The course says the same" if scene.same else f"The course says: {scene.course_says}"
    others = f" {same}, certainty {scene.course_certainty}. Counting votes says: {scene.counting_says}."
    text = (
        f"{scene.claim}: “{scene.statement}.” {counted}. You say: {scene.direction}, certainty {scene.certainty}, "
        f"{scene.sure_percent:g} % sure.{others if scene.told else ''} Write down why, and what would change your mind."
    )
    columns = {"finding_id": "finding", "relation": "relation", "weight": "weight", "statement": "what was found"}
    listed = scene.evidence[list(columns)].round(2).rename(columns=columns)
    return Reading(text, table=listed if number else None, headline=notice(scene))


# -- explorer --------------------------------------------------------------------------------------


def explore_my_appraisal(**first: Any) -> Explorer:
    """A claim, its findings, and your judgement.

    Parameters
    ----------
    **first
        First values: ``claim`` (a ``claim_id``), ``direction``, ``certainty``, ``sure`` (%), ``others`` (`WAIT` or
        `SHOW`).

    Returns
    -------
    Explorer
        Its ``scene`` is a `Scene`; its ``table`` holds the findings.
    """
    claims = tables.load("claims")
    labels = claims["claim_id"] + " " + claims["statement"].str.slice(0, 70)
    controls = {
        "claim": choice("Claim", dict(zip(labels, claims["claim_id"], strict=True)), "C-75"),
        "direction": choice("You say", [*DIRECTIONS], UNSETTLED),
        "certainty": choice("Certainty", [*LEVELS], "low"),
        "sure": Slider("How sure", 60, min=0, max=100, step=5, unit="%"),
        "others": choice("The others", [WAIT, SHOW]),
    }
    about = About(
        kind="Data of the ledger, and your judgement. What the course says is a second opinion, not the answer.",
        equation="",
        sources=tables.cite(articles()),
        leaves_out="How well each study was done; read it.",
    )
    return Explorer("my_appraisal", controls, scene, AppraisalPicture(), read, about, first=first)
