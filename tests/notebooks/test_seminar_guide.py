"""The seminar guide: its scenes run, its minutes add up, its notebooks and links are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from helpers.interactive import Explorer

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
GUIDE = (FOLDER / "seminar_guide.md").read_text(encoding="utf-8")
SCENES = [line for block in re.findall(r"```python\n(.*?)```", GUIDE, re.S) for line in block.splitlines()]


@pytest.mark.parametrize("line", [line for line in SCENES if line.startswith("explorers.")])
def test_every_scene_can_be_shown(line: str) -> None:
    from helpers import explorers

    made = eval(line, {"explorers": explorers})
    assert isinstance(made, Explorer)
    assert made.reading


def test_most_scenes_are_steps_so_that_they_can_not_drift() -> None:
    """Only where a scene is no step of its explorer does the guide set it by itself."""
    scenes = [line for line in SCENES if line.startswith("explorers.")]
    own = [line for line in scenes if not re.fullmatch(r"explorers\.\w+\(\)(\.show\(\d\))?", line)]
    assert len(own) <= 2
    assert len(scenes) >= 20


def test_every_notebook_has_an_opening_plans_errors_prompts_and_scenes() -> None:
    sections = re.split(r"^## ", GUIDE, flags=re.M)
    for path in FOLDER.glob("*.ipynb"):
        (section,) = [text for text in sections if text.startswith(f"{path.stem[:2]} ")]
        for part in (
            "**Open with:**",
            "**45 minutes**",
            "**90 minutes**",
            "**Where students go wrong.**",
            "**Prompts.**",
            "```python",
        ):
            assert part in section, (path.stem, part)


def test_the_steps_of_the_imaging_session_leave_five_of_ninety_minutes() -> None:
    section = GUIDE.split("## 05 The imaging study")[1].split("**Where students go wrong.**")[0]
    steps = section.split("- **90 minutes**")[1]
    minutes = [int(found) for found in re.findall(r"\((\d+)\)\.?$", steps, re.M)]
    assert len(minutes) == 8
    assert sum(minutes) == 85  # and five to spare


@pytest.mark.parametrize("number", ["00", "01", "02", "03", "04", "05", "06"])
def test_short_plans_make_forty_five_minutes(number: str) -> None:
    section = re.split(rf"^## {number} ", GUIDE, flags=re.M)[1]
    plan = section.split("- **45 minutes**")[1].split("- **90 minutes**")[0]
    assert sum(int(minutes) for minutes in re.findall(r"\((\d+)\)", plan)) == 45
