"""What people ask of the ledger: directions and certainty, one claim's profile, and what would flip it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from helpers import tables
from helpers.claims import appraisal
from helpers.claims.certainty import DOMAINS, LEVELS
from helpers.claims.direction import DIRECTIONS, point
from helpers.claims.studies import DEFAULT
from tests import kept, said

JUDGED = appraisal.course_verdicts().set_index("claim_id")


def test_every_claim_has_one_direction_and_one_certainty() -> None:
    assert list(JUDGED.index) == list(tables.load("claims")["claim_id"])
    assert set(JUDGED["direction"]) <= set(DIRECTIONS)
    assert set(JUDGED["certainty"]) <= set(LEVELS)
    assert appraisal.directions().equals(JUDGED["direction"])


def test_select_filters_by_all_that_people_ask_for() -> None:
    found = appraisal.select(level="treatment", source="guestpost_aijr", direction="contradicted")
    assert "G-76" in set(found["claim_id"])
    assert set(appraisal.select(topic="mtor")["topic"]) == {"mtor"}
    assert set(appraisal.select(population="ptsd")["population"]) == {"ptsd"}
    assert set(appraisal.select(kind="norm")["claim_id"]) == {"N-45", "N-46", "G-105"}
    with pytest.raises(ValueError, match=r"There is no direction 'true'.*holds as stated"):
        appraisal.select(direction="true")


def test_findings_and_claims_find_each_other() -> None:
    for claim_id in ("C-75", "N-42", "G-76"):
        for finding_id in appraisal.findings_for(claim_id)["finding_id"]:
            assert claim_id in set(appraisal.claims_touched(finding_id)["claim_id"])
    assert appraisal.findings_for("G-96").empty
    with pytest.raises(KeyError, match="no finding 'F-999'"):
        appraisal.claims_touched("F-999")
    with pytest.raises(KeyError, match="no claim 'X-01'"):
        appraisal.findings_for("X-01")
    with pytest.raises(ValueError, match="no claim 'X-01'"):
        appraisal.why("X-01")


def test_findings_are_listed_by_relation_the_heaviest_first() -> None:
    found = appraisal.findings_for("C-71")
    relations = found["relation"].drop_duplicates().tolist()
    assert relations == ["supports", "qualifies", "contradicts"]
    for _, rows in found.groupby("relation"):
        assert rows["weight"].is_monotonic_decreasing


def test_the_matrix_tells_who_speaks_and_who_agrees() -> None:
    matrix = appraisal.matrix()
    assert set(matrix.index) == set(tables.load("claims")["topic"])
    assert matrix.loc["mtor", "press_2025"] == "silent"
    assert matrix.loc["mtor", "voices"] == 1
    assert (matrix.loc[matrix["voices"] == 1, "agree"] == "").all()
    tally = matrix.loc["efficacy_ptsd", "clinic_isha"]
    assert tally == "not supported: 2"


@pytest.mark.parametrize("claim_id", list(tables.load("claims")["claim_id"])[::9])
def test_a_profile_gives_sentence_direction_certainty_and_studies(claim_id: str) -> None:
    text = appraisal.why(claim_id)
    claim = JUDGED.loc[claim_id]
    assert claim["statement"] in text
    assert f"Direction: {claim['direction']}" in text
    assert "nan" not in text.lower().split()
    if claim["direction"] != "not examined here":
        assert f"Certainty: {claim['certainty']}." in text
        studied = claim["kind"] in ("effect", "mechanism")  # of facts only what lowers certainty is told
        certainty = appraisal.certainty_of(claim_id)
        for domain in DOMAINS:
            assert (f"  {domain}: lowers" in text) == bool(studied or certainty[domain])
        heaviest = appraisal.findings_for(claim_id).query("speaks").groupby("relation").head(appraisal.LIST_AT_MOST)
        for row in heaviest.itertuples():
            assert f"{row.relation} ({row.weight:.2f}, {row.finding_id}, {row.label}): {row.statement}" in text
        assert "What would flip it: " in text


def test_a_profile_names_the_article_and_why_it_is_too_strong() -> None:
    assert appraisal.why("C-75").startswith("C-75 (clinic page, FAQ 6): “The doses")
    assert "Direction: holds, but overstated, since most of the support speaks of others" in appraisal.why("C-52")
    assert "It is an effect, told as a promise of safety; it speaks of: patients, unspecified." in appraisal.why("C-70")


def test_what_was_not_examined_gives_the_reason() -> None:
    assert appraisal.why("G-96").endswith("Direction: not examined here. A forecast.")


def test_a_long_list_is_cut_and_says_so() -> None:
    assert "more that support it" in appraisal.why("C-71")


@pytest.mark.parametrize("claim_id", ["C-71", "C-73", "C-12", "N-47", "C-75", "G-90", "C-19"])
def test_the_flip_is_the_smallest_that_changes_the_direction(claim_id: str) -> None:
    found = appraisal.flip(claim_id)
    _, _, sums = appraisal._one(claim_id, DEFAULT)
    before = JUDGED.loc[claim_id, "direction"]
    smaller = [people for people in appraisal.NEW_PEOPLE if found is None or people < found[1]]
    if JUDGED.loc[claim_id, "kind"] not in ("effect", "mechanism"):
        smaller = []
    for people in smaller:
        for relation in appraisal.ORDER:
            new = appraisal._with_new(sums, relation, people, DEFAULT)
            assert point(new).item() == before
    if found is not None:
        relation, people, after = found
        new = appraisal._with_new(sums, relation, people, DEFAULT)
        assert point(new).item() == after != before
        assert f"“{after}”" in appraisal.why(claim_id)


def test_a_new_study_is_added_to_what_is_there() -> None:
    _, _, sums = appraisal._one("C-52", DEFAULT)  # two studies of rats, 0.3 each
    new = appraisal._with_new(sums, "supports", 180, DEFAULT).iloc[0]
    assert new["supports"] == pytest.approx(0.6 + 0.9)
    assert new["direct"] == pytest.approx(0.9 / 1.5)
    assert new["people"] == 180
    known = appraisal._with_new(new.to_frame().T.infer_objects(), "supports", 180, DEFAULT).iloc[0]
    assert known["direct"] == pytest.approx(1.8 / 2.4)
    # Half of 2 against it were null results; with 0.9 more that is none, they are 1 of 2.9.
    against = sums.assign(contradicts=2.0, nulls=0.5)
    assert appraisal._with_new(against, "contradicts", 180, DEFAULT).iloc[0]["nulls"] == pytest.approx(1 / 2.9)


def test_parameters_can_be_changed() -> None:
    no_animals = replace(DEFAULT, animals=0.0)
    assert appraisal.verdicts(no_animals).set_index("claim_id").loc["C-52", "direction"] == "not supported"
    assert appraisal.certainty_of("C-52", no_animals)["certainty"] in LEVELS


def test_direction_and_certainty_are_nowhere_typed() -> None:
    for name in ("claims", "appraisals", "findings", "studies", "untested", "traps"):
        assert not {"verdict", "direction", "certainty"} & set(tables.load(name).columns)


def test_an_article_can_be_read_along() -> None:
    for source_id in tables.load("articles")["source_id"]:
        found = appraisal.article_map(source_id)
        assert list(found.columns) == ["where", "claim_id", "statement", "direction", "certainty"]
        own = tables.load("claims").query("source_id == @source_id")
        assert set(found["claim_id"]) == set(own["claim_id"])
        numbers = [int(claim.split("-")[1]) for claim in found["claim_id"]]
        assert numbers == sorted(numbers)
        assert list(found["direction"]) == [JUDGED.loc[claim, "direction"] for claim in found["claim_id"]]
    with pytest.raises(ValueError, match=r"no source 'times'.*clinic_isha"):
        appraisal.article_map("times")


def test_the_ledger_comes_to_what_it_came_to() -> None:
    """Weights, sums, directions and certainties of all claims, and some of them as they are told."""
    kept_before = (said.FOLDER / "_ledger.txt").read_text(encoding="utf-8")
    assert kept.ledger() == kept_before, "If that is meant: python3 course.py refresh"
