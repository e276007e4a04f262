"""A toy: why a little ketamine raises glutamate in the prefrontal cortex, and a lot lowers it.

Equation
--------
An interneuron inhibits a pyramidal cell; both are driven through NMDA receptors. A dose D blocks the share
``b = D / (D + D_half)`` of the drive, with a smaller ``D_half`` for the interneuron, which is more sensitive. Then
``change of output = inhibition x b_interneuron - b_pyramidal``, in units of the pyramidal cell's NMDA drive, and output
can't fall below zero. Relief from inhibition comes first, loss of drive later: a hump. With equal sensitivities the
two terms have one shape, and the hump is gone.

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

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, new_figure, old_explorer

DOSES = np.geomspace(1, 300, 160)
RESTING_OUTPUT = 1.0  # in units of the pyramidal cell's NMDA drive; a choice of this toy
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


# -- picture ---------------------------------------------------------------------------------------


class HumpPicture:
    """Output against dose, with the directions that were measured."""

    label = "Toy circuit: change of the output against the dose, beside what was measured in rats and in mouse slices"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.8)
        self.axes, beside = self.figure.subplots(1, 2, width_ratios=[3.4, 1])
        self.axes.set(xscale="log", xlabel="dose (mg/kg, rat)", ylabel="change of output (%)")
        self.axes.set_xlim(DOSES[0], DOSES[-1])
        self.axes.set_ylim(-70, 70)
        self.axes.xaxis.set_major_formatter("{x:g}")
        self.axes.axhline(0, color=COLOURS["grey"], linewidth=0.8)
        self.axes.spines[["top", "right"]].set_visible(False)
        for direction, rows in measured().groupby("direction", sort=False):
            marker, colour = MARKS[str(direction)]
            height = np.full(len(rows), 58)
            label = f"measured: {direction}"
            doses = rows["dose_mg_per_kg"]
            self.axes.plot(doses, height, marker, color=COLOURS[colour], markersize=10, linestyle="none", label=label)
        (self.curve,) = self.axes.plot([], [], color=COLOURS["blue"], linewidth=2.5, animated=True)
        _draw_slices(beside)
        self.figure.legend(loc="outside upper left", ncols=3, fontsize=9, frameon=False)

    def draw(self, half: float, ratio: float, inhibition: float) -> Reading:
        """Move the curve to the scene."""
        change = change_percent(DOSES, half, ratio, inhibition)
        self.curve.set_data(DOSES, change)
        at = {dose: float(change_percent(dose, half, ratio, inhibition)) for dose in measured()["dose_mg_per_kg"]}
        fits = sum(
            _direction(change) == row.direction
            for change, row in zip(at.values(), measured().itertuples(), strict=True)
        )
        quantities = {f"change_at_{dose:g}_percent": value for dose, value in at.items()}
        quantities |= {"directions_that_fit": float(fits), "highest_percent": float(max(change.max(), 0))}
        return Reading(describe(at, change, fits, ratio), quantities)


def _draw_slices(axes: Axes) -> None:
    """Whether events in mouse slices became more or less frequent, by concentration."""
    events = tables.load("slice_events")
    places = {concentration: place for place, concentration in enumerate(events["concentration_um"].unique())}
    for row in events.itertuples():
        marker, colour = MARKS[str(row.direction)]
        height = 1 if row.events == "excitatory" else 0
        axes.plot(places[row.concentration_um], height, marker, color=COLOURS[colour], markersize=12)
    axes.set(xlim=(-0.6, len(places) - 0.4), ylim=(-0.7, 1.7), xlabel="mouse slices")
    axes.set_xticks(list(places.values()), [f"{concentration:g} µM" for concentration in places])
    axes.set_yticks([0, 1], ["inhibitory\nevents", "excitatory\nevents"])
    axes.tick_params(length=0)
    axes.spines[["top", "right", "left"]].set_visible(False)


def _direction(change: float, least: float = 3.0) -> str:
    """Direction of a change (%), where less than `least` counts as none."""
    return "unchanged" if abs(change) < least else "up" if change > 0 else "down"


def describe(at: dict[float, float], change: NDArray[np.float64], fits: int, ratio: float) -> str:
    """The reading: the peak of the hump, the change at each measured dose, and how many directions fit."""
    peak = int(change.argmax())
    hump = (
        f"The output is highest at {DOSES[peak]:.0f} mg/kg, {change[peak]:+.0f} %. "
        if change[peak] > 0.5
        else "There is no hump. "
    )
    values = ", ".join(f"{value:+.0f} % at {dose:g} mg/kg" for dose, value in at.items())
    sensitivity = (
        "The two cells are equally sensitive. " if ratio == 1 else f"The interneuron is {ratio:g} times as sensitive. "
    )
    return (
        f"{sensitivity}{hump}The toy gives {values}. Of the {len(at)} directions measured in rats it gets {fits}. "
        "In mouse slices, 1 µM made inhibitory events rarer and excitatory ones more frequent; 10 µM made both rarer."
    )


# -- explorer --------------------------------------------------------------------------------------


def explore_inverted_u(**scene: Any) -> Explorer:
    """Sensitivities and inhibition of a toy circuit against the hump in the data.

    Parameters
    ----------
    **scene
        First values: ``half`` (mg/kg), ``ratio``, ``inhibition``.

    Returns
    -------
    Explorer
        With the quantities ``change_at_10_percent`` and so on for each measured dose, ``directions_that_fit`` and
        ``highest_percent``.
    """
    controls = {
        "half": Slider("Dose that half blocks the interneuron", 30, min=2, max=100, step=2, unit="mg/kg"),
        "ratio": Slider("Interneuron more sensitive by", 2, min=1, max=20, step=0.5, unit="times"),
        "inhibition": Slider("Strength of the inhibition", 0.4, min=0, max=1, step=0.05),
    }
    about = About(
        kind="A toy of two cells, to show that an idea can work. It is not a model of any animal.",
        equation="change = inhibition x b_interneuron - b_pyramidal;  b = D / (D + D_half)",
        sources=tables.cite(["moghaddam_1997", "gerhard_2020"]),
        leaves_out="Nearly all: many cells, time, plasticity, other receptors. Its numbers are chosen, not measured.",
    )
    title = "Why does a little ketamine raise glutamate, and a lot lower it?"
    return old_explorer("inverted_u", title, controls, HumpPicture(), about, scene=scene)
