"""Controls on binding: level, ligand and affinity at the channel site; the level against all targets."""

from __future__ import annotations

from typing import Any

from helpers import tables
from helpers.interactive import About, Explorer, Slider, choice, old_explorer
from helpers.molecular.receptors.model import FREE, LIGANDS, TOTAL, affinity_choices
from helpers.molecular.receptors.picture import OccupancyPicture, TargetsPicture

SOURCES = ["salat_2015", "ebert_1997", "gerhard_2020", "esketamine_label_review"]


def explore_occupancy(**scene: Any) -> Explorer:
    """Level in plasma, ligand, affinity and protein binding against the share of the site that is filled.

    Parameters
    ----------
    **scene
        First values: ``level`` (ng/mL), ``ligand`` (one of `LIGANDS`), ``affinity`` (a ``choice`` of
        `affinity_choices`), ``part``.

    Returns
    -------
    Explorer
        With the quantities ``occupancy_percent``, ``spread_percent`` (between the affinities),
        ``concentration_um``, ``all_counted_percent`` (100, or 0 where only the free part counts) and ``affinities``
        (how many were published for the ligand).
    """
    controls = {
        "level": _level(),
        "ligand": choice("Ligand", list(LIGANDS)),
        "affinity": choice("Affinity", list(affinity_choices()["choice"])),
        "part": choice("Counted", [TOTAL, FREE]),
    }
    about = About(
        kind="A binding model with published affinities. No occupancy measured in people at 0.5 mg/kg is known to us.",
        equation="share of ligand i = (C_i / K_i) / (1 + sum of C_j / K_j);  each mirror form is half of a racemate",
        sources=tables.cite(SOURCES),
        leaves_out=(
            "That the channel must open before ketamine gets in, and that it stays trapped; voltage; what of the drug "
            "in plasma reaches the brain; time. A rate of filling in a test tube is not an effect."
        ),
    )
    title = "How much of the NMDA receptor does ketamine fill?"
    return old_explorer("occupancy", title, controls, OccupancyPicture(), about, scene=scene)


def explore_targets(**scene: Any) -> Explorer:
    """Level in plasma against the affinities for all targets, on one axis.

    Parameters
    ----------
    **scene
        First values: ``level`` (ng/mL), ``part``.

    Returns
    -------
    Explorer
        With the quantities ``concentration_um``, ``mu_percent``, ``kappa_percent`` and ``channel_least_percent``.
    """
    controls = {"level": _level(), "part": choice("Counted", [TOTAL, FREE])}
    about = About(
        kind="Data: published affinities. The shares come from one ligand alone at one site, at the level in plasma.",
        equation="share = C / (C + K);  a pKi is turned into K = 10^(6 - pKi) µM",
        sources=tables.cite([*SOURCES, "hirota_1999"]),
        leaves_out=(
            "Targets that are not in the table, among them TrkB. What binding does: ketamine blocks one receptor and "
            "may stimulate another. Norketamine has a level of its own, which is not the one shown."
        ),
    )
    title = "Which other targets does ketamine reach at this level?"
    return old_explorer("targets", title, controls, TargetsPicture(), about, scene=scene)


def _level() -> Slider:
    observed = tables.load("plasma_observations").set_index("observation_id").loc["peak_iv_40min", "ng_per_ml"]
    return Slider("Level in plasma", observed, min=5, max=2400, step=5, unit="ng/mL")
