"""The steps of an explorer: what to do, what to watch, and the scene that shows it; one at a time."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from helpers import tables

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Step:
    """One step.

    Parameters
    ----------
    do : str
        What to do, in a sentence.
    watch : str
        What to look at then.
    scene : dict of str to object
        Controls and their values that show it; empty where there is nothing to set.
    controls : tuple of str
        The controls that it speaks of.
    """

    do: str
    watch: str
    scene: dict[str, Any]
    controls: tuple[str, ...]


def steps_of(explorer: str) -> tuple[Step, ...]:
    """Steps of an explorer, from the table ``steps``, in their order.

    Parameters
    ----------
    explorer : str
        Its name in `helpers.explorers`.
    """
    rows = tables.load("steps")
    own = rows[rows["explorer"].eq(explorer)].sort_values("place").fillna({"controls": ""})
    return tuple(_step(row) for row in own.to_dict("records"))


def _step(row: dict[Any, Any]) -> Step:
    scene = json.loads(str(row["scene"]))
    return Step(str(row["do"]), str(row["watch"]), scene, tuple(str(row["controls"]).split() or scene))


class Guide(anywidget.AnyWidget):
    """One step at a time, with buttons: show me, back, next.

    Parameters
    ----------
    steps : sequence of Step
        The steps.
    show : callable
        Takes the number of a step (from 1) and sets its scene.
    """

    _esm = HERE / "guide.js"

    texts = traitlets.List(traitlets.List(traitlets.Unicode())).tag(sync=True)
    at = traitlets.Int(1).tag(sync=True)

    def __init__(self, steps: tuple[Step, ...], show: Callable[[int], Any]) -> None:
        super().__init__(texts=[[step.do, step.watch] for step in steps])
        self.steps = steps
        self._show = show
        self.on_msg(self._asked)

    def _asked(self, _: Any, content: Any, __: Any) -> None:
        if content == "show":
            self._show(self.at)

    def static_html(self) -> str:
        """The steps as a list, for paper and for pages without a kernel."""
        items = "".join(f"<li>{escape(step.do)} <em>{escape(step.watch)}</em></li>" for step in self.steps)
        return f"<ol>{items}</ol>" if items else ""
