"""Design a study within a budget: people, arms, timing, sexes, and what the press could fairly say of it.

Model
-----
Each person has two scans. With one arm, the change is tested against 0 (paired t test, as in `power`), with a
comparator the changes of two arms are compared (two-sample t test, noncentral t). Half of the 95 % interval is
``t_crit x sd x sqrt(1 / n)`` or ``t_crit x sd x sqrt(2 / n)``. Power and interval are
for all people of an arm together; comparing two times of the second scan would have half of them each. Arms are
divided by lot. Costs are people x (two scans + visits).

Units
-----
Changes in %; costs in a currency of your choice.

Sources
-------
The spread between scans: table ``test_retest`` (Tuncel 2021). All prices, and the true change, are yours.

Leaves out
----------
People who drop out, ethics, tracer deliveries that fail, and whether the measure is the right one.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy import stats

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, choice, new_figure, old_explorer
from helpers.study.power import beyond, exact_power

ONE_ARM, SALINE, MIDAZOLAM = "drug only", "drug and saline", "drug and midazolam"
DAY_1, DAY_7, BOTH_TIMES = "after 1 day", "after 7 days", "half after 1, half after 7 days"
MEN, EVERYBODY = "men only", "women and men"
HEALTHY, PATIENTS = "healthy people", "people with depression"
VISITS = 3
CONFOUNDS = {
    ONE_ARM: "repeat scans, time and expectancy can't be told from the drug",
    SALINE: "people can tell ketamine from saline, so that expectancy remains",
    MIDAZOLAM: "some can still tell the drugs apart",
    BOTH_TIMES: "people and times are mixed: each time has other people",
    MEN: "nothing is known about women",
    HEALTHY: "nothing is known about patients",
}

# -- model -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Plan:
    """A planned study: people in each arm, arms, time of the second scan, who takes part, prices."""

    people_per_arm: int
    arms: str
    timing: str
    sexes: str
    who: str
    true_change_percent: float
    scan_cost: float
    visit_cost: float
    budget: float
    outcome: str = "vt"

    @property
    def people(self) -> int:
        """People in all arms."""
        return self.people_per_arm * (1 if self.arms == ONE_ARM else 2)

    @property
    def cost(self) -> float:
        """Cost of all scans and visits."""
        return self.people * (2 * self.scan_cost + VISITS * self.visit_cost)


def spread(outcome: str = "vt") -> float:
    """SD of the change of a primary outcome (``measure_id`` of ``test_retest``) between two scans without drug (%)."""
    return float(tables.load("test_retest").set_index("measure_id").loc[outcome, "sd_percent"])


def plan_power(plan: Plan, alpha: float = 0.05) -> float:
    """Probability that the planned study finds the true change (0 to 1)."""
    if plan.arms == ONE_ARM:
        return exact_power(plan.true_change_percent, plan.people_per_arm, spread(plan.outcome), alpha)
    freedom = 2 * plan.people_per_arm - 2
    shift = plan.true_change_percent / (spread(plan.outcome) * np.sqrt(2 / plan.people_per_arm))
    critical = stats.t.ppf(1 - alpha / 2, freedom)
    return beyond(critical, freedom, shift)


def half_width(plan: Plan) -> float:
    """Half of the 95 % interval around the change, or around the difference of two arms (%)."""
    arms, freedom = (1, plan.people_per_arm - 1) if plan.arms == ONE_ARM else (2, 2 * plan.people_per_arm - 2)
    return float(stats.t.ppf(0.975, freedom) * spread(plan.outcome) * np.sqrt(arms / plan.people_per_arm))


def outcome_label(outcome: str) -> str:
    """Name of a primary outcome."""
    return str(tables.load("test_retest").set_index("measure_id").loc[outcome, "label"])


def confounds(plan: Plan) -> list[str]:
    """What the plan leaves open."""
    chosen = (plan.arms, plan.timing, plan.sexes, plan.who)
    return [CONFOUNDS[choice_made] for choice_made in chosen if choice_made in CONFOUNDS]


def headline(plan: Plan) -> str:
    """The most that the press could fairly say if the study found what it looks for."""
    who = {MEN: "men", EVERYBODY: "people"}[plan.sexes]
    kind = "healthy" if plan.who == HEALTHY else "depressed"
    against = {ONE_ARM: "after ketamine", SALINE: "more after ketamine than after salt water"}
    compared = against.get(plan.arms, "more after ketamine than after a sedative")
    rose = f"In {plan.people} {kind} {who} a marker of synapses rose {compared}"
    return f"{rose}; what that means for mood was not tested."


def protocol(plan: Plan) -> str:
    """One page in Markdown: the plan, what it can find, what it leaves open.

    Parameters
    ----------
    plan : Plan
        The planned study.

    Returns
    -------
    str
        Markdown text.
    """
    rows = "\n".join(f"| {name.replace('_', ' ')} | {value} |" for name, value in asdict(plan).items())
    open_questions = "\n".join(f"- {reason}" for reason in confounds(plan)) or "- none of those that this planner knows"
    over = "within" if plan.cost <= plan.budget else "BEYOND"
    return (
        "# Sketch of a protocol\n\n"
        "Made with the planner of a course; not a protocol that anyone has reviewed.\n\n"
        f"| | |\n| --- | --- |\n{rows}\n\n"
        f"- People: {plan.people}. Cost: {plan.cost:,.0f}, {over} the budget.\n"
        f"- Primary outcome: change of {outcome_label(plan.outcome)}; it spreads by {spread(plan.outcome):g} %.\n"
        f"- {'One arm' if plan.arms == ONE_ARM else 'Two arms, divided by lot'}; one analysis, written down before.\n"
        f"- Power for a true change of {plan.true_change_percent:g} %: {100 * plan_power(plan):.0f} %. "
        f"95 % interval: plus or minus {half_width(plan):.1f} percentage points.\n\n"
        f"## What stays open\n\n{open_questions}\n\n"
        f"## What the press could fairly say\n\n{headline(plan)}\n"
    )


def export(plan: Plan, path: str | Path) -> Path:
    """Write the `protocol` to a file, which must not exist yet.

    Raises
    ------
    FileExistsError
        If there is such a file: nothing is overwritten.
    """
    target = Path(path)
    with target.open("x", encoding="utf-8") as handle:
        handle.write(protocol(plan))
    return target


# -- picture ---------------------------------------------------------------------------------------


class PlannerPicture:
    """The true change with the interval that the study would give, and cost and power as bars."""

    label = "The assumed change with the interval that the planned study would give, its power, and its cost"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 2.8)
        left, right = self.figure.subplots(1, 2, width_ratios=[1.5, 1])
        left.set(xlim=(-12, 25), ylim=(-1, 1), yticks=[], xlabel="change, with its 95 % interval (%)")
        left.axvline(0, color=COLOURS["black"], linewidth=1)
        right.set(xlim=(0, 150), ylim=(-0.6, 1.6), xlabel="%")
        right.set_yticks([0, 1], ["cost, of the\nbudget", "power"], fontsize=9)
        right.axvline(100, color=COLOURS["grey"], linewidth=1, linestyle="--")
        for axes in (left, right):
            axes.spines[["top", "right"]].set_visible(False)
        (self.interval,) = left.plot([], [], color=COLOURS["blue"], linewidth=4, animated=True)
        (self.point,) = left.plot([], [], "D", color=COLOURS["blue"], markersize=10, animated=True)
        self.bars = right.barh([0, 1], [0, 0], color=[COLOURS["orange"], COLOURS["green"]], edgecolor="white")
        for bar, hatch in zip(self.bars, ("//", ""), strict=True):
            bar.set(animated=True, hatch=hatch, in_layout=False)
        self.where = left.text(6.5, 0.6, "", ha="center", fontsize=9)
        self.where.set(animated=True, in_layout=False)

    def draw(
        self,
        n: float,
        arms: str,
        outcome: str,
        timing: str,
        sexes: str,
        who: str,
        change: float,
        scan: float,
        budget: float,
    ) -> Reading:
        """Draw what a plan could find and what it costs."""
        plan = Plan(int(n), arms, timing, sexes, who, change, scan, VISIT_COST, budget * 1000, outcome)
        half = half_width(plan)
        self.interval.set_data([change - half, change + half], [0, 0])
        self.point.set_data([change], [0])
        self.where.set_text(f"{who}, {sexes}, {timing}")
        self.bars[0].set_width(min(150, 100 * plan.cost / plan.budget))
        self.bars[1].set_width(100 * plan_power(plan))
        return read(plan)


VISIT_COST = 300.0  # a price of this planner, as all prices are


def read(plan: Plan) -> Reading:
    """The reading: people, cost, power, interval, what stays open, and a fair headline."""
    power, half, left_open = 100 * plan_power(plan), half_width(plan), confounds(plan)
    quantities = {
        "power_percent": power,
        "half_width_percent": half,
        "cost_percent": 100 * plan.cost / plan.budget,
        "people": float(plan.people),
        "open_questions": float(len(left_open)),
        "controlled": float(plan.arms != ONE_ARM),
        "change": plan.true_change_percent,
    }
    within = "within" if plan.cost <= plan.budget else "beyond"
    text = (
        f"{plan.people} people ({plan.arms}), {outcome_label(plan.outcome)}, cost {plan.cost:,.0f}, {within} the "
        f"budget of {plan.budget:,.0f}. A true "
        f"change of {plan.true_change_percent:g} % is found with a probability of {power:.0f} %; the interval is plus "
        f"or minus {half:.1f} points. Open: {'; '.join(left_open) or 'nothing that this planner knows of'}. "
        f"A fair headline: {headline(plan)}"
    )
    return Reading(text, quantities)


# -- explorer --------------------------------------------------------------------------------------


def explore_design_a_study(**scene: Any) -> Explorer:
    """A planned study: its power, its interval, its cost, and what it leaves open.

    Parameters
    ----------
    **scene
        First values: ``n`` (people in each arm), ``arms``, ``outcome`` (key of ``test_retest``), ``timing``,
        ``sexes``, ``who``, ``change`` (%), ``scan`` (cost of one), ``budget`` (thousands).

    Returns
    -------
    Explorer
        With the quantities ``power_percent``, ``half_width_percent``, ``cost_percent`` (of the budget), ``people``,
        ``open_questions``, ``controlled`` and ``change``.
    """
    measures = tables.load("test_retest")
    controls = {
        "n": Slider("People in each arm", 11, min=3, max=60, step=1),
        "arms": choice("Arms", [ONE_ARM, SALINE, MIDAZOLAM]),
        "outcome": choice("Primary outcome", dict(zip(measures["label"], measures["measure_id"], strict=True))),
        "timing": choice("Second scan", [BOTH_TIMES, DAY_1, DAY_7]),
        "sexes": choice("Sexes", [MEN, EVERYBODY]),
        "who": choice("People", [HEALTHY, PATIENTS]),
        "change": Slider("True change", 5, min=0, max=15, step=0.5, unit="%"),
        "scan": Slider("Cost of one scan", 2000, min=500, max=5000, step=100),
        "budget": Slider("Budget", 250, min=50, max=600, step=10, unit="thousand"),
    }
    about = About(
        kind="A planner. The spread between scans is measured; prices and the true change are yours.",
        equation="power by noncentral t;  interval = t_crit SD sqrt(arms / n);  cost = people x (2 scans + 3 visits)",
        sources=tables.cite(["tuncel_2021"]),
        leaves_out="Drop-outs, failed tracer deliveries, ethics, and whether the marker is the right thing to measure.",
    )
    title = "What could you find, and what would stay open?"
    return old_explorer("design_a_study", title, controls, PlannerPicture(), about, scene=scene)


def plan_of(explorer: Explorer) -> Plan:
    """The plan that an explorer stands at, for `protocol` and `export`."""
    chosen = explorer.values
    return Plan(
        people_per_arm=int(chosen["n"]),
        arms=chosen["arms"],
        timing=chosen["timing"],
        sexes=chosen["sexes"],
        who=chosen["who"],
        true_change_percent=chosen["change"],
        scan_cost=chosen["scan"],
        visit_cost=VISIT_COST,
        budget=chosen["budget"] * 1000,
        outcome=chosen["outcome"],
    )
