"""Controls on the cortex: group, threshold, network, one area."""

from __future__ import annotations

from typing import Any

from helpers import tables
from helpers.interactive import About, Explorer, Slider, choice, old_explorer
from helpers.network.cortex.model import GROUPS, parcels
from helpers.network.cortex.picture import EVERY, NOBODY, CortexPicture, network_names


def explore_cortex(**scene: Any) -> Explorer:
    """Areas, networks and their correlations in healthy people without drug.

    Parameters
    ----------
    **scene
        First values: ``group`` (``"main"`` or ``"holdout"``), ``threshold`` (r), ``network`` (a name or ``"all"``),
        ``seed`` (the label of an area, or ``"none"``).

    Returns
    -------
    Explorer
        With the quantities ``links_percent``, ``modularity``, ``within``, ``between`` (of the chosen network, or the
        mean over all) and ``degree`` (of the chosen area).
    """
    areas = {f"{row.Index} ({row.network})": row.Index for row in parcels().itertuples()}
    controls = {
        "group": choice("Group", GROUPS),
        "threshold": Slider("Linked from a correlation of", 0.4, min=0.1, max=0.8, step=0.02),
        "network": choice("Network", [EVERY, *network_names()]),
        "seed": choice("Area", {NOBODY: NOBODY} | areas),
    }
    about = About(
        kind="Data: mean resting connectivity of two groups of healthy adults. Nobody here took a drug.",
        equation="link = correlation at or above the threshold;  modularity (Newman) of the seven networks",
        sources=tables.cite(["vosdewael_2018", "schaefer_2018", "fonov_2011"]),
        leaves_out="How people differ, direction, cause, time, what lies below the cortex, how data were cleaned.",
    )
    return old_explorer("cortex", "Which areas rise and fall together?", controls, CortexPicture(), about, scene=scene)
