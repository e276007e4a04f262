"""Controls on binding: level, ligand and affinity at the channel site; the level against all targets."""

from __future__ import annotations

from typing import Any

from helpers import tables
from helpers.interactive import About, Explorer, Slider, choice
from helpers.molecular.receptors.mechanism import CHANNEL_DRAWN, TARGETS_DRAWN
from helpers.molecular.receptors.model import (
    EVERY_FIGURE,
    FREE,
    TOTAL,
    affinity_choices,
    ligands,
    occupancy_scene,
    targets_scene,
)
from helpers.molecular.receptors.picture import OccupancyPicture, TargetsPicture
from helpers.molecular.receptors.reading import read_occupancy, read_targets

SOURCES = ["salat_2015", "ebert_1997", "gerhard_2020", "esketamine_label_review"]


def explore_occupancy(**first: Any) -> Explorer:
    """Level in plasma, ligand, affinity and protein binding against the share of the site that is filled.

    Parameters
    ----------
    **first
        First values: ``level`` (ng/mL), ``ligand`` (one of `ligands`), ``affinity`` (a ``choice`` of
        `affinity_choices`, or `EVERY_FIGURE`), ``part`` (`TOTAL` or `FREE`).

    Returns
    -------
    Explorer
        Its ``scene`` is an `OccupancyScene`.
    """
    controls = {
        "level": _level(),
        "ligand": choice("Ligand", ligands()),
        "affinity": choice("Affinity", [*affinity_choices()["choice"], EVERY_FIGURE]),
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
        drawn="How many channels hold the drug, and which form of it, are the model's. For the eye: the shapes and "
        "places of channels, forms, glutamate and magnesium, and which of the channels it is.",
    )
    picture = OccupancyPicture()
    return Explorer(
        "occupancy", controls, occupancy_scene, picture, read_occupancy, about, first=first, mechanism=CHANNEL_DRAWN
    )


def explore_targets(**first: Any) -> Explorer:
    """Level of racemic ketamine in plasma against the affinities for all targets, on one axis.

    Parameters
    ----------
    **first
        First values: ``level`` (ng/mL), ``part`` (`TOTAL` or `FREE`).
    """
    controls = {"level": _level(), "part": choice("Counted", [TOTAL, FREE])}
    about = About(
        kind="Data: published affinities. The shares are computed from them, at the level in plasma.",
        equation="share = C / (C + K), with both mirror forms as in a racemate: (C_i / K_i) / (1 + sum of C_j / K_j). "
        "For opioid receptors pKi was published, the negative decimal logarithm of Ki in mol/L.",
        sources=tables.cite([*SOURCES, "hirota_1999"]),
        leaves_out=(
            "Targets that are not in the table, among them TrkB. What binding does: ketamine blocks one receptor and "
            "may stimulate another. Norketamine, which has a level of its own."
        ),
        drawn="How many of a hundred receptors are filled is computed; a small dot is filled by one of two figures "
        "only. For the eye: the shapes of the receptors, and which of them are filled.",
    )
    picture = TargetsPicture()
    return Explorer(
        "targets", controls, targets_scene, picture, read_targets, about, first=first, mechanism=TARGETS_DRAWN
    )


def _level() -> Slider:
    observed = tables.row("plasma_observations", "peak_iv_40min")["ng_per_ml"]
    return Slider("Level in plasma", observed, min=5, max=2400, step=5, unit="ng/mL")
