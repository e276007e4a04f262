"""Drawings that live: their vocabulary, their files, what stands still on paper, and what is held back."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest

import helpers
from helpers import explorers
from helpers.interactive import living
from helpers.interactive.palette import SHADES
from tests.pictures import settings_of

HOUSE = Path(helpers.__file__).parent
DRAWINGS = sorted(HOUSE.rglob("drawings/*.svg"))
SCRIPT = HOUSE / "interactive" / "living.js"
SMALLEST = 11  # letters, in units of a drawing, which are pixels where it is shown
ALIVE = [name for name in dir(explorers) if getattr(explorers, name)()._living is not None]
FORBIDDEN = re.compile(
    r"<(style|script|foreignObject|image|animate)|\bon[a-z]+=|https?://(?!www\.w3\.org/2000/svg)|#[0-9a-f]{3,6}\b"
)


# -- files -----------------------------------------------------------------------------------------


def test_the_script_and_the_drawings_are_small() -> None:
    assert SCRIPT.stat().st_size <= 15_000
    assert {path.name: path.stat().st_size for path in DRAWINGS if path.stat().st_size > 30_000} == {}


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda path: path.stem)
def test_a_drawing_has_only_shapes_in_the_colours_of_the_house(drawing: Path) -> None:
    text = drawing.read_text(encoding="utf-8")
    assert FORBIDDEN.findall(text) == []
    shades = set(re.findall(r"--course-([\w-]+)", text))
    assert shades <= {name.replace(" ", "-") for name in SHADES}
    root = ET.fromstring(text)
    assert root.get("viewBox", "").startswith("0 0 320 ")
    sizes = [float(node.attrib["font-size"]) for node in root.iter() if "font-size" in node.attrib]
    assert sizes
    assert min(sizes) >= SMALLEST


# -- all mechanisms --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALIVE)
def test_every_part_that_a_state_names_is_drawn_and_every_named_part_moves(name: str) -> None:
    named: set[str] = set()
    for explorer in settings_of(name, most=3, random=3):
        assert explorer._living is not None
        parts = living.parts_of(explorer._living._root)
        named |= set(explorer.acts)
        assert set(explorer.acts) <= set(parts), name
        for part, act in explorer.acts.items():
            if "states" in act:
                assert len(act["states"]) == len(parts[part]), part
                known = {node.get("id") for node in explorer._living._root.iter()}
                assert {f"{explorer._living.salt}-{state}" for state in act["states"]} <= known
        assert ET.fromstring(explorer._living.still()) is not None
    assert named == set(parts)


@pytest.mark.parametrize("name", ALIVE)
def test_what_is_for_the_eye_is_said(name: str) -> None:
    headings = dict(getattr(explorers, name)()._stage.about)
    assert "The drawing" in headings


@pytest.mark.parametrize("name", ALIVE)
def test_a_locked_drawing_does_not_reach_the_page(name: str) -> None:
    explorer = getattr(explorers, name)()
    living_part = explorer._living
    explorer.lock("Predict first.")
    assert (living_part.drawing, living_part.acts, living_part.clock) == ("", {}, {})
    explorer.unlock()
    assert living_part.acts
    assert "<svg" in living_part.drawing


def test_two_drawings_on_a_page_share_no_id() -> None:
    one, other = (living_part.drawing for _ in range(2) if (living_part := explorers.inverted_u()._living))
    ids = [set(re.findall(r'id="([^"]+)"', each)) for each in (one, other)]
    assert ids[0]
    assert not ids[0] & ids[1]
    assert set(re.findall(r'href="#([^"]+)"', one)) <= ids[0]


@pytest.mark.parametrize("name", ALIVE)
def test_on_paper_stands_only_what_is_seen(name: str) -> None:
    still = getattr(explorers, name)()._living.still()
    assert not re.search(r'\bdata-|aria-|display="none"|visibility="hidden"', still)
    references = set(re.findall(r'href="#([^"]+)"', still))
    assert references <= set(re.findall(r'id="([^"]+)"', still))


def test_the_still_stands_on_paper_beside_its_picture() -> None:
    html = explorers.inverted_u().static_html()
    assert html.count("<img ") == 2
    assert 'alt="An inhibiting and an exciting nerve cell' in html


# -- vocabulary ------------------------------------------------------------------------------------


@pytest.mark.parametrize("rate", [0.2, 1.0, 2.9])
def test_dots_are_as_far_apart_as_their_rate_says(rate: float) -> None:
    dash, gap = map(float, living.flow(rate)["stroke-dasharray"].split())
    assert (dash + gap) * rate == pytest.approx(living.SPEED, rel=0.01)
    dash, gap = map(float, living.flow(rate, dash=2)["stroke-dasharray"].split())
    assert dash == 2
    assert (dash + gap) * rate == pytest.approx(living.SPEED, rel=0.01)


def test_nothing_flows_at_no_rate_and_nothing_backwards() -> None:
    assert living.flow(0)["visibility"] == "hidden"
    with pytest.raises(ValueError, match="the other way"):
        living.flow(-1)


def test_nothing_flashes_faster_than_is_safe() -> None:
    assert living.beat(3)["data-beat"] == 3
    with pytest.raises(ValueError, match="between 0 and 3 times"):
        living.beat(3.1)


def test_a_level_stays_in_its_vessel() -> None:
    found = [living.level(share)["transform"] for share in (-1, 0.25, 7)]
    assert found == ["scale(1 0.0000)", "scale(1 0.2500)", "scale(1 1.0000)"]


def test_a_part_that_is_not_drawn_is_named() -> None:
    root = living.drawn(DRAWINGS[0], "x")
    with pytest.raises(KeyError, match=r"The drawing has no part 'wheel'\. It has: "):
        living.in_state(root, {"wheel": living.show(True)}, "x")


def test_a_crowd_has_a_place_for_each_and_mixed_ones_stand_apart(tmp_path: Path) -> None:
    for order in ("", " mixed"):
        path = tmp_path / f"crowd{len(order)}.svg"
        path.write_text(f'<svg xmlns="{living.SVG}"><g data-part="people" data-crowd="20 5 10 20{order}"/></svg>')
        members = living.parts_of(living.drawn(path, "s"))["people"]
        places = [(float(member.attrib["x"]), float(member.attrib["y"])) for member in members]
        assert sorted(places) == sorted((10.0 * column, 20.0 * row) for row in range(5) for column in range(20))
        near = [abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairwise(places)]
        assert (min(near) > 10) == bool(order)


@pytest.mark.parametrize(
    ("role", "course", "wanted"),
    [
        ("level", "0.1 0.6", {"transform": "scale(1 0.6000)"}),
        ("shade", "0.1 0.6", {"opacity": "0.6"}),
        ("place", "1,2 30,4", {"transform": "translate(30.00 4.00)"}),
    ],
)
def test_a_course_stands_at_the_moment_of_the_clock(role: str, course: str, wanted: dict[str, Any]) -> None:
    root = ET.fromstring(f'<svg xmlns="{living.SVG}"><g data-part="part" data-as="{role}"/></svg>')
    part = ET.fromstring(living.in_state(root, {"part": {"data-course": course}}, "s", at=1))[0]
    assert {key: part.get(key) for key in wanted} == wanted


def test_a_count_and_a_number_of_a_course() -> None:
    text = (
        f'<svg xmlns="{living.SVG}"><g data-part="people" data-crowd="5 1 9 9" data-as="count" data-states="a b"/>'
        '<text data-part="many" data-as="number"/></svg>'
    )
    root = ET.fromstring(text)
    for _ in range(5):
        ET.SubElement(root[0], f"{{{living.SVG}}}use")
    stands = ET.fromstring(
        living.in_state(root, {"people": living.course([1, 3.4]), "many": living.course([1, 3.4])}, "s", at=1)
    )
    assert [member.get("href") for member in stands[0]] == ["#s-a"] * 3 + ["#s-b"] * 2
    assert stands[1].text == "3"


# -- script and Python say the same ----------------------------------------------------------------


def test_script_and_python_agree_on_what_a_course_can_be() -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    block = text[text.index("const SHOWS = {") : text.index("};", text.index("const SHOWS = {"))]
    known = set(re.findall(r"^  (\w+)[:,]", block, re.MULTILINE))
    assert known == {"level", "flow", "shade", "place", "number", "count"}


def test_texts_of_a_drawing_stand_apart() -> None:
    """Two texts that start at one place would lie on each other, whatever they say."""
    for drawing in DRAWINGS:
        root = ET.fromstring(drawing.read_text(encoding="utf-8"))
        places = [(node.get("x"), node.get("y")) for node in root if node.tag.endswith("text")]
        assert all(one != other for one, other in combinations(places, 2)), drawing.name
