"""Picture of a plasma course against the windows in which effects are reported."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.patches import Polygon

from helpers import tables
from helpers.interactive import COLOURS, Place, moving, new_figure, plain_axes
from helpers.interactive.drawing import lay_out
from helpers.molecular.pharmacokinetics.model import (
    CEILINGS_NG_PER_ML,
    FIRST_HOURS,
    SKETCHED,
    SKETCHED_H,
    SPANS_H,
    WHOLE_DAY,
    Scene,
)
from helpers.molecular.pharmacokinetics.reading import rounded

if TYPE_CHECKING:
    from matplotlib.lines import Line2D

# Of the axes: the room that a name of two lines takes, and how low and high one can stand.
NAME_HEIGHT, LOWEST_NAME, HIGHEST_NAME = 0.155, 0.08, 0.93
HIGHEST_SAID = 0.88  # of the axes: so that two lines fit
WINDOWS = {"analgesia": ("green", "//"), "dissociation": ("orange", ""), "anaesthesia": ("sky", "\\\\")}


class InfusionPicture:
    """Plasma level over time: the chosen model in bold, the others thin, the windows as bands, the exposure shaded."""

    label = "Plasma level of ketamine over time, with the windows for pain relief, dissociation and anaesthesia"

    def __init__(self) -> None:
        self.figure = new_figure(4.8, 3.4)
        self.axes = plain_axes(
            self.figure.subplots(), ylabel="plasma level (ng/mL)", xlabel="hours after the start", title=" \n "
        )
        self.axes.title.set_fontsize(9)  # room for what is said above the curve
        self._draw_windows()
        self.area = Polygon(np.zeros((2, 2)), color=COLOURS["blue"], alpha=0.2, linewidth=0)
        self.axes.add_patch(self.area)
        (self.line,) = self.axes.plot([], [], color=COLOURS["blue"], linewidth=2.5)
        self.others = [self._thin_line() for _ in tables.load("pk_models").index[1:]]
        (self.peak,) = self.axes.plot([], [], "o", color=COLOURS["blue"], markersize=7)
        (self.observed,) = self.axes.plot([], [], "D", color=COLOURS["black"], markersize=7)
        self.peak_text = self.axes.text(0, 0, "", fontsize=9, va="bottom", linespacing=1.25)
        self.exposure = self.axes.text(0, 1.02, "", fontsize=9, va="bottom", transform=self.axes.transAxes)
        moving([self.area, self.line, *self.others, self.peak, self.observed, self.peak_text, self.exposure])
        # With the longest numbers and all names, so that nothing moves when the view does.
        self._set_view(WHOLE_DAY, CEILINGS_NG_PER_ML[-1])
        lay_out(self.figure)
        self.predicted_at = {"level_at_hours_ng_per_ml": Place(self.axes, at=SKETCHED_H, names=SKETCHED)}

    def move(self, scene: Scene) -> None:
        """Show the course; the axes change only when the view does or the level outgrows them."""
        self._set_view(scene.view, scene.ceiling_ng_per_ml)
        for line, course in zip([self.line, *self.others], [scene.course, *scene.other_courses], strict=True):
            line.set_data(course["time_h"], course["ng_per_ml"])
        ends = [(scene.course["time_h"].iloc[-1], 0), (0, 0)]
        self.area.set_xy([*scene.course[["time_h", "ng_per_ml"]].to_numpy(), *ends])
        self.area.set_visible(scene.view == FIRST_HOURS)  # on a logarithmic axis an area is no exposure
        self.peak.set_data([scene.peak_h], [scene.peak_ng_per_ml])
        self.observed.set_data([scene.peak_h] * len(scene.observed), [seen.ng_per_ml for seen in scene.observed])
        self._say(scene)

    def _say(self, scene: Scene) -> None:
        """The peak, and what was observed, right of the peak and above all curves; the exposure above the axes."""
        said = [f"peak: {rounded(scene.peak_ng_per_ml)} ng/mL"]
        said += [f"observed: {seen.ng_per_ml:g} ({seen.source})" for seen in scene.observed]
        self.peak_text.set_text("\n".join(said))
        highest = max(scene.peak_ng_per_ml, *scene.other_peaks)
        height = self.axes.transAxes.inverted().transform(self.axes.transData.transform((0, highest)))[1]
        top = min(float(height) + 0.01, HIGHEST_SAID)
        start = scene.peak_h / SPANS_H[scene.view] + 0.02
        self.peak_text.set(position=(start, top), transform=self.axes.transAxes)
        shaded = "shaded: exposure" if scene.view == FIRST_HOURS else "exposure"
        self.exposure.set_text(
            f"{shaded}, {rounded(scene.exposure_ng_h_per_ml)} ng·h/mL "
            f"({scene.exposure_percent_of_usual:.0f} % of the usual)\ndashed: the other models"
        )

    def _thin_line(self) -> Line2D:
        (line,) = self.axes.plot([], [], color=COLOURS["grey"], linewidth=1, linestyle="--")
        return line

    def _draw_windows(self) -> None:
        self.bands, self.names = [], []
        for row in tables.load("plasma_windows").itertuples():
            colour, hatch = WINDOWS[row.window_id]
            style: dict[str, Any] = {
                "facecolor": COLOURS[colour],
                "edgecolor": COLOURS["white"],
                "hatch": hatch,
                "alpha": 0.35,
            }
            self.bands.append(self.axes.axhspan(row.low, row.high, **style))
            words = f"{fill(row.label, 13)}\n{row.low:g} to {row.high:g}"
            self.names.append(self.axes.text(1.01, 0, words, va="center", fontsize=9, transform=self.axes.transAxes))

    def _set_view(self, view: str, ceiling: float) -> None:
        wanted = (view, ceiling)
        if getattr(self, "_view", None) == wanted:
            return
        self._view = wanted
        linear = view == FIRST_HOURS
        self.axes.set_yscale("linear" if linear else "log")
        self.axes.yaxis.set_major_formatter("{x:g}")
        self.axes.set_ylim((0, ceiling) if linear else (0.01, CEILINGS_NG_PER_ML[-1]))
        self.axes.set_xlim(0, SPANS_H[view])
        self.axes.set_xticks(np.arange(0, 5) if linear else np.arange(0, 25, 4))
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
