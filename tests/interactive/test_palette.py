"""The colours of pictures: told apart, strong enough on both pages, and left to the page's theme."""

from __future__ import annotations

import re

import pytest
from matplotlib.colors import to_rgb

from helpers import explorers
from helpers.interactive import Drawing, new_figure, palette
from helpers.interactive.stage import Stage
from tests.drawn import contents
from tests.pictures import undrawn

WORDS = ("black", "grey", "blue", "red")  # what words may be written in
PALE = ("white", "light grey", "pale grey", "pale blue", "pale orange", "pale red")  # grounds and context


def luminance(colour: str) -> float:
    """Relative luminance, as the Web Content Accessibility Guidelines 2 define it."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_every_colour_stands_out_from_the_page(dark: bool) -> None:
    page = palette.SHADES["white"][dark]
    for name, shades in palette.SHADES.items():
        if name not in PALE:
            assert contrast(shades[dark], page) >= (4.5 if name in WORDS else 3), name


@pytest.mark.parametrize("dark", [False, True])
def test_words_can_be_read_on_every_pale_ground(dark: bool) -> None:
    for name in ("pale grey", "pale blue", "pale orange", "pale red"):
        assert contrast(palette.SHADES["black"][dark], palette.SHADES[name][dark]) >= 4.5, name


def test_a_dark_page_has_its_own_colours_and_the_style_sheet_has_both() -> None:
    assert all(light != dark for light, dark in palette.SHADES.values())
    sheet = str(Stage._css)
    for name, (light, dark) in palette.SHADES.items():
        assert f"{palette.variable(name)}:{light};" in sheet
        assert f"{palette.variable(name)}:{dark};" in sheet.partition("[data-jp-theme-light='false']")[2]


def test_colours_of_the_house_are_left_to_the_page_and_others_stay() -> None:
    figure = new_figure()
    axes = figure.add_subplot()
    axes.plot([0, 1], color=palette.COLOURS["blue"])
    axes.plot([0, 1], color="#123456")
    svg = Drawing(figure, "label", "test").still()
    assert "stroke: var(--course-blue)" in svg
    assert palette.COLOURS["blue"] not in svg
    assert "#123456" in svg
    assert "#000000" not in svg  # matplotlib's own, for axes


def test_the_whole_picture_brings_its_colours_along() -> None:
    """On paper there is no page that has them."""
    figure = new_figure()
    figure.add_subplot().plot([0, 1], color=palette.COLOURS["red"])
    whole = Drawing(figure, "label", "test").whole()
    assert f"--course-red:{palette.COLOURS['red']};" in whole
    assert "background:white" in whole


@pytest.mark.parametrize("name", dir(explorers))
def test_words_in_pictures_are_written_in_colours_that_can_be_read(name: str) -> None:
    allowed = {palette.COLOURS[colour] for colour in WORDS} | {"#000000"}
    explorer = undrawn(getattr(explorers, name)())
    for axes in explorer.picture.figure.axes:
        for artist in contents(axes):
            if hasattr(artist, "get_text") and artist.get_text() and artist.get_visible():
                colour = vars(artist)["_color"]
                known = (
                    colour if str(colour).startswith("#") else {"black": "#000000", "k": "#000000"}.get(colour, colour)
                )
                assert known in allowed, f"{artist.get_text()!r} is {colour}"


def test_no_picture_has_a_colour_of_its_own() -> None:
    """Colours stand in the palette, once; a map of values (matrix, gradient) has its own scale."""
    folder = palette.__file__.rsplit("interactive", 1)[0]
    found = []
    from pathlib import Path

    for path in sorted(Path(folder).rglob("*.py")):
        if path.name != "palette.py":
            found += [
                f"{path.name}: {hit}"
                for hit in re.findall(r'"#[0-9a-fA-F]{6}"|(?:color|face)="(?:white|black)"', path.read_text("utf-8"))
            ]
    assert not found
