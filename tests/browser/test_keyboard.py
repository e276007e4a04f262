"""A challenge solved as somebody without a mouse would solve it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.jupyter import PATIENCE_MS, open_notebook, run_all


def test_a_challenge_is_solved_with_the_keyboard_alone(tab: Page, lab: str) -> None:
    """In the first notebook: from control to control with Tab, along the lists with the arrow, until it is reached."""
    open_notebook(tab, lab, "00_start_here.ipynb")
    run_all(tab)
    exercise = tab.locator(".course-exercise", has_text="shows only hedged claims of the clinic page")
    exercise.locator("select").first.focus()
    for label, wanted in (("Level", "behavioral"), ("Article", "clinic page"), ("Wording", "hedged")):
        for _ in range(12):
            here = tab.evaluate("document.activeElement.closest('.widget-dropdown')?.innerText ?? ''")
            if here.startswith(label):
                break
            tab.keyboard.press("Tab")
        tab.keyboard.type(wanted)
        expect(exercise.locator(".course-reading").first).to_be_visible()
    expect(exercise).to_contain_text("Reached.", timeout=PATIENCE_MS)
