"""Notebooks as they are when they have just been run, whatever a rehearsal has left in their files.

JupyterLab stores what was on the screen: outputs of cells that were run out of order, predictions that were made, the
state of widgets. What is made from the notebooks (stored outputs, handouts, slides, the site) is made from a run anew.

    python -m deploy.clean FOLDER [NOTEBOOK ...]      writes clean copies into FOLDER, with what lies beside them
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

ROOT = Path(__file__).resolve().parents[1]
WIDGET = "application/vnd.jupyter.widget-view+json"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
AT_ONCE = 2


class StoppedError(Exception):
    """A notebook does not run from top to bottom."""


def run(path: Path) -> nbformat.NotebookNode:
    """Run a notebook from top to bottom, without answers that were kept, times, and traces of widgets.

    Parameters
    ----------
    path : pathlib.Path
        The notebook; the file itself stays as it is.

    Raises
    ------
    StoppedError
        If a cell stops with an error; the message names notebook and error.
    """
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=300, store_widget_state=False, record_timing=False)
    kept = {**os.environ, "HOW_KETAMINE_WORKS_PROGRESS": os.devnull}
    try:
        client.execute(cwd=str(path.parent), env=kept)
    except CellExecutionError as error:
        raise StoppedError(
            f"{path.name} does not run from top to bottom: {error.ename}: {error.evalue}. Mend that cell first."
        ) from error
    return without_traces(notebook)


def without_traces(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """A notebook without what JupyterLab adds when it saves: state of widgets, ids of views, folded cells."""
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": {"name": "python"}})
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({"tags": cell.metadata["tags"]} if "tags" in cell.metadata else {})
        for output in cell.get("outputs", []):
            # A widget's id is new in each run and of no use without its kernel; text and picture stay.
            output.get("data", {}).pop(WIDGET, None)
            if "metadata" in output:
                output["metadata"] = {}
    return notebook


def run_all(paths: Iterable[Path]) -> dict[Path, nbformat.NotebookNode]:
    """Run notebooks, two at a time; stop, with a sentence, where one does not run."""
    listed = list(paths)
    try:
        with ThreadPoolExecutor(AT_ONCE) as threads:
            return dict(zip(listed, threads.map(run, listed), strict=True))
    except StoppedError as error:
        sys.exit(str(error))


def notebooks() -> list[Path]:
    """All notebooks of the course, in order."""
    return sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))


def write_copies(folder: Path, paths: Iterable[Path]) -> None:
    """Write clean copies of notebooks into a folder, and what else lies beside them."""
    shutil.copytree(
        ROOT / "notebooks", folder, ignore=shutil.ignore_patterns(".*", "*.ipynb", "my_*"), dirs_exist_ok=True
    )
    for path, notebook in run_all(paths).items():
        nbformat.write(notebook, folder / path.name)


def main(words: list[str]) -> int:
    """Write clean copies into the folder that is named."""
    folder, *names = words
    write_copies(Path(folder), [path for path in notebooks() if not names or path.stem in names])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
