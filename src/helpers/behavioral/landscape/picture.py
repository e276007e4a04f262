"""The ball over time: the path of a typical one, when balls get out, and where they are in the long run."""

from __future__ import annotations

from matplotlib.axes import Axes

from helpers.behavioral.landscape.model import CELLS, FAR, LONGEST, TIMES, Scene
from helpers.interactive import COLOURS, moving, new_figure, plain_axes
from helpers.interactive.drawing import lay_out

BAR_AT = 1.9


class LandscapePicture:
    """The path of a typical ball over time with when balls get out above it; beside it how often a ball is where."""

    label = "The path of a typical ball over time, when balls get out of the left valley, and how often a ball is where"

    def __init__(self) -> None:
        self.figure = new_figure(4.8, 3.5)
        self.path_axes, self.often_axes = self.figure.subplots(1, 2, sharey=True, width_ratios=[3.2, 1])
        self._build_path(self.path_axes)
        plain_axes(self.often_axes, xlim=(0, 1.1), xticks=[], xlabel="how often")
        self.often_axes.tick_params(left=False, labelleft=False)
        (self.often,) = self.often_axes.plot([], [], color=COLOURS["green"], linewidth=2.5)
        both = (self.path_axes, self.often_axes)
        self.headings = [axes.text(0, 1.03, "", transform=axes.transAxes, fontsize=9) for axes in both]
        self.path_axes.set_title(" \n ", fontsize=9)  # room for the headings
        moving([self.often, self.path, self.half, self.beyond, self.median, *self.headings])
        lay_out(self.figure)

    def _build_path(self, axes: Axes) -> None:
        plain_axes(axes, xlim=(0, LONGEST), ylim=(-FAR, FAR), xlabel="time (units of the model)")
        axes.set_yticks([-1, 1], ["the old\nbelief", "another"], fontsize=9)
        axes.axhline(0, color=COLOURS["light grey"], linewidth=0.8)
        (self.path,) = axes.plot([], [], color=COLOURS["blue"], linewidth=0.8)
        (self.half,) = axes.plot([], [], color=COLOURS["grey"], linewidth=4, solid_capstyle="butt")
        (self.beyond,) = axes.plot([LONGEST], [BAR_AT], ">", color=COLOURS["grey"], markersize=9, clip_on=False)
        (self.median,) = axes.plot([], [], "D", color=COLOURS["black"], markersize=6)

    def move(self, scene: Scene) -> None:
        """Show the path, when balls are out, and the long run."""
        self.often.set_data(scene.often, CELLS)
        self.path.set_data(TIMES, scene.path)
        self.half.set_data([scene.quarter, scene.three_quarters], [BAR_AT, BAR_AT])
        self.beyond.set_visible(scene.three_quarters > LONGEST)
        self.median.set_data([scene.median], [BAR_AT])
        self.headings[0].set_text(
            f"diamond: half of all balls are out by {rounded(scene.median)}\n"
            f"bar: the middle half, {rounded(scene.quarter)} to {rounded(scene.three_quarters)}"
        )
        self.headings[1].set_text(f"long run:\n{percent(scene.left_percent)} left")


def rounded(time: float) -> str:
    """A time with three digits, from ten thousand on with two; large ones in millions or billions."""
    if time < 9995:
        return f"{float(f'{time:.3g}'):,g}"
    short = float(f"{time:.2g}")
    for size, name in ((1e9, " billion"), (1e6, " million")):
        if short >= size:
            return f"{short / size:g}{name}"
    return f"{short:,.0f}"


def percent(share: float) -> str:
    """A share in whole percent; never all, and never nothing."""
    return "over 99 %" if share > 99.5 else "under 1 %" if share < 0.5 else f"{share:.0f} %"
