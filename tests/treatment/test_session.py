"""A visit: which steps are under way when, and the level of an infusion."""

from __future__ import annotations

import pytest

from helpers import exercises, explorers, tables
from helpers.molecular import pharmacokinetics as pk
from helpers.treatment import session


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


def test_no_level_is_claimed_for_the_spray() -> None:
    explorer = explorers.session(form="spray", minute=30)
    assert "No level is drawn" in explorer.reading
    assert explorer.quantities["level"] == 0


def test_an_unknown_form_says_which_there_are() -> None:
    with pytest.raises(ValueError, match=r"no form 'pill'.*spray, infusion"):
        session.steps("pill")


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("most_watched", explorers.session())
    assert not challenge.reached
    challenge.explorer.set(minute=40)
    assert challenge.reached
