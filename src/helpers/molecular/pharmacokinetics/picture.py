"""Picture of a plasma course against the windows in which effects are reported."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.lines import Line2D

from helpers import tables
from helpers.interactive import COLOURS, Reading, new_figure
from helpers.molecular.pharmacokinetics.model import exposure, infusion, peak

FIRST_HOURS, WHOLE_DAY = "first 4 hours", "24 hours, logarithmic"
SHORT_H, LONG_H = 4.0, 24.0
TOPS_NG_PER_ML = (300, 600, 1500, 3000, 10000)
STYLES = {"analgesia": ("green", "//"), "dissociation": ("orange", ""), "anaesthesia": ("sky", "\\\\")}


@dataclass(frozen=True)
class Dose:
    """One dose and the model that follows it: the arguments of `model.infusion`."""

    dose_mg_per_kg: float
    minutes: float
    model: str
    weight_kg: float
    route: str

    def course(self, model: str | None = None) -> pd.DataFrame:
        """Plasma course in this model or in another one."""
        return infusion(self.dose_mg_per_kg, self.minutes, model or self.model, self.weight_kg, self.route, LONG_H)


class InfusionPicture:
    """Plasma level over time: the chosen model in bold, the others thin, the windows as bands."""

    label = "Plasma level of ketamine over time, with the windows for pain relief, dissociation and anaesthesia"

    def __init__(self) -> None:
        self.figure = new_figure()
        self.axes = self.figure.add_subplot()
        self.axes.set_ylabel("plasma level (ng/mL)")
        self.axes.spines[["top", "right"]].set_visible(False)
        self._draw_windows()
        (self.line,) = self.axes.plot([], [], color=COLOURS["black"], linewidth=2.5, animated=True)
        self.others = [self._thin_line() for _ in tables.load("pk_models").index[1:]]
        (self.peak,) = self.axes.plot([], [], "o", color=COLOURS["black"], markersize=7, animated=True)
        self.peak_text = self.axes.text(0, 0, "", fontsize=10, animated=True)
        self.peak_text.set_in_layout(False)
        along_the_axis = self.axes.get_xaxis_transform()
        (self.entering,) = self.axes.plot([], [], color=COLOURS["red"], linewidth=7, transform=along_the_axis)
        self.entering.set(solid_capstyle="butt", animated=True)
        self._draw_legend()

    def draw(self, dose: float, minutes: float, weight: float, route: str, model: str, view: str) -> Reading:
        """Move the lines to the scene; the axes change only when the view does or the level outgrows them."""
        chosen = Dose(dose, minutes, model, weight, route)
        course = chosen.course()
        others = [name for name in tables.load("pk_models")["model_id"] if name != model]
        courses = [chosen.course(name) for name in others]
        top = peak(course)
        self._set_view(view, top["ng_per_ml"])
        for line, values in zip([self.line, *self.others], [course, *courses], strict=True):
            line.set_data(values["time_h"], values["ng_per_ml"])
        self.peak.set_data([top["time_h"]], [top["ng_per_ml"]])
        self.entering.set_data([0, top["time_h"]], [0.01, 0.01])
        self.peak_text.set_position((top["time_h"] + self.axes.get_xlim()[1] * 0.02, top["ng_per_ml"]))
        self.peak_text.set_text(f"{top['ng_per_ml']:.3g} ng/mL")
        peaks = [peak(values)["ng_per_ml"] for values in courses]
        text = f"{describe(chosen, course, peaks)} The picture shows: {view}."
        return Reading(text, quantities(chosen, course))

    def _thin_line(self) -> Line2D:
        (line,) = self.axes.plot([], [], color=COLOURS["grey"], linewidth=1, linestyle="--", animated=True)
        return line

    def _draw_windows(self) -> None:
        self.bands = []
        for row in tables.load("plasma_windows").itertuples():
            colour, hatch = STYLES[row.window_id]
            label = f"{row.label}: {row.low:g} to {row.high:g}"
            band = self.axes.axhspan(
                row.low, row.high, facecolor=COLOURS[colour], edgecolor="white", hatch=hatch, alpha=0.35, label=label
            )
            self.bands.append(band)

    def _draw_legend(self) -> None:
        chosen = Line2D([], [], color=COLOURS["black"], linewidth=2.5, label="chosen model")
        other = Line2D([], [], color=COLOURS["grey"], linewidth=1, linestyle="--", label="the other models")
        entering = Line2D([], [], color=COLOURS["red"], linewidth=7, label="drug enters the blood")
        handles = [chosen, other, entering, *self.bands]
        self.figure.legend(handles=handles, loc="outside upper left", ncols=2, fontsize=9, frameon=False)

    def _set_view(self, view: str, top_ng_per_ml: float) -> None:
        ceiling = next(value for value in TOPS_NG_PER_ML if value >= min(1.1 * top_ng_per_ml, TOPS_NG_PER_ML[-1]))
        wanted = (view, ceiling)
        if getattr(self, "_view", None) == wanted:
            return
        self._view = wanted
        linear = view == FIRST_HOURS
        self.axes.set_yscale("linear" if linear else "log")
        self.axes.yaxis.set_major_formatter("{x:g}")
        self.axes.set_ylim((0, ceiling) if linear else (0.01, TOPS_NG_PER_ML[-1]))
        self.axes.set_xlim(0, SHORT_H if linear else LONG_H)
        self.axes.set_xticks(np.arange(0, 4.1, 0.5) if linear else np.arange(0, 25, 4))
        self.axes.set_xlabel("hours after the start")


# -- the reading -----------------------------------------------------------------------------------


UNMIXED = "The first minutes are not to be trusted, since the blood is not mixed yet. "


def quantities(chosen: Dose, course: pd.DataFrame) -> dict[str, float]:
    """Numbers that the picture shows, for predictions and challenges."""
    top = peak(course)
    last = course["ng_per_ml"].iloc[-1]
    begins = tables.load("plasma_windows").set_index("window_id").loc["dissociation", "low"]
    usual_dose = tables.load("plasma_observations").set_index("observation_id").loc["peak_iv_40min", "dose_mg_per_kg"]
    usual = exposure(usual_dose, chosen.model, chosen.weight_kg, "iv_infusion")
    own = exposure(chosen.dose_mg_per_kg, chosen.model, chosen.weight_kg, chosen.route)
    return {
        "peak_ng_per_ml": float(top["ng_per_ml"]),
        "peak_time_min": float(top["time_h"] * 60),
        "level_at_24_h_ng_per_ml": float(last),
        "share_at_24_h_percent": float(100 * last / top["ng_per_ml"]) if top["ng_per_ml"] else 0.0,
        "minutes_at_dissociation": minutes_above(course, begins),
        "exposure_percent_of_usual": float(100 * own / usual),
        "share_infused_percent": 100.0 if chosen.route == "iv_infusion" else 0.0,
    }


def minutes_above(course: pd.DataFrame, bound: float) -> float:
    """How long the level is at or above a bound (min), the course being straight between its rows."""
    fine_h = np.linspace(course["time_h"].iloc[0], course["time_h"].iloc[-1], 24 * 60 * 4 + 1)
    level = np.interp(fine_h, course["time_h"], course["ng_per_ml"])
    return float((level >= bound).mean() * fine_h[-1] * 60)


def describe(chosen: Dose, course: pd.DataFrame, other_peaks: list[float]) -> str:
    """The reading: dose, peak, windows, what is left after a day, and how far the models differ."""
    found = quantities(chosen, course)
    route = tables.load("routes").set_index("route_id").loc[chosen.route]
    model = tables.load("pk_models").set_index("model_id").loc[chosen.model]
    way = f"{route['label'][0].lower()}{route['label'][1:]}"
    way += f", {chosen.minutes:g} minutes" if route["entry"] == "infusion" else ""
    when = f"after {found['peak_time_min']:.0f} minutes" if found["peak_time_min"] else "at once"
    return (
        f"{chosen.dose_mg_per_kg:g} mg/kg ({way}; {chosen.weight_kg:g} kg; {model['label']}): the level peaks "
        f"{when} at {rounded(found['peak_ng_per_ml'])} ng/mL, {against_windows(found['peak_ng_per_ml'])}. "
        f"For {found['minutes_at_dissociation']:.0f} minutes it is at or above the level where the window for "
        f"dissociation begins. {UNMIXED if route['entry'] == 'bolus' else ''}After 24 hours "
        f"{found['share_at_24_h_percent']:.2g} % of the peak is left. The other models put the peak at "
        f"{rounded(min(other_peaks))} to {rounded(max(other_peaks))} ng/mL."
    )


def against_windows(peak_ng_per_ml: float) -> str:
    """Where a peak lies: "above the window for pain relief, within the window for dissociation, ..."."""
    windows = tables.load("plasma_windows")
    places = {
        "above": windows["high"] < peak_ng_per_ml,
        "within": windows["low"].le(peak_ng_per_ml) & windows["high"].ge(peak_ng_per_ml),
        "below": windows["low"] > peak_ng_per_ml,
    }
    return ", ".join(f"{place} {_windows(windows[where])}" for place, where in places.items() if where.any())


def rounded(ng_per_ml: float) -> str:
    """Three digits, written out: 48.3, 253, 7,940."""
    return f"{float(f'{ng_per_ml:.3g}'):,.5g}" if ng_per_ml < 1000 else f"{float(f'{ng_per_ml:.3g}'):,.0f}"


def _windows(which: pd.DataFrame) -> str:
    names = list(which["label"].str.lower())
    listed = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return f"the window{'s' if len(names) > 1 else ''} for {listed}"
