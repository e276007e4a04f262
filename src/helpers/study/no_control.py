"""Two scans without any effect: repeat scans, regression to the mean, and what a control arm takes out.

Equation
--------
Each person has a true level, spread between people; each scan reads it with an error. ``first = level + e1``,
``second = level + drift + effect + e2``. Choose those whose first scan was lowest: part of why it was low was bad
luck, which does not repeat, so that on average they rise by ``(1 - reliability) x (mean - their first scan)`` with no
effect at all, where reliability is the share of the spread of a single scan that is true. A control arm has the same
drift and the same regression, and no effect: the difference between the arms is the effect.

Units
-----
Percent of the mean level.

Sources
-------
A toy; the error of a scan is set so that two scans differ by the SD in table ``test_retest`` (8.5 %, Tuncel 2021). The
spread between people is yours. The finding it is about: F-207 (Holmes 2022 doi:10.1038/s41380-022-01465-2).

Leaves out
----------
What people expect, and what a tracer, a scanner and an analyst change between two days, beyond a drift for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, choice, moving, new_figure, plain_axes
from helpers.interactive.drawing import lay_out

PEOPLE, SEED = 4000, 5
SHOWN = 60
WITHOUT, WITH = "drug only", "drug and control"
Levels = NDArray[np.float64]

# -- model -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Scans:
    """First and second scan of many people (% of the mean level), and whether they are in the control arm."""

    first: Levels
    second: Levels
    control: NDArray[np.bool_]

    @property
    def change(self) -> Levels:
        """Second minus first scan."""
        return self.second - self.first


@cache
def _draws() -> Levels:
    return np.random.default_rng(SEED).standard_normal((3, PEOPLE))


def scan_error() -> float:
    """Error of one scan (%): two of them differ by the SD of table ``test_retest``."""
    return float(tables.row("test_retest", "vt")["sd_percent"] / np.sqrt(2))


def scan_twice(spread: float, drift: float = 0.0, effect: float = 0.0) -> Scans:
    """Scan people twice; every other one is in the control arm.

    Parameters
    ----------
    spread : float
        Standard deviation of the true level between people (%).
    drift : float
        Change from scan to scan that everybody shares (%).
    effect : float
        Effect of the drug on those who get it (%).
    """
    if spread < 0:
        raise ValueError("A spread between people can't be negative.")
    level, first_error, second_error = _draws()
    control = np.arange(PEOPLE) % 2 == 1
    true = 100 + spread * level
    first = true + scan_error() * first_error
    second = true + drift + effect * ~control + scan_error() * second_error
    return Scans(first, second, control)


def reliability(spread: float) -> float:
    """Share of a single scan's spread that is true (0 to 1)."""
    return spread**2 / (spread**2 + scan_error() ** 2)


def lowest(scans: Scans, percent: float) -> NDArray[np.bool_]:
    """Those whose first scan is among the lowest `percent`."""
    return np.asarray(scans.first <= np.percentile(scans.first, percent))


def two_times(effect: float, difference: float, per_group: int = 5, studies: int = 2000) -> Levels:
    """Difference between a group scanned early and one scanned late, when people differ and time does nothing.

    Parameters
    ----------
    effect : float
        Change that the drug brings, at either time (%).
    difference : float
        Standard deviation with which people differ in their change (%).
    per_group, studies : int
        People in each group; how many studies to draw.

    Returns
    -------
    numpy.ndarray
        Mean change of the late group minus that of the early one, one value a study (%).
    """
    changes = effect + difference * np.random.default_rng(SEED).standard_normal((studies, 2, per_group))
    means = changes.mean(axis=2)
    return np.asarray(means[:, 1] - means[:, 0])


@dataclass(frozen=True)
class Scene:
    """Two scans of many people, some of them chosen by the first.

    Parameters
    ----------
    share : float
        How many are chosen, those with the lowest first scans (%).
    drift, effect : float
        Change that everybody shares, and what the drug adds (%).
    arms : str
        `WITHOUT` or `WITH`.
    first, change : numpy.ndarray
        First scan, and change to the second, of the people that are drawn (% of the mean level): `SHOWN` of those who
        take part.
    is_chosen : numpy.ndarray
        Which of those are chosen.
    all_change : float
        Mean change of all who get the drug (%).
    chosen_change, control_change : float
        Mean change of the chosen ones with the drug, and of those in the control arm (%).
    reliability_percent : float
        Share of a single scan's spread that is true (%).
    """

    share: float
    drift: float
    effect: float
    arms: str
    first: Levels
    change: Levels
    is_chosen: NDArray[np.bool_]
    all_change: float
    chosen_change: float
    control_change: float
    reliability_percent: float

    @property
    def difference(self) -> float:
        """Change of the chosen ones with the drug minus that of those in the control arm (percentage points)."""
        return self.chosen_change - self.control_change


def scene(spread: float, chosen: float, drift: float, effect: float, arms: str) -> Scene:
    """Scan everybody twice, choose the lowest, and average.

    Parameters
    ----------
    spread : float
        Standard deviation of the true level between people (%).
    chosen : float
        How many are chosen (%).
    drift, effect : float
        Change that everybody shares, and what the drug adds (%).
    arms : str
        `WITHOUT` or `WITH`.
    """
    scans = scan_twice(spread, drift, effect)
    low, drug = lowest(scans, chosen), ~scans.control
    drawn = np.flatnonzero(drug | (arms == WITH))[:SHOWN]
    return Scene(
        share=chosen,
        drift=drift,
        effect=effect,
        arms=arms,
        first=scans.first[drawn],
        change=scans.change[drawn],
        is_chosen=low[drawn],
        all_change=float(scans.change[drug].mean()),
        chosen_change=float(scans.change[low & drug].mean()),
        control_change=float(scans.change[low & scans.control].mean()),
        reliability_percent=100 * reliability(spread),
    )


# -- picture ---------------------------------------------------------------------------------------


REACHES = (30, 40, 60)  # how far from their middles the axes of the people can reach (%)


class NoControlPicture:
    """First scan against change; those chosen for a low first scan stand out; mean changes as bars."""

    label = "Change from first to second scan against the first scan; people with the lowest first scan stand out"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.3)
        left, right = self.figure.subplots(1, 2, width_ratios=[2, 1])
        first_label, change_label = "first scan (% of the mean)", "change to the second (%)"
        plain_axes(left, xlabel=first_label, ylabel=change_label)
        plain_axes(right, xlim=(-0.7, 2.7), ylim=(-14, 36), ylabel="mean change (%)")
        right.set_title(f"of {PEOPLE // 2:,} made-up people", fontsize=9)
        right.set_xticks([0, 1, 2], ["all", "chosen", "chosen,\ncontrol"], fontsize=9)
        right.set_yticks([-10, 0, 10, 20, 30], ["−10", "they stay: 0", "+10", "+20", "+30"])
        for axes in (left, right):
            axes.axhline(0, color=COLOURS["grey"], linewidth=0.8)
        style: dict[str, Any] = {"linestyle": "none"}
        (self.rest,) = left.plot([], [], ".", color=COLOURS["grey"], label="the others", **style)
        open_: dict[str, Any] = {"color": COLOURS["red"], "markersize": 4.5, "markerfacecolor": "none"}
        (self.chosen,) = left.plot([], [], "D", label="lowest first scan", **open_, **style)
        self.bars = right.bar([0, 1, 2], [0, 0, 0], color=[COLOURS["grey"], COLOURS["red"], COLOURS["sky"]])
        for bar, hatch in zip(self.bars, ("", "//", "xx"), strict=True):
            bar.set(hatch=hatch, edgecolor=COLOURS["white"])
        self.numbers = [right.text(place, 0, "", ha="center", fontsize=9) for place in range(3)]
        self.none = right.text(2, 1, "none\nhere", ha="center", fontsize=9, color=COLOURS["grey"])
        self.people = left
        left.set(xlim=(100 - REACHES[-1], 100 + REACHES[-1]), ylim=(-REACHES[-1], REACHES[-1]))
        moving([self.none, self.rest, self.chosen, *self.bars, *self.numbers])
        self.figure.legend(loc="outside upper left", ncols=2, fontsize=9, frameon=False)
        lay_out(self.figure)

    def move(self, scene: Scene) -> None:
        """Show people, and mean changes of all and of the chosen ones."""
        for dots, who in ((self.rest, ~scene.is_chosen), (self.chosen, scene.is_chosen)):
            dots.set_data(scene.first[who], scene.change[who])
        changes = (scene.all_change, scene.chosen_change, scene.control_change)
        for bar, number, value in zip(self.bars, self.numbers, changes, strict=True):
            bar.set_height(value)
            number.set(text=f"{value:+.1f}", y=value + (0.8 if value >= 0 else -2.6))
        for artist in (self.bars[2], self.numbers[2]):
            artist.set_visible(scene.arms == WITH)
        self.none.set_visible(scene.arms != WITH)
        self._scale(scene)

    def _scale(self, scene: Scene) -> None:
        """Let the axes of the people end a little beyond them; what stands still is drawn again only then."""
        far = max(np.abs(scene.first - 100).max(), np.abs(scene.change).max())
        reach = next(end for end in REACHES if far < end or end == REACHES[-1])
        if self.people.get_xlim()[1] != 100 + reach:
            self.people.set(xlim=(100 - reach, 100 + reach), ylim=(-reach, reach))


# -- reading ---------------------------------------------------------------------------------------


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    if scene.arms == WITH:
        return f"The arms differ by {scene.difference:+.1f} points; what the drug does is {scene.effect:g}"
    return f"Those chosen change by {scene.chosen_change:+.1f} %, and the drug does {scene.effect:g} %"


def read(scene: Scene) -> Reading:
    """What the chosen ones rise by, and what of it a control arm takes out."""
    text = (
        f"The true effect is {scene.effect:g} %, the drift {scene.drift:g} %. All people given the drug change by "
        f"{scene.all_change:+.1f} %; the {scene.share:g} % with the lowest first scan by {scene.chosen_change:+.1f} %."
    )
    if scene.arms == WITH:
        text += f" Those of the control arm, chosen alike, change by {scene.control_change:+.1f} %: "
        text += f"the difference is {scene.difference:+.1f} points."
    true = f"{scene.reliability_percent:.0f} % is true difference between people."
    return Reading(f"{text} Of a single scan's spread {true}", headline=notice(scene))


# -- explorer --------------------------------------------------------------------------------------


def explore_no_control(**first: Any) -> Explorer:
    """Two scans of the same people, chosen by the first one, with and without a control arm.

    Parameters
    ----------
    **first
        First values: ``spread`` (% between people), ``chosen`` (lowest %), ``drift``, ``effect`` (%), ``arms``.
    """
    controls = {
        "spread": Slider("Spread between people", 8, min=0, max=20, step=1, unit="%"),
        "chosen": Slider("Lowest first scans chosen", 33, min=5, max=100, step=1, unit="%"),
        "drift": Slider("Drift from scan to scan", 0, min=-8, max=8, step=0.5, unit="%"),
        "effect": Slider("True effect of the drug", 0, min=0, max=10, step=0.5, unit="%"),
        "arms": choice("Arms", [WITHOUT, WITH]),
    }
    about = About(
        kind="A toy with 4000 people (60 are drawn). Only the difference between two scans is a measured number.",
        equation="first = level + e1;  second = level + drift + effect + e2;  e from the SD between two scans",
        sources=tables.cite(["tuncel_2021", "holmes_2022"]),
        leaves_out="Expectation, and what scanner, tracer and analyst change between two days beyond one drift.",
    )
    return Explorer("no_control", controls, scene, NoControlPicture(), read, about, first=first)
