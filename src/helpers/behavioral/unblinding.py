"""Drug effect, expectancy and guessing: which mixtures give the results of four trials.

Equation
--------
A person improves by what the drug does (D, if it was given) and by what is expected of it: E for somebody who is sure
to have received it, 0 for somebody who is sure of the opposite. If a share g of people guess right in both arms, the
arms differ by ``D + E (2 g - 1)``. With g = 0.5 nobody can tell, and the difference is the drug's alone; below that,
hope works against the drug.

An account fits the four results together if its misfit, the sum of the squared distances in standard errors, is one
that chance alone reaches in 95 of 100 repetitions: chi-square with four degrees of freedom, 9.5. That is a joint
region; four intervals that each hold what is expected are none.

Units
-----
Standard deviations of the score (d).

Sources
-------
Table ``contrasts`` by `comparator`: Wilkinson 2019 (saline; midazolam), Lii 2023 (under anaesthesia), Jelovac 2025
(midazolam, repeated). How many guessed right under anaesthesia: table ``trial_outcomes`` (Lii 2023). That expectancy
adds to the drug's effect is an assumption.

Leaves out
----------
Beliefs between sure and unsure, raters' beliefs, disappointment in those who guess that they were not given it, what
midazolam itself does, and that the trials differ in people, doses and times. It moves both arms alike: with better
hiding the drug arm should do worse by as much as the control arm does better. In the pooled trials only the control
arm moved. That people may guess the drug because they improved is left out as well.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon
from numpy.typing import NDArray
from scipy import optimize, stats

from helpers import tables
from helpers.behavioral.comparator import effect
from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, choice, moving, new_figure, plain_axes
from helpers.statistics import Interval

# The four results by their key in the table ``contrasts``, as the picture names them.
TRIALS = {
    "saline_pooled": "saline",
    "midazolam_pooled": "midazolam",
    "karma": "repeated midazolam",
    "anaesthesia": "anaesthesia",
}
MOST = 3.0
CHANCE = 0.5
LIMIT = float(stats.chi2.ppf(0.95, len(TRIALS)))
Numbers = NDArray[np.float64]

# -- model -----------------------------------------------------------------------------------------


@cache
def counted() -> float:
    """Share who guessed right what they had received, where it was counted: under anaesthesia (0 to 1)."""
    rows = tables.load("trial_outcomes").query("trial == 'Lii 2023' and measure == 'guessed the arm'")
    return float(rows["value"].iloc[0]) / 100


@dataclass(frozen=True)
class Account:
    """One set of assumptions: drug effect and expectancy (SD), and the shares that guess right (0 to 1)."""

    drug: float
    expectancy: float
    guess_saline: float
    guess_midazolam: float
    guess_repeated: float
    guess_anaesthesia: float = field(default_factory=counted)

    def weights(self) -> Numbers:
        """How much of the expectancy counts in each trial: 2 g - 1."""
        guesses = np.array([self.guess_saline, self.guess_midazolam, self.guess_repeated, self.guess_anaesthesia])
        if not ((guesses >= 0) & (guesses <= 1)).all():
            raise ValueError("A share of right guesses lies between 0 (nobody) and 1 (everybody); chance is 0.5.")
        return np.asarray(2 * guesses - 1)

    def expected(self) -> Numbers:
        """Difference of the arms that each of the four trials should find (SD)."""
        return self.drug + self.expectancy * self.weights()


@cache
def results() -> tuple[Interval, ...]:
    """What the four trials found (SD), in the order of `TRIALS`."""
    return tuple(effect(name) for name in TRIALS)


def _found() -> tuple[Numbers, Numbers]:
    """Values and standard errors of the four results."""
    return np.array([one.value for one in results()]), np.array([one.standard_error for one in results()])


def misfit(account: Account) -> float:
    """Sum of squared distances from the four results, each in its own standard errors."""
    values, errors = _found()
    return float(np.sum(((account.expected() - values) / errors) ** 2))


def explained(account: Account) -> list[bool]:
    """Whether each result's own 95 % interval holds what the account expects."""
    return [bool(one.holds(value)) for one, value in zip(results(), account.expected(), strict=True)]


def fit(
    guess_saline: float, guess_midazolam: float, guess_repeated: float, guess_anaesthesia: float | None = None
) -> Account:
    """Drug effect and expectancy (neither below 0) that fit the four results best, for given guessing.

    Parameters
    ----------
    guess_saline, guess_midazolam, guess_repeated : float
        Shares who guess right (0 to 1).
    guess_anaesthesia : float, optional
        The same under anaesthesia; by default what was `counted`.
    """
    last = counted() if guess_anaesthesia is None else guess_anaesthesia
    guesses = (guess_saline, guess_midazolam, guess_repeated, last)
    values, errors = _found()
    design = np.column_stack([np.ones(len(values)), Account(0, 0, *guesses).weights()]) / errors[:, None]
    (drug, expectancy), _ = optimize.nnls(design, values / errors)
    return Account(float(drug), float(expectancy), *guesses)


def region(account: Account, corners: int = 41) -> Numbers:
    """Outline of all pairs of expectancy and drug effect (not below 0) that fit the four results together.

    Parameters
    ----------
    account : Account
        Whose guessing holds; its own drug effect and expectancy play no part.
    corners : int
        Corners of the lower and of the upper edge.

    Returns
    -------
    numpy.ndarray, shape (2 corners, 2)
        Corners, expectancy first (SD); empty if there is no such pair.
    """
    expectancies = np.linspace(0, MOST, 1501)
    low, high = _edges(account, expectancies)
    inside = expectancies[np.isfinite(high) & (high >= 0)]
    if not len(inside):
        return np.empty((0, 2))
    # Closer together at both ends, where the outline turns.
    x = inside[0] + (inside[-1] - inside[0]) * (1 - np.cos(np.linspace(0, np.pi, corners))) / 2
    low, high = _edges(account, x)
    return np.vstack([np.column_stack([x, np.maximum(low, 0)]), np.column_stack([x, high])[::-1]])


def _edges(account: Account, expectancies: Numbers) -> tuple[Numbers, Numbers]:
    """Least and greatest drug effect with a misfit within `LIMIT`, for each expectancy; NaN where there is none."""
    values, errors = _found()
    # The misfit is a parabola of the drug effect: a D^2 + 2 b D + c.
    left = expectancies[:, None] * account.weights() - values
    a, b, c = np.sum(errors**-2), np.sum(left / errors**2, axis=1), np.sum((left / errors) ** 2, axis=1)
    under = b**2 - a * (c - LIMIT)
    root = np.sqrt(np.where(under >= -1e-9, np.maximum(under, 0), np.nan))
    return (-b - root) / a, (-b + root) / a


@dataclass(frozen=True)
class Scene:
    """One account beside the four results, and all accounts that would fit them with its guessing.

    Parameters
    ----------
    account : Account
        The assumptions that are set.
    found : tuple of Interval
        What the trials found (SD), in the order of `TRIALS`.
    expected : numpy.ndarray, shape (4,)
        What the account expects of them (SD).
    fits : list of bool
        Whether each result's own interval holds what is expected.
    misfit : float
        Sum of squared distances in standard errors.
    outline : numpy.ndarray, shape (corners, 2)
        Outline of the pairs of expectancy and drug effect that fit together (SD); empty if there is none.
    """

    account: Account
    found: tuple[Interval, ...]
    expected: Numbers
    fits: list[bool]
    misfit: float
    outline: Numbers

    @property
    def guesses_percent(self) -> tuple[float, ...]:
        """Who guess right in the four trials (%)."""
        return tuple(float(50 * (weight + 1)) for weight in self.account.weights())

    @property
    def explained(self) -> int:
        """How many of the four results hold what is expected, each taken alone."""
        return sum(self.fits)

    @property
    def together(self) -> bool:
        """Whether the account fits all four results together."""
        return self.misfit <= LIMIT

    @property
    def drug_range(self) -> tuple[float, float] | None:
        """Least and greatest drug effect that fit all four together (SD), with whatever expectancy."""
        return (float(self.outline[:, 1].min()), float(self.outline[:, 1].max())) if len(self.outline) else None


def scene(
    drug: float, expectancy: float, saline: float, midazolam: float, repeated: float, anaesthesia: float
) -> Scene:
    """One account held against the four results.

    Parameters
    ----------
    drug, expectancy : float
        Effect of the drug, and expectancy (SD).
    saline, midazolam, repeated, anaesthesia : float
        Who guess right in the four trials (%).
    """
    account = Account(drug, expectancy, saline / 100, midazolam / 100, repeated / 100, anaesthesia / 100)
    return Scene(account, results(), account.expected(), explained(account), misfit(account), region(account))


# -- picture ---------------------------------------------------------------------------------------

HUES = ("orange", "green", "pink", "sky")  # of the trials, on both sides
RIGHT = 0.15  # so that what is expected stands beside what was found


class UnblindingPicture:
    """Four results with what the account expects; and the map of all accounts that fit all four together."""

    label = "Results of four trials beside what an account expects; and the accounts that would explain all four"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.5)
        left, right = self.figure.subplots(1, 2, width_ratios=[1.25, 1])
        plain_axes(left, xlim=(-0.6, 3.6), ylim=(-1, 3.2), ylabel="difference of the arms (SD)")
        left.set_xticks(range(len(TRIALS)), [name.replace(" ", "\n") for name in TRIALS.values()], fontsize=9)
        left.axhline(0, color=COLOURS["grey"], linewidth=0.8)
        reach = np.array([[one.value - one.low, one.high - one.value] for one in results()]).T
        style: dict[str, Any] = {"fmt": "o", "capsize": 4, "color": COLOURS["black"], "label": "found (95 % interval)"}
        self.guesses = [left.text(place, -0.94, "", ha="center", fontsize=9) for place in range(len(TRIALS))]
        left.text(-0.55, -0.66, "how many guess right:", fontsize=9)
        self.bars = [
            left.plot([place] * 2, [one.low, one.high], color=COLOURS[colour], linewidth=6, solid_capstyle="butt")[0]
            for place, (one, colour) in enumerate(zip(results(), HUES, strict=True))
        ]
        self.found = left.errorbar(range(len(TRIALS)), [one.value for one in results()], yerr=reach, **style)
        (self.expected,) = left.plot([], [], "D", color=COLOURS["red"], label="expected")
        left.legend(loc="upper right", fontsize=9, frameon=False)
        plain_axes(right, xlim=(0, MOST), ylim=(0, 2), xlabel="expectancy (SD)", ylabel="effect of the drug (SD)")
        self.strips = [_strip(right, colour) for colour in HUES]
        self.lines = [right.plot([], [], color=COLOURS[colour], linewidth=1.5)[0] for colour in HUES]
        self.region = Polygon(
            np.zeros((3, 2)), closed=True, facecolor=COLOURS["pale blue"], edgecolor=COLOURS["blue"], hatch="//"
        )
        right.add_patch(self.region)
        (self.here,) = right.plot([], [], "D", color=COLOURS["red"], markersize=8, clip_on=False)
        style = {"transform": right.transAxes, "ha": "right", "va": "top", "fontsize": 9}
        right.set_title(" ", fontsize=9)  # room for what fits
        self.fit = right.text(1, 1.02, "", **{**style, "va": "bottom"})
        right.text(0.97, 0.97, "a line and its band: what one\ntrial alone allows, in its colour", **style)
        moving([self.expected, *self.strips, *self.lines, self.region, self.here, *self.guesses, self.fit])

    def move(self, scene: Scene) -> None:
        """Show what the account expects, where it lies, and all that would fit."""
        self.expected.set_data(np.arange(len(TRIALS)) + RIGHT, scene.expected)
        self.here.set_data([scene.account.expectancy], [scene.account.drug])
        for words, share in zip(self.guesses, scene.guesses_percent, strict=True):
            words.set_text(f"{share:.0f} %")
        ends = np.array([0, MOST])
        weights = scene.account.weights()
        for strip, line, one, weight in zip(self.strips, self.lines, scene.found, weights, strict=True):
            line.set_data(ends, one.value - weight * ends)
            low, high = one.low - weight * ends, one.high - weight * ends
            strip.set_xy([*zip(ends, low, strict=True), *zip(ends[::-1], high[::-1], strict=True)])
        some = len(scene.outline) > 0
        self.fit.set_text("hatched: fits all four together" if some else "no pair of the two fits all four")
        self.region.set_visible(some)
        if len(scene.outline):
            self.region.set_xy(scene.outline)


def _strip(axes: Axes, colour: str) -> Polygon:
    """What one trial allows, in its colour."""
    strip = Polygon(np.zeros((4, 2)), facecolor=COLOURS[colour], alpha=0.18, linewidth=0)
    axes.add_patch(strip)
    return strip


# -- reading ---------------------------------------------------------------------------------------


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    return f"One drug effect and one expectancy: {scene.explained} of {len(TRIALS)} trials fit"


def read(scene: Scene) -> Reading:
    """What is expected, what of it fits, and which drug effects would do."""
    account = scene.account
    saline, midazolam, repeated, anaesthesia = scene.guesses_percent
    told = "; ".join(
        f"{name} {value:.2f} (found {one.value:.2f}, {one.low:.2f} to {one.high:.2f}{'' if fits else ': does not fit'})"
        for name, value, one, fits in zip(TRIALS.values(), scene.expected, scene.found, scene.fits, strict=True)
    )
    return Reading(
        f"Drug effect {account.drug:.2f}, expectancy {account.expectancy:.2f}, guessed right: "
        f"{saline:.0f} % with saline, {midazolam:.0f} % with midazolam, {repeated:.0f} % with repeated midazolam, "
        f"{anaesthesia:.1f} % under anaesthesia. Expected: {told}. Taken one by one, it explains {scene.explained} of "
        f"{len(TRIALS)}. {_read_together(scene)}",
        headline=notice(scene),
    )


def _read_together(scene: Scene) -> str:
    word = "fits" if scene.together else "does not fit"
    text = (
        f"Taken together it {word}: the misfit is {scene.misfit:.1f}, and up to {LIMIT:.1f} would be chance. With this "
        "guessing "
    )
    if scene.drug_range is None:
        return text + "no pair of drug effect and expectancy fits all four."
    low, high = scene.drug_range
    return text + f"any drug effect from {low:.2f} to {high:.2f} fits all four, each with an expectancy of its own."


# -- explorer --------------------------------------------------------------------------------------


def explore_unblinding(**first: Any) -> Explorer:
    """A drug effect, an expectancy, and how many people guess their arm, against four trials.

    Parameters
    ----------
    **first
        First values: ``drug``, ``expectancy`` (SD), ``saline``, ``midazolam``, ``repeated``, ``anaesthesia`` (% who
        guess right).
    """
    share = round(100 * counted(), 1)
    under = {f"{share:g} %, as counted": share, f"{100 * CHANCE:g} %, as by chance": 100 * CHANCE}
    controls = {
        "drug": Slider("Effect of the drug", 1.8, min=0, max=2, step=0.05, unit="SD"),
        "expectancy": Slider("Expectancy", 0, min=0, max=MOST, step=0.05, unit="SD"),
        "saline": Slider("Guess right beside saline", 95, min=50, max=100, step=1, unit="%"),
        "midazolam": Slider("Guess right beside midazolam", 60, min=50, max=100, step=1, unit="%"),
        "repeated": Slider("... beside repeated midazolam", 80, min=50, max=100, step=1, unit="%"),
        "anaesthesia": choice("... under anaesthesia", under),
    }
    about = About(
        kind="A toy with numbers of yours, held against four published results. How many guessed right is not known "
        f"for the first two; of the third we know that most did; in the fourth {share:g} % did, fewer than by tossing "
        "a coin.",
        equation="difference of the arms = D + E (2 g - 1);  misfit = sum of ((expected - found) / SE)^2, at most "
        f"{LIMIT:.1f} (chi-square, 4 degrees of freedom, 95 %)",
        sources=tables.cite(["wilkinson_2019", "lii_2023", "jelovac_2025"]),
        leaves_out="Whether expectancy adds to the drug's effect; whether people guess the drug because they improved; "
        "doses, people and times that differ between trials.",
    )
    return Explorer("unblinding", controls, scene, UnblindingPicture(), read, about, first=first)
