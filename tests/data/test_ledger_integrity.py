"""The ledger as a whole: nothing dangles, nothing is counted twice, numbers are possible."""

from __future__ import annotations

import re

import pytest

from helpers import tables

NUMBERED = {"findings": r"F-(\d{3})", "traps": r"T-(\d{2})", "affinities": r"K-(\d{2})", "trial_outcomes": r"O-(\d{3})"}


@pytest.mark.parametrize(("name", "pattern"), NUMBERED.items())
def test_ids_run_on_without_a_gap(name: str, pattern: str) -> None:
    key = tables.resource(name)["schema"]["primaryKey"]
    numbers = [int(re.fullmatch(pattern, value)[1]) for value in tables.load(name)[key]]  # type: ignore[index]
    assert numbers == list(range(1, len(numbers) + 1))


def test_there_is_enough_to_weigh_with() -> None:
    findings = tables.load("findings")
    assert len(findings) >= 250
    assert set(findings["level"]) == {"molecular", "network", "behavioral", "treatment", "study"}
    assert len(tables.load("traps")) == 56


def test_every_claim_is_appraised_or_says_why_not() -> None:
    claims = set(tables.load("claims")["claim_id"])
    appraised, untested = set(tables.load("appraisals")["claim_id"]), set(tables.load("untested")["claim_id"])
    assert appraised | untested == claims
    assert not appraised & untested


# They tell how well a study was done, which the table of studies holds; they bear on no claim of the articles.
ON_QUALITY = {"F-288", "F-289", "F-353", "F-354", "F-369", "F-373"}


def test_no_finding_is_an_orphan() -> None:
    alone = set(tables.load("findings")["finding_id"]) - set(tables.load("appraisals")["finding_id"])
    assert alone == ON_QUALITY


def test_every_source_was_looked_at_twice() -> None:
    """All but the three articles, which are what is weighed. No number rests on one look."""
    twice = tables.load("rechecks").set_index("source_id")
    assert set(tables.load("sources")["source_id"]) - set(twice.index) == set(tables.load("articles")["source_id"])
    assert (twice[["confirmed", "corrected", "doubtful", "not_found"]].sum(axis="columns") > 0).all()
    for name in tables.names():
        if name not in ("articles", "claims", "traps") and "source_id" in tables.load(name):
            rests_on = set(tables.load(name)["source_id"].dropna()) - {""}
            assert rests_on - set(twice.index) <= set(tables.load("articles")["source_id"]), name


def test_what_was_put_right_or_not_found_says_so() -> None:
    rows = tables.load("rechecks")
    told = rows[rows[["corrected", "doubtful", "not_found"]].sum(axis="columns") > 0]
    assert set(told.loc[told["note"].eq(""), "source_id"]) <= {"daly_2019", "evans_2018", "latelife_2023"}


def test_the_reason_of_a_claim_is_one() -> None:
    assert (tables.load("appraisals").groupby("claim_id")["note"].nunique() == 1).all()


def test_an_interval_contains_its_value() -> None:
    rows = tables.load("findings").query("interval != '' and value.notna()")
    assert len(rows) >= 15
    for row in rows.to_dict("records"):
        low, high = (float(end) for end in row["interval"].split(" to "))
        assert low <= row["value"] <= high, row["finding_id"]


def test_intervals_run_upwards() -> None:
    for interval in tables.load("findings").query("interval != ''")["interval"]:
        low, high = (float(end) for end in interval.split(" to "))
        assert low < high


def test_percentages_lie_between_0_and_100() -> None:
    for name in ("findings", "trial_outcomes"):
        rows = tables.load(name)
        shares = rows[rows["unit"].isin(["%", "per 100"]) & rows["measure"].str.contains("response|remission|relapse")]
        assert shares["value"].dropna().between(0, 100).all()


def test_a_value_has_a_unit_and_a_unit_a_value_or_interval() -> None:
    findings = tables.load("findings")
    assert (findings.loc[findings["value"].notna(), "unit"] != "").all()
    with_unit = findings[findings["unit"] != ""]
    assert (with_unit["value"].notna() | with_unit["interval"].ne("")).all()


def test_literature_can_be_found() -> None:
    sources = tables.load("sources")
    papers = sources[sources["kind"].isin(["journal article", "review", "meta-analysis"])]
    nameless = papers[papers["identifier"] == ""]
    # Where no identifier was seen, author or title and year (or a telling name) have to do.
    assert len(nameless) < 0.25 * len(papers)
    assert (nameless["citation"].str.len() > 20).all()


def test_traps_name_an_article_and_its_own_claim() -> None:
    traps = tables.load("traps")
    claims = tables.load("claims").set_index("claim_id")["source_id"]
    named = traps[traps["claim_id"] != ""]
    assert (claims.loc[named["claim_id"]].to_numpy() == named["source_id"].to_numpy()).all()
    assert set(traps["source_id"]) == {"press_2025", "clinic_isha", "guestpost_aijr"}
    kinds = set(traps["kind"])
    assert {"factual error", "wrong modality", "animal evidence told as human", "missing comparator"} <= kinds
    assert {"internal contradiction", "contradiction across articles", "seller of the treatment"} <= kinds


def test_arms_of_a_trial_come_in_pairs() -> None:
    outcomes = tables.load("trial_outcomes").query("comparator not in ['', 'placebo'] or trial != 'Han 2016'")
    for (_, _), group in outcomes.query("trial == 'TRANSFORM-2'").groupby(["measure", "timepoint"]):
        assert len(group) == 2


def test_second_looks_cover_what_the_course_leans_on() -> None:
    looks = tables.load("rechecks")
    assert looks[["confirmed", "corrected", "not_found"]].to_numpy().sum() >= 40
    assert (looks.loc[looks["corrected"] > 0, "note"] != "").mean() > 0.5


@pytest.mark.parametrize(
    "name", ["questions", "solutions", "question_options", "question_hints", "question_goals", "concepts", "explorers"]
)
def test_what_a_learner_reads_holds_no_markup(name: str) -> None:
    """Questions, answers and hints are shown as they stand: an asterisk would stay one."""
    for column in tables.load(name).select_dtypes(["object", "string"]):
        marked = [text for text in tables.load(name)[column].dropna() if re.search(r"\*\w[^*]*\*|`", str(text))]
        assert not marked, f"Write {column} of {name} without asterisks and backticks: {marked}"
