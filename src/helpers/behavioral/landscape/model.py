"""Beliefs as a landscape: a ball in two valleys, shaken. A metaphor, and labelled as one.

Equation
--------
Overdamped motion in a potential with noise: ``dx = -U'(x) dt + sqrt(2 T) dW`` with ``U(x) = h (x^2 - 1)^2 - tilt x``.
Valleys lie near -1 and +1, parted by a barrier of some h. The mean time to get from one valley to the other is an
exact double integral, ``(1 / T) int dy exp(U(y) / T) int dz exp(-U(z) / T)``; where the barrier is several times the
noise it comes near Kramers' rule, ``2 pi / sqrt(U''(valley) |U''(top)|) exp(barrier / T)``. In the long run the ball is
at x with a probability that goes with ``exp(-U(x) / T)``.

Single balls differ widely. When they get out is computed on cells 0.04 wide, between which the ball hops at rates that
keep that probability: ``T / 0.04^2 exp(-(U(next) - U(here)) / 2 T)``. The same cells give the paths.

Units
-----
None. Time runs in units of the model.

Sources
-------
Kramers 1940, Physica 7:284, for the rule. Nothing in it was measured in a person.

Leaves out
----------
All of psychology. What would have to be measured: two states that return, how long each lasts, and whether the drug
changes the shaking, the barrier or the tilt.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import exp, inf, pi, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import integrate, optimize

FAR = 2.2
GRID = np.linspace(-FAR, FAR, 881)
CELLS = np.linspace(-FAR, FAR, 111)
WIDTH = float(CELLS[1] - CELLS[0])
PATHS, SEED = 99, 17
LONGEST, EVERY = 1000, 2
TIMES = np.arange(0, LONGEST + EVERY, EVERY, dtype=float)
TICK = 1 / 128  # units of time; far shorter than any stay in a valley
STRIDE = 0.4  # how far a ball is drawn to roll at once; a longer way is drawn in parts
Places = NDArray[np.float64]


@dataclass(frozen=True)
class Landscape:
    """Height of the barrier h, tilt (to the right if above 0), and noise T."""

    barrier: float
    tilt: float
    noise: float

    def __post_init__(self) -> None:
        if self.barrier <= 0 or self.noise <= 0:
            raise ValueError("Barrier and noise must be above 0.")
        if abs(self.tilt) >= 8 * self.barrier / (3 * sqrt(3)):
            raise ValueError("So strong a tilt leaves one valley only: lower the tilt or raise the barrier.")

    def height(self, x: Places | float) -> Any:
        """U(x)."""
        return self.barrier * (np.square(x) - 1) ** 2 - self.tilt * np.asarray(x)

    def slope(self, x: float) -> float:
        """U'(x)."""
        return 4 * self.barrier * x * (x * x - 1) - self.tilt

    def curvature(self, x: float) -> float:
        """U''(x)."""
        return self.barrier * (12 * x * x - 4)

    def turning_points(self) -> tuple[float, float, float]:
        """Left valley, top, right valley."""
        edge = 1 / sqrt(3)
        ends = [(-FAR, -edge), (-edge, edge), (edge, FAR)]
        left, top, right = (float(optimize.brentq(self.slope, a, b)) for a, b in ends)
        return left, top, right


BEFORE = Landscape(2, -0.8, 0.4)  # what a learner finds, and changes


def residence(landscape: Landscape, rightwards: bool = True) -> float:
    """Mean time until a ball in one valley first reaches the bottom of the other (exact, by quadrature).

    Parameters
    ----------
    landscape : Landscape
        The landscape.
    rightwards : bool
        From the left valley to the right one, or back.
    """
    left, _, right = landscape.turning_points()
    # The mirror image of a way to the left is a way to the right.
    x = GRID if rightwards else -GRID[::-1]
    start, end = (left, right) if rightwards else (-right, -left)
    height = landscape.height(GRID if rightwards else GRID[::-1])
    inner = integrate.cumulative_trapezoid(np.exp(-height / landscape.noise), x, initial=0)
    whole = np.exp(height / landscape.noise) * inner / landscape.noise
    between = np.linspace(start, end, 801)
    return float(integrate.trapezoid(np.interp(between, x, whole), between))


def kramers(landscape: Landscape, rightwards: bool = True) -> float:
    """The same time by Kramers' rule, for barriers that are several times the noise."""
    left, top, right = landscape.turning_points()
    valley = left if rightwards else right
    climb = float(landscape.height(top) - landscape.height(valley))
    rates = sqrt(landscape.curvature(valley) * abs(landscape.curvature(top)))
    return 2 * pi / rates * exp(climb / landscape.noise)


def share_left(landscape: Landscape) -> float:
    """Share of all time that the ball spends left of the top, in the long run (0 to 1)."""
    height = landscape.height(GRID)
    weight = np.exp(-(height - height.min()) / landscape.noise)
    top = landscape.turning_points()[1]
    return float(weight[top > GRID].sum() / weight.sum())


def hops(landscape: Landscape) -> Places:
    """Rates at which a ball hops between `CELLS` (per unit of time): from the row's cell to the column's."""
    height = landscape.height(CELLS) / (2 * landscape.noise)
    found = np.zeros((len(CELLS), len(CELLS)))
    here = np.arange(len(CELLS) - 1)
    found[here, here + 1] = landscape.noise / WIDTH**2 * np.exp(height[:-1] - height[1:])
    found[here + 1, here] = landscape.noise / WIDTH**2 * np.exp(height[1:] - height[:-1])
    return np.asarray(found - np.diag(found.sum(axis=1)))


def _after_a_tick(rates: Places) -> Places:
    """Probabilities to be in each cell a `TICK` later, by a backward step, which never makes one negative."""
    return np.asarray(np.linalg.inv(np.eye(len(rates)) - rates * TICK))


def _cell(place: float) -> int:
    return int(np.argmin(np.abs(CELLS - place)))


def way_out(landscape: Landscape, shares: tuple[float, ...] = (0.25, 0.5, 0.75)) -> tuple[float, ...]:
    """Times after which these shares of many balls from the left valley have reached the bottom of the right one.

    Parameters
    ----------
    landscape : Landscape
        The landscape.
    shares : tuple of float
        Between 0 and 1; 0.5 for the median.
    """
    left, _, right = landscape.turning_points()
    end = _cell(right)
    start = np.eye(end)[_cell(left)]
    # Balls that are still under way after 1, 2, 4, 8 ... ticks; with these, any number of ticks is soon reached.
    doubled = [_after_a_tick(hops(landscape)[:end, :end])]
    while (start @ doubled[-1]).sum() > 1 - max(shares):
        doubled.append(doubled[-1] @ doubled[-1])
    return tuple(_when(1 - share, start, doubled) for share in shares)


def _when(left_over: float, balls: Places, doubled: list[Places]) -> float:
    ticks = 0
    for power, matrix in reversed(list(enumerate(doubled))):
        later = balls @ matrix
        if later.sum() > left_over:
            balls, ticks = later, ticks + 2**power
    return (ticks + 1) * TICK


@cache
def _chances() -> Places:
    return np.random.default_rng(SEED).random((len(TIMES) - 1, PATHS, 1))


def wander(landscape: Landscape) -> Places:
    """Paths of `PATHS` balls from the left valley on, at `TIMES`; the random numbers are always the same.

    Returns
    -------
    numpy.ndarray, shape (paths, times)
        Where each ball is.
    """
    step = np.linalg.matrix_power(_after_a_tick(hops(landscape)), round(EVERY / TICK))
    reached = np.cumsum(step, axis=1)
    cells = [np.full(PATHS, _cell(landscape.turning_points()[0]))]
    for chance in _chances():
        cells.append(np.minimum((reached[cells[-1]] < chance).sum(axis=1), len(CELLS) - 1))
    return np.asarray(CELLS[np.array(cells).T])


def arrivals(paths: Places, bottom: float) -> Places:
    """When each path is first seen at the bottom of the right valley or beyond; infinite where it never is."""
    there = paths >= bottom - WIDTH / 2
    return np.where(there.any(axis=1), TIMES[there.argmax(axis=1)], inf)


def typical(arrived: Places, median: float) -> int:
    """The path that gets out nearest to the median; the first that stays, where the median lies beyond all times."""
    away = np.where(np.isinf(arrived), 0, 1) if median > LONGEST else np.abs(arrived - median)
    return int(np.argmin(away))


def rolled(path: Places) -> tuple[Places, Places]:
    """Times and places of a path at `TIMES`, and between two of them as many as no stride is longer than `STRIDE`."""
    parts = np.maximum(np.ceil(np.abs(np.diff(path)) / STRIDE - 1e-9), 1).astype(int)
    within = np.concatenate([np.arange(many) / many for many in parts])
    times = np.append(np.repeat(TIMES[:-1], parts) + EVERY * within, TIMES[-1])
    return times, np.interp(times, TIMES, path)


@dataclass(frozen=True)
class Scene:
    """A landscape, how long balls stay in its valleys, and the path of a typical one.

    Parameters
    ----------
    landscape : Landscape
        Barrier, tilt and noise.
    climb : float
        From the bottom of the left valley to the top.
    out_time, back_time : float
        Mean time to get out of the left valley, and to come back.
    quarter, median, three_quarters : float
        Times after which a quarter, half and three quarters of many balls have got out.
    left_percent : float
        Share of its time that a ball spends on the left, in the long run (%).
    path : numpy.ndarray
        Where the typical ball is at `TIMES`.
    arrival : float, optional
        When it is first at the bottom of the right valley; none where it does not get there.
    rolling_times, rolling : numpy.ndarray
        The same path as the ball rolls: times, and places on the ground.
    """

    landscape: Landscape
    climb: float
    out_time: float
    back_time: float
    quarter: float
    median: float
    three_quarters: float
    left_percent: float
    path: Places
    arrival: float | None
    rolling_times: Places
    rolling: Places

    @property
    def tilt_size(self) -> float:
        """Size of the tilt, to whichever side."""
        return abs(self.landscape.tilt)

    @property
    def heights(self) -> Places:
        """Height of the landscape over `CELLS`."""
        return np.asarray(self.landscape.height(CELLS))

    @property
    def often(self) -> Places:
        """How often the ball is in each of `CELLS` in the long run, relative to where it is most often."""
        return np.asarray(np.exp((self.heights.min() - self.heights) / self.landscape.noise))

    @property
    def changed(self) -> bool:
        """Whether the landscape is another one than `BEFORE`."""
        return (self.landscape.barrier, self.landscape.tilt) != (BEFORE.barrier, BEFORE.tilt)

    @property
    def climb_in_noise(self) -> float:
        """How many times the noise the climb is."""
        return self.climb / self.landscape.noise

    @property
    def changes(self) -> int:
        """How often the path changes valley (half way up its sides counts as neither)."""
        return int(np.sum(np.diff(np.sign(self.path[np.abs(self.path) > 0.5])) != 0))


def scene(barrier: float, tilt: float, noise: float) -> Scene:
    """A landscape and a typical path in it.

    Parameters
    ----------
    barrier, tilt, noise : float
        As `Landscape` takes them.
    """
    landscape = Landscape(barrier, tilt, noise)
    left, top, right = landscape.turning_points()
    quarter, median, three_quarters = way_out(landscape)
    paths = wander(landscape)
    arrived = arrivals(paths, right)
    chosen = typical(arrived, median)
    times, rolling = rolled(paths[chosen])
    return Scene(
        landscape=landscape,
        climb=float(landscape.height(top) - landscape.height(left)),
        out_time=residence(landscape),
        back_time=residence(landscape, rightwards=False),
        quarter=quarter,
        median=median,
        three_quarters=three_quarters,
        left_percent=100 * share_left(landscape),
        path=paths[chosen],
        arrival=float(arrived[chosen]) if np.isfinite(arrived[chosen]) else None,
        rolling_times=times,
        rolling=rolling,
    )
