"""The chain: strengths by hand, limits, and the trial that helps most by trying them all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import exercises, explorers, tables
from helpers.claims import chain


def test_a_link_by_hand() -> None:
    """Networks to mood without animals: crossover trials, a controlled experiment, an open label."""
    found = tables.load("findings").set_index("finding_id")
    first = 0.8 * 33 / 53  # F-069: crossover trial against placebo
    assert found.loc["F-069", "design"] == "crossover trial"
    third = 0.8 * 51 / 71  # F-076
    fourth = 0.4 * 0.8 * 48 / 68 if found.loc["F-081", "comparator"] in ("none", "baseline") else 0.4 * 48 / 68
    against = 0.6 * 0.8 * 0.5  # F-051: controlled, against baseline, size not seen
    qualified = first + third + fourth  # F-070 is another row of the first source
    expected = first / (first + against + 0.5 * qualified + 0.5)
    assert chain.strengths(animals=0.0)["mood"] == pytest.approx(expected, rel=0.02)


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
