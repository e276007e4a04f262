"""The drug goes, the effect stays: plasma, receptor and effect on one logarithmic axis of time.

Equation
--------
Plasma level C(t) from `pharmacokinetics`, share of the receptor filled ``theta(t)`` from `receptors`. A toy bridge
between drug and effect: something S is set in motion while the receptor is filled, and fades into an effect E,

    dS/dt = theta(t) - k_rise S        dE/dt = k_rise S - k_fall E        k = ln 2 / half-time

All curves are in percent of their own highest value.

Units
-----
Times in hours after the start of the dose.

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

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, choice, new_figure, old_explorer
from helpers.molecular import receptors
from helpers.molecular.pharmacokinetics import infusion

STEP_H = 1 / 30
LAST_H = 480.0
SHOWN_H = np.geomspace(0.1, LAST_H, 400)
DAY_H = 24.0
TICKS = {0.167: "10 min", 0.667: "40 min", 3: "3 h", 24: "1 day", 72: "3 days", 264: "11 days"}
CURVES = {"plasma": ("black", "-"), "receptor": ("green", "--"), "bridge": ("blue", ":")}
KINDS = {"effect": "blue", "step": "orange", "drug": "black"}

# -- model -----------------------------------------------------------------------------------------


def bridge(drive: ArrayLike, rise_h: float, fall_h: float, step_h: float = STEP_H) -> NDArray[np.float64]:
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


def _leak(inflow: NDArray[np.float64], rate: float, step_h: float) -> NDArray[np.float64]:
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


# -- picture ---------------------------------------------------------------------------------------


class AfterDrugPicture:
    """Three curves on a logarithmic axis of time; below it, from when to when something was seen."""

    label = "Plasma, receptor and a toy effect over time, each in percent of its peak, above the times of what was seen"

    def __init__(self) -> None:
        self.figure = new_figure(7.2, 5.0)
        self.axes, below = self.figure.subplots(2, 1, sharex=True, height_ratios=[3, 2])
        self.axes.set(xscale="log", xlim=(SHOWN_H[0], SHOWN_H[-1]), ylim=(0, 105), ylabel="% of its own peak")
        self.axes.set_xticks(list(TICKS), list(TICKS.values()))
        self.axes.minorticks_off()
        self.axes.spines[["top", "right"]].set_visible(False)
        names = {"plasma": "level in plasma", "receptor": "share of the receptor filled", "bridge": "toy effect"}
        self.lines = {
            name: self.axes.plot([], [], style, color=COLOURS[colour], linewidth=2.5, animated=True, label=names[name])[
                0
            ]
            for name, (colour, style) in CURVES.items()
        }
        _draw_durations(below)
        self.figure.legend(loc="outside upper left", ncols=3, fontsize=9, frameon=False)

    def draw(self, model: str, affinity: str, rise: float, fall: float) -> Reading:
        """Move the curves to the scene."""
        followed = course(model, affinity, rise, fall)
        for name, line in self.lines.items():
            line.set_data(SHOWN_H, np.interp(SHOWN_H, followed["time_h"], followed[name]))
        return read(followed)


def _draw_durations(axes: Axes) -> None:
    seen = tables.load("durations")
    for height, row in enumerate(reversed(list(seen.itertuples()))):
        known = pd.notna(row.from_h)
        start = row.from_h if known else SHOWN_H[0]
        axes.hlines(height, start, row.to_h, color=COLOURS[KINDS[str(row.kind)]], linewidth=6 if known else 2)
        axes.plot(row.to_h, height, "|", color=COLOURS[KINDS[str(row.kind)]], markersize=12, markeredgewidth=2)
        words = f"{row.label} ({'people' if row.species == 'human' else row.species})"
        axes.text(SHOWN_H[0] * 1.05, height + 0.22, words, fontsize=8.5)
    axes.plot(DAY_H, len(seen) - 1, "D", color=COLOURS["orange"], markersize=8, markeredgecolor=COLOURS["black"])
    axes.text(DAY_H * 1.15, len(seen) - 0.72, "greatest", fontsize=8.5)
    axes.set(ylim=(-0.5, len(seen) - 0.2), xlabel="time after the start (thin line: its beginning was not given)")
    axes.set_yticks([])
    axes.spines[["top", "right", "left"]].set_visible(False)


def read(followed: pd.DataFrame) -> Reading:
    """The reading: what is left at day 1, and when the toy effect comes and goes."""
    at = {hours: followed.iloc[(followed["time_h"] - hours).abs().argmin()] for hours in (2 / 3, DAY_H, 11 * DAY_H)}
    top_h = float(followed.loc[followed["bridge"].idxmax(), "time_h"])
    quantities = {
        "plasma_at_day_1_percent": float(at[DAY_H]["plasma"]),
        "receptor_at_day_1_percent": float(at[DAY_H]["receptor"]),
        "toy_peak_h": top_h,
        "toy_hours_from_day_1": abs(top_h - DAY_H),
        "toy_at_40_min_percent": float(at[2 / 3]["bridge"]),
        "toy_at_day_11_percent": float(at[11 * DAY_H]["bridge"]),
    }
    text = (
        f"After one day {_percent(at[DAY_H]['plasma'])} of the plasma peak and {_percent(at[DAY_H]['receptor'])} of "
        "the highest filling of the receptor are left; the measured effect is then at its greatest. The toy effect "
        f"stands at {_percent(at[2 / 3]['bridge'])} of its peak after 40 minutes, peaks after {top_h:.0f} hours and is "
        f"at {_percent(at[11 * DAY_H]['bridge'])} on day 11."
    )
    return Reading(text, quantities)


def _percent(share: float) -> str:
    return "less than 0.01 %" if share < 0.01 else f"{share:.2g} %"


# -- explorer --------------------------------------------------------------------------------------


def explore_effect_after_drug(**scene: Any) -> Explorer:
    """Plasma, receptor and a toy effect on one axis of time, above what was measured.

    Parameters
    ----------
    **scene
        First values: ``model`` (a ``model_id``), ``affinity`` (a ``choice`` of `receptors.affinity_choices`),
        ``rise`` and ``fall`` (half-times of the toy effect, h).

    Returns
    -------
    Explorer
        With the quantities ``plasma_at_day_1_percent``, ``receptor_at_day_1_percent``, ``toy_peak_h``,
        ``toy_hours_from_day_1`` (between its peak and 24 h), ``toy_at_40_min_percent`` and ``toy_at_day_11_percent``.
    """
    models = tables.load("pk_models")
    controls = {
        "model": choice("Model", dict(zip(models["label"], models["model_id"], strict=True))),
        "affinity": choice("Affinity", list(receptors.affinity_choices()["choice"])),
        "rise": Slider("Toy effect builds up: half-time", 1, min=0.25, max=24, step=0.25, unit="h"),
        "fall": Slider("Toy effect fades: half-time", 4, min=1, max=120, step=1, unit="h"),
    }
    about = About(
        kind="A model of plasma and receptor; a toy for the effect; and, below, the times of what was measured.",
        equation="dS/dt = share filled - k_rise S;  dE/dt = k_rise S - k_fall E;  k = ln 2 / half-time",
        sources=tables.cite([*models["source_id"], "salat_2015", *tables.load("durations")["source_id"]]),
        leaves_out="What the toy's two steps are. Any two slow steps would do; fitting the times proves none of them.",
    )
    title = "What is left of the drug when its effect is greatest?"
    return old_explorer("effect_after_drug", title, controls, AfterDrugPicture(), about, scene=scene)
