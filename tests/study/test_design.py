"""The study by its sources: nothing is filled in, and what contradicts is told."""

from __future__ import annotations

import numpy as np
import pytest

from helpers import exercises, explorers, tables
from helpers.interactive import COLOURS, Explorer
from helpers.study import design
from tests.pictures import assert_axes, assert_colour, assert_drawn, assert_says, assert_seen, legend_of, settings_of

SILENT_WORDS = {"not stated", "not mentioned"}


def every_pair() -> list[Explorer]:
    """All pairs of sources: there are few, and each control is a list."""
    return [explorers.study_design(source=source, other=other) for source in design.NAMES for other in design.NAMES]


def test_what_the_article_leaves_out_it_leaves_out_by_the_table() -> None:
    said = design.compare("press_2025").set_index("parameter")
    assert said.loc["dose", "status"] == "silent"
    assert said.loc["infusion length", "status"] == "silent in both"
    assert said.loc["sex", "status"] == "alone"


def test_where_two_sources_contradict_each_other_it_is_told() -> None:
    """Blood flow beside a tracer of synapses: the key contradiction of the news article (N-29)."""
    said = design.compare("press_2025").set_index("parameter")["status"]
    assert said["PET"] == "disagrees"
    assert said.value_counts().to_dict() == {
        "stated": 6,
        "silent": 5,
        "alone": 3,
        "silent in both": 3,
        "disagrees": 1,
        "not in our table": 1,
    }
    assert explorers.study_design(source="press_2025", other="agnorelli_2025").scene.of_status("disagrees") == ["PET"]
    vice = design.compare("vice_2025").set_index("parameter")["status"]
    assert set(vice.index[vice == "disagrees"]) == {"PET", "PET result"}


@pytest.mark.parametrize(("source", "other"), [("press_2025", "vice_2025"), ("agnorelli_2025", "press_2025")])
def test_contradiction_goes_both_ways(source: str, other: str) -> None:
    here, there = (
        design.compare(*pair).set_index("parameter")["status"] for pair in ((source, other), (other, source))
    )
    assert list(here.index[here == "disagrees"]) == list(there.index[there == "disagrees"]) == ["PET"]


def test_no_source_contradicts_itself_or_one_that_says_nothing() -> None:
    for source in design.NAMES:
        assert "disagrees" not in set(design.compare(source, source)["status"])
    assert design.compare("press_2025", "neurogrit_2025").set_index("parameter").loc["PET", "status"] == "stated"


def test_silence_in_the_table_is_what_its_words_say() -> None:
    known = tables.load("study_parameters")
    assert (known["status"].eq("silent") == known["value"].isin(SILENT_WORDS)).all()


def test_a_source_without_a_row_is_not_called_silent() -> None:
    said = design.compare("livescience_2025").set_index("parameter")
    assert said.loc["dose", "says"] == said.loc["dose", "status"] == design.MISSING
    assert said.loc["dose", "other_says"].startswith("1 mg/kg")


def test_every_statement_is_that_of_the_table() -> None:
    known = tables.load("study_parameters").set_index(["parameter", "source_id"])["value"]
    for source in design.NAMES:
        for other in design.NAMES:
            for row in design.compare(source, other).itertuples():
                assert row.says == known.get((row.parameter, source), design.MISSING)
                assert row.other_says == known.get((row.parameter, other), design.MISSING)


def test_a_source_beside_itself_states_nothing_alone() -> None:
    assert explorers.study_design(source="press_2025", other="press_2025").scene.alone == 0


def test_an_unknown_source_names_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"no source 'nature'.*agnorelli_2025"):
        design.compare("nature")


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("what_the_other_leaves_out", explorers.study_design())
    assert not challenge.reached
    challenge.explorer.set(source="press_2025", other="imperial_recruitment")
    assert not challenge.reached
    beside_another = exercises.judge_goals("what_the_other_leaves_out", challenge.explorer)
    assert "Choose the abstract" in beside_another.words
    challenge.explorer.set(source="press_2025", other="agnorelli_2025")
    assert challenge.reached


# -- scene and picture -----------------------------------------------------------------------------


def test_the_scene_is_the_tables() -> None:
    for explorer in every_pair():
        shown, source = explorer.scene, explorer.values["source"]
        assert (shown.source, shown.other) == (design.NAMES[source], design.NAMES[explorer.values["other"]])
        rows = tables.load("study_events").query("source_id == @source")
        assert [(each.event, each.group) for each in shown.events] == list(
            zip(rows["event"], rows["group"], strict=True)
        )
        for each, row in zip(shown.events, rows.itertuples(), strict=True):
            assert np.array([each.from_day, each.to_day], float) == pytest.approx(
                np.array([row.from_day, row.to_day]), nan_ok=True
            )
        counts = shown.pair["status"].value_counts()
        assert shown.stated == counts.reindex(["stated", "alone", "disagrees"]).sum()
        assert shown.silent == counts.reindex(["silent", "silent in both"]).sum()
        assert shown.alone == counts.get("alone", 0)


def test_days_stand_where_the_axis_has_them() -> None:
    """Absolutely, from the table: the abstract's eight days, the article's two groups, a page without a day."""
    picture = explorers.study_design().picture
    assert_drawn(picture.marks["first scan"], [-1.9], [0])
    assert_drawn(picture.marks["dose"], [0], [0])
    assert_drawn(picture.marks["second scan"], [4.5], [0])
    assert_drawn(picture.spans["second scan"], [1, 8], [0, 0])
    assert [text.get_text() for text in picture.words] == ["days 1 to 8", "", ""]
    picture = explorers.study_design(source="press_2025").picture
    assert_drawn(picture.marks["second scan"], [1, 7], [0.6, -0.6])
    assert_drawn(picture.spans["second scan"], [], [])
    assert [text.get_text() for text in picture.words] == ["one group: day 1", "the other group: day 7", ""]
    assert [text.get_position() for text in picture.words[:2]] == [(1, 0.94), (7, pytest.approx(-0.26))]
    picture = explorers.study_design(source="imperial_recruitment").picture
    assert_drawn(picture.marks["second scan"], [8.6], [0])
    assert picture.words[0].get_text() == "day not stated"


def test_what_is_not_stated_is_hollow_or_missing() -> None:
    """A dose that nobody stated must not look like one that was."""
    for explorer in settings_of("study_design"):
        shown, picture = explorer.scene, explorer.picture
        filled = {event: mark.get_markerfacecolor() != "none" for event, mark in picture.marks.items()}
        if shown.of_event("second scan"):
            assert filled["second scan"] == (shown.of_event("second scan")[0].from_day is not None)
        if shown.of_event("first scan"):
            assert not filled["first scan"]
        has_dose = bool(shown.of_event("dose"))
        assert len(picture.marks["dose"].get_xdata()) == has_dose
        assert_seen([picture.dose, picture.none], [has_dose, not shown.events])
        assert_drawn(picture.dose, shown.dose)
        if has_dose:
            assert filled["dose"] == (shown.dose != "dose not stated")
    assert explorers.study_design(source="press_2025").scene.dose == "dose not stated"
    assert explorers.study_design().scene.dose == "1 mg/kg into a vein, once"


def test_each_parameter_has_a_mark_of_its_status() -> None:
    for explorer in every_pair():
        shown, picture = explorer.scene, explorer.picture
        status, names = list(shown.pair["status"]), list(shown.pair["parameter"])
        places = [text.get_position() for text in picture.names]
        assert len(set(places)) == 20 > len(names) == 19
        for kind, mark in picture.kinds.items():
            own = [places[place] for place, its in enumerate(status) if its == kind]
            assert_drawn(mark, [x - 0.045 for x, _ in own], [y for _, y in own])
        for text, name, its in zip(picture.names, names, status, strict=False):
            assert_drawn(text, name)
            assert_colour(text, "red" if its == "disagrees" else "black")


def test_axes_key_and_colours_say_what_is_meant() -> None:
    picture = design.DesignPicture()
    assert_axes(picture.timeline, xlim=(-3.4, 10), ylim=(-1.2, 1.4), xlabel="days after the dose", xticks=range(9))
    assert_axes(picture.accounts, xlim=(0, 4))
    assert legend_of(picture.timeline) == ["first scan", "dose", "second scan"]
    words = ["the two disagree", "stated", "stated here only", "silent", "both silent", "not in our table"]
    assert legend_of(picture.accounts) == words
    assert [mark.get_label() for mark in picture.kinds.values()] == words
    assert list(picture.kinds) == ["disagrees", "stated", "alone", "silent", "silent in both", "not in our table"]
    assert_colour(picture.kinds["disagrees"], COLOURS["red"])
    assert [mark.get_marker() for mark in picture.kinds.values()] == ["X", "s", "P", "o", ".", "_"]
    assert {event: mark.get_label() for event, mark in picture.marks.items()} == {each: each for each in picture.marks}
    for event, colour in {"first scan": "grey", "dose": "orange", "second scan": "black"}.items():
        assert_colour(picture.marks[event], COLOURS[colour])
        assert_colour(picture.spans[event], COLOURS[colour])


def test_the_reading_says_the_scenes_numbers() -> None:
    for explorer in every_pair():
        shown = explorer.scene
        said = [f"Of 19 parameters it states {shown.stated} and is silent on {shown.silent}"]
        said += [f"On {shown.alone} of those that it states the {shown.other} is silent."]
        for row in shown.pair.query("status == 'disagrees'").itertuples():
            said += [f"disagree on {row.parameter}", row.says, f"by the {shown.source}", row.other_says]
            said += [f"by the {shown.other}"]
        assert_says(explorer, *said)
        assert ("disagree" in explorer.reading) == ("disagrees" in set(shown.pair["status"]))
        missing = list(shown.pair["status"]).count("not in our table")
        assert (f"On {missing} our table has no row" in explorer.reading) == bool(missing)


def test_the_reading_names_what_is_silent_and_when_the_second_scan_was() -> None:
    first = explorers.study_design()
    assert_says(
        first,
        "By the abstract of the preprint the second scan was on days 1 to 8 for all.",
        "states 13 and is silent on 6 (sex, age, infusion length, control group, EEG result, effect sizes",
        "On 5 of those",
    )
    press = explorers.study_design(source="press_2025", other="agnorelli_2025")
    assert_says(
        press,
        "on day 1 for one group and on day 7 for the other group",
        "silent on 8 (among them dose, infusion length, control group, PET result, MRS result, connectivity within",
        "disagree on PET: “blood flow” by the news article, “[11C]UCB-J, binds SV2A” by the abstract",
    )
    assert list(press.table.columns) == ["parameter", "news article", "abstract of the preprint", "status"]  # type: ignore[union-attr]
    assert "does not state the day" in explorers.study_design(source="imperial_recruitment").reading
    assert "has no second scan" in explorers.study_design(source="vice_2025").reading


def test_the_picture_names_both_sources() -> None:
    """Two sources may fit a third alike: the picture still says which of them is looked at."""
    for explorer in settings_of("study_design"):
        names = [design.NAMES[explorer.values[name]] for name in ("source", "other")]
        assert_drawn(explorer.picture.pair, f"{names[0]}, beside the {names[1]}")
