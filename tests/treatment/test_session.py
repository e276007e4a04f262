"""A visit: which steps are under way when, and the level of an infusion."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from matplotlib.colors import same_color

from helpers import exercises, explorers, tables
from helpers.interactive import COLOURS
from helpers.molecular import pharmacokinetics as pk
from helpers.treatment import session
from tests.pictures import assert_axes, assert_colour, assert_drawn, assert_says, assert_seen, legend_of, settings_of


@pytest.mark.parametrize("form", ["spray", "infusion"])
def test_steps_stand_in_order_and_fit_the_picture(form: str) -> None:
    found = session.steps(form)
    assert found["from_min"].is_monotonic_increasing
    assert (found["from_min"] <= found["to_min"]).all()
    assert len(found) <= session.MOST_STEPS


def test_after_the_spray_one_stays_two_hours_as_the_label_says() -> None:
    stay = session.steps("spray").set_index("step_id").loc["spray_stay"]
    label = tables.load("findings").set_index("finding_id").loc["F-165", "value"]
    assert stay["to_min"] == 60 * label


def test_blood_pressure_is_taken_before_and_when_its_rise_is_greatest() -> None:
    for minute in (-10, 40):
        assert "blood pressure" in set(session.happening("spray", minute)["label"])


def test_dissociation_is_listed_while_the_model_is_in_its_window() -> None:
    step = session.steps("infusion").set_index("step_id").loc["infusion_dissociation"]
    low, _ = session.dissociation_window()
    assert session.level_at(step["from_min"] - 4) < low <= session.level_at(step["from_min"])
    assert session.level_at(step["to_min"]) >= low > session.level_at(step["to_min"] + 4)


def test_the_level_is_that_of_notebook_01() -> None:
    assert session.level()["ng_per_ml"].max() == pytest.approx(pk.peak(pk.infusion())["ng_per_ml"])
    assert session.level_at(-30) == 0


def test_no_level_is_claimed_for_the_spray_and_the_panel_says_why() -> None:
    explorer = explorers.session(form="spray", minute=30)
    picture, shown = explorer.picture, explorer.scene
    assert "No level is drawn" in explorer.reading
    assert shown.level_ng_per_ml == len(shown.levels_ng_per_ml) == 0
    assert_seen([picture.level, picture.window, picture.window_name], False)
    assert_seen([picture.low], False)
    top = picture.top.get_position()
    assert top.height > 1.4 * picture.upper.height  # the steps have its room
    assert_axes(picture.top, xlabel="minutes after the drug begins")
    explorer.set(form="infusion")
    assert_seen([picture.low])
    assert picture.top.get_position().height == picture.upper.height


def test_an_unknown_form_says_which_there_are() -> None:
    with pytest.raises(ValueError, match=r"no form 'pill'.*spray, infusion"):
        session.steps("pill")


def test_the_challenge_is_met_when_the_blood_pressure_is_taken_again() -> None:
    challenge = exercises.challenge("most_watched", explorers.session())
    assert not challenge.reached
    met: list[int] = []
    for minute in range(-120, 361, 5):
        challenge.explorer.set(minute=minute)
        met += [minute] if challenge.reached else []
    assert met == [40, 45]
    challenge.explorer.set(minute=40, form="infusion")
    assert not challenge.reached


# -- scene and picture -----------------------------------------------------------------------------

COLOUR_OF = {"drug": "blue", "effect": "red", "monitoring": "green", "rule": "grey"}


def rows_of(form: str) -> list[dict[Any, Any]]:
    """Steps of a visit, straight from the table, in the order in which they begin."""
    rows = [row for row in tables.load("session_steps").to_dict("records") if row["form"] == form]
    return sorted(rows, key=lambda row: (row["from_min"], row["to_min"]))


def test_the_rows_show_the_steps() -> None:
    for explorer in settings_of("session"):
        picture, minute = explorer.picture, explorer.values["minute"]
        listed = rows_of(explorer.values["form"])
        shown = [row < len(listed) for row in range(session.MOST_STEPS)]
        assert_seen(picture.bars, shown)
        assert_seen(picture.words, shown)
        on = [row for row, step in enumerate(listed) if step["to_min"] >= 360]
        assert_drawn(picture.on, [360] * len(on), on)  # what goes on to the next day ends in an arrow
        for place, (step, bar, word) in enumerate(zip(listed, picture.bars, picture.words, strict=False)):
            start, end = step["from_min"], step["to_min"]
            assert_drawn(bar, [start, place - 0.3, max(end - start, 4), 0.6])
            assert same_color(bar.get_facecolor()[:3], COLOURS[COLOUR_OF[str(step["kind"])]])
            assert_drawn(word, str(step["label"]))
            assert word.get_position()[1] == place
            now = start <= minute <= end
            assert (bar.get_alpha(), word.get_fontweight()) == ((1.0, "bold") if now else (0.45, "normal"))


def test_the_lower_panel_shows_the_infusions_level() -> None:
    course = pk.infusion(dose_mg_per_kg=0.5, minutes=40, model="kamp2020", weight_kg=70, hours=6)
    for explorer in settings_of("session"):
        picture, set_to = explorer.picture, explorer.values
        for line in picture.now:
            assert line.get_xdata() == [set_to["minute"], set_to["minute"]]
        drawn = set_to["form"] == "infusion"
        assert_seen([picture.level, picture.window, picture.window_name], drawn)
        assert_seen([picture.low], drawn)
        if drawn:
            assert_drawn(picture.level, 60 * course["time_h"], course["ng_per_ml"])
            assert_drawn(picture.window, [0, 100, 1, 150])
            assert picture.window_name.get_position() == (355, 240)


def test_axes_and_colours_say_what_is_meant() -> None:
    picture = session.SessionPicture()
    top, low = picture.figure.axes
    assert_axes(top, xlim=(-120, 360), ylim=(10.6, -0.6), xscale="linear")
    assert_axes(low, xlim=(-120, 360), ylim=(0, 300), ylabel="ng/mL", xlabel="minutes after the drug begins")
    assert_axes(low, xticks=np.arange(-120, 361, 60), yscale="linear")
    assert legend_of(top) == list(COLOUR_OF)
    legend = top.get_legend()
    assert legend is not None
    for patch, colour in zip(legend.get_patches(), COLOUR_OF.values(), strict=True):
        assert_colour(patch, COLOURS[colour])
    assert_drawn(picture.window_name, "window for dissociation")
    assert_colour(picture.level, COLOURS["blue"])


def test_the_minute_line_crosses_no_name() -> None:
    """Names stand left of the axes; each is closed with the axes' own edge."""
    picture = session.SessionPicture()
    for word in picture.words:
        assert word.get_position()[0] < 0
        assert word.get_horizontalalignment() == "right"
        assert word.get_transform() == picture.figure.axes[0].get_yaxis_transform()


def test_the_scene_is_the_tables_and_the_models() -> None:
    course = pk.infusion(hours=6)
    for explorer in settings_of("session"):
        shown, set_to = explorer.scene, explorer.values
        now = [row for row in rows_of(set_to["form"]) if row["from_min"] <= set_to["minute"] <= row["to_min"]]
        assert shown.now["step_id"].tolist() == [row["step_id"] for row in now]
        assert shown.watched == sum(row["kind"] == "monitoring" for row in now)
        level = np.interp(set_to["minute"], 60 * course["time_h"], course["ng_per_ml"], left=0)
        assert shown.level_ng_per_ml == pytest.approx(level if set_to["form"] == "infusion" else 0)
        assert shown.window_ng_per_ml == (100, 250)


@pytest.mark.parametrize(
    ("minute", "where"), [(0, "below"), (30, "inside"), (40, "above"), (50, "inside"), (90, "below")]
)
def test_the_level_is_told_as_below_inside_or_above_the_window(minute: int, where: str) -> None:
    explorer = explorers.session(form="infusion", minute=minute)
    assert_says(explorer, f"{explorer.scene.level_ng_per_ml:.0f} ng/mL, {where} the window for dissociation.")


def test_the_reading_says_the_scenes_numbers() -> None:
    for explorer in settings_of("session"):
        shown, minute = explorer.scene, explorer.values["minute"]
        when = f"{minute:g} minutes after the drug begins" if minute >= 0 else f"{-minute:g} minutes before the drug"
        steps = [f"{row.label.capitalize()} ({row.kind}): " for row in shown.now.itertuples()]
        assert_says(explorer, when, *(steps or ["Nothing is listed"]))
        assert explorer.reading.count("(monitoring)") == shown.watched


def test_known_numbers_are_said() -> None:
    """The peak of 0.5 mg/kg over 40 minutes is 253 ng/mL by Kamp's model, as the notes of notebook 01 have it."""
    assert explorers.session(form="infusion", minute=40).scene.level_ng_per_ml == pytest.approx(253, abs=0.5)
    assert "The model's level is 253 ng/mL, above the window" in explorers.session(form="infusion", minute=40).reading
    assert explorers.session(minute=40).scene.watched == 4
    assert explorers.session(minute=20).scene.watched == 3
