"""Picture of one wiring: the ways that a block leaves to each effect, and what experiments on that step saw."""

from __future__ import annotations

from typing import Any, NamedTuple

from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from helpers import tables
from helpers.interactive import COLOURS, moving, new_figure, pickable
from helpers.molecular.cascade.model import EFFECTS, NOTHING
from helpers.molecular.cascade.reading import WHOM, outcome_words
from helpers.molecular.cascade.scenes import WiringScene

MARKS = {
    "fits": ("o", "blue", 6),
    "does not fit": ("x", "red", 6),
    "silent": (".", "grey", 4),
    "cannot tell": ("s", "grey", 5),
}
MEANING = {"fits": "fits", "does not fit": "does not fit", "silent": "silent", "cannot tell": "can't decide"}
WIDE, TALL = 345.6, 252.0  # of the picture, in points
WHEN = {"rapid effect": "rapid effect (first day)", "lasting effect": "lasting effect (later)"}
MOST_WAYS, WAYS_FROM, WAY = 10, 136.0, 11.0  # to an effect, where the first is drawn, and the step to the next (points)
EFFECT_ROWS = dict(zip(EFFECTS, (236.0, 218.0), strict=True))
HEAD = 192.0
LIST_FROM, LIST_STEP, LIST_MARKS = 177.0, 11.3, 182.0
CARD_FROM, CARD_STEP, CARD_LINE, MOST_CARDS = 175.0, 36.5, 11.0, 5
PLAIN: dict[str, Any] = {"fontsize": 9, "va": "center"}


class Card(NamedTuple):
    """An experiment: its ground, in whom and by what means, the verdict, what was expected and seen, where."""

    ground: Rectangle
    by: Text
    verdict: Text
    seen: Text
    outcome: Text


class WiringPicture:
    """Ways to both effects, open or cut; below them the experiments: a list by step, or cards of the blocked one."""

    label = "Ways that are open from ketamine to its two effects, and what experiments saw"

    def __init__(self) -> None:
        self.figure = new_figure(4.8, 3.5)
        self.figure.set_layout_engine("none")
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set(xlim=(0, WIDE), ylim=(0, TALL))
        self.axes.set_axis_off()
        for effect, height in EFFECT_ROWS.items():
            self.axes.text(2, height, WHEN[effect], **PLAIN)
        self.open, self.shut = (
            self.axes.plot([], [], "s", color=COLOURS[colour], markersize=8, markerfacecolor=COLOURS[face])[0]
            for colour, face in (("blue", "blue"), ("red", "white"))
        )
        self.told = {effect: self.axes.text(0, height, "", **PLAIN) for effect, height in EFFECT_ROWS.items()}
        self.axes.plot([2, WIDE - 2], [204, 204], color=COLOURS["light grey"], linewidth=1)
        self.head = self.axes.text(2, HEAD, "", fontweight="bold", **PLAIN)
        self.marks = {verdict: self._mark(verdict) for verdict in MARKS}
        self.steps = self._list()
        self.cards = [self._card(CARD_FROM - place * CARD_STEP) for place in range(MOST_CARDS)]
        self.keys = self._keys()
        moving([self.open, self.shut, *self.told.values(), self.head, *self.marks.values(), *self.steps.values()])
        moving([*self.keys, *(part for card in self.cards for part in card)])

    def _mark(self, verdict: str) -> Line2D:
        shape, colour, size = MARKS[verdict]
        width = 2 if verdict == "does not fit" else 1
        return self.axes.plot([], [], shape, color=COLOURS[colour], markersize=size, markeredgewidth=width)[0]

    def _list(self) -> dict[str, Text]:
        """A line for each step that was experimented on; a click on it blocks it."""
        found = set(tables.load("cascade_experiments")["node"])
        steps = [step for step in tables.load("cascade_nodes")["node"] if step in found]
        heights = {step: LIST_FROM - place * LIST_STEP for place, step in enumerate(steps)}
        texts = {step: self.axes.text(2, height, step, **PLAIN) for step, height in heights.items()}
        for step, text in texts.items():
            pickable(text, "blocked", step)
        return texts

    def _card(self, top: float) -> Card:
        ground = Rectangle((1, top - 28.5), WIDE - 2, CARD_STEP - 2, facecolor=COLOURS["pale grey"], zorder=0)
        self.axes.add_patch(ground)
        by = self.axes.text(16, top, "", fontweight="bold", **PLAIN)
        verdict = self.axes.text(WIDE - 5, top, "", ha="right", **PLAIN)
        seen = self.axes.text(16, top - CARD_LINE, "", **PLAIN)
        outcome = self.axes.text(16, top - 2 * CARD_LINE, "", color=COLOURS["grey"], **PLAIN)
        return Card(ground, by, verdict, seen, outcome)

    def _keys(self) -> list[Text | Line2D]:
        """What the marks mean: beside the list."""
        made: list[Text | Line2D] = []
        for place, (verdict, (shape, colour, size)) in enumerate(MARKS.items()):
            height = 70 - 13 * place
            made += self.axes.plot([262], [height], shape, color=COLOURS[colour], markersize=size, markeredgewidth=1.5)
            made.append(self.axes.text(271, height, MEANING[verdict], **PLAIN))
        return made

    def move(self, scene: WiringScene) -> None:
        """Draw the ways that are open and cut, and the experiments."""
        self._show_ways(scene)
        listed = scene.on_the_step.empty
        for artist in [*self.steps.values(), *self.keys]:
            artist.set_visible(listed)
        self.head.set_text(_head(scene))
        self._show_cards(scene)
        self._place_marks(scene, listed)

    def _show_ways(self, scene: WiringScene) -> None:
        opened, shut = [], []
        for effect, height in EFFECT_ROWS.items():
            left, whole = scene.paths_left[effect], scene.paths[effect]
            opened += [(WAYS_FROM + WAY * place, height) for place in range(left)]
            shut += [(WAYS_FROM + WAY * place, height) for place in range(left, whole)]
            self.told[effect].set_x(WAYS_FROM + WAY * whole - (0 if whole else 5))
            self.told[effect].set(text=_told(scene, effect))
            self.told[effect].set_color(COLOURS["red" if left < whole else "black"])
        for squares, places in ((self.open, opened), (self.shut, shut)):
            squares.set_data([x for x, _ in places], [y for _, y in places])

    def _show_cards(self, scene: WiringScene) -> None:
        rows = list(scene.on_the_step.itertuples())
        for place, card in enumerate(self.cards):
            for part in card:
                part.set_visible(place < len(rows))
        for row, card in zip(rows, self.cards, strict=False):
            its: Any = row
            card.by.set_text(f"{WHOM[its.species]}: {its.manipulation}")
            card.verdict.set(text=MEANING[its.verdict], color=COLOURS[MARKS[its.verdict][1]])
            card.seen.set_text(f"expected: {outcome_words(its.expected)}; seen: {its.effect}")
            card.outcome.set_text(f"looked at: {its.outcome}")

    def _place_marks(self, scene: WiringScene, listed: bool) -> None:
        """A mark for each experiment: behind its step in the list, or before its card."""
        shown = scene.against if listed else scene.on_the_step
        places: dict[str, list[tuple[float, float]]] = {verdict: [] for verdict in self.marks}
        done = dict.fromkeys(self.steps, 0)
        for number, (step, verdict) in enumerate(zip(shown["node"], shown["verdict"], strict=True)):
            beside = (LIST_MARKS + 11 * done[step], float(self.steps[step].get_position()[1]))
            places[verdict].append(beside if listed else (8.0, CARD_FROM - number * CARD_STEP))
            done[step] += 1
        for verdict, marks in self.marks.items():
            marks.set_data([x for x, _ in places[verdict]], [y for _, y in places[verdict]])


def _told(scene: WiringScene, effect: str) -> str:
    """How many ways are open, and what is expected of the effect."""
    whole, left = scene.paths[effect], scene.paths_left[effect]
    if not whole:
        return "no way in this wiring"
    if scene.blocked == NOTHING:
        return f"{whole} way{'' if whole == 1 else 's'}"
    return f"{left} of {whole}: {outcome_words(scene.outcomes[effect])}"


def _head(scene: WiringScene) -> str:
    """What stands below the ways."""
    if scene.blocked == NOTHING:
        return f"{len(scene.against)} experiments in {scene.species}, by step"
    if scene.on_the_step.empty:
        return f"no experiment on this step in {scene.species}; on others:"
    return f"what experiments on {scene.blocked} saw"
