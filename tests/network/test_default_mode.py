"""Findings by day and direction: each as the ledger has it, sorted, filtered, and drawn where it was measured."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from helpers import exercises, explorers, tables
from helpers.interactive import COLOURS
from helpers.network.cortex import parcels
from helpers.network.cortex.picture import NETWORK_COLOURS
from helpers.network.default_mode import model
from helpers.network.default_mode.model import Scene
from helpers.network.default_mode.picture import PALE, DirectionPicture
from tests.pictures import assert_axes, assert_colour, assert_drawn, assert_says, settings_of

LEDGER = tables.load("findings").set_index("finding_id")
DIRECTED = tables.load("network_findings").set_index("finding_id")
# First and last day after the drug, by what the table of findings says in words.
DAYS = {
    "during infusion": (0, 0),
    "24 h": (1, 1),
    "2 days": (2, 2),
    "about 2 days": (2, 2),
    "10 days": (10, 10),
    "1-8 days": (1, 8),
    "": (np.nan, np.nan),
}
WORDS = {"down": "down", "unchanged or back again": "unchanged or back", "normalised": "normalised"}
WORDS |= {"up here, down there": "up and down", "up": "up"}


def kept(values: dict[str, str]) -> list[str]:
    """Ids that the filters leave, counted from the table by hand."""
    columns = ["drug", "where", "time", "people", "comparator"]
    return [
        str(key)
        for key, row in DIRECTED.iterrows()
        if all(values[column] in ("all", row[column]) for column in columns)
    ]


def in_words(directions: list[str]) -> str:
    return ", ".join(f"{directions.count(name)} {WORDS[name]}" for name in WORDS if name in directions)


# -- model -----------------------------------------------------------------------------------------


def test_each_direction_belongs_to_a_finding_of_the_ledger() -> None:
    found = model.findings()
    assert found["statement"].notna().all()
    assert len(found) == len(DIRECTED) == 13


@pytest.mark.parametrize("key", list(DIRECTED.index))
def test_the_days_are_those_of_the_ledger(key: str) -> None:
    row = DIRECTED.loc[key]
    np.testing.assert_equal((row["first_day"], row["last_day"]), DAYS[LEDGER.loc[key, "timepoint"]])
    during = LEDGER.loc[key, "timepoint"] == "during infusion"
    assert (row["time"] == "during the drug") == during
    assert LEDGER.loc[key, "comparator"] == row["comparator"]


def test_ketamine_and_a_sedative_go_the_same_way() -> None:
    found = model.findings(where="default mode network", time="during the drug").set_index("drug")
    assert found["direction"].eq("down").all()
    assert found["value"].to_dict() == {"ketamine": 0.63, "midazolam": 0.77}


def test_the_same_people_are_told_apart_by_the_day() -> None:
    """The insula and the default mode network: normalised after two days, back again after ten."""
    explorer = explorers.default_mode(people="patients", where="default mode network")
    shown: Scene = explorer.scene
    assert list(shown.twice["finding_id"]) == ["F-069", "F-070"]
    assert list(shown.twice["on_axis"]) == [2, 10]
    assert_says(explorer, "insula with default mode", "normalised after 2 days, unchanged or back again after 10 days")
    first, second = shown.twice["row"]
    assert_drawn(explorer.picture.again, [2, 10], [first, second])
    for only in ({"drug": "midazolam"}, {"time": "during the drug"}):
        explorer = explorers.default_mode(**only)
        assert "twice" not in explorer.reading
        assert_drawn(explorer.picture.again, [], [])


def test_an_unknown_filter_names_the_known_values() -> None:
    with pytest.raises(ValueError, match=r"where 'amygdala'.*default mode network"):
        model.findings(where="amygdala")


def test_days_in_words() -> None:
    assert model.when(0, 0) == "during the drug"
    assert model.when(1, 1) == "after 1 day"
    assert model.when(1, 8) == "after 1 to 8 days"
    assert model.when(10, 10) == "after 10 days"
    assert model.when(np.nan, np.nan) == "day not stated"


def test_every_group_has_a_heading() -> None:
    """A finding whose group were missing would drop out of the picture."""
    for column, groups in model.GROUPS.items():
        assert set(DIRECTED[column]) == set(groups)
        assert len(model.scene(column, *["all"] * 5).rows) == 13
    assert max(len(groups) for groups in model.GROUPS.values()) == len(model.DIRECTIONS)


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("all_down", explorers.default_mode())
    assert not challenge.reached
    challenge.explorer.set(where="default mode network", people="healthy")
    assert not challenge.reached
    assert "no finding on midazolam" in challenge.feedback
    challenge.explorer.set(drug="ketamine")
    assert challenge.reached
    challenge.explorer.set(time="during the drug")
    assert "two findings or more that went down; now it is 1" in challenge.feedback


# -- scene and picture -----------------------------------------------------------------------------


def test_the_scene_holds_all_findings_and_marks_those_that_fit() -> None:
    for explorer in settings_of("default_mode"):
        shown, ids = explorer.scene, kept(explorer.values)
        assert sorted(shown.found["finding_id"]) == sorted(ids)
        assert sorted(shown.rows["finding_id"]) == list(DIRECTED.index)
        down = sum(DIRECTED.loc[key, "direction"] == "down" for key in ids)
        assert (shown.findings, shown.left_out) == (len(ids), 13 - len(ids))
        assert (shown.down, shown.not_down) == (down, len(ids) - down)
        assert shown.midazolam == ("F-067" in ids)


def test_rows_are_sorted_by_group_and_then_by_day() -> None:
    for explorer in settings_of("default_mode"):
        shown, sort = explorer.scene, explorer.values["sort"]
        groups = list(model.GROUPS[sort])
        expected: dict[str, int] = {}
        row = 0
        for group in groups:
            own = DIRECTED[DIRECTED[sort] == group].sort_values(["first_day", "last_day"], kind="stable")
            assert shown.headings[groups.index(group)].row == row
            expected |= dict(zip(own.index, range(row + 1, row + 1 + len(own)), strict=True))
            row += 1 + len(own)
        assert dict(zip(shown.rows["finding_id"], shown.rows["row"], strict=True)) == expected


def test_each_mark_stands_on_its_day_in_its_row() -> None:
    """Days as in the ledger; in the margins what was measured during the drug, or on a day not stated."""
    for explorer in settings_of("default_mode"):
        shown, picture, ids = explorer.scene, explorer.picture, kept(explorer.values)
        days = {key: place_of(key) for key in DIRECTED.index}
        row = dict(zip(shown.rows["finding_id"], shown.rows["row"], strict=True))
        for direction, mark in picture.marks.items():
            own = [
                key for key in shown.rows["finding_id"] if key in ids and DIRECTED.loc[key, "direction"] == direction
            ]
            assert_drawn(mark, [days[key] for key in own], [row[key] for key in own])
        out = [key for key in shown.rows["finding_id"] if key not in ids]
        assert_drawn(picture.pale, [days[key] for key in out], [row[key] for key in out])
        long = [key for key in shown.rows["finding_id"] if key in ids and LEDGER.loc[key, "timepoint"] == "1-8 days"]
        assert_drawn(
            picture.spans, [1, 8, np.nan] * len(long), [y for key in long for y in (row[key], row[key], np.nan)]
        )


def place_of(key: str) -> float:
    first, last = DAYS[LEDGER.loc[key, "timepoint"]]
    if np.isnan(first):
        return 27.0
    return float(np.sqrt(first * last)) or 0.4


def test_each_row_says_what_was_compared_in_whom() -> None:
    who = {"healthy": "healthy", "patients": "patients", "both": "patients, healthy"}
    against = {"placebo": "placebo", "baseline": "before", "healthy people": "healthy people"}
    for explorer in settings_of("default_mode"):
        shown, ids = explorer.scene, kept(explorer.values)
        for row in shown.rows.itertuples():
            own, cells = DIRECTED.loc[row.finding_id], explorer.picture.cells[row.finding_id]
            assert_drawn(cells["connections"], own["connections"])
            assert_drawn(cells["people"], f"{LEDGER.loc[row.finding_id, 'n']} {who[own['people']]}")
            drug = "" if own["drug"] == "ketamine" else f"{own['drug']} "
            assert_drawn(cells["contrast"], f"{drug}v {against[own['comparator']]}")
            for text in cells.values():
                assert text.get_position()[1] == row.row
                assert_colour(text, "black" if row.finding_id in ids else PALE)
    assert list(explorer.picture.cells["F-067"]) == ["connections", "people", "contrast"]


def test_sizes_stand_beside_their_marks() -> None:
    for explorer in settings_of("default_mode"):
        drawn = {text.get_text().strip(): text.get_position() for text in explorer.picture.sizes if text.get_text()}
        sized = {"F-066": "d 0.63", "F-067": "d 0.77", "F-068": "d 1.13"}
        row = explorer.scene.rows.set_index("finding_id")["row"]
        wanted = {words: row[key] for key, words in sized.items() if key in kept(explorer.values)}
        assert {words: y for words, (_, y) in drawn.items()} == wanted
        assert all(0.5 < x < 0.6 for x, _ in drawn.values())


def test_headings_and_headline_say_how_those_left_went() -> None:
    for explorer in settings_of("default_mode"):
        shown, picture, sort = explorer.scene, explorer.picture, explorer.values["sort"]
        ids = kept(explorer.values)
        for text, (group, name) in zip(picture.headings, model.GROUPS[sort].items(), strict=False):
            own = [DIRECTED.loc[key, "direction"] for key in ids if DIRECTED.loc[key, sort] == group]
            counts = str(len(own)) if sort == "direction" else in_words(own)
            assert_drawn(text, f"{name}: {counts if own else 'left out'}")
        assert not any(text.get_text() for text in picture.headings[len(shown.headings) :])
        assert explorer.headline == wanted_headline([DIRECTED.loc[key, "direction"] for key in ids])


def wanted_headline(directions: list[str]) -> str:
    if not directions:
        return "No finding fits: all 13 are left out"
    if len(set(directions)) > 1:
        return f"{len(directions)} of 13 findings go different ways: no one word fits them"
    word = WORDS[directions[0]].capitalize()
    return f"“{word}” would be the headline; it leaves out {13 - len(directions)} of 13 findings"


def test_the_careless_headline_tells_on_itself() -> None:
    explorer = explorers.default_mode(where="default mode network", people="healthy", drug="ketamine")
    assert explorer.headline == "“Down” would be the headline; it leaves out 11 of 13 findings"
    explorer.set(where="between networks")
    assert explorer.headline == "“Up” would be the headline; it leaves out 12 of 13 findings"


def test_the_networks_that_the_findings_speak_of_are_painted() -> None:
    network = parcels()["network"]
    for where, named in (
        ("default mode network", {"default mode"}),
        ("another network", {"salience and ventral attention", "somatomotor", "visual"}),
        ("whole brain", set(network)),
        ("between networks", set(network)),
    ):
        picture = explorers.default_mode(where=where).picture
        assert {name.removeprefix("pick::")[:2] for name in picture.paint} == {"LH"}
        for area, its in network[network.index.str.startswith("LH")].items():
            colour = NETWORK_COLOURS[its] if its in named else "pale grey"
            assert picture.paint[f"pick::{area}"] == f"fill:{COLOURS[colour]};fill-opacity:1"
        assert picture.painted.get_text() == "painted: what\nthese speak of"


def test_axes_colours_and_legend_say_what_is_meant() -> None:
    picture = DirectionPicture()
    _, words, days = picture.figure.axes
    assert_axes(days, xlim=(0.27, 42), ylim=(17.6, -1.5), xscale="log")
    assert_axes(words, ylim=(17.6, -1.5))
    assert days.texts[0].get_text() == "days after the drug"
    ticks = dict(zip(days.get_xticks(), [label.get_text() for label in days.get_xticklabels()], strict=True))
    assert ticks == {0.4: "during", 1: "1", 2: "2", 5: "5", 10: "10", 27: "?"}
    for direction, colour in {"down": "red", "up": "blue", "normalised": "green"}.items():
        assert_colour(picture.marks[direction], COLOURS[colour])
        assert picture.marks[direction].get_label() == direction
    assert (picture.marks["down"].get_marker(), picture.marks["up"].get_marker()) == ("v", "^")
    (legend,) = picture.figure.legends
    said = [text.get_text() for text in legend.get_texts()]
    assert said == [*WORDS.values(), "over these days", "same people, later", "left out by the filters"]
    assert [text.get_text() for text in words.texts[:3]] == ["which connections", "in whom", "compared"]


# -- reading ---------------------------------------------------------------------------------------


def test_the_reading_says_the_scenes_numbers() -> None:
    for explorer in settings_of("default_mode"):
        ids, sort = kept(explorer.values), explorer.values["sort"]
        if not ids:
            continue
        found = DIRECTED.loc[ids]
        said = [f"{len(ids)} of 13 findings: {in_words(list(found['direction']))}.", "In groups:"]
        for group, name in model.GROUPS[sort].items():
            own = list(found.loc[found[sort] == group, "direction"])
            counts = str(len(own)) if sort == "direction" else in_words(own)
            said += [f"{name[0].lower()}{name[1:]} {counts}"] if own else []
        assert_says(explorer, *said, "By day:", *by_day(ids))


def by_day(ids: list[str]) -> list[str]:
    days = pd.Series({key: place_of(key) for key in ids}).sort_values()
    names = {0.4: "during the drug", 1: "after 1 day", 2: "after 2 days", 10: "after 10 days", 27: "day not stated"}
    told = []
    for day in dict.fromkeys(days):
        own = [DIRECTED.loc[key, "direction"] for key in days.index[days == day]]
        told.append(f"{names.get(day, 'after 1 to 8 days')} {in_words(own)}")
    return told


def test_the_table_lists_what_is_left_in_the_pictures_order() -> None:
    for explorer in settings_of("default_mode"):
        if explorer.table is not None:
            assert list(explorer.table.columns) == ["what was found", "when", "direction", "n", "finding"]
            assert list(explorer.table["finding"]) == list(explorer.scene.found["finding_id"])
            assert list(explorer.table["n"]) == [LEDGER.loc[key, "n"] for key in explorer.table["finding"]]


def test_nothing_left_is_told() -> None:
    explorer = explorers.default_mode(people="patients", time="during the drug")
    assert explorer.reading.startswith("No finding fits these filters; all 13 stay in grey.")
    assert explorer.table is None
    assert all(heading.words.endswith("left out") for heading in explorer.scene.headings)
