"""Markup in the tables is text in JupyterLab: shown as it stands, and nothing of it runs."""

from __future__ import annotations

from pathlib import Path

import nbformat
from playwright.sync_api import Browser, expect

from tests.browser.jupyter import PATIENCE_MS, open_notebook, run_all, running_lab
from tests.test_safety import spoiled_notebook


def test_markup_in_a_table_is_text_in_the_lab(browser: Browser, tmp_path: Path) -> None:
    with running_lab(tmp_path) as address:
        for name in ("00_start_here.ipynb", "06_weighing_the_claims.ipynb"):
            nbformat.write(spoiled_notebook(name), tmp_path / "notebooks" / name)
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            open_notebook(page, address, name)
            run_all(page)
            expect(page.get_by_text("onerror").first).to_be_attached(timeout=PATIENCE_MS)
            assert page.evaluate("window.hacked") is None
            expect(page.locator("img[src=x]")).to_have_count(0)
            page.close()
