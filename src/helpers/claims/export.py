"""Your own judgement: a verdict on a claim beside the rule's, and a page of such judgements to keep.

Rule
----
A judgement names a claim, a verdict, how sure one is (0 to 100 %), why, and what would change one's mind. It is
exported as Markdown (to read) and CSV (to count). Nothing is overwritten.

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
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers import tables
from helpers.claims.appraisal import RELATIONS, VERDICTS, findings_for, verdicts
from helpers.claims.ledger import articles
from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, choice, moving, new_figure, plain_axes

# -- model -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Judgement:
    """What somebody makes of a claim.

    Parameters
    ----------
    claim_id : str
        Key of the table ``claims``.
    verdict : str
        One of the rule's verdicts.
    sure_percent : float
        How sure one is (0 to 100).
    because : str
        The reason, with findings.
    would_change : str
        What finding would change one's mind.
    """

    claim_id: str
    verdict: str
    sure_percent: float
    because: str
    would_change: str

    def __post_init__(self) -> None:
        tables.row("claims", self.claim_id)
        tables.require("verdict", self.verdict, VERDICTS)
        if not 0 <= self.sure_percent <= 100:
            raise ValueError(f"You can be 0 to 100 % sure, and this is {self.sure_percent:g}.")
        if not self.because.strip() or not self.would_change.strip():
            raise ValueError("A judgement needs a reason, and what would change your mind.")


def table_of(judgements: Sequence[Judgement]) -> pd.DataFrame:
    """Judgements beside the rule's verdicts, one row each."""
    rule = verdicts().set_index("claim_id")[["statement", "verdict"]].rename(columns={"verdict": "rule_says"})
    mine = pd.DataFrame([asdict(each) for each in judgements])
    return mine.join(rule, on="claim_id")


def markdown_of(judgements: Sequence[Judgement]) -> str:
    """Judgements as a page of Markdown; text is set as it was written, with Markdown's own signs made harmless."""
    parts = ["# My appraisal\n", "Made with a course on how ketamine works. It is nobody's advice.\n"]
    for row in table_of(judgements).itertuples():
        parts.append(
            f"## {row.claim_id}: {_plain(str(row.statement))}\n\n"
            f"- I say: **{row.verdict}** ({row.sure_percent:g} % sure). The course's rule says: {row.rule_says}.\n"
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
    """A claim, what weighs for and against it, and two verdicts.

    Parameters
    ----------
    claim, statement : str
        Its ``claim_id``, and what the article says.
    sums : numpy.ndarray
        Summed weight of what supports, qualifies and contradicts it (`RELATIONS`), each source once.
    evidence : pandas.DataFrame
        Its findings, as `appraisal.findings_for` gives them.
    verdict, rule_says : str
        Your verdict, and the rule's.
    sure_percent : float
        How sure you are (%).
    """

    claim: str
    statement: str
    sums: NDArray[np.float64]
    evidence: pd.DataFrame
    verdict: str
    rule_says: str
    sure_percent: float


@cache
def _course_verdicts() -> pd.DataFrame:
    return verdicts().set_index("claim_id")


def scene(claim: str, verdict: str, sure: float) -> Scene:
    """A claim with your verdict.

    Parameters
    ----------
    claim : str
        A ``claim_id``.
    verdict : str
        One of the rule's verdicts.
    sure : float
        How sure you are (%).
    """
    row = _course_verdicts().loc[claim]
    return Scene(
        claim=claim,
        statement=row["statement"],
        sums=row[RELATIONS].to_numpy(dtype=float),
        evidence=findings_for(claim),
        verdict=verdict,
        rule_says=row["verdict"],
        sure_percent=sure,
    )


# -- picture ---------------------------------------------------------------------------------------


class AppraisalPicture:
    """What supports, qualifies and contradicts a claim, and your verdict beside the rule's."""

    label = "Weight of what supports, qualifies and contradicts a claim, with your verdict beside the rule's"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 2.8)
        places = np.arange(len(RELATIONS))[::-1]
        self.axes = plain_axes(self.figure.subplots(), xlim=(0, 6), ylim=(-1.3, len(RELATIONS) - 0.4))
        self.axes.set(xlabel="summed weight (each source once, at most 1)")
        self.axes.set_yticks(places, RELATIONS)
        colours = [COLOURS["blue"], COLOURS["orange"], COLOURS["red"]]
        self.bars = self.axes.barh(places, [0.0] * len(RELATIONS), 0.55, color=colours, edgecolor="white")
        for bar, hatch in zip(self.bars, ("", "//", "xx"), strict=True):
            bar.set_hatch(hatch)
        self.numbers = [self.axes.text(0, place, "", va="center", fontsize=9) for place in places]
        self.words = self.axes.text(0.05, -0.95, "", fontsize=10)
        moving([*self.bars, *self.numbers, self.words])

    def move(self, scene: Scene) -> None:
        """Show the balance of a claim and both verdicts."""
        for bar, number, weight in zip(self.bars, self.numbers, scene.sums, strict=True):
            bar.set_width(weight)
            bar.set_visible(weight > 0)
            number.set(text=f"{weight:.2f}", x=weight + 0.05)
        self.words.set_text(f"you: {scene.verdict}, {scene.sure_percent:g} % sure · the rule: {scene.rule_says}")


# -- reading ---------------------------------------------------------------------------------------


def read(scene: Scene) -> Reading:
    """The claim, what weighs, and both verdicts; its findings as a table."""
    weighed = ", ".join(f"{relation} {weight:.2f}" for relation, weight in zip(RELATIONS, scene.sums, strict=True))
    number = len(scene.evidence)
    counted = f"{number} finding{'s' if number > 1 else ''} with these weights: {weighed}" if number else "No finding"
    same = "The rule agrees" if scene.verdict == scene.rule_says else f"The rule says: {scene.rule_says}"
    text = (
        f"{scene.claim}: “{scene.statement}.” {counted}. You say: {scene.verdict}, {scene.sure_percent:g} % sure. "
        f"{same}. Write down why, and what would change your mind."
    )
    columns = {"finding_id": "finding", "relation": "relation", "weight": "weight", "statement": "what was found"}
    listed = scene.evidence[list(columns)].round(2).rename(columns=columns)
    return Reading(text, table=listed if number else None)


# -- explorer --------------------------------------------------------------------------------------


def explore_my_appraisal(**first: Any) -> Explorer:
    """A claim, its findings, and your verdict.

    Parameters
    ----------
    **first
        First values: ``claim`` (a ``claim_id``), ``verdict`` (one of the rule's), ``sure`` (%).

    Returns
    -------
    Explorer
        Its ``scene`` is a `Scene`; its ``table`` holds the findings.
    """
    claims = tables.load("claims")
    labels = claims["claim_id"] + " " + claims["statement"].str.slice(0, 70)
    controls = {
        "claim": choice("Claim", dict(zip(labels, claims["claim_id"], strict=True)), "C-75"),
        "verdict": choice("You say", [*VERDICTS], "mixed"),
        "sure": Slider("How sure", 60, min=0, max=100, step=5, unit="%"),
    }
    about = About(
        kind="Data of the ledger, and your judgement. The rule's verdict is a second opinion, not the answer.",
        equation="",
        sources=tables.cite(articles()),
        leaves_out="How well each study was done; read it.",
    )
    return Explorer("my_appraisal", controls, scene, AppraisalPicture(), read, about, first=first)
