"""Find a browser for the tests, or bring one: the machine's own, Debian's package, Playwright's download.

python3 tests/browser/chromium.py --install      exit code 1 where none can be had
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)


def on_this_machine() -> str | None:
    """Path of a browser that the machine has; ``None`` leaves the choice to Playwright."""
    on_path = [shutil.which(name) for name in NAMES]
    candidates = [os.environ.get("COURSE_BROWSER"), *on_path, *(place for place in PLACES if Path(place).exists())]
    return next((path for path in candidates if path), None)


def find() -> str | None:
    """Path of a browser: one that the machine has, else the one that Playwright has downloaded."""
    return on_this_machine() or _downloaded()


def launch_arguments() -> dict[str, Any]:
    """What Playwright needs to start the browser: quietly, and as root without the sandbox that root can't have."""
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return {"executable_path": on_this_machine(), "args": [*root, *quiet], "headless": True}


def available() -> bool:
    """Whether there is a browser; asked in a process of its own, since Playwright wants no running event loop."""
    return on_this_machine() is not None or subprocess.call([sys.executable, __file__], stdout=subprocess.DEVNULL) == 0


def bring() -> str | None:
    """Find a browser; where there is none, install one and find that."""
    return find() or _from_debian() or _from_playwright()


def _downloaded() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _from_debian() -> str | None:
    may = hasattr(os, "geteuid") and os.geteuid() == 0
    if not (may and shutil.which("apt-get")):
        return None
    print("No browser found: installing Debian's chromium.", flush=True)
    nowhere = subprocess.DEVNULL
    subprocess.call(["apt-get", "update"], stdout=nowhere, stderr=nowhere)
    subprocess.call(["apt-get", "install", "-y", "--no-install-recommends", "chromium"], stdout=nowhere, stderr=nowhere)
    return find()


def _from_playwright() -> str | None:
    print("No browser found: asking Playwright to download one.", flush=True)
    subprocess.call([sys.executable, "-m", "playwright", "install", "chromium"])
    return find()


if __name__ == "__main__":
    browser = bring() if "--install" in sys.argv else find()
    print(
        f"Browser for the tests: {browser}" if browser else "NO BROWSER: the browser tests can't run here.", flush=True
    )
    sys.exit(0 if browser else 1)
