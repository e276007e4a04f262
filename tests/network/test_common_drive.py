"""Correlation without a link: what arithmetic says about a shared drive, and a link that slow signals show."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import exercises, explorers
from helpers.interactive import COLOURS
from helpers.network import common_drive
from helpers.network.common_drive import model, picture
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
    seen = common_drive.slow(pulse)[100 - model.SETTLING :]
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


# -- all brains with one correlation ---------------------------------------------------------------


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize(("drive", "link"), [(0, 0), (0.5, 0), (0, 0.8), (0.7, 0.3), (0.95, 0.9)])
def test_correlations_from_covariances_are_those_of_the_signals(drive: float, link: float, known: bool) -> None:
    signals = common_drive.two_areas(drive, link)
    made = common_drive.partial_correlation(*signals) if known else common_drive.correlation(*signals[:2])
    assert common_drive.correlations(drive, link, known) == pytest.approx(made, abs=1e-3)


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize("r", [0.2, 0.45, 0.6])
def test_every_brain_of_a_line_has_its_correlation(r: float, known: bool) -> None:
    drives, links = common_drive.with_the_same(r, known)
    assert len(drives) > 50
    assert common_drive.correlations(drives, links, known) == pytest.approx(np.full(len(drives), r), abs=2e-3)


def test_a_line_ends_in_a_link_alone_and_in_a_drive_alone() -> None:
    drives, links = common_drive.with_the_same(0.5)
    assert (drives[0], links[-1]) == (0, 0)
    assert drives[-1] == pytest.approx(np.sqrt(0.5), abs=0.01)
    assert links[0] == pytest.approx(expected_link(0.5), abs=0.01)
    assert np.diff(links).max() < 1e-4  # the more drive, the less link


def expected_link(r: float) -> float:
    """The link that gives r without a drive, by `expected_r` solved for it."""
    c = expected_r(0, 1) * np.sqrt(2)
    return float(r / np.sqrt(c**2 - r**2))


def test_cells_do_not_show_the_link_that_blood_does() -> None:
    """It acts a second later, and what cells do in one second says nothing about the next."""
    cells = common_drive.cells_of(0, 0.8)
    assert common_drive.correlation(cells[0], cells[1]) == pytest.approx(0, abs=0.01)
    assert common_drive.correlation(cells[0][:-1], cells[1][1:]) == pytest.approx(0.8 / np.sqrt(1 + 0.64), abs=0.01)
    assert common_drive.correlation(*common_drive.two_areas(0, 0.8)[:2]) > 0.5


def test_blood_is_what_smoothing_makes_of_the_cells() -> None:
    cells, blood = common_drive.cells_of(0.6)[0], common_drive.two_areas(0.6)[0]
    since = np.arange(60)
    smoothed = np.convolve(cells, since * np.exp(-since / 3))[: len(cells)]
    assert np.corrcoef(smoothed[100:], blood[100:])[0, 1] > 0.999


def test_what_runs_by_closes_its_seam() -> None:
    """Nearly all of it is the signal itself; the last steps lead to what came just before the first."""
    signal = common_drive.two_areas(0.5)[0]
    shown = model.looped(signal)
    assert len(shown) == 100
    assert shown[:90] == pytest.approx(signal[1010:1100])
    assert shown[-1] == pytest.approx(signal[1009])
    assert shown[94] == pytest.approx((signal[1104] + signal[1004]) / 2)


# -- scene and picture -----------------------------------------------------------------------------


def test_the_picture_shows_the_scene() -> None:
    for explorer in settings_of("common_drive"):
        shown, picture = explorer.scene, explorer.picture
        assert_drawn(picture.same, shown.same_drives, shown.same_links)
        assert_drawn(picture.here, [shown.drive], [shown.link])
        assert_seen([picture.here], not shown.covered)
        for alone, mark, name in (
            (shown.drive_alone, picture.drive, picture.drive_name),
            (shown.link_alone, picture.link, picture.link_name),
        ):
            assert_seen([mark], alone is not None and not shown.known)
            assert_seen([name], alone is not None and not shown.known and shown.r > 0.05)
        if shown.drive_alone is not None:
            assert_drawn(picture.drive, [shown.drive_alone], [0])
        if shown.link_alone is not None:
            assert_drawn(picture.link, [0], [shown.link_alone])
        r = shown.partial_r if shown.known else shown.r
        after = ", drive taken out" if shown.known else ""
        assert_drawn(picture.words[0], f"Thick line: all brains with r = {abs(round(r, 2)):.2f}{after}")
        which = "Which of them is it? The dial can't tell" if shown.covered else "Diamond: this one"
        assert_drawn(picture.words[1], which)
        for (line, name), level in zip(picture.levels, (0.2, 0.4, 0.6, 0.8), strict=True):
            assert_drawn(line, *common_drive.with_the_same(level, shown.known))
            assert_drawn(name, f"{level:g}")
            assert_seen([name], len(line.get_xdata()) > 0 and abs(r - level) > 0.05)


def test_axes_and_colours_say_what_is_meant() -> None:
    drawn = picture.SamePicture()
    (axes,) = drawn.figure.axes
    assert_axes(axes, xlim=(-0.02, 1), ylim=(-0.025, 0.95), xlabel="shared drive", ylabel="link from A to B")
    assert_colour(drawn.same, COLOURS["black"])
    assert_colour(drawn.drive, COLOURS["yellow"])
    assert_drawn(drawn.drive_name, "drive alone")
    assert_colour(drawn.link, COLOURS["grey"])
    assert_drawn(drawn.link_name, "link alone")


def test_the_scene_is_the_models() -> None:
    for explorer in settings_of("common_drive"):
        shown, set_to = explorer.scene, explorer.values
        first, second, drive = common_drive.two_areas(set_to["drive"], set_to["link"])
        assert shown.shared[:90] == pytest.approx(set_to["drive"] * drive[1010:1100])
        assert shown.covered == (set_to["known"] == "covered")
        seen = first, second
        if set_to["known"] == common_drive.KNOWN:
            assert shown.known
            seen = tuple(signal - drive * np.cov(signal, drive)[0, 1] for signal in (first, second))
        else:
            assert not shown.known
        assert shown.first[:90] == pytest.approx(seen[0][1010:1100], abs=1e-3)
        assert shown.second[:90] == pytest.approx(seen[1][1010:1100], abs=1e-3)
        assert shown.time_s == pytest.approx(np.linspace(0, 99, 100))
        assert (shown.drive, shown.link) == (set_to["drive"], set_to["link"])
        assert shown.r == pytest.approx(np.corrcoef(first, second)[0, 1])
        others = [np.corrcoef(pair)[0, 1] for pair in ((first, second), (first, drive), (second, drive))]  # type: ignore[index]
        assert shown.partial_r == pytest.approx(textbook_partial(*others))
        assert shown.seen_r == (shown.partial_r if shown.known else shown.r)
        cells = common_drive.cells_of(set_to["drive"], set_to["link"])
        assert shown.cells_r == pytest.approx(np.corrcoef(cells[0], cells[1])[0, 1])
        for one, whole, weight in zip(shown.cells, cells, (1, 1, set_to["drive"]), strict=True):
            assert one[:90] == pytest.approx(weight * whole[1010:1100])
        if shown.link_alone is not None:
            assert common_drive.correlations(0, shown.link_alone) == pytest.approx(shown.r, abs=2e-3)
        if shown.drive_alone is not None:
            assert common_drive.correlations(shown.drive_alone, 0) == pytest.approx(shown.r, abs=2e-3)


def textbook_partial(r: float, with_first: float, with_second: float) -> float:
    """From the three correlations, as textbooks have it."""
    return (r - with_first * with_second) / float(np.sqrt((1 - with_first**2) * (1 - with_second**2)))


# -- mechanism -------------------------------------------------------------------------------------


def test_the_drawing_shows_what_lies_between_and_hides_it() -> None:
    for explorer in settings_of("common_drive"):
        acts, set_to = explorer.acts, explorer.values
        covered = set_to["known"] == "covered"
        assert acts["cover"]["display"] == ("inline" if covered else "none")
        assert acts["under"]["display"] == ("none" if covered else "inline")
        for part in ("drive_blood", "drive_cells"):
            assert acts[part]["display"] == ("none" if covered or not set_to["drive"] else "inline")
        for part, rate in (("to_a", "drive"), ("to_b", "drive"), ("link", "link")):
            assert acts[part]["data-flow"] == pytest.approx(3 * set_to[rate], abs=1e-4)
        assert acts["link_word"]["text"] == (f"link {set_to['link']:g}" if set_to["link"] else "no link")
        assert acts["drive_word"]["text"] == (f"shared drive {set_to['drive']:g}" if set_to["drive"] else "no drive")


def test_the_traces_are_the_scenes_and_run_at_one_speed() -> None:
    for explorer in settings_of("common_drive"):
        acts, shown = explorer.acts, explorer.scene
        for part, signal in (("blood_a", shown.first), ("blood_b", shown.second), ("blood_drive", shown.shared)):
            x, y = points(acts[part])
            assert x == pytest.approx(3 * np.arange(101))
            assert y[:-1] == pytest.approx(-9.5 * signal, abs=0.051)
            assert y[-1] == y[0]  # the second copy begins where the first one ends
            assert np.abs(y).max() <= 29  # inside its lane
        first, second, drive = shown.cells
        bars = (("cells_a", first, -9), ("cells_b", second, 9), ("drive_up", drive, -9), ("drive_down", drive, 9))
        for part, signal, way in bars:
            assert points(acts[part])[1][1::3] == pytest.approx(way * np.maximum(signal, 0), abs=0.051)
        assert acts["cells_run"] == acts["blood_run"] == {"data-scroll": "300 24"}
        assert acts["cells_r"]["text"] == f"r = {abs(round(shown.cells_r, 2)):.2f}"


def test_the_needle_stands_where_the_correlation_does() -> None:
    for explorer in settings_of("common_drive"):
        acts, shown = explorer.acts, explorer.scene
        for part, r in (("needle", shown.partial_r if shown.known else shown.r), ("needle_before", shown.r)):
            (hub_x, tip_x), (hub_y, tip_y) = points(acts[part])
            angle = np.degrees(np.arctan2(tip_x - hub_x, hub_y - tip_y))
            assert angle == pytest.approx(90 * r, abs=0.2)  # from the top; 1 lies at the right
        assert acts["needle_before"]["display"] == ("inline" if shown.known else "none")
        assert acts["r"]["text"] == f"r = {abs(round(shown.partial_r if shown.known else shown.r, 2)):.2f}"


def points(act: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """A line as x and y."""
    pairs = np.array([[float(part) for part in pair.split(",")] for pair in act["points"].split()])
    return pairs[:, 0], pairs[:, 1]


def test_a_click_on_the_cover_uncovers() -> None:
    explorer = explorers.common_drive()
    assert explorer._living
    assert 'data-pick="known:uncovered"' in explorer._living.drawing
    explorer._picked(None, {"control": "known", "value": "uncovered"}, None)
    assert not explorer.scene.covered
    assert explorer.acts["cover"]["display"] == "none"


# -- reading ---------------------------------------------------------------------------------------


def test_the_reading_says_the_scenes_numbers() -> None:
    for explorer in settings_of("common_drive"):
        shown = explorer.scene
        link = f"a link of {shown.link:g} to area B" if shown.link else "have no link"
        drive = f"shared drive of {shown.drive:g}" if shown.drive else "no drive reaches"
        assert_says(explorer, link, drive, "as slow as those of blood flow", f"r, is {shown.r:.2f}")
        assert ("With the drive taken out" in explorer.reading) == shown.known
        if shown.known:
            assert_says(explorer, "r, is", f"taken out it is {abs(round(shown.partial_r, 2)):.2f}.")
        covered = "areas is covered" if shown.covered else "areas is uncovered"
        cells = f"nerve cells correlate by {abs(round(shown.cells_r, 2)):.2f}."
        assert_says(explorer, covered, cells)
        assert ("acts a second late" in explorer.reading) == bool(shown.link)
        if not (shown.drive or shown.link):
            assert_says(explorer, "Any drive, and any link, would raise it.")
            continue
        if shown.link_alone is not None:
            assert_says(explorer, f"so does a link of {shown.link_alone:.2f} alone")
        else:
            assert_says(explorer, "no link up to 0.95 does so alone")
        if shown.drive_alone is not None:
            assert_says(explorer, f"A drive of {shown.drive_alone:.2f} alone gives this r")
        else:
            assert_says(explorer, "No drive alone gives this r")


def test_known_numbers_are_said() -> None:
    assert "r, is 0.25." in explorers.common_drive().reading
    assert "link of 0.8" in explorers.common_drive(drive=0, link=0.8).reading
    assert "nerve cells correlate by 0.00" in explorers.common_drive(drive=0, link=0.8).reading
    assert "it is 0.00." in explorers.common_drive(drive=0.7, known=common_drive.KNOWN).reading
