"""Functional connectivity of a hundred areas, by network, as a matrix and as a graph.

Definitions
-----------
Functional connectivity of two areas is the correlation of their resting activity over time. The strength of a network
is the mean correlation of its areas, with each other (within) or with all other areas (between). At a threshold the
matrix becomes a graph: areas are nodes, correlations above it are links. Modularity (Newman) is the share of link
weight inside the networks, minus the share expected if links fell at random: 0 for no communities.

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

from functools import cache

import networkx as nx
import numpy as np
import pandas as pd

from helpers import tables

GROUPS = ["main", "holdout"]


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
    if group not in GROUPS:
        raise ValueError(f"There is no group {group!r}. There are: {', '.join(GROUPS)}.")
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
    order = list(tables.load("networks").sort_values("place")["label"])
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
    order = list(tables.load("networks").sort_values("place")["label"])
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
