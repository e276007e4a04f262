"""Nothing gives a prediction's answer away before it is made: neither what stands above it nor the cell below it."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest

from helpers import exercises, explorers, tables
from helpers.exercises import judging

ROOT = Path(__file__).resolve().parents[2]
PREDICTIONS = judging.questions().query("kind == 'predict'")
IMAGE = re.compile(r'src="data:[^"]*"')
TEXT = re.compile(r"<text[^>]*>([^<]*)</text>")


def cells_of(question_id: str) -> tuple[list[nbformat.NotebookNode], int]:
    """Cells of the question's notebook, and which of them asks it."""
    path = ROOT / "notebooks" / f"{PREDICTIONS.loc[question_id, 'notebook']}.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    return cells, next(at for at, cell in enumerate(cells) if f'predict("{question_id}"' in cell.source)


def words_of(cell: nbformat.NotebookNode) -> str:
    """What a cell shows: its prose or code, and its stored outputs as text; pictures by their texts."""
    shown = [cell.source]
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        html = str(data.get("text/html", ""))
        drawn = [text for image in IMAGE.findall(html) for text in TEXT.findall(unquote(image))]
        shown += [str(data.get("text/plain", "")), IMAGE.sub("", html), *drawn]
    return " ".join(" ".join(shown).split()).lower()


def given_away(question_id: str, words: str) -> list[str]:
    """Which of the words that betray an answer stand there; a number only as a whole one."""
    betraying = [word.strip().lower() for word in PREDICTIONS.loc[question_id, "betrays"].split(";")]
    return [word for word in betraying if re.search(rf"(?<![\d.,\w]){re.escape(word)}(?![\d\w]|[.,]\d)", words)]


def test_every_prediction_says_what_would_betray_it() -> None:
    assert (PREDICTIONS["betrays"].str.count(";") >= 1).all()


@pytest.mark.parametrize("question_id", list(PREDICTIONS.index))
def test_nothing_above_a_prediction_gives_it_away(question_id: str) -> None:
    """In its section, and in what opens the notebook: title, aims and what the articles claim."""
    cells, place = cells_of(question_id)
    headings = [at for at, cell in enumerate(cells) if re.search(r"^## ", cell.source, re.M)]
    section = max(at for at in headings if at <= place)
    opening = next((at for at in headings if "## Section" in cells[at].source), section)
    for cell in [*cells[:opening], *cells[section:place]]:
        assert not given_away(question_id, words_of(cell)), cell.source[:100]


@pytest.mark.parametrize("question_id", list(PREDICTIONS.index))
def test_neither_the_stored_page_nor_the_next_cell_gives_it_away(question_id: str) -> None:
    cells, place = cells_of(question_id)
    asked, following = cells[place], cells[place + 1]
    stored = words_of(asked).replace(PREDICTIONS.loc[question_id, "prompt"].lower(), "")
    for option in judging.options(question_id)["option"]:
        stored = stored.replace(option.lower(), "")
    assert not given_away(question_id, stored)
    assert not given_away(question_id, words_of(following)), following.source[:200]
    assert following.cell_type == "markdown", "The next cell shows something before the prediction is made."


@pytest.mark.parametrize("question_id", list(PREDICTIONS.index))
def test_the_titles_of_explorer_and_section_do_not_tell(question_id: str) -> None:
    cells, place = cells_of(question_id)
    heading = next(found[-1] for cell in cells[place::-1] if (found := re.findall(r"^## .*", cell.source, flags=re.M)))
    title = tables.row("explorers", PREDICTIONS.loc[question_id, "explorer"])["question"]
    assert not given_away(question_id, f"{heading} {title}".lower())


@pytest.mark.parametrize("question_id", list(PREDICTIONS.index))
def test_what_would_betray_an_answer_is_really_told_afterwards(question_id: str) -> None:
    """In the solution or further below; words that stand nowhere would hold nothing back."""
    cells, place = cells_of(question_id)
    told = [" ".join(str(PREDICTIONS.loc[question_id, "solution"]).split()).lower(), *map(words_of, cells[place + 2 :])]
    assert any(given_away(question_id, words) for words in told)


def test_that_search_finds_a_number_and_a_word() -> None:
    assert given_away("drive_alone", "the correlation is 0.49.") == ["0.49"]
    assert given_away("drive_alone", "10.49 or 0.495") == []
    assert given_away("hump", "the cell is more sensitive here") == ["more sensitive"]


def test_the_page_that_is_stored_has_axes_and_no_reading() -> None:
    explorer = explorers.power()
    html = exercises.predict("eleven_scans", explorer).static_html()
    assert 'alt="Empty axes of the picture' in html
    assert explorer.reading not in html
    assert explorer.headline not in html
