"""Differences of shares: statsmodels as oracle, and tables that are what their counts say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep

from helpers import exercises, explorers, tables
from helpers.interactive import COLOURS
from helpers.statistics import difference_of_shares
from helpers.treatment import side_effects
from helpers.treatment.side_effects import DIFFERENCES, SHARES
from tests.pictures import assert_axes, assert_colour, assert_drawn, assert_says, assert_seen, settings_of


@settings(max_examples=60)
@given(data=st.data(), first=st.integers(10, 400), second=st.integers(10, 400))
def test_the_interval_is_newcombes(data: st.DataObject, first: int, second: int) -> None:
    a, b = data.draw(st.integers(0, first)), data.draw(st.integers(0, second))
    found = difference_of_shares(100 * a / first, first, 100 * b / second, second)
    low, high = confint_proportions_2indep(a, first, b, second, compare="diff", method="newcomb")
    assert (found.low, found.high) == pytest.approx((100 * low, 100 * high), abs=1e-6)
    assert found.low <= found.value + 1e-9
    assert found.value <= found.high + 1e-9


@given(percent=st.floats(0, 100), people=st.integers(5, 500))
def test_like_against_like_is_no_difference(percent: float, people: int) -> None:
    found = difference_of_shares(percent, people, percent, people)
    assert found.value == 0
    assert found.low == pytest.approx(-found.high)


def test_dissociation_by_hand() -> None:
    found = difference_of_shares(41, 346, 9, 222)
    assert found.value == pytest.approx(32)
    assert (round(found.low), round(found.high)) == (25, 38)


@pytest.mark.parametrize("source", side_effects.TRIALS.values())
def test_events_are_ordered_by_difference(source: str) -> None:
    found = side_effects.compare_events(source)
    assert found["difference"].is_monotonic_decreasing
    assert ((found["low"] <= found["difference"]) & (found["difference"] <= found["high"])).all()
    assert len(found) <= side_effects.MOST


def test_a_report_with_one_arm_says_so() -> None:
    with pytest.raises(ValueError, match="both arms"):
        side_effects.compare_events("janik_2025")


def test_an_event_that_is_not_listed_is_said() -> None:
    assert "not in this report's list" in explorers.side_effects(event="euphoria", trial="daly_2019").reading


UNSURE = {
    "spray_safety_page": ["altered taste", "headache"],
    "aspire_pooled_2021": ["anxiety", "headache"],
    "daly_2019": ["anxiety", "raised blood pressure"],
}


def test_the_challenge_is_met_by_the_two_events_whose_intervals_include_0() -> None:
    challenge = exercises.challenge("may_be_chance", explorers.side_effects())
    assert not challenge.reached
    explorer = challenge.explorer.set(trial="daly_2019")
    met: list[str] = []
    for _, event in explorer.controls["event"].options:
        explorer.set(event=event)
        met += [event] if challenge.reached else []
    assert met == UNSURE["daly_2019"]
    explorer.set(trial="aspire_pooled_2021", event="headache")
    assert not challenge.reached


@pytest.mark.parametrize("trial", UNSURE)
def test_only_marking_an_event_tells_whether_it_may_be_chance(trial: str) -> None:
    """The sentence under the picture used to list the answers of the challenge."""
    explorer = explorers.side_effects(trial=trial, view=DIFFERENCES)
    found = []
    for event in side_effects.compare_events(trial)["event"]:
        reading = explorer.set(event=event).reading
        others = [name for name in UNSURE[trial] if name != event]
        assert not any(name in reading.lower() for name in others)
        found += [event] if "includes 0: it may be chance" in reading else []
    assert sorted(found) == UNSURE[trial]


# -- scene and picture -----------------------------------------------------------------------------


def events_of(trial: str) -> pd.DataFrame:
    """Both arms of a report, straight from the table, by descending difference."""
    rows = tables.load("adverse_events").pipe(lambda rows: rows[rows["source_id"] == trial]).dropna(subset=["n_drug"])
    rows = rows.assign(more=rows["percent"] - rows["comparator_percent"])
    return rows.sort_values("more", ascending=False, kind="stable", ignore_index=True)


def test_the_table_of_a_report_is_that_of_the_ledger() -> None:
    for trial in side_effects.TRIALS.values():
        found = side_effects.compare_events(trial).set_index("event")
        wanted = events_of(trial).set_index("event").loc[found.index]
        for column in ("percent", "comparator_percent"):
            assert found[column].tolist() == wanted[column].tolist()


def test_the_picture_shows_the_scene() -> None:
    for explorer in settings_of("side_effects"):
        picture, set_to, rows = explorer.picture, explorer.values, explorer.scene.events
        places, shares = np.arange(len(rows)), set_to["view"] == SHARES
        assert_drawn(picture.drug, rows["percent"] if shares else rows["percent"] - rows["comparator_percent"], places)
        assert_seen([picture.control], shares)
        assert_drawn(picture.control, rows["comparator_percent"], places)
        low, high = ("comparator_percent", "percent") if shares else ("low", "high")
        ends = np.array([[[row[low], y], [row[high], y]] for y, (_, row) in zip(places, rows.iterrows(), strict=True)])
        marked = rows["event"].to_numpy() == set_to["event"]
        assert_drawn(picture.lines, ends[~marked])
        assert_drawn(picture.chosen, ends[marked].reshape(-1, 2, 2) if marked.any() else np.empty(0))


def test_each_name_stands_in_its_row_and_the_marked_one_is_bold() -> None:
    for explorer in settings_of("side_effects"):
        rows = explorer.scene.events
        events = rows["event"].tolist()
        by_chance = (rows["low"].le(0) & rows["high"].ge(0)).tolist()
        for place, name in enumerate(explorer.picture.names):
            wanted = events[place] if place < len(events) else ""
            assert_drawn(name, f"{wanted} (may be chance)" if wanted and by_chance[place] else wanted)
            assert name.get_position() == (-32, place)
            assert name.get_fontweight() == ("bold" if wanted == explorer.values["event"] else "normal")


def test_axis_and_legend_speak_of_what_is_shown() -> None:
    """The view of differences used to keep the legend of shares."""
    explorer = explorers.side_effects()
    picture = explorer.picture
    (axes,) = picture.figure.axes
    assert_axes(axes, xlim=(-32, 52), ylim=(13.6, -0.6), xscale="linear")
    legends = {
        SHARES: (["spray", "placebo"], "people who report the event (%)", 0),
        DIFFERENCES: (
            ["difference and its 95 % interval"],
            "more on the spray than on placebo (percentage points)",
            -10,
        ),
    }
    for view in (DIFFERENCES, SHARES, DIFFERENCES):
        explorer.set(view=view)
        words, xlabel, least = legends[view]
        assert_axes(axes, xlabel=xlabel, xticks=np.arange(least, 51, 10))
        assert axes.spines["bottom"].get_bounds() == (least, 50)
        assert axes.get_legend() is None
        (legend,) = [legend for legend in picture.legends.values() if legend.get_visible()]
        assert [text.get_text() for text in legend.get_texts()] == words


def test_colours_and_marks_say_which_arm_is_which() -> None:
    picture = side_effects.SideEffectsPicture()
    for line, colour, marker in ((picture.drug, "blue", "o"), (picture.control, "orange", "D")):
        assert_colour(line, COLOURS[colour])
        assert line.get_marker() == marker
        assert line.get_linestyle() == "None"
    spray, placebo = picture.legends[SHARES].legend_handles
    assert_colour(spray, COLOURS["blue"])
    assert_colour(placebo, COLOURS["orange"])


def test_the_scene_is_the_models() -> None:
    for explorer in settings_of("side_effects"):
        shown, set_to = explorer.scene, explorer.values
        pd.testing.assert_frame_equal(shown.events, side_effects.compare_events(set_to["trial"]))
        assert shown.listed == (set_to["event"] in events_of(set_to["trial"])["event"].tolist())
        assert shown.may_be_chance == (set_to["event"] in UNSURE[set_to["trial"]])
        if shown.listed:
            row = events_of(set_to["trial"]).set_index("event").loc[set_to["event"]]
            wanted = difference_of_shares(row["percent"], row["n_drug"], row["comparator_percent"], row["n_comparator"])
            assert shown.low == pytest.approx(wanted.low)
            assert shown.marked["high"] == pytest.approx(wanted.high)


def test_the_reading_says_the_scenes_numbers() -> None:
    people = {source: name for name, source in side_effects.TRIALS.items()}
    for explorer in settings_of("side_effects"):
        shown, set_to = explorer.scene, explorer.values
        rows = events_of(set_to["trial"])
        said = [f"Spray beside placebo, {people[set_to['trial']]}; shown: {set_to['view']}."]
        if shown.listed:
            row = rows.set_index("event").loc[set_to["event"]]
            said += [
                f"{row['percent']:g} % against {row['comparator_percent']:g} %",
                f"a difference of {row['more']:+.1f} percentage points",
                f"95 % interval {shown.marked['low']:.1f} to {shown.marked['high']:.1f}",
            ]
        largest = [f"{row.event} {row.more:+.0f}" for row in rows.head(3).itertuples()]
        assert_says(explorer, *said, "Largest differences, in percentage points: " + ", ".join(largest))


def test_known_numbers_are_said() -> None:
    assert_says(
        explorers.side_effects(),
        "resistant depression, four weeks",
        "Dissociation: 41 % against 9 %, a difference of +32.0 percentage points (95 % interval 25.3 to 38.1, which "
        "does not include 0).",
        "dissociation +32, dizziness +21, vertigo +20.",
    )
