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
from scipy.linalg import expm

from helpers import tables

MINUTES_PER_HOUR = 60.0
NG_PER_ML_PER_MG_PER_L = 1000.0
REFERENCE_WEIGHT_KG = 70.0
STEP_MIN = 2.0
CENTRAL = 0


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
    models = tables.load("pk_models").set_index("model_id")
    if model not in models.index:
        raise ValueError(f"There is no model {model!r}. There are: {', '.join(models.index)}.")
    if not weight_kg > 0:
        raise ValueError(f"A body weight is more than 0 kg, and this is {weight_kg:g}.")
    published = tables.load("pk_parameters").query("model_id == @model").set_index("parameter")
    reference_kg = published["per"].map({"kg": 1.0, "70 kg": REFERENCE_WEIGHT_KG, "none": 1.0})
    exponents = models.loc[model]
    scale = {"L": exponents["volume_exponent"], "L/h": exponents["clearance_exponent"], "1/min": 0.0}
    size = (weight_kg / reference_kg) ** published["unit"].map(scale)
    return _as_clearances((published["value"] * size).to_dict())


def infusion(
    dose_mg_per_kg: float = 0.5,
    minutes: float = 40.0,
    model: str = "kamp2020",
    weight_kg: float = REFERENCE_WEIGHT_KG,
    route: str = "iv_infusion",
    hours: float = 24.0,
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
    way = _route(route)
    body = kinetics(model, weight_kg)
    arriving_mg = dose_mg_per_kg * weight_kg * way["bioavailability_percent"] / 100
    entering_h = {"infusion": minutes / MINUTES_PER_HOUR, "bolus": 0.0, "absorbed": way["tmax_h"]}[way["entry"]]
    _check(dose_mg_per_kg, entering_h, hours)
    course = _enter(body, arriving_mg, entering_h)
    last_mg = course.iloc[-1].to_numpy()
    after = _follow(body, last_mg, hours - entering_h, inflow_mg_per_h=0.0)
    amounts_mg = pd.concat([course.iloc[:-1], after.set_index(after.index + entering_h)])
    return (
        amounts_mg[CENTRAL]
        .div(body.central_volume_l)
        .mul(NG_PER_ML_PER_MG_PER_L)
        .rename("ng_per_ml")
        .rename_axis("time_h")
        .reset_index()
    )


def peak(course: pd.DataFrame) -> pd.Series:
    """Row of a course at which the concentration is highest: ``time_h`` and ``ng_per_ml``."""
    return course.loc[course["ng_per_ml"].idxmax()]


def exposure(dose_mg_per_kg: float, model: str, weight_kg: float, route: str) -> float:
    """Area under the concentration, followed for ever (ng h/mL): absorbed dose by clearance."""
    arriving_mg = dose_mg_per_kg * weight_kg * _route(route)["bioavailability_percent"] / 100
    return arriving_mg / kinetics(model, weight_kg).clearance_l_per_h * NG_PER_ML_PER_MG_PER_L


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
    dose = tables.load("findings").set_index("finding_id").loc["F-196", "value"]
    return compare_models(dose_mg_per_kg=dose)


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


@cache
def _routes() -> pd.DataFrame:
    return tables.load("routes").set_index("route_id")


def _route(route: str) -> pd.Series:
    if route not in _routes().index:
        raise ValueError(f"There is no route {route!r}. There are: {', '.join(_routes().index)}.")
    return _routes().loc[route]


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
