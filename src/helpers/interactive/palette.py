"""Colours of all pictures, once: what each means, how it looks on a light page and on a dark one.

| colour | means everywhere |
|---|---|
| blue | the drug, or what this study measured |
| orange | the comparator: placebo, midazolam, the other group |
| pink | the learner: a prediction, a choice, an own rule |
| red | blocked, false, against |
| green, sky, yellow | further series, where there are more than two |
| black, grey | words and axes; context |

Series differ in shape, dashes or hatching, too: no colour says anything alone. The hues were chosen after Okabe and
Ito, so that people with any kind of colour vision can tell them apart; each is dark (or light) enough for a contrast of
3 to 1 with the page. Words, which need more, are black, grey, blue or red.
"""

from __future__ import annotations

import re

# Name: on a light page, on a dark one.
SHADES = {
    "black": ("#1a1a1a", "#f2f2f2"),
    "white": ("#ffffff", "#111111"),
    "grey": ("#616161", "#b0b0b0"),
    "light grey": ("#b4b4b4", "#757575"),
    "pale grey": ("#ececec", "#2d2d2d"),
    "blue": ("#0072b2", "#4fb0ee"),
    "pale blue": ("#d3e6f5", "#173d5a"),
    "orange": ("#d08300", "#f0a830"),
    "pale orange": ("#fbe9cc", "#4d3510"),
    "red": ("#c43c00", "#ff7d4a"),
    "pale red": ("#f7d3bd", "#5e2812"),
    "green": ("#00946c", "#2cc493"),
    "sky": ("#2f93cf", "#7cc9f2"),
    "yellow": ("#a98f00", "#f0e442"),
    "pink": ("#c7559b", "#f09ccb"),
}
COLOURS = {name: light for name, (light, _) in SHADES.items()}
HEX = re.compile(r"#[0-9a-f]{6}\b")


def variable(name: str) -> str:
    """Name of the style variable that holds a colour."""
    return f"--course-{name.replace(' ', '-')}"


VARIABLE_OF = {light: f"var({variable(name)})" for name, light in COLOURS.items()}
VARIABLE_OF |= {"#000000": VARIABLE_OF[COLOURS["black"]]}  # matplotlib's own, for axes


def themed(markup: str) -> str:
    """Markup in which each colour of the house is a style variable, so that the page's theme decides."""
    return HEX.sub(lambda found: VARIABLE_OF.get(found[0], found[0]), markup)


def declared(dark: bool = False) -> str:
    """The variables, as declarations of a style sheet."""
    return "".join(f"{variable(name)}:{shades[dark]};" for name, shades in SHADES.items())


def style_sheet() -> str:
    """The variables for a page: light, and dark where JupyterLab's theme is dark."""
    return f":root{{{declared()}}}\n[data-jp-theme-light='false']{{{declared(dark=True)}}}\n"
