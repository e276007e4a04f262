"""What a notebook cell shows by itself: a figure with its words, a table of texts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from helpers.interactive.drawing import Drawing, address_of

LEFT = "text-align: left; vertical-align: top;"
SHORT = 12  # letters; what is longer may break anywhere, so that no table is wider than a narrow page


@dataclass(frozen=True)
class Described:
    """SVG of a figure and what it shows, in words."""

    svg: str
    text: str

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        words = escape(self.text)
        return f'<img alt="{words}" style="max-width: min(40rem, 100%)" src="{address_of(self.svg)}"><p>{words}</p>'


def described(axes: Axes, text: str) -> Described:
    """Show a figure with a sentence that says what it shows: its text alternative.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Any of the figure's axes, as pandas' `plot` returns them.
    text : str
        What the figure shows, with the numbers that matter.
    """
    figure = axes.figure.canvas.figure  # the whole figure, in old and new matplotlib alike
    # Pyplot would show the figure a second time, without its words.
    plt.close(figure)
    figure.set_dpi(72)
    return Described(Drawing(figure, text, salt="described").whole(), text)


@dataclass(frozen=True)
class Listed:
    """A table of texts, set flush left and in full."""

    frame: pd.DataFrame

    def __repr__(self) -> str:
        return self._texts().to_string(index=False)

    def _repr_html_(self) -> str:
        head = "".join(_cell("th", name) for name in self.frame.columns)
        body = "".join(f"<tr>{''.join(_cell('td', text) for text in row)}</tr>" for row in self._texts().to_numpy())
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def _texts(self) -> pd.DataFrame:
        return self.frame.map(_text)


def _cell(tag: str, text: str) -> str:
    scope = ' scope="col"' if tag == "th" else ""
    if len(text) <= SHORT:
        return f'<{tag}{scope} style="{LEFT} white-space: nowrap">{escape(text)}</{tag}>'
    # An underscore or a slash is a better place to break than any other.
    inside = re.sub(r"([_/])(?=\S)", r"\1<wbr>", escape(text))
    return f'<{tag}{scope} style="{LEFT} overflow-wrap: anywhere; min-width: 4em">{inside}</{tag}>'


def _text(value: object) -> str:
    if pd.isna(value):
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def listed(frame: pd.DataFrame) -> Listed:
    """Show a table of texts: flush left, whole sentences, no row numbers.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table, with the columns to show.
    """
    return Listed(frame)
