"""What every notebook keeps to: short cells, prose around them, addresses that resolve, sections that stand alone."""

from __future__ import annotations

import ast
import re
from itertools import pairwise
from pathlib import Path
from statistics import median

import matplotlib as mpl
import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell

from helpers import tables

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
LONGEST_CELL, LARGEST_FILE = 12, 500_000
PARTS = ["What you will be able to do", "Set up", "Challenge", "Check yourself", "What we know", "Terms", "Sources"]
Notebook = nbformat.NotebookNode


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def notebook(path: Path) -> Notebook:
    found = nbformat.read(path, as_version=4)
    nbformat.validate(found)
    return found


def code_cells(notebook: Notebook) -> list[Notebook]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose(notebook: Notebook) -> str:
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def lines(cell: Notebook) -> int:
    return sum(bool(line.strip()) for line in cell.source.splitlines())


def test_cells_are_short(notebook: Notebook) -> None:
    lengths = [lines(cell) for cell in code_cells(notebook)]
    assert max(lengths) <= LONGEST_CELL
    assert median(lengths) <= 2


def test_every_cell_has_been_run_in_order_without_an_error(notebook: Notebook) -> None:
    cells = code_cells(notebook)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    kinds = {output.output_type for cell in cells for output in cell.outputs}
    assert kinds <= {"execute_result", "display_data"}


def test_prose_stands_before_and_after_code(notebook: Notebook) -> None:
    kinds = [cell.cell_type for cell in notebook.cells]
    exercises = [cell.cell_type == "code" and cell.source.startswith("exercises.check(") for cell in notebook.cells]
    assert kinds[0] == "markdown"
    for index in range(1, len(kinds)):
        if kinds[index] == "code" and not exercises[index]:
            assert kinds[index - 1] == "markdown", notebook.cells[index].source


def test_it_has_the_rhythm_of_the_course(notebook: Notebook) -> None:
    headings = re.findall(r"^##+ (.*)$", prose(notebook), flags=re.MULTILINE)
    assert [part for part in PARTS if not any(heading.startswith(part) for heading in headings)] == []
    assert headings.count("Predict") >= 1
    assert headings.count("Explore") >= 1
    assert headings.count("Explain") >= 1
    assert re.search(r"about \d+ minutes", prose(notebook))


def test_headings_do_not_skip_a_level(notebook: Notebook) -> None:
    levels = [len(marks) for marks in re.findall(r"^(#+) ", prose(notebook), flags=re.MULTILINE)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_claim_ids_resolve(notebook: Notebook) -> None:
    text = "\n".join(cell.source for cell in notebook.cells)
    named = set(re.findall(r"\b[NCG]-\d{2,3}\b", text))
    assert named
    assert named <= set(tables.load("claims")["claim_id"])


def test_links_lead_somewhere(path: Path, notebook: Notebook) -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", prose(notebook))
    assert [target for target in targets if "://" not in target and not (path.parent / target).exists()] == []


def test_nothing_is_installed_or_fetched(notebook: Notebook) -> None:
    for cell in code_cells(notebook):
        assert not re.search(r"^\s*[!%]", cell.source, flags=re.MULTILINE), cell.source
        assert "http" not in cell.source
        ast.parse(cell.source)


def test_the_file_is_small_and_carries_no_widget_state(path: Path, notebook: Notebook) -> None:
    assert path.stat().st_size <= LARGEST_FILE
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert all(not cell.metadata for cell in notebook.cells)


def test_every_question_of_the_notebook_is_asked(path: Path, notebook: Notebook) -> None:
    text = "\n".join(cell.source for cell in code_cells(notebook))
    asked = set(re.findall(r"exercises\.(?:predict|challenge|check|in_two_sentences)\(\"(\w+)\"", text))
    questions = tables.load("questions").query("kind not in ['recall', 'judge']").set_index("notebook")["question_id"]
    assert asked == set(questions.loc[[path.stem]])


def test_answers_do_not_stand_in_the_file(notebook: Notebook) -> None:
    stored = nbformat.writes(notebook)
    for solution in tables.load("solutions")["solution"]:
        assert solution[:40] not in stored


def sections(notebook: Notebook) -> dict[str, list[str]]:
    """Code of each part that a heading of level two opens."""
    found: dict[str, list[str]] = {}
    title = ""
    for cell in notebook.cells:
        heading = re.match(r"## (.*)", cell.source) if cell.cell_type == "markdown" else None
        title = heading.group(1) if heading else title
        if cell.cell_type == "code":
            found.setdefault(title, []).append(cell.source)
    return found


def test_each_section_runs_after_the_set_up_alone(notebook: Notebook) -> None:
    parts = sections(notebook)
    set_up = parts.pop("Set up")
    with mpl.rc_context({"backend": "agg"}):
        for title, cells in parts.items():
            shell = InteractiveShell()
            for source in [*set_up, *cells]:
                result = shell.run_cell(source, silent=True)
                assert result.error_in_exec is None, f"{title}: {source}"
                assert result.error_before_exec is None, f"{title}: {source}"


def test_counts_in_the_prose_are_those_of_the_ledger() -> None:
    claims = tables.load("claims")
    start, molecular = (
        prose(nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)) for name in ("00_start_here", "01_molecular_level")
    )
    assert f"{len(claims)} of them" in start
    assert f"make {(claims['level'] == 'molecular').sum()} claims" in molecular
    untested = len(tables.load("untested")) / len(claims)
    assert ("one claim in five no finding" in start) == (0.18 < untested < 0.22)


@pytest.mark.parametrize(
    "name", ["01_molecular_level", "02_network_level", "03_behavioral_level", "04_treatment", "05_imaging_study"]
)
def test_every_claim_of_its_level_is_named_in_the_notebook(name: str) -> None:
    level = {"01": "molecular", "02": "network", "03": "behavioral", "04": "treatment", "05": "study"}[name[:2]]
    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    claims = tables.load("claims")
    claims = claims.loc[claims["level"] == level, "claim_id"]
    assert set(claims) - set(re.findall(r"\b[NCG]-\d{2,3}\b", prose(notebook))) == set()
