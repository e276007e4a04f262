"""The stage: one widget that shows figure, reading, table, notes, errors and "About this model"."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets

from helpers.interactive.palette import style_sheet

HERE = Path(__file__).parent


class Stage(anywidget.AnyWidget):
    """All of an explorer that is not a control.

    The reading is a live region that stays in the page while its text changes, so that screen readers announce
    it. Every text goes in as text; the only markup is the SVG that matplotlib writes.
    """

    _esm = HERE / "stage.js"
    _css = style_sheet() + (HERE / "interactive.css").read_text(encoding="utf-8")

    still = traitlets.Unicode().tag(sync=True)
    moving = traitlets.Unicode().tag(sync=True)
    headline = traitlets.Unicode().tag(sync=True)
    nature = traitlets.Unicode().tag(sync=True)
    at_once = traitlets.Int(250).tag(sync=True)  # letters of the reading that are seen before one reads on
    reading = traitlets.Unicode().tag(sync=True)
    grade = traitlets.Unicode().tag(sync=True)  # right, close or wrong: what is said looks different then
    notes = traitlets.List(traitlets.Unicode()).tag(sync=True)
    error = traitlets.Unicode().tag(sync=True)
    locked = traitlets.Unicode().tag(sync=True)
    table = traitlets.Any(default_value=None, allow_none=True).tag(sync=True)
    about = traitlets.List(traitlets.Any()).tag(sync=True)
