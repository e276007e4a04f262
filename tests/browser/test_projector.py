"""The explorers of each level on a page without code: shown, moved by keyboard, and nothing asked of other places."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from deploy import projector
from tests.browser.jupyter import PATIENCE_MS, ROOT, key_that_moves

LEVELS = sorted(projector.notebooks())


@contextmanager
def shown(number: str, folder: Path) -> Iterator[str]:
    """The page of a level; gives its address, with the token that the server printed. The server ends in any case."""
    command = [sys.executable, "course.py", "show", number, "--no-browser", "--port=0"]
    log = folder / f"show_{number}.log"
    with log.open("w") as stream, subprocess.Popen(command, cwd=ROOT, stdout=stream, stderr=stream) as launcher:
        try:
            yield wait_for_address(launcher, log)
        finally:
            launcher.terminate()
            launcher.wait(PATIENCE_MS / 1000)


def wait_for_address(launcher: subprocess.Popen[bytes], log: Path) -> str:
    """The address that the server prints when it is up."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < deadline and launcher.poll() is None:
        found = re.search(r"http://127\.0\.0\.1:\S+token=\w{20,}", log.read_text(encoding="utf-8"))
        if found:
            return found[0]
        time.sleep(0.1)  # between two looks at what it has printed
    raise RuntimeError(f"The server did not come up:\n{log.read_text(encoding='utf-8')[-2000:]}")


def test_the_server_ends_with_the_command(tmp_path: Path) -> None:
    with shown("00", tmp_path) as address:
        port = int(re.search(r":(\d+)/", address)[1])  # type: ignore[index]
        assert answers(port)
    assert not answers(port)


def answers(port: int) -> bool:
    """Whether anybody listens."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize("number", LEVELS)
def test_all_explorers_of_a_level_work_on_the_projectors_page(browser: Browser, number: str, tmp_path: Path) -> None:
    names = [cell.source for cell in projector.page_of(number).cells if cell.cell_type == "code"]
    outside: list[str] = []
    refused: list[tuple[str, str | None]] = []
    with shown(number, tmp_path) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.on("requestfailed", lambda request: refused.append((request.url, request.failure)))
        page.on("request", lambda request: None if "127.0.0.1" in request.url else outside.append(request.url))
        page.goto(address)
        explorers = page.locator(".course-explorer:has(.course-still svg)")
        expect(explorers).to_have_count(len(names), timeout=PATIENCE_MS)
        for explorer in explorers.all():
            control = explorer.locator("input[type=range]:enabled, select:enabled").first
            reading = explorer.locator(".course-reading")
            words = reading.text_content() or ""
            control.focus()
            control.press(key_that_moves(control))
            expect(reading).not_to_have_text(words, timeout=PATIENCE_MS)
        expect(page.locator(".jp-InputArea-editor")).to_have_count(0)
        page.close()
    # What the page's own style sheets ask of public addresses, the browser refuses before anything is sent.
    never_sent = {url for url, why in refused if why == "csp"}
    assert [url for url in outside if url.startswith("http") and url not in never_sent] == []


def test_without_the_token_nothing_is_shown(browser: Browser, tmp_path: Path) -> None:
    with shown("06", tmp_path) as address:
        page = browser.new_page()
        page.goto(address.split("?")[0])
        expect(page.get_by_text("Token", exact=False).first).to_be_visible(timeout=PATIENCE_MS)
        expect(page.locator(".course-explorer")).to_have_count(0)
        page.close()


def test_a_level_that_does_not_exist_names_those_that_do() -> None:
    with pytest.raises(SystemExit, match=r"There is no level '07'. There are: 00, 01"):
        projector.page_of("07")
    with pytest.raises(SystemExit, match="Which level"):
        projector.main([])
