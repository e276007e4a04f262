"""Drawing of a dose on its way: a way into the blood, the model's compartments as vessels, and the liver.

A vessel is as wide as its compartment's volume and is filled as high as its level, so that its filled area is the
amount: drug runs from the higher level to the lower, and two vessels of one height exchange nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from helpers.interactive import living
from helpers.molecular.pharmacokinetics.model import MINUTES_PER_HOUR, Numbers, Run, Scene
from helpers.molecular.pharmacokinetics.reading import rounded

if TYPE_CHECKING:
    from helpers.molecular.pharmacokinetics.picture import InfusionPicture

DRAWING = Path(__file__).parents[1] / "drawings" / "vein_to_brain.svg"
DOTS_PER_MG_PER_MIN = 5.0  # dots in a second of the page
RUN_S = 24.0  # how long the clock runs: over 4 hours a dot is then 2 mg
WAYS = ("bag", "syringe", "muscle", "nose", "mouth", "gut")
WAY_OF = {
    "iv_infusion": "bag",
    "iv_bolus": "syringe",
    "im": "muscle",
    "intranasal": "nose",
    "intranasal_volunteers": "nose",
    "intranasal_esketamine": "nose",
    "sublingual": "mouth",
    "oral": "gut",
    "oral_esketamine": "gut",
}
PERCENT_DIGITS = 5  # so that a number in the drawing is rounded once, as in the words
# In units of the drawing: the vessels' height, where they stand, the room between them, and where tubes run.
HEIGHT, BASE, LEFT, RIGHT = 92.0, 260.0, 8.0, 289.0
BETWEEN, BESIDE = 30.0, 14.0
TUBE_Y, LOWER_TUBE_Y = 254.0, 272.0
NAME_ROOM, LAST_NAME = 62.0, 298.0  # between the names of blood and of the vessel beside it; the blood's at most
BESIDE_BAG, WITHOUT_BAG = 62.0, 4.0  # where the words about the dose stand


@dataclass(frozen=True)
class Vessel:
    """Where a vessel stands in the drawing."""

    left: float
    right: float

    @property
    def middle(self) -> float:
        """Its middle."""
        return (self.left + self.right) / 2

    def glass(self) -> living.Act:
        """Its walls and its ground."""
        top = BASE - HEIGHT
        return living.line([self.left, self.left, self.right, self.right], [top, BASE, BASE, top])

    def filled(self, shares: Numbers) -> living.Act:
        """What it holds, which stands on its ground, over time."""
        corners = living.line([self.left, self.left, self.right, self.right], [0, -HEIGHT, -HEIGHT, 0])
        return corners | living.course(shares)


def vessels(volumes_l: tuple[float, ...]) -> list[Vessel]:
    """Places of the vessels: blood at the right, then the tissues to its left; widths in proportion to volumes."""
    gaps = (0.0, BETWEEN, BESIDE)[: len(volumes_l)]
    unit = (RIGHT - LEFT - sum(gaps)) / sum(volumes_l)
    placed, right = [], RIGHT
    for gap, volume in zip(gaps, volumes_l, strict=True):
        right -= gap
        placed.append(Vessel(right - unit * volume, right))
        right -= unit * volume
    return placed


def state(scene: Scene) -> living.State:
    """Every part of the drawing, over the clock's moments."""
    return _way_in(scene) | _in_blood(scene) | _in_tissues(scene)


def _way_in(scene: Scene) -> living.State:
    """The chosen way: how much is given, what of it still waits, and what enters."""
    run, chosen = scene.run, WAY_OF[scene.given.route]
    state: living.State = {way: living.show(way == chosen) for way in WAYS}
    state["vein"] = living.show(chosen in ("bag", "syringe"))
    if chosen != "syringe":
        state[f"{chosen}_left"] = living.course(run.waiting_percent / 100)
        state[f"{chosen}_flow"] = living.course(dots(run.entering_mg_per_min))
    share = scene.given.arriving_percent
    entering_min = scene.given.entering_h * MINUTES_PER_HOUR
    return state | {
        "told": living.move(BESIDE_BAG if chosen == "bag" else WITHOUT_BAG, 0),
        "given": living.word(f"{scene.given.mg:.3g} mg {scene.compound.removeprefix('racemic ')}"),
        "arrives": living.word("all of it arrives" if share == 100 else f"{share:g} % of it arrives"),
        "how": living.word(f"within {entering_min:.0f} min" if entering_min else "at once"),
    }


def _in_blood(scene: Scene) -> living.State:
    """The vessel of the blood, the brain with it, and what is cleared."""
    run, blood = scene.run, vessels(scene.run.volumes_l)[0]
    shares = run.levels_ng_per_ml[0] / scene.ceiling_ng_per_ml
    return {
        "blood": blood.filled(shares),
        "blood_glass": blood.glass(),
        "blood_held": living.course(run.held_percent[0], PERCENT_DIGITS),
        "brain": living.course(np.minimum(shares, 1)),
        "to_liver": living.course(dots(run.leaving_mg_per_min)),
        "gone": living.course(run.gone_percent, PERCENT_DIGITS),
        "full": living.word(f"filled to the rim: {scene.ceiling_ng_per_ml:g} ng/mL"),
    }


def _in_tissues(scene: Scene) -> living.State:
    """The vessels of the tissues, what runs to them and back, and the names below all vessels."""
    run = scene.run
    blood, *tissues = vessels(run.volumes_l)
    state: living.State = {f"slow_{part}": living.show(len(tissues) > 1) for part in ("tube", "glass", "name")}
    state |= {part: living.show(len(tissues) > 1) for part in ("slow", "to_slow", "from_slow")}
    tubes = (("fast", _straight(blood, tissues[0])), ("slow", _below(blood, tissues[-1])))
    for place, (tissue, (name, tube)) in enumerate(zip(tissues, tubes, strict=False)):
        flow = run.into_tissues_mg_per_min[place]
        acts = {
            name: tissue.filled(run.levels_ng_per_ml[place + 1] / scene.ceiling_ng_per_ml),
            f"{name}_glass": tissue.glass(),
            f"{name}_held": living.course(run.held_percent[place + 1], PERCENT_DIGITS),
            f"{name}_tube": living.line(*zip(*tube, strict=True)),
            f"to_{name}": living.line(*zip(*tube, strict=True)) | living.course(dots(flow)),
            f"from_{name}": living.line(*zip(*tube[::-1], strict=True)) | living.course(dots(-flow)),
        }
        state |= {part: act | state.get(part, {}) for part, act in acts.items()}
    return state | _names(blood, tissues)


def _straight(blood: Vessel, tissue: Vessel) -> list[tuple[float, float]]:
    """The tube from the blood to the vessel beside it."""
    return [(blood.left + 2, TUBE_Y), (tissue.right - 2, TUBE_Y)]


def _below(blood: Vessel, tissue: Vessel) -> list[tuple[float, float]]:
    """The tube from the blood to the far vessel, below the one between them."""
    start, end = blood.middle, tissue.right - 10
    return [(start, BASE - 2), (start, LOWER_TUBE_Y), (end, LOWER_TUBE_Y), (end, BASE - 2)]


def _names(blood: Vessel, tissues: list[Vessel]) -> living.State:
    """Names stand below their vessels, as far as the neighbour's name lets them."""
    last = min(max(blood.middle, tissues[0].middle + NAME_ROOM), LAST_NAME)
    state = {
        "fast_word": living.word("fast tissues" if len(tissues) > 1 else "tissues"),
        "fast_name": living.move(min(tissues[0].middle, last - NAME_ROOM), 0),
        "blood_name": living.move(last, 0),
    }
    return state if len(tissues) == 1 else state | {"slow_name": living.move(tissues[1].middle, 0) | living.show(True)}


def dots(mg_per_min: Numbers) -> Numbers:
    """Dots in a second for a flow of drug; none where it runs the other way."""
    return DOTS_PER_MG_PER_MIN * np.maximum(mg_per_min, 0)


# -- the clock -------------------------------------------------------------------------------------


def clock(scene: Scene, picture: InfusionPicture) -> living.Clock:
    """Time from the start of the dose; it stands at the peak, and its cursor runs along the curve."""
    across, tall = living.cursor(picture.axes, scene.run.hours.tolist())
    return living.Clock(
        label=f"Time after the start, up to {scene.run.hours[-1]:g} hours",
        said=tuple(_said(scene.run, moment) for moment in range(len(scene.run.hours))),
        at=scene.run.peak_at,
        seconds=RUN_S,
        across=across,
        tall=tall,
    )


def _said(run: Run, moment: int) -> str:
    """Time, level, and what has gone: "1 h 20 min: 84.2 ng/mL in the blood, 47 % gone"."""
    hours, minutes = divmod(round(run.hours[moment] * MINUTES_PER_HOUR), round(MINUTES_PER_HOUR))
    time = " ".join([f"{hours} h"] * (hours > 0) + [f"{minutes} min"] * (minutes > 0 or not hours))
    return (
        f"{time}: {rounded(run.levels_ng_per_ml[0, moment])} ng/mL in the blood, {run.gone_percent[moment]:.0f} % gone"
    )
