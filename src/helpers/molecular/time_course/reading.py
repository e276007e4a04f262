"""What is left of the drug when its effect is greatest, in words."""

from __future__ import annotations

from helpers.interactive import Reading
from helpers.molecular.time_course.model import DAY_H, Scene


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    return f"On day 1 the effect is greatest, and {_channels(scene.channels_at_day_1)} the drug"


def _channels(many: int) -> str:
    """How many channels hold something: "1 of 100 channels holds"."""
    return f"{many} of 100 channels {'holds' if many == 1 else 'hold'}"


def read(scene: Scene) -> Reading:
    """What is left when the effect is greatest, and when the toy effect comes and goes."""
    plasma, receptor = percent_words(scene.plasma_at_day_1_percent), percent_words(scene.receptor_at_day_1_percent)
    return Reading(
        f"By {scene.model} and the {scene.affinity}: after 40 minutes {_channels(scene.channels_early)} the drug, "
        f"and {scene.channels_at_day_1} on day 1, when the measured effect is greatest. Then {plasma} of the plasma "
        f"peak and {receptor} of the highest filling of the receptor are left. The toy effect (half-times "
        f"{scene.rise_h:g} h and {scene.fall_h:g} h) stands at {percent_words(scene.toy_at_40_min_percent)} of its "
        f"peak after 40 minutes, when people first do better than on placebo. It peaks after {scene.toy_peak_h:.1f} "
        f"hours, {scene.toy_hours_from_day_1:.1f} hours from day 1, and is at "
        f"{percent_words(scene.toy_at_day_11_percent)} on day {scene.lost_h / DAY_H:.0f}, when the difference from "
        "placebo is being lost.",
        headline=notice(scene),
    )


def percent_words(share: float) -> str:
    """A share in percent, with two digits where it is small."""
    return "less than 0.01 %" if share < 0.01 else f"{share:.2g} %" if share < 9.5 else f"{share:.0f} %"
