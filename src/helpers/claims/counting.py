"""Counting votes: the foil. A verdict from the findings that stand for and against a claim, whatever kind it is.

This was the rule of the first edition. It stays to be held against weighing (`appraisal`), which asks what kind of
claim it is, counts a study once, and judges certainty apart from direction.

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
What kind of claim it is, how strongly it is said, whom it speaks of, whether a null result was large enough to count,
and how certain the verdict is. It has no word for what is true but overstated.
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
    "announcement": 0.4,
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
    """Verdict on every claim, by counting votes.

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


# -- inside ----------------------------------------------------------------------------------------


def _evidence(weights: Weights) -> pd.DataFrame:
    findings = tables.load("findings")
    weighed = findings.assign(weight=weigh(findings, weights))
    return tables.load("appraisals").merge(weighed, on="finding_id")
