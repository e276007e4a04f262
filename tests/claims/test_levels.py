"""The map: every notebook is on it, and paths fit their hours."""

from __future__ import annotations

from pathlib import Path

import pytest
from matplotlib.colors import same_color
from matplotlib.text import Annotation, Text

from helpers import explorers, tables
from helpers.claims import levels
from helpers.interactive import COLOURS
from tests.pictures import assert_says, settings_of

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


def test_every_notebook_is_on_the_map() -> None:
    assert set(tables.load("course_map")["notebook"]) == {path.stem for path in NOTEBOOKS.glob("*.ipynb")}
    assert set(levels.PLACES) == set(tables.load("course_map")["notebook"])


@pytest.mark.parametrize(("hours", "most"), [("2h", 120), ("6h", 360), ("12h", 720)])
def test_paths_fit_their_hours(hours: str, most: int) -> None:
    found = levels.path(hours)
    assert 0.75 * most <= found["minutes"].sum() <= most
    assert (found["what"] != "").all()
    assert found["notebook"].is_monotonic_increasing


def test_the_long_path_has_all_of_it() -> None:
    rows = tables.load("course_map")
    assert (rows["minutes_12h"] == rows["minutes"] + rows["more_minutes"]).all()
    assert len(levels.path("12h")) == len(rows)


def test_a_notebook_outside_the_path_says_so() -> None:
    assert "takes nothing of it" in explorers.levels(notebook="04_treatment", hours="2h").reading


def test_an_unknown_path_says_which_there_are() -> None:
    with pytest.raises(ValueError, match="2h, 6h, 12h"):
        levels.path("3h")


# -- scene and picture -----------------------------------------------------------------------------

MAP = {row["notebook"]: row for row in tables.load("course_map").to_dict("records")}


def test_boxes_on_the_path_are_filled_and_say_their_minutes() -> None:
    for explorer in settings_of("levels"):
        picture, hours = explorer.picture, explorer.values["hours"]
        for name, box in picture.boxes.items():
            minutes = MAP[name][f"minutes_{hours}"]
            assert same_color(box.get_facecolor(), COLOURS["pale blue" if minutes else "white"])
            assert picture.minutes[name].get_text() == (f"{minutes} min" if minutes else "not on this path")


def test_the_chosen_box_alone_is_framed_in_red() -> None:
    for explorer in settings_of("levels"):
        for name, box in explorer.picture.boxes.items():
            chosen = name == explorer.values["notebook"]
            assert same_color(box.get_edgecolor(), COLOURS["red" if chosen else "grey"])
            assert box.get_linewidth() == (3 if chosen else 1)


def texts_of(picture: levels.LevelsPicture) -> dict[str, tuple[float, float]]:
    return {text.get_text().replace("\n", " "): text.get_position() for text in picture.axes.findobj(Text)}


def test_each_box_holds_its_own_title_and_minutes() -> None:
    picture = levels.LevelsPicture()
    titles = texts_of(picture)
    for name, box in picture.boxes.items():
        left, bottom, right, top = box.get_bbox().extents
        for x, y in (titles[f"{name[:2]} {MAP[name]['title']}"], picture.minutes[name].get_position()):
            assert left < x < right
            assert bottom < y < top


def test_the_levels_rise_from_receptors_to_experience_and_the_map_explains_itself() -> None:
    """The legend names the colours that are used; the arrow points up, with its name beside it, and touches no box."""
    picture = levels.LevelsPicture()
    levels_up = ["01_molecular_level", "02_network_level", "03_behavioral_level"]
    heights = [picture.boxes[name].get_y() for name in levels_up]
    assert heights == sorted(heights)
    assert {"levels: from receptors to experience", "blue: on your path white: left out red frame: chosen"} <= set(
        texts_of(picture)
    )
    (arrow,) = [text for text in picture.axes.findobj(Annotation) if text.arrow_patch]
    (x, tip), (_, start) = arrow.xy, arrow.get_position()
    assert tip > start
    for box in picture.boxes.values():
        extents = box.get_window_extent().transformed(picture.axes.transData.inverted())
        assert not extents.x0 <= x <= extents.x1


def test_the_reading_says_the_notebook_and_the_path() -> None:
    for explorer in settings_of("levels"):
        row, hours = MAP[explorer.values["notebook"]], explorer.values["hours"]
        taken = [each for each in MAP.values() if each[f"minutes_{hours}"]]
        words = {"2h": "2 hours", "6h": "6 hours", "12h": "12 hours"}[hours]
        assert_says(
            explorer,
            f"{row['notebook'][:2]} {row['title']}: {row['question']}",
            f"about {row['minutes']} minutes, and {row['more_minutes']} more",
            f"The path of {words} takes {row[f'path_{hours}'] or 'nothing of it'}.",
            f"{sum(each[f'minutes_{hours}'] for each in taken)} minutes in {len(taken)} notebooks",
        )
        table = explorer.table
        assert table is not None
        assert list(table["minutes"]) == [each[f"minutes_{hours}"] for each in taken]
        assert list(table["notebook"]) == [f"{each['notebook'][:2]} {each['title']}" for each in taken]
        assert list(table["what to do"]) == [each[f"path_{hours}"] for each in taken]


def test_known_numbers_are_said() -> None:
    assert_says(explorers.levels(), "It asks 6 questions.", "705 minutes in 7 notebooks")
    network = explorers.levels(notebook="02_network_level", hours="2h")
    own = tables.load("questions").query("notebook == '02_network_level' and kind not in ['recall', 'judge']")
    assert_says(network, f"It asks {len(own)} questions.", "105 minutes in 3 notebooks")
