"""Picture of the axis: areas along it by network, in the plane of two components, and its length by share of links."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from helpers import tables
from helpers.interactive import COLOURS, moving, new_figure, plain_axes
from helpers.network.cortex import parcels
from helpers.network.gradients.model import LIMITS, SHARES, Scene

STYLES = {"sensory": ("blue", "o"), "attention": ("green", "^"), "transmodal": ("red", "X")}
ENDS = ("sensory", "transmodal")
SMALL = 8.5
LONGEST = 26.0
PARTS = ("strip", "plane", "lengths")
TITLES = {"strip": "Areas along the axis, by network", "lengths": "Its length, by share of links"}


class HierarchyPicture:
    """Areas along the axis, and in the plane of the first two components: grey as they are, coloured with the change.

    Beside them the length of the axis at several shares of links, without and with the change.
    """

    label = (
        "Areas of the cortex along the axis from the senses to the default mode network, in the plane of the first two "
        "components, and the length of the axis by the share of links kept"
    )

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.6)
        parts = "ab;ac"
        axes = self.figure.subplot_mosaic(parts, width_ratios=[1.15, 1], height_ratios=[1.4, 1])
        self.axes = dict(zip(PARTS, axes.values(), strict=True))
        for name, title in TITLES.items():
            self.axes[name].set_title(title, fontsize=9, loc="left")
        self.place = parcels()["place"].to_numpy(dtype=float)
        self.kinds = {kind: np.asarray(parcels()["kind"] == kind) for kind in STYLES}
        self._draw_strip(self.axes["strip"])
        self._draw_plane(self.axes["plane"])
        self._draw_lengths(self.axes["lengths"])
        handles = [*self.dots.values(), self.ticks, self.others]
        self.figure.legend(handles=handles, loc="outside upper left", ncols=3, fontsize=SMALL, frameon=False)
        self.limit = 0.0
        self._lay_out()

    def _draw_strip(self, axes: Axes) -> None:
        networks = tables.load("networks").sort_values("place")
        plain_axes(axes, ylim=(7.6, -0.3), xlabel="first component")
        axes.spines["left"].set_visible(False)
        names = [name.replace("and ventral", "and\nventral") for name in networks["label"]]
        axes.set_yticks(networks["place"], names, fontsize=SMALL)
        axes.tick_params(axis="y", length=0)
        (self.ticks,) = axes.plot([], [], "|", color=COLOURS["grey"], markersize=8, label="without the change")
        self.dots = {kind: _dots(axes, kind, 5.5) for kind in STYLES}
        self.middles = [axes.plot([], [], color=COLOURS[STYLES[kind][0]], linewidth=2)[0] for kind in ENDS]
        (self.span,) = axes.plot([], [], color=COLOURS["black"], linewidth=1.5, marker="|", markersize=8)
        self.told = axes.text(0, 0.2, "", ha="center", va="bottom", fontsize=9, fontweight="bold")
        moving([self.ticks, *self.dots.values(), *self.middles, self.span, self.told])

    def _draw_plane(self, axes: Axes) -> None:
        plain_axes(axes, xlabel="first component", ylabel="second component")
        axes.set_box_aspect(1)
        axes.axhline(0, color=COLOURS["grey"], linewidth=0.8, zorder=0)
        axes.axvline(0, color=COLOURS["grey"], linewidth=0.8, zorder=0)
        (self.ghosts,) = axes.plot([], [], ".", color=COLOURS["light grey"], markersize=4)
        self.points = {kind: _dots(axes, kind, 4.5) for kind in STYLES}
        (self.others,) = axes.plot([], [], "--", color=COLOURS["black"], linewidth=1.3, label="the other group's axis")
        self.eigenvalues = axes.set_title("", fontsize=9, loc="left")

    def _draw_lengths(self, axes: Axes) -> None:
        plain_axes(axes, xlim=(4, 31), ylim=(0, LONGEST), xlabel="strongest links kept (%)", ylabel="length")
        axes.set_xticks([5, 10, 15, 20, 25, 30])
        style: dict[str, Any] = {"markersize": 3, "linewidth": 1.3}
        (self.before,) = axes.plot([], [], "o-", color=COLOURS["grey"], label="without the change", **style)
        (self.after,) = axes.plot([], [], "o-", color=COLOURS["black"], label="with it", **style)
        (self.gap,) = axes.plot([], [], color=COLOURS["red"], linewidth=1.5)
        (self.here,) = axes.plot([], [], "D", color=COLOURS["red"], markersize=6, label="now")
        axes.legend(loc="upper right", fontsize=SMALL, frameon=False)
        moving([self.before, self.after, self.gap, self.here])

    def _lay_out(self) -> None:
        """Laid out once: another share of links must not move the axes."""
        self.eigenvalues.set_text("Eigenvalues 0.000 and 0.000")
        self._reach(max(LIMITS))
        self.figure.draw_without_rendering()
        self.figure.set_layout_engine("none")
        moving([self.ghosts, *self.points.values(), self.others, self.eigenvalues])

    def _reach(self, limit: float) -> None:
        """Give the axes of the map another reach; they stay the same while only the change moves."""
        self.limit = limit
        ticks = [-limit / 2, 0, limit / 2]
        self.axes["strip"].set(xlim=(-limit, limit), xticks=ticks)
        self.axes["plane"].set(xlim=(-limit, limit), ylim=(-limit, limit), xticks=ticks, yticks=ticks)

    def move(self, scene: Scene) -> None:
        """Show a map without and with the change, and its length beside those at other shares of links."""
        if scene.limit != self.limit:
            self._reach(scene.limit)
        before, after = scene.before.coordinates, scene.after.coordinates
        self.ticks.set_data(before[:, 0], self.place - 0.25)
        self.ghosts.set_data(before[:, 0], before[:, 1])
        for kind, own in self.kinds.items():
            self.dots[kind].set_data(after[own, 0], self.place[own] + 0.1)
            self.points[kind].set_data(after[own, 0], after[own, 1])
        for line, middle in zip(self.middles, scene.after.middles, strict=True):
            line.set_data([middle, middle], [0.4, 7.5])
        self.span.set_data(scene.after.middles, [0.4, 0.4])
        self.told.set_text(f"{scene.after.length:.1f}, {scene.length_percent:.0f} % of {scene.before.length:.1f}")
        along, across = scene.others_axis
        self.others.set_data([-scene.limit * along, scene.limit * along], [-scene.limit * across, scene.limit * across])
        first, second, _ = scene.before.eigenvalues
        self.eigenvalues.set_text(f"Eigenvalues {first:.3f} and {second:.3f}")
        self._move_lengths(scene)

    def _move_lengths(self, scene: Scene) -> None:
        self.before.set_data(SHARES, scene.lengths_before)
        self.after.set_data(SHARES, scene.lengths_after)
        self.gap.set_data([scene.keep, scene.keep], [scene.before.length, scene.after.length])
        self.here.set_data([scene.keep], [scene.after.length])


def _dots(axes: Axes, kind: str, size: float) -> Line2D:
    """Marks of one kind of areas."""
    colour, shape = STYLES[kind]
    return axes.plot([], [], shape, color=COLOURS[colour], markersize=size, label=f"{kind} areas")[0]
