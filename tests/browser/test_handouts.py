"""Handouts: readable without a kernel, a script or a network, by axe, at double zoom, and on paper."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests import handouts

NOTEBOOKS = sorted((handouts.ROOT / "notebooks").glob("*.ipynb"))


def stored() -> dict[Path, nbformat.NotebookNode]:
    """The notebooks as they are stored, which nbval holds to be what a run gives."""
    return {path: nbformat.read(path, as_version=4) for path in NOTEBOOKS}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    written = handouts.write_pages(tmp_path_factory.mktemp("handouts"), stored())
    return {path.stem: path for path in written}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_axe_finds_nothing_serious_and_nothing_is_fetched(page: Page, pages: dict[str, Path], path: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(pages[path.stem].as_uri())
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    grave = [finding for finding in found if finding["impact"] in ("serious", "critical")]
    assert grave == [], [(finding["id"], finding["nodes"][0]["html"][:200]) for finding in grave]
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_pictures_readings_headings_and_links(page: Page, pages: dict[str, Path], path: Path) -> None:
    page.goto(pages[path.stem].as_uri())
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator("script").count() == 0
    assert all(len(image.get_attribute("alt") or "") > 20 for image in page.locator("img").all())
    levels = [int(tag[1]) for tag in page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => h.tagName)")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for link in page.evaluate("[...document.querySelectorAll('a')].map(a => a.getAttribute('href'))"):
        assert not link.endswith(".ipynb")
        assert not re.fullmatch(r"\d\d_\w+\.html", link) or link.removesuffix(".html") in pages
    notebook = nbformat.read(path, as_version=4)
    first = next(
        cell
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.source.startswith(("explorers.", "exercises.challenge"))
    )
    reading = first.outputs[0]["data"]["text/plain"].splitlines()[0][:60]
    assert reading in " ".join(page.locator("main").inner_text().split())


def test_nothing_is_wider_than_the_page_at_double_zoom(page: Page, pages: dict[str, Path]) -> None:
    page.set_viewport_size({"width": 640, "height": 900})
    for path in pages.values():
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 641, path.stem


def test_a_handout_prints_to_a_tagged_pdf(tmp_path: Path) -> None:
    """In a process of its own: the browser of these tests holds the event loop."""
    (path,) = handouts.write_pages(tmp_path, {path: one for path, one in stored().items() if path.stem[:2] == "05"})
    code = "import sys; from pathlib import Path; from tests import handouts; handouts.print_pages([Path(sys.argv[1])])"
    subprocess.run([sys.executable, "-c", code, str(path)], check=True, cwd=handouts.ROOT)
    printed = path.with_suffix(".pdf").read_bytes()
    assert printed.startswith(b"%PDF")
    assert b"/StructTreeRoot" in printed
    assert len(printed) > 50_000


def test_slides_hold_the_same_words(pages: dict[str, Path]) -> None:
    def words(text: str) -> list[str]:
        return re.sub(r"<[^>]+>", " ", text.split("<main>")[1]).split()

    (notebook,) = (one for path, one in stored().items() if path.stem[:2] == "05")
    slides = handouts.page_of("05_imaging_study", notebook, slides=True)
    assert words(slides) == words(pages["05_imaging_study"].read_text(encoding="utf-8"))
    assert slides.count("<section>") > 20
