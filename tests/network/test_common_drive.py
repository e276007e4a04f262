"""Correlation without a link: what arithmetic says about a shared drive, and a link that slow signals show."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import exercises, explorers
from helpers.interactive import COLOURS
from helpers.network import common_drive
from tests.pictures import assert_axes, assert_colour, assert_drawn, assert_says, assert_seen, settings_of

DRIVES, LINKS = st.floats(0, 0.95), st.floats(0, 0.9)


def expected_r(drive: float, link: float) -> float:
    """By algebra: the two areas' covariance over their spreads; c is the correlation of a signal with itself 1 s later.

    An autoregressive signal of second order with two equal poles p has c = 2 p / (1 + p^2).
    """
    pole = np.exp(-1 / 3)
    c = 2 * pole / (1 + pole**2)
    return float((drive**2 + link * c) / np.sqrt(1 + link**2 + 2 * link * drive**2 * c))


@given(drive=DRIVES)
def test_without_a_link_the_correlation_is_the_square_of_the_drive(drive: float) -> None:
    first, second, _ = common_drive.two_areas(drive)
    assert common_drive.correlation(first, second) == pytest.approx(drive**2, abs=0.01)


@given(drive=DRIVES)
def test_taking_the_drive_out_leaves_nothing(drive: float) -> None:
    assert abs(common_drive.partial_correlation(*common_drive.two_areas(drive))) < 0.01


@settings(max_examples=30)
@given(drive=DRIVES, link=LINKS)
def test_the_correlation_is_what_algebra_gives(drive: float, link: float) -> None:
    first, second, _ = common_drive.two_areas(drive, link)
    assert common_drive.correlation(first, second) == pytest.approx(expected_r(drive, link), abs=0.01)


@settings(max_examples=30)
@given(drive=DRIVES, link=st.floats(0, 0.8))
def test_a_link_raises_the_correlation_whatever_the_drive(drive: float, link: float) -> None:
    """It did not, as long as the toy's signals changed faster than the link could carry them."""
    weaker, stronger = (common_drive.correlation(*common_drive.two_areas(drive, g)[:2]) for g in (link, link + 0.1))
    assert stronger > weaker


def test_a_link_alone_looks_like_a_drive() -> None:
    assert explorers.common_drive(drive=0, link=0.8).scene.r == pytest.approx(0.59, abs=0.01)
    assert explorers.common_drive(drive=0.7, link=0).scene.r == pytest.approx(0.49, abs=0.01)
    assert explorers.common_drive(drive=0.7, link=0.8).scene.r == pytest.approx(0.81, abs=0.01)


def test_partial_correlation_is_that_of_the_residuals() -> None:
    first, second, drive = common_drive.two_areas(0.6, 0.5)
    design = np.column_stack([np.ones_like(drive), drive])
    left = [signal - design @ np.linalg.lstsq(design, signal, rcond=None)[0] for signal in (first, second)]
    assert common_drive.partial_correlation(first, second, drive) == pytest.approx(np.corrcoef(*left)[0, 1])
    assert common_drive.without(drive, first) == pytest.approx(left[0])


def test_signals_that_are_all_drive_leave_no_correlation() -> None:
    assert common_drive.partial_correlation(*common_drive.two_areas(1)) == 0


def test_a_pulse_peaks_after_three_seconds_and_dies_away() -> None:
    pulse = np.zeros(400)
    pulse[100] = 1
    seen = common_drive.slow(pulse)[100 - common_drive.SETTLING :]
    since = np.arange(len(seen)).astype(float)
    shape = since * np.exp(-since / 3)
    assert seen.argmax() == 3
    assert (seen - seen[0]) / np.ptp(seen) == pytest.approx(shape / shape.max(), abs=1e-6)


def test_signals_are_slow_centred_and_scaled() -> None:
    for signal in common_drive.two_areas(0.5):
        assert signal.mean() == pytest.approx(0, abs=1e-9)
        assert signal.std() == pytest.approx(1, abs=0.01)
        assert np.corrcoef(signal[:-1], signal[1:])[0, 1] > 0.9


def test_the_link_acts_a_second_later() -> None:
    first, alone, _ = common_drive.two_areas(0.5)
    second = common_drive.two_areas(0.5, 0.4)[1]
    assert second[1:] - alone[1:] == pytest.approx(0.4 * first[:-1])


def test_a_drive_beyond_1_says_why() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        common_drive.two_areas(1.2)


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("talk_without_link", explorers.common_drive())
    assert not challenge.reached
    challenge.explorer.set(drive=0, link=0.9)
    assert not challenge.reached
    assert "The goal is no link at all; now it is 0.9." in challenge.feedback
    challenge.explorer.set(drive=0.8, link=0)
    assert challenge.reached
    challenge.explorer.set(drive=0.75)
    assert "The goal is a correlation of 0.6 or more; now it is 0.56" in challenge.feedback


# -- scene and picture -----------------------------------------------------------------------------


def test_the_picture_shows_the_scene() -> None:
    for explorer in settings_of("common_drive"):
        shown, picture = explorer.scene, explorer.picture
        assert_drawn(picture.first, shown.time_s, shown.first)
        assert_drawn(picture.second, shown.time_s, shown.second)
        assert_seen([picture.first, picture.second])
        assert_seen([picture.note], shown.known)
        assert_drawn(picture.shared, shown.time_s, -9 + shown.shared)
        ends = (shown.first[-1], shown.second[-1])
        heights = [name.get_position()[1] for name in picture.names]
        assert all(abs(height - end) < 1 for height, end in zip(heights, ends, strict=True))
        assert abs(heights[0] - heights[1]) > 1.05
        assert (heights[0] > heights[1]) == (ends[0] >= ends[1])
        assert picture.shared.get_linestyle() == ("-" if shown.known else ":")
        hidden = "measured" if shown.known else "hidden from the scanner"
        assert_drawn(picture.named, f"what drives both ({hidden})" if shown.drive else "nothing drives both")
        assert np.abs(shown.shared).max() < 3.5  # inside its lane
        assert max(np.abs(shown.first).max(), np.abs(shown.second).max()) < 5.5  # inside the axes


def test_axes_and_colours_say_what_is_meant() -> None:
    picture = common_drive.DrivePicture()
    (axes,) = picture.figure.axes
    assert_axes(axes, xlim=(0, 198), ylim=(-12.5, 5.5), xlabel="time (s)", ylabel="signal of the scanner", yticks=[])
    assert_colour(picture.first, COLOURS["blue"])
    assert_colour(picture.second, COLOURS["red"])
    assert_drawn(picture.note, "drive taken out")
    assert [name.get_text() for name in picture.names] == ["area A", "area B"]
    for name, line in zip(picture.names, (picture.first, picture.second), strict=True):
        assert_colour(name, str(line.get_color()))


def test_the_scene_is_the_models() -> None:
    for explorer in settings_of("common_drive"):
        shown, set_to = explorer.scene, explorer.values
        first, second, drive = common_drive.two_areas(set_to["drive"], set_to["link"])
        assert shown.shared == pytest.approx(set_to["drive"] * drive[:180])
        if set_to["known"] == common_drive.KNOWN:
            first_seen, second_seen = (signal - drive * np.cov(signal, drive)[0, 1] for signal in (first, second))
            assert shown.known
            assert shown.first == pytest.approx(first_seen[:180], abs=1e-3)
            assert shown.second == pytest.approx(second_seen[:180], abs=1e-3)
        else:
            assert not shown.known
            assert shown.first == pytest.approx(first[:180])
            assert shown.second == pytest.approx(second[:180])
        assert shown.time_s == pytest.approx(np.linspace(0, 179, 180))
        assert (shown.drive, shown.link) == (set_to["drive"], set_to["link"])
        assert shown.r == pytest.approx(np.corrcoef(first, second)[0, 1])
        others = [np.corrcoef(pair)[0, 1] for pair in ((first, second), (first, drive), (second, drive))]  # type: ignore[index]
        assert shown.partial_r == pytest.approx(textbook_partial(*others))


def textbook_partial(r: float, with_first: float, with_second: float) -> float:
    """From the three correlations, as textbooks have it."""
    return (r - with_first * with_second) / float(np.sqrt((1 - with_first**2) * (1 - with_second**2)))


def test_the_reading_says_the_scenes_numbers() -> None:
    for explorer in settings_of("common_drive"):
        shown = explorer.scene
        link = f"a link of {shown.link:g} to area B" if shown.link else "have no link"
        drive = f"shared drive of {shown.drive:g}" if shown.drive else "no drive reaches"
        assert_says(explorer, link, drive, "as slow as those of blood flow", f"r, is {shown.r:.2f}")
        assert ("With the drive taken out" in explorer.reading) == shown.known
        if shown.known:
            assert_says(explorer, "r, is", f"taken out it is {abs(round(shown.partial_r, 2)):.2f}.")


def test_known_numbers_are_said() -> None:
    assert "r, is 0.25." in explorers.common_drive().reading
    assert "link of 0.8" in explorers.common_drive(drive=0, link=0.8).reading
    assert "it is 0.00." in explorers.common_drive(drive=0.7, known=common_drive.KNOWN).reading
