"""The models of plasma: known values, limits, properties, and an independent simulator."""

from __future__ import annotations

import antimony
import numpy as np
import pandas as pd
import pytest
import roadrunner
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_rgba

from helpers import exercises, explorers, tables
from helpers.interactive import COLOURS, Explorer, living
from helpers.molecular import pharmacokinetics as pk
from helpers.molecular.pharmacokinetics.mechanism import WAY_OF, WAYS
from helpers.molecular.pharmacokinetics.model import FIRST_HOURS, WHOLE_DAY, Dose, amounts, exposure, minutes_above
from helpers.molecular.pharmacokinetics.picture import HIGHEST_SAID, InfusionPicture
from helpers.molecular.pharmacokinetics.reading import against_windows, rounded, small_percent
from tests.pictures import assert_axes, assert_colour, assert_drawn, assert_says, assert_seen, settings_of

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


@settings(max_examples=40)
@given(dose=doses, factor=st.floats(0.1, 10), model=models, route=routes)
def test_the_level_is_proportional_to_the_dose(dose: float, factor: float, model: str, route: str) -> None:
    one = pk.infusion(dose, 40, model, route=route)["ng_per_ml"]
    other = pk.infusion(dose * factor, 40, model, route=route)["ng_per_ml"]
    np.testing.assert_allclose(other, one * factor, rtol=1e-9, atol=1e-12)


@settings(max_examples=40)
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


@settings(max_examples=20)
@given(dose=doses, minutes=st.floats(20, 240), model=models, route=st.sampled_from(["iv_infusion", "oral"]))
def test_nothing_is_lost_exposure_is_dose_by_clearance(dose: float, minutes: float, model: str, route: str) -> None:
    course = pk.infusion(dose, minutes, model, route=route, hours=120)
    area = np.trapezoid(course["ng_per_ml"], course["time_h"])
    assert area == pytest.approx(exposure(dose, model, 70, route), rel=0.03)


@settings(max_examples=20)
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
    triangle = pd.DataFrame({"time_h": [0.0, 1.0, 2.0], "ng_per_ml": [0.0, 100.0, 0.0]})
    assert minutes_above(triangle, 50) == pytest.approx(60, abs=1)


# -- scene and picture -----------------------------------------------------------------------------


def test_the_picture_shows_the_scene() -> None:
    for explorer in settings_of("infusion"):
        shown, picture = explorer.scene, explorer.picture
        course = shown.course
        assert_drawn(picture.line, course["time_h"], course["ng_per_ml"])
        for line, other in zip(picture.others, shown.other_courses, strict=True):
            assert_drawn(line, other["time_h"], other["ng_per_ml"])
        assert_drawn(picture.peak, [shown.peak_h], [course["ng_per_ml"].max()])
        said = [f"peak: {rounded(shown.peak_ng_per_ml)} ng/mL"]
        said += [f"observed: {seen.ng_per_ml:g} ({seen.source})" for seen in shown.observed]
        assert_drawn(picture.peak_text, "\n".join(said))
        span_h = 4 if shown.view == FIRST_HOURS else 24
        assert picture.peak_text.get_position()[0] > shown.peak_h / span_h
        assert_drawn(picture.observed, [shown.peak_h] * len(shown.observed), [o.ng_per_ml for o in shown.observed])
        clearance = pk.kinetics(explorer.values["model"], explorer.values["weight"]).clearance_l_per_h
        exposure = rounded(1000 * shown.given.arriving_mg / clearance)
        assert f"exposure, {exposure} ng·h/mL ({shown.exposure_percent_of_usual:.0f} % of the usual)" in (
            picture.exposure.get_text()
        )


def test_what_is_said_beside_the_peak_stands_above_all_curves() -> None:
    for explorer in settings_of("infusion"):
        shown, axes = explorer.scene, explorer.picture.axes
        start, height = explorer.picture.peak_text.get_position()
        bottom = axes.transData.inverted().transform(axes.transAxes.transform((start, height)))[1]
        assert bottom >= min(shown.peak_ng_per_ml, *shown.other_peaks)
        assert bottom >= max(shown.peak_ng_per_ml, *shown.other_peaks) or height == HIGHEST_SAID


def test_the_exposure_is_shaded_where_an_area_means_something() -> None:
    for explorer in settings_of("infusion"):
        shown, area = explorer.scene, explorer.picture.area
        assert_seen([area], shown.view == FIRST_HOURS)
        assert explorer.picture.exposure.get_text().startswith("shaded") == (shown.view == FIRST_HOURS)
        x, y = np.array(area.get_xy()).T
        closed = np.abs(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1))) / 2
        assert closed == pytest.approx(np.trapezoid(shown.course["ng_per_ml"], shown.course["time_h"]), rel=1e-9)


def test_axes_and_colours_of_the_course_say_what_is_meant() -> None:
    explorer = explorers.infusion()
    picture = explorer.picture
    (axes,) = picture.figure.axes
    assert_axes(axes, xlim=(0, 4), ylim=(0, 600), xlabel="hours after the start", ylabel="plasma level (ng/mL)")
    assert_axes(axes, yscale="linear", xticks=np.arange(0, 5))
    for drug in (picture.line, picture.peak):
        assert_colour(drug, COLOURS["blue"])
    assert picture.area.get_facecolor() == to_rgba(COLOURS["blue"], 0.2)
    assert_colour(picture.observed, COLOURS["black"])
    assert_colour(picture.others[0], COLOURS["grey"])
    assert {line.get_linestyle() for line in picture.others} == {"--"}
    assert picture.exposure.get_text().endswith("dashed: the other models")
    explorer.set(view=WHOLE_DAY)
    assert_axes(axes, xlim=(0, 24), ylim=(0.01, 10000), yscale="log")
    for explorer, ceiling in ((explorers.infusion(dose=1.2), 1500), (explorers.infusion(dose=2.0, minutes=2), 10000)):
        assert explorer.scene.ceiling_ng_per_ml == ceiling
        assert_axes(explorer.picture.axes, ylim=(0, ceiling))


# -- mechanism -------------------------------------------------------------------------------------


def run_of(act: living.Act) -> np.ndarray:
    """Values of a part over the clock's moments."""
    return np.array([float(value) for value in act["data-course"].split()])


def clock_of(explorer: Explorer) -> living.Clock:
    """The clock that runs in an explorer's drawing."""
    assert explorer._living is not None
    assert explorer._living._clock is not None
    return explorer._living._clock


def corners_of(act: living.Act) -> np.ndarray:
    """Points of a part: a row each, x and y."""
    return np.array([[float(value) for value in pair.split(",")] for pair in act["points"].split()])


def test_the_clock_runs_as_long_as_the_view_and_stands_at_the_peak() -> None:
    for explorer in settings_of("infusion"):
        shown, clock = explorer.scene, clock_of(explorer)
        span_h = 4 if shown.view == FIRST_HOURS else 24
        assert clock.label == f"Time after the start, up to {span_h} hours"
        assert shown.run.hours[[0, -1]] == pytest.approx([0, span_h])
        assert set(np.linspace(0, span_h, 61).round(6)) <= set(shown.run.hours)
        assert shown.run.hours[clock.at] == pytest.approx(shown.peak_h, abs=1e-6)
        assert min(np.diff(shown.run.hours)) > 1e-3
        assert len(clock.said) == len(clock.across) == len(shown.run.hours)


def test_the_cursor_stands_where_the_curve_is_at_that_time() -> None:
    for explorer in settings_of("infusion", most=2, random=2):
        axes, clock = explorer.picture.axes, clock_of(explorer)
        height = explorer.picture.figure.get_size_inches()[1] * 72
        for hours, across in zip(explorer.scene.run.hours, clock.across, strict=True):
            assert axes.transData.transform((hours, 1))[0] == pytest.approx(across, abs=0.06)
        ends = axes.transAxes.transform([(0, 1), (0, 0)])[:, 1]
        assert clock.tall == pytest.approx(tuple(height - ends), abs=0.06)


def test_the_vessels_are_as_wide_as_volumes_and_as_full_as_levels() -> None:
    for explorer in settings_of("infusion"):
        acts, shown, at = explorer.acts, explorer.scene, explorer.values
        body = pk.kinetics(at["model"], at["weight"])
        names = ("blood", "fast", "slow")[: 1 + len(body.flows_l_per_h)]
        found = amounts(shown.given, at["model"])
        ceiling = shown.ceiling_ng_per_ml
        assert ceiling == explorer.picture.axes.get_ylim()[1] or shown.view == WHOLE_DAY
        assert ceiling >= min(1.1 * shown.peak_ng_per_ml, 10000)
        volumes = (body.central_volume_l, *body.peripheral_volumes_l)
        glasses = [corners_of(acts[f"{name}_glass"]) for name in names]
        widths = np.array([np.ptp(glass[:, 0]) for glass in glasses])
        assert widths / widths.sum() == pytest.approx(np.array(volumes) / sum(volumes), abs=2e-3)
        for place, (name, glass) in enumerate(zip(names, glasses, strict=True)):
            held_mg = np.interp(shown.run.hours, found.index, found[place])
            level = 1000 * held_mg / volumes[place]
            assert run_of(acts[name]) == pytest.approx(level / ceiling, rel=6e-3, abs=1e-9)
            assert run_of(acts[f"{name}_held"]) == pytest.approx(100 * held_mg / shown.given.arriving_mg, rel=1e-4)
            liquid = corners_of(acts[name])
            assert set(liquid[:, 0]) == set(glass[:, 0])
            assert np.ptp(liquid[:, 1]) == np.ptp(glass[:, 1])
        assert acts["full"] == {"text": f"filled to the rim: {ceiling:g} ng/mL"}
        assert run_of(acts["brain"]) == pytest.approx(np.minimum(run_of(acts["blood"]), 1))


def test_vessels_stand_apart_and_within_the_drawing() -> None:
    for model in MODELS:
        for weight in (40, 120):
            acts = explorers.infusion(model=model, weight=weight).acts
            three = acts["slow_glass"].get("display") == "inline"
            assert three == (len(pk.kinetics(model).flows_l_per_h) == 2)
            names = ("slow", "fast", "blood") if three else ("fast", "blood")
            ends = np.concatenate([corners_of(acts[f"{name}_glass"])[[0, -1], 0] for name in names])
            assert (np.diff(ends) > 2).all()
            assert ends[0] == pytest.approx(8, abs=0.06)
            assert ends[-1] == 289  # where the tubes of inflow and liver are
            for part in ("slow", "slow_tube", "slow_name", "to_slow", "from_slow"):
                assert acts[part]["display"] == ("inline" if three else "none")
            assert acts["fast_word"] == {"text": "fast tissues" if three else "tissues"}
            fast, blood = (float(acts[f"{name}_name"]["transform"][10:].split()[0]) for name in ("fast", "blood"))
            assert blood - fast >= 62
            assert blood <= 298


def test_dots_pass_at_the_rates_of_the_model() -> None:
    """Five in a second for each mg in a minute; what runs on balance from tissue to blood runs the other way."""
    for explorer in settings_of("infusion"):
        acts, shown, at = explorer.acts, explorer.scene, explorer.values
        body, found = pk.kinetics(at["model"], at["weight"]), amounts(shown.given, at["model"])
        held = [np.interp(shown.run.hours, found.index, found[place]) for place in found]
        per_l = [
            mg / litres for mg, litres in zip(held, (body.central_volume_l, *body.peripheral_volumes_l), strict=True)
        ]
        cleared = body.clearance_l_per_h * per_l[0] / 60
        assert run_of(acts["to_liver"]) == pytest.approx(5 * cleared, rel=6e-3)
        for name, flow, level in zip(("fast", "slow"), body.flows_l_per_h, per_l[1:], strict=False):
            net = 5 * flow * (per_l[0] - level) / 60
            assert run_of(acts[f"to_{name}"]) == pytest.approx(np.maximum(net, 0), rel=6e-3, abs=1e-9)
            assert run_of(acts[f"from_{name}"]) == pytest.approx(np.maximum(-net, 0), rel=6e-3, abs=1e-9)
            there, back = corners_of(acts[f"to_{name}"]), corners_of(acts[f"from_{name}"])
            assert (there == back[::-1]).all()
            assert there[0, 0] > there[-1, 0]  # the blood's vessel is at the right


def test_drug_comes_by_its_way_until_the_peak() -> None:
    for explorer in settings_of("infusion"):
        acts, shown, at = explorer.acts, explorer.scene, explorer.values
        seen = [way for way in WAYS if acts[way]["display"] == "inline"]
        assert seen == [WAY_OF[at["route"]]]
        assert (acts["vein"]["display"] == "inline") == at["route"].startswith("iv")
        arriving = tables.row("routes", at["route"])["bioavailability_percent"]
        assert acts["arrives"]["text"].startswith("all" if arriving == 100 else f"{arriving:g} % of it")
        drug = tables.row("routes", at["route"])["compound"].removeprefix("racemic ")
        assert acts["given"] == {"text": f"{at['dose'] * at['weight']:.3g} mg {drug}"}
        if at["route"] == "iv_bolus":
            assert acts["how"] == {"text": "at once"}
            continue
        assert acts["how"] == {"text": f"within {60 * shown.peak_h:.0f} min"}
        hours, enters = shown.run.hours, shown.run.hours <= shown.peak_h + 1e-6
        rate = at["dose"] * at["weight"] * arriving / 100 / (60 * shown.peak_h)
        assert run_of(acts[f"{seen[0]}_flow"]) == pytest.approx(np.where(enters, 5 * rate, 0), rel=6e-3)
        left = np.where(enters, 1 - hours / shown.peak_h, 0)
        assert run_of(acts[f"{seen[0]}_left"]) == pytest.approx(left, rel=6e-3, abs=1e-5)


def test_every_route_has_a_way_in_the_drawing() -> None:
    assert set(WAY_OF) == set(ROUTES)
    assert set(WAY_OF.values()) == set(WAYS)
    for route in ROUTES:
        drawn = explorers.infusion(route=route)._living
        assert drawn is not None
        assert drawn.still()  # every part that is named is there


def test_nothing_is_lost_on_the_way() -> None:
    """What waits, what each vessel holds and what is gone are all that arrives; what is gone was cleared before."""
    for explorer in settings_of("infusion"):
        run = explorer.scene.run
        assert run.waiting_percent + run.held_percent.sum(axis=0) + run.gone_percent == pytest.approx(100)
        assert (np.diff(run.gone_percent) > -1e-9).all()
        assert run_of(explorer.acts["gone"]) == pytest.approx(run.gone_percent, rel=1e-4, abs=1e-9)
        later = np.isclose(run.hours[:, None], explorer.scene.moments_h[None], atol=1e-6)
        for column, moment in enumerate(later.T):
            if moment.any():
                assert run.held_percent[0, moment] == pytest.approx(explorer.scene.central_percent[column], abs=2e-3)
                assert run.gone_percent[moment] == pytest.approx(explorer.scene.gone_percent[column], abs=2e-3)


def test_each_moment_is_told() -> None:
    said = clock_of(explorers.infusion()).said
    assert said[0] == "0 min: 0 ng/mL in the blood, 0 % gone"
    assert said[10] == "40 min: 253 ng/mL in the blood, 29 % gone"
    assert said[-1] == "4 h: 25.6 ng/mL in the blood, 73 % gone"
    assert said[21].startswith("1 h 24 min: ")


def test_the_bands_are_the_windows() -> None:
    windows = tables.load("plasma_windows")
    for band, low, high, colour in zip(
        InfusionPicture().bands, windows["low"], windows["high"], ("green", "orange", "sky"), strict=True
    ):
        box = np.asarray(band.get_path().transformed(band.get_patch_transform()).vertices)[:, 1]
        assert (box.min(), box.max()) == (low, high)
        assert band.get_facecolor() == to_rgba(COLOURS[colour], 0.35)


def test_each_band_is_named_beside_it() -> None:
    explorer = explorers.infusion()
    names = explorer.picture.names
    said = ["Pain relief\n70 to 160", "Dissociation\n100 to 250", "General\nanaesthesia\n1200 to 2400"]
    assert [name.get_text() for name in names] == said
    assert_seen(names, [True, True, False])  # the axis ends at 600 ng/mL
    low, high = (name.get_position()[1] for name in names[:2])
    assert (low, high) == pytest.approx((np.sqrt(70 * 160) / 600, np.sqrt(100 * 250) / 600), abs=0.07)
    for view in (WHOLE_DAY, FIRST_HOURS):
        for dose in (0.5, 1.0, 2.0):
            explorer.set(view=view, dose=dose, minutes=2)
            seen = [name.get_position()[1] for name in names if name.get_visible()]
            assert min(np.diff(seen)) >= 0.154
            assert min(seen) >= 0.079


def test_the_scene_is_the_models() -> None:
    for explorer in settings_of("infusion"):
        shown, at = explorer.scene, explorer.values
        course = pk.infusion(at["dose"], at["minutes"], at["model"], at["weight"], at["route"])
        assert shown.course["ng_per_ml"].to_numpy() == pytest.approx(course["ng_per_ml"].to_numpy())
        rest = [model for model in MODELS if model != at["model"]]
        peaks = [
            pk.infusion(at["dose"], at["minutes"], other, at["weight"], at["route"])["ng_per_ml"].max()
            for other in rest
        ]
        assert shown.other_peaks == pytest.approx(peaks)
        assert shown.share_at_24_h_percent == pytest.approx(
            100 * course["ng_per_ml"].iloc[-1] / course["ng_per_ml"].max()
        )
        assert shown.minutes_at_dissociation == pytest.approx(minutes_above(course, 100))
        assert shown.given == Dose(at["dose"], at["minutes"], at["weight"], at["route"])
        assert shown.view == at["view"]


def test_what_the_vessels_hold_agrees_with_the_level_and_with_what_is_cleared() -> None:
    """The central amount is level by volume; what is gone is clearance by the area under the curve until then."""
    for explorer in settings_of("infusion", most=3):
        shown, at = explorer.scene, explorer.values
        body, course = pk.kinetics(at["model"], at["weight"]), shown.course
        arriving = at["dose"] * at["weight"] * tables.row("routes", at["route"])["bioavailability_percent"] / 100
        level = np.interp(shown.moments_h, course["time_h"], course["ng_per_ml"])
        assert shown.central_percent == pytest.approx(level * body.central_volume_l / 1000 / arriving * 100)
        until = course[course["time_h"] <= 4 + 1e-9]
        area = np.trapezoid(until["ng_per_ml"], until["time_h"])
        assert shown.gone_percent[1] == pytest.approx(area * body.clearance_l_per_h / 1000 / arriving * 100, abs=2)
        assert list(shown.moments_h) == [shown.peak_h, 4, 24]


def test_exposure_is_dose_by_clearance() -> None:
    shown = explorers.infusion(dose=0.25, minutes=90).scene
    assert shown.exposure_ng_h_per_ml == pytest.approx(0.25 * 70 / 84 * 1000)
    assert shown.exposure_percent_of_usual == pytest.approx(50)
    assert explorers.infusion(route="oral").scene.exposure_percent_of_usual == pytest.approx(24)


def test_known_numbers_are_shown() -> None:
    """The usual infusion by Kamp 2020."""
    shown = explorers.infusion().scene
    assert shown.peak_ng_per_ml == pytest.approx(253, abs=0.5)
    assert shown.peak_h == pytest.approx(2 / 3)
    assert shown.exposure_ng_h_per_ml == pytest.approx(35 / 84 * 1000)
    assert shown.other_peaks == pytest.approx([240, 177, 225], abs=0.6)
    assert [
        round(float(places[0])) for places in (shown.central_percent, shown.tissue_percent, shown.gone_percent)
    ] == [
        18,
        53,
        29,
    ]


def test_what_was_observed_is_shown_at_its_own_dose_only() -> None:
    assert [seen.ng_per_ml for seen in explorers.infusion().scene.observed] == [185]
    assert [seen.source for seen in explorers.infusion().scene.observed] == ["Zanos 2018"]
    assert [seen.ng_per_ml for seen in explorers.infusion(route="oral").scene.observed] == [45]
    for other in ({"dose": 0.6}, {"minutes": 42}, {"route": "im"}):
        explorer = explorers.infusion(**other)
        assert not explorer.scene.observed
        assert "observed" not in explorer.reading


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("kamp2020", "Kamp 2020 lies 68 ng/mL above it, the farthest of the models."),
        ("domino1982", "Domino 1982 lies 55 ng/mL above it."),
        ("clements1981", "Clements & Nimmo 1981 lies 8 ng/mL below it, the nearest of the models."),
        ("hijazi2003", "Hijazi 2003 lies 40 ng/mL above it."),
    ],
)
def test_the_reading_says_how_far_the_model_is_from_what_was_observed(model: str, said: str) -> None:
    assert_says(explorers.infusion(model=model), "At this dose 185 ng/mL was observed (Zanos 2018); ", said)


def test_esketamine_is_not_held_against_windows_of_the_racemate() -> None:
    for route in tables.load("routes").itertuples():
        explorer = explorers.infusion(route=route.route_id)
        assert explorer.scene.windows_hold == (route.compound == "racemic ketamine")
        assert ("window for dissociation begins" in explorer.reading) == (route.compound == "racemic ketamine")
        assert ("windows were found with the racemate" in explorer.reading) == (route.compound == "esketamine")


def test_the_reading_says_the_scenes_numbers() -> None:
    for explorer in settings_of("infusion"):
        shown, at = explorer.scene, explorer.values
        label = tables.row("routes", at["route"])["label"]
        minutes = f"{60 * shown.peak_h:.0f} minutes" if shown.peak_h else "at once"
        said = [f"{at['dose']:g} mg/kg ({label[0].lower()}{label[1:]}"]
        said += [f", {at['minutes']:g} minutes; "] if at["route"] == "iv_infusion" else ["; "]
        said += [f"{at['weight']:g} kg; {tables.row('pk_models', at['model'])['label']})", minutes]
        said += [f"at {rounded(shown.peak_ng_per_ml)} ng/mL"]
        if shown.windows_hold:
            said += [against_windows(shown.peak_ng_per_ml), f"For {shown.minutes_at_dissociation:.0f} minutes"]
        said += ["first minutes are not to be trusted"] if at["route"] == "iv_bolus" else []
        arriving = tables.row("routes", at["route"])["bioavailability_percent"]
        said += [f"Of {at['dose'] * at['weight']:.3g} mg {'all' if arriving == 100 else f'{arriving:g} %'} arrives"]
        said += [f"At the peak {shown.central_percent[0]:.0f} % of what arrives is in the blood"]
        held = shown.run.held_percent[1:, shown.run.peak_at]
        names = ["fast tissues", "slow tissues"] if len(held) == 2 else ["tissues"]
        assert sum(held) == pytest.approx(shown.tissue_percent[0], abs=0.01)
        said += [f"{share:.0f} % in {name}" for share, name in zip(held, names, strict=True)]
        said += [f"{shown.gone_percent[0]:.0f} % is gone"]
        said += [f"exposure is {rounded(shown.exposure_ng_h_per_ml)} ng·h/mL"]
        said += [f"{shown.exposure_percent_of_usual:.0f} % of the usual infusion's"]
        said += [f"After 4 hours {shown.central_percent[1]:.0f} % is in the blood"]
        said += [f"{shown.tissue_percent[1]:.0f} % in tissues, and {shown.gone_percent[1]:.0f} % is gone"]
        body = pk.kinetics(at["model"], at["weight"])
        said += [f"blood {rounded(body.central_volume_l)} L", f"{rounded(body.peripheral_volumes_l[-1])} L"]
        said += [f"After 24 hours {small_percent(shown.share_at_24_h_percent)} of the peak"]
        said += [f"{rounded(min(shown.other_peaks))} to {rounded(max(shown.other_peaks))} ng/mL", at["view"]]
        assert_says(explorer, *said)


def test_small_shares_are_rounded() -> None:
    assert [small_percent(share) for share in (0.0051, 0.11, 1.06)] == ["less than 0.01 %", "0.11 %", "1.1 %"]


def test_only_an_infusion_has_a_length() -> None:
    explorer = explorers.infusion(route="oral")
    assert explorer.controls["minutes"].disabled
    assert not explorer.set(route="iv_infusion").controls["minutes"].disabled


def test_the_gentle_infusion_has_to_be_an_infusion() -> None:
    challenge = exercises.challenge("gentle_infusion", explorers.infusion(route="oral", dose=1.1, model="clements1981"))
    assert not challenge.reached
    assert "Choose the infusion into a vein" in challenge.feedback


def test_what_is_given_all_at_once_begins_at_time_0() -> None:
    course = pk.infusion(minutes=0)
    assert course["time_h"].iloc[0] == 0
    assert (np.diff(course["time_h"]) > 0).all()
    assert course["ng_per_ml"].idxmax() == 0


def test_a_peak_on_the_edge_of_a_window_lies_within_it() -> None:
    for edge in (70, 160):
        assert "within the window" in against_windows(edge)
    assert against_windows(70).startswith("within the window for pain relief")
    assert "above" not in against_windows(160)
