"""Labelled controls that work with keyboard and screen reader."""

from __future__ import annotations

import reprlib
from collections.abc import Mapping
from numbers import Real
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as widgets
import numpy as np
import traitlets

HERE = Path(__file__).parent
SHOWN_OPTIONS, SHOWN_LETTERS = 20, 40


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
    spoken = traitlets.Bool(False).tag(sync=True)  # whether the step at hand speaks of it

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


class SettingError(ValueError):
    """A control was set to something that it can't be; nothing has been changed then."""


def fitting(control: Any, value: Any) -> Any:
    """The value that a control would take, as Python's own number or text.

    Parameters
    ----------
    control : Slider or ipywidgets.Dropdown
        The control; it stays as it is.
    value : object
        Whatever somebody gives it.

    Raises
    ------
    SettingError
        If it can't be that; the message says, in a sentence, why.
    """
    own = value.item() if isinstance(value, np.generic) else value
    return _in_range(control, own) if isinstance(control, Slider) else _offered(control, own)


def _in_range(slider: Slider, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, Real):
        raise SettingError(f"{slider.label} is a number, and this is {type(value).__name__}")
    ends = f"{slider.label} must lie between {slider.min:g} and {slider.max:g} {slider.unit}".strip()
    # Compared before it becomes a float, which a huge whole number can't; NaN lies nowhere.
    if not slider.min <= value <= slider.max:  # type: ignore[operator]
        raise SettingError(ends)
    return float(value)


def _offered(choice: widgets.Dropdown, value: Any) -> Any:
    for _, option in choice.options:
        same_kind = type(value) is type(option) or (is_number(value) and is_number(option))
        if same_kind and value == option:
            return option
    known = ", ".join(repr(option) for _, option in choice.options[:SHOWN_OPTIONS])
    more = f" and {len(choice.options) - SHOWN_OPTIONS} more" if len(choice.options) > SHOWN_OPTIONS else ""
    raise SettingError(f"It can be: {known}{more}")


def option_of(control: Any, text: str) -> Any:
    """The value of a control that a text stands for, as it is written in a picture; the text itself where none does."""
    if isinstance(control, Slider):
        return float(text)
    return next((value for _, value in control.options if str(value) == text), text)


def is_number(value: Any) -> bool:
    """Whether something counts as a number here: numpy's do, True does not."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def briefly(value: Any) -> str:
    """A value as it can stand in a sentence, whatever it is."""
    try:
        text = reprlib.repr(value)
    except Exception:  # what can't even be shown is named by its kind
        return f"this {type(value).__name__}"
    return text if len(text) <= SHOWN_LETTERS else text[:SHOWN_LETTERS] + "..."


def plain(control: Any) -> str:
    """What a control stands at, in words: "Dose 0.5 mg/kg"."""
    if isinstance(control, Slider):
        return f"{control.label} {control.value:g} {control.unit}".strip()
    return f"{control.description}: {control.label}"
