"""A toy: why a little ketamine raises glutamate in the prefrontal cortex, and a lot lowers it.

Equation
--------
An interneuron inhibits a pyramidal cell; both are driven through NMDA receptors. A dose D blocks the share
``b = D / (D + D_half)`` of the drive, with a smaller ``D_half`` for the interneuron, which is more sensitive. Then
``change of output = inhibition x b_interneuron - b_pyramidal``, in units of the pyramidal cell's NMDA drive, and output
can't fall below zero. Relief from inhibition comes first, loss of drive later: a hump, if the relief outweighs the loss
at the smallest doses, which it does where ``inhibition x ratio > 1`` (ratio: how many times more sensitive the
interneuron is). That it is more sensitive is necessary and not enough. With equal sensitivities the two terms have one
shape, and, as long as inhibition is not above 1, there is no hump.

Units
-----
Doses in mg/kg (rat); change of output in percent of the output without drug.

Sources
-------
Table ``glutamate_doses``: Moghaddam 1997 doi:10.1523/JNEUROSCI.17-08-02921.1997. Table ``slice_events``, and that
interneurons matter: Gerhard 2020 doi:10.1172/JCI130808. Concentrations in a slice and doses in a rat are not one axis.

Leaves out
----------
Nearly everything: that there are many cells and kinds of them, time, synaptic plasticity, other receptors. Its numbers
were chosen so that the curve passes the data; that it does so is no evidence for it. It shows that the idea can work.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from helpers import tables
from helpers.interactive import (
    COLOURS,
    About,
    Explorer,
    Mechanism,
    Reading,
    Slider,
    living,
    moving,
    new_figure,
    plain_axes,
)

DOSES = np.geomspace(1, 300, 160)
RESTING_OUTPUT = 1.0  # in units of the pyramidal cell's NMDA drive; a choice of this toy
COUNTS_PERCENT = 3.0  # a smaller change counts as none
DIRECTIONS = ("down", "unchanged", "up")
# Spikes in a second without drug, for the eye: slow enough to be counted, and to be safe for everybody's eyes.
INHIBITING_PER_SECOND, EXCITING_PER_SECOND = 2.0, 1.0
RECEPTORS = 10  # drawn on each cell
MARKS = {"up": ("^", "green"), "unchanged": ("o", "grey"), "down": ("v", "red")}

# -- model -----------------------------------------------------------------------------------------


def blocked(dose_mg_per_kg: ArrayLike, half_mg_per_kg: float) -> NDArray[np.float64]:
    """Share of an NMDA drive that a dose blocks (0 to 1)."""
    dose = np.asarray(dose_mg_per_kg, dtype=float)
    if (dose < 0).any() or not half_mg_per_kg > 0:
        raise ValueError("A dose can't be negative, and the half-blocking dose must be more than 0 mg/kg.")
    return dose / (dose + half_mg_per_kg)


def change_percent(
    dose_mg_per_kg: ArrayLike, interneuron_half: float, ratio: float, inhibition: float
) -> NDArray[np.float64]:
    """Change of the pyramidal cell's output against no drug.

    Parameters
    ----------
    dose_mg_per_kg : array_like
        Dose (mg/kg).
    interneuron_half : float
        Dose that blocks half of the interneuron's drive (mg/kg).
    ratio : float
        How many times more drug the pyramidal cell needs for half block; 1 means equal sensitivities.
    inhibition : float
        Strength of the interneuron's hold on the pyramidal cell, in units of the latter's NMDA drive.

    Returns
    -------
    numpy.ndarray
        Change in percent (-100: silent).
    """
    relief = inhibition * blocked(dose_mg_per_kg, interneuron_half)
    loss = blocked(dose_mg_per_kg, interneuron_half * ratio)
    return np.asarray(100 * (np.maximum(RESTING_OUTPUT + relief - loss, 0) / RESTING_OUTPUT - 1))


def measured() -> pd.DataFrame:
    """Direction of the change of glutamate in rats: columns ``dose_mg_per_kg`` and ``direction``."""
    return tables.load("glutamate_doses")[["dose_mg_per_kg", "direction"]]


def direction(change_percent: float) -> str:
    """Direction of a change (%), where less than `COUNTS_PERCENT` counts as none."""
    return "unchanged" if abs(change_percent) < COUNTS_PERCENT else "up" if change_percent > 0 else "down"


@dataclass(frozen=True)
class Scene:
    """The toy at a dose, and its output at all of them, beside the directions that were measured.

    Parameters
    ----------
    dose_mg_per_kg : float
        The dose that is given.
    half_mg_per_kg, ratio, inhibition : float
        As in `change_percent`.
    change_percent : numpy.ndarray
        Change of the output at each of `DOSES` (%).
    measured_mg_per_kg : tuple of float
        Doses at which glutamate was measured in rats.
    measured : tuple of str
        Its direction there: ``up``, ``unchanged`` or ``down``.
    toy_percent : tuple of float
        The toy's change at these doses (%).
    inhibiting_blocked, exciting_blocked : float
        Share of each cell's NMDA drive that is blocked at the dose given (0 to 1).
    now_percent : float
        Change of the output at the dose given (%).
    """

    dose_mg_per_kg: float
    half_mg_per_kg: float
    ratio: float
    inhibition: float
    change_percent: NDArray[np.float64]
    measured_mg_per_kg: tuple[float, ...]
    measured: tuple[str, ...]
    toy_percent: tuple[float, ...]
    inhibiting_blocked: float
    exciting_blocked: float
    now_percent: float

    @property
    def now(self) -> str:
        """Direction of the change at the dose given."""
        return direction(self.now_percent)

    @property
    def inhibiting_per_second(self) -> float:
        """Spikes of the inhibiting cell in the drawing: its drive is what is left of it."""
        return INHIBITING_PER_SECOND * (1 - self.inhibiting_blocked)

    @property
    def exciting_per_second(self) -> float:
        """Spikes of the exciting cell in the drawing, as its output says."""
        return EXCITING_PER_SECOND * (1 + self.now_percent / 100)

    @property
    def toy_directions(self) -> tuple[str, ...]:
        """The toy's directions at the measured doses."""
        return tuple(map(direction, self.toy_percent))

    @property
    def directions_that_fit(self) -> int:
        """How many of them are as measured."""
        return sum(toy == seen for toy, seen in zip(self.toy_directions, self.measured, strict=True))

    @property
    def condition(self) -> float:
        """Inhibition times ratio: above 1 there is a hump."""
        return self.inhibition * self.ratio

    @property
    def has_hump(self) -> bool:
        """Whether the output rises before it falls."""
        return self.condition > 1 + 1e-9

    @property
    def highest_percent(self) -> float:
        """Greatest change within `DOSES` (%)."""
        return float(self.change_percent.max())

    @property
    def highest_mg_per_kg(self) -> float:
        """The dose that it belongs to."""
        return float(DOSES[self.change_percent.argmax()])


def scene(dose: float, half: float, ratio: float, inhibition: float) -> Scene:
    """The toy at one setting.

    Parameters
    ----------
    dose : float
        Dose that is given (mg/kg).
    half : float
        Dose that blocks half of the interneuron's drive (mg/kg).
    ratio : float
        How many times as sensitive the interneuron is.
    inhibition : float
        Strength of its hold on the pyramidal cell, in units of the latter's NMDA drive.
    """
    seen = measured()
    return Scene(
        dose_mg_per_kg=dose,
        half_mg_per_kg=half,
        ratio=ratio,
        inhibition=inhibition,
        change_percent=change_percent(DOSES, half, ratio, inhibition),
        measured_mg_per_kg=tuple(seen["dose_mg_per_kg"]),
        measured=tuple(seen["direction"]),
        toy_percent=tuple(change_percent(seen["dose_mg_per_kg"], half, ratio, inhibition)),
        inhibiting_blocked=float(blocked(dose, half)),
        exciting_blocked=float(blocked(dose, half * ratio)),
        now_percent=float(change_percent(dose, half, ratio, inhibition)),
    )


# -- mechanism and picture -------------------------------------------------------------------------

TWO_CELLS = Path(__file__).parent / "drawings" / "two_cells.svg"
LANES = {"measured": 114.0, "toy": 99.0, "condition": 84.0}  # where directions stand above the curve, on its axis


def two_cells(scene: Scene) -> living.State:
    """Receptors with the drug in them, spikes and glutamate of the two cells at the dose given."""
    state: living.State = {"dose": living.word(f"ketamine: {scene.dose_mg_per_kg:g} mg/kg")}
    cells = (
        ("inhibiting", scene.inhibiting_blocked, scene.inhibiting_per_second, 2),
        ("exciting", scene.exciting_blocked, scene.exciting_per_second, 2),
    )
    for cell, lost, rate, width in cells:
        full = round(RECEPTORS * lost)
        state |= {
            f"{cell}_receptors": living.crowd(["blocked"] * full + ["open"] * (RECEPTORS - full)),
            f"{cell}_lost": living.word(f"{100 * lost:.0f} % of its drive blocked"),
            f"{cell}_rate": living.word(f"{rate:.1f} in 1 s"),
            f"{cell}_axon": living.flow(rate),
            f"{cell}_trace": living.flow(rate, dash=width),
            f"{cell}_glow": living.beat(rate),
        }
    return state


class HumpPicture:
    """Output against dose, with the dose given on it; above it directions: those measured, and the toy's."""

    label = "Toy circuit: change of the output against the dose, beside the directions measured in rats"

    def __init__(self) -> None:
        self.figure = new_figure(4.8, 3.5)
        axes = plain_axes(self.figure.subplots(), xscale="log", xlim=(DOSES[0], DOSES[-1]), ylim=(-75, 122))
        axes.set(xlabel="dose (mg/kg, rat)", ylabel="change of the exciting cell's output (%)")
        axes.xaxis.set_major_formatter("{x:g}")
        axes.set_yticks([-60, -30, 0, 30, 60])
        axes.axhline(0, color=COLOURS["grey"], linewidth=0.8)
        (self.curve,) = axes.plot([], [], color=COLOURS["green"], linewidth=2.5)
        (self.dose,) = axes.plot([], [], color=COLOURS["blue"], linewidth=1.2, linestyle=(0, (3, 2)))
        (self.now,) = axes.plot([], [], "o", color=COLOURS["blue"], markersize=9)
        self.condition = axes.text(1.15, LANES["condition"], "", fontsize=9, va="center")
        self.toy = [axes.plot([], [], MARKS[way][0], color=COLOURS["blue"], markersize=8)[0] for way in DIRECTIONS]
        _draw_measured(axes)
        moving([self.curve, self.dose, self.now, self.condition, *self.toy])

    def move(self, scene: Scene) -> None:
        """Show the toy's curve, the dose on it, and the toy's directions under the measured ones."""
        self.curve.set_data(DOSES, scene.change_percent)
        self.dose.set_data([scene.dose_mg_per_kg] * 2, [-75, scene.now_percent])
        self.now.set_data([scene.dose_mg_per_kg], [scene.now_percent])
        sign = "above 1: a hump" if scene.has_hump else "not above 1: no hump"
        self.condition.set_text(f"inhibition x ratio = {scene.condition:.3g}, {sign}")
        for way, marks in zip(DIRECTIONS, self.toy, strict=True):
            pairs = zip(scene.measured_mg_per_kg, scene.toy_directions, strict=True)
            doses = [dose for dose, toy in pairs if toy == way]
            marks.set_data(doses, [LANES["toy"]] * len(doses))


def _draw_measured(axes: Axes) -> None:
    """Directions of glutamate at the doses that were given to rats."""
    for way, rows in measured().groupby("direction", sort=False):
        marker, colour = MARKS[str(way)]
        lane = [LANES["measured"]] * len(rows)
        axes.plot(rows["dose_mg_per_kg"], lane, marker, color=COLOURS[colour], markersize=8)
    axes.text(1.15, LANES["measured"], "measured in rats", fontsize=9, va="center")
    axes.text(1.15, LANES["toy"], "the toy", fontsize=9, va="center", color=COLOURS["blue"])


# -- reading ---------------------------------------------------------------------------------------


WHY = {
    "up": "the brake gives way: the exciting cell fires {size:.0f} % more",
    "unchanged": "the exciting cell fires as before: {change:+.0f} %",
    "down": "lost drive outweighs the lost brake: the exciting cell fires {size:.0f} % less",
}


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    why = WHY[scene.now].format(size=abs(scene.now_percent), change=scene.now_percent)
    return f"At {scene.dose_mg_per_kg:g} mg/kg {why}"


def read(scene: Scene) -> Reading:
    """What the dose given does to both cells, the hump's condition, and how many measured directions the toy gets."""
    values = ", ".join(
        f"{change:+.0f} % at {dose:g} mg/kg"
        for dose, change in zip(scene.measured_mg_per_kg, scene.toy_percent, strict=True)
    )
    return Reading(
        f"At {scene.dose_mg_per_kg:g} mg/kg the drug blocks {100 * scene.inhibiting_blocked:.0f} % of the inhibiting "
        f"cell's drive and {100 * scene.exciting_blocked:.0f} % of the exciting cell's, whose output changes by "
        f"{scene.now_percent:+.0f} %. {_hump(scene)} {_sensitivity(scene)} The interneuron's drive is half blocked at "
        f"{scene.half_mg_per_kg:g} mg/kg. The toy gives {values}. Of the {len(scene.measured)} directions measured in "
        f"rats it gets {scene.directions_that_fit}. In mouse slices, 1 µM made inhibitory events rarer and excitatory "
        "ones more frequent; 10 µM made both rarer.",
        headline=notice(scene),
    )


def _sensitivity(scene: Scene) -> str:
    if scene.ratio == 1:
        return "The two cells are equally sensitive."
    return f"The interneuron is {scene.ratio:g} times as sensitive."


def _hump(scene: Scene) -> str:
    product = f"Inhibition times ratio is {scene.inhibition:g} x {scene.ratio:g} = {scene.condition:.3g}"
    if not scene.has_hump:
        return f"{product}, which is not above 1: there is no hump."
    highest = f"{scene.highest_percent:+.0f} %" if scene.highest_percent >= 0.5 else "by less than 1 %"
    return f"{product}, above 1: the output is highest at {scene.highest_mg_per_kg:.0f} mg/kg, {highest}."


# -- explorer --------------------------------------------------------------------------------------


def explore_inverted_u(**first: Any) -> Explorer:
    """Sensitivities and inhibition of a toy circuit against the hump in the data.

    Parameters
    ----------
    **first
        First values: ``dose`` and ``half`` (mg/kg), ``ratio``, ``inhibition``.
    """
    controls = {
        "dose": Slider("Dose", 10, min=2, max=200, step=2, unit="mg/kg"),
        "half": Slider("Half blocks interneuron", 30, min=2, max=100, step=2, unit="mg/kg"),
        "ratio": Slider("More sensitive by", 2, min=1, max=20, step=0.5, unit="times"),
        "inhibition": Slider("Inhibition", 0.4, min=0, max=1, step=0.05),
    }
    about = About(
        kind="A toy of two cells, to show that an idea can work. It is not a model of any animal.",
        equation="change = inhibition x b_interneuron - b_pyramidal;  b = D / (D + D_half);  "
        "a hump needs inhibition x ratio > 1",
        sources=tables.cite(["moghaddam_1997", "gerhard_2020"]),
        leaves_out="Nearly all: many cells, time, plasticity, other receptors. Its numbers are chosen, not measured.",
        drawn="Shares of blocked receptors and rates of spikes are the toy's. For the eye: the cells' shapes, ten "
        f"receptors on each, and {INHIBITING_PER_SECOND:g} and {EXCITING_PER_SECOND:g} spikes in 1 s without drug.",
    )
    mechanism = Mechanism(TWO_CELLS, "An inhibiting and an exciting nerve cell with their NMDA receptors", two_cells)
    return Explorer("inverted_u", controls, scene, HumpPicture(), read, about, first=first, mechanism=mechanism)
