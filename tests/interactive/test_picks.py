"""What is clicked in a picture sets its control; what is painted is not drawn again; cards mark and are marked."""

from __future__ import annotations

import re

import pytest

from helpers import exercises, explorers
from helpers.claims import error_hunt
from helpers.interactive import COLOURS, Cards, Drawing, Explorer, apart, new_figure, pickable
from helpers.network.cortex import parcels


def test_a_click_sets_the_control_that_it_names() -> None:
    explorer = explorers.cortex()
    explorer._picked(None, {"control": "seed", "value": "LH_Vis_3"}, None)
    assert explorer.values["seed"] == "LH_Vis_3"
    explorer._picked(None, {"control": "threshold", "value": "0.5"}, None)
    assert explorer.values["threshold"] == 0.5


def test_a_click_on_what_names_no_control_does_nothing() -> None:
    explorer = explorers.hierarchy()
    before = explorer.values
    explorer._picked(None, {"control": "", "value": "LH_Vis_3"}, None)
    assert explorer.values == before


def test_a_control_without_effect_can_not_be_clicked_either() -> None:
    explorer = explorers.relapse(plan="no further dose")
    assert explorer.controls["interval"].disabled
    explorer._picked(None, {"control": "interval", "value": "28"}, None)
    assert explorer.values["interval"] == 14


@pytest.mark.parametrize(
    ("name", "control", "values"),
    [
        ("cortex", "seed", lambda: list(parcels().index)),
        ("cascade", "blocked", lambda: ["mTOR", "AMPA receptor", "opioid receptors"]),
        ("wirings", "name", lambda: ["disinhibition", "opioid", "all"]),
        ("levels", "notebook", lambda: ["00_start_here", "06_weighing_the_claims"]),
    ],
)
def test_what_can_be_clicked_is_named_in_the_picture(name: str, control: str, values: object) -> None:
    stage = getattr(explorers, name)()._stage
    for value in values():  # type: ignore[operator]
        assert f'data-pick="{control}:{value}"' in stage.still + stage.moving, value


@pytest.mark.parametrize("name", dir(explorers))
def test_all_that_can_be_clicked_is_a_choice_of_its_control(name: str) -> None:
    explorer: Explorer = getattr(explorers, name)()
    picks = set(re.findall(r'data-pick="([^":]+):([^"]*)"', explorer._stage.still + explorer._stage.moving))
    for control, value in picks:
        assert value in [str(option) for _, option in explorer.controls[control].options], (control, value)


def test_painting_changes_the_moving_layer_alone() -> None:
    figure = new_figure()
    (line,) = figure.add_subplot().plot([0, 1])
    paint = {pickable(line, "kind", "a"): f"stroke:{COLOURS['red']}"}
    drawing = Drawing(figure, "label", "salt-1", paint)
    still = drawing.still()
    assert ".salt-1 [data-pick='kind:a'] path{stroke:var(--course-red) !important}" in drawing.moving()
    paint["pick:kind:a"] = f"stroke:{COLOURS['blue']}"
    assert "var(--course-blue)" in drawing.moving()
    assert drawing.still() == still
    assert "[data-pick='kind:a']" in drawing.whole()


def test_labels_that_are_too_close_are_moved_apart() -> None:
    assert apart([10, 50], 8) == [10, 50]
    assert apart([50, 10], 8) == [50, 10]
    assert apart([10, 12], 8) == [7, 15]
    assert apart([5, 5, 5], 2) == pytest.approx([3, 5, 7], abs=1.01)


# -- cards -----------------------------------------------------------------------------------------


def hunt() -> tuple[Explorer, Cards]:
    explorer = explorers.find_the_errors()
    (cards,) = [one for one in explorer.children[0].children[2].children if isinstance(one, Cards)]
    return explorer, cards


def test_cards_show_the_round_without_ids_and_tell_nothing_before_a_mark() -> None:
    explorer, cards = hunt()
    assert len(cards.texts) == error_hunt.DOZEN
    assert cards.heads == [item.article for item in explorer.scene.items]
    assert not any(text[:2] in ("C-", "G-", "N-") for text in cards.texts)
    assert cards.told == [""] * 12
    assert cards.worth == [None] * 12


def test_a_mark_on_a_card_is_the_explorers_and_the_other_way_round() -> None:
    explorer, cards = hunt()
    cards.chosen = ["too strong", *cards.chosen[1:]]
    assert explorer.values["claim_1"] == "too strong"
    assert cards.told[0].startswith("Half a point. What we found: plainly wrong.")
    assert cards.worth[:2] == [0.5, None]
    explorer.set(claim_2="sound")
    assert cards.chosen[:2] == ["too strong", "sound"]


def test_another_round_begins_unmarked_at_its_first_card() -> None:
    explorer, cards = hunt()
    cards.chosen = ["too strong", *cards.chosen[1:]]
    cards.at = 5
    explorer.controls["number"].value = 2
    assert explorer.scene.marked == 0
    assert cards.chosen == [""] * 12
    assert cards.at == 0
    assert cards.texts[0] == error_hunt.items_of(2)[0].words


def test_cards_wait_for_the_prediction() -> None:
    """They tell what was found, which is what the prediction asks for."""
    explorer, cards = hunt()
    prediction = exercises.predict("commonest_trap", explorer)
    assert cards in explorer._row.children
    assert explorer._row.layout.display == "none"
    prediction.commit("too strong")
    assert explorer._row.layout.display is None


def test_there_is_no_card_before_the_first_or_after_the_last() -> None:
    _, cards = hunt()
    cards.at = 12
    assert cards.at == 11
    cards.at = -1
    assert cards.at == 0
