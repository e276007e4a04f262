"""The chain: strengths by hand, limits, and the trial that helps most by trying them all."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import exercises, explorers, tables
from helpers.claims import chain
from helpers.interactive import COLOURS
from tests.pictures import assert_axes, assert_colour, assert_drawn, assert_says, settings_of


def test_a_link_by_hand() -> None:
    """Synapses to networks: nothing supports it, so that a trial in a hundred people is all that speaks for it."""
    found = tables.load("findings").set_index("finding_id")
    assert set(tables.load("chain_evidence").query("link_id == 'network'")["relation"]) == {"qualifies"}
    assert set(found.loc[["F-071", "F-205"], "source_id"]) == {"agnorelli_2025"}
    one_study = 0.4 * 11 / 31 * 0.5  # uncontrolled, eleven people, healthy ones for patients; a study speaks once
    trial = 100 / 120
    assert chain.strengths(experiment="network")["network"] == pytest.approx(trial / (trial + 0.5 * one_study + 0.5))


@settings(max_examples=20)
@given(animals=st.floats(0, 1))
def test_strengths_lie_between_0_and_1_and_the_product_is_never_stronger(animals: float) -> None:
    found = chain.strengths(animals)
    assert ((found >= 0) & (found <= 1)).all()
    assert chain.chain_strength(found, chain.PRODUCT) <= chain.chain_strength(found, chain.WEAKEST)


def test_a_new_trial_strengthens_its_link_and_no_other() -> None:
    before = chain.strengths()
    for link in chain.links().index:
        after = chain.strengths(experiment=link)
        assert after[link] > before[link]
        assert after.drop(link).equals(before.drop(link))


def test_the_link_without_support_is_the_weakest() -> None:
    found = chain.strengths()
    assert found.idxmin() == "network"
    assert found["network"] == 0
    assert chain.best_experiment(0.3, chain.WEAKEST) == "network"
    assert chain.best_experiment(0.0, chain.WEAKEST) == chain.NONE  # several links at 0: no trial alone does it


def test_links_form_one_chain() -> None:
    rows = chain.links().drop(chain.WHOLE)
    assert rows["source"].tolist()[1:] == rows["target"].tolist()[:-1]
    assert set(tables.load("chain_evidence")["link_id"]) == set(chain.links().index)


def test_unknown_links_and_ways_say_which_there_are() -> None:
    with pytest.raises(ValueError, match=r"no link 'hope'.*block"):
        chain.strengths(experiment="hope")
    with pytest.raises(ValueError, match=r"no way to add up a chain 'the mean'.*weakest link"):
        chain.chain_strength(chain.strengths(), "the mean")


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("one_trial", explorers.chain())
    assert not challenge.reached
    assert "The goal is a chain of 0.2 or more; now it is 0. A new trial helps most" in challenge.feedback
    challenge.explorer.set(experiment="network")
    assert challenge.reached
    challenge.explorer.set(animals=1)
    assert "back to 0.3" in challenge.feedback


def test_nothing_else_meets_the_challenge() -> None:
    challenge = exercises.challenge("one_trial", explorers.chain())
    for link in [chain.NONE, *chain.links().index.drop([chain.WHOLE, "network"])]:
        for way in chain.WAYS:
            challenge.explorer.set(experiment=link, way=way)
            assert not challenge.reached


# -- scene and picture -----------------------------------------------------------------------------

ENDS = [
    "ketamine → NMDA receptor",
    "NMDA receptor → glutamate",
    "glutamate → BDNF and mTOR",
    "BDNF and mTOR → synapses",
    "synapses → networks",
    "networks → mood",
    "ketamine → mood",
]


def test_the_scene_is_the_models() -> None:
    for explorer in settings_of("chain"):
        shown, at = explorer.scene, explorer.values
        alone, found = chain.strengths(at["animals"]), chain.strengths(at["animals"], at["experiment"])
        assert list(shown.strengths) == list(found)
        combine = min if at["way"] == chain.WEAKEST else np.prod
        assert shown.chain == pytest.approx(combine(list(found)[:6]))
        assert shown.before == pytest.approx(combine(list(alone)[:6]))
        assert shown.weakest == [link for link in list(found.index)[:6] if found[link] == min(list(found)[:6])]
        if at["experiment"] != chain.NONE:
            gains = {
                link: combine(list(chain.strengths(at["animals"], link))[:6]) - shown.before
                for link in list(found.index)[:6]
            }
            best = max(gains, key=gains.__getitem__)
            assert shown.best == (best if gains[best] > 0 else chain.NONE)


def test_the_picture_shows_the_scene() -> None:
    for explorer in settings_of("chain"):
        shown, picture = explorer.scene, explorer.picture
        values = [shown.strengths[link] for link in chain.links().index]
        assert_drawn(picture.bars, values)
        assert_drawn(picture.total, [shown.chain, shown.chain], [0.55, 6.5])
        assert picture.way.get_text() == f"dashed: the chain, {explorer.values['way']}: {shown.chain:.2f}"
        for place, (link, number) in enumerate(zip(chain.links().index, picture.numbers, strict=True)):
            own = tables.load("chain_evidence").query("link_id == @link")["relation"]
            words = f"{values[place]:.2f} · {(own == 'supports').sum()} of {len(own)} findings support it"
            words += " · weakest" if place < 6 and values[place] == min(values[:6]) else ""
            words += " · new" if link == explorer.values["experiment"] else ""
            assert number.get_text() == words
            assert number.get_position() == (values[place] + 0.015, 6 - place)


def test_a_chain_of_strength_0_is_seen() -> None:
    """Its line used to lie on the axis, which hid it."""
    explorer = explorers.chain()
    picture = explorer.picture
    assert explorer.scene.chain == 0
    explorer._drawing.whole()
    line_at = picture.axes.transData.transform((explorer.scene.chain, 1))[0]
    spine_at = picture.axes.spines["left"].get_window_extent().x1
    assert line_at - spine_at > 8
    assert picture.total.get_visible()
    assert picture.total.get_zorder() > max(bar.get_zorder() for bar in picture.bars)


def test_axes_and_colours_say_what_is_meant() -> None:
    picture = chain.ChainPicture()
    assert_axes(picture.axes, xlabel="strength of the link (0 to 1)", yticks=[6, 5, 4, 3, 2, 1, 0])
    assert_axes(picture.axes, xticks=[0, 0.2, 0.4, 0.6, 0.8, 1], xlim=(-0.04, 1.5))
    assert [label.get_text() for label in picture.axes.get_yticklabels()] == ENDS
    assert [bar.get_y() + bar.get_height() / 2 for bar in picture.bars] == pytest.approx([6, 5, 4, 3, 2, 1, 0])
    *links, whole = picture.bars
    for bar in links:
        assert_colour(bar, COLOURS["blue"])
    assert_colour(whole, COLOURS["orange"])
    assert whole.get_hatch() == "//"
    assert picture.total.get_linestyle() == "--"


def test_the_reading_says_links_chain_and_trial() -> None:
    labels = tables.load("chain_links").set_index("link_id")["label"]
    for explorer in settings_of("chain"):
        shown = explorer.scene
        told = [f"{ends} {value:.2f}" for ends, value in zip(ENDS, shown.strengths, strict=True)]
        said = [*told, f"The chain, {explorer.values['way']}, has {shown.chain:.2f};"]
        said += ["its weakest link is" if len(shown.weakest) == 1 else "its weakest links are"]
        said += [f"“{labels[link]}”" for link in shown.weakest]
        trial = explorer.values["experiment"]
        if trial != chain.NONE:
            before, now = f"{shown.before:.2f}", f"{shown.chain:.2f}"
            said += [f"With a new trial on “{labels[trial]}” the chain"]
            said += [f"stays at {now}." if before == now else f"goes from {before} to {now}."]
            best = f"strengthens the chain most is on “{labels.get(shown.best)}”."
            said += ["No single trial strengthens the chain."] if shown.best == chain.NONE else [best]
        else:
            assert "trial" not in explorer.reading
        assert_says(explorer, *said)


def test_known_numbers_are_said() -> None:
    """Strengths, the weakest link, and what a trial on it gives."""
    told = "NMDA receptor 0.51, NMDA receptor → glutamate 0.69, glutamate → BDNF and mTOR 0.60"
    assert_says(explorers.chain(), told, "synapses → networks 0.00", "ketamine → mood 0.76", "has 0.00")
    trial = explorers.chain(experiment="network")
    assert_says(
        trial, "synapses → networks 0.61", "goes from 0.00 to 0.27", "most is on “new synapses change networks”"
    )
