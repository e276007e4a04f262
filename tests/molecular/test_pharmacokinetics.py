"""The models of plasma: known values, limits, properties, and an independent simulator."""

from __future__ import annotations

import antimony
import numpy as np
import pytest
import roadrunner
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import tables
from helpers.molecular import pharmacokinetics as pk
from helpers.molecular.pharmacokinetics.model import exposure
from helpers.molecular.pharmacokinetics.picture import against_windows, minutes_above, rounded

MODELS = ["kamp2020", "domino1982", "clements1981", "hijazi2003"]
ROUTES = list(tables.load("routes")["route_id"])
models = st.sampled_from(MODELS)
routes = st.sampled_from(ROUTES)
doses = st.floats(0.01, 5)
lengths = st.floats(1, 240)


def with_sbml(kinetics: pk.Kinetics, dose_mg: float, hours: float, times_h: np.ndarray) -> np.ndarray:
    """The same model in the field's own language, integrated by libRoadRunner (ng/mL)."""
    lines = [
        f"model ketamine; a1 = 0; inflow := piecewise({dose_mg / hours}, time < {hours}, 0); -> a1; inflow;",
        f"a1 -> ; a1 * {kinetics.clearance_l_per_h / kinetics.central_volume_l};",
    ]
    exchanges = zip(kinetics.flows_l_per_h, kinetics.peripheral_volumes_l, strict=True)
    for place, (flow, volume) in enumerate(exchanges, start=2):
        lines.append(
            f"a{place} = 0; a1 -> a{place}; a1 * {flow / kinetics.central_volume_l} - a{place} * {flow / volume};"
        )
    antimony.clearPreviousLoads()
    assert antimony.loadAntimonyString("\n".join([*lines, "end"])) >= 0, antimony.getLastError()
    runner = roadrunner.RoadRunner(antimony.getSBMLString("ketamine"))
    runner.integrator.relative_tolerance, runner.integrator.absolute_tolerance = 1e-10, 1e-12
    runner.integrator.maximum_time_step = 1 / 60
    result = runner.simulate(times=list(times_h), selections=["time", "a1"])
    return np.asarray(result)[:, 1] / kinetics.central_volume_l * 1000


@pytest.mark.parametrize(
    ("model", "wanted"), [("kamp2020", 253), ("domino1982", 240), ("clements1981", 177), ("hijazi2003", 225)]
)
def test_the_usual_infusion_gives_the_known_peaks(model: str, wanted: float) -> None:
    course = pk.infusion(0.5, 40, model)
    top = pk.peak(course)
    assert top["ng_per_ml"] == pytest.approx(wanted, abs=0.5)
    assert top["time_h"] == pytest.approx(40 / 60)
    assert course["ng_per_ml"].iloc[-1] < 0.01 * top["ng_per_ml"]
    assert course["time_h"].iloc[-1] == pytest.approx(24)


@pytest.mark.parametrize("model", MODELS)
def test_an_independent_simulator_agrees(model: str) -> None:
    course = pk.infusion(0.5, 40, model).iloc[::5]
    theirs = with_sbml(pk.kinetics(model), 35.0, 40 / 60, course["time_h"].to_numpy())
    np.testing.assert_allclose(course["ng_per_ml"], theirs, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(
    ("model", "clearance", "volume"),
    [("kamp2020", 84, 238), ("domino1982", 116, 193), ("clements1981", 80, 289), ("hijazi2003", 151, 297)],
)
def test_clearance_and_volume_are_the_published_ones(model: str, clearance: float, volume: float) -> None:
    kinetics = pk.kinetics(model)
    assert kinetics.clearance_l_per_h == pytest.approx(clearance, abs=0.6)
    assert kinetics.volume_of_distribution_l == pytest.approx(volume, abs=0.6)


def test_constants_agree_with_the_abstracts() -> None:
    """Kamp: V 200 to 304 L, CL 69 to 90 L/h; Hijazi: CL 36.0 mL/min/kg, half-life 4.9 h (SD 1.6)."""
    kamp, hijazi = pk.kinetics("kamp2020"), pk.kinetics("hijazi2003")
    assert 200 <= kamp.volume_of_distribution_l <= 304
    assert 69 <= kamp.clearance_l_per_h <= 90
    assert hijazi.clearance_l_per_h * 1000 / 60 / 70 == pytest.approx(36.0, abs=0.1)
    assert hijazi.half_life_h == pytest.approx(4.9, abs=0.1)


def test_the_models_bracket_what_was_measured() -> None:
    observed = tables.load("plasma_observations").set_index("observation_id")["ng_per_ml"]
    infused = pk.compare_models()["peak_ng_per_ml"]
    assert infused.min() < observed["peak_iv_40min"] < infused.max()
    assert pk.compare_models(route="oral")["peak_ng_per_ml"].sub(observed["peak_oral"]).abs().max() < 10
    sprayed = [pk.peak(pk.infusion(0.43, 40, model, route="intranasal"))["ng_per_ml"] for model in MODELS]
    assert min(sprayed) < observed["peak_nasal_30mg"] < max(sprayed)
    # Two minutes after an injection, two of the four come within the spread (296, geometric SD 1.71).
    after_two_minutes = {
        model: pk.infusion(0.143, 40, model, route="iv_bolus")["ng_per_ml"].iloc[1] for model in MODELS
    }
    within = [model for model, level in after_two_minutes.items() if 1 / 1.71 < level / observed["bolus_10mg"] < 1.71]
    assert within == ["kamp2020", "domino1982"]


@settings(deadline=None, max_examples=40)
@given(dose=doses, factor=st.floats(0.1, 10), model=models, route=routes)
def test_the_level_is_proportional_to_the_dose(dose: float, factor: float, model: str, route: str) -> None:
    one = pk.infusion(dose, 40, model, route=route)["ng_per_ml"]
    other = pk.infusion(dose * factor, 40, model, route=route)["ng_per_ml"]
    np.testing.assert_allclose(other, one * factor, rtol=1e-9, atol=1e-12)


@settings(deadline=None, max_examples=40)
@given(dose=doses, minutes=lengths, model=models, route=routes, weight=st.floats(40, 120))
def test_the_course_is_positive_rises_then_falls(
    dose: float, minutes: float, model: str, route: str, weight: float
) -> None:
    course = pk.infusion(dose, minutes, model, weight, route)
    level, time_h = course["ng_per_ml"].to_numpy(), course["time_h"].to_numpy()
    assert np.isfinite(level).all()
    assert (level >= -1e-12).all()
    assert (np.diff(time_h) > 0).all()
    assert np.diff(time_h).max() <= 2 / 60 + 1e-12
    top = int(level.argmax())
    assert (np.diff(level[: top + 1]) >= -1e-9).all()
    assert (np.diff(level[top:]) <= 1e-9).all()


@settings(deadline=None, max_examples=20)
@given(dose=doses, minutes=st.floats(20, 240), model=models, route=st.sampled_from(["iv_infusion", "oral"]))
def test_nothing_is_lost_exposure_is_dose_by_clearance(dose: float, minutes: float, model: str, route: str) -> None:
    course = pk.infusion(dose, minutes, model, route=route, hours=120)
    area = np.trapezoid(course["ng_per_ml"], course["time_h"])
    assert area == pytest.approx(exposure(dose, model, 70, route), rel=0.03)


@settings(deadline=None, max_examples=20)
@given(minutes=st.floats(5, 100), model=models)
def test_a_slower_infusion_has_a_lower_peak(minutes: float, model: str) -> None:
    fast, slow = (pk.peak(pk.infusion(0.5, length, model))["ng_per_ml"] for length in (minutes, minutes * 1.5))
    assert slow < fast


def test_a_very_fast_infusion_comes_close_to_a_bolus() -> None:
    fast = pk.infusion(0.5, 0.001, "clements1981")
    bolus = pk.infusion(0.5, 40, "clements1981", route="iv_bolus")
    assert pk.peak(fast)["ng_per_ml"] == pytest.approx(pk.peak(bolus)["ng_per_ml"], rel=1e-3)
    assert pk.peak(bolus)["ng_per_ml"] == pytest.approx(35 / (1.7522 * 70) * 1000, rel=1e-6)


def test_a_very_long_infusion_comes_to_a_plateau_of_rate_by_clearance() -> None:
    course = pk.infusion(2.0, 60 * 60, "kamp2020", hours=61)
    plateau = 2.0 * 70 / 60 / pk.kinetics("kamp2020").clearance_l_per_h * 1000
    assert pk.peak(course)["ng_per_ml"] == pytest.approx(plateau, rel=1e-4)


def test_body_weight_matters_only_where_the_model_says_so() -> None:
    heavy, light = (pk.peak(pk.infusion(model="kamp2020", weight_kg=kg))["ng_per_ml"] for kg in (110, 50))
    assert heavy > light
    per_kg = {pk.peak(pk.infusion(model="hijazi2003", weight_kg=kg))["ng_per_ml"].round(6) for kg in (50, 70, 110)}
    assert len(per_kg) == 1


@pytest.mark.parametrize(
    "route", [row.route_id for row in tables.load("routes").itertuples() if row.entry == "absorbed"]
)
def test_an_absorbed_dose_peaks_at_the_published_time(route: str) -> None:
    tmax_h = tables.load("routes").set_index("route_id").loc[route, "tmax_h"]
    assert pk.peak(pk.infusion(route=route))["time_h"] == pytest.approx(tmax_h)


@pytest.mark.parametrize(
    ("settings_", "message"),
    [
        ({"model": "kamp"}, "no model 'kamp'.*kamp2020"),
        ({"route": "iv"}, "no route 'iv'.*iv_infusion"),
        ({"dose_mg_per_kg": -1}, "can't be negative"),
        ({"minutes": -5}, "can't enter for less than 0"),
        ({"minutes": 2000}, "followed for longer"),
        ({"weight_kg": 0}, "more than 0 kg"),
        ({"dose_mg_per_kg": float("nan")}, "can't be negative"),
    ],
)
def test_an_impossible_setting_says_why(settings_: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        pk.infusion(**settings_)  # type: ignore[arg-type]


def test_readings_round_and_place_a_peak() -> None:
    assert [rounded(x) for x in (48.31, 253.05, 7936.5)] == ["48.3", "253", "7,940"]
    assert against_windows(120) == (
        "within the windows for pain relief and dissociation, below the window for general anaesthesia"
    )
    assert against_windows(5000) == "above the windows for pain relief, dissociation and general anaesthesia"


def test_minutes_above_counts_a_triangle() -> None:
    import pandas as pd

    triangle = pd.DataFrame({"time_h": [0.0, 1.0, 2.0], "ng_per_ml": [0.0, 100.0, 0.0]})
    assert minutes_above(triangle, 50) == pytest.approx(60, abs=1)
