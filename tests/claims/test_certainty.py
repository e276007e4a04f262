"""How certain a direction is: each domain by hand, and claims whose grade can be argued."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pytest

from helpers import tables
from helpers.claims import certainty
from helpers.claims.appraisal import certainty_of, course_verdicts
from helpers.claims.direction import sums
from helpers.claims.studies import directness, weigh
from tests.claims.by_hand import rows

LARGE = {
    "n": 500,
    "value": 0.4,
    "topic": "efficacy_depression",
    "blinding": "double",
    "blinding_checked": True,
    "attrition_percent": None,
    "seller_ran_it": False,
    "speaks": True,
}
OTHER = {"study_id": "two"}


def judged(*others: Mapping[str, object], direction: str = "holds as stated") -> pd.Series:
    """Certainty of one claim whose evidence is made by hand: each row is a large trial with other values."""
    trials = rows(*(LARGE | dict(other) for other in others))
    trials = trials.assign(weight=weigh(trials), directness=directness(trials))
    found = sums(trials, trials[["claim_id", "kind", "wording"]].head(1))
    return certainty.judge(trials, found, pd.Series([direction], index=found.index)).iloc[0]


def test_a_good_trial_is_certain() -> None:
    found = judged({})
    assert found["certainty"] == "high"
    assert found["start"] == "Controlled studies decide."
    assert not found[certainty.DOMAINS].any()


@pytest.mark.parametrize(
    ("change", "domain", "steps", "words"),
    [
        ({"blinding_checked": None}, "risk of bias", 1, "nobody checked"),
        ({"blinding_checked": None, "null_result": True}, "risk of bias", 0, "nothing was seen"),
        ({"blinding_checked": None, "topic": "side_effects"}, "risk of bias", 0, "nothing was seen"),
        ({"blinding_checked": None, "attrition_percent": 30.0}, "risk of bias", 2, "lost many people"),
        ({"attrition_percent": 20.0}, "risk of bias", 0, "nothing was seen"),
        ({"attrition_percent": 20.1}, "risk of bias", 1, "lost many people"),
        ({"design": "open-label RCT"}, "risk of bias", 1, "is open"),
        ({"kind": "mechanism", "blinding_checked": None}, "risk of bias", 0, "not weighed"),
        ({"species": "mouse", "population": "mice"}, "indirectness", 2, "100 % of it comes from animals or cells"),
        ({"species": "mouse", "population": "mice", "kind": "mechanism"}, "indirectness", 1, "animals or cells"),
        ({"population": "healthy men"}, "indirectness", 2, "other people"),
        ({"n": 399}, "imprecision", 1, "399 people"),
        ({"n": 99}, "imprecision", 2, "99 people"),
        ({"n": 99, "kind": "mechanism"}, "imprecision", 1, "99 people"),
        ({"n": 399, "kind": "mechanism"}, "imprecision", 0, "399 people"),
        ({"n": None}, "imprecision", 2, "not seen"),
        ({"n": 10, "kind": "fact"}, "imprecision", 0, "not weighed"),
        ({"seller_ran_it": True}, "publication bias", 1, "only those who sell it"),
        ({"seller_ran_it": True, "topic": "side_effects"}, "publication bias", 0, "against their interest"),
    ],
)
def test_each_domain_takes_its_steps_and_says_why(
    change: dict[str, object], domain: str, steps: int, words: str
) -> None:
    found = judged(change)
    assert found[domain] == steps
    assert words in found[f"{domain}: why"]
    assert found["certainty"] == certainty.LEVELS[max(0, 3 - steps)] or change.get("n", 0) is None or "kind" in change


@pytest.mark.parametrize(("mice", "steps"), [(2, 0), (3, 1)])
def test_others_cost_certainty_only_where_most_of_the_weight_is_theirs(mice: int, steps: int) -> None:
    """Others count half, so that two of them are as much as one of those who are meant."""
    others = [{"study_id": f"m{number}", "population": "healthy men"} for number in range(mice)]
    assert judged({}, *others)["indirectness"] == steps


@pytest.mark.parametrize(
    ("designs", "start"),
    [
        (["press report", "record"], "The press tells it, no record was seen."),
        (["press report", "record", "record"], "A record settles it."),
    ],
)
def test_where_half_is_press_and_half_is_record_the_press_tells_it(designs: list[str], start: str) -> None:
    facts = [{"kind": "fact", "design": design, "study_id": f"s{at}"} for at, design in enumerate(designs)]
    trials = rows(*(LARGE | fact for fact in facts)).assign(weight=1.0, directness=1.0)
    known = pd.DataFrame({"kind": ["fact"], "findings": [2], "beside": [False]}, index=pd.Index(["X-01"]))
    assert certainty.beginning(trials, known)["start"].item() == start


@pytest.mark.parametrize(("against", "steps"), [(40, 0), (200, 1), (500, 2)])
def test_results_that_point_the_other_way_cost_certainty(against: int, steps: int) -> None:
    rows = [{"study_id": f"s{number}"} for number in range(8 if steps == 0 else 2 if steps == 1 else 1)]
    found = judged(*rows, OTHER | {"relation": "contradicts", "n": against})
    assert found["inconsistency"] == steps


def test_where_it_begins() -> None:
    assert judged({"design": "open label"})["start"] == "Studies without a control decide."
    record = {"kind": "fact", "species": "none", "design": "record"}
    assert judged(record)[["certainty", "start"]].tolist() == ["high", "A record settles it."]
    press = record | {"design": "press report"}
    assert judged(press)[["certainty", "start"]].tolist() == ["moderate", "The press tells it, no record was seen."]
    company = record | {"design": "company statement"}
    assert judged(company)["certainty"] == "very low"
    assert judged(record | {"kind": "norm", "design": "regulatory"})["certainty"] == "moderate"
    beside = {"relation": "qualifies"}
    assert judged(beside, direction="not supported")["start"] == "Nothing speaks to its core."


def test_what_raises_it() -> None:
    weak = {"n": 300}
    assert judged(weak)["certainty"] == "moderate"
    assert judged(weak | {"value": 0.9})["certainty"] == "high"
    assert judged(weak | {"value": 2.5, "unit": "odds ratio"})["certainty"] == "high"
    assert judged(weak | {"comparator": "dose"})["raised: why"] == "the effect grows with the dose"
    assert judged(weak | {"wording": "hedged"})["certainty"] == "high"
    assert judged(weak | {"value": 0.9, "blinding_checked": None})["raised"] == 0  # belief may be what is large
    assert judged(weak | {"value": 0.9, "kind": "practice"})["raised"] == 0


def test_people_of_a_study_are_counted_once_and_in_controlled_studies() -> None:
    assert judged({"n": 60}, {"n": 50})["imprecision: why"] == "60 people"
    assert judged({"n": 60}, OTHER | {"n": 50})["imprecision: why"] == "110 people"
    assert judged({"n": 60}, OTHER | {"n": 5000, "design": "open label"})["imprecision: why"] == "60 people"


def test_contradiction_decides_what_is_contradicted() -> None:
    rows: list[dict[str, object]] = [{"n": 30}, OTHER | {"relation": "contradicts", "n": 5000}]
    assert judged(*rows, direction="contradicted")["imprecision: why"] == "5000 people"


def test_every_claim_has_a_level_and_what_was_not_examined_the_lowest() -> None:
    found = course_verdicts()
    assert set(found["certainty"]) == set(certainty.LEVELS)
    assert set(found.loc[found["direction"] == "not examined here", "certainty"]) == {"very low"}


@pytest.mark.parametrize(
    ("claim_id", "level"),
    [
        ("N-41", "high"),  # the label asks for an antidepressant, which is on prescription
        ("C-66", "high"),  # nausea, by trials of a thousand people
        ("C-71", "low"),  # against depression: few asked what people believed, and trials disagree
        ("C-72", "very low"),  # anxiety: thirty people
        ("N-12", "moderate"),  # the press names who led the study
    ],
)
def test_known_claims_are_as_certain_as_can_be_argued(claim_id: str, level: str) -> None:
    assert course_verdicts().set_index("claim_id").loc[claim_id, "certainty"] == level


def test_a_domain_of_every_claim_has_a_reason() -> None:
    for claim_id in tables.load("claims")["claim_id"][::25]:
        found = certainty_of(claim_id)
        assert all(found[f"{domain}: why"] for domain in certainty.DOMAINS)
