"""Sizes of notebooks and of the repository."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from tests.bench import Row
from tests.browser.jupyter import ROOT


def rows() -> list[Row]:
    """The largest notebook; all files and their packed history, as a fresh clone has them."""
    largest = max(path.stat().st_size for path in (ROOT / "notebooks").glob("*.ipynb")) / 1e3
    with tempfile.TemporaryDirectory() as name:
        subprocess.run(["git", "clone", "--quiet", "--no-local", str(ROOT), name], check=True)
        whole = sum(path.stat().st_size for path in Path(name).rglob("*") if path.is_file()) / 1e6
    return [Row("sizes", "largest notebook (kB)", largest, 500), Row("sizes", "repository, cloned (MB)", whole, 5)]
