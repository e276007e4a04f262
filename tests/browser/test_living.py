"""Drawings that live, in a real browser: they move at their rates, stop when asked, and show what the clock says."""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import median

import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Locator, Page, expect

from deploy import clean
from helpers import explorers
from tests.browser.jupyter import PATIENCE_MS, open_notebook, run_all

NAME = "living.ipynb"
CELLS = [
    "from helpers import explorers",
    "explorers.inverted_u(dose=10, half=10, ratio=10)",
    "explorers.relapse()",
]
# Phase of the dots on a path and time, frame by frame.
WATCH = """(path) => new Promise((done) => {
    const seen = [];
    const look = (now) => {
        const gap = path.getAttribute("stroke-dasharray").split(" ").map(Number).reduce((a, b) => a + b);
        seen.push([now / 1000, -Number(path.getAttribute("stroke-dashoffset")) / gap]);
        if (seen.length < 40) requestAnimationFrame(look);
        else done(seen);
    };
    requestAnimationFrame(look);
})"""


@pytest.fixture
def alive(tab: Page, lab: str) -> Page:
    """A notebook with two drawings: cells that fire, and people over a year."""
    content = new_notebook(cells=[new_code_cell(cell) for cell in CELLS], metadata={"kernelspec": clean.KERNEL})
    answer = tab.request.put(
        lab.format(f"api/contents/notebooks/{NAME}"), data={"type": "notebook", "format": "json", "content": content}
    )
    assert answer.ok, answer.text()
    open_notebook(tab, lab, NAME)
    run_all(tab)
    expect(tab.locator(".course-drawing svg")).to_have_count(2, timeout=PATIENCE_MS)
    return tab


def drawing(page: Page, number: int) -> Locator:
    found = page.locator(".course-living").nth(number)
    found.scroll_into_view_if_needed()
    return found


def test_a_cell_fires_at_the_models_rate_and_stops_when_asked(alive: Page) -> None:
    cells = drawing(alive, 0)
    axon = cells.locator("[data-part=exciting_axon]")
    rate = explorers.inverted_u(dose=10, half=10, ratio=10).scene.exciting_per_second
    expect(cells).to_have_class(re.compile("course-runs"), timeout=PATIENCE_MS)
    seen = axon.evaluate(WATCH)
    steps = [((b[1] - a[1]) % 1) / (b[0] - a[0]) for a, b in pairwise(seen) if b[0] > a[0]]
    assert median(steps) == pytest.approx(rate, rel=0.1)
    cells.get_by_role("button", name="Pause").press("Enter")
    expect(cells.get_by_role("button", name="Play")).to_be_visible()
    assert len({offset for _, offset in axon.evaluate(WATCH)}) == 1
    cells.get_by_role("button", name="Play").press("Enter")
    expect(cells).to_have_class(re.compile("course-runs"))


def test_nothing_runs_for_whoever_wants_calm_and_nothing_out_of_sight(alive: Page) -> None:
    cells = drawing(alive, 0)
    expect(cells).to_have_class(re.compile("course-runs"), timeout=PATIENCE_MS)
    alive.emulate_media(reduced_motion="reduce")
    expect(cells).not_to_have_class(re.compile("course-runs"))
    expect(cells.locator("[data-part=dose]")).to_have_text("ketamine: 10 mg/kg")  # the same state stands still
    alive.emulate_media(reduced_motion="no-preference")
    expect(cells).to_have_class(re.compile("course-runs"))
    cells.evaluate("(node) => (node.closest('.course-explorer').style.display = 'none')")
    expect(cells).not_to_have_class(re.compile("course-runs"))


def test_time_is_moved_with_the_keyboard_and_people_follow(alive: Page) -> None:
    year = drawing(alive, 1)
    time = year.get_by_role("slider", name="Day of the year")
    planned, plain = explorers.relapse().scene.weekly
    time.press("Home")
    for week in range(1, 4):
        time.press("ArrowRight")
        expect(time).to_have_attribute("aria-valuetext", re.compile(f"day {7 * week}: {planned[week]} of 100"))
        well = year.locator("[data-part=plain] use[href$=plain_well]")
        expect(well).to_have_count(plain[week])
        expect(year.locator("[data-part=planned_count]")).to_have_text(str(planned[week]))
    expect(alive.locator(".course-now line")).to_have_count(1)
    across = explorers.relapse().clock["across"]
    assert float(alive.locator(".course-now line").get_attribute("x1") or 0) == pytest.approx(across[3], abs=0.2)
    year.get_by_role("button", name="Play").press("Enter")
    expect(time).not_to_have_attribute("aria-valuetext", re.compile("day 21:"))
    time.press("End")
    expect(time).to_have_attribute("aria-valuetext", re.compile(f"day 364: {planned[-1]} of 100"))


def test_a_control_changes_the_drawing(alive: Page) -> None:
    cells = drawing(alive, 0)
    blocked = cells.locator("[data-part=inhibiting_receptors] use[href$=blocked]")
    expect(blocked).to_have_count(5)
    alive.get_by_role("slider", name="Dose", exact=False).first.press("End")
    expect(blocked).to_have_count(10)  # 200 of 210 mg/kg: 95 %
    expect(cells.locator("[data-part=dose]")).to_have_text("ketamine: 200 mg/kg")
