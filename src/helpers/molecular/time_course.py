"""The drug goes, the effect stays: plasma, receptor and effect on one logarithmic axis of time.

Equation
--------
Plasma level C(t) from `pharmacokinetics`, share of the receptor filled ``theta(t)`` from `receptors`. A toy bridge
between drug and effect: something S is set in motion while the receptor is filled, and fades into an effect E,

    dS/dt = theta(t) - k_rise S        dE/dt = k_rise S - k_fall E        k = ln 2 / half-time

All curves are in percent of their own highest value.

Units
-----
Times in hours after the start of the dose; the curves in percent.

Sources
-------
Table ``durations``: Kishimoto 2016 doi:10.1017/S0033291716000064 (effect), Abdallah 2020
doi:10.1038/s41386-020-0644-9 (relapse), Lord 2013, Ma 2023 doi:10.1038/s41586-023-06624-1, Phoumthipphavong 2016.

Leaves out
----------
What S and E are. Any two-step delay would do: that the toy can be made to peak at day 1 says that something slow is
enough, not which something. The effect is drawn as the times between which it was found, since its shape is not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Text
from numpy.typing import ArrayLike, NDArray

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Place, Reading, Slider, choice, moving, new_figure, plain_axes
from helpers.molecular import receptors
from helpers.molecular.pharmacokinetics import infusion

STEP_H = 1 / 30
LAST_H = 480.0
SKETCHED_H, SKETCHED = (1.0, 4.0, 12.0, 24.0, 72.0), ("1 hour", "4 hours", "12 hours", "1 day", "3 days")
SHOWN_H = np.geomspace(0.1, LAST_H, 400)
DAY_H = 24.0
Curve = NDArray[np.float64]

# -- model -----------------------------------------------------------------------------------------


def bridge(drive: ArrayLike, rise_h: float, fall_h: float, step_h: float = STEP_H) -> Curve:
    """Follow a toy effect that something sets in motion.

    Parameters
    ----------
    drive : array_like
        What sets it in motion, at even steps of time (here the share of the receptor that is filled).
    rise_h, fall_h : float
        Half-times with which the effect builds up and fades (h).
    step_h : float
        Step of time (h).

    Returns
    -------
    numpy.ndarray
        The effect in arbitrary units, in the shape of `drive`.

    Raises
    ------
    ValueError
        If a half-time is not positive.
    """
    if not (rise_h > 0 and fall_h > 0):
        raise ValueError("A half-time must be more than 0 h.")
    rise, fall = np.log(2) / rise_h, np.log(2) / fall_h
    signal = _leak(np.asarray(drive, dtype=float), rise, step_h)
    return _leak(rise * signal, fall, step_h)


def _leak(inflow: Curve, rate: float, step_h: float) -> Curve:
    """Solve dA/dt = inflow - rate A from A = 0, with inflow linear between the steps (exact for that)."""
    kept = np.exp(-rate * step_h)
    before = (1 - kept) / (rate**2 * step_h) - kept / rate
    after = 1 / rate - (1 - kept) / (rate**2 * step_h)
    arriving = np.concatenate([[0.0], after * inflow[1:] + before * inflow[:-1]])
    # What is there now is what was kept, and what has come: a moving average with weights that fall off evenly.
    return pd.Series(arriving / (1 - kept)).ewm(alpha=1 - kept, adjust=False).mean().to_numpy()


def course(model: str, affinity: str, rise_h: float, fall_h: float) -> pd.DataFrame:
    """Plasma, receptor and toy effect after 0.5 mg/kg over 40 minutes.

    Returns
    -------
    pandas.DataFrame
        ``time_h`` and, in percent of their own peaks, ``plasma``, ``receptor`` and ``bridge``.
    """
    drug = _drug(model, affinity)
    effect = bridge(drug["receptor"], rise_h, fall_h)
    return drug.assign(bridge=100 * effect / effect.max())


@cache
def _drug(model: str, affinity: str) -> pd.DataFrame:
    """Plasma and receptor at even steps of time, in percent of their peaks."""
    times = np.arange(0, LAST_H + STEP_H, STEP_H)
    dosed = infusion(model=model, hours=LAST_H)
    plasma = np.interp(times, dosed["time_h"], dosed["ng_per_ml"])
    receptor = receptors.filled(plasma, affinity)
    percent = {name: 100 * curve / curve.max() for name, curve in (("plasma", plasma), ("receptor", receptor))}
    return pd.DataFrame({"time_h": times} | percent)


@cache
def measured(column: str) -> float:
    """Time of the measured difference from placebo (h): a column of ``durations``."""
    return float(tables.row("durations", "superior")[column])


@dataclass(frozen=True)
class Scene:
    """Plasma, receptor and toy effect over time, and what is left of them when something was measured.

    Parameters
    ----------
    model, affinity : str
        Whose model and affinity, in words.
    rise_h, fall_h : float
        Half-times of the toy effect (h).
    plasma_percent, receptor_percent, toy_percent : numpy.ndarray
        The curves at `SHOWN_H`, each in percent of its own peak.
    early_h, greatest_h, lost_h : float
        When the measured difference from placebo is first seen, is greatest, and is being lost (h).
    plasma_at_day_1_percent, receptor_at_day_1_percent : float
        What is left when the measured difference is greatest (% of the own peak).
    toy_at_40_min_percent, toy_at_day_11_percent : float
        The toy effect when the measured difference is first seen, and when it is being lost (% of its peak).
    toy_peak_h : float
        When the toy effect peaks (h).
    """

    model: str
    affinity: str
    rise_h: float
    fall_h: float
    plasma_percent: Curve
    receptor_percent: Curve
    toy_percent: Curve
    early_h: float
    greatest_h: float
    lost_h: float
    plasma_at_day_1_percent: float
    receptor_at_day_1_percent: float
    toy_at_40_min_percent: float
    toy_at_day_11_percent: float
    toy_peak_h: float

    @property
    def receptor_at_hours_percent(self) -> list[float]:
        """What is left on the receptor at `SKETCHED_H` (% of the own peak)."""
        return [float(share) for share in np.interp(SKETCHED_H, SHOWN_H, self.receptor_percent)]

    @property
    def toy_hours_from_day_1(self) -> float:
        """Time between the peaks of the toy and of the measured effect (h)."""
        return abs(self.toy_peak_h - self.greatest_h)


def scene(model: str, affinity: str, rise: float, fall: float) -> Scene:
    """Plasma, receptor and a toy effect after the usual infusion.

    Parameters
    ----------
    model : str
        A ``model_id`` of ``pk_models``.
    affinity : str
        A ``choice`` of `receptors.affinity_choices`.
    rise, fall : float
        Half-times of the toy effect (h).
    """
    followed = course(model, affinity, rise, fall)
    early, greatest, lost = measured("from_h"), measured("greatest_h"), (measured("to_h") + measured("gone_h")) / 2

    def at(hours: float | Curve, curve: str) -> Any:
        return np.interp(hours, followed["time_h"], followed[curve])

    return Scene(
        model=tables.row("pk_models", model)["label"],
        affinity=affinity,
        rise_h=rise,
        fall_h=fall,
        plasma_percent=at(SHOWN_H, "plasma"),
        receptor_percent=at(SHOWN_H, "receptor"),
        toy_percent=at(SHOWN_H, "bridge"),
        early_h=early,
        greatest_h=greatest,
        lost_h=lost,
        plasma_at_day_1_percent=float(at(greatest, "plasma")),
        receptor_at_day_1_percent=float(at(greatest, "receptor")),
        toy_at_40_min_percent=float(at(early, "bridge")),
        toy_at_day_11_percent=float(at(lost, "bridge")),
        toy_peak_h=float(followed["time_h"][followed["bridge"].idxmax()]),
    )


# -- picture ---------------------------------------------------------------------------------------

TICKS = {1 / 6: "10 min", 2 / 3: "40 min", 3: "3 h", 24: "1 day", 72: "3 days", 264: "11 days"}
CURVES = {
    "plasma": ("level in plasma (model)", "black", "-"),
    "receptor": ("share of the receptor filled (model)", "green", "--"),
    "toy": ("toy effect", "blue", ":"),
}
KINDS = {"drug": "green", "step": "orange", "effect": "blue"}
SPECIES = {"human": "people"}


class AfterDrugPicture:
    """Three curves on a logarithmic axis of time; below it, from when to when something was measured."""

    label = "Plasma, receptor and a toy effect over time, each in percent of its peak, above the times of what was seen"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.4)
        above, below = self.figure.subplots(2, 1, sharex=True, height_ratios=[3, 3.6])
        limits = {"xlim": (SHOWN_H[0], SHOWN_H[-1]), "ylim": (0, 104)}
        plain_axes(above, xscale="log", ylabel="% of its own peak", yticks=range(0, 101, 25), **limits)
        above.spines["left"].set_bounds(0, 100)
        above.set_xticks(list(TICKS), list(TICKS.values()))
        above.minorticks_off()
        (self.day_1,) = above.plot([measured("greatest_h")] * 2, [0, 100], color=COLOURS["grey"], linewidth=1)
        self.lines = {name: _line(above, *style) for name, style in CURVES.items()}
        self.left = {name: _points(above, CURVES[name][1]) for name in ("plasma", "receptor")}
        self.toy_points = _points(above, "blue")
        self.words, self.spans = _draw_durations(below)
        moving([*self.lines.values(), *self.left.values(), self.toy_points])
        self.figure.legend(
            handles=list(self.lines.values()), loc="outside upper left", ncols=3, fontsize=9, frameon=False
        )
        self.predicted_at = {"receptor_at_hours_percent": Place(above, at=SKETCHED_H, names=SKETCHED)}

    def move(self, scene: Scene) -> None:
        """Move the curves, and mark what is left when the measured effect is greatest, first seen and lost."""
        curves = {"plasma": scene.plasma_percent, "receptor": scene.receptor_percent, "toy": scene.toy_percent}
        for name, curve in curves.items():
            self.lines[name].set_data(SHOWN_H, curve)
        self.left["plasma"].set_data([scene.greatest_h], [scene.plasma_at_day_1_percent])
        self.left["receptor"].set_data([scene.greatest_h], [scene.receptor_at_day_1_percent])
        times = [scene.early_h, scene.toy_peak_h, scene.lost_h]
        self.toy_points.set_data(times, [scene.toy_at_40_min_percent, 100, scene.toy_at_day_11_percent])


def _line(axes: Axes, words: str, colour: str, dashes: str) -> Line2D:
    (line,) = axes.plot([], [], dashes, color=COLOURS[colour], linewidth=2.5, label=words)
    return line


def _points(axes: Axes, colour: str) -> Line2D:
    style: dict[str, Any] = {"markeredgecolor": COLOURS["black"], "markersize": 6, "clip_on": False, "zorder": 3}
    (points,) = axes.plot([], [], "o", color=COLOURS[colour], **style)
    return points


def _draw_durations(axes: Axes) -> tuple[list[Text], dict[str, Line2D]]:
    """Draw what was measured, a row each: its words above a bar; returns the words, and the bars by key."""
    seen = tables.load("durations")
    words: list[Text] = []
    spans: dict[str, Line2D] = {}
    for height, row in enumerate(reversed(list(seen.itertuples()))):
        known = pd.notna(row.from_h)
        style: dict[str, Any] = {"color": COLOURS[KINDS[str(row.kind)]], "solid_capstyle": "butt"}
        ends = [row.from_h if known else SHOWN_H[0], row.to_h]
        (spans[str(row.duration_id)],) = axes.plot(ends, [height, height], linewidth=5 if known else 2, **style)
        if pd.notna(row.gone_h):
            axes.plot([row.to_h, row.gone_h], [height, height], linewidth=5, alpha=0.4, **style)
        axes.plot(row.to_h, height, "|", markersize=6, markeredgewidth=2, **style)
        axes.plot(row.greatest_h, height, "D", markersize=6, markeredgecolor=COLOURS["black"], **style)
        whom = SPECIES.get(str(row.species), row.species)
        words.append(axes.text(SHOWN_H[0] * 1.05, height + 0.32, f"{row.label} ({whom})", fontsize=8))
    plain_axes(axes, ylim=(-0.4, len(seen) - 0.2), yticks=[], ylabel="measured")
    axes.set_xlabel("time after the start, logarithmic (diamond: greatest; thin line: beginning not given)")
    axes.spines["left"].set_visible(False)
    return words, spans


# -- reading ---------------------------------------------------------------------------------------


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    left = percent_words(scene.receptor_at_day_1_percent)
    return f"On day 1 the measured effect is greatest, and {left} of the filling is left"


def read(scene: Scene) -> Reading:
    """What is left when the effect is greatest, and when the toy effect comes and goes."""
    return Reading(
        f"By {scene.model} and the {scene.affinity}: after one day {percent_words(scene.plasma_at_day_1_percent)} of "
        f"the plasma peak and {percent_words(scene.receptor_at_day_1_percent)} of the highest filling of the receptor "
        f"are left; the measured effect is then at its greatest. The toy effect (half-times {scene.rise_h:g} h and "
        f"{scene.fall_h:g} h) stands at {percent_words(scene.toy_at_40_min_percent)} of its peak after 40 minutes, "
        f"when people first do better than on placebo. It peaks after {scene.toy_peak_h:.1f} hours, "
        f"{scene.toy_hours_from_day_1:.1f} hours from day 1, and is at "
        f"{percent_words(scene.toy_at_day_11_percent)} on day {scene.lost_h / DAY_H:.0f}, when the difference from "
        "placebo is being lost.",
        headline=notice(scene),
    )


def percent_words(share: float) -> str:
    """A share in percent, with two digits where it is small."""
    return "less than 0.01 %" if share < 0.01 else f"{share:.2g} %" if share < 9.5 else f"{share:.0f} %"


# -- explorer --------------------------------------------------------------------------------------


def explore_effect_after_drug(**first: Any) -> Explorer:
    """Plasma, receptor and a toy effect on one axis of time, above what was measured.

    Parameters
    ----------
    **first
        First values: ``model`` (a ``model_id``), ``affinity`` (a ``choice`` of `receptors.affinity_choices`),
        ``rise`` and ``fall`` (half-times of the toy effect, h).
    """
    models, durations = tables.load("pk_models"), tables.load("durations")
    controls = {
        "model": choice("Model", dict(zip(models["label"], models["model_id"], strict=True))),
        "affinity": choice("Affinity", list(receptors.affinity_choices()["choice"])),
        "rise": Slider("Toy effect builds up: half-time", 1, min=0.25, max=12, step=0.25, unit="h"),
        "fall": Slider("Toy effect fades: half-time", 4, min=1, max=120, step=1, unit="h"),
    }
    notes = " ".join(f"{row.label.capitalize()}: {row.note}" for row in durations.itertuples())
    about = About(
        kind="A model of plasma and receptor after 0.5 mg/kg over 40 minutes in people; a toy for the effect; and, "
        f"below, the times of what was measured. {notes}",
        equation="dS/dt = share filled - k_rise S;  dE/dt = k_rise S - k_fall E;  k = ln 2 / half-time",
        sources=tables.cite([*models["source_id"], "salat_2015", *durations["source_id"]]),
        leaves_out="What the toy's two steps are. Any two slow steps would do; fitting the times proves none of them. "
        "Breakdown products, which may act as well.",
    )
    return Explorer("effect_after_drug", controls, scene, AfterDrugPicture(), read, about, first=first)
