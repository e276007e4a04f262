"""A real JupyterLab in a real browser: start it, open a notebook, run it, read its outputs."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 90  # at most; whatever is awaited goes on at once when it is there, also on a machine with much to do
PATIENCE_MS = PATIENCE_S * 1000
expect.set_options(timeout=PATIENCE_MS)


@contextmanager
def running_lab(folder: Path, *options: str) -> Iterator[str]:
    """JupyterLab over a copy of the notebooks in `folder`; gives its address, token included."""
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", dirs_exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_hex(16)
    command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", f"--ServerApp.root_dir={folder}"]
    command += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--ServerApp.ip=127.0.0.1"]
    command += [f"--IdentityProvider.token={token}", *options]
    command += ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with (folder / "lab.log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_until_up(f"http://127.0.0.1:{port}/api/status?token={token}", process)
            yield f"http://127.0.0.1:{port}/{{}}?token={token}&reset"
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE_S)


def open_notebook(page: Page, address: str, name: str) -> Locator:
    """Open a notebook in a workspace of its own and wait for its kernel."""
    workspace = f"lab/workspaces/w{secrets.token_hex(4)}/tree/notebooks/{name}"
    page.goto(address.format(workspace))
    notebook = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook")
    expect(notebook).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator(".jp-NotebookPanel .jp-Cell").first).to_be_visible(timeout=PATIENCE_MS)
    wait_idle(page)
    return notebook


def commit(exercise: Locator) -> None:
    """Answer a prediction as a learner does, with whatever is asked for: choose, draw or type; say how sure; commit."""
    exercise.scroll_into_view_if_needed()
    if exercise.locator("input[type=radio]").count():
        exercise.locator("input[type=radio]").first.check()
    for number, grip in enumerate(exercise.locator(".course-grip").all()):
        grip.focus()
        for key in ["PageUp", *["ArrowUp"] * number]:  # each a little higher than the one before
            grip.press(key)
    field = exercise.locator("input[type=number]")
    if field.count() and not exercise.locator(".course-grip").count():
        field.fill("1")
        field.press("Tab")
    exercise.get_by_role("button", name="70 %").click()
    exercise.get_by_role("button", name="Commit").click()


def wait_idle(page: Page, patience_ms: float = PATIENCE_MS) -> None:
    """Wait until the status bar says that the kernel is connected and idle."""
    expect(page.locator(".jp-StatusBar-TextItem", has_text="| Idle")).to_be_visible(timeout=patience_ms)


def run_all(page: Page, patience_ms: float = PATIENCE_MS) -> None:
    """Run all cells and wait for the last one."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    last = page.locator(".jp-CodeCell").last
    expect(last.locator(".jp-InputPrompt")).to_have_text(re.compile(r"\[\d+\]:"), timeout=patience_ms)
    wait_idle(page, patience_ms)


def key_that_moves(control: Locator) -> str:
    """Right for a slider, down for a list, up where the list stands at its end."""
    if control.get_attribute("type") == "range":
        return "ArrowRight"
    return "ArrowUp" if control.evaluate("list => list.selectedIndex === list.length - 1") else "ArrowDown"


def _wait_until_up(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("JupyterLab stopped while starting; see lab.log.")
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)  # between two polls of the condition
    raise TimeoutError(f"JupyterLab did not answer within {PATIENCE_S} s.")
