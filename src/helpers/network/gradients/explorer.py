"""Controls on the axis (group, share of links, the toy change) and what is said of it."""

from __future__ import annotations

from typing import Any

from helpers import tables
from helpers.interactive import About, Explorer, Reading, Slider, choice
from helpers.network.cortex import groups
from helpers.network.gradients.model import SHARES, TOLD, Scene, scene
from helpers.network.gradients.picture import HierarchyPicture

# -- reading ---------------------------------------------------------------------------------------


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    changed = scene.coupling or scene.loss
    instead = f", not {scene.before.length:.1f}" if changed else ""
    return f"Areas line up from the senses to the default mode, over a length of {scene.after.length:.1f}{instead}"


def read(scene: Scene) -> Reading:
    """Length of the axis at this share of links and at others, the networks, and how well the axis replicates."""
    text = (
        f"{scene.group.capitalize()}, healthy people without drug. With the strongest {scene.keep:g} % of the links "
        f"the axis is {scene.after.length:.1f} long, {scene.length_percent:.0f} % of the {scene.before.length:.1f} "
        f"without the change. {_read_shares(scene)} Correlation within networks exceeds that between them by "
        f"{scene.contrast:.2f} (without the change {scene.contrast_before:.2f}).{_read_repair(scene)} "
    )
    return Reading(text + _read_plane(scene) + _read_direction(scene), headline=notice(scene))


def _read_direction(scene: Scene) -> str:
    """Along what the brain is painted, and who lies at the ends."""
    ends = "from the {} to the {} network".format(*scene.ends)
    along = "the axis itself" if scene.turn == 0 else f"a direction {scene.turn:g}° from the axis"
    return f" The brain is painted along {along}, {ends}."


def _read_shares(scene: Scene) -> str:
    """How the length depends on the share of links, without the change and with it."""
    told = _by_share(scene.lengths_before, "{:.1f}")
    text = f"Compare lengths at the same share of links only: without any change it is {told}."
    if scene.coupling == 0 and scene.loss == 0:
        return text
    return f"{text} This change leaves {_by_share(100 * scene.lengths_after / scene.lengths_before, '{:.0f} %')}."


def _by_share(values: Any, form: str) -> str:
    *most, last = [f"{form.format(values[SHARES.index(share)])} at {share} %" for share in TOLD]
    return f"{', '.join(most)} and {last}"


def _read_repair(scene: Scene) -> str:
    if scene.repaired_by == 0:
        return ""
    return f" To make the matrix a possible one, correlations were moved by up to {scene.repaired_by:.2f}."


def _read_plane(scene: Scene) -> str:
    first, second, _ = scene.before.eigenvalues
    return (
        f"Without the change the first two eigenvalues are {first:.3f} and {second:.3f}, and in their plane the other "
        f"group's axis points {scene.turn_deg:.0f}° away from this one: they correlate by {scene.as_it_comes:.2f} as "
        f"they come, by {scene.after_rotation:.3f} after rotation."
    )


# -- explorer --------------------------------------------------------------------------------------


def explore_hierarchy(**first: Any) -> Explorer:
    """The axis from the senses to the default mode network, and a toy change that shortens it.

    Parameters
    ----------
    **first
        First values: ``group``, ``keep`` (% of links), ``coupling`` and ``loss`` (Fisher z), ``turn``
        (degrees).
    """
    controls = {
        "group": choice("Group", groups()),
        "keep": Slider("Strongest links kept", 10, min=5, max=30, step=1, unit="%"),
        "coupling": Slider("Ends coupled more closely", 0, min=0, max=0.3, step=0.01, unit="(z)"),
        "loss": Slider("Networks loosened", 0, min=0, max=0.3, step=0.01, unit="(z)"),
        "turn": Slider("Painted direction", 0, min=0, max=345, step=15, unit="°"),
    }
    about = About(
        kind="Data of people without drug, and a toy change. Nobody has shown that ketamine does this. The map is a "
        "diffusion map: think of a walker who jumps from area to area, the likelier the more links the two have in "
        "common. Areas lie close together if walks from them soon mix. The first component is the direction in which "
        "walks take longest to mix; an eigenvalue close to 1 means very long. The more links are kept, the sooner "
        "walks mix, and the smaller is the whole map: its length is no property of a brain alone.",
        equation="coordinate i = eigenvector i x lambda_i / (1 - lambda_i) of the walk, alpha = 0.5;  length = middle "
        "of the transmodal areas - middle of the sensory areas",
        sources=tables.cite(["vosdewael_2018", "schaefer_2018", "girn_2022", "agnorelli_2025"]),
        leaves_out="Drugs, persons, time. The change is the same for all areas of a kind; a brain's would not be.",
    )
    return Explorer("hierarchy", controls, scene, HierarchyPicture(), read, about, first=first)
