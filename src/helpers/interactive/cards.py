"""A pack of cards: one text at a time, marked by a click or a key, with what is said to the mark."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets

HERE = Path(__file__).parent


class Cards(anywidget.AnyWidget):
    """One card at a time, a button for each mark, and a row that shows how all of them were marked.

    Parameters
    ----------
    marks : sequence of str
        What a card can be marked as; the keys 1, 2, 3 ... choose them.
    number : int
        How many cards there are.
    """

    _esm = HERE / "cards.js"

    options = traitlets.List(traitlets.Unicode()).tag(sync=True)
    heads = traitlets.List(traitlets.Unicode()).tag(sync=True)
    texts = traitlets.List(traitlets.Unicode()).tag(sync=True)
    chosen = traitlets.List(traitlets.Unicode()).tag(sync=True)
    told = traitlets.List(traitlets.Unicode()).tag(sync=True)
    worth: Any = traitlets.List(traitlets.Float(allow_none=True)).tag(sync=True)
    at = traitlets.Int(0).tag(sync=True)

    def __init__(self, marks: Sequence[str], number: int) -> None:
        super().__init__(options=list(marks), chosen=[""] * number)

    @traitlets.validate("at")
    def _inside(self, proposal: traitlets.Bunch) -> int:
        return int(min(max(proposal["value"], 0), len(self.chosen) - 1))

    def lay(self, heads: list[str], texts: list[str], told: list[str], worth: list[float | None]) -> None:
        """Lay out the cards: head and text of each, what is said to its mark, and what that is worth (0 to 1)."""
        with self.hold_sync():
            self.heads, self.texts, self.told, self.worth = heads, texts, told, worth
