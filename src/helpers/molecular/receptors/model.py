"""How much of a receptor site ketamine fills, and how much the choice of an affinity decides.

Equation
--------
Ligands i that compete for one site fill ``theta_i = (C_i / K_i) / (1 + sum_j C_j / K_j)`` of it, where C is the free
concentration and K the one at which a ligand alone fills half. With one ligand this is ``C / (C + K)``.

Units
-----
Concentrations in µM (1 µM of ketamine is 237.7 ng/mL), affinities in µM, occupancy as a share between 0 and 1.

Sources
-------
Tables ``affinities``, ``ligands`` and ``substances``: Ebert 1997 pmid:9311667, Salat 2015
doi:10.1016/j.neuropharm.2015.07.037, Gerhard 2020 doi:10.1172/JCI130808 (half block at 1 µM, as cited there),
Hirota 1999.

Leaves out
----------
That the channel must open before ketamine gets in, and that the drug stays trapped; voltage; the brain's own
concentration, which is not plasma's; time. Tracers have shown that ketamine reaches the channel in people (findings
on the topic nmda_receptor), but no occupancy at 0.5 mg/kg is known to us that this could be checked against.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from helpers import tables

TOTAL, FREE = "all of it", "only the free part"
RACEMATE = "racemic ketamine"  # what is given, unless said otherwise; a ``ligand`` of the table ``ligands``
CHANNEL = "NMDA receptor, channel site"
EVERY_FIGURE = "every published figure"
MICROMOLAR_PER_MOLAR = 1e6
LEVELS_NG_PER_ML = np.geomspace(1, 3000, 200)
CHANNELS = 100  # are counted, so that one of them is one percent
Numbers = NDArray[np.float64]


def ligands() -> list[str]:
    """What can be asked about: the racemates and their mirror forms."""
    return list(tables.load("ligands")["ligand"])


def forms_of(ligand: str) -> list[str]:
    """The mirror forms of a racemate, half of it each; a single form is all of itself."""
    rows = tables.load("ligands")
    tables.require("ligand", ligand, rows["ligand"])
    return list(rows.loc[rows["racemate"] == ligand, "ligand"]) or [ligand]


def substance_of(ligand: str) -> str:
    """The substance that a ligand is (``substance_id``)."""
    return str(tables.row("ligands", ligand)["substance_id"])


def micromolar(ng_per_ml: ArrayLike, substance: str = "ketamine") -> NDArray[np.float64]:
    """Concentration in µM from ng/mL."""
    return np.asarray(ng_per_ml, dtype=float) / tables.row("substances", substance)["molar_mass_g_per_mol"]


def occupancy(concentrations_um: ArrayLike, half_um: ArrayLike) -> NDArray[np.float64]:
    """Share of a site that each of several competing ligands fills.

    Parameters
    ----------
    concentrations_um : array_like
        Free concentration of each ligand (µM); the last axis runs over the ligands.
    half_um : array_like
        Concentration at which each ligand alone fills half (µM).

    Returns
    -------
    numpy.ndarray
        Share filled by each ligand (0 to 1), in the shape of `concentrations_um`.

    Raises
    ------
    ValueError
        If a concentration is negative or an affinity is not positive.
    """
    concentrations, half = np.asarray(concentrations_um, dtype=float), np.asarray(half_um, dtype=float)
    if (concentrations < 0).any() or not (half > 0).all():
        raise ValueError("Concentrations can't be negative, and an affinity must be more than 0 µM.")
    relative = concentrations / half
    return relative / (1 + relative.sum(axis=-1, keepdims=True))


def affinity_choices(ligand: str = RACEMATE) -> pd.DataFrame:
    """Published ways to say how tightly a ligand binds the channel site.

    Parameters
    ----------
    ligand : str
        One of `ligands`.

    Returns
    -------
    pandas.DataFrame
        Column ``choice``, then for each form of the ligand the concentration that fills half (µM); the tightest first.
        Where only a racemate was measured, both forms have its value.
    """
    return _affinity_choices(ligand).copy(deep=False)


@cache
def _affinity_choices(ligand: str) -> pd.DataFrame:
    forms = forms_of(ligand)
    rows = tables.load("affinities").query("target == @CHANNEL")
    each = rows[rows["ligand"].isin(forms)].pivot(index="figure", columns="ligand", values="value")
    whole = rows[(rows["ligand"] == ligand) & (ligand not in forms)].set_index("figure")["value"]
    figures = pd.concat([each.reindex(columns=forms).dropna(), pd.DataFrame(dict.fromkeys(forms, whole))])
    tightest = figures.min(axis="columns").sort_values().index
    return figures.loc[tightest].rename_axis(index="choice", columns=None).reset_index()


def filled_by_each(ng_per_ml: ArrayLike, affinity: str, part: str = TOTAL, ligand: str = RACEMATE) -> pd.DataFrame:
    """Share of the channel site that each form of a ligand fills.

    Parameters
    ----------
    ng_per_ml : array_like
        Level of the ligand in plasma (ng/mL), one or several.
    affinity : str
        A ``choice`` of `affinity_choices`.
    part : str
        Whether all of the drug in plasma counts, or only the part that is not bound to protein.
    ligand : str
        One of `ligands`.

    Returns
    -------
    pandas.DataFrame
        One row a level, one column a form.

    Raises
    ------
    ValueError
        If that affinity was not published for the ligand, or its free share was not seen.
    """
    choices = affinity_choices(ligand).set_index("choice")
    tables.require(f"affinity of {ligand}", affinity, choices.index)
    levels = np.atleast_1d(micromolar(ng_per_ml, substance_of(ligand))) * counted_share(ligand, part)
    forms = choices.columns
    each_um = levels[:, np.newaxis] / len(forms) * np.ones(len(forms))
    return pd.DataFrame(occupancy(each_um, choices.loc[affinity].to_numpy(dtype=float)), columns=forms)


def counted_share(ligand: str, part: str) -> float:
    """Share of a ligand in plasma that counts (0 to 1): all of it, or what is not bound to protein.

    Raises
    ------
    ValueError
        If its free share was not seen.
    """
    substance = substance_of(ligand)
    free = tables.row("substances", substance)["free_fraction"] if part == FREE else 1.0
    if np.isnan(free):
        raise ValueError(f"The free share of {substance} was not seen. Count all of it.")
    return float(free)


def filled(ng_per_ml: ArrayLike, affinity: str, part: str = TOTAL, ligand: str = RACEMATE) -> NDArray[np.float64]:
    """Share of the channel site that a ligand fills, all its forms together; see `filled_by_each`."""
    together = filled_by_each(ng_per_ml, affinity, part, ligand).sum(axis="columns").to_numpy()
    return together.reshape(np.shape(ng_per_ml))


def targets() -> pd.DataFrame:
    """What racemic ketamine reaches: every published affinity of it and of its two forms, on one scale.

    Returns
    -------
    pandas.DataFrame
        Columns ``target``, ``ligand``, ``figure``, ``measure`` (of a pKi, the Ki that it stands for), ``half_um``
        (concentration that fills or blocks half, µM) and ``part_of_dose`` (1, or a half for a mirror form). The target
        that is reached first comes first; in it the racemate, then the forms, the tighter before the weaker.
    """
    forms = forms_of(RACEMATE)
    rows = tables.load("affinities").query("ligand == @RACEMATE or ligand in @forms")
    logarithmic = rows["measure"] == "pKi"
    rows = rows.assign(
        half_um=rows["value"].where(~logarithmic, MICROMOLAR_PER_MOLAR * 10 ** -rows["value"]),
        measure=rows["measure"].where(~logarithmic, "Ki"),
        part_of_dose=np.where(rows["ligand"] == RACEMATE, 1.0, 1.0 / len(forms)),
    )
    rows = rows.assign(first=rows.groupby("target")["half_um"].transform("min"), form=rows["part_of_dose"] < 1)
    columns = ["target", "ligand", "figure", "measure", "half_um", "part_of_dose"]
    return rows.sort_values(["first", "form", "half_um"], ignore_index=True)[columns]


# -- scenes ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OccupancyScene:
    """Share of the channel site that one ligand fills, by each published figure.

    Parameters
    ----------
    level_ng_per_ml, concentration_um : float
        Level of the ligand in plasma, in ng/mL and in µM.
    ligand : str
        One of `ligands`.
    asked, asked_part : str
        The figure and the part that were chosen.
    shown : tuple of str
        The figures that are shown: the chosen one, or another where that was not published for the ligand, or all.
    part : str
        What counts: the chosen part, or all where the free share was not seen.
    percent : dict of str to float
        Share filled by each published figure (%).
    curves : dict of str to numpy.ndarray
        The same at each of `LEVELS_NG_PER_ML`.
    constants_um : dict of str to tuple of float
        The affinities behind each figure (µM), one where all forms have the same.
    each_percent : dict of str to float
        Share that each form fills, by the first figure shown (%); empty where the forms are not told apart.
    """

    level_ng_per_ml: float
    concentration_um: float
    ligand: str
    asked: str
    asked_part: str
    shown: tuple[str, ...]
    part: str
    percent: dict[str, float]
    curves: dict[str, Numbers]
    constants_um: dict[str, tuple[float, ...]]
    each_percent: dict[str, float]

    @property
    def occupancy_percent(self) -> float:
        """Share filled by the first figure shown (%)."""
        return self.percent[self.shown[0]]

    @property
    def forms(self) -> list[str]:
        """What is given: the two mirror forms of a racemate, or one form."""
        return forms_of(self.ligand)

    @property
    def held(self) -> dict[str, int]:
        """Channels of a hundred that hold the drug: by mirror form, or by how many of the figures say so."""
        if len(self.shown) > 1:
            counts = sorted(round(self.percent[name]) for name in self.shown)
            each = np.diff([0, *counts])
            return {f"by {self._figures(len(counts) - place)}": int(many) for place, many in enumerate(each)}
        if self.each_percent:
            return apportioned(self.each_percent, round(self.occupancy_percent))
        return {self.ligand: round(self.occupancy_percent)}

    def _figures(self, many: int) -> str:
        return "every figure" if many == len(self.shown) else f"{many} of {len(self.shown)} figures"

    @property
    def free_channels(self) -> int:
        """Channels of a hundred that stay free, by every figure shown."""
        return CHANNELS - sum(self.held.values())

    @property
    def free_at_most(self) -> int:
        """The same by the figure shown that fills the fewest."""
        return CHANNELS - min(round(self.percent[name]) for name in self.shown)

    @property
    def spread_percent(self) -> float:
        """How far the published figures lie apart (percentage points)."""
        return max(self.percent.values()) - self.least_percent

    @property
    def least_percent(self) -> float:
        """Share filled by the figure that gives the least (%)."""
        return min(self.percent.values())


def apportioned(shares: dict[str, float], whole: int) -> dict[str, int]:
    """Shares as whole numbers that add up to a whole: rounded down, then up where most was cut off."""
    down = {name: int(share) for name, share in shares.items()}
    most_cut = sorted(shares, key=lambda name: down[name] - shares[name])
    return {name: many + (name in most_cut[: whole - sum(down.values())]) for name, many in down.items()}


def occupancy_scene(level: float, ligand: str, affinity: str, part: str) -> OccupancyScene:
    """Share of the channel site that a ligand fills.

    Parameters
    ----------
    level : float
        Level in plasma (ng/mL).
    ligand : str
        One of `ligands`.
    affinity : str
        A ``choice`` of `affinity_choices`, or `EVERY_FIGURE`.
    part : str
        `TOTAL` or `FREE`.
    """
    choices = affinity_choices(ligand).set_index("choice")
    published = tuple(choices.index)
    known = not np.isnan(tables.row("substances", substance_of(ligand))["free_fraction"])
    counted = part if known else TOTAL
    constants = {name: tuple(dict.fromkeys(choices.loc[name])) for name in published}
    shown = published if affinity == EVERY_FIGURE else (affinity if affinity in published else published[0],)
    each = 100 * filled_by_each(level, shown[0], counted, ligand).iloc[0]
    return OccupancyScene(
        level_ng_per_ml=level,
        concentration_um=float(micromolar(level, substance_of(ligand))),
        ligand=ligand,
        asked=affinity,
        asked_part=part,
        shown=shown,
        part=counted,
        percent={name: 100 * float(filled(level, name, counted, ligand)) for name in published},
        curves={name: 100 * filled(LEVELS_NG_PER_ML, name, counted, ligand) for name in published},
        constants_um=constants,
        each_percent=each.to_dict() if len(constants[shown[0]]) > 1 else {},
    )


@dataclass(frozen=True)
class TargetsScene:
    """What a level of racemic ketamine fills of each target.

    Parameters
    ----------
    level_ng_per_ml, concentration_um : float
        Level of the racemate in plasma (ng/mL), and the concentration that counts (µM).
    part : str
        `TOTAL` or `FREE`.
    rows : pandas.DataFrame
        `targets`, with ``counted_um`` (the racemate's concentration, or a mirror form's half of it) and ``percent``
        (share filled; both forms compete for the site).
    """

    level_ng_per_ml: float
    concentration_um: float
    part: str
    rows: pd.DataFrame

    def percent_of(self, target: str, ligand: str = RACEMATE) -> list[float]:
        """Shares of a target that a ligand fills, by each published figure (%)."""
        chosen = (self.rows["target"] == target) & (self.rows["ligand"] == ligand)
        return list(self.rows.loc[chosen, "percent"])

    def counts_of(self, target: str) -> tuple[int, int]:
        """Receptors of a hundred that the racemate fills: by the figure that fills the fewest, and the most."""
        percent = self.percent_of(target)
        return round(min(percent)), round(max(percent))

    @property
    def kappa_percent(self) -> float:
        """Share of the kappa opioid receptors that is filled (%)."""
        return self.percent_of("kappa opioid receptor")[0]


def targets_scene(level: float, part: str) -> TargetsScene:
    """What a level of racemic ketamine fills of each target.

    Parameters
    ----------
    level : float
        Level in plasma (ng/mL).
    part : str
        `TOTAL` or `FREE`.
    """
    concentration = float(micromolar(level)) * counted_share(RACEMATE, part)
    rows = targets()
    counted = concentration * rows["part_of_dose"]
    relative = counted / rows["half_um"]
    # Mirror forms stand in one another's way: what a form meets is the other one's share as well.
    together = relative.groupby([rows["target"], rows["part_of_dose"], rows["figure"]]).transform("sum")
    return TargetsScene(
        level, concentration, part, rows.assign(counted_um=counted, percent=100 * relative / (1 + together))
    )
