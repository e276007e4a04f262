"""A matplotlib figure as SVG in two layers, so that a change sends only what moved (blitting, for SVG).

Matplotlib marks what moves (``animated=True``) and knows when anything else changed (``figure.stale``): the
still layer is drawn again only then, which costs some ten times as much as the moving one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from io import StringIO
from itertools import pairwise
from typing import Any

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure

from helpers.interactive.palette import COLOURS, VARIABLE_OF, declared, themed

POINTS_PER_INCH = 72
# A tenth of a point is finer than most screens; the digits behind it are half of the file.
# Numbers that people read, on the axes, stand between the tags and stay as they are.
TAG, LONG_NUMBER = re.compile(r"<[^>]*>"), re.compile(r"(\d\.\d)\d+")
# Matplotlib writes a line for each point of a path, with a space before and behind each letter.
PATH, LETTER = re.compile(r'(?<= d=")[^"]*'), re.compile(r"\s*([A-Za-z])\s*")
# Every text names all fonts to try, which can be half of a picture; the page has one for all of them.
FAMILY, INDENTATION = re.compile(r"(; )?font-family: [^;\"]*"), re.compile(r"\n\s+")
# The font of pictures: the page's own where it has one; letters are no wider than those that places were found with.
FONT = "system-ui,'Segoe UI',Roboto,'Helvetica Neue',Arial,'Liberation Sans',sans-serif"
# What can be clicked, or painted without being drawn again, has a name for its control and the value there.
NAMED = re.compile(r'id="(pick:[^"]*)"')
INK = VARIABLE_OF[COLOURS["black"]]
EMPTY = "Empty axes of the picture to come"
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
    size = (width_in, height_in)
    return Figure(figsize=size, dpi=POINTS_PER_INCH, layout="constrained", facecolor="none")


def lay_out(figure: Figure) -> None:
    """Find places for all that stands, once and for all: what an axis says later moves nothing any more."""
    figure.draw_without_rendering()
    figure.set_layout_engine("none")


def plain_axes(axes: Axes, **properties: Any) -> Axes:
    """Axes on the page's own ground, without the frame's upper and right side, with limits and labels set.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        The axes.
    **properties
        What `Axes.set` takes: ``xlim``, ``ylabel`` ...
    """
    axes.spines[["top", "right"]].set_visible(False)
    axes.set(facecolor="none", **properties)
    return axes


def apart(heights: Sequence[float], least: float) -> list[float]:
    """Heights of labels beside their lines, moved where two would lie on each other.

    Parameters
    ----------
    heights : sequence of float
        Where the lines end.
    least : float
        How far apart two labels must stand, in the same unit.

    Returns
    -------
    list of float
        In the order of `heights`; each pair that was too close is moved by the same way up and down.
    """
    order = sorted(range(len(heights)), key=heights.__getitem__)
    placed = [float(heights[place]) for place in order]
    for low, high in pairwise(range(len(placed))):
        missing = least - (placed[high] - placed[low])
        if missing > 0:
            placed[: low + 1] = [height - missing / 2 for height in placed[: low + 1]]
            placed[high] += missing / 2
    return [height for _, height in sorted(zip(order, placed, strict=True))]


def moving(artists: Iterable[Artist]) -> None:
    """Mark artists as what moves: drawn again with every scene, and no part of the layout."""
    for artist in artists:
        artist.set(animated=True, in_layout=False)


def pickable(artist: Artist, control: str, value: object) -> str:
    """Let a click on an artist set a control to a value, as choosing it there does; returns its name for `paint`."""
    name = f"pick:{control}:{value}"
    artist.set_gid(name)
    return name


def _shorter(tag: re.Match[str]) -> str:
    named = NAMED.sub(lambda found: f'data-pick="{found[1].removeprefix("pick:")}"', tag[0])
    dense = PATH.sub(lambda found: LETTER.sub(r"\1", found[0]), named)
    return themed(FAMILY.sub("", LONG_NUMBER.sub(r"\1", dense)))


def on_white(svg: str) -> str:
    """SVG of a picture with colours and font of its own, for pages that have no style sheet of the house."""
    start = svg.index(">") + 1
    light = f"<style>svg{{{declared()}fill:{INK};font-family:{FONT};background:white}}</style>"
    return svg[:start] + light + svg[start:]


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
    paint : mapping of str to str, optional
        Style of named artists of the still layer (`pickable`), which may change without drawing them again, such as
        "fill:#0072b2".
    """

    def __init__(self, figure: Figure, label: str, salt: str, paint: Mapping[str, str] | None = None) -> None:
        self.figure = figure
        self.label = label
        self.salt = salt
        self.paint = {} if paint is None else paint
        self._still = ""
        figure.findobj()  # makes ticks that matplotlib would make later, and count as a change of the still layer

    def still(self) -> str:
        """SVG of all that stands still; drawn again only when some of it has changed."""
        if not self._still or self.figure.stale:
            named = f'class="{self.salt}" role="img" aria-label="{escape(self.label)}"'
            self._still = self._svg([self.figure], named)
        return self._still

    def moving(self) -> str:
        """SVG of what moves, to lie on top of `still`."""
        artists = self.figure.findobj(lambda artist: artist.get_animated() and artist.get_visible())
        drawn = self._svg(sorted(artists, key=Artist.get_zorder), 'aria-hidden="true"')
        return drawn.removesuffix("</svg>\n") + self._painted() + "</svg>\n"

    def _painted(self) -> str:
        """Rules that paint the named artists of the still layer."""
        alike: dict[str, list[str]] = defaultdict(list)
        for name, style in self.paint.items():
            # What the artist was drawn with stands in the path itself, and would come first.
            alike[themed(style).replace(";", " !important;") + " !important"].append(
                f".{self.salt} [data-pick='{name.removeprefix('pick:')}'] path"
            )
        rules = "".join(f"{','.join(names)}{{{style}}}" for style, names in alike.items())
        return f"<style>{rules}</style>" if rules else ""

    def whole(self) -> str:
        """SVG of the whole figure on white, for paper and for pages without a kernel."""
        moving = self.moving()
        return on_white(self.still()).removesuffix("</svg>\n") + moving[moving.index(">") + 1 :]

    def bare(self) -> str:
        """SVG of what of the still layer is visible now; what was drawn before stays as it is."""
        return self._svg([self.figure], f'role="img" aria-label="{EMPTY}"')

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
