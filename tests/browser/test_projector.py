"""The explorers of each level on a page without code: shown, moved by keyboard, and nothing asked of other places."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect

from deploy import projector
from tests.browser.jupyter import PATIENCE_MS, ROOT, key_that_moves

LEVELS = sorted(projector.notebooks())


@contextmanager
def shown(number: str) -> Iterator[str]:
    """The page of a level; gives its address, with the token that the server printed."""
    command = [sys.executable, "deploy/projector.py", number, "--no-browser", "--port=0"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, env=os.environ) as server:
        assert server.stderr is not None
        found = None
        while found is None:
            line = server.stderr.readline()
            assert line, "the server stopped"
            found = re.search(r"http://127\.0\.0\.1:\S+token=\w{20,}", line)
        yield found[0]
        server.terminate()


@pytest.mark.parametrize("number", LEVELS)
def test_all_explorers_of_a_level_work_on_the_projectors_page(browser: Browser, number: str) -> None:
    names = [cell.source for cell in projector.page_of(number).cells if cell.cell_type == "code"]
    outside: list[str] = []
    refused: list[tuple[str, str | None]] = []
    with shown(number) as address:
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


def test_without_the_token_nothing_is_shown(browser: Browser) -> None:
    with shown("06") as address:
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
