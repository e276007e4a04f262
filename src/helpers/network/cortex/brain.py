"""The cortex as a flat map: a hundred areas in four views, which can be painted and clicked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Ellipse, PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from helpers import tables
from helpers.interactive import COLOURS, pickable
from helpers.network.cortex.model import parcels

WIDTH_MM, HEIGHT_MM, GAP_MM = 190, 140, 14
# Where each view lies in the map: column and row.
VIEWS = {("left", "outer"): (0, 0), ("right", "outer"): (1, 0), ("left", "inner"): (0, 1), ("right", "inner"): (1, 1)}
WORDS = {"outer": "from outside", "inner": "from the middle"}
WALL = 0  # the wall in the middle of the brain: no cortex
# Of the limbic system, what lies below the cortex: drawn for the eye on the left inner view (mm, middle and size).
BELOW = {"thalamus": (104, 76, 30, 19), "hippocampus": (94, 101, 30, 15), "amygdala": (123, 106, 19, 15)}
Style = Mapping[str, str]


@cache
def shapes() -> dict[tuple[str, str, int], Path]:
    """Outline of each area in each view, by hemisphere, view and ``parcel_id`` (mm of the view, downwards)."""
    found: dict[tuple[str, str, int], list[Path]] = {}
    for row in tables.load("parcel_outlines").itertuples():
        corners = [[float(number) for number in point.split(",")] for point in str(row.points_mm).split()]
        path = Path(np.array([*corners, corners[0]]), closed=True)
        found.setdefault((str(row.hemisphere), str(row.view), int(row.parcel_id)), []).append(path)
    return {key: Path.make_compound_path(*paths) for key, paths in found.items()}


def style(colour: str, opacity: float = 1.0, edge: str = "") -> str:
    """How an area is painted: its fill, how strong that is, and a line around it if one is wanted."""
    line = f";stroke:{edge};stroke-width:2.2" if edge else ""
    return f"fill:{colour};fill-opacity:{opacity:g}{line}"


class Brain:
    """All areas, drawn once; `paint` changes how they look without drawing them again.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    control : str, optional
        The control that a click on an area sets to the area's label.
    views : mapping, optional
        Which views, with the column and row of each.
    words : bool, optional
        Whether each view is named.
    """

    def __init__(
        self,
        axes: Axes,
        control: str = "",
        views: Mapping[tuple[str, str], tuple[int, int]] = VIEWS,
        words: bool = True,
    ) -> None:
        self.paint: dict[str, str] = {}
        self.names: dict[str, str] = {}
        label_of = {int(number): str(label) for label, number in parcels()["parcel_id"].items()}
        columns, rows = (max(place[at] for place in views.values()) + 1 for at in (0, 1))
        axes.set(
            xlim=(0, columns * (WIDTH_MM + GAP_MM)), ylim=(rows * (HEIGHT_MM + GAP_MM), 0), aspect="equal", anchor="N"
        )
        axes.set_axis_off()
        self.places: dict[tuple[str, str], tuple[float, float]] = {}
        for view, (column, row) in views.items():
            at = (column * (WIDTH_MM + GAP_MM), row * (HEIGHT_MM + GAP_MM))
            self.places[view] = at
            if words:
                text = f"{view[0]}, {WORDS[view[1]]}"
                axes.text(
                    at[0] + WIDTH_MM / 2, at[1] + HEIGHT_MM + GAP_MM, text, fontsize=8.5, ha="center", va="bottom"
                )
        for (side, seen_from, number), path in shapes().items():
            if (side, seen_from) in views:
                moved = path.transformed(Affine2D().translate(*self.places[side, seen_from]))
                self._draw(axes, moved, label_of.get(number), control)

    def _draw(self, axes: Axes, path: Path, label: str | None, control: str) -> None:
        wall = label is None
        shape = PathPatch(path, facecolor="none" if wall else COLOURS["pale grey"], linewidth=0.5)
        shape.set_edgecolor(COLOURS["light grey" if wall else "white"])
        axes.add_patch(shape)
        shape.set_clip_on(False)  # it lies inside; the picture is shorter without saying so a hundred times
        if label is not None:
            self.names[label] = pickable(shape, control, label)

    def fill(self, styles: Callable[[str], str]) -> None:
        """Paint each area as a function of its label says, with `style`."""
        self.paint.clear()
        self.paint.update({name: styles(label) for label, name in self.names.items()})

    def draw_below(self, axes: Axes) -> None:
        """What the atlas lacks, where it lies below the cortex: dashed shapes, for the eye."""
        across, down = self.places["left", "inner"]
        for name, (x, y, wide, high) in BELOW.items():
            line = {"edgecolor": COLOURS["black"], "linestyle": "--", "linewidth": 1.0}
            axes.add_patch(Ellipse((across + x, down + y), wide, high, facecolor="none", zorder=5, **line))  # type: ignore[arg-type]
            axes.text(across + x, down + y, name[0].upper(), fontsize=8.5, ha="center", va="center", zorder=6)
        words = "T thalamus, H hippocampus, A amygdala: not in the atlas"
        axes.text(2, 2 * (HEIGHT_MM + GAP_MM) + 4, words, fontsize=8, va="top")
