"""The verdict rule: known cases, limits, monotonicity; and the queries on top of it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import explorers, tables
from helpers.claims import appraisal

weight = st.floats(0, 5)


def verdict_of(claim_id: str) -> str:
    return str(appraisal.verdicts().set_index("claim_id").loc[claim_id, "verdict"])


@pytest.mark.parametrize(
    ("claim_id", "verdict"),
    [
        ("N-41", "contradicted"),  # antidepressants are not sold without a prescription
        ("N-29", "contradicted"),  # the PET tracer did not show blood flow
        ("N-43", "supported"),  # twice a week in the first month
        ("C-32", "supported"),  # suicidal ideation falls within a day
        ("C-12", "supported in animals only"),  # ketamine raises BDNF
        ("C-53", "supported in animals only"),  # mTOR is central
        ("C-73", "mixed"),  # effective for PTSD: a small trial for it, the largest against
        ("C-75", "contradicted"),  # doses below dissociation
        ("C-44", "supported in animals only"),  # R-ketamine lasts longer
        ("G-76", "contradicted"),  # Schedule III in many countries
        ("G-09", "contradicted"),  # does not suppress breathing
        ("C-34", "mixed"),  # dissociative states promote healing
        ("G-96", "untested"),  # a forecast
    ],
)
def test_known_claims_get_the_verdict_that_their_findings_bear(claim_id: str, verdict: str) -> None:
    assert verdict_of(claim_id) == verdict


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
    ],
)
def test_the_rule_is_the_one_that_is_published(sums: tuple[float, float, float, float], verdict: str) -> None:
    assert appraisal.judge(*sums) == verdict


ORDER = {"contradicted": 0, "not supported": 1, "mixed": 2, "supported in animals only": 2, "supported": 3}


@given(supports=weight, qualifies=weight, contradicts=weight, more=weight)
def test_more_support_never_makes_a_verdict_worse(
    supports: float, qualifies: float, contradicts: float, more: float
) -> None:
    before = appraisal.judge(supports, qualifies, contradicts, supports)
    after = appraisal.judge(supports + more, qualifies, contradicts, supports + more)
    assert before == "untested" or ORDER[after] >= ORDER[before]


@given(supports=weight, qualifies=weight, contradicts=weight, more=weight)
def test_more_contradiction_never_makes_a_verdict_better(
    supports: float, qualifies: float, contradicts: float, more: float
) -> None:
    before = appraisal.judge(supports, qualifies, contradicts, supports)
    after = appraisal.judge(supports, qualifies, contradicts + more, supports)
    # From "only qualified" to "contradicted" is worse, too.
    assert before == "untested" or ORDER[after] <= ORDER[before]


def test_weights_are_shares_and_grow_with_size_and_design() -> None:
    findings = tables.load("findings")
    weights = appraisal.weigh(findings)
    assert weights.between(0, 1).all()
    one = findings[findings["design"].eq("RCT") & findings["n"].notna()].head(1)
    assert appraisal.weigh(one.assign(n=400)).item() > appraisal.weigh(one.assign(n=10)).item()
    assert appraisal.weigh(one.assign(design="open label")).item() < appraisal.weigh(one).item()
    assert appraisal.weigh(one.assign(species="mouse")).item() == pytest.approx(0.3)


def test_comparator_and_number_are_weighed_in_people_only() -> None:
    """As the head of the module, and what is shown beside the rule, say."""
    findings = tables.load("findings")
    best = findings.assign(comparator="placebo", n=10**9)
    others = findings["species"] != "human"
    pd.testing.assert_series_equal(appraisal.weigh(findings)[others], appraisal.weigh(best)[others])
    weak = others & findings["comparator"].isin(appraisal.COMPARATOR)
    assert weak.sum() == 49
    people = findings["species"].eq("human") & findings["comparator"].isin(appraisal.COMPARATOR)
    assert (appraisal.weigh(findings)[people] < appraisal.weigh(best)[people]).all()
    about = dict(explorers.evidence_rule()._stage.about)  # type: ignore[arg-type]
    for text in (appraisal.__doc__ or "", *about["What this is"], *about["Equation"]):
        assert "in people" in " ".join(text.split())


def test_every_design_and_species_of_the_ledger_has_a_weight() -> None:
    findings = tables.load("findings")
    assert set(findings["design"]) <= set(appraisal.DESIGN)
    assert set(findings["species"]) <= set(appraisal.SPECIES)


def test_a_source_speaks_once_for_each_relation() -> None:
    balance = appraisal.balance()
    evidence = appraisal.findings_for("N-42")
    supporting = evidence[evidence["relation"] == "supports"]
    assert supporting["source_id"].duplicated().any()
    assert balance.loc["N-42", "supports"] == pytest.approx(supporting.groupby("source_id")["weight"].max().sum())


def test_weights_are_parameters_and_verdicts_move_with_them() -> None:
    lenient = replace(appraisal.DEFAULT, qualifies=0.0, supported_from=0.5)
    moved = appraisal.verdicts(lenient)["verdict"] != appraisal.verdicts()["verdict"]
    assert moved.any()
    no_animals = replace(
        appraisal.DEFAULT, species={**appraisal.SPECIES, "mouse": 0, "rat": 0, "rodent": 0, "in vitro": 0}
    )
    assert "supported in animals only" not in set(appraisal.verdicts(no_animals)["verdict"])


def test_every_claim_has_one_verdict() -> None:
    judged = appraisal.verdicts()
    assert list(judged["claim_id"]) == list(tables.load("claims")["claim_id"])
    assert set(judged["verdict"]) == set(appraisal.VERDICTS)


def test_select_filters_by_all_that_people_ask_for() -> None:
    found = appraisal.select(level="treatment", source="guestpost_aijr", verdict="contradicted")
    assert {"G-09", "G-76"} <= set(found["claim_id"])
    assert set(appraisal.select(topic="mtor")["topic"]) == {"mtor"}
    assert set(appraisal.select(population="ptsd")["population"]) == {"ptsd"}
    with pytest.raises(ValueError, match=r"There is no verdict 'true'.*supported"):
        appraisal.select(verdict="true")


def test_findings_and_claims_find_each_other() -> None:
    for claim_id in ("C-75", "N-42", "G-76"):
        evidence = appraisal.findings_for(claim_id)
        for finding_id in evidence["finding_id"]:
            assert claim_id in set(appraisal.claims_touched(finding_id)["claim_id"])
    assert appraisal.findings_for("G-96").empty
    with pytest.raises(KeyError, match="no finding 'F-999'"):
        appraisal.claims_touched("F-999")
    with pytest.raises(KeyError, match="no claim 'X-01'"):
        appraisal.findings_for("X-01")
    with pytest.raises(ValueError, match="no claim 'X-01'"):
        appraisal.why("X-01")


def test_the_matrix_tells_who_speaks_and_who_agrees() -> None:
    matrix = appraisal.matrix()
    assert set(matrix.index) == set(tables.load("claims")["topic"])
    assert matrix.loc["mtor", "press_2025"] == "silent"
    assert matrix.loc["mtor", "voices"] == 1
    assert matrix.loc["bdnf", "agree"] == "yes"
    assert (matrix.loc[matrix["voices"] == 1, "agree"] == "").all()


@pytest.mark.parametrize("claim_id", list(tables.load("claims")["claim_id"])[::9])
def test_why_gives_sentence_verdict_and_findings(claim_id: str) -> None:
    text = appraisal.why(claim_id)
    claim = tables.load("claims").set_index("claim_id").loc[claim_id]
    assert claim["statement"] in text
    assert f"Verdict: {verdict_of(claim_id)}." in text
    for finding_id in appraisal.findings_for(claim_id)["finding_id"]:
        assert finding_id in text
    assert "nan" not in text.lower().split()


def test_why_of_an_untested_claim_gives_the_reason() -> None:
    assert appraisal.why("G-96").endswith("Not tested: A forecast.")


def test_why_names_the_article_and_says_when_no_finding_counts() -> None:
    assert appraisal.why("C-75").startswith("C-75 (clinic page, FAQ 6): “The doses")
    assert appraisal.why("N-29").startswith("N-29 (news article, ")
    nothing = replace(appraisal.DEFAULT, species=dict.fromkeys(appraisal.SPECIES, 0.0))
    assert appraisal.why("C-75", nothing).endswith("Not tested: by these weights none of its findings counts.")


def test_the_verdict_is_nowhere_typed() -> None:
    for name in ("claims", "appraisals", "untested", "traps"):
        assert "verdict" not in tables.load(name).columns


def test_animal_evidence_alone_never_reads_as_supported() -> None:
    judged = appraisal.verdicts().set_index("claim_id")
    for claim_id in judged.index[judged["verdict"] == "supported"]:
        evidence = appraisal.findings_for(claim_id)
        species = set(evidence.loc[evidence["relation"] == "supports", "species"])
        assert species & set(appraisal.PEOPLE), claim_id


def test_an_unknown_design_does_not_pass_silently() -> None:
    stranger = pd.DataFrame({"species": ["human"], "design": ["hearsay"], "comparator": ["none"], "n": [10]})
    assert appraisal.weigh(stranger).isna().all()
