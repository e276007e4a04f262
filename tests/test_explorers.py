"""Every explorer of the course: every control over its whole range, alone and together with the others."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers import explorers
from helpers.interactive import Explorer, Slider
from tests import said
from tests.pictures import positions, undrawn

ALL = dir(explorers)
DRAWN = 9
ROOT = Path(__file__).resolve().parents[1]


def assert_reads(explorer: Explorer) -> None:
    assert explorer._stage.error == ""
    assert explorer.reading.endswith((".", "!"))
    assert "nan" not in explorer.reading.lower().split()
    assert all(np.isfinite(number) for number in numbers_of(explorer.scene))


def assert_shows(explorer: Explorer) -> None:
    assert_reads(explorer)
    ElementTree.fromstring(explorer._stage.still)
    ElementTree.fromstring(explorer._stage.moving)


def numbers_of(scene: Any) -> list[float]:
    """All single numbers of a scene."""
    return [value for value in vars(scene).values() if isinstance(value, (int, float))]


@pytest.fixture(scope="module", params=ALL)
def explorer(request: pytest.FixtureRequest) -> Explorer:
    made: Explorer = getattr(explorers, request.param)()
    return made


def test_the_index_names_what_there_is() -> None:
    assert {"claims", "infusion"} <= set(ALL)
    with pytest.raises(AttributeError, match=r"no explorer 'infusions'.*infusion"):
        explorers.infusions  # noqa: B018


def test_nothing_of_the_template_is_left(explorer: Explorer) -> None:
    """`course.py new explorer` marks with TODO what its maker has to say."""
    module = Path(inspect.getfile(getattr(explorers, explorer.name)))
    beside = module.parent.glob("*.py") if module.name in ("explorer.py", "__init__.py") else [module]
    test = ROOT / "tests" / module.parent.name / f"test_{explorer.name}.py"
    tables_ = [ROOT / "data/explorers.csv", ROOT / "data/steps.csv"]
    places = [*beside, *([test] if test.exists() else []), *ROOT.glob("notebooks/*.ipynb"), *tables_]
    left = [path.relative_to(ROOT).as_posix() for path in places if "TODO" in path.read_text(encoding="utf-8")]
    assert not left, f"Replace what is marked TODO in: {', '.join(left)}"


def test_it_shows_its_first_scene(explorer: Explorer) -> None:
    assert_shows(explorer.reset())


def test_every_control_moves_over_its_whole_range(explorer: Explorer) -> None:
    """Computed, moved and read at each of 41 places of a slider and in all of a list; drawn at nine of them."""
    first, quick = explorer.reset().values, undrawn(getattr(explorers, explorer.name)())
    for name, control in explorer.controls.items():
        places = positions(control, most=41)
        seen = set()
        for value in places:
            assert_reads(quick.set(**{**first, name: value}))
            seen.add(quick.reading)
        assert len(seen) > 1, f"{name} changes nothing"
        for value in places[:: -(-len(places) // DRAWN)]:
            assert_shows(explorer.set(**{**first, name: value}))
    explorer.reset()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_combination_of_settings_is_shown(explorer: Explorer, data: st.DataObject) -> None:
    scene = {name: data.draw(st.sampled_from(positions(control))) for name, control in explorer.controls.items()}
    assert_shows(explorer.set(**scene))


def test_ten_thousand_random_settings_are_shown(explorer: Explorer) -> None:
    """Over all explorers: none raises, none says NaN. Combinations are drawn by the test above."""
    made = undrawn(getattr(explorers, explorer.name)())
    random = np.random.default_rng(20_261_122)
    places = {name: positions(control, most=101) for name, control in explorer.controls.items()}
    for _ in range(-(-10_000 // len(ALL))):
        scene = {name: ends[random.integers(len(ends))] for name, ends in places.items()}
        shown = made.set(**scene)
        assert shown._stage.error == "", scene
        assert not {"nan", "inf"} & set(re.findall(r"[a-z]+", shown.reading.lower())), scene
        assert all(np.isfinite(number) for number in numbers_of(shown.scene)), scene


def test_a_scene_can_be_given_at_the_start(explorer: Explorer) -> None:
    scene = {name: positions(control)[-1] for name, control in explorer.controls.items()}
    made: Explorer = getattr(explorers, explorer.name)(**scene)
    assert made.values == scene


def test_every_picture_has_a_name_and_every_model_says_what_it_is(explorer: Explorer) -> None:
    assert len(explorer.picture.label) > 20
    headings = [heading for heading, _ in explorer._stage.get_state("about")["about"]]
    missing = {"What this is", "Leaves out", "Sources"} - set(headings)
    assert not missing, f"Fill in kind, sources and leaves_out of its About: {missing} is empty"


def test_the_headline_says_one_thing_and_its_numbers_are_the_readings(explorer: Explorer) -> None:
    """In every scene of a step: short, without a full stop, and each number in it is told below, too, maybe finer."""
    for number in range(len(explorer.steps) + 1):
        shown = explorer.show(number) if number else explorer.reset()
        headline, reading = shown.headline, shown.reading
        assert 10 < len(headline) <= 100, f"Give `Reading` a headline of up to 100 letters: {headline!r}"
        assert not headline.endswith(".")
        told = [number_of(each) for each in NUMBER.findall(reading)]
        for wanted in {number_of(each) for each in NUMBER.findall(headline)} - counted(shown):
            near = [each for each in told if abs(abs(each) - abs(wanted)) <= 0.51]
            assert near, f"{wanted:g} of the headline {headline!r} is not in: {reading}"
    explorer.reset()


NUMBER = re.compile(r"(?<![\w.])[-+]?\d[\d,]*(?:\.\d+)?")


def counted(explorer: Explorer) -> set[float]:
    """What a headline counts, and the reading lists or says in other words; 100 is that of "of 100 people"."""
    shown = explorer.scene
    of = {
        "chain": lambda: [len(shown.weakest)],
        "cortex": lambda: [99, len(shown.neighbours)],
        "default_mode": lambda: [shown.findings, shown.left_out],
        "levels": lambda: [len(shown.taken), 7],
        "screening": lambda: [shown.met, shown.named, len(shown.criteria)],
        "session": lambda: [len(shown.now)],
        "suicidality": lambda: [round(shown.found.per_arm)],
    }.get(explorer.name, list)
    return {100.0, *map(float, of())}


def number_of(text: str) -> float:
    return float(text.replace(",", "").rstrip("."))


def test_reset_gives_back_the_very_first_picture(explorer: Explorer) -> None:
    first = explorer.reset()._stage.moving
    for name, control in explorer.controls.items():
        explorer.set(**{name: positions(control)[-1]}).reset()
        assert explorer._stage.moving == first, name


def test_a_note_names_the_reason_for_an_idle_control(explorer: Explorer) -> None:
    made = undrawn(getattr(explorers, explorer.name)())
    first = made.values
    for name, control in made.controls.items():
        for value in positions(control):
            made.set(**{**first, name: value})
            idle = [other for other, widget in made.controls.items() if widget.disabled]
            assert len(made._stage.notes) == len(idle)


def test_it_says_what_it_said(explorer: Explorer) -> None:
    """Over its settings; where the words are meant to differ, `course.py refresh` keeps the new ones."""
    kept = said.place(explorer.name)
    assert kept.exists(), f"Run: python3 course.py refresh (it writes {kept.name})"
    assert said.said(explorer.name) == kept.read_text(encoding="utf-8"), "If that is meant: python3 course.py refresh"


def test_each_control_shows_in_picture_and_reading_and_reset_gives_back_the_first(explorer: Explorer) -> None:
    """One step from the first scene, as a key press makes it."""
    explorer.reset()
    still, words = explorer._drawing.still(), explorer.reading
    moving = explorer._drawing.moving(), explorer.acts, explorer.clock
    for name, control in explorer.controls.items():
        if not control.disabled:
            explorer.set(**{name: next_value(control)})
            assert explorer.reading != words, name
            assert (explorer._drawing.moving(), explorer.acts, explorer.clock) != moving, name
            explorer.reset()
            assert explorer._drawing.still() == still, name
            assert (explorer._drawing.moving(), explorer.acts, explorer.clock) == moving, name


def next_value(control: Any) -> Any:
    """Where the arrow key goes: a step to the right, or down the list (up at its end)."""
    if isinstance(control, Slider):
        return control.value + control.step if control.value < control.max else control.value - control.step
    values = [value for _, value in control.options]
    place = values.index(control.value)
    return values[place + 1] if place + 1 < len(values) else values[place - 1]
