"""Relapse: medians met, boosters against a simulation, and a published share that the model was not fitted to."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import exercises, explorers, tables
from helpers.behavioral import relapse
from helpers.behavioral.relapse import DAYS, Plan
from helpers.interactive import COLOURS
from tests.pictures import assert_axes, assert_colour, assert_drawn, assert_says, assert_seen, settings_of


@settings(max_examples=40)
@given(median=st.floats(1, 300), shape=st.floats(1, 3))
def test_half_are_well_at_the_median(median: float, shape: float) -> None:
    assert relapse.still_well(np.array([0, median]), median, shape) == pytest.approx([1, 0.5])


def test_the_hazard_ratio_predicts_a_share_that_it_was_not_made_from() -> None:
    """45.3 % relapsed on placebo; to the power of 0.49 that is 25.6 % on the spray, and 26.7 % were counted."""
    outcomes = tables.load("trial_outcomes").query("measure == 'relapse'").set_index("arm")["value"]
    predicted = 1 - (1 - outcomes["placebo and antidepressant"] / 100) ** relapse.hazard_ratio("remitters")
    assert 100 * predicted == pytest.approx(outcomes["esketamine and antidepressant"], abs=1.5)


def test_with_the_same_risk_every_day_a_booster_helps_only_those_it_brings_back() -> None:
    """No memory, nothing to set back."""
    plain = relapse.still_well(DAYS, 18, 1)
    assert relapse.with_boosters(Plan(14, 0), 18, 1) == pytest.approx(plain)
    assert relapse.days_well(relapse.with_boosters(Plan(14, 0.4), 18, 1)) > relapse.days_well(plain) + 50


@settings(max_examples=20)
@given(
    interval=st.sampled_from([7, 14, 28, 56]), regain=st.floats(0, 1), median=st.floats(5, 200), shape=st.floats(1, 3)
)
def test_boosters_agree_with_people_followed_one_by_one(
    interval: int, regain: float, median: float, shape: float
) -> None:
    scale = median / np.log(2) ** (1 / shape)
    well = relapse.with_boosters(Plan(interval, regain), median, shape)
    assert 0 <= well.min() <= well.max() <= 1
    for day in (100, 250):
        assert well[day] == pytest.approx(share_well(interval, regain, scale, shape, day), abs=0.04)


def share_well(interval: int, regain: float, scale: float, shape: float, day: int) -> float:
    """Share of simulated people well on one day."""
    draw, people = np.random.default_rng(9), 6000
    well_until = scale * draw.weibull(shape, people)
    for booster in range(interval, day + 1, interval):
        treated = (well_until > booster) | (draw.random(people) < regain)
        well_until = np.where(treated, booster + scale * draw.weibull(shape, people), well_until)
    return float((well_until > day).mean())


@settings(max_examples=30)
@given(interval=st.integers(7, 90), regain=st.floats(0, 0.9), shape=st.floats(1, 3))
def test_bringing_more_people_back_never_costs_a_day(interval: int, regain: float, shape: float) -> None:
    less = relapse.days_well(relapse.with_boosters(Plan(interval, regain), 20, shape))
    assert relapse.days_well(relapse.with_boosters(Plan(interval, regain + 0.1), 20, shape)) >= less - 1e-9


def test_impossible_plans_say_why() -> None:
    with pytest.raises(ValueError, match="a day apart"):
        relapse.with_boosters(Plan(0.5, 0.2), 20, 1)
    with pytest.raises(ValueError, match="above 0"):
        relapse.still_well(DAYS, 0)


def test_idle_controls_say_why() -> None:
    explorer = explorers.relapse(plan=relapse.NONE)
    assert explorer.controls["interval"].disabled
    assert explorer.set(plan="remitters").controls["regain"].disabled


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("half_a_year_well", explorers.relapse())
    assert not challenge.reached
    challenge.explorer.set(interval=28, regain=50, after="six_ptsd")
    assert challenge.reached


# -- scene and picture -----------------------------------------------------------------------------


def test_the_picture_shows_the_scene() -> None:
    for explorer in settings_of("relapse"):
        shown, picture = explorer.scene, explorer.picture
        assert_drawn(picture.plain, DAYS, shown.plain_percent)
        assert_drawn(picture.planned, DAYS, shown.planned_percent)
        assert_drawn(picture.median, [shown.median_days], [50])
        assert_drawn(picture.visits, shown.visit_days, np.full(shown.visits, 3))
        assert_seen([picture.planned, picture.visits, picture.names[1]], shown.plan != relapse.NONE)
        for band, ends in zip(picture.bands, (shown.plain_band, shown.planned_band), strict=True):
            assert_seen([band], len(ends) > 0)
            if ends:
                low, high = ends
                corners = [*zip(DAYS, low, strict=True), *zip(DAYS[::-1], high[::-1], strict=True)]
                assert_drawn(band, np.array(corners if corners[0] == corners[-1] else [*corners, corners[0]]))
        early = shown.median_days < 150
        assert_drawn(picture.leader, [shown.median_days] * 2, [50, 90 if early else 50])
        assert picture.half.get_position() == (shown.median_days + (4 if early else -6), 90 if early else 44)
        assert_drawn(picture.half, f"half have relapsed: day {shown.median_days:g}")


def test_each_line_is_named_where_it_ends_and_no_two_names_lie_on_each_other() -> None:
    for explorer in settings_of("relapse"):
        shown, (plain, planned) = explorer.scene, explorer.picture.names
        assert [plain.get_text(), planned.get_text()] == ["no further\ndose", "with the\nplan"]
        heights = [plain.get_position()[1], planned.get_position()[1]]
        ends = [shown.plain_percent[-1], shown.planned_percent[-1]]
        assert abs(heights[1] - heights[0]) >= 12.9
        assert (heights[1] > heights[0]) == (ends[1] >= ends[0])
        assert all(abs(height - end) <= 20 for height, end in zip(heights, ends, strict=True))
        assert all(text.get_position()[0] > 364 for text in (plain, planned))


def test_as_many_people_are_well_each_week_as_the_curves_say() -> None:
    """A hundred people, on days 0, 7, 14 ... 364; a visit lights up on its day."""
    for explorer in settings_of("relapse"):
        shown, acts = explorer.scene, explorer.acts
        days = [7 * week for week in range(53)]
        for name, percent in (("planned", shown.planned_percent), ("plain", shown.plain_percent)):
            many = [round(float(percent[day])) for day in days]
            assert counts(acts[name]) == counts(acts[f"{name}_count"]) == many
        assert counts(acts["visit"]) == [float(day in set(shown.visit_days)) for day in days]
        assert (acts["plan"]["display"] == "inline") == (shown.plan != relapse.NONE)


def test_the_clock_says_what_is_seen_and_runs_over_the_curves() -> None:
    for explorer in settings_of("relapse"):
        shown, clock, picture = explorer.scene, explorer.clock, explorer.picture
        for week, words in enumerate(clock["said"]):
            planned, plain = round(shown.planned_percent[7 * week]), round(shown.plain_percent[7 * week])
            both = f"{planned} of 100 well with the plan, {plain} without"
            assert words == f"day {7 * week}: " + (f"{plain} of 100 well" if shown.plan == relapse.NONE else both)
        assert clock["at"] == min(round(shown.median_days / 7), 52)
        places = [picture.axes.transData.transform((7 * week, 0))[0] for week in range(53)]
        assert clock["across"] == pytest.approx(places, abs=0.06)


def counts(act: dict[str, Any]) -> list[float]:
    return [float(value) for value in act["data-course"].split()]


def test_axes_and_colours_say_what_is_meant() -> None:
    picture = relapse.RelapsePicture()
    (axes,) = picture.figure.axes
    assert_axes(axes, xlim=(0, 460), ylim=(0, 100), ylabel="still well (%)")
    bands = "bands, where reported:\n95 % interval of the ratio, or range of the median"
    assert_axes(axes, xlabel=f"days after the course ({bands})")
    assert_colour(picture.planned, COLOURS["blue"])
    assert_colour(picture.plain, COLOURS["orange"])
    assert picture.plain.get_linestyle() == "--"
    assert list(axes.get_xticks()) == [0, 50, 100, 150, 200, 250, 300, 350]


def test_the_scene_is_the_models() -> None:
    for explorer in settings_of("relapse"):
        shown, set_to = explorer.scene, explorer.values
        median, shape = shown.median_days, set_to["shape"]
        assert shown.plain_percent == pytest.approx(100 * relapse.still_well(DAYS, median, shape))
        course = tables.row("relapse_times", set_to["after"])
        known = np.isfinite(course[["low_days", "high_days"]].astype(float)).all()
        assert len(shown.plain_band) == (2 if known else 0)
        if known:  # half are well at either end of the median's range
            for end, days in zip(shown.plain_band, course[["low_days", "high_days"]], strict=True):
                assert np.interp(days, DAYS, end) == pytest.approx(50, abs=2)
        if shown.plan in ("remitters", "responders"):
            group = tables.row("maintenance_effects", shown.plan)
            for end, ratio in zip(shown.planned_band, (group["high"], group["low"]), strict=True):
                assert end == pytest.approx(100 * (shown.plain_percent / 100) ** ratio)
        else:
            assert shown.planned_band == ()
        if shown.plan == relapse.NONE:
            assert (shown.visits, shown.ratio) == (0, 1)
            assert shown.planned_percent == pytest.approx(shown.plain_percent)
        elif shown.plan == relapse.BOOSTERS:
            plan = Plan(set_to["interval"], set_to["regain"] / 100)
            assert shown.planned_percent == pytest.approx(100 * relapse.with_boosters(plan, median, shape))
            assert shown.visits == 364 // set_to["interval"]
        else:
            assert shown.planned_percent == pytest.approx(100 * (shown.plain_percent / 100) ** shown.ratio)
            assert shown.visits == 26


def test_the_reading_says_the_scenes_numbers() -> None:
    for explorer in settings_of("relapse"):
        shown = explorer.scene
        said = [shown.course, f"after {shown.median_days:g} days", f"well for {shown.plain_days:.0f} of 364 days"]
        if shown.plan != relapse.NONE:
            gained = f"{shown.days_well - shown.plain_days:.0f} days gained"
            said += [
                f"every {shown.interval_days:g} days",
                f"{shown.days_well:.0f} days and {shown.visits} visits",
                gained,
            ]
        assert_says(explorer, *said)


def test_known_numbers_are_said() -> None:
    """Absolutely, as counted by hand: six infusions, boosters every two weeks, three in ten brought back."""
    shown = explorers.relapse().scene
    assert shown.median_days == tables.row("relapse_times", "six")["median_days"] == 18
    assert shown.plain_percent[18] == pytest.approx(50)
    assert shown.visit_days[:3] == pytest.approx([14, 28, 42])
