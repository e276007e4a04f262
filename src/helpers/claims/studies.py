"""How much each study says on a claim: the first step of weighing.

The rule
--------
A finding speaks with a weight between 0 and 1: design x size x directness, and in people also comparator.

- **Design** follows from what kind of claim it is: a record settles a fact, no trial settles a norm (`COUNTS`).
- **Size** is ``n / (n + half_n)`` in people (`UNKNOWN_SIZE` where the number was not seen), for effects and mechanisms;
  all else counts 1.
- **Directness**: people speak of people; healthy people of patients by half; animals and cells of a mechanism in people
  by `Rule.animals`, of an effect in people by a third of that. Where a claim speaks of nerve cells, or of the drug
  itself, they are what to look at and count 1.
- **Null results** of adequate size speak in full. A result is adequate if its interval leaves no room for a difference
  that would matter (`MATTERS`), or, where no interval was seen, with `Rule.enough_people` people (64 in each of two
  arms show half a standard deviation four times in five). Others are inconclusive: they do not contradict, they
  qualify, and speak by `Rule.small_null`.

Then each study speaks once for each relation, with its heaviest finding, however many papers tell of it; and a trial
does not speak for or against beside a pooled analysis that contains it and speaks.

Sources
-------
GRADE, as the Cochrane Handbook (version 5.1, section 12.2) tells it, for directness and precision. The weights are
ours; a test computes the 64 in each arm.

Leaves out
----------
What the papers themselves would tell: the ledger was made from abstracts, tables and registers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pandas as pd

from helpers import tables

RELATIONS = ["supports", "qualifies", "contradicts"]
KINDS = ["fact", "practice", "effect", "mechanism", "norm"]
ANIMALS = ["mouse", "rat", "rodent", "in vitro"]
OF_CELLS = ["nerve cells", "not applicable"]  # what a claim speaks of if not of people
RANDOMISED = ["RCT", "crossover trial", "randomised withdrawal", "open-label RCT", "placebo-controlled experiment"]
POOLED = ["meta-analysis", "pooled analysis"]
CONTROLLED = [*RANDOMISED, *POOLED, "animal experiment", "in vitro", "controlled experiment"]
ON_RECORD = ["regulatory", "record", "market"]

DESIGN = {
    "meta-analysis": 1.0,
    "RCT": 1.0,
    "randomised withdrawal": 1.0,
    "animal experiment": 1.0,
    "in vitro": 1.0,
    "crossover trial": 0.8,
    "placebo-controlled experiment": 0.8,
    "pooled analysis": 0.8,
    "open-label RCT": 0.7,
    "controlled experiment": 0.6,
    "review": 0.6,
    "secondary analysis": 0.5,
    "observational": 0.5,
    "regulatory": 0.5,
    "record": 0.5,
    "open label": 0.4,
    "uncontrolled experiment": 0.4,
    "survey": 0.4,
    "press report": 0.4,
    "market": 0.4,
    "announcement": 0.1,
    "company statement": 0.1,
}
RECORD = dict.fromkeys(DESIGN, 0.8) | {"regulatory": 1.0, "record": 1.0, "market": 0.8, "press report": 0.5}
RECORD |= {"announcement": 0.5, "company statement": 0.1}
ADVICE = dict.fromkeys(DESIGN, 0.0) | {"regulatory": 1.0, "review": 0.6, "meta-analysis": 0.6}
COUNTS: dict[str, dict[str, float]] = {
    "fact": RECORD,
    "practice": RECORD,
    "effect": DESIGN,
    "mechanism": DESIGN,
    "norm": ADVICE,
}
COMPARATOR = {"none": 0.5, "baseline": 0.5, "not stated": 0.5, "saline": 0.8, "placebo": 0.9}
UNKNOWN_SIZE = 0.5
HEALTHY = 0.5
# Differences that would matter, by unit: half a standard deviation, twice the odds ... For points of a scale one step
# of global severity, which a finding gives.
MATTERS = {"d": 0.5, "Hedges g": 0.5, "per 100": 15.0, "beta": 0.5}
ONE_STEP_OF_SEVERITY = "F-330"
MATTERS_AS_RATIO = {"odds ratio": 2.0, "risk ratio": 1.5, "hazard ratio": 1.5}


@dataclass(frozen=True)
class Rule:
    """Parameters of the weighing; each may be changed.

    Parameters
    ----------
    animals : float
        How much animals and cells say of a mechanism in people (0 to 1); of an effect in people, a third of it.
    half_n : float
        Number of people at which size counts half.
    enough_people : float
        People that a null result needs to speak in full where no interval was seen.
    small_null : float
        Share with which a null result of inadequate size speaks (0 to 1).
    settled_from, refuted_below : float
        Share of support among support and contradiction from which a claim holds, and up to which it does not.
    least : float
        Weight below which evidence says nothing.
    room : mapping of str to float
        Share of qualification among support and qualification that each wording bears before it is too strong.
    few_people : float
        People in controlled studies below which a flat sentence on an effect says more than is known.
    """

    animals: float = 0.3
    half_n: float = 20.0
    enough_people: float = 128.0
    small_null: float = 0.25
    settled_from: float = 0.7
    refuted_below: float = 0.3
    least: float = 0.15
    room: Mapping[str, float] = field(
        default_factory=lambda: {"hedged": 0.8, "flat": 0.45, "superlative": 0.2, "only": 0.2, "safe": 0.1}
    )
    few_people: float = 100.0


DEFAULT = Rule()

# -- one finding -----------------------------------------------------------------------------------


def size(findings: pd.DataFrame, rule: Rule = DEFAULT) -> pd.Series:
    """How much the number of people counts (0 to 1); 1 in animals and cells, on record, and for facts and practices.

    Parameters
    ----------
    findings : pandas.DataFrame
        Rows with ``n``, ``species`` and ``design``, and the claim's ``kind``.
    rule : Rule, optional
        Parameters.
    """
    n = findings["n"].astype("float64")
    counts = findings["species"].eq("human") & ~findings["design"].isin(ON_RECORD)
    counts &= findings["kind"].isin(["effect", "mechanism"])
    return (n / (n + rule.half_n)).fillna(UNKNOWN_SIZE).where(counts, 1.0).rename("size")


def directness(evidence: pd.DataFrame, rule: Rule = DEFAULT) -> pd.Series:
    """How directly each finding speaks of what the claim speaks of (0 to 1).

    Parameters
    ----------
    evidence : pandas.DataFrame
        Rows with the claim's ``kind`` and ``claim_population``, the finding's ``species`` and ``population``.
    rule : Rule, optional
        Parameters.
    """
    of_cells = evidence["claim_population"].isin(OF_CELLS)
    animals = evidence["species"].isin(ANIMALS)
    mechanism = evidence["kind"].isin(["mechanism", "effect"])
    of_patients = ~evidence["claim_population"].isin([*OF_CELLS, "healthy volunteers", "people, unspecified"])
    healthy = evidence["population"].str.startswith("healthy") & ~evidence["population"].str.contains("and|,")
    from_animals = np.where(evidence["kind"].eq("effect"), rule.animals / 3, rule.animals)
    found = pd.Series(1.0, index=evidence.index, name="directness")
    found = found.mask(animals & mechanism & ~of_cells, pd.Series(from_animals, index=evidence.index))
    return found.mask(healthy & of_patients & mechanism, HEALTHY)


def adequate(findings: pd.DataFrame, rule: Rule = DEFAULT) -> pd.Series:
    """Whether a null result is large enough to speak against: by its interval or, without one, by its people.

    Parameters
    ----------
    findings : pandas.DataFrame
        Rows with ``interval``, ``unit`` and ``n``.
    rule : Rule, optional
        Parameters.

    Returns
    -------
    pandas.Series
        Booleans; of rows that are no null results as well, where they mean nothing.
    """
    ends = findings["interval"].str.extract(r"^\s*(-?[\d.]+) to (-?[\d.]+)").astype("float64")
    matters = MATTERS | {"points": float(tables.row("findings", ONE_STEP_OF_SEVERITY)["value"])}
    plain = ends.abs().max(axis="columns").lt(findings["unit"].map(matters))
    ratio = np.log(ends.clip(lower=0.001)).abs().max(axis="columns")
    as_ratio = ratio.lt(np.log(findings["unit"].map(MATTERS_AS_RATIO)))
    by_interval = plain | as_ratio
    told = ends[0].notna() & findings["unit"].isin([*matters, *MATTERS_AS_RATIO])
    by_people = findings["n"].astype("float64").ge(rule.enough_people).fillna(False)
    return by_interval.where(told, by_people).astype(bool).rename("adequate")


def weigh(evidence: pd.DataFrame, rule: Rule = DEFAULT) -> pd.Series:
    """Weight of each finding on each claim (0 to 1); see the head of this file.

    Parameters
    ----------
    evidence : pandas.DataFrame
        Rows as `joined` gives them.
    rule : Rule, optional
        Parameters.
    """
    keys = list(zip(evidence["kind"], evidence["design"], strict=True))
    design = pd.Series([COUNTS[kind][design] for kind, design in keys], index=evidence.index)
    of_effect = evidence["species"].eq("human") & evidence["kind"].eq("effect")
    comparator = evidence["comparator"].map(COMPARATOR).fillna(1.0).where(of_effect, 1.0)
    null = (evidence["null_result"] & ~adequate(evidence, rule)).map({True: rule.small_null, False: 1.0})
    return (design * size(evidence, rule) * directness(evidence, rule) * comparator * null).rename("weight")


# -- all of them -----------------------------------------------------------------------------------


def joined() -> pd.DataFrame:
    """Each appraisal with its claim, its finding and the finding's study.

    Returns
    -------
    pandas.DataFrame
        The columns of ``appraisals`` and ``findings``; of the claim ``kind``, ``wording`` and ``claim_population``; of
        the study all of ``studies`` but its own comparator.
    """
    return _joined().copy(deep=False)


@cache
def _joined() -> pd.DataFrame:
    claims = tables.load("claims")[["claim_id", "kind", "wording", "population"]]
    claims = claims.rename(columns={"population": "claim_population"})
    facts = tables.load("studies").drop(columns="comparator")
    return (
        tables.load("appraisals")
        .merge(claims, on="claim_id")
        .merge(tables.load("findings"), on="finding_id")
        .merge(facts, on="study_id")
    )  # fmt: skip


def evidence(rule: Rule = DEFAULT) -> pd.DataFrame:
    """All that bears on the claims, weighed.

    Returns
    -------
    pandas.DataFrame
        As `joined`, with ``weight``, ``directness`` and ``adequate``; null results that are inconclusive qualify what
        they would contradict; and ``speaks``: whether the row is its study's voice (its heaviest for the relation, and
        not within a pooled analysis that speaks as well).
    """
    if rule is DEFAULT:
        return _course_evidence().copy(deep=False)
    return _weighed(rule)


@cache
def _course_evidence() -> pd.DataFrame:
    return _weighed(DEFAULT)


def _weighed(rule: Rule) -> pd.DataFrame:
    rows = joined()
    rows = rows.assign(weight=weigh(rows, rule), directness=directness(rows, rule), adequate=adequate(rows, rule))
    inconclusive = rows["relation"].eq("contradicts") & rows["null_result"] & ~rows["adequate"]
    rows = rows.assign(relation=rows["relation"].mask(inconclusive, "qualifies"))
    return rows.assign(speaks=_voices(rows))


def _voices(rows: pd.DataFrame) -> pd.Series:
    """Whether each row is the voice of its study."""
    once = ["claim_id", "relation", "study_id"]
    first = rows.sort_values("weight", ascending=False, kind="stable").drop_duplicates(once).index
    sides = rows["relation"].ne("qualifies")
    there = set(zip(rows.loc[sides, "claim_id"], rows.loc[sides, "study_id"], strict=True))
    within = [
        any((claim, pool) in there for pool in pools.split())
        for claim, pools in zip(rows["claim_id"], rows["pooled_in"].fillna(""), strict=True)
    ]
    return pd.Series(rows.index.isin(first) & ~(np.array(within) & sides.to_numpy()), index=rows.index)
