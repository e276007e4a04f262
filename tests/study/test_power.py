"""Power: the figures of the section, statsmodels as an oracle, simulation against the exact formula."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from matplotlib.colors import same_color
from statsmodels.stats.power import TTestPower

from helpers import exercises, explorers, tables
from helpers.interactive import COLOURS
from helpers.study import power
from tests.pictures import assert_axes, assert_colour, assert_drawn, assert_says, assert_seen, settings_of

SD = 8.5


@pytest.mark.parametrize(
    ("n", "expected"), [(11, {3: 19, 5: 42, 7.5: 75, 10: 94}), (6, {3: 11, 5: 22, 7.5: 42, 10: 64})]
)
def test_eleven_and_six_people(n: int, expected: dict[float, float]) -> None:
    for change, percent in expected.items():
        assert 100 * power.exact_power(change, n, SD) == pytest.approx(percent, abs=0.5)
        found = power.report(power.simulate(change, n, SD), change).significant_percent
        assert found == pytest.approx(percent, abs=1.5)


@settings(max_examples=40)
@given(change=st.floats(0.5, 15), n=st.integers(3, 60), sd=st.floats(2, 20), alpha=st.sampled_from([0.05, 0.01]))
def test_it_agrees_with_statsmodels(change: float, n: int, sd: float, alpha: float) -> None:
    oracle = TTestPower().power(change / sd, n, alpha)
    assume(not np.isnan(oracle))  # statsmodels gives up where the effect is very large
    assert power.exact_power(change, n, sd, alpha) == pytest.approx(oracle, abs=1e-6)


def test_a_huge_effect_is_always_found() -> None:
    for n in (3, 11, 60):
        found = [power.exact_power(change, n, 1.0) for change in (5, 10, 40, 100)]
        assert found == sorted(found)
        assert found[-1] == pytest.approx(1)


def test_without_an_effect_power_is_alpha() -> None:
    assert power.exact_power(0, 11, SD) == pytest.approx(0.05)
    assert power.report(power.simulate(0, 11, SD), 0).significant_percent == pytest.approx(5, abs=1)


@given(change=st.floats(1, 10), n=st.integers(3, 40))
def test_more_people_or_a_larger_change_never_lower_it(change: float, n: int) -> None:
    here = power.exact_power(change, n, SD)
    assert power.exact_power(change, n + 5, SD) >= here - 1e-9
    assert power.exact_power(change + 1, n, SD) >= here - 1e-9


def test_significant_ones_exaggerate_and_the_small_ones_most() -> None:
    factors = [power.report(power.simulate(3, n, SD), 3).exaggeration for n in (6, 11, 40)]
    assert factors == sorted(factors, reverse=True)
    assert factors[0] > 2
    assert power.report(power.simulate(1, 6, SD), 1).wrong_sign_percent > 10


@pytest.mark.parametrize("bad", [{"n": 1}, {"sd_percent": 0.0}, {"alpha": 1.0}])
def test_impossible_settings_say_why(bad: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="needs two people"):
        power.exact_power(**({"change_percent": 5, "n": 11, "sd_percent": SD} | bad))  # type: ignore[arg-type]


def test_the_spread_is_that_of_the_table() -> None:
    assert tables.load("test_retest").set_index("measure_id").loc["vt", "sd_percent"] == SD
    assert explorers.power().scene.spread == SD
    assert "spread of 12 %" in explorers.power(spread=12).reading


def test_challenge_and_checks() -> None:
    challenge = exercises.challenge("enough_people", explorers.power())
    assert not challenge.reached
    for easier in ({"change": 10}, {"spread": 5}):
        challenge.explorer.reset().set(**easier)
        assert not challenge.reached
    challenge.explorer.reset().set(n=26)
    assert challenge.reached
    assert exercises.judge("power_eight", 100 * power.exact_power(5, 8, SD)).right
    assert exercises.judge("exaggeration", power.report(power.simulate(3, 11, SD), 3).exaggeration).right


def test_a_trend_is_the_same_whatever_counts_as_significant() -> None:
    """Drawn is the bar from 0.05 to 0.10, so that the words must count no other."""
    p_values = np.array([0.001, 0.02, 0.04, 0.06, 0.08, 0.09, 0.2, 0.5])
    for alpha in (0.05, 0.01, 0.005):
        found = power.report(power.Studies(np.ones(8), p_values), 1, alpha)
        assert found.trend_percent == pytest.approx(3 / 8 * 100)
        assert found.significant_percent == pytest.approx({0.05: 3, 0.01: 1, 0.005: 1}[alpha] / 8 * 100)


# -- scene and picture -----------------------------------------------------------------------------


def percent_between(values: np.ndarray, low: float, high: float) -> float:
    return 100 * float(np.mean((values >= low) & (values < high)))


def test_the_scene_is_the_models() -> None:
    for explorer in settings_of("power"):
        shown, set_to = explorer.scene, explorer.values
        assert (shown.change, shown.people, shown.spread, shown.alpha) == tuple(set_to.values())
        studies = power.simulate(shown.change, shown.people, shown.spread)
        assert shown.power_percent == pytest.approx(
            100 * power.exact_power(shown.change, shown.people, shown.spread, shown.alpha)
        )
        assert shown.report == power.report(studies, shown.change, shown.alpha)
        found, trend, neither = shown.of_hundred
        assert found == round(shown.power_percent)
        assert trend == min(round(shown.report.trend_percent), 100 - found)
        assert found + trend + neither == 100
        significant = studies.changes[studies.p_values < shown.alpha]
        reported = np.abs(significant).mean() if shown.change and len(significant) else 0
        assert shown.found_mean == pytest.approx(reported)
        edges = np.linspace(-12, 20, 41)
        found = studies.changes[studies.p_values < shown.alpha]
        for low, high, everything, significant in zip(
            edges[:-1], edges[1:], shown.all_percent, shown.found_percent, strict=True
        ):
            assert everything == pytest.approx(percent_between(studies.changes, low, high), abs=0.03)
            assert significant == pytest.approx(
                percent_between(found, low, high) * len(found) / 4000 if len(found) else 0
            )
        beyond = 100 - percent_between(studies.changes, -12, 20)
        assert shown.beyond_percent == pytest.approx(beyond, abs=0.03)
        assert shown.tallest_percent == shown.all_percent.max()


def test_eleven_people_and_five_percent() -> None:
    """Known numbers, absolutely."""
    shown = explorers.power().scene
    assert shown.power_percent == pytest.approx(42.3, abs=0.5)
    assert (shown.report.significant_percent, shown.report.trend_percent) == pytest.approx((42, 14), abs=1.5)
    assert shown.of_hundred == (42, 14, 44)
    assert shown.found_mean == pytest.approx(7.1, abs=0.05)
    assert shown.all_percent.sum() == pytest.approx(100, abs=0.1)


def test_the_picture_shows_the_scene() -> None:
    for explorer in settings_of("power"):
        shown, picture = explorer.scene, explorer.picture
        assert_studies(picture, shown.of_hundred)
        assert_drawn(picture.all_bars, shown.all_percent)
        assert_drawn(picture.found_bars, shown.found_percent)
        for bars, heights in ((picture.all_bars, shown.all_percent), (picture.found_bars, shown.found_percent)):
            assert_seen(bars, [bool(height > 0) for height in heights])
        assert_drawn(picture.truth, [shown.change] * 2, [0, 25])
        assert_drawn(picture.reported, [shown.found_mean] * 2, [0, 25])
        true, reported = picture.names
        assert_drawn(true, f"true:\n{shown.change:g} %")
        assert_drawn(reported, f"significant ones\nreport {shown.found_mean:.1f} %")
        assert (true.get_position()[0], reported.get_position()[0]) == pytest.approx(
            (min(shown.change, 10.5) - 0.4, min(shown.change + 0.4, 10.5))
        )
        assert_seen([picture.reported, reported], shown.found_mean > 0)


def assert_studies(picture: power.PowerPicture, counted: tuple[int, int, int]) -> None:
    """A square a study, row by row from below, in the colour of what it finds; the counts stand beside theirs."""
    assert_drawn(picture.studies, [place % 10 for place in range(100)], [place // 10 for place in range(100)])
    wanted = ["blue"] * counted[0] + ["orange"] * counted[1] + ["light grey"] * counted[2]
    for seen, colour in zip(np.array(picture.studies.get_facecolor()), wanted, strict=True):
        assert same_color(tuple(seen), COLOURS[colour])
    names = ["significant", "“trend”: p\n0.05 to 0.10", "neither"]
    assert [text.get_text() for text in picture.counts] == [
        f"{many} {name}" for many, name in zip(counted, names, strict=True)
    ]
    heights = [text.get_position()[1] for text in picture.counts]
    assert min(np.diff(heights)) >= 1.49
    assert (min(heights) > -0.5, max(heights) < 9.5) == (True, True)


def test_what_leaves_the_axis_is_said_in_the_picture() -> None:
    for explorer in settings_of("power"):
        shown, picture = explorer.scene, explorer.picture
        assert_seen([picture.tallest], bool(shown.all_percent.max() > 25))
        assert_seen([picture.beyond], shown.beyond_percent >= 0.05)
        assert_drawn(picture.tallest, f"tallest bar:\n{max(shown.all_percent):.0f} %")
        assert_drawn(picture.beyond, f"beyond this axis:\n{shown.beyond_percent:.1f} %")
    assert_seen([explorers.power(n=60, spread=2).picture.tallest])
    assert_seen([explorers.power(n=3, spread=15).picture.beyond])


def test_fewer_are_dark_where_less_counts_as_significant() -> None:
    strict = explorers.power(alpha=0.005)
    assert strict.scene.of_hundred[0] < 0.5 * explorers.power().scene.of_hundred[0]
    assert_studies(strict.picture, strict.scene.of_hundred)
    for bar in strict.picture.all_bars:
        assert_colour(bar, COLOURS["light grey"])
    for bar in strict.picture.found_bars:
        assert_colour(bar, COLOURS["blue"])
        assert bar.get_hatch() == "//"


def test_axes_and_colours_say_what_is_meant() -> None:
    picture = power.PowerPicture()
    left, right = picture.figure.axes
    assert left.get_title() == "a hundred such studies"
    assert_axes(left, xlim=(-0.7, 15.5), ylim=(-0.7, 9.7), xticks=[], yticks=[])
    assert_axes(right, xlim=(-12, 20), ylim=(0, 25), xlabel="change that the study reports (%)", ylabel="studies (%)")
    assert_colour(picture.truth, COLOURS["black"])
    assert_colour(picture.reported, COLOURS["blue"])
    assert picture.reported.get_linestyle() == "--"
    assert [name.get_ha() for name in picture.names] == ["right", "left"]
    for bars in (picture.all_bars, picture.found_bars):
        assert [bar.get_x() + bar.get_width() / 2 for bar in bars] == pytest.approx(np.arange(-11.6, 20, 0.8))


def test_the_reading_says_the_scenes_numbers() -> None:
    for explorer in settings_of("power"):
        shown, found = explorer.scene, explorer.scene.report
        assert_says(
            explorer,
            f"With {shown.people} people, a true change of {shown.change:g} %",
            f"spread of {shown.spread:g} %",
            f"{shown.power_percent:.0f} % of studies find",
            f"p < {shown.alpha:g} (simulated: {found.significant_percent:.0f} %)",
            f"{found.trend_percent:.0f} % report a “trend”",
            f"{found.exaggeration:.1f} times the true change" if shown.change else "Nothing is true here",
            f"{found.wrong_sign_percent:.1f} % of them the wrong sign" if shown.change else "false alarm",
        )
