"""Correlation is not direct communication: two areas without any link, and one drive that both receive.

Equation
--------
Two areas follow a drive D that they share, noise of their own, and, if there is one, a link from the first to the
second: ``a = w D + sqrt(1 - w^2) n_a`` and ``b = w D + sqrt(1 - w^2) n_b + g a(t - 1 s)``. Without a link the
correlation of a and b is w squared. Taking the drive out of both (partial correlation) leaves what it does not explain.

A scanner does not see nerve cells but blood, which follows them slowly. So D and the noise pass through a response that
rises, peaks after 3 s and dies away, ``h(t) ~ t exp(-t / 3 s)``: two leaky integrators in a row. Since the response is
the same everywhere, this is as if the areas had been smoothed. Such signals hardly change within the second that the
link takes, and that is why plain correlation sees a link; second by second, the cells themselves do not show it.

Both areas are sums of the drive and the noises, and of the same a second earlier. So each correlation follows from the
covariances of these six, at any weight and link: that gives all brains that have one and the same correlation.

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

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.signal import lfilter

STEP_S, PEAK_S = 1.0, 3.0
STEPS, SETTLING = 60_000, 60  # so many that chance moves a correlation by about 0.01
# Steps: where what is shown begins (there it correlates as all of it does), how long it is, how much of it leads back.
START, SHOWN, JOIN = 1010, 100, 10
SEED = 20261
COVERED, UNCOVERED, KNOWN = "covered", "uncovered", "uncovered, drive taken out"
DRIVES, LINKS = np.linspace(0, 0.99, 199), np.linspace(0, 0.95, 96)
Signal = NDArray[np.float64]

# -- signals ---------------------------------------------------------------------------------------


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
def _cells() -> Signal:
    """What moves nerve cells: drive, own noise of the first and own noise of the second area, in rows."""
    return np.random.default_rng(SEED).standard_normal((3, STEPS + SETTLING))


@cache
def _blood() -> Signal:
    """The same as blood flow shows it."""
    return slow(_cells())


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
    return _mixed(_blood(), drive_weight, link)


def cells_of(drive_weight: float, link: float = 0.0) -> tuple[Signal, Signal, Signal]:
    """What nerve cells of the two areas do, and their drive, at the times of `two_areas`: nothing is smoothed."""
    return _mixed(_cells()[:, SETTLING:], drive_weight, link)


def _mixed(sources: Signal, drive_weight: float, link: float) -> tuple[Signal, Signal, Signal]:
    if not 0 <= drive_weight <= 1:
        raise ValueError("The weight of the drive lies between 0 and 1.")
    drive, own_first, own_second = sources
    rest = np.sqrt(1 - drive_weight**2)
    first = drive_weight * drive + rest * own_first
    second = drive_weight * drive + rest * own_second + link * np.concatenate([[0.0], first[:-1]])
    return first, second, drive


def looped(signal: Signal) -> Signal:
    """The steps that are shown, the last of them led back to what came before the first, so that they can run by."""
    shown, before = signal[START : START + SHOWN].copy(), signal[START - JOIN : START]
    share = np.arange(1, JOIN + 1) / JOIN
    shown[-JOIN:] = (1 - share) * shown[-JOIN:] + share * before
    return shown


# -- correlation -----------------------------------------------------------------------------------


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


@cache
def _covariances(known: bool) -> Signal:
    """Of drive and noises, and of the same a second earlier; without the drive, if it is known."""
    now = _blood()
    before = np.concatenate([np.zeros((3, 1)), now[:, :-1]], axis=1)
    found = np.cov(np.concatenate([now, before]))
    return found - np.outer(found[0], found[0]) / found[0, 0] if known else found


def correlations(drive_weight: ArrayLike, link: ArrayLike, known: bool = False) -> Signal:
    """Correlation of the two areas' slow signals at any weights and links, without making the signals.

    Parameters
    ----------
    drive_weight, link : array_like
        As `two_areas` takes them; below 1.
    known : bool
        Whether the drive is taken out.
    """
    weight, strength = np.broadcast_arrays(np.asarray(drive_weight, float), np.asarray(link, float))
    rest, none = np.sqrt(1 - weight**2), np.zeros_like(weight)
    first = np.stack([weight, rest, none, none, none, none], axis=-1)
    second = np.stack([weight, none, rest, strength * weight, strength * rest, none], axis=-1)
    weighed = first @ _covariances(known), second @ _covariances(known)
    spread = (weighed[0] * first).sum(-1) * (weighed[1] * second).sum(-1)
    return np.asarray((weighed[0] * second).sum(-1) / np.sqrt(spread))


@cache
def _map(known: bool) -> Signal:
    """Correlation for all `LINKS` (rows) and `DRIVES` (columns)."""
    return correlations(DRIVES[None, :], LINKS[:, None], known)


@cache
def with_the_same(r: float, known: bool = False) -> tuple[Signal, Signal]:
    """All drives and links that give a correlation, within `DRIVES` and `LINKS`: a line from link alone to drive alone.

    Parameters
    ----------
    r : float
        The correlation.
    known : bool
        Whether the drive is taken out.
    """
    found = _map(known)
    within = (found[0] <= r) & (r <= found[-1])
    links = [float(np.interp(r, column, LINKS)) for column in found.T[within]]
    drives = list(DRIVES[within])
    alone = drive_alone(r)
    if not known and alone is not None:
        drives, links = [*drives, alone], [*links, 0.0]
    return np.array(drives), np.array(links)


def drive_alone(r: float) -> float | None:
    """The drive that gives a correlation without a link; none where no drive is strong enough."""
    at = np.maximum.accumulate(_map(known=False)[0])
    return None if r > at[-1] else float(np.interp(r, at, DRIVES))


def link_alone(r: float) -> float | None:
    """The link that gives a correlation without a drive; none where no link is strong enough."""
    at = _map(known=False)[:, 0]
    return None if r > at[-1] else float(np.interp(r, at, LINKS))


# -- scene -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Scene:
    """Two areas: what reaches them, what is seen of them, how closely that goes together, and what else would do so.

    Parameters
    ----------
    drive, link : float
        Weight of the shared drive and strength of the link from A to B.
    covered : bool
        Whether what lies between the areas is hidden, as it is from a scanner.
    known : bool
        Whether the drive was measured and taken out.
    time_s : numpy.ndarray
        Times shown (s).
    cells : tuple of numpy.ndarray
        What nerve cells of A, of B and of the drive do at these times, the drive as strong as it reaches them.
    first, second : numpy.ndarray
        Slow signals of area A and B at these times; where the drive is known, what is left of them.
    shared : numpy.ndarray
        The slow drive at these times, as strong as it reaches them.
    r, partial_r : float
        Correlation of the two slow signals over all of their length, as they are and with the drive taken out.
    cells_r : float
        Correlation of what the nerve cells do, second by second.
    same_drives, same_links : numpy.ndarray
        All brains with the correlation that is seen.
    drive_alone, link_alone : float, optional
        The drive that gives `r` without a link, and the link that gives it without a drive, if there is one.
    """

    drive: float
    link: float
    covered: bool
    known: bool
    time_s: Signal
    cells: tuple[Signal, Signal, Signal]
    first: Signal
    second: Signal
    shared: Signal
    r: float
    partial_r: float
    cells_r: float
    same_drives: Signal
    same_links: Signal
    drive_alone: float | None
    link_alone: float | None

    @property
    def seen_r(self) -> float:
        """The correlation that the dial shows."""
        return self.partial_r if self.known else self.r


def scene(drive: float, link: float, known: str) -> Scene:
    """Two areas that share a drive and may have a link.

    Parameters
    ----------
    drive, link : float
        Weight of the shared drive and strength of the link from A to B.
    known : str
        `COVERED`, `UNCOVERED` or `KNOWN`.
    """
    first, second, shared = two_areas(drive, link)
    taken_out = known == KNOWN
    seen = (without(shared, first), without(shared, second)) if taken_out else (first, second)
    cells = cells_of(drive, link)
    r, partial_r = correlation(first, second), partial_correlation(first, second, shared)
    same = with_the_same(partial_r if taken_out else r, taken_out)
    return Scene(
        drive=drive,
        link=link,
        covered=known == COVERED,
        known=taken_out,
        time_s=np.arange(SHOWN) * np.float64(STEP_S),
        cells=(looped(cells[0]), looped(cells[1]), drive * looped(cells[2])),
        first=looped(seen[0]),
        second=looped(seen[1]),
        shared=drive * looped(shared),
        r=r,
        partial_r=partial_r,
        cells_r=correlation(cells[0], cells[1]),
        same_drives=same[0],
        same_links=same[1],
        drive_alone=drive_alone(r),
        link_alone=link_alone(r),
    )
