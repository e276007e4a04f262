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
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Reading, choice, new_figure, old_explorer

RESPONSE, EFFECT = "who responded", "effect sizes"
EVERY = "every comparator"
KINDS = ["saline", "midazolam", "saline under anaesthesia", "placebo spray", "electroconvulsive therapy"]
SMALL_ENOUGH = 0.05

# -- model -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Effect:
    """An effect with its 95 % interval, in any unit."""

    value: float
    low: float
    high: float

    @property
    def standard_error(self) -> float:
        """Half of the interval over 1.96."""
        return (self.high - self.low) / (2 * float(stats.norm.ppf(0.975)))


def standardise(difference: Effect, n_drug: int, n_control: int) -> Effect:
    """Turn a difference in points into standard deviations of benefit.

    Parameters
    ----------
    difference : Effect
        Drug minus comparator (points), less being better.
    n_drug, n_control : int
        People in the arms.

    Returns
    -------
    Effect
        Benefit in standard deviations, as if the interval came from a t test of two arms.
    """
    critical = float(stats.t.ppf(0.975, n_drug + n_control - 2))
    error = (difference.high - difference.low) / (2 * critical)
    deviation = error / np.sqrt(1 / n_drug + 1 / n_control)
    return Effect(-difference.value / deviation, -difference.high / deviation, -difference.low / deviation)


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
        effect = standardise(
            Effect(row["difference"], row["low"], row["high"]), int(row["n_drug"]), int(row["n_control"])
        )
        found.loc[index, ["effect_size", "effect_low", "effect_high"]] = [effect.value, effect.low, effect.high]
        found.loc[index, "computed"] = True
    return found[found["effect_size"].notna()].reset_index(drop=True)


def effect(contrast_id: str) -> Effect:
    """Effect size of one contrast, with its interval."""
    row = effects().set_index("contrast_id").loc[contrast_id]
    return Effect(float(row["effect_size"]), float(row["effect_low"]), float(row["effect_high"]))


def responses() -> pd.DataFrame:
    """Contrasts that report who responded, with the column ``difference_percent``."""
    found = tables.load("contrasts").dropna(subset=["response_drug_percent", "response_control_percent"])
    return found.assign(
        difference_percent=found["response_drug_percent"] - found["response_control_percent"]
    ).reset_index(drop=True)


def points(contrast_id: str) -> Effect:
    """Difference of one contrast in points, with its interval."""
    row = tables.load("contrasts").set_index("contrast_id").loc[contrast_id]
    return Effect(float(row["difference"]), float(row["low"]), float(row["high"]))


def difference_of(a: Effect, b: Effect) -> tuple[Effect, float]:
    """Difference between two independent effects, and its p value (two-sided).

    Parameters
    ----------
    a, b : Effect
        Effects in the same unit, such as those of `points` for women and for men.
    """
    error = float(np.hypot(a.standard_error, b.standard_error))
    half = float(stats.norm.ppf(0.975)) * error
    value = a.value - b.value
    return Effect(value, value - half, value + half), 2 * float(stats.norm.sf(abs(value) / error))


def p_value(found: Effect) -> float:
    """Two-sided p value of an effect that its interval implies."""
    return 2 * float(stats.norm.sf(abs(found.value) / found.standard_error))


# -- picture ---------------------------------------------------------------------------------------


class ComparatorPicture:
    """One row a trial: both arms' responders joined by a line, or the effect size with its interval."""

    label = "Trials of ketamine and esketamine by comparator: responders in both arms, or effect sizes with intervals"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 4.2)
        self.axes = self.figure.subplots()
        self.axes.spines[["top", "right", "left"]].set_visible(False)
        self.axes.tick_params(axis="y", length=0)
        self.rows = 0
        style: dict[str, Any] = {"linestyle": "none", "animated": True}
        (self.drug,) = self.axes.plot([], [], "o", color=COLOURS["blue"], markersize=8, label="drug", **style)
        (self.control,) = self.axes.plot(
            [], [], "D", color=COLOURS["orange"], markersize=7, label="comparator", **style
        )
        self.lines = self.axes.hlines([0], [0], [0], color=COLOURS["grey"], linewidth=2)
        self.chosen = self.axes.hlines([0], [0], [0], color=COLOURS["black"], linewidth=4, zorder=1.5)
        self.zero = self.axes.axvline(0, color=COLOURS["grey"], linewidth=0.8)
        for artist in (self.lines, self.chosen):
            artist.set(animated=True, in_layout=False)
        # Laid out once, with the names of both views: else going back and forth would shift the picture.
        names = [*responses()["label"], *effects()["label"]]
        self.axes.set_yticks(range(len(names)), names, fontsize=9)
        self.axes.set_xlabel("benefit")
        self.figure.draw_without_rendering()
        self.figure.set_layout_engine("none")

    def draw(self, view: str, against: str) -> Reading:
        """List the trials of a view; those with the chosen comparator get a thick line."""
        found = responses() if view == RESPONSE else effects()
        self._scale(view, found)
        places = np.arange(len(found))[::-1]
        ends = ["response_drug_percent", "response_control_percent"]
        low, high = (found[ends].min(axis=1), found[ends].max(axis=1))
        if view == EFFECT:
            low, high = (
                found["effect_low"].fillna(found["effect_size"]),
                found["effect_high"].fillna(found["effect_size"]),
            )
        middle = found["effect_size"] if view == EFFECT else found["response_drug_percent"]
        self.drug.set_data(middle, places)
        self.control.set_data(
            [] if view == EFFECT else found["response_control_percent"], [] if view == EFFECT else places
        )
        chosen = (found["comparator"] == against).to_numpy() | (against == EVERY)
        segments = np.array([[(a, y), (b, y)] for a, b, y in zip(low, high, places, strict=True)])
        self.lines.set_segments(list(segments[~chosen]))
        self.chosen.set_segments(list(segments[chosen]))
        shown = found if against == EVERY else found[found["comparator"] == against]
        return read_responses(against, shown) if view == RESPONSE else read_effects(against, shown)

    def _scale(self, view: str, found: pd.DataFrame) -> None:
        label = {RESPONSE: "responded (for the last, remitted; %)", EFFECT: "benefit over the comparator (SD)"}[view]
        if self.axes.get_xlabel() == label:
            return
        self.axes.set(xlim=(-4, 104) if view == RESPONSE else (-1.1, 2.5), ylim=(-0.7, len(found) - 0.3), xlabel=label)
        self.axes.set_yticks(np.arange(len(found))[::-1], found["label"], fontsize=9)
        self.zero.set_visible(view == EFFECT)
        handles = [self.drug, self.control] if view == RESPONSE else []
        legend = self.axes.legend(handles=handles, loc="lower right", fontsize=9, frameon=False)
        legend.set_visible(view == RESPONSE)


def read_responses(against: str, shown: pd.DataFrame) -> Reading:
    """The reading: both arms of each trial, and the spread of each kind of arm."""
    told = "; ".join(
        f"{row.label}: {row.response_drug_percent:g} against {row.response_control_percent:g} %"
        for row in shown.itertuples()
    )
    drug, control = shown["response_drug_percent"], shown["response_control_percent"]
    text = f"Drug against comparator, {against}. {told or 'No trial in the ledger says who responded'}."
    if len(shown) > 1:
        text += f" Drug arms lie between {drug.min():g} and {drug.max():g} %, comparators between {control.min():g} "
        text += f"and {control.max():g} %."
    quantities = {
        "trials": float(len(shown)),
        "largest_difference": float(shown["difference_percent"].max()) if len(shown) else 0.0,
        "smallest_difference": float(shown["difference_percent"].min()) if len(shown) else 0.0,
        "control_spread": float(control.max() - control.min()) if len(shown) else 0.0,
        "drug_spread": float(drug.max() - drug.min()) if len(shown) else 0.0,
    }
    return Reading(text, quantities)


def read_effects(against: str, shown: pd.DataFrame) -> Reading:
    """The reading: each effect size with its interval, and how many leave out 0."""

    def told(row: Any) -> str:
        if np.isnan(row.effect_low):
            return f"{row.label}: {row.effect_size:.2f} (no interval seen)"
        how = ", computed here" if row.computed else ""
        return f"{row.label}: {row.effect_size:.2f} ({row.effect_low:.2f} to {row.effect_high:.2f}{how})"

    listed = "; ".join(told(row) for row in shown.itertuples())
    clear = int((shown["effect_low"] > 0).sum())
    listed = listed or "No such trial in the ledger reports one"
    text = f"Benefit in standard deviations with 95 % intervals, {against}. {listed}."
    text += f" Intervals that leave out 0: {clear} of {int(shown['effect_low'].notna().sum())}."
    largest = float(shown["effect_size"].max()) if len(shown) else 0.0
    return Reading(text, {"trials": float(len(shown)), "clear": float(clear), "largest_effect": largest})


# -- explorer --------------------------------------------------------------------------------------


def explore_comparator(**scene: Any) -> Explorer:
    """The same drug beside different comparators.

    Parameters
    ----------
    **scene
        First values: ``view`` (`RESPONSE` or `EFFECT`), ``against`` (one of `KINDS`, or `EVERY`).

    Returns
    -------
    Explorer
        With the quantities ``trials`` and, of responders, ``largest_difference``, ``smallest_difference``,
        ``control_spread``, ``drug_spread`` (points of %); of effect sizes ``clear`` and ``largest_effect``.
    """
    controls = {"view": choice("Show", [RESPONSE, EFFECT]), "against": choice("Comparator", [EVERY, *KINDS])}
    rows = tables.load("contrasts")
    about = About(
        kind="Data, as published; effect sizes that were not reported are computed from the interval and the arms.",
        equation="SD = (high - low) / (2 t sqrt(1/n + 1/n));  d = -difference / SD",
        sources=tables.cite(list(dict.fromkeys(rows["source_id"]))),
        leaves_out="People and times differ between the trials: this invites a comparison and does not prove one.",
    )
    title = "What did the other arm receive?"
    return old_explorer("comparator", title, controls, ComparatorPicture(), about, scene=scene)
