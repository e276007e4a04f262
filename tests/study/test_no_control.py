"""Regression to the mean by its formula, and what a control arm takes out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import exercises, explorers
from helpers.interactive import COLOURS
from helpers.study import no_control
from tests.pictures import assert_axes, assert_colour, assert_drawn, assert_says, assert_seen, settings_of


def test_two_scans_differ_by_the_published_spread() -> None:
    assert no_control.scan_twice(8).change.std() == pytest.approx(8.5, rel=0.03)


@settings(max_examples=20)
@given(spread=st.floats(1, 20), chosen=st.integers(10, 100))
def test_the_lowest_rise_as_the_formula_says(spread: float, chosen: int) -> None:
    scans = no_control.scan_twice(spread)
    low = no_control.lowest(scans, chosen)
    expected = (1 - no_control.reliability(spread)) * (100 - scans.first[low].mean())
    assert scans.change[low].mean() == pytest.approx(expected, abs=1.0)


@settings(max_examples=20)
@given(effect=st.floats(0, 10), drift=st.floats(-8, 8), spread=st.floats(1, 20))
def test_the_difference_of_the_arms_is_the_effect(effect: float, drift: float, spread: float) -> None:
    scans = no_control.scan_twice(spread, drift, effect)
    low = no_control.lowest(scans, 50)
    difference = scans.change[low & ~scans.control].mean() - scans.change[low & scans.control].mean()
    assert difference == pytest.approx(effect, abs=1.8)


def test_everybody_taken_together_does_not_regress() -> None:
    assert abs(explorers.no_control(chosen=100).scene.chosen_change) < 0.5


def test_two_groups_at_two_times_differ_by_chance() -> None:
    """Time does nothing in it, and yet small groups differ by several percent."""
    differences = no_control.two_times(effect=5, difference=8.5)
    assert differences.mean() == pytest.approx(0, abs=0.4)
    assert np.abs(differences).mean() > 3


def test_a_negative_spread_says_why() -> None:
    with pytest.raises(ValueError, match="can't be negative"):
        no_control.scan_twice(-1)


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("improve_without_drug", explorers.no_control())
    assert not challenge.reached
    for cheat in ({"effect": 5}, {"drift": 5}):
        challenge.explorer.reset().set(**cheat)
        assert not challenge.reached
    challenge.explorer.reset().set(chosen=10, spread=5)
    assert challenge.reached


# -- scene and picture -----------------------------------------------------------------------------


def test_the_scene_is_the_models() -> None:
    for explorer in settings_of("no_control"):
        shown, set_to = explorer.scene, explorer.values
        assert (shown.share, shown.drift, shown.effect, shown.arms) == tuple(
            set_to[name] for name in ("chosen", "drift", "effect", "arms")
        )
        scans = no_control.scan_twice(set_to["spread"], shown.drift, shown.effect)
        low, change = scans.first <= np.percentile(scans.first, shown.share), scans.second - scans.first
        drug = np.arange(4000) % 2 == 0
        assert shown.all_change == pytest.approx(change[drug].mean())
        assert shown.chosen_change == pytest.approx(change[drug & low].mean())
        assert shown.control_change == pytest.approx(change[~drug & low].mean())
        assert shown.difference == pytest.approx(change[drug & low].mean() - change[~drug & low].mean())
        who = np.arange(60) if shown.arms == no_control.WITH else np.arange(0, 120, 2)
        for found, expected in ((shown.first, scans.first), (shown.change, change), (shown.is_chosen, low)):
            assert found == pytest.approx(expected[who])
        true = set_to["spread"] ** 2
        assert shown.reliability_percent == pytest.approx(100 * true / (true + 8.5**2 / 2))


def test_the_lowest_third_rises_by_four() -> None:
    """Known numbers, absolutely."""
    shown = explorers.no_control().scene
    assert (shown.all_change, shown.chosen_change) == pytest.approx((0.1, 4.0), abs=0.1)
    assert shown.reliability_percent == pytest.approx(63.9, abs=0.1)
    treated = explorers.no_control(effect=10, drift=-8, arms=no_control.WITH).scene
    assert treated.difference == pytest.approx(10, abs=0.5)
    assert treated.all_change == pytest.approx(2, abs=0.3)


def test_the_picture_shows_the_scene() -> None:
    for explorer in settings_of("no_control"):
        shown, picture = explorer.scene, explorer.picture
        assert_drawn(picture.chosen, shown.first[shown.is_chosen], shown.change[shown.is_chosen])
        assert_drawn(picture.rest, shown.first[~shown.is_chosen], shown.change[~shown.is_chosen])
        changes = [shown.all_change, shown.chosen_change, shown.control_change]
        assert_drawn(picture.bars, changes)
        for number, change, place in zip(picture.numbers, changes, range(3), strict=True):
            assert_drawn(number, f"{change:+.1f}")
            x, y = number.get_position()
            assert (x, abs(y)) == (place, pytest.approx(abs(change), abs=3))
            assert (y > change) == (change >= 0)
        compared = shown.arms == no_control.WITH
        assert_seen(picture.bars, [True, True, compared])
        assert_seen(picture.numbers, [True, True, compared])
        assert_seen([picture.none], not compared)
        far = max(abs(shown.first - 100).max(), abs(shown.change).max())
        reach = next(end for end in (30, 40, 60) if far < end)
        assert_axes(picture.people, xlim=(100 - reach, 100 + reach), ylim=(-reach, reach))


def test_only_with_a_control_arm_is_there_one() -> None:
    assert (no_control.WITHOUT, no_control.WITH) == ("drug only", "drug and control")


def test_nothing_leaves_the_axes() -> None:
    for explorer in settings_of("no_control", random=30):
        shown = explorer.scene
        for axes, x, y in zip(
            explorer.picture.figure.axes, (shown.first, [0]), (shown.change, [shown.chosen_change + 3]), strict=True
        ):
            assert axes.get_xlim()[0] < min(x) <= max(x) < axes.get_xlim()[1]
            assert axes.get_ylim()[0] < min(y) <= max(y) < axes.get_ylim()[1]


def test_axes_key_and_colours_say_what_is_meant() -> None:
    picture = no_control.NoControlPicture()
    left, right = picture.figure.axes
    assert_axes(left, xlabel="first scan (% of the mean)")
    assert_axes(left, ylabel="change to the second (%)")
    assert_axes(
        right,
        ylim=(-14, 36),
        ylabel="mean change (%)",
        xticks=[0, 1, 2],
        yticks=[-10, 0, 10, 20, 30],
    )
    assert [tick.get_text() for tick in right.get_xticklabels()] == ["all", "chosen", "chosen,\ncontrol"]
    # Where a change of 0 stands is marked: it is one of the answers to the prediction.
    assert [tick.get_text() for tick in right.get_yticklabels()] == ["−10", "they stay: 0", "+10", "+20", "+30"]
    assert right.get_title() == "of 2,000 made-up people"
    assert no_control.PEOPLE / 2 == 2000  # in each arm
    for axes in (left, right):
        assert_drawn(axes.lines[0], [0, 1], [0, 0])
    (key,) = picture.figure.legends
    assert [text.get_text() for text in key.get_texts()] == ["the others", "lowest first scan"]
    assert (picture.rest.get_label(), picture.chosen.get_label()) == ("the others", "lowest first scan")
    assert (picture.rest.get_marker(), picture.chosen.get_marker()) == (".", "D")
    assert_colour(picture.chosen, COLOURS["red"])
    assert picture.chosen.get_markerfacecolor() == "none"  # so that those behind are seen
    assert_drawn(picture.none, "none\nhere")
    assert_colour(picture.rest, COLOURS["grey"])
    for bar, colour in zip(picture.bars, ("grey", "red", "sky"), strict=True):
        assert_colour(bar, COLOURS[colour])


def test_the_reading_says_the_scenes_numbers() -> None:
    for explorer in settings_of("no_control"):
        shown = explorer.scene
        said = [
            f"true effect is {shown.effect:g} %, the drift {shown.drift:g} %",
            f"All people given the drug change by {shown.all_change:+.1f} %",
            f"the {shown.share:g} % with the lowest first scan by {shown.chosen_change:+.1f} %",
        ]
        if shown.arms == no_control.WITH:
            said += [f"control arm, chosen alike, change by {shown.control_change:+.1f} %"]
            said += [f"the difference is {shown.difference:+.1f} points"]
        assert_says(explorer, *said, f"{shown.reliability_percent:.0f} % is true difference between people")
        assert ("control arm" in explorer.reading) == (shown.arms == no_control.WITH)
