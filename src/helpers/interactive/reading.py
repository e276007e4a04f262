"""What a picture says in words, and what a model says about itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pandas as pd
from matplotlib.figure import Figure


@dataclass(frozen=True)
class Reading:
    """What a figure shows, in words and numbers.

    Parameters
    ----------
    text : str
        The figure's text alternative: one to three sentences with the numbers that it shows.
    table : pandas.DataFrame, optional
        Rows to list under the figure.
    headline : str, optional
        What to notice in this scene: one sentence with one number, above the figure.
    """

    text: str
    table: pd.DataFrame | None = None
    headline: str = ""


@dataclass(frozen=True)
class About:
    """What a model is: shown under its figure as "About this model".

    Parameters
    ----------
    kind : str
        What one looks at: a model, a toy, data, and whose.
    equation : str
        The model in one line; empty for data.
    sources : sequence of str
        References, as `helpers.tables.cite` gives them.
    leaves_out : str
        What the model does not contain.
    drawn : str, optional
        What of its drawing is there for the eye alone, and what moves at the model's numbers.
    """

    kind: str
    equation: str
    sources: Sequence[str]
    leaves_out: str
    drawn: str = ""

    def parts(self) -> list[tuple[str, list[str]]]:
        """Heading and paragraphs of each part that has content."""
        parts = [
            ("What this is", [self.kind]),
            ("Equation", [self.equation]),
            ("Leaves out", [self.leaves_out]),
            ("The drawing", [self.drawn]),
            ("Sources", list(self.sources)),
        ]
        return [(heading, texts) for heading, texts in parts if any(texts)]


class Picture(Protocol):
    """Shows a scene on a figure that is built once.

    Attributes
    ----------
    figure : matplotlib.figure.Figure
        Artists that change with the scene carry ``animated=True``; all else is still.
    label : str
        What the figure shows, whatever the scene: its accessible name.
    move : callable
        Takes a scene and moves the artists to it. It computes nothing: every number stands in the scene.
    """

    figure: Figure
    label: str

    @property
    def move(self) -> Callable[[Any], None]:
        """Move the artists to the scene."""
        ...
