"""The toy of drug effect, expectancy and guessing: its limits, its fit by another optimiser, its joint region."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_rgba
from matplotlib.path import Path
from scipy import optimize

from helpers import exercises, explorers, tables
from helpers.behavioral import trial, unblinding
from helpers.behavioral.unblinding import Account
from helpers.interactive import COLOURS
from helpers.statistics import Interval
from tests.pictures import assert_axes, assert_colour, assert_drawn, assert_says, assert_seen, settings_of

GUESS = st.floats(0.5, 1.0)
LIMIT = 9.487729  # chi-square with four degrees of freedom, 95 %, from a printed table


@given(drug=st.floats(0, 2), expectancy=st.floats(0, 3))
def test_where_nobody_can_tell_the_drug_alone_is_left(drug: float, expectancy: float) -> None:
    assert Account(drug, expectancy, 0.5, 0.5, 0.5, 0.5).expected() == pytest.approx(np.full(4, drug))


def test_without_expectancy_guessing_does_nothing() -> None:
    assert Account(0.7, 0, 1, 0.8, 0.9).expected() == pytest.approx(np.full(4, 0.7))


def test_what_is_expected_by_hand() -> None:
    """95, 60, 80 and 36.8 % guess right: 0.9, 0.2, 0.6 and -0.264 of the expectancy."""
    assert Account(0.5, 1, 0.95, 0.6, 0.8).expected() == pytest.approx([1.4, 0.7, 1.1, 0.236])


def test_the_share_that_was_counted_is_used() -> None:
    """Under anaesthesia 36.8 % guessed right: fewer than by chance, so that hope worked against the drug."""
    assert unblinding.counted() == tables.row("trial_outcomes", "O-019")["value"] / 100 == 0.368
    assert Account(0, 1, 0.5, 0.5, 0.5).expected()[3] == pytest.approx(-0.264)
    assert explorers.unblinding().scene.guesses_percent[3] == pytest.approx(36.8)


@settings(max_examples=25)
@given(saline=GUESS, midazolam=GUESS, repeated=GUESS)
def test_the_fit_is_the_best_by_another_optimiser(saline: float, midazolam: float, repeated: float) -> None:
    fitted = unblinding.fit(saline, midazolam, repeated)
    other = optimize.minimize(
        lambda pair: unblinding.misfit(Account(pair[0], pair[1], saline, midazolam, repeated)),
        x0=[0.5, 0.5],
        bounds=[(0, 10), (0, 1e6)],
    )
    assert unblinding.misfit(fitted) <= other.fun + 1e-3


@settings(max_examples=25)
@given(saline=GUESS, midazolam=GUESS, repeated=GUESS, anaesthesia=st.sampled_from([0.368, 0.5]))
def test_the_region_is_where_the_misfit_is_chance(
    saline: float, midazolam: float, repeated: float, anaesthesia: float
) -> None:
    """Joint: by the misfit of all four at once, at points drawn over the whole map."""
    guesses = (saline, midazolam, repeated, anaesthesia)
    outline = unblinding.region(Account(0, 0, *guesses))
    draw = np.random.default_rng(4)
    points = draw.uniform([0, 0], [3, 1], (400, 2))
    inside = Path(outline).contains_points(points) if len(outline) else np.zeros(400, bool)
    within = np.array([unblinding.misfit(Account(d, e, *guesses)) for e, d in points])
    assert (within[inside] <= LIMIT + 0.2).all()
    assert (within[~inside] >= LIMIT - 0.3).all()


def test_the_region_is_joint_and_not_the_overlap_of_four_intervals() -> None:
    """One account fits together though one interval leaves it out; the other lies in all four and does not fit."""
    joint, overlap = Account(0.45, 1.35, 0.95, 0.6, 0.65), Account(0, 2.4, 0.95, 0.6, 0.65, 0.5)
    assert unblinding.misfit(joint) < LIMIT < unblinding.misfit(overlap)
    assert (all(unblinding.explained(joint)), all(unblinding.explained(overlap))) == (False, True)
    assert pytest.approx(LIMIT) == unblinding.LIMIT


def test_true_results_fit_in_ninety_five_of_a_hundred_repetitions() -> None:
    """The oracle of the limit: four results drawn around an account."""
    values = np.random.default_rng(1).standard_normal((20_000, 4))
    assert np.mean((values**2).sum(axis=1) <= unblinding.LIMIT) == pytest.approx(0.95, abs=0.005)


def test_many_accounts_fit_and_they_disagree_about_the_drug() -> None:
    """The more that saw through repeated midazolam, the less room is left: as the notebook and the solution say."""
    regions = {share: unblinding.region(Account(0, 0, 0.95, 0.6, share))[:, 1] for share in (0.5, 0.65, 0.7)}
    assert (regions[0.65].min(), regions[0.65].max()) == pytest.approx((0.20, 0.66), abs=0.006)
    assert (regions[0.7].min(), regions[0.7].max()) == pytest.approx((0.33, 0.54), abs=0.006)
    assert np.ptp(regions[0.5]) > np.ptp(regions[0.65]) > np.ptp(regions[0.7])


def test_where_most_guessed_right_in_the_repeated_trial_the_account_fails() -> None:
    for share in (0.75, 0.8):
        assert len(unblinding.region(Account(0, 0, 0.95, 0.6, share))) == 0
    assert unblinding.misfit(unblinding.fit(0.95, 0.6, 0.8)) > LIMIT


def test_impossible_guessing_says_why() -> None:
    with pytest.raises(ValueError, match=r"between 0 \(nobody\)"):
        Account(0.5, 0.5, 1.4, 0.5, 0.5).expected()


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("one_effect", explorers.unblinding())
    assert "a misfit of 9.5 or less over all four; now it is 124." in challenge.feedback
    challenge.explorer.set(drug=0.45, expectancy=1.35, repeated=60)
    assert "65 % or more who guess right beside repeated midazolam; now it is 60 %" in challenge.feedback
    challenge.explorer.set(repeated=65)
    assert challenge.reached


def test_the_prediction_is_what_the_first_scene_shows() -> None:
    assert explorers.unblinding().standing(tables.row("questions", "how_many_fit")["quantity"]) == 1


# -- scene and picture -----------------------------------------------------------------------------

FOUND = [  # by hand: the pooled ones as printed, the others by half of the interval over t and the arms' sizes
    Interval(1.8, 1.4, 2.2),
    Interval(0.7, 0.4, 0.9),
    Interval(0.299, -0.210, 0.807),
    Interval(0.499, -0.141, 1.140),
]


def test_the_scene_is_the_models() -> None:
    for explorer in settings_of("unblinding"):
        shown, at = explorer.scene, explorer.values
        guesses = [at[name] / 100 for name in ("saline", "midazolam", "repeated", "anaesthesia")]
        expected = [at["drug"] + at["expectancy"] * (2 * guess - 1) for guess in guesses]
        assert shown.expected == pytest.approx(expected)
        assert shown.guesses_percent == pytest.approx([100 * guess for guess in guesses])
        for one, wanted in zip(shown.found, FOUND, strict=True):
            assert (one.value, one.low, one.high) == pytest.approx((wanted.value, wanted.low, wanted.high), abs=0.001)
        inside = [one.low <= value <= one.high for one, value in zip(shown.found, expected, strict=True)]
        assert shown.fits == inside
        assert shown.explained == sum(inside)
        away = [(value - one.value) / ((one.high - one.low) / 3.92) for one, value in zip(FOUND, expected, strict=True)]
        assert shown.misfit == pytest.approx(sum(each**2 for each in away), rel=0.01)
        assert shown.together == (shown.misfit <= LIMIT)
        assert shown.outline == pytest.approx(unblinding.region(Account(0, 0, *guesses)))
        if len(shown.outline):
            assert shown.drug_range == pytest.approx((shown.outline[:, 1].min(), shown.outline[:, 1].max()))


def test_the_picture_shows_the_scene() -> None:
    for explorer in settings_of("unblinding"):
        shown, picture = explorer.scene, explorer.picture
        values, low, high = np.array([(one.value, one.low, one.high) for one in shown.found]).T
        ends = [[(a, row), (b, row)] for row, a, b in zip(range(4), low, high, strict=True)]
        assert_drawn(picture.found, values, range(4), ends)
        assert_drawn(picture.expected, shown.expected, np.arange(4) + 0.2)
        assert_drawn(picture.by_chance, np.concatenate(shown.by_chance), np.repeat(np.arange(4) + 0.38, 50))
        assert_drawn(picture.here, [explorer.values["expectancy"]], [explorer.values["drug"]])
        for place, share in enumerate(shown.guesses_percent):
            # Along a strip's middle line its trial finds what it found: drug + expectancy (2 g - 1).
            weight = 2 * share / 100 - 1
            one = shown.found[place]
            assert_drawn(picture.lines[place], [0, 3], [one.value, one.value - 3 * weight])
            corners = [(0, one.low), (3, one.low - 3 * weight), (3, one.high - 3 * weight), (0, one.high)]
            assert_drawn(picture.strips[place], np.array([*corners, corners[0]]))
        mapped = explorer.values["view"] == unblinding.EVERY
        assert_seen([picture.region], mapped and len(shown.outline) > 0)
        assert_seen([picture.map, picture.here, picture.fit, *picture.lines, *picture.strips], mapped)
        assert_seen([picture.four, picture.expected, picture.by_chance], not mapped)
        if len(shown.outline):
            assert_drawn(picture.region, np.vstack([shown.outline, shown.outline[:1]]))
        words = "hatched: fits all four together" if len(shown.outline) else "no pair of the two fits all four"
        assert_drawn(picture.fit, words)


def test_axes_legend_and_colours_say_what_is_meant() -> None:
    picture = unblinding.UnblindingPicture()
    left, right = picture.four, picture.map
    assert_axes(left, xlim=(-1.1, 3.2), ylim=(3.5, -0.5), xlabel="difference of the arms (SD)")
    assert [text.get_text() for text in left.texts] == list(unblinding.TRIALS.values())
    assert [text.get_position()[1] for text in left.texts] == pytest.approx([-0.33, 0.67, 1.67, 2.67])
    words = {text.get_text() for text in picture.figure.legends[0].get_texts()}
    assert words == {"expected", "50 toy trials", "found (95 % interval)"}
    assert_axes(right, xlim=(0, 3), ylim=(0, 2), xlabel="expectancy (SD)", ylabel="effect of the drug (SD)")
    assert picture.region.get_hatch() == "//"
    hues = ["orange", "green", "pink", "sky"]  # a colour a trial, on both sides
    for colour, line, strip in zip(hues, picture.lines, picture.strips, strict=True):
        assert_colour(line, COLOURS[colour])
        assert strip.get_facecolor()[:3] == to_rgba(COLOURS[colour])[:3]
    for artist in (picture.expected, picture.here):
        assert_colour(artist, COLOURS["blue"])
    assert_colour(picture.found.lines[0], COLOURS["black"])


def test_the_people_drawn_are_those_of_the_toys_trials() -> None:
    for explorer in settings_of("unblinding"):
        acts, at = explorer.acts, explorer.values
        for row, name in enumerate(("saline", "midazolam", "repeated", "anaesthesia")):
            one = trial.run(at["drug"], at["expectancy"], at[name] / 100, 20, unblinding.typical())
            assert acts[f"guess_{row}"]["text"] == f"{at[name]:.0f} % guess right"
            for arm, people in (("drug", one.drug), ("control", one.control)):
                looks = [set(state.split("_")) for state in acts[f"{arm}_{row}"]["states"]]
                assert all(arm in look for look in looks)
                assert ["believes" in look for look in looks] == list(people.guess_drug)
                assert ["better" in look for look in looks] == list(people.improvement >= 1)
                assert acts[f"{arm}_better_{row}"]["text"] == f"{sum(people.improvement >= 1)} better"


def test_the_reading_tells_the_people_too() -> None:
    for explorer in settings_of("unblinding"):
        better = explorer.scene.better
        names = ("saline", "midazolam", "repeated midazolam", "anaesthesia")
        told = [f"{name} {a} and {b}" for name, (a, b) in zip(names, better, strict=True)]
        assert_says(explorer, "so many of 20 are better with the drug and with the comparator: " + "; ".join(told))
        assert ("Drawn beside them" in explorer.reading) == (explorer.values["view"] == unblinding.EVERY)


def test_the_reading_says_the_scenes_numbers() -> None:
    names = ["saline", "midazolam", "repeated midazolam", "anaesthesia"]
    for explorer in settings_of("unblinding"):
        shown, at = explorer.scene, explorer.values
        said = [f"Drug effect {at['drug']:.2f}, expectancy {at['expectancy']:.2f}"]
        said += [f"{at['saline']:.0f} % with saline, {at['midazolam']:.0f} % with midazolam"]
        said += [f"{at['repeated']:.0f} % with repeated midazolam, {at['anaesthesia']:.1f} % under anaesthesia"]
        for name, value, one, fits in zip(names, shown.expected, shown.found, shown.fits, strict=True):
            found = f"(found {one.value:.2f}, {one.low:.2f} to {one.high:.2f}{'' if fits else ': does not fit'})"
            said.append(f"{name} {value:.2f} {found}")
        word = "it fits" if shown.together else "it does not fit"
        said += [f"it explains {shown.explained} of 4", word, f"misfit is {shown.misfit:.1f}", "up to 9.5"]
        if shown.drug_range:
            said.append(f"any drug effect from {shown.drug_range[0]:.2f} to {shown.drug_range[1]:.2f} fits all four")
        else:
            said.append("no pair of drug effect and expectancy fits all four")
        assert_says(explorer, *said)
