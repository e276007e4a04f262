"""Controls on the drug that goes and the effect that stays: model, affinity, and the toy's two half-times."""

from __future__ import annotations

from functools import partial
from typing import Any

from helpers import tables
from helpers.interactive import About, Explorer, Mechanism, Slider, choice
from helpers.molecular import receptors
from helpers.molecular.time_course.mechanism import CHANNELS_EMPTY, LABEL, channels_empty, clock
from helpers.molecular.time_course.model import scene
from helpers.molecular.time_course.picture import AfterDrugPicture
from helpers.molecular.time_course.reading import read


def explore_effect_after_drug(**first: Any) -> Explorer:
    """Plasma, receptor and a toy effect on one axis of time, above what was measured.

    Parameters
    ----------
    **first
        First values: ``model`` (a ``model_id``), ``affinity`` (a ``choice`` of `receptors.affinity_choices`),
        ``rise`` and ``fall`` (half-times of the toy effect, h).
    """
    models, durations = tables.load("pk_models"), tables.load("durations")
    controls = {
        "model": choice("Model", dict(zip(models["label"], models["model_id"], strict=True))),
        "affinity": choice("Affinity", list(receptors.affinity_choices()["choice"])),
        "rise": Slider("Half-time rise", 1, min=0.25, max=12, step=0.25, unit="h"),
        "fall": Slider("Half-time fall", 4, min=1, max=120, step=1, unit="h"),
    }
    notes = " ".join(f"{row.label.capitalize()}: {row.note}" for row in durations.itertuples())
    about = About(
        kind="A model of plasma and receptor after 0.5 mg/kg over 40 minutes in people; a toy for the effect; and, "
        f"below, the times of what was measured. {notes}",
        equation="dS/dt = share filled - k_rise S;  dE/dt = k_rise S - k_fall E;  k = ln 2 / half-time",
        sources=tables.cite([*models["source_id"], "salat_2015", *durations["source_id"]]),
        leaves_out="What the toy's two steps are. Any two slow steps would do; fitting the times proves none of them. "
        "Breakdown products, which may act as well.",
        drawn="Channels filled, the toy's two vessels (in percent of their peaks) and what runs through them are the "
        "model's at each moment; that people are better than on placebo was measured. For the eye: how much higher the "
        "person then stands, and that the step sinks evenly while the difference is lost.",
    )
    picture = AfterDrugPicture()
    mechanism = Mechanism(CHANNELS_EMPTY, LABEL, channels_empty, partial(clock, picture=picture))
    return Explorer("effect_after_drug", controls, scene, picture, read, about, first=first, mechanism=mechanism)
