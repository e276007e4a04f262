"""Connectivity as published: symmetry, networks, graphs, and an independent count of modularity."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import exercises, explorers
from helpers.interactive import COLOURS, Explorer
from helpers.network import cortex
from helpers.network.cortex import brain, model, picture
from tests.pictures import assert_colour, assert_drawn, assert_says, data_of


@pytest.mark.parametrize("group", ["main", "holdout"])
def test_a_matrix_of_correlations(group: str) -> None:
    matrix = cortex.connectivity(group).to_numpy()
    assert matrix.shape == (100, 100)
    np.testing.assert_array_equal(matrix, matrix.T)
    assert (np.diag(matrix) == 1).all()
    assert np.abs(matrix).max() <= 1
    assert np.linalg.eigvalsh(matrix)[0] > 0


def test_the_two_groups_agree() -> None:
    first, second = (cortex.connectivity(group).to_numpy() for group in ("main", "holdout"))
    above = np.triu_indices(100, 1)
    assert np.corrcoef(first[above], second[above])[0, 1] > 0.98


@pytest.mark.parametrize("group", ["main", "holdout"])
def test_every_network_holds_together_more_than_with_others(group: str) -> None:
    strength = cortex.strengths(cortex.connectivity(group))
    assert len(strength) == 7
    assert (strength["within"] > strength["between"]).all()


def test_block_means_are_the_means_of_their_pairs() -> None:
    matrix = cortex.connectivity()
    means = cortex.block_means(matrix)
    network = cortex.parcels()["network"]
    visual, control = (list(network.index[network == name]) for name in ("visual", "control"))
    assert means.loc["visual", "control"] == pytest.approx(matrix.loc[visual, control].to_numpy().mean())
    own = matrix.loc[visual, visual].to_numpy()[np.triu_indices(len(visual), 1)]
    assert means.loc["visual", "visual"] == pytest.approx(own.mean())
    np.testing.assert_allclose(means, means.T)


def test_the_limbic_network_is_no_network_here() -> None:
    """Told in the notebook: its areas go with the default mode's more than with each other."""
    means = cortex.block_means(cortex.connectivity())
    assert means.loc["limbic", "default mode"] > means.loc["limbic", "limbic"]


@settings(max_examples=15)
@given(threshold=st.floats(0.1, 0.9))
def test_a_higher_threshold_keeps_fewer_links(threshold: float) -> None:
    matrix = cortex.connectivity()
    graph, stricter = (cortex.network_graph(matrix, level) for level in (threshold, threshold + 0.05))
    assert set(stricter.edges) <= set(graph.edges)
    assert all(link["weight"] >= threshold for *_, link in graph.edges(data=True))
    assert not list(nx.selfloop_edges(graph))


def test_modularity_is_what_its_formula_gives() -> None:
    graph = cortex.network_graph(cortex.connectivity(), 0.4)
    weights = nx.to_numpy_array(graph)
    strength, total = weights.sum(axis=1), weights.sum()
    network = cortex.parcels().loc[list(graph), "network"].to_numpy(dtype=object)
    same = network[:, None] == network[None, :]
    expected = ((weights - np.outer(strength, strength) / total) * same).sum() / total
    assert cortex.modularity(graph) == pytest.approx(expected)
    assert cortex.modularity(nx.empty_graph(cortex.parcels().index)) == 0


def test_an_unknown_group_names_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"no group 'patients'.*main, holdout"):
        cortex.connectivity("patients")


def test_an_area_shows_its_links() -> None:
    explorer = explorers.cortex(seed="LH_Default_pCunPCC_1")
    graph = cortex.network_graph(cortex.connectivity(), 0.4)
    assert set(explorer.scene.neighbours) == set(graph["LH_Default_pCunPCC_1"])
    name = "left precuneus and posterior cingulate 1 (default mode)"
    assert_says(explorer, f"area {name} has {graph.degree['LH_Default_pCunPCC_1']} links, 9 of them within its own")
    assert explorer.set(threshold=0.8).reading.endswith(f"The area {name} has no links.")


def test_names_of_areas_are_words_and_differ() -> None:
    names = [model.area_name(label) for label in cortex.parcels().index]
    assert len(set(names)) == 100
    assert not [name for name in names if "_" in name or "LH" in name]
    assert model.area_name("LH_Vis_3") == "left visual cortex 3, inner and lower"
    assert model.area_name("LH_SomMot_6") == "left somatomotor cortex 6, inner and upper"
    assert model.area_name("LH_Limbic_TempPole_1") == "left temporal pole 1 (limbic)"


def test_the_limbic_network_has_nothing_from_below_the_cortex() -> None:
    """Told in About and in the notebook: the articles' limbic system is something else."""
    parts = {label.split("_")[2] for label in cortex.parcels().index if "_Limbic_" in label}
    assert parts == {"OFC", "TempPole"}
    assert (cortex.parcels()["network"] == "limbic").sum() == 5
    (left_out,) = dict(explorers.cortex()._stage.get_state("about")["about"])["Leaves out"]
    assert "amygdala, hippocampus and thalamus are not in this atlas" in left_out
    assert "not the limbic system" in left_out


@pytest.mark.parametrize("group", ["main", "holdout"])
@pytest.mark.parametrize("threshold", [0.1, 0.3, 0.5, 0.7, 0.8])
def test_the_shares_of_linked_pairs_are_counted_one_by_one(group: str, threshold: float) -> None:
    matrix = cortex.connectivity(group).to_numpy()
    network = cortex.parcels()["network"].to_numpy(dtype=object)
    above = np.triu(np.ones((100, 100), dtype=bool), 1)
    same = network[:, None] == network[None, :]
    expected = [100 * (matrix >= threshold)[pairs].mean() for pairs in (above, above & same, above & ~same)]
    graph = cortex.network_graph(cortex.connectivity(group), threshold)
    assert model.shares_linked(graph) == pytest.approx(expected)


def test_the_networks_fall_apart_as_the_threshold_rises() -> None:
    """What the reader is asked to look for: links between networks go first."""
    ratios = []
    for threshold in (0.2, 0.3, 0.4, 0.5, 0.6):
        shown = explorers.cortex(threshold=threshold).scene
        ratios.append(shown.between_percent / shown.within_percent)
    assert ratios == sorted(ratios, reverse=True)
    assert ratios[0] > 0.7
    assert ratios[-1] < 0.06


@pytest.mark.parametrize("group", ["main", "holdout"])
def test_the_hints_of_the_challenge_lead_to_its_goal(group: str) -> None:
    """At its maximum the threshold was to be raised."""
    challenge = exercises.challenge("fine_communities", explorers.cortex(group=group))
    assert not challenge.reached
    threshold, steps = 0.8, 0
    challenge.explorer.set(threshold=threshold)
    assert "at least 5 % of all pairs linked; now it is 0." in challenge.feedback
    while not challenge.reached:
        threshold = round(threshold + (0.02 if "raise" in challenge.feedback else -0.02), 2)
        challenge.explorer.set(threshold=threshold)
        steps += 1
    assert 0.5 <= threshold <= 0.6
    assert steps < 15
    for low in (0.1, 0.3, 0.4, 0.48):
        challenge.explorer.set(threshold=low)
        assert challenge.feedback.endswith("raise the threshold.")


# -- scene and picture -----------------------------------------------------------------------------


SEEDS = ["LH_Vis_1", "RH_Default_PFCv_1", "LH_Limbic_OFC_1", "RH_SomMot_3", "LH_Default_pCunPCC_1"]


def some_settings() -> Iterator[Explorer]:
    """Each network and threshold once, both groups, areas of both sides; all hundred areas would take minutes."""
    explorer = explorers.cortex()
    yield explorer
    for place, network in enumerate(["all", *model.network_names()]):
        seed = SEEDS[place] if place < len(SEEDS) else "none"
        group = "holdout" if place % 3 == 1 else "main"
        yield explorer.set(group=group, threshold=0.1 + 0.1 * place, network=network, seed=seed)
    yield explorer.reset().set(threshold=0.3, network="default mode", seed="RH_Default_PFCv_1", group="holdout")


NETWORK = cortex.parcels()["network"]


def painted(explorer: Explorer) -> dict[str, str]:
    """Style of each area, by its label."""
    return {name.removeprefix("pick:seed:"): style for name, style in explorer.picture.paint.items()}


def test_areas_are_painted_by_network_and_by_their_links() -> None:
    """The walkthrough's fault: the threshold changed nothing that one could see on the brain."""
    for explorer in some_settings():
        if explorer.values["seed"] != "none":
            continue
        matrix = cortex.connectivity(explorer.values["group"])
        links = (matrix >= explorer.values["threshold"]).sum() - 1
        for area, style in painted(explorer).items():
            looked_at = explorer.values["network"] in ("all", NETWORK[area])
            if not links[area] or not looked_at:
                assert style == f"fill:{COLOURS['pale grey']};fill-opacity:1"
            else:
                strength = round(0.25 + 0.75 * min(links[area] / 50, 1), 1)
                colour = COLOURS[picture.NETWORK_COLOURS[NETWORK[area]]]
                assert style == f"fill:{colour};fill-opacity:{strength:g}"


def test_an_area_is_painted_with_all_that_go_with_it() -> None:
    for explorer in some_settings():
        seed = explorer.values["seed"]
        if seed == "none":
            continue
        matrix = cortex.connectivity(explorer.values["group"])
        partners = set(matrix.index[matrix[seed] >= explorer.values["threshold"]]) - {seed}
        for area, style in painted(explorer).items():
            if area == seed:
                assert style.startswith(f"fill:{COLOURS['black']};")
                assert f"stroke:{COLOURS['pink']}" in style
            else:
                colour = picture.NETWORK_COLOURS[NETWORK[area]] if area in partners else "pale grey"
                assert style == f"fill:{COLOURS[colour]};fill-opacity:1"
        told = {name: text.get_text() for name, text in explorer.picture.names.items()}
        for name, words in told.items():
            own = NETWORK[name == NETWORK].index
            assert words.endswith(f": {len(partners & set(own))} of {len(own)}")


def test_every_area_can_be_seen_and_lies_where_it_should() -> None:
    """Independent: the atlas's own middles. Left to right follows the front, up follows the height."""
    areas = cortex.parcels()
    assert set(painted(explorers.cortex())) == set(areas.index)
    for (side, view), front in (
        (("left", "outer"), -1),
        (("left", "inner"), 1),
        (("right", "outer"), 1),
        (("right", "inner"), -1),
    ):
        middles = {
            number: np.asarray(path.vertices, dtype=float).mean(axis=0)
            for (hemisphere, seen_from, number), path in brain.shapes().items()
            if (hemisphere, seen_from) == (side, view) and number
        }
        own = areas.reset_index().set_index("parcel_id").loc[list(middles)]
        assert set(own["hemisphere"]) == {side}
        across, down = np.array(list(middles.values())).T
        assert np.corrcoef(across, own["y_mm"])[0, 1] * front > 0.9
        assert np.corrcoef(down, own["z_mm"])[0, 1] < -0.9


def test_what_the_atlas_lacks_is_drawn_and_named() -> None:
    """So that the limbic network and the limbic system part."""
    axes = explorers.cortex().picture.figure.axes[0]
    words = [text.get_text() for text in axes.texts]
    assert "T thalamus, H hippocampus, A amygdala: not in the atlas" in words
    x = {text.get_text(): text.get_position()[0] for text in axes.texts}
    assert x["H"] < x["T"] < x["A"]  # the amygdala lies in front, which is to the right here


def test_the_shares_of_pairs_that_are_linked_are_drawn() -> None:
    for explorer in some_settings():
        shown = explorer.scene
        assert_drawn(explorer.picture.shares, [shown.within_percent, shown.between_percent])
        words = [text.get_text() for text in explorer.picture.numbers]
        assert words == [f"{shown.within_percent:.0f} %", f"{shown.between_percent:.0f} %"]


def test_the_matrix_is_empty_below_the_threshold() -> None:
    order = list(cortex.parcels().sort_values(["place", "parcel_id"]).index)
    for explorer in some_settings():
        drawn = explorer.picture.image.get_array()
        matrix = cortex.connectivity(explorer.values["group"]).loc[order, order].to_numpy()
        kept = matrix >= explorer.values["threshold"]
        np.testing.assert_array_equal(~np.ma.getmaskarray(drawn), kept)
        assert np.asarray(drawn)[kept] == pytest.approx(matrix[kept])
    assert explorer.picture.image.get_cmap().get_bad()[3] == 0


def test_a_network_and_an_area_are_marked() -> None:
    order = list(cortex.parcels().sort_values(["place", "parcel_id"]).index)
    explorer = explorers.cortex(network="limbic", seed="RH_Default_PFCv_1")
    row = order.index("RH_Default_PFCv_1")
    assert_drawn(explorer.picture.row, [-0.5, 99.5], [row, row])
    bold = [name for name, text in explorer.picture.names.items() if text.get_fontweight() == "bold"]
    assert bold == ["limbic"]
    explorer.set(network="all", seed="none")
    assert np.isnan(data_of(explorer.picture.row)[1]).all()


def test_each_network_has_its_colour_and_its_name_beside_its_part_of_the_matrix() -> None:
    drawn = explorers.cortex().picture
    names = [name.replace("salience and ventral attention", "salience") for name in model.network_names()]
    assert [text.get_text() for text in drawn.names.values()] == names
    placed = cortex.parcels().sort_values(["place", "parcel_id"])["network"].reset_index(drop=True)
    middles = [float(placed.index[placed == name].to_numpy().mean()) for name in model.network_names()]
    assert [text.get_position()[1] for text in drawn.names.values()] == pytest.approx(middles)
    assert drawn.image.get_clim() == (0, 0.8)
    strips = [patch for patch in drawn.image.axes.patches if patch.get_width() == 5]
    for strip, (name, colour) in zip(strips, picture.NETWORK_COLOURS.items(), strict=True):
        assert_colour(strip, colour)
        assert strip.get_height() == (name == NETWORK).sum()


def test_the_scene_is_the_models() -> None:
    for explorer in some_settings():
        shown, set_to = explorer.scene, explorer.values
        matrix = cortex.connectivity(set_to["group"])
        strength = cortex.strengths(matrix)
        chosen = strength if set_to["network"] == "all" else strength.loc[[set_to["network"]]]
        assert (shown.within, shown.between) == pytest.approx((chosen["within"].mean(), chosen["between"].mean()))
        graph = cortex.network_graph(matrix, set_to["threshold"])
        assert shown.modularity == cortex.modularity(graph)
        counted = (shown.links_percent, shown.within_percent, shown.between_percent)
        assert counted == pytest.approx(model.shares_linked(graph))
        assert shown.group == {"main": "discovery group", "holdout": "validation group"}[set_to["group"]]


def test_what_the_colours_mean_is_said_below_the_brain() -> None:
    for explorer in some_settings():
        all_ = "colour: network; the fuller, the more links"
        wanted = all_ if explorer.values["seed"] == "none" else "black: the area; in colour: those that go with it"
        assert_drawn(explorer.picture.painted, wanted)


def test_the_reading_says_the_scenes_numbers() -> None:
    for explorer in some_settings():
        shown = explorer.scene
        who = "The networks" if shown.network == "all" else f"The {shown.network} network"
        assert_says(
            explorer,
            f"{shown.group[1:]}, healthy people without drug. {who}: mean correlation {shown.within:.2f} within",
            f"{shown.between:.2f} with other networks",
            f"At a correlation of {shown.threshold:g} or more {shown.links_percent:.0f} % of all pairs are linked",
            f"{shown.within_percent:.0f} % of the pairs within networks",
            f"{shown.between_percent:.0f} % of those between networks",
            f"Modularity is {shown.modularity:.2f}",
        )
        if shown.neighbours:
            network = cortex.parcels()["network"]
            own = sum(network[area] == network[shown.seed] for area in shown.neighbours)
            assert_says(explorer, model.area_name(shown.seed), f"{len(shown.neighbours)} link", f"{own} of them within")


def test_known_numbers_are_said() -> None:
    """As in the notebook, its questions and their solutions."""
    assert_says(explorers.cortex(), "0.48 within, 0.29 with", "31 %", "70 %", "24 %", "0.21")
    assert_says(explorers.cortex(group="holdout", threshold=0.5), "Validation group", "Modularity is 0.45")
    assert_says(explorers.cortex(network="limbic"), "limbic network: mean correlation 0.20 within, 0.20 with other")


def test_every_network_has_a_colour_of_its_own() -> None:
    assert list(picture.NETWORK_COLOURS) == model.network_names()
    assert len(set(picture.NETWORK_COLOURS.values())) == 7
