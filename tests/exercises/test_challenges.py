"""A goal is reached by thinking: hardly ever by chance, and never by pushing one control to its end."""

from __future__ import annotations

import random
from typing import Any

import pytest

from helpers import exercises, explorers, tables
from helpers.interactive import Slider
from tests.pictures import Standing

ASKED = tables.load("questions").query("kind == 'challenge'").set_index("question_id")["explorer"]
TRIED, MOST_BY_CHANCE = 60, 0.3
MARKS = [name for name in ASKED.index if ASKED[name] == "find_the_errors"]


def positions_of(control: Any) -> list[Any]:
    """Every place where a control can stand."""
    if isinstance(control, Slider):
        steps = round((control.max - control.min) / control.step)
        return [min(control.max, control.min + control.step * step) for step in range(steps + 1)]
    return [value for _, value in control.options]


@pytest.mark.parametrize("question_id", list(ASKED.index))
def test_a_challenge_is_seldom_met_by_accident(question_id: str) -> None:
    explorer = getattr(explorers, ASKED[question_id])()
    draw = random.Random(question_id)
    places = {name: positions_of(control) for name, control in explorer.controls.items()}
    met = 0
    for _ in range(TRIED):
        values = {name: draw.choice(options) for name, options in places.items()}
        shown: Any = Standing(explorer._compute, values)
        met += exercises.judge_goals(question_id, shown).right
    assert met <= MOST_BY_CHANCE * TRIED


@pytest.mark.parametrize("question_id", list(ASKED.index))
def test_no_challenge_is_met_by_pushing_to_an_end(question_id: str) -> None:
    """As it opens; each control alone at either end; all of them at one end."""
    explorer = getattr(explorers, ASKED[question_id])()
    places = {name: positions_of(control) for name, control in explorer.controls.items()}
    sliders = [name for name, control in explorer.controls.items() if isinstance(control, Slider)]
    trivial = [{}, *({name: places[name][end]} for name in sliders for end in (0, -1))]
    trivial += [{name: options[end] for name, options in places.items()} for end in (0, -1)]
    for values in trivial:
        shown: Any = Standing(explorer._compute, {**explorer.values, **values})
        assert not exercises.judge_goals(question_id, shown).right, values


def test_a_goal_is_said_as_a_person_says_it() -> None:
    """What is measured has words of its own; a choice needs no more than its hint."""
    goals = tables.load("question_goals")
    measured = goals["relation"].isin(["at_least", "at_most"])
    assert (goals.loc[measured, "goal"].str.len() > 0).all()
    assert not goals["goal"].str.replace("V_T", "").str.contains(r"[_=<>]|\bTrue\b|\bwanted\b").any()
    assert (goals["hint"].str.len() > 15).all()
