"""The foundation of all widgets: controls, reading, errors, locking, and how little is sent."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import comm
import numpy as np
import pandas as pd
import pytest
import traitlets

from helpers.interactive import About, Explorer, Reading, SettingError, Slider, choice, new_figure


@dataclass(frozen=True)
class Scene:
    """A slope, and its kind."""

    slope: float
    kind: str


def scene(slope: float, kind: str) -> Scene:
    if slope == 7:
        raise ValueError("seven is not drawn")
    return Scene(slope, kind)


def read(scene: Scene) -> Reading:
    return Reading(f"slope {scene.slope:g}, {scene.kind}", table=pd.DataFrame({"a": [scene.slope]}))


class Line:
    """A line of a given slope: the smallest picture."""

    label = "a line"

    def __init__(self) -> None:
        self.figure = new_figure()
        self.axes = self.figure.add_subplot()
        self.axes.set_ylim(0, 10)
        (self.line,) = self.axes.plot([0, 1], [0, 0], animated=True)
        self.scenes: list[Scene] = []

    def move(self, scene: Scene) -> None:
        self.scenes.append(scene)
        self.line.set_data([0, 1], [0, scene.slope])


ABOUT = About(kind="A toy.", equation="y = s x", sources=["Somebody doi:10.1000/xyz"], leaves_out="All else.")


def make(**first: Any) -> Explorer:
    controls = {"slope": Slider("Slope", 1, min=0, max=9, step=1, unit="m"), "kind": choice("Kind", ["up", "down"])}

    def unused(values: dict[str, Any]) -> dict[str, str]:
        return {"slope": "Down has no slope."} if values["kind"] == "down" else {}

    return Explorer("line", controls, scene, Line(), read, ABOUT, unused, first, "Which way? <b>")


def test_it_starts_in_its_first_scene() -> None:
    assert make().values == {"slope": 1, "kind": "up"}
    explorer = make(slope=3)
    assert explorer.reading == "slope 3, up"
    assert explorer.scene == Scene(3, "up")
    assert (explorer.standing("kind"), explorer.standing("slope")) == ("up", 3)
    assert explorer.table is not None


def test_moving_a_control_moves_picture_and_reading() -> None:
    explorer = make()
    still, moving = explorer._stage.still, explorer._stage.moving
    explorer.controls["slope"].value = 5
    assert explorer.reading == explorer._stage.reading == "slope 5, up"
    assert explorer._stage.moving != moving
    assert explorer._stage.still == still


def test_set_draws_once_and_returns_itself() -> None:
    explorer = make()
    scenes = explorer.picture.scenes
    drawn = len(scenes)
    assert explorer.set(slope=4, kind="down") is explorer
    assert len(scenes) == drawn + 1


def test_reset_goes_back_to_the_first_scene() -> None:
    explorer = make(slope=3).set(slope=8, kind="down")
    assert explorer.reset().values == {"slope": 3, "kind": "up"}
    assert explorer.reading == "slope 3, up"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"pitch": 3}, "line has no control 'pitch'. It has: slope, kind"),
        ({"kind": "sideways"}, "kind of line can't be 'sideways'. It can be: 'up', 'down'"),
        ({"slope": 12}, "slope of line can't be 12: Slope must lie between 0 and 9 m"),
        ({"slope": "steep"}, "slope of line can't be 'steep'"),
        ({"slope": 4, "kind": "sideways"}, "can't be 'sideways'"),
    ],
)
def test_an_impossible_value_says_why_and_changes_nothing(values: dict[str, Any], message: str) -> None:
    explorer = make()
    with pytest.raises(ValueError, match=message):
        explorer.set(**values)
    assert explorer.values == {"slope": 1, "kind": "up"}
    assert explorer.reading == "slope 1, up"


def test_an_error_while_drawing_is_shown_and_raised_and_goes_away() -> None:
    explorer = make()
    with pytest.raises(ValueError, match="seven is not drawn"):
        explorer.controls["slope"].value = 7
    assert explorer._stage.error == "This setting can't be shown: seven is not drawn"
    explorer.controls["slope"].value = 6
    assert explorer._stage.error == ""


def test_a_control_without_effect_is_disabled_and_says_why() -> None:
    explorer = make(kind="down")
    assert explorer.controls["slope"].disabled
    assert explorer._stage.notes == ["Down has no slope."]
    explorer.set(kind="up")
    assert not explorer.controls["slope"].disabled
    assert explorer._stage.notes == []


def test_the_stored_view_holds_picture_scene_and_reading_escaped() -> None:
    bundle = make()._repr_mimebundle_()
    assert bundle["text/plain"] == "slope 1, up"
    html = bundle["text/html"]
    assert "Which way? &lt;b&gt;" in html
    assert "Slope 1 m · Kind: up" in html
    assert 'alt="a line"' in html
    assert "data:image/svg+xml," in html
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_a_locked_explorer_gives_nothing_away() -> None:
    explorer = make()
    explorer.lock("Guess first.")
    bundle = explorer._repr_mimebundle_()
    assert bundle["text/plain"] == "Guess first."
    assert "slope 1" not in bundle["text/html"]
    assert "Empty axes of the picture to come" in bundle["text/html"]
    stage = explorer._stage
    assert (stage.still, stage.moving, stage.reading, stage.headline, stage.table) == ("", "", "", "", None)
    explorer.unlock()
    assert explorer._repr_mimebundle_()["text/plain"] == "slope 1, up"


def test_listeners_hear_of_each_new_scene() -> None:
    explorer, heard = make(), []
    explorer.after_drawing(lambda: heard.append(explorer.reading))
    explorer.controls["slope"].value = 2
    explorer.set(slope=3)
    assert heard == ["slope 2, up", "slope 3, up"]


def test_about_leaves_out_empty_parts() -> None:
    headings = [heading for heading, _ in ABOUT.parts()]
    assert headings == ["What this is", "Equation", "Leaves out", "Sources"]
    assert [h for h, _ in About("Data.", "", [], "Much.").parts()] == ["What this is", "Leaves out"]


def test_one_change_sends_one_small_message(monkeypatch: pytest.MonkeyPatch) -> None:
    """What travels to the browser is counted, not timed: one message of the stage, without the still layer."""
    explorer, sent = make(), []
    monkeypatch.setattr(comm.DummyComm, "publish_msg", lambda _, __, data, **___: sent.append(data["state"]))
    explorer.controls["slope"].value = 5
    from_stage = [state for state in sent if "reading" in state]
    assert len(from_stage) == 1
    assert set(from_stage[0]) == {"moving", "reading", "table"}
    assert len(json.dumps(sent)) < 3000


def test_a_slider_refuses_what_lies_outside() -> None:
    slider = Slider("Dose", 1, min=0, max=2, step=0.5, unit="mg")
    with pytest.raises(traitlets.TraitError, match="Dose must lie between 0 and 2 mg"):
        slider.value = 3
    assert slider.value == 1


def test_choice_takes_texts_or_texts_with_values() -> None:
    assert choice("K", ["a", "b"]).value == "a"
    assert choice("K", {"first": 1, "second": 2}, value=2).value == 2


class Hostile:
    """Something that raises when it is shown or compared."""

    def __repr__(self) -> str:
        raise RuntimeError("not shown")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("not compared")

    def __hash__(self) -> int:
        return 0


NO_NUMBERS: list[Any] = [True, np.True_, "3", None, pd.NA, pd.NaT, [3], (3,), {3}, np.array([3]), 3j, Hostile(), print]
OUTSIDE: list[Any] = [10**400, -(10**400), 10**6000, float("nan"), float("inf"), np.float64("nan"), -1, 9.0001]


@pytest.mark.parametrize("value", NO_NUMBERS + OUTSIDE, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("name", ["slope", "kind"])
def test_set_changes_all_or_nothing_whatever_it_is_given(name: str, value: Any) -> None:
    explorer = make(slope=3)
    other: dict[str, Any] = {"kind": "down"} if name == "slope" else {"slope": 5}
    for values in ({**other, name: value}, {name: value, **other}):
        with pytest.raises(SettingError) as caught:
            explorer.set(**values)
        assert str(caught.value).count("\n") == 0
        assert len(str(caught.value)) < 200
        assert explorer.values == {"slope": 3, "kind": "up"}
        assert explorer.reading == explorer._stage.reading == "slope 3, up"


@pytest.mark.parametrize("value", [4, 4.0, np.int64(4), np.float32(4), np.array(4)[()], Fraction(4)])
def test_numbers_of_any_kind_are_numbers(value: Any) -> None:
    assert make().set(slope=value).values["slope"] == 4


def test_a_scene_that_can_not_be_shown_leaves_the_last_one() -> None:
    explorer = make(slope=3)
    with pytest.raises(SettingError, match="line can't show this setting: seven is not drawn"):
        explorer.set(slope=7, kind="down")
    assert explorer.values == {"slope": 3, "kind": "up"}
    assert (explorer.reading, explorer._stage.error) == ("slope 3, up", "")
