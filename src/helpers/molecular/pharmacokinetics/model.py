"""Compartment models of ketamine in plasma, solved exactly.

Equation
--------
Amounts a (mg) in the central and up to two peripheral compartments follow ``da/dt = K a + u``, where K holds the
rate constants and u is the rate at which drug enters the central compartment; plasma concentration is
``a_central / V1``. While u is constant the solution is a matrix exponential, so that no step size enters.
From muscle, nose, mouth or gut the published share of the dose enters evenly until the published time of the
peak; the rest never arrives.

Units
-----
Time in hours, amounts in mg, volumes in L, concentrations in ng/mL (1 mg/L = 1000 ng/mL).

Sources
-------
Kamp 2020 doi:10.1097/ALN.0000000000003577; Domino 1982 pmid:7198883; Clements & Nimmo 1981
doi:10.1093/bja/53.1.27; Hijazi 2003 doi:10.1093/bja/aeg028. Constants: tables ``pk_models``, ``pk_parameters``
and ``routes``.

Leaves out
----------
Differences between people, the two enantiomers, the metabolites, the delay between artery, vein and brain, and
saturation (all models are linear). Real absorption is not even: it starts fast and tails off.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.linalg import expm

from helpers import tables

MINUTES_PER_HOUR = 60.0
NG_PER_ML_PER_MG_PER_L = 1000.0
REFERENCE_WEIGHT_KG = 70.0
STEP_MIN = 2.0
DAY_H = 24.0
CENTRAL = 0
USUAL = "peak_iv_40min"  # the usual infusion, in `plasma_observations`
FIRST_HOURS, WHOLE_DAY = "first 4 hours", "24 hours, logarithmic"
SPANS_H = {FIRST_HOURS: 4.0, WHOLE_DAY: DAY_H}  # what is shown, and how long its clock runs
MOMENTS = 61  # of the clock, besides the peak: every 4 minutes of the first hours
LATER_H = (4.0, DAY_H)
CEILINGS_NG_PER_ML = (600, 1500, 3000, 10000)
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Kinetics:
    """A compartment model for one person.

    Parameters
    ----------
    central_volume_l : float
        Volume of the central compartment (L).
    clearance_l_per_h : float
        Volume of plasma freed of drug per hour (L/h).
    flows_l_per_h, peripheral_volumes_l : tuple of float
        Exchange with each peripheral compartment (L/h) and its volume (L).
    """

    central_volume_l: float
    clearance_l_per_h: float
    flows_l_per_h: tuple[float, ...]
    peripheral_volumes_l: tuple[float, ...]

    @property
    def volume_of_distribution_l(self) -> float:
        """Volume of distribution at steady state (L)."""
        return self.central_volume_l + sum(self.peripheral_volumes_l)

    @property
    def half_life_h(self) -> float:
        """Half-life of the last, slowest phase (h)."""
        rates = np.linalg.eigvals(self.rate_matrix()).real
        return float(np.log(2) / np.abs(rates).min())

    def rate_matrix(self) -> np.ndarray:
        """Rates of change of the amounts: square matrix (1/h) over central and peripheral compartments."""
        rates = np.zeros((1 + len(self.flows_l_per_h),) * 2)
        rates[CENTRAL, CENTRAL] = -self.clearance_l_per_h / self.central_volume_l
        exchanges = zip(self.flows_l_per_h, self.peripheral_volumes_l, strict=True)
        for place, (flow, volume) in enumerate(exchanges, start=CENTRAL + 1):
            rates[CENTRAL, CENTRAL] -= flow / self.central_volume_l
            rates[place, CENTRAL] = flow / self.central_volume_l
            rates[CENTRAL, place] = flow / volume
            rates[place, place] = -flow / volume
        return rates


@dataclass(frozen=True)
class Dose:
    """One dose of one person.

    Parameters
    ----------
    mg_per_kg : float
        Dose (mg per kg of body weight).
    minutes : float
        Length of the infusion; by other routes it has no effect.
    weight_kg : float
        Body weight (kg).
    route : str
        A ``route_id`` of the table ``routes``.
    """

    mg_per_kg: float
    minutes: float
    weight_kg: float
    route: str

    @property
    def mg(self) -> float:
        """What is given (mg)."""
        return self.mg_per_kg * self.weight_kg

    @property
    def arriving_percent(self) -> float:
        """What of it arrives in the blood (%)."""
        return float(tables.row("routes", self.route)["bioavailability_percent"])

    @property
    def arriving_mg(self) -> float:
        """What of it arrives in the blood (mg)."""
        return self.mg * self.arriving_percent / 100

    @property
    def entering_h(self) -> float:
        """How long it enters the blood (h); 0: all at once."""
        way = tables.row("routes", self.route)
        lasting = {"infusion": self.minutes / MINUTES_PER_HOUR, "bolus": 0.0, "absorbed": way["tmax_h"]}
        return float(lasting[way["entry"]])


@cache
def kinetics(model: str = "kamp2020", weight_kg: float = REFERENCE_WEIGHT_KG) -> Kinetics:
    """Published model, scaled to a body weight.

    Parameters
    ----------
    model : str
        A ``model_id`` of the table ``pk_models``.
    weight_kg : float
        Body weight (kg).

    Raises
    ------
    ValueError
        If there is no such model or the weight is not positive.
    """
    exponents = tables.row("pk_models", model)
    if not weight_kg > 0:
        raise ValueError(f"A body weight is more than 0 kg, and this is {weight_kg:g}.")
    published = tables.load("pk_parameters").query("model_id == @model").set_index("parameter")
    reference_kg = published["per"].map({"kg": 1.0, "70 kg": REFERENCE_WEIGHT_KG, "none": 1.0})
    scale = {"L": exponents["volume_exponent"], "L/h": exponents["clearance_exponent"], "1/min": 0.0}
    size = (weight_kg / reference_kg) ** published["unit"].map(scale)
    return _as_clearances((published["value"] * size).to_dict())


def infusion(
    dose_mg_per_kg: float = 0.5,
    minutes: float = 40.0,
    model: str = "kamp2020",
    weight_kg: float = REFERENCE_WEIGHT_KG,
    route: str = "iv_infusion",
    hours: float = DAY_H,
) -> pd.DataFrame:
    """Plasma concentration after one dose, by any route.

    Parameters
    ----------
    dose_mg_per_kg : float
        Dose (mg per kg of body weight).
    minutes : float
        Length of the infusion; by other routes it has no effect.
    model : str
        A ``model_id`` of the table ``pk_models``.
    weight_kg : float
        Body weight (kg).
    route : str
        A ``route_id`` of the table ``routes``.
    hours : float
        How long to follow the drug.

    Returns
    -------
    pandas.DataFrame
        Columns ``time_h`` and ``ng_per_ml``; a row at least every two minutes, one at the end of the infusion.

    Raises
    ------
    ValueError
        If a setting is impossible; the message says which and why.
    """
    return _levels(amounts(Dose(dose_mg_per_kg, minutes, weight_kg, route), model, hours), model, weight_kg)


def amounts(dose: Dose, model: str, hours: float = DAY_H) -> pd.DataFrame:
    """Drug in each compartment (mg; a column each, the central one first) over time (h, the index)."""
    body, entering_h = kinetics(model, dose.weight_kg), dose.entering_h
    _check(dose.mg_per_kg, entering_h, hours)
    course = _enter(body, dose.arriving_mg, entering_h)
    after = _follow(body, course.iloc[-1].to_numpy(), hours - entering_h, inflow_mg_per_h=0.0)
    return pd.concat([course.iloc[:-1], after.set_index(after.index + entering_h)])


def _levels(amounts_mg: pd.DataFrame, model: str, weight_kg: float) -> pd.DataFrame:
    """Plasma levels (ng/mL) that belong to amounts."""
    level = amounts_mg[CENTRAL] / kinetics(model, weight_kg).central_volume_l * NG_PER_ML_PER_MG_PER_L
    return level.rename("ng_per_ml").rename_axis("time_h").reset_index()


def peak(course: pd.DataFrame) -> pd.Series:
    """Row of a course at which the concentration is highest: ``time_h`` and ``ng_per_ml``."""
    return course.loc[course["ng_per_ml"].idxmax()]


def exposure(dose_mg_per_kg: float, model: str, weight_kg: float, route: str) -> float:
    """Area under the concentration, followed for ever (ng h/mL): absorbed dose by clearance."""
    arriving_mg = Dose(dose_mg_per_kg, 0.0, weight_kg, route).arriving_mg
    return arriving_mg / kinetics(model, weight_kg).clearance_l_per_h * NG_PER_ML_PER_MG_PER_L


def minutes_above(course: pd.DataFrame, bound: float) -> float:
    """How long the level is at or above a bound (min), the course being straight between its rows."""
    fine_h = np.linspace(course["time_h"].iloc[0], course["time_h"].iloc[-1], 24 * 60 * 4 + 1)
    level = np.interp(fine_h, course["time_h"], course["ng_per_ml"])
    return float((level >= bound).mean() * fine_h[-1] * MINUTES_PER_HOUR)


def compare_models(dose_mg_per_kg: float = 0.5, minutes: float = 40.0, route: str = "iv_infusion") -> pd.DataFrame:
    """Peak of the same dose in each published model, for a body weight of 70 kg.

    Returns
    -------
    pandas.DataFrame
        Columns ``model`` and ``peak_ng_per_ml``, one row per model.
    """
    models = tables.load("pk_models")["model_id"]
    peaks = [peak(infusion(dose_mg_per_kg, minutes, model, route=route))["ng_per_ml"] for model in models]
    return pd.DataFrame({"model": models, "peak_ng_per_ml": peaks})


def study_peaks() -> pd.DataFrame:
    """Peaks at the dose of the imaging study (1 mg/kg), if it had been infused over 40 minutes; as `compare_models`."""
    dose = tables.row("findings", "F-196")["value"]
    return compare_models(dose_mg_per_kg=dose)


# -- scene -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Observation:
    """A peak that was measured after the very dose that is shown.

    Parameters
    ----------
    ng_per_ml : float
        Level in plasma (ng/mL).
    source : str
        First author and year of what reports it.
    """

    ng_per_ml: float
    source: str


@dataclass(frozen=True)
class Run:
    """Where the drug is, and where it goes, at each moment of the drawing's clock.

    Parameters
    ----------
    hours : numpy.ndarray, shape (moments,)
        Time after the start (h); the peak is one of them.
    peak_at : int
        Which of them is the peak.
    volumes_l : tuple of float
        Volumes of the model's compartments (L), the blood's first.
    levels_ng_per_ml, held_percent : numpy.ndarray, shape (compartments, moments)
        Level in each compartment (ng/mL), and what it holds (% of what arrives).
    waiting_percent, gone_percent : numpy.ndarray, shape (moments,)
        What has still to enter the blood, and what has left the body (% of what arrives).
    entering_mg_per_min, leaving_mg_per_min : numpy.ndarray, shape (moments,)
        Drug that enters the blood, and that is cleared from it (mg/min).
    into_tissues_mg_per_min : numpy.ndarray, shape (compartments - 1, moments)
        Drug that goes from the blood into each tissue (mg/min), less what comes back: below 0 more comes back.
    """

    hours: Numbers
    peak_at: int
    volumes_l: tuple[float, ...]
    levels_ng_per_ml: Numbers
    held_percent: Numbers
    waiting_percent: Numbers
    gone_percent: Numbers
    entering_mg_per_min: Numbers
    leaving_mg_per_min: Numbers
    into_tissues_mg_per_min: Numbers


SKETCHED_H = (1 / 3, 2 / 3, 1.0, 2.0, 4.0)  # where a learner draws what to expect
SKETCHED = ("20 minutes", "40 minutes", "1 hour", "2 hours", "4 hours")


@dataclass(frozen=True)
class Scene:
    """One dose in plasma, by the chosen model and by the others.

    Parameters
    ----------
    given : Dose
        What is given, and to whom.
    route, entry, compound : str
        Label of the route, how drug enters by it (``infusion``, ``bolus`` or ``absorbed``), and which drug it is.
    windows_hold : bool
        Whether that is the drug with which the windows were found and from which the models were made.
    model, view : str
        Label of the model; `FIRST_HOURS` or `WHOLE_DAY`.
    course : pandas.DataFrame
        ``time_h`` and ``ng_per_ml`` by the chosen model.
    other_courses : tuple of pandas.DataFrame
        The same by the other models.
    observed : tuple of Observation
        What was measured after this dose; empty where nothing was.
    minutes_at_dissociation : float
        How long the level is at or above the lower end of the window for dissociation (min).
    exposure_ng_h_per_ml, usual_exposure_ng_h_per_ml : float
        Area under the curve, followed for ever, and that of the usual infusion (ng h/mL).
    moments_h : numpy.ndarray, shape (3,)
        The peak, and 4 and 24 hours after the start (h).
    central_percent, tissue_percent, gone_percent : numpy.ndarray, shape (3,)
        Where the drug is at these moments: in blood and what it reaches quickly, in the other compartments, or gone
        from the body (% of what arrives).
    run : Run
        The same for each moment of the clock, each compartment by itself, with what flows between them.
    """

    given: Dose
    route: str
    entry: str
    compound: str
    windows_hold: bool
    model: str
    view: str
    course: pd.DataFrame
    other_courses: tuple[pd.DataFrame, ...]
    observed: tuple[Observation, ...]
    minutes_at_dissociation: float
    exposure_ng_h_per_ml: float
    usual_exposure_ng_h_per_ml: float
    moments_h: Numbers
    central_percent: Numbers
    tissue_percent: Numbers
    gone_percent: Numbers
    run: Run

    @property
    def ceiling_ng_per_ml(self) -> float:
        """Top of the level's axis, and level of a full vessel (ng/mL)."""
        wanted = min(1.1 * self.peak_ng_per_ml, CEILINGS_NG_PER_ML[-1])
        return next(ceiling for ceiling in CEILINGS_NG_PER_ML if ceiling >= wanted)

    @property
    def peak_ng_per_ml(self) -> float:
        """Highest level (ng/mL)."""
        return float(self.course["ng_per_ml"].max())

    @property
    def peak_h(self) -> float:
        """When it is reached (h); until then the drug enters."""
        return float(peak(self.course)["time_h"])

    @property
    def other_peaks(self) -> list[float]:
        """Highest levels by the other models (ng/mL)."""
        return [float(course["ng_per_ml"].max()) for course in self.other_courses]

    @property
    def level_at_hours_ng_per_ml(self) -> list[float]:
        """Levels at `SKETCHED_H` (ng/mL)."""
        levels = np.interp(SKETCHED_H, self.course["time_h"], self.course["ng_per_ml"])
        return [float(level) for level in levels]

    @property
    def share_at_24_h_percent(self) -> float:
        """What is left of the peak after 24 hours (%)."""
        return float(100 * self.course["ng_per_ml"].iloc[-1] / self.peak_ng_per_ml)

    @property
    def exposure_percent_of_usual(self) -> float:
        """Exposure relative to that of the usual infusion (%)."""
        return 100 * self.exposure_ng_h_per_ml / self.usual_exposure_ng_h_per_ml


def scene(dose: float, minutes: float, weight: float, route: str, model: str, view: str) -> Scene:
    """One dose in plasma.

    Parameters
    ----------
    dose : float
        Dose (mg per kg of body weight).
    minutes : float
        Length of the infusion (min).
    weight : float
        Body weight (kg).
    route, model : str
        A ``route_id`` of ``routes``, a ``model_id`` of ``pk_models``.
    view : str
        `FIRST_HOURS` or `WHOLE_DAY`.
    """
    given, way = Dose(dose, minutes, weight, route), tables.row("routes", route)
    usual = tables.row("plasma_observations", USUAL)
    amounts_mg = amounts(given, model)
    course = _levels(amounts_mg, model, weight)
    others = [other for other in tables.load("pk_models")["model_id"] if other != model]
    return Scene(
        given=given,
        route=way["label"],
        entry=way["entry"],
        compound=way["compound"],
        windows_hold=way["compound"] == tables.row("routes", usual["route_id"])["compound"],
        model=tables.row("pk_models", model)["label"],
        view=view,
        course=course,
        other_courses=tuple(_levels(amounts(given, other), other, weight) for other in others),
        observed=observed_after(given),
        minutes_at_dissociation=minutes_above(course, tables.row("plasma_windows", "dissociation")["low"]),
        exposure_ng_h_per_ml=exposure(dose, model, weight, route),
        usual_exposure_ng_h_per_ml=exposure(usual["dose_mg_per_kg"], model, weight, usual["route_id"]),
        **_whereabouts(amounts_mg, given.arriving_mg, float(peak(course)["time_h"])),
        run=_run(amounts_mg, given, kinetics(model, weight), SPANS_H[view]),
    )


def observed_after(dose: Dose) -> tuple[Observation, ...]:
    """Peaks that were measured after a dose: the same route, dose and length of the infusion."""
    seen = tables.load("plasma_observations").query("route_id == @dose.route")
    same = np.isclose(seen["dose_mg_per_kg"], dose.mg_per_kg) & (
        seen["minutes"].isna() | (seen["minutes"] == dose.minutes)
    )
    return tuple(Observation(row.ng_per_ml, author_and_year(row.source_id)) for row in seen[same].itertuples())


def author_and_year(source_id: str) -> str:
    """Short name of a source: "Zanos 2018"."""
    source = tables.row("sources", source_id)
    return f"{source['citation'].split()[0]} {source['year']}"


def _whereabouts(amounts_mg: pd.DataFrame, arriving_mg: float, peak_h: float) -> dict[str, Numbers]:
    moments = np.array([peak_h, *LATER_H])
    percent = 100 * amounts_mg / arriving_mg
    central, tissue = (
        np.interp(moments, percent.index, percent.loc[:, columns].sum(axis="columns"))
        for columns in ([CENTRAL], [column for column in percent if column != CENTRAL])
    )
    gone = 100 - central - tissue
    return {"moments_h": moments, "central_percent": central, "tissue_percent": tissue, "gone_percent": gone}


def _run(amounts_mg: pd.DataFrame, given: Dose, body: Kinetics, span_h: float) -> Run:
    """The clock's moments: evenly spaced, and the peak, which lies at the end of what enters."""
    entering_h = round(given.entering_h, 6)  # so that 40 minutes by two ways are one moment
    hours = np.unique([*np.linspace(0, span_h, MOMENTS).round(6), entering_h])
    held_mg = np.array([np.interp(hours, amounts_mg.index, amounts_mg[place]) for place in amounts_mg])
    volumes = (body.central_volume_l, *body.peripheral_volumes_l)
    mg_per_l = held_mg / np.array(volumes)[:, None]
    entered = np.minimum(hours / entering_h, 1) if entering_h else np.ones(len(hours))
    flows = np.array(body.flows_l_per_h)[:, None] * (mg_per_l[CENTRAL] - mg_per_l[CENTRAL + 1 :])
    rate = given.arriving_mg / entering_h / MINUTES_PER_HOUR if entering_h else 0.0
    held_percent = 100 * held_mg / given.arriving_mg
    return Run(
        hours=hours,
        peak_at=int(np.searchsorted(hours, entering_h)),
        volumes_l=volumes,
        levels_ng_per_ml=mg_per_l * NG_PER_ML_PER_MG_PER_L,
        held_percent=held_percent,
        waiting_percent=100 * (1 - entered),
        gone_percent=np.maximum(100 * entered - held_percent.sum(axis=0), 0),
        entering_mg_per_min=np.where(hours <= entering_h, rate, 0.0),
        leaving_mg_per_min=body.clearance_l_per_h * mg_per_l[CENTRAL] / MINUTES_PER_HOUR,
        into_tissues_mg_per_min=flows / MINUTES_PER_HOUR,
    )


# -- inside ----------------------------------------------------------------------------------------


def _as_clearances(published: dict[str, float]) -> Kinetics:
    """Volumes and flows from either way of writing a model: clearances (L/h) or rate constants (1/min)."""
    central = published["V1"]
    flows, volumes = [], []
    for place in ("2", "3"):
        if f"Q{place}" in published:
            flows.append(published[f"Q{place}"])
            volumes.append(published[f"V{place}"])
        elif f"k1{place}" in published:
            flows.append(published[f"k1{place}"] * MINUTES_PER_HOUR * central)
            volumes.append(central * published[f"k1{place}"] / published[f"k{place}1"])
    clearance = published["CL"] if "CL" in published else published["k10"] * MINUTES_PER_HOUR * central
    return Kinetics(central, clearance, tuple(flows), tuple(volumes))


def _check(dose_mg_per_kg: float, entering_h: float, hours: float) -> None:
    if not dose_mg_per_kg >= 0:
        raise ValueError(f"A dose can't be negative, and this is {dose_mg_per_kg:g} mg/kg.")
    if not 0 <= entering_h < hours:
        raise ValueError(
            f"The drug enters for {entering_h * MINUTES_PER_HOUR:g} minutes and is followed for {hours:g} hours: "
            "it can't enter for less than 0 minutes, and it must be followed for longer than it enters."
        )


def _enter(body: Kinetics, arriving_mg: float, entering_h: float) -> pd.DataFrame:
    """Amounts while the drug enters: evenly over some hours, or all at once."""
    empty_mg = np.zeros(1 + len(body.flows_l_per_h))
    if entering_h > 0:
        return _follow(body, empty_mg, entering_h, arriving_mg / entering_h)
    empty_mg[CENTRAL] = arriving_mg
    return pd.DataFrame([empty_mg], index=[0.0])


def _follow(body: Kinetics, start_mg: np.ndarray, duration_h: float, inflow_mg_per_h: float) -> pd.DataFrame:
    """Amounts (mg; a column per compartment) over time (h, the index) while the inflow is constant."""
    steps = max(1, int(np.ceil(duration_h * MINUTES_PER_HOUR / STEP_MIN)))
    size = len(start_mg)
    # One more state, always 1, carries the constant inflow: one matrix exponential then solves the whole step.
    extended = np.zeros((size + 1, size + 1))
    extended[:size, :size] = body.rate_matrix()
    extended[CENTRAL, size] = inflow_mg_per_h
    step = expm(extended * (duration_h / steps))
    states = np.empty((steps + 1, size + 1))
    states[0] = [*start_mg, 1.0]
    for index in range(steps):
        states[index + 1] = step @ states[index]
    return pd.DataFrame(states[:, :size], index=np.linspace(0.0, duration_h, steps + 1))
