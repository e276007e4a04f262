"""Pictures of the wirings: one as a graph with a blocked step, and all of them against the experiments."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle
from matplotlib.text import Text

from helpers import tables
from helpers.interactive import COLOURS, Reading, new_figure
from helpers.molecular.cascade.model import (
    ALL,
    DRUG,
    EFFECTS,
    EVERYONE,
    LASTING,
    RAPID,
    compare,
    expected,
    experiments,
    parts,
    paths,
    scores,
    wiring,
)

NOTHING = "nothing"
SILENT = "nothing (it is not in this wiring)"
ARROWS = {"+": "-|>,head_width=2.5,head_length=4", "-": "|-|,widthA=0,widthB=3"}
BEND = {  # links that would run through a box
    ("ketamine", "TrkB"): 0.16,
    ("ketamine", "NMDA receptor on interneurons"): -0.3,
    ("hydroxynorketamine", "AMPA receptor"): -0.12,
    ("habenula bursts", "lasting effect"): 0.16,
}
BOXES = {
    "idle": {"facecolor": "white", "edgecolor": "#c4c4c4", "linewidth": 0.8, "linestyle": "-"},
    "reached": {"facecolor": "#d9ecf7", "edgecolor": COLOURS["blue"], "linewidth": 2, "linestyle": "-"},
    "there": {"facecolor": "white", "edgecolor": COLOURS["black"], "linewidth": 1, "linestyle": "-"},
    "cut off": {"facecolor": "white", "edgecolor": COLOURS["black"], "linewidth": 1.2, "linestyle": "--"},
    "blocked": {"facecolor": "#f7d9c4", "edgecolor": COLOURS["red"], "linewidth": 2.5, "linestyle": "-"},
}
SIZES = {"silent": 3, "cannot tell": 5}
SHORT = {  # names too long for a row of the matrix
    "not seen; the title says it": "means not seen",
    "opening them, so that the caught drug escapes": "drug set free again",
    "deuterium, which slows its formation": "its formation slowed",
    "local block, without ketamine": "local block",
    "Met form of the gene (an association)": "Met form, association",
    "Met form of the gene, bred in": "Met form, bred in",
}
LEGEND = [
    "arrow: raises; bar: lowers",
    "dash-dot: is needed, carries nothing",
    "thick blue: reached by ketamine",
    "thin: there without ketamine",
    "dashed: cut off",
    "BLOCKED: the step that is blocked",
    "pale: not in this wiring",
    "exp.: experiments on the step",
]
MARKS = {"fits": ("o", "blue"), "does not fit": ("x", "red"), "silent": (".", "grey"), "cannot tell": ("s", "grey")}


# -- one wiring ------------------------------------------------------------------------------------


class WiringPicture:
    """One wiring drawn into the map of all steps; a blocked step, and what it cuts off."""

    label = "Map of the steps between ketamine and its effect, with one wiring drawn in and one step blocked"

    def __init__(self) -> None:
        self.figure = new_figure(7.6, 4.7)
        self.axes = _bare_axes(self.figure)
        nodes = tables.load("cascade_nodes").query("picture_label != ''").set_index("node")
        self.places = {name: (row.picture_column, row.picture_row) for name, row in nodes.iterrows()}
        self.labels = dict(nodes["picture_label"].str.replace("/", "\n"))
        self.boxes = {name: self._box(name, label) for name, label in self.labels.items()}
        self.counts = {name: self._count(name) for name in self.boxes}
        self.links = {
            (row.source_node, row.target_node): self._link(row.source_node, row.target_node, row.sign)
            for row in tables.load("cascade_edges").query("sign != 'needed'").itertuples()
        }
        words = "\n".join(LEGEND)
        self.axes.text(4.85, 5.2, words, fontsize=7.5, va="center")

    def draw(self, name: str, blocked: str, species: str) -> Reading:
        """Draw a wiring in, block a step, and list what experiments on that step saw."""
        graph, stopped = wiring(name), set() if blocked == NOTHING else parts(blocked)
        reached, reachable = _reached(graph, stopped), _reached(graph, set())
        for step, box in self.boxes.items():
            state = "blocked" if step in stopped else _state(step, graph, reached, reachable)
            _restyle(box, self.labels[step], state)
        done = experiments(species)["node"].value_counts()
        for step, count in self.counts.items():
            count.set_text(f"{done[step]} exp." if step in done else "")
        for link, artist in self.links.items():
            _restyle_link(artist, graph.get_edge_data(*link), link[0] in reached, link[1] in reached)
        return read_wiring(name, blocked, species)

    def _box(self, name: str, label: str) -> Text:
        style = {"boxstyle": "round,pad=0.35"}
        place = self.places[name]
        text = self.axes.text(*place, label, fontsize=8.5, ha="center", va="center", bbox=style)
        for artist in filter(None, (text, text.get_bbox_patch())):
            artist.set(animated=True, in_layout=False, zorder=2)  # a restyled box must not stale the still layer
        return text

    def _count(self, name: str) -> Text:
        across, up = self.places[name]
        text = self.axes.text(across + 0.08, up - 0.44, "", fontsize=7.5, ha="left", va="center", style="italic")
        text.set(animated=True, in_layout=False, zorder=4)
        return text

    def _link(self, start: str, end: str, sign: str) -> FancyArrowPatch:
        bend = f"arc3,rad={BEND.get((start, end), 0)}"
        ends = {"patchA": self.boxes[start].get_bbox_patch(), "patchB": self.boxes[end].get_bbox_patch()}
        way = (self.places[start], self.places[end])
        style = ARROWS[sign]
        link = FancyArrowPatch(*way, arrowstyle=style, connectionstyle=bend, shrinkA=3, shrinkB=4, **ends)  # type: ignore[arg-type]
        link.set(animated=True, in_layout=False, zorder=3)  # after the boxes, whose edges it ends at
        self.axes.add_patch(link)
        return link


def _bare_axes(figure: Figure) -> Axes:
    axes = figure.add_subplot()
    axes.set(xlim=(-0.5, 7.0), ylim=(-0.45, 5.6))
    axes.set_axis_off()
    return axes


def _reached(graph: nx.DiGraph, stopped: set[str]) -> set[str]:
    """Steps that ketamine still reaches."""
    ends = (node for node in graph if node != DRUG)
    return {DRUG, *(node for node in ends if paths(graph, DRUG, node, stopped))}


def _state(step: str, graph: nx.DiGraph, reached: set[str], reachable: set[str]) -> str:
    if step not in graph:
        return "idle"
    if step not in reachable:
        return "there"
    return "reached" if step in reached else "cut off"


def _restyle(box: Text, label: str, state: str) -> None:
    box.set_text(f"{label}\nBLOCKED" if state == "blocked" else label)
    box.set_color("#767676" if state == "idle" else COLOURS["black"])
    patch = box.get_bbox_patch()
    if patch is not None:
        patch.set(**BOXES[state])


def _restyle_link(artist: FancyArrowPatch, link: dict[str, Any] | None, from_reached: bool, to_reached: bool) -> None:
    artist.set_visible(link is not None)
    if link is not None:
        carries = link["sign"] != 0
        live = from_reached and to_reached
        artist.set(linestyle="-." if not carries else "-" if live else ":", linewidth=2 if live else 1.2)
        artist.set_color(COLOURS["blue" if live else "grey"])


def read_wiring(name: str, blocked: str, species: str) -> Reading:
    """The reading of one wiring: what it makes us expect, what was seen, and how it fares with all experiments."""
    against = compare(name, species)
    about = against[against["node"].isin([blocked])]
    counts = against["verdict"].value_counts().reindex(list(MARKS)).fillna(0).astype(int)
    quantities = {
        "experiments_on_the_step": float(len(about)),
        "fits": float(counts["fits"]),
        "does_not_fit": float(counts["does not fit"]),
        "rapid_left_percent": left_percent(name, blocked, RAPID),
        "lasting_left_percent": left_percent(name, blocked, LASTING),
        "lasting_paths": float(len(paths(wiring(name), DRUG, LASTING))),
    }
    tally = (
        f"Of {len(against)} experiments in {species}, this wiring fits {counts['fits']}, does not fit "
        f"{counts['does not fit']}, and is silent on {counts['silent']}; {counts['cannot tell']} can't decide."
    )
    return Reading(
        f"{_expectation(name, blocked)} {_seen(about, blocked)}{tally}",
        quantities,
        None if about.empty else listing(about),
    )


def left_percent(name: str, blocked: str, effect: str) -> float:
    """Share of the paths to an effect that a block leaves open; 0 if the wiring has none to begin with."""
    graph = wiring(name)
    whole = len(paths(graph, DRUG, effect))
    stopped = [] if blocked == NOTHING else parts(blocked)
    return 100 * len(paths(graph, DRUG, effect, stopped)) / whole if whole else 0.0


def _expectation(name: str, blocked: str) -> str:
    graph, label = wiring(name), _name(name)
    ways = " and ".join(f"{len(paths(graph, DRUG, effect))} to the {effect}" for effect in EFFECTS)
    if blocked == NOTHING:
        return f"Wiring “{label}”: paths from ketamine: {ways}. Nothing is blocked."
    wanted = {effect: expected(name, blocked, effect) for effect in EFFECTS}
    outcome = ", ".join(f"{effect} {SILENT if what == 'silent' else what}" for effect, what in wanted.items())
    part = "" if not parts(blocked).isdisjoint(graph) else " That step is not in this wiring."
    return f"Wiring “{label}” with {blocked} blocked makes us expect: {outcome}.{part}"


def _seen(about: pd.DataFrame, blocked: str) -> str:
    if blocked == NOTHING:
        return ""
    if about.empty:
        return "We have no experiment on that step in these species. "
    seen = "; ".join(f"{row.manipulation}, {row.species}: {row.effect}" for row in about.itertuples())
    return f"Seen: {seen}. "


def listing(found: pd.DataFrame) -> pd.DataFrame:
    """Experiments with what was expected and seen, for people."""
    columns = {
        "experiment_id": "experiment",
        "manipulation": "by what means",
        "given": "given",
        "species": "species",
        "outcome": "looked at",
        "expected": "expected",
        "effect": "seen",
        "verdict": "verdict",
        "note": "note",
    }
    return found[list(columns)].rename(columns=columns)


def _name(wiring_id: str) -> str:
    labels = tables.load("cascade_wirings").set_index("wiring_id")["label"]
    return "all of them at once" if wiring_id == ALL else str(labels[wiring_id])


# -- all wirings -----------------------------------------------------------------------------------


class MatrixPicture:
    """Wirings across, experiments down: fits, does not fit, silent."""

    label = "Which wiring fits which experiment: experiments in rows, wirings in columns"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 7.6)
        self.axes = self.figure.add_subplot()
        self.wirings = list(scores().index)
        self.rows = tables.load("cascade_experiments")["experiment_id"].tolist()
        self.axes.set(xlim=(-0.6, len(self.wirings) - 0.4), ylim=(len(self.rows) + 1.2, -0.7))
        labels = tables.load("cascade_wirings")["picture_label"].str.replace("/", "\n")
        names = [*labels, "all at\nonce"]
        self.axes.set_xticks(range(len(names)), names, fontsize=8)
        self.axes.xaxis.tick_top()
        self.axes.set_yticks(range(len(self.rows)), _row_labels(), fontsize=7.2)
        self.axes.tick_params(length=0)
        self.axes.spines[:].set_visible(False)
        self.axes.hlines(np.arange(len(self.rows)) + 0.5, -0.6, len(names) - 0.4, color="#e4e4e4", linewidth=0.6)
        plot = partial(self.axes.plot, [], [], linestyle="none", animated=True)
        self.marks = {
            what: plot(marker=shape, color=COLOURS[colour], markersize=SIZES.get(what, 7), label=what)[0]
            for what, (shape, colour) in MARKS.items()
        }
        self.marks["does not fit"].set_markeredgewidth(2)
        self.frame = Rectangle((-0.45, 0), 0.9, 1, transform=self.axes.get_xaxis_transform())
        self.frame.set(color=COLOURS["yellow"], alpha=0.35, animated=True, zorder=0)
        self.axes.add_patch(self.frame)
        self.sums = [self._sum(column) for column in range(len(names))]
        self.figure.legend(loc="outside lower center", ncols=4, fontsize=9, frameon=False)

    def draw(self, name: str, species: str) -> Reading:
        """Mark what fits, for these species; list one wiring."""
        verdicts = pd.DataFrame(
            {wiring_id: compare(wiring_id, species).set_index("experiment_id")["verdict"] for wiring_id in self.wirings}
        )
        for what, mark in self.marks.items():
            rows, columns = np.nonzero((verdicts == what).to_numpy())
            mark.set_data(columns, [self.rows.index(verdicts.index[row]) for row in rows])
        for column, wiring_id in enumerate(self.wirings):
            fits = (verdicts[wiring_id] == "fits").sum()
            decided = fits + (verdicts[wiring_id] == "does not fit").sum()
            self.sums[column].set_text(f"{fits}\nof {decided}")
        self.frame.set_x(self.wirings.index(name) - 0.45)
        return read_matrix(name, species)

    def _sum(self, column: int) -> Text:
        text = self.axes.text(column, len(self.rows) - 0.35, "", ha="center", va="top", fontsize=8.5)
        text.set(animated=True, in_layout=False, fontweight="bold")
        return text


def _row_labels() -> Iterable[str]:
    found = tables.load("cascade_experiments")
    means = found["manipulation"].replace(SHORT)
    steps = found["node"].str.replace("NMDA receptor", "NMDA").str.replace("pyramidal neurons", "pyramidal cells")
    return found["experiment_id"] + "  " + steps + ": " + means + ", " + found["species"]


def read_matrix(name: str, species: str) -> Reading:
    """The reading of the matrix: the score of each wiring, and the table of the chosen one."""
    counts = scores(species)
    decided = counts["fits"] + counts["does not fit"]
    each = ", ".join(f"{_name(str(key))} {fits} of {decided[key]}" for key, fits in counts["fits"].items())
    whole = counts.loc[name].sum()
    against = compare(name, species)
    elsewhere = against.loc[~against["own_paper"], "verdict"].value_counts().reindex(["fits", "does not fit"]).fillna(0)
    elsewhere = elsewhere.astype(int)
    text = (
        f"{whole} experiments in {species}. Fits, of those that can decide and on which it says anything: {each}. "
        f"Without the papers that “{_name(name)}” was drawn from, it fits {elsewhere['fits']} of {sum(elsewhere)}. "
        "The table lists what it makes us expect."
    )
    best = counts["fits"].drop(ALL)
    quantities = {
        "experiments": float(whole),
        "fits": float(counts.loc[name, "fits"]),
        "does_not_fit": float(counts.loc[name, "does not fit"]),
        "silent": float(counts.loc[name, "silent"]),
        "best_single": float(best.max()),
        "all_species": float(species == EVERYONE),
    }
    return Reading(text, quantities, listing(against).drop(columns=["given", "note"]))
