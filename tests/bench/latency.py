"""Key to picture in a real browser, for every explorer: ours, `interact` on the same figure, the bare round trip."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Page, sync_playwright

from helpers import explorers
from tests.bench import Row
from tests.browser import chromium
from tests.browser.jupyter import open_notebook, run_all, running_lab

ROUNDS, WARM_UPS = 11, 3
AT_ONCE = 5  # explorers on a page, as many as a notebook of the course has
STOCK = "--ServerApp.jpserver_extensions={'helpers.prompt_server': False}"

# As tutorials write it: a new pyplot figure at each call, shown as an inline PNG. The figure is this course's own.
TUTORIAL = """
%matplotlib inline
import importlib
import ipywidgets as widgets
import matplotlib.pyplot as plt
from helpers import explorers
from helpers.interactive import Slider

def control_of(control):
    if isinstance(control, Slider):
        ends = dict(min=control.min, max=control.max, step=control.step)
        return widgets.FloatSlider(value=control.value, description=control.label, **ends)
    return widgets.Dropdown(options=control.options, value=control.value, description=control.description)

def tutorial(name):
    explorer = getattr(explorers, name)()
    kind = type(explorer.picture)
    room = importlib.import_module(kind.__module__)
    def pyplot_figure(width_in=7.0, height_in=3.6):
        return plt.figure(figsize=(width_in, height_in), layout="constrained")
    def show(**values):
        kept, room.new_figure = room.new_figure, pyplot_figure
        picture = kind()
        room.new_figure = kept
        picture.move(explorer._compute(**values))
        for artist in picture.figure.findobj(lambda artist: artist.get_animated()):
            artist.set_animated(False)
        plt.show()
    widgets.interact(show, **{name: control_of(control) for name, control in explorer.controls.items()})
"""
ROUND_TRIP = """
import ipywidgets as widgets
slider = widgets.FloatSlider(value=0.1, min=0.0, max=1.0, step=0.01)
page = widgets.HTML("0")
slider.observe(lambda change: setattr(page, "value", f"now {change['new']}"), "value")
widgets.VBox([slider, page])
"""
# On the page's own clock: from the key to the changed element, and one frame more; -1 if nothing changes.
ARM = """([control, target]) => {
  const cell = control.closest(".jp-Cell");
  const state = () => [...cell.querySelectorAll(target)].map(node => node.src || node.innerHTML).join();
  const before = state();
  let start = 0;
  for (const kind of ["keydown", "change"]) {
    window.addEventListener(kind, () => (start ||= performance.now()), {capture: true, once: true});
  }
  window.measured = new Promise(done => {
    const observer = new MutationObserver(() => {
      const now = state();
      if (!now || now === before) return;
      observer.disconnect();
      requestAnimationFrame(() => done(performance.now() - start));
    });
    observer.observe(cell, {subtree: true, childList: true, characterData: true, attributes: true});
    setTimeout(() => (observer.disconnect(), done(-1)), 4000);
  });
}"""
# The key for a slider. A list is moved here and gets none: in `interact` the arrow keys move the notebook instead.
KEY = """control => {
  if (control.tagName === "SELECT") {
    control.selectedIndex = (control.selectedIndex + 1) % control.length;
    control.dispatchEvent(new Event("change", {bubbles: true}));
    return "";
  }
  const [now, end] = control.type === "range"
    ? [control.value, control.max]
    : [control.getAttribute("aria-valuenow"), control.getAttribute("aria-valuemax")];
  return Number(now) >= Number(end) ? "ArrowLeft" : "ArrowRight";
}"""


def rows() -> list[Row]:
    """All explorers, each beside `interact`; the round trip with and without the course's server extension."""
    with lab() as (page, address, folder):
        trips = round_trip(page, address, folder)
        pairs = dict(all_pairs(page, address, folder))
        trips += round_trip(page, address, folder)
    with lab(STOCK) as (page, address, folder):
        stock = median(round_trip(page, address, folder))
    trip = median(trips)
    part = "key to picture"
    each = [
        row
        for name, (ours, interact) in pairs.items()
        for row in (Row(part, f"{name}: ms", ours), Row(part, f"{name}: / interact", ours / interact, 0.25))
    ]
    whole = [ours for ours, _ in pairs.values()]
    ratios = [ours / interact for ours, interact in pairs.values()]
    return [
        Row(part, "median over explorers: ms", median(whole)),
        Row(part, "median over explorers: interact, ms", median([interact for _, interact in pairs.values()])),
        Row(part, "median over explorers: / interact", median(ratios), 0.25),
        Row(part, "round trip in Jupyter as it comes: ms", stock),
        Row(part, "round trip with this course's server extension: ms", trip),
        Row(part, "median over explorers: / round trip in Jupyter as it comes", median(whole) / stock, 1.4),
        Row(part, "median over explorers: / round trip with the extension", median(whole) / trip),
        *each,
    ]


@contextmanager
def lab(*options: str) -> Iterator[tuple[Page, str, Path]]:
    """A page in a browser, and a JupyterLab behind it."""
    with (
        tempfile.TemporaryDirectory() as name,
        running_lab(Path(name), *options) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(**chromium.launch_arguments())
        yield browser.new_page(viewport={"width": 1280, "height": 900}), address, Path(name)
        browser.close()


def round_trip(page: Page, address: str, folder: Path) -> list[float]:
    """An `HTML` widget that is given a small new string."""
    show(page, address, folder, [ROUND_TRIP])
    return key_to_change_ms(page, 0, "[role=slider]", 0, ".widget-html-content")


def all_pairs(page: Page, address: str, folder: Path) -> Iterator[tuple[str, tuple[float, float]]]:
    """Median of ours and of `interact`, by explorer."""
    names = dir(explorers)
    for start in range(0, len(names), AT_ONCE):
        some = names[start : start + AT_ONCE]
        show(page, address, folder, [f"from helpers import explorers\n\nexplorers.{name}()" for name in some])
        ours = {name: ours_ms(page, cell) for cell, name in enumerate(some)}
        show(page, address, folder, [TUTORIAL, *(f"tutorial({name!r})" for name in some)])
        for cell, name in enumerate(some):
            place, own = ours[name]
            target = ".jp-OutputArea-output img"
            theirs = key_to_change_ms(page, cell + 1, "[role=slider], select", place, target)
            if own and theirs:
                yield name, (median(own), median(theirs))
            else:
                print(f"NOT MEASURED: {name}, {len(own)} and {len(theirs)} changes were seen")


def ours_ms(page: Page, cell: int) -> tuple[int, list[float]]:
    """Place of the first control that has an effect, and its times."""
    controls = page.locator(".jp-CodeCell").nth(cell).locator("input[type=range], select")
    place = next(index for index, control in enumerate(controls.all()) if control.is_enabled())
    return place, key_to_change_ms(page, cell, "input[type=range], select", place, ".course-moving")


def key_to_change_ms(page: Page, cell: int, control: str, place: int, target: str) -> list[float]:
    """Time of each key press that changes something, after some to warm up."""
    here = page.locator(".jp-CodeCell").nth(cell)
    here.locator(target).first.wait_for(state="attached")
    moved = here.locator(control).nth(place)
    moved.scroll_into_view_if_needed()
    found = []
    for _ in range(WARM_UPS + ROUNDS):
        moved.focus()
        page.evaluate(ARM, [moved.element_handle(), target])
        key = str(moved.evaluate(KEY))
        if key:
            moved.press(key)
        found.append(float(page.evaluate("() => window.measured")))
    return [time_ms for time_ms in found[WARM_UPS:] if time_ms > 0]


def show(page: Page, address: str, folder: Path, sources: list[str]) -> None:
    """Open a notebook with these cells and run it."""
    metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    cells = [new_code_cell(source.strip()) for source in sources]
    nbformat.write(new_notebook(cells=cells, metadata=metadata), folder / "notebooks" / "bench.ipynb")
    open_notebook(page, address, "bench.ipynb")
    run_all(page)
