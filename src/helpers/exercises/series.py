"""Questions one after another: where one is, the question, and a way on once it has been answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import ipywidgets as widgets

from helpers.exercises.exercise import button
from helpers.interactive.static import StaticView


class Series(StaticView):
    """One question at a time.

    Parameters
    ----------
    title : str
        What the questions are.
    ids : sequence of str
        Which, in order.
    show : callable
        Takes a question's id; returns the widget that asks it.
    answered : callable
        Takes that widget; whether one may go on.
    end : callable
        Returns what is shown after the last one.
    texts : sequence of str
        The questions as they are stored, for a page without a kernel.
    """

    def __init__(
        self,
        title: str,
        ids: Sequence[str],
        show: Callable[[str], widgets.Widget],
        answered: Callable[[widgets.Widget], bool],
        end: Callable[[], widgets.Widget],
        texts: Sequence[str],
    ) -> None:
        self.title, self.ids, self.texts = title, list(ids), list(texts)
        self._make, self._answered, self._end = show, answered, end
        self._heading = widgets.HTML()
        self._heading.add_class("course-prompt")
        self._next = button("Next", lambda _: self.go_on())
        self._at = -1
        super().__init__([])
        self.add_class("course-exercise")
        self.shown: widgets.Widget = self._end()
        self.go_on()

    @property
    def finished(self) -> bool:
        """Whether the last question has been answered."""
        return self._at >= len(self.ids)

    def go_on(self) -> None:
        """Show the next question, if this one has been answered; after the last one, the end."""
        if 0 <= self._at < len(self.ids) and not self._answered(self.shown):
            self._write("Answer this one first.")
            return
        self._at += 1
        self.shown = self._end() if self.finished else self._make(self.ids[self._at])
        self._write()
        self.children = [self._heading, self.shown, *([] if self.finished else [self._next])]

    def static_text(self) -> str:
        """All questions."""
        return "\n".join([self.title, *self.texts])

    def static_html(self) -> str:
        """All questions, and that the kernel must run to answer."""
        items = "".join(f"<li>{escape(text)}</li>" for text in self.texts)
        listed = f"<ol>{items}</ol>" if items else ""
        return f"<p><strong>{escape(self.title)}</strong></p>{listed}<p><em>Run this cell to answer.</em></p>"

    def _write(self, remark: str = "") -> None:
        where = "" if self.finished else f" · {self._at + 1} of {len(self.ids)}"
        self._heading.value = f"<p><strong>{escape(self.title)}</strong>{where}. {escape(remark)}</p>"
