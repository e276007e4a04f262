"""The landscape in words, and with controls: which numbers a learner may move, and what is said about the model."""

from __future__ import annotations

from typing import Any

from helpers import tables
from helpers.behavioral.landscape.model import LONGEST, PATHS, Scene, scene
from helpers.behavioral.landscape.picture import LandscapePicture, percent, rounded
from helpers.interactive import About, Explorer, Reading, Slider

# -- reading ---------------------------------------------------------------------------------------


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    out, back = rounded(scene.median), rounded(scene.back_time)
    return f"Half of all balls are out by {out}; back again they are after {back} on average"


def read(scene: Scene) -> Reading:
    """Times there and back with their spread, the long run, and which path is shown."""
    land = scene.landscape
    return Reading(
        f"Barrier {land.barrier:g}, tilt {land.tilt:+g}, noise {land.noise:g}. From the left valley the ball climbs "
        f"{scene.climb:.2f} to get out. That takes {rounded(scene.out_time)} units of time on average, but balls "
        f"differ: half of them are out after {rounded(scene.median)}, the middle half between {rounded(scene.quarter)} "
        f"and {rounded(scene.three_quarters)}. To come back takes {rounded(scene.back_time)} on average. In the long "
        f"run a ball spends {percent(scene.left_percent)} of its time on the left. {_read_path(scene)} A metaphor: no "
        "number here comes from a person.",
        headline=notice(scene),
    )


def _read_path(scene: Scene) -> str:
    which = f"its ball does not get out within {LONGEST:,} units"
    if scene.arrival is not None:
        which = (
            f"of {PATHS}, it gets out nearest to that median, and is first on the other side after {scene.arrival:g}"
        )
    times = "once" if scene.changes == 1 else f"{scene.changes} times"
    side = "left" if scene.place < 0 else "right"
    return (
        f"The path shown is a typical one: {which}. It changes valley {times}. At time {scene.time:g} its ball is on "
        f"the {side}."
    )


# -- explorer --------------------------------------------------------------------------------------


def explore_beliefs(**first: Any) -> Explorer:
    """A ball in a landscape with two valleys.

    Parameters
    ----------
    **first
        First values: ``barrier``, ``tilt``, ``noise``, ``time`` (which is shown).
    """
    controls = {
        "barrier": Slider("Barrier", 2, min=1, max=4, step=0.1),
        "tilt": Slider("Tilt", -0.8, min=-1.5, max=1.5, step=0.1),
        "noise": Slider("Noise", 0.4, min=0.2, max=1.5, step=0.05),
        "time": Slider("Time shown", 0, min=0, max=LONGEST, step=10),
    }
    about = About(
        kind="A metaphor. The mathematics is that of a particle in a fluid; that thoughts behave so, nobody has found. "
        f"The path is a typical one of {PATHS}: the one that gets out nearest to the median.",
        equation="dx = -U'(x) dt + sqrt(2 T) dW,  U(x) = h (x^2 - 1)^2 - tilt x",
        sources=tables.cite(["kramers_1940"]),
        leaves_out="All of psychology: what a belief is, how many there are, and whether anything in them is shaken.",
    )
    return Explorer("beliefs", controls, scene, LandscapePicture(), read, about, first=first)
