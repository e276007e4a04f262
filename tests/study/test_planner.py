"""Plans: statsmodels as an oracle, costs by hand, and an export that overwrites nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.power import TTestIndPower

from helpers import exercises, explorers
from helpers.interactive import COLOURS, Explorer
from helpers.study import planner
from helpers.study.power import exact_power
from tests.pictures import assert_axes, assert_colour, assert_drawn, assert_says, assert_seen, settings_of

PLAN = planner.Plan(11, planner.ONE_ARM, planner.DAY_1, planner.MEN, planner.HEALTHY, 5, 2000, 300, 250_000)


def test_one_arm_has_the_power_of_a_paired_test() -> None:
    assert planner.plan_power(PLAN) == exact_power(5, 11, 8.5)


@settings(max_examples=30)
@given(n=st.integers(3, 60), change=st.floats(0.5, 15))
def test_two_arms_agree_with_statsmodels(n: int, change: float) -> None:
    plan = replace(PLAN, people_per_arm=n, arms=planner.MIDAZOLAM, true_change_percent=change)
    oracle = TTestIndPower().power(change / 8.5, n, 0.05)
    assume(not np.isnan(oracle))
    assert planner.plan_power(plan) == pytest.approx(oracle, abs=1e-6)


def test_a_comparator_costs_power_and_money_and_buys_certainty() -> None:
    compared = replace(PLAN, arms=planner.MIDAZOLAM)
    assert planner.plan_power(compared) < planner.plan_power(PLAN)
    assert compared.cost == 2 * PLAN.cost == 2 * 11 * (2 * 2000 + 3 * 300)
    assert planner.half_width(compared) > planner.half_width(PLAN)
    assert planner.CONFOUNDS[planner.ONE_ARM] not in planner.confounds(compared)


def test_the_interval_is_students() -> None:
    assert planner.half_width(PLAN) == pytest.approx(stats.t.ppf(0.975, 10) * 8.5 / 11**0.5)


def test_the_protocol_tells_plan_limits_and_headline(tmp_path: Path) -> None:
    text = planner.protocol(PLAN)
    assert "| people per arm | 11 |" in text
    assert "Power for a true change of 5 %: 42 %" in text
    assert "nothing is known about women" in text
    target = planner.export(PLAN, tmp_path / "protocol.md")
    assert target.read_text(encoding="utf-8") == text
    with pytest.raises(FileExistsError):
        planner.export(PLAN, target)


def test_the_plan_of_an_explorer_is_what_it_shows() -> None:
    explorer = explorers.design_a_study(n=20, arms=planner.SALINE, change=7.5)
    plan = planner.plan_of(explorer)
    assert (plan.people, plan.true_change_percent) == (40, 7.5)
    assert explorer.scene.power_percent == pytest.approx(100 * planner.plan_power(plan))


def test_a_noisier_outcome_costs_power_and_is_named() -> None:
    noisier = replace(PLAN, outcome="dvr")
    assert planner.plan_power(noisier) < planner.plan_power(PLAN)
    assert planner.half_width(noisier) > planner.half_width(PLAN)
    assert "DVR" in planner.protocol(noisier)


def test_the_headline_follows_what_the_study_could_find() -> None:
    """A change of nothing, a power of 5 % and an interval that holds 0 are no rise."""
    for plan in (replace(PLAN, true_change_percent=0), replace(PLAN, true_change_percent=0, arms=planner.SALINE), PLAN):
        assert planner.expected(plan).holds(0)
        said = planner.headline(plan)
        assert "did not change clearly" in said
        assert not {"rose", "higher"} & set(said.replace(",", "").split())
    assert "anything from -5.7 to +5.7 % remains possible" in planner.headline(replace(PLAN, true_change_percent=0))
    assert "anything from -0.7 to +10.7 % remains possible" in planner.headline(PLAN)


@settings(max_examples=60)
@given(
    n=st.integers(3, 60),
    change=st.floats(0, 15),
    arms=st.sampled_from([planner.ONE_ARM, planner.SALINE, planner.MIDAZOLAM]),
    outcome=st.sampled_from(["vt", "dvr", "bpnd"]),
)
def test_no_headline_says_more_than_its_interval(n: int, change: float, arms: str, outcome: str) -> None:
    plan = replace(PLAN, people_per_arm=n, true_change_percent=change, arms=arms, outcome=outcome)
    said, power = planner.headline(plan), 100 * planner.plan_power(plan)
    clear = change > planner.half_width(plan)
    assert ("did not change clearly" in said) == (not clear)
    assert (" rose " in said or " higher " in said) == clear
    assert ("would miss it" in said) == (clear and power < 80)
    assert ("Whether ketamine did it" in said) == (clear and arms == planner.ONE_ARM)


def test_the_headline_counts_those_who_had_the_drug() -> None:
    saline = replace(PLAN, people_per_arm=60, arms=planner.SALINE)
    assert planner.headline(saline).startswith(
        "In 60 healthy men given ketamine a marker of synapses rose by 5 points more than in 60 given salt water, "
        "give or take 3.1."
    )
    assert "120" not in planner.headline(saline)
    sick = replace(saline, arms=planner.MIDAZOLAM, who=planner.PATIENTS, sexes=planner.EVERYBODY, true_change_percent=0)
    assert "in 60 depressed people given ketamine than in 60 given a sedative" in planner.headline(sick)
    alone = planner.headline(replace(PLAN, true_change_percent=7.5))
    assert alone.startswith(
        "In 11 healthy men a marker of synapses was 7.5 % higher after ketamine than before, give or"
    )
    assert "Of 100 such studies 25 would miss it." in alone


def test_a_plan_beyond_the_budget_says_so() -> None:
    assert "beyond the budget" in explorers.design_a_study(n=60, arms=planner.SALINE, budget=50).reading
    assert "BEYOND" in planner.protocol(replace(PLAN, budget=10))


def test_the_challenge_can_be_met_but_not_bought() -> None:
    challenge = exercises.challenge("good_design", explorers.design_a_study())
    assert not challenge.reached
    plan = {"n": 22, "arms": planner.MIDAZOLAM, "change": 7.5}
    cheats = ({"scan": 500}, {"budget": 600}, {"n": 45}, {"n": 15}, {"change": 10}, {"arms": planner.ONE_ARM})
    for cheat in cheats:
        challenge.explorer.reset().set(**plan | cheat)
        assert not challenge.reached, cheat
    challenge.explorer.reset().set(**plan)
    assert challenge.reached


# -- scene and picture -----------------------------------------------------------------------------


def test_the_scene_is_the_models() -> None:
    for explorer in settings_of("design_a_study"):
        shown, set_to = explorer.scene, explorer.values
        plan = planner.Plan(
            int(set_to["n"]),
            set_to["arms"],
            set_to["timing"],
            set_to["sexes"],
            set_to["who"],
            set_to["change"],
            set_to["scan"],
            300,
            1000 * set_to["budget"],
            set_to["outcome"],
        )
        assert shown.plan == plan
        assert shown.power_percent == pytest.approx(100 * planner.plan_power(plan))
        arms = 1 if plan.arms == planner.ONE_ARM else 2
        spread = {"vt": 8.5, "dvr": 12.0, "bpnd": 10.2}[plan.outcome]
        half = stats.t.ppf(0.975, arms * (plan.people_per_arm - 1)) * spread * (arms / plan.people_per_arm) ** 0.5
        assert shown.half_width_percent == pytest.approx(half)
        found = (shown.interval.low, shown.interval.value, shown.interval.high)
        assert found == pytest.approx((plan.true_change_percent - half, plan.true_change_percent, found[1] + half))
        cost = arms * plan.people_per_arm * (2 * set_to["scan"] + 900)
        assert shown.cost_percent == pytest.approx(100 * cost / (1000 * set_to["budget"]))


def test_eleven_people_cost_a_fifth_of_the_budget() -> None:
    """Known numbers, absolutely."""
    shown = explorers.design_a_study().scene
    assert (shown.plan.people, shown.plan.cost) == (11, 53_900)
    assert (shown.power_percent, shown.half_width_percent, shown.cost_percent) == pytest.approx(
        (42, 5.7, 21.6), abs=0.3
    )


def every_setting() -> list[Explorer]:
    """Those of the range, and two in which interval and cost leave their axes."""
    beyond = {"n": 3, "arms": planner.SALINE, "outcome": "dvr"}
    dear = {"n": 60, "arms": planner.SALINE, "budget": 50}
    return [*settings_of("design_a_study"), explorers.design_a_study(**beyond), explorers.design_a_study(**dear)]


def test_the_picture_shows_the_scene() -> None:
    for explorer in every_setting():
        shown, picture = explorer.scene, explorer.picture
        plan, low, high = shown.plan, shown.interval.low, shown.interval.high
        assert_drawn(picture.interval, [max(low, -12), min(high, 25)], [0, 0])
        assert_drawn(picture.point, [plan.true_change_percent], [0])
        assert_drawn(picture.ends, f"{low:+.1f} to {high:+.1f} %")
        assert_drawn(picture.where, f"{plan.who}, {plan.sexes},\n{plan.timing}")
        assert picture.ends.get_position() == (plan.true_change_percent, -0.4)
        assert_drawn(picture.cost, [min(shown.cost_percent, 150)])
        assert_drawn(picture.power, [shown.power_percent])
        assert_drawn(picture.values[0], f"{shown.cost_percent:,.0f} %")
        assert_drawn(picture.values[1], f"{shown.power_percent:.0f} %")
        inside = shown.power_percent > 85
        ends = [min(150, shown.cost_percent) + 8, shown.power_percent + (-2 if inside else 3)]
        assert [value.get_position()[0] for value in picture.values] == pytest.approx(ends)
        assert picture.values[1].get_ha() == ("right" if inside else "left")


def test_what_lies_beyond_an_axis_is_an_arrow_and_a_number() -> None:
    for explorer in every_setting():
        shown, picture = explorer.scene, explorer.picture
        beyond = [shown.interval.low < -12, shown.interval.high > 25, shown.cost_percent > 150]
        assert_seen([picture.below, picture.above, picture.dearer], beyond)
    dear = explorers.design_a_study(n=45, arms=planner.SALINE)
    assert_drawn(dear.picture.values[0], "176 %")
    assert_drawn(dear.picture.cost, [150])
    assert_seen([dear.picture.dearer])


def test_axes_and_colours_say_what_is_meant() -> None:
    picture = planner.PlannerPicture()
    left, upper, lower = picture.figure.axes
    assert_axes(left, xlim=(-12, 25), xlabel="change, with its 95 % interval (%)")
    assert_axes(upper, xlim=(0, 100), xlabel="of 100 such studies find it", xticks=[0, 50, 80, 100], yticks=[])
    assert_axes(lower, xlim=(0, 205), xlabel="cost, % of the budget", xticks=[0, 50, 100, 150], yticks=[])
    assert (picture.power[0].axes, picture.cost[0].axes) == (upper, lower)
    for axes, end in ((upper, 80), (lower, 100)):  # the power that is wanted, and all of the budget
        assert_drawn(axes.lines[0], [end, end], [-0.6, 0.6])
    parts = [picture.cost[0], picture.power[0], picture.interval]
    for artist, colour in zip(parts, ("orange", "green", "blue"), strict=True):
        assert_colour(artist, COLOURS[colour])
    assert picture.interval.get_solid_capstyle() == "butt"
    arrows = [(arrow.get_marker(), *arrow.get_data()) for arrow in (picture.below, picture.above, picture.dearer)]
    assert [(marker, round(x[0], 1), y[0]) for marker, x, y in arrows] == [  # type: ignore[arg-type, index]
        ("<", -11.4, 0),
        (">", 24.4, 0),
        (">", 150, 0),
    ]
    # The line at 0 ends below the caption, and that of the budget at its row.
    assert_drawn(left.lines[0], [0, 0], [-1, 0.4])
    assert picture.where.get_position()[1] > 0.4


def test_the_reading_says_the_scenes_numbers() -> None:
    for explorer in every_setting():
        shown, plan = explorer.scene, explorer.scene.plan
        assert_says(
            explorer,
            f"{plan.people} people ({plan.arms}), {planner.outcome_label(plan.outcome)}, cost {plan.cost:,.0f}",
            "within the budget" if shown.cost_percent <= 100 else "beyond the budget",
            f"of {plan.budget:,.0f} ({shown.cost_percent:,.0f} % of it)",
            f"A true change of {plan.true_change_percent:g} % is found",
            f"with a probability of {shown.power_percent:.0f} %",
            f"plus or minus {shown.half_width_percent:.1f} points",
            "Open: " + ("; ".join(planner.confounds(plan)) or "nothing"),
            planner.headline(plan),
        )


def test_every_choice_leaves_open_what_it_does() -> None:
    assert planner.confounds(PLAN) == [
        "repeat scans, time and expectancy can't be told from the drug",
        "nothing is known about women",
        "nothing is known about patients",
    ]
    full = replace(PLAN, arms=planner.MIDAZOLAM, sexes=planner.EVERYBODY, who=planner.PATIENTS)
    assert planner.confounds(full) == ["some can still tell the drugs apart"]
    assert planner.confounds(replace(full, timing=planner.BOTH_TIMES))[1].startswith("people and times are mixed")
