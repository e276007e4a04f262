"""Where evidence points: each sentence of the rule by hand, monotonicity, and claims that anybody can check."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import tables
from helpers.claims import direction
from helpers.claims.appraisal import verdicts
from helpers.claims.studies import DEFAULT, evidence

SUMS = {
    "supports": 2.0,
    "qualifies": 0.0,
    "contradicts": 0.0,
    "direct": 1.0,
    "nulls": 0.0,
    "people": 500.0,
    "findings": 3,
    "kind": "effect",
    "wording": "flat",
}
weight = st.floats(0, 5)


def point(**other: object) -> str:
    return str(direction.point(pd.DataFrame([SUMS | other])).item())


@pytest.mark.parametrize(
    ("sums", "wanted"),
    [
        ({}, "holds as stated"),
        ({"findings": 0, "supports": 0}, "not examined here"),
        ({"kind": "norm", "supports": 0, "qualifies": 1}, "unsettled"),
        ({"kind": "norm", "supports": 1}, "holds as stated"),
        ({"supports": 0, "qualifies": 1}, "not supported"),
        ({"supports": 0, "qualifies": 1, "kind": "fact"}, "holds, but overstated"),
        ({"supports": 0, "qualifies": 1, "kind": "practice"}, "holds, but overstated"),
        ({"supports": 0, "qualifies": 0.1, "kind": "fact"}, "not supported"),
        ({"contradicts": 8}, "contradicted"),
        ({"contradicts": 8, "nulls": 0.9}, "not supported"),
        ({"contradicts": 1.5}, "unsettled"),
        ({"contradicts": 1.5, "wording": "hedged"}, "holds as stated"),
        ({"contradicts": 3, "wording": "hedged"}, "unsettled"),
        ({"qualifies": 1.5}, "holds as stated"),
        ({"qualifies": 1.8}, "holds, but overstated"),
        ({"qualifies": 1.8, "wording": "hedged"}, "holds as stated"),
        ({"qualifies": 0.6, "wording": "superlative"}, "holds, but overstated"),
        ({"qualifies": 0.3, "wording": "safe"}, "holds, but overstated"),
        ({"qualifies": 8.1}, "not supported"),
        ({"direct": 0.2, "kind": "mechanism"}, "holds, but overstated"),
        ({"direct": direction.MOSTLY, "kind": "mechanism"}, "holds as stated"),
        ({"direct": 0.2, "kind": "mechanism", "wording": "hedged"}, "holds as stated"),
        ({"direct": 0.2, "kind": "fact"}, "holds as stated"),
        ({"people": 60}, "holds, but overstated"),
        ({"people": 99}, "holds, but overstated"),
        ({"people": 100}, "holds as stated"),
        ({"people": 60, "wording": "hedged"}, "holds as stated"),
        ({"people": 60, "kind": "mechanism"}, "holds as stated"),
        ({"people": 0}, "not supported"),
        ({"people": 0, "wording": "hedged"}, "holds as stated"),
    ],
)
def test_the_rule_is_the_one_that_is_published(sums: dict[str, object], wanted: str) -> None:
    assert point(**sums) == wanted


BETTER = {name: place for place, name in enumerate(["contradicted", "not supported", "unsettled"])}
BETTER |= {"holds, but overstated": 3, "holds as stated": 4}
kinds, wordings = st.sampled_from(["fact", "practice", "effect", "mechanism"]), st.sampled_from(sorted(DEFAULT.room))


@given(supports=weight, qualifies=weight, contradicts=weight, more=weight, kind=kinds, wording=wordings)
def test_more_support_never_makes_a_direction_worse(
    supports: float, qualifies: float, contradicts: float, more: float, kind: str, wording: str
) -> None:
    sums = {"qualifies": qualifies, "contradicts": contradicts, "kind": kind, "wording": wording}
    before, after = point(supports=supports, **sums), point(supports=supports + more, **sums)
    if before == "holds, but overstated" and max(supports, contradicts) < DEFAULT.least:
        return  # true in part, by what qualifies it alone
    assert BETTER[after] >= BETTER[before]


@given(supports=weight, qualifies=weight, more=weight, kind=kinds, wording=wordings)
def test_more_qualification_never_makes_a_direction_better(
    supports: float, qualifies: float, more: float, kind: str, wording: str
) -> None:
    if max(supports, 0) < DEFAULT.least:
        return  # what is true in part is better than what nothing speaks to
    before = point(supports=supports, qualifies=qualifies, kind=kind, wording=wording)
    assert BETTER[point(supports=supports, qualifies=qualifies + more, kind=kind, wording=wording)] <= BETTER[before]


def test_the_reason_for_too_strong_is_told() -> None:
    cases: list[dict[str, object]] = [{"qualifies": 1.8}, {"direct": 0.2}, {"people": 60}, {}]
    found = direction.too_strong(pd.DataFrame([SUMS | case for case in cases]))
    assert found.tolist() == [*direction.TOO_STRONG, ""]


@pytest.mark.parametrize(
    ("claim_id", "wanted"),
    [
        ("N-41", "contradicted"),  # antidepressants are not sold without a prescription
        ("N-29", "contradicted"),  # the PET tracer did not show blood flow
        ("G-76", "contradicted"),  # Schedule III is a number of US law
        ("C-75", "contradicted"),  # the doses in use do cause dissociation
        ("N-43", "holds as stated"),  # twice a week in the first month
        ("C-32", "holds as stated"),  # suicidal ideation falls within a day
        ("C-41", "holds as stated"),  # esketamine is the more potent form
        ("C-71", "holds as stated"),  # against depression
        ("C-73", "not supported"),  # against PTSD: the largest and the pooled trials found nothing
        ("C-12", "holds, but overstated"),  # BDNF: rodents
        ("G-27", "holds as stated"),  # what BDNF does to nerve cells is seen in animals
        ("C-70", "holds, but overstated"),  # safe
        ("G-96", "not examined here"),  # a forecast
    ],
)
def test_known_claims_point_where_their_findings_do(claim_id: str, wanted: str) -> None:
    assert verdicts().set_index("claim_id").loc[claim_id, "direction"] == wanted


def test_null_results_count_alike_against_depression_and_ptsd() -> None:
    """The same relation for the same kind of result; how much it says is the rule's to judge."""
    null = tables.load("findings").query("null_result")["finding_id"]
    rows = tables.load("appraisals").merge(tables.load("claims")[["claim_id", "statement"]], on="claim_id")
    tells = rows["statement"].str.contains("effective for|are both effective")
    found = rows[tells & rows["finding_id"].isin(null)].set_index("claim_id")
    assert {"C-71", "C-73", "C-43"} <= set(found.index)
    assert set(found.loc[["C-71", "C-73", "C-43"], "relation"]) <= {"contradicts", "qualifies"}
    trials = found[found["finding_id"].isin(["F-130", "F-147", "F-124", "F-125", "F-325"])]
    assert set(trials["relation"]) == {"contradicts"}


def test_the_sums_are_those_of_the_voices() -> None:
    rows = evidence()
    found = direction.sums(rows, tables.load("claims"))
    for claim_id in ("C-71", "C-05", "N-42", "G-76"):
        voices = rows[rows["claim_id"].eq(claim_id) & rows["speaks"]]
        for relation in ("supports", "qualifies", "contradicts"):
            assert found.loc[claim_id, relation] == pytest.approx(
                voices.loc[voices["relation"] == relation, "weight"].sum()
            )


def test_parameters_move_directions() -> None:
    rows, claims = evidence(), tables.load("claims")
    found = direction.sums(rows, claims)
    lenient = replace(DEFAULT, room=dict.fromkeys(DEFAULT.room, 1.0))
    assert (direction.point(found, lenient) != direction.point(found)).any()
