"""Connectivity as published: symmetry, networks, graphs, and an independent count of modularity."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import explorers, tables
from helpers.network import cortex
from helpers.network.cortex import picture


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


@settings(max_examples=15, deadline=None)
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
    assert explorer.quantities["degree"] == graph.degree["LH_Default_pCunPCC_1"]
    assert "9 of them within its own network" in explorer.reading


@pytest.mark.parametrize(("view", "across", "up", "along"), [("side", 1, 2, 0), ("top", 0, 1, 2)])
def test_the_outline_is_the_edge_of_the_template(view: str, across: int, up: int, along: int) -> None:
    """Independent: nilearn's mask of the same template; a point of the line lies within 3 mm of the mask's edge."""
    from nilearn.datasets import load_mni152_brain_mask
    from scipy.ndimage import distance_transform_edt as distance

    mask = load_mni152_brain_mask(resolution=1)
    seen = mask.get_fdata().any(axis=along)
    lines = tables.load("brain_outline")
    line = lines[lines["view"] == view]
    places = [
        (line[name] - mask.affine[axis, 3]).round().astype(int) for name, axis in (("across_mm", across), ("up_mm", up))
    ]
    inside = tuple(np.clip(place, 0, size - 1) for place, size in zip(places, seen.shape, strict=True))
    assert (distance(seen)[inside] + distance(~seen)[inside] <= 4).all()
    assert line.iloc[0][["across_mm", "up_mm"]].equals(line.iloc[-1][["across_mm", "up_mm"]])


def test_every_network_has_a_style_of_its_own() -> None:
    assert set(picture.NETWORK_STYLES) == set(tables.load("networks")["label"])
    assert len({shape for _, shape in picture.NETWORK_STYLES.values()}) == 7
