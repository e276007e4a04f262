"""A matplotlib figure as SVG in two layers, so that a change sends only what moved (blitting, for SVG).

Matplotlib marks what moves (``animated=True``) and knows when anything else changed (``figure.stale``): the
still layer is drawn again only then, which costs some ten times as much as the moving one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from io import StringIO
from typing import Any

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure

# Okabe & Ito's colours, which people with any kind of colour vision can tell apart.
COLOURS = {
    "black": "#000000",
    "orange": "#E69F00",
    "sky": "#56B4E9",
    "green": "#009E73",
    "yellow": "#F0E442",
    "blue": "#0072B2",
    "red": "#D55E00",
    "pink": "#CC79A7",
    "grey": "#6b6b6b",
}
POINTS_PER_INCH = 72
# A hundredth of a point is finer than any screen; the digits behind it are half of the file.
# Numbers that people read, on the axes, stand between the tags and stay as they are.
TAG, LONG_NUMBER = re.compile(r"<[^>]*>"), re.compile(r"(\d\.\d\d)\d+")
# Every text names all fonts to try, which can be half of a picture.
FONTS, INDENTATION = re.compile(r"font-family: '([^']+)'[^;\"]*, sans-serif"), re.compile(r"\n\s+")
NO_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))


# What would end the address of a picture, or the attribute that holds it.
IN_ADDRESS = str.maketrans({"%": "%25", "#": "%23", "<": "%3C", ">": "%3E", '"': "%22", "&": "%26", "\n": " "})


def address_of(svg: str) -> str:
    """SVG as the address of a picture (``data:``), to stand in an ``<img>``: a third shorter than in base 64."""
    # Inside tags, simple quotes need no escape in the attribute that holds the address.
    single = TAG.sub(lambda tag: tag[0].replace("'", "&apos;").replace('"', "'"), svg)
    return "data:image/svg+xml," + single.translate(IN_ADDRESS)


def new_figure(width_in: float = 7.0, height_in: float = 3.6) -> Figure:
    """Empty figure outside pyplot, so that nothing but its explorer shows it.

    Parameters
    ----------
    width_in, height_in : float
        Size in inches; the page scales it.
    """
    return Figure(figsize=(width_in, height_in), dpi=POINTS_PER_INCH, layout="constrained")


def plain_axes(axes: Axes, **properties: Any) -> Axes:
    """Axes without the frame's upper and right side, with their limits and labels set.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        The axes.
    **properties
        What `Axes.set` takes: ``xlim``, ``ylabel`` ...
    """
    axes.spines[["top", "right"]].set_visible(False)
    axes.set(**properties)
    return axes


def moving(artists: Iterable[Artist]) -> None:
    """Mark artists as what moves: drawn again with every scene, and no part of the layout."""
    for artist in artists:
        artist.set(animated=True, in_layout=False)


def _shorter(tag: re.Match[str]) -> str:
    return FONTS.sub(r"font-family: '\1', sans-serif", LONG_NUMBER.sub(r"\1", tag[0]))


class Drawing:
    """A figure and its two layers.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The figure, its moving artists marked ``animated=True``.
    label : str
        Accessible name of the picture.
    salt : str
        Makes the ids inside the SVG differ from those of other figures on the page.
    """

    def __init__(self, figure: Figure, label: str, salt: str) -> None:
        self.figure = figure
        self.label = label
        self.salt = salt
        self._still = ""
        figure.findobj()  # makes ticks that matplotlib would make later, and count as a change of the still layer

    def still(self) -> str:
        """SVG of all that stands still; drawn again only when some of it has changed."""
        if not self._still or self.figure.stale:
            named = f'role="img" aria-label="{escape(self.label)}"'
            self._still = self._svg([self.figure], named)
        return self._still

    def moving(self) -> str:
        """SVG of what moves, to lie on top of `still`."""
        artists = self.figure.findobj(lambda artist: artist.get_animated() and artist.get_visible())
        return self._svg(sorted(artists, key=Artist.get_zorder), 'aria-hidden="true"')

    def whole(self) -> str:
        """SVG of the whole figure, for paper and for pages without a kernel."""
        still, moving = self.still(), self.moving()
        return still.removesuffix("</svg>\n") + moving[moving.index(">") + 1 :]

    def _svg(self, artists: list[Artist], attributes: str) -> str:
        buffer = StringIO()
        width, height = self.figure.get_size_inches() * POINTS_PER_INCH
        with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": self.salt}):
            renderer = RendererSVG(width, height, buffer, image_dpi=POINTS_PER_INCH, metadata=NO_METADATA)
            for artist in artists:
                artist.draw(renderer)
            renderer.finalize()
        text = INDENTATION.sub("\n", TAG.sub(_shorter, buffer.getvalue()))
        return f"<svg {attributes} " + text[text.index("<svg") + len("<svg ") :]
