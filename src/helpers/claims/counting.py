"""The verdict on a claim, computed from the findings that stand for and against it.

The rule
--------
Each finding has a weight between 0 and 1: species x design x comparator x size. Comparator and size are weighed only in
people: size is ``n / (n + half_n)`` (``unknown_n`` where it was not seen). In animals and cells, and for laws and
labels, both count 1, whatever the comparator was and however many there were. A source speaks once for each relation,
with its heaviest finding: ten rows of one trial are one trial. With S, C and Q the summed weights of what supports,
contradicts and qualifies, agreement is ``S / (S + C + qualifies x Q)``. Then, in this order:

1. no finding at all: **untested**
2. support, but none from people: **supported in animals only**, if animals agree (else as below)
3. no support: **contradicted** if something contradicts, else **not supported**
4. agreement of `supported_from` or more, and S of `least` or more: **supported**
5. agreement of `refuted_below` or less: **contradicted** if C outweighs S, else **not supported**
6. S below `least`: **not supported**
7. everything else: **mixed**

Weights are parameters (`Weights`): change them, and see which verdicts move.

Leaves out
----------
Whether a study was done well. Publication bias. That some qualifications are graver than others. A rule can't replace
reading; it makes plain what one would have to disagree with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from helpers import tables

VERDICTS = ["supported", "supported in animals only", "mixed", "not supported", "contradicted", "untested"]
RELATIONS = ["supports", "qualifies", "contradicts"]
PEOPLE = ["human", "none"]

SPECIES = {"human": 1.0, "none": 1.0, "mouse": 0.3, "rat": 0.3, "rodent": 0.3, "in vitro": 0.2}
DESIGN = {
    "meta-analysis": 1.0,
    "RCT": 1.0,
    "randomised withdrawal": 1.0,
    "regulatory": 1.0,
    "record": 1.0,
    "animal experiment": 1.0,
    "in vitro": 1.0,
    "crossover trial": 0.8,
    "placebo-controlled experiment": 0.8,
    "pooled analysis": 0.8,
    "market": 0.8,
    "open-label RCT": 0.7,
    "controlled experiment": 0.6,
    "review": 0.6,
    "secondary analysis": 0.5,
    "observational": 0.5,
    "open label": 0.4,
    "uncontrolled experiment": 0.4,
    "press report": 0.4,
    "survey": 0.4,
    "company statement": 0.1,
}
COMPARATOR = {"none": 0.8, "baseline": 0.8, "saline": 0.8, "not stated": 0.5}


@dataclass(frozen=True)
class Weights:
    """Parameters of the rule; each may be changed.

    Parameters
    ----------
    species, design, comparator : mapping of str to float
        Factors for the values of these columns of ``findings``; a comparator that is not listed counts 1.
    half_n : float
        Number of people at which size counts half.
    unknown_n : float
        Factor for size where the number of people was not seen.
    qualifies : float
        Share of a qualifying weight that counts against.
    supported_from, refuted_below : float
        Agreement from which a claim is supported, and up to which it is not.
    least : float
        Summed support that a supported claim needs.
    """

    species: Mapping[str, float] = field(default_factory=lambda: dict(SPECIES))
    design: Mapping[str, float] = field(default_factory=lambda: dict(DESIGN))
    comparator: Mapping[str, float] = field(default_factory=lambda: dict(COMPARATOR))
    half_n: float = 20.0
    unknown_n: float = 0.5
    qualifies: float = 0.5
    supported_from: float = 0.6
    refuted_below: float = 0.3
    least: float = 0.15


DEFAULT = Weights()

# -- the rule --------------------------------------------------------------------------------------


def weigh(findings: pd.DataFrame, weights: Weights = DEFAULT) -> pd.Series:
    """Weight of each finding (0 to 1); comparator and number count in people only.

    Parameters
    ----------
    findings : pandas.DataFrame
        Rows with the columns ``species``, ``design``, ``comparator`` and ``n``.
    weights : Weights, optional
        Parameters of the rule.
    """
    n = findings["n"].astype("float64")
    size = (n / (n + weights.half_n)).fillna(weights.unknown_n).where(findings["species"] == "human", 1.0)
    species = findings["species"].map(weights.species)
    design = findings["design"].map(weights.design)
    comparator = findings["comparator"].map(weights.comparator).fillna(1.0)
    return (species * design * comparator.where(findings["species"] == "human", 1.0) * size).rename("weight")


def balance(weights: Weights = DEFAULT) -> pd.DataFrame:
    """What speaks for and against each claim.

    Returns
    -------
    pandas.DataFrame
        Index ``claim_id``; columns ``supports``, ``qualifies``, ``contradicts`` (summed weights, each source once per
        relation), ``from_people`` (supporting weight from people) and ``findings`` (how many).
    """
    evidence = _evidence(weights)
    heaviest = evidence.groupby(["claim_id", "relation", "source_id"])["weight"].max()
    by_relation = heaviest.groupby(["claim_id", "relation"]).sum().unstack(fill_value=0.0)
    people = evidence[evidence["species"].isin(PEOPLE) & evidence["relation"].eq("supports")]
    claims = tables.load("claims")["claim_id"]
    return (
        by_relation
        .reindex(index=claims, columns=RELATIONS, fill_value=0.0)
        .assign(from_people=people.groupby("claim_id")["weight"].sum().reindex(claims, fill_value=0.0))
        .assign(findings=evidence.groupby("claim_id").size().reindex(claims, fill_value=0))
    )  # fmt: skip


def judge(supports: float, qualifies: float, contradicts: float, from_people: float, weights: Weights = DEFAULT) -> str:
    """Apply the rule to summed weights; see the head of this file.

    Returns
    -------
    str
        One of `VERDICTS`.
    """
    total = supports + contradicts + weights.qualifies * qualifies
    if supports + contradicts + qualifies == 0:
        return "untested"
    if supports == 0:
        return "contradicted" if contradicts > 0 else "not supported"
    agreement = supports / total
    if from_people == 0 and agreement > weights.refuted_below:
        return "supported in animals only"
    if agreement >= weights.supported_from and supports >= weights.least:
        return "supported"
    if agreement <= weights.refuted_below:
        return "contradicted" if contradicts > supports else "not supported"
    return "mixed" if supports >= weights.least else "not supported"


def verdicts(weights: Weights = DEFAULT) -> pd.DataFrame:
    """Verdict on every claim.

    Returns
    -------
    pandas.DataFrame
        Rows of ``claims`` with ``verdict``, ``agreement`` (empty if untested) and the columns of `balance`.
    """
    found = balance(weights)
    total = found["supports"] + found["contradicts"] + weights.qualifies * found["qualifies"]
    sums = found[[*RELATIONS, "from_people"]].to_dict("records")
    verdict = [judge(**each, weights=weights) for each in sums]
    return (
        tables.load("claims")
        .set_index("claim_id")
        .assign(verdict=verdict, agreement=found["supports"] / total.where(total > 0))
        .join(found)
        .reset_index()
    )  # fmt: skip


# -- questions that people ask ---------------------------------------------------------------------


def select(
    level: str | None = None,
    topic: str | None = None,
    source: str | None = None,
    population: str | None = None,
    verdict: str | None = None,
    weights: Weights = DEFAULT,
) -> pd.DataFrame:
    """Claims with their verdicts that fit every filter given.

    Raises
    ------
    UnknownError
        If a filter names a value that no claim has.
    """
    found = everything = verdicts(weights)
    wanted = {"level": level, "topic": topic, "source_id": source, "population": population, "verdict": verdict}
    for column, value in wanted.items():
        known = VERDICTS if column == "verdict" else sorted(everything[column].unique())
        if value is not None:
            tables.require(column.removesuffix("_id"), value, known)
            found = found[found[column] == value]
    return found.reset_index(drop=True)


def findings_for(claim_id: str, weights: Weights = DEFAULT) -> pd.DataFrame:
    """Findings that bear on a claim, with relation and weight, the heaviest first.

    Raises
    ------
    UnknownError
        If there is no such claim.
    """
    tables.row("claims", claim_id)
    return (
        _evidence(weights)
        .loc[lambda rows: rows["claim_id"] == claim_id]
        .assign(order=lambda rows: rows["relation"].map(RELATIONS.index))
        .sort_values(["order", "weight", "finding_id"], ascending=[True, False, True])
        .drop(columns="order")
        .reset_index(drop=True)
    )  # fmt: skip


def claims_touched(finding_id: str) -> pd.DataFrame:
    """Claims on which a finding bears, with the relation.

    Raises
    ------
    UnknownError
        If there is no such finding.
    """
    tables.row("findings", finding_id)
    rows = tables.load("appraisals").query("finding_id == @finding_id")[["claim_id", "relation"]]
    return rows.merge(tables.load("claims"), on="claim_id")


def matrix(weights: Weights = DEFAULT) -> pd.DataFrame:
    """Where the articles speak of the same thing, and how they fare: a row per topic, a column per article.

    Returns
    -------
    pandas.DataFrame
        In each cell the verdicts of the article's claims on the topic with their number, or ``silent``; the column
        ``voices`` counts the articles that speak, ``agree`` says whether their commonest verdicts are the same.
    """
    judged = verdicts(weights)
    cells = judged.groupby(["topic", "source_id"])["verdict"].agg(_tally).unstack().fillna("silent")
    commonest = judged.groupby(["topic", "source_id"])["verdict"].agg(_commonest).unstack()
    voices = commonest.notna().sum(axis="columns")
    alike = commonest.nunique(axis="columns").eq(1).map({True: "yes", False: "no"})
    return cells.assign(voices=voices, agree=alike.where(voices > 1, ""))


def why(claim_id: str, weights: Weights = DEFAULT) -> str:
    """Say why a claim has its verdict: the sentence, the balance, and the findings that decided.

    Parameters
    ----------
    claim_id : str
        Key of the table ``claims``.
    weights : Weights, optional
        Parameters of the rule.

    Returns
    -------
    str
        Several lines of plain text.
    """
    claim = tables.row("claims", claim_id)
    found = balance(weights).loc[claim_id]
    verdict = judge(found["supports"], found["qualifies"], found["contradicts"], found["from_people"], weights)
    article = tables.row("articles", claim["source_id"])["label"]
    head = [f"{claim_id} ({article}, {claim['locator']}): “{claim['statement']}.”", f"Verdict: {verdict}."]
    if verdict == "untested":
        return "\n".join([*head, _reason(claim_id)])
    weighed = ", ".join(f"{relation} {found[relation]:.2f}" for relation in RELATIONS)
    evidence = findings_for(claim_id, weights)
    lines = [f"  {row.relation} ({row.weight:.2f}, {row.finding_id}): {row.statement}" for row in evidence.itertuples()]
    note = f"In short: {evidence['note'].iloc[0]}."
    return "\n".join([*head, note, f"Weights, each source once: {weighed}.", *lines])


# -- inside ----------------------------------------------------------------------------------------


def _evidence(weights: Weights) -> pd.DataFrame:
    findings = tables.load("findings")
    weighed = findings.assign(weight=weigh(findings, weights))
    return tables.load("appraisals").merge(weighed, on="finding_id")


def _reason(claim_id: str) -> str:
    reasons = tables.load("untested").set_index("claim_id")["reason"]
    return f"Not tested: {reasons.get(claim_id, 'by these weights none of its findings counts')}."


def _tally(found: pd.Series) -> str:
    return ", ".join(f"{verdict} {count}" for verdict, count in found.value_counts().items())


def _commonest(found: pd.Series) -> str:
    return str(found.mode().iloc[0])
