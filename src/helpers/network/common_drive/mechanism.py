"""Drawing of two areas of a brain: what lies between them under a cover, their cells, their blood, and a dial."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from helpers.interactive import living
from helpers.network.common_drive.model import SHOWN, Scene, Signal

DRAWING = Path(__file__).parents[1] / "drawings" / "common_drive.svg"
ACROSS = 3.0  # units of the drawing for a second of the traces
FASTER = 8  # how much faster than life the traces run by
DOTS_PER_SECOND = 3.0  # of a drive or a link of 1
# In units of the drawing for a standard deviation; cells stand on a line (A above it, B below), blood lies around one.
CELLS_HIGH, BLOOD_HIGH = 9.0, 9.5
HUB, NEEDLE = (238.0, 348.0), 46.0


def state(scene: Scene) -> living.State:
    """What lies between the areas, what runs by, and where the dial's needles stand."""
    return _between(scene) | _traces(scene) | _dial(scene)


def _between(scene: Scene) -> living.State:
    """The cover, or what lies under it: a drive that reaches both, a link from A to B."""
    seen = not scene.covered
    return {
        "cover": living.show(scene.covered),
        "under": living.show(seen),
        "drive_paths": living.show(scene.drive > 0),
        "to_a": living.flow(DOTS_PER_SECOND * scene.drive),
        "to_b": living.flow(DOTS_PER_SECOND * scene.drive),
        "drive_word": living.word(f"shared drive {scene.drive:g}" if scene.drive else "no drive"),
        "link_path": living.show(scene.link > 0),
        "link": living.flow(DOTS_PER_SECOND * scene.link),
        "link_word": living.word(f"link {scene.link:g}" if scene.link else "no link"),
        "drive_blood": living.show(seen and scene.drive > 0),
        "drive_cells": living.show(seen and scene.drive > 0),
    }


def _traces(scene: Scene) -> living.State:
    """Cells as bars, A upwards and B downwards, and blood as lines; all run by at one speed."""
    first, second, shared = scene.cells
    bars = {"cells_a": (first, -1.0), "cells_b": (second, 1.0), "drive_up": (shared, -1.0), "drive_down": (shared, 1.0)}
    lines = {"blood_a": scene.first, "blood_b": scene.second, "blood_drive": scene.shared}
    running = living.scroll(SHOWN * ACROSS, FASTER * ACROSS)
    return (
        {name: _bars(signal, way) for name, (signal, way) in bars.items()}
        | {name: _line(signal) for name, signal in lines.items()}
        | {"cells_run": running, "blood_run": running}
        | {"cells_r": living.word(f"r = {rounded(scene.cells_r)}")}
        | {"blood_word": living.word("without the drive" if scene.known else "their blood, as a scanner sees it")}
    )


def _bars(signal: Signal, way: float) -> living.Act:
    """For each second a bar as high as the cells are more active than on average."""
    x = ACROSS * np.repeat(np.arange(SHOWN) + 0.5, 3)
    y = np.zeros(3 * SHOWN)
    y[1::3] = way * CELLS_HIGH * np.maximum(signal, 0)
    return living.line(x.tolist(), y.tolist())


def _line(signal: Signal) -> living.Act:
    """A line that ends where it begins."""
    ends = np.append(signal, signal[0])
    return living.line((ACROSS * np.arange(SHOWN + 1)).tolist(), (-BLOOD_HIGH * ends).tolist())


def _dial(scene: Scene) -> living.State:
    """A needle for the correlation; where the drive is taken out, a pale one for what it was."""
    return {
        "needle": _needle(scene.seen_r),
        "needle_before": _needle(scene.r) | living.show(scene.known),
        "r": living.word(f"r = {rounded(scene.seen_r)}"),
        "r_before": living.word(f"with the drive: {rounded(scene.r)}" if scene.known else "of these two lines"),
    }


def _needle(r: float) -> living.Act:
    """From the hub to a place on the dial: -1 at the left, 0 at the top, 1 at the right."""
    turn = r * np.pi / 2
    tip = (HUB[0] + NEEDLE * np.sin(turn), HUB[1] - NEEDLE * np.cos(turn))
    return living.line([HUB[0], tip[0]], [HUB[1], tip[1]])


def rounded(r: float) -> str:
    """Two digits; nothing that rounds to 0 has a sign."""
    return f"{round(r, 2) + 0.0:.2f}"
