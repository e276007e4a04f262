"""Occupancy: the published lesson, limits, and what competition must do."""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from helpers import exercises, explorers, tables
from helpers.interactive import COLOURS
from helpers.molecular import receptors
from helpers.molecular.receptors.mechanism import CHANNEL_DRAWN
from helpers.molecular.receptors.model import CHANNEL, EVERY_FIGURE, LEVELS_NG_PER_ML, apportioned, filled_by_each
from helpers.molecular.receptors.picture import NEAR_PERCENT
from helpers.molecular.receptors.reading import share_words
from tests.pictures import assert_axes, assert_colour, assert_drawn, assert_says, assert_seen, settings_of

concentration = st.floats(0, 1e3)
half = st.floats(1e-3, 1e3)
SALAT, EBERT, GERHARD = receptors.affinity_choices()["choice"]


@pytest.mark.parametrize(
    ("affinity", "part", "percent"),
    [
        (SALAT, receptors.TOTAL, 87),
        (GERHARD, receptors.TOTAL, 44),
        (SALAT, receptors.FREE, 79),
        (GERHARD, receptors.FREE, 30),
    ],
)
def test_the_choice_of_an_affinity_decides(affinity: str, part: str, percent: float) -> None:
    """At 0.78 µM, the observed peak."""
    assert 100 * receptors.filled(185, affinity, part) == pytest.approx(percent, abs=0.6)


def test_the_affinity_matters_more_than_the_kinetic_model() -> None:
    lowest, highest = receptors.filled([177, 253], SALAT)
    between = [float(receptors.filled(185, affinity)) for affinity in (SALAT, EBERT, GERHARD)]
    assert max(between) - min(between) > 4 * (highest - lowest)


def test_the_observed_peak_is_0_78_micromolar() -> None:
    assert float(receptors.micromolar(185)) == pytest.approx(0.778, abs=0.001)


@given(a=concentration, b=concentration, ka=half, kb=half)
def test_shares_lie_between_0_and_1_and_never_add_up_to_more(a: float, b: float, ka: float, kb: float) -> None:
    shares = receptors.occupancy([a, b], [ka, kb])
    assert (shares >= 0).all()
    assert shares.sum() <= 1


@given(a=concentration, more=st.floats(0.01, 100), ka=half)
def test_more_drug_fills_more(a: float, more: float, ka: float) -> None:
    low, high = (receptors.occupancy([c], [ka])[0] for c in (a, a + more))
    assert high >= low


@given(a=concentration, ka=half)
def test_without_a_competitor_it_is_the_simple_formula(a: float, ka: float) -> None:
    alone = receptors.occupancy([a, 0.0], [ka, 1.0])
    assert alone[0] == pytest.approx(a / (a + ka), abs=1e-12)
    assert alone[1] == 0


@given(a=st.floats(0.01, 1e3), b=st.floats(0.01, 1e3), ka=half, kb=half)
def test_a_competitor_takes_room(a: float, b: float, ka: float, kb: float) -> None:
    assert receptors.occupancy([a, b], [ka, kb])[0] < receptors.occupancy([a], [ka])[0]


@given(a=st.floats(0.001, 100), b=st.floats(0.001, 100), ka=half, kb=half)
def test_it_is_the_equilibrium_of_the_law_of_mass_action(a: float, b: float, ka: float, kb: float) -> None:
    """Solve the empty share numerically from conservation of sites, without the closed form."""
    empty = brentq(lambda share: share + share * a / ka + share * b / kb - 1, 0, 1)
    np.testing.assert_allclose(
        receptors.occupancy([a, b], [ka, kb]), [empty * a / ka, empty * b / kb], rtol=1e-6, atol=1e-9
    )


def test_equal_mirror_forms_act_as_one_ligand() -> None:
    one = receptors.occupancy([0.8], [0.3])[0]
    assert receptors.occupancy([0.4, 0.4], [0.3, 0.3]).sum() == pytest.approx(one)


def test_half_of_the_sites_are_filled_at_the_affinity() -> None:
    assert receptors.filled(0.119 * 237.725, SALAT) == pytest.approx(0.5)


@pytest.mark.parametrize(("c", "k"), [([-1.0], [1.0]), ([1.0], [0.0])])
def test_impossible_numbers_say_why(c: list[float], k: list[float]) -> None:
    with pytest.raises(ValueError, match="can't be negative"):
        receptors.occupancy(c, k)


def test_an_unknown_affinity_names_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"no affinity of racemic ketamine 'tight'.*Salat"):
        receptors.filled(100, "tight")


# -- ligands and targets ---------------------------------------------------------------------------


def test_mirror_forms_share_the_site_as_their_affinities_say() -> None:
    """Equal amounts, so that the odds are those of 1/K: 1.4 to 0.3."""
    each = filled_by_each(185, EBERT).iloc[0]
    assert each["S-ketamine"] / each["R-ketamine"] == pytest.approx(1.4 / 0.3)
    assert exercises.judge("s_part", 100 * each["S-ketamine"] / each.sum()).right


def test_a_form_alone_fills_more_than_beside_its_mirror_form() -> None:
    alone = filled_by_each(92.5, EBERT, ligand="S-ketamine").iloc[0]["S-ketamine"]
    assert alone > filled_by_each(185, EBERT).iloc[0]["S-ketamine"]


@pytest.mark.parametrize(
    ("ligand", "figures"), [(receptors.RACEMATE, 3), ("R-ketamine", 1), ("racemic norketamine", 2)]
)
def test_each_ligand_has_the_figures_that_were_published_for_it(ligand: str, figures: int) -> None:
    assert len(receptors.affinity_choices(ligand)) == figures


def test_a_figure_that_was_not_published_is_not_made_up() -> None:
    with pytest.raises(ValueError, match=r"no affinity of R-ketamine .*Salat.*Ebert"):
        receptors.filled(100, SALAT, ligand="R-ketamine")
    with pytest.raises(ValueError, match="free share of norketamine was not seen"):
        receptors.filled(100, SALAT, receptors.FREE, "racemic norketamine")
    with pytest.raises(ValueError, match=r"no ligand 'memantine'.*R-ketamine"):
        receptors.affinity_choices("memantine")


def test_the_explorer_says_when_it_shows_another_figure() -> None:
    explorer: Any = explorers.occupancy(ligand="racemic norketamine", affinity=GERHARD, part=receptors.FREE)
    assert explorer.reading.startswith(f"For racemic norketamine there is no {GERHARD}: shown is {SALAT}.")
    assert "all of it is counted" in explorer.reading
    assert explorer.scene.shown == (SALAT,)


def test_norketamine_binds_more_weakly_than_ketamine() -> None:
    for affinity in (SALAT, EBERT):
        levels = [
            receptors.filled(185, affinity, ligand=ligand) for ligand in (receptors.RACEMATE, "racemic norketamine")
        ]
        assert levels[0] > levels[1]


def test_a_pki_becomes_a_concentration() -> None:
    half = receptors.targets().set_index("target")["half_um"]
    assert half["mu opioid receptor"] == pytest.approx(41.7, abs=0.1)
    assert half["kappa opioid receptor"] == pytest.approx(28.2, abs=0.1)


def test_opioid_receptors_are_hardly_reached_at_the_antidepressant_peak() -> None:
    found = explorers.targets().scene
    assert found.kappa_percent == pytest.approx(2.7, abs=0.05)
    assert found.percent_of("mu opioid receptor") == pytest.approx([1.8], abs=0.05)
    assert found.percent_of("delta opioid receptor") == pytest.approx([0.29], abs=0.01)
    challenge = exercises.challenge("kappa_tenth", explorers.targets())
    assert not challenge.reached
    challenge.explorer.set(level=745)
    assert challenge.reached
    challenge.explorer.set(level=2400, part=receptors.FREE)
    assert not challenge.reached
    assert "Count all of the drug." in challenge.feedback


def test_agreement_is_found_where_something_is_filled_and_three_figures_are_compared() -> None:
    """Near zero all figures agree on nothing, and one figure always agrees with itself."""
    challenge = exercises.challenge("affinities_agree", explorers.occupancy())
    assert not challenge.reached
    challenge.explorer.set(level=5)
    assert challenge.explorer.scene.spread_percent < 15
    assert "at least half filled by every figure; now it is 2.06 %" in challenge.feedback
    challenge.explorer.set(level=1200, ligand="R-ketamine")
    assert "Choose racemic ketamine" in challenge.feedback
    challenge.explorer.set(ligand=receptors.RACEMATE)
    assert challenge.reached
    challenge.explorer.set(level=2400, part=receptors.FREE)
    assert not challenge.reached


def test_a_racemate_is_half_of_each_of_its_forms_and_the_table_says_of_which() -> None:
    assert receptors.ligands() == list(tables.load("ligands")["ligand"])
    each = filled_by_each(100, SALAT)
    assert list(each) == ["S-ketamine", "R-ketamine"]
    assert each["S-ketamine"][0] == each["R-ketamine"][0]
    assert list(filled_by_each(100, EBERT, ligand="R-norketamine")) == ["R-norketamine"]


# -- occupancy: scene and picture ------------------------------------------------------------------


def test_the_picture_shows_the_scene() -> None:
    for explorer in settings_of("occupancy"):
        shown, picture = explorer.scene, explorer.picture
        for name in (SALAT, EBERT, GERHARD):
            artists = picture.curves[name], picture.points[name], picture.numbers[name]
            assert_seen(artists, name in shown.percent)
            if name in shown.percent:
                chosen = name in shown.shown
                assert picture.curves[name].get_alpha() == picture.points[name].get_alpha() == (1 if chosen else 0.4)
                assert_colour(picture.numbers[name], "black" if chosen else "grey")
                assert_drawn(picture.curves[name], LEVELS_NG_PER_ML, shown.curves[name])
                assert_drawn(picture.points[name], [shown.level_ng_per_ml], [shown.percent[name]])
                assert_drawn(picture.numbers[name], share_words(shown.percent[name]))
        assert_drawn(picture.level, [shown.level_ng_per_ml] * 2, [0, 100])


def test_numbers_stand_where_the_line_cuts_the_curves() -> None:
    for explorer in settings_of("occupancy"):
        shown, picture = explorer.scene, explorer.picture
        places = [(shown.percent[name], *picture.numbers[name].get_position()) for name in shown.percent]
        for (share, x, y), (next_share, _, next_y) in zip(sorted(places), sorted(places)[1:], strict=False):
            assert next_y - y >= NEAR_PERCENT - 1e-9
            assert next_share >= share
            assert x == pytest.approx(0.9 * shown.level_ng_per_ml)
        assert all(0 <= y - share <= 2 * NEAR_PERCENT for share, _, y in places)
    explorer = explorers.occupancy(affinity=EVERY_FIGURE)
    numbers = [explorer.picture.numbers[name] for name in (SALAT, EBERT, GERHARD)]
    assert [number.get_text() for number in numbers] == ["87 %", "61 %", "44 %"]
    assert [number.get_position()[1] for number in numbers] == pytest.approx([86.7, 61.2, 43.8], abs=0.1)


def test_switching_the_affinity_shows_another_curve() -> None:
    for name in (SALAT, EBERT, GERHARD):
        picture = explorers.occupancy(affinity=name).picture
        assert [one for one, curve in picture.curves.items() if curve.get_alpha() == 1] == [name]
    every = explorers.occupancy(affinity=EVERY_FIGURE).picture.curves
    assert all(curve.get_alpha() == 1 for curve in every.values())


def test_axes_and_colours_of_the_occupancy_say_what_is_meant() -> None:
    picture = explorers.occupancy().picture
    assert_axes(picture.axes, xlim=(1, 3000), ylim=(0, 104), xscale="log", ylabel="share filled (%)")
    assert_axes(picture.axes, xlabel="level in plasma (ng/mL, logarithmic)")
    for name, dashes in ((SALAT, "-"), (EBERT, "--"), (GERHARD, ":")):
        assert_colour(picture.curves[name], COLOURS["blue"])
        assert_colour(picture.points[name], COLOURS["blue"])
        assert picture.curves[name].get_linestyle() == dashes
    assert [text.get_text() for text in picture.figure.legends[0].get_texts()] == [SALAT, EBERT, GERHARD]


def test_the_scene_is_the_models() -> None:
    for explorer in settings_of("occupancy"):
        shown, at = explorer.scene, explorer.values
        published = list(receptors.affinity_choices(at["ligand"])["choice"])
        counted = receptors.TOTAL if "norketamine" in at["ligand"] else at["part"]
        assert list(shown.percent) == list(shown.curves) == published
        for name in published:
            share = receptors.filled([at["level"], *LEVELS_NG_PER_ML], name, counted, at["ligand"])
            assert shown.percent[name] == pytest.approx(100 * share[0])
            assert shown.curves[name] == pytest.approx(100 * share[1:])
        assert shown.concentration_um == pytest.approx(at["level"] / (223.7 if "nor" in at["ligand"] else 237.725))
        if at["affinity"] in published:
            assert shown.shown == (at["affinity"],)
        else:
            assert shown.shown == (tuple(published) if at["affinity"] == EVERY_FIGURE else (published[0],))


def test_the_reading_says_the_scenes_numbers() -> None:
    for explorer in settings_of("occupancy"):
        shown, at = explorer.scene, explorer.values
        how = "counting all of it" if shown.part == receptors.TOTAL else "counting only the part that is not bound"
        said = [f"At {at['level']:g} ng/mL ({shown.concentration_um:.2f} µM), {how}", f"{at['ligand'][1:]} fills"]
        said += [f"by the {name}: {shown.constants_um[name][0]:g}" for name in shown.shown]
        for form, share in shown.each_percent.items():
            said.append(f"{form} fills {share_words(share)}")
        others = [share_words(share) for name, share in shown.percent.items() if name not in shown.shown]
        if len(shown.percent) > 1 and others:
            said.append("published figure" + ("s" if len(others) > 1 else "") + " it fills " + " and ".join(others))
        elif len(shown.percent) > 1:
            said.append(f"{shown.spread_percent:.0f} percentage points apart")
        assert_says(explorer, *said)
        for name in shown.shown:
            assert re.search(
                f"{share_words(shown.percent[name])}( of the site)?, by the {re.escape(name)}", explorer.reading
            )


def test_known_shares_are_said() -> None:
    assert_says(
        explorers.occupancy(affinity=EVERY_FIGURE),
        "At 185 ng/mL (0.78 µM), counting all of it, 13 to 56 of 100 channels stay free.",
        "Racemic ketamine fills 87 % of the site, by the Ki (Salat 2015): 0.119 µM",
        "61 %, by the Ki of each mirror form (Ebert 1997): 0.3 and 1.4 µM",
        "44 %, by the half block",
        "The figures lie 43 percentage points apart.",
    )
    assert_says(
        explorers.occupancy(affinity=EBERT),
        "39 of 100 channels stay free.",
        "S-ketamine fills 50 % and R-ketamine fills 11 %, though as much of one as of the other is given.",
        "87 % and 44 %",
    )
    assert_says(explorers.occupancy(ligand="S-ketamine"), "72 % of the site", "No other figure")


# -- occupancy: the channels -----------------------------------------------------------------------


def held_by_hand(at: dict[str, Any]) -> tuple[Counter[str], list[float]]:
    """How many of a hundred channels are in which state, and the shares (%), from controls and affinities."""
    racemate = at["ligand"].startswith("racemic")
    molar = 223.7 if "nor" in at["ligand"] else 237.725
    counted = 0.56 if at["part"] == receptors.FREE and "nor" not in at["ligand"] else 1
    level = at["level"] / molar * counted / (2 if racemate else 1)
    choices = receptors.affinity_choices(at["ligand"]).set_index("choice")
    names = [at["affinity"]] if at["affinity"] in choices.index else list(choices.index)[:1]
    if at["affinity"] == EVERY_FIGURE:
        names = list(choices.index)
    each = {name: np.array([level / half for half in choices.loc[name]]) for name in names}
    shares = sorted(100 * float(sum(one) / (1 + sum(one))) for one in each.values())
    if len(names) > 1:
        counts = [round(share) for share in shares]
        states = ["drug", "some", "few"] if len(names) == 3 else ["drug", "few"]
        return Counter(dict(zip(states, map(int, np.diff([0, *counts])), strict=True))), shares
    (relative,) = each.values()
    if racemate and choices.loc[names[0]].nunique() == 1:
        return Counter(drug=round(shares[0])), shares
    forms = {form[0].lower(): 100 * part / (1 + sum(relative)) for form, part in zip(choices, relative, strict=True)}
    return Counter({form: math.floor(share) for form, share in forms.items()}), shares


def test_a_hundred_channels_hold_what_the_model_says() -> None:
    for explorer in settings_of("occupancy"):
        seen: Counter[str] = Counter(explorer.acts["field"]["states"])
        wanted, shares = held_by_hand(explorer.values)
        assert sum(seen.values()) == 100
        assert seen["free"] == 100 - round(shares[-1])
        assert set(seen) <= {*wanted, "free"}
        for state, many in wanted.items():
            # Two forms are rounded so that they add up to what is filled.
            assert seen[state] - many in ((0, 1) if state in "sr" else (0,)), explorer.values
        free = f"{seen['free']}" if len(explorer.scene.shown) == 1 else f"{seen['free']} to {100 - round(shares[0])}"
        if seen["free"] == 100 - round(shares[0]):
            free = f"{seen['free']}"
        assert explorer.headline.endswith(f"of {explorer.values['ligand']} {free} of 100 channels stay free")
        assert_says(explorer, f"{free} of 100 channels stay free")


def test_thirteen_are_free_and_another_affinity_frees_many_more() -> None:
    free = {
        name: explorers.occupancy(affinity=name).acts["field"]["states"].count("free")
        for name in (SALAT, EBERT, GERHARD)
    }
    assert free == {SALAT: 13, EBERT: 39, GERHARD: 56}
    every: Counter[str] = Counter(explorers.occupancy(affinity=EVERY_FIGURE).acts["field"]["states"])
    assert every == {"drug": 44, "some": 17, "few": 26, "free": 13}
    forms: Counter[str] = Counter(explorers.occupancy(affinity=EBERT).acts["field"]["states"])
    assert forms == {"s": 50, "r": 11, "free": 39}


def test_the_key_counts_what_the_field_shows() -> None:
    for explorer in settings_of("occupancy"):
        acts = explorer.acts
        field: Counter[str] = Counter(acts["field"]["states"])
        for place, state in enumerate(acts["key"]["states"], start=1):
            words = acts[f"key_{place}"]["text"]
            assert (words == "") if state == "none" else words.startswith(f"{field[state]} ")
        assert {state for state in acts["key"]["states"] if state != "none"} >= set(field)
    acts = explorers.occupancy(affinity=EBERT).acts
    assert [acts[f"key_{place}"]["text"] for place in range(1, 5)] == [
        "39 free",
        "50 hold S-ketamine",
        "11 hold R-ketamine",
        "",
    ]


def test_a_racemate_is_drawn_as_half_of_each_form_and_a_form_as_itself() -> None:
    for explorer in settings_of("occupancy"):
        given: Counter[str] = Counter(explorer.acts["given"]["states"])
        ligand = explorer.values["ligand"]
        wanted = {"one-s": 8, "one-r": 8} if "racemic" in ligand else {f"one-{ligand[0].lower()}": 16}
        assert given == wanted
        assert explorer.acts["given_name"]["text"] == ligand


def test_the_large_channel_is_the_first_of_the_field() -> None:
    for explorer in settings_of("occupancy"):
        acts = explorer.acts
        first = acts["field"]["states"][0]
        assert acts["large"]["states"] == [f"large-{first}"]
        assert (acts["within"]["text"] == "no drug") == (first == "free")
    assert explorers.occupancy(affinity=EBERT).acts["within"]["text"] == "S-ketamine"
    assert explorers.occupancy(ligand="R-norketamine", level=5).acts["within"]["text"] == "no drug"


@given(share=st.floats(0, 70), other=st.floats(0, 30))
def test_forms_as_whole_channels_add_up_and_are_off_by_less_than_one(share: float, other: float) -> None:
    whole = round(share + other)
    found = apportioned({"S": share, "R": other}, whole)
    assert sum(found.values()) == whole
    assert abs(found["S"] - share) < 1
    assert abs(found["R"] - other) < 1


def test_which_channels_fill_is_spread_over_the_field_and_stays() -> None:
    """The next to fill joins those before it, and the first twenty are not one corner."""
    drawing = ElementTree.parse(CHANNEL_DRAWN.drawing).getroot()
    (field,) = (node for node in drawing.iter() if node.get("data-part") == "field")
    x, y = (np.array([float(one.attrib[axis]) for one in field]) for axis in "xy")
    assert len(x) == 100
    assert min(np.hypot(x[a] - x[b], y[a] - y[b]) for a, b in combinations(range(100), 2)) > 15
    for axis in (x, y):
        assert abs(axis[:20].mean() - axis.mean()) < 0.2 * np.ptp(axis)
        assert np.ptp(axis[:20]) > 0.8 * np.ptp(axis)


# -- targets: scene and picture --------------------------------------------------------------------


def test_each_mirror_form_fills_its_part_of_the_racemate() -> None:
    """Not 72 and 36 %, as if either were the whole dose."""
    shown = explorers.targets().scene
    assert shown.percent_of(CHANNEL, "S-ketamine") == pytest.approx([50.4], abs=0.1)
    assert shown.percent_of(CHANNEL, "R-ketamine") == pytest.approx([10.8], abs=0.1)
    for explorer in settings_of("targets"):
        each = filled_by_each(explorer.values["level"], EBERT, explorer.values["part"]).iloc[0]
        found = [explorer.scene.percent_of(CHANNEL, form)[0] for form in ("S-ketamine", "R-ketamine")]
        assert found == pytest.approx(list(100 * each))


def test_only_what_is_given_is_among_the_targets_and_each_target_is_told_apart() -> None:
    rows = receptors.targets()
    assert not rows["ligand"].str.contains("nor").any()
    assert list(rows["target"]) == [CHANNEL] * 4 + [f"{kind} opioid receptor" for kind in ("kappa", "mu", "delta")]
    assert list(rows["half_um"][:4]) == [0.119, 1.0, 0.3, 1.4]
    assert set(rows["measure"]) == {"Ki", "half block"}
    labels = [tick.get_text() for tick in explorers.targets().picture.axes.get_yticklabels()]
    assert labels == [
        "NMDA: racemate (Ki)",
        "NMDA: racemate (half block)",
        "NMDA: S-ketamine, half of it",
        "NMDA: R-ketamine, half of it",
        "kappa opioid",
        "mu opioid",
        "delta opioid",
    ]


def test_the_picture_of_targets_shows_the_scene() -> None:
    for explorer in settings_of("targets"):
        shown, picture = explorer.scene, explorer.picture
        one = shown.concentration_um
        x, y = picture.level.get_data()
        assert list(x) == pytest.approx([one] * 4 + [one / 2] * 4 + [one] * 6)
        assert list(y) == pytest.approx([edge for row in range(7) for edge in (row - 0.5, row + 0.5)])
        assert_drawn(picture.level_name, f"{one:.2g} µM in plasma")
        assert picture.level_name.get_position() == (pytest.approx(one), -0.8)
        for row, text in enumerate(picture.shares):
            assert_drawn(text, share_words(shown.rows["percent"][row]))
            assert text.get_position()[1] == row


def test_marks_and_axes_of_the_targets_say_what_is_meant() -> None:
    picture = explorers.targets().picture
    ki, block = picture.marks
    assert_drawn(ki, [0.119, 0.3, 1.4, 10 ** (6 - 4.55), 10 ** (6 - 4.38), 10 ** (6 - 3.57)], [0, 2, 3, 4, 5, 6])
    assert_drawn(block, [1.0], [1])
    assert_axes(picture.axes, xlim=(0.005, 6000), ylim=(6.6, -1.1), xscale="log", yticks=range(7))
    assert_axes(picture.axes, xlabel="concentration for half (µM, logarithmic)")
    assert_colour(picture.level, COLOURS["blue"])
    assert_colour(ki, COLOURS["black"])
    words = [text.get_text() for text in picture.figure.legends[0].get_texts()]
    assert words == ["half filled (Ki)", "half of the current blocked"]
    assert_colour(picture.level_name, COLOURS["blue"])


def test_the_scene_of_targets_is_the_models() -> None:
    for explorer in settings_of("targets"):
        shown, at = explorer.scene, explorer.values
        free = 0.56 if at["part"] == receptors.FREE else 1
        assert shown.concentration_um == pytest.approx(at["level"] / 237.725 * free)
        for row in shown.rows[shown.rows["ligand"] == receptors.RACEMATE].itertuples():
            assert row.counted_um == pytest.approx(shown.concentration_um)
            assert row.percent == pytest.approx(100 * shown.concentration_um / (shown.concentration_um + row.half_um))
        assert shown.level_ng_per_ml == at["level"]


def test_a_hundred_receptors_of_each_kind_fill_as_the_model_says() -> None:
    halves = {"kappa": 10**1.45, "mu": 10**1.62, "delta": 10**2.43}
    for explorer in settings_of("targets"):
        acts, at = explorer.acts, explorer.values
        level = at["level"] / 237.725 * (0.56 if at["part"] == receptors.FREE else 1)
        by_block, by_ki = (round(100 * level / (level + half)) for half in (1.0, 0.119))
        wanted = {"channel-drug": by_block, "channel-few": by_ki - by_block, "channel-free": 100 - by_ki}
        assert Counter(acts["nmda"]["states"]) == +Counter(wanted)
        between = f"{by_block} to {by_ki}" if by_ki > by_block else f"{by_ki}"
        assert acts["nmda_filled"]["text"] == f"{between} of 100 filled"
        for kind, half in halves.items():
            many = round(100 * level / (level + half))
            assert Counter(acts[kind]["states"]) == +Counter({"opioid-drug": many, "opioid-free": 100 - many}), kind
            assert acts[f"{kind}_filled"]["text"] == f"{many} of 100 filled"
        assert acts["level"]["text"] == f"ketamine: {at['level']:g} ng/mL"


def test_the_headline_of_targets_says_the_scenes_numbers() -> None:
    assert explorers.targets().headline == "NMDA channel 44 % to 87 % filled, kappa receptor 2.7 %"


def test_the_reading_of_targets_says_the_scenes_numbers() -> None:
    for explorer in settings_of("targets"):
        shown = explorer.scene
        salat, block, s_form, r_form, kappa, mu, delta = map(share_words, shown.rows["percent"])
        how = "counting all of it" if shown.part == receptors.TOTAL else "counting only the part"
        assert_says(
            explorer,
            f"{explorer.values['level']:g} ng/mL of ketamine, {how}",
            f"are {shown.concentration_um:.2f} µM",
            f"fills {block} to {salat} of the NMDA channel site",
            f"S-ketamine {s_form} and R-ketamine {r_form}",
            f"{kappa} of the kappa opioid receptor, {mu} of the mu opioid receptor",
            f"{delta} of the delta opioid receptor",
        )
