"""The landscape as it is drawn: ground and ball, how often the ball is where, and the path of a typical ball."""

from __future__ import annotations

from helpers.behavioral.landscape.model import CELLS, FAR, LONGEST, TIMES, Scene
from helpers.interactive import COLOURS, moving, new_figure, plain_axes

LIFT = 0.35  # so that the ball lies on the ground
BAR_AT = 2.0


class LandscapePicture:
    """The landscape with a ball, how often the ball is where, and the path of a typical ball over time."""

    label = "A landscape with two valleys and a ball in it, how often it is where, and the path of a typical ball"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.6)
        grid = self.figure.add_gridspec(2, 2, height_ratios=[2.6, 1], width_ratios=[1, 1.35])
        land, often, path = (self.figure.add_subplot(part) for part in (grid[0, 0], grid[1, 0], grid[:, 1]))
        plain_axes(land, xlim=(-1.9, 1.9), ylim=(-2.5, 5.5), ylabel="height", xticks=[-1, 0, 1], xticklabels=[])
        (self.land,) = land.plot([], [], color=COLOURS["black"], linewidth=2)
        (self.ball,) = land.plot([], [], "o", color=COLOURS["red"], markersize=13)
        plain_axes(often, xlim=(-1.9, 1.9), ylim=(0, 1.1), ylabel="how often", xticks=[-1, 0, 1], yticks=[])
        often.set_xlabel("left: the old belief · right: another")
        (self.often,) = often.plot([], [], color=COLOURS["green"], linewidth=2)
        plain_axes(path, xlim=(0, LONGEST), ylim=(-FAR, FAR), yticks=[-1, 0, 1], ylabel="where a typical ball is")
        path.set_xlabel("time (units of the model)")
        path.axhline(0, color=COLOURS["grey"], linewidth=0.8)
        (self.path,) = path.plot([], [], color=COLOURS["blue"], linewidth=0.8)
        (self.now,) = path.plot([], [], "o", color=COLOURS["red"], markersize=8, clip_on=False)
        (self.half,) = path.plot([], [], color=COLOURS["orange"], linewidth=4, solid_capstyle="butt")
        (self.beyond,) = path.plot([LONGEST], [BAR_AT], ">", color=COLOURS["orange"], markersize=10, clip_on=False)
        (self.median,) = path.plot([], [], "D", color=COLOURS["black"], markersize=6)
        self.headings = [axes.text(0, 1.03, "", transform=axes.transAxes, fontsize=9) for axes in (land, path)]
        for axes in (land, path):
            axes.set_title(" \n ", fontsize=9)  # room for the headings
        artists = [
            self.land,
            self.ball,
            self.often,
            self.path,
            self.now,
            self.half,
            self.beyond,
            self.median,
            *self.headings,
        ]
        moving(artists)

    def move(self, scene: Scene) -> None:
        """Show the landscape, the ball at the time chosen, and its path."""
        self.land.set_data(CELLS, scene.heights)
        self.ball.set_data([scene.place], [float(scene.landscape.height(scene.place)) + LIFT])
        self.often.set_data(CELLS, scene.often)
        self.path.set_data(TIMES, scene.path)
        self.now.set_data([scene.time], [scene.place])
        self.half.set_data([scene.quarter, scene.three_quarters], [BAR_AT, BAR_AT])
        self.beyond.set_visible(scene.three_quarters > LONGEST)
        self.median.set_data([scene.median], [BAR_AT])
        self.headings[0].set_text(f"in the long run\n{percent(scene.left_percent)} of the time on the left")
        self.headings[1].set_text(
            f"diamond: half of all balls are out by {rounded(scene.median)}\n"
            f"bar: the middle half of them, {rounded(scene.quarter)} to {rounded(scene.three_quarters)}"
        )


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
