"""The landscape: exact times against Kramers' rule and against simulated balls, symmetry, limits; what is drawn."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import exercises, explorers
from helpers.behavioral import landscape as land
from helpers.behavioral.landscape import Landscape, model, picture
from helpers.interactive import COLOURS, Explorer
from tests.pictures import assert_axes, assert_colour, assert_drawn, assert_says, assert_seen, settings_of


@pytest.mark.parametrize(("barrier", "tilt", "noise"), [(2, 0, 0.3), (3, 0.4, 0.4), (4, -0.5, 0.5), (4, 0.8, 0.4)])
@pytest.mark.parametrize("rightwards", [True, False])
def test_kramers_rule_holds_where_the_barrier_is_high(
    barrier: float, tilt: float, noise: float, rightwards: bool
) -> None:
    found = Landscape(barrier, tilt, noise)
    assert land.residence(found, rightwards) == pytest.approx(land.kramers(found, rightwards), rel=0.12)


def test_kramers_rule_gets_better_with_the_barrier() -> None:
    off = [land.residence(one) / land.kramers(one) - 1 for one in (Landscape(h, 0, 0.4) for h in (1, 2, 3, 4))]
    assert off == sorted(off, reverse=True)


def first_arrivals(found: Landscape, walkers: int = 1000, step: float = 0.005) -> np.ndarray:
    """First arrivals at the right valley's bottom, by brute force: Euler and Maruyama's steps."""
    draw = np.random.default_rng(2)
    left, _, right = found.turning_points()
    x, arrived = np.full(walkers, left), np.zeros(walkers)
    for tick in range(1, 60_000):
        going = arrived == 0
        if not going.any():
            break
        kick = np.sqrt(2 * found.noise * step) * draw.standard_normal(int(going.sum()))
        pull = 4 * found.barrier * x[going] * (x[going] ** 2 - 1) - found.tilt
        x[going] += -pull * step + kick
        arrived[going & (x >= right)] = tick * step
    return arrived


def test_simulated_balls_need_the_exact_time_and_scatter_as_computed() -> None:
    found = Landscape(1, 0.2, 0.6)
    arrived = first_arrivals(found)
    assert arrived.mean() == pytest.approx(land.residence(found), rel=0.1)
    assert np.quantile(arrived, [0.25, 0.5, 0.75]) == pytest.approx(land.way_out(found), rel=0.12)


@pytest.mark.parametrize(("barrier", "tilt", "noise"), [(2, -0.8, 0.4), (3, 0.4, 0.4), (4, -1.5, 0.3)])
def test_out_of_a_deep_valley_the_times_are_those_of_a_process_without_memory(
    barrier: float, tilt: float, noise: float
) -> None:
    """A quarter is out after ln(4/3) times the mean, half after ln 2, three quarters after ln 4."""
    found = Landscape(barrier, tilt, noise)
    wanted = land.residence(found) * np.log([4 / 3, 2, 4])
    assert land.way_out(found) == pytest.approx(wanted, rel=0.03)


@settings(max_examples=20)
@given(barrier=st.floats(1, 4), tilt=st.floats(-1.4, 1.4), noise=st.floats(0.2, 1.5))
def test_hops_keep_the_long_run(barrier: float, tilt: float, noise: float) -> None:
    """Nobody is lost, and between any two cells as many balls go as come (detailed balance)."""
    found = Landscape(barrier, tilt, noise)
    rates = model.hops(found)
    assert np.abs(rates.sum(axis=1)).max() <= 1e-9 * np.abs(rates).max()
    height = found.height(model.CELLS)
    weight = np.exp((height.min() - height) / noise)
    flow = weight[:, None] * rates
    assert flow == pytest.approx(flow.T, rel=1e-6, abs=1e-12)


def test_hops_lead_downhill_on_average_as_the_slope_says() -> None:
    """In a cell, the mean of the hops is -U'(x) in a unit of time, and their spread 2 T."""
    found = Landscape(2, 0.5, 0.8)
    at = int(np.argmin(np.abs(model.CELLS - 0.48)))
    away = model.CELLS - model.CELLS[at]
    rates = model.hops(found)[at] * (away != 0)
    assert (rates * away).sum() == pytest.approx(-found.slope(model.CELLS[at]), rel=0.02)
    assert (rates * away**2).sum() == pytest.approx(2 * 0.8, rel=0.02)


def test_balls_spend_the_share_of_time_on_the_left_that_was_computed() -> None:
    found = Landscape(1.2, -0.1, 0.7)
    paths = land.wander(found)
    assert paths.shape == (99, 501)
    top = found.turning_points()[1]
    assert (paths[:, 50:] < top).mean() == pytest.approx(land.share_left(found), abs=0.02)
    assert paths[:, 0] == pytest.approx(found.turning_points()[0], abs=0.021)


def test_when_a_path_arrives_and_which_one_is_typical() -> None:
    stays, late = np.full(501, -1.0), np.where(model.TIMES >= 300, 1.0, -1.0)
    quick = np.where(model.TIMES == 8, 1.0, -1.0)
    arrived = model.arrivals(np.array([stays, late, quick]), 1.0)
    assert arrived.tolist() == [np.inf, 300, 8]
    assert [model.typical(arrived, median) for median in (200, 20, 1001, 1e12)] == [1, 2, 0, 0]


@settings(max_examples=30)
@given(barrier=st.floats(1, 4), tilt=st.floats(-1.4, 1.4), noise=st.floats(0.2, 1.5))
def test_a_mirrored_landscape_swaps_the_valleys(barrier: float, tilt: float, noise: float) -> None:
    here, mirrored = Landscape(barrier, tilt, noise), Landscape(barrier, -tilt, noise)
    assert land.residence(here) == pytest.approx(land.residence(mirrored, rightwards=False), rel=1e-6)
    assert land.share_left(here) == pytest.approx(1 - land.share_left(mirrored), abs=5e-3)


@settings(max_examples=30)
@given(barrier=st.floats(1, 4), tilt=st.floats(-1.4, 1.4), noise=st.floats(0.2, 1.2))
def test_more_noise_gets_the_ball_out_sooner(barrier: float, tilt: float, noise: float) -> None:
    assert land.residence(Landscape(barrier, tilt, noise + 0.1)) < land.residence(Landscape(barrier, tilt, noise))


def test_turning_points_are_where_the_slope_is_nothing() -> None:
    found = Landscape(2, 0.7, 0.4)
    left, top, right = found.turning_points()
    assert left < top < right
    assert [found.slope(place) for place in (left, top, right)] == pytest.approx([0, 0, 0], abs=1e-9)
    assert found.curvature(left) > 0 > found.curvature(top)


@pytest.mark.parametrize(("barrier", "tilt", "noise"), [(0, 0, 1), (1, 0, 0)])
def test_a_flat_or_silent_landscape_says_why_it_can_not_be(barrier: float, tilt: float, noise: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        Landscape(barrier, tilt, noise)


def test_too_strong_a_tilt_says_what_to_do() -> None:
    with pytest.raises(ValueError, match="lower the tilt or raise the barrier"):
        Landscape(1, 2, 0.4)


# -- scene and picture -----------------------------------------------------------------------------


def test_the_path_shown_is_typical() -> None:
    """The one fixed path got out at 8 where the mean was 736; now it is the one nearest to the median."""
    shown = explorers.beliefs().scene
    assert (shown.out_time, shown.median) == pytest.approx((736, 510), abs=1)
    assert shown.arrival == pytest.approx(510, abs=20)
    for explorer in settings_of("beliefs"):
        shown = explorer.scene
        if shown.arrival is None:
            assert shown.median > 1000
        else:
            assert abs(shown.arrival - shown.median) <= max(4, 0.1 * shown.median)
            assert shown.quarter - 2 <= shown.arrival <= shown.three_quarters + 2


def test_the_scene_is_the_models() -> None:
    for explorer in settings_of("beliefs"):
        shown, at = explorer.scene, explorer.values
        found = Landscape(at["barrier"], at["tilt"], at["noise"])
        left, top, right = found.turning_points()
        assert shown.landscape == found
        assert shown.climb == pytest.approx(found.height(top) - found.height(left))
        assert (shown.out_time, shown.back_time) == (land.residence(found), land.residence(found, rightwards=False))
        assert (shown.quarter, shown.median, shown.three_quarters) == land.way_out(found)
        assert shown.left_percent == pytest.approx(100 * land.share_left(found))
        assert shown.tilt_size == abs(at["tilt"])
        assert shown.path.tolist() in land.wander(found).tolist()
        there = np.flatnonzero(shown.path >= right - 0.02)
        assert shown.arrival == (2 * there[0] if len(there) else None)
        assert shown.changed == ((at["barrier"], at["tilt"]) != (2, -0.8))
        assert shown.climb_in_noise == pytest.approx(shown.climb / at["noise"])
        sides = list(np.sign(shown.path[np.abs(shown.path) > 0.5]))
        assert shown.changes == sum(one != other for one, other in pairwise(sides))


def test_the_picture_shows_the_scene() -> None:
    for explorer in settings_of("beliefs"):
        shown, at, drawn = explorer.scene, explorer.values, explorer.picture
        x, times = np.linspace(-2.2, 2.2, 111), np.arange(0, 1001, 2)
        height = at["barrier"] * (x**2 - 1) ** 2 - at["tilt"] * x
        assert_drawn(drawn.often, np.exp((height.min() - height) / at["noise"]), x)
        assert_drawn(drawn.path, times, shown.path)
        assert_drawn(drawn.half, [shown.quarter, shown.three_quarters], [1.9, 1.9])
        assert_drawn(drawn.median, [shown.median], [1.9])
        assert_seen([drawn.beyond], shown.three_quarters > 1000)
        low, middle, high = (picture.rounded(time) for time in (shown.quarter, shown.median, shown.three_quarters))
        assert_drawn(
            drawn.headings[0], f"diamond: half of all balls are out by {middle}\nbar: the middle half, {low} to {high}"
        )
        assert_drawn(drawn.headings[1], f"long run:\n{picture.percent(shown.left_percent)} left")


def test_axes_and_colours_say_what_is_meant() -> None:
    drawn = picture.LandscapePicture()
    path, often = drawn.figure.axes
    assert_axes(path, xlim=(0, 1000), ylim=(-2.2, 2.2), yticks=[-1, 1], xlabel="time (units of the model)")
    assert [tick.get_text() for tick in path.get_yticklabels()] == ["the old\nbelief", "another"]
    assert_axes(often, xlim=(0, 1.1), ylim=(-2.2, 2.2), xlabel="how often")
    for artist, colour in ((drawn.path, "blue"), (drawn.half, "grey"), (drawn.often, "green"), (drawn.median, "black")):
        assert_colour(artist, COLOURS[colour])


# -- mechanism -------------------------------------------------------------------------------------


def points(text: str) -> tuple[np.ndarray, np.ndarray]:
    """Points as x and y."""
    pairs = np.array([[float(part) for part in pair.split(",")] for pair in text.split()])
    return pairs[:, 0], pairs[:, 1]


def clock_of(explorer: Explorer) -> dict[str, Any]:
    assert explorer._living
    return dict(explorer._living.clock)


def test_the_ball_takes_the_models_path_and_no_stride_is_long() -> None:
    path = np.where(model.TIMES >= 300, 1.0, -1.0)
    times, places = model.rolled(path)
    assert len(times) == 501 + 4  # two units of the way in five parts
    assert times[149:156] == pytest.approx([298, 298.4, 298.8, 299.2, 299.6, 300, 302])
    assert places[149:156] == pytest.approx([-1, -0.6, -0.2, 0.2, 0.6, 1, 1])
    for explorer in settings_of("beliefs"):
        shown = explorer.scene
        assert set(model.TIMES) <= set(shown.rolling_times)
        assert shown.rolling == pytest.approx(np.interp(shown.rolling_times, model.TIMES, shown.path))
        assert np.abs(np.diff(shown.rolling)).max() <= 0.4 + 1e-9


def test_the_ground_is_the_landscape_and_the_ball_lies_on_it() -> None:
    for explorer in settings_of("beliefs"):
        acts, shown, at = explorer.acts, explorer.scene, explorer.values
        x, y = points(acts["surface"]["points"])
        place = (x - 160) / 79
        height = at["barrier"] * (place**2 - 1) ** 2 - at["tilt"] * place
        assert y == pytest.approx(172 - 26 * height, abs=0.05 + 0.05 * np.abs(np.gradient(y, x)).max())
        across, up = points(acts["ball"]["data-course"])
        assert len(across) == len(shown.rolling) == len(clock_of(explorer)["said"])
        ground = np.linspace(-2, 2, 4001)
        ground_y = 172 - 26 * (at["barrier"] * (ground**2 - 1) ** 2 - at["tilt"] * ground)
        for one in range(0, len(across), 29):
            touched = shown.rolling[one]
            touched_y = 172 - 26 * (at["barrier"] * (touched**2 - 1) ** 2 - at["tilt"] * touched)
            assert np.hypot(across[one] - 160 - 79 * touched, up[one] - touched_y) == pytest.approx(10.5, abs=0.1)
            assert up[one] < np.interp(across[one], 160 + 79 * ground, ground_y)  # above the ground


def test_climb_and_noise_stand_side_by_side_on_one_scale() -> None:
    for explorer in settings_of("beliefs"):
        acts, shown, at = explorer.acts, explorer.scene, explorer.values
        for part, height in (("climb", shown.climb), ("noise", at["noise"])):
            _, (floor, top) = points(acts[part]["points"])
            assert floor - top == pytest.approx(26 * height, abs=0.11)
            assert acts[f"{part}_word"]["text"] == f"{part} {height:.2f}"
        x, floor_y = points(acts["floor"]["points"])
        left = Landscape(at["barrier"], at["tilt"], at["noise"]).turning_points()[0]
        assert (x[0], floor_y[0]) == (pytest.approx(160 + 79 * left, abs=0.06), floor)


def test_the_landscape_before_is_shown_where_the_ground_is_another() -> None:
    for explorer in settings_of("beliefs"):
        acts, at = explorer.acts, explorer.values
        seen = "inline" if (at["barrier"], at["tilt"]) != (2, -0.8) else "none"
        assert acts["before"]["display"] == acts["before_word"]["display"] == seen
        assert ("Dotted: the landscape before, barrier 2, tilt -0.8." in explorer.reading) == (seen == "inline")
    assert explorers.beliefs().acts["before"]["points"] == explorers.beliefs().acts["surface"]["points"]


def test_the_clock_says_where_the_ball_is_and_its_cursor_runs_along_the_path() -> None:
    explorer = explorers.beliefs()
    shown, clock = explorer.scene, clock_of(explorer)
    assert clock["at"] == 0
    assert clock["said"][0] == "time 0: on the left"
    there = int(np.flatnonzero(shown.rolling_times == shown.arrival)[0])
    assert clock["said"][there] == f"time {shown.arrival:.0f}: on the right"
    axes = explorer.picture.path_axes
    for moment in (0, there, len(clock["said"]) - 1):
        wanted = axes.transData.transform((shown.rolling_times[moment], 0))[0]
        assert clock["across"][moment] == pytest.approx(wanted, abs=0.06)


# -- reading ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (3.456, "3.46"),
        (999.4, "999"),
        (999.6, "1,000"),
        (1_023, "1,020"),
        (14_397, "14,000"),
        (999_999, "1 million"),
        (2.34e8, "230 million"),
        (3.97e11, "400 billion"),
    ],
)
def test_times_in_words(time: float, words: str) -> None:
    assert picture.rounded(time) == words


def test_a_share_is_never_all_and_never_nothing() -> None:
    assert [picture.percent(share) for share in (99.99, 99.4, 50, 0.6, 0.1)] == [
        "over 99 %",
        "99 %",
        "50 %",
        "1 %",
        "under 1 %",
    ]


def test_the_reading_says_the_scenes_numbers() -> None:
    for explorer in settings_of("beliefs"):
        shown, at = explorer.scene, explorer.values
        out, back, low, middle, high = (
            picture.rounded(time)
            for time in (shown.out_time, shown.back_time, shown.quarter, shown.median, shown.three_quarters)
        )
        said = [f"Barrier {at['barrier']:g}, tilt {at['tilt']:+g}, noise {at['noise']:g}", f"climbs {shown.climb:.2f}"]
        said += [f"to get out, {shown.climb / at['noise']:.1f} times the noise"]
        said += [f"takes {out} units of time on average", f"half of them are out after {middle}"]
        said += [f"the middle half between {low} and {high}", f"To come back takes {back} on average"]
        said += [f"{picture.percent(shown.left_percent)} of its time on the left"]
        if shown.arrival is None:
            said.append("typical one: its ball does not get out within 1,000 units")
        else:
            said.append(
                f"of 99, it gets out nearest to that median, and is first on the other side after {shown.arrival:g}."
            )
        said.append(f"changes valley {'once' if shown.changes == 1 else f'{shown.changes} times'}.")
        assert_says(explorer, *said, "no number here comes from a")


# -- questions -------------------------------------------------------------------------------------


def test_more_noise_shortens_both_times_as_the_prediction_says() -> None:
    calm, shaken = explorers.beliefs().scene, explorers.beliefs(noise=0.8).scene
    assert shaken.out_time < calm.out_time
    assert shaken.back_time < calm.back_time
    assert exercises.judge("noise_alone", "sooner as well").right


def test_the_challenge_can_be_met_and_says_what_is_wanted() -> None:
    challenge = exercises.challenge("out_and_stay", explorers.beliefs())
    for setting, words in (
        ({}, "a ball that is out after 100 units of time or fewer, on average; now it is 736 units."),
        ({"noise": 1.0}, "a ball that comes back after 300 units of time or more, on average; now it is 2.71 units."),
        ({"tilt": 1.5, "barrier": 2.5, "noise": 0.5}, "a noise of 0.4 or less; now it is 0.5."),
        ({"tilt": 1.2, "barrier": 2, "noise": 0.35}, "a tilt of 0.6 or less, to whichever side; now it is 1.2."),
    ):
        challenge.explorer.set(**setting)
        assert words in challenge.feedback
        assert not challenge.reached
    challenge.explorer.set(tilt=0.6, barrier=1.5, noise=0.35)
    assert challenge.reached
