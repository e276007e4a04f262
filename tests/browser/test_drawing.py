"""A prediction that is drawn: with the keyboard, with the pointer, and kept when the page is opened again."""

from __future__ import annotations

import re

import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Locator, Page, expect

from deploy import clean
from helpers.exercises import memory
from tests.browser.jupyter import PATIENCE_MS, open_notebook, run_all

NAME = "fresh_drawing.ipynb"
ASKED = [
    f"import os\nos.environ['{memory.VARIABLE}'] = 'answers_of_this_test.jsonl'\n"
    "from helpers import exercises, explorers\nexercises.forget()",
    'exercises.predict("receptor_left", explorers.effect_after_drug())',
    'exercises.predict("bold_delay", explorers.scanners())',
]


@pytest.fixture
def drawn(tab: Page, lab: str) -> Page:
    """A notebook with a curve and a level to draw."""
    content = new_notebook(cells=[new_code_cell(source) for source in ASKED], metadata={"kernelspec": clean.KERNEL})
    answer = tab.request.put(
        lab.format(f"api/contents/notebooks/{NAME}"), data={"type": "notebook", "format": "json", "content": content}
    )
    assert answer.ok, answer.text()
    open_notebook(tab, lab, NAME)
    run_all(tab)
    expect(tab.locator(".course-grip")).to_have_count(6, timeout=PATIENCE_MS)
    return tab


def exercise(page: Page, number: int) -> Locator:
    return page.locator(".course-exercise").nth(number)


def commit_sure(asked: Locator) -> None:
    asked.get_by_role("button", name="90 %").press("Enter")
    asked.get_by_role("button", name="Commit").press("Enter")


def test_a_curve_is_drawn_with_the_keyboard(drawn: Page) -> None:
    asked = exercise(drawn, 0)
    for number, key in enumerate(["Home", "End", "ArrowUp", "PageDown", "ArrowLeft"]):
        grip = asked.locator(".course-grip").nth(number)
        before = grip.get_attribute("aria-valuenow")
        expect(grip).to_have_attribute("aria-valuetext", "not drawn yet")
        grip.focus()
        grip.press(key)
        expect(grip).not_to_have_attribute("aria-valuenow", before or "")
        expect(grip).to_have_attribute("aria-valuetext", re.compile(r"^\d[\d.]* %$"))
    expect(asked.locator(".course-drawn")).to_contain_text("1 hour: 0 %")
    commit_sure(asked)
    expect(asked).to_contain_text("You drew a line (90 % sure)", timeout=PATIENCE_MS)
    expect(asked.locator(".course-moving text", has_text="your prediction")).to_have_count(1)


def test_a_level_is_drawn_with_the_pointer_and_stands_in_the_field(drawn: Page) -> None:
    asked = exercise(drawn, 1)
    asked.scroll_into_view_if_needed()
    grip = asked.locator(".course-grip")
    start = grip.locator(".course-dot").bounding_box()
    assert start
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    drawn.mouse.move(x, y)
    drawn.mouse.down()
    drawn.mouse.move(x - 30, y, steps=5)
    drawn.mouse.up()
    field = asked.locator("input[type=number]")
    # The field follows by way of the kernel: what counts is where the mark stands when the hand has let go.
    told = (grip.get_attribute("aria-valuetext") or "").removesuffix(" s")
    expect(field).to_have_value(told)
    value = float(told)
    assert 0 < value < 20
    after = grip.locator(".course-dot").bounding_box()
    assert after
    assert after["x"] == pytest.approx(start["x"] - 30, abs=2)
    commit_sure(asked)
    expect(asked).to_contain_text(f"You predicted {value:g} s (90 % sure)", timeout=PATIENCE_MS)


def test_a_cell_that_is_run_again_keeps_what_was_committed(drawn: Page) -> None:
    asked = exercise(drawn, 1)
    asked.locator("input[type=number]").fill("12")
    asked.locator("input[type=number]").press("Tab")
    commit_sure(asked)
    expect(asked).to_contain_text("You predicted 12 s", timeout=PATIENCE_MS)
    drawn.locator(".jp-CodeCell").nth(2).locator(".jp-InputArea-editor").click()
    drawn.keyboard.press("Shift+Enter")
    expect(exercise(drawn, 1)).to_contain_text("You predicted 12 s", timeout=PATIENCE_MS)
    expect(exercise(drawn, 1).locator(".course-explorer .course-layers")).to_be_visible()
