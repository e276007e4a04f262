"""The widget foundation: controls on top, the figure below, under it the reading, then what the model is.

A room builds an explorer from its controls (labelled widgets), its model's `scene` (all numbers that are shown), a
picture that moves its artists to a scene, what reads a scene in words, and an `About`. `Explorer` wires them together.
"""

from helpers.interactive.cards import Cards
from helpers.interactive.controls import SettingError, Slider, choice
from helpers.interactive.drawing import Drawing, apart, moving, new_figure, pickable, plain_axes
from helpers.interactive.explorer import Explorer
from helpers.interactive.living import Mechanism
from helpers.interactive.palette import COLOURS
from helpers.interactive.places import Place
from helpers.interactive.reading import About, Picture, Reading
from helpers.interactive.shown import described, listed

__all__ = [
    "COLOURS",
    "About",
    "Cards",
    "Drawing",
    "Explorer",
    "Mechanism",
    "Picture",
    "Place",
    "Reading",
    "SettingError",
    "Slider",
    "apart",
    "choice",
    "described",
    "listed",
    "moving",
    "new_figure",
    "pickable",
    "plain_axes",
]
