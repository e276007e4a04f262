"""What a picture shows, as numbers: the data of its artists, held against the scene that they should show.

A test of a picture takes three lines::

    for explorer in settings_of("relapse"):
        shown, picture = explorer.scene, explorer.picture
        assert_drawn(picture.planned, DAYS, shown.planned_percent)

`settings_of` moves each control over its range; `assert_drawn` knows lines, bars, points, segments, texts, patches and
images. Axes are held with `assert_axes`, sentences with `assert_says`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import same_color
from matplotlib.container import BarContainer, ErrorbarContainer
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Polygon, Rectangle
from matplotlib.text import Text

from helpers import explorers
from helpers.interactive import COLOURS, Explorer, Slider


def positions(control: Any, most: int = 9) -> list[Any]:
    """Where a control can stand: both ends and what lies between (thinned); all options of a list."""
    if isinstance(control, Slider):
        steps = round((control.max - control.min) / control.step)
        chosen = sorted(set(np.linspace(0, steps, most).round().astype(int)))
        return [min(control.max, control.min + int(step) * control.step) for step in chosen]
    return [value for _, value in control.options]


class Standing:
    """What goals ask of an explorer, without drawing it."""

    def __init__(self, compute: Any, values: dict[str, Any]) -> None:
        self.values, self.scene = values, compute(**values)

    def standing(self, name: str) -> Any:
        return self.values[name] if name in self.values else getattr(self.scene, name)


class Undrawn:
    """In place of an explorer's drawing: its artists move, and no SVG is written, which takes longest."""

    def still(self) -> str:
        return ""

    moving = still


def undrawn(explorer: Explorer) -> Explorer:
    """An explorer that computes, moves its artists and reads, and writes no SVG."""
    explorer._drawing = Undrawn()  # type: ignore[assignment]
    return explorer


def settings_of(name: str, most: int = 4, random: int = 6) -> Iterator[Explorer]:
    """An explorer in several settings: the first, each control over its range, and some combinations at random.

    Its artists are moved; no SVG is written.

    Parameters
    ----------
    name : str
        Its name in `helpers.explorers`.
    most : int
        Positions of each slider.
    random : int
        Combinations of all controls, drawn with a fixed seed.
    """
    explorer = undrawn(getattr(explorers, name)())
    yield explorer
    first = explorer.values
    for control, widget in explorer.controls.items():
        for value in positions(widget, most):
            yield explorer.set(**{**first, control: value})
    draw = np.random.default_rng(20_261_125)
    places = {control: positions(widget) for control, widget in explorer.controls.items()}
    for _ in range(random):
        yield explorer.set(**{control: ends[draw.integers(len(ends))] for control, ends in places.items()})


def data_of(artist: Any) -> list[Any]:
    """What an artist shows, in the data's units.

    Returns
    -------
    list
        Line: x and y. Bars: their lengths (heights, or widths where they lie). Points: x and y. Segments: an array
        (segments, ends, 2). Text: its words. Rectangle: left, bottom, width, height. Polygon: its corners. Image: its
        values. Error bars: x, y and the ends of the bars.
    """
    match artist:
        case Line2D():
            return [np.asarray(each, dtype=float) for each in artist.get_data()]
        case BarContainer(orientation="horizontal"):
            return [np.array([bar.get_width() for bar in artist])]
        case BarContainer():
            return [np.array([bar.get_height() for bar in artist])]
        case ErrorbarContainer():
            line, _, (bars, *_) = artist
            return [*data_of(line), *data_of(bars)]
        case PathCollection():
            return list(np.ma.filled(artist.get_offsets(), np.nan).astype(float).T)
        case LineCollection():
            return [np.array(artist.get_segments())]
        case Text():
            return [artist.get_text()]
        case Rectangle():
            return [np.array([*artist.get_xy(), artist.get_width(), artist.get_height()])]
        case Polygon():
            return [artist.get_xy()]
        case AxesImage():
            return [np.asarray(artist.get_array())]
    raise TypeError(f"data_of does not know {type(artist).__name__} yet: add a case to tests/pictures.py.")


def assert_drawn(artist: Any, *expected: Any) -> None:
    """Hold what an artist shows against what it should show, absolutely.

    Parameters
    ----------
    artist : matplotlib artist or container
        What is drawn.
    *expected
        As `data_of` gives it.
    """
    found = data_of(artist)
    assert len(found) == len(expected), f"{artist}: {len(found)} parts are drawn, {len(expected)} expected"
    for seen, wanted in zip(found, expected, strict=True):
        if isinstance(wanted, str):
            assert seen == wanted
        else:
            np.testing.assert_allclose(seen, np.asarray(wanted, dtype=float), rtol=1e-9, atol=1e-9)


def assert_seen(artists: Iterable[Any], seen: bool | Iterable[bool] = True) -> None:
    """Hold whether artists are to be seen at all."""
    listed = list(artists)
    wanted = [seen] * len(listed) if isinstance(seen, bool) else list(seen)
    assert [artist.get_visible() for artist in listed] == wanted


def assert_axes(axes: Axes, **properties: Any) -> None:
    """Hold limits, labels and scale of axes, as `Axes.set` names them: what unit a learner reads a value in."""
    for name, wanted in properties.items():
        found = getattr(axes, f"get_{name}")()
        if isinstance(wanted, str):
            assert found == wanted, name
        else:
            np.testing.assert_allclose(found, wanted, err_msg=name)


def assert_colour(artist: Any, colour: str) -> None:
    """Hold a colour that carries meaning: a name of the palette, or any that matplotlib knows."""
    colour = COLOURS.get(colour, colour)
    found = artist.get_facecolor() if isinstance(artist, Patch) else artist.get_color()
    assert same_color(found, colour), f"{found} is drawn, {colour} expected"


def assert_says(explorer: Explorer, *parts: str) -> None:
    """Hold that the reading contains each of these parts, and says them in this order."""
    rest = explorer.reading
    for part in parts:
        assert part in rest, f"{part!r} is not said (in this order) in: {explorer.reading}"
        rest = rest[rest.index(part) + len(part) :]


def legend_of(axes: Axes) -> list[str]:
    """Words of an axes' legend, in order."""
    legend = axes.get_legend()
    assert legend is not None
    return [text.get_text() for text in legend.get_texts()]
