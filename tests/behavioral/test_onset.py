"""Scores and responders over time, held to the published table and to statsmodels; picture and reading to the scene."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import same_color
from statsmodels.stats.proportion import proportion_confint

from helpers import exercises, explorers, tables
from helpers.behavioral import onset
from helpers.interactive import COLOURS
from tests.pictures import assert_axes, assert_drawn, assert_says, assert_seen, settings_of


def test_placebo_falls_by_nearly_ten_points_within_two_hours() -> None:
    assert onset.scores(onset.PLACEBO)["points"].tolist() == [-9.7, -5.7, -4.9]


def test_the_doses_are_the_tables() -> None:
    assert onset.doses() == ("esketamine 28 mg", "esketamine 56 mg", "esketamine 84 mg")


def test_the_error_of_a_difference_is_larger_than_either_error() -> None:
    for dose in onset.doses():
        found = onset.difference(dose)["standard_error"]
        assert (found > onset.scores(dose)["standard_error"]).all()
        assert (found > onset.scores(onset.PLACEBO)["standard_error"]).all()


def test_the_difference_at_a_week_by_hand() -> None:
    """28 mg: -9.8 (2.72) and -4.9 (1.74)."""
    last = onset.difference("esketamine 28 mg").iloc[-1]
    assert last["points"] == pytest.approx(-4.9)
    assert last["standard_error"] == pytest.approx(3.23, abs=0.01)


@settings(max_examples=40)
@given(people=st.integers(5, 400), percent=st.integers(0, 100))
def test_intervals_of_shares_are_wilsons(people: int, percent: int) -> None:
    found = onset.share(percent, people)  # type: ignore[attr-defined]
    low, high = proportion_confint(round(percent / 100 * people), people, method="wilson")
    assert (found.low, found.high) == pytest.approx((100 * low, 100 * high), abs=1e-9)


def test_responders_rise_with_the_antidepressant_alone() -> None:
    control, drug = onset.responders(drug=False), onset.responders(drug=True)
    assert control.hours == drug.hours == (48, 672)
    assert [one.value for one in control.intervals] == [9.4, 45.2]
    assert [one.value for one in drug.intervals] == [17.3, 58.7]
    assert (control.intervals[1].low, control.intervals[1].high) == pytest.approx((38.6, 52.0), abs=0.1)


def test_bars_are_as_wide_as_they_say() -> None:
    explorer = explorers.onset()
    line = explorer.picture.drug.lines[2][0]
    narrow = np.ptp(line.get_segments()[0][:, 1])
    assert narrow == pytest.approx(2 * 2.76)
    explorer.set(bars=onset.INTERVAL)
    assert np.ptp(line.get_segments()[0][:, 1]) == pytest.approx(1.96 * narrow, rel=1e-3)


def test_an_unknown_arm_says_which_there_are() -> None:
    with pytest.raises(ValueError, match=r"no arm 'esketamine 14 mg'.*84 mg"):
        onset.scores("esketamine 14 mg")


def test_dose_and_bars_say_why_they_are_idle() -> None:
    explorer = explorers.onset(view=onset.RESPONSE)
    assert explorer.controls["dose"].disabled
    assert explorer.controls["bars"].disabled


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("clear_at_a_week", explorers.onset())
    assert "Show the difference from placebo" in challenge.feedback
    challenge.explorer.set(dose="esketamine 84 mg")
    assert not challenge.reached
    challenge.explorer.set(view=onset.DIFFERENCE, dose="esketamine 56 mg")
    assert "ten points or more below placebo after a week; now it is -7.5 points" in challenge.feedback
    challenge.explorer.set(dose="esketamine 84 mg")
    assert challenge.reached


# -- scene and picture -----------------------------------------------------------------------------


def found_by_hand(view: str, arm: str, width: float) -> list[tuple[float, float, float]]:
    """Values with the ends of their bars, straight from the table."""
    rows = tables.load("trial_outcomes").query("trial == 'Daly 2018'").sort_values("time_h")
    errors = rows["spread"].str.split().str[1].astype(float)
    drug, placebo = rows["arm"] == arm, rows["arm"] == "placebo spray"
    values, half = rows["value"][drug].to_numpy(), errors[drug].to_numpy()
    if view == onset.DIFFERENCE:
        values = values - rows["value"][placebo].to_numpy()
        half = np.sqrt(half**2 + errors[placebo].to_numpy() ** 2)
    return [(v, v - width * h, v + width * h) for v, h in zip(values, half, strict=True)]


def test_the_scene_is_the_tables() -> None:
    for explorer in settings_of("onset"):
        shown = explorer.scene
        set_to = explorer.values
        sure = found_by_hand(onset.DIFFERENCE, set_to["dose"], 1.959964)
        assert triples(shown.differences) == pytest.approx(np.array(sure), abs=1e-5)
        hours = (2, 24, 168)
        assert shown.clear_hours == [h for h, (_, low, high) in zip(hours, sure, strict=True) if high < 0 or low > 0]
        assert shown.difference_week == pytest.approx(sure[2][0])
        if set_to["view"] == onset.RESPONSE:
            assert (shown.drug, shown.control) == (onset.responders(True), onset.responders(False))
            assert not shown.others
            continue
        width = {onset.ONE_ERROR: 1, onset.INTERVAL: 1.959964}[set_to["bars"]]
        assert shown.drug.hours == shown.control.hours == hours
        assert triples(shown.drug) == pytest.approx(np.array(found_by_hand(set_to["view"], set_to["dose"], width)))
        placebo = found_by_hand(onset.CHANGE, "placebo spray", width)
        assert triples(shown.control) == pytest.approx(np.array(placebo))
        assert set(shown.others) == {f"esketamine {mg} mg" for mg in (28, 56, 84)} - {set_to["dose"]}
        for dose, course in shown.others.items():
            assert triples(course) == pytest.approx(np.array(found_by_hand(set_to["view"], dose, width)))


def triples(course: onset.Course) -> np.ndarray:
    return np.array([(one.value, one.low, one.high) for one in course.intervals])


def test_the_picture_shows_the_scene() -> None:
    for explorer in settings_of("onset"):
        shown, picture = explorer.scene, explorer.picture
        for container, course, shift in ((picture.drug, shown.drug, 0.96), (picture.control, shown.control, 1.04)):
            x, (middle, low, high) = shift * np.array(course.hours), triples(course).T
            assert_drawn(container, x, middle, np.array([[(t, a), (t, b)] for t, a, b in zip(x, low, high)]))  # noqa: B905
            assert_drawn(container.lines[1][0], x, low)
            assert_drawn(container.lines[1][1], x, high)
        assert_seen(picture.control.get_children(), shown.view != onset.DIFFERENCE)
        assert_seen(picture.drug.get_children(), True)
        assert_seen([*picture.pale, *picture.pale_bars, *picture.doses[1:]], shown.view != onset.RESPONSE)
        assert_seen([picture.placebo], shown.view != onset.DIFFERENCE)
        if shown.view == onset.RESPONSE:
            continue
        pale = zip(picture.pale, picture.pale_bars, (0.9, 0.84), shown.others.values(), strict=True)
        for line, bars, shift, course in pale:
            x, (middle, low, high) = shift * np.array(course.hours), triples(course).T
            assert_drawn(line, x, middle)
            assert_drawn(bars, np.array([[(t, a), (t, b)] for t, a, b in zip(x, low, high, strict=True)]))


def test_each_line_is_named_at_its_end() -> None:
    for explorer in settings_of("onset"):
        shown, picture = explorer.scene, explorer.picture
        assert_drawn(picture.placebo, "placebo")
        assert picture.placebo.get_position()[1] == triples(shown.control)[-1, 0]
        if shown.view == onset.RESPONSE:
            assert_drawn(picture.doses[0], "with the spray")
            assert picture.doses[0].get_position()[1] == triples(shown.drug)[-1, 0]
            continue
        ends = {shown.dose: triples(shown.drug)[-1, 0]}
        ends |= {dose: triples(course)[-1, 0] for dose, course in shown.others.items()}
        named = {f"esketamine {text.get_text()}": text.get_position()[1] for text in picture.doses}
        assert named == pytest.approx(ends)
        assert all(text.get_position()[0] > 168 for text in picture.doses)


def test_axes_legend_and_colours_say_what_is_meant() -> None:
    explorer = explorers.onset()
    picture, (axes,) = explorer.picture, explorer.picture.figure.axes
    assert_axes(axes, xlim=(0.5, 2600), ylim=(-26, 8), xscale="log", xlabel="after the first dose")
    assert_axes(axes, ylabel="change of the MADRS\n(points; down is better)", xticks=[2, 24, 48, 168, 672])
    ticks = [tick.get_text() for tick in axes.get_xticklabels()]
    assert ticks == ["2 hours", "1 day", "2 days", "1 week", "4 weeks"]
    explorer.set(view=onset.DIFFERENCE)
    assert_axes(axes, ylim=(-26, 8), ylabel="difference of the MADRS\n(points; down is better)")
    explorer.set(view=onset.RESPONSE)
    assert_axes(axes, ylim=(-5, 95), ylabel="responded (%)")
    for container, colour in ((picture.drug, "blue"), (picture.control, "orange")):
        for part in (container.lines[0], *container.lines[1], *container.lines[2]):
            assert same_color(part.get_color(), COLOURS[colour])
    assert axes.get_legend() is None  # each line is named where it ends


def test_the_shading_is_the_tables_time() -> None:
    picture = onset.OnsetPicture()
    (shade,) = picture.axes.patches
    assert (shade.get_x(), shade.get_x() + shade.get_width()) == pytest.approx((0.667, 240))  # type: ignore[attr-defined, attr-defined]


def test_the_reading_says_the_scenes_numbers() -> None:
    names = {2: "2 hours", 24: "1 day", 48: "2 days", 168: "1 week", 672: "4 weeks"}
    for explorer in settings_of("onset"):
        shown, said = explorer.scene, []
        pairs = zip(shown.drug.hours, triples(shown.drug), triples(shown.control), strict=True)
        if shown.view == onset.RESPONSE:
            for hour, a, b in pairs:
                said += [f"after {names[hour]} {a[0]:g} % ({a[1]:.0f} to {a[2]:.0f}) with the spray and"]
                said += [f"{b[0]:g} % ({b[1]:.0f} to {b[2]:.0f}) with placebo"]
            assert_says(explorer, *said)
            continue
        said = ["Change" if shown.view == onset.CHANGE else "Difference from placebo", shown.dose]
        said += [f"after {names[hour]} {a[0]:+.1f} points ({a[1]:.1f} to {a[2]:.1f})" for hour, a, _ in pairs]
        said += [f"bars: {shown.bars}"]
        for dose, course in shown.others.items():
            said.append(f"{dose.split(' ', 1)[1]} at {course.intervals[-1].value:+.1f}")
        said += ["On placebo", "-9.7, -5.7, -4.9 points", "leaves out 0 after", *(names[h] for h in shown.clear_hours)]
        assert_says(explorer, *said)
        assert sum(words in explorer.reading.split("leaves out 0")[1] for words in names.values()) == len(
            shown.clear_hours
        )


def test_known_sentences_are_said() -> None:
    assert_says(
        explorers.onset(view=onset.DIFFERENCE, dose="esketamine 84 mg", bars=onset.INTERVAL),
        "after 1 week -10.4 points (-16.5 to -4.3)",
        "28 mg at -4.9 and 56 mg at -7.5",
        "leaves out 0 after 2 hours, 1 day and 1 week.",
    )
