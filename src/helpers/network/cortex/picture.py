"""Picture of the cortex: areas and links on a glass brain, the matrix, and the means of the networks."""

from __future__ import annotations

from functools import cache

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from numpy.typing import NDArray

from helpers import tables
from helpers.interactive import COLOURS, moving, new_figure
from helpers.network.cortex.model import EVERY, NOBODY, Scene, by_network, parcels

NETWORK_STYLES = {
    "visual": ("blue", "o"),
    "somatomotor": ("sky", "s"),
    "dorsal attention": ("green", "^"),
    "salience and ventral attention": ("pink", "v"),
    "limbic": ("yellow", "D"),
    "control": ("orange", "P"),
    "default mode": ("red", "X"),
}
# Within a network or between two: colour and width of a link.
LINK_STYLES = {True: (COLOURS["black"], 0.6), False: (COLOURS["light grey"], 0.5)}
LINK_NAMES = {True: "link within a network", False: "link between networks"}
# Projection, what runs across and up, which hemispheres are seen.
VIEWS = {"l": ("y_mm", "z_mm", ["left"]), "z": ("x_mm", "y_mm", ["left", "right"]), "r": ("y_mm", "z_mm", ["right"])}
FAINT, SMALLEST, PER_LINK = 0.12, 6.0, 1.2  # opacity of other networks; size of a mark, in square points
Places = NDArray[np.float64]


@cache
def outline(view: str) -> pd.DataFrame:
    """Edge of the brain in one projection, in mm of MNI space (Fonov et al. 2011): ``across_mm``, ``up_mm``."""
    lines = tables.load("brain_outline")
    return lines.loc[lines["view"] == ("top" if view == "z" else "side"), ["across_mm", "up_mm"]]


class CortexPicture:
    """Areas on the glass brain, sized by their links; the links; the matrix; the means of the networks."""

    label = (
        "A hundred areas of the cortex and their links on a glass brain, their matrix of correlations, and the means "
        "of the networks"
    )

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.6)
        above, below = self.figure.subfigures(2, 1, height_ratios=[1, 1.5])  # type: ignore[misc]
        self.brains = dict(zip(VIEWS, above.subplots(1, 3, width_ratios=[1.25, 1, 1.25]), strict=True))
        self.places = {view: _places(view) for view in VIEWS}
        self._draw_brains()
        matrix_axes, means_axes = below.subplots(1, 2)
        self._draw_matrix(matrix_axes)
        self._draw_means(means_axes)
        handles = [*self.dots["z"].values(), *self.links["z"].values()]
        self.figure.legend(handles=handles, loc="outside lower center", ncols=3, fontsize=8, frameon=False)
        self.group = ""
        self._lay_out()

    def _draw_brains(self) -> None:
        for view, axes in self.brains.items():
            edge = outline(view)
            axes.fill(
                edge["across_mm"], edge["up_mm"], facecolor=COLOURS["pale grey"], edgecolor=COLOURS["grey"], zorder=0
            )
            axes.set(aspect="equal")
            axes.margins(0.02)
            axes.set_axis_off()
        self.brains["l"].invert_xaxis()  # the front of the left side lies to the left
        self.shown = {(view, name): list(_seen(view, name).index) for view in VIEWS for name in NETWORK_STYLES}
        self.dots = {view: _dots(axes, view) for view, axes in self.brains.items()}
        self.links = {
            view: {
                within: axes.plot([], [], color=colour, linewidth=width, label=LINK_NAMES[within], zorder=1 + within)[0]
                for within, (colour, width) in LINK_STYLES.items()
            }
            for view, axes in self.brains.items()
        }
        black = COLOURS["black"]
        self.rays = {view: axes.plot([], [], color=black, linewidth=2)[0] for view, axes in self.brains.items()}
        self.seeds = {view: axes.plot([], [], "*", color=black, markersize=13)[0] for view, axes in self.brains.items()}
        for view in VIEWS:
            self.rays[view].set_zorder(3)
            self.seeds[view].set_zorder(5)
            moving([*self.dots[view].values(), *self.links[view].values(), self.rays[view], self.seeds[view]])

    def _draw_matrix(self, axes: Axes) -> None:
        empty = mpl.colormaps["cividis"].with_extremes(bad="white")
        self.image = axes.imshow(np.zeros((100, 100)), cmap=empty, vmin=0, vmax=0.8, interpolation="none")
        axes.set(xticks=[])
        axes.set_xlabel("100 areas by network; white: not linked", fontsize=9)
        axes.set_yticks(*_blocks(), fontsize=8)
        axes.tick_params(length=0)
        (self.row,) = axes.plot([], [], color=COLOURS["red"], linewidth=1.5)
        moving([self.image, self.row])

    def _draw_means(self, axes: Axes) -> None:
        self.means = axes.imshow(np.zeros((7, 7)), cmap="cividis", vmin=0, vmax=0.8, interpolation="none")
        names = [short(name) for name in NETWORK_STYLES]
        axes.set_xticks(range(7), names, rotation=90, fontsize=8)
        axes.set_yticks(range(7), names, fontsize=8)
        axes.set_xlabel("mean correlation", fontsize=9)
        axes.tick_params(length=0)
        places = range(7)
        self.values = [[axes.text(c, r, "", ha="center", va="center", fontsize=8) for c in places] for r in places]
        (self.frame,) = axes.plot([], [], color=COLOURS["red"], linewidth=2)
        moving([self.frame])

    def _lay_out(self) -> None:
        """Laid out once: another group must not move anything."""
        for text in [text for row in self.values for text in row]:
            text.set_text("0.00")
        self.figure.draw_without_rendering()
        self.figure.set_layout_engine("none")

    def move(self, scene: Scene) -> None:
        """Show a group's matrix and links above a threshold, a network and an area."""
        if scene.group != self.group:
            self.group = scene.group
            self._show_means(scene.means.to_numpy())
        self.image.set_data(np.ma.masked_invalid(scene.matrix.to_numpy()))
        for view in VIEWS:
            self._show_areas(view, scene)
            self._show_links(view, scene)
        self._frame(scene)

    def _show_means(self, means: Places) -> None:
        self.means.set_data(means)
        for row, texts in enumerate(self.values):
            for column, text in enumerate(texts):
                text.set(text=f"{means[row, column]:.2f}", color="white" if means[row, column] < 0.4 else "black")

    def _show_areas(self, view: str, scene: Scene) -> None:
        for name, artist in self.dots[view].items():
            artist.set_sizes(SMALLEST + PER_LINK * scene.degrees[self.shown[view, name]].to_numpy())
            artist.set_alpha(1.0 if scene.network in (EVERY, name) else FAINT)

    def _show_links(self, view: str, scene: Scene) -> None:
        places = self.places[view]
        for within, line in self.links[view].items():
            chosen = scene.links[scene.links["within"] == within]
            line.set_data(*_strokes(places, list(chosen["one"]), list(chosen["other"])))
        self.rays[view].set_data(*_strokes(places, [scene.seed] * len(scene.neighbours), scene.neighbours))
        self.seeds[view].set_data(*places[places.index == scene.seed].to_numpy().T)

    def _frame(self, scene: Scene) -> None:
        low = np.nan if scene.network == EVERY else list(NETWORK_STYLES).index(scene.network) - 0.5
        self.frame.set_data([low, low + 1, low + 1, low, low], [low, low, low + 1, low + 1, low])
        row = np.nan if scene.seed == NOBODY else by_network().index(scene.seed)
        self.row.set_data([-0.5, 99.5], [row, row])


def _places(view: str) -> pd.DataFrame:
    """Where the areas that a projection shows lie in it (mm)."""
    across, up, sides = VIEWS[view]
    return parcels().loc[parcels()["hemisphere"].isin(sides), [across, up]]


def _strokes(places: pd.DataFrame, ones: list[str], others: list[str]) -> Places:
    """Lines from each of `ones` to each of `others` of which a projection shows both, as x and y with gaps."""
    start, end = places.reindex(ones).to_numpy(), places.reindex(others).to_numpy()
    both = ~(np.isnan(start) | np.isnan(end)).any(axis=1)
    gaps = np.full((int(both.sum()), 2), np.nan)
    return np.stack([start[both], end[both], gaps], axis=1).reshape(-1, 2).T


def _dots(axes: Axes, view: str) -> dict[str, PathCollection]:
    across, up, _ = VIEWS[view]
    dots = {}
    for name, (colour, shape) in NETWORK_STYLES.items():
        own = _seen(view, name)
        style = {"color": COLOURS[colour], "marker": shape, "label": name, "edgecolors": "black", "linewidths": 0.4}
        dots[name] = axes.scatter(own[across], own[up], s=20, zorder=4, **style)  # type: ignore[arg-type]
    return dots


def _seen(view: str, network: str) -> pd.DataFrame:
    """Areas of a network that one projection shows."""
    areas = parcels()
    return areas[areas["hemisphere"].isin(VIEWS[view][2]) & (areas["network"] == network)]


def _blocks() -> tuple[list[float], list[str]]:
    """Where each network lies in the sorted matrix, and its name."""
    place = pd.Series(range(len(parcels())), index=by_network())
    middle = place.groupby(parcels()["network"].reindex(by_network()), sort=False).mean()
    return list(middle), [short(name) for name in middle.index]


def short(network: str) -> str:
    """Name of a network that fits an axis."""
    return network.replace("salience and ventral attention", "salience")
