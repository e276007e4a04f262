"""Correlations: scipy as oracle, what r and p tell of n, a common cause that goes when it is held; what is drawn."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from helpers import exercises, explorers, tables
from helpers.behavioral import dissociation
from helpers.behavioral.dissociation import ALL, COMMON, HELD, PATH
from helpers.interactive import COLOURS
from tests.pictures import assert_axes, assert_colour, assert_drawn, assert_says, assert_seen, settings_of


def test_the_published_r_and_p_imply_58_pairs_and_not_108() -> None:
    assert dissociation.pairs_implied(-0.35, 0.007) == pytest.approx(58, abs=0.5)
    assert dissociation.pairs_implied(-0.41, 0.01) == pytest.approx(38.5, abs=0.5)
    assert dissociation.p_of(-0.35, 108) == pytest.approx(0.0002, abs=0.00002)


@settings(max_examples=40)
@given(r=st.floats(0.05, 0.95), n=st.integers(6, 500))
def test_pairs_and_p_are_each_others_inverse(r: float, n: int) -> None:
    p = dissociation.p_of(r, n)
    if 1e-12 < p < 0.99:
        assert dissociation.pairs_implied(r, p) == pytest.approx(n, rel=1e-4)


@given(alpha=st.floats(0.001, 0.5), n=st.integers(4, 500))
def test_the_smallest_significant_correlation_has_p_of_alpha(alpha: float, n: int) -> None:
    assert dissociation.p_of(dissociation.smallest_significant(n, alpha), n) == pytest.approx(alpha)


def test_the_smallest_significant_correlation_stands_in_printed_tables() -> None:
    """Two-sided, 0.05: 0.632 for 10 pairs, 0.444 for 20, 0.197 for 100."""
    found = [dissociation.smallest_significant(n) for n in (10, 20, 100)]
    assert found == pytest.approx([0.632, 0.444, 0.197], abs=0.0005)


@settings(max_examples=20)
@given(r=st.floats(-0.9, 0.9), n=st.integers(5, 120), origin=st.sampled_from([PATH, COMMON]))
def test_correlations_and_slopes_are_scipys(r: float, n: int, origin: str) -> None:
    x, y, _ = dissociation.draw_scores(r, n, origin)
    oracle = stats.pearsonr(x[3], y[3])
    found = float(dissociation.correlate(x, y)[3])
    assert found == pytest.approx(oracle.statistic)
    assert dissociation.p_of(found, n) == pytest.approx(oracle.pvalue, abs=1e-9)
    assert dissociation.slopes(x, y)[3] == pytest.approx(stats.linregress(x[3], y[3]).slope)


@pytest.mark.parametrize("origin", [PATH, COMMON])
@pytest.mark.parametrize("r", [-0.8, -0.35, 0.0, 0.6])
def test_samples_scatter_around_the_correlation_that_was_set(origin: str, r: float) -> None:
    x, y, _ = dissociation.draw_scores(r, 120, origin)
    assert dissociation.correlate(x, y).mean() == pytest.approx(r, abs=0.02)
    assert np.array([x.std(), y.std()]) == pytest.approx([1, 1], abs=0.02)


def test_a_common_cause_goes_when_it_is_held_and_a_path_stays() -> None:
    kept = {origin: dissociation.scene(-0.5, 120, 1, origin, HELD).found.mean() for origin in (PATH, COMMON)}
    assert kept[COMMON] == pytest.approx(0, abs=0.02)
    assert kept[PATH] < -0.3


def test_holding_agrees_with_a_partial_correlation() -> None:
    x, y, dose = dissociation.draw_scores(-0.5, 60, PATH)
    a, b, c = (stats.pearsonr(*pair).statistic for pair in ((x[0], y[0]), (x[0], dose[0]), (y[0], dose[0])))
    partial = (a - b * c) / np.sqrt((1 - b**2) * (1 - c**2))
    held = dissociation.correlate(dissociation.hold(x, dose), dissociation.hold(y, dose))[0]
    assert held == pytest.approx(partial)


def test_with_nothing_to_find_five_in_a_hundred_samples_are_significant() -> None:
    for look in (ALL, HELD):
        assert dissociation.scene(0, 40, 1, PATH, look).significant_percent == pytest.approx(5, abs=2)


def test_impossible_settings_say_why() -> None:
    for r, n in ((1.5, 50), (0.3, 2), (0.3, 121)):
        with pytest.raises(ValueError, match=r"between -1 and 1, and there are 3 to 120 pairs"):
            dissociation.draw_scores(r, n, PATH)
    with pytest.raises(ValueError, match=r"no origin 'fate'.*a common cause, no path"):
        dissociation.draw_scores(0.3, 50, "fate")
    for r, p in ((0, 0.5), (0.3, 0), (0.3, 1)):
        with pytest.raises(ValueError, match="not 0, and p between 0 and 1"):
            dissociation.pairs_implied(r, p)


# -- the table -------------------------------------------------------------------------------------


def test_the_explorer_starts_from_the_table_and_not_from_the_code() -> None:
    row = tables.row("correlations", "minutes_230")
    explorer = explorers.dissociation()
    assert explorer.values["r"] == row["r"] == -0.35
    assert explorer.values["n"] == round(dissociation.pairs_implied(row["r"], row["p"])) == 58
    assert f"correlation of {row['r']:g} look like" in explorer.title
    about = str(explorer._stage.about)
    assert "r = -0.35, p = 0.007" in about
    assert "the 58 pairs are what the two imply, in a cohort of 108" in about
    assert "Luckenbaugh" in about


def test_the_table_says_what_the_findings_say() -> None:
    for row in tables.load("correlations").itertuples():
        finding = tables.row("findings", str(row.finding_id))
        assert (finding["value"], finding["source_id"]) == (row.r, row.source_id)
        pairs = dissociation.pairs_implied(float(str(row.r)), float(str(row.p)))
        assert (
            f"the p value fits some {np.ceil(pairs) if pairs < 50 else round(pairs):.0f} pairs" in finding["statement"]
        )
    assert tables.row("solutions", "pairs_of_r")["answer"] == pytest.approx(
        dissociation.pairs_implied(*tables.row("correlations", "day_7")[["r", "p"]]), abs=0.05
    )


# -- scene and picture -----------------------------------------------------------------------------


def test_the_scene_is_the_models() -> None:
    for explorer in settings_of("dissociation"):
        shown, at = explorer.scene, explorer.values
        x, y, dose = dissociation.draw_scores(at["r"], int(at["n"]), at["origin"])
        here = int(at["sample"]) - 1
        if at["look"] == HELD:
            ends = [stats.linregress(dose[here], scores[here]) for scores in (x, y)]
            lines = [found.intercept + found.slope * dose[here] for found in ends]
            mine, theirs = x[here] - lines[0], y[here] - lines[1]
        else:
            mine, theirs = x[here], y[here]
        assert shown.dissociation == pytest.approx(mine)
        assert shown.change == pytest.approx(theirs)
        fit = stats.linregress(mine, theirs)
        assert (shown.slopes[here], shown.starts[here]) == pytest.approx((fit.slope, fit.intercept), abs=1e-9)
        assert shown.sample_r == pytest.approx(fit.rvalue)
        count = int(at["n"]) - (at["look"] == HELD)
        assert shown.sample_p == pytest.approx(dissociation.p_of(fit.rvalue, count))
        assert shown.limit == pytest.approx(dissociation.smallest_significant(count))
        assert shown.significant_percent == pytest.approx(
            100 * np.mean([dissociation.p_of(r, count) < 0.05 for r in shown.found])
        )
        assert shown.variance_percent == pytest.approx(100 * at["r"] ** 2)
        assert shown.middle == pytest.approx(tuple(np.quantile(shown.found, [0.025, 0.975])))
        assert shown.mean_size == pytest.approx(abs(np.mean(shown.found)))
        assert (shown.r, shown.pairs, shown.sample) == (at["r"], at["n"], at["sample"])
        assert (shown.origin, shown.look, len(shown.found)) == (at["origin"], at["look"], 1000)


def test_the_picture_shows_the_scene() -> None:
    for explorer in settings_of("dissociation"):
        shown, picture = explorer.scene, explorer.picture
        ends = np.array([-3.6, 3.6])
        heights = [start + slope * ends for start, slope in zip(shown.starts, shown.slopes, strict=True)]
        assert len(heights) == 50
        assert_drawn(picture.dots, shown.dissociation, shown.change)
        assert_drawn(picture.line, ends, heights[shown.sample - 1])
        assert_drawn(picture.fan, [np.column_stack([ends, each]) for each in heights])
        edges = np.linspace(-1, 1, 41)
        shares = [100 * np.mean((low <= shown.found) & (shown.found < high)) for low, high in pairwise(edges)]
        assert_drawn(picture.bars, shares)
        assert_seen(picture.bars, [share > 0 for share in shares])
        assert sum(shares) == pytest.approx(100)
        assert [bar.get_center()[0] for bar in picture.bars] == pytest.approx((edges[:-1] + edges[1:]) / 2)
        highest = next(end for end in (25, 45, 70) if max(shares) < 0.72 * end or end == 70)
        assert_axes(picture.right, ylim=(0, highest))
        top = 0.72 * highest
        assert_drawn(picture.mark, [shown.sample_r, shown.sample_r], [0, top])
        assert_drawn(picture.truth, [explorer.values["r"]] * 2, [0, top])
        at = shown.limit
        assert_drawn(picture.limits, [-at, -at, np.nan, at, at], [0, top, np.nan, 0, top])
        p = dissociation.p_words(shown.sample_p)
        assert_drawn(picture.headings[0], f"sample {shown.sample}: r = {dissociation.rounded(shown.sample_r)},\n{p}")
        assert_drawn(picture.headings[1], f"{shown.significant_percent:.0f} % of 1000 samples\nhave p < 0.05")


def test_the_two_halves_are_the_people_of_the_sample() -> None:
    for explorer in settings_of("dissociation"):
        shown, acts = explorer.scene, explorer.acts
        pairs = sorted(zip(shown.dissociation, shown.change, strict=True), reverse=True)
        middle = np.median(shown.change)
        half = len(pairs) // 2
        for name, people in (("more", pairs[:half]), ("less", pairs[half:])):
            wanted = ["better" if change < middle else "not_better" for _, change in people]
            assert acts[name]["states"] == wanted + ["none"] * (60 - len(people))
            assert acts[f"{name}_many"]["text"] == str(wanted.count("better"))
            assert acts[f"{name}_of"]["text"] == f"of {len(people)} improved more than the middle person"
        seen = {name: acts[name]["display"] == "inline" for name in ("path", "common", "held")}
        at = explorer.values
        assert seen == {"path": at["origin"] == PATH, "common": at["origin"] == COMMON, "held": at["look"] == HELD}


def test_no_bar_and_no_person_is_cut_off() -> None:
    """The tallest bar was 1000 samples on an axis that ended at 420."""
    for r in (-0.9, -0.35, 0.0, 0.4, 0.9):
        for origin in (PATH, COMMON):
            for look in (ALL, HELD):
                shown = dissociation.scene(r, 120, 1, origin, look)
                assert shown.shares_percent.max() < 70
                x, y, dose = dissociation.draw_scores(r, 120, origin)
                held = [dissociation.hold(x, dose), dissociation.hold(y, dose)] if look == HELD else [x, y]
                assert max(np.abs(scores[:50]).max() for scores in held) < 4


def test_the_line_turns_from_sample_to_sample() -> None:
    """The notebook tells what it does in these samples: a little with 58 pairs, much with 10."""
    many, few = (dissociation.scene(-0.35, n, 1, PATH, ALL).slopes for n in (58, 10))
    assert many[[3, 4]] == pytest.approx([-0.56, -0.26], abs=0.01)
    assert (many < 0).all()
    assert few[[1, 7, 12]] == pytest.approx([-1.11, 0, 0.23], abs=0.01)
    assert np.ptp(few[:5]) > 0.9 > 3 * np.ptp(many[:5]) - 0.05
    assert few.std() > 2 * many.std()


def test_axes_legends_and_colours_say_what_is_meant() -> None:
    picture = explorers.dissociation().picture
    left, right = picture.figure.axes
    assert_axes(left, xlim=(-4, 4), ylim=(-4, 4), xlabel="dissociation (SD)")
    assert_axes(left, ylabel="change of depression (SD), down is better")
    assert_axes(right, xlim=(-1, 1), ylim=(0, 25), xlabel="correlation in a sample (r)", ylabel="samples (%)")
    words = [text.get_text() for text in picture.figure.legends[0].get_texts()]
    assert words == ["50 samples", "people", "this sample", "made with", "beyond: p < 0.05"]
    for artist in (picture.line, picture.mark):
        assert_colour(artist, COLOURS["red"])
    assert_colour(picture.dots, COLOURS["blue"])
    assert_colour(picture.limits, COLOURS["black"])
    assert picture.limits.get_linestyle() == ":"


# -- reading ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (0, "p < 0.001"),
        (0.00099, "p < 0.001"),
        (0.001, "p = 0.001"),
        (0.0496, "p = 0.050"),
        (0.3349, "p = 0.33"),
        (0.99, "p = 0.99"),
        (0.996, "p > 0.99"),
        (1, "p > 0.99"),
    ],
)
def test_a_p_value_is_never_printed_as_0_or_1(p: float, words: str) -> None:
    assert dissociation.p_words(p) == words


def test_a_strong_correlation_has_a_p_below_a_thousandth() -> None:
    explorer = explorers.dissociation(r=-0.9, n=120)
    assert_says(explorer, "(p < 0.001)")
    assert "p = 0.000" not in explorer.reading + explorer.picture.headings[0].get_text()


def test_what_rounds_to_nothing_has_no_sign() -> None:
    assert [dissociation.rounded(r) for r in (-0.004, 0.004, -0.006, 0.35)] == ["0.00", "0.00", "-0.01", "0.35"]


def test_the_reading_says_the_scenes_numbers() -> None:
    for explorer in settings_of("dissociation"):
        shown, at = explorer.scene, explorer.values
        low, high = (dissociation.rounded(each) for each in np.quantile(shown.found, [0.025, 0.975]))
        assert_says(
            explorer,
            f"felt less, {shown.better[1].sum()}.",
            f"Made by {at['origin']}, with a correlation of {dissociation.rounded(at['r'])}",
            f"({100 * at['r'] ** 2:.0f} % of the variance); scores {at['look']}; {at['n']:g} pairs",
            f"Sample {at['sample']:g} shows r = {dissociation.rounded(shown.sample_r)} "
            f"({dissociation.p_words(shown.sample_p)}), {100 * shown.sample_r**2:.0f} % of the variance",
            f"95 % lie between {low} and {high}; {shown.significant_percent:.0f} % have p < 0.05",
            "nobody here is a patient",
        )


def test_the_first_reading() -> None:
    assert explorers.dissociation().reading.startswith(
        "Of the 29 who felt more, 19 improved by more than the middle person; of the 29 who felt less, 10. Made by a "
        "path from one to the other, with a correlation of -0.35 (12 % of the variance); scores as they are; "
        "58 pairs. Sample 1 shows r = -0.33 (p = 0.010), 11 % of the variance. Of a thousand such samples 95 % lie "
        "between -0.56 and -0.09; 79 % have p < 0.05."
    )


# -- questions -------------------------------------------------------------------------------------


def test_the_challenge_can_be_met_and_each_goal_counts() -> None:
    challenge = exercises.challenge("no_path", explorers.dissociation())
    assert "choose a common cause" in challenge.feedback
    for setting, words in (
        ({"look": HELD}, "choose a common cause"),
        ({"origin": COMMON, "look": ALL}, "The goal is a mean correlation of all samples within 0.05 of nothing; now"),
        ({"r": -0.2, "look": HELD}, "a correlation of -0.3 or stronger that the scores are made with; now it is -0.2."),
        ({"r": 0.5}, "now it is 0.5."),
    ):
        challenge.explorer.set(**setting)
        assert words in challenge.feedback
        assert not challenge.reached
    challenge.explorer.set(r=-0.35)
    assert challenge.reached


def test_the_prediction_is_what_the_first_scene_shows() -> None:
    asked = exercises.question("r_and_variance")
    assert explorers.dissociation().standing(asked["quantity"]) == pytest.approx(12.25)
    assert exercises.judge("r_and_variance", "12 %").right
