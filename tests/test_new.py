"""What `course.py new explorer` makes works, is tested, keeps to the style, and is refused where it can't be."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from deploy import new

ROOT = Path(__file__).resolve().parents[1]
PARTS = (
    "src",
    "data",
    "tests/pictures.py",
    "tests/said.py",
    "tests/drawn.py",
    "tests/__init__.py",
    "tests/molecular",
    "tests/test_explorers.py",
    "tests/test_pictures.py",
    "notebooks",
    "pyproject.toml",
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of what a new explorer touches."""
    root = tmp_path / "course"
    for part in PARTS:
        source, target = ROOT / part, root / part
        target.parent.mkdir(parents=True, exist_ok=True)
        leave = shutil.ignore_patterns("__pycache__", "my_*", ".*")
        shutil.copytree(source, target, ignore=leave) if source.is_dir() else shutil.copy(source, target)
    return root


def run(root: Path, *command: str) -> str:
    """What a tool prints in a folder; it must succeed."""
    paths = os.pathsep.join([str(root / "src"), str(root)])
    result = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=root,
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_what_is_made_works_and_keeps_to_the_style(copy: Path) -> None:
    told = new.explorer("half_life", "molecular", copy)
    module, test = "src/helpers/molecular/half_life.py", "tests/molecular/test_half_life.py"
    assert module in told
    assert test in told
    assert run(copy, "pytest", "-p", "no:cacheprovider", test).startswith(".......")
    shown = "test_every_picture_has_a_name or test_it_shows or test_a_picture_can_be_read"
    common = ("tests/test_explorers.py", "tests/test_pictures.py")
    assert run(copy, "pytest", "-p", "no:cacheprovider", *common, "-k", f"half_life and ({shown})").startswith("...")
    run(copy, "ruff", "check", "--no-cache", module, test, "src/helpers/explorers.py")
    run(copy, "ruff", "format", "--no-cache", "--check", module, test, "src/helpers/explorers.py")


def test_it_stands_in_the_index_the_table_and_the_notebook(copy: Path) -> None:
    new.explorer("half_life", "molecular", copy)
    index = (copy / "src/helpers/explorers.py").read_text(encoding="utf-8").splitlines()
    made = index.index('    "half_life": "helpers.molecular.half_life:explore_half_life",')
    assert index[made - 1].startswith('    "find_the_errors"')
    assert index[made + 1].startswith('    "hierarchy"')
    table = (copy / "data/explorers.csv").read_text(encoding="utf-8").splitlines()
    assert table == [table[0], *sorted(table[1:])]
    cells = nbformat.read(copy / "notebooks/01_molecular_level.ipynb", as_version=4).cells
    (place,) = [at for at, cell in enumerate(cells) if cell.source == "explorers.half_life()"]
    assert cells[place + 1].source.lstrip("#").startswith(" Challenge")


def test_the_last_of_the_alphabet_comes_last(copy: Path) -> None:
    (copy / "tests/claims").mkdir()
    new.explorer("zebra", "claims", copy)
    index = (copy / "src/helpers/explorers.py").read_text(encoding="utf-8").splitlines()
    made = index.index('    "zebra": "helpers.claims.zebra:explore_zebra",')
    assert index[made + 1] == "}"
    assert (copy / "data/explorers.csv").read_text(encoding="utf-8").splitlines()[-1].startswith("zebra,")


@pytest.mark.parametrize(
    ("name", "room", "why"),
    [
        ("half_life", "attic", "There is no room 'attic'. There are: molecular"),
        ("Half-Life", "molecular", "can't be a name"),
        ("relapse", "molecular", "an explorer 'relapse' already"),
        ("microcircuit", "molecular", "is there already"),
    ],
)
def test_what_can_not_be_made_is_said_and_nothing_is_written(copy: Path, name: str, room: str, why: str) -> None:
    before = sorted(path.read_bytes() for path in copy.rglob("*.*") if path.is_file())
    with pytest.raises(new.NotMadeError, match=why):
        new.explorer(name, room, copy)
    assert sorted(path.read_bytes() for path in copy.rglob("*.*") if path.is_file()) == before


@pytest.mark.parametrize("words", [["explorer"], ["explorer", "half_life"], ["notebook", "a", "b"]])
def test_wrong_words_get_the_usage_and_the_rooms(words: list[str]) -> None:
    told = str(new.main(words))
    assert "course.py new explorer NAME ROOM" in told
    assert "ROOM is one of: molecular, network" in told
