"""Sizes of trials on rare events, held to statsmodels; what the table says, and does not; what is drawn and said."""

from __future__ import annotations

from pathlib import Path

import nbformat
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, power_proportions_2indep, proportion_confint

from helpers import exercises, explorers, tables
from helpers.behavioral import suicidality
from helpers.interactive import COLOURS
from tests.pictures import assert_axes, assert_colour, assert_drawn, assert_says, assert_seen, settings_of

ROOT = Path(__file__).resolve().parents[2]


@settings(max_examples=40)
@given(per_thousand=st.integers(5, 300), cut=st.integers(20, 80))
def test_such_a_trial_has_a_power_of_80_percent(per_thousand: int, cut: int) -> None:
    needed = suicidality.people_needed(per_thousand, cut)
    second = per_thousand / 1000 * (1 - cut / 100)
    power = power_proportions_2indep(per_thousand / 1000 - second, second, needed, alpha=0.05).power
    assert power == pytest.approx(0.8, abs=0.005)


@settings(max_examples=40)
@given(per_thousand=st.integers(2, 199), cut=st.integers(10, 85))
def test_rarer_events_and_smaller_falls_need_more_people(per_thousand: int, cut: int) -> None:
    here = suicidality.people_needed(per_thousand, cut)
    assert suicidality.people_needed(per_thousand + 1, cut) < here
    assert suicidality.people_needed(per_thousand, cut + 5) < here


def test_a_certain_event_that_is_prevented_altogether() -> None:
    """By hand, from half to nobody: p is 0.25, the roots are sqrt(0.375) and 0.5; (1.2002 + 0.4208)^2 / 0.25."""
    assert suicidality.people_needed(500, 100) == pytest.approx(10.51, abs=0.01)


@pytest.mark.parametrize(("per_thousand", "cut"), [(1000, 50), (0, 50), (10, 0), (10, 101)])
def test_impossible_events_say_why(per_thousand: float, cut: float) -> None:
    with pytest.raises(ValueError, match=r"more than 0 and fewer than 1000 of 1000; a cut is above 0, at most 100 %\."):
        suicidality.people_needed(per_thousand, cut)


def test_an_unknown_measure_names_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"no measure 'deaths'.*halved"):
        suicidality.measured("deaths")


def test_every_country_has_one_number_to_call() -> None:
    lines = tables.load("help_lines")
    assert lines["country"].is_unique
    assert lines["number"].str.contains(r"\d").all()


# -- what was measured -----------------------------------------------------------------------------


def test_people_in_each_arm_are_those_of_one_arm_and_not_of_both() -> None:
    """80 in two arms are 40 in each; 15 in a crossover trial were in both; 524 in three trials were in six."""
    arms = {name: suicidality.measured(name).per_arm for name in ("halved", "none_left", "bipolar", "clinician")}
    assert arms == pytest.approx({"halved": 40, "none_left": 28.5, "bipolar": 15, "clinician": 524 / 6})


def test_known_arms_add_up_to_all_people() -> None:
    for name in tables.load("suicidal_ideation")["measure_id"]:
        found = suicidality.measured(name)
        assert found.known_arms is None or sum(found.known_arms) == found.people


@pytest.mark.parametrize(
    ("name", "drug", "control"), [("halved", (22, 40), (12, 40)), ("none_left", (19, 36), (5, 21))]
)
def test_intervals_of_shares_are_those_of_statsmodels(
    name: str, drug: tuple[int, int], control: tuple[int, int]
) -> None:
    found = suicidality.measured(name)
    assert found.shares is not None
    assert found.more is not None
    for one, counted in zip(found.shares, (drug, control), strict=True):
        low, high = proportion_confint(*counted, method="wilson")
        assert (one.low, one.high) == pytest.approx((100 * low, 100 * high))
    ends = confint_proportions_2indep(*drug, *control, method="newcomb", compare="diff")
    assert (found.more.low, found.more.high) == pytest.approx([100 * end for end in ends], abs=0.7)


def test_known_numbers() -> None:
    """As printed: 55 and 30 %, 4.96 points on a scale that has a name; 0.98 standard deviations; both arms fell."""
    halved, bipolar, clinician = (suicidality.measured(name) for name in ("halved", "bipolar", "clinician"))
    assert halved.shares is not None
    assert [one.value for one in halved.shares] == [55, 30]
    assert halved.points is not None
    assert (halved.points.value, halved.points.low, halved.points.high) == (4.96, 2.33, 7.59)
    assert (halved.effect_size, halved.effect) == (0.75, None)
    assert halved.scale == "Scale for Suicidal Ideation"
    assert bipolar.effect is not None
    assert (bipolar.effect.value, bipolar.effect.low, bipolar.effect.high) == (0.98, 0.64, 1.33)
    assert (bipolar.shares, bipolar.more, bipolar.points) == (None, None, None)
    assert (clinician.shares, clinician.effect, clinician.clear) == (None, None, False)


def test_wherever_points_are_given_their_scale_has_a_name() -> None:
    for row in tables.load("suicidal_ideation").dropna(subset=["difference_points"]).itertuples():
        assert row.scale != ""
        assert row.scale in explorers.suicidality(measure=row.measure_id).reading
        assert row.scale in str(explorers.suicidality()._stage.about)
        assert row.scale in tables.row("questions", "one_more")["prompt"]


# -- scene and picture -----------------------------------------------------------------------------


def test_the_scene_is_the_models() -> None:
    for explorer in settings_of("suicidality"):
        shown, at = explorer.scene, explorer.values
        row = tables.row("suicidal_ideation", at["measure"])
        assert shown.found == suicidality.measured(at["measure"])
        assert (shown.found.label, shown.found.people) == (row["label"], row["n"])
        assert shown.per_thousand == at["per_thousand"]
        assert shown.lowered_to == pytest.approx(at["per_thousand"] - at["per_thousand"] * at["cut"] / 100)
        assert shown.needed == pytest.approx(suicidality.people_needed(at["per_thousand"], at["cut"]))
        wanted = [suicidality.people_needed(each, at["cut"]) for each in (2, 4, 200)]
        assert shown.needed_by_frequency[[0, 1, -1]] == pytest.approx(wanted)
        assert shown.times == pytest.approx(shown.needed / (row["n"] / row["groups"]))


def test_the_picture_shows_the_scene() -> None:
    for explorer in settings_of("suicidality"):
        shown, picture = explorer.scene, explorer.picture
        known, per_arm = shown.found.shares is not None, shown.found.people / shown.found.groups
        parts = [*picture.bars, picture.ranges, *picture.numbers, *picture.names]
        assert_seen(parts, known)
        assert_drawn(picture.none, "" if known else "no shares were reported")
        if known:
            drug, control = shown.found.shares
            assert_drawn(picture.bars, [drug.value, control.value])
            assert_drawn(picture.ranges, [[(0, drug.low), (0, drug.high)], [(1, control.low), (1, control.high)]])
            said = [text.get_text() for text in picture.numbers]
            assert said == [f"{drug.value:g} %", f"{control.value:g} %"]
            assert [text.get_text() for text in picture.names] == ["ketamine", shown.found.comparator]
            assert [text.get_position()[0] for text in [*picture.numbers, *picture.names]] == [0, 1, 0, 1]
        assert_drawn(picture.curve, np.linspace(2, 200, 100), shown.needed_by_frequency)
        assert_drawn(picture.here, [shown.per_thousand], [shown.needed])
        assert_drawn(picture.size, [2, 200], [per_arm, per_arm])
        assert picture.size_name.get_position()[1] == pytest.approx(1.08 * per_arm)
        assert_drawn(picture.needed, f"needed: {shown.needed:,.0f} people in each arm")
        assert 10 <= per_arm <= shown.needed_by_frequency[0] <= 1e6


def test_the_dashed_line_is_the_arms_size() -> None:
    """The line stood at 80, all people of the trial, on an axis of people in each arm."""
    picture = explorers.suicidality().picture
    assert_drawn(picture.size, [2, 200], [40, 40])
    assert_drawn(picture.size_name, "that trial: 40 in each arm")


@pytest.mark.parametrize(
    ("name", "heading", "arms"),
    [
        (
            "halved",
            "suicidal ideation at least halved\nScale for Suicidal Ideation\n25 more of every 100 people (3 to 44)",
            "40 in each arm",
        ),
        (
            "none_left",
            "zero on three measures of suicidality\n29 more of every 100 people (3 to 49)",
            "36 and 21 in its",
        ),
        (
            "bipolar",
            "suicidal ideation in bipolar depression\nlower by 0.98 standard deviations (0.64 to 1.33)",
            "15 in each arm, the same people",
        ),
        (
            "clinician",
            "clinician's rating of suicidality, three\ntrials of the spray\nno clear difference",
            "87 in each arm on average",
        ),
    ],
)
def test_what_stands_over_the_bars(name: str, heading: str, arms: str) -> None:
    picture = explorers.suicidality(measure=name).picture
    assert_drawn(picture.what, heading)
    assert f"that trial: {arms}" in picture.size_name.get_text()


def test_axes_and_colours_say_what_is_meant() -> None:
    picture = suicidality.SuicidalityPicture()
    left, right = picture.figure.axes
    assert_axes(left, xlim=(-0.7, 1.7), ylim=(0, 100), ylabel="people (%)")
    assert_axes(right, xlim=(2, 200), ylim=(10, 1e6), xscale="log", yscale="log")
    assert_axes(right, xlabel="events per 1000 people in a year", ylabel="people in each arm")
    assert_axes(right, xticks=[2, 5, 10, 20, 50, 100, 200], yticks=[10, 100, 1000, 10_000, 100_000, 1_000_000])
    assert [tick.get_text() for tick in right.get_xticklabels()] == ["2", "5", "10", "20", "50", "100", "200"]
    marks = ["10", "100", "1,000", "10,000", "100,000", "1,000,000"]
    assert [tick.get_text() for tick in right.get_yticklabels()] == marks
    assert_colour(picture.bars[0], COLOURS["blue"])
    assert_colour(picture.bars[1], COLOURS["light grey"])
    assert (picture.bars[0].get_hatch(), picture.bars[1].get_hatch()) == ("//", None)
    for artist in (picture.here, picture.needed):
        assert_colour(artist, COLOURS["red"])
    assert_colour(picture.curve, COLOURS["blue"])
    assert_colour(picture.size, COLOURS["grey"])


# -- reading ---------------------------------------------------------------------------------------


def test_the_reading_says_the_scenes_numbers() -> None:
    for explorer in settings_of("suicidality"):
        shown, at = explorer.scene, explorer.values
        found = shown.found
        said = [found.label[1:], f"; {found.people} people ("]
        if found.shares:
            for one, arm in zip(found.shares, ("ketamine and", found.comparator), strict=True):
                said.append(f"{one.value:g} % ({one.low:.0f} to {one.high:.0f}) with {arm}")
            said.append(f", {found.more.value:g} more of every 100 people ({found.more.low:.0f} to")
        else:
            said.append(f"against {found.comparator}, {suicidality.outcome(found)}.")
        said += [found.note, f"from {at['per_thousand']:g} to {shown.lowered_to:g} in 1000 people in a year"]
        times = shown.needed / (found.people / found.groups)
        said += [f"{shown.needed:,.0f} people in each arm, {times:,.{0 if times >= 10 else 1}f} times as many."]
        assert_says(explorer, *said)


def test_known_readings() -> None:
    first = explorers.suicidality()
    assert first.reading == (
        "Suicidal ideation at least halved (Scale for Suicidal Ideation), 24 hours after the drug; 80 people (40 in "
        "each arm): 55 % (40 to 69) with ketamine and 30 % (18 to 45) with midazolam, 25 more of every 100 people (3 "
        "to 44). On the Scale for Suicidal Ideation the difference was 4.96 points (2.33 to 7.59), or 0.75 standard "
        "deviations. To find that a treatment lowers an event from 10 to 5 in 1000 people in a year, a trial needs "
        "4,673 people in each arm, 117 times as many."
    )
    assert_says(
        first.set(measure="bipolar", per_thousand=200, cut=50),
        "Suicidal ideation in bipolar depression, 40 minutes after the drug; 15 people (15 in each arm, the same "
        "people): against saline, lower by 0.98 standard deviations (0.64 to 1.33). It was a crossover trial. To",
        "199 people in each arm, 13 times as many.",
    )
    assert_says(
        first.set(measure="none_left", cut=90), "36 and 21 in its arms", "46 people in each arm, 1.6 times as many."
    )


# -- questions -------------------------------------------------------------------------------------


def test_the_challenge_can_be_met_and_says_what_is_wanted() -> None:
    challenge = exercises.challenge("how_large", explorers.suicidality())
    assert not challenge.reached
    assert "a trial that needs 200 people in each arm or fewer; now it is 4,673 people." in challenge.feedback
    challenge.explorer.set(per_thousand=200, cut=60)
    assert "an event that happens to 100 of 1000 people or fewer; now it is 200 of 1000" in challenge.feedback
    assert not challenge.explorer.set(per_thousand=100, cut=65) or not challenge.reached
    challenge.explorer.set(per_thousand=100, cut=70)
    assert challenge.reached


def test_the_prediction_is_what_the_first_scene_shows() -> None:
    asked = exercises.question("rare_event")
    assert explorers.suicidality().standing(asked["quantity"]) == pytest.approx(4700, rel=0.01)
    assert "Some 4,700" in asked["solution"]


def test_a_tenth_of_the_people_is_what_the_solution_of_one_more_says() -> None:
    more = suicidality.measured("halved").more
    assert more is not None
    assert 100 / more.value == tables.row("solutions", "one_more")["answer"]
    assert f"could be {more.low:.0f} or {more.high:.0f}" in tables.row("solutions", "one_more")["solution"]


def test_the_notebook_names_every_help_line_in_its_text() -> None:
    """So that nobody has to run a cell to find one."""
    notebook = nbformat.read(ROOT / "notebooks" / "03_behavioral_level.ipynb", as_version=4)
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    for line in tables.load("help_lines").itertuples():
        assert f"| {line.country} | {line.service} | {line.number} |" in prose
