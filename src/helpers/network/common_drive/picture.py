"""All brains that give one and the same correlation, as a line between a drive alone and a link alone."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Text

from helpers.interactive import COLOURS, moving, new_figure, plain_axes
from helpers.network.common_drive.mechanism import rounded
from helpers.network.common_drive.model import Scene, Signal, with_the_same

LEVELS = (0.2, 0.4, 0.6, 0.8)
STEEPNESS = 0.6  # of the diagonal on which levels are named; flat lines are named at their beginning
NAMED_AT = 0.1
NEAR = 0.05  # a level this near to what the dial shows has no name: the line would run over it
NAMED_FROM = 0.05  # below this correlation both ends are one
LEFT_FROM, BELOW_FROM = 0.75, 0.8  # from here on a drive is named to its left, and a link below it
NAME_AWAY, NAME_HIGH = 0.03, 0.045


class SamePicture:
    """Drive against link: each line holds all brains with one correlation; a diamond is this one, if it is seen."""

    label = "Shared drive against link: lines of equal correlation, and the line of what the dial shows"

    def __init__(self) -> None:
        self.figure = new_figure(4.8, 3.5)
        axes = plain_axes(self.figure.subplots(), xlim=(-0.02, 1), ylim=(-0.025, 0.95))
        axes.set(xlabel="shared drive", ylabel="link from A to B")
        axes.set_xticks([0, 0.2, 0.4, 0.6, 0.8])
        axes.set_yticks([0, 0.2, 0.4, 0.6, 0.8])
        axes.set_title(" \n ", fontsize=10)  # room for what the lines are
        self._known: bool | None = None
        self._reached: set[float] = set()
        self.levels = [_level(axes, r) for r in LEVELS]
        (self.same,) = axes.plot([], [], color=COLOURS["black"], linewidth=3.5, solid_capstyle="round")
        self.drive, self.drive_name = _end(axes, "yellow", "drive alone")
        self.link, self.link_name = _end(axes, "grey", "link alone")
        (self.here,) = axes.plot([], [], "D", color=COLOURS["white"], markersize=10, clip_on=False)
        self.here.set(markeredgecolor=COLOURS["black"], markeredgewidth=2.5)
        self.words = [axes.text(0, at, "", transform=axes.transAxes, fontsize=10) for at in (1.1, 1.025)]
        ends = [self.drive, self.drive_name, self.link, self.link_name]
        moving([self.same, *ends, self.here, *self.words])

    def move(self, scene: Scene) -> None:
        """Show the line of what the dial shows, its ends, and where on it this brain stands."""
        if scene.known is not self._known:
            self._move_levels(scene.known)
        for (_, name), r in zip(self.levels, LEVELS, strict=True):
            name.set_visible(r in self._reached and abs(r - scene.seen_r) > NEAR)
        self.same.set_data(scene.same_drives, scene.same_links)
        self._move_ends(scene)
        self.here.set_data([scene.drive], [scene.link])
        self.here.set_visible(not scene.covered)
        after = ", drive taken out" if scene.known else ""
        self.words[0].set_text(f"Thick line: all brains with r = {rounded(scene.seen_r)}{after}")
        self.words[1].set_text("Which of them is it? The dial can't tell" if scene.covered else "Diamond: this one")

    def _move_levels(self, known: bool) -> None:
        """Lines with the drive or without it; they stand still otherwise, and are not sent again."""
        self._known, self._reached = known, set()
        for (line, name), r in zip(self.levels, LEVELS, strict=True):
            drives, links = with_the_same(r, known)
            line.set_data(drives, links)
            if len(drives):
                self._reached.add(r)
                _name(name, drives, links, known)

    def _move_ends(self, scene: Scene) -> None:
        """Where the line ends on an axis, there one of the two acts alone."""
        drive, link = scene.drive_alone, scene.link_alone
        for mark, name, alone in ((self.drive, self.drive_name, drive), (self.link, self.link_name, link)):
            mark.set_visible(alone is not None and not scene.known)
            name.set_visible(mark.get_visible() and scene.r > NAMED_FROM)
        if drive is not None:
            left = drive > LEFT_FROM
            self.drive.set_data([drive], [0])
            self.drive_name.set(x=drive + (-NAME_AWAY if left else NAME_AWAY), ha="right" if left else "left")
        if link is not None:
            self.link.set_data([0], [link])
            self.link_name.set_y(link + (-2 * NAME_HIGH if link > BELOW_FROM else NAME_HIGH))


def _end(axes: Axes, colour: str, words: str) -> tuple[Line2D, Text]:
    """An end of the line, and its name."""
    (mark,) = axes.plot([], [], "o", color=COLOURS[colour], markersize=9, markeredgecolor=COLOURS["white"])
    ground = {"facecolor": COLOURS["white"], "edgecolor": "none", "pad": 1}
    return mark, axes.text(NAME_AWAY, NAME_HIGH, words, fontsize=9, va="center", bbox=ground)


def _level(axes: Axes, r: float) -> tuple[Line2D, Text]:
    """A line of equal correlation and its name on it."""
    (line,) = axes.plot([], [], color=COLOURS["light grey"], linewidth=1.2)
    ground = {"facecolor": COLOURS["white"], "edgecolor": "none", "pad": 1.5}
    beside: dict[str, Any] = {"ha": "center", "va": "center", "bbox": ground, "in_layout": False}
    return line, axes.text(0, 0, f"{r:g}", fontsize=9, color=COLOURS["grey"], **beside)


def _name(name: Text, drives: Signal, links: Signal, flat: bool) -> None:
    """Put a line's name on it: where it crosses the diagonal, or, on a flat one, near its beginning."""
    at = int(np.argmin(np.abs(drives - NAMED_AT) if flat else np.abs(links - STEEPNESS * drives)))
    name.set_position((float(drives[at]), float(links[at])))
