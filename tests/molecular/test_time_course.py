"""The drug goes, the effect stays: limits of the toy bridge, an independent solver, and the sentence of the section."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import signal
from scipy.integrate import solve_ivp

from helpers import exercises, explorers, tables
from helpers.interactive import COLOURS
from helpers.molecular import receptors, time_course
from helpers.molecular.pharmacokinetics import infusion
from helpers.molecular.time_course.mechanism import CHANNELS_EMPTY, time_words
from helpers.molecular.time_course.model import SHOWN_H, STEP_H
from helpers.molecular.time_course.picture import AfterDrugPicture
from helpers.molecular.time_course.reading import percent_words
from tests.pictures import assert_axes, assert_colour, assert_drawn, assert_says, data_of, positions, settings_of

SALAT = receptors.affinity_choices()["choice"].iloc[0]
half_time = st.floats(0.25, 120)
TIMES = np.arange(0, 100, STEP_H)


def test_a_day_later_a_thousandth_of_the_peak_is_left_and_the_effect_is_greatest() -> None:
    found = explorers.effect_after_drug().scene
    assert found.plasma_at_day_1_percent == pytest.approx(0.11, abs=0.01)
    assert found.receptor_at_day_1_percent == pytest.approx(1.06, abs=0.03)
    assert tables.load("durations").set_index("duration_id").loc["superior", "to_h"] == 240


@pytest.mark.parametrize(("rise", "fall"), [(1.0, 4.0), (6.0, 60.0), (5.0, 5.0)])
def test_the_bridge_agrees_with_a_general_solver(rise: float, fall: float) -> None:
    drive = np.exp(-TIMES / 3)
    k_rise, k_fall = np.log(2) / rise, np.log(2) / fall
    solved = solve_ivp(
        lambda t, y: [np.exp(-t / 3) - k_rise * y[0], k_rise * y[0] - k_fall * y[1]],
        (0, TIMES[-1]),
        [0, 0],
        t_eval=TIMES,
        rtol=1e-9,
        atol=1e-12,
    )
    np.testing.assert_allclose(time_course.bridge(drive, rise, fall), solved.y[1], atol=2e-4 * solved.y[1].max())


@given(rise=half_time, fall=half_time)
def test_a_steady_drive_ends_at_drive_over_rate(rise: float, fall: float) -> None:
    long = np.ones(2000)
    reached = time_course.bridge(long, rise, fall, step_h=max(rise, fall) / 20)[-1]
    assert reached == pytest.approx(fall / np.log(2), rel=1e-6)


@given(rise=half_time, fall=half_time)
def test_the_bridge_is_never_negative_and_doubles_with_its_drive(rise: float, fall: float) -> None:
    drive = np.exp(-TIMES / 2)
    once, twice = time_course.bridge(drive, rise, fall), time_course.bridge(2 * drive, rise, fall)
    assert (once >= -1e-12).all()
    np.testing.assert_allclose(twice, 2 * once, rtol=1e-9, atol=1e-12)


@given(rise=st.floats(0.5, 20), longer=st.floats(1.2, 4), fall=st.floats(1, 60))
def test_slower_building_up_moves_the_peak_back(rise: float, longer: float, fall: float) -> None:
    drive = (TIMES < 0.5).astype(float)
    early, late = (time_course.bridge(drive, r, fall).argmax() for r in (rise, rise * longer))
    assert late >= early


def test_after_a_short_push_it_peaks_where_the_bateman_function_does() -> None:
    rise, fall = np.log(2) / 4.0, np.log(2) / 40.0
    push = np.zeros_like(TIMES)
    push[0] = 1.0
    peak_h = TIMES[time_course.bridge(push, 4.0, 40.0).argmax()]
    assert peak_h == pytest.approx(np.log(rise / fall) / (rise - fall), abs=0.1)


def test_one_slow_process_can_not_both_start_and_stay() -> None:
    """The point of the section: whatever peaks at day 1 shows next to nothing after 40 minutes."""
    for rise in (1, 2, 4, 8, 12):
        for fall in (10, 20, 40, 80):
            found = explorers.effect_after_drug(rise=rise, fall=fall).scene
            if found.toy_hours_from_day_1 <= 4:
                assert found.toy_at_40_min_percent < 2.5


@pytest.mark.parametrize(("rise", "fall"), [(0, 4), (1, -1)])
def test_impossible_half_times_say_why(rise: float, fall: float) -> None:
    with pytest.raises(ValueError, match="half-time must be more than 0"):
        time_course.bridge([1.0, 1.0], rise, fall)


def test_the_challenge_can_be_met_and_says_what_is_missing() -> None:
    challenge = exercises.challenge("bridge_day_one", explorers.effect_after_drug())
    assert "at most 4 hours between the toy's peak and day 1; now it is 16 h" in challenge.feedback
    challenge.explorer.set(rise=2, fall=75)
    assert "at most a tenth of the toy effect left on day 11; now it is 11.1 %" in challenge.feedback
    challenge.explorer.set(rise=4, fall=40)
    assert challenge.reached
    assert challenge.explorer.scene.toy_at_40_min_percent == pytest.approx(0.73, abs=0.02)


def test_no_single_control_meets_the_challenge() -> None:
    explorer = explorers.effect_after_drug()
    for name, control in explorer.controls.items():
        for value in positions(control, most=41):
            assert not exercises.judge_goals("bridge_day_one", explorer.reset().set(**{name: value})).right, (
                name,
                value,
            )


def test_the_prediction_is_what_the_first_scene_shows() -> None:
    quantity = tables.row("questions", "receptor_left")["quantity"]
    shown = explorers.effect_after_drug().standing(quantity)
    assert shown[3] == pytest.approx(1.06, abs=0.03)  # after a day
    assert shown == sorted(shown, reverse=True)


# -- scene and picture -----------------------------------------------------------------------------


def curves_of(at: dict[str, Any]) -> dict[str, Any]:
    """Plasma, receptor and toy in percent of their peaks, the toy by a general solver, at the hours of the last one."""
    hours = np.linspace(0, 480, 14_401)  # every two minutes, so that the end of the infusion is among them
    dosed = infusion(model=at["model"], hours=480)
    plasma = np.interp(hours, dosed["time_h"], dosed["ng_per_ml"])
    filled = receptors.filled(plasma, at["affinity"])
    rise, fall = np.log(2) / at["rise"], np.log(2) / at["fall"]
    system = ([[-rise, 0], [rise, -fall]], [[1], [0]], [[0, 1]], [[0]])
    _, toy, _ = signal.lsim(system, filled, hours)
    percent = {name: 100 * each / each.max() for name, each in (("plasma", plasma), ("receptor", filled), ("toy", toy))}
    return percent | {"hours": hours}


def test_the_scene_is_the_models() -> None:
    for explorer in settings_of("effect_after_drug"):
        shown, wanted = explorer.scene, curves_of(explorer.values)
        drawn = {"plasma": shown.plasma_percent, "receptor": shown.receptor_percent, "toy": shown.toy_percent}
        for name, curve in drawn.items():
            there = np.interp(SHOWN_H, wanted["hours"], wanted[name])
            np.testing.assert_allclose(curve, there, atol=0.05, err_msg=name)
        at = {
            hours: {name: np.interp(hours, wanted["hours"], wanted[name]) for name in drawn}
            for hours in (2 / 3, 24, 264)
        }
        assert shown.plasma_at_day_1_percent == pytest.approx(at[24]["plasma"], abs=0.01)
        assert shown.receptor_at_day_1_percent == pytest.approx(at[24]["receptor"], abs=0.02)
        assert shown.toy_at_40_min_percent == pytest.approx(at[2 / 3]["toy"], abs=0.05)
        assert shown.toy_at_day_11_percent == pytest.approx(at[264]["toy"], abs=0.05)
        assert shown.toy_peak_h == pytest.approx(wanted["hours"][wanted["toy"].argmax()], abs=0.07)
        assert shown.toy_hours_from_day_1 == abs(shown.toy_peak_h - 24)
        assert (shown.rise_h, shown.fall_h) == (explorer.values["rise"], explorer.values["fall"])
        assert (shown.early_h, shown.greatest_h, shown.lost_h) == (0.667, 24, 264)


def test_the_picture_shows_the_scene() -> None:
    for explorer in settings_of("effect_after_drug"):
        shown, picture = explorer.scene, explorer.picture
        assert_drawn(picture.lines["plasma"], SHOWN_H, shown.plasma_percent)
        assert_drawn(picture.lines["receptor"], SHOWN_H, shown.receptor_percent)
        assert_drawn(picture.lines["toy"], SHOWN_H, shown.toy_percent)
        assert_drawn(picture.left["plasma"], [24], [shown.plasma_at_day_1_percent])
        assert_drawn(picture.left["receptor"], [24], [shown.receptor_at_day_1_percent])
        heights = [shown.toy_at_40_min_percent, 100, shown.toy_at_day_11_percent]
        assert_drawn(picture.toy_points, [0.667, shown.toy_peak_h, 264], heights)
        assert_drawn(picture.toy_name, "toy effect")
        assert picture.toy_name.get_position()[0] == max(shown.toy_peak_h, 2.4)


def words(percent: float) -> str:
    """As the picture and the reading round a share."""
    return "less than 0.01 %" if percent < 0.01 else f"{percent:.0f} %" if percent >= 9.5 else f"{percent:.2g} %"


def test_axes_names_and_colours_say_what_is_meant() -> None:
    picture = AfterDrugPicture()
    above, below = picture.figure.axes
    assert_axes(above, xlim=(0.1, 480), ylim=(0, 117), xscale="log", ylabel="% of its peak", yticks=range(0, 101, 25))
    assert_axes(above, xticks=[1 / 6, 2 / 3, 3, 24, 72, 264])
    names = [tick.get_text() for tick in below.get_xticklabels()]
    assert names == ["10 min", "40 min", "3 h", "1 day", "3 days", "11 days"]
    assert below.get_xlabel().startswith("time after the start, logarithmic")
    assert_axes(below, ylim=(-0.4, 4.8), ylabel="measured")
    assert_drawn(picture.day_1, [24, 24], [0, 100])
    named = {text.get_text(): text for text in above.texts}
    assert set(named) == {"channels filled", "level in plasma", "toy effect"}
    assert_colour(named["channels filled"], "blue")
    assert_colour(named["level in plasma"], "grey")
    for name, colour in (("plasma", "grey"), ("receptor", "blue"), ("toy", "green")):
        assert_colour(picture.lines[name], COLOURS[colour])
    assert_colour(picture.left["plasma"], COLOURS["grey"])
    assert_colour(picture.left["receptor"], COLOURS["blue"])
    assert_colour(picture.toy_points, COLOURS["green"])


def test_what_was_measured_stands_below_in_whom_and_for_how_long() -> None:
    """By hand, from the table's notes: from 40 minutes to day 10 to 12, greatest on day 1 ..."""
    picture = AfterDrugPicture()
    spans = {
        "superior": (0.667, 240),
        "relapse": (72, 336),
        "spines": (0.1, 336),
        "trapped": (0.1, 24),
        "occupied": (0.1, 1),
    }
    heights = dict(zip(spans, range(4, -1, -1), strict=True))
    for name, ends in spans.items():
        assert_drawn(picture.spans[name], ends, [heights[name]] * 2)
        assert picture.spans[name].get_linewidth() == (5 if name in ("superior", "relapse") else 2)
    colours = {"superior": "green", "relapse": "green", "spines": "yellow", "trapped": "yellow", "occupied": "blue"}
    for name, colour in colours.items():
        assert_colour(picture.spans[name], COLOURS[colour])
    assert [text.get_text() for text in picture.words] == [
        "receptor filled in the hippocampus (mouse)",
        "caught in receptors of the habenula (mouse)",
        "more spines in the cortex (mouse)",
        "usual time of relapse (people)",
        "better than placebo (people)",
    ]
    diamonds = [data_of(line)[0] for line in picture.figure.axes[1].get_lines() if line.get_marker() == "D"]
    assert [float(hours) for (hours,) in diamonds if np.isfinite(hours)] == [0.25, 24]


def test_no_bar_and_no_cap_strikes_through_a_word() -> None:
    picture = AfterDrugPicture()
    picture.figure.draw_without_rendering()
    for text in picture.words:
        box = text.get_window_extent()
        for line in picture.figure.axes[1].get_lines():
            points = line.get_transform().transform(np.column_stack(data_of(line)))
            half = max(line.get_linewidth(), line.get_markersize() if line.get_marker() != "None" else 0) / 2 + 0.5
            (left, low), (right, high) = points.min(axis=0) - half, points.max(axis=0) + half
            apart = right < box.x0 or left > box.x1 or high < box.y0 or low > box.y1
            assert apart or not np.isfinite(points).all(), f"{text.get_text()!r} is struck through"


def test_the_reading_says_the_scenes_numbers() -> None:
    labels = dict(tables.load("pk_models")[["model_id", "label"]].itertuples(index=False, name=None))
    for explorer in settings_of("effect_after_drug"):
        shown, at = explorer.scene, explorer.values
        assert_says(
            explorer,
            f"By {labels[at['model']]} and the {at['affinity']}: after 40 minutes",
            f"{shown.channels_early} of 100 channels hold the drug",
            f"and {shown.channels_at_day_1} on day 1, when the measured effect is greatest",
            f"{words(shown.plasma_at_day_1_percent)} of the plasma peak",
            f"{words(shown.receptor_at_day_1_percent)} of the highest filling of the receptor are left",
            f"(half-times {at['rise']:g} h and {at['fall']:g} h)",
            f"{words(shown.toy_at_40_min_percent)} of its peak after 40 minutes",
            f"peaks after {shown.toy_peak_h:.1f} hours, {abs(shown.toy_peak_h - 24):.1f} hours from day 1",
            f"is at {words(shown.toy_at_day_11_percent)} on day 11",
        )


def test_the_headline_counts_the_channels() -> None:
    for explorer in settings_of("effect_after_drug"):
        many = explorer.scene.channels_at_day_1
        verb = "holds" if many == 1 else "hold"
        assert explorer.headline == f"On day 1 the effect is greatest, and {many} of 100 channels {verb} the drug"
    assert explorers.effect_after_drug().scene.channels_at_day_1 == 1


# -- the drawing and its clock ---------------------------------------------------------------------


def course_of(explorer: Any, part: str) -> Any:
    """What a part does at each moment, as numbers."""
    return np.array([float(value) for value in explorer.acts[part]["data-course"].split()])


def clock_of(explorer: Any) -> dict[str, Any]:
    """The drawing's clock, as the page gets it."""
    return dict(explorer._living.clock)


def test_the_drawing_runs_as_the_model_does() -> None:
    """Held against a general solver, in absolute units: what runs in, between and out is drawn on one scale."""
    for explorer in settings_of("effect_after_drug"):
        at, hours = explorer.values, explorer.scene.run.hours
        every = np.linspace(0, 480, 14_401)
        dosed = infusion(model=at["model"], hours=480)
        filled = receptors.filled(np.interp(every, dosed["time_h"], dosed["ng_per_ml"]), at["affinity"])
        rise, fall = np.log(2) / at["rise"], np.log(2) / at["fall"]
        system = ([[-rise, 0], [rise, -fall]], [[1], [0]], np.eye(2), [[0], [0]])
        _, both, _ = signal.lsim(system, filled, every)
        first, toy = both.T
        there = {name: np.interp(hours, every, curve) for name, curve in zip("fse", (filled, first, toy), strict=True)}
        wanted = {
            "field": 100 * there["f"],
            "first": there["s"] / first.max(),
            "toy": there["e"] / toy.max(),
            "into": 4 * there["f"],
            "between": 4 * rise * there["s"],
            "out": 4 * fall * there["e"],
        }
        for part, curve in wanted.items():
            whole = part == "field"
            tolerance = 0.6 if whole else 0.01 * max(1, curve.max())
            np.testing.assert_allclose(course_of(explorer, part), curve, atol=tolerance, err_msg=part)
        assert (course_of(explorer, "held") == course_of(explorer, "field")).all()
        assert list(course_of(explorer, "held")) == [round(share) for share in explorer.scene.run.filled_percent]
        np.testing.assert_allclose(course_of(explorer, "first_percent"), 100 * course_of(explorer, "first"), atol=0.2)
        np.testing.assert_allclose(course_of(explorer, "toy_percent"), 100 * course_of(explorer, "toy"), atol=0.2)


def test_who_is_better_stands_higher_while_that_was_measured() -> None:
    explorer = explorers.effect_after_drug()
    hours, better = explorer.scene.run.hours, course_of(explorer, "better")
    assert (better[hours < 0.667] == 0).all()
    assert (better[(hours >= 0.667) & (hours <= 240)] == 1).all()
    assert (better[hours >= 288] == 0).all()
    assert better[explorer.scene.run.at(264)] == pytest.approx(0.5)
    assert (course_of(explorer, "step") == better).all()
    places = [tuple(map(float, pair.split(","))) for pair in explorer.acts["after"]["data-course"].split()]
    np.testing.assert_allclose(places, [(0, -20 * share) for share in better], atol=0.06)


def test_the_person_stands_on_the_step() -> None:
    text = CHANNELS_EMPTY.read_text(encoding="utf-8")
    assert "M0 0V-20H42V0Z" in text  # as high as STEP_UP
    assert text.count("<use x=") == 100


def test_the_clock_says_what_stands_at_each_moment() -> None:
    for explorer in settings_of("effect_after_drug"):
        clock, run = clock_of(explorer), explorer.scene.run
        assert len(clock["said"]) == len(clock["across"]) == len(run.hours)
        assert run.hours[clock["at"]] == 24
        counts = course_of(explorer, "field")
        assert clock["said"][clock["at"]] == f"1 day: {counts[clock['at']]:.0f} of 100 filled, better than placebo"
        assert clock["said"][0] == f"6 min: {counts[0]:.0f} of 100 filled, no difference seen yet"
        assert clock["said"][run.at(264)] == "11 days: 0 of 100 filled, difference being lost"
        assert clock["said"][-1] == "20 days: 0 of 100 filled, difference lost"
        assert {0.667, 24, 240, 264, 288} <= set(run.hours)


def test_the_cursor_stands_where_the_pictures_axis_has_the_moment() -> None:
    explorer = explorers.effect_after_drug()
    clock, run, picture = clock_of(explorer), explorer.scene.run, explorer.picture
    above, below = picture.above.get_window_extent(), picture.below.get_window_extent()
    shares = (np.log(run.hours) - np.log(0.1)) / (np.log(480) - np.log(0.1))
    assert clock["across"] == pytest.approx(above.x0 + shares * above.width, abs=0.1)
    height = picture.figure.bbox.height
    assert clock["tall"] == pytest.approx((height - above.y1, height - below.y0), abs=0.1)


@pytest.mark.parametrize(
    ("hours", "words"), [(0.1, "6 min"), (0.667, "40 min"), (5.04, "5.0 h"), (24, "1 day"), (264, "11 days")]
)
def test_a_time_is_told_in_what_suits_it(hours: float, words: str) -> None:
    assert time_words(hours) == words


def test_small_shares_are_not_rounded_to_nothing() -> None:
    assert [percent_words(share) for share in (0.004, 0.11, 9.44, 9.6, 99.7)] == [
        "less than 0.01 %",
        "0.11 %",
        "9.4 %",
        "10 %",
        "100 %",
    ]
