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
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon
from numpy.typing import NDArray
from scipy import optimize, stats

from helpers import tables
from helpers.behavioral import trial
from helpers.behavioral.comparator import effect
from helpers.interactive import (
    COLOURS,
    About,
    Explorer,
    Mechanism,
    Reading,
    Slider,
    choice,
    living,
    moving,
    new_figure,
    plain_axes,
)
from helpers.interactive.drawing import lay_out
from helpers.statistics import Interval

# The four results by their key in the table ``contrasts``, as the picture names them.
TRIALS = {
    "saline_pooled": "saline",
    "midazolam_pooled": "midazolam",
    "karma": "repeated midazolam",
    "anaesthesia": "anaesthesia",
}
MOST = 3.0
FOUR, EVERY = "the four trials", "all pairs that would fit"
PEOPLE = 20  # in each arm of the trials that are drawn, as under anaesthesia
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
    view : str
        `FOUR` or `EVERY`: what the picture shows.
    trials : tuple of trial.Trial
        One trial of the toy for each of the four, with the same people.
    by_chance : tuple of numpy.ndarray, each of shape (50,)
        What fifty such trials find (SD).
    """

    account: Account
    found: tuple[Interval, ...]
    expected: Numbers
    fits: list[bool]
    misfit: float
    outline: Numbers
    view: str
    trials: tuple[trial.Trial, ...]
    by_chance: tuple[Numbers, ...]

    @property
    def better(self) -> tuple[tuple[int, int], ...]:
        """How many of `PEOPLE` are better in each trial that is drawn: with the drug, with the comparator."""
        return tuple((int(one.drug.better.sum()), int(one.control.better.sum())) for one in self.trials)

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
    drug: float,
    expectancy: float,
    saline: float,
    midazolam: float,
    repeated: float,
    anaesthesia: float,
    view: str = FOUR,
) -> Scene:
    """One account held against the four results.

    Parameters
    ----------
    drug, expectancy : float
        Effect of the drug, and expectancy (SD).
    saline, midazolam, repeated, anaesthesia : float
        Who guess right in the four trials (%).
    view : str
        `FOUR` or `EVERY`.
    """
    guesses = (saline / 100, midazolam / 100, repeated / 100, anaesthesia / 100)
    account = Account(drug, expectancy, *guesses)
    return Scene(
        account=account,
        found=results(),
        expected=account.expected(),
        fits=explained(account),
        misfit=misfit(account),
        outline=region(account),
        view=view,
        trials=tuple(trial.run(drug, expectancy, guess, PEOPLE, typical()) for guess in guesses),
        by_chance=tuple(trial.differences(drug, expectancy, guess, PEOPLE) for guess in guesses),
    )


@cache
def typical() -> int:
    """The one of fifty trials in which chance itself makes least difference between the arms."""
    return int(np.abs(trial.differences(0, 0, CHANCE, PEOPLE)).argmin())


# -- mechanism and picture -------------------------------------------------------------------------

FOUR_TRIALS = Path(__file__).parent / "drawings" / "four_trials.svg"


def four_trials(scene: Scene) -> living.State:
    """The people of four trials: who was given the drug, who believes it, and who is better."""
    state: living.State = {}
    for place, (one, share, better) in enumerate(zip(scene.trials, scene.guesses_percent, scene.better, strict=True)):
        state[f"guess_{place}"] = living.word(f"{share:.0f} % guess right")
        for name, arm, many in zip(("drug", "control"), (one.drug, one.control), better, strict=True):
            looks = zip(arm.better, arm.guess_drug, strict=True)
            state[f"{name}_{place}"] = living.crowd(
                f"{name}{'_better' if well else ''}{'_believes' if believes else ''}" for well, believes in looks
            )
            state[f"{name}_better_{place}"] = living.word(f"{many} better")
    return state


HUES = ("orange", "green", "pink", "sky")  # of the trials on the map
PAPER = {"facecolor": COLOURS["white"], "edgecolor": "none", "pad": 1}
BELOW = 0.2  # how far below what is expected fifty trials stand


class UnblindingPicture:
    """Four results with what the account expects; or the map of all accounts that fit all four together."""

    label = "Results of four trials beside what an account expects; or the accounts that would explain all four"

    def __init__(self) -> None:
        self.figure = new_figure(4.8, 3.5)
        self.four, self.map = self.figure.subplots(), self.figure.add_subplot()
        self._draw_four(plain_axes(self.four, xlim=(-1.1, 3.2), ylim=(3.5, -0.5)))
        self._draw_map(plain_axes(self.map, xlim=(0, MOST), ylim=(0, 2)))
        lay_out(self.figure)

    def _draw_four(self, axes: Axes) -> None:
        axes.set(xlabel="difference of the arms (SD)", yticks=[])
        axes.spines["left"].set_visible(False)
        axes.axvline(0, color=COLOURS["grey"], linewidth=0.8)
        rows = range(len(TRIALS))
        reach = np.array([[one.value - one.low, one.high - one.value] for one in results()]).T
        for row, name in enumerate(TRIALS.values()):
            axes.text(-1.05, row - 0.33, name, fontsize=9.5, va="center", bbox=PAPER)
        self.found = axes.errorbar(
            [one.value for one in results()], rows, xerr=reach, fmt="o", capsize=4, color=COLOURS["black"]
        )
        self.found.set_label("found (95 % interval)")
        (self.expected,) = axes.plot([], [], "D", color=COLOURS["blue"], label="expected")
        (self.by_chance,) = axes.plot([], [], "|", color=COLOURS["grey"], markersize=5, label="50 toy trials")
        self.figure.legend(loc="outside lower center", ncols=3, fontsize=9, frameon=False)
        moving([self.expected, self.by_chance])

    def _draw_map(self, axes: Axes) -> None:
        axes.set(xlabel="expectancy (SD)", ylabel="effect of the drug (SD)")
        self.strips = [_strip(axes, colour) for colour in HUES]
        self.lines = [axes.plot([], [], color=COLOURS[colour], linewidth=1.5)[0] for colour in HUES]
        style: dict[str, Any] = {"facecolor": COLOURS["pale blue"], "edgecolor": COLOURS["blue"], "hatch": "//"}
        self.region = Polygon(np.zeros((3, 2)), closed=True, **style)
        axes.add_patch(self.region)
        (self.here,) = axes.plot([], [], "D", color=COLOURS["blue"], markersize=8, clip_on=False)
        style = {"transform": axes.transAxes, "ha": "right", "va": "top", "fontsize": 9}
        axes.set_title(" ", fontsize=9)  # room for what fits
        self.fit = axes.text(1, 1.02, "", **{**style, "va": "bottom"})
        axes.text(0.97, 0.97, "a line and its band: what one\ntrial alone allows, in its colour", **style)
        moving([*self.strips, *self.lines, self.region, self.here, self.fit])

    def move(self, scene: Scene) -> None:
        """Show what the account expects beside what was found; or where it lies among all that would fit."""
        if self.map.get_visible() != (scene.view == EVERY):
            self.map.set_visible(scene.view == EVERY)
        if self.four.get_visible() != (scene.view == FOUR):
            self.four.set_visible(scene.view == FOUR)
        for legend in self.figure.legends:
            legend.set_visible(scene.view == FOUR)
        rows = np.arange(len(TRIALS))
        self.expected.set_data(scene.expected, rows + BELOW)
        self.by_chance.set_data(np.concatenate(scene.by_chance), np.repeat(rows + 1.9 * BELOW, trial.MANY))
        self._move_map(scene)
        for artist in (*self.strips, *self.lines, self.here, self.fit):
            artist.set_visible(scene.view == EVERY)
        for artist in (self.expected, self.by_chance):
            artist.set_visible(scene.view == FOUR)

    def _move_map(self, scene: Scene) -> None:
        self.here.set_data([scene.account.expectancy], [scene.account.drug])
        ends = np.array([0, MOST])
        weights = scene.account.weights()
        for strip, line, one, weight in zip(self.strips, self.lines, scene.found, weights, strict=True):
            line.set_data(ends, one.value - weight * ends)
            low, high = one.low - weight * ends, one.high - weight * ends
            strip.set_xy([*zip(ends, low, strict=True), *zip(ends[::-1], high[::-1], strict=True)])
        some = len(scene.outline) > 0
        self.fit.set_text("hatched: fits all four together" if some else "no pair of the two fits all four")
        self.region.set_visible(some and scene.view == EVERY)
        if some:
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
        f"{len(TRIALS)}. {_read_together(scene)} {_read_people(scene)}",
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


def _read_people(scene: Scene) -> str:
    told = "; ".join(
        f"{name} {drug} and {control}" for name, (drug, control) in zip(TRIALS.values(), scene.better, strict=True)
    )
    ends = "; ".join(f"{found.min():.1f} to {found.max():.1f}" for found in scene.by_chance)
    shown = "Drawn beside them are all pairs that would fit." if scene.view == EVERY else ""
    return (
        f"In the toy's own trials, so many of {PEOPLE} are better with the drug and with the comparator: {told}. Fifty "
        f"such trials find differences from {ends}. {shown}"
    ).strip()


# -- explorer --------------------------------------------------------------------------------------


def explore_unblinding(**first: Any) -> Explorer:
    """A drug effect, an expectancy, and how many people guess their arm, against four trials.

    Parameters
    ----------
    **first
        First values: ``drug``, ``expectancy`` (SD), ``saline``, ``midazolam``, ``repeated``, ``anaesthesia`` (% who
        guess right), ``view`` (`FOUR` or `EVERY`).
    """
    share = round(100 * counted(), 1)
    under = {f"{share:g} %, as counted": share, f"{100 * CHANCE:g} %, as by chance": 100 * CHANCE}
    controls = {
        "drug": Slider("Effect of the drug", 1.8, min=0, max=2, step=0.05, unit="SD"),
        "expectancy": Slider("Expectancy", 0, min=0, max=MOST, step=0.05, unit="SD"),
        "saline": Slider("Guess right: saline", 95, min=50, max=100, step=1, unit="%"),
        "midazolam": Slider("... midazolam", 60, min=50, max=100, step=1, unit="%"),
        "repeated": Slider("... repeated midazolam", 80, min=50, max=100, step=1, unit="%"),
        "anaesthesia": choice("... under anaesthesia", under),
        "view": choice("Show", [FOUR, EVERY]),
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
        drawn=f"Twice {PEOPLE} people of one trial, the same in each row: who guesses right, and who improves by "
        f"{trial.BETTER:g} SD or more, is computed by the toy. Which person it is, is chance.",
    )
    mechanism = Mechanism(FOUR_TRIALS, "The people of four trials: given, believing and better or not", four_trials)
    return Explorer("unblinding", controls, scene, UnblindingPicture(), read, about, first=first, mechanism=mechanism)
