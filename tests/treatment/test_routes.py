"""What arrives: arithmetic, the other way round, and what stands behind each row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import exercises, explorers, tables
from helpers.treatment import routes

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


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("approved_form", explorers.routes())
    assert not challenge.reached
    challenge.explorer.set(route="intranasal_esketamine", dose=85)
    assert challenge.reached
