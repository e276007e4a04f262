"""Labelled controls that work with keyboard and screen reader."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as widgets
import traitlets

HERE = Path(__file__).parent


class Slider(anywidget.AnyWidget):
    """Slider with a name, a unit and its value in words: the browser's own range input.

    ipywidgets' sliders have no accessible name, so that a screen reader says "slider" and no more; this one is
    labelled, and arrow keys, page keys, Home and End move it.

    Parameters
    ----------
    label : str
        Name of the control.
    value, min, max, step : float
        Where it stands, its ends and its step, in `unit`.
    unit : str, optional
        Unit, written behind the value.
    """

    _esm = HERE / "slider.js"
    _css = HERE / "interactive.css"

    label = traitlets.Unicode().tag(sync=True)
    unit = traitlets.Unicode().tag(sync=True)
    value = traitlets.Float().tag(sync=True)
    min = traitlets.Float().tag(sync=True)
    max = traitlets.Float().tag(sync=True)
    step = traitlets.Float().tag(sync=True)
    disabled = traitlets.Bool(False).tag(sync=True)

    def __init__(self, label: str, value: float, min: float, max: float, step: float, unit: str = "") -> None:
        super().__init__(label=label, unit=unit, min=min, max=max, step=step, value=value)

    @traitlets.validate("value")
    def _inside(self, proposal: Any) -> float:
        value = float(proposal["value"])
        if not self.min <= value <= self.max:
            raise traitlets.TraitError(
                f"{self.label} must lie between {self.min:g} and {self.max:g} {self.unit}".strip()
            )
        return value


def choice(label: str, options: Mapping[str, Any] | list[str], value: Any = None) -> widgets.Dropdown:
    """Drop-down list with its name in front.

    Parameters
    ----------
    label : str
        Name of the control.
    options : mapping or list
        Texts to choose from, with the value that each stands for where that differs.
    value : optional
        The one chosen at first; by default the first.
    """
    pairs = list(options.items()) if isinstance(options, Mapping) else [(text, text) for text in options]
    first = pairs[0][1] if value is None else value
    layout = widgets.Layout(width="auto", max_width="100%")
    style = {"description_width": "initial"}
    return widgets.Dropdown(description=label, options=pairs, value=first, layout=layout, style=style)


def plain(control: Any) -> str:
    """What a control stands at, in words: "Dose 0.5 mg/kg"."""
    if isinstance(control, Slider):
        return f"{control.label} {control.value:g} {control.unit}".strip()
    return f"{control.description}: {control.label}"
