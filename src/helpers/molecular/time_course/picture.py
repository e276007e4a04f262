"""Plasma, receptor and a toy effect on a logarithmic axis of time, above what was measured."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Text

from helpers import tables
from helpers.interactive import COLOURS, Place, moving, new_figure, plain_axes
from helpers.molecular.time_course.model import SHOWN_H, SKETCHED_H, Scene, measured

SKETCHED = ("1 hour", "4 hours", "12 hours", "1 day", "3 days")
TICKS = {1 / 6: "10 min", 2 / 3: "40 min", 3: "3 h", 24: "1 day", 72: "3 days", 264: "11 days"}
CURVES = {"plasma": ("grey", "--"), "receptor": ("blue", "-"), "toy": ("green", (0, (1, 1)))}
TOY_NAME_FROM_H = 2.4  # further to the left its name would lie on that of the channels
KINDS = {"drug": "blue", "step": "yellow", "effect": "green"}
SPECIES = {"human": "people"}


class AfterDrugPicture:
    """Three curves on a logarithmic axis of time; below it, from when to when something was measured."""

    label = "Plasma, receptor and a toy effect over time, each in percent of its peak, above the times of what was seen"

    def __init__(self) -> None:
        self.figure = new_figure(4.8, 3.9)
        self.above, self.below = self.figure.subplots(2, 1, sharex=True, height_ratios=[3, 3.9])
        limits = {"xlim": (SHOWN_H[0], SHOWN_H[-1]), "ylim": (0, 117)}
        plain_axes(self.above, xscale="log", ylabel="% of its peak", yticks=range(0, 101, 25), **limits)
        self.above.spines["left"].set_bounds(0, 100)
        self.above.set_xticks(list(TICKS), list(TICKS.values()))
        self.above.minorticks_off()
        (self.day_1,) = self.above.plot([measured("greatest_h")] * 2, [0, 100], color=COLOURS["grey"], linewidth=1)
        self.lines = {name: _line(self.above, *style) for name, style in CURVES.items()}
        self.left = {name: _points(self.above, CURVES[name][0]) for name in ("plasma", "receptor")}
        self.toy_points = _points(self.above, "green")
        self.above.text(SHOWN_H[0] * 1.05, 107, "channels filled", fontsize=9, color=COLOURS["blue"])
        self.above.text(SHOWN_H[0] * 1.05, 33, "level in plasma", fontsize=9, color=COLOURS["grey"])
        self.toy_name = self.above.text(0, 107, "toy effect", fontsize=9, ha="center")
        self.words, self.spans = _draw_durations(self.below)
        moving([*self.lines.values(), *self.left.values(), self.toy_points, self.toy_name])
        self.predicted_at = {"receptor_at_hours_percent": Place(self.above, at=SKETCHED_H, names=SKETCHED)}

    def move(self, scene: Scene) -> None:
        """Move the curves, and mark what is left when the measured effect is greatest, first seen and lost."""
        curves = {"plasma": scene.plasma_percent, "receptor": scene.receptor_percent, "toy": scene.toy_percent}
        for name, curve in curves.items():
            self.lines[name].set_data(SHOWN_H, curve)
        self.left["plasma"].set_data([scene.greatest_h], [scene.plasma_at_day_1_percent])
        self.left["receptor"].set_data([scene.greatest_h], [scene.receptor_at_day_1_percent])
        times = [scene.early_h, scene.toy_peak_h, scene.lost_h]
        self.toy_points.set_data(times, [scene.toy_at_40_min_percent, 100, scene.toy_at_day_11_percent])
        self.toy_name.set_x(max(scene.toy_peak_h, TOY_NAME_FROM_H))


def _line(axes: Axes, colour: str, dashes: Any) -> Line2D:
    (line,) = axes.plot([], [], linestyle=dashes, color=COLOURS[colour], linewidth=2.5)
    return line


def _points(axes: Axes, colour: str) -> Line2D:
    style: dict[str, Any] = {"markeredgecolor": COLOURS["black"], "markersize": 6, "clip_on": False, "zorder": 3}
    (points,) = axes.plot([], [], "o", color=COLOURS[colour], **style)
    return points


def _draw_durations(axes: Axes) -> tuple[list[Text], dict[str, Line2D]]:
    """Draw what was measured, a row each: its words above a bar; returns the words, and the bars by key."""
    seen = tables.load("durations")
    words: list[Text] = []
    spans: dict[str, Line2D] = {}
    for height, row in enumerate(reversed(list(seen.itertuples()))):
        known = pd.notna(row.from_h)
        style: dict[str, Any] = {"color": COLOURS[KINDS[str(row.kind)]], "solid_capstyle": "butt"}
        ends = [row.from_h if known else SHOWN_H[0], row.to_h]
        (spans[str(row.duration_id)],) = axes.plot(ends, [height, height], linewidth=5 if known else 2, **style)
        if pd.notna(row.gone_h):
            axes.plot([row.to_h, row.gone_h], [height, height], linewidth=5, alpha=0.4, **style)
        axes.plot(row.to_h, height, "|", markersize=6, markeredgewidth=2, **style)
        axes.plot(row.greatest_h, height, "D", markersize=6, markeredgecolor=COLOURS["black"], **style)
        whom = SPECIES.get(str(row.species), row.species)
        words.append(axes.text(SHOWN_H[0] * 1.05, height + 0.3, f"{row.label} ({whom})", fontsize=9))
    plain_axes(axes, ylim=(-0.4, len(seen) - 0.2), yticks=[], ylabel="measured")
    axes.set_xlabel("time after the start, logarithmic\n(diamond: greatest; thin: beginning not given)", fontsize=9)
    axes.spines["left"].set_visible(False)
    return words, spans
