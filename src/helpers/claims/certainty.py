"""How certain the direction of a claim is: the third step of weighing, after GRADE.

The rule
--------
Certainty begins at **high** where most of the weight that decides comes from controlled studies or, for facts and
practices, from a record; at **moderate** where only papers or the press tell such a fact, or advice a norm; else, and
where nothing speaks to its core, at **low**. Then each domain takes nothing, one step or two:

- **risk of bias** (effects in people): one step if for most of the weight nobody checked what people believed they had
  been given, since this drug is felt. Null results are free of it (belief would have helped), and so are studies in
  which what is felt is the outcome, as with side effects. One step if most is open or lost a fifth of its people
- **inconsistency**: one step if less than nine tenths of support and contradiction point the same way, two below six
  tenths
- **indirectness**: one step if most of the weight speaks of others than the claim does, two if nearly all of an
  effect's
- **imprecision** (people): one step below 400 people, two below 100; of a mechanism, one below 100
- **publication bias**: one step if all of it comes from those who sell the treatment; not for side effects, which they
  report against their interest

A large effect (half of the weight or more shows 0.8 standard deviations or twice the odds) or a dose-response raises
it by one, if nothing was taken for risk of bias. So does a hedge, unless
the evidence is indirect: that something may be, or is so in some, needs less.

Sources
-------
GRADE, as the Cochrane Handbook (version 5.1, section 12.2) lists what lowers and what raises it; RoB 2 (Sterne et al.
2019, doi:10.1136/bmj.l4898) for what counts as a risk of bias. Where GRADE asks for judgement, a threshold of ours
stands here.

Leaves out
----------
What was not seen: of many studies neither concealment nor attrition is known (`studies`), and silence takes nothing.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.claims.direction import AS_STATED, CONTRADICTED, NOT_EXAMINED, NOT_SUPPORTED, OVERSTATED, share
from helpers.claims.studies import CONTROLLED, ON_RECORD

LEVELS = ["very low", "low", "moderate", "high"]
DOMAINS = ["risk of bias", "inconsistency", "indirectness", "imprecision", "publication bias"]
RAISED = "raised"
OPEN = ["open label", "open-label RCT", "observational", "survey", "uncontrolled experiment"]
FELT_IS_MEASURED = ["side_effects", "safety", "dissociation", "addiction"]
DECIDES = {AS_STATED: "supports", OVERSTATED: "supports", CONTRADICTED: "contradicts"}
MANY, SOME = 400, 100
MOST, NEARLY_ALL = 0.5, 0.8
ALIKE, SPLIT = 0.9, 0.6
LARGE = {"d": 0.8, "Hedges g": 0.8, "odds ratio": 2.0, "risk ratio": 2.0}
LOST_PERCENT = 20
TINY = 1e-9


def judge(evidence: pd.DataFrame, found: pd.DataFrame, directions: pd.Series) -> pd.DataFrame:
    """How certain the direction of each claim is; see the head of this file.

    Parameters
    ----------
    evidence : pandas.DataFrame
        As `studies.evidence` gives it.
    found : pandas.DataFrame
        As `direction.sums` gives it.
    directions : pandas.Series
        Direction of each claim, with the index of `found`.

    Returns
    -------
    pandas.DataFrame
        Index as `found`; ``certainty`` (of `LEVELS`), ``start`` (where it began, and why) and for each of `DOMAINS` the
        steps taken, with the reason in the column of the same name and ``: why``; ``raised`` as well.
    """
    decides = deciding(evidence, directions)
    known = found.join(people_of(decides).rename("n")).fillna({"n": 0.0})
    parts = [
        risk_of_bias(decides, known),
        inconsistency(known),
        indirectness(decides, known),
        imprecision(decides, known),
        publication_bias(decides, known),
    ]
    domains = pd.concat(parts, axis="columns")
    may = directions.eq(AS_STATED) & domains["indirectness"].eq(0) & found["wording"].eq("hedged")
    raised = raising(decides, known.assign(may=may), free=domains["risk of bias"].eq(0))
    silent = found[["supports", "contradicts"]].max(axis="columns").eq(0)
    start = beginning(decides, known.assign(beside=silent & directions.eq(NOT_SUPPORTED)))
    place = start["place"] - domains[DOMAINS].sum(axis="columns") + raised[RAISED]
    level = place.clip(0, len(LEVELS) - 1).map(LEVELS.__getitem__)
    level = level.mask(directions.eq(NOT_EXAMINED), LEVELS[0])
    return pd.concat([level.rename("certainty"), start["start"], domains, raised], axis="columns")


def deciding(evidence: pd.DataFrame, directions: pd.Series) -> pd.DataFrame:
    """The voices on which each direction rests: support, contradiction, or both where neither prevails."""
    voices = evidence[evidence["speaks"] & evidence["weight"].gt(0)]
    decisive = voices["claim_id"].map(directions).map(DECIDES)
    chosen = voices["relation"].eq(decisive) | (decisive.isna() & voices["relation"].ne("qualifies"))
    alone = ~voices["claim_id"].isin(voices.loc[chosen, "claim_id"])  # true in part: only what qualifies it
    return voices[chosen | alone]


def people_of(decides: pd.DataFrame) -> pd.Series:
    """People in the studies that decide, by claim; each study once, and where some are controlled, only in those."""
    people = decides[decides["species"].eq("human") & ~decides["design"].isin(ON_RECORD)]
    controlled = people["design"].isin(CONTROLLED)
    people = people[controlled | ~people["claim_id"].isin(people.loc[controlled, "claim_id"])]
    return people.groupby(["claim_id", "study_id"])["n"].max().groupby("claim_id").sum().astype("float64")


def beginning(decides: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Where each claim's certainty begins: ``place`` in `LEVELS`, and ``start``, why."""
    studied = known["kind"].isin(["effect", "mechanism"])
    controlled = share(decides, decides["design"].isin(CONTROLLED), known.index) >= MOST
    recorded = share(decides, decides["design"].isin(ON_RECORD), known.index) >= MOST
    press = share(decides, decides["design"].eq("press report"), known.index) >= MOST
    papers = share(decides, decides["design"].ne("company statement"), known.index) >= MOST
    steps = [
        (known["findings"].eq(0), 0, "Nothing was collected."),
        (known["beside"], 1, "Nothing speaks to its core."),
        (known["kind"].eq("norm"), 2, "Advice settles it, no trial can."),
        (studied & controlled, 3, "Controlled studies decide."),
        (studied, 1, "Studies without a control decide."),
        (press, 2, "The press tells it, no record was seen."),
        (recorded, 3, "A record settles it."),
        (papers, 2, "Papers tell it, no record was seen."),
    ]
    conditions = [condition for condition, _, _ in steps]
    place = np.select(conditions, [number for _, number, _ in steps], 1)
    words = np.select(conditions, [why for _, _, why in steps], "No record was seen.")
    return pd.DataFrame({"place": place, "start": words}, index=known.index)


def risk_of_bias(decides: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Steps for what could have swayed the results, and why."""
    people = decides["species"].eq("human")
    checked = decides["blinding_checked"].fillna(False).astype(bool)
    felt = people & ~checked & ~decides["null_result"] & ~decides["topic"].isin(FELT_IS_MEASURED)
    lost = decides["attrition_percent"].astype("float64").gt(LOST_PERCENT)
    loose = people & (decides["design"].isin(OPEN) | decides["blinding"].eq("open") | lost)
    effect = known["kind"].eq("effect")
    unblind = effect & (share(decides[people], felt, known.index) > MOST)
    open_ = effect & (share(decides[people], loose, known.index) > MOST)
    believed = "for most of it nobody checked what people believed they had been given"
    lax = "most of it is open or lost many people"
    words = [f"{believed}; {lax}", believed, lax, "nothing was seen that would sway most of it"]
    why = np.select([unblind & open_, unblind, open_, effect], words, "not weighed for this kind of claim")
    return _steps("risk of bias", unblind.astype(int) + open_.astype(int), why)


def inconsistency(known: pd.DataFrame) -> pd.DataFrame:
    """Steps for results that point different ways, and why."""
    larger = np.maximum(known["supports"], known["contradicts"])
    whole = known["supports"] + known["contradicts"]
    alike = (larger / whole.where(whole > 0)).fillna(1.0)
    other = [f"{100 * (1 - each):.0f} % of the weight for and against is on the other side" for each in alike]
    why = np.where(alike >= ALIKE, "no more than a tenth is on the other side", other)
    return _steps("inconsistency", (alike < ALIKE).astype(int) + (alike < SPLIT).astype(int), why)


def indirectness(decides: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Steps for evidence on others than the claim speaks of, and why."""
    others = share(decides, decides["directness"].lt(1.0), known.index)
    animals = share(decides, ~decides["species"].isin(["human", "none"]), known.index) > MOST
    whose = np.where(animals, "animals or cells", "other people")
    told = [f"{100 * each:.0f} % of it comes from {who}" for each, who in zip(others, whose, strict=True)]
    why = np.where(others > MOST, told, "it was found in those of whom the claim speaks")
    twice = known["kind"].eq("effect") & (others > NEARLY_ALL)
    return _steps("indirectness", (others > MOST).astype(int) + twice.astype(int), why)


def imprecision(decides: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Steps for few people, and why."""
    people = decides["species"].eq("human") & ~decides["design"].isin(ON_RECORD)
    counts = known["kind"].isin(["effect", "mechanism"]) & (share(decides, people, known.index) > MOST)
    told = [f"{n:.0f} people" if n else "how many people was not seen" for n in known["n"]]
    why = np.where(counts, told, "not weighed for this kind of evidence")
    few, many = known["n"] < SOME, known["n"] >= MANY
    steps = few.astype(int) + (~many & known["kind"].eq("effect")).astype(int)
    return _steps("imprecision", steps.where(counts, 0), why)


def publication_bias(decides: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """A step if only interested parties tell of it, and why."""
    sold = decides["seller_ran_it"].fillna(False).astype(bool) | decides["design"].eq("company statement")
    candid = sold & decides["topic"].eq("side_effects")
    studies = decides[~decides["design"].isin(ON_RECORD)]
    every = share(studies, sold, known.index) >= 1 - TINY
    only = share(studies, sold & ~candid, known.index) >= 1 - TINY
    words = ["only those who sell it tell of it", "those who sell it tell it against their interest"]
    why = np.select([only, every], words, "nothing was seen that only those who sell it would tell")
    return _steps("publication bias", only.astype(int), why)


def raising(decides: pd.DataFrame, known: pd.DataFrame, free: pd.Series) -> pd.DataFrame:
    """A step up for a hedge, or, if nothing was taken for bias, for a large effect or a dose-response; and why."""
    by_dose = share(decides, decides["comparator"].eq("dose"), known.index) >= MOST
    sizes = (decides["value"].abs() / decides["unit"].map(LARGE)).ge(1).fillna(False).astype(bool)
    large = share(decides, sizes & decides["species"].eq("human"), known.index) >= MOST
    large &= known["kind"].isin(["effect", "mechanism"])  # that an effect is large tells nothing of whether it is used
    words = ["the effect grows with the dose", "the effect is large", "the sentence says only that it may be so"]
    why = np.select([by_dose & free, large & free, known["may"]], words, "")
    return _steps(RAISED, ((by_dose | large) & free | known["may"]).astype(int), why)


def _steps(domain: str, steps: pd.Series, why: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame({domain: steps, f"{domain}: why": why}, index=steps.index)
