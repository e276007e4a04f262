"""Picture of the cortex: areas painted on the brain, and the matrix of their correlations with its networks' names."""

from __future__ import annotations

from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.patches import Rectangle

from helpers.interactive import COLOURS, moving, new_figure, plain_axes
from helpers.network.cortex.brain import Brain, style
from helpers.network.cortex.model import EVERY, NOBODY, Scene, by_network, parcels

NETWORK_COLOURS = {
    "visual": "blue",
    "somatomotor": "sky",
    "dorsal attention": "green",
    "salience and ventral attention": "pink",
    "limbic": "yellow",
    "control": "orange",
    "default mode": "red",
}
AREAS = 100
FAINTEST = 0.25  # how strongly an area with hardly any link is painted
# Where brain, matrix and shares stand (parts of the figure).
PLACES = ((0, 0.05, 0.51, 0.95), (0.52, 0.25, 0.48, 0.75), (0.77, 0.02, 0.23, 0.17))
STRIP = (-8, 5)  # where the colours of the networks stand beside the matrix, and how wide
PALE, BLACK = COLOURS["pale grey"], COLOURS["black"]


BY_LINKS, BY_PARTNER = (
    "colour: network; the fuller, the more links",
    "black: the area; in colour: those that go with it",
)


class CortexPicture:
    """The brain, painted by network and links, or by what goes with one area; the matrix above the threshold."""

    label = (
        "The cortex from four sides, a hundred areas painted by their network and by how many links they have, or one "
        "area with all that go with it; beside it the matrix of correlations above the threshold"
    )

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.45)
        self.figure.set_layout_engine("none")
        brain, matrix, shares = (self.figure.add_axes(place) for place in PLACES)
        self.brain = Brain(brain, "seed")
        self.paint = self.brain.paint
        self.brain.draw_below(brain)
        self.painted = brain.text(2, 334, "", fontsize=8, va="top")
        self._draw_matrix(matrix)
        self._draw_shares(shares)
        moving([self.painted, self.image, self.row, *self.names.values(), *self.shares, *self.numbers])

    def _draw_matrix(self, axes: Axes) -> None:
        # The part of the scale that stands out from a light page and from a dark one.
        shades = mpl.colormaps["viridis"](np.linspace(0.8, 0.3, 256))
        empty = ListedColormap(shades).with_extremes(bad="#00000000")
        self.image = axes.imshow(np.zeros((AREAS, AREAS)), cmap=empty, vmin=0, vmax=0.8, interpolation="none")
        axes.set(xlim=(-80, AREAS), ylim=(AREAS + 10, -1), anchor="N")
        axes.set_axis_off()
        axes.add_patch(Rectangle((-0.5, -0.5), AREAS, AREAS, fill=False, edgecolor=COLOURS["grey"], linewidth=0.6))
        self.names: dict[str, Any] = {}
        for name, (middle, size) in blocks().items():
            x, width = STRIP
            strip = Rectangle((x, middle - size / 2), width, size, facecolor=COLOURS[NETWORK_COLOURS[name]])
            axes.add_patch(strip)
            self.names[name] = axes.text(x - 2, middle, short(name), fontsize=8.5, ha="right", va="center")
        words = "all pairs; empty: not linked; darker: more"
        axes.text(AREAS, AREAS + 6, words, fontsize=8, ha="right", va="center")
        (self.row,) = axes.plot([], [], color=COLOURS["pink"], linewidth=1.5)

    def _draw_shares(self, axes: Axes) -> None:
        plain_axes(axes, xlim=(0, 145), ylim=(-0.6, 1.6), xticks=[])
        axes.spines["bottom"].set_visible(False)
        axes.set_yticks([1, 0], ["pairs linked within networks", "between networks"], fontsize=8.5)
        axes.tick_params(axis="y", length=0)
        self.shares = axes.barh([1, 0], [0, 0], 0.7, color=[COLOURS["blue"], COLOURS["orange"]])
        self.numbers = [axes.text(0, place, "", fontsize=8.5, va="center") for place in (1, 0)]

    def move(self, scene: Scene) -> None:
        """Paint the areas, and show what of the matrix is left above the threshold."""
        self.image.set_data(np.ma.masked_invalid(scene.matrix.to_numpy()))
        row = np.nan if scene.seed == NOBODY else by_network().index(scene.seed)
        self.row.set_data([-0.5, AREAS - 0.5], [row, row])
        self.painted.set_text(BY_LINKS if scene.seed == NOBODY else BY_PARTNER)
        network, degrees = parcels()["network"], scene.degrees
        if scene.seed == NOBODY:
            self.brain.fill(lambda area: _by_links(network[area], degrees[area], scene.network))
        else:
            partners = set(scene.neighbours)
            self.brain.fill(lambda area: _by_partner(area, network[area], scene.seed, partners))
        for bar, number, percent in zip(
            self.shares, self.numbers, (scene.within_percent, scene.between_percent), strict=True
        ):
            bar.set_width(percent)
            number.set(text=f"{percent:.0f} %", x=percent + 2)
        self._name(scene)

    def _name(self, scene: Scene) -> None:
        """Beside each network's colour its name and, of the area looked at, how many of its areas go with it."""
        counts = scene.partners_by_network
        for name, text in self.names.items():
            looked_at = scene.network in (EVERY, name)
            told = "" if scene.seed == NOBODY else f": {counts[name]} of {blocks()[name][1]}"
            text.set(text=short(name) + told, fontweight="bold" if looked_at and scene.network != EVERY else "normal")
            text.set_color(BLACK if looked_at else COLOURS["grey"])


def _by_links(network: str, links: int, chosen: str) -> str:
    """An area by its network; the paler, the fewer links it has; without any, or of other networks, grey."""
    if not links or chosen not in (EVERY, network):
        return style(PALE)
    return style(COLOURS[NETWORK_COLOURS[network]], round(FAINTEST + (1 - FAINTEST) * min(links / 50, 1), 1))


def _by_partner(area: str, network: str, seed: str, partners: set[str]) -> str:
    """The area looked at black, those that go with it in the colour of their network, the others grey."""
    if area == seed:
        return style(BLACK, edge=COLOURS["pink"])
    return style(COLOURS[NETWORK_COLOURS[network]] if area in partners else PALE)


def blocks() -> dict[str, tuple[float, int]]:
    """Middle of each network in the sorted matrix, and how many areas it has."""
    place = pd.Series(range(AREAS), index=by_network())
    groups = place.groupby(parcels()["network"].reindex(by_network()), sort=False)
    return {str(name): (float(own.mean()), len(own)) for name, own in groups}


def short(network: str) -> str:
    """Name of a network that fits beside the matrix."""
    return network.replace("salience and ventral attention", "salience")
