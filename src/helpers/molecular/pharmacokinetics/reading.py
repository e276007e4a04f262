"""A plasma course in words."""

from __future__ import annotations

import pandas as pd

from helpers import tables
from helpers.interactive import Reading
from helpers.molecular.pharmacokinetics.model import MINUTES_PER_HOUR, Scene

UNMIXED = "The first minutes are not to be trusted, since the blood is not mixed yet. "


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    observed = f"; {rounded(scene.observed[0].ng_per_ml)} was observed" if scene.observed else ""
    return f"The level peaks at {rounded(scene.peak_ng_per_ml)} ng/mL{observed}"


def read(scene: Scene) -> Reading:
    """Dose, peak, windows, exposure, what was observed, where the drug is, and how far the models differ."""
    peaks = [rounded(level) for level in (min(scene.other_peaks), max(scene.other_peaks))]
    left = small_percent(scene.share_at_24_h_percent)
    return Reading(
        f"{scene.given.mg_per_kg:g} mg/kg ({_way(scene)}; {scene.given.weight_kg:g} kg; {scene.model}): the level "
        f"peaks {_when(scene)} at {rounded(scene.peak_ng_per_ml)} ng/mL{_windows_reached(scene)} "
        f"{UNMIXED if scene.entry == 'bolus' else ''}Of {_mg(scene.given.mg)} mg {_arriving(scene)}. At the peak "
        f"{_places(scene)}. The exposure is {rounded(scene.exposure_ng_h_per_ml)} ng·h/mL, "
        f"{scene.exposure_percent_of_usual:.0f} % of the usual infusion's. {_later(scene)} {_vessels(scene)} "
        f"After 24 hours {left} of the peak is left. The other models put the peak at {peaks[0]} to {peaks[1]} ng/mL."
        f"{_observed(scene)} The picture shows: {scene.view}.",
        headline=notice(scene),
    )


def _way(scene: Scene) -> str:
    length = f", {scene.given.minutes:g} minutes" if scene.entry == "infusion" else ""
    return f"{scene.route[0].lower()}{scene.route[1:]}{length}"


def _when(scene: Scene) -> str:
    return f"after {scene.peak_h * MINUTES_PER_HOUR:.0f} minutes" if scene.peak_h else "at once"


def _windows_reached(scene: Scene) -> str:
    if not scene.windows_hold:
        return (
            f". The windows were found with the racemate, and are no measure for {scene.compound}; the models, made "
            "from it, are an approximation."
        )
    return (
        f", {against_windows(scene.peak_ng_per_ml)}. For {scene.minutes_at_dissociation:.0f} minutes it is at or above "
        "the level where the window for dissociation begins."
    )


def _mg(amount: float) -> str:
    return f"{amount:.3g}"


def _arriving(scene: Scene) -> str:
    share = scene.given.arriving_percent
    return "all arrives" if share == 100 else f"{share:g} % arrives"


def _places(scene: Scene) -> str:
    at, held = scene.run.peak_at, scene.run.held_percent
    tissues = " and ".join(
        f"{share[at]:.0f} % in {name}" for name, share in zip(tissue_names(scene), held[1:], strict=True)
    )
    return (
        f"{held[0, at]:.0f} % of what arrives is in the blood and what it quickly reaches, {tissues}, and "
        f"{scene.run.gone_percent[at]:.0f} % is gone from the body"
    )


def tissue_names(scene: Scene) -> tuple[str, ...]:
    """Names of the model's vessels beside the blood."""
    return ("tissues",) if len(scene.run.volumes_l) == 2 else ("fast tissues", "slow tissues")


def _later(scene: Scene) -> str:
    blood, tissue, gone = scene.central_percent[1], scene.tissue_percent[1], scene.gone_percent[1]
    return f"After 4 hours {blood:.0f} % is in the blood, {tissue:.0f} % in tissues, and {gone:.0f} % is gone."


def _vessels(scene: Scene) -> str:
    sizes = zip(("blood", *tissue_names(scene)), scene.run.volumes_l, strict=True)
    return f"The model's volumes: {', '.join(f'{name} {rounded(volume)} L' for name, volume in sizes)}."


def _observed(scene: Scene) -> str:
    """How the model fares with what was measured, if this dose was."""
    if not scene.observed:
        return ""
    seen = scene.observed[0]
    off = scene.peak_ng_per_ml - seen.ng_per_ml
    others = [abs(level - seen.ng_per_ml) for level in scene.other_peaks]
    rank = "the farthest of the models" if abs(off) > max(others) else ""
    rank = "the nearest of the models" if abs(off) < min(others) else rank
    side = f"{abs(off):.0f} ng/mL {'above' if off > 0 else 'below'} it{f', {rank}' if rank else ''}"
    return f" At this dose {seen.ng_per_ml:g} ng/mL was observed ({seen.source}); {scene.model} lies {side}."


def against_windows(peak_ng_per_ml: float) -> str:
    """Where a peak lies: "above the window for pain relief, within the window for dissociation, ..."."""
    windows = tables.load("plasma_windows")
    places = {
        "above": windows["high"] < peak_ng_per_ml,
        "within": windows["low"].le(peak_ng_per_ml) & windows["high"].ge(peak_ng_per_ml),
        "below": windows["low"] > peak_ng_per_ml,
    }
    return ", ".join(f"{place} {_windows(windows[where])}" for place, where in places.items() if where.any())


def _windows(which: pd.DataFrame) -> str:
    names = list(which["label"].str.lower())
    listed = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return f"the window{'s' if len(names) > 1 else ''} for {listed}"


def rounded(number: float) -> str:
    """Three digits, written out: 48.3, 253, 7,940."""
    return f"{float(f'{number:.3g}'):,.5g}" if number < 1000 else f"{float(f'{number:.3g}'):,.0f}"


def small_percent(share: float) -> str:
    """A share in percent with two digits, as far as they are worth saying."""
    return "less than 0.01 %" if share < 0.01 else f"{share:.2g} %"
