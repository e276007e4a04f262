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
from matplotlib.axes import Axes
from scipy import stats

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, choice, moving, new_figure, plain_axes
from helpers.statistics import Interval
from helpers.study.power import beyond, exact_power

ONE_ARM, SALINE, MIDAZOLAM = "drug only", "drug and saline", "drug and midazolam"
DAY_1, DAY_7, BOTH_TIMES = "after 1 day", "after 7 days", "half after 1, half after 7 days"
MEN, EVERYBODY = "men only", "women and men"
HEALTHY, PATIENTS = "healthy people", "people with depression"
COMPARATORS = {SALINE: "salt water", MIDAZOLAM: "a sedative"}
VISITS, VISIT_COST = 3, 300.0  # a price of this planner, as all prices are
ENOUGH_PERCENT = 80  # the power that is usually asked for
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
    return float(tables.row("test_retest", outcome)["sd_percent"])


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
    return str(tables.row("test_retest", outcome)["label"])


def confounds(plan: Plan) -> list[str]:
    """What the plan leaves open."""
    chosen = (plan.arms, plan.timing, plan.sexes, plan.who)
    return [CONFOUNDS[choice_made] for choice_made in chosen if choice_made in CONFOUNDS]


def expected(plan: Plan) -> Interval:
    """Change that the study would report if it came out as assumed, with its 95 % interval (%)."""
    half = half_width(plan)
    return Interval(plan.true_change_percent, plan.true_change_percent - half, plan.true_change_percent + half)


def headline(plan: Plan) -> str:
    """The most that the press could fairly say if the study came out as assumed.

    A change whose interval holds 0 is no finding; one that many such studies would miss is said to be that.
    """
    found, power = expected(plan), 100 * plan_power(plan)
    if found.holds(0):
        return f"{_unclear(plan, found)} What such a marker means for mood was not tested."
    left_open = "what such a marker means for mood"
    cause = f"Whether ketamine did it, and {left_open}," if plan.arms == ONE_ARM else left_open.capitalize()
    missed = f" Of 100 such studies {100 - power:.0f} would miss it." if power < ENOUGH_PERCENT else ""
    return f"{_clear(plan, found)}{missed} {cause} was not tested."


def _clear(plan: Plan, found: Interval) -> str:
    who, n, margin = _participants(plan), plan.people_per_arm, f"give or take {found.high - found.value:.1f}"
    if plan.arms == ONE_ARM:
        return f"In {n} {who} a marker of synapses was {found.value:g} % higher after ketamine than before, {margin}."
    return (
        f"In {n} {who} given ketamine a marker of synapses rose by {found.value:g} points more than in {n} given "
        f"{COMPARATORS[plan.arms]}, {margin}."
    )


def _unclear(plan: Plan, found: Interval) -> str:
    who, n, possible = _participants(plan), plan.people_per_arm, f"anything from {found.low:+.1f} to {found.high:+.1f}"
    if plan.arms == ONE_ARM:
        return (
            f"In {n} {who} a marker of synapses did not change clearly after ketamine: {possible} % remains possible."
        )
    return (
        f"A marker of synapses did not change clearly more in {n} {who} given ketamine than in {n} given "
        f"{COMPARATORS[plan.arms]}: {possible} points remains possible."
    )


def _participants(plan: Plan) -> str:
    kind = "healthy" if plan.who == HEALTHY else "depressed"
    return f"{kind} {'men' if plan.sexes == MEN else 'people'}"


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


@dataclass(frozen=True)
class Scene:
    """A planned study and what it could find.

    Parameters
    ----------
    plan : Plan
        The planned study.
    power_percent : float
        Probability that it finds the true change (%).
    interval : Interval
        Change that it would report if it came out as assumed, with its 95 % interval (%).
    """

    plan: Plan
    power_percent: float
    interval: Interval

    @property
    def half_width_percent(self) -> float:
        """Half of the interval (%)."""
        return self.interval.high - self.interval.value

    @property
    def cost_percent(self) -> float:
        """Cost (% of the budget)."""
        return 100 * self.plan.cost / self.plan.budget


def scene(
    n: float,
    arms: str,
    outcome: str,
    timing: str,
    sexes: str,
    who: str,
    change: float,
    scan: float,
    budget: float,
) -> Scene:
    """A planned study and what it could find.

    Parameters
    ----------
    n : float
        People in each arm.
    arms, outcome, timing, sexes, who : str
        As in `Plan`.
    change : float
        True change (%).
    scan : float
        Cost of one scan.
    budget : float
        In thousands.
    """
    plan = Plan(int(n), arms, timing, sexes, who, change, scan, VISIT_COST, budget * 1000, outcome)
    return Scene(plan, 100 * plan_power(plan), expected(plan))


# -- picture ---------------------------------------------------------------------------------------

LOWEST, HIGHEST, DEAREST = -12, 25, 150  # ends of the axis of changes (%), and of the bars (%)
WANTED, INSIDE = 80, 85  # the power that is usually wanted (%), and from where on its number stands in the bar


class PlannerPicture:
    """The true change with the interval that the study would give, and cost and power as bars."""

    label = "The assumed change with the interval that the planned study would give, its power, and its cost"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 2.75)
        left, upper, lower = self.figure.subplot_mosaic("LP;LC", width_ratios=[1.5, 1]).values()
        self._build_change(left)
        self._build_bars(upper, lower)
        ends = [self.below, self.above, self.dearer]
        moving([self.interval, self.point, self.where, self.ends, *ends, *self.cost, *self.power, *self.values])

    def _build_change(self, axes: Axes) -> None:
        xlabel = "change, with its 95 % interval (%)"
        plain_axes(axes, xlim=(LOWEST, HIGHEST), ylim=(-1, 1), yticks=[], xlabel=xlabel)
        axes.plot([0, 0], [-1, 0.4], color=COLOURS["black"], linewidth=1)
        blue: dict[str, Any] = {"color": COLOURS["blue"]}
        (self.interval,) = axes.plot([], [], linewidth=4, solid_capstyle="butt", **blue)
        (self.point,) = axes.plot([], [], "D", markersize=10, **blue)
        (self.below,) = axes.plot([LOWEST + 0.6], [0], "<", markersize=12, **blue)
        (self.above,) = axes.plot([HIGHEST - 0.6], [0], ">", markersize=12, **blue)
        self.where = axes.text(0.5 * (LOWEST + HIGHEST), 0.55, "", ha="center", fontsize=9)
        self.ends = axes.text(0, -0.4, "", ha="center", fontsize=9)

    def _build_bars(self, upper: Axes, lower: Axes) -> None:
        style = {"ylim": (-0.6, 0.6), "yticks": []}
        plain_axes(upper, xlim=(0, 100), xlabel="of 100 such studies find it", xticks=[0, 50, 80, 100], **style)
        plain_axes(lower, xlim=(0, 205), xlabel="cost, % of the budget", xticks=[0, 50, 100, DEAREST], **style)
        for axes, end in ((upper, WANTED), (lower, 100)):
            axes.plot([end, end], [-0.6, 0.6], color=COLOURS["grey"], linewidth=1, linestyle="--")
        self.cost = lower.barh([0], [0], 0.7, color=COLOURS["orange"], edgecolor=COLOURS["white"], hatch="//")
        self.power = upper.barh([0], [0], 0.7, color=COLOURS["green"], edgecolor=COLOURS["white"])
        (self.dearer,) = lower.plot([DEAREST], [0], ">", color=COLOURS["orange"], markersize=12)
        self.values = [axes.text(0, 0, "", va="center", fontsize=9) for axes in (lower, upper)]

    def move(self, scene: Scene) -> None:
        """Show what the plan could find and what it costs; what lies beyond an axis is an arrow and a number."""
        plan, found = scene.plan, scene.interval
        self.interval.set_data([max(found.low, LOWEST), min(found.high, HIGHEST)], [0, 0])
        self.point.set_data([found.value], [0])
        self.below.set_visible(found.low < LOWEST)
        self.above.set_visible(found.high > HIGHEST)
        self.ends.set(text=f"{found.low:+.1f} to {found.high:+.1f} %", x=found.value)
        self.where.set_text(f"{plan.who}, {plan.sexes},\n{plan.timing}")
        self.dearer.set_visible(scene.cost_percent > DEAREST)
        self.cost[0].set_width(min(DEAREST, scene.cost_percent))
        self.power[0].set_width(scene.power_percent)
        for value, percent in zip(self.values, (scene.cost_percent, scene.power_percent), strict=True):
            value.set_text(f"{percent:,.0f} %")
        self.values[0].set_x(min(DEAREST, scene.cost_percent) + 8)
        # Beside the bar; inside of it where it reaches almost to the end.
        inside = scene.power_percent > INSIDE
        self.values[1].set(x=scene.power_percent + (-2 if inside else 3), ha="right" if inside else "left")


# -- reading ---------------------------------------------------------------------------------------


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    found = f"{scene.power_percent:.0f} of 100 such studies would find"
    change = scene.plan.true_change_percent
    return f"{found} a true change of {change:g} %" if change else f"Nothing is true, and {found} something"


def read(scene: Scene) -> Reading:
    """People, cost, power, interval, what stays open, and a fair headline."""
    plan, left_open = scene.plan, confounds(scene.plan)
    within = "within" if plan.cost <= plan.budget else "beyond"
    return Reading(
        f"{plan.people} people ({plan.arms}), {outcome_label(plan.outcome)}, cost {plan.cost:,.0f}, {within} the "
        f"budget of {plan.budget:,.0f} ({scene.cost_percent:,.0f} % of it). A true change of "
        f"{plan.true_change_percent:g} % is found with a probability of {scene.power_percent:.0f} %; the interval is "
        f"plus or minus {scene.half_width_percent:.1f} points. Open: "
        f"{'; '.join(left_open) or 'nothing that this planner knows of'}. A fair headline, if it comes out so: "
        f"{headline(plan)}",
        headline=notice(scene),
    )


# -- explorer --------------------------------------------------------------------------------------


def explore_design_a_study(**first: Any) -> Explorer:
    """A planned study: its power, its interval, its cost, and what it leaves open.

    Parameters
    ----------
    **first
        First values: ``n`` (people in each arm), ``arms``, ``outcome`` (key of ``test_retest``), ``timing``,
        ``sexes``, ``who``, ``change`` (%), ``scan`` (cost of one), ``budget`` (thousands).
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
    return Explorer("design_a_study", controls, scene, PlannerPicture(), read, about, first=first)


def plan_of(explorer: Explorer) -> Plan:
    """The plan that an explorer stands at, for `protocol` and `export`."""
    plan: Plan = explorer.scene.plan
    return plan
