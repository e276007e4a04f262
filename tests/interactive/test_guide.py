"""Steps: each can be shown, speaks of controls that there are, and stands on paper as a list."""

from __future__ import annotations

import pytest

from helpers import exercises, explorers, tables
from helpers.interactive import Explorer, SettingError
from helpers.interactive.guide import Guide, Step, steps_of


def test_every_explorer_has_steps_and_each_can_be_shown() -> None:
    missing = [name for name in dir(explorers) if not 2 <= len(steps_of(name)) <= 5]
    assert not missing, f"Add two to five rows to data/steps.csv for: {', '.join(missing)}"


@pytest.mark.parametrize("name", dir(explorers))
def test_a_step_sets_its_scene_and_leaves_all_else_as_at_first(name: str) -> None:
    explorer: Explorer = getattr(explorers, name)()
    first = explorer.values
    for number, step in enumerate(explorer.steps, 1):
        explorer.show(number)
        assert explorer.values == {**first, **step.scene}
        assert set(step.controls) <= set(first), "a step speaks of a control that there is not"
        assert step.controls, "a step must speak of a control"
        assert explorer._guide.at == number


def test_steps_are_whole_sentences() -> None:
    for row in tables.load("steps").itertuples():
        assert str(row.do)[0].isupper()
        assert str(row.do).endswith((".", "?"))
        assert str(row.watch).endswith((".", "?"))
        assert len(f"{row.do} {row.watch}") <= 190, f"{row.explorer} {row.place} takes more than two lines"


def test_places_are_counted_from_one_without_gaps() -> None:
    places = tables.load("steps").groupby("explorer")["place"].apply(list)
    assert all(own == list(range(1, len(own) + 1)) for own in places)
    assert set(places.index) <= set(dir(explorers))


def test_the_controls_that_a_step_speaks_of_are_marked() -> None:
    explorer = explorers.infusion(route="oral")  # the first two steps speak of sliders
    marked = lambda: [name for name, one in explorer.controls.items() if getattr(one, "spoken", False)]  # noqa: E731
    assert marked() == ["dose"]
    explorer._guide.at = 2
    assert marked() == ["minutes"]
    listed = explorers.wirings()
    assert "course-spoken" in listed.controls["species"]._dom_classes
    assert "course-spoken" not in listed.controls["name"]._dom_classes


def test_show_me_is_asked_for_by_the_page() -> None:
    shown: list[int] = []
    guide = Guide((Step("Do.", "Watch.", {}, ("a",)), Step("Do more.", "Watch.", {}, ("a",))), shown.append)
    guide.at = 2
    guide._asked(None, "show", None)
    guide._asked(None, "something else", None)
    assert shown == [2]


def test_there_is_no_step_beyond_the_last() -> None:
    explorer = explorers.infusion()
    before = explorer.values
    with pytest.raises(SettingError, match="steps 1 to 4, and no step 5"):
        explorer.show(5)
    assert explorer.values == before


def test_on_paper_the_steps_stand_as_a_list() -> None:
    html = explorers.infusion().static_html()
    assert html.count("<li>") == 4
    assert "<li>Double the dose, and press Play. <em>What happens to the peak?" in html


def test_steps_wait_for_a_prediction_and_leave_room_for_a_challenge() -> None:
    predicted = exercises.predict("receptor_share", explorers.occupancy())
    assert predicted.explorer._guide.layout.display == "none"
    predicted.commit(exercises.judging.options("receptor_share")["option"].iloc[0])
    assert predicted.explorer._guide.layout.display is None
    assert exercises.challenge("gentle_infusion", explorers.infusion()).explorer._guide.layout.display == "none"
