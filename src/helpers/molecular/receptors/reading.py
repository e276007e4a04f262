"""Binding in words."""

from __future__ import annotations

from helpers.interactive import Reading
from helpers.molecular.receptors.model import (
    CHANNEL,
    CHANNELS,
    EVERY_FIGURE,
    FREE,
    RACEMATE,
    TOTAL,
    OccupancyScene,
    TargetsScene,
    forms_of,
)

COUNTED = {TOTAL: "counting all of it", FREE: "counting only the part that is not bound to protein"}


def share_words(percent: float) -> str:
    """A share in percent, with one decimal where it is small."""
    return f"{percent:.0f} %" if percent >= 9.5 else f"{percent:.1f} %"


# -- occupancy -------------------------------------------------------------------------------------


def notice_occupancy(scene: OccupancyScene) -> str:
    """What to notice: the headline of the picture."""
    return f"At {scene.level_ng_per_ml:g} ng/mL of {scene.ligand} {free_words(scene)}"


def free_words(scene: OccupancyScene) -> str:
    """How many channels stay free: "13 of 100 channels stay free"."""
    free, at_most = scene.free_channels, scene.free_at_most
    return f"{free if free == at_most else f'{free} to {at_most}'} of {CHANNELS} channels stay free"


def read_occupancy(scene: OccupancyScene) -> Reading:
    """Level, share filled by the figure shown, how two forms share the site, and what the other figures say."""
    told = [_instead(scene), _main(scene), _shared(scene), _others(scene)]
    return Reading(" ".join(filter(None, told)), headline=notice_occupancy(scene))


def _instead(scene: OccupancyScene) -> str:
    """Why something other than what was chosen is shown."""
    missing = scene.asked not in (*scene.percent, EVERY_FIGURE)
    no_figure = f"For {scene.ligand} there is no {scene.asked}: shown is {scene.shown[0]}." if missing else ""
    no_share = "Its free share was not seen: all of it is counted." if scene.part != scene.asked_part else ""
    return f"{no_figure} {no_share}".strip()


def _main(scene: OccupancyScene) -> str:
    first, *more = (_by(scene, name) for name in scene.shown)
    first = first.replace(" %", " % of the site", 1)
    return (
        f"At {scene.level_ng_per_ml:g} ng/mL ({scene.concentration_um:.2f} µM), {COUNTED[scene.part]}, "
        f"{free_words(scene)}. {scene.ligand[0].upper()}{scene.ligand[1:]} fills {'; '.join([first, *more])}."
    )


def _by(scene: OccupancyScene, name: str) -> str:
    """What is filled by one figure, with its constants: "87 %, by the Ki (Salat 2015): 0.119 µM"."""
    constants = " and ".join(f"{value:g}" for value in scene.constants_um[name])
    return f"{share_words(scene.percent[name])}, by the {name}: {constants} µM"


def _shared(scene: OccupancyScene) -> str:
    """How two forms with different affinities share the site."""
    if not scene.each_percent:
        return ""
    shares = " and ".join(f"{form} fills {share_words(share)}" for form, share in scene.each_percent.items())
    return f"{shares}, though as much of one as of the other is given." if len(scene.forms) > 1 else f"{shares}."


def _others(scene: OccupancyScene) -> str:
    others = [share_words(share) for name, share in scene.percent.items() if name not in scene.shown]
    if len(scene.percent) == 1:
        return "No other figure for it is in our table."
    if not others:
        return f"The figures lie {scene.spread_percent:.0f} percentage points apart."
    figures = "figures" if len(others) > 1 else "figure"
    return f"By the other published {figures} it fills {' and '.join(others)}."


# -- targets ---------------------------------------------------------------------------------------


def notice_targets(scene: TargetsScene) -> str:
    """What to notice: the headline of the picture."""
    channel = scene.percent_of(CHANNEL)
    filled = f"NMDA channel {share_words(min(channel))} to {share_words(max(channel))} filled"
    return f"{filled}, kappa receptor {share_words(scene.kappa_percent)}"


def read_targets(scene: TargetsScene) -> Reading:
    """Concentration, shares of the channel site by racemate and by its two forms, and shares of the other targets."""
    channel = scene.percent_of(CHANNEL)
    forms = " and ".join(f"{form} {share_words(scene.percent_of(CHANNEL, form)[0])}" for form in forms_of(RACEMATE))
    others = scene.rows[scene.rows["target"] != CHANNEL]
    each = ", ".join(f"{share_words(row.percent)} of the {row.target}" for row in others.itertuples())
    return Reading(
        f"{scene.level_ng_per_ml:g} ng/mL of ketamine, {COUNTED[scene.part]}, are {scene.concentration_um:.2f} µM. "
        f"This fills {share_words(min(channel))} to {share_words(max(channel))} of the NMDA channel site, by the "
        f"figures for the racemate. Its two forms, half of it each, compete for that site: {forms}. It fills {each}. "
        "Few filled receptors can matter, and many may not.",
        headline=notice_targets(scene),
    )
