"""The site, built once for all tests and shown by its own server; skipped, with the reason, where it can't be."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser import chromium
from tests.browser.jupyter import ROOT
from tests.site import pyodide

SITE = ROOT / "deploy" / "site"


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return chromium.launch_arguments()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site."""
    source, site = tmp_path_factory.mktemp("pyodide"), tmp_path_factory.mktemp("built") / "site"
    missing = pyodide.bring(source)
    if missing:
        pytest.skip(f"NO SITE: {missing}")
    command = [sys.executable, "course.py", "site", "--out", str(site), "--pyodide", str(source)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return site


@pytest.fixture(scope="session")
def address(folder: Path) -> Iterator[str]:
    """Where the site's own server shows it."""
    command = [sys.executable, str(folder / "start.py"), "0", "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        yield server.stdout.readline().split()[-1].split("/lab/")[0]
        server.terminate()
