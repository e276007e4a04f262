"""How much each study says: by hand on cases, and what must hold for all of the ledger."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from statsmodels.stats.power import TTestIndPower

from helpers import tables
from helpers.claims import studies
from tests.claims.by_hand import rows


def weight_of(**other: object) -> float:
    return float(studies.weigh(rows(other)).item())


def test_a_trial_by_hand() -> None:
    assert weight_of() == pytest.approx(60 / 80)
    assert weight_of(comparator="saline") == pytest.approx(0.8 * 60 / 80)
    assert weight_of(n=None) == pytest.approx(0.5)


def test_no_design_counts_more_than_a_whole() -> None:
    for kind, weights in studies.COUNTS.items():
        assert all(0 <= weight <= 1 for weight in weights.values()), kind
    assert min(studies.DESIGN, key=studies.DESIGN.__getitem__) in ("announcement", "company statement")


@pytest.mark.parametrize(
    ("kind", "population", "directness"),
    [
        ("mechanism", "depression", 0.3),
        ("effect", "depression", 0.1),
        ("mechanism", "nerve cells", 1.0),
        ("mechanism", "not applicable", 1.0),
        ("practice", "depression", 1.0),
    ],
)
def test_animals_speak_of_people_by_the_kind_of_claim(kind: str, population: str, directness: float) -> None:
    mice = rows({"kind": kind, "claim_population": population, "species": "mouse", "population": "mice"})
    assert studies.directness(mice).item() == pytest.approx(directness)


@pytest.mark.parametrize(
    ("population", "claim_population", "directness"),
    [
        ("healthy men", "depression", 0.5),
        ("healthy men", "healthy volunteers", 1.0),
        ("healthy men", "people, unspecified", 1.0),
        ("healthy, depression and PTSD", "depression", 1.0),  # patients are among them
        ("depression and healthy people", "depression", 1.0),
    ],
)
def test_healthy_people_speak_of_patients_by_half(population: str, claim_population: str, directness: float) -> None:
    found = rows({"population": population, "claim_population": claim_population})
    assert studies.directness(found).item() == directness


@pytest.mark.parametrize(
    ("interval", "unit", "n", "adequate"),
    [
        ("-0.08 to 0.48", "Hedges g", 221, True),  # no room for half a standard deviation
        ("-8.54 to 2.22", "points", 62, False),  # eight points may still be there
        ("-8.54 to 2.22", "points", 9000, False),  # however many there were: the interval says it
        ("0.46 to 1.54", "odds ratio", 5103, False),  # half the odds may still be there
        ("0.8 to 1.3", "odds ratio", 40, True),
        ("0.5 to 1.3", "odds ratio", 40, False),  # half the odds would matter
        (None, "", 158, True),
        (None, "", 127, False),
        (None, "", None, False),
        ("34 to 56", "%", 300, True),  # a share of one arm is no difference: by people
    ],
)
def test_a_null_result_is_adequate_by_its_interval_or_by_its_people(
    interval: str | None, unit: str, n: int | None, adequate: bool
) -> None:
    found = rows({"interval": interval, "unit": unit, "n": n, "null_result": True})
    assert studies.adequate(found).item() is adequate


def test_a_small_null_result_says_little() -> None:
    assert weight_of(null_result=True) == pytest.approx(0.25 * weight_of())
    assert weight_of(null_result=True, n=158) == pytest.approx(weight_of(n=158))
    assert studies.weigh(rows({"null_result": True}), replace(studies.DEFAULT, small_null=1)).item() == weight_of()


def test_enough_people_show_half_a_standard_deviation() -> None:
    """As the head of the module says: 64 in each of two arms, four times in five."""
    power = TTestIndPower().power(effect_size=0.5, nobs1=studies.DEFAULT.enough_people / 2, alpha=0.05)
    assert power == pytest.approx(0.8, abs=0.005)


def test_what_counts_follows_from_the_kind() -> None:
    assert weight_of(kind="fact", design="record", species="none", n=None) == 1
    assert weight_of(kind="norm") == 0  # no trial says what should be done
    assert weight_of(kind="norm", design="regulatory", species="none", n=None) == 1
    assert weight_of(kind="effect", design="regulatory", species="none", n=None) < 1


def test_all_of_the_ledger_has_a_weight_between_0_and_1() -> None:
    found = studies.evidence()
    assert len(found) == len(tables.load("appraisals"))
    assert found["weight"].between(0, 1).all()
    for kind in studies.COUNTS.values():
        assert set(tables.load("findings")["design"]) <= set(kind)


def test_a_study_speaks_once_for_each_relation_with_its_heaviest_finding() -> None:
    found = studies.evidence()
    voices = found[found["speaks"]]
    assert not voices.duplicated(["claim_id", "relation", "study_id"]).any()
    heaviest = found.groupby(["claim_id", "relation", "study_id"])["weight"].max()
    for row in voices.itertuples():
        assert row.weight == pytest.approx(heaviest[row.claim_id, row.relation, row.study_id])
    assert found.duplicated(["claim_id", "relation", "study_id"]).any()  # else nothing was held here


def test_papers_on_one_trial_are_one_study() -> None:
    """Price 2014 and Murrough 2013 tell of one trial; two tables of one study on the gene are one finding."""
    of = tables.load("findings").set_index("finding_id")["study_id"]
    assert of["F-158"] == of["F-302"] == of["F-236"]
    assert of["F-189"] == of["F-268"]


def test_a_trial_does_not_speak_beside_a_pool_that_contains_it() -> None:
    pool = {"study_id": "pool", "design": "meta-analysis", "n": 500}
    inside, outside = {"pooled_in": "pool other"}, {"study_id": "two"}
    assert studies._voices(rows(pool, inside, outside).assign(weight=0.5)).tolist() == [True, False, True]
    assert studies._voices(rows(inside, outside).assign(weight=0.5)).tolist() == [True, True]
    against = inside | {"relation": "contradicts"}  # the pool holds it already
    assert studies._voices(rows(pool, against).assign(weight=0.5)).tolist() == [True, False]
    limits = inside | {"relation": "qualifies"}
    assert studies._voices(rows(pool, limits).assign(weight=0.5)).tolist() == [True, True]


def test_an_inconclusive_null_result_does_not_contradict() -> None:
    found = studies.evidence().set_index(["claim_id", "finding_id"])["relation"]
    written = tables.load("appraisals").set_index(["claim_id", "finding_id"])["relation"]
    assert written["C-71", "F-125"] == "contradicts"
    assert found["C-71", "F-125"] == "qualifies"  # 62 people, and eight points may be there
    assert found["C-71", "F-130"] == "contradicts"


def test_pools_that_are_named_are_studies() -> None:
    known = set(tables.load("studies")["study_id"])
    named = set(" ".join(tables.load("studies")["pooled_in"].dropna()).split())
    assert named <= known


def test_no_study_without_a_finding_or_facts() -> None:
    told = tables.load("studies").drop(columns=["study_id", "label"]).notna().any(axis="columns")
    used = tables.load("studies")["study_id"].isin(tables.load("findings")["study_id"])
    assert (told | used).all()


def test_an_unknown_design_does_not_pass_silently() -> None:
    with pytest.raises(KeyError, match="hearsay"):
        weight_of(design="hearsay")


def test_weights_grow_with_people() -> None:
    grown = [weight_of(n=n) for n in (10, 50, 250)]
    assert grown == sorted(grown)
    assert np.isclose(grown[0], 1 / 3)
