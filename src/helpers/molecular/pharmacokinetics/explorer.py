"""Explorer `infusion`: whether a dose that relieves depression can be "sub-dissociative"."""

from __future__ import annotations

from typing import Any

from helpers import tables
from helpers.interactive import About, Explorer, Slider, choice, old_explorer
from helpers.molecular.pharmacokinetics.picture import FIRST_HOURS, WHOLE_DAY, InfusionPicture

LEAVES_OUT = (
    "Differences between people; the two mirror forms of the molecule and the products of its breakdown; the delay "
    "between artery, vein and brain; the first minutes after an injection, in which blood is not yet mixed. Drug "
    "from muscle, nose, mouth or gut enters evenly until the published time of the peak, which real absorption "
    "does not do. The windows are ranges from studies with other people and other doses, not thresholds."
)


def explore_infusion(**scene: Any) -> Explorer:
    """Dose, weight, route and model against the plasma windows.

    Parameters
    ----------
    **scene
        First values: ``dose`` (mg/kg), ``minutes``, ``weight`` (kg), ``route``, ``model``, ``view``.

    Returns
    -------
    Explorer
        With the quantities ``peak_ng_per_ml``, ``peak_time_min``, ``level_at_24_h_ng_per_ml``,
        ``share_at_24_h_percent``, ``minutes_at_dissociation`` and ``exposure_percent_of_usual``
        (of 0.5 mg/kg into a vein).
    """
    routes, models = tables.load("routes"), tables.load("pk_models")
    labels = routes["label"] + " (" + routes["bioavailability_percent"].map("{:g} %".format) + ")"
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
    )
    title = "How much ketamine is in the blood, and which effects are reported at that level?"
    return old_explorer("infusion", title, controls, InfusionPicture(), about, unused, scene)


def unused(values: dict[str, Any]) -> dict[str, str]:
    """Controls that the chosen route makes idle, with the reason."""
    entry = tables.load("routes").set_index("route_id").loc[values["route"], "entry"]
    reason = "The length of the infusion has no effect: only an infusion has one, and this route is not an infusion."
    return {} if entry == "infusion" else {"minutes": reason}
