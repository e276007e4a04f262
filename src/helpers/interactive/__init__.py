"""The widget foundation: controls on top, the figure below, under it the reading, then what the model is.

A room builds an explorer from three things: `controls` (labelled widgets), a picture (still parts drawn once,
moving parts marked ``animated=True``) and an `About`. `Explorer` wires them together.
"""

from helpers.interactive.controls import Slider, choice
from helpers.interactive.drawing import COLOURS, Drawing, new_figure
from helpers.interactive.explorer import Explorer
from helpers.interactive.reading import About, Picture, Reading
from helpers.interactive.shown import described, listed

__all__ = [
    "COLOURS",
    "About",
    "Drawing",
    "Explorer",
    "Picture",
    "Reading",
    "Slider",
    "choice",
    "described",
    "listed",
    "new_figure",
]
