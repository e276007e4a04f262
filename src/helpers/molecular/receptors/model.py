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
Tables ``affinities`` and ``substances``: Ebert 1997 pmid:9311667, Salat 2015 doi:10.1016/j.neuropharm.2015.07.037,
Gerhard 2020 doi:10.1172/JCI130808 (half block at 1 µM, as cited there), Hirota 1999.

Leaves out
----------
That the channel must open before ketamine gets in, and that the drug stays trapped; voltage; the brain's own
concentration, which is not plasma's; time. Tracers have shown that ketamine reaches the channel in people (findings
on the topic nmda_receptor), but no occupancy at 0.5 mg/kg is known to us that this could be checked against.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from helpers import tables

TOTAL, FREE = "all of it", "only the free part"
RACEMATE = "racemic ketamine"
# A racemate is half of each mirror form, by definition; a single form is all of itself.
LIGANDS = {
    RACEMATE: ("S-ketamine", "R-ketamine"),
    "S-ketamine": ("S-ketamine",),
    "R-ketamine": ("R-ketamine",),
    "racemic norketamine": ("S-norketamine", "R-norketamine"),
}
CHANNEL = "NMDA receptor, channel site"
MICROMOLAR_PER_MOLAR = 1e6


def micromolar(ng_per_ml: ArrayLike, substance: str = "ketamine") -> NDArray[np.float64]:
    """Concentration in µM from ng/mL."""
    return np.asarray(ng_per_ml, dtype=float) / _substance(substance)["molar_mass_g_per_mol"]


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
        One of `LIGANDS`.

    Returns
    -------
    pandas.DataFrame
        Column ``choice``, then for each form of the ligand the concentration that fills half (µM). Where only a
        racemate was measured, both forms have its value.
    """
    if ligand not in LIGANDS:
        raise ValueError(f"There is no ligand {ligand!r}. There are: {', '.join(LIGANDS)}.")
    return _affinity_choices(ligand).copy(deep=False)


@cache
def _affinity_choices(ligand: str) -> pd.DataFrame:
    rows = tables.load("affinities").query("target == @CHANNEL")
    forms = LIGANDS[ligand]
    whole = rows[rows["ligand"] == ligand].set_index("measure")["value"] if len(forms) > 1 else pd.Series(dtype=float)
    each = rows.set_index("ligand")["value"]
    published = {
        "Ki (Salat 2015)": [whole.get("Ki")] * len(forms),
        "Ki of each mirror form (Ebert 1997)": [each[form] for form in forms],
        "half block of the current (as cited in Gerhard 2020)": [whole.get("half block")] * len(forms),
    }
    return (
        pd.DataFrame.from_dict(published, orient="index", columns=list(forms), dtype=float)
        .dropna()
        .rename_axis("choice")
        .reset_index()
    )


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
        One of `LIGANDS`.

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
    if affinity not in choices.index:
        raise ValueError(f"There is no affinity {affinity!r} for {ligand}. There are: {'; '.join(choices.index)}.")
    substance = "norketamine" if "norketamine" in ligand else "ketamine"
    free = _substance(substance)["free_fraction"] if part == FREE else 1.0
    if np.isnan(free):
        raise ValueError(f"The free share of {substance} was not seen. Count all of it.")
    levels = np.atleast_1d(micromolar(ng_per_ml, substance))
    forms = choices.columns
    each_um = levels[:, np.newaxis] * free / len(forms) * np.ones(len(forms))
    return pd.DataFrame(occupancy(each_um, choices.loc[affinity].to_numpy(dtype=float)), columns=forms)


def filled(ng_per_ml: ArrayLike, affinity: str, part: str = TOTAL, ligand: str = RACEMATE) -> NDArray[np.float64]:
    """Share of the channel site that a ligand fills, all its forms together; see `filled_by_each`."""
    together = filled_by_each(ng_per_ml, affinity, part, ligand).sum(axis="columns").to_numpy()
    return together.reshape(np.shape(ng_per_ml))


def targets() -> pd.DataFrame:
    """Everything in the table ``affinities`` on one scale.

    Returns
    -------
    pandas.DataFrame
        Columns ``target``, ``ligand``, ``half_um`` (concentration that fills or blocks half, µM), ``measure`` and
        ``source_id``, the tightest first.
    """
    rows = tables.load("affinities")
    logarithmic = rows["measure"] == "pKi"
    half_um = rows["value"].where(~logarithmic, MICROMOLAR_PER_MOLAR * 10 ** -rows["value"])
    columns = ["target", "ligand", "half_um", "measure", "source_id"]
    return rows.assign(half_um=half_um)[columns].sort_values("half_um", ignore_index=True)


def _substance(substance: str) -> pd.Series:
    found: pd.Series = tables.load("substances").set_index("substance_id").loc[substance]
    return found
