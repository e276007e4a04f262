"""The channels empty while people stay better: drawn, over a clock, with the toy's two steps between them."""

from __future__ import annotations

from pathlib import Path

from helpers.interactive import living
from helpers.molecular.time_course.model import DAY_H, Run, Scene, measured
from helpers.molecular.time_course.picture import AfterDrugPicture

CHANNELS_EMPTY = Path(__file__).parents[1] / "drawings" / "channels_empty.svg"
LABEL = (
    "A hundred channels that empty, a toy of two vessels below them, and a person after ketamine beside one on placebo"
)
DOTS_PER_SECOND = 4.0  # where all channels are filled
STEP_UP = 20.0  # how much higher who is better stands, in units of the drawing
RUN_S = 18.0
MINUTES = 60


def channels_empty(scene: Scene) -> living.State:
    """Channels that hold the drug, the toy's two vessels with what runs into and out of them, and who is better."""
    run = scene.run
    flows = {"into": run.filled_percent, "between": run.passed_percent, "out": run.faded_percent}
    return {
        "field": living.course(run.filled_channels),
        "held": living.course(run.filled_channels),
        "first": living.course(run.first_percent / 100),
        "first_percent": living.course(run.first_percent),
        "toy": living.course(run.toy_percent / 100),
        "toy_percent": living.course(run.toy_percent),
        **{name: living.course(DOTS_PER_SECOND * flow / 100) for name, flow in flows.items()},
        "step": living.course(run.better),
        "after": living.way([0.0] * len(run.hours), -STEP_UP * run.better),
        "better": living.course(run.better),
    }


def clock(scene: Scene, picture: AfterDrugPicture) -> living.Clock:
    """Time from the start of the dose, on a logarithmic scale; it stands at day 1, and its cursor crosses both axes."""
    run = scene.run
    across, (top, _) = living.cursor(picture.above, list(run.hours))
    _, (_, bottom) = living.cursor(picture.below, list(run.hours))
    return living.Clock(
        label="Time after the start, logarithmic",
        said=tuple(said(run, moment) for moment in range(len(run.hours))),
        at=run.at(scene.greatest_h),
        seconds=RUN_S,
        across=across,
        tall=(top, bottom),
    )


def said(run: Run, moment: int) -> str:
    """Time, channels and people: "1 day: 1 of 100 filled, better than placebo"."""
    hours, better = run.hours[moment], run.better[moment]
    if better == 1:
        people = "better than placebo"
    elif better > 0:
        people = "difference being lost"
    else:
        people = "no difference seen yet" if hours < measured("greatest_h") else "difference lost"
    return f"{time_words(hours)}: {run.filled_channels[moment]} of 100 filled, {people}"


def time_words(hours: float) -> str:
    """A time in minutes, hours or days, whichever suits it."""
    if hours < 1:
        return f"{hours * MINUTES:.0f} min"
    if hours < DAY_H:
        return f"{hours:.1f} h"
    days = f"{hours / DAY_H:.1f}".removesuffix(".0")
    return f"{days} day{'s' * (days != '1')}"
