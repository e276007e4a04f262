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
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from numpy.typing import ArrayLike, NDArray

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, moving, new_figure, plain_axes

DOSES = np.geomspace(1, 300, 160)
RESTING_OUTPUT = 1.0  # in units of the pyramidal cell's NMDA drive; a choice of this toy
COUNTS_PERCENT = 3.0  # a smaller change counts as none
DIRECTIONS = ("down", "unchanged", "up")
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
    """The toy's output against dose, beside the directions that were measured.

    Parameters
    ----------
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
    """

    half_mg_per_kg: float
    ratio: float
    inhibition: float
    change_percent: NDArray[np.float64]
    measured_mg_per_kg: tuple[float, ...]
    measured: tuple[str, ...]
    toy_percent: tuple[float, ...]

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


def scene(half: float, ratio: float, inhibition: float) -> Scene:
    """The toy at one setting.

    Parameters
    ----------
    half : float
        Dose that blocks half of the interneuron's drive (mg/kg).
    ratio : float
        How many times as sensitive the interneuron is.
    inhibition : float
        Strength of its hold on the pyramidal cell, in units of the latter's NMDA drive.
    """
    seen = measured()
    return Scene(
        half_mg_per_kg=half,
        ratio=ratio,
        inhibition=inhibition,
        change_percent=change_percent(DOSES, half, ratio, inhibition),
        measured_mg_per_kg=tuple(seen["dose_mg_per_kg"]),
        measured=tuple(seen["direction"]),
        toy_percent=tuple(change_percent(seen["dose_mg_per_kg"], half, ratio, inhibition)),
    )


# -- picture ---------------------------------------------------------------------------------------


class HumpPicture:
    """Output against dose; above it the directions that were measured, and those that the toy gives."""

    label = "Toy circuit: change of the output against the dose, beside what was measured in rats and in mouse slices"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.4)
        axes = self.figure.subplot_mosaic("DS;CS", width_ratios=[3.4, 1], height_ratios=[1, 2.6])
        self.curve = _curve(axes["C"])
        self.toy = _directions(axes["D"])
        _draw_slices(axes["S"])
        moving([self.curve, self.toy])
        self.figure.legend(loc="outside upper left", ncols=4, fontsize=9, frameon=False)

    def move(self, scene: Scene) -> None:
        """Show the toy's curve, and its directions at the measured doses."""
        self.curve.set_data(DOSES, scene.change_percent)
        self.toy.set_data(scene.measured_mg_per_kg, [DIRECTIONS.index(toy) for toy in scene.toy_directions])


def _curve(axes: Axes) -> Line2D:
    plain_axes(axes, xscale="log", xlim=(DOSES[0], DOSES[-1]), ylim=(-70, 70))
    axes.set(xlabel="dose (mg/kg, rat)", ylabel="change of output (%)")
    axes.xaxis.set_major_formatter("{x:g}")
    axes.axhline(0, color=COLOURS["grey"], linewidth=0.8)
    (curve,) = axes.plot([], [], color=COLOURS["blue"], linewidth=2.5)
    return curve


def _directions(axes: Axes) -> Line2D:
    """What was measured at each dose; returns the rings that the toy puts around what it gives."""
    plain_axes(axes, xscale="log", xlim=(DOSES[0], DOSES[-1]), ylim=(-0.7, 2.7))
    axes.set_xticks([])
    axes.minorticks_off()
    axes.set_yticks(range(len(DIRECTIONS)), DIRECTIONS)
    axes.tick_params(length=0)
    axes.spines["bottom"].set_visible(False)
    for way, rows in measured().groupby("direction", sort=False):
        marker, colour = MARKS[str(way)]
        rungs = [DIRECTIONS.index(str(way))] * len(rows)
        label = f"measured: {way}"
        axes.plot(rows["dose_mg_per_kg"], rungs, marker, color=COLOURS[colour], markersize=9, label=label)
    (toy,) = axes.plot([], [], "o", color=COLOURS["blue"], markersize=15, markerfacecolor="none", markeredgewidth=2)
    toy.set_label("the toy gives")
    return toy


def _draw_slices(axes: Axes) -> None:
    """Whether events in mouse slices became more or less frequent, by concentration."""
    events = tables.load("slice_events")
    places = {concentration: place for place, concentration in enumerate(events["concentration_um"].unique())}
    for row in events.itertuples():
        marker, colour = MARKS[str(row.direction)]
        height = 1 if row.events == "excitatory" else 0
        axes.plot(places[row.concentration_um], height, marker, color=COLOURS[colour], markersize=12)
    axes.set(xlim=(-0.6, len(places) - 0.4), ylim=(-0.7, 1.7), xlabel="mouse slices")
    axes.set_title("measured, too", fontsize=9)
    axes.set_xticks(list(places.values()), [f"{concentration:g} µM" for concentration in places])
    axes.set_yticks([0, 1], ["inhibitory\nevents", "excitatory\nevents"])
    axes.tick_params(length=0)
    axes.spines[["top", "right", "left"]].set_visible(False)


# -- reading ---------------------------------------------------------------------------------------


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    fits = f"the toy gets {scene.directions_that_fit} of the {len(scene.measured)} directions measured in rats"
    if not scene.has_hump:
        return f"No hump: {fits}"
    return f"A rise of up to {scene.highest_percent:.0f} %, at {scene.highest_mg_per_kg:.0f} mg/kg: {fits}"


def read(scene: Scene) -> Reading:
    """The condition of the hump, its peak, the change at each measured dose, and how many directions fit."""
    values = ", ".join(
        f"{change:+.0f} % at {dose:g} mg/kg"
        for dose, change in zip(scene.measured_mg_per_kg, scene.toy_percent, strict=True)
    )
    return Reading(
        f"{_sensitivity(scene)} {_hump(scene)} The interneuron's drive is half blocked at {scene.half_mg_per_kg:g} "
        f"mg/kg. The toy gives {values}. Of the {len(scene.measured)} directions measured in rats it gets "
        f"{scene.directions_that_fit}. In mouse slices, 1 µM made inhibitory events rarer and excitatory ones more "
        "frequent; 10 µM made both rarer.",
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
        First values: ``half`` (mg/kg), ``ratio``, ``inhibition``.
    """
    controls = {
        "half": Slider("Dose that half blocks the interneuron", 30, min=2, max=100, step=2, unit="mg/kg"),
        "ratio": Slider("Interneuron more sensitive by", 2, min=1, max=20, step=0.5, unit="times"),
        "inhibition": Slider("Strength of the inhibition", 0.4, min=0, max=1, step=0.05),
    }
    about = About(
        kind="A toy of two cells, to show that an idea can work. It is not a model of any animal.",
        equation="change = inhibition x b_interneuron - b_pyramidal;  b = D / (D + D_half);  "
        "a hump needs inhibition x ratio > 1",
        sources=tables.cite(["moghaddam_1997", "gerhard_2020"]),
        leaves_out="Nearly all: many cells, time, plasticity, other receptors. Its numbers are chosen, not measured.",
    )
    return Explorer("inverted_u", controls, scene, HumpPicture(), read, about, first=first)
