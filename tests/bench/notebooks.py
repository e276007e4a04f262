"""Imports, and run time and memory of each notebook beside one that only imports the same libraries."""

from __future__ import annotations

import ast
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import nbformat
import psutil
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from tests.bench import Row
from tests.browser.jupyter import ROOT

IMPORT = "import helpers.explorers, helpers.tables, helpers.exercises"
BARE_IMPORT = "import pandas, matplotlib.pyplot, ipywidgets"
ALWAYS = {"import pandas", "import matplotlib.pyplot", "import ipywidgets"}
LOADED = "import sys; [m.__file__ for n, m in sys.modules.items() if n.startswith('helpers') and m.__file__]"


def rows() -> list[Row]:
    """Import of the package; each notebook."""
    ours, bare = (median(seconds([sys.executable, "-c", code]) for _ in range(7)) for code in (IMPORT, BARE_IMPORT))
    first = Row("import", "import helpers / import pandas, matplotlib, ipywidgets", ours / bare, 1.15)
    return [first, *(row for path in sorted((ROOT / "notebooks").glob("*.ipynb")) for row in beside_bare(path))]


def beside_bare(path: Path) -> list[Row]:
    """Time and memory of a notebook, and both beside a notebook that only imports the libraries that it uses."""
    time_s, memory_mb = best_of_three(nbformat.read(path, as_version=4))
    bare_s, bare_mb = best_of_three(new_notebook(cells=[new_code_cell("\n".join(libraries(path)))]))
    return [
        Row("notebooks", f"{path.stem}: all cells (s)", time_s),
        Row("notebooks", f"{path.stem}: time / bare notebook", time_s / bare_s, 2),
        Row("notebooks", f"{path.stem}: memory (MB)", memory_mb),
        Row("notebooks", f"{path.stem}: memory / bare notebook", memory_mb / bare_mb, 1.3),
    ]


def libraries(path: Path) -> list[str]:
    """Import statements of what the notebook's modules take from other libraries."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(new_code_cell(LOADED))
    with tempfile.TemporaryDirectory() as folder:
        NotebookClient(notebook, timeout=120, resources={"metadata": {"path": folder}}).execute()
    files = ast.literal_eval(notebook.cells[-1].outputs[0]["data"]["text/plain"])
    return sorted(ALWAYS | {statement for file in files for statement in foreign_imports(Path(file))})


def foreign_imports(path: Path) -> set[str]:
    """Imports at the top of a module, of neither the course nor the standard library."""
    own = {"helpers", "__future__", *sys.stdlib_module_names}
    nodes = ast.parse(path.read_text(encoding="utf-8")).body
    named = [(ast.unparse(node), alias.name) for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    named += [(ast.unparse(node), node.module or "") for node in nodes if isinstance(node, ast.ImportFrom)]
    return {statement for statement, module in named if module.split(".")[0] not in own}


def best_of_three(notebook: nbformat.NotebookNode) -> tuple[float, float]:
    """Seconds for all cells, and the kernel's memory after them (MB)."""
    found = [run_once(notebook) for _ in range(3)]
    return min(time_s for time_s, _ in found), min(memory_mb for _, memory_mb in found)


def run_once(notebook: nbformat.NotebookNode) -> tuple[float, float]:
    client = NotebookClient(notebook, timeout=120)
    with client.setup_kernel():
        start = time.perf_counter()
        for index, cell in enumerate(notebook.cells):
            client.execute_cell(cell, index)
        elapsed = time.perf_counter() - start
        kernel = psutil.Process(client.km.provisioner.pid)  # type: ignore[union-attr]
        return elapsed, kernel.memory_info().rss / 1e6


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - start
