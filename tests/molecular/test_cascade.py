"""Wirings and blocked steps: the logic of paths, the table of experiments, and what the section says about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise, product
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import exercises, explorers, tables
from helpers.interactive import COLOURS, living
from helpers.molecular.cascade import mechanism, model, picture, reading, scenes
from tests.pictures import (
    Standing,
    assert_axes,
    assert_colour,
    assert_drawn,
    assert_says,
    assert_seen,
    data_of,
    positions,
    settings_of,
)

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


# -- one wiring: scene, picture, reading -----------------------------------------------------------

WHOM = {"human": "people", "rat": "rats", "mouse": "mice", "rodent": "rats or mice"}
NODES = tables.load("cascade_nodes").set_index("node")
DRAWN = NODES[NODES["picture_label"] != ""]
ROWS = tables.load("cascade_experiments")
BLOCKED = [step for step in STEPS if step not in {model.DRUG, *model.EFFECTS}]
SPECIES = [model.EVERYONE, model.PEOPLE, model.ANIMALS]


@cache
def ways(name: str, effect: str, blocked: str) -> int:
    """Ways from ketamine to an effect, counted step by step from the tables: an oracle without the model's graph."""
    edges, members = tables.load("cascade_edges"), tables.load("cascade_wiring_edges")
    chosen = edges if name == "all" else edges[edges["edge_id"].isin(members.query("wiring_id == @name")["edge_id"])]
    links = list(chosen[["source_node", "target_node", "sign"]].itertuples(index=False, name=None))
    dead = {blocked, *NODES.index[NODES["part_of"] == blocked]}
    for _ in links:
        dead |= {end for start, end, sign in links if sign == "needed" and start in dead}

    def count(step: str) -> int:
        if step in dead:
            return 0
        ends = {end for start, end, sign in links if start == step and sign != "needed"}
        return 1 if step == effect else sum(count(end) for end in ends)

    return count("ketamine")


def test_the_scene_counts_the_ways_and_names_the_outcomes() -> None:
    for name, blocked in product([*WIRINGS, "all"], ["nothing", *BLOCKED]):
        at = {"name": name, "blocked": blocked}
        shown = scenes.wiring_scene(name, blocked, model.PEOPLE)
        for effect in model.EFFECTS:
            whole, left = ways(at["name"], effect, "nothing"), ways(at["name"], effect, at["blocked"])
            assert (shown.paths[effect], shown.paths_left[effect]) == (whole, left)
            said = "silent" if not whole else "unchanged" if left == whole else "weakened" if left else "abolished"
            said = "" if at["blocked"] == "nothing" else said
            assert shown.outcomes[effect] == said
        rapid, lasting = (shown.paths[effect] for effect in model.EFFECTS)
        assert shown.rapid_left_percent == (100 * shown.paths_left["rapid effect"] / rapid if rapid else 0)
        assert shown.lasting_left_percent == (100 * shown.paths_left["lasting effect"] / lasting if lasting else 0)
        assert shown.lasting_paths == lasting


def test_the_scene_holds_the_experiments_of_the_species_and_the_step() -> None:
    for name, blocked, species in product(WIRINGS[:2], ["nothing", *BLOCKED], SPECIES):
        at = {"name": name, "blocked": blocked, "species": species}
        shown = scenes.wiring_scene(name, blocked, species)
        wanted = in_species(at["species"])
        assert list(shown.against["experiment_id"]) == list(wanted["experiment_id"])
        assert list(shown.on_the_step["experiment_id"]) == list(wanted.query("node == @at['blocked']")["experiment_id"])
        assert shown.experiments_on_the_step == (wanted["node"] == at["blocked"]).sum()
        counted = Counter(shown.against["verdict"])
        assert (shown.fits, shown.does_not_fit) == (counted["fits"], counted["does not fit"])


def in_species(species: str) -> Any:
    human = ROWS["species"] == "human"
    return {"all species": ROWS, "people": ROWS[human], "rats and mice": ROWS[~human]}[species]


def test_a_blocked_step_cuts_what_lies_behind_it() -> None:
    """By hand, for the articles' own chain."""
    shown = explorers.cascade(blocked="TrkB").scene
    states = {
        state: {step for step, its in shown.states.items() if its == state} for state in set(shown.states.values())
    }
    assert states["blocked"] == {"TrkB"}
    assert states["cut off"] == {"mTOR", "new synapses", "rapid effect", "lasting effect"}
    assert states["reached"] == {
        *("ketamine", "NMDA receptor on interneurons", "interneuron firing", "glutamate release"),
        *("AMPA receptor", "calcium channel", "BDNF release"),
    }
    assert states["absent"] == {
        *("hydroxynorketamine", "NMDA receptor at rest", "eEF2 kinase", "BDNF synthesis", "TrkB binding site"),
        *("NMDA receptor in the habenula", "habenula bursts", "opioid receptors"),
        "NMDA receptor on pyramidal neurons",
    }
    links = {link: state for link, state in shown.links.items() if state != "absent"}
    assert {link for link, state in links.items() if state == "cut off"} == {
        ("BDNF release", "TrkB"),
        ("TrkB", "mTOR"),
        ("mTOR", "rapid effect"),
        ("mTOR", "new synapses"),
        ("new synapses", "lasting effect"),
    }
    assert sum(state == "live" for state in links.values()) == 6


def test_what_is_needed_carries_no_signal_and_what_needs_a_blocked_step_is_cut_off() -> None:
    whole = explorers.cascade(name="trkb").scene
    assert whole.states["BDNF release"] == "there"
    assert whole.links["BDNF release", "TrkB"] == "needed"
    shown = explorers.cascade(name="trkb", blocked="BDNF release").scene
    assert shown.states["TrkB"] == shown.states["rapid effect"] == "cut off"
    assert shown.links["BDNF release", "TrkB"] == shown.links["TrkB binding site", "TrkB"] == "cut off"
    assert shown.links["ketamine", "TrkB binding site"] == "live"


def test_one_block_of_the_receptor_blocks_it_everywhere() -> None:
    shown = explorers.cascade(name="all", blocked="NMDA receptor").scene
    assert {step for step, state in shown.states.items() if state == "blocked"} == {
        "NMDA receptor on interneurons",
        "NMDA receptor on pyramidal neurons",
        "NMDA receptor at rest",
        "NMDA receptor in the habenula",
    }


@given(name=wirings, step=steps)
def test_live_links_are_on_a_way_from_the_drug(name: str, step: str) -> None:
    """By networkx's own search, in a copy without what is blocked."""
    shown = scenes.wiring_scene(name, step, model.PEOPLE)
    left = nx.DiGraph((start, end) for (start, end), state in shown.links.items() if state == "live")
    left.add_node("ketamine")
    assert set(left) == {"ketamine", *nx.descendants(left, "ketamine")}
    assert all(shown.states[each] == "reached" for each in left)
    assert not any(state == "cut off" for state in scenes.wiring_scene(name, "nothing", model.PEOPLE).links.values())


def moved() -> Iterator[tuple[Any, Any, Any]]:
    """Every wiring with every block, in changing species: the settings, the scene, and the picture moved to it."""
    drawn = picture.WiringPicture()
    for number, (name, blocked) in enumerate(product([*WIRINGS, "all"], ["nothing", *BLOCKED])):
        at = {"name": name, "blocked": blocked, "species": SPECIES[number % 3]}
        shown = scenes.wiring_scene(**at)
        drawn.move(shown)
        yield at, shown, drawn


def test_the_ways_to_both_effects_are_squares_open_or_cut() -> None:
    for at, shown, drawn in moved():
        wanted: dict[str, list[tuple[float, float]]] = {"open": [], "shut": []}
        for effect, height in (("rapid effect", 236), ("lasting effect", 218)):
            whole, left = ways(at["name"], effect, "nothing"), ways(at["name"], effect, at["blocked"])
            assert whole <= picture.MOST_WAYS
            for place in range(whole):
                wanted["open" if place < left else "shut"].append((136 + 11 * place, height))
            said = f"{left} of {whole}: {shown.outcomes[effect]}" if at["blocked"] != "nothing" else f"{whole} way"
            told = drawn.told[effect].get_text()
            assert told.removesuffix("s") == (said if whole else "no way in this wiring")
            assert_colour(drawn.told[effect], "red" if left < whole else "black")
        for squares, name in ((drawn.open, "open"), (drawn.shut, "shut")):
            assert_drawn(squares, *np.reshape(wanted[name], (-1, 2)).T)
            assert squares.get_marker() == "s"
    assert_colour(drawn.open, "blue")
    assert_colour(drawn.shut, "red")


MARKS = {"fits": ("o", "blue"), "does not fit": ("x", "red"), "silent": (".", "grey"), "cannot tell": ("s", "grey")}
SAID = {"fits": "fits", "does not fit": "does not fit", "silent": "silent", "cannot tell": "can't decide"}


def test_each_experiment_on_the_blocked_step_is_a_card() -> None:
    """The trial that refutes a wiring is in the picture, not only in the reading."""
    for at, shown, drawn in moved():
        found = list(in_species(at["species"]).query("node == @at['blocked']").itertuples())
        assert len(found) <= len(drawn.cards)
        for place, card in enumerate(drawn.cards):
            assert_seen(card, place < len(found))
        for row, card in zip(found, drawn.cards, strict=False):
            expected = model.expected(at["name"], row.node, row.read_at, row.given, row.change)
            verdict = model.verdict(expected, row.effect, row.decides)
            assert_drawn(card.by, f"{WHOM[row.species]}: {row.manipulation}")
            said = "not in this wiring" if expected == "silent" else expected
            assert_drawn(card.seen, f"expected: {said}; seen: {row.effect}")
            assert_drawn(card.outcome, f"looked at: {row.outcome}")
            assert_drawn(card.verdict, SAID[verdict])
            assert_colour(card.verdict, MARKS[verdict][1])
        if found:
            assert sum(len(data_of(marks)[0]) for marks in drawn.marks.values()) == len(found)
            for number, verdict in enumerate(shown.on_the_step["verdict"]):
                x, y = data_of(drawn.marks[verdict])
                assert ((x == 8) & (y == 175 - 36.5 * number)).sum() == 1
            assert drawn.head.get_text() == f"what experiments on {at['blocked']} saw"


def test_without_an_experiment_on_the_step_all_are_listed_by_step() -> None:
    tested = [step for step in STEPS if step in set(ROWS["node"])]
    for at, shown, drawn in moved():
        rows = in_species(at["species"])
        listed = at["blocked"] == "nothing" or not (rows["node"] == at["blocked"]).any()
        assert list(drawn.steps) == tested
        assert_seen(drawn.steps.values(), listed)
        assert_seen(drawn.keys, listed)
        if listed:
            done: Counter[str] = Counter()
            for step, verdict in zip(shown.against["node"], shown.against["verdict"], strict=True):
                x, y = data_of(drawn.marks[verdict])
                height = 177 - 11.3 * tested.index(step)
                assert (np.isclose(x, 182 + 11 * done[step]) & np.isclose(y, height)).sum() == 1
                done[step] += 1
            head = f"no experiment on this step in {at['species']}; on others:"
            whole = f"{len(rows)} experiments in {at['species']}, by step"
            assert drawn.head.get_text() == (whole if at["blocked"] == "nothing" else head)


def test_marks_mean_what_stands_beside_them() -> None:
    drawn = picture.WiringPicture()
    for verdict, (shape, colour) in MARKS.items():
        assert drawn.marks[verdict].get_marker() == shape
        assert_colour(drawn.marks[verdict], colour)
    assert drawn.marks["does not fit"].get_markeredgewidth() == 2
    keys: list[Any] = drawn.keys
    signs, words = keys[::2], keys[1::2]
    assert [(sign.get_marker(), sign.get_color()) for sign in signs] == [
        (shape, COLOURS[colour]) for shape, colour in MARKS.values()
    ]
    assert [text.get_text() for text in words] == list(SAID.values())
    assert_axes(drawn.axes, xlim=(0, 345.6), ylim=(0, 252))


def test_no_card_is_wider_than_the_picture() -> None:
    drawn = picture.WiringPicture()
    for step in BLOCKED:
        drawn.move(scenes.wiring_scene("opioid", step, model.EVERYONE))  # "not in this wiring" is longest
        for card in drawn.cards:
            if card.by.get_visible():
                by, verdict, seen, outcome = (text.get_window_extent() for text in card[1:])
                assert by.x1 + 4 < verdict.x0
                assert max(seen.x1, outcome.x1) < 345


# -- one wiring: the synapse -----------------------------------------------------------------------

LAMPS = {"there": "there", "cut off": "cut", "blocked": "blocked", "absent": "absent"}


@cache
def synapse() -> list[tuple[str, str, Any, Any]]:
    """Every wiring with every block: wiring, block, scene, and what each part of the drawing does."""
    made = []
    for name, blocked in product([*WIRINGS, "all"], ["nothing", *BLOCKED]):
        shown = scenes.wiring_scene(name, blocked, model.EVERYONE)
        made.append((name, blocked, shown, mechanism.synapse(shown)))
    return made


def test_every_part_of_the_synapse_is_told_what_to_do() -> None:
    explorer = explorers.cascade()
    parts = living.parts_of(living.drawn(mechanism.SYNAPSE, "salt"))
    assert set(explorer.acts) == set(parts)
    links = tables.load("cascade_edges")[["source_node", "target_node"]].drop_duplicates()
    for start, end in links.itertuples(index=False, name=None):
        assert {f"way: {start} to {end}", f"dead: {start} to {end}", f"signal: {start} to {end}"} <= set(parts)


@cache
def carrying(name: str) -> set[tuple[str, str]]:
    """Links of a wiring that carry a signal, from the tables."""
    edges, members = tables.load("cascade_edges").query("sign != 'needed'"), tables.load("cascade_wiring_edges")
    chosen = edges if name == "all" else edges[edges["edge_id"].isin(members.query("wiring_id == @name")["edge_id"])]
    return set(zip(chosen["source_node"], chosen["target_node"], strict=True))


def test_dots_pass_each_link_at_one_a_second_for_each_way() -> None:
    """Counted from the tables, without the model's graph; where the link is dead there are none."""
    for name, blocked, _, acts in synapse():
        for part in (part for part in acts if part.startswith("signal: ")):
            start, end = part.removeprefix("signal: ").split(" to ")
            alive = (start, end) in carrying(name) and ways(name, end, blocked) > 0
            its = 0 if not alive else 1 if start == "ketamine" else ways(name, start, blocked)
            assert acts[part]["data-flow"] == its, (name, blocked, part)
            if its:
                assert acts[f"way: {start} to {end}"] == {"display": "inline"}
                assert acts[f"dead: {start} to {end}"] == {"display": "none"}


def test_the_signal_dies_at_the_cross_and_after_it() -> None:
    """By hand, for the articles' own chain with TrkB blocked."""
    acts = explorers.cascade(blocked="TrkB").acts
    dead = {
        part.removeprefix("dead: ") for part, act in acts.items() if act.get("display") == "inline" and "dead" in part
    }
    assert dead == {
        *("BDNF release to TrkB", "TrkB to mTOR", "mTOR to rapid effect", "mTOR to new synapses"),
        "new synapses to lasting effect",
    }
    assert acts["TrkB"] == {"states": ["blocked"]}
    assert acts["mTOR"] == acts["lasting effect"] == {"states": ["cut"]}
    assert acts["interneuron firing"] == {"states": ["less"]}
    assert acts["BDNF release"] == {"states": ["more"]}
    assert acts["spine"] == {"transform": "scale(1 0.0000)"}
    assert acts["signal: ketamine to NMDA receptor on interneurons"]["data-flow"] == 1
    assert acts["ketamine at: NMDA receptor on interneurons"] == {"display": "inline"}
    assert acts["ketamine at: opioid receptors"] == {"display": "none"}


LESS = {  # of these ketamine makes less, of all others more
    *("NMDA receptor on interneurons", "interneuron firing", "NMDA receptor at rest", "eEF2 kinase"),
    *("NMDA receptor in the habenula", "habenula bursts"),
}


def test_lamps_and_words_show_the_states_of_the_steps() -> None:
    for _, _, shown, acts in synapse():
        for step, its in shown.states.items():
            if step != "ketamine":
                lamp = LAMPS.get(its, "less" if step in LESS else "more")
                assert acts[step] == {"states": [lamp]}
                assert acts[f"label: {step}"] == {"opacity": 0.6 if its == "absent" else 1}


def test_the_new_spine_is_as_tall_as_the_share_of_its_ways() -> None:
    heights = set()
    for name, blocked, shown, acts in synapse():
        whole, left = ways(name, "new synapses", "nothing"), ways(name, "new synapses", blocked)
        share = left / whole if whole else 0
        assert acts["spine"] == {"transform": f"scale(1 {share:.4f})"}
        heights.add(share)
        grown = f"a new spine grows to {100 * share:.0f} % of its height." if share else "no new spine grows."
        wanted = grown if whole else "steps on its ways."
        assert wanted in reading.read_wiring(shown).text
    assert {0, 0.5, 1} <= heights


def test_the_reading_says_how_far_the_signal_comes() -> None:
    between = [step for step in DRAWN.index if step not in {model.DRUG, *model.EFFECTS}]
    for name, blocked, shown, acts in synapse():
        whole, left = (sum(ways(name, step, at) > 0 for step in between) for at in ("nothing", blocked))
        assert f"reaches {left} of the {whole} steps on its ways" in reading.read_wiring(shown).text
        assert sum(acts[step]["states"][0] in ("more", "less") for step in between) == left


def test_a_press_blocks_a_step_and_another_lets_it_go() -> None:
    explorer = explorers.cascade()
    parts = living.parts_of(living.drawn(mechanism.SYNAPSE, "salt"))
    steps = [part.removeprefix("button: ") for part in parts if part.startswith("button: ")]
    assert set(steps) == set(BLOCKED) - {"NMDA receptor"}
    for step in steps:
        assert parts[f"button: {step}"].attrib["aria-label"].startswith("Block ")
        for pressed in ("true", "false"):
            control, value = explorer.acts[f"button: {step}"]["data-pick"].split(":")
            explorer._picked(None, {"control": control, "value": value}, None)
            assert explorer.acts[f"button: {step}"]["aria-pressed"] == pressed
            assert explorer.values["blocked"] == (step if pressed == "true" else "nothing")


@pytest.mark.parametrize("drawing", [mechanism.SYNAPSE, mechanism.CARDS])
def test_a_drawing_is_small_and_shows_no_ids(drawing: Any) -> None:
    assert drawing.stat().st_size < 30_000
    words = [text.text for text in living.drawn(drawing, "salt").iter("{http://www.w3.org/2000/svg}text")]
    assert not any("_" in str(each) or "B-" in str(each) for each in words)


# -- one wiring: in words --------------------------------------------------------------------------


def test_the_refuting_trial_is_seen_when_mtor_is_blocked() -> None:
    """Two crosses on the cards, and in words below."""
    explorer = explorers.cascade(blocked="mTOR", species=model.PEOPLE)
    assert len(data_of(explorer.picture.marks["does not fit"])[0]) == 2
    assert [card.verdict.get_text() for card in explorer.picture.cards[:2]] == ["does not fit"] * 2
    assert explorer.headline == "mTOR blocked: both effects abolished"
    assert_says(explorer, "rapamycin by mouth, people: unchanged (does not fit)")


@pytest.mark.parametrize(
    ("scene", "words"),
    [
        ({}, "Ketamine's signal reaches the lasting effect by 1 way"),
        ({"name": "opioid"}, "Ketamine's signal reaches the lasting effect by 0 ways"),
        ({"blocked": "new synapses"}, "new synapses blocked: rapid effect unchanged, lasting effect abolished"),
        ({"name": "resting", "blocked": "TrkB"}, "TrkB blocked: rapid effect abolished, no lasting effect drawn"),
        (
            {"name": "opioid", "blocked": "mTOR"},
            "mTOR: not in this wiring, so that nothing changes",
        ),
    ],
)
def test_the_headline_says_what_the_block_does(scene: dict[str, str], words: str) -> None:
    assert explorers.cascade(**scene).headline == words


def test_the_first_drawing_is_as_good_as_the_second() -> None:
    explorer = explorers.cascade()
    assert explorer._stage.moving == explorer._drawing.moving()
    still, moving = explorer._stage.still, explorer._stage.moving
    explorer.set(name="resting", blocked="TrkB").reset()
    assert (explorer._stage.still, explorer._stage.moving) == (still, moving)


def test_the_reading_tells_expectation_and_experiments() -> None:
    labels = dict(tables.load("cascade_wirings")[["wiring_id", "label"]].itertuples(index=False, name=None))
    for explorer in settings_of("cascade"):
        shown, at = explorer.scene, explorer.values
        said = [f"Wiring “{(labels | {'all': 'all of them at once'})[at['name']]}”"]
        if at["blocked"] == "nothing":
            rapid, lasting = shown.paths.values()
            said.append(
                f"paths from ketamine: {rapid} to the rapid effect and {lasting} to the lasting effect. "
                "Nothing is blocked."
            )
        else:
            said.append(f"with {at['blocked']} blocked makes us expect: ")
            for effect, what in shown.outcomes.items():
                left = f" ({shown.paths_left[effect]} of {shown.paths[effect]} paths left)"
                said.append(f"{effect} not in this wiring" if what == "silent" else f"{effect} {what}{left}")
            outside = at["blocked"] not in model.wiring(at["name"]) and at["blocked"] != "NMDA receptor"
            assert ("That step is not in this wiring." in explorer.reading) == (outside or not shown.belongs)
            found = shown.on_the_step
            said += [
                f"{row.manipulation}, {WHOM[row.species]}: {row.effect} ({row.verdict})" for row in found.itertuples()
            ]
            said += [] if len(found) else ["We have no experiment on that step in these species."]
        counted = Counter(shown.against["verdict"])
        said.append(f"Of {len(shown.against)} experiments in {at['species']}, this wiring fits {counted['fits']}, does")
        said.append(
            f"not fit {counted['does not fit']}, and is silent on {counted['silent']}; {counted['cannot tell']} can't"
        )
        assert_says(explorer, *said)


def test_the_table_lists_the_experiments_on_the_step_without_ids() -> None:
    listed = explorers.cascade(blocked="mTOR", species=model.PEOPLE).table
    assert listed is not None
    assert list(listed["seen"]) == ["unchanged", "prolonged"]
    assert list(listed["expected"]) == ["abolished", "abolished"]
    assert list(listed["verdict"]) == ["does not fit"] * 2
    assert listed["study"].str.startswith("Abdallah").all()
    assert not listed.astype(str).apply(lambda cells: cells.str.contains("B-0")).any().any()
    assert explorers.cascade().table is None


# -- all wirings: scene, picture, reading ----------------------------------------------------------


def test_the_matrix_shows_the_experiments_of_the_species_and_says_how_many_are_left_out() -> None:
    """No empty rows: 6 of 29 experiments are in people."""
    for species, shown, left_out in ((model.EVERYONE, 29, 0), (model.PEOPLE, 6, 23), (model.ANIMALS, 23, 6)):
        explorer = explorers.wirings(species=species)
        assert (explorer.scene.experiments, explorer.scene.left_out) == (shown, left_out)
        assert set(explorer.scene.rows["experiment_id"]) == set(in_species(species)["experiment_id"])
    assert_says(explorers.wirings(species=model.PEOPLE), "6 experiments in people (23 in rats and mice left out)")
    assert_says(explorers.wirings(species=model.ANIMALS), "23 experiments in rats and mice (6 in people left out)")


def test_people_come_first_and_steps_follow_the_chain() -> None:
    rows = explorers.wirings().scene.rows
    assert list(rows["species"] == "human") == [True] * 6 + [False] * 23
    for group in (rows[:6], rows[6:]):
        places = [list(NODES.index).index(step) for step in group["node"]]
        assert all(one <= other for one, other in pairwise(places))


def test_the_matrix_scene_is_the_rule() -> None:
    for chosen, species in product([*WIRINGS, "all"], SPECIES):
        at = {"name": chosen}
        shown = scenes.matrix_scene(chosen, species)
        assert list(shown.verdicts.columns) == [*WIRINGS, "all"]
        for (_, row), (_, verdicts) in zip(shown.rows.iterrows(), shown.verdicts.iterrows(), strict=True):
            for name, its in verdicts.items():
                wanted = model.expected(str(name), row["node"], row["read_at"], row["given"], row["change"])
                assert its == model.verdict(wanted, row["effect"], row["decides"])
        counted = Counter(shown.verdicts[at["name"]])
        assert (shown.fits, shown.does_not_fit, shown.silent) == tuple(
            counted[each] for each in ("fits", "does not fit", "silent")
        )
        assert shown.lead == counted["fits"] - counted["does not fit"]
        own = model.papers(at["name"])
        others = Counter(shown.verdicts[at["name"]][[source not in own for source in shown.rows["source_id"]]])
        assert shown.elsewhere == (others["fits"], others["fits"] + others["does not fit"])


def test_each_wiring_sorts_the_cards_as_the_scene_says() -> None:
    """To the right of the line what fits, to the left what does not, far right the rest; people first."""
    every = [*WIRINGS, "all"]
    for explorer in settings_of("wirings"):
        shown, drawn = explorer.scene, explorer.picture
        people = (shown.rows["species"] == "human").to_numpy()
        for (verdict, of_people), marks in drawn.cards.items():
            x, y = data_of(marks)
            for row, name in enumerate(every):
                its = shown.verdicts[name].to_numpy() == verdict
                assert (y == row).sum() == (its & (people == of_people)).sum()
                if verdict == "fits":
                    assert (x[y == row] > 0).all()
                if verdict == "does not fit":
                    assert (x[y == row] < 0).all()
                if verdict in ("silent", "cannot tell"):
                    assert (x[y == row] >= 28).all()
        for row, name in enumerate(every):
            assert_drawn(drawn.fits[row], str(shown.counted_under(name, "fits")))
            assert_drawn(drawn.fails[row], str(shown.counted_under(name, "does not fit")))
            neither = shown.experiments - shown.decided(name)
            assert_drawn(drawn.quiet[row], str(neither))
            assert drawn.quiet[row].get_position() == pytest.approx((28.4 + 0.6 * neither, row))
            weight = drawn.labels[name].get_fontweight()
            assert weight == ("bold" if name == shown.name else "normal")
        assert drawn.band.get_y() == pytest.approx(every.index(explorer.values["name"]) - 0.71)


def test_no_two_cards_of_a_row_lie_on_each_other() -> None:
    for explorer in settings_of("wirings"):
        places = np.concatenate([np.column_stack(data_of(cards)) for cards in explorer.picture.cards.values()])
        for row in range(7):
            across = np.sort(places[places[:, 1] == row, 0])
            assert (np.diff(across) >= 0.599).all()
            assert len(across) == explorer.scene.experiments
        assert -19.5 < places[:, 0].min() < places[:, 0].max() < 39


COLUMNS = {"does not fit": 0, "fits": 108, "silent": 216, "cannot tell": 216}


def test_each_card_lies_in_the_column_of_its_verdict() -> None:
    """Below each other, people first; those that can't decide below the silent, under a head of their own."""
    for explorer in settings_of("wirings"):
        at, acts = explorer.values, explorer.acts
        rows, own = in_species(at["species"]), model.papers(at["name"])
        stand: dict[str, list[tuple[float, bool]]] = {verdict: [] for verdict in COLUMNS}
        for row in ROWS.itertuples():
            seen = row.experiment_id in set(rows["experiment_id"])
            act = acts[f"card {row.experiment_id}"]
            assert act["display"] == ("inline" if seen else "none")
            if seen:
                expected = model.expected(at["name"], row.node, row.read_at, row.given, row.change)
                verdict = model.verdict(expected, row.effect, row.decides)
                x, y = map(float, act["transform"].removeprefix("translate(").removesuffix(")").split())
                assert x == COLUMNS[verdict]
                stand[verdict].append((y, row.species == "human"))
                ground = {"fits": "fits", "does not fit": "fails"}.get(verdict, "silent")
                ground += "_own" if row.source_id in own else ""
                assert acts[f"ground {row.experiment_id}"] == {"states": [ground]}
        above = len(stand["silent"])
        assert acts["open at"]["transform"] == f"translate(216.00 {20 + 14.4 * above:.2f})"
        for verdict, cards in stand.items():
            first = above + 1 if verdict == "cannot tell" else 0
            wanted = [20 + 14.4 * (first + place) for place in range(len(cards))]
            assert sorted(y for y, _ in cards) == pytest.approx(wanted)
            of_people = [people for _, people in sorted(cards)]
            assert of_people == sorted(of_people, reverse=True)
        heads = {"fails": "does not fit", "fits": "fits", "silent": "silent", "open": "cannot tell"}
        for head, verdict in heads.items():
            words = "can't decide" if head == "open" else verdict
            assert acts[head] == {"text": f"{words}: {len(stand[verdict])}"}


def test_each_card_has_the_sign_of_its_species_and_names_its_step() -> None:
    parts = living.parts_of(living.drawn(mechanism.CARDS, "salt"))
    assert {f"card {card}" for card in ROWS["experiment_id"]} == {part for part in parts if part.startswith("card ")}
    names: dict[str, set[str]] = {}
    for row in ROWS.itertuples():
        _, sign, text = parts[f"card {row.experiment_id}"]
        assert sign.attrib["href"] == ("#salt-person" if row.species == "human" else "#salt-mouse")
        names.setdefault(str(text.text), set()).add(row.node)
    assert all(len(steps) == 1 for steps in names.values())
    assert names["mTOR"] == {"mTOR"}
    assert names["HNK"] == {"hydroxynorketamine"}
    assert names["NMDA interneuron"] == {"NMDA receptor on interneurons"}


def test_people_lie_next_to_the_line() -> None:
    for explorer in settings_of("wirings"):
        for verdict in ("fits", "does not fit"):
            (x_people, y_people), (x_animals, y_animals) = (
                data_of(explorer.picture.cards[verdict, of]) for of in (True, False)
            )
            for row in range(7):
                inner, outer = abs(x_people[y_people == row]), abs(x_animals[y_animals == row])
                if len(inner) and len(outer):
                    assert inner.max() < outer.min()


def test_signs_and_colours_of_cards_say_what_is_meant() -> None:
    drawn = explorers.wirings().picture
    for (verdict, of_people), cards in drawn.cards.items():
        assert cards.get_marker() == ("D" if of_people else "s")
        wanted = {"fits": "blue", "does not fit": "red", "silent": "light grey", "cannot tell": "grey"}
        assert_colour(cards, wanted[verdict])
    words = [text.get_text() for text in drawn.axes.texts]
    assert words[:3] == ["does not fit", "fits", "silent, undecided"]
    labels = [*tables.load("cascade_wirings")["label"], "all of them at once"]
    assert [text.get_text() for text in drawn.labels.values()] == labels


def test_what_every_wiring_fits_and_what_none_does_is_counted() -> None:
    shown = explorers.wirings().scene
    fits = shown.verdicts == "fits"
    assert shown.by_every == int((fits.sum(axis=1) == 7).sum())
    assert shown.by_none == int((fits.sum(axis=1) == 0).sum())
    assert_says(explorers.wirings(), f"Every wiring fits {shown.by_every} of them, and none fits {shown.by_none}.")


def test_the_matrix_reading_says_the_scores() -> None:
    labels = [*tables.load("cascade_wirings")["label"], "all of them at once"]
    for explorer in settings_of("wirings"):
        shown, at = explorer.scene, explorer.values
        said = [f"{len(in_species(at['species']))} experiments in {at['species']}"]
        others = "rats and mice" if at["species"] == "people" else "people"
        said += [] if at["species"] == "all species" else [f"({29 - shown.experiments} in {others} left out)"]
        chosen = labels[[*WIRINGS, "all"].index(at["name"])]
        counted = Counter(shown.verdicts[at["name"]])
        said.append(f"“{chosen}” fits {counted['fits']}, does not fit {counted['does not fit']}, and is")
        said.append(f"silent on {counted['silent']}; {counted['cannot tell']} can't decide.")
        said.append(f"it fits {shown.elsewhere[0]} of {shown.elsewhere[1]}.")
        for label, (_, its) in zip(labels, shown.verdicts.items(), strict=True):
            fits = (its == "fits").sum()
            said.append(f"{label} {fits} of {fits + (its == 'does not fit').sum()}")
        assert_says(explorer, *said)
        assert explorer.table is not None
        assert list(explorer.table["seen"]) == list(shown.rows["effect"])
        assert list(explorer.table["verdict"]) == list(shown.verdicts[at["name"]])


# -- exercises -------------------------------------------------------------------------------------


def test_the_challenge_of_the_lasting_effect_can_be_met_and_not_by_one_control() -> None:
    challenge = exercises.challenge("start_not_last", explorers.cascade())
    assert "Choose another wiring than the articles' own" in challenge.feedback
    challenge.explorer.set(name="opioid")
    assert "a wiring with at least one way to a lasting effect; now it is 0 ways" in challenge.feedback
    challenge.explorer.set(name="trkb", blocked="TrkB")
    assert "a rapid effect that keeps all of its ways (100 %); now it is 0 %" in challenge.feedback
    challenge.explorer.set(blocked="nothing")
    assert "a lasting effect that keeps none of its ways (0 %); now it is 100 %" in challenge.feedback
    challenge.explorer.set(blocked="new synapses")
    assert challenge.reached
    assert_no_single_control("start_not_last", scenes.wiring_scene)


def test_the_challenge_of_silence_can_be_met_and_not_by_one_control() -> None:
    challenge = exercises.challenge("silence_pays", explorers.wirings())
    assert "Choose the experiments in people" in challenge.feedback
    challenge.explorer.set(species=model.PEOPLE)
    assert "a lead of one experiment or more (those that fit less those that fail); now it is -3." in challenge.feedback
    challenge.explorer.set(name="opioid")
    assert challenge.reached
    assert_no_single_control("silence_pays", scenes.matrix_scene)


def assert_no_single_control(question_id: str, compute: Any) -> None:
    explorer = getattr(explorers, tables.row("questions", question_id)["explorer"])()
    for name, control in explorer.controls.items():
        for value in positions(control):
            there: Any = Standing(compute, explorer.values | {name: value})
            assert not exercises.judge_goals(question_id, there).right, (name, value)
