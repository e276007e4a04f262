"""Three instruments: what BOLD, PET and MRS measure, and on what scale of time.

Equations
---------
- **BOLD**: blood answers nerve cells slowly. The response to an instant of activity is taken as the difference of two
  gamma curves (peak near 5 s, undershoot near 15 s), the shape that analysis packages assume; a burst of activity is
  convolved with it.
- **PET**: a tracer enters tissue from plasma and leaves it: ``dC/dt = K1 Cp - k2 C`` (one-tissue compartment model).
  Its volume of distribution is reported, ``V_T = K1 / k2``: the ratio of tissue to plasma once they are in balance.
- **MRS**: one average over a few cm^3 and some minutes. Twelve people find the change in table ``detection_limits``
  with a power of 80 %, a smaller one less often.

Units
-----
BOLD: s, in % of its peak; PET: min, kBq/mL; K1 in mL/cm^3/min, k2 in 1/min, V_T in mL/cm^3; MRS: %.

Sources
-------
Limit of MRS: table ``detection_limits``. The plasma curve of PET is made up (a bolus and two slower falls), as are K1
and k2; the shape of BOLD is a convention.

Leaves out
----------
Noise, movement, metabolites of the tracer, blood in the tissue, more than one compartment; that the BOLD response
itself may change under a drug that changes blood flow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats
from scipy.integrate import cumulative_trapezoid
from scipy.signal import lfilter

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Place, Reading, Slider, apart, moving, new_figure, plain_axes

Curve = NDArray[np.float64]
BOLD_S = np.arange(0, 60, 0.1)
PET_MIN = np.arange(0, 91, 0.05)
SCAN_MIN = 60.0
# Peak and undershoot of the convention: shapes of the two gamma curves, and the second one's share.
PEAK_SHAPE, UNDERSHOOT_SHAPE, UNDERSHOOT_SHARE = 6, 16, 1 / 6

# -- model -----------------------------------------------------------------------------------------


def bold_response(burst_s: float, time_s: ArrayLike = BOLD_S) -> Curve:
    """BOLD signal after a burst of activity that begins at 0 (arbitrary units)."""
    time = np.asarray(time_s, dtype=float)
    step = time[1] - time[0]
    instant = stats.gamma.pdf(time, PEAK_SHAPE) - UNDERSHOOT_SHARE * stats.gamma.pdf(time, UNDERSHOOT_SHAPE)
    activity = (time < burst_s).astype(float)
    return np.convolve(activity, instant)[: len(time)] * step


def plasma_curve(time_min: ArrayLike = PET_MIN) -> Curve:
    """A made-up concentration of tracer in plasma after a bolus (kBq/mL)."""
    time = np.asarray(time_min, dtype=float)
    rise = 1 - np.exp(-time / 0.4)
    return np.asarray(rise * (26 * np.exp(-time / 0.8) + 4 * np.exp(-time / 8) + 1.7 * np.exp(-time / 90)))


def tissue_curve(k1: float, k2: float, time_min: ArrayLike = PET_MIN) -> Curve:
    """Concentration of tracer in tissue, one-tissue compartment model.

    Parameters
    ----------
    k1 : float
        Uptake (mL/cm^3/min).
    k2 : float
        Return (1/min).
    time_min : array_like
        Even steps of time (min).

    Raises
    ------
    ValueError
        If a rate is not positive.
    """
    if not (k1 > 0 and k2 > 0):
        raise ValueError("K1 and k2 must be more than 0.")
    time = np.asarray(time_min, dtype=float)
    step, inflow = time[1] - time[0], k1 * plasma_curve(time)
    kept = np.exp(-k2 * step)
    gained = (inflow[:-1] * kept + inflow[1:]) * step / 2  # trapezium rule for what flows in during a step
    return np.asarray(lfilter([1], [1, -kept], [0, *gained]))


def fit_volume(time_min: ArrayLike, tissue: ArrayLike, plasma: ArrayLike) -> float:
    """V_T from curves: ``C(T) = K1 integral(Cp) - k2 integral(C)`` is linear in K1 and k2 (least squares)."""
    time, tissue = np.asarray(time_min, dtype=float), np.asarray(tissue, dtype=float)
    design = np.column_stack([cumulative_trapezoid(curve, time, initial=0) for curve in (plasma, -tissue)])
    (k1, k2), *_ = np.linalg.lstsq(design, tissue, rcond=None)
    return float(k1 / k2)


def detection_limit() -> pd.Series:
    """Row of table ``detection_limits`` for glutamate."""
    return tables.row("detection_limits", "glutamate")


@dataclass(frozen=True)
class Scene:
    """What three instruments show.

    Parameters
    ----------
    burst : float
        How long nerve cells are active (s).
    bold_percent : numpy.ndarray
        BOLD at `BOLD_S` (% of this curve's own peak).
    bold_peak_s : float
        When it is at its highest (s after the activity begins).
    k1, k2 : float
        Uptake (mL/cm^3/min) and return (1/min) of the tracer.
    plasma, tissue : numpy.ndarray
        Tracer in plasma and in tissue at `PET_MIN` (kBq/mL).
    v_t : float
        Volume of distribution, read off the first 60 minutes of the curves (mL/cm^3).
    change : float
        Change of glutamate (%).
    limit_percent : float
        Smallest change that `limit_people` people find with a power of 80 % (%).
    limit_people : int
        People behind that limit.
    """

    burst: float
    bold_percent: Curve
    bold_peak_s: float
    k1: float
    k2: float
    plasma: Curve
    tissue: Curve
    v_t: float
    change: float
    limit_percent: float
    limit_people: int


def scene(burst: float, k1: float, k2: float, change: float) -> Scene:
    """What BOLD, PET and MRS show.

    Parameters
    ----------
    burst : float
        How long nerve cells are active (s).
    k1, k2 : float
        Uptake (mL/cm^3/min) and return (1/min) of the tracer.
    change : float
        Change of glutamate (%).
    """
    blood, plasma, tissue = bold_response(burst), plasma_curve(), tissue_curve(k1, k2)
    scanned, limit = PET_MIN <= SCAN_MIN, detection_limit()
    return Scene(
        burst=burst,
        bold_percent=100 * blood / blood.max(),
        bold_peak_s=float(BOLD_S[blood.argmax()]),
        k1=k1,
        k2=k2,
        plasma=plasma,
        tissue=tissue,
        v_t=fit_volume(PET_MIN[scanned], tissue[scanned], plasma[scanned]),
        change=change,
        limit_percent=float(limit["percent"]),
        limit_people=int(limit["n"]),
    )


# -- picture ---------------------------------------------------------------------------------------

LIFTS = (0.8, 1.6)  # how far above the ends of their curves plasma and tissue are named (kBq/mL)
ACTIVITY_AT = -30  # where the bar of activity lies, below the curve


class ScannersPicture:
    """Three instruments side by side, each on its own scale of time."""

    label = "Three panels: BOLD over seconds, PET over minutes, MRS as one bar against the change that it can find"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.6)
        self.bold, self.pet, self.mrs = self.figure.subplots(1, 3, width_ratios=[1.2, 1.2, 1])
        self._build_bold()
        self._build_pet()
        self._build_mrs()
        names = [self.cells, self.flow, *self.fluids, self.limit_words]
        moving([self.activity, self.blood, self.plasma, self.tissue, *self.bar, self.limit, *names])
        self.predicted_at = {"bold_peak_s": Place(self.bold, along="x")}

    def _build_bold(self) -> None:
        axes = plain_axes(
            self.bold, xlim=(0, 40), ylim=(-40, 112), xlabel="time (s)", ylabel="blood: % of its own peak"
        )
        axes.set_yticks([0, 50, 100])
        axes.set_title("BOLD: seconds", fontsize=10)
        (self.blood,) = axes.plot([], [], color=COLOURS["red"], linewidth=2)
        (self.activity,) = axes.plot([], [], color=COLOURS["grey"], linewidth=6, solid_capstyle="butt")
        self.cells = axes.text(0, ACTIVITY_AT, "nerve cells active", va="center", fontsize=9)
        self.flow = axes.text(0, 100, "blood", va="center", fontsize=9, color=COLOURS["red"])

    def _build_pet(self) -> None:
        axes = plain_axes(self.pet, xlim=(0, 90), ylim=(0, 48), xlabel="time (min)", ylabel="tracer (kBq/mL)")
        axes.set_yticks([0, 10, 20, 30, 40])
        axes.set_title("PET: an hour", fontsize=10)
        (self.plasma,) = axes.plot([], [], "--", color=COLOURS["grey"], linewidth=1.2)
        (self.tissue,) = axes.plot([], [], color=COLOURS["blue"], linewidth=2)
        (self.end,) = axes.plot([SCAN_MIN] * 2, [8, 43], ":", color=COLOURS["grey"], linewidth=0.8)
        axes.text(SCAN_MIN, 47.5, "V_T is read\noff up to here", ha="center", va="top", fontsize=9)
        beside: dict[str, Any] = {"va": "bottom", "ha": "right", "fontsize": 9}
        self.fluids = [
            axes.text(89, 0, "plasma (made up)", color=COLOURS["grey"], **beside),
            axes.text(89, 0, "tissue", color=COLOURS["blue"], **beside),
        ]

    def _build_mrs(self) -> None:
        axes = plain_axes(self.mrs, xlim=(-0.5, 2), ylim=(0, 11), ylabel="change of glutamate (%)", xticks=[])
        axes.set_title("MRS: one number", fontsize=10)
        self.bar = axes.bar([0], [0], width=0.6, color=COLOURS["green"], hatch="//", edgecolor=COLOURS["white"])
        (self.limit,) = axes.plot([], [], color=COLOURS["black"], linewidth=1.5)
        self.limit_words = axes.text(0.4, 0, "", fontsize=9, va="bottom")

    def move(self, scene: Scene) -> None:
        """Show the three curves, the change of glutamate and the smallest one that is found."""
        self.activity.set_data([0, scene.burst], [ACTIVITY_AT] * 2)
        self.blood.set_data(BOLD_S, scene.bold_percent)
        self.cells.set_x(scene.burst + 0.8)
        self.flow.set_x(BOLD_S[np.flatnonzero(scene.bold_percent > 90)[-1]] + 1)
        self.plasma.set_data(PET_MIN, scene.plasma)
        self.tissue.set_data(PET_MIN, scene.tissue)
        ends = apart([scene.plasma[-1], scene.tissue[-1]], 5)
        for name, height, lift in zip(self.fluids, ends, LIFTS, strict=True):
            name.set_y(max(height, 0) + lift)
        self.bar[0].set_height(scene.change)
        self.limit.set_data([-0.5, 2], [scene.limit_percent] * 2)
        self.limit_words.set(
            text=f"found by\n{scene.limit_people} people\nin 80 % of\nsuch studies", y=scene.limit_percent + 0.2
        )


# -- reading ---------------------------------------------------------------------------------------


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    return f"Blood lags by {scene.bold_peak_s:.1f} s; the tracer's volume of distribution is {scene.v_t:.1f} mL/cm³"


def read(scene: Scene) -> Reading:
    """Delay of BOLD, V_T from the curves, and whether MRS could see the change."""
    seen = "more than" if scene.change > scene.limit_percent else "no more than"
    return Reading(
        f"BOLD: activity lasts {scene.burst:g} s, and the signal peaks {scene.bold_peak_s:.1f} s after it begins. "
        f"PET: V_T read off 60 minutes is {scene.v_t:.1f} mL/cm³, which is K1 / k2 = {scene.k1:g} / {scene.k2:g}. "
        f"MRS: a change of {scene.change:g} % is {seen} the {scene.limit_percent:g} % that {scene.limit_people} people "
        "find with 80 % power (posterior cingulate, another study).",
        headline=notice(scene),
    )


# -- explorer --------------------------------------------------------------------------------------


def explore_scanners(**first: Any) -> Explorer:
    """BOLD, PET and MRS side by side.

    Parameters
    ----------
    **first
        First values: ``burst`` (s), ``k1`` (mL/cm^3/min), ``k2`` (1/min), ``change`` (%).
    """
    controls = {
        "burst": Slider("Activity lasts (BOLD)", 1, min=0.5, max=20, step=0.5, unit="s"),
        "k1": Slider("K1, into the tissue (PET)", 0.3, min=0.1, max=0.5, step=0.02, unit="mL/cm³/min"),
        "k2": Slider("k2, back out (PET)", 0.02, min=0.01, max=0.1, step=0.005, unit="1/min"),
        "change": Slider("Change of glutamate (MRS)", 3, min=0, max=10, step=0.5, unit="%"),
    }
    about = About(
        kind="Models of instruments. The plasma curve and the rates are made up; the limit of MRS is published.",
        equation="dC/dt = K1 Cp - k2 C;  V_T = K1 / k2;  BOLD = activity convolved with a standard response",
        sources=tables.cite(["mrs_pcc_2021", "tuncel_2021"]),
        leaves_out="Noise, movement, metabolites, more compartments; that the drug may change how blood responds.",
    )
    return Explorer("scanners", controls, scene, ScannersPicture(), read, about, first=first)
