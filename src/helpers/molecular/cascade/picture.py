"""Picture of one wiring: a graph with a blocked step, and what experiments on that step saw."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Patch
from matplotlib.text import Text

from helpers import tables
from helpers.interactive import COLOURS, moving, new_figure, pickable
from helpers.molecular.cascade.model import DRUG, EFFECTS
from helpers.molecular.cascade.reading import outcome_words
from helpers.molecular.cascade.scenes import WiringScene

MARKS = {
    "fits": ("o", "blue", 6),
    "does not fit": ("x", "red", 6),
    "silent": (".", "grey", 4),
    "cannot tell": ("s", "grey", 5),
}
MEANING = {
    "fits": "experiment: fits",
    "does not fit": "does not fit",
    "silent": "silent",
    "cannot tell": "can't decide",
}

# -- one wiring ------------------------------------------------------------------------------------

ARROWS = {"+": "-|>,head_width=2.5,head_length=4", "-": "|-|,widthA=0,widthB=3"}
BEND = {  # links that would run through a box
    ("ketamine", "TrkB"): 0.16,
    ("ketamine", "NMDA receptor on interneurons"): -0.3,
    ("hydroxynorketamine", "AMPA receptor"): -0.12,
    ("habenula bursts", "lasting effect"): 0.22,
}
BOXES: dict[str, dict[str, Any]] = {
    "absent": {"facecolor": COLOURS["white"], "edgecolor": COLOURS["light grey"], "linewidth": 0.8, "linestyle": "-"},
    "there": {"facecolor": COLOURS["white"], "edgecolor": COLOURS["black"], "linewidth": 1, "linestyle": "-"},
    "reached": {"facecolor": COLOURS["pale blue"], "edgecolor": COLOURS["blue"], "linewidth": 2, "linestyle": "-"},
    "cut off": {"facecolor": COLOURS["white"], "edgecolor": COLOURS["red"], "linewidth": 1.5, "linestyle": "--"},
    "blocked": {"facecolor": COLOURS["pale red"], "edgecolor": COLOURS["red"], "linewidth": 3, "linestyle": "-"},
}
LINKS: dict[str, dict[str, Any]] = {
    "live": {"linestyle": "-", "linewidth": 2.2, "color": COLOURS["blue"]},
    "cut off": {"linestyle": "--", "linewidth": 1.8, "color": COLOURS["red"]},
    "needed": {"linestyle": "-.", "linewidth": 1.3, "color": COLOURS["grey"]},
    "there": {"linestyle": "-", "linewidth": 1, "color": COLOURS["grey"]},
}
LINK_WORDS = {"live": "ketamine's signal", "cut off": "cut off by the block", "needed": "needed, but no signal"}


class WiringPicture:
    """One wiring drawn into the map of all steps; a blocked step, what it cuts off, and a mark for each experiment."""

    label = "Map of the steps between ketamine and its effect, with one wiring drawn in and one step blocked"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.6)
        self.figure.set_layout_engine("none")
        self.axes = self.figure.add_axes((0, 0.13, 1, 0.87))
        self.axes.set(xlim=(-0.5, 7.15), ylim=(-0.7, 5.75))
        self.axes.set_axis_off()
        nodes = tables.load("cascade_nodes").query("picture_label != ''").set_index("node")
        self.places = {str(name): (row.picture_column, row.picture_row) for name, row in nodes.iterrows()}
        self.labels = dict(nodes["picture_label"].str.replace("/", "\n"))
        self.boxes = {name: self._box(name, label) for name, label in self.labels.items()}
        signs = tables.load("cascade_edges").query("sign != 'needed'")
        self.links = {(row.source_node, row.target_node): self._link(row) for row in signs.itertuples()}
        self.marks = _marks(self.axes, size=0.8)
        moving(self.marks.values())
        tight: dict[str, Any] = {"columnspacing": 1.4, "handlelength": 1.8, "frameon": False, "borderaxespad": 0.1}
        self.figure.legend(handles=_map_keys(), loc="lower center", ncols=5, fontsize=8, **tight)

    def move(self, scene: WiringScene) -> None:
        """Draw the wiring in, mark what the block cuts off, and put a mark under a step for each experiment."""
        for step, box in self.boxes.items():
            self._restyle(box, step, scene)
        for link, artist in self.links.items():
            state = scene.links[link]
            artist.set_visible(state != "absent")
            if state != "absent":
                artist.set(**LINKS[state])
        self._mark_steps(scene.against)

    def _restyle(self, box: Text, step: str, scene: WiringScene) -> None:
        state = scene.states[step]
        below = {"blocked": "BLOCKED"}.get(state, outcome_words(scene.outcomes.get(step, "")).upper())
        box.set_text(f"{self.labels[step]}\n{below}" if below else self.labels[step])
        box.set(color=COLOURS["grey"] if state == "absent" else COLOURS["black"])
        box.set_fontweight("bold" if state == "blocked" else "normal")
        patch = box.get_bbox_patch()
        if patch is not None:
            patch.set(**BOXES[state])

    def _mark_steps(self, against: pd.DataFrame) -> None:
        """A mark under a step for each experiment on it."""
        places: dict[str, list[tuple[float, float]]] = {verdict: [] for verdict in self.marks}
        done: Counter[str] = Counter()
        for step, verdict in zip(against["node"], against["verdict"], strict=True):
            if step in self.places:  # not all steps are drawn
                across, up = self.places[step]
                places[verdict].append((across + 0.12 + 0.125 * done[step], up - 0.5))
                done[step] += 1
        for verdict, marks in self.marks.items():
            marks.set_data([x for x, _ in places[verdict]], [y for _, y in places[verdict]])

    def _box(self, name: str, label: str) -> Text:
        style = {"boxstyle": "round,pad=0.25"}
        text = self.axes.text(*self.places[name], label, fontsize=8, ha="center", va="center", bbox=style, zorder=2)
        if name not in (DRUG, *EFFECTS):  # these can't be blocked
            pickable(text, "blocked", name)
        # A restyled box must not stale the still layer.
        moving(artist for artist in (text, text.get_bbox_patch()) if artist is not None)
        return text

    def _link(self, edge: Any) -> FancyArrowPatch:
        start, end = edge.source_node, edge.target_node
        link = FancyArrowPatch(
            self.places[start],
            self.places[end],
            arrowstyle=ARROWS[edge.sign],
            connectionstyle=f"arc3,rad={BEND.get((start, end), 0)}",
            shrinkA=3,
            shrinkB=4,
            patchA=self.boxes[start].get_bbox_patch(),
            patchB=self.boxes[end].get_bbox_patch(),
            zorder=3,  # after the boxes, whose edges it ends at
        )
        moving([link])
        self.axes.add_patch(link)
        return link


def _marks(axes: Axes, size: float = 1) -> dict[str, Line2D]:
    """Marks of the verdicts, by verdict."""
    made = {}
    for verdict, (shape, colour, points) in MARKS.items():
        kind: dict[str, Any] = {"color": COLOURS[colour], "markersize": size * points, "label": MEANING[verdict]}
        (made[verdict],) = axes.plot([], [], shape, clip_on=False, zorder=4, **kind)
    made["does not fit"].set_markeredgewidth(2)
    return made


def _map_keys() -> list[Line2D | Patch]:
    """What lines, boxes and marks mean."""
    lines = [Line2D([], [], **LINKS[state], label=words) for state, words in LINK_WORDS.items()]
    grey: dict[str, Any] = {"color": COLOURS["grey"], "linestyle": "none", "markersize": 10}
    heads = [
        Line2D([], [], marker=shape, label=words, **grey)
        for shape, words in (("$\\rightarrow$", "raises"), ("$\\dashv$", "lowers"))
    ]
    boxes = [
        Patch(**BOXES[state], label=words)
        for state, words in (("there", "there without ketamine"), ("absent", "not in this wiring"))
    ]
    marks = [
        Line2D([], [], marker=shape, color=COLOURS[colour], linestyle="none", markersize=points, label=MEANING[verdict])
        for verdict, (shape, colour, points) in MARKS.items()
    ]
    return [*lines, *heads, *boxes, *marks]
