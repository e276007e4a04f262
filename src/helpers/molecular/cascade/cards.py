"""Picture of all wirings: how many experiments each of them fits, does not fit, and says nothing about."""

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
LEFT, RIGHT, SILENT_FROM = -19.5, 39.0, 28.0  # ends of the picture, and where the silent begin (marks)
TOP, BOTTOM, LABEL_ABOVE, TALL = -1.15, 7.15, 0.47, 0.96  # heights, in rows
PEOPLE, ANIMALS = True, False
SHAPES = {PEOPLE: ("D", "people"), ANIMALS: ("s", "rats and mice")}
# Colour and size of a mark, the place of the first, and the step to the next.
PILES: dict[str, tuple[str, float, float, float]] = {
    "fits": ("blue", 4.6, 0.8, 1.0),
    "does not fit": ("red", 4.6, -0.8, -1.0),
    "silent": ("light grey", 4.0, SILENT_FROM, 0.6),
    "cannot tell": ("grey", 4.0, SILENT_FROM, 0.6),
}
ROW: dict[str, Any] = {"fontsize": 9, "va": "center"}


class CardsPicture:
    """One row a wiring: experiments that fit lie to the right of the line, those that don't to the left."""

    label = "Each wiring in a row, with the experiments that it fits, that it does not fit, and on which it is silent"

    def __init__(self) -> None:
        self.figure = new_figure(4.8, 3.5)
        self.figure.set_layout_engine("none")
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.rows = {name: row for row, name in enumerate(names())}
        self.axes.set(xlim=(LEFT, RIGHT), ylim=(BOTTOM, TOP))
        self.axes.set_axis_off()
        self.band = Rectangle((LEFT, 0), RIGHT - LEFT, TALL, facecolor=COLOURS["pale blue"], zorder=0)
        self.axes.add_patch(self.band)
        self.axes.plot([0, 0], [-0.7, len(self.rows) - 0.7], color=COLOURS["grey"], linewidth=1)
        self._head(self.axes)
        self.labels = {
            name: self.axes.text(LEFT + 0.4, row - LABEL_ABOVE, label_of(name), **ROW)
            for name, row in self.rows.items()
        }
        for name, text in self.labels.items():
            pickable(text, "name", name)
        self.cards = {(verdict, people): self._pile(verdict, people) for verdict in PILES for people in SHAPES}
        self.fits, self.fails = (
            [self.axes.text(0, row, "", ha=ha, **ROW) for row in self.rows.values()] for ha in ("left", "right")
        )
        self.quiet = [self.axes.text(0, row, "", color=COLOURS["grey"], **ROW) for row in self.rows.values()]
        moving([self.band, *self.labels.values(), *self.cards.values(), *self.fits, *self.fails, *self.quiet])

    def _head(self, axes: Axes) -> None:
        for x, words, colour, ha in (
            (-0.8, "does not fit", "red", "right"),
            (0.8, "fits", "blue", "left"),
            (RIGHT - 0.4, "silent, undecided", "grey", "right"),
        ):
            axes.text(x, -0.95, words, color=COLOURS[colour], ha=ha, fontweight="bold", fontsize=9, va="center")
        end = BOTTOM - 0.35
        for x, people in ((LEFT + 1, PEOPLE), (LEFT + 10, ANIMALS)):
            shape, words = SHAPES[people]
            axes.plot([x], [end], shape, color=COLOURS["grey"], markersize=5.2)
            axes.text(x + 1, end, words, **ROW)
        axes.text(RIGHT - 0.4, end, "a mark is an experiment", ha="right", **ROW)

    def _pile(self, verdict: str, people: bool) -> Line2D:
        colour, size, *_ = PILES[verdict]
        return self.axes.plot([], [], SHAPES[people][0], color=COLOURS[colour], markersize=size)[0]

    def move(self, scene: MatrixScene) -> None:
        """Sort the marks under each wiring, people first, and mark the chosen one."""
        people = (scene.rows["species"] == "human").to_numpy()
        for name, row in self.rows.items():
            self.fits[row].set(text=str(scene.counted_under(name, "fits")), x=scene.counted_under(name, "fits") + 1.0)
            fails = scene.counted_under(name, "does not fit")
            self.fails[row].set(text=str(fails), x=-fails - 1.0)
            quiet = scene.counted_under(name, "silent") + scene.counted_under(name, "cannot tell")
            self.quiet[row].set(text=str(quiet), x=SILENT_FROM + 0.6 * quiet + 0.4)
            self.labels[name].set_fontweight("bold" if name == scene.name else "normal")
        for (verdict, of_people), cards in self.cards.items():
            x, y = self._places(scene.verdicts, people, verdict, of_people)
            cards.set_data(x, y)
        self.band.set_y(self.rows[scene.name] - LABEL_ABOVE - 0.24)

    def _places(self, verdicts: pd.DataFrame, people: Places, verdict: str, of_people: bool) -> tuple[Places, Places]:
        """Where the marks of a pile lie: those of people first; what can't decide after what is silent."""
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
