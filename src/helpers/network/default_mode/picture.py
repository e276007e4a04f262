"""Picture of the findings: one row each, in words what was compared, and a mark on the day of the measurement."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from helpers.interactive import COLOURS, moving, new_figure, plain_axes
from helpers.network.cortex import parcels
from helpers.network.cortex.brain import Brain, style
from helpers.network.cortex.picture import NETWORK_COLOURS
from helpers.network.default_mode.model import DIRECTIONS, DURING, SPOKEN, UNSTATED, Scene, every_finding

STYLES = {
    "down": ("red", "v"),
    "unchanged or back again": ("black", "o"),
    "normalised": ("green", "D"),
    "up here, down there": ("orange", "X"),
    "up": ("blue", "^"),
}
# Where the columns of text begin (share of the width left of the marks), and their heads.
COLUMNS = {"connections": (0.0, "which connections"), "people": (0.37, "in whom"), "contrast": (0.7, "compared")}
BEFORE = {"baseline": "before"}
PALE = COLOURS["grey"]
ROWS = len(DIRECTIONS) + 13
# Where brain, words and days stand (parts of the figure).
PLACES = ((0, 0.16, 0.16, 0.8), (0.175, 0.19, 0.535, 0.8), (0.715, 0.19, 0.28, 0.8))
SIDES = {("left", "outer"): (0, 0), ("left", "inner"): (0, 1)}
# Networks that are painted, by where a finding speaks of.
PAINTED = {
    "default mode network": {"default mode"},
    "another network": {"salience and ventral attention", "somatomotor", "visual"},
}


class DirectionPicture:
    """One row a finding: in words what was compared, and a mark on the day on which it was measured."""

    label = "Findings on networks under ketamine, one a row: what was compared, on which day, and which way it went"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.6)
        self.figure.set_layout_engine("none")
        brain, words, days = (self.figure.add_axes(place) for place in PLACES)
        days.sharey(words)
        self.brain = Brain(brain, "", SIDES, words=False)
        self.paint = self.brain.paint
        self.painted = brain.text(95, 318, "", fontsize=8, ha="center", va="top")
        self._draw_frame(words, days)
        self.headings = [words.text(0, 0, "", fontsize=8, fontweight="bold", va="center") for _ in DIRECTIONS]
        self.cells = {
            key: {
                column: words.text(x, 0, _cell(row, column), fontsize=8, va="center")
                for column, (x, _) in COLUMNS.items()
            }
            for key, row in every_finding().set_index("finding_id").iterrows()
        }
        self._draw_marks(days)
        texts = [text for cells in self.cells.values() for text in cells.values()]
        moving([self.painted, *self.headings, *texts])

    def _draw_frame(self, words: Axes, days: Axes) -> None:
        words.set(xlim=(0, 1), ylim=(ROWS - 0.4, -1.5))
        words.set_axis_off()
        words.set_zorder(2)  # headings run on beside the marks
        for x, head in COLUMNS.values():
            words.text(x, -0.9, head, fontsize=8, va="center", color=COLOURS["grey"])
        plain_axes(days, xscale="log", xlim=(0.27, 42), xlabel="")
        ticks = {DURING: "during", 1: "1", 2: "2", 5: "5", 10: "10", UNSTATED: "?"}
        days.set_xticks(list(ticks), list(ticks.values()), fontsize=8)
        days.set_xticks([], minor=True)
        days.spines["left"].set_visible(False)
        days.tick_params(axis="y", length=0, labelleft=False)
        days.text(3.2, -0.9, "days after the drug", fontsize=8, va="center", ha="center", color=COLOURS["grey"])
        for low, high in ((0.27, 0.62), (16, 42)):  # margins: no days
            days.axvspan(low, high, color=COLOURS["pale grey"], linewidth=0, zorder=0)

    def _draw_marks(self, axes: Axes) -> None:
        (self.again,) = axes.plot([], [], ":", color=COLOURS["black"], linewidth=1.2, label="same people, later")
        (self.spans,) = axes.plot([], [], color=COLOURS["black"], linewidth=1.5, label="over these days")
        (self.pale,) = axes.plot([], [], "o", color=PALE, markersize=4, label="left out by the filters")
        self.marks = {
            direction: axes.plot(
                [], [], shape, color=COLOURS[colour], markersize=8, label=SPOKEN.get(direction, direction)
            )[0]
            for direction, (colour, shape) in STYLES.items()
        }
        self.sizes = [axes.text(0, 0, "", fontsize=8, va="center") for _ in every_finding()["value"].dropna()]
        handles = [*self.marks.values(), self.spans, self.again, self.pale]
        self.figure.legend(handles=handles, loc="lower center", ncols=4, fontsize=8, frameon=False, borderaxespad=0)
        moving([self.again, self.spans, self.pale, *self.marks.values(), *self.sizes])

    def move(self, scene: Scene) -> None:
        """Show each finding in its row; those that the filters leave out stay, in grey."""
        self._paint(scene.found)
        for text, heading in zip(self.headings, scene.headings, strict=False):
            text.set(text=heading.words, y=heading.row, color=COLOURS["black"] if heading.counts else COLOURS["grey"])
        for text in self.headings[len(scene.headings) :]:
            text.set_text("")
        for row in scene.rows.itertuples():
            for text in self.cells[str(row.finding_id)].values():
                text.set(y=row.row, color=COLOURS["black"] if row.shown else PALE)
        self._move_marks(scene.rows[~scene.rows["shown"]], scene.found)
        self.again.set_data(scene.twice["on_axis"], scene.twice["row"])

    def _paint(self, found: pd.DataFrame) -> None:
        """Paint the networks that the findings left speak of; of the whole brain, all of it."""
        where = set(found["where"])
        named = set().union(*(PAINTED.get(one, set(NETWORK_COLOURS)) for one in where))
        network = parcels()["network"]
        self.brain.fill(
            lambda area: style(COLOURS[NETWORK_COLOURS[network[area]] if network[area] in named else "pale grey"])
        )
        self.painted.set_text("painted: what\nthese speak of" if where else "")

    def _move_marks(self, left_out: pd.DataFrame, found: pd.DataFrame) -> None:
        self.pale.set_data(left_out["on_axis"], left_out["row"])
        for direction, mark in self.marks.items():
            own = found[found["direction"] == direction]
            mark.set_data(own["on_axis"], own["row"])
        long = found[found["last_day"] > found["first_day"]]
        gaps = np.full(len(long), np.nan)
        self.spans.set_data(
            np.column_stack([long["first_day"], long["last_day"], gaps]).ravel(),
            np.column_stack([long["row"], long["row"], gaps]).ravel(),
        )
        sized = list(found[found["value"].notna()].itertuples())
        for text in self.sizes:
            text.set_text("")
        for text, row in zip(self.sizes, sized, strict=False):
            text.set(text=f"  {row.unit} {row.value:g}", x=row.on_axis * 1.3, y=row.row)


def _cell(row: pd.Series, column: str) -> str:
    """A finding's text in one of the columns."""
    if column == "connections":
        return str(row["connections"])
    if column == "people":
        return f"{row['n']} " + {"both": "patients, healthy"}.get(row["people"], str(row["people"]))
    drug = "" if row["drug"] == "ketamine" else f"{row['drug']} "
    return f"{drug}v {BEFORE.get(row['comparator'], row['comparator'])}"
