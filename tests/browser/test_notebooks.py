"""Every notebook in a real JupyterLab: run, every control moved by keyboard, pictures and readings change, axe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.jupyter import PATIENCE_MS, ROOT, commit, key_that_moves, open_notebook, run_all

NOTEBOOKS = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
pytestmark = pytest.mark.parametrize("opened", NOTEBOOKS, indirect=True, scope="module")


SHOWING = ("explorers.", "exercises.challenge")  # cells that show a picture at once


@pytest.fixture(scope="module")
def opened(tab: Page, lab: str, request: pytest.FixtureRequest) -> Page:
    """A notebook with all cells run; one for all tests of the module."""
    tab.errors.clear()  # type: ignore[attr-defined]
    open_notebook(tab, lab, request.param)
    run_all(tab)
    return tab


def explorers(page: Page) -> list[Locator]:
    """Explorers that show their picture (those of open predictions do not)."""
    page.locator(".course-stage").first.wait_for(state="attached", timeout=PATIENCE_MS)
    return page.locator(".course-explorer:has(.course-stage:not(.course-is-locked) .course-still svg)").all()


def test_all_cells_run_without_a_complaint(opened: Page) -> None:
    expect(opened.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']")).to_have_count(0)
    assert opened.errors == []  # type: ignore[attr-defined]
    assert explorers(opened)


def test_every_picture_has_a_name_and_a_reading(opened: Page) -> None:
    for explorer in explorers(opened):
        svg = explorer.locator(".course-still svg")
        expect(svg).to_have_attribute("role", "img")
        assert len(svg.get_attribute("aria-label") or "") > 20
        expect(explorer.locator(".course-reading")).to_have_attribute("aria-live", "polite")
        expect(explorer.locator(".course-reading")).not_to_be_empty()


# What moves in a picture, and in the drawing beside it.
SHOWN = "node => [...node.querySelectorAll('.course-moving, .course-drawing')].map(part => part.innerHTML).join()"


def test_every_control_moves_picture_and_reading_by_keyboard(opened: Page) -> None:
    for explorer in explorers(opened):
        for control in explorer.locator(".course-controls :is(input[type=range], select)").all():
            control.scroll_into_view_if_needed()
            if control.is_disabled():  # it has no effect in this scene, and the widget says why
                expect(explorer.locator(".course-notes")).not_to_be_empty()
                continue
            reading, moving = explorer.locator(".course-reading"), explorer.locator(".course-moving")
            before, words, drawn = explorer.evaluate(SHOWN), reading.text_content() or "", moving.inner_html()
            control.focus()
            control.press(key_that_moves(control))
            expect(reading).not_to_have_text(words, timeout=PATIENCE_MS)
            arguments = [explorer.element_handle(), before]
            opened.wait_for_function(f"([node, before]) => ({SHOWN})(node) !== before", arg=arguments)
            expect(explorer.locator(".course-error")).to_be_hidden()
            explorer.get_by_role("button", name="Reset").press("Enter")
            expect(reading).to_have_text(words, timeout=PATIENCE_MS)
            expect(moving).to_have_js_property("innerHTML", drawn)
    assert opened.errors == []  # type: ignore[attr-defined]


def test_arrow_keys_stay_with_the_slider(opened: Page) -> None:
    """Up and down move the slider, not the notebook's selected cell."""
    for slider in opened.locator(".course-explorer input[type=range]:visible").all()[:2]:
        slider.scroll_into_view_if_needed()
        slider.focus()
        before = float(slider.input_value())
        slider.press("ArrowUp")
        expect(slider).to_be_focused()
        assert float(slider.input_value()) > before
        slider.press("ArrowDown")


def test_nothing_is_wider_than_the_page(opened: Page) -> None:
    opened.keyboard.press("Control+b")  # the file browser goes, as it would on a small screen
    expect(opened.locator("#jp-left-stack")).to_be_hidden()
    try:
        for width in (1280, 640):  # 640 is 1280 at a zoom of 200 %
            opened.set_viewport_size({"width": width, "height": 900})
            for output in opened.locator(".jp-OutputArea-output").all():
                overflow = output.evaluate("node => node.scrollWidth - node.clientWidth")
                assert overflow <= 1, output.text_content()
    finally:
        opened.set_viewport_size({"width": 1280, "height": 900})


def test_assistive_technology_sees_the_whole_notebook_from_its_end(opened: Page) -> None:
    """JupyterLab by itself hides cells that are off the screen, and with them their headings and sliders."""
    opened.locator(".jp-Notebook .jp-Cell").last.scroll_into_view_if_needed()
    nodes = opened.context.new_cdp_session(opened).send("Accessibility.getFullAXTree")["nodes"]
    seen = [node["role"]["value"] for node in nodes if not node["ignored"] and "role" in node]
    headings = opened.locator(".jp-Notebook :is(h1, h2, h3, h4)").count()
    assert headings >= 4
    assert seen.count("heading") >= headings
    assert seen.count("slider") >= opened.locator(".jp-Notebook input[type=range]:visible").count()


def test_axe_finds_nothing_serious_in_the_outputs(opened: Page) -> None:
    opened.locator(".course-explorer .course-about summary").first.click()
    options = {"resultTypes": ["violations"]}
    for scroll in opened.locator(".jp-CodeCell").all():
        scroll.scroll_into_view_if_needed()
    found = Axe().run(opened, context=[".jp-OutputArea-output"], options=options).response["violations"]
    grave = [finding for finding in found if finding["impact"] in ("serious", "critical")]
    assert grave == [], [(finding["id"], finding["nodes"][0]["html"][:200]) for finding in grave]


def test_a_prediction_is_committed_by_keyboard_alone(opened: Page) -> None:
    number = opened.locator(".course-exercise").evaluate_all(
        "all => all.findIndex(one => one.querySelector('.course-is-locked') && one.querySelector('input[type=radio]'))"
    )
    exercise = opened.locator(".course-exercise").nth(number)
    exercise.scroll_into_view_if_needed()
    explorer = exercise.locator(".course-explorer")
    expect(explorer.locator(".course-layers")).to_be_hidden()
    first = exercise.locator("input[type=radio]").first
    first.focus()
    first.press("Space")
    exercise.get_by_role("button", name="90 %").press("Enter")
    exercise.get_by_role("button", name="Commit").press("Enter")
    expect(explorer.locator(".course-layers")).to_be_visible(timeout=PATIENCE_MS)
    expect(exercise.locator("> .course-answered .course-reading")).to_contain_text("(90 % sure)")


def test_the_stored_notebook_shows_picture_and_reading_without_having_been_run(
    opened: Page, lab: str, request: pytest.FixtureRequest
) -> None:
    name = request.node.callspec.params["opened"]
    stored = nbformat.read(ROOT / "notebooks" / name, as_version=4)
    words = next(
        output["data"]["text/plain"]
        for cell in stored.cells
        if cell.cell_type == "code" and cell.source.startswith(SHOWING)
        for output in cell.outputs
    )
    page = opened.context.new_page()
    copy = Path(f"fresh_{name}")
    fresh_copy(page, lab, name, str(copy))
    open_notebook(page, lab, str(copy))
    picture = page.locator(".jp-OutputArea-output img[alt]").first
    picture.scroll_into_view_if_needed()
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth > 100")
    expect(page.get_by_text(words).first).to_be_attached()
    expect(page.locator(".jp-InputPrompt", has_text="*")).to_have_count(0)
    page.close()


def fresh_copy(page: Page, lab: str, name: str, copy: str) -> None:
    """A copy that nobody has opened or saved yet, as a clone holds it."""
    address = lab.format(f"api/contents/notebooks/{copy}")
    content = nbformat.read(ROOT / "notebooks" / name, as_version=4)
    answer = page.request.put(address, data={"type": "notebook", "format": "json", "content": content})
    assert answer.ok, answer.text()


# -- one screen (all predictions are committed here, so that these come last) -----------------------

TALLEST_PX = 640  # what JupyterLab's pane shows at 1280 x 800
OUTPUTS = ".jp-OutputArea-output :is(.course-exercise, .course-explorer:not(.course-exercise *))"


def commit_all(page: Page) -> None:
    """Commit a prediction wherever one is asked for."""
    locked = page.locator(".course-exercise:has(.course-is-locked)")
    for left in range(locked.count(), 0, -1):
        commit(locked.first)
        expect(locked).to_have_count(left - 1, timeout=PATIENCE_MS)


def heights(page: Page) -> dict[str, float]:
    """How tall each exercise and each explorer by itself is, by what it asks."""
    return dict(
        page.locator(OUTPUTS).evaluate_all(
            "all => all.filter(one => one.querySelector('.course-still svg')).map((one, place) => "
            "[`${place} ${one.textContent.trim().slice(0, 50)}`, one.getBoundingClientRect().height])"
        )
    )


@pytest.fixture
def committed(opened: Page) -> Iterator[Page]:
    commit_all(opened)
    opened.evaluate("document.querySelectorAll('details[open]').forEach(one => (one.open = false))")
    opened.set_viewport_size({"width": 1280, "height": 800})
    if not opened.locator("#jp-left-stack").is_visible():  # a test before has hidden the file browser
        opened.keyboard.press("Control+b")
    yield opened
    opened.set_viewport_size({"width": 1280, "height": 900})


def test_question_step_controls_picture_and_reading_fit_one_screen(committed: Page) -> None:
    expect(committed.locator("#jp-left-stack")).to_be_visible()  # with the file browser
    found = heights(committed)
    assert found
    assert {words: height for words, height in found.items() if height > TALLEST_PX} == {}


def test_on_a_narrow_page_the_picture_and_its_controls_fit_together(committed: Page) -> None:
    """1024 and 640 px: from the first control to the lower end of the picture."""
    for width in (1024, 640):
        committed.set_viewport_size({"width": width, "height": 800})
        found = committed.locator(".course-room:has(.course-still svg)").evaluate_all(
            "all => all.map(one => [one.textContent.trim().slice(0, 50), one.querySelector('.course-layers')"
            ".getBoundingClientRect().bottom - one.querySelector('.course-controls').getBoundingClientRect().top])"
        )
        assert found
        assert [(words, height) for words, height in found if height > TALLEST_PX] == []


def test_controls_stand_beside_the_picture_where_there_is_room(committed: Page) -> None:
    committed.set_viewport_size({"width": 1700, "height": 800})
    for room in committed.locator(".course-room:has(.course-still svg):not(:has(.course-cards))").all():
        room.scroll_into_view_if_needed()
        picture, controls = (room.locator(name).bounding_box() for name in (".course-layers", ".course-controls"))
        assert picture is not None
        assert controls is not None
        assert controls["x"] >= picture["x"] + picture["width"]


def test_pictures_follow_the_theme(committed: Page) -> None:
    """Words in a picture have the theme's colour, and nothing white lies behind them."""
    colour = "svg => getComputedStyle(svg).fill"
    for dark, words in ((True, "rgb(242, 242, 242)"), (False, "rgb(26, 26, 26)")):
        committed.evaluate("dark => (document.body.dataset.jpThemeLight = !dark)", dark)
        for svg in committed.locator(".course-still svg:has(text)").all():
            assert svg.evaluate(colour) == words
        ground = committed.locator(".course-layers").first.evaluate("node => getComputedStyle(node).backgroundColor")
        assert ground == "rgba(0, 0, 0, 0)"


def test_steps_lead_through_an_explorer(committed: Page) -> None:
    """Show me sets the scene, next goes on, and the control spoken of is marked."""
    room = committed.locator(".course-room:has(.course-guide:visible)").first
    room.scroll_into_view_if_needed()
    expect(room.locator(".course-count")).to_have_text(re.compile("^1 of "))
    room.get_by_role("button", name="Next").press("Enter")
    expect(room.locator(".course-count")).to_have_text(re.compile("^2 of "))
    expect(room.locator(".course-spoken").first).to_be_visible()
    moving = room.locator(".course-moving")
    before = moving.inner_html()
    room.get_by_role("button", name="Show me").press("Enter")
    expect(moving).not_to_have_js_property("innerHTML", before)
    room.get_by_role("button", name="Back").press("Enter")
    expect(room.locator(".course-count")).to_have_text(re.compile("^1 of "))
    room.get_by_role("button", name="Reset").press("Enter")


def test_what_can_be_clicked_moves_picture_and_reading(committed: Page) -> None:
    """An area of the brain, a step of the cascade, a wiring, a box of the map: the same as choosing it."""
    for explorer in committed.locator(".course-explorer").all():
        picks = explorer.locator(".course-layers [data-pick]:not([data-pick^=':'])")
        if not picks.count():
            continue
        explorer.scroll_into_view_if_needed()
        reading = explorer.locator(".course-reading")
        words = reading.text_content() or ""
        picks.last.click()
        expect(reading).not_to_have_text(words, timeout=PATIENCE_MS)
        explorer.get_by_role("button", name="Reset").press("Enter")
        expect(reading).to_have_text(words, timeout=PATIENCE_MS)
