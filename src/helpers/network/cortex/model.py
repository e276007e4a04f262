"""Functional connectivity of a hundred areas, by network, as a matrix and as a graph.

Definitions
-----------
Functional connectivity of two areas is the correlation of their resting activity over time. The strength of a network
is the mean correlation of its areas, with each other (within) or with all other areas (between). At a threshold the
matrix becomes a graph: areas are nodes, correlations above it are links. Modularity (Newman) is the share of link
weight inside the networks, minus the share expected if links fell at random: 0 for no communities.

The limbic network of the atlas is five areas of cortex, orbitofrontal and at the temporal poles. It is not the limbic
system: amygdala, hippocampus and thalamus lie below the cortex, and the atlas has none of them.

Units
-----
Correlations (r, -1 to 1); places in mm (MNI).

Sources
-------
Tables ``connectivity`` (Vos de Wael 2018, Human Connectome Project, as shipped with brainspace 0.3.0), ``parcels`` and
``networks`` (Schaefer 2018 doi:10.1093/cercor/bhx179).

Leaves out
----------
Drugs: these people took none. Single persons: a mean of many hides how they differ. Direction, cause, and everything
below the cortex. What was done to the data before the correlation, which can decide a result (Kraus 2020).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import networkx as nx
import numpy as np
import pandas as pd

from helpers import tables

NOBODY, EVERY = "none", "all"
# Areas of the visual and the somatomotor network are only numbered in the atlas; these bounds part them.
INNER_MM, UPPER_MM = 20, {"visual": 8, "somatomotor": 40}
# Abbreviations in the labels of the atlas.
PARTS = {
    "Cing": "cingulate",
    "FEF": "frontal eye field",
    "FrOperIns": "frontal operculum and insula",
    "Med": "medial",
    "OFC": "orbitofrontal",
    "PFC": "prefrontal",
    "PFCdPFCm": "dorsal and medial prefrontal",
    "PFCl": "lateral prefrontal",
    "PFCmp": "medial posterior prefrontal",
    "PFCv": "ventral prefrontal",
    "Par": "parietal",
    "ParOper": "parietal operculum",
    "Post": "posterior",
    "PrCv": "ventral precentral",
    "Temp": "temporal",
    "TempOccPar": "temporal, occipital and parietal",
    "TempPole": "temporal pole",
    "pCun": "precuneus",
    "pCunPCC": "precuneus and posterior cingulate",
}


@cache
def parcels() -> pd.DataFrame:
    """Areas in the order of the matrix.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``label``: ``parcel_id``, ``hemisphere``, ``x_mm``, ``y_mm``, ``z_mm``, ``network_id``, and the
        network's ``network`` (name), ``kind`` and ``place``.
    """
    networks = tables.load("networks").rename(columns={"label": "network"}).drop(columns="source_id")
    return (
        tables.load("parcels")
        .drop(columns="source_id")
        .merge(networks, on="network_id", how="left")
        .sort_values("parcel_id")
        .set_index("label")
    )


def groups() -> dict[str, str]:
    """Key of each group by its name for people, as in the table ``connectivity_groups``."""
    known = tables.load("connectivity_groups")
    return dict(zip(known["label"], known["group"], strict=True))


def network_names() -> list[str]:
    """Names of the networks in the course's order."""
    return list(tables.load("networks").sort_values("place")["label"])


def area_name(label: str) -> str:
    """Name of an area in words: "left precuneus and posterior cingulate 1 (default mode)".

    Areas that the atlas only numbers are named by where they lie: "left visual cortex 3, inner and lower".
    """
    area = parcels().loc[label]
    *_, part, number = label.split("_")
    if part in PARTS:
        return f"{area['hemisphere']} {PARTS[part]} {number} ({area['network']})"
    side = "inner" if abs(area["x_mm"]) < INNER_MM else "outer"
    level = "upper" if area["z_mm"] > UPPER_MM[area["network"]] else "lower"
    return f"{area['hemisphere']} {area['network']} cortex {number}, {side} and {level}"


def by_network() -> list[str]:
    """Labels of the areas, sorted by network."""
    return list(parcels().sort_values(["place", "parcel_id"]).index)


@cache
def _matrix(group: str) -> np.ndarray:
    known = tables.load("connectivity")
    pairs = known[known["group"] == group]
    matrix = np.eye(len(parcels()))
    first, second = pairs["parcel_a"].to_numpy() - 1, pairs["parcel_b"].to_numpy() - 1
    matrix[first, second] = matrix[second, first] = pairs["correlation"]
    return matrix


def connectivity(group: str = "main") -> pd.DataFrame:
    """Mean functional connectivity of a group.

    Parameters
    ----------
    group : str
        ``"main"`` (discovery group) or ``"holdout"`` (validation group).

    Returns
    -------
    pandas.DataFrame
        Correlations, 100 x 100, symmetric, with ones on the diagonal; rows and columns are areas.
    """
    tables.require("group", group, groups().values())
    labels = parcels().index
    return pd.DataFrame(_matrix(group).copy(), index=labels, columns=labels)


def block_means(matrix: pd.DataFrame) -> pd.DataFrame:
    """Mean correlation within each network (diagonal) and between each two of them.

    Parameters
    ----------
    matrix : pandas.DataFrame
        Correlations between areas, as from `connectivity`.

    Returns
    -------
    pandas.DataFrame
        Networks in rows and columns, in the order of the table ``networks``; an area with itself is left out.
    """
    order = network_names()
    member = pd.get_dummies(parcels()["network"].reindex(matrix.index), dtype=float)[order]
    apart = 1 - np.eye(len(matrix))
    total = member.T.to_numpy() @ (matrix.to_numpy() * apart) @ member.to_numpy()
    pairs = member.T.to_numpy() @ apart @ member.to_numpy()
    return pd.DataFrame(total / pairs, index=pd.Index(order, name="network"), columns=order)


def strengths(matrix: pd.DataFrame) -> pd.DataFrame:
    """Mean correlation of each network's areas with each other and with all other areas.

    Returns
    -------
    pandas.DataFrame
        Indexed by network; columns ``within`` and ``between``.
    """
    order = network_names()
    member = pd.get_dummies(parcels()["network"].reindex(matrix.index), dtype=float)[order]
    outside = member.T.to_numpy() @ matrix.to_numpy() @ (1 - member.to_numpy())
    pairs = member.T.to_numpy() @ np.ones_like(matrix) @ (1 - member.to_numpy())
    between = np.diag(outside) / np.diag(pairs)
    return pd.DataFrame(
        {"within": np.diag(block_means(matrix)), "between": between}, index=pd.Index(order, name="network")
    )


def network_graph(matrix: pd.DataFrame, threshold: float) -> nx.Graph:
    """Areas as nodes, correlations of `threshold` or more as links with the correlation as ``weight``."""
    kept = matrix.where((matrix >= threshold) & ~np.eye(len(matrix), dtype=bool), 0.0)
    return nx.from_pandas_adjacency(kept)


def modularity(graph: nx.Graph) -> float:
    """Modularity of the seven networks in a graph of areas (0 where it has no links)."""
    if not graph.number_of_edges():
        return 0.0
    members = parcels().loc[list(graph)].groupby("network").groups
    return float(nx.community.modularity(graph, [set(group) for group in members.values()]))


def shares_linked(graph: nx.Graph) -> tuple[float, float, float]:
    """Share of pairs of areas that are linked (%): of all pairs, of those within a network, of those between two."""
    network = parcels()["network"].to_dict()
    members = parcels()["network"].value_counts()
    within = sum(network[one] == network[other] for one, other in graph.edges)
    pairs, pairs_within = len(graph) * (len(graph) - 1) / 2, float((members * (members - 1) / 2).sum())
    links = graph.number_of_edges()
    return 100 * links / pairs, 100 * within / pairs_within, 100 * (links - within) / (pairs - pairs_within)


@dataclass(frozen=True)
class Scene:
    """A group's cortex at a threshold, with a network and an area looked at.

    Parameters
    ----------
    group : str
        In words.
    threshold : float
        Correlation from which two areas count as linked.
    network, seed : str
        The network looked at, or `EVERY`; the label of the area looked at, or `NOBODY`.
    matrix : pandas.DataFrame
        Correlations, sorted by network; NaN where they are below the threshold.
    means : pandas.DataFrame
        Mean correlations within and between the networks, whatever the threshold.
    degrees : pandas.Series
        Number of links by area.
    neighbours : list of str
        Areas linked to the area looked at.
    links_percent, within_percent, between_percent : float
        Linked pairs among all pairs, those within a network and those between two (%).
    modularity : float
        Of the seven networks in the graph.
    within, between : float
        Mean correlation of the network looked at with itself and with others, or the mean over all networks.
    """

    group: str
    threshold: float
    network: str
    seed: str
    matrix: pd.DataFrame
    means: pd.DataFrame
    degrees: pd.Series
    neighbours: list[str]
    links_percent: float
    within_percent: float
    between_percent: float
    modularity: float
    within: float
    between: float

    @property
    def own_neighbours(self) -> int:
        """Neighbours in the same network as the area looked at."""
        network = parcels()["network"]
        return sum(network[area] == network[self.seed] for area in self.neighbours)

    @property
    def partners_by_network(self) -> dict[str, int]:
        """Neighbours of the area looked at, by their network."""
        counts = parcels().loc[self.neighbours, "network"].value_counts()
        return {name: int(counts.get(name, 0)) for name in network_names()}


@lru_cache(maxsize=64)
def _graph_of(group: str, threshold: float) -> nx.Graph:
    return network_graph(connectivity(group), threshold)


def scene(group: str, threshold: float, network: str, seed: str) -> Scene:
    """A group's cortex at a threshold.

    Parameters
    ----------
    group : str
        Key of ``connectivity_groups``.
    threshold : float
        Correlation from which two areas count as linked.
    network : str
        Name of a network, or `EVERY`.
    seed : str
        Label of an area, or `NOBODY`.
    """
    matrix = connectivity(group)
    graph = _graph_of(group, threshold)
    strength = strengths(matrix)
    chosen = strength if network == EVERY else strength.loc[[network]]
    linked, linked_within, linked_between = shares_linked(graph)
    order = by_network()
    return Scene(
        group=str(tables.row("connectivity_groups", group)["label"]),
        threshold=threshold,
        network=network,
        seed=seed,
        matrix=matrix.where(matrix >= threshold).loc[order, order],
        means=block_means(matrix),
        degrees=pd.Series(dict(graph.degree())),
        neighbours=[] if seed == NOBODY else list(graph[seed]),
        links_percent=linked,
        within_percent=linked_within,
        between_percent=linked_between,
        modularity=modularity(graph),
        within=float(chosen["within"].mean()),
        between=float(chosen["between"].mean()),
    )
