"""The axis from the senses to the default mode network, and what its collapse would look like.

Method
------
Each area keeps its strongest links with others (the top 10 %); areas are alike if they are linked to the same others
(cosine similarity). Think of a walker who jumps from area to area, the more likely the more alike they are. A diffusion
map (alpha = 0.5) lays areas close together from which walks soon mix, and far apart those that it takes long to get
between. Coordinate i is ``psi_i lambda_i / (1 - lambda_i)``, with the eigenvectors psi and eigenvalues lambda of the
walk; the closer an eigenvalue is to 1, the more slowly walks mix along its direction. The first coordinate is the axis.

Its length is the distance between the middles of sensory and transmodal areas. It depends on the share of links kept:
with more links walks mix sooner, the factor lambda / (1 - lambda) falls, and the whole map shrinks. So lengths are
compared at the same share only.

Two maps are compared after rotating one onto the other (Procrustes), since axes of nearly equal eigenvalues can be
swapped or mixed by the smallest noise.

The toy change: in Fisher z, `coupling` is added to all correlations between sensory and transmodal areas, `loss` is
taken from those within networks. What comes out need not be a possible correlation matrix; negative eigenvalues are
then set to a small positive number and the diagonal back to 1, and it is told by how much that moved the matrix.

Units
-----
Coordinates and lengths without unit; lengths also in % of that without change, at the same share of links.

Sources
-------
Table ``connectivity``; the method as in BrainSpace (Vos de Wael 2020), which the tests use as an oracle.

Leaves out
----------
Drugs. These people took none, and nobody has shown that ketamine does this: the imaging study reports no gradient.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import eigh, orthogonal_procrustes

from helpers import tables
from helpers.network.cortex import connectivity, groups, parcels, strengths

Matrix = NDArray[np.float64]
COMPONENTS = 3
SMALLEST_EIGENVALUE = 1e-6
# Shares of links (%) at which lengths are compared, and those of them that are told.
SHARES, TOLD = (5, 6, 7, 8, 10, 12, 15, 20, 25, 30), (5, 8, 10, 30)
LIMITS = (4, 6, 8, 12, 16, 20, 24, 32, 40, 48)  # ends of the axes of the picture


# -- the map ---------------------------------------------------------------------------------------


def affinity(matrix: ArrayLike, keep_percent: float = 10.0) -> Matrix:
    """How alike areas are in what they are linked to.

    Parameters
    ----------
    matrix : array_like
        Correlations (n x n).
    keep_percent : float
        Share of each area's links, its own excluded, that are kept: the strongest (%).

    Returns
    -------
    numpy.ndarray
        Cosine similarity of the kept links (n x n, 0 to 1).
    """
    links = np.array(matrix, dtype=float)
    np.fill_diagonal(links, -np.inf)
    kept = max(1, round(len(links) * keep_percent / 100))
    weakest_kept = np.sort(links, axis=1)[:, -kept][:, np.newaxis]
    links[links < weakest_kept] = 0
    direction = links / np.linalg.norm(links, axis=1, keepdims=True)
    return np.clip(direction @ direction.T, 0, None)


def diffusion_map(similarity: ArrayLike, components: int = COMPONENTS, alpha: float = 0.5) -> tuple[Matrix, Matrix]:
    """Diffusion map of a similarity matrix (Coifman & Lafon 2006 doi:10.1016/j.acha.2006.04.006).

    Returns
    -------
    coordinates : numpy.ndarray
        One row an area, one column a component.
    eigenvalues : numpy.ndarray
        Of these components, falling.
    """
    weights = np.asarray(similarity, dtype=float)
    degree = weights.sum(axis=1) ** alpha
    weights = weights / np.outer(degree, degree)
    total = weights.sum(axis=1)
    # The operator is not symmetric, but similar to this matrix, which is.
    size = len(weights)
    values, vectors = eigh(weights / np.sqrt(np.outer(total, total)), subset_by_index=[size - 1 - components, size - 1])
    values, vectors = values[::-1], vectors[:, ::-1]
    psi = vectors / vectors[:, :1]
    kept = values[1:]
    return psi[:, 1:] * kept / (1 - kept), kept


@dataclass(frozen=True)
class Hierarchy:
    """Coordinates of the areas (areas x components) and the eigenvalues of the components."""

    coordinates: Matrix
    eigenvalues: Matrix

    @property
    def axis(self) -> pd.Series:
        """First coordinate by area."""
        return pd.Series(self.coordinates[:, 0], index=parcels().index)

    @property
    def middles(self) -> tuple[float, float]:
        """Mean of the first coordinate over the sensory and over the transmodal areas."""
        return _middle(self.coordinates[:, 0], "sensory"), _middle(self.coordinates[:, 0], "transmodal")

    @property
    def length(self) -> float:
        """How far the middle of the transmodal areas lies above that of the sensory ones."""
        sensory, transmodal = self.middles
        return transmodal - sensory


@cache
def _areas(column: str, name: str) -> NDArray[np.bool_]:
    """Which areas have a value in a column of `parcels`."""
    return np.asarray(parcels()[column] == name)


def _middle(coordinate: Matrix, kind: str) -> float:
    return float(coordinate[_areas("kind", kind)].mean())


def upright(coordinates: Matrix) -> Matrix:
    """Turn a map so that transmodal areas lie at the upper end of the first, and visual areas of the second component.

    Which end of an eigenvector is the upper one is arbitrary.
    """
    first, second = coordinates[:, 0], coordinates[:, 1]
    signs = np.ones(coordinates.shape[1])
    signs[0] = 1 if _middle(first, "transmodal") >= _middle(first, "sensory") else -1
    visual, somatomotor = _areas("network", "visual"), _areas("network", "somatomotor")
    signs[1] = 1 if second[visual].mean() >= second[somatomotor].mean() else -1
    return coordinates * signs


def hierarchy(matrix: pd.DataFrame, keep_percent: float = 10.0, like: Hierarchy | None = None) -> Hierarchy:
    """Diffusion map of the connectivity between areas.

    Parameters
    ----------
    matrix : pandas.DataFrame
        Correlations, as from `connectivity`.
    keep_percent : float
        Share of links kept (%).
    like : Hierarchy, optional
        Turn the coordinates onto these (Procrustes).
    """
    coordinates, eigenvalues = diffusion_map(affinity(matrix.to_numpy(), keep_percent))
    if like is None:
        return Hierarchy(upright(coordinates), eigenvalues)
    rotation, _ = orthogonal_procrustes(coordinates, like.coordinates)
    return Hierarchy(coordinates @ rotation, eigenvalues)


@cache
def undrugged(group: str, keep_percent: float = 10.0) -> Hierarchy:
    """Hierarchy of a group as it is."""
    return hierarchy(connectivity(group), keep_percent)


def other(group: str) -> str:
    """Key of the other group."""
    tables.require("group", group, groups().values())
    return next(key for key in groups().values() if key != group)


@cache
def replication(keep_percent: float = 10.0) -> dict[str, float]:
    """Correlation of the first axis between the two groups, as it comes and after rotating one map onto the other."""
    main = undrugged("main", keep_percent)
    plain = undrugged("holdout", keep_percent)
    turned = hierarchy(connectivity("holdout"), keep_percent, like=main)
    return {
        "as_it_comes": float(np.corrcoef(main.axis, plain.axis)[0, 1]),
        "after_rotation": float(np.corrcoef(main.axis, turned.axis)[0, 1]),
    }


@cache
def others_axis(group: str, keep_percent: float = 10.0) -> tuple[float, float]:
    """Where the other group's first axis points in the plane of this group's first two components.

    Returns
    -------
    tuple of float
        Along the first and along the second component; (1, 0) if the axes agree. Close to length 1: what is missing
        leaves the plane.
    """
    own, theirs = undrugged(group, keep_percent), undrugged(other(group), keep_percent)
    rotation, _ = orthogonal_procrustes(theirs.coordinates, own.coordinates)
    return float(rotation[0, 0]), float(rotation[0, 1])


# -- the toy change --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Changed:
    """A changed matrix, its smallest eigenvalue before the repair, and the largest change of an entry by the repair."""

    matrix: pd.DataFrame
    smallest_eigenvalue: float
    repaired_by: float


def change(matrix: pd.DataFrame, coupling: float, loss: float) -> Changed:
    """Couple sensory with transmodal areas more closely and loosen the networks (Fisher z), and repair the result."""
    kind, network = (parcels()[column].to_numpy(dtype=object) for column in ("kind", "network"))
    sensory, transmodal = kind == "sensory", kind == "transmodal"
    between = np.outer(sensory, transmodal) | np.outer(transmodal, sensory)
    within = network[:, np.newaxis] == network[np.newaxis, :]
    off_diagonal = np.where(np.eye(len(matrix)), 0, matrix.to_numpy())
    changed = np.tanh(np.arctanh(off_diagonal) + coupling * between - loss * within)
    np.fill_diagonal(changed, 1)
    repaired, smallest = repair(changed)
    moved = float(np.abs(repaired - changed).max())
    return Changed(pd.DataFrame(repaired, index=matrix.index, columns=matrix.columns), smallest, moved)


def repair(matrix: ArrayLike) -> tuple[Matrix, float]:
    """Nearest-by-eigenvalues correlation matrix, and the smallest eigenvalue that there was."""
    symmetric = np.asarray(matrix, dtype=float)
    values, vectors = np.linalg.eigh(symmetric)
    if values[0] >= 0:
        return symmetric, float(values[0])
    clipped = (vectors * np.clip(values, SMALLEST_EIGENVALUE, None)) @ vectors.T
    scale = np.sqrt(np.diag(clipped))
    return clipped / np.outer(scale, scale), float(values[0])


@lru_cache(maxsize=64)
def changed(group: str, coupling: float, loss: float) -> Changed:
    """A group's connectivity with the toy change."""
    return change(connectivity(group), coupling, loss)


def length(group: str = "main", keep_percent: float = 10.0, coupling: float = 0.0, loss: float = 0.0) -> float:
    """Length of the axis, with the toy change if there is one: that map is turned onto the one without it.

    Parameters
    ----------
    group : str
        Key of ``connectivity_groups``.
    keep_percent : float
        Share of links kept (%).
    coupling, loss : float
        The toy change (Fisher z).
    """
    before = undrugged(group, keep_percent)
    if coupling == 0 and loss == 0:
        return before.length
    return hierarchy(changed(group, coupling, loss).matrix, keep_percent, like=before).length


@lru_cache(maxsize=64)
def lengths(group: str, coupling: float = 0.0, loss: float = 0.0) -> Matrix:
    """Length of the axis at each of `SHARES`."""
    return np.array([length(group, share, coupling, loss) for share in SHARES])


def contrast(matrix: pd.DataFrame) -> float:
    """By how much the mean correlation within networks exceeds that between them."""
    means = strengths(matrix).mean()
    return float(means["within"] - means["between"])


# -- scene -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Scene:
    """A group's map at a share of links, without and with the toy change.

    Parameters
    ----------
    group : str
        Name of the group.
    keep : float
        Share of links kept (%).
    coupling, loss : float
        The toy change (Fisher z).
    turn : float
        Direction of the plane along which the brain is painted: 0 for the first component (degrees).
    before, after : Hierarchy
        Without and with the change, the latter turned onto the former.
    lengths_before, lengths_after : numpy.ndarray
        Length of the axis at each of `SHARES`, without and with the change.
    contrast_before, contrast : float
        Correlation within networks minus that between them, without and with the change.
    repaired_by : float
        Largest change of a correlation that made the changed matrix a possible one.
    others_axis : tuple of float
        Where the other group's first axis points in the plane (`others_axis`).
    as_it_comes, after_rotation : float
        Correlation of the first axes of the two groups.
    """

    group: str
    keep: float
    coupling: float
    loss: float
    turn: float
    before: Hierarchy
    after: Hierarchy
    lengths_before: Matrix
    lengths_after: Matrix
    contrast_before: float
    contrast: float
    repaired_by: float
    others_axis: tuple[float, float]
    as_it_comes: float
    after_rotation: float

    @property
    def length_percent(self) -> float:
        """Length of the axis in % of that without the change, at the same share of links."""
        return 100 * self.after.length / self.before.length

    @property
    def turn_deg(self) -> float:
        """Angle between the first axes of the two groups, in the plane (degrees)."""
        along, across = self.others_axis
        return float(np.degrees(np.arctan2(abs(across), along)))

    @property
    def direction(self) -> tuple[float, float]:
        """That direction, along the first and the second component."""
        return float(np.cos(np.radians(self.turn))), float(np.sin(np.radians(self.turn)))

    @property
    def painted(self) -> Matrix:
        """Where each area lies along that direction."""
        return self.after.coordinates[:, :2] @ np.array(self.direction)

    @property
    def ends(self) -> tuple[str, str]:
        """Networks whose areas lie lowest and highest along that direction, on average."""
        network = parcels()["network"]
        means = pd.Series(self.painted, index=network.index).groupby(network).mean()
        return str(means.idxmin()), str(means.idxmax())

    @property
    def limit(self) -> float:
        """How far the picture's axes reach: as far as any area without the change, rounded up."""
        farthest = np.abs(self.before.coordinates[:, :2]).max()
        return next(limit for limit in LIMITS if limit >= 1.05 * farthest)


def scene(group: str, keep: float, coupling: float, loss: float, turn: float = 0.0) -> Scene:
    """A group's map at a share of links, without and with the toy change.

    Parameters
    ----------
    group : str
        Key of ``connectivity_groups``.
    keep : float
        Share of links kept (%).
    coupling, loss : float
        The toy change (Fisher z).
    turn : float, optional
        Direction along which the brain is painted (degrees).
    """
    before, toy = undrugged(group, keep), changed(group, coupling, loss)
    unchanged = coupling == 0 and loss == 0
    return Scene(
        group=str(tables.row("connectivity_groups", group)["label"]),
        keep=keep,
        coupling=coupling,
        loss=loss,
        turn=turn,
        before=before,
        after=before if unchanged else hierarchy(toy.matrix, keep, like=before),
        lengths_before=lengths(group),
        lengths_after=lengths(group, coupling, loss),
        contrast_before=contrast(connectivity(group)),
        contrast=contrast(toy.matrix),
        repaired_by=toy.repaired_by,
        others_axis=others_axis(group, keep),
        **replication(keep),
    )
