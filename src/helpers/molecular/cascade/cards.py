"""Picture of all wirings: each experiment is a card, which each wiring sorts into fits, does not fit, and silent."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from helpers.interactive import COLOURS, moving, new_figure, pickable
from helpers.molecular.cascade.model import label_of, names
from helpers.molecular.cascade.scenes import MatrixScene

Places = NDArray[np.float64]
LEFT, RIGHT, SILENT_FROM = -38.0, 37.0, 28.5  # ends of the picture, and where the silent begin (cards)
PEOPLE, ANIMALS = True, False
SHAPES = {PEOPLE: ("D", "people"), ANIMALS: ("s", "rats and mice")}
# Colour and size of a card, the place of the first, and the step to the next.
PILES: dict[str, tuple[str, float, float, float]] = {
    "fits": ("blue", 5.4, 0.7, 1.0),
    "does not fit": ("red", 5.4, -0.7, -1.0),
    "silent": ("light grey", 4.4, SILENT_FROM, 0.62),
    "cannot tell": ("grey", 4.4, SILENT_FROM, 0.62),
}


class CardsPicture:
    """One row a wiring: cards that fit lie to the right of the line, cards that don't to the left."""

    label = "Each wiring in a row, with the experiments that it fits, that it does not fit, and on which it is silent"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.6)
        self.figure.set_layout_engine("none")
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.rows = {name: row for row, name in enumerate(names())}
        self.axes.set(xlim=(LEFT, RIGHT), ylim=(len(self.rows) + 0.5, -1.3))
        self.axes.set_axis_off()
        self.band = Rectangle((LEFT, 0), RIGHT - LEFT, 0.9, facecolor=COLOURS["pale blue"], zorder=0)
        self.axes.add_patch(self.band)
        self.axes.plot([0, 0], [-0.5, len(self.rows) - 0.4], color=COLOURS["grey"], linewidth=1)
        self._head(self.axes)
        self.labels = {name: self.axes.text(LEFT + 0.5, row, label_of(name), **ROW) for name, row in self.rows.items()}
        for name, text in self.labels.items():
            pickable(text, "name", name)
        self.cards = {(verdict, people): self._pile(verdict, people) for verdict in PILES for people in SHAPES}
        self.fits, self.fails = (
            [self.axes.text(0, row, "", ha=ha, **ROW) for row in self.rows.values()] for ha in ("left", "right")
        )
        moving([self.band, *self.labels.values(), *self.cards.values(), *self.fits, *self.fails])

    def _head(self, axes: Axes) -> None:
        for x, words, colour, ha in (
            (-0.8, "does not fit", "red", "right"),
            (0.8, "fits", "blue", "left"),
            (RIGHT, "silent or undecided", "grey", "right"),
        ):
            axes.text(x, -0.85, words, color=COLOURS[colour], ha=ha, fontweight="bold", fontsize=9, va="center")
        end = len(self.rows) + 0.1
        for x, people in ((LEFT + 0.9, PEOPLE), (LEFT + 10, ANIMALS)):
            shape, words = SHAPES[people]
            axes.plot([x], [end], shape, color=COLOURS["grey"], markersize=5.2)
            axes.text(x + 1, end, words, fontsize=8.5, va="center")
        axes.text(LEFT + 24, end, "each mark is an experiment; click a wiring", fontsize=8.5, va="center")

    def _pile(self, verdict: str, people: bool) -> Line2D:
        colour, size, *_ = PILES[verdict]
        return self.axes.plot([], [], SHAPES[people][0], color=COLOURS[colour], markersize=size)[0]

    def move(self, scene: MatrixScene) -> None:
        """Sort the cards under each wiring, people first, and mark the chosen one."""
        people = (scene.rows["species"] == "human").to_numpy()
        for name, row in self.rows.items():
            self.fits[row].set(text=str(scene.counted_under(name, "fits")), x=scene.counted_under(name, "fits") + 1.0)
            fails = scene.counted_under(name, "does not fit")
            self.fails[row].set(text=str(fails), x=-fails - 1.0)
            self.labels[name].set_fontweight("bold" if name == scene.name else "normal")
        for (verdict, of_people), cards in self.cards.items():
            x, y = self._places(scene.verdicts, people, verdict, of_people)
            cards.set_data(x, y)
        self.band.set_y(self.rows[scene.name] - 0.45)

    def _places(self, verdicts: pd.DataFrame, people: Places, verdict: str, of_people: bool) -> tuple[Places, Places]:
        """Where the cards of a pile lie: those of people first; what can't decide after what is silent."""
        *_, first, step = PILES[verdict]
        x, y = [], []
        for name, row in self.rows.items():
            of = verdicts[name].to_numpy()
            before = int((of == "silent").sum()) if verdict == "cannot tell" else 0
            before += 0 if of_people else int(((of == verdict) & people).sum())
            count = int(((of == verdict) & (people == of_people)).sum())
            x += [first + step * (before + place) for place in range(count)]
            y += [float(row)] * count
        return np.array(x), np.array(y)


ROW: dict[str, Any] = {"fontsize": 9, "va": "center"}
