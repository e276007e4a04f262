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

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, choice, new_figure

TOTAL, FREE = "all of it", "only the free part"
LEVELS_NG_PER_ML = np.geomspace(1, 3000, 200)
RACEMATE_SHARE = 0.5  # by definition, half of a racemate is each of its mirror forms

# -- model -----------------------------------------------------------------------------------------


def micromolar(ng_per_ml: ArrayLike, substance: str = "ketamine") -> NDArray[np.float64]:
    """Concentration in µM from ng/mL."""
    molar_mass = tables.load("substances").set_index("substance_id").loc[substance, "molar_mass_g_per_mol"]
    return np.asarray(ng_per_ml, dtype=float) / molar_mass


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


def affinity_choices() -> pd.DataFrame:
    """Published ways to say how tightly racemic ketamine binds the site.

    Returns
    -------
    pandas.DataFrame
        Columns ``choice``, ``s_um`` and ``r_um``: the half-filling concentration of each mirror form (µM). Where only
        the racemate was measured, both are the racemate's.
    """
    value = tables.load("affinities").set_index("affinity_id")["value"]
    racemate, s_form, r_form, half_block = (value[key] for key in ("K-05", "K-01", "K-02", "K-10"))
    rows = [
        (f"Ki of the racemate, {racemate:g} µM (Salat 2015)", racemate, racemate),
        (f"Ki of both mirror forms, {s_form:g} and {r_form:g} µM (Ebert 1997)", s_form, r_form),
        (f"half block of the current at {half_block:g} µM (as cited in Gerhard 2020)", half_block, half_block),
    ]
    return pd.DataFrame(rows, columns=["choice", "s_um", "r_um"])


def filled(ng_per_ml: ArrayLike, affinity: str, part: str = TOTAL) -> NDArray[np.float64]:
    """Share of the channel site that racemic ketamine fills, both mirror forms together.

    Parameters
    ----------
    ng_per_ml : array_like
        Level in plasma (ng/mL).
    affinity : str
        A ``choice`` of `affinity_choices`.
    part : str
        Whether all of the drug in plasma counts, or only the part that is not bound to protein.
    """
    choices = affinity_choices().set_index("choice")
    if affinity not in choices.index:
        raise ValueError(f"There is no affinity {affinity!r}. There are: {'; '.join(choices.index)}.")
    free = tables.load("substances").set_index("substance_id").loc["ketamine", "free_fraction"] if part == FREE else 1.0
    each_um = micromolar(ng_per_ml)[..., np.newaxis] * free * RACEMATE_SHARE * np.ones(2)
    return occupancy(each_um, choices.loc[affinity, ["s_um", "r_um"]].to_numpy(dtype=float)).sum(axis=-1)


# -- picture ---------------------------------------------------------------------------------------


class OccupancyPicture:
    """Share of the site filled against the level in plasma, one curve for each published affinity."""

    label = "Share of the NMDA receptor's channel site filled by racemic ketamine, against its level in plasma"

    def __init__(self) -> None:
        self.figure = new_figure(height_in=3.8)
        self.axes = self.figure.add_subplot(xscale="log", xlabel="level in plasma (ng/mL)", ylabel="share filled (%)")
        self.axes.set_xlim(LEVELS_NG_PER_ML[0], LEVELS_NG_PER_ML[-1])
        self.axes.set_ylim(0, 100)
        self.axes.xaxis.set_major_formatter("{x:g}")
        self.axes.spines[["top", "right"]].set_visible(False)
        styles = zip(affinity_choices()["choice"], ("blue", "orange", "green"), ("-", "--", ":"), strict=True)
        self.curves = {}
        for name, colour, dashes in styles:
            (self.curves[name],) = self.axes.plot([], [], dashes, color=COLOURS[colour], linewidth=2, label=name)
            self.curves[name].set_animated(True)
        (self.here,) = self.axes.plot([], [], "o", color=COLOURS["black"], markersize=8, animated=True)
        (self.level,) = self.axes.plot([], [], color=COLOURS["grey"], linewidth=1, animated=True)
        self.figure.legend(loc="outside upper left", fontsize=9, frameon=False)

    def draw(self, level: float, affinity: str, part: str) -> Reading:
        """Move curves and point to the scene."""
        shares = {name: 100 * float(filled(level, name, part)) for name in self.curves}
        for name, curve in self.curves.items():
            curve.set_data(LEVELS_NG_PER_ML, 100 * filled(LEVELS_NG_PER_ML, name, part))
            curve.set_linewidth(3.5 if name == affinity else 1.2)
        self.here.set_data([level], [shares[affinity]])
        self.level.set_data([level, level], [0, 100])
        quantities = {
            "occupancy_percent": shares[affinity],
            "spread_percent": max(shares.values()) - min(shares.values()),
            "concentration_um": float(micromolar(level)),
            "all_counted_percent": 100.0 if part == TOTAL else 0.0,
        }
        return Reading(describe(level, affinity, part, shares), quantities)


def describe(level: float, affinity: str, part: str, shares: dict[str, float]) -> str:
    """The reading: level in both units, share by the chosen affinity, and how far the others are from it."""
    others = " and ".join(f"{share:.0f} %" for name, share in shares.items() if name != affinity)
    counted = "counting all of the drug" if part == TOTAL else "counting only the part that is not bound to protein"
    return (
        f"At {level:g} ng/mL ({micromolar(level):.2f} µM), {counted}, racemic ketamine fills "
        f"{shares[affinity]:.0f} % of the site, by {affinity}. By the other two published figures it fills {others}."
    )


# -- explorer --------------------------------------------------------------------------------------


def explore_occupancy(**scene: Any) -> Explorer:
    """Level in plasma, affinity and protein binding against the share of the site that is filled.

    Parameters
    ----------
    **scene
        First values: ``level`` (ng/mL), ``affinity`` (a ``choice`` of `affinity_choices`), ``part``.

    Returns
    -------
    Explorer
        With the quantities ``occupancy_percent``, ``spread_percent`` (between the affinities),
        ``concentration_um`` and ``all_counted_percent`` (100, or 0 where only the free part counts).
    """
    observed = tables.load("plasma_observations").set_index("observation_id").loc["peak_iv_40min", "ng_per_ml"]
    controls = {
        "level": Slider("Level in plasma", observed, min=5, max=2400, step=5, unit="ng/mL"),
        "affinity": choice("Affinity", list(affinity_choices()["choice"])),
        "part": choice("Counted", [TOTAL, FREE]),
    }
    about = About(
        kind="A binding model with published affinities. No occupancy measured in people at 0.5 mg/kg is known to us.",
        equation="share of ligand i = (C_i / K_i) / (1 + sum of C_j / K_j);  each mirror form is half of the racemate",
        sources=tables.cite(["salat_2015", "ebert_1997", "gerhard_2020", "esketamine_label_review"]),
        leaves_out=(
            "That the channel must open before ketamine gets in, and that it stays trapped; voltage; what of the drug "
            "in plasma reaches the brain; time. A rate of filling in a test tube is not an effect."
        ),
    )
    title = "How much of the NMDA receptor does ketamine fill?"
    return Explorer("occupancy", title, controls, OccupancyPicture(), about, scene=scene)
