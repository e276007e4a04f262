"""Every picture as it is drawn: no text over a text or beyond the canvas, no ids, no exponents, no letter too small."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from unittest.mock import patch

import pytest
from matplotlib import cbook
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from helpers import explorers
from helpers.interactive import Explorer, drawing
from helpers.interactive.drawing import Drawing
from tests import said
from tests.drawn import drawn as consists_of
from tests.pictures import positions, undrawn

WIDE_PX = 768  # what a picture takes in JupyterLab at 1280 px (48rem in interactive.css)
BESIDE_PX = 490  # the same, where a drawing stands beside it
SMALLEST_PX = 11
POINTS_PER_INCH = 72
# What only code should contain: an id, an exponent, markup of Markdown, a number that nobody rounded.
CODE = {
    "an id": re.compile(r"\b[a-z]+(_[a-z0-9]+)+\b"),
    "an exponent": re.compile(r"\d(\.\d+)?e[+-]?\d"),
    "asterisks": re.compile(r"\*\w[^*]*\*"),
    "an unrounded number": re.compile(r"\d\.\d{4,}"),
}


class OnlyTexts(RendererSVG):
    """Draws texts and nothing else, which is all that is looked at here, and much quicker."""

    def draw_path(self, *_: object, **__: object) -> None:
        """Leave it out."""

    draw_markers = draw_path_collection = draw_quad_mesh = draw_gouraud_triangles = draw_image = draw_path


Drawn = tuple[str, Bbox, float]  # words, where they stand (points), size of their letters (points)


class Texts:
    """All texts of a picture that are drawn; those that stand still are looked at again only when they change."""

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._renderer = drawing.figure._get_renderer()  # type: ignore[attr-defined]
        self._still: list[Drawn] = []
        self._svg = ""

    def now(self) -> list[Drawn]:
        """Texts of the picture as it is now."""
        with patch.object(drawing, "RendererSVG", OnlyTexts):
            if self._drawing.still() != self._svg:
                self._drawing._still = ""
                self._still = self._drawn_by(self._drawing.still)
                self._svg = self._drawing.still()
            return self._still + self._drawn_by(self._drawing.moving)

    def _drawn_by(self, draw: Callable[[], str]) -> list[Drawn]:
        seen: list[Text] = []
        original = Text.draw

        def note(text: Text, renderer: RendererSVG) -> None:
            seen.append(text)
            original(text, renderer)

        with patch.object(Text, "draw", note):
            draw()
        shown = [text for text in seen if text.get_visible() and text.get_text().strip()]
        return [(text.get_text(), self._box_of(text), float(text.get_fontsize())) for text in shown]

    def _box_of(self, text: Text) -> Bbox:
        """Where a text stands, without the room above and below its letters."""
        box = Text.get_window_extent(text, self._renderer)
        return Bbox.from_extents(box.x0 + 1, box.y0 + 0.15 * box.height, box.x1 - 1, box.y1 - 0.15 * box.height)


@dataclass(frozen=True)
class Look:
    """One setting as a learner sees it: texts of the picture with their boxes, what is said beside it."""

    drawn: list[Drawn]
    said: list[str]


def looks_of(name: str) -> tuple[Explorer, list[Look]]:
    """An explorer with each control over its range, beside the first scene."""
    explorer: Explorer = getattr(explorers, name)()
    texts, looks = Texts(explorer._drawing), []
    undrawn(explorer)
    scenes = [{}, *({at: value} for at, widget in explorer.controls.items() for value in positions(widget, most=7))]
    first = explorer.values
    for scene in scenes:
        explorer.set(**{**first, **scene})
        looks.append(Look(texts.now(), [explorer.reading, *explorer._stage.notes]))
    return explorer, looks


@pytest.mark.parametrize("name", dir(explorers))
def test_a_picture_can_be_read(name: str) -> None:
    """In every setting: each text has its own place and size, and none is code."""
    explorer, looks = looks_of(name)
    found = [*collisions(explorer, looks), *code(looks), *small_letters(explorer, looks)]
    assert not found, "\n".join(found[:20])


@pytest.mark.parametrize("name", dir(explorers))
def test_a_picture_consists_of_what_it_did(name: str) -> None:
    """Colours, dashes, signs and places; where they are meant to differ, `course.py refresh` keeps the new ones."""
    kept = said.place(name).with_suffix(".drawn.txt")
    assert kept.exists(), f"Run: python3 course.py refresh (it writes {kept.name})"
    assert consists_of(name) == kept.read_text(encoding="utf-8"), "If that is meant: python3 course.py refresh"


def collisions(explorer: Explorer, looks: list[Look]) -> list[str]:
    """Texts that lie on another text or leave the canvas."""
    width, height = explorer.picture.figure.get_size_inches() * explorer.picture.figure.dpi
    found = set()
    for look in looks:
        found |= {f"{words!r} leaves the canvas" for words, box, _ in look.drawn if not inside(box, width, height)}
        pairs = combinations(look.drawn, 2)
        found |= {f"{one!r} lies on {other!r}" for (one, a, _), (other, b, _) in pairs if a.overlaps(b)}
    return sorted(found)


def inside(box: Bbox, width: float, height: float) -> bool:
    """Whether a box lies on the canvas."""
    return bool(box.x0 >= -1 and box.y0 >= -1 and box.x1 <= width + 1 and box.y1 <= height + 1)


def code(looks: list[Look]) -> list[str]:
    """What only code should contain, in the picture or in what is said beside it."""
    found = set()
    for look in looks:
        words = [text for text, *_ in look.drawn]
        for text in [*words, *look.said]:
            found |= {f"{what} in {text!r}" for what, pattern in CODE.items() if pattern.search(text)}
        # Two dollar signs turn what stands between them into mathematics.
        found |= {
            f"mathematics in {text!r}" for text in words if cbook.is_math_text(text) and "mathdefault" not in text
        }
    return sorted(found)


def small_letters(explorer: Explorer, looks: list[Look]) -> list[str]:
    """Texts with letters below the budget, as JupyterLab shows them."""
    width = BESIDE_PX if explorer.acts else WIDE_PX
    scale = width / (explorer.picture.figure.get_figwidth() * POINTS_PER_INCH)
    sizes = {(words, size * scale) for look in looks for words, _, size in look.drawn}
    return sorted(f"{words!r} has {px:.1f} px, less than {SMALLEST_PX}" for words, px in sizes if px < SMALLEST_PX)
