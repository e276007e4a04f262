"""Controls on the cortex (group, threshold, network, one area) and what is said of it."""

from __future__ import annotations

from typing import Any

from helpers import tables
from helpers.interactive import About, Explorer, Reading, Slider, choice
from helpers.network.cortex.model import EVERY, NOBODY, Scene, area_name, groups, network_names, parcels, scene
from helpers.network.cortex.picture import CortexPicture

# -- reading ---------------------------------------------------------------------------------------


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    if scene.seed == NOBODY:
        within, between = (f"{percent:.0f} %" for percent in (scene.within_percent, scene.between_percent))
        linked = f"{within} of pairs within networks are linked, {between} between"
        return f"From a correlation of {scene.threshold:g} on {linked}"
    name = area_name(scene.seed).partition(" (")[0]
    return f"{name[0].upper()}{name[1:]} goes with {len(scene.neighbours)} of the other 99 areas"


def read(scene: Scene) -> Reading:
    """The networks' correlations, links above the threshold, modularity, and the area looked at."""
    who = "The networks" if scene.network == EVERY else f"The {scene.network} network"
    text = (
        f"{scene.group.capitalize()}, healthy people without drug. {who}: mean correlation {scene.within:.2f} within, "
        f"{scene.between:.2f} with other networks. At a correlation of {scene.threshold:g} or more "
        f"{scene.links_percent:.0f} % of all pairs are linked: {scene.within_percent:.0f} % of the pairs within "
        f"networks, {scene.between_percent:.0f} % of those between networks. Modularity is {scene.modularity:.2f}."
    )
    return Reading(text + _read_area(scene), headline=notice(scene))


def _read_area(scene: Scene) -> str:
    if scene.seed == NOBODY:
        return ""
    links = len(scene.neighbours)
    own = f", {scene.own_neighbours} of them within its own network" if links else ""
    return f" The area {area_name(scene.seed)} has {links or 'no'} link{'' if links == 1 else 's'}{own}."


# -- explorer --------------------------------------------------------------------------------------


def explore_cortex(**first: Any) -> Explorer:
    """Areas, networks and their correlations in healthy people without drug.

    Parameters
    ----------
    **first
        First values: ``group`` (key of ``connectivity_groups``), ``threshold`` (r), ``network`` (a name or ``"all"``),
        ``seed`` (the label of an area, or ``"none"``).
    """
    areas = {area_name(label): label for label in parcels().index}
    controls = {
        "group": choice("Group", groups()),
        "threshold": Slider("Linked from a correlation of", 0.4, min=0.1, max=0.8, step=0.02),
        "network": choice("Network", [EVERY, *network_names()]),
        "seed": choice("Area", {NOBODY: NOBODY} | areas),
    }
    about = About(
        kind="Data: mean resting connectivity of two groups of healthy adults. Nobody here took a drug.",
        equation="link = correlation at or above the threshold;  modularity (Newman) of the seven networks",
        sources=tables.cite(["vosdewael_2018", "schaefer_2018", "van_essen_2012"]),
        leaves_out="How people differ, direction, cause, time, how data were cleaned; and whatever lies below the "
        "cortex: amygdala, hippocampus and thalamus are not in this atlas. Its limbic network is five areas of cortex, "
        "orbitofrontal and at the temporal poles; it is not the limbic system.",
    )
    return Explorer("cortex", controls, scene, CortexPicture(), read, about, first=first)
