"""What a picture consists of, as text: a line for each artist, so that a colour or a dash that changes is noticed.

The tests of a picture hold its data against the scene; here stands all the rest: colours, signs, places, what moves.
`course.py refresh` keeps it in tests/said, for two scenes of each explorer. Read the difference before you commit it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import Collection
from matplotlib.colors import to_hex
from matplotlib.image import AxesImage
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, PathPatch
from matplotlib.text import Text

from helpers import explorers
from helpers.interactive import Explorer
from tests.pictures import positions, undrawn

PAINTED_AS = ("get_linestyle", "get_linewidth", "get_marker", "get_markersize", "get_hatch", "get_alpha")


def drawn(name: str) -> str:
    """Both scenes of an explorer: the first one, and each control at its last place where that can be shown.

    Parameters
    ----------
    name : str
        Its name in `helpers.explorers`.
    """
    explorer = undrawn(getattr(explorers, name)())
    first = picture(explorer)
    last = {control: positions(widget)[-1] for control, widget in explorer.controls.items()}
    return f"first\n{first}last\n{picture(explorer.set(**last))}"


def picture(explorer: Explorer) -> str:
    """All artists of a picture as it is now."""
    figure = explorer.picture.figure
    lines = [f"figure {numbers(figure.get_size_inches())}"]
    for axes in figure.axes:
        counts = Counter(map(artist, contents(axes)))
        lines += [frame(axes), *(f"{count} x {words}" for words, count in counts.items())]
    lines += [artist(each) for each in [*figure.texts, *figure.patches, *figure.lines, *figure.legends]]
    painted = Counter(getattr(explorer.picture, "paint", {}).values())
    lines += [f"painted {count} x {style}" for style, count in sorted(painted.items())]
    return "".join(f"  {line}\n" for line in lines)


def frame(axes: Axes) -> str:
    """Limits, scale, ticks and labels of axes."""
    parts = [numbers(axes.get_position().bounds, 2)]
    for axis, limits in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
        labels = [text.get_text() for text in axis.get_ticklabels()]
        parts += [
            axis.get_scale(),
            numbers(limits),
            repr(axis.get_label_text()),
            numbers(axis.get_ticklocs()),
            repr(labels),
        ]
    shown = [side for side, spine in axes.spines.items() if spine.get_visible()] if axes.axison else []
    return " ".join(["axes", *parts, *shown])


def contents(axes: Axes) -> Iterator[Artist]:
    """Artists in axes, without their frame."""
    frame = {axes.patch, axes.xaxis, axes.yaxis, *axes.spines.values()}
    return (each for each in axes.get_children() if each not in frame)


def artist(each: Any) -> str:
    """An artist in a line: what it is, what it shows, how, and whether it moves."""
    if not each.get_visible():
        return f"{type(each).__name__} hidden"
    if isinstance(each, Legend):
        return " ".join(["Legend", *(repr(text.get_text()) for text in each.get_texts())])
    moves = "moves" if each.get_animated() else "stands"
    return " ".join(
        [type(each).__name__, moves, f"z{each.get_zorder():g}", f"in layout {each.get_in_layout()}", *shown(each)]
    )


def shown(each: Any) -> list[str]:
    """What an artist shows: place and words, or data, and colours."""
    if isinstance(each, Text):
        style = [
            each.get_horizontalalignment(),
            each.get_verticalalignment(),
            f"{each.get_fontsize():g}",
            str(each.get_fontweight()),
        ]
        return [repr(each.get_text()), numbers(each.get_position()), *style, to_hex(each.get_color())]
    style = [f"{name[4:]}={getattr(each, name)()}" for name in PAINTED_AS if hasattr(each, name)]
    if isinstance(each, Line2D):
        return [summed(each.get_xydata()), to_hex(each.get_color()), str(each.get_markerfacecolor()), *style]
    if isinstance(each, PathPatch):  # an area of the brain: its shape is a table's
        return [to_hex(each.get_facecolor(), True), to_hex(each.get_edgecolor(), True), *style]
    if isinstance(each, Patch):
        place = each.get_path().transformed(each.get_patch_transform()).vertices
        return [summed(place), to_hex(each.get_facecolor(), True), to_hex(each.get_edgecolor(), True), *style]
    if isinstance(each, AxesImage):
        return [summed(np.ma.filled(np.ma.asarray(each.get_array(), dtype=float), np.nan)), numbers(each.get_clim())]
    if isinstance(each, Collection):
        paths = [path.vertices for path in each.get_paths()]
        colours = sorted({to_hex(colour, True) for colour in [*each.get_facecolor(), *each.get_edgecolor()]})
        return [summed(np.concatenate(paths) if paths else np.empty(0)), summed(each.get_offsets()), *colours]
    return []


def summed(data: Any) -> str:
    """Data in four numbers: how many, the least, the largest, and the mean of those that are numbers."""
    values: Any = np.asarray(np.ma.filled(np.ma.asarray(data, dtype=float), np.nan)).ravel()
    known = values[np.isfinite(values)]
    ends = [known.min(), known.max(), known.mean()] if len(known) else []
    return f"{len(values)}: {numbers(ends)}"


def numbers(values: Any, digits: int = 3) -> str:
    """Numbers with few digits: not those in which libraries differ."""
    return "(" + ", ".join(f"{float(value) + 0.0:.{digits}g}" for value in values) + ")"
