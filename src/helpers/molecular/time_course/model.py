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
from numpy.typing import ArrayLike, NDArray

from helpers import tables
from helpers.molecular import receptors
from helpers.molecular.pharmacokinetics import infusion

STEP_H = 1 / 30
LAST_H = 480.0
SKETCHED_H = (1.0, 4.0, 12.0, 24.0, 72.0)
SHOWN_H = np.geomspace(0.1, LAST_H, 400)
DAY_H = 24.0
MOMENTS = 60  # of the clock, besides those at which something was measured
Curve = NDArray[np.float64]


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
    return two_steps(drive, rise_h, fall_h, step_h)[1]


def two_steps(drive: ArrayLike, rise_h: float, fall_h: float, step_h: float = STEP_H) -> tuple[Curve, Curve]:
    """Both steps of the toy, S and E, as `bridge` takes them."""
    if not (rise_h > 0 and fall_h > 0):
        raise ValueError("A half-time must be more than 0 h.")
    rise, fall = np.log(2) / rise_h, np.log(2) / fall_h
    signal = _leak(np.asarray(drive, dtype=float), rise, step_h)
    return signal, _leak(rise * signal, fall, step_h)


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
        ``time_h``; in percent of their own peaks, ``plasma``, ``receptor``, ``signal`` (the toy's first step) and
        ``bridge`` (its second); the share of the receptor that is ``filled`` (%), which runs into the first step, and
        what runs out of either, ``passed`` and ``faded``, in the same unit.
    """
    drug = _drug(model, affinity)
    signal, effect = two_steps(drug["filled"], rise_h, fall_h)
    percent = {"signal": 100 * signal / signal.max(), "bridge": 100 * effect / effect.max()}
    return drug.assign(**percent, passed=np.log(2) / rise_h * signal, faded=np.log(2) / fall_h * effect)


@cache
def _drug(model: str, affinity: str) -> pd.DataFrame:
    """Plasma and receptor at even steps of time, in percent of their peaks, and the share that is filled (%)."""
    times = np.arange(0, LAST_H + STEP_H, STEP_H)
    dosed = infusion(model=model, hours=LAST_H)
    plasma = np.interp(times, dosed["time_h"], dosed["ng_per_ml"])
    receptor = receptors.filled(plasma, affinity)
    percent = {name: 100 * curve / curve.max() for name, curve in (("plasma", plasma), ("receptor", receptor))}
    return pd.DataFrame({"time_h": times, "filled": 100 * receptor} | percent)


@cache
def measured(column: str) -> float:
    """Time of the measured difference from placebo (h): a column of ``durations``."""
    return float(tables.row("durations", "superior")[column])


@cache
def clock_h() -> Curve:
    """Moments of the drawing's clock (h), on a logarithmic scale, and those at which something was measured."""
    seen = [measured(column) for column in ("from_h", "greatest_h", "to_h", "gone_h")]
    return np.unique(np.round([*np.geomspace(SHOWN_H[0], LAST_H, MOMENTS), *seen, sum(seen[2:]) / 2], 6))


@dataclass(frozen=True)
class Run:
    """What there is at each moment of the clock.

    Parameters
    ----------
    hours : numpy.ndarray
        The moments (h after the start).
    filled_percent : numpy.ndarray
        Share of the receptor that is filled (%), which sets the toy's first step in motion.
    first_percent, toy_percent : numpy.ndarray
        The toy's two steps (% of their own peaks).
    passed_percent, faded_percent : numpy.ndarray
        What runs from the first step into the second, and out of that, in the unit of `filled_percent`.
    better : numpy.ndarray
        Whether people were better than on placebo (0 or 1; between, while the difference was being lost).
    """

    hours: Curve
    filled_percent: Curve
    first_percent: Curve
    toy_percent: Curve
    passed_percent: Curve
    faded_percent: Curve
    better: Curve

    @property
    def filled_channels(self) -> list[int]:
        """Channels of a hundred that hold the drug."""
        return [round(share) for share in self.filled_percent]

    def at(self, hours: float) -> int:
        """The moment next to a time (h)."""
        return int(np.abs(self.hours - hours).argmin())


def run(followed: pd.DataFrame) -> Run:
    """A `course` at the moments of the clock, beside what was measured in people."""
    hours = clock_h()

    def at(curve: str) -> Curve:
        return np.interp(hours, followed["time_h"], followed[curve])

    seen = hours >= round(measured("from_h"), 6)
    return Run(
        hours=hours,
        filled_percent=at("filled"),
        first_percent=at("signal"),
        toy_percent=at("bridge"),
        passed_percent=at("passed"),
        faded_percent=at("faded"),
        better=seen * np.interp(hours, [measured("to_h"), measured("gone_h")], [1, 0]),
    )


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
    run : Run
        What there is at each moment of the clock.
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
    run: Run

    @property
    def channels_early(self) -> int:
        """Channels of a hundred that hold the drug when the measured difference is first seen."""
        return self.run.filled_channels[self.run.at(self.early_h)]

    @property
    def channels_at_day_1(self) -> int:
        """The same when the measured difference is greatest."""
        return self.run.filled_channels[self.run.at(self.greatest_h)]

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
        run=run(followed),
    )
