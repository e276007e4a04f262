"""Drawings that live: the thing itself beside its quantity, moved by the numbers of a scene and by nothing else.

A drawing is an SVG file of its own, made by hand. What moves in it carries a name (``data-part``); a mechanism says,
for a scene, what each part does, in a small vocabulary:

| verb | what the part is | what it shows |
|---|---|---|
| `flow` | a path | dots that pass along it, so many in a second |
| `beat` | any shape | a flash, so often in a second: a cell that fires |
| `level` | a shape that stands on its zero | a vessel filled to a share |
| `move` | anything | its place |
| `crowd` | a group of many alike | the state of each: a channel blocked, a person better |
| `word`, `line` | a text, a polyline | its words, its points |
| `shade`, `show` | anything | its opacity, whether it is there |
| `scroll` | a group drawn twice, side by side | a trace that runs by |
| `course`, `way` | a part with ``data-as`` | a value, or a place, for each moment of the drawing's clock |

Each verb gives attributes, so that the same state stands still on paper, and moves in the page (living.js).
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from math import floor
from pathlib import Path
from typing import Any

import anywidget
import traitlets
from matplotlib.axes import Axes

HERE = Path(__file__).parent
SVG = "http://www.w3.org/2000/svg"
SPEED = 36.0  # of dots along their path, in units of the drawing in a second (living.js has the same)
DOT = 0.01  # a dash of no length has no round ends in every browser
STRIDE = 37  # from one member of a mixed crowd to the next, in places; their number must not be a multiple of it
FASTEST = 3.0  # flashes in a second: more can harm people with photosensitive epilepsy (WCAG 2.3.1)
REFERENCE = re.compile(r'(\bid="|href="#|url\(#)([\w-]+)')
HIDDEN = {("display", "none"), ("visibility", "hidden")}
ET.register_namespace("", SVG)

Act = dict[str, Any]
State = dict[str, Act]


# -- vocabulary ------------------------------------------------------------------------------------


def flow(per_second: float, dash: float = 0) -> Act:
    """Dots along a path: so many pass each point in a second.

    Parameters
    ----------
    per_second : float
        Dots in a second, 0 or more.
    dash : float
        Their length; 0 makes round dots of a line with round ends.
    """
    if per_second < 0:
        raise ValueError("Dots can't flow at less than 0 in a second; let the path run the other way.")
    if per_second < SPEED / 4000:
        return {"data-flow": 0, "visibility": "hidden"}
    gap = SPEED / per_second
    return {
        "data-flow": round(per_second, 4),
        "visibility": "visible",
        "stroke-dasharray": f"{dash or DOT:g} {max(gap - dash, 0.1):.3f}",
    }


def beat(per_second: float) -> Act:
    """A flash, so often in a second; still, it glows where it beats at all."""
    if not 0 <= per_second <= FASTEST:
        raise ValueError(f"A part beats between 0 and {FASTEST:g} times in a second, not {per_second:g}.")
    return {"data-beat": round(per_second, 4), "opacity": 0.7 if per_second else 0}


def level(share: float) -> Act:
    """A vessel filled to a share of its height (0 to 1): its shape stands on y = 0."""
    return {"transform": f"scale(1 {min(max(share, 0.0), 1.0):.4f})"}


def move(x: float, y: float) -> Act:
    """A place, in units of the drawing."""
    return {"transform": f"translate({x:.2f} {y:.2f})"}


def crowd(states: Iterable[str]) -> Act:
    """The state of each member of a crowd: names of shapes in the drawing's ``defs``."""
    return {"states": list(states)}


def word(text: str) -> Act:
    """What a text says."""
    return {"text": text}


def shade(share: float) -> Act:
    """Opacity (0 to 1)."""
    return {"opacity": round(min(max(share, 0.0), 1.0), 3)}


def show(seen: bool) -> Act:
    """Whether a part is there at all."""
    return {"display": "inline" if seen else "none"}


def line(x: Sequence[float], y: Sequence[float]) -> Act:
    """The points of a polyline, in units of the drawing."""
    return {"points": " ".join(f"{_tenth(across)},{_tenth(up)}" for across, up in zip(x, y, strict=True))}


def _tenth(value: float) -> str:
    return f"{round(value, 1) + 0.0:g}"  # finer than most screens; no sign before 0


def scroll(period: float, per_second: float) -> Act:
    """A group that is drawn twice, one `period` apart, runs to the left, so many units in a second."""
    return {"data-scroll": f"{period:g} {per_second:g}"}


def course(values: Iterable[float], digits: int = 3) -> Act:
    """A value for each moment of the clock, for a part whose ``data-as`` is level, flow, shade, number or count.

    A ``count`` is of a crowd: so many are in the first of its two ``data-states``, the others in the second.
    """
    return {"data-course": " ".join(f"{value:.{digits}g}" for value in values)}


def way(x: Iterable[float], y: Iterable[float]) -> Act:
    """A place for each moment of the clock, in units of the drawing, for a part with ``data-as="place"``."""
    return {"data-course": " ".join(f"{across:.1f},{up:.1f}" for across, up in zip(x, y, strict=True))}


# -- a mechanism -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Clock:
    """Time that runs in a drawing, and can be dragged.

    Parameters
    ----------
    label : str
        What its slider is called.
    said : tuple of str
        What is shown at each moment, in words, with the time.
    at : int
        The moment at which it stands first.
    seconds : float
        How long it runs from the first moment to the last.
    across : tuple of float
        Where along the picture's x axis each moment lies, in points of the picture; empty: no cursor there.
    tall : tuple of float
        Top and bottom of that cursor, in points of the picture.
    """

    label: str
    said: tuple[str, ...]
    at: int = 0
    seconds: float = 12.0
    across: tuple[float, ...] = ()
    tall: tuple[float, ...] = ()


def cursor(axes: Axes, x: Sequence[float]) -> tuple[tuple[float, ...], tuple[float, float]]:
    """Where a clock's cursor stands in a picture at each moment, as `Clock` takes it.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        The axes that it runs over; their figure has been laid out once and for all.
    x : sequence of float
        Each moment on their x axis.
    """
    height = axes.figure.bbox.height
    across = axes.transData.transform([(value, axes.get_ylim()[0]) for value in x])[:, 0]
    box = axes.get_window_extent()
    return tuple(round(float(place), 1) for place in across), (round(height - box.y1, 1), round(height - box.y0, 1))


@dataclass(frozen=True)
class Mechanism:
    """The thing itself, drawn, and what each of its parts does in a scene.

    Parameters
    ----------
    drawing : pathlib.Path
        The SVG file.
    label : str
        What the drawing shows, whatever the scene: its accessible name.
    state : callable
        Takes a scene, and gives for each part that moves what it does.
    clock : callable, optional
        Takes a scene, and gives the time that runs in it.
    """

    drawing: Path
    label: str
    state: Callable[[Any], State]
    clock: Callable[[Any], Clock] | None = None


@cache
def _read(drawing: Path) -> ET.Element:
    return ET.parse(drawing).getroot()


def drawn(drawing: Path, salt: str) -> ET.Element:
    """A drawing with its crowds laid out, and with ids of its own.

    Parameters
    ----------
    drawing : pathlib.Path
        The SVG file. A crowd is a group with ``data-crowd="columns rows step_x step_y"``, whose members are shapes of
        the drawing's ``defs``; with ``mixed`` behind it, those that follow each other stand apart.
    salt : str
        Comes before all ids, so that two drawings on a page don't share one.
    """
    text = ET.tostring(_read(drawing), encoding="unicode")
    root = ET.fromstring(REFERENCE.sub(rf"\1{salt}-\2", re.sub(r">\s+<", "><", text)))
    for group in root.iterfind(".//*[@data-crowd]"):
        columns, rows, step_x, step_y, *mixed = group.attrib.pop("data-crowd").split()
        many = int(columns) * int(rows)
        for member in range(many):
            row, column = divmod((STRIDE * member + STRIDE // 3) % many if mixed else member, int(columns))
            place = {"x": f"{column * float(step_x):g}", "y": f"{row * float(step_y):g}"}
            ET.SubElement(group, f"{{{SVG}}}use", place)
    return root


def parts_of(root: ET.Element) -> dict[str, ET.Element]:
    """The parts of a drawing that have a name."""
    return {node.attrib["data-part"]: node for node in root.iter() if "data-part" in node.attrib}


def in_state(root: ET.Element, state: Mapping[str, Act], salt: str, at: int = 0) -> str:
    """The drawing standing still in a state, as SVG.

    Parameters
    ----------
    root : xml.etree.ElementTree.Element
        As `drawn` gives it; it stays as it is.
    state : mapping
        What each part does.
    salt : str
        The one that it was drawn with.
    at : int
        The moment of the clock.

    Raises
    ------
    KeyError
        If the drawing has no such part.
    """
    stands = deepcopy(root)
    parts = parts_of(stands)
    for name, act in state.items():
        if name not in parts:
            raise KeyError(f"The drawing has no part {name!r}. It has: {', '.join(sorted(parts))}.")
        _stand(parts[name], act, salt, at)
    return ET.tostring(stands, encoding="unicode")


def seen_only(svg: str) -> str:
    """A drawing without what only a page needs that moves it, and without what is not there: a fraction of its size."""
    root = ET.fromstring(svg)
    for node in list(root.iter()):
        for name in [name for name in node.attrib if name.startswith(("data-", "aria-"))]:
            del node.attrib[name]
        for child in [child for child in node if HIDDEN & set(child.attrib.items())]:
            node.remove(child)
    return ET.tostring(root, encoding="unicode")


def _stand(node: ET.Element, act: Act, salt: str, at: int) -> None:
    """Apply what a part does, as far as it can be seen at a moment."""
    for key, value in act.items():
        if key == "text":
            node.text = str(value)
        elif key == "states":
            for member, name in zip(node, value, strict=True):
                member.set("href", f"#{salt}-{name}")
        elif key == "data-course" and node.get("data-as") == "count":
            node.set(key, value)
            _stand(node, counted(node, float(value.split()[at])), salt, at)
        elif key == "data-course":
            node.set(key, value)
            _stand(node, moment(node.get("data-as", ""), value.split()[at]), salt, at)
        else:
            node.set(key, str(value))


def counted(node: ET.Element, many: float) -> Act:
    """A crowd of which so many are in the first of its two states."""
    first, second = node.attrib["data-states"].split()
    seen = floor(many + 0.5)
    return crowd([first] * seen + [second] * (len(node) - seen))


def moment(role: str, value: str) -> Act:
    """What a part with a course shows at one value of it."""
    verbs: dict[str, Callable[[list[float]], Act]] = {
        "level": lambda found: level(*found),
        "flow": lambda found: flow(*found),
        "shade": lambda found: shade(*found),
        "place": lambda found: move(*found),
        "number": lambda found: word(f"{floor(found[0] + 0.5)}"),  # halves up, as the page does
    }
    return verbs[role]([float(part) for part in value.split(",")])


class Living(anywidget.AnyWidget):
    """A drawing, the state of its parts, and its clock; motion pauses on demand, out of sight, and for who wants calm.

    Parameters
    ----------
    mechanism : Mechanism
        What is drawn.
    salt : str
        Makes its ids differ from those of other drawings on the page.
    """

    _esm = HERE / "living.js"

    drawing = traitlets.Unicode().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    salt = traitlets.Unicode().tag(sync=True)
    acts = traitlets.Dict().tag(sync=True)
    clock = traitlets.Dict().tag(sync=True)
    speed = traitlets.Float(SPEED).tag(sync=True)

    def __init__(self, mechanism: Mechanism, salt: str) -> None:
        super().__init__(label=mechanism.label, salt=salt)
        self.mechanism = mechanism
        self._root = drawn(mechanism.drawing, salt)
        self._clock: Clock | None = None
        self.add_class("course-living")

    def show(self, scene: Any) -> None:
        """Let the parts do what a scene says."""
        self._clock = self.mechanism.clock(scene) if self.mechanism.clock else None
        with self.hold_sync():
            self.drawing = ET.tostring(self._root, encoding="unicode")
            self.clock = {} if self._clock is None else vars(self._clock)
            self.acts = self.mechanism.state(scene)

    def hide(self) -> None:
        """Let nothing of it reach the page."""
        with self.hold_sync():
            self.acts, self.clock, self.drawing = {}, {}, ""

    def still(self) -> str:
        """The drawing as it stands, as SVG: for paper, and for pages without a kernel."""
        stands = in_state(drawn(self.mechanism.drawing, "s"), self.acts, "s", self._clock.at if self._clock else 0)
        return seen_only(stands)
