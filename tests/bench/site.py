"""How long the version in the browser takes: page, kernel, a whole notebook."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.bench import Row
from tests.browser import chromium
from tests.browser.jupyter import ROOT, run_all, wait_idle
from tests.site import pyodide

NOTEBOOK = "01_molecular_level.ipynb"
PATIENCE_MS = 300_000


def rows() -> list[Row]:
    """Build the site, and run a notebook in it, with nothing kept from an earlier visit."""
    with tempfile.TemporaryDirectory() as name:
        source, site = Path(name) / "pyodide", Path(name) / "site"
        source.mkdir()
        missing = pyodide.bring(source)
        if missing:
            print(f"The site was not measured: {missing}")
            return []
        start = time.perf_counter()
        command = [sys.executable, "course.py", "site", "--out", str(site), "--pyodide", str(source)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        built_s = time.perf_counter() - start
        size_mb = sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) / 1e6
        shown = [Row("site", "built (s)", built_s), Row("site", "size (MB)", size_mb)]
        return [*shown, *(Row("site", f"{what} (s)", value) for what, value in visit(site).items())]


def visit(site: Path) -> dict[str, float]:
    """Seconds from the address to the page, to a kernel that answers, to the last cell."""
    command = [sys.executable, str(site / "start.py"), "0", "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        address = server.stdout.readline().split()[-1].replace("00_start_here.ipynb", NOTEBOOK)
        with sync_playwright() as playwright:
            page = playwright.chromium.launch(**chromium.launch_arguments()).new_page()
            start, found = time.perf_counter(), {}
            page.goto(address)
            expect(page.locator(".jp-NotebookPanel .jp-Cell").first).to_be_visible(timeout=PATIENCE_MS)
            found["page shown"] = time.perf_counter() - start
            wait_idle(page, PATIENCE_MS)
            found["kernel ready"] = time.perf_counter() - start
            run_all(page, PATIENCE_MS)
            found[f"{NOTEBOOK.removesuffix('.ipynb')}, all cells, from the address on"] = time.perf_counter() - start
        server.terminate()
    return found
