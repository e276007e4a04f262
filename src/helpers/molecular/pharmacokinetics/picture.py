"""Picture of a plasma course against the windows in which effects are reported, and of where the drug is."""

from __future__ import annotations

from functools import partial
from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.patches import Polygon, Rectangle

from helpers import tables
from helpers.interactive import COLOURS, Place, moving, new_figure, plain_axes
from helpers.interactive.drawing import lay_out
from helpers.molecular.pharmacokinetics.model import (
    DAY_H,
    FIRST_HOURS,
    SKETCHED,
    SKETCHED_H,
    USUAL,
    WHOLE_DAY,
    Scene,
    author_and_year,
)
from helpers.molecular.pharmacokinetics.reading import rounded

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.container import BarContainer
    from matplotlib.lines import Line2D

SHORT_H = 4.0
TOPS_NG_PER_ML = (300, 600, 1500, 3000, 10000)
# Of the axes: the room that a name of two lines takes, and how low and high one can stand.
NAME_HEIGHT, LOWEST_NAME, HIGHEST_NAME = 0.2, 0.14, 0.9
WINDOWS = {"analgesia": ("green", "//"), "dissociation": ("orange", ""), "anaesthesia": ("sky", "\\\\")}
PLACES = {"blood and near": ("blue", ""), "other tissues": ("sky", "//"), "left the body": ("grey", "")}


class InfusionPicture:
    """Plasma level over time: the chosen model in bold, the others thin, the windows as bands; beside it, tanks."""

    label = (
        "Plasma level of ketamine over time, with the windows for pain relief, dissociation and anaesthesia; beside "
        "it, how much of the drug is in the blood, in tissues, and gone"
    )

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.35)
        self.axes, beside = self.figure.subplots(1, 2, width_ratios=[2.7, 1.3])
        plain_axes(self.axes, ylabel="plasma level (ng/mL)", xlabel="hours after the start")
        self._draw_windows()
        self.area = Polygon(
            np.zeros((2, 2)), color=COLOURS["black"], alpha=0.12, linewidth=0, label="exposure (its area)"
        )
        self.axes.add_patch(self.area)
        (self.line,) = self.axes.plot([], [], color=COLOURS["black"], linewidth=2.5, label="chosen model")
        self.others = [self._thin_line() for _ in tables.load("pk_models").index[1:]]
        (self.peak,) = self.axes.plot([], [], "o", color=COLOURS["black"], markersize=7)
        self.peak_text = self.axes.text(0, 0, "", fontsize=10)
        self._draw_observation()
        along_the_axis = self.axes.get_xaxis_transform()
        (self.entering,) = self.axes.plot([], [], color=COLOURS["red"], linewidth=7, transform=along_the_axis)
        self.entering.set(solid_capstyle="butt", label="drug enters the blood")
        self.tanks = _stacks(beside)
        self._draw_legends()
        moving([self.area, self.line, *self.others, self.peak, self.peak_text, self.observed, self.entering])
        moving(bar for bars in self.tanks for bar in bars)
        # With the longest numbers and all names, so that nothing moves when the view does.
        self._set_view(WHOLE_DAY, TOPS_NG_PER_ML[-1])
        lay_out(self.figure)
        self.predicted_at = {"level_at_hours_ng_per_ml": Place(self.axes, at=SKETCHED_H, names=SKETCHED)}

    def move(self, scene: Scene) -> None:
        """Show the course; the axes change only when the view does or the level outgrows them."""
        self._set_view(scene.view, scene.peak_ng_per_ml)
        for line, course in zip([self.line, *self.others], [scene.course, *scene.other_courses], strict=True):
            line.set_data(course["time_h"], course["ng_per_ml"])
        ends = [(scene.course["time_h"].iloc[-1], 0), (0, 0)]
        self.area.set_xy([*scene.course[["time_h", "ng_per_ml"]].to_numpy(), *ends])
        self.area.set_visible(scene.view == FIRST_HOURS)  # on a logarithmic axis an area is no exposure
        self.peak.set_data([scene.peak_h], [scene.peak_ng_per_ml])
        self.entering.set_data([0, scene.peak_h], [0.01, 0.01])
        self.peak_text.set_position((scene.peak_h + self.axes.get_xlim()[1] * 0.02, scene.peak_ng_per_ml))
        self.peak_text.set_text(f"{rounded(scene.peak_ng_per_ml)} ng/mL")
        self.observed.set_data([scene.peak_h] * len(scene.observed), [seen.ng_per_ml for seen in scene.observed])
        bottom = np.zeros(len(scene.moments_h))
        for bars, percent in zip(
            self.tanks, (scene.central_percent, scene.tissue_percent, scene.gone_percent), strict=True
        ):
            for bar, foot, height in zip(bars, bottom, percent, strict=True):
                bar.set(y=foot, height=height)
            bottom = bottom + percent

    def _thin_line(self) -> Line2D:
        (line,) = self.axes.plot([], [], color=COLOURS["grey"], linewidth=1, linestyle="--", label="the other models")
        return line

    def _draw_observation(self) -> None:
        source = author_and_year(str(tables.row("plasma_observations", USUAL)["source_id"]))
        (self.observed,) = self.axes.plot([], [], "D", color=COLOURS["pink"], markeredgecolor=COLOURS["black"])
        self.observed.set(markersize=8, label=f"peak observed ({source})")

    def _draw_windows(self) -> None:
        self.bands, self.names = [], []
        for row in tables.load("plasma_windows").itertuples():
            colour, hatch = WINDOWS[row.window_id]
            style = {"facecolor": COLOURS[colour], "edgecolor": COLOURS["white"], "hatch": hatch, "alpha": 0.35}
            self.bands.append(self.axes.axhspan(row.low, row.high, **style))
            words = f"{fill(row.label, 13)}\n{row.low:g} to {row.high:g}"
            self.names.append(self.axes.text(1.01, 0, words, va="center", fontsize=9, transform=self.axes.transAxes))

    def _draw_legends(self) -> None:
        curves = [self.line, self.others[0], self.observed, self.area, self.entering]
        style = {"fontsize": 9, "frameon": False}
        self.figure.legend(handles=curves, loc="outside upper left", ncols=3, **style)

    def _set_view(self, view: str, top_ng_per_ml: float) -> None:
        ceiling = next(value for value in TOPS_NG_PER_ML if value >= min(1.1 * top_ng_per_ml, TOPS_NG_PER_ML[-1]))
        wanted = (view, ceiling)
        if getattr(self, "_view", None) == wanted:
            return
        self._view = wanted
        linear = view == FIRST_HOURS
        self.axes.set_yscale("linear" if linear else "log")
        self.axes.yaxis.set_major_formatter("{x:g}")
        self.axes.set_ylim((0, ceiling) if linear else (0.01, TOPS_NG_PER_ML[-1]))
        self.axes.set_xlim(0, SHORT_H if linear else DAY_H)
        self.axes.set_xticks(np.arange(0, 4.1, 0.5) if linear else np.arange(0, 25, 4))
        self._name_windows()

    def _name_windows(self) -> None:
        """Each name beside its band, or as near as the others let it; none of a band above the axis."""
        windows = tables.load("plasma_windows")
        middles = np.column_stack([np.zeros(len(windows)), np.sqrt(windows["low"] * windows["high"])])
        heights = self.axes.transAxes.inverted().transform(self.axes.transData.transform(middles))[:, 1]
        shown = [bool(low < self.axes.get_ylim()[1]) for low in windows["low"]]
        below, left = LOWEST_NAME - NAME_HEIGHT, sum(shown)
        for name, height, seen in zip(self.names, heights, shown, strict=True):
            name.set_visible(seen)
            if seen:
                left -= 1
                below = min(max(float(height), below + NAME_HEIGHT), HIGHEST_NAME - left * NAME_HEIGHT)
                name.set_y(below)


def _stacks(axes: Axes) -> list[BarContainer]:
    """Three bars, each divided by where the drug is, from below: blood, tissues, gone."""
    plain_axes(axes, ylim=(0, 100), xlim=(-0.5, 4.6), ylabel="% of what arrives", title="where the drug is")
    axes.title.set_fontsize(10)
    axes.spines["bottom"].set_bounds(-0.5, 2.5)
    axes.set_xticks(range(3), ["peak", "4 h", "24 h"])
    axes.tick_params(axis="x", length=0)
    stack = partial(axes.bar, range(3), [0] * 3, width=0.7, edgecolor=COLOURS["white"])
    for height, (name, (colour, hatch)) in zip((15, 45, 75), PLACES.items(), strict=True):
        key = Rectangle((2.7, height - 4), 0.4, 8, facecolor=COLOURS[colour], hatch=hatch, edgecolor=COLOURS["white"])
        axes.add_patch(key)
        axes.text(3.25, height, name.replace(" ", "\n", 1), va="center", fontsize=9)
    return [stack(color=COLOURS[colour], hatch=hatch) for colour, hatch in PLACES.values()]
