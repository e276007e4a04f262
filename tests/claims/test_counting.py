"""Counting votes, the foil: the rule as it is published, its limits, and that it stays what it was."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import tables
from helpers.claims import counting

weight = st.floats(0, 5)


@pytest.mark.parametrize(
    ("sums", "verdict"),
    [
        ((0, 0, 0, 0), "untested"),
        ((1, 0, 0, 1), "supported"),
        ((1, 0, 0, 0), "supported in animals only"),
        ((0, 1, 0, 0), "not supported"),
        ((0, 0, 1, 0), "contradicted"),
        ((0, 5, 0.1, 0), "contradicted"),
        ((1, 0, 1, 1), "mixed"),
        ((1, 0, 9, 1), "contradicted"),
        ((1, 9, 0, 1), "not supported"),
        ((0.1, 0, 0, 0.1), "not supported"),
        ((0.3, 0, 3, 0), "contradicted"),
        ((1, 9, 1, 1), "not supported"),
        ((0.15, 0, 0, 0.15), "supported"),
        ((0.149, 0, 0, 0.149), "not supported"),
        ((1, 9, 1.1, 1), "contradicted"),
    ],
)
def test_the_rule_is_the_one_that_is_published(sums: tuple[float, float, float, float], verdict: str) -> None:
    assert counting.judge(*sums) == verdict


ORDER = {"contradicted": 0, "not supported": 1, "mixed": 2, "supported in animals only": 2, "supported": 3}


@given(supports=weight, qualifies=weight, contradicts=weight, more=weight)
def test_more_support_never_makes_a_verdict_worse(
    supports: float, qualifies: float, contradicts: float, more: float
) -> None:
    before = counting.judge(supports, qualifies, contradicts, supports)
    after = counting.judge(supports + more, qualifies, contradicts, supports + more)
    assert before == "untested" or ORDER[after] >= ORDER[before]


@given(supports=weight, qualifies=weight, contradicts=weight, more=weight)
def test_more_contradiction_never_makes_a_verdict_better(
    supports: float, qualifies: float, contradicts: float, more: float
) -> None:
    before = counting.judge(supports, qualifies, contradicts, supports)
    after = counting.judge(supports, qualifies, contradicts + more, supports)
    # From "only qualified" to "contradicted" is worse, too.
    assert before == "untested" or ORDER[after] <= ORDER[before]


def test_weights_are_shares_and_grow_with_size_and_design() -> None:
    findings = tables.load("findings")
    weights = counting.weigh(findings)
    assert weights.between(0, 1).all()
    one = findings[findings["design"].eq("RCT") & findings["n"].notna()].head(1)
    assert counting.weigh(one.assign(n=400)).item() > counting.weigh(one.assign(n=10)).item()
    assert counting.weigh(one.assign(design="open label")).item() < counting.weigh(one).item()
    assert counting.weigh(one.assign(species="mouse")).item() == pytest.approx(0.3)


def test_comparator_and_number_are_weighed_in_people_only() -> None:
    """As the head of the module, and what is shown beside the rule, say."""
    findings = tables.load("findings")
    best = findings.assign(comparator="placebo", n=10**9)
    others = findings["species"] != "human"
    pd.testing.assert_series_equal(counting.weigh(findings)[others], counting.weigh(best)[others])
    weak = others & findings["comparator"].isin(counting.COMPARATOR)
    assert weak.sum() > 40
    people = findings["species"].eq("human") & findings["comparator"].isin(counting.COMPARATOR)
    assert (counting.weigh(findings)[people] < counting.weigh(best)[people]).all()
    assert "in people" in " ".join((counting.__doc__ or "").split())


def test_every_design_and_species_of_the_ledger_has_a_weight() -> None:
    findings = tables.load("findings")
    assert set(findings["design"]) <= set(counting.DESIGN)
    assert set(findings["species"]) <= set(counting.SPECIES)


def test_a_source_speaks_once_for_each_relation() -> None:
    rows = tables.load("appraisals").query("claim_id == 'N-42' and relation == 'supports'")
    found = rows.merge(tables.load("findings"), on="finding_id")
    assert found["source_id"].duplicated().any()
    once = found.assign(weight=counting.weigh(found)).groupby("source_id")["weight"].max().sum()
    assert counting.balance().loc["N-42", "supports"] == pytest.approx(once)


def test_weights_are_parameters_and_verdicts_move_with_them() -> None:
    lenient = replace(counting.DEFAULT, qualifies=0.0, supported_from=0.5)
    moved = counting.verdicts(lenient)["verdict"] != counting.verdicts()["verdict"]
    assert moved.any()
    no_animals = replace(
        counting.DEFAULT, species={**counting.SPECIES, "mouse": 0, "rat": 0, "rodent": 0, "in vitro": 0}
    )
    assert "supported in animals only" not in set(counting.verdicts(no_animals)["verdict"])


def test_every_claim_has_one_verdict() -> None:
    judged = counting.verdicts()
    assert list(judged["claim_id"]) == list(tables.load("claims")["claim_id"])
    assert set(judged["verdict"]) == set(counting.VERDICTS)


def test_animal_evidence_alone_never_reads_as_supported() -> None:
    judged = counting.verdicts().set_index("claim_id")
    evidence = tables.load("appraisals").query("relation == 'supports'").merge(tables.load("findings"), on="finding_id")
    for claim_id in judged.index[judged["verdict"] == "supported"]:
        species = set(evidence.loc[evidence["claim_id"] == claim_id, "species"])
        assert species & set(counting.PEOPLE), claim_id


def test_an_unknown_design_does_not_pass_silently() -> None:
    stranger = pd.DataFrame({"species": ["human"], "design": ["hearsay"], "comparator": ["none"], "n": [10]})
    assert counting.weigh(stranger).isna().all()
