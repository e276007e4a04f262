"""A prediction: sealed until it is committed, with how sure one is; then it stays on the picture, beside the result."""

from __future__ import annotations

from html import escape
from math import inf
from typing import Any

import ipywidgets as widgets
import numpy as np

from helpers.exercises import memory
from helpers.exercises.exercise import UNANSWERED, Exercise, answer_control, asked_as, asked_html, button, untouched
from helpers.exercises.judging import OPENINGS, Verdict, judge, options, rounded
from helpers.interactive.explorer import Explorer
from helpers.interactive.places import handles
from helpers.interactive.sketch import Sketch

# Between what a prediction in a unit can lie; in all others it is 0 or more.
BOUNDS = {"%": (0.0, 100.0), "r": (-1.0, 1.0), "of 4": (0.0, 4.0), "of 1": (0.0, 1.0), "points": (-60.0, 60.0)}
AT_LEAST_0 = (0.0, inf)
DRAWN = ("sketch", "bars")  # forms that are answered by drawing alone
HOW_SURE = {"50 % (a guess)": 0.5, "70 %": 0.7, "90 %": 0.9, "100 % (certain)": 1.0}
SEALED = "You will see the picture when you have committed to a prediction."


def predict(question_id: str, explorer: Explorer) -> Prediction:
    """Ask for a prediction; the explorer shows its result once it is given.

    Parameters
    ----------
    question_id : str
        Key of the table ``questions``.
    explorer : Explorer
        What the prediction is about.
    """
    return Prediction(question_id, explorer)


class Prediction(Exercise):
    """Commit first, then look: `commit` fixes the answer, says how good it was, and unlocks the explorer."""

    kinds = ("predict",)

    def __init__(self, question_id: str, explorer: Explorer) -> None:
        asked = asked_as(question_id, self.kinds)
        self.explorer = explorer
        explorer.lock(SEALED)
        self._sketch = _sketch_on(explorer, asked["quantity"], asked["unit"]) if asked["form"] != "choice" else None
        self._input: Any = None if asked["form"] in DRAWN else answer_control(asked)
        self._sure = widgets.ToggleButtons(options=HOW_SURE, value=None, description="How sure?")
        self._sure.style.button_width = "auto"
        self._button = button("Commit", lambda _: self.commit())
        self._asking = [part for part in (self._sketch, self._input, self._sure, self._button) if part is not None]
        if self._sketch is not None and self._input is not None:
            self._join(self._sketch, self._input)
        super().__init__(question_id, self._asking, explorer)
        self._recall()

    def commit(self, answer: Any = None, confidence: float | None = None) -> None:
        """Fix the prediction and show it beside the result.

        Parameters
        ----------
        answer : str, float or list of float, optional
            By default what was chosen, typed or drawn.
        confidence : float, optional
            From 0.5 to 1; by default what was chosen.
        """
        given = self._given() if answer is None else answer
        sure = self._sure.value if confidence is None else confidence
        problem = self._problem(given, sure is None and answer is None)
        if problem:
            self._say(f"{UNANSWERED} {problem}")
            return
        verdict = self._judge(given)
        memory.record(str(self.question.name), verdict.grade, given, sure)
        self._reveal(given, sure, verdict)

    def static_html(self) -> str:
        """Question and empty axes; once committed, question, prediction and picture."""
        said = f"<p>{escape(self.feedback)}</p>" if self.feedback else ""
        return asked_html(self.question) + said + self.explorer.static_html()

    # -- inside ------------------------------------------------------------------------------------

    def _join(self, sketch: Sketch, field: widgets.FloatText) -> None:
        """What is drawn is typed, and what is typed is drawn."""

        def typed(change: Any) -> None:
            if not sketch.values[0] or _short(sketch.values[0]) != change["new"]:
                sketch.values = [change["new"]]

        def drawn(change: Any) -> None:
            if change["new"][0] is not None:
                field.value = _short(change["new"][0])

        field.observe(typed, "value")
        sketch.observe(drawn, "values")

    def _recall(self) -> None:
        """What was committed before stays committed: nobody predicts what was seen."""
        kept = memory.committed(str(self.question.name))
        if kept is not None and not self._problem(kept.answer):
            self._reveal(kept.answer, kept.confidence, self._judge(kept.answer))

    def _given(self) -> Any:
        if self._input is None:
            return list(self._sketch.values) if self._sketch is not None and self._sketch.complete else None
        drawn = self._sketch is not None and self._sketch.complete
        return None if untouched(self._input) and not drawn else self._input.value

    def _problem(self, given: Any, unsure: bool = False) -> str:
        """What speaks against an answer, in a sentence; nothing against one that can be judged."""
        form = self.question["form"]
        if given is None or not self._fits(given):
            how = {"choice": "Choose an option", "number": "Type a number"}.get(form, "Draw every mark")
            return f"{how} first."
        if form == "bars" and given.count(min(given)) > 1:
            return "Two bars are equally low: let one be the lowest."
        if form == "choice" and given not in list(options(str(self.question.name))["option"]):
            return judge(str(self.question.name), given).words
        if form != "choice" and (problem := self._impossible(given)):
            return problem
        return "Say how sure you are, too." if unsure else ""

    def _fits(self, given: Any) -> bool:
        """Whether an answer has the form that is asked for; one of an earlier version of the course may not."""
        marks = len(self._sketch.handles) if self._input is None and self._sketch is not None else 0
        return isinstance(given, list) == bool(marks) and (not marks or len(given) == marks)

    def _impossible(self, given: Any) -> str:
        """What speaks against numbers that nobody can mean, such as a share of 120 %."""
        least, most = BOUNDS.get(self.question["unit"], AT_LEAST_0)
        bounds = f"between {least:g} and {most:g}" if most < inf else f"at {least:g} or above"
        for number in given if isinstance(given, list) else [given]:
            if isinstance(number, bool) or not isinstance(number, (int, float)) or not np.isfinite(number):
                return f"A number is asked for, and {number!r} is none."
            if not least <= number <= most:
                return f"What is asked for lies {bounds}; {number:g} can't be meant."
        return ""

    def _judge(self, given: Any) -> Verdict:
        quantity = self.question["quantity"]
        truth = self.explorer.standing(quantity) if self.question["form"] != "choice" else None
        return judge(str(self.question.name), given, truth)

    def _reveal(self, given: Any, sure: float | None, verdict: Verdict) -> None:
        for part in self._asking:
            part.disabled = True
            part.layout.display = "none"
        self.add_class("course-is-committed")  # what was asked folds to one line: room for the picture
        self.explorer.unlock()
        self._mark(given)
        how_sure = "" if sure is None else f" ({sure:.0%} sure)".replace("%", " %")
        told = f"{OPENINGS[verdict.grade]} {self._told(given)}{how_sure}{self._beside(given)}. {verdict.reason}"
        self._say(f"{told}{self._numbers(given)}", verdict.grade)
        self._why.offer()

    def _mark(self, given: Any) -> None:
        """Leave the prediction on the picture, where it has a place there."""
        quantity = self.question["quantity"]
        if self.explorer.place_of(quantity) is None:
            return
        low = high = given if isinstance(given, list) else [given]
        if self.question["form"] == "choice":
            chosen = options(str(self.question.name)).set_index("option").loc[given]
            low, high = [chosen["low"]], [chosen["high"]]
        if not np.isnan([*low, *high]).any():
            self.explorer.mark(quantity, low, high)

    def _told(self, given: Any) -> str:
        if isinstance(given, list):
            return "You drew " + ("a line" if self.question["form"] == "sketch" else "bars")
        number = self.question["form"] == "number"
        return f"You predicted {_measured(f'{given:g}', self.question['unit']) if number else f'“{given}”'}"

    def _numbers(self, given: Any) -> str:
        """What was drawn and what the picture shows, place by place, for those who can't see either."""
        if not isinstance(given, list):
            return ""
        shown = self.explorer.standing(self.question["quantity"])
        return f" In numbers: {_listed(given)} drawn, {_listed(shown)} shown ({self.question['unit']})."

    def _beside(self, given: Any) -> str:
        """What came out, and how far off a number was."""
        if self.question["form"] != "number":
            return ""
        shown, unit = self.explorer.standing(self.question["quantity"]), self.question["unit"]
        return f"; here it is {_measured(rounded(shown), unit)}: you were {_miss(given, shown, unit)}"


def _sketch_on(explorer: Explorer, quantity: str, unit: str) -> Sketch | None:
    """Empty axes to draw on, where the picture has a place for what is asked for."""
    place = explorer.place_of(quantity)
    if place is None:
        return None
    backdrop = explorer.empty()
    least, most = BOUNDS.get(unit, AT_LEAST_0)
    bounded = [
        {**handle, "least": max(least, handle["least"]), "most": min(most, handle["most"])} for handle in handles(place)
    ]
    return Sketch(backdrop, bounded, unit, place.bars)


def _short(value: float) -> float:
    """A number that was drawn, to the two digits that a hand can draw."""
    return float(f"{value:.2g}") if abs(value) < 100 else float(f"{value:.3g}")


def _listed(values: list[float]) -> str:
    """Numbers of a curve, to two digits."""
    return ", ".join("0" if abs(value) < 0.05 else rounded(float(f"{value:.2g}")) for value in values)


def _miss(given: float, shown: float, unit: str) -> str:
    """How far off a prediction was, in words."""
    if rounded(given) == rounded(shown):
        return "right on it"
    size = rounded(abs(given - shown))
    if shown < 0:  # higher and lower would mean the opposite to whoever thinks of the size of a fall
        return f"{size} {unit} off"
    what = {"%": " percentage points", "r": "", "of 4": ""}.get(unit, f" {unit}")
    return f"{size}{what} too {'high' if given > shown else 'low'}"


def _measured(number: str, unit: str) -> str:
    """A number with its unit; a correlation has its name in front, as papers print it."""
    return f"r = {number}" if unit == "r" else f"{number} {unit}"
