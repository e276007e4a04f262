"""The site in a real browser: every notebook from top to bottom, controls by keyboard, no request to anywhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser import chromium
from tests.browser.jupyter import ROOT, commit, key_that_moves, run_all, wait_idle
from tests.test_safety import spoiled_notebook

NOTEBOOKS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
PATIENCE_MS = 90_000
pytestmark = pytest.mark.skipif(not chromium.available(), reason="NO BROWSER on this machine")


class Visit:
    """One browser with the site, and what it asked of other places."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context, self.address = context, address
        self.outside: list[str] = []
        self.errors: list[str] = []
        context.route(re.compile(f"^(?!{re.escape(address)}|data:|blob:)"), self._refuse)

    def open(self, name: str) -> Page:
        """A notebook, with its kernel running."""
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(f"{self.address}/lab/index.html?path=notebooks/{name}")
        expect(page.locator(".jp-NotebookPanel .jp-Cell").first).to_be_visible(timeout=PATIENCE_MS)
        wait_idle(page, PATIENCE_MS)
        return page

    def run_all(self, name: str) -> Page:
        """A notebook with all of its cells run."""
        page = self.open(name)
        run_all(page, PATIENCE_MS)
        return page

    def _refuse(self, route: object) -> None:
        self.outside.append(route.request.url)  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield Visit(context, address)
    context.close()


def open_explorers(page: Page) -> list[Locator]:
    """Explorers that show their picture."""
    return page.locator(".course-explorer:has(.course-stage:not(.course-is-locked) .course-still svg)").all()


def readings(name: str) -> list[str]:
    """What the explorers of a stored notebook say."""
    notebook = nbformat.read(ROOT / "notebooks" / name, as_version=4)
    explorers = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.startswith("explorers.")]
    return [output["data"]["text/plain"] for cell in explorers for output in cell.outputs if "data" in output]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_runs_in_the_browser(visit: Visit, name: str) -> None:
    """All cells run, the pictures say what the desktop's say, keys move them, and nothing leaves the machine."""
    page = visit.run_all(name)
    expect(page.locator("[data-mime-type='application/vnd.jupyter.stderr']")).to_have_count(0)
    shown = page.locator(".course-reading").all_text_contents()
    assert [words for words in readings(name) if words not in shown] == []
    for explorer in open_explorers(page):
        move_by_keyboard(explorer)
    assert visit.outside == []
    assert visit.errors == []


def move_by_keyboard(explorer: Locator) -> None:
    """The first control that has an effect moves picture and reading."""
    control = explorer.locator("input[type=range]:enabled, select:enabled").first
    reading = explorer.locator(".course-reading")
    words = reading.text_content() or ""
    control.scroll_into_view_if_needed()
    control.focus()
    control.press(key_that_moves(control))
    expect(reading).not_to_have_text(words, timeout=PATIENCE_MS)
    expect(control).to_be_focused()


def test_the_infusion_challenge_is_done_with_a_browser_alone(visit: Visit) -> None:
    """As a learner would, who reads the goal: halve the dose, then lengthen the infusion until it says "Reached"."""
    page = visit.run_all("01_molecular_level.ipynb")
    exercise = page.locator(".course-exercise", has_text="stays at or below 100 ng/mL")
    reading = exercise.locator(".course-explorer .course-reading")
    for label, key in [("Dose", "ArrowLeft")] * 5 + [("Length of the infusion", "ArrowRight")] * 30:
        if "Reached" in (exercise.text_content() or ""):
            break
        before = reading.text_content() or ""
        exercise.get_by_label(label).focus()
        page.keyboard.press(key)
        expect(reading).not_to_have_text(before, timeout=PATIENCE_MS)
    expect(exercise).to_contain_text("Reached.")


def test_answers_stay_in_the_browser(visit: Visit) -> None:
    """What is answered lies beside the notebook, and is there again after the page was closed."""
    page = visit.run_all("00_start_here.ipynb")
    with_choices = page.locator(".course-exercise:has(input[type=radio])")
    exercise = with_choices.filter(has=page.get_by_role("button", name="Commit")).first
    commit(exercise)
    expect(page.locator(".course-is-committed")).to_contain_text("You predicted", timeout=PATIENCE_MS)
    page.close()
    again = visit.run_all("00_start_here.ipynb")
    kept = again.locator(".jp-CodeCell", has_text="exercises.progress()").locator(".jp-OutputArea-output")
    expect(kept).to_contain_text("predict")


def test_markup_in_a_table_is_text_in_the_browser(visit: Visit, folder: Path) -> None:
    stored = folder / "files" / "notebooks" / "06_weighing_the_claims.ipynb"
    before = stored.read_bytes()
    nbformat.write(spoiled_notebook(stored.name), stored)
    try:
        page = visit.run_all(stored.name)
    finally:
        stored.write_bytes(before)
    expect(page.get_by_text("onerror").first).to_be_attached(timeout=PATIENCE_MS)
    assert page.evaluate("window.hacked") is None
    expect(page.locator("img[src=x]")).to_have_count(0)


def test_the_site_is_whole(folder: Path) -> None:
    """No page asks for a source outside, and the course is in it once, as a wheel with its tables."""
    assert (folder / "start.py").exists()
    (wheel,) = (folder / "static" / "pyodide").glob("helpers-*.whl")
    assert wheel.stat().st_size > 100_000
    assert {path.name for path in (folder / "files" / "notebooks").glob("*.ipynb")} == set(NOTEBOOKS)
