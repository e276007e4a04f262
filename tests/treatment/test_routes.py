"""What arrives: arithmetic, the other way round, and what stands behind each row."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import exercises, explorers, tables
from helpers.interactive import COLOURS
from helpers.treatment import routes
from tests.pictures import assert_axes, assert_colour, assert_drawn, assert_says, settings_of

ROUTES = list(tables.load("routes")["route_id"])


@given(dose=st.floats(0, 500))
def test_into_a_vein_everything_arrives(dose: float) -> None:
    assert routes.arriving(dose).loc["iv_infusion", "arriving_mg"] == pytest.approx(dose)


@given(dose=st.floats(1, 500), one=st.sampled_from(ROUTES), other=st.sampled_from(ROUTES))
def test_equal_doses_arrive_equally(dose: float, one: str, other: str) -> None:
    needed = routes.equal_dose(dose, one, like=other)
    arrives = routes.arriving(needed).loc[one, "arriving_mg"]
    assert arrives == pytest.approx(routes.arriving(dose).loc[other, "arriving_mg"])
    assert routes.equal_dose(needed, other, like=one) == pytest.approx(dose)


def test_ranges_hold_the_value_that_is_used() -> None:
    found = routes.arriving(100).dropna(subset=["low_mg"])
    assert ((found["low_mg"] <= found["arriving_mg"]) & (found["arriving_mg"] <= found["high_mg"])).all()


def test_one_form_is_approved_against_depression() -> None:
    approved = tables.load("routes").query("status_us == 'approved against depression'")
    assert approved["route_id"].tolist() == ["intranasal_esketamine"]


def test_impossible_requests_say_why() -> None:
    with pytest.raises(ValueError, match="can't be negative"):
        routes.arriving(-1)
    with pytest.raises(ValueError, match=r"no route 'rectal'.*oral"):
        routes.equal_dose(50, "rectal", like="oral")


def test_the_challenge_is_met_with_what_three_devices_hold_and_with_nothing_else() -> None:
    challenge = exercises.challenge("approved_form", explorers.routes())
    slider = challenge.explorer.controls["dose"]
    assert not challenge.reached
    met: list[float] = []
    for dose in np.arange(slider.min, slider.max + 1, slider.step):
        challenge.explorer.set(route="intranasal_esketamine", dose=float(dose))
        met += [dose] if challenge.reached else []
    assert met == [3 * 28]
    challenge.explorer.set(route="iv_infusion")
    assert not challenge.reached


def test_a_dose_that_the_devices_cannot_give_is_said() -> None:
    explorer = explorers.routes(route="intranasal_esketamine", dose=84)
    assert_says(explorer, "devices hold 28 mg each", "84 mg are the most", "84 mg are 3 devices.")
    assert "50 mg can't be given with them." in explorer.set(dose=50).reading
    assert "112 mg can't be given with them." in explorer.set(dose=112).reading
    assert "28 mg are 1 device." in explorer.set(dose=28).reading
    assert "device" not in explorer.set(route="oral").reading


def test_the_goals_bound_is_the_labels() -> None:
    goals = tables.load("question_goals").query("question_id == 'approved_form'").set_index("quantity")
    assert goals.loc["dose", "value"] == tables.row("regimens", "spray_induction")["most_mg"] == 84


def test_esketamine_is_not_taken_for_the_racemate() -> None:
    explorer = explorers.routes(route="intranasal_esketamine", like="iv_infusion")
    assert "two substances" in explorer.reading
    assert "two substances" not in explorer.set(like="oral_esketamine").reading
    assert "two substances" not in explorer.set(route="oral", like="iv_infusion").reading


# -- scene and picture -----------------------------------------------------------------------------

# Read off the table, from the top row of the picture to the lowest.
SHARES = [100, 100, 93, 13, 45, 48, 29, 24, 8]
RANGES = {"intranasal": (11, 17), "sublingual": (27, 31), "oral": (17, 27)}
PLACES = {route: 8 - row for row, route in enumerate(ROUTES)}


def test_the_picture_shows_the_scene() -> None:
    for explorer in settings_of("routes"):
        picture, set_to = explorer.picture, explorer.values
        dose, marked = set_to["dose"], set_to["like"]
        arrives = dose * np.array(SHARES) / 100
        assert_drawn(picture.bars, arrives)
        assert [value.get_text() for value in picture.values] == [f"{mg:.1f} mg" for mg in arrives]
        end = next(end for end in (25, 50, 100, 150) if end >= dose)
        assert_axes(picture.axes, xlim=(0, 1.22 * end), xticks=np.linspace(0, end, 6))
        assert all(value.get_position()[0] == 0.99 for value in picture.values)  # behind the longest bar
        ends = [
            [[dose * low / 100, PLACES[route]], [dose * high / 100, PLACES[route]]]
            for route, (low, high) in RANGES.items()
        ]
        assert_drawn(picture.ranges, ends)
        brought = dose * SHARES[ROUTES.index(marked)] / 100
        assert_drawn(picture.other, [brought], [PLACES[marked]])
        assert_drawn(picture.same, [brought, brought], [-0.5, 8.5])
        assert_drawn(picture.same_name, f" {brought:.1f} mg, to compare ")
        assert picture.same_name.get_position()[0] == pytest.approx(brought)
        assert_drawn(picture.chosen, [0, PLACES[set_to["route"]] - 0.45, 1, 0.9])


def test_each_bar_stands_beside_its_name_and_its_value() -> None:
    picture = routes.RoutesPicture()
    (axes,) = picture.figure.axes
    assert_axes(axes, ylim=(-0.6, 9.2), xlabel="arrives unchanged (mg); black: its reported range")
    assert_axes(axes, xscale="linear", yticks=np.arange(8, -1, -1))
    names = [label.get_text() for label in axes.get_yticklabels()]
    assert names[0] == "Infusion into a vein\n(by definition)"
    assert names[2] == "Injection into a muscle\n(n not stated)"
    assert names[3] == "Nasal spray, racemic ketamine, cancer patients\n(n = 10)"
    assert names[8] == "Swallowed esketamine\n(n = 11)"
    for place, bar, value in zip(PLACES.values(), picture.bars, picture.values, strict=True):
        assert bar.get_y() + bar.get_height() / 2 == pytest.approx(place)
        assert value.get_position()[1] == place
        assert_colour(bar, COLOURS["blue"])
    assert_colour(picture.other, COLOURS["red"])


def test_the_scene_is_the_models() -> None:
    for explorer in settings_of("routes"):
        shown, set_to = explorer.scene, explorer.values
        share, other = (SHARES[ROUTES.index(set_to[name])] for name in ("route", "like"))
        assert shown.arriving_mg == pytest.approx(set_to["dose"] * share / 100)
        assert shown.needed_mg == pytest.approx(set_to["dose"] * other / share)
        assert shown.devices == {28: 1, 56: 2, 84: 3}.get(set_to["dose"], 0)


def test_the_reading_says_the_scenes_numbers() -> None:
    rows = tables.load("routes").set_index("route_id")
    for explorer in settings_of("routes"):
        set_to = explorer.values
        row, other, dose = rows.loc[set_to["route"]], rows.loc[set_to["like"]], set_to["dose"]
        share = row["bioavailability_percent"]
        assert_says(
            explorer,
            f"{row['label']}: of {dose:g} mg {share:g} % arrives",
            f"which is {dose * share / 100:.1f} mg of {row['compound']}",
            f"this form is {row['status_us']}",
            f"as much as {dose:g} mg by “{other['label']}”",
            f"it takes {dose * other['bioavailability_percent'] / share:.0f} mg",
        )


def test_known_numbers_are_said() -> None:
    """50 mg swallowed: 24 % of six patients' doses arrive, as 12 mg; 208 mg would bring what a vein takes in."""
    assert_says(
        explorers.routes(),
        "Swallowed racemic ketamine: of 50 mg 24 % arrives (patients with neuropathic pain, 6 people, interquartile "
        "range 17 to 27 %), which is 12.0 mg",
        "not approved against depression",
        "it takes 208 mg.",
    )
    assert "(people and their number not stated)" in explorers.routes(route="im").reading
