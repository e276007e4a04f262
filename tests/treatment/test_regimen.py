"""Schedules and costs, held to a published month that the model knows nothing of."""

from __future__ import annotations

from math import ceil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import cbook

from helpers import exercises, explorers, tables
from helpers.interactive import COLOURS, Explorer
from helpers.treatment import regimen
from tests.pictures import assert_axes, assert_colour, assert_drawn, assert_says, assert_seen, settings_of


def test_the_published_first_month_comes_out() -> None:
    month = tables.load("costs").set_index("cost_id").loc["us_month"]
    found = [regimen.costs(regimen.WEEKLY, 4, dose, regimen.US)["high"].iloc[-1] for dose in (56, 84)]
    assert found == [month["low"], month["high"]]


def test_british_prices_are_those_of_the_devices() -> None:
    device = tables.load("costs").set_index("cost_id").loc["uk_28", "low"]
    assert [regimen.price(regimen.UK, dose)[0] for dose in (56, 84)] == [2 * device, 3 * device]


def test_six_infusions_cost_what_clinics_ask_for_six() -> None:
    asked = tables.load("costs").set_index("cost_id").loc["us_six"]
    last = regimen.costs(regimen.SIX, 4).iloc[-1]
    assert (last["low"], last["high"]) == (asked["low"], asked["high"])


def test_visits_by_the_label() -> None:
    assert [len(regimen.visit_days(regimen.WEEKLY, weeks)) for weeks in (4, 8, 26)] == [8, 12, 30]
    assert len(regimen.visit_days(regimen.TWO_WEEKLY, 26)) == 21
    assert regimen.visit_days(regimen.SIX, 4)[[0, -1]].tolist() == [0, 11]
    assert len(regimen.visit_days(regimen.EIGHT, 4)) == 8


@settings(max_examples=30)
@given(plan=st.sampled_from([regimen.WEEKLY, regimen.TWO_WEEKLY, regimen.SIX, regimen.EIGHT]), weeks=st.integers(4, 51))
def test_costs_never_fall(plan: str, weeks: int) -> None:
    now, later = regimen.costs(plan, weeks), regimen.costs(plan, weeks + 1)
    assert (np.diff(now["high"]) > 0).all()
    assert later["high"].iloc[-1] >= now["high"].iloc[-1]
    assert (now["low"] <= now["high"]).all()


def test_every_condition_names_findings_or_says_that_there_are_none() -> None:
    found = regimen.conditions().set_index("label")
    untried = found.query("status == 'no trial in the ledger'")
    assert (untried[["speaks_for", "speaks_against"]] == "none").all(axis=None)
    assert found.loc["post-traumatic stress disorder", "speaks_against"].startswith("F-147")


def test_an_unknown_plan_says_which_there_are() -> None:
    with pytest.raises(ValueError, match=r"no plan 'daily'.*six infusions"):
        regimen.visit_days("daily", 4)


def test_idle_controls_say_why() -> None:
    explorer = explorers.regimen(plan=regimen.SIX)
    assert explorer.controls["dose"].disabled
    assert explorer.controls["country"].disabled


def test_doses_are_whole_devices_of_the_label() -> None:
    assert regimen.doses_mg() == [56, 84]
    assert [value for _, value in explorers.regimen().controls["dose"].options] == ["56", "84"]


def test_the_challenge_is_met_by_one_schedule_and_its_hints_are_sentences() -> None:
    challenge = exercises.challenge("within_budget", explorers.regimen())
    assert not challenge.reached
    assert "The goal is 7,000 pounds or less; now it is 9,780 pounds." in challenge.feedback
    challenge.explorer.set(plan=regimen.TWO_WEEKLY)
    assert challenge.reached
    for elsewise in ({"dose": "84"}, {"weeks": 25}, {"weeks": 28}, {"country": regimen.US}, {"plan": regimen.EIGHT}):
        challenge.explorer.reset().set(plan=regimen.TWO_WEEKLY).set(**elsewise)
        assert not challenge.reached, elsewise
    assert challenge.feedback.endswith("Not there yet. Choose a schedule of the spray.")


# -- scene and picture -----------------------------------------------------------------------------

SPRAY_WEEKS = [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6, 7]  # twice a week for four weeks, once a week for four


OTHER = {regimen.WEEKLY: regimen.TWO_WEEKLY, regimen.SIX: regimen.EIGHT}
OTHER |= {other: plan for plan, other in OTHER.items()}


def expected(explorer: Explorer, plan: str = "") -> tuple[list[float], list[float], list[float]]:
    """When the visits are (weeks), and cumulative cost at the lower and the upper price, counted apart."""
    set_to, infusion = explorer.values | ({"plan": plan} if plan else {}), (400, 800)
    match set_to["plan"]:
        case regimen.SIX:
            weeks = [2.2 * visit / 7 for visit in range(6)]
        case regimen.EIGHT:
            weeks = [visit / 2 for visit in range(8)]
        case _:
            weeks = [*SPRAY_WEEKS, *range(8, 52, 1 if set_to["plan"] == regimen.WEEKLY else 2)]
    weeks = [week for week in weeks if week < set_to["weeks"]]
    if set_to["plan"] in (regimen.SIX, regimen.EIGHT):
        low, high = ([float(price * (visit + 1)) for visit in range(len(weeks))] for price in infusion)
        return weeks, low, high
    smaller, larger = (326, 489) if set_to["country"] == regimen.UK else (590, 885)
    each = smaller if set_to["dose"] == "56" else larger
    cost = [float(smaller + each * visit) for visit in range(len(weeks))]
    return weeks, cost, cost


def test_the_picture_shows_the_scene() -> None:
    for explorer in settings_of("regimen"):
        picture, last_week = explorer.picture, explorer.values["weeks"]
        weeks, low, high = expected(explorer)
        assert_drawn(picture.low, [*weeks, last_week], [*low, low[-1]])
        assert_drawn(picture.high, [*weeks, last_week], [*high, high[-1]])
        other = OTHER[explorer.values["plan"]]
        there, cost, _ = expected(explorer, other)
        assert_drawn(picture.other, [*there, last_week], [*cost, cost[-1]])
        assert explorer.scene.other_plan == other
        assert_seen([picture.high], explorer.values["plan"] in (regimen.SIX, regimen.EIGHT))
        assert picture.low.get_drawstyle() == picture.high.get_drawstyle() == "steps-post"
        (axes,) = picture.figure.axes
        (below, *_), ys = axes.get_ylim(), picture.visits.get_ydata()
        assert_drawn(picture.visits, weeks, ys)
        assert ((below < ys) & (ys < 0)).all()


def test_the_total_stands_at_the_end_of_the_line_and_is_no_mathematics() -> None:
    """Two dollar signs used to turn what stands between them into mathematics."""
    for explorer in settings_of("regimen"):
        total, (_, low, high) = explorer.picture.total, expected(explorer)
        dollars = explorer.scene.currency == "USD"
        sign = r"\$" if dollars else "£"
        ends = [f"{sign}{cost[-1]:,.0f}" for cost in (low, high)]
        assert_drawn(total, " to ".join(dict.fromkeys(ends)))
        assert not cbook.is_math_text(total.get_text())
        x, y = total.get_position()
        assert x == explorer.values["weeks"]
        assert high[-1] < y < explorer.picture.axes.get_ylim()[1]


def test_the_axes_end_where_the_schedule_does() -> None:
    """Two thirds of them used to be empty, and the dearest year left them."""
    for explorer in settings_of("regimen"):
        weeks, cost = explorer.values["weeks"], expected(explorer)[2][-1]
        axes = explorer.picture.axes
        cost = max(cost, expected(explorer, OTHER[explorer.values["plan"]])[1][-1])
        top = 2500 * ceil(1.12 * cost / 2500)
        assert_axes(axes, xlim=(0, 13 * ceil(weeks / 13)), ylim=(-0.08 * top, top), xlabel="week")
        assert cost < top <= 1.12 * cost + 2500
        assert_axes(axes, ylabel=f"cumulative cost ({'$' if explorer.scene.currency == 'USD' else '£'})")
        assert axes.get_xticks()[1] in (1, 4)


def test_colours_and_legend_say_what_is_meant() -> None:
    explorer = explorers.regimen(plan=regimen.SIX)
    picture = explorer.picture
    key = "blue: cost of all visits so far · grey: "
    assert_drawn(picture.key, key + regimen.EIGHT + " · marks: visits · dashed: upper price")
    assert_drawn(
        explorers.regimen(plan=regimen.WEEKLY).picture.key, key + regimen.TWO_WEEKLY + " · marks: visits"
    )  # nothing is dashed
    assert_colour(picture.other, COLOURS["grey"])
    assert [line.get_linestyle() for line in (picture.low, picture.high)] == ["-", "--"]
    assert_colour(picture.low, COLOURS["blue"])
    assert_colour(picture.visits, COLOURS["black"])
    assert picture.visits.get_marker() == "|"
    assert picture.axes.yaxis.get_major_formatter()(12500, 0) == "12,500"


def test_the_scene_is_what_is_counted_apart() -> None:
    for explorer in settings_of("regimen"):
        shown, (weeks, low, high) = explorer.scene, expected(explorer)
        assert shown.visit_weeks == pytest.approx(np.array(weeks))
        assert (list(shown.low), list(shown.high)) == (low, high)
        assert (shown.visits, shown.cost) == (len(weeks), high[-1])
        spray = explorer.values["plan"] in regimen.SPRAYS
        assert shown.form == ("spray" if spray else "infusion")
        assert shown.hours == (2 * len(weeks) if spray else 0)
        pounds = spray and explorer.values["country"] == regimen.UK
        assert shown.currency == ("GBP" if pounds else "USD")


def test_the_reading_says_the_scenes_numbers() -> None:
    for explorer in settings_of("regimen"):
        set_to, (weeks, low, high) = explorer.values, expected(explorer)
        sign = "£" if explorer.scene.currency == "GBP" else "$"
        money = " to ".join(dict.fromkeys(f"{sign}{cost[-1]:,.0f}" for cost in (low, high)))
        said = [
            set_to["plan"][1:],
            f"looked at for {set_to['weeks']:g} weeks: {len(weeks)} visits, {money} (",
        ]
        if set_to["plan"] in regimen.SPRAYS:
            after = "" if set_to["dose"] == "56" else " after a first dose of 56 mg"
            said += [f"{set_to['dose']} mg{after}; {set_to['country']})", f"that is {2 * len(weeks)} hours"]
        else:
            said += ["0.5 mg/kg; as US clinics ask for it)"]
            assert "hours" not in explorer.reading
        assert_says(explorer, *said)


def test_known_numbers_are_said() -> None:
    assert_says(explorers.regimen(), "26 weeks: 30 visits, £9,780 (56 mg; United Kingdom, list price)", "60 hours")
    assert_says(explorers.regimen(plan=regimen.SIX), "6 visits, $2,400 to $4,800 (0.5 mg/kg")
    dearest = explorers.regimen(weeks=52, dose="84", country=regimen.US)
    assert_says(dearest, "56 visits, $49,265", "112 hours")
