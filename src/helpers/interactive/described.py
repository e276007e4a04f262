"""A figure made in a notebook, with its text alternative."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from html import escape

import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from helpers.interactive.drawing import Drawing


@dataclass(frozen=True)
class Described:
    """SVG of a figure and what it shows, in words."""

    svg: str
    text: str

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        picture = b64encode(self.svg.encode()).decode()
        source = f"data:image/svg+xml;base64,{picture}"
        return f'<img alt="{escape(self.text)}" style="max-width: 40rem" src="{source}"><p>{escape(self.text)}</p>'


def described(axes: Axes, text: str) -> Described:
    """Show a figure with a sentence that says what it shows: its text alternative.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Any of the figure's axes, as pandas' `plot` returns them.
    text : str
        What the figure shows, with the numbers that matter.
    """
    figure = axes.figure.get_figure(root=True)
    # Pyplot would show the figure a second time, without its words.
    plt.close(figure)
    figure.set_dpi(72)
    return Described(Drawing(figure, text, salt="described").whole(), text)
