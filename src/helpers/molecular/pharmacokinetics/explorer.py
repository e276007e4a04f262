"""Explorer `infusion`: whether a dose that relieves depression can be "sub-dissociative"."""

from __future__ import annotations

from typing import Any

from helpers import tables
from helpers.interactive import About, Explorer, Mechanism, Slider, choice
from helpers.molecular.pharmacokinetics.mechanism import DOTS_PER_MG_PER_MIN, DRAWING, clock, state
from helpers.molecular.pharmacokinetics.model import FIRST_HOURS, WHOLE_DAY, scene
from helpers.molecular.pharmacokinetics.picture import InfusionPicture
from helpers.molecular.pharmacokinetics.reading import read

LEAVES_OUT = (
    "Differences between people; the two mirror forms of the molecule and the products of its breakdown; the delay "
    "between artery, vein and brain; the first minutes after an injection, in which blood is not yet mixed. Drug "
    "from muscle, nose, mouth or gut enters evenly until the published time of the peak, which real absorption "
    "does not do. The windows are ranges from studies with other people and other doses, not thresholds, and "
    "were found with the racemate."
)
DRAWN = (
    "Each vessel is as wide as the model's volume and as full as the model's level, so that the filled area is the "
    "amount. A tube lets "
    f"{DOTS_PER_MG_PER_MIN:g} dots pass in 1 s for each mg in 1 min, net of what comes back; while the clock runs over "
    "4 hours, a dot is 2 mg. The brain takes the colour of the blood: the models have no brain of their own. All "
    "clearance is drawn at the liver. For the eye: the person, and the tubes' length."
)


def explore_infusion(**first: Any) -> Explorer:
    """Dose, weight, route and model against the plasma windows.

    Parameters
    ----------
    **first
        First values: ``dose`` (mg/kg), ``minutes``, ``weight`` (kg), ``route`` (a ``route_id``), ``model`` (a
        ``model_id``), ``view``.
    """
    routes, models = tables.load("routes"), tables.load("pk_models")
    labels = routes["label"]
    controls = {
        "dose": Slider("Dose", 0.5, min=0.05, max=2.0, step=0.05, unit="mg/kg"),
        "minutes": Slider("Length of the infusion", 40, min=2, max=120, step=2, unit="min"),
        "weight": Slider("Body weight", 70, min=40, max=120, step=5, unit="kg"),
        "route": choice("Route", dict(zip(labels, routes["route_id"], strict=True))),
        "model": choice("Model", dict(zip(models["label"], models["model_id"], strict=True))),
        "view": choice("Show", [FIRST_HOURS, WHOLE_DAY]),
    }
    about = About(
        kind="Published compartment models of ketamine in plasma, solved exactly. A model, not a measurement.",
        equation="dA/dt = K·A + inflow;  level = A_central / V1  (A: amounts, K: rates between compartments)",
        sources=tables.cite([*models["source_id"], "zanos_2018", *filter(None, routes["source_id"])]),
        leaves_out=LEAVES_OUT,
        drawn=DRAWN,
    )
    picture = InfusionPicture()
    mechanism = Mechanism(
        DRAWING,
        "A person who is given ketamine; blood and tissues as vessels, tubes between them, and the liver",
        state,
        lambda scene: clock(scene, picture),
    )
    return Explorer("infusion", controls, scene, picture, read, about, unused, first, mechanism=mechanism)


def unused(values: dict[str, Any]) -> dict[str, str]:
    """Controls that the chosen route makes idle, with the reason."""
    reason = "The length of the infusion has no effect: only an infusion has one, and this route is not an infusion."
    return {} if tables.row("routes", values["route"])["entry"] == "infusion" else {"minutes": reason}
