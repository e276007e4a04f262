"""Measure the course against the budgets of its design: python3 course.py bench.

Times are printed as ratios within one run, on one machine; no test asserts any of them.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

import nbformat
import psutil
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Page, sync_playwright

from tests.browser import chromium
from tests.browser.jupyter import ROOT, open_notebook, run_all, running_lab

ROUNDS, WARM_UPS = 25, 5
IMPORT = "import helpers.explorers, helpers.tables, helpers.exercises"
BARE_IMPORT = "import pandas, matplotlib.pyplot, ipywidgets"
BARE_NOTEBOOK = "import numpy, pandas, scipy.linalg, matplotlib.pyplot, networkx, ipywidgets, anywidget"

# As tutorials write it: a new pyplot figure at each call, shown as an inline PNG. The figure is this course's own.
INTERACT = """
%matplotlib inline
import ipywidgets as widgets
import matplotlib.pyplot as plt
from helpers.molecular.pharmacokinetics import picture as pictures

pictures.new_figure = lambda: plt.figure(figsize=(7, 3.6), layout="constrained")

def show(dose):
    picture = pictures.InfusionPicture()
    picture.draw(dose, 40, 70, "iv_infusion", "kamp2020", "first 4 hours")
    for artist in picture.figure.findobj(lambda artist: artist.get_animated()):
        artist.set_animated(False)
    plt.show()

widgets.interact(show, dose=widgets.FloatSlider(value=0.1, min=0.05, max=0.45, step=0.01))
"""
OURS = """
from helpers import explorers
explorer = explorers.infusion(dose=0.1)
explorer.controls["dose"].step = 0.01
explorer
"""
ROUND_TRIP = """
import ipywidgets as widgets
slider = widgets.FloatSlider(value=0.1, min=0.05, max=0.45, step=0.01)
page = widgets.HTML("0")
slider.observe(lambda change: setattr(page, "value", f"now {change['new']}"), "value")
widgets.VBox([slider, page])
"""
CASES = {
    "interact": (INTERACT, "[role=slider]", ".jp-OutputArea-output img"),
    "this course": (OURS, "input[type=range]", ".course-moving"),
    "round trip": (ROUND_TRIP, "[role=slider]", ".widget-html-content"),
}
# On the page's own clock: from the key to the changed element, and one frame more.
ARM = """([control, target]) => {
  const cell = document.querySelector(control).closest(".jp-Cell");
  const state = () => [...cell.querySelectorAll(target)].map(node => node.src || node.innerHTML).join();
  const before = state();
  let start = 0;
  window.addEventListener("keydown", () => (start = performance.now()), {capture: true, once: true});
  window.measured = new Promise(done => {
    const observer = new MutationObserver(() => {
      const now = state();
      if (!now || now === before) return;
      observer.disconnect();
      requestAnimationFrame(() => done(performance.now() - start));
    });
    observer.observe(cell, {subtree: true, childList: true, characterData: true, attributes: true});
  });
}"""


def main() -> None:
    """Print every budget beside what was measured."""
    rows = [*latency(), *imports(), *notebooks(), *sizes()]
    width = max(len(row[0]) for row in rows)
    print(f"{'':{width}}  measured  budget")
    for name, measured, budget in rows:
        verdict = "" if budget is None else f"{budget:>6g}  {'kept' if measured <= budget else 'EXCEEDED'}"
        print(f"{name:{width}}  {measured:8.2f}  {verdict}")


Row = tuple[str, float, float | None]


def latency() -> list[Row]:
    """Key to picture in a real browser."""
    with tempfile.TemporaryDirectory() as name, running_lab(Path(name)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium.launch_arguments())
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        found = {case: key_to_picture_ms(page, address, Path(name), *parts) for case, parts in CASES.items()}
    middle = {case: median(times) for case, times in found.items()}
    return [
        *((f"{case}: key to picture, median (ms)", value, None) for case, value in middle.items()),
        *((f"{case}: key to picture, 95 % (ms)", quantiles(times, n=20)[-1], None) for case, times in found.items()),
        ("this course / interact", middle["this course"] / middle["interact"], 0.25),
        ("this course / round trip", middle["this course"] / middle["round trip"], 1.4),
        (
            "beyond the round trip: this course / interact",
            beyond(middle, "this course") / beyond(middle, "interact"),
            None,
        ),
    ]


def beyond(middle: dict[str, float], case: str) -> float:
    """Time that is not the round trip itself, which no widget can go below."""
    return middle[case] - middle["round trip"]


def key_to_picture_ms(page: Page, address: str, folder: Path, code: str, control: str, target: str) -> list[float]:
    """Time of each key press, after some to warm up."""
    write_notebook(folder / "notebooks" / "bench.ipynb", code)
    open_notebook(page, address, "bench.ipynb")
    run_all(page)
    page.locator(target).first.wait_for(state="attached")
    slider = page.locator(control).first
    slider.scroll_into_view_if_needed()
    found = []
    for _ in range(WARM_UPS + ROUNDS):
        slider.focus()
        page.evaluate(ARM, [control, target])
        slider.press("ArrowRight")
        found.append(float(page.evaluate("() => window.measured")))
    return found[WARM_UPS:]


def imports() -> list[Row]:
    """Import of the package against import of what it stands on."""
    ours, bare = (median(seconds([sys.executable, "-c", code]) for _ in range(7)) for code in (IMPORT, BARE_IMPORT))
    return [("import helpers / import pandas, matplotlib, ipywidgets", ours / bare, 1.15)]


def notebooks() -> list[Row]:
    """Time and memory of each notebook against one that only imports the same libraries."""
    with tempfile.TemporaryDirectory() as name:
        bare = Path(name) / "bare.ipynb"
        write_notebook(bare, BARE_NOTEBOOK)
        bare_s, bare_mb = run_notebook(bare)
        rows: list[Row] = []
        for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
            time_s, memory_mb = run_notebook(path)
            rows.append((f"{path.stem}: all cells (s)", time_s, None))
            rows.append((f"{path.stem}: time / bare notebook", time_s / bare_s, 2))
            rows.append((f"{path.stem}: memory / bare notebook", memory_mb / bare_mb, 1.3))
        return rows


def run_notebook(path: Path) -> tuple[float, float]:
    """Best of three: seconds for all cells, and the kernel's memory after them (MB)."""
    found = [run_notebook_once(path) for _ in range(3)]
    return min(time_s for time_s, _ in found), min(memory_mb for _, memory_mb in found)


def run_notebook_once(path: Path) -> tuple[float, float]:
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=120)
    with client.setup_kernel():
        start = time.perf_counter()
        for index, cell in enumerate(notebook.cells):
            client.execute_cell(cell, index)
        elapsed = time.perf_counter() - start
        kernel = psutil.Process(client.km.provisioner.pid)  # type: ignore[union-attr]
        return elapsed, kernel.memory_info().rss / 1e6


def sizes() -> list[Row]:
    """Sizes of notebooks and of the repository."""
    largest = max(path.stat().st_size for path in (ROOT / "notebooks").glob("*.ipynb")) / 1e3
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    whole = sum((ROOT / name).stat().st_size for name in listed) / 1e6
    packed = sum(path.stat().st_size for path in (ROOT / ".git" / "objects").rglob("*") if path.is_file()) / 1e6
    return [("largest notebook (kB)", largest, 500), ("repository, files and history (MB)", whole + packed, 5)]


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - start


def write_notebook(path: Path, code: str) -> None:
    metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    nbformat.write(new_notebook(cells=[new_code_cell(code.strip())], metadata=metadata), path)


if __name__ == "__main__":
    main()
