"""The landscape in words, and with controls: which numbers a learner may move, and what is said about the model."""

from __future__ import annotations

from functools import partial
from typing import Any

from helpers import tables
from helpers.behavioral.landscape.mechanism import DRAWING, clock, state
from helpers.behavioral.landscape.model import BEFORE, LONGEST, PATHS, Scene, scene
from helpers.behavioral.landscape.picture import LandscapePicture, percent, rounded
from helpers.interactive import About, Explorer, Mechanism, Reading, Slider

# -- reading ---------------------------------------------------------------------------------------


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    out, back = rounded(scene.median), rounded(scene.back_time)
    return f"Half the balls are out by {out}, and back after {back} on average"


def read(scene: Scene) -> Reading:
    """Times there and back with their spread, the long run, and which path is shown."""
    land = scene.landscape
    return Reading(
        f"Barrier {land.barrier:g}, tilt {land.tilt:+g}, noise {land.noise:g}. From the left valley the ball climbs "
        f"{scene.climb:.2f} to get out, {scene.climb_in_noise:.1f} times the noise. That takes "
        f"{rounded(scene.out_time)} units of time on average, but balls differ: half of them are out after "
        f"{rounded(scene.median)}, the middle half between {rounded(scene.quarter)} and "
        f"{rounded(scene.three_quarters)}. To come back takes {rounded(scene.back_time)} on average. In the long "
        f"run a ball spends {percent(scene.left_percent)} of its time on the left. {_read_path(scene)}{_before(scene)} "
        "A metaphor: no number here comes from a person.",
        headline=notice(scene),
    )


def _read_path(scene: Scene) -> str:
    which = f"its ball does not get out within {LONGEST:,} units"
    if scene.arrival is not None:
        which = (
            f"of {PATHS}, it gets out nearest to that median, and is first on the other side after {scene.arrival:g}"
        )
    times = "once" if scene.changes == 1 else f"{scene.changes} times"
    return f"The path shown is a typical one: {which}. It changes valley {times}."


def _before(scene: Scene) -> str:
    """The dotted landscape, where the ground is not as it was."""
    return f" Dotted: the landscape before, barrier {BEFORE.barrier:g}, tilt {BEFORE.tilt:g}." if scene.changed else ""


# -- explorer --------------------------------------------------------------------------------------


def explore_beliefs(**first: Any) -> Explorer:
    """A ball in a landscape with two valleys.

    Parameters
    ----------
    **first
        First values: ``barrier``, ``tilt``, ``noise``.
    """
    controls = {
        "barrier": Slider("Barrier", BEFORE.barrier, min=1, max=4, step=0.1),
        "tilt": Slider("Tilt", BEFORE.tilt, min=-1.5, max=1.5, step=0.1),
        "noise": Slider("Noise", BEFORE.noise, min=0.2, max=1.5, step=0.05),
    }
    about = About(
        kind="A metaphor. The mathematics is that of a particle in a fluid; that thoughts behave so, nobody has found. "
        f"The path is a typical one of {PATHS}: the one that gets out nearest to the median.",
        equation="dx = -U'(x) dt + sqrt(2 T) dW,  U(x) = h (x^2 - 1)^2 - tilt x",
        sources=tables.cite(["kramers_1940"]),
        leaves_out="All of psychology: what a belief is, how many there are, and whether anything in them is shaken.",
        drawn="Ground and ball are the model's: its path has a place at every second unit of time, and between two of "
        "them the ball rolls along the ground. Climb and noise are drawn in the landscape's own height. For the eye: "
        f"the ball's size, and {LONGEST:,} units of time within a minute.",
    )
    picture = LandscapePicture()
    mechanism = Mechanism(
        DRAWING, "A landscape with two valleys, and a ball that rolls in it", state, partial(clock, picture=picture)
    )
    return Explorer("beliefs", controls, scene, picture, read, about, first=first, mechanism=mechanism)
