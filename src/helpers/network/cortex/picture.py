"""Pictures of the cortex: areas on a glass brain, the matrix, and the means of the networks."""

from __future__ import annotations

from functools import cache

import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection

from helpers import tables
from helpers.interactive import COLOURS, Reading, new_figure
from helpers.network.cortex.model import block_means, connectivity, modularity, network_graph, parcels, strengths

NOBODY, EVERY = "none", "all"
NETWORK_STYLES = {
    "visual": ("blue", "o"),
    "somatomotor": ("sky", "s"),
    "dorsal attention": ("green", "^"),
    "salience and ventral attention": ("pink", "v"),
    "limbic": ("yellow", "D"),
    "control": ("orange", "P"),
    "default mode": ("red", "X"),
}
# Projection, what runs across and up, which hemispheres are seen.
VIEWS = {"l": ("y_mm", "z_mm", ["left"]), "z": ("x_mm", "y_mm", ["left", "right"]), "r": ("y_mm", "z_mm", ["right"])}


@cache
def outline(view: str) -> pd.DataFrame:
    """Edge of the brain in one projection, in mm of MNI space (Fonov et al. 2011): ``across_mm``, ``up_mm``."""
    lines = tables.load("brain_outline")
    return lines.loc[lines["view"] == ("top" if view == "z" else "side"), ["across_mm", "up_mm"]]


class CortexPicture:
    """Areas on the glass brain, sized by degree; links of one area; the matrix; the means of the networks."""

    label = (
        "A hundred areas of the cortex on a glass brain, their matrix of correlations, and the means of the networks"
    )

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 6.4)
        above, below = self.figure.subfigures(2, 1, height_ratios=[1, 1.35])  # type: ignore[misc]
        self.brains = dict(zip(VIEWS, above.subplots(1, 3, width_ratios=[1.25, 1, 1.25]), strict=True))
        self.matrix_axes, self.means_axes = below.subplots(1, 2)
        self.shown = {(view, name): list(_seen(view, name).index) for view in VIEWS for name in NETWORK_STYLES}
        self.dots = {view: _dots(axes, view) for view, axes in self.brains.items()}
        self.links = {
            view: axes.plot([], [], color=COLOURS["black"], linewidth=0.8)[0] for view, axes in self.brains.items()
        }
        self.seeds = {
            view: axes.plot([], [], "*", color=COLOURS["black"], markersize=13)[0] for view, axes in self.brains.items()
        }
        for artist in [*self.links.values(), *self.seeds.values()]:
            artist.set_animated(True)
        self._draw_matrix()
        self.group = ""
        self.figure.legend(
            *self.brains["z"].get_legend_handles_labels(),
            loc="outside lower center",
            ncols=3,
            fontsize=8,
            frameon=False,
        )
        self._show_group("main", connectivity("main"))
        self.figure.draw_without_rendering()
        self.figure.set_layout_engine("none")  # laid out once: another group must not move anything

    def draw(self, group: str, threshold: float, network: str, seed: str) -> Reading:
        """Show a group's matrix, and the links of one area above a threshold."""
        matrix = connectivity(group)
        self._show_group(group, matrix)
        graph = network_graph(matrix, threshold)
        degree = pd.Series(dict(graph.degree()))
        for view, dots in self.dots.items():
            for name, artist in dots.items():
                artist.set_sizes(6 + 1.2 * degree[self.shown[view, name]])
                artist.set_alpha(1.0 if network in (EVERY, name) else 0.12)
            self._show_seed(view, seed, list(graph[seed]) if seed != NOBODY else [])
        self._frame(network, seed)
        return read(group, threshold, network, seed, matrix, graph)

    def _draw_matrix(self) -> None:
        style = {"cmap": "cividis", "vmin": 0, "vmax": 0.8, "interpolation": "none"}
        self.image = self.matrix_axes.imshow(np.zeros((100, 100)), **style)
        self.matrix_axes.set(xticks=[], xlabel="100 areas, by network")
        self.matrix_axes.set_yticks(*_blocks(), fontsize=7.5)
        self.matrix_axes.tick_params(length=0)
        (self.row,) = self.matrix_axes.plot([], [], color=COLOURS["red"], linewidth=1.5, animated=True)
        self.means = self.means_axes.imshow(np.zeros((7, 7)), **style)
        names = [short(name) for name in NETWORK_STYLES]
        self.means_axes.set_xticks(range(7), names, rotation=35, ha="right", fontsize=7.5)
        self.means_axes.set_yticks(range(7), names, fontsize=7.5)
        self.values = [
            [self.means_axes.text(c, r, "", ha="center", va="center", fontsize=7) for c in range(7)] for r in range(7)
        ]
        (self.frame,) = self.means_axes.plot([], [], color=COLOURS["red"], linewidth=2, animated=True)

    def _show_group(self, group: str, matrix: pd.DataFrame) -> None:
        if group == self.group:
            return
        self.group = group
        means = block_means(matrix).to_numpy()
        self.image.set_data(matrix.loc[by_network(), by_network()].to_numpy())
        self.means.set_data(means)
        for row, texts in enumerate(self.values):
            for column, text in enumerate(texts):
                text.set(text=f"{means[row, column]:.2f}", color="white" if means[row, column] < 0.4 else "black")

    def _show_seed(self, view: str, seed: str, neighbours: list[str]) -> None:
        across, up, sides = VIEWS[view]
        seen = parcels()[parcels()["hemisphere"].isin(sides)]
        if seed not in seen.index:
            self.links[view].set_data([], [])
            self.seeds[view].set_data([], [])
            return
        start = seen.loc[seed, [across, up]]
        ends = seen.loc[[name for name in neighbours if name in seen.index], [across, up]].to_numpy()
        lines = (
            [[*start], [np.nan, np.nan]]
            if not len(ends)
            else [p for end in ends for p in ([*start], [*end], [np.nan] * 2)]
        )
        self.links[view].set_data(*np.array(lines, dtype=float).T)
        self.seeds[view].set_data([start.iloc[0]], [start.iloc[1]])

    def _frame(self, network: str, seed: str) -> None:
        if network == EVERY:
            self.frame.set_data([], [])
        else:
            low = list(NETWORK_STYLES).index(network) - 0.5
            self.frame.set_data([low, low + 1, low + 1, low, low], [low, low, low + 1, low + 1, low])
        row = by_network().index(seed) if seed != NOBODY else None
        self.row.set_data([] if row is None else [-0.5, 99.5], [] if row is None else [row, row])


def _dots(axes: Axes, view: str) -> dict[str, PathCollection]:
    across, up, _ = VIEWS[view]
    edge = outline(view)
    axes.fill(edge["across_mm"], edge["up_mm"], facecolor="#f2f2f2", edgecolor=COLOURS["grey"], linewidth=1, zorder=0)
    axes.set(aspect="equal")
    axes.margins(0.02)
    if view == "l":
        axes.invert_xaxis()  # the front of the left side lies to the left
    axes.set_axis_off()
    dots = {}
    for name, (colour, shape) in NETWORK_STYLES.items():
        own = _seen(view, name)
        style = {"color": COLOURS[colour], "marker": shape, "label": name, "edgecolors": "black", "linewidths": 0.4}
        dots[name] = axes.scatter(own[across], own[up], s=20, animated=True, **style)  # type: ignore[arg-type]
    return dots


def _seen(view: str, network: str) -> pd.DataFrame:
    """Areas of a network that one projection shows."""
    areas = parcels()
    return areas[areas["hemisphere"].isin(VIEWS[view][2]) & (areas["network"] == network)]


def read(group: str, threshold: float, network: str, seed: str, matrix: pd.DataFrame, graph: nx.Graph) -> Reading:
    """The reading: links above the threshold, modularity, the chosen network and the chosen area."""
    strength = strengths(matrix)
    chosen = strength if network == EVERY else strength.loc[[network]]
    share = 100 * graph.number_of_edges() / (len(matrix) * (len(matrix) - 1) / 2)
    quantities = {
        "links_percent": share,
        "modularity": modularity(graph),
        "within": float(chosen["within"].mean()),
        "between": float(chosen["between"].mean()),
        "degree": float(graph.degree[seed]) if seed != NOBODY else 0.0,
    }
    who = "The networks" if network == EVERY else f"The {network} network"
    text = (
        f"{group.capitalize()} group, healthy people without drug. {who}: mean correlation {quantities['within']:.2f} "
        f"within, {quantities['between']:.2f} with other networks. At r of {threshold:g} or more {share:.0f} % of all "
        f"pairs are linked, and modularity is {quantities['modularity']:.2f}."
    )
    return Reading(text + _about(seed, graph), quantities)


def _about(seed: str, graph: nx.Graph) -> str:
    if seed == NOBODY:
        return ""
    linked = parcels().loc[list(graph[seed]), "network"].value_counts()
    own = parcels().loc[seed, "network"]
    name = f" {seed} ({own}) has {linked.sum()} links"
    return f"{name}." if linked.empty else f"{name}, {linked.get(own, 0)} of them within its own network."


def by_network() -> list[str]:
    """Labels of the areas, sorted by network."""
    return list(parcels().sort_values(["place", "parcel_id"]).index)


def _blocks() -> tuple[list[float], list[str]]:
    """Where each network lies in the sorted matrix, and its name."""
    place = pd.Series(range(len(parcels())), index=by_network())
    middle = place.groupby(parcels()["network"].reindex(by_network()), sort=False).mean()
    return list(middle), [short(name) for name in middle.index]


def short(network: str) -> str:
    """Name of a network that fits an axis."""
    return network.replace("salience and ventral attention", "salience")


def network_names() -> list[str]:
    """Names of the networks in the course's order."""
    return list(tables.load("networks").sort_values("place")["label"])
