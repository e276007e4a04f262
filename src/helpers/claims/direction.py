"""In which direction the evidence on a claim points: the second step of weighing.

The rule
--------
With S, Q and C the summed weights of what supports, qualifies and contradicts a claim, each study once, in this order:

1. nothing was collected: **not examined here**
2. a norm that nobody's advice supports: **unsettled**; no trial says what should be done
3. S and C both below `least`: **not supported**, but for facts and practices that something qualifies: true in part
   means **holds, but overstated**
4. S / (S + C) up to `refuted_below`: **contradicted**, or **not supported** if most of C are null results: what was not
   found may still be there
5. below `settled_from`: **unsettled**, but a hedged sentence needs no more than half: **holds as stated**
6. **holds, but overstated** if

   - what qualifies it takes more room than its wording has (`Rule.room`), or
   - most of the support speaks of others than the claim does (animals for people, the healthy for patients), or
   - it tells an effect flatly, and fewer than `few_people` took part in controlled studies;

   but **not supported** if there is more than four times as much qualification as support, or if no controlled study in
   people supports an effect that is told flatly
7. everything else **holds as stated**

Sources
-------
That certainty is judged apart from direction is GRADE's (Cochrane Handbook 5.1, section 12.2). The thresholds are ours.

Leaves out
----------
How certain the direction is; that is the next step, `certainty`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.claims.studies import CONTROLLED, DEFAULT, RELATIONS, Rule

DIRECTIONS = [
    "holds as stated",
    "holds, but overstated",
    "unsettled",
    "not supported",
    "contradicted",
    "not examined here",
]
AS_STATED, OVERSTATED, UNSETTLED, NOT_SUPPORTED, CONTRADICTED, NOT_EXAMINED = DIRECTIONS
MOSTLY = 0.5
SWAMPED = 4.0
SETTLED_BY_RECORD = ["fact", "practice"]
TOO_STRONG = [
    "what limits it takes more room than its wording has",
    "most of the support speaks of others than the claim does",
    "few people took part in controlled studies",
]


def sums(evidence: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """What speaks for and against each claim.

    Parameters
    ----------
    evidence : pandas.DataFrame
        As `studies.evidence` gives it.
    claims : pandas.DataFrame
        The table ``claims``, or some of its rows.

    Returns
    -------
    pandas.DataFrame
        Index ``claim_id``; ``supports``, ``qualifies``, ``contradicts`` (summed weights, each study once), ``direct``
        (of the support, the share that speaks of whom the claim speaks of), ``nulls`` (of the contradiction, the share
        of null results), ``people`` (in the controlled studies that support it), ``findings`` (how many), and the
        claim's ``kind`` and ``wording``.
    """
    known = claims.set_index("claim_id")[["kind", "wording"]]
    voices = evidence[evidence["speaks"]]
    by_relation = voices.groupby(["claim_id", "relation"])["weight"].sum().unstack(fill_value=0.0)
    found = by_relation.reindex(index=known.index, columns=RELATIONS, fill_value=0.0)
    support = voices[voices["relation"].eq("supports")]
    against = voices[voices["relation"].eq("contradicts")]
    counted = support[support["species"].eq("human") & support["design"].isin(CONTROLLED)]
    return found.assign(
        direct=share(support, support["directness"].eq(1.0), known.index),
        nulls=share(against, against["null_result"], known.index),
        people=counted.groupby("claim_id")["n"].sum().astype("float64").reindex(known.index, fill_value=0.0),
        findings=evidence.groupby("claim_id").size().reindex(known.index, fill_value=0),
    ).join(known)


def point(found: pd.DataFrame, rule: Rule = DEFAULT) -> pd.Series:
    """Direction of each claim; see the head of this file.

    Parameters
    ----------
    found : pandas.DataFrame
        Rows as `sums` gives them.
    rule : Rule, optional
        Parameters.

    Returns
    -------
    pandas.Series
        Of `DIRECTIONS`.
    """
    supports, qualifies, contradicts = (found[relation] for relation in RELATIONS)
    part = supports / (supports + contradicts).where(lambda whole: whole > 0)
    hedged, silent = found["wording"].eq("hedged"), np.maximum(supports, contradicts) < rule.least
    in_part = found["kind"].isin(SETTLED_BY_RECORD) & (qualifies >= rule.least)
    steps = [
        (found["findings"] == 0, NOT_EXAMINED),
        (found["kind"].eq("norm") & (supports < rule.least), UNSETTLED),
        (silent & in_part, OVERSTATED),
        (silent, NOT_SUPPORTED),
        ((part <= rule.refuted_below) & (found["nulls"] > MOSTLY), NOT_SUPPORTED),
        (part <= rule.refuted_below, CONTRADICTED),
        ((part < rule.settled_from) & hedged & (part >= MOSTLY), AS_STATED),
        (part < rule.settled_from, UNSETTLED),
        ((qualifies > SWAMPED * supports) & ~hedged, NOT_SUPPORTED),
        (found["kind"].eq("effect") & found["people"].eq(0) & found["direct"].gt(0) & ~hedged, NOT_SUPPORTED),
        (too_strong(found, rule).ne(""), OVERSTATED),
    ]
    chosen = np.select([condition for condition, _ in steps], [direction for _, direction in steps], AS_STATED)
    return pd.Series(chosen, index=found.index, name="direction")


def too_strong(found: pd.DataFrame, rule: Rule = DEFAULT) -> pd.Series:
    """Why each claim, if it holds, is told too strongly (of `TOO_STRONG`); or nothing. It takes what `point` takes."""
    room = found["wording"].map(rule.room)
    limited = found["qualifies"] > room * (found["supports"] + found["qualifies"])
    told_firmly = found["wording"].ne("hedged")
    of_others = told_firmly & found["kind"].isin(["effect", "mechanism"]) & (found["direct"] < MOSTLY)
    few = told_firmly & found["kind"].eq("effect") & (found["people"] < rule.few_people)
    return pd.Series(np.select([limited, of_others, few], TOO_STRONG, ""), index=found.index)


def share(rows: pd.DataFrame, which: pd.Series, ids: pd.Index) -> pd.Series:
    """Of the weight of rows, by claim, the share of those that are meant; 0 where there is none."""
    whole = rows.groupby("claim_id")["weight"].sum()
    part = rows["weight"].where(which, 0.0).groupby(rows["claim_id"]).sum()
    return (part / whole.where(whole > 0)).reindex(ids).fillna(0.0)
