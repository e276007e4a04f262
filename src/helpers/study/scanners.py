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

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats
from scipy.integrate import cumulative_trapezoid

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, new_figure, old_explorer

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
    inflow, kept = k1 * plasma_curve(time), np.exp(-k2 * (time[1] - time[0]))
    tissue = np.zeros_like(time)
    for now in range(1, len(time)):  # trapezium rule for what flows in during the step
        tissue[now] = tissue[now - 1] * kept + (inflow[now - 1] * kept + inflow[now]) * (time[1] - time[0]) / 2
    return tissue


def fit_volume(time_min: ArrayLike, tissue: ArrayLike, plasma: ArrayLike) -> float:
    """V_T from curves: ``C(T) = K1 integral(Cp) - k2 integral(C)`` is linear in K1 and k2 (least squares)."""
    time, tissue = np.asarray(time_min, dtype=float), np.asarray(tissue, dtype=float)
    design = np.column_stack([cumulative_trapezoid(curve, time, initial=0) for curve in (plasma, -tissue)])
    (k1, k2), *_ = np.linalg.lstsq(design, tissue, rcond=None)
    return float(k1 / k2)


def detection_limit() -> pd.Series:
    """Row of table ``detection_limits`` for glutamate."""
    found: pd.Series = tables.load("detection_limits").set_index("measure_id").loc["glutamate"]
    return found


# -- picture ---------------------------------------------------------------------------------------


class ScannersPicture:
    """Three instruments side by side, each on its own scale of time."""

    label = "Three panels: BOLD over seconds, PET over minutes, MRS as one bar against its limit of detection"

    def __init__(self) -> None:
        self.figure = new_figure(7.6, 3.4)
        bold, pet, mrs = self.figure.subplots(1, 3, width_ratios=[1.2, 1.2, 0.8])
        bold.set(xlim=(0, 40), ylim=(-40, 115), xlabel="time (s)", ylabel="% of the peak", title="BOLD")
        pet.set(xlim=(0, 90), ylim=(0, 75), xlabel="time (min)", ylabel="tracer (kBq/mL)", title="PET")
        mrs.set(xlim=(-0.7, 0.7), ylim=(0, 11), ylabel="change (%)", title="MRS", xticks=[])
        for axes in (bold, pet, mrs):
            axes.spines[["top", "right"]].set_visible(False)
            axes.title.set_fontsize(11)
        style: dict[str, Any] = {"linewidth": 2, "animated": True}
        (self.activity,) = bold.plot([], [], color=COLOURS["grey"], label="activity", **{**style, "linewidth": 6})
        (self.blood,) = bold.plot([], [], color=COLOURS["red"], label="BOLD", **style)
        pet.plot(PET_MIN, plasma_curve(), "--", color=COLOURS["grey"], linewidth=1.2, label="plasma (made up)")
        (self.tissue,) = pet.plot([], [], color=COLOURS["blue"], label="tissue", **style)
        pet.axvline(SCAN_MIN, color=COLOURS["grey"], linewidth=0.8, linestyle=":")
        (self.bar,) = mrs.bar([0], [0], width=0.6, color=COLOURS["green"], hatch="//", edgecolor="white")
        self.bar.set(animated=True, in_layout=False)
        limit = detection_limit()["percent"]
        mrs.axhline(limit, color=COLOURS["black"], linewidth=1.5)
        mrs.text(0, limit + 0.2, "limit", fontsize=9, ha="center")
        for axes in (bold, pet):
            axes.legend(fontsize=8, frameon=False, loc="upper right")

    def draw(self, burst: float, k1: float, k2: float, change: float) -> Reading:
        """Move the three curves to the scene."""
        blood = bold_response(burst)
        self.activity.set_data([0, burst], [-30, -30])
        self.blood.set_data(BOLD_S, 100 * blood / blood.max())
        tissue = tissue_curve(k1, k2)
        self.tissue.set_data(PET_MIN, tissue)
        self.bar.set_height(change)
        scanned = PET_MIN <= SCAN_MIN
        volume = fit_volume(PET_MIN[scanned], tissue[scanned], plasma_curve()[scanned])
        return read(burst, float(BOLD_S[blood.argmax()]), k1, k2, volume, change)


def read(burst: float, peak_s: float, k1: float, k2: float, volume: float, change: float) -> Reading:
    """The reading: delay of BOLD, V_T from the curves, and whether MRS could see the change."""
    limit = detection_limit()
    seen = "more than" if change > limit["percent"] else "no more than"
    text = (
        f"BOLD: activity of {burst:g} s, blood peaks {peak_s:.1f} s after it begins. PET: V_T read off 60 minutes is "
        f"{volume:.1f} mL/cm³, which is K1 / k2 = {k1:g} / {k2:g}. MRS: a change of {change:g} % is {seen} the "
        f"{limit['percent']:g} % that {limit['n']} people find with 80 % power (posterior cingulate, another study)."
    )
    quantities = {
        "bold_peak_s": peak_s,
        "v_t": volume,
        "half_time_min": float(np.log(2) / k2),
        "mrs_above_limit": float(change > limit["percent"]),
        "k1": k1,
        "k2": k2,
    }
    return Reading(text, quantities)


# -- explorer --------------------------------------------------------------------------------------


def explore_scanners(**scene: Any) -> Explorer:
    """BOLD, PET and MRS side by side.

    Parameters
    ----------
    **scene
        First values: ``burst`` (s), ``k1`` (mL/cm^3/min), ``k2`` (1/min), ``change`` (%).

    Returns
    -------
    Explorer
        With the quantities ``bold_peak_s``, ``v_t``, ``half_time_min`` (of the tracer in tissue), ``k1``, ``k2`` and
        ``mrs_above_limit`` (1 or 0).
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
    title = "What does each scanner see, and how fast?"
    return old_explorer("scanners", title, controls, ScannersPicture(), about, scene=scene)
