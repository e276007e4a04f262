"""The chain: strengths by hand, limits, and the trial that helps most by trying them all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import exercises, explorers, tables
from helpers.claims import chain


def test_a_link_by_hand() -> None:
    """Synapses to networks: nothing supports it, so that a trial in a hundred people is all that speaks for it."""
    found = tables.load("findings").set_index("finding_id")
    assert set(tables.load("chain_evidence").query("link_id == 'network'")["relation"]) == {"qualifies"}
    assert set(found.loc[["F-071", "F-205"], "source_id"]) == {"agnorelli_2025"}
    one_source = 0.4 * 0.8 * 11 / 31  # uncontrolled, no comparator, eleven people; a source speaks once
    trial = 100 / 120
    assert chain.strengths(experiment="network")["network"] == pytest.approx(trial / (trial + 0.5 * one_source + 0.5))


@settings(max_examples=20, deadline=None)
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
    with pytest.raises(ValueError, match="weakest link"):
        chain.chain_strength(chain.strengths(), "the mean")


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("one_trial", explorers.chain())
    assert not challenge.reached
    challenge.explorer.set(experiment="network")
    assert challenge.reached
