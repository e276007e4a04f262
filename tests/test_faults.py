"""Faults that happen in real rooms: killed kernels, cells out of order, broken tables, full disks, odd folders."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_notebook

from helpers import exercises, tables
from helpers.claims import export
from helpers.exercises import memory

ROOT = Path(__file__).resolve().parents[1]


def running(*sources: str) -> NotebookClient:
    """A client with a notebook of these cells, not yet run."""
    return NotebookClient(new_notebook(cells=[new_code_cell(source) for source in sources]), timeout=120)


# -- kernels ---------------------------------------------------------------------------------------


def test_a_kernel_killed_in_mid_notebook_costs_no_more_than_a_new_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Section 1 runs, the kernel is killed, a new one runs set-up and section 1 again; answers are still there."""
    monkeypatch.setenv(memory.VARIABLE, str(tmp_path / "progress.jsonl"))
    start, answer = "from helpers import exercises, explorers", "exercises.check('power_eight', 12.0)"
    first = running(start, answer)
    with first.setup_kernel():
        for index, cell in enumerate(first.nb.cells):
            first.execute_cell(cell, index)
        os.kill(first.km.provisioner.pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)  # type: ignore[union-attr]
    second = running(start, "explorers.power()", "exercises.progress()")
    second.execute()
    assert "power_eight" in second.nb.cells[-1].outputs[0]["data"]["text/plain"]


def test_a_cell_run_out_of_order_gets_a_sentence_and_no_stack_trace() -> None:
    client = running("explorers.infusion()")
    with pytest.raises(CellExecutionError):
        client.execute()
    (output,) = client.nb.cells[0].outputs
    assert output["name"] == "stderr"
    assert output["text"].startswith("“explorers” is not there yet: a cell further up makes it.")
    assert "Traceback" not in output["text"]


def test_a_name_missing_inside_a_function_is_still_traced() -> None:
    client = running("def careless():\n    return forgotten\ncareless()")
    with pytest.raises(CellExecutionError, match="Traceback"):
        client.execute()


# -- tables ----------------------------------------------------------------------------------------


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """A copy of the tables in a folder whose name is not ASCII."""
    folder = tmp_path / "Übung für Ångström · 課程" / "data"
    shutil.copytree(tables.FOLDER, folder)
    yield folder
    tables._load.cache_clear()


def test_tables_load_from_any_folder_and_with_the_line_ends_of_windows(elsewhere: Path) -> None:
    for path in elsewhere.glob("*.csv"):
        path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    for name in tables.names():
        assert tables._load(elsewhere, name).equals(tables.load(name)), name


def test_a_missing_table_is_named_and_says_what_to_do(elsewhere: Path) -> None:
    (elsewhere / "claims.csv").unlink()
    with pytest.raises(tables.TableError, match=r"claims\.csv.*no such file.*get the course's folder again"):
        tables._load(elsewhere, "claims")


def test_tables_load_from_a_folder_that_nobody_may_write(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may write anywhere, so that the folder's mode would prove nothing here: opening to write is refused."""
    open_file = Path.open

    def read_only(path: Path, mode: str = "r", *words: object, **options: object) -> object:
        if set(mode) & set("wax+"):
            raise PermissionError(13, "Permission denied", str(path))
        return open_file(path, mode, *words, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", read_only)
    with pytest.raises(PermissionError):
        (elsewhere / "claims.csv").write_text("")
    assert len(tables._load(elsewhere, "claims")) == len(tables.load("claims"))


# -- files that learners write ---------------------------------------------------------------------

MINE = export.Judgement(
    "C-75", "unsettled", "low", 60, "Two findings, one of them without a comparator.", "A larger trial."
)


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder in which files can be opened and not filled."""
    open_file, open_low = Path.open, os.open

    def opened(path: Path, mode: str = "r", *words: object, **options: object) -> object:
        handle = open_file(path, mode, *words, **options)  # type: ignore[call-overload]
        if path.parent == tmp_path and mode != "r" and path.suffix != ".md":
            handle.close()
            raise OSError(28, "No space left on device", str(path))
        return handle

    def opened_low(path: Path, flags: int, *words: int) -> int:
        if Path(path).parent == tmp_path and flags & os.O_CREAT:
            raise OSError(28, "No space left on device", str(path))
        return open_low(path, flags, *words)

    monkeypatch.setattr(Path, "open", opened)
    monkeypatch.setattr(os, "open", opened_low)
    return tmp_path


def test_a_full_disk_costs_no_answer(monkeypatch: pytest.MonkeyPatch, full_disk: Path) -> None:
    monkeypatch.setenv(memory.VARIABLE, str(full_disk / "progress.jsonl"))
    monkeypatch.setattr(memory, "_unsaved", [])
    with pytest.warns(UserWarning, match="No space left"):
        exercises.check("power_eight", 30.2)
    assert memory.solved("power_eight")


def test_a_full_disk_leaves_no_half_export(full_disk: Path) -> None:
    with pytest.raises(OSError, match="No space left"):
        export.save([MINE], full_disk / "mine")
    assert list(full_disk.iterdir()) == []


def test_an_export_into_a_folder_with_any_name(tmp_path: Path) -> None:
    target = tmp_path / "Übung · 課程"
    target.mkdir()
    page, table = export.save([MINE], target / "mein Urteil")
    assert "C-75" in page.read_text(encoding="utf-8")
    assert table.exists()


def test_answers_with_the_line_ends_of_windows_are_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    place = tmp_path / "progress.jsonl"
    monkeypatch.setenv(memory.VARIABLE, str(place))
    memory.record("power_eight", "right")
    place.write_bytes(place.read_bytes().replace(b"\n", b"\r\n"))
    assert memory.solved("power_eight")


def test_the_course_runs_from_a_folder_with_any_name(tmp_path: Path) -> None:
    """A copy of the whole source in a folder with blanks and letters beyond ASCII: imported and used from there."""
    folder = tmp_path / "Kurs für Ångström · 課程"
    for name in ("src", "data"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    code = "from helpers import explorers, tables; print(tables.FOLDER); print(explorers.infusion().reading)"
    own = os.environ | {"PYTHONPATH": str(folder / "src"), "PYTHONIOENCODING": "utf-8"}
    result = subprocess.run(
        [sys.executable, "-c", code], env=own, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True
    )
    assert "課程" in result.stdout
    assert "ng/mL" in result.stdout


def test_every_notebook_is_valid() -> None:
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        nbformat.validate(nbformat.read(path, as_version=4))
