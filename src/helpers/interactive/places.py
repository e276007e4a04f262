"""Where a quantity stands in a picture: to draw a prediction before the picture is seen, and to mark it afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.spines import Spine

from helpers.interactive.palette import COLOURS

Handle = dict[str, Any]
PINK = COLOURS["pink"]
NAME, BEYOND = "your prediction", "your prediction: beyond the axis"
BESIDE, THIN = 0.38, 0.12  # bars of a prediction, beside those of the picture, where these are one apart
STEPS = 100  # of a handle, from one end of the axis to the other


@dataclass(frozen=True)
class Place:
    """A quantity on an axis of a picture.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where it stands.
    along : str
        The axis that it is read from, "x" or "y".
    at : tuple of float
        Where along the other axis: nowhere for a line across the picture, one place for a point, more for a curve.
    names : tuple of str
        What each of these places is called.
    bars : bool
        Whether several places are bars, not points of a curve.
    """

    axes: Axes
    along: str = "y"
    at: tuple[float, ...] = ()
    names: tuple[str, ...] = ()
    bars: bool = False


def handles(place: Place) -> list[Handle]:
    """What can be dragged to draw a prediction there, in points of the picture from its upper left corner.

    Returns
    -------
    list of dict
        For each place: ``name``, ``along``, ``cross`` (where on the other axis), ``from`` and ``to`` (the axis' two
        ends), ``low`` and ``high`` (the values there), ``least`` and ``most`` (between which it can be moved), ``log``
        and ``step``.
    """
    box = place.axes.get_window_extent()
    top = place.axes.figure.bbox.height
    upright = place.along == "y"
    ends = (top - box.y0, top - box.y1) if upright else (box.x0, box.x1)
    low, high = sorted(place.axes.get_ylim() if upright else place.axes.get_xlim())
    scale = place.axes.get_yscale() if upright else place.axes.get_xscale()
    across = (box.x0, box.x1) if upright else (top - box.y0, top - box.y1)
    common = {
        "along": place.along,
        "from": float(ends[0]),
        "to": float(ends[1]),
        "low": float(low),
        "high": float(high),
        "least": float(low),
        "most": float(high),
        "log": scale == "log",
        "across": [float(end) for end in across],
        "step": float(high - low) / STEPS,
    }
    return [
        {**common, "name": name, "cross": _cross(place, at) if at is not None else None}
        for name, at in zip(place.names or (NAME,), place.at or (None,), strict=True)
    ]


def _cross(place: Place, at: float) -> float:
    """Where a place along the other axis lies, in points from the left or from the top."""
    inside = place.axes.transData.transform((at, 1.0) if place.along == "y" else (1.0, at))
    return float(inside[0]) if place.along == "y" else float(place.axes.figure.bbox.height - inside[1])


def mark(place: Place, low: Sequence[float], high: Sequence[float]) -> list[Artist]:
    """Draw a prediction where its quantity stands, in pink: a line or a point, a band where it was a range.

    Parameters
    ----------
    place : Place
        Where.
    low, high : sequence of float
        What was predicted, a value for each place; the two differ where a range was predicted.
    """
    # On top of all that moves, and no part of the layout.
    style: dict[str, Any] = {"color": PINK, "zorder": 6, "animated": True, "in_layout": False}
    if len(place.at) > 1:
        return _several(place, list(low), style)
    span, line = ("axhspan", "axhline") if place.along == "y" else ("axvspan", "axvline")
    if low[0] != high[0]:
        found = getattr(place.axes, span)(low[0], high[0], alpha=0.25, linewidth=0, **style)
    elif place.at:
        point = (place.at[0], low[0]) if place.along == "y" else (low[0], place.at[0])
        (found,) = place.axes.plot(
            *([value] for value in point), "P", markersize=10, markeredgecolor=COLOURS["white"], **style
        )
    else:
        found = getattr(place.axes, line)(low[0], linestyle=(0, (4, 2)), linewidth=2, **style)
    return [found, _named(place, (low[0] + high[0]) / 2)]


def _several(place: Place, values: list[float], style: dict[str, Any]) -> list[Artist]:
    highest = max(range(len(values)), key=values.__getitem__)
    if place.bars:
        aside = [at - BESIDE for at in place.at]
        drawn = (place.axes.bar if place.along == "y" else place.axes.barh)(aside, values, THIN, **style)
        return [*drawn, _named(place, values[highest], aside[highest])]
    points = (place.at, values) if place.along == "y" else (values, place.at)
    (found,) = place.axes.plot(*points, "--P", markersize=10, markeredgecolor=COLOURS["white"], **style)
    return [found, _named(place, values[highest], place.at[highest])]


def _named(place: Place, value: float, at: float | None = None) -> Artist:
    """The learner's own mark has its name beside it; of one beyond the axis the name stands at its end and says so."""
    upright = place.along == "y"
    ends = sorted(place.axes.get_ylim() if upright else place.axes.get_xlim())
    predicted, value = value, min(max(value, ends[0]), ends[1])
    other = at if at is not None else place.at[0] if place.at else None
    across = place.axes.get_yaxis_transform() if upright else place.axes.get_xaxis_transform()
    data = other is not None
    point = (other if data else 0.995, value) if upright else (value, other if data else 0.985)
    lifted = value <= sum(place.axes.get_ylim()) / 2 if upright else True
    far = not upright and predicted > sum(place.axes.get_xlim()) / 2 and not place.bars
    side = "right" if far or (upright and not data) else "left"
    middle = "center" if place.bars else "bottom" if upright and lifted else "top"
    return place.axes.annotate(
        NAME if predicted == value else BEYOND,
        point,
        xycoords=place.axes.transData if data else across,
        xytext=(9 if side == "left" else -9 if far else 0, 0 if place.bars else 4 if lifted else -4),
        textcoords="offset points",
        ha=side,
        va=middle,
        fontsize=9,
        color=COLOURS["black"],
        bbox={"boxstyle": "square,pad=0.15", "facecolor": COLOURS["white"], "edgecolor": PINK, "linewidth": 0.8},
        zorder=7,
        animated=True,
        annotation_clip=False,
        in_layout=False,
    )


def hide_content(figure: Any) -> list[Artist]:
    """Hide all of a picture but its axes; returns what was hidden."""
    inside = [artist for axes in figure.axes for artist in axes.get_children()]
    hidden = [artist for artist in [*inside, *figure.legends, *figure.texts] if _is_content(artist)]
    for artist in hidden:
        artist.set_visible(False)
    return hidden


def _is_content(artist: Artist) -> bool:
    frame = isinstance(artist, (Axis, Spine)) or artist is getattr(artist.axes, "patch", None)
    return bool(artist.get_visible()) and not frame
