"""Wirings and blocked steps: the logic of paths, the table of experiments, and what the section says about them."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import exercises, explorers, tables
from helpers.molecular.cascade import model, picture

WIRINGS = list(tables.load("cascade_wirings")["wiring_id"])
STEPS = list(tables.load("cascade_nodes")["node"])
wirings = st.sampled_from([*WIRINGS, model.ALL])
steps = st.sampled_from([step for step in STEPS if step not in {model.DRUG, *model.EFFECTS}])
effects = st.sampled_from(model.EFFECTS)


# -- the drawings ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*WIRINGS, model.ALL])
def test_a_wiring_starts_at_the_drug_has_no_loop_and_no_loose_end(name: str) -> None:
    graph = model.wiring(name)
    assert nx.is_directed_acyclic_graph(graph)
    needed_only = {start for start, _, sign in graph.edges(data="sign") if sign == 0}
    assert {node for node in graph if graph.in_degree(node) == 0} - needed_only == {model.DRUG}
    assert {node for node in graph if graph.out_degree(node) == 0} <= set(model.EFFECTS)


@pytest.mark.parametrize("name", [*WIRINGS, model.ALL])
def test_every_path_raises_the_effect(name: str) -> None:
    graph = model.wiring(name)
    for effect in model.EFFECTS:
        assert all(model.sign_along(graph, path) == 1 for path in model.paths(graph, model.DRUG, effect))


def test_every_link_belongs_to_a_wiring_and_every_drawn_step_has_a_link() -> None:
    members = tables.load("cascade_wiring_edges")["edge_id"]
    assert set(members) == set(tables.load("cascade_edges")["edge_id"])
    drawn = tables.load("cascade_nodes").query("picture_label != ''")["node"]
    assert set(drawn) == set(model.wiring(model.ALL))


def test_an_unknown_wiring_names_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"no wiring 'serotonin'.*disinhibition.*all"):
        model.wiring("serotonin")


# -- the rule --------------------------------------------------------------------------------------


@given(name=wirings, step=steps, effect=effects)
def test_blocking_a_step_outside_the_wiring_changes_nothing(name: str, step: str, effect: str) -> None:
    graph = model.wiring(name)
    if model.parts(step).isdisjoint(graph) and effect in graph:
        assert model.expected(name, step, effect) == "unchanged"


@given(name=wirings, step=steps, effect=effects)
def test_it_agrees_with_reachability(name: str, step: str, effect: str) -> None:
    """Abolished means that the drug no longer reaches the effect, by networkx's own search."""
    graph = model.wiring(name)
    if effect in graph:
        left = graph.copy()
        left.remove_nodes_from(model.parts(step))
        reached = nx.has_path(left, model.DRUG, effect) if effect in left else False
        assert reached or model.expected(name, step, effect) in {"abolished", "silent"}


@given(step=steps, effect=effects)
def test_all_at_once_keeps_every_path_that_one_wiring_keeps(step: str, effect: str) -> None:
    single = [model.expected(name, step, effect) for name in WIRINGS]
    if {"unchanged", "weakened"} & set(single):
        assert model.expected(model.ALL, step, effect) != "abolished"


def test_a_step_fails_without_what_it_needs() -> None:
    """TrkB is set off by ketamine's binding, and yet nothing happens without BDNF."""
    assert model.expected("trkb", "BDNF release") == "abolished"
    assert model.expected("trkb", "calcium channel") == "unchanged"
    assert model.failing(model.wiring("trkb"), ["BDNF release"]) == {"BDNF release", "TrkB"}


def test_a_wiring_is_silent_on_a_step_that_ketamine_does_not_reach_in_it() -> None:
    assert model.expected("trkb", "AMPA receptor", "BDNF release") == "silent"


def test_doing_the_same_as_the_drug_mimics_it_and_the_opposite_does_not() -> None:
    block = {"given": "alone", "change": "lowered"}
    assert model.expected("resting", "eEF2 kinase", **block) == "mimicked"
    assert model.expected("resting", "eEF2 kinase", given="alone", change="raised") == "not mimicked"
    assert model.expected("opioid", "eEF2 kinase", **block) == "silent"
    assert model.expected("habenula", "NMDA receptor", **block) == "mimicked"


def test_a_wiring_is_silent_on_an_effect_that_it_does_not_have() -> None:
    assert model.expected("opioid", "mTOR", model.LASTING) == "silent"


# -- the experiments -------------------------------------------------------------------------------


def test_rapamycin_is_a_paradox_for_the_chain_through_mtor() -> None:
    found = model.compare("disinhibition").query("node == 'mTOR'").set_index("experiment_id")["verdict"]
    assert found[["B-01", "B-02", "B-25"]].eq("fits").all()
    assert found[["B-03", "B-04"]].eq("does not fit").all()


def test_spines_are_needed_to_last_and_not_to_start() -> None:
    found = model.compare("disinhibition").query("node == 'new synapses'")
    assert list(found["effect"]) == ["unchanged", "abolished"]
    assert found["verdict"].eq("fits").all()


def test_naltrexone_stands_for_and_against_the_opioid_wiring() -> None:
    found = model.compare("opioid").query("node == 'opioid receptors'")
    assert list(found["effect"]) == ["weakened", "unchanged"]
    assert list(found["verdict"]) == ["fits", "cannot tell"]


def test_binding_of_the_drug_to_trkb_decides_between_the_wirings() -> None:
    fits = {name: model.compare(name).set_index("experiment_id").loc["B-15", "verdict"] for name in WIRINGS}
    assert [name for name, verdict in fits.items() if verdict == "fits"] == ["trkb"]


def test_the_scores_that_the_notebook_tells() -> None:
    animals, people = model.scores(model.ANIMALS), model.scores(model.PEOPLE)
    assert animals.loc["disinhibition", ["fits", "does not fit"]].tolist() == [14, 4]
    assert animals.loc[model.ALL, ["fits", "does not fit"]].tolist() == [21, 1]
    assert people.loc["disinhibition", ["fits", "does not fit"]].tolist() == [1, 4]
    assert people.loc["opioid", ["fits", "does not fit"]].tolist() == [2, 1]
    assert (people["fits"] <= people["does not fit"]).drop("opioid").all()
    assert (animals + people).equals(model.scores())


def test_fits_outside_of_a_wirings_own_papers() -> None:
    found = model.compare("disinhibition", model.ANIMALS)
    elsewhere = found[~found["own_paper"]]["verdict"].value_counts()
    assert (elsewhere["fits"], elsewhere["does not fit"]) == (5, 3)
    assert "it fits 5 of 8" in explorers.wirings(species=model.ANIMALS).reading
    assert found.query("own_paper and verdict == 'fits'").shape[0] == 9


def test_scores_count_every_experiment_once() -> None:
    assert model.scores().sum(axis="columns").eq(len(model.experiments())).all()


def test_no_wiring_expects_a_longer_effect() -> None:
    assert model.verdict("unchanged", "prolonged") == "does not fit"
    assert model.verdict("abolished", "weakened") == "fits"
    assert model.verdict("abolished", "weakened", decides=False) == "cannot tell"


# -- the pictures ----------------------------------------------------------------------------------


def test_the_picture_cuts_what_the_block_cuts() -> None:
    explorer = explorers.cascade(name="disinhibition", blocked="TrkB")
    drawn: Any = explorer.picture
    assert drawn.boxes["TrkB"].get_text().endswith("BLOCKED")
    assert drawn.boxes["mTOR"].get_bbox_patch().get_linestyle() == "--"
    assert drawn.boxes["glutamate release"].get_bbox_patch().get_linestyle() == "-"
    assert not drawn.links["ketamine", "opioid receptors"].get_visible()


def test_the_first_drawing_is_as_good_as_the_second() -> None:
    """Links end at boxes, so that the boxes must have found their size before."""
    explorer = explorers.cascade()
    assert explorer._stage.moving == explorer._drawing.moving()
    still, moving = explorer._stage.still, explorer._stage.moving
    explorer.set(name="resting", blocked="TrkB").reset()
    assert (explorer._stage.still, explorer._stage.moving) == (still, moving)


def test_the_reading_tells_expectation_and_experiment() -> None:
    reading = explorers.cascade(name="disinhibition", blocked="mTOR", species=model.PEOPLE).reading
    assert "rapid effect abolished" in reading
    assert "rapamycin by mouth, human: unchanged" in reading
    assert "We have no experiment on that step" in explorers.cascade(blocked="glutamate release").reading


def test_the_matrix_marks_what_the_model_says() -> None:
    drawn: Any = explorers.wirings(species=model.PEOPLE).picture
    fits = drawn.marks["fits"].get_xydata()
    assert len(fits) == model.scores(model.PEOPLE)["fits"].sum()
    assert drawn.sums[0].get_text() == "1\nof 5"


def test_a_step_without_experiment_or_path_is_told_so() -> None:
    assert picture.left_percent("opioid", picture.NOTHING, model.LASTING) == 0
    assert "That step is not in this wiring" in explorers.cascade(name="opioid", blocked="mTOR").reading


def test_the_challenges_can_be_met() -> None:
    challenge = exercises.challenge("start_not_last", explorers.cascade())
    assert not challenge.reached
    challenge.explorer.set(name="trkb", blocked="new synapses")
    assert challenge.reached
    silence = exercises.challenge("silence_pays", explorers.wirings())
    assert not silence.reached
    silence.explorer.set(species=model.PEOPLE)
    assert not silence.reached
    silence.explorer.set(name="opioid")
    assert silence.reached
