"""The toy circuit: its hump, the loss of it with equal sensitivities, and the data it is held against."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import exercises, explorers, tables
from helpers.interactive import COLOURS
from helpers.molecular import microcircuit
from helpers.molecular.microcircuit import DOSES
from tests.pictures import assert_axes, assert_colour, assert_drawn, assert_says, settings_of

half = st.floats(1, 200)
ratio = st.floats(1, 50)
inhibition = st.floats(0, 1)


def test_one_setting_gets_all_four_directions() -> None:
    change = microcircuit.change_percent([10, 30, 50, 200], 10, 10, 0.4)
    assert change == pytest.approx([10.9, 6.9, 0.0, -28.6], abs=0.1)
    challenge = exercises.challenge("fit_the_hump", explorers.inverted_u())
    assert not challenge.reached
    challenge.explorer.set(half=10, ratio=10, inhibition=0.4)
    assert challenge.reached


@given(half=half, inhibition=inhibition)
def test_with_equal_sensitivities_there_is_no_hump(half: float, inhibition: float) -> None:
    change = microcircuit.change_percent(microcircuit.DOSES, half, 1.0, inhibition)
    assert change.max() <= 1e-9
    assert (np.diff(change) <= 1e-9).all()


@given(half=half, ratio=st.floats(2, 50), inhibition=st.floats(0.6, 1))
def test_a_more_sensitive_interneuron_under_strong_inhibition_makes_a_rise(
    half: float, ratio: float, inhibition: float
) -> None:
    assert microcircuit.change_percent(0.01 * half, half, ratio, inhibition) > 0


@given(half=half, ratio=ratio)
def test_without_inhibition_nothing_rises(half: float, ratio: float) -> None:
    assert (microcircuit.change_percent(microcircuit.DOSES, half, ratio, 0.0) <= 0).all()


@given(dose=st.floats(0, 1e6), half=half, ratio=ratio, inhibition=inhibition)
def test_output_never_falls_below_silence(dose: float, half: float, ratio: float, inhibition: float) -> None:
    assert microcircuit.change_percent(dose, half, ratio, inhibition) >= -100


def test_no_drug_no_change_and_half_dose_half_block() -> None:
    assert microcircuit.change_percent(0, 10, 5, 0.4) == 0
    assert microcircuit.blocked(10, 10) == pytest.approx(0.5)


def test_the_zero_crossing_is_where_algebra_puts_it() -> None:
    """Inhibition (D + k_p) = D + k_i, solved for D."""
    k_i, ratio, inhibition = 10.0, 10.0, 0.4
    crossing = (inhibition * k_i * ratio - k_i) / (1 - inhibition)
    assert microcircuit.change_percent(crossing, k_i, ratio, inhibition) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(("dose", "half"), [(-1, 10), (1, 0)])
def test_impossible_numbers_say_why(dose: float, half: float) -> None:
    with pytest.raises(ValueError, match="can't be negative"):
        microcircuit.blocked(dose, half)


def test_the_slices_stand_beside_the_rats() -> None:
    explorer = explorers.inverted_u()
    assert "1 µM made inhibitory events rarer and excitatory ones more frequent" in explorer.reading
    seen = tables.load("slice_events").set_index(["concentration_um", "events"])["direction"]
    assert seen.to_dict() == {
        (1.0, "inhibitory"): "down",
        (1.0, "excitatory"): "up",
        (10.0, "inhibitory"): "down",
        (10.0, "excitatory"): "down",
    }


@given(half=half, ratio=ratio, inhibition=inhibition)
def test_the_hump_is_there_where_inhibition_times_ratio_is_above_1(
    half: float, ratio: float, inhibition: float
) -> None:
    """A more sensitive interneuron is not enough: the output must rise at the smallest doses."""
    product = inhibition * ratio
    if abs(product - 1) > 1e-3:
        smallest = microcircuit.change_percent(1e-4 * half, half, ratio, inhibition)
        assert (smallest > 0) == (product > 1) == microcircuit.scene(10, half, ratio, inhibition).has_hump


@pytest.mark.parametrize(
    ("ratio", "inhibition", "said"),
    [
        (2, 0.4, "Inhibition times ratio is 0.4 x 2 = 0.8, which is not above 1: there is no hump."),
        (2.5, 0.4, "Inhibition times ratio is 0.4 x 2.5 = 1, which is not above 1: there is no hump."),
        (10, 0.4, "Inhibition times ratio is 0.4 x 10 = 4, above 1: the output is highest at 32 mg/kg, +11 %."),
    ],
)
def test_the_condition_of_the_hump_is_told(ratio: float, inhibition: float, said: str) -> None:
    assert said in explorers.inverted_u(half=26 if ratio == 10 else 30, ratio=ratio, inhibition=inhibition).reading


# -- scene and picture -----------------------------------------------------------------------------


def test_the_picture_shows_the_scene() -> None:
    for explorer in settings_of("inverted_u"):
        shown, picture, at = explorer.scene, explorer.picture, explorer.values
        assert_drawn(picture.curve, DOSES, shown.change_percent)
        now = microcircuit.change_percent(at["dose"], at["half"], at["ratio"], at["inhibition"])
        assert_drawn(picture.now, [at["dose"]], [now])
        assert_drawn(picture.dose, [at["dose"]] * 2, [-75, now])
        word = "above 1: a hump" if at["inhibition"] * at["ratio"] > 1 + 1e-9 else "not above 1: no hump"
        assert_drawn(picture.condition, f"inhibition x ratio = {at['inhibition'] * at['ratio']:.3g}, {word}")
        for way, marks in zip(("down", "unchanged", "up"), picture.toy, strict=True):
            pairs = zip((10, 30, 50, 200), shown.toy_directions, strict=True)
            doses = [dose for dose, toy in pairs if toy == way]
            assert_drawn(marks, doses, [99] * len(doses))
        assert [marks.get_marker() for marks in picture.toy] == ["v", "o", "^"]


def test_the_cells_do_what_the_toy_says() -> None:
    """By hand from the controls: blocked receptors of ten, spikes in a second, and what is written beside them."""
    for explorer in settings_of("inverted_u"):
        at, acts = explorer.values, explorer.acts
        halves = {"inhibiting": at["half"], "exciting": at["half"] * at["ratio"]}
        lost = {cell: at["dose"] / (at["dose"] + half) for cell, half in halves.items()}
        output = max(0.0, 1 + at["inhibition"] * lost["inhibiting"] - lost["exciting"])
        spikes = {"inhibiting": 2 * (1 - lost["inhibiting"]), "exciting": output}
        for cell, share in lost.items():
            assert acts[f"{cell}_receptors"]["states"].count("blocked") == round(10 * share)
            assert len(acts[f"{cell}_receptors"]["states"]) == 10
            assert acts[f"{cell}_lost"]["text"] == f"{100 * share:.0f} % of its drive blocked"
            assert acts[f"{cell}_rate"]["text"] == f"{spikes[cell]:.1f} in 1 s"
            for part, name in (("axon", "flow"), ("trace", "flow"), ("glow", "beat")):
                assert acts[f"{cell}_{part}"][f"data-{name}"] == pytest.approx(spikes[cell], abs=0.01)
        assert acts["dose"]["text"] == f"ketamine: {at['dose']:g} mg/kg"


def test_what_was_measured_stands_at_its_dose() -> None:
    axes: Any = microcircuit.HumpPicture().figure.axes[0]
    measured = [line for line in axes.get_lines() if list(line.get_ydata()) in ([114], [114, 114])]
    drawn = {(float(x), line.get_marker()) for line in measured for x in line.get_xdata()}
    assert drawn == {(10, "^"), (30, "^"), (50, "o"), (200, "v")}
    colours = {line.get_marker(): line.get_color() for line in measured}
    assert colours == {"^": COLOURS["green"], "o": COLOURS["grey"], "v": COLOURS["red"]}


def test_axes_and_colours_say_what_is_meant() -> None:
    picture: Any = microcircuit.HumpPicture()
    axes = picture.curve.axes
    assert_axes(axes, xlim=(1, 300), ylim=(-75, 122), xscale="log")
    assert_axes(axes, xlabel="dose (mg/kg, rat)", ylabel="change of the exciting cell's output (%)")
    assert_colour(picture.curve, COLOURS["green"])
    for artist in (*picture.toy, picture.now, picture.dose):
        assert_colour(artist, COLOURS["blue"])


def test_the_scene_is_the_models() -> None:
    for explorer in settings_of("inverted_u"):
        shown, at = explorer.scene, explorer.values
        half, ratio, inhibition = at["half"], at["ratio"], at["inhibition"]
        by_hand = [
            100 * max(-1, inhibition * dose / (dose + half) - dose / (dose + half * ratio))
            for dose in shown_doses(shown)
        ]
        assert [*shown.toy_percent, *shown.change_percent] == pytest.approx(by_hand)
        assert shown.measured == ("up", "up", "unchanged", "down")
        assert shown.toy_directions == tuple(
            "up" if change >= 3 else "down" if change <= -3 else "unchanged" for change in shown.toy_percent
        )
        assert shown.directions_that_fit == sum(map(str.__eq__, shown.toy_directions, shown.measured))
        assert shown.condition == pytest.approx(inhibition * ratio)
        assert shown.highest_percent == max(shown.change_percent)
        assert shown.change_percent[list(DOSES).index(shown.highest_mg_per_kg)] == shown.highest_percent


def shown_doses(shown: microcircuit.Scene) -> list[float]:
    return [*shown.measured_mg_per_kg, *DOSES]


def test_the_reading_says_the_scenes_numbers() -> None:
    for explorer in settings_of("inverted_u"):
        shown, at = explorer.scene, explorer.values
        said = [
            f"At {at['dose']:g} mg/kg the drug blocks {100 * shown.inhibiting_blocked:.0f} % of the inhibiting cell's",
            f"{100 * shown.exciting_blocked:.0f} % of the exciting cell's",
            f"changes by {shown.now_percent:+.0f} %",
        ]
        said += [f"{at['inhibition']:g} x {at['ratio']:g} = {shown.condition:.3g}"]
        if shown.condition > 1 + 1e-9:
            said += [f"highest at {shown.highest_mg_per_kg:.0f} mg/kg"]
            said += [f"{shown.highest_percent:+.0f} %"] if shown.highest_percent >= 0.5 else ["by less than 1 %"]
        else:
            said += ["no hump"]
        said += ["equally sensitive" if at["ratio"] == 1 else f"{at['ratio']:g} times as sensitive"]
        said += [f"half blocked at {at['half']:g} mg/kg"]
        doses = zip((10, 30, 50, 200), shown.toy_percent, strict=True)
        said += [f"{change:+.0f} % at {dose} mg/kg" for dose, change in doses]
        assert_says(explorer, *said, f"Of the 4 directions measured in rats it gets {shown.directions_that_fit}.")
