"""Predictions on a picture: marks and handles stand where they should, and empty axes are empty."""

from __future__ import annotations

import re

import pytest
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from helpers import explorers, tables
from helpers.interactive import Explorer, SettingError
from helpers.interactive.places import BESIDE, PINK, handles

DRAWN = tables.load("questions").query("kind == 'predict' and quantity != ''")
PLACED = {
    row.question_id: (row.explorer, row.quantity)
    for row in DRAWN.itertuples()
    if getattr(explorers, row.explorer)().place_of(row.quantity) is not None
}


def marked(question_id: str, low: list[float], high: list[float] | None = None) -> Explorer:
    name, quantity = PLACED[question_id]
    explorer: Explorer = getattr(explorers, name)()
    explorer.mark(quantity, low, high or low)
    return explorer


def pink(explorer: Explorer, kind: type) -> list:  # type: ignore[type-arg]
    """Artists of the learner's colour."""
    _, artists, _ = explorer._marks[0]
    return [artist for artist in artists if isinstance(artist, kind)]


def test_several_predictions_can_be_drawn() -> None:
    forms = tables.load("questions").set_index("question_id").loc[list(PLACED), "form"]
    assert {"number", "sketch", "bars", "choice"} <= set(forms)
    assert len(PLACED) >= 9


@pytest.mark.parametrize("question_id", list(PLACED))
def test_a_handle_stands_where_its_axis_says(question_id: str) -> None:
    """At both ends of the axis, and where the other axis has its place."""
    name, quantity = PLACED[question_id]
    explorer = getattr(explorers, name)()
    explorer.empty()
    place = explorer.place_of(quantity)
    height = place.axes.figure.bbox.height
    for handle, at in zip(handles(place), place.at or (None,), strict=True):
        ends = place.axes.get_ylim() if place.along == "y" else place.axes.get_xlim()
        assert (handle["low"], handle["high"]) == tuple(sorted(ends))
        for value, end in ((handle["low"], handle["from"]), (handle["high"], handle["to"])):
            point = (at or place.axes.get_xlim()[0], value) if place.along == "y" else (value, at or 0.0)
            x, y = place.axes.transData.transform(point)
            assert end == pytest.approx(height - y if place.along == "y" else x, abs=0.01)
            if at is not None:
                assert handle["cross"] == pytest.approx(x if place.along == "y" else height - y, abs=0.01)


def test_a_level_is_a_line_at_its_value() -> None:
    (line,) = pink(marked("bold_delay", [3.5]), Line2D)
    assert list(line.get_xdata()) == [3.5, 3.5]
    assert line.get_color() == PINK


def test_a_point_stands_at_its_place() -> None:
    (point,) = pink(marked("withdrawal_share", [60.0]), Line2D)
    assert (list(point.get_xdata()), list(point.get_ydata())) == ([273.0], [60.0])


def test_a_point_of_a_picture_with_rows_stands_in_its_row() -> None:
    explorer = marked("swallowed_share", [25.0])
    (point,) = pink(explorer, Line2D)
    row = explorer.picture.places["oral"]
    assert (list(point.get_xdata()), list(point.get_ydata())) == ([25.0], [row])


def test_a_curve_has_its_points() -> None:
    drawn = [90.0, 60.0, 30.0, 5.0, 1.0]
    (curve,) = pink(marked("receptor_left", drawn), Line2D)
    assert list(curve.get_xdata()) == [1.0, 4.0, 12.0, 24.0, 72.0]
    assert list(curve.get_ydata()) == drawn


def test_bars_lie_beside_those_of_the_picture() -> None:
    drawn = [0.5, 0.6, 0.7, 0.4, 0.1, 0.2, 0.9]
    explorer = marked("weakest_link", drawn)
    bars = pink(explorer, Rectangle)
    assert [bar.get_width() for bar in bars] == drawn
    places = [bar.get_y() + bar.get_height() / 2 for bar in bars]
    assert places == pytest.approx(list(explorer.picture.places - BESIDE))


def test_a_range_is_a_band() -> None:
    (band,) = pink(marked("receptor_share", [40.0], [60.0]), Rectangle)
    assert (band.get_y(), band.get_y() + band.get_height()) == (40.0, 60.0)


@pytest.mark.parametrize("question_id", list(PLACED))
def test_a_mark_has_its_name_and_moves_no_axis(question_id: str) -> None:
    name, quantity = PLACED[question_id]
    explorer = getattr(explorers, name)()
    place = explorer.place_of(quantity)
    explorer._drawing.still()
    before = (place.axes.get_xlim(), place.axes.get_ylim())
    values = [handle["low"] + 0.4 * (handle["high"] - handle["low"]) for handle in handles(place)]
    explorer.mark(quantity, values, values)
    assert (place.axes.get_xlim(), place.axes.get_ylim()) == before
    (name_of_it,) = pink(explorer, Text)
    assert name_of_it.get_text() == "your prediction"
    assert "your prediction" in explorer._drawing.moving()


def test_a_mark_beyond_the_axis_says_so() -> None:
    (words,) = pink(marked("bold_delay", [400.0]), Text)
    assert words.get_text() == "your prediction: beyond the axis"
    assert words.xy[0] == 40.0
    assert words.get_ha() == "right"  # beside its own panel, not over the next one


def test_a_mark_hides_where_the_axis_shows_another_quantity() -> None:
    explorer = marked("placebo_two_hours", [-5.0])
    assert "your prediction" in explorer._stage.moving
    explorer.set(view="difference from placebo")
    assert "your prediction" not in explorer._stage.moving
    explorer.reset()
    assert "your prediction" in explorer._stage.moving


@pytest.mark.parametrize("name", sorted(set(tables.load("questions").query("kind == 'predict'")["explorer"])))
def test_empty_axes_are_empty_and_the_picture_comes_back(name: str) -> None:
    explorer = getattr(explorers, name)()
    before = explorer._drawing.whole()
    bare = explorer.empty()
    assert "Empty axes of the picture to come" in bare
    # Nothing but axes: no line or area of the picture, and no text that stands inside.
    assert not re.search(r'id="(legend|LineCollection|PolyCollection|PathCollection)', bare)
    assert explorer._drawing.whole() == before


def test_what_has_no_place_says_so() -> None:
    with pytest.raises(SettingError, match="no_such_thing has no place in the picture of power"):
        explorers.power().mark("no_such_thing", [1.0], [1.0])
