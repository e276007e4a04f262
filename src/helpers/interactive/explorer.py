"""An explorer: labelled controls, a figure, its reading; one function of a room returns one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from html import escape
from itertools import count
from typing import Any

import ipywidgets as widgets
import pandas as pd
from matplotlib.artist import Artist

from helpers import tables
from helpers.interactive.controls import SettingError, Slider, briefly, fitting, option_of, plain
from helpers.interactive.drawing import EMPTY, Drawing, address_of, on_white
from helpers.interactive.guide import Guide, Step, steps_of
from helpers.interactive.living import Living, Mechanism, State
from helpers.interactive.places import Place, hide_content, mark
from helpers.interactive.reading import About, Picture, Reading
from helpers.interactive.stage import Stage
from helpers.interactive.static import StaticView

Values = dict[str, Any]
_made = count(1)


class Explorer(StaticView):
    """Controls, figure and reading in one widget.

    Parameters
    ----------
    name : str
        Its name in `helpers.explorers`, and in the table ``explorers``, which has the question that it answers.
    controls : mapping of str to widget
        The controls by name; the names are the keyword arguments of `scene`.
    scene : callable
        Takes the controls' values by name and returns all numbers that are shown: a frozen dataclass.
    picture : Picture
        Moves its artists to a scene.
    read : callable
        Says in words what a scene shows: returns its `Reading`.
    about : About
        What the model is, where it comes from, what it leaves out.
    unused : callable, optional
        Takes the values; returns, for each control that has no effect now, the reason in words.
    first : mapping, optional
        First values of some of the controls.
    title : str, optional
        The question, where the table has none.
    row : sequence of widget, optional
        What stands above the figure; by default the controls.
    mechanism : Mechanism, optional
        The thing itself, drawn to the left of the figure, and moved by the scene's numbers.
    """

    def __init__(
        self,
        name: str,
        controls: Mapping[str, widgets.Widget],
        scene: Callable[..., Any],
        picture: Picture,
        read: Callable[[Any], Reading],
        about: About,
        unused: Callable[[Values], dict[str, str]] = lambda _: {},
        first: Mapping[str, Any] | None = None,
        title: str = "",
        row: Sequence[widgets.Widget] | None = None,
        mechanism: Mechanism | None = None,
    ) -> None:
        self.name = name
        self.title = title or self._known("question")
        self.controls = dict(controls)
        self.picture: Any = picture  # its artists have names of their own
        self._compute = scene
        self._read = read
        self._unused = unused
        self._held = False
        self._listeners: list[Callable[[], None]] = []
        self._marks: list[tuple[Place, list[Artist], tuple[str, str]]] = []
        self._shown = Reading("")
        # Two pictures with the same ids on one page lose their hatching when the first of them is hidden.
        painted = getattr(picture, "paint", None)
        salt = f"{name}-{next(_made)}"
        self._drawing = Drawing(picture.figure, picture.label, salt, painted)
        self._living = None if mechanism is None else Living(mechanism, f"{salt}-drawn")
        self._stage = Stage(about=[list(part) for part in about.parts()], nature=self._known("nature"))
        self._stage.on_msg(self._picked)
        self._guide = Guide(steps_of(name), self.show)
        self.set(**(first or {}))
        self._first = self.values
        for control in self.controls.values():
            control.observe(self._redraw, "value")
        self._guide.observe(self._mark, "at")
        self._mark()
        self._row = self._control_row(row)
        room = widgets.VBox([self._heading(), self._guide, self._row, self._shown_beside()])
        room.add_class("course-room")
        super().__init__([room])
        self.add_class("course-explorer")

    @property
    def values(self) -> Values:
        """What each control stands at, by name."""
        return {name: control.value for name, control in self.controls.items()}

    @property
    def reading(self) -> str:
        """What the figure shows, in words."""
        return self._shown.text

    @property
    def headline(self) -> str:
        """What to notice in the figure."""
        return self._shown.headline

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps that lead through it: what to do, what to watch, and the scene that shows it."""
        return self._guide.steps

    @property
    def scene(self) -> Any:
        """All numbers that the figure shows, by name: a frozen dataclass."""
        return self._scene

    def standing(self, name: str) -> Any:
        """What a control stands at, or what the scene holds under that name."""
        return self.controls[name].value if name in self.controls else getattr(self._scene, name)

    @property
    def acts(self) -> State:
        """What each part of the drawing does in this scene; nothing where there is no drawing."""
        return {} if self._living is None else dict(self._living.acts)

    @property
    def clock(self) -> dict[str, Any]:
        """The time that runs in the drawing, as `Clock` has it; empty where none does."""
        return {} if self._living is None else dict(self._living.clock)

    @property
    def table(self) -> pd.DataFrame | None:
        """Rows listed under the figure, if there are any."""
        return self._shown.table

    def set(self, **values: Any) -> Explorer:
        """Set some of the controls and draw once.

        Parameters
        ----------
        **values
            Control names and their new values.

        Returns
        -------
        Explorer
            The explorer itself, so that a cell can end in it.

        Raises
        ------
        SettingError
            If there is no such control, the value is not one that it can take, or the scene can't be shown. Nothing is
            changed then.
        """
        before = self.values
        self._take({name: self._fitting(name, value) for name, value in values.items()})
        try:
            self._redraw()
        except Exception as error:
            self._take(before)
            self._redraw()
            raise SettingError(f"{self.name} can't show this setting: {error}") from error
        return self

    def reset(self, *_: Any) -> Explorer:
        """Go back to the first scene."""
        return self.set(**self._first)

    def show(self, number: int) -> Explorer:
        """Set the scene of one of the `steps`, all other controls as at first.

        Parameters
        ----------
        number : int
            Which step, from 1.

        Raises
        ------
        SettingError
            If there is no such step.
        """
        if not 1 <= number <= len(self.steps):
            raise SettingError(f"{self.name} has steps 1 to {len(self.steps)}, and no step {number}.")
        self._guide.at = number
        return self.set(**{**self._first, **self.steps[number - 1].scene})

    def lock(self, message: str) -> None:
        """Hide steps, controls, figure and reading behind a message; neither words nor picture reach the page."""
        self._stage.locked = message
        self.hide_steps()
        self._row.layout.display = "none"
        self._show()

    def unlock(self) -> None:
        """Show steps, controls, figure and reading."""
        self._stage.locked = ""
        for widget in (self._guide, self._row):
            widget.layout.display = None
        self._show()

    def place_of(self, quantity: str) -> Place | None:
        """Where a quantity stands in the picture; None where it has no axis there."""
        found: Place | None = getattr(self.picture, "predicted_at", {}).get(quantity)
        return found

    def empty(self) -> str:
        """SVG of the picture's axes alone: what may be seen before a prediction."""
        self._drawing.still()  # finds places for all that stands
        figure = self.picture.figure
        engine = figure.get_layout_engine()
        figure.set_layout_engine("none")  # and there they stay, though some of it is hidden
        hidden = hide_content(figure)
        try:
            return self._drawing.bare()
        finally:
            for artist in hidden:
                artist.set_visible(True)
            figure.set_layout_engine(engine)
            figure.stale = False  # what was drawn before still holds

    def mark(self, quantity: str, low: Sequence[float], high: Sequence[float]) -> None:
        """Leave a prediction on the picture, where its quantity stands.

        Parameters
        ----------
        quantity : str
            One that has a place there.
        low, high : sequence of float
            What was predicted, as `places.mark` takes it.
        """
        place = self.place_of(quantity)
        if place is None:
            raise SettingError(f"{quantity} has no place in the picture of {self.name}.")
        self._drawing.still()  # limits and places are found before, and stay
        ends = place.axes.get_xlim(), place.axes.get_ylim()
        self._marks.append((place, mark(place, low, high), _labels(place)))
        place.axes.set(xlim=ends[0], ylim=ends[1])
        self._show()

    def hide_steps(self) -> None:
        """Leave the steps out, where there is another thing to do."""
        self._guide.layout.display = "none"

    def after_drawing(self, listener: Callable[[], None]) -> None:
        """Call `listener` whenever a new scene has been drawn."""
        self._listeners.append(listener)

    def static_text(self) -> str:
        """The reading, or, while the explorer is locked, why it is not shown."""
        return self._stage.locked or self.reading

    def static_html(self) -> str:
        """Picture and reading as HTML that needs no kernel and no script."""
        if self._stage.locked:
            axes = f'<img alt="{EMPTY}" style="max-width: 100%" src="{address_of(on_white(self.empty()))}">'
            return f"{axes}<p>{escape(self._stage.locked)}</p>"
        picture = address_of(self._drawing.whole())
        scene = " · ".join(plain(control) for control in self.controls.values())
        headline = (
            f"<p><strong>{escape(self.headline)}</strong> ({escape(self._stage.nature)})</p>" if self.headline else ""
        )
        return (
            f"<p><strong>{escape(self.title)}</strong></p>{self._guide.static_html()}<p>{escape(scene)}</p>{headline}"
            f'{self._living_still()}<img alt="{escape(self._drawing.label)}" style="max-width: 100%" '
            f'src="{picture}"><p>{escape(self.reading)}</p>'
        )

    # -- inside ------------------------------------------------------------------------------------

    def _known(self, column: str) -> str:
        """What the table ``explorers`` has of this one; nothing for one that is not of the course."""
        known = tables.load("explorers").set_index("explorer")
        return str(known.loc[self.name, column]) if self.name in known.index else ""

    def _heading(self) -> widgets.HTML:
        return widgets.HTML(f'<span class="course-title">{escape(self.title)}</span>')

    def _shown_beside(self) -> widgets.Widget:
        """Figure and reading; where there is a drawing, it stands to the left of the figure."""
        if self._living is None:
            return self._stage
        self._living.on_msg(self._picked)
        beside = widgets.VBox([self._living, self._stage])
        beside.add_class("course-alive")
        return beside

    def _living_still(self) -> str:
        """The drawing as it stands, as a picture for paper."""
        if self._living is None:
            return ""
        source = address_of(on_white(self._living.still()))
        return f'<img alt="{escape(self._living.label)}" style="max-width: 40%" src="{source}">'

    def _mark(self, _: Any = None) -> None:
        """Mark the controls that the step at hand speaks of."""
        spoken = self.steps[self._guide.at - 1].controls if self.steps else ()
        for name, control in self.controls.items():
            if isinstance(control, Slider):
                control.spoken = name in spoken
            else:
                (control.add_class if name in spoken else control.remove_class)("course-spoken")

    def _picked(self, _: Any, content: dict[str, str], __: Any) -> None:
        """Take what was clicked in the picture."""
        control = self.controls.get(content["control"])
        if control is not None and not control.disabled:
            self.set(**{content["control"]: option_of(control, content["value"])})

    def _control_row(self, shown: Sequence[widgets.Widget] | None) -> widgets.Box:
        reset = widgets.Button(description="Reset", layout=widgets.Layout(width="auto"))
        reset.on_click(self.reset)
        row = widgets.Box(
            [*(self.controls.values() if shown is None else shown), reset], layout=widgets.Layout(flex_flow="row wrap")
        )
        row.add_class("course-controls")
        return row

    def _fitting(self, name: str, value: Any) -> Any:
        if name not in self.controls:
            raise SettingError(f"{self.name} has no control {briefly(name)}. It has: {', '.join(self.controls)}.")
        try:
            return fitting(self.controls[name], value)
        except SettingError as error:
            joint = ". " if str(error).startswith("It can be") else ": "
            raise SettingError(f"{name} of {self.name} can't be {briefly(value)}{joint}{error}.") from None

    def _take(self, values: Values) -> None:
        with self._hold():
            for name, value in values.items():
                self.controls[name].value = value

    @contextmanager
    def _hold(self) -> Any:
        before, self._held = self._held, True
        try:
            yield
        finally:
            self._held = before

    def _redraw(self, _: Any = None) -> None:
        if self._held:
            return
        with self._stage.hold_sync():
            try:
                self._scene = self._compute(**self.values)
                self.picture.move(self._scene)
                self._shown = self._read(self._scene)
                self._show()
            except Exception as error:
                self._stage.error = f"This setting can't be shown: {error}"
                raise
        for listener in self._listeners:
            listener()

    def _show(self) -> None:
        reasons = self._unused(self.values)
        for name, control in self.controls.items():
            control.disabled = name in reasons
        for place, artists, labels in self._marks:  # where the axes show another quantity, the mark says nothing
            for artist in artists:
                artist.set_visible(_labels(place) == labels)
        sealed = bool(self._stage.locked)
        self._stage.error = ""
        self._stage.notes = [] if sealed else list(reasons.values())
        self._stage.still = "" if sealed else self._drawing.still()
        self._stage.moving = "" if sealed else self._drawing.moving()
        self._stage.headline = "" if sealed else self._shown.headline
        self._stage.reading = "" if sealed else self._shown.text
        self._stage.table = None if sealed else _rows(self._shown)
        if self._living is not None:
            self._living.hide() if sealed else self._living.show(self._scene)


def _labels(place: Place) -> tuple[str, str]:
    """What the axes of a place show now."""
    return place.axes.get_xlabel(), place.axes.get_ylabel()


def _rows(reading: Reading) -> dict[str, Any] | None:
    if reading.table is None:
        return None
    return {
        "caption": f"The {len(reading.table)} rows behind this picture",
        "columns": [str(column) for column in reading.table.columns],
        "rows": reading.table.astype(str).to_numpy().tolist(),
    }
