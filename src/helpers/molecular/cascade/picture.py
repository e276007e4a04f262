"""Pictures of the wirings: one as a graph with a blocked step, and all of them against the experiments."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Patch, Rectangle
from matplotlib.text import Text

from helpers import tables
from helpers.interactive import COLOURS, moving, new_figure
from helpers.molecular.cascade.model import EFFECTS, EVERYONE, NOTHING, names
from helpers.molecular.cascade.reading import WHOM, left_out_words, outcome_words
from helpers.molecular.cascade.scenes import MatrixScene, WiringScene

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
ROOM = 5  # lines for experiments on a step: the most that there are on one


class WiringPicture:
    """One wiring drawn into the map of all steps; a blocked step, what it cuts off, and what experiments on it saw."""

    label = "Map of the steps between ketamine and its effect, with one wiring drawn in and one step blocked"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.6)
        self.axes, below = self.figure.subplots(2, 1, height_ratios=[5.2, 1])
        self.axes.set(xlim=(-0.5, 7.15), ylim=(-0.65, 6.3))
        below.set(xlim=(0, 1), ylim=(ROOM - 0.3, -0.7))
        for axes in (self.axes, below):
            axes.set_axis_off()
        nodes = tables.load("cascade_nodes").query("picture_label != ''").set_index("node")
        self.places = {str(name): (row.picture_column, row.picture_row) for name, row in nodes.iterrows()}
        self.labels = dict(nodes["picture_label"].str.replace("/", "\n"))
        self.boxes = {name: self._box(name, label) for name, label in self.labels.items()}
        signs = tables.load("cascade_edges").query("sign != 'needed'")
        self.links = {(row.source_node, row.target_node): self._link(row) for row in signs.itertuples()}
        self.headline = self.axes.text(-0.45, 6.1, "", fontsize=10, fontweight="bold", va="center")
        self.marks = _marks(self.axes, size=0.8)
        self.seen = [below.text(0.025, line, "", fontsize=8.2, va="center") for line in range(ROOM)]
        self.seen_marks = _marks(below)
        moving([self.headline, *self.marks.values(), *self.seen, *self.seen_marks.values()])
        tight: dict[str, Any] = {"columnspacing": 1.2, "handlelength": 1.8, "frameon": False}
        self.axes.legend(
            handles=_map_keys(), loc="upper right", bbox_to_anchor=(1, 0.955), ncols=4, fontsize=8, **tight
        )

    def move(self, scene: WiringScene) -> None:
        """Draw the wiring in, mark what the block cuts off, and list what experiments on the step saw."""
        for step, box in self.boxes.items():
            self._restyle(box, step, scene)
        for link, artist in self.links.items():
            state = scene.links[link]
            artist.set_visible(state != "absent")
            if state != "absent":
                artist.set(**LINKS[state])
        self.headline.set_text(_headline(scene))
        self._mark_steps(scene.against)
        self._list(scene)

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

    def _list(self, scene: WiringScene) -> None:
        found = scene.on_the_step
        lines = [*map(_experiment_words, found.itertuples())] or [_no_experiment(scene)]
        for text, words in zip(self.seen, lines + [""] * ROOM, strict=False):
            text.set_text(words)
        for verdict, marks in self.seen_marks.items():
            rows = np.flatnonzero(found["verdict"] == verdict)
            marks.set_data(np.full(len(rows), 0.01), rows)

    def _box(self, name: str, label: str) -> Text:
        style = {"boxstyle": "round,pad=0.35"}
        text = self.axes.text(*self.places[name], label, fontsize=8.5, ha="center", va="center", bbox=style, zorder=2)
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


def _headline(scene: WiringScene) -> str:
    """What the block makes one expect, in a line."""
    if scene.blocked == NOTHING:
        ways = ", ".join(f"{scene.paths[effect]} to the {effect}" for effect in EFFECTS)
        return f"Nothing is blocked. Ways from ketamine: {ways}"
    if not scene.belongs:
        return f"{scene.blocked} blocked: it is not in this wiring, so that nothing changes"
    outcomes = ", ".join(
        f"no {effect} drawn" if what == "silent" else f"{effect} {what}" for effect, what in scene.outcomes.items()
    )
    return f"{scene.blocked} blocked: {outcomes}"


def _experiment_words(found: Any) -> str:
    """An experiment in a line: what was done, in whom, what was expected and what was seen."""
    done = f"{found.manipulation}, {WHOM[found.species]} ({found.outcome})"
    wanted = "the wiring is silent" if found.expected == "silent" else f"expected {found.expected}"
    return f"{done}: {wanted}, seen {found.effect}"


def _no_experiment(scene: WiringScene) -> str:
    if scene.blocked == NOTHING:
        return "Block a step: here stands what experiments on it saw. Each mark on the map is an experiment."
    return f"No experiment on that step in {scene.species}."


# -- all wirings -----------------------------------------------------------------------------------

LEFT, SEEN, LAST = -7.2, -0.6, 6.5  # where labels begin, what was seen ends, and the columns end
FEW = 8  # rows with room for a second line
GROUPS = {False: "In people", True: "In rats and mice"}


class MatrixPicture:
    """Wirings across, experiments down: fits, does not fit, silent."""

    label = "Which wiring fits which experiment: experiments in rows, wirings in columns"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.6)
        self.axes = self.figure.add_subplot()
        self.axes.set(xlim=(LEFT, LAST), ylim=(1.07, -0.1))
        self.axes.set_axis_off()
        self.columns = names()
        labels = tables.load("cascade_wirings")["picture_label"].str.replace("/", "\n")
        for column, name in enumerate([*labels, "all at\nonce"]):
            self.axes.text(column, -0.01, name, fontsize=8.2, ha="center", va="bottom")
        self.axes.text(SEEN, -0.01, "seen", fontsize=8.2, ha="right", va="bottom")
        self.title = self.axes.text(LEFT, -0.01, "", fontsize=9, fontweight="bold", va="bottom")
        self.marks = _marks(self.axes)
        self.frame = Rectangle((0, -0.1), 0.9, 1.17, color=COLOURS["yellow"], alpha=0.35, zorder=0)
        self.axes.add_patch(self.frame)
        self.sums = [self._sum(column) for column in range(len(self.columns))]
        moving([self.title, *self.marks.values(), self.frame, *self.sums])
        self.grid = LineCollection([], colors=COLOURS["pale grey"], linewidths=0.6, zorder=0)
        self.axes.add_collection(self.grid)
        self.rows: list[Text] = []
        self.species = ""
        self.figure.legend(
            handles=list(self.marks.values()), loc="outside lower center", ncols=4, fontsize=9, frameon=False
        )
        # Laid out once: rows come and go, and each new layout would move all of it by a hair.
        self.figure.draw_without_rendering()
        self.figure.set_layout_engine("none")

    def move(self, scene: MatrixScene) -> None:
        """Mark what fits, for the experiments that are shown."""
        places = _places(scene.rows)
        if scene.species != self.species:  # the rows stand still until others are shown
            self._set_rows(scene.rows, places)
            self.species = scene.species
        for verdict, marks in self.marks.items():
            rows, columns = np.nonzero((scene.verdicts == verdict).to_numpy())
            marks.set_data(columns, places[rows])
        for column, name in enumerate(self.columns):
            self.sums[column].set_text(f"{scene.counted_under(name, 'fits')}\nof {scene.decided(name)}")
        self.frame.set_x(self.columns.index(scene.name) - 0.45)
        self.title.set_text(_title(scene))

    def _set_rows(self, rows: pd.DataFrame, places: Any) -> None:
        """Write the experiments down the side, with a heading where both groups are shown."""
        for text in self.rows:
            text.remove()
        words, size = _row_labels(rows), 9 if len(rows) <= FEW else 8
        self.rows = [
            *(self._row(LEFT, y, label, size) for label, y in zip(words, places, strict=True)),
            *(self._row(SEEN, y, seen, size, ha="right") for seen, y in zip(rows["effect"], places, strict=True)),
            *(self._row(LEFT, y, words, size, style="italic") for words, y in _headings(rows, places)),
        ]
        half = (places[1] - places[0]) / 2
        self.grid.set_segments([[(LEFT, y + half), (LAST, y + half)] for y in places])

    def _row(self, x: float, y: float, words: str, size: float, **style: Any) -> Text:
        return self.axes.text(x, y, words, fontsize=size, va="center", **style)

    def _sum(self, column: int) -> Text:
        return self.axes.text(column, 1.01, "", ha="center", va="top", fontsize=8.5, fontweight="bold")


def _animal(rows: pd.DataFrame) -> pd.Series:
    return rows["species"] != "human"


def _places(rows: pd.DataFrame) -> Any:
    """How far down each experiment stands (0 to 1); where both groups are shown, each has a line for its heading."""
    lines = np.arange(len(rows), dtype=float)
    groups = _animal(rows).nunique()
    if groups > 1:
        lines += 1 + _animal(rows).to_numpy()
    return (lines + 0.5) / (len(rows) + (groups if groups > 1 else 0))


def _headings(rows: pd.DataFrame, places: Any) -> list[tuple[str, float]]:
    """Words of each group with their place: a line above its first experiment; none where there is one group."""
    animal = _animal(rows)
    if animal.nunique() == 1:
        return []
    step = places[1] - places[0]
    return [(words, float(places[animal.to_numpy() == group][0] - step)) for group, words in GROUPS.items()]


def _row_labels(rows: pd.DataFrame) -> list[str]:
    """Step and means of each experiment; what was looked at, where there is room or two would be called the same."""
    steps = rows["node"].str.replace("NMDA receptor", "NMDA").str.replace("pyramidal neurons", "pyramidal cells")
    plain = steps + ": " + _or(rows["means_label"], rows["manipulation"])
    if len(rows) <= FEW:
        return list(plain + "\n" + rows["outcome"])
    longer = plain + " (" + _or(rows["outcome_label"], rows["outcome"]) + ")"
    return list(plain.where(~plain.duplicated(keep=False), longer))


def _or(label: pd.Series, words: pd.Series) -> pd.Series:
    """The short label, where there is one."""
    return label.where(label != "", words)


def _title(scene: MatrixScene) -> str:
    """What is shown, and how many experiments are not."""
    if scene.species == EVERYONE:
        return f"{scene.experiments} experiments"
    return f"{scene.experiments} experiments in {scene.species}\n({left_out_words(scene)})"
