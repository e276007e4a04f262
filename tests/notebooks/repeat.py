"""Strict nbval again and again, for several Pythons: python -m tests.notebooks.repeat 10 python3.12 python3.13.

Each Python gets an environment of its own, with the pins. Without a Python named, this one is used as it is.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NBVAL = ["-m", "pytest", "notebooks", "--nbval", "--nbval-sanitize-with", "tests/notebooks/sanitize.cfg", "-q"]
TOGETHER = ["-n", "2", "--dist", "loadfile"]


def environment(python: str, folder: Path) -> str:
    """Make an environment with the pins for another Python; gives its interpreter."""
    uv, made = [sys.executable, "-m", "uv"], str(folder / "bin" / "python")
    needs = ["-r", "pyproject.toml", "-c", "constraints.txt", "nbval", "pytest", "pytest-xdist"]
    subprocess.run([*uv, "venv", "--quiet", "--python", python, str(folder)], check=True)
    subprocess.run([*uv, "pip", "install", "--quiet", "--python", made, *needs], cwd=ROOT, check=True)
    subprocess.run([*uv, "pip", "install", "--quiet", "--python", made, "--no-deps", "."], cwd=ROOT, check=True)
    return made


def repeat(python: str, times: int) -> int:
    """Run nbval so often; gives how often something differed."""
    own = os.environ | {"HOW_KETAMINE_WORKS_PROGRESS": os.devnull}
    runs = [
        subprocess.run([python, *NBVAL, *TOGETHER], cwd=ROOT, env=own, capture_output=True, text=True, check=False)
        for _ in range(times)
    ]
    for run in runs:
        if run.returncode:
            print(run.stdout[-2000:])
    return sum(run.returncode != 0 for run in runs)


def main(words: list[str]) -> int:
    """Say for each Python how often the notebooks gave what is stored in them."""
    times, pythons = int(words[0]) if words else 10, words[1:] or [sys.executable]
    failed = 0
    for python in pythons:
        with tempfile.TemporaryDirectory() as name:
            made = python if python == sys.executable else environment(python, Path(name) / "venv")
            version = subprocess.run([made, "--version"], capture_output=True, text=True, check=True).stdout.strip()
            differed = repeat(made, times)
        print(f"{version}: {times - differed} of {times} runs without a difference", flush=True)
        failed += differed
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
