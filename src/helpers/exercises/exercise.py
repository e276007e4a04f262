"""What all exercises share: a prompt, something to answer it with, what is said to the answer, and a line of why."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets as widgets
import pandas as pd

from helpers.exercises import memory
from helpers.exercises.judging import options, question
from helpers.interactive.explorer import Explorer
from helpers.interactive.stage import Stage
from helpers.interactive.static import StaticView

UNANSWERED = "Not answered yet."
RUN_TO_ANSWER = "Run this cell to answer."
WIDE = {"width": "auto", "max_width": "100%"}  # a Layout of its own for each widget


class Exercise(StaticView):
    """A prompt, something to answer it with, and what is said to the answer."""

    kinds: tuple[str, ...]

    def __init__(self, question_id: str, parts: list[widgets.Widget], explorer: Explorer | None = None) -> None:
        self.question = asked_as(question_id, self.kinds)
        self._said = Stage(at_once=230)
        self._why = Why(question_id, str(self.question["solution"]))
        answered = widgets.Box([self._said, self._why.opener], layout=widgets.Layout(flex_flow="row wrap"))
        answered.add_class("course-answered")
        below = [explorer] if explorer else []
        super().__init__([prompt_of(self.question), *parts, answered, self._why, *below])
        self.add_class("course-exercise")

    @property
    def feedback(self) -> str:
        """What has been said to the last answer."""
        return self._said.reading

    def static_text(self) -> str:
        """Prompt and options."""
        return "\n".join([self.question["prompt"], *(f"- {option}" for option in offered(self.question))])

    def static_html(self) -> str:
        """Prompt and options, and that the kernel must run to answer."""
        return f"{asked_html(self.question)}<p><em>{RUN_TO_ANSWER}</em></p>"

    def _say(self, words: str, grade: str = "") -> None:
        self._said.grade = grade
        self._said.reading = words


class Why(widgets.Box):
    """A line in which the learner says why; compared with the course's own reason, both stay side by side.

    Parameters
    ----------
    question_id : str
        What it is about.
    ours : str
        The course's reason.
    """

    def __init__(self, question_id: str, ours: str) -> None:
        self._question_id, self._ours = question_id, ours
        self.opener = button("Why?", lambda _: self._toggle())
        self._line = widgets.Text(description="In a line", layout=widgets.Layout(flex="1 1 16rem", max_width="44rem"))
        self._shown = widgets.HTML()
        compare = button("Compare with ours", lambda _: self.compare())
        super().__init__([self._line, compare, self._shown], layout=widgets.Layout(flex_flow="row wrap"))
        self.add_class("course-why")
        self.opener.layout.display = self.layout.display = "none"

    def offer(self) -> None:
        """Let the learner open it: there is an answer to give a reason for."""
        self.opener.layout.display = None

    def compare(self, why: str | None = None) -> None:
        """Keep the learner's line (by default what the field holds) and show ours below it."""
        self._line.value = why if why is not None else self._line.value
        if self._line.value.strip():
            memory.record(self._question_id, memory.NOTE, why=self._line.value.strip())
        self._shown.value = announced(f"Ours: {self._ours}")

    def _toggle(self) -> None:
        self.layout.display = None if self.layout.display == "none" else "none"


def announced(words: str) -> str:
    """Words as a paragraph that screen readers announce when it appears."""
    return f'<p role="status">{escape(words)}</p>'


def asked_as(question_id: str, kinds: tuple[str, ...]) -> pd.Series:
    """A question of the right kind.

    Raises
    ------
    UnknownError
        If there is no such question.
    ValueError
        If it is made for another kind of exercise.
    """
    asked = question(question_id)
    if asked["kind"] not in kinds:
        raise ValueError(f"{question_id} is made for exercises.{asked['kind']}, not for {kinds[0]}.")
    return asked


def prompt_of(asked: pd.Series) -> widgets.HTML:
    """The question as it stands above its answer."""
    prompt = widgets.HTML(f"<p><strong>{escape(asked['prompt'])}</strong></p>")
    prompt.add_class("course-prompt")
    return prompt


def offered(asked: pd.Series) -> list[str]:
    """The options of a question, in the order in which they are shown."""
    return list(options(str(asked.name))["option"]) if asked["form"] == "choice" else []


def asked_html(asked: pd.Series) -> str:
    """Prompt and options for a page without a kernel."""
    items = "".join(f"<li>{escape(option)}</li>" for option in offered(asked))
    listed = f"<ul>{items}</ul>" if items else ""
    return f"<p><strong>{escape(asked['prompt'])}</strong></p>{listed}"


def answer_control(asked: pd.Series) -> Any:
    """What takes the answer: a number field, or one button for each option."""
    if asked["form"] == "number":
        style = {"description_width": "initial"}
        layout = widgets.Layout(width="20rem", max_width="100%")
        label = f"Your answer ({asked['unit']})" if asked["unit"] else "Your answer"
        return widgets.FloatText(value=0.0, description=label, layout=layout, style=style)
    return widgets.RadioButtons(
        options=offered(asked), value=None, description="Your answer", layout=widgets.Layout(**WIDE)
    )


def untouched(control: Any) -> bool:
    """Whether nobody has answered yet; a number field can't be empty, so the 0 it starts with counts as empty."""
    return control.value is None or control.value == 0.0


def button(label: str, action: Callable[[Any], Any]) -> widgets.Button:
    """A button as wide as its label."""
    made = widgets.Button(description=label, layout=widgets.Layout(width="auto", align_self="flex-start"))
    made.on_click(action)
    return made
