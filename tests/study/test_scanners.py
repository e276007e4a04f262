"""Instruments: an independent solver for PET, nilearn's response for BOLD, and the limit of MRS."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from helpers import exercises, explorers, tables
from helpers.interactive import COLOURS, Explorer
from helpers.study import scanners
from tests.pictures import assert_axes, assert_colour, assert_drawn, assert_says, settings_of


@pytest.mark.parametrize(("k1", "k2"), [(0.3, 0.02), (0.5, 0.01), (0.1, 0.1)])
def test_tissue_agrees_with_a_general_solver(k1: float, k2: float) -> None:
    solved = solve_ivp(
        lambda t, c: k1 * scanners.plasma_curve([0.0, t])[1] - k2 * c,
        (0, 90),
        [0.0],
        t_eval=scanners.PET_MIN[scanners.PET_MIN <= 90],
        max_step=0.1,
        rtol=1e-8,
    )
    ours = scanners.tissue_curve(k1, k2)[: len(solved.t)]
    np.testing.assert_allclose(ours, solved.y[0], atol=0.01 * solved.y[0].max())


@settings(max_examples=20)
@given(k1=st.floats(0.1, 0.5), k2=st.floats(0.01, 0.1))
def test_the_volume_of_distribution_is_k1_over_k2(k1: float, k2: float) -> None:
    volume = scanners.fit_volume(scanners.PET_MIN, scanners.tissue_curve(k1, k2), scanners.plasma_curve())
    assert volume == pytest.approx(k1 / k2, rel=0.02)


def test_tissue_is_in_step_with_k1() -> None:
    np.testing.assert_allclose(scanners.tissue_curve(0.4, 0.02), 2 * scanners.tissue_curve(0.2, 0.02))


def test_the_blood_lags_and_has_the_conventional_shape() -> None:
    from nilearn.glm.first_level import spm_hrf

    theirs = spm_hrf(t_r=0.1, oversampling=1, time_length=32)
    ours = scanners.bold_response(0.1)[: len(theirs)]
    assert np.corrcoef(ours, theirs)[0, 1] > 0.99
    assert explorers.scanners().scene.bold_peak_s == pytest.approx(5.5, abs=0.2)


def test_long_activity_peaks_later() -> None:
    peaks = [scanners.BOLD_S[scanners.bold_response(burst).argmax()] for burst in (1, 5, 10)]
    assert peaks == sorted(peaks)


@pytest.mark.parametrize(("k1", "k2"), [(0, 0.1), (0.1, -1)])
def test_impossible_rates_say_why(k1: float, k2: float) -> None:
    with pytest.raises(ValueError, match="more than 0"):
        scanners.tissue_curve(k1, k2)


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("same_volume", explorers.scanners())
    assert not challenge.reached
    challenge.explorer.set(k1=0.16, k2=0.01)
    assert challenge.reached


# -- scene and picture -----------------------------------------------------------------------------


def test_the_scene_is_the_models() -> None:
    for explorer in settings_of("scanners"):
        shown, set_to = explorer.scene, explorer.values
        assert (shown.burst, shown.k1, shown.k2, shown.change) == tuple(set_to.values())
        blood = scanners.bold_response(set_to["burst"])
        assert shown.bold_percent == pytest.approx(blood / max(blood) * 100)
        assert shown.bold_percent[round(10 * shown.bold_peak_s)] == pytest.approx(100)
        assert shown.tissue == pytest.approx(scanners.tissue_curve(set_to["k1"], set_to["k2"]))
        assert shown.plasma == pytest.approx(scanners.plasma_curve())
        assert shown.v_t == pytest.approx(set_to["k1"] / set_to["k2"], rel=0.02)
        limit = tables.load("detection_limits").query("measure_id == 'glutamate'").iloc[0]
        assert (shown.limit_percent, shown.limit_people) == (limit["percent"], limit["n"]) == (4, 12)


def test_a_second_of_activity_peaks_after_five() -> None:
    """Known numbers, absolutely."""
    shown = explorers.scanners().scene
    assert shown.bold_peak_s == pytest.approx(5.5, abs=0.2)
    assert shown.v_t == pytest.approx(15, abs=0.1)
    assert shown.tissue[0] == 0
    assert shown.tissue.max() == pytest.approx(17.7, abs=0.2)


def test_the_picture_shows_the_scene() -> None:
    for explorer in settings_of("scanners"):
        shown, picture = explorer.scene, explorer.picture
        assert_drawn(picture.blood, np.arange(0, 60, 0.1), shown.bold_percent)
        assert_drawn(picture.activity, [0, shown.burst], [-30, -30])
        assert_drawn(picture.plasma, np.arange(0, 91, 0.05), shown.plasma)
        assert_drawn(picture.tissue, np.arange(0, 91, 0.05), shown.tissue)
        # Each name stands where its line or bar ends.
        assert picture.cells.get_position() == (pytest.approx(shown.burst + 0.8), -30)
        late = np.arange(0, 60, 0.1)[shown.bold_percent > 90].max()
        assert picture.flow.get_position() == (pytest.approx(late + 1), 100)
        plasma, tissue = (name.get_position()[1] for name in picture.fluids)
        assert abs(tissue - shown.tissue[-1]) < 6
        assert abs(plasma - shown.plasma[-1]) < 6
        assert abs(tissue - plasma) >= 4.5
        assert_drawn(picture.bar, [shown.change])
        assert_drawn(picture.limit, [shown.limit_percent] * 2, [-0.5, 1.5])
        assert_drawn(picture.limit_words, f"found by {shown.limit_people} people in 80 % of studies")
        assert picture.limit_words.get_position() == (pytest.approx(shown.limit_percent + 0.15), 0.95)


def test_no_curve_leaves_its_axes() -> None:
    for explorer in settings_of("scanners"):
        assert explorer.scene.bold_percent.max() < 110
        assert explorer.scene.tissue.max() < 48
        assert explorer.scene.plasma.max() < 48


def test_axes_and_colours_say_what_is_meant() -> None:
    picture = scanners.ScannersPicture()
    assert_axes(picture.bold, xlim=(0, 40), ylim=(-40, 112), xlabel="time (s)", ylabel="% of its own peak")
    assert_axes(picture.pet, xlim=(0, 90), ylim=(0, 64), xlabel="time (min)", ylabel="tracer (kBq/mL)")
    assert_axes(picture.mrs, xlim=(0, 11), ylim=(-0.5, 1.7), xlabel="change of glutamate (%)")
    assert [axes.get_title() for axes in picture.figure.axes] == ["BOLD: seconds", "PET: an hour", "MRS: one number"]
    assert_drawn(picture.end, [60, 60], [8, 50])
    assert "V_T is read\noff up to here" in [text.get_text() for text in picture.pet.texts]
    names = [picture.cells, picture.flow, *picture.fluids]
    assert [name.get_text() for name in names] == ["cells active", "blood", "plasma (made up)", "tissue"]
    for name, line in ((picture.flow, picture.blood), (picture.fluids[1], picture.tissue)):
        assert_colour(name, str(line.get_color()))
    for line, colour in ((picture.blood, "red"), (picture.activity, "yellow"), (picture.tissue, "blue")):
        assert_colour(line, COLOURS[colour])
    assert_colour(picture.bar[0], COLOURS["green"])
    assert (picture.plasma.get_linestyle(), picture.tissue.get_linestyle()) == ("--", "-")


# -- mechanism -------------------------------------------------------------------------------------


def course(explorer: Explorer, part: str) -> np.ndarray:
    """What a part shows at each moment of the clock: a number, or a place."""
    pairs = explorer.acts[part]["data-course"].split()
    return np.array([[float(each) for each in pair.split(",")] for pair in pairs]).squeeze()


def clock_of(explorer: Explorer) -> dict[str, Any]:
    assert explorer._living
    return dict(explorer._living.clock)


def test_three_clocks_go_round_together_each_over_a_time_of_its_own() -> None:
    explorer = explorers.scanners()
    for name, middle, whole in (("cells", 54, 1000), ("blood", 160, 6), ("tracer", 266, 60)):
        assert course(explorer, f"{name}_time") == pytest.approx(np.linspace(0, whole, 61), rel=6e-3)
        bead = course(explorer, f"{name}_bead")
        assert bead[[0, 15, 30, 45, 60]] == pytest.approx(
            np.array([[middle, 24], [middle + 28, 52], [middle, 80], [middle - 28, 52], [middle, 24]])
        )
    clock = clock_of(explorer)
    assert clock["said"][0] == "0.00 s of cells · 0.0 s of blood · 0 min of tracer"
    assert clock["said"][30] == "0.50 s of cells · 3.0 s of blood · 30 min of tracer"
    assert (clock["at"], len(clock["said"])) == (60, 61)


def test_the_cursor_runs_over_six_seconds_of_bold() -> None:
    explorer = explorers.scanners()
    axes, clock = explorer.picture.bold, clock_of(explorer)
    for moment, seconds in ((0, 0), (20, 2), (60, 6)):
        assert clock["across"][moment] == pytest.approx(axes.transData.transform((seconds, 0))[0], abs=0.06)
    height = explorer.picture.figure.bbox.height
    assert clock["tall"][1] == pytest.approx(height - axes.transData.transform((0, -18))[1], abs=0.06)


def test_what_each_clock_times_is_the_models() -> None:
    turn = np.linspace(0, 1, 61)
    for explorer in settings_of("scanners"):
        set_to = explorer.values
        fired = (np.arange(20) + 0.5) / 20
        fired = fired[fired < set_to["burst"]]
        spikes = [(fired <= now).sum() for now in turn]
        assert course(explorer, "spikes").tolist() == course(explorer, "spikes_number").tolist() == spikes
        blood = scanners.bold_response(set_to["burst"])
        share = np.interp(6 * turn, np.arange(0, 60, 0.1), blood / max(blood))
        assert course(explorer, "blood_number") == pytest.approx(100 * share, rel=6e-3, abs=0.01)
        assert course(explorer, "vessel") == pytest.approx(0.35 + 0.65 * share, abs=6e-4)
        assert course(explorer, "cells_of_blood") == pytest.approx(1 + share, abs=6e-3)
        tissue = scanners.tissue_curve(set_to["k1"], set_to["k2"])[:1201:20]  # each minute
        plasma = scanners.plasma_curve()[:1201:20]
        assert course(explorer, "tissue") == pytest.approx(2 * tissue, rel=6e-3, abs=1e-6)
        assert course(explorer, "tissue_number") == pytest.approx(tissue, rel=6e-3, abs=1e-6)
        assert course(explorer, "in") == pytest.approx(3 * set_to["k1"] * plasma, rel=6e-3, abs=1e-6)
        assert course(explorer, "out") == pytest.approx(3 * set_to["k2"] * tissue, rel=6e-3, abs=1e-6)
        assert course(explorer, "tissue").max() < 90  # so many dots there are


def test_a_cell_flashes_when_it_fires_and_is_dark_when_it_does_not() -> None:
    explorer = explorers.scanners(burst=0.5)
    glow = course(explorer, "glow")
    assert glow[0] == 0
    assert glow[2] == pytest.approx(1 - (2 / 60 - 0.025) / 0.04, abs=1e-3)
    assert (glow[:31] > 0.5).sum() == 10  # once for each spike
    assert glow[33:].max() == 0


def test_the_reading_says_the_scenes_numbers() -> None:
    for explorer in settings_of("scanners"):
        shown, above = explorer.scene, explorer.scene.change > explorer.scene.limit_percent
        assert_says(
            explorer,
            f"BOLD: activity lasts {shown.burst:g} s",
            f"peaks {shown.bold_peak_s:.1f} s after",
            f"PET: V_T read off 60 minutes is {shown.v_t:.1f} mL/cm³",
            f"K1 / k2 = {shown.k1:g} / {shown.k2:g}",
            f"MRS: a change of {shown.change:g} % is " + ("more than" if above else "no more than"),
            f"the {shown.limit_percent:g} % that {shown.limit_people} people find",
            f"in one second the cell fires {min(20, round(20 * shown.burst))} times",
            f"six seconds after it began, the blood stands at {shown.bold_percent[60]:.0f} % of its peak",
            f"after an hour the tissue holds {shown.tissue[1200]:.1f} kBq/mL",
            f"{shown.k2 * shown.tissue[1200]:.2f} leave it in a minute while {shown.k1 * shown.plasma[1200]:.2f} enter",
        )
