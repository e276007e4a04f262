"""Show the explorers of a level on one page, for the projector: python3 course.py show 03 [options of Jupyter]."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ROOT = Path(__file__).resolve().parents[1]
PAGE = "explorers.ipynb"
# The page's own style sheet asks a public address for icons; the browser is told to ask nobody but this server.
POLICY = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob: ws: wss:; frame-ancestors 'self'"


def main(words: list[str]) -> int:
    """Start a server for the explorers of one level and open the page."""
    if not words or words[0].startswith("-"):
        sys.exit(f"Which level? One of {', '.join(sorted(notebooks()))}, as in: python3 course.py show 03")
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), stop)
    with tempfile.TemporaryDirectory() as folder:
        nbformat.write(page_of(words[0]), Path(folder) / PAGE)
        return serve(command(Path(folder), words[1:]))


def serve(command: list[str]) -> int:
    """Run the server; it ends when this ends, whatever the reason."""
    with subprocess.Popen(command) as server:
        try:
            while True:
                try:
                    return server.wait()
                except KeyboardInterrupt:
                    continue  # the server has had it, too, and asks whether it is meant
        finally:
            server.terminate()


def stop(number: int, _: object) -> None:
    """End as asked, and what was started with it."""
    sys.exit(128 + number)


def notebooks() -> dict[str, Path]:
    """Notebooks by their number."""
    return {path.name[:2]: path for path in (ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb")}


def page_of(number: str) -> nbformat.NotebookNode:
    """A notebook that shows each explorer of a level once, in the order in which the level has them.

    Raises
    ------
    SystemExit
        If there is no such level; the message names those there are.
    """
    if number not in notebooks():
        sys.exit(f"There is no level {number!r}. There are: {', '.join(sorted(notebooks()))}.")
    level = nbformat.read(notebooks()[number], as_version=4)
    code = "\n".join(cell.source for cell in level.cells if cell.cell_type == "code")
    names = dict.fromkeys(re.findall(r"explorers\.(\w+)\(", code))
    title = next(cell.source.splitlines()[0] for cell in level.cells if cell.cell_type == "markdown")
    cells = [new_code_cell(f"from helpers import explorers\n\nexplorers.{name}()") for name in names]
    metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return new_notebook(cells=[new_markdown_cell(title), *cells], metadata=metadata)


def command(folder: Path, options: list[str]) -> list[str]:
    """How the server is started: Jupyter's own, which makes and prints its token, with Voilà's page in front."""
    own = [
        f"--ServerApp.root_dir={folder}",
        f"--ServerApp.default_url=/voila/render/{PAGE}",
        "--ServerApp.open_browser=True",
        f"--ServerApp.tornado_settings={json.dumps({'headers': {'Content-Security-Policy': POLICY}})}",
    ]
    root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return [sys.executable, "-m", "jupyter", "server", *own, *root, *options]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
