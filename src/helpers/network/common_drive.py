"""Correlation is not direct communication: two areas without any link, and one drive that both receive.

Equation
--------
Two areas follow a drive D that they share, noise of their own, and, if there is one, a link from the first to the
second: ``a = w D + sqrt(1 - w^2) n_a`` and ``b = w D + sqrt(1 - w^2) n_b + g a(t - 1 s)``. Without a link the
correlation of a and b is w squared. Taking the drive out of both (partial correlation) leaves what it does not explain.

A scanner does not see nerve cells but blood, which follows them slowly. So D and the noise pass through a response that
rises, peaks after 3 s and dies away, ``h(t) ~ t exp(-t / 3 s)``: two leaky integrators in a row. Since the response is
the same everywhere, this is as if the areas had been smoothed. Such signals hardly change within the second that the
link takes, and that is why plain correlation sees a link.

Units
-----
Time in s; signals without unit (standard deviation 1 before the link); correlations r, w and g without unit.

Sources
-------
None: a toy, with random numbers from a fixed seed. That correlation shows no direction is arithmetic. The 3 s are ours.

Leaves out
----------
That a real drive (breathing, heartbeat, movement, the state of waking) is hardly ever measured without error, and that
blood does not respond alike everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, apart, choice, moving, new_figure, plain_axes

STEP_S, PEAK_S = 1.0, 3.0
STEPS, SETTLING, SHOWN = 60_000, 60, 180  # so many that chance moves a correlation by about 0.01
SEED = 20261
KNOWN, UNKNOWN = "measured and taken out", "not measured"
Signal = NDArray[np.float64]

# -- model -----------------------------------------------------------------------------------------


def slow(fast: Signal) -> Signal:
    """Signals as blood flow shows them: smoothed by the response, each with mean 0 and standard deviation 1.

    Parameters
    ----------
    fast : numpy.ndarray
        Signals in rows, one value each `STEP_S`.

    Returns
    -------
    numpy.ndarray
        Of the same shape, but shorter by the `SETTLING` first steps, in which the response builds up.
    """
    kept = np.exp(-STEP_S / PEAK_S)
    smoothed = lfilter([0.0, 1.0], np.convolve([1.0, -kept], [1.0, -kept]), fast, axis=-1)[..., SETTLING:]
    centred = smoothed - smoothed.mean(axis=-1, keepdims=True)
    return np.asarray(centred / centred.std(axis=-1, keepdims=True))


@cache
def _sources() -> Signal:
    """Drive, own noise of the first and own noise of the second area, in rows."""
    return slow(np.random.default_rng(SEED).standard_normal((3, STEPS + SETTLING)))


def two_areas(drive_weight: float, link: float = 0.0) -> tuple[Signal, Signal, Signal]:
    """Slow signals of two areas and of the drive that they share.

    Parameters
    ----------
    drive_weight : float
        How strongly the drive reaches both (0 to 1).
    link : float
        Strength of a link from the first area to the second.

    Returns
    -------
    first, second, drive : numpy.ndarray
        Signals of equal length, one value each `STEP_S`.
    """
    if not 0 <= drive_weight <= 1:
        raise ValueError("The weight of the drive lies between 0 and 1.")
    drive, own_first, own_second = _sources()
    rest = np.sqrt(1 - drive_weight**2)
    first = drive_weight * drive + rest * own_first
    second = drive_weight * drive + rest * own_second + link * np.concatenate([[0.0], first[:-1]])
    return first, second, drive


def correlation(first: Signal, second: Signal) -> float:
    """Pearson's r of two signals."""
    return float(np.corrcoef(first, second)[0, 1])


def without(drive: Signal, signal: Signal) -> Signal:
    """What a straight line through the drive leaves of a signal."""
    centred = signal - signal.mean()
    known = drive - drive.mean()
    return np.asarray(centred - known * (centred @ known) / (known @ known))


def partial_correlation(first: Signal, second: Signal, drive: Signal) -> float:
    """Pearson's r of what a straight line through the drive leaves of two signals."""
    left = without(drive, first), without(drive, second)
    if min(np.abs(signal).max() for signal in left) < 1e-9:
        return 0.0
    return correlation(*left)


@dataclass(frozen=True)
class Scene:
    """Two areas: what reaches them, what is seen of them, and how closely that goes together.

    Parameters
    ----------
    drive, link : float
        Weight of the shared drive and strength of the link from A to B.
    known : bool
        Whether the drive was measured and taken out.
    time_s : numpy.ndarray
        Times shown (s).
    first, second : numpy.ndarray
        Signals of area A and B at these times; where the drive is known, what is left of them.
    shared : numpy.ndarray
        The drive at these times, as strong as it reaches them.
    r, partial_r : float
        Correlation of the two signals over all of their length, as they are and with the drive taken out.
    """

    drive: float
    link: float
    known: bool
    time_s: Signal
    first: Signal
    second: Signal
    shared: Signal
    r: float
    partial_r: float


def scene(drive: float, link: float, known: str) -> Scene:
    """Two areas that share a drive and may have a link.

    Parameters
    ----------
    drive, link : float
        Weight of the shared drive and strength of the link from A to B.
    known : str
        `KNOWN` or `UNKNOWN`.
    """
    first, second, shared = two_areas(drive, link)
    taken_out = known == KNOWN
    seen = (without(shared, first), without(shared, second)) if taken_out else (first, second)
    return Scene(
        drive=drive,
        link=link,
        known=taken_out,
        time_s=STEP_S * np.arange(SHOWN),  # type: ignore[arg-type]
        first=seen[0][:SHOWN],
        second=seen[1][:SHOWN],
        shared=drive * shared[:SHOWN],
        r=correlation(first, second),
        partial_r=partial_correlation(first, second, shared),
    )


# -- picture ---------------------------------------------------------------------------------------


DRIVE_AT = -9.0  # where the drive stands, below the areas
NAME_HEIGHT = 1.1  # how far apart the names of the two lines stand


class DrivePicture:
    """Two signals over time, and below them the drive that they share: dotted as long as nobody measures it."""

    label = "Slow signals of two areas over time, and below them the drive that they share"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.4)
        end = SHOWN * STEP_S
        axes = plain_axes(self.figure.subplots(), xlim=(0, 1.1 * end), ylim=(-12.5, 5.5), yticks=[])
        axes.spines["bottom"].set_bounds(0, end)
        axes.set_xticks(range(0, int(end) + 1, 20))
        axes.set(xlabel="time (s)", ylabel="signal of the scanner")
        axes.axhline(DRIVE_AT, color=COLOURS["light grey"], linewidth=0.8)
        (self.shared,) = axes.plot([], [], color=COLOURS["grey"], linewidth=1.5)
        self.named = axes.text(1, DRIVE_AT + 2.6, "", fontsize=9, va="bottom")
        (self.first,) = axes.plot([], [], color=COLOURS["blue"], linewidth=1.8)
        (self.second,) = axes.plot([], [], "--", color=COLOURS["red"], linewidth=1.8)
        self.note = axes.text(SHOWN * STEP_S, 5.4, "drive taken out", ha="right", va="top", fontsize=9)
        beside: dict[str, Any] = {"va": "center", "fontsize": 9.5}
        self.names = [
            axes.text(1.01 * end, 0, words, color=COLOURS[colour], **beside)
            for words, colour in (("area A", "blue"), ("area B", "red"))
        ]
        moving([*self.names, self.first, self.second, self.note, self.shared, self.named])

    def move(self, scene: Scene) -> None:
        """Show the two signals, or what is left of them without the drive."""
        self.first.set_data(scene.time_s, scene.first)
        self.second.set_data(scene.time_s, scene.second)
        ends = apart([float(scene.first[-1]), float(scene.second[-1])], NAME_HEIGHT)
        for name, height in zip(self.names, ends, strict=True):
            name.set_y(height)
        self.note.set_visible(scene.known)
        self.shared.set_data(scene.time_s, DRIVE_AT + scene.shared)
        self.shared.set_linestyle("-" if scene.known else ":")
        hidden = "measured" if scene.known else "hidden from the scanner"
        self.named.set_text(f"what drives both ({hidden})" if scene.drive else "nothing drives both")


# -- reading ---------------------------------------------------------------------------------------


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    why = "one drives the other" if scene.link else "no link joins the two"
    after = f", and {_rounded(scene.partial_r)} with the drive taken out" if scene.known else ""
    return f"They correlate by {_rounded(scene.r)}{after}; {why}"


def read(scene: Scene) -> Reading:
    """Link, drive, and the correlation with and without the drive."""
    has = f"Area A has a link of {scene.link:g} to area B" if scene.link else "The two areas have no link"
    reaches = f"a shared drive of {scene.drive:g} reaches both" if scene.drive else "no drive reaches both"
    seen = f"their “functional connectivity”, r, is {_rounded(scene.r)}"
    after = f" With the drive taken out it is {_rounded(scene.partial_r)}." if scene.known else ""
    return Reading(
        f"{has}, and {reaches}: in signals as slow as those of blood flow {seen}.{after}", headline=notice(scene)
    )


def _rounded(r: float) -> str:
    """Two digits; nothing that rounds to 0 has a sign."""
    return f"{round(r, 2) + 0.0:.2f}"


# -- explorer --------------------------------------------------------------------------------------


def explore_common_drive(**first: Any) -> Explorer:
    """Correlation of two areas from a shared drive, a link, or both.

    Parameters
    ----------
    **first
        First values: ``drive`` (0 to 1), ``link``, ``known``.
    """
    controls = {
        "drive": Slider("Shared drive", 0.5, min=0, max=0.95, step=0.05),
        "link": Slider("Link from A to B", 0, min=0, max=0.9, step=0.1),
        "known": choice("The drive is", [UNKNOWN, KNOWN]),
    }
    about = About(
        kind="A toy with random numbers: what correlation can and can't tell. All signals are smoothed over some "
        "seconds, as blood flow does it in a scanner.",
        equation="a = w D + sqrt(1 - w^2) noise;  b = w D + sqrt(1 - w^2) noise + g a(t - 1 s);  D and noise smoothed "
        "by h(t) = t exp(-t / 3 s)",
        sources=["None: arithmetic, with random numbers from a fixed seed. The 3 s of the smoothing are ours."],
        leaves_out="That a real drive, such as breathing or waking, is hardly ever measured without error, and that "
        "blood does not respond alike everywhere.",
    )
    return Explorer("common_drive", controls, scene, DrivePicture(), read, about, first=first)
