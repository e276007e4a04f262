"""Drug effect, expectancy and guessing: which mixtures give the results of four trials.

Equation
--------
A person improves by what the drug does (D, if it was given) and by what is expected of it: E for somebody who is sure
to have received it, 0 for somebody who is sure of the opposite. If a share g of people guess right in both arms, the
arms differ by ``D + E (2 g - 1)``. With g = 0.5 nobody can tell, and the difference is the drug's alone.

Units
-----
Standard deviations of the score (d).

Sources
-------
Table ``contrasts`` by `comparator`: Wilkinson 2019 (saline; midazolam), Lii 2023 (under anaesthesia), Jelovac 2025
(midazolam, repeated). That expectancy adds to the drug's effect is an assumption.

Leaves out
----------
Beliefs between sure and unsure, raters' beliefs, disappointment in those who guess that they were not given it, what
midazolam itself does, and that the trials differ in people, doses and times. It moves both arms alike: with better
hiding the drug arm should do worse by as much as the control arm does better. In the pooled trials only the control
arm moved.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

import numpy as np
from matplotlib.patches import Polygon
from numpy.typing import NDArray
from scipy import optimize

from helpers import tables
from helpers.behavioral.comparator import effect
from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, new_figure, old_explorer
from helpers.statistics import Interval as Effect

TRIALS = ["saline_pooled", "midazolam_pooled", "karma", "anaesthesia"]
NAMES = ["saline", "midazolam", "repeated\nmidazolam", "anaes-\nthesia"]
MOST = 3.0
EXPECTANCIES = np.linspace(0, MOST, 61)

# -- model -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Account:
    """One set of assumptions: drug effect and expectancy (SD), and the shares that guess right (0.5 to 1)."""

    drug: float
    expectancy: float
    guess_saline: float
    guess_midazolam: float
    guess_repeated: float

    def weights(self) -> NDArray[np.float64]:
        """How much of the expectancy counts in each trial: 2 g - 1."""
        guesses = np.array([self.guess_saline, self.guess_midazolam, self.guess_repeated, 0.5])
        if not ((guesses >= 0.5) & (guesses <= 1)).all():
            raise ValueError("A share of right guesses lies between 0.5 (chance) and 1 (everybody).")
        return np.asarray(2 * guesses - 1)

    def expected(self) -> NDArray[np.float64]:
        """Difference of the arms that each of the four trials should find (SD)."""
        return self.drug + self.expectancy * self.weights()


@cache
def results() -> tuple[Effect, ...]:
    """What the four trials found (SD), in the order of `TRIALS`."""
    return tuple(effect(name) for name in TRIALS)


def misfit(account: Account) -> float:
    """Sum of squared distances from the four results, each in its own standard errors."""
    found = results()
    values, errors = np.array([one.value for one in found]), np.array([one.standard_error for one in found])
    return float(np.sum(((account.expected() - values) / errors) ** 2))


def explained(account: Account) -> list[bool]:
    """Whether each result's 95 % interval holds what the account expects."""
    return [bool(one.low <= value <= one.high) for one, value in zip(results(), account.expected(), strict=True)]


def fit(guess_saline: float, guess_midazolam: float, guess_repeated: float) -> Account:
    """Drug effect and expectancy (neither below 0) that fit the four results best, for given guessing."""
    found = results()
    errors = np.array([one.standard_error for one in found])
    weights = Account(0, 0, guess_saline, guess_midazolam, guess_repeated).weights()
    design = np.column_stack([np.ones(len(found)), weights]) / errors[:, None]
    (drug, expectancy), _ = optimize.nnls(design, np.array([one.value for one in found]) / errors)
    return Account(float(drug), float(expectancy), guess_saline, guess_midazolam, guess_repeated)


def best() -> Account:
    """The best of all fits over a grid of guessing (steps of 5 %)."""
    shares = [float(share) for share in np.linspace(0.5, 1, 11)]
    return min((fit(*guesses) for guesses in product(shares, repeat=3)), key=misfit)


def region(guess_saline: float, guess_midazolam: float, guess_repeated: float) -> NDArray[np.float64]:
    """Outline of all pairs of expectancy and drug effect (not below 0) that lie in all four intervals.

    Returns
    -------
    numpy.ndarray, shape (points, 2)
        Corners; empty if there is no such pair.
    """
    weights = Account(0, 0, guess_saline, guess_midazolam, guess_repeated).weights()
    lows = np.array([one.low - weight * EXPECTANCIES for one, weight in zip(results(), weights, strict=True)])
    highs = np.array([one.high - weight * EXPECTANCIES for one, weight in zip(results(), weights, strict=True)])
    low, high = np.maximum(lows.max(axis=0), 0), highs.min(axis=0)
    inside = low <= high
    there = np.column_stack([EXPECTANCIES[inside], low[inside]])
    back = np.column_stack([EXPECTANCIES[inside], high[inside]])[::-1]
    return np.vstack([there, back])


# -- picture ---------------------------------------------------------------------------------------


class UnblindingPicture:
    """Four results with what the account expects; and the map of all accounts that explain all four."""

    label = "Results of four trials beside what an account expects; and the accounts that would explain all four"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 4.0)
        left, right = self.figure.subplots(1, 2, width_ratios=[1.25, 1])
        found = results()
        middle = np.array([one.value for one in found])
        reach = np.array([[one.value - one.low for one in found], [one.high - one.value for one in found]])
        style: dict[str, Any] = {"fmt": "o", "capsize": 4, "color": COLOURS["black"], "label": "found (95 % interval)"}
        left.errorbar(range(4), middle, yerr=reach, **style)
        left.set(xlim=(-0.6, 3.6), ylim=(-0.6, 3.2), ylabel="difference of the arms (SD)")
        left.set_xticks(range(4), NAMES, fontsize=9)
        left.axhline(0, color=COLOURS["grey"], linewidth=0.8)
        (self.expected,) = left.plot([], [], "D", color=COLOURS["red"], label="expected", animated=True)
        left.legend(loc="upper right", fontsize=9, frameon=False)
        right.set(xlim=(0, MOST), ylim=(0, 2), xlabel="expectancy (SD)", ylabel="effect of the drug (SD)")
        self.region = Polygon(np.zeros((3, 2)), closed=True, facecolor="#cfe3f3", edgecolor=COLOURS["blue"], hatch="//")
        right.add_patch(self.region)
        (self.here,) = right.plot([], [], "D", color=COLOURS["red"], markersize=8, animated=True)
        right.text(
            0.97, 0.97, "hatched: explains all four", transform=right.transAxes, ha="right", va="top", fontsize=9
        )
        self.guesses = right.text(0.97, 0.88, "", transform=right.transAxes, ha="right", va="top", fontsize=8.5)
        for artist in (self.region, self.guesses):
            artist.set(animated=True, in_layout=False)
        for axes in (left, right):
            axes.spines[["top", "right"]].set_visible(False)

    def draw(self, drug: float, expectancy: float, saline: float, midazolam: float, repeated: float) -> Reading:
        """Compare one account with the four results."""
        account = Account(drug, expectancy, saline / 100, midazolam / 100, repeated / 100)
        self.expected.set_data(np.arange(4) + 0.15, account.expected())
        self.here.set_data([expectancy], [drug])
        self.guesses.set_text(f"guess right: {saline:g}, {midazolam:g}, {repeated:g} %")
        outline = region(account.guess_saline, account.guess_midazolam, account.guess_repeated)
        self.region.set_visible(len(outline) > 0)
        if len(outline):
            self.region.set_xy(outline)
        return read(account, outline)


def read(account: Account, outline: NDArray[np.float64]) -> Reading:
    """The reading: what is expected, what of it fits, and which drug effects would do."""
    fits = explained(account)
    names = [name.replace("-\n", "").replace("\n", " ") for name in NAMES]
    told = "; ".join(
        f"{name} {value:.2f} (found {one.value:.2f}, {one.low:.2f} to {one.high:.2f}{'' if fit_ else ': does not fit'})"
        for name, value, one, fit_ in zip(names, account.expected(), results(), fits, strict=True)
    )
    text = (
        f"Drug effect {account.drug:.2f}, expectancy {account.expectancy:.2f}, guessed right: "
        f"{100 * account.guess_saline:.0f} % with saline, {100 * account.guess_midazolam:.0f} % with midazolam, "
        f"{100 * account.guess_repeated:.0f} % with repeated midazolam. "
        f"Expected: {told}. Explained: {sum(fits)} of 4; misfit {misfit(account):.1f}. "
    )
    if len(outline):
        low, high = outline[:, 1].min(), outline[:, 1].max()
        text += f"With this guessing, any drug effect from {low:.2f} to {high:.2f} can explain all four."
    else:
        low = high = 0.0
        text += "With this guessing no pair of drug effect and expectancy explains all four."
    quantities = {
        "explained": float(sum(fits)),
        "misfit": misfit(account),
        "drug": account.drug,
        "expectancy": account.expectancy,
        "repeated_guess": 100 * account.guess_repeated,
        "widest": float(high - low),
        "possible": float(len(outline) > 0),
    }
    return Reading(text, quantities)


# -- explorer --------------------------------------------------------------------------------------


def explore_unblinding(**scene: Any) -> Explorer:
    """A drug effect, an expectancy, and how many people guess their arm, against four trials.

    Parameters
    ----------
    **scene
        First values: ``drug``, ``expectancy`` (SD), ``saline``, ``midazolam``, ``repeated`` (% who guess right).

    Returns
    -------
    Explorer
        With the quantities ``explained`` (of 4), ``misfit``, ``drug``, ``expectancy``, ``repeated_guess``,
        ``possible`` (0 or 1) and ``widest`` (range of drug effects that could explain all four).
    """
    controls = {
        "drug": Slider("Effect of the drug", 1.8, min=0, max=2, step=0.05, unit="SD"),
        "expectancy": Slider("Expectancy", 0, min=0, max=MOST, step=0.05, unit="SD"),
        "saline": Slider("Guess right beside saline", 95, min=50, max=100, step=1, unit="%"),
        "midazolam": Slider("Guess right beside midazolam", 60, min=50, max=100, step=1, unit="%"),
        "repeated": Slider("... beside repeated midazolam", 80, min=50, max=100, step=1, unit="%"),
    }
    about = About(
        kind="A toy with four numbers of yours, held against four published results. How many guessed right is not "
        "known for the first two; of the third we know that most did, of the fourth that they could not.",
        equation="difference of the arms = D + E (2 g - 1)",
        sources=tables.cite(["wilkinson_2019", "lii_2023", "jelovac_2025"]),
        leaves_out="Whether expectancy adds to the drug's effect; doses, people and times that differ between trials.",
    )
    title = "Can one effect of the drug explain all four?"
    return old_explorer("unblinding", title, controls, UnblindingPicture(), about, scene=scene)
