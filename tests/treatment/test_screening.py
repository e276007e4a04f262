"""Screening: who names what, whom the criteria meet, and funnels that only narrow."""

from __future__ import annotations

import numpy as np
import pytest

from helpers import exercises, explorers, tables
from helpers.interactive import COLOURS
from helpers.treatment import screening
from tests.pictures import assert_axes, assert_colour, assert_drawn, assert_says, assert_seen, settings_of


def test_the_seller_names_no_reason() -> None:
    found = screening.criteria()
    assert [int(found[voice].sum()) for voice in ("US label", "news article", "clinic page", "guest post")] == [
        11,
        2,
        0,
        4,
    ]


def test_every_claim_of_a_criterion_is_on_screening() -> None:
    topics = tables.load("claims").set_index("claim_id")["topic"]
    named = tables.load("screening_criteria")["claim_id"]
    assert (topics.loc[named[named != ""]] == "screening").all()


def test_every_person_can_be_chosen_and_one_meets_nothing() -> None:
    cases = tables.load("screening_cases")["case_id"]
    assert sorted(len(screening.met_by(case)) for case in cases)[0] == 0
    assert "not yet a reason for treatment" in explorers.screening(case="case_a").reading


@pytest.mark.parametrize("funnel_id", ["inpatients", "maintenance"])
def test_funnels_narrow(funnel_id: str) -> None:
    found = screening.funnel(funnel_id)
    assert found["n"].is_monotonic_decreasing
    assert found["percent"].iloc[0] == 100


def test_unknown_cases_and_funnels_say_which_there_are() -> None:
    with pytest.raises(ValueError, match=r"no case 'case_z'.*case_a"):
        screening.met_by("case_z")
    with pytest.raises(ValueError, match=r"inpatients, maintenance"):
        screening.funnel("all")


def test_the_challenge_is_met_by_one_person_and_two_articles() -> None:
    challenge = exercises.challenge("named_in_part", explorers.screening())
    assert not challenge.reached
    met: list[tuple[str, str]] = []
    for case in CASES:
        for voice in VOICES:
            challenge.explorer.set(case=case, voice=voice)
            met += [(case, voice)] if challenge.reached else []
    assert met == [("case_e", "news article"), ("case_e", "guest post")]


# -- scene and picture -----------------------------------------------------------------------------

CASES = list(tables.load("screening_cases")["case_id"])
VOICES = ["US label", "news article", "clinic page", "guest post"]
CRITERIA = list(tables.load("screening_criteria")["criterion_id"])
# Counted by hand in the articles: the rows of the list that each of them names.
NAMED = {
    "US label": set(CRITERIA),
    "news article": {"child", "first_line"},
    "clinic page": set(),
    "guest post": {"pressure", "heart", "psychosis", "substances"},
}
MET = {
    "case_a": [],
    "case_b": ["pressure"],
    "case_c": ["pregnancy"],
    "case_d": ["brain_bleed"],
    "case_e": ["first_line", "substances"],
    "case_f": ["child"],
    "case_g": ["psychosis"],
}


def test_the_picture_says_who_the_person_is_and_frames_what_is_met() -> None:
    for explorer in settings_of("screening"):
        picture, set_to = explorer.picture, explorer.values
        assert_drawn(picture.person, f"Person {tables.row('screening_cases', set_to['case'])['text']}")
        assert_seen(picture.bands, [criterion in MET[set_to["case"]] for criterion in CRITERIA])
        assert_drawn(picture.column, [VOICES.index(set_to["voice"]) - 0.35, -0.6, 0.7, 11])


def test_a_person_is_chosen_by_who_it_is() -> None:
    """Letters alone used to stand in the list."""
    for words, case in explorers.screening().controls["case"].options:
        assert words == tables.row("screening_cases", case)["text"]
        assert len(words) > 20


def test_the_marks_stand_where_a_voice_names_a_criterion() -> None:
    picture = screening.ScreeningPicture()
    for column, voice in enumerate(VOICES):
        named, silent = picture.marks[voice]
        filled = [row for row, criterion in enumerate(CRITERIA) if criterion in NAMED[voice]]
        dashes = [row for row in range(11) if row not in filled]
        assert_drawn(named, [column] * len(filled), filled)
        assert_drawn(silent, [column] * len(dashes), dashes)
        assert (named.get_marker(), silent.get_marker()) == ("o", "_")
        assert_colour(named, COLOURS["blue"])
        assert_colour(silent, COLOURS["grey"])


def test_rows_and_columns_carry_their_names() -> None:
    picture = screening.ScreeningPicture()
    (axes,) = picture.figure.axes
    assert_axes(axes, xlim=(-0.6, 3.6), ylim=(11.1, -0.6), xticks=np.arange(4), yticks=np.arange(11))
    totals = [f"{voice}\n{number} of 11" for voice, number in zip(VOICES, (11, 2, 0, 4), strict=True)]
    assert [label.get_text() for label in axes.get_xticklabels()] == totals
    labels = [tables.row("screening_criteria", criterion)["label"] for criterion in CRITERIA]
    assert [label.get_text() for label in axes.get_yticklabels()] == labels
    assert [text.get_text() for text in axes.texts] == ["filled: named · dash: not named"]
    for row, band in enumerate(picture.bands):
        assert_drawn(band, [-0.6, row - 0.45, 4.2, 0.9])


def test_the_scene_is_the_tables() -> None:
    for explorer in settings_of("screening"):
        shown, set_to = explorer.scene, explorer.values
        met = MET[set_to["case"]]
        assert list(shown.met_ids) == met
        assert shown.met == len(met)
        assert shown.named == len(NAMED[set_to["voice"]] & set(met))
        assert shown.named_in_all == len(NAMED[set_to["voice"]])


def test_the_reading_says_the_scenes_numbers() -> None:
    rows = tables.load("screening_criteria").set_index("criterion_id")
    for explorer in settings_of("screening"):
        set_to = explorer.values
        met, voice = MET[set_to["case"]], set_to["voice"]
        said = [f"{rows.loc[criterion, 'label']}: {rows.loc[criterion, 'weight']}" for criterion in met]
        if voice == "US label":
            said += ["All 11 of our list are from the label"]
        else:
            here = f"{len(NAMED[voice] & set(met))} of {len(met)} here, and " if met else ""
            said += [f"The {voice} names {here}{len(NAMED[voice])} of 11 in all."]
        assert_says(explorer, str(tables.row("screening_cases", set_to["case"])["text"]), *said)


def test_known_words_are_said() -> None:
    assert_says(
        explorers.screening(case="case_e", voice="guest post"),
        "E, 24, one antidepressant for five weeks, drinks heavily at weekends.",
        "Of the list: fewer than two antidepressants tried: outside the indication (the label speaks of",
        "; misuse of alcohol or other substances: weighed first (the drug can be misused).",
        "The guest post names 1 of 2 here, and 4 of 11 in all.",
    )
    assert "The guest post names 4 of 11 in all." in explorers.screening(case="case_a", voice="guest post").reading
