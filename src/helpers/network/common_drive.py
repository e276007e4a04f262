"""Correlation is not direct communication: two areas without any link, and one drive that both receive.

Equation
--------
Two areas follow a drive D that they share, noise of their own, and, if there is one, a link from the first to the
second: ``a = w D + sqrt(1 - w^2) n_a`` and ``b = w D + sqrt(1 - w^2) n_b + g a(t - 1)``. Without a link the
correlation of a and b is w squared. Taking the drive out of both (partial correlation) leaves what it does not explain.

Units
-----
Signals without unit, in steps of time; correlations r, w and g without unit.

Sources
-------
None: a toy, with random numbers from a fixed seed. That correlation shows no direction is arithmetic.

Leaves out
----------
That a real drive (breathing, heartbeat, movement, the state of waking) is hardly ever measured without error.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, choice, new_figure, old_explorer

STEPS, SHOWN = 4000, 120
SEED = 20261
KNOWN, UNKNOWN = "measured and taken out", "not measured"
Signal = NDArray[np.float64]

# -- model -----------------------------------------------------------------------------------------


@cache
def _noise() -> Signal:
    return np.random.default_rng(SEED).standard_normal((3, STEPS))


def two_areas(drive_weight: float, link: float = 0.0) -> tuple[Signal, Signal, Signal]:
    """Signals of two areas and of the drive that they share.

    Parameters
    ----------
    drive_weight : float
        How strongly the drive reaches both (0 to 1).
    link : float
        Strength of a link from the first area to the second.

    Returns
    -------
    first, second, drive : numpy.ndarray
        Signals of equal length.
    """
    if not 0 <= drive_weight <= 1:
        raise ValueError("The weight of the drive lies between 0 and 1.")
    drive, own_first, own_second = _noise()
    rest = np.sqrt(1 - drive_weight**2)
    first = drive_weight * drive + rest * own_first
    second = drive_weight * drive + rest * own_second + link * np.concatenate([[0.0], first[:-1]])
    return first, second, drive


def correlation(first: Signal, second: Signal) -> float:
    """Pearson's r of two signals."""
    return float(np.corrcoef(first, second)[0, 1])


def partial_correlation(first: Signal, second: Signal, drive: Signal) -> float:
    """Pearson's r of what a straight line through the drive leaves of two signals."""
    centred = [signal - signal.mean() for signal in (first, second, drive)]
    left = [signal - centred[2] * (signal @ centred[2]) / (centred[2] @ centred[2]) for signal in centred[:2]]
    if min(np.abs(signal).max() for signal in left) < 1e-9:
        return 0.0
    return correlation(*left)


# -- picture ---------------------------------------------------------------------------------------


class DrivePicture:
    """Two signals over time."""

    label = "Signals of two areas over time, which share a drive and may have a link"

    def __init__(self) -> None:
        self.figure = new_figure(7.2, 2.8)
        self.axes = self.figure.add_subplot(xlabel="time (steps)", ylabel="activity")
        self.axes.set(xlim=(0, SHOWN), ylim=(-4.5, 4.5), yticks=[])
        self.axes.spines[["top", "right"]].set_visible(False)
        style: dict[str, Any] = {"linewidth": 1.8, "animated": True}
        (self.first,) = self.axes.plot([], [], color=COLOURS["blue"], label="area A", **style)
        (self.second,) = self.axes.plot([], [], "--", color=COLOURS["red"], label="area B", **style)
        self.note = self.axes.text(SHOWN, 4.4, "", ha="right", va="top", fontsize=9)
        self.note.set(animated=True, in_layout=False)
        self.figure.legend(loc="outside upper left", ncols=2, fontsize=9, frameon=False)

    def draw(self, drive: float, link: float, known: str) -> Reading:
        """Draw the two signals; if the drive is known, what it leaves."""
        first, second, shared = two_areas(drive, link)
        r, partial = correlation(first, second), partial_correlation(first, second, shared)
        shown = (first, second) if known == UNKNOWN else (first - drive * shared, second - drive * shared)
        for line, signal in zip((self.first, self.second), shown, strict=True):
            line.set_data(np.arange(SHOWN), signal[:SHOWN])
        self.note.set_text("drive taken out" if known == KNOWN else "")
        return Reading(describe(drive, link, known, r, partial), {"r": r, "partial_r": partial, "link": link})


def describe(drive: float, link: float, known: str, r: float, partial: float) -> str:
    """The reading: link, drive, and the correlation with and without the drive."""
    has = f"Area A has a link of {link:g} to area B" if link else "The two areas have no link"
    seen = f"“functional connectivity”, r, is {r:.2f}"
    after = f" With the drive taken out it is {partial:.2f}." if known == KNOWN else ""
    return f"{has}, and a shared drive of {drive:g} reaches both: their {seen}.{after}"


# -- explorer --------------------------------------------------------------------------------------


def explore_common_drive(**scene: Any) -> Explorer:
    """Correlation of two areas from a shared drive, a link, or both.

    Parameters
    ----------
    **scene
        First values: ``drive`` (0 to 1), ``link``, ``known``.

    Returns
    -------
    Explorer
        With the quantities ``r``, ``partial_r`` (drive taken out) and ``link``.
    """
    controls = {
        "drive": Slider("Shared drive", 0.5, min=0, max=0.95, step=0.05),
        "link": Slider("Link from A to B", 0, min=0, max=0.9, step=0.1),
        "known": choice("The drive is", [UNKNOWN, KNOWN]),
    }
    about = About(
        kind="A toy with random numbers: what correlation can and can't tell.",
        equation="a = w D + sqrt(1 - w^2) noise;  b = w D + sqrt(1 - w^2) noise + g a(t - 1)",
        sources=["None: arithmetic, with random numbers from a fixed seed."],
        leaves_out="That a real drive, such as breathing or waking, is hardly ever measured without error.",
    )
    title = "Do two areas that rise and fall together talk to each other?"
    return old_explorer("common_drive", title, controls, DrivePicture(), about, scene=scene)
