"""Beliefs as a landscape: a ball in two valleys, shaken. A metaphor, and labelled as one.

Equation
--------
Overdamped motion in a potential with noise: ``dx = -U'(x) dt + sqrt(2 T) dW`` with ``U(x) = h (x^2 - 1)^2 - tilt x``.
Valleys lie near -1 and +1, parted by a barrier of some h. The mean time to get from one valley to the other is an
exact double integral, ``(1 / T) int dy exp(U(y) / T) int dz exp(-U(z) / T)``; where the barrier is several times the
noise it comes near Kramers' rule, ``2 pi / sqrt(U''(valley) |U''(top)|) exp(barrier / T)``. In the long run the ball is
at x with a probability that goes with ``exp(-U(x) / T)``.

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
from math import exp, pi, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import integrate, optimize

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, new_figure, old_explorer

STEP, STEPS, SEED, EVERY = 0.02, 10000, 17, 20
FAR = 2.2
GRID = np.linspace(-FAR, FAR, 881)
Places = NDArray[np.float64]

# -- model -----------------------------------------------------------------------------------------


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


@cache
def _kicks() -> list[float]:
    return list(np.random.default_rng(SEED).standard_normal(STEPS))


def wander(landscape: Landscape) -> Places:
    """One path from the left valley on, by Euler and Maruyama's steps; the random kicks are always the same."""
    x, kick = landscape.turning_points()[0], sqrt(2 * landscape.noise * STEP)
    path = []
    for one in _kicks():
        x += -landscape.slope(x) * STEP + kick * one
        x = max(-FAR, min(FAR, x))  # far out the walls are so steep that a step would overshoot them
        path.append(x)
    return np.array(path)


# -- picture ---------------------------------------------------------------------------------------


class LandscapePicture:
    """The landscape with a ball, and one path over time."""

    label = "A landscape with two valleys and a ball in it, and the ball's path over time"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.8)
        left, right = self.figure.subplots(1, 2)
        left.set(xlim=(-1.9, 1.9), ylim=(-3.2, 5), xlabel="left: the old belief · right: another", ylabel="height")
        left.set_xticks([-1, 0, 1])
        right.set(
            xlim=(0, STEPS * STEP), ylim=(-1.9, 1.9), xlabel="time (units of the model)", ylabel="where the ball is"
        )
        right.axhline(0, color=COLOURS["grey"], linewidth=0.8)
        (self.land,) = left.plot([], [], color=COLOURS["black"], linewidth=2, animated=True)
        (self.ball,) = left.plot([], [], "o", color=COLOURS["red"], markersize=13, animated=True)
        (self.often,) = left.plot([], [], color=COLOURS["sky"], linewidth=2, linestyle="--", animated=True)
        left.text(
            0.5, 0.98, "dashed: how often it is there", transform=left.transAxes, ha="center", va="top", fontsize=9
        )
        (self.path,) = right.plot([], [], color=COLOURS["blue"], linewidth=0.9, animated=True)
        for axes in (left, right):
            axes.spines[["top", "right"]].set_visible(False)

    def draw(self, barrier: float, tilt: float, noise: float) -> Reading:
        """Draw the landscape, the long run, and one path."""
        landscape = Landscape(barrier, tilt, noise)
        near = GRID[np.abs(GRID) <= 1.9][::4]
        self.land.set_data(near, landscape.height(near))
        left = landscape.turning_points()[0]
        self.ball.set_data([left], [landscape.height(left) + 0.25])
        weight = np.exp(-(landscape.height(near) - landscape.height(GRID).min()) / noise)
        self.often.set_data(near, -3.1 + 2.2 * weight / weight.max())
        path = wander(landscape)[::EVERY]
        self.path.set_data(np.arange(len(path)) * STEP * EVERY, path)
        return read(landscape, path)


def _rounded(time: float) -> str:
    return f"{time:.3g}" if time < 1000 else f"{float(f'{time:.2g}'):,.0f}"


def read(landscape: Landscape, path: Places) -> Reading:
    """The reading: mean times there and back, and the long run."""
    there, back = residence(landscape), residence(landscape, rightwards=False)
    left, top, _ = landscape.turning_points()
    climb = float(landscape.height(top) - landscape.height(left))
    crossings = int(np.sum(np.diff(np.sign(path[np.abs(path) > 0.5])) != 0))
    text = (
        f"Barrier {landscape.barrier:g}, tilt {landscape.tilt:+g}, noise {landscape.noise:g}. From the left valley the "
        f"ball climbs {climb:.2f} to get out; it needs {_rounded(there)} units of time on average, and "
        f"{_rounded(back)} to come back. In the long run it spends {100 * share_left(landscape):.0f} % of its time on "
        f"the left. The path shown changes valley {crossings} times. A metaphor: no number here comes from a person."
    )
    quantities = {
        "out_time": there,
        "back_time": back,
        "left_percent": 100 * share_left(landscape),
        "crossings": float(crossings),
        "noise": landscape.noise,
        "barrier": landscape.barrier,
        "tilt": landscape.tilt,
        "tilted": abs(landscape.tilt),
    }
    return Reading(text, quantities)


# -- explorer --------------------------------------------------------------------------------------


def explore_beliefs(**scene: Any) -> Explorer:
    """A ball in a landscape with two valleys.

    Parameters
    ----------
    **scene
        First values: ``barrier``, ``tilt``, ``noise``.

    Returns
    -------
    Explorer
        With the quantities ``out_time``, ``back_time``, ``left_percent``, ``crossings``, ``noise``, ``barrier``,
        ``tilt`` and ``tilted`` (its size).
    """
    controls = {
        "barrier": Slider("Barrier", 2, min=1, max=4, step=0.1),
        "tilt": Slider("Tilt", -0.8, min=-1.5, max=1.5, step=0.1),
        "noise": Slider("Noise", 0.4, min=0.2, max=1.5, step=0.05),
    }
    about = About(
        kind="A metaphor. The mathematics is that of a particle in a fluid; that thoughts behave so, nobody has found.",
        equation="dx = -U'(x) dt + sqrt(2 T) dW,  U(x) = h (x^2 - 1)^2 - tilt x",
        sources=tables.cite(["kramers_1940"]),
        leaves_out="All of psychology: what a belief is, how many there are, and whether anything in them is shaken.",
    )
    title = "What would loosen a fixed belief, if a belief were a valley?"
    return old_explorer("beliefs", title, controls, LandscapePicture(), about, scene=scene)
