"""What the other arm received: the same drug beside saline, midazolam, a placebo spray, electroconvulsive therapy.

Equation
--------
A difference in points with its 95 % interval becomes an effect size: ``SE = (high - low) / (2 t)`` with t for the
degrees of freedom, ``SD = SE / sqrt(1 / n_drug + 1 / n_control)``, ``d = -difference / SD`` (less depression counts as
benefit). Two groups differ in what the drug does if the *difference* of their differences does:
``z = (a - b) / sqrt(SE_a^2 + SE_b^2)``.

Units
-----
Effect sizes in standard deviations (d); responders in % of people.

Sources
-------
Table ``contrasts``; each row names its source.

Leaves out
----------
That the trials took different people, at different times: side by side they invite comparison, and do not prove it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from helpers import tables
from helpers.interactive import (
    COLOURS,
    About,
    Explorer,
    Mechanism,
    Reading,
    choice,
    living,
    moving,
    new_figure,
    plain_axes,
)
from helpers.interactive.drawing import lay_out
from helpers.statistics import Interval, share

RESPONSE, EFFECT = "who responded", "effect sizes"
EVERY = "every comparator"
PEOPLE = 100  # are drawn with each treatment

# -- model -----------------------------------------------------------------------------------------


@cache
def kinds() -> tuple[str, ...]:
    """What the other arms received, in the order of the table ``contrasts``."""
    return tuple(dict.fromkeys(tables.load("contrasts")["comparator"]))


def standardise(difference: Interval, n_drug: int, n_control: int) -> Interval:
    """Turn a difference in points into standard deviations of benefit.

    Parameters
    ----------
    difference : Interval
        Drug minus comparator (points), less being better.
    n_drug, n_control : int
        People in the arms.

    Returns
    -------
    Interval
        Benefit in standard deviations, as if the interval came from a t test of two arms.
    """
    critical = float(stats.t.ppf(0.975, n_drug + n_control - 2))
    error = (difference.high - difference.low) / (2 * critical)
    deviation = error / float(np.sqrt(1 / n_drug + 1 / n_control))
    return Interval(-difference.value / deviation, -difference.high / deviation, -difference.low / deviation)


def effects() -> pd.DataFrame:
    """All contrasts as effect sizes, reported or, where points and arms are known, computed.

    Returns
    -------
    pandas.DataFrame
        The table ``contrasts``, its ``effect_size``, ``effect_low`` and ``effect_high`` filled in where that can be
        done, with the column ``computed`` (bool); rows without an effect size are left out.
    """
    found = tables.load("contrasts").assign(computed=False)
    known = found[["low", "high", "n_drug", "n_control"]].notna().all(axis=1)
    for index, row in found[known].iterrows():
        reported = Interval(row["difference"], row["low"], row["high"])
        effect = standardise(reported, int(row["n_drug"]), int(row["n_control"]))
        found.loc[index, ["effect_size", "effect_low", "effect_high"]] = [effect.value, effect.low, effect.high]
        found.loc[index, "computed"] = True
    return found[found["effect_size"].notna()].reset_index(drop=True)


def effect(contrast_id: str) -> Interval:
    """Effect size of one contrast (SD), with its interval."""
    rows = effects().set_index("contrast_id")
    tables.require("effect size of a contrast", contrast_id, rows.index)
    row = rows.loc[contrast_id]
    return Interval(float(row["effect_size"]), float(row["effect_low"]), float(row["effect_high"]))


def responses() -> pd.DataFrame:
    """Contrasts that report who responded, with the column ``difference_percent``."""
    found = tables.load("contrasts").dropna(subset=["response_drug_percent", "response_control_percent"])
    return found.assign(
        difference_percent=found["response_drug_percent"] - found["response_control_percent"]
    ).reset_index(drop=True)


def points(contrast_id: str) -> Interval:
    """Difference of one contrast in points, with its interval."""
    row = tables.row("contrasts", contrast_id)
    return Interval(float(row["difference"]), float(row["low"]), float(row["high"]))


def difference_of(a: Interval, b: Interval) -> tuple[Interval, float]:
    """Difference between two independent effects, and its p value (two-sided).

    Parameters
    ----------
    a, b : Interval
        Effects in the same unit, such as those of `points` for women and for men.

    Examples
    --------
    >>> difference, p = difference_of(Interval(3, 1, 5), Interval(2, 0, 4))
    >>> round(difference.value), round(p, 2)
    (1, 0.49)
    """
    error = float(np.hypot(a.standard_error, b.standard_error))
    half = float(stats.norm.ppf(0.975)) * error
    value = a.value - b.value
    return Interval(value, value - half, value + half), 2 * float(stats.norm.sf(abs(value) / error))


def p_value(found: Interval) -> float:
    """Two-sided p value of an effect that its interval implies."""
    return 2 * float(stats.norm.sf(abs(found.value) / found.standard_error))


@dataclass(frozen=True)
class Trial:
    """One row of the picture.

    Parameters
    ----------
    label, comparator : str
        Its name, and what the other arm received.
    drug : float
        What stands for the drug: people who responded (%), or its benefit over the comparator (SD).
    control : float, optional
        People who responded with the comparator (%); none where effect sizes are shown.
    interval : Interval, optional
        95 % interval of the benefit (SD), where one was seen.
    computed : bool
        Whether the effect size was computed here and not reported.
    people : tuple of int
        People with the drug and with the comparator; empty where the report does not tell them apart.
    """

    label: str
    comparator: str
    drug: float
    control: float | None = None
    interval: Interval | None = None
    computed: bool = False
    people: tuple[int, ...] = ()

    @property
    def arms(self) -> tuple[Interval, ...]:
        """Responders with the drug and with the comparator (%), with Wilson's intervals, where the arms are known."""
        if self.control is None or not self.people:
            return ()
        return share(self.drug, self.people[0]), share(self.control, self.people[1])

    @property
    def pairs_of_100(self) -> int:
        """Of a hundred pairs, one with the drug and one with the comparator: in how many the drug's does better.

        What an effect size means for people, if both arms are normal and equally wide: ``Phi(d / sqrt(2))``.
        """
        return round(100 * float(stats.norm.cdf(self.drug / np.sqrt(2))))

    @property
    def ends(self) -> tuple[float, float]:
        """What the line of this row joins: both arms, or the ends of the interval."""
        if self.control is not None:
            return min(self.drug, self.control), max(self.drug, self.control)
        return (self.interval.low, self.interval.high) if self.interval else (self.drug, self.drug)


@dataclass(frozen=True)
class Scene:
    """All trials of a view, and what those with the chosen comparator say.

    Parameters
    ----------
    view, against : str
        What `scene` was given.
    trials : tuple of Trial
        All rows, from the top down.
    smallest_difference : float
        Least difference of responders, drug minus comparator, among the trials with that comparator (of 100 people),
        whatever is shown.
    """

    view: str
    against: str
    trials: tuple[Trial, ...]
    smallest_difference: float

    @property
    def chosen(self) -> tuple[Trial, ...]:
        """The trials with the chosen comparator."""
        return tuple(trial for trial in self.trials if self.against in (EVERY, trial.comparator))

    @property
    def drawn(self) -> Trial:
        """The one whose people are drawn: the first of those chosen."""
        return self.chosen[0] if self.chosen else self.trials[0]

    @property
    def clear(self) -> int:
        """How many of their intervals leave out 0, on the side of benefit."""
        return sum(trial.interval is not None and trial.interval.low > 0 for trial in self.chosen)


def scene(view: str, against: str) -> Scene:
    """The trials of the ledger by comparator.

    Parameters
    ----------
    view : str
        `RESPONSE` or `EFFECT`.
    against : str
        One of `kinds`, or `EVERY`.
    """
    found = responses()
    among = found if against == EVERY else found[found["comparator"] == against]
    smallest = float(among["difference_percent"].min())
    return Scene(view, against, _responses() if view == RESPONSE else _effects(), smallest)


@cache
def _responses() -> tuple[Trial, ...]:
    return tuple(
        Trial(
            row.label, row.comparator, row.response_drug_percent, row.response_control_percent, people=_people_of(row)
        )
        for row in responses().itertuples()
    )


@cache
def _effects() -> tuple[Trial, ...]:
    found = []
    for row in effects().itertuples():
        seen = None if np.isnan(row.effect_low) else Interval(row.effect_size, row.effect_low, row.effect_high)
        people = _people_of(row)
        found.append(
            Trial(row.label, row.comparator, row.effect_size, interval=seen, computed=row.computed, people=people)
        )
    return tuple(found)


def _people_of(row: Any) -> tuple[int, ...]:
    return () if pd.isna(row.n_drug) else (int(row.n_drug), int(row.n_control))


# -- mechanism and picture -------------------------------------------------------------------------

TWO_ARMS = Path(__file__).parent / "drawings" / "two_arms.svg"


def two_arms(scene: Scene) -> living.State:
    """A hundred people with the drug and with the comparator, or a hundred pairs of both."""
    one = scene.drawn
    shares = scene.view == RESPONSE
    drug, control = (round(one.drug), round(one.control or 0)) if shares else (one.pairs_of_100, 100 - one.pairs_of_100)
    heads = ("with the drug", f"with {one.comparator}") if shares else ("a hundred pairs: the drug's did better", "")
    ends = ["of 100 people get better"] * 2 if shares else ["of 100 times", f"of 100 times {one.comparator} did better"]
    return {
        "trial": living.word(one.label),
        "drug_name": living.word(heads[0]),
        "control_name": living.word(heads[1]),
        "drug_many": living.word(str(drug)),
        "control_many": living.word(str(control)),
        "drug_of": living.word(ends[0]),
        "control_of": living.word(ends[1]),
        "drug": living.crowd(_crowd("drug_better", drug, "not_better" if shares else "none")),
        "control": living.crowd(_crowd("control_better", control, "not_better" if shares else "none")),
    }


def _crowd(first: str, many: int, second: str) -> list[str]:
    return [first] * many + [second] * (PEOPLE - many)


NOT_TOLD = "arms not told"
KEY = "in brackets: people, drug + comparator; thin lines: 95 % intervals"
ABOVE, BELOW = 0.14, -0.14  # where the two arms' intervals lie, beside the line that joins the arms
NAME = 0.42  # above its row
# By view: limits and ticks of the axis, and what it says.
SCALES: dict[str, tuple[tuple[float, float], list[float], str]] = {
    RESPONSE: ((-4, 104), [0, 20, 40, 60, 80, 100], "responders (last row: remitted), %"),
    EFFECT: ((-1.1, 2.5), [-1, -0.5, 0, 0.5, 1, 1.5, 2], "benefit over the comparator (SD)"),
}


class ComparatorPicture:
    """One row a trial: both arms' responders joined by a line, or the effect size with its interval."""

    label = "Trials of ketamine and esketamine by comparator: responders in both arms, or effect sizes with intervals"

    def __init__(self) -> None:
        self.figure = new_figure(4.8, 3.5)
        self.axes = plain_axes(self.figure.subplots(), xlabel=f"benefit\n{KEY}", yticks=[])
        self.axes.spines["left"].set_visible(False)
        style: dict[str, Any] = {"linestyle": "none"}
        (self.drug,) = self.axes.plot([], [], "o", color=COLOURS["blue"], markersize=8, **style)
        (self.control,) = self.axes.plot([], [], "D", color=COLOURS["orange"], markersize=7, **style)
        self.lines = self.axes.hlines([0], [0], [0], color=COLOURS["grey"], linewidth=2, zorder=1.5)
        self.chosen = self.axes.hlines([0], [0], [0], color=COLOURS["black"], linewidth=4, zorder=1.5)
        self.spans = [
            self.axes.hlines([0], [0], [0], color=COLOURS[colour], linewidth=1.5, zorder=1.4)
            for colour in ("blue", "orange")
        ]
        self.zero = self.axes.axvline(0, color=COLOURS["grey"], linewidth=0.8)
        paper = {"facecolor": COLOURS["white"], "edgecolor": "none", "pad": 0.5}
        self.names = [self.axes.text(0, 0, "", fontsize=9, va="center", bbox=paper) for _ in range(len(_effects()))]
        moving([self.drug, self.control, self.lines, self.chosen, *self.spans, *self.names])
        lay_out(self.figure)

    def move(self, scene: Scene) -> None:
        """List the trials; those with the chosen comparator get a thick line."""
        self._scale(scene)
        self._name(scene)
        rows = list(zip(range(len(scene.trials))[::-1], scene.trials, strict=True))
        self.drug.set_data([trial.drug for _, trial in rows], [place for place, _ in rows])
        both = [(trial.control, place) for place, trial in rows if trial.control is not None]
        self.control.set_data([value for value, _ in both], [place for _, place in both])
        for arm, (spans, aside) in enumerate(zip(self.spans, (ABOVE, BELOW), strict=True)):
            known = [(trial.arms[arm], place + aside) for place, trial in rows if trial.arms]
            spans.set_segments([[(seen.low, place), (seen.high, place)] for seen, place in known])
        for lines, thick in ((self.chosen, True), (self.lines, False)):
            lines.set_segments(
                [[(end, place) for end in trial.ends] for place, trial in rows if (trial in scene.chosen) == thick]
            )

    def _scale(self, scene: Scene) -> None:
        limits, ticks, words = SCALES[scene.view]
        if self.axes.get_xlabel().startswith(words):
            return
        self.axes.set(xlim=limits, xlabel=f"{words}\n{KEY}", ylim=(-0.5, len(scene.trials) - 0.3), xticks=ticks)
        self.zero.set_visible(scene.view == EFFECT)

    def _name(self, scene: Scene) -> None:
        """Write each trial's name above its row."""
        left = SCALES[scene.view][0][0]
        for name in self.names:
            name.set_visible(False)
        places = range(len(scene.trials))[::-1]
        for name, trial, place in zip(self.names, scene.trials, places, strict=False):
            name.set(text=name_of(trial), position=(left, place + NAME), visible=True)


def name_of(trial: Trial) -> str:
    """A trial with the people in its arms, as the picture lists it."""
    return f"{trial.label} ({' + '.join(map(str, trial.people)) or NOT_TOLD})"


# -- reading ---------------------------------------------------------------------------------------


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    if scene.view == EFFECT:
        seen = sum(trial.interval is not None for trial in scene.chosen)
        return f"Against {scene.against}, {scene.clear} of {seen} intervals leave out “no benefit”"
    drug = among([trial.drug for trial in scene.chosen])
    control = [(trial.control, trial.comparator) for trial in scene.chosen if trial.control is not None]
    if scene.against != EVERY:
        shares = among([value for value, _ in control])
        return f"Of 100 people {drug} respond to the drug, {shares} to {scene.against}"
    (least, one), (most, other) = min(control), max(control)
    return f"Of 100 people {drug} get better with the drug; {least:.0f} with {one}, {most:.0f} with {other}"


def among(values: list[float]) -> str:
    """One value, or the ends of several."""
    low, high = f"{min(values):.0f}", f"{max(values):.0f}"
    return low if low == high else f"{low} to {high}"


def read(scene: Scene) -> Reading:
    """Both arms of each trial, or each effect size, of the chosen comparator."""
    return Reading(_read_responses(scene) if scene.view == RESPONSE else _read_effects(scene), headline=notice(scene))


def _read_responses(scene: Scene) -> str:
    told = "; ".join(f"{trial.label}: {trial.drug:g} against {trial.control:g} %" for trial in scene.chosen)
    drawn = f"The people drawn are of: {scene.drawn.label}."
    text = f"Who responded, drug against {scene.against}. {told}."
    if len(scene.chosen) < 2:
        return f"{text} {drawn}"
    drug = [trial.drug for trial in scene.chosen]
    control = [trial.control for trial in scene.chosen if trial.control is not None]
    return (
        f"{text} Drug arms lie between {min(drug):g} and {max(drug):g} %, comparators between {min(control):g} and "
        f"{max(control):g} %. {drawn}"
    )


def _read_effects(scene: Scene) -> str:
    told = "; ".join(_read_effect(trial) for trial in scene.chosen) or "No such trial in the ledger reports one"
    seen = sum(trial.interval is not None for trial in scene.chosen)
    return (
        f"Benefit over {scene.against} in standard deviations, with 95 % intervals. {told}. "
        f"Intervals that leave out 0: {scene.clear} of {seen}. {_read_pairs(scene)}"
    )


def _read_pairs(scene: Scene) -> str:
    one = scene.drawn
    return (
        f"Drawn: {one.label}. In {one.pairs_of_100} of 100 pairs, one with the drug and one with {one.comparator}, the "
        "one with the drug did better, if scores are normal."
    )


def _read_effect(trial: Trial) -> str:
    if trial.interval is None:
        return f"{trial.label}: {trial.drug:.2f} (no interval seen)"
    how = ", computed here" if trial.computed else ""
    return f"{trial.label}: {trial.drug:.2f} ({trial.interval.low:.2f} to {trial.interval.high:.2f}{how})"


# -- explorer --------------------------------------------------------------------------------------


def explore_comparator(**first: Any) -> Explorer:
    """The same drug beside different comparators.

    Parameters
    ----------
    **first
        First values: ``view`` (`RESPONSE` or `EFFECT`), ``against`` (one of `kinds`, or `EVERY`).
    """
    controls = {"view": choice("Show", [RESPONSE, EFFECT]), "against": choice("Comparator", [EVERY, *kinds()])}
    about = About(
        kind="Data, as published; effect sizes that were not reported are computed from the interval and the arms.",
        equation="SD = (high - low) / (2 t sqrt(1/n + 1/n));  d = -difference / SD",
        sources=tables.cite(dict.fromkeys(tables.load("contrasts")["source_id"])),
        leaves_out="People and times differ between the trials: this invites a comparison and does not prove one.",
        drawn="As many of a hundred people are filled as the trial reports; pairs are what an effect size means if "
        "scores are normal: Phi(d / sqrt(2)). Which person it is, is for the eye.",
    )
    mechanism = Mechanism(TWO_ARMS, "A hundred people with the drug above a hundred with the comparator", two_arms)
    return Explorer("comparator", controls, scene, ComparatorPicture(), read, about, first=first, mechanism=mechanism)
