"""Drawing of the landscape with its ball: the ground, what has to be climbed beside the noise, and the way it rolls."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from helpers.behavioral.landscape.model import BEFORE, CELLS, Landscape, Places, Scene
from helpers.interactive import living

if TYPE_CHECKING:
    from helpers.behavioral.landscape.picture import LandscapePicture

DRAWING = Path(__file__).parents[1] / "drawings" / "valleys.svg"
RUN_S = 40.0
# In units of the drawing: where the ground is at 0, how far 1 reaches, and how deep the ground is drawn.
MIDDLE, LEVEL, ACROSS, HIGH, DEEP = 160.0, 172.0, 79.0, 26.0, 272.0
BALL = 10.5  # from the ground to the ball's middle
BARS_APART, WORDS_BELOW = 6.0, 10.0


def state(scene: Scene) -> living.State:
    """Ground, the landscape before, climb and noise as heights, and the ball on its way."""
    x, y = across(CELLS), up(scene.heights)
    ground = living.line([x[0], *x, x[-1]], [DEEP, *y, DEEP])
    return {
        "ground": ground,
        "surface": living.line(x.tolist(), y.tolist()),
        "before": living.line(x.tolist(), up(BEFORE.height(CELLS)).tolist()) | living.show(scene.changed),
        "before_word": living.show(scene.changed),
        "ball": living.way(*on_ground(scene.landscape, scene.rolling)),
        **_heights(scene),
    }


def _heights(scene: Scene) -> living.State:
    """From the left valley's floor: how high the top is, and how high noise lifts."""
    left, top, _ = scene.landscape.turning_points()
    floor, middle = float(scene.landscape.height(left)), float(across(top))
    bars = (("climb", -BARS_APART, scene.climb), ("noise", BARS_APART, scene.landscape.noise))
    state: living.State = {"floor": living.line([float(across(left)), middle + 3 * BARS_APART], [float(up(floor))] * 2)}
    for name, aside, height in bars:
        ends = [float(up(floor)), float(up(floor + height))]
        state |= {
            name: living.line([middle + aside] * 2, ends),
            f"{name}_word": living.word(f"{name} {height:.2f}"),
        }
    return state | {"words": living.move(middle, float(up(floor)) + WORDS_BELOW)}


def across(x: Places | float) -> Places:
    """Where a place is in the drawing."""
    return np.asarray(MIDDLE + ACROSS * np.asarray(x))


def up(height: Places | float) -> Places:
    """Where a height is in the drawing."""
    return np.asarray(LEVEL - HIGH * np.asarray(height))


def on_ground(landscape: Landscape, places: Places) -> tuple[Places, Places]:
    """Where the middle of a ball is that lies on the ground at these places: beside a slope, not above it."""
    steep = -HIGH * np.array([landscape.slope(float(place)) for place in places]) / ACROSS
    long = np.hypot(1, steep)
    return across(places) + BALL * steep / long, up(landscape.height(places)) - BALL / long


# -- the clock -------------------------------------------------------------------------------------


def clock(scene: Scene, picture: LandscapePicture) -> living.Clock:
    """Time of the model; it stands at the beginning, and its cursor runs along the path."""
    across_, tall = living.cursor(picture.path_axes, scene.rolling_times.tolist())
    top = scene.landscape.turning_points()[1]
    said = [
        f"time {time:.0f}: on the {'left' if place < top else 'right'}"
        for time, place in zip(scene.rolling_times, scene.rolling, strict=True)
    ]
    return living.Clock(label="Time (units of the model)", said=tuple(said), seconds=RUN_S, across=across_, tall=tall)
