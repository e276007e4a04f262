"""Write again what is generated: the data dictionary, what is said and drawn, and the stored outputs of the notebooks.

python3 course.py refresh [NOTEBOOK ...]
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat

from deploy import clean
from helpers import explorers, tables
from helpers.dictionary import dictionary
from tests import kept, said


def main(names: list[str]) -> None:
    """Write the data dictionary, and all notebooks or those named, as they are after a run from top to bottom."""
    missing = [name for name in names if not Path(name).is_file()]
    if missing:
        there = " ".join(path.relative_to(clean.ROOT).as_posix() for path in clean.notebooks())
        sys.exit(f"There is no notebook {missing[0]}. Name some of these, or none for all: {there}")
    (tables.FOLDER / "README.md").write_text(dictionary(), encoding="utf-8")
    for name in dir(explorers):
        said.write(name)
    kept.write()
    for path, notebook in clean.run_all([Path(name) for name in names] or clean.notebooks()).items():
        nbformat.write(notebook, path)
        print(f"{path.name} has been run and stored", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
