"""Two sentences from memory at a notebook's end, compared with ours; what was written is kept."""

from __future__ import annotations

from html import escape

import ipywidgets as widgets

from helpers.exercises import memory
from helpers.exercises.exercise import UNANSWERED, announced, asked_as, asked_html, button, prompt_of
from helpers.interactive.static import StaticView


def in_two_sentences(question_id: str) -> TwoSentences:
    """Ask for two sentences from memory.

    Parameters
    ----------
    question_id : str
        Key of the table ``questions``.
    """
    return TwoSentences(question_id)


class TwoSentences(StaticView):
    """A field to write in; our two sentences come when something has been written."""

    def __init__(self, question_id: str) -> None:
        self.question = asked_as(question_id, ("in_two_sentences",))
        before = [entry.why for entry in memory.notes() if entry.question == question_id]
        layout = widgets.Layout(width="100%", max_width="48rem", height="4.5rem")
        self._field = widgets.Textarea(value=before[-1] if before else "", description="From memory", layout=layout)
        self._field.style.description_width = "initial"
        self._shown = widgets.HTML()
        compare = button("Compare with ours", lambda _: self.compare())
        super().__init__([prompt_of(self.question), self._field, compare, self._shown])
        self.add_class("course-exercise")

    def compare(self, written: str | None = None) -> None:
        """Keep what was written (by default what stands in the field) and show ours below it."""
        self._field.value = self._field.value if written is None else written
        if not self._field.value.strip():
            self._shown.value = announced(f"{UNANSWERED} Write your own first: looking for words makes them stay.")
            return
        memory.record(str(self.question.name), memory.NOTE, why=self._field.value.strip())
        self._shown.value = announced(f"Ours: {self.question['solution']} Which of your words would you change now?")

    def static_text(self) -> str:
        """What is asked."""
        return str(self.question["prompt"])

    def static_html(self) -> str:
        """What is asked, and room to write on paper."""
        return f"{asked_html(self.question)}<p><em>{escape('Run this cell to write.')}</em></p>"
