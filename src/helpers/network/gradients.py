"""The axis from the senses to the default mode network, and what its collapse would look like.

Method
------
Each area keeps its strongest links with others (the top 10 %); areas are alike if they are linked to the same others
(cosine similarity); a diffusion map (alpha = 0.5) lays alike areas close together. Its first coordinate is the axis:
coordinate i is ``psi_i lambda_i / (1 - lambda_i)``, with the eigenvectors psi and eigenvalues lambda of the diffusion
operator. Two maps are compared after rotating one onto the other (Procrustes), since axes of nearly equal eigenvalues
can be swapped or mixed by the smallest noise.

The toy change: in Fisher z, `coupling` is added to all correlations between sensory and transmodal areas, `loss` is
taken from those within networks. What comes out need not be a possible correlation matrix; negative eigenvalues are
then set to a small positive number and the diagonal back to 1, and it is told by how much that moved the matrix.

Units
-----
Coordinates without unit; the distance between the middles of sensory and transmodal areas in % of that without change.

Sources
-------
Table ``connectivity``; the method as in BrainSpace (Vos de Wael 2020), which the tests use as an oracle.

Leaves out
----------
Drugs. These people took none, and nobody has shown that ketamine does this: the imaging study reports no gradient.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import orthogonal_procrustes

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, choice, new_figure, old_explorer
from helpers.network.cortex import connectivity, groups, parcels, strengths

Matrix = NDArray[np.float64]
COMPONENTS = 3
SMALLEST_EIGENVALUE = 1e-6
STYLES = {"sensory": ("blue", "o"), "attention": ("green", "^"), "transmodal": ("red", "X")}

# -- model -----------------------------------------------------------------------------------------


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
    values, vectors = np.linalg.eigh(weights / np.sqrt(np.outer(total, total)))
    values, vectors = values[::-1], vectors[:, ::-1]
    psi = vectors / vectors[:, :1]
    kept = values[1 : components + 1]
    return psi[:, 1 : components + 1] * kept / (1 - kept), kept


@dataclass(frozen=True)
class Hierarchy:
    """Coordinates of the areas (areas x components) and the eigenvalues of the components."""

    coordinates: Matrix
    eigenvalues: Matrix

    @property
    def axis(self) -> pd.Series:
        """First coordinate by area, turned so that transmodal areas lie at the upper end."""
        first = pd.Series(self.coordinates[:, 0], index=parcels().index)
        return first if distance(first) >= 0 else -first


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
    if like is not None:
        rotation, _ = orthogonal_procrustes(coordinates, like.coordinates)
        coordinates = coordinates @ rotation
    return Hierarchy(coordinates, eigenvalues)


def distance(axis: pd.Series) -> float:
    """How far the middle of the transmodal areas lies above that of the sensory ones."""
    middles = axis.groupby(parcels()["kind"]).mean()
    return float(middles["transmodal"] - middles["sensory"])


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


@cache
def undrugged(group: str, keep_percent: float = 10.0) -> Hierarchy:
    """Hierarchy of a group as it is."""
    return hierarchy(connectivity(group), keep_percent)


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


# -- picture ---------------------------------------------------------------------------------------


class HierarchyPicture:
    """Areas along the axis, one row a network: as they are (small, grey) and changed (coloured)."""

    label = "Areas of the cortex along the axis from the senses to the default mode network, by network"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.8)
        self.axes = self.figure.add_subplot(xlabel="place on the first axis of the diffusion map")
        networks = tables.load("networks").sort_values("place")
        self.axes.set_yticks(networks["place"], networks["label"])
        self.axes.set(ylim=(7.6, 0.4), xlim=(-20, 20))
        self.axes.tick_params(axis="y", length=0)
        self.axes.spines[["top", "right", "left"]].set_visible(False)
        (self.before,) = self.axes.plot([], [], "|", color=COLOURS["grey"], markersize=9, label="without the change")
        self.dots = {
            kind: self.axes.plot([], [], shape, color=COLOURS[colour], markersize=6, label=f"{kind} areas, changed")[0]
            for kind, (colour, shape) in STYLES.items()
        }
        self.middles = [
            self.axes.plot([], [], color=COLOURS[STYLES[kind][0]], linewidth=2)[0] for kind in ("sensory", "transmodal")
        ]
        for artist in [self.before, *self.dots.values(), *self.middles]:
            artist.set_animated(True)
        self.figure.legend(loc="outside upper left", ncols=2, fontsize=9, frameon=False)

    def draw(self, group: str, keep: float, coupling: float, loss: float) -> Reading:
        """Lay the areas along the axis, before and after the change."""
        base = undrugged(group, keep)
        changed = change(connectivity(group), coupling, loss)
        after = hierarchy(changed.matrix, keep, like=base)
        axis = after.axis
        place = parcels()["place"]
        self.before.set_data(base.axis, place - 0.25)
        for kind, dots in self.dots.items():
            own = parcels()["kind"] == kind
            dots.set_data(axis[own], place[own] + 0.1)
        for line, middle in zip(self.middles, _middles(axis), strict=True):
            line.set_data([middle, middle], [0.5, 7.5])
        return read(group, keep, coupling, base, axis, changed)


def _middles(axis: pd.Series) -> list[float]:
    means = axis.groupby(parcels()["kind"]).mean()
    return [float(means["sensory"]), float(means["transmodal"])]


def read(group: str, keep: float, coupling: float, base: Hierarchy, axis: pd.Series, changed: Changed) -> Reading:
    """The reading: length of the axis, what became of the networks, repair, and how well the axis replicates."""
    strength, as_it_was = strengths(changed.matrix).mean(), strengths(connectivity(group)).mean()
    same = replication(keep)
    quantities = {
        "length_percent": 100 * distance(axis) / distance(base.axis),
        "coupling": coupling,
        "contrast": float(strength["within"] - strength["between"]),
        "repaired_by": changed.repaired_by,
        "replication_r": same["as_it_comes"],
        "eigenvalue_gap": float(base.eigenvalues[0] - base.eigenvalues[1]),
        "default_change": float(_default(changed.matrix) - _default(connectivity(group))),
    }
    told = [
        f"Between the middles of sensory and transmodal areas lie {quantities['length_percent']:.0f} % of the "
        f"distance without the change. Correlation within networks exceeds that between them by "
        f"{quantities['contrast']:.2f} (without the change {as_it_was['within'] - as_it_was['between']:.2f}).",
        _told_repair(changed),
        f"Keeping {keep:g} % of the links, the axis of one group correlates with that of the other by "
        f"{same['as_it_comes']:.2f} as it comes, {same['after_rotation']:.3f} after rotation; the first two "
        f"eigenvalues are {base.eigenvalues[0]:.3f} and {base.eigenvalues[1]:.3f}.",
    ]
    return Reading(" ".join(told), quantities)


def _default(matrix: pd.DataFrame) -> float:
    return float(strengths(matrix).loc["default mode", "within"])


def _told_repair(changed: Changed) -> str:
    if changed.repaired_by == 0:
        return "The matrix is a possible correlation matrix as it is."
    return f"To make it a possible correlation matrix, entries were moved by up to {changed.repaired_by:.2f}."


# -- explorer --------------------------------------------------------------------------------------


def explore_hierarchy(**scene: Any) -> Explorer:
    """The axis from the senses to the default mode network, and a toy change that shortens it.

    Parameters
    ----------
    **scene
        First values: ``group``, ``keep`` (% of links), ``coupling`` and ``loss`` (Fisher z).

    Returns
    -------
    Explorer
        With the quantities ``length_percent``, ``coupling``, ``contrast`` (within minus between), ``repaired_by``,
        ``replication_r``, ``eigenvalue_gap`` and ``default_change`` (of the correlation within the default mode).
    """
    controls = {
        "group": choice("Group", groups()),
        "keep": Slider("Strongest links kept", 10, min=5, max=30, step=1, unit="%"),
        "coupling": Slider("Sensory and transmodal coupled more closely", 0, min=0, max=0.3, step=0.01, unit="(z)"),
        "loss": Slider("Networks loosened", 0, min=0, max=0.3, step=0.01, unit="(z)"),
    }
    about = About(
        kind="Data of people without drug, and a toy change. Nobody has shown that ketamine does this.",
        equation="coordinate i = eigenvector i x lambda_i / (1 - lambda_i) of the diffusion operator, alpha = 0.5",
        sources=tables.cite(["vosdewael_2018", "schaefer_2018", "girn_2022", "agnorelli_2025"]),
        leaves_out="Drugs, persons, time. The change is the same for all areas of a kind; a brain's would not be.",
    )
    title = "What is the axis from the senses to the default mode, and what would its collapse look like?"
    return old_explorer("hierarchy", title, controls, HierarchyPicture(), about, scene=scene)
