"""What is made from the notebooks does not depend on what a rehearsal has left in their files."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from deploy import clean
from tests import handouts

ROOT = Path(__file__).resolve().parents[1]
SMALL = ROOT / "notebooks" / "00_start_here.ipynb"


def rehearsed(path: Path, target: Path) -> Path:
    """A notebook as JupyterLab saves it after a rehearsal: state of widgets, an answer, a folded cell, one not run."""
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    sources = [cell.source for cell in code]
    first = next(cell for cell in code if cell.source.startswith(("explorers.", "exercises.predict")))
    first.source = f"shown = {first.source}\nshown"
    NotebookClient(notebook, timeout=120, store_widget_state=True).execute(cwd=str(path.parent))
    assert "widgets" in notebook.metadata
    for cell, source in zip(code, sources, strict=True):
        cell.source = source
        cell.metadata["execution"] = {"iopub.execute_input": "2026-11-25T20:00:00Z"}
    code[-1].outputs, code[-1].execution_count = [], None
    first.metadata["jupyter"] = {"outputs_hidden": True}
    notebook.metadata["toc-showtags"] = True
    nbformat.write(notebook, target)
    return target


@pytest.mark.slow
def test_a_page_is_the_same_before_and_after_a_rehearsal(tmp_path: Path) -> None:
    before, after = clean.run_all([SMALL, rehearsed(SMALL, tmp_path / SMALL.name)]).values()
    assert handouts.page_of(SMALL.stem, after) == handouts.page_of(SMALL.stem, before)
    assert "data:image/svg+xml," in handouts.page_of(SMALL.stem, after)
    assert before.cells == nbformat.read(SMALL, as_version=4).cells


def test_a_notebook_that_stops_is_named(tmp_path: Path) -> None:
    broken = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0")])
    broken.metadata["kernelspec"] = clean.KERNEL
    nbformat.write(broken, tmp_path / "04_mine.ipynb")
    with pytest.raises(SystemExit, match=r"04_mine\.ipynb does not run .*ZeroDivisionError"):
        clean.run_all([tmp_path / "04_mine.ipynb"])


def test_jupyterlab_is_told_not_to_save_what_widgets_show() -> None:
    settings = (ROOT / "src/lab_settings/overrides.json").read_text(encoding="utf-8")
    assert '"saveState": false' in settings
    assert '"windowingMode": "none"' in settings
