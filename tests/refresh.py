"""Write again what is generated: the data dictionary and the stored outputs of the notebooks.

python3 course.py refresh [NOTEBOOK ...]
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from helpers import tables
from helpers.dictionary import dictionary

WIDGET = "application/vnd.jupyter.widget-view+json"
ROOT = Path(__file__).resolve().parents[1]


def run(path: Path) -> None:
    """Run a notebook top to bottom and store its outputs, without times and traces of widgets."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=120, store_widget_state=False, record_timing=False)
    client.execute(cwd=str(path.parent))
    notebook.metadata = {key: notebook.metadata[key] for key in ("kernelspec", "language_info")}
    notebook.metadata["language_info"] = {"name": "python"}
    for output in [output for cell in notebook.cells for output in cell.get("outputs", [])]:
        # A widget's id is new in each run and of no use without its kernel; text and picture stay.
        output.get("data", {}).pop(WIDGET, None)
    nbformat.write(notebook, path)


def main(names: list[str]) -> None:
    (tables.FOLDER / "README.md").write_text(dictionary(), encoding="utf-8")
    for path in [Path(name) for name in names] or sorted((ROOT / "notebooks").glob("*.ipynb")):
        print(f"running {path.name}", flush=True)
        run(path)


if __name__ == "__main__":
    main(sys.argv[1:])
