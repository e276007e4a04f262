"""Picture of the axis: the brain painted along a direction of the map, the map itself, and the length of its axis."""

from __future__ import annotations

from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex

from helpers.interactive import COLOURS, moving, new_figure, plain_axes
from helpers.network.cortex import parcels
from helpers.network.cortex.brain import Brain, style
from helpers.network.gradients.model import SHARES, Scene

KINDS = {"sensory": "o", "attention": "^", "transmodal": "X"}
SMALL = 8.5
LONGEST = 26.0
# Where brain, map and lengths stand (parts of the figure).
PLACES = ((0, 0.02, 0.43, 0.96), (0.5, 0.16, 0.26, 0.64), (0.835, 0.16, 0.16, 0.64))
SHADES = 10  # of the painting, to each side of its middle


class HierarchyPicture:
    """The brain, painted along a direction of the map; the map, grey as it is and coloured with the change; lengths."""

    label = (
        "The cortex painted along an axis from the senses to the default mode network, the map of all areas in the "
        "plane of the first two components, and the length of the axis by the share of links kept"
    )

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.25)
        self.figure.set_layout_engine("none")
        brain, self.plane, self.lengths = (self.figure.add_axes(place) for place in PLACES)
        self.brain = Brain(brain)
        self.paint = self.brain.paint
        self.ends = brain.text(2, 314, "", fontsize=8.5, va="top")
        moving([self.ends])
        self.kinds = {kind: np.asarray(parcels()["kind"] == kind) for kind in KINDS}
        self._draw_plane(self.plane)
        self._draw_lengths(self.lengths)
        self.limit = 0.0

    def _draw_plane(self, axes: Axes) -> None:
        plain_axes(axes, xlabel="first component (the axis)", ylabel="second component")
        axes.xaxis.label.set_fontsize(SMALL)
        axes.yaxis.label.set_fontsize(SMALL)
        axes.tick_params(labelsize=SMALL)
        axes.axhline(0, color=COLOURS["light grey"], linewidth=0.8, zorder=0)
        axes.axvline(0, color=COLOURS["light grey"], linewidth=0.8, zorder=0)
        (self.ghosts,) = axes.plot([], [], ".", color=COLOURS["light grey"], markersize=4)
        self.points = {kind: _dots(axes, kind) for kind in KINDS}
        (self.others,) = axes.plot([], [], ":", color=COLOURS["grey"], linewidth=1.5, label="other people's axis")
        (self.direction,) = axes.plot([], [], color=COLOURS["black"], linewidth=1.8, label="painted along this line")
        (self.end,) = axes.plot([], [], "o", color=COLOURS["black"], markersize=7)
        (self.span,) = axes.plot([], [], color=COLOURS["pink"], linewidth=3, marker="|", markersize=9)
        paper = {"facecolor": COLOURS["white"], "edgecolor": "none", "pad": 0.5}
        self.told = axes.text(0, 0, "", ha="center", va="bottom", fontsize=SMALL, bbox=paper)
        handles = [*self.points.values(), self.direction, self.others]
        place: dict[str, Any] = {"loc": "lower left", "bbox_to_anchor": (-0.28, 1.0), "ncols": 2}
        tight: dict[str, Any] = {"columnspacing": 0.8, "handletextpad": 0.3, "handlelength": 1.4, "frameon": False}
        axes.legend(handles=handles, fontsize=SMALL, **place, **tight)
        moving([self.ghosts, *self.points.values(), self.others, self.direction, self.end, self.span, self.told])

    def _draw_lengths(self, axes: Axes) -> None:
        plain_axes(axes, xlim=(4, 31), ylim=(0, LONGEST), xlabel="links kept (%)", xticks=[5, 10, 20, 30])
        axes.xaxis.label.set_fontsize(SMALL)
        axes.tick_params(labelsize=SMALL)
        axes.set_title("length of the axis", fontsize=SMALL)
        points: dict[str, Any] = {"markersize": 3, "linewidth": 1.3}
        (self.before,) = axes.plot([], [], "o-", color=COLOURS["grey"], **points)
        (self.after,) = axes.plot([], [], "o-", color=COLOURS["black"], **points)
        (self.gap,) = axes.plot([], [], color=COLOURS["pink"], linewidth=1.5)
        (self.here,) = axes.plot([], [], "D", color=COLOURS["pink"], markersize=7)
        self.now = axes.text(0, 0, "", fontsize=SMALL, va="bottom")
        moving([self.before, self.after, self.gap, self.here, self.now])

    def move(self, scene: Scene) -> None:
        """Paint the brain along the direction, show the map without and with the change, and its length."""
        if scene.limit != self.limit:
            self._reach(scene.limit)
        places = np.clip(scene.painted / scene.limit, -1, 1)
        shades = dict(zip(parcels().index, places, strict=True))
        self.ends.set_text("painted: blue at the end of the {}, red at that\nof the {} network".format(*scene.ends))
        self.brain.fill(lambda area: style(shade(shades[area])))
        before, after = scene.before.coordinates, scene.after.coordinates
        self.ghosts.set_data(before[:, 0], before[:, 1])
        for kind, own in self.kinds.items():
            self.points[kind].set_offsets(after[own, :2])
            self.points[kind].set_facecolor([shade(each) for each in places[own]])
        along, across = scene.others_axis
        reach = np.array([-scene.limit, scene.limit])
        self.others.set_data(reach * along, reach * across)
        x, y = scene.direction
        self.direction.set_data(reach * x, reach * y)
        self.end.set_data([0.94 * scene.limit * x], [0.94 * scene.limit * y])
        self.span.set_data(scene.after.middles, [-0.94 * scene.limit] * 2)
        self.told.set(text=f"length {scene.after.length:.1f}", x=0, y=-0.9 * scene.limit)
        self._move_lengths(scene)

    def _reach(self, limit: float) -> None:
        """Give the axes of the map another reach; they stay the same while only the change moves."""
        self.limit = limit
        ticks = [-limit / 2, 0, limit / 2]
        self.plane.set(xlim=(-limit, limit), ylim=(-limit, limit), xticks=ticks, yticks=ticks)

    def _move_lengths(self, scene: Scene) -> None:
        self.before.set_data(SHARES, scene.lengths_before)
        self.after.set_data(SHARES, scene.lengths_after)
        self.gap.set_data([scene.keep, scene.keep], [scene.before.length, scene.after.length])
        self.here.set_data([scene.keep], [scene.after.length])
        self.now.set(
            text=f"{scene.after.length:.1f}", x=scene.keep, y=max(scene.after.length, scene.before.length) + 1.5
        )
        self.now.set_horizontalalignment("left" if scene.keep < 20 else "right")


def shade(value: float) -> str:
    """Colour of a place along the direction (-1 to 1): blue to red, over light grey."""
    return to_hex(mpl.colormaps["coolwarm"](0.5 + 0.5 * round(value * SHADES) / SHADES))


def _dots(axes: Axes, kind: str) -> PathCollection:
    """Marks of one kind of areas; their colour is that of the brain."""
    style: dict[str, Any] = {"edgecolor": COLOURS["grey"], "linewidth": 0.4}
    return axes.scatter([], [], s=24, marker=KINDS[kind], color=COLOURS["light grey"], label=kind, **style)
