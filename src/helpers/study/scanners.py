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
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats
from scipy.integrate import cumulative_trapezoid
from scipy.signal import lfilter

from helpers import tables
from helpers.interactive import (
    COLOURS,
    About,
    Explorer,
    Mechanism,
    Place,
    Reading,
    Slider,
    apart,
    living,
    moving,
    new_figure,
    plain_axes,
)
from helpers.interactive.drawing import lay_out

Curve = NDArray[np.float64]
BOLD_S = np.arange(0, 60, 0.1)
PET_MIN = np.arange(0, 91, 0.05)
SCAN_MIN = 60.0
# Peak and undershoot of the convention: shapes of the two gamma curves, and the second one's share.
PEAK_SHAPE, UNDERSHOOT_SHAPE, UNDERSHOOT_SHARE = 6, 16, 1 / 6
# Three clocks that go round once together: a second of nerve cells, six of blood, an hour of tracer.
TURN = np.linspace(0, 1, 61)
CELLS_S, BLOOD_S, TRACER_MIN = 1.0 * TURN, 6.0 * TURN, SCAN_MIN * TURN
SPIKES_PER_SECOND = 20  # of cells that are active, for the eye

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

    @property
    def spikes_s(self) -> Curve:
        """When a nerve cell fires in the drawing's second (s): evenly, as long as it is active."""
        times = (np.arange(SPIKES_PER_SECOND) + 0.5) / SPIKES_PER_SECOND
        return np.asarray(times[times < self.burst])

    @property
    def spikes_so_far(self) -> Curve:
        """How many spikes there have been at `CELLS_S`."""
        return np.searchsorted(self.spikes_s, CELLS_S, side="right").astype(float)

    @property
    def blood_percent(self) -> Curve:
        """BOLD at `BLOOD_S` (% of its own peak)."""
        return np.interp(BLOOD_S, BOLD_S, self.bold_percent)

    @property
    def held(self) -> Curve:
        """Tracer in the tissue at `TRACER_MIN` (kBq/mL)."""
        return np.interp(TRACER_MIN, PET_MIN, self.tissue)

    @property
    def entering(self) -> Curve:
        """Tracer that enters the tissue at `TRACER_MIN` (kBq/mL in 1 min)."""
        return np.asarray(self.k1 * np.interp(TRACER_MIN, PET_MIN, self.plasma))

    @property
    def leaving(self) -> Curve:
        """Tracer that leaves it (kBq/mL in 1 min)."""
        return np.asarray(self.k2 * self.held)


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


# -- mechanism -------------------------------------------------------------------------------------

THREE_CLOCKS = Path(__file__).parent / "drawings" / "three_clocks.svg"
CLOCKS = {"cells": (54.0, CELLS_S * 1000), "blood": (160.0, BLOOD_S), "tracer": (266.0, TRACER_MIN)}
CLOCK_Y, CLOCK_RADIUS = 52.0, 28.0
FLASH_S = 0.04  # of the cells' own time
RESTING, WIDENED = 0.35, 0.65  # of the vessel's full width: at rest, and what is added at the peak of BOLD
RESTING_DOTS = 1.0  # of blood in a second of the page, and as many more at the peak
DOTS_FOR_A_FLOW = 3.0  # in a second of the page, for 1 kBq/mL in 1 min
DOT_HOLDS = 0.5  # kBq/mL
RUN_S = 12.0
CURSOR_TO = -18.0  # on the axis of BOLD


def three_clocks(scene: Scene) -> living.State:
    """Three clocks that go round together; below each, what it times."""
    since = CELLS_S[:, None] - scene.spikes_s
    flash = np.where(since >= 0, np.maximum(1 - since / FLASH_S, 0), 0).max(axis=1)
    share = scene.blood_percent / 100
    state = {
        "glow": living.course(flash),
        "spikes": living.course(scene.spikes_so_far),
        "spikes_number": living.course(scene.spikes_so_far),
        "vessel": living.course(RESTING + WIDENED * share),
        "cells_of_blood": living.course(RESTING_DOTS * (1 + share)),
        "blood_number": living.course(scene.blood_percent),
        "tissue": living.course(scene.held / DOT_HOLDS),
        "tissue_number": living.course(scene.held),
        "in": living.course(DOTS_FOR_A_FLOW * scene.entering),
        "out": living.course(DOTS_FOR_A_FLOW * scene.leaving),
    }
    for name, (x, times) in CLOCKS.items():
        turn = 2 * np.pi * TURN
        beads = x + CLOCK_RADIUS * np.sin(turn), CLOCK_Y - CLOCK_RADIUS * np.cos(turn)
        state |= {f"{name}_bead": living.way(*beads), f"{name}_time": living.course(times)}
    return state


def clock(picture: ScannersPicture) -> living.Clock:
    """One turn of all three; it stands at their ends, and its cursor runs over the first seconds of BOLD."""
    across, (top, _) = living.cursor(picture.bold, BLOOD_S.tolist())
    height = picture.figure.bbox.height
    bottom = height - float(picture.bold.transData.transform((0, CURSOR_TO))[1])  # not over the words below
    times = zip(CELLS_S, BLOOD_S, TRACER_MIN, strict=True)
    return living.Clock(
        label="One turn of the three clocks",
        said=tuple(
            f"{cells:.2f} s of cells · {blood:.1f} s of blood · {tracer:.0f} min of tracer"
            for cells, blood, tracer in times
        ),
        at=len(TURN) - 1,
        seconds=RUN_S,
        across=across,
        tall=(top, round(bottom, 1)),
    )


# -- picture ---------------------------------------------------------------------------------------

LIFTS = (0.8, 1.6)  # how far above the ends of their curves plasma and tissue are named (kBq/mL)
ACTIVITY_AT = -30  # where the bar of activity lies, below the curve


class ScannersPicture:
    """Three instruments, each on its own scale of time."""

    label = "Three panels: BOLD over seconds, PET over minutes, MRS as one bar against the change that it can find"

    def __init__(self) -> None:
        self.figure = new_figure(4.8, 3.5)
        grid = self.figure.add_gridspec(2, 2, height_ratios=[2.9, 1])
        places = (grid[0, 0], grid[0, 1], grid[1, :])
        self.bold, self.pet, self.mrs = (self.figure.add_subplot(place) for place in places)
        self._build_bold()
        self._build_pet()
        self._build_mrs()
        names = [self.cells, self.flow, *self.fluids, self.limit_words]
        moving([self.activity, self.blood, self.plasma, self.tissue, *self.bar, self.limit, *names])
        self.predicted_at = {"bold_peak_s": Place(self.bold, along="x")}
        lay_out(self.figure)

    def _build_bold(self) -> None:
        axes = plain_axes(self.bold, xlim=(0, 40), ylim=(-40, 112), xlabel="time (s)", ylabel="% of its own peak")
        axes.set_yticks([0, 50, 100])
        axes.set_title("BOLD: seconds", fontsize=10)
        (self.blood,) = axes.plot([], [], color=COLOURS["red"], linewidth=2)
        (self.activity,) = axes.plot([], [], color=COLOURS["yellow"], linewidth=6, solid_capstyle="butt")
        self.cells = axes.text(0, ACTIVITY_AT, "cells active", va="center", fontsize=9)
        self.flow = axes.text(0, 100, "blood", va="center", fontsize=9, color=COLOURS["red"])

    def _build_pet(self) -> None:
        axes = plain_axes(self.pet, xlim=(0, 90), ylim=(0, 64), xlabel="time (min)", ylabel="tracer (kBq/mL)")
        axes.set_yticks([0, 20, 40, 60])
        axes.set_xticks([0, 30, 60, 90])
        axes.set_title("PET: an hour", fontsize=10)
        (self.plasma,) = axes.plot([], [], "--", color=COLOURS["grey"], linewidth=1.2)
        (self.tissue,) = axes.plot([], [], color=COLOURS["blue"], linewidth=2)
        (self.end,) = axes.plot([SCAN_MIN] * 2, [8, 50], ":", color=COLOURS["grey"], linewidth=0.8)
        axes.text(SCAN_MIN, 63, "V_T is read\noff up to here", ha="center", va="top", fontsize=9)
        beside: dict[str, Any] = {"va": "bottom", "ha": "right", "fontsize": 9}
        self.fluids = [
            axes.text(89, 0, "plasma (made up)", color=COLOURS["grey"], **beside),
            axes.text(89, 0, "tissue", color=COLOURS["blue"], **beside),
        ]

    def _build_mrs(self) -> None:
        axes = plain_axes(self.mrs, xlim=(0, 11), ylim=(-0.5, 1.7), xlabel="change of glutamate (%)", yticks=[])
        axes.set_title("MRS: one number", fontsize=10)
        self.bar = axes.barh([0], [0], height=0.7, color=COLOURS["green"], hatch="//", edgecolor=COLOURS["white"])
        (self.limit,) = axes.plot([], [], color=COLOURS["black"], linewidth=1.5)
        self.limit_words = axes.text(0, 0.95, "", fontsize=9, va="center")

    def move(self, scene: Scene) -> None:
        """Show the three curves, the change of glutamate and the smallest one that is found."""
        self.activity.set_data([0, scene.burst], [ACTIVITY_AT] * 2)
        self.blood.set_data(BOLD_S, scene.bold_percent)
        self.cells.set_x(scene.burst + 0.8)
        self.flow.set_x(BOLD_S[np.flatnonzero(scene.bold_percent > 90)[-1]] + 1)
        self.plasma.set_data(PET_MIN, scene.plasma)
        self.tissue.set_data(PET_MIN, scene.tissue)
        ends = apart([scene.plasma[-1], scene.tissue[-1]], 8)
        for name, height, lift in zip(self.fluids, ends, LIFTS, strict=True):
            name.set_y(max(height, 0) + lift)
        self.bar[0].set_width(scene.change)
        self.limit.set_data([scene.limit_percent] * 2, [-0.5, 1.5])
        words = f"found by {scene.limit_people} people in 80 % of studies"
        self.limit_words.set(text=words, x=scene.limit_percent + 0.15)


# -- reading ---------------------------------------------------------------------------------------


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    return f"Blood is at its highest {scene.bold_peak_s:.1f} s after the cells began to fire"


def read(scene: Scene) -> Reading:
    """Delay of BOLD, V_T from the curves, whether MRS could see the change, and what the three clocks show."""
    seen = "more than" if scene.change > scene.limit_percent else "no more than"
    return Reading(
        f"BOLD: activity lasts {scene.burst:g} s, and the signal peaks {scene.bold_peak_s:.1f} s after it begins. "
        f"PET: V_T read off 60 minutes is {scene.v_t:.1f} mL/cm³, which is K1 / k2 = {scene.k1:g} / {scene.k2:g}. "
        f"MRS: a change of {scene.change:g} % is {seen} the {scene.limit_percent:g} % that {scene.limit_people} people "
        "find with 80 % power (posterior cingulate, another study). The clocks do not run at one speed: in one second "
        f"the cell fires {len(scene.spikes_s)} times; six seconds after it began, the blood stands at "
        f"{scene.blood_percent[-1]:.0f} % of its peak; after an hour the tissue holds {scene.held[-1]:.1f} kBq/mL of "
        f"tracer, of which {scene.leaving[-1]:.2f} leave it in a minute while {scene.entering[-1]:.2f} enter.",
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
        "burst": Slider("BOLD: active for", 1, min=0.5, max=20, step=0.5, unit="s"),
        "k1": Slider("PET: K1, in", 0.3, min=0.1, max=0.5, step=0.02, unit="mL/cm³/min"),
        "k2": Slider("PET: k2, out", 0.02, min=0.01, max=0.1, step=0.005, unit="1/min"),
        "change": Slider("MRS: glutamate", 3, min=0, max=10, step=0.5, unit="%"),
    }
    about = About(
        kind="Models of instruments. The plasma curve and the rates are made up; the limit of MRS is published.",
        equation="dC/dt = K1 Cp - k2 C;  V_T = K1 / k2;  BOLD = activity convolved with a standard response",
        sources=tables.cite(["mrs_pcc_2021", "tuncel_2021"]),
        leaves_out="Noise, movement, metabolites, more compartments; that the drug may change how blood responds.",
        drawn=f"The vessel widens with the model's BOLD signal; each of the tissue's dots is {DOT_HOLDS:g} kBq/mL, and "
        "dots enter and leave as K1 and k2 say. For the eye: the three clocks turn together, though an hour has 3,600 "
        f"seconds; the cell fires {SPIKES_PER_SECOND} times in an active second; the width and the dots of the vessel.",
    )
    picture = ScannersPicture()
    mechanism = Mechanism(
        THREE_CLOCKS,
        "Three clocks: over a second of a nerve cell, six seconds of a blood vessel, an hour of tracer in tissue",
        three_clocks,
        lambda _: clock(picture),
    )
    return Explorer("scanners", controls, scene, picture, read, about, first=first, mechanism=mechanism)
