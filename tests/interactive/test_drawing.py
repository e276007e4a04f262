"""Two layers: what moves is drawn alone, what stands still only when it changed."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from matplotlib.figure import Figure

from helpers.interactive import Drawing, described, listed, new_figure


@pytest.fixture
def figure() -> Figure:
    figure = new_figure()
    axes = figure.add_subplot()
    axes.set_title("still title")
    axes.plot([0, 1], [0, 1], animated=True, gid="line")
    axes.text(0.5, 0.5, "moving words", animated=True)
    axes.text(0.5, 0.5, "hidden words", animated=True, visible=False)
    return figure


def test_each_layer_holds_its_own(figure: Figure) -> None:
    drawing = Drawing(figure, "a <label> & more", "test")
    assert "still title" in drawing.still()
    assert "moving words" not in drawing.still()
    assert "moving words" in drawing.moving()
    assert "still title" not in drawing.moving()
    assert "hidden words" not in drawing.moving()


def test_the_whole_holds_both_and_is_one_svg(figure: Figure) -> None:
    whole = ElementTree.fromstring(Drawing(figure, "a <label> & more", "test").whole())
    assert whole.get("role") == "img"
    assert whole.get("aria-label") == "a <label> & more"
    text = "".join(whole.itertext())
    assert "still title" in text
    assert "moving words" in text


def test_the_still_layer_is_drawn_again_only_when_it_changed(figure: Figure, monkeypatch: pytest.MonkeyPatch) -> None:
    drawing = Drawing(figure, "label", "test")
    first = drawing.still()
    drawn: list[int] = []
    draw = Figure.draw

    def counted(self: Figure, renderer: object) -> None:
        drawn.append(1)
        draw(self, renderer)  # type: ignore[arg-type]

    monkeypatch.setattr(Figure, "draw", counted)
    figure.axes[0].lines[0].set_data([0, 2], [0, 2])
    assert drawing.still() == first
    assert not drawn
    figure.axes[0].set_xlim(0, 5)
    assert drawing.still() != first
    assert drawn


def test_two_runs_give_the_same_bytes() -> None:
    def svg() -> str:
        figure = new_figure()
        figure.add_subplot().plot([1, 2, 3], animated=True)
        return Drawing(figure, "label", "salt").whole()

    assert svg() == svg()


def test_two_pictures_on_a_page_share_no_id() -> None:
    def ids(salt: str) -> set[str]:
        figure = new_figure()
        figure.add_subplot().bar([0, 1], [1, 2], hatch="//")
        root = ElementTree.fromstring(Drawing(figure, "label", salt).whole())
        patterns = [element.get("id", "") for element in root.iter() if element.tag.endswith(("pattern", "clipPath"))]
        assert patterns
        return set(patterns)

    assert not ids("infusion-1") & ids("infusion-2")


def test_described_gives_a_figure_its_words() -> None:
    figure = Figure()
    shown = described(figure.add_subplot(), 'rises & "falls"')
    assert repr(shown) == 'rises & "falls"'
    assert 'alt="rises &amp; &quot;falls&quot;"' in shown._repr_html_()


def test_listed_escapes_and_keeps_whole_sentences() -> None:
    import pandas as pd

    sentence = "<b>" + "long " * 40
    html = listed(pd.DataFrame({"text": [sentence], "n": pd.array([None], dtype="Int64"), "x": [70.0]}))._repr_html_()
    assert "&lt;b&gt;" in html
    assert html.count("long") == 40
    assert "NA" not in html
    assert ">70<" in html


def test_numbers_on_the_axes_are_not_shortened() -> None:
    figure = new_figure()
    axes = figure.add_subplot()
    axes.set_xticks([0, 1], ["0.00001", "1"])
    axes.plot([0, 1 / 3], [0, 1 / 7])
    drawn = Drawing(figure, "numbers", salt="numbers").whole()
    assert ">0.00001</text>" in drawn
    assert re.search(r"[ ML]\d+\.\d{3,}", drawn) is None
