"""Effect sizes from intervals, held to a trial that reports its own; and the trap of two subgroups."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from helpers import exercises, explorers, tables
from helpers.behavioral import comparator
from helpers.interactive import COLOURS
from helpers.statistics import Interval, share
from tests.pictures import assert_axes, assert_colour, assert_drawn, assert_says, assert_seen, settings_of

NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "03_behavioral_level.ipynb"


def test_the_effect_size_that_a_trial_reports_is_met() -> None:
    """KARMA-Dep 2 prints d = -0.29 beside its difference and interval, which it was not fitted to."""
    reported = tables.load("contrasts").set_index("contrast_id").loc["karma", "effect_size"]
    assert comparator.effect("karma").value == pytest.approx(reported, abs=0.015)


@settings(max_examples=30)
@given(seed=st.integers(0, 10_000), first=st.integers(5, 60), second=st.integers(5, 60))
def test_a_made_up_trial_gives_its_deviation_back(seed: int, first: int, second: int) -> None:
    """The oracle: statsmodels' interval of two samples, from which the pooled deviation must come out."""
    draw = np.random.default_rng(seed)
    drug, control = draw.normal(-5, 10, first), draw.normal(0, 10, second)
    low, high = CompareMeans(DescrStatsW(drug), DescrStatsW(control)).tconfint_diff(usevar="pooled")
    difference = drug.mean() - control.mean()
    freedom = first + second - 2
    pooled = np.sqrt(((first - 1) * drug.var(ddof=1) + (second - 1) * control.var(ddof=1)) / freedom)
    found = comparator.standardise(Interval(difference, low, high), first, second)
    assert found.value == pytest.approx(-difference / pooled)
    assert found.low <= found.value <= found.high


def test_the_drug_arm_stands_still_and_the_control_arm_moves() -> None:
    pooled = comparator.responses().set_index("contrast_id").loc[["saline_pooled", "midazolam_pooled"]]
    assert np.ptp(pooled["response_drug_percent"]) == 1
    assert np.ptp(pooled["response_control_percent"]) == 17


def test_responses_are_the_tables_rows_with_a_difference() -> None:
    assert list(comparator.responses().columns) == [*tables.load("contrasts").columns, "difference_percent"]


def test_one_significant_and_one_not_is_no_difference() -> None:
    women, men = comparator.points("women"), comparator.points("men")
    difference, p = comparator.difference_of(women, men)
    assert comparator.p_value(women) < 0.01 < 0.4 < comparator.p_value(men)
    assert p == pytest.approx(0.24, abs=0.005)
    assert difference.low < 0 < difference.high


def test_the_check_on_two_groups_can_be_answered_with_what_the_notebook_shows() -> None:
    """Its call needs `Interval`: the question writes one, the notebook imports it."""
    question = exercises.question("two_groups")
    assert "Interval(6, 2, 10)" in question["prompt"]
    _, p = comparator.difference_of(Interval(6, 2, 10), Interval(2, -2, 6))
    assert p == pytest.approx(question["answer"], abs=0.0005)
    cells = nbformat.read(NOTEBOOK, as_version=4).cells
    assert any("from helpers.statistics import Interval" in cell.source for cell in cells)


def test_every_effect_lies_in_its_interval() -> None:
    found = comparator.effects().dropna(subset=["effect_low"])
    assert (found["effect_low"] <= found["effect_size"]).all()
    assert (found["effect_size"] <= found["effect_high"]).all()
    assert len(found) >= 8


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("largest_gap", explorers.comparator())
    assert "each trial chosen; now it is -17 of 100 people" in challenge.feedback
    for against in comparator.kinds():
        challenge.explorer.set(against=against)
        assert challenge.reached == (against == "saline")
    challenge.explorer.set(view=comparator.EFFECT, against="saline")
    assert "Show who responded" in challenge.feedback


def test_what_is_not_there_says_what_is() -> None:
    with pytest.raises(ValueError, match=r"no contrast 'sugar'.*karma"):
        comparator.points("sugar")
    with pytest.raises(ValueError, match=r"'elekt'.*karma"):
        comparator.effect("elekt")


# -- scene and picture -----------------------------------------------------------------------------


def table_of(view: str) -> pd.DataFrame:
    """Rows of the table that a view shows, from the top down."""
    found = tables.load("contrasts")
    if view == comparator.RESPONSE:
        return found[found["response_drug_percent"].notna()]
    known = found[["low", "high", "n_drug", "n_control"]].notna().all(axis=1)
    return found[known | found["effect_size"].notna()]


def test_the_scene_is_the_tables() -> None:
    for explorer in settings_of("comparator"):
        shown, rows = explorer.scene, table_of(explorer.values["view"])
        assert [trial.label for trial in shown.trials] == rows["label"].tolist()
        against = explorer.values["against"]
        chosen = rows if against == comparator.EVERY else rows[rows["comparator"] == against]
        assert [trial.label for trial in shown.chosen] == chosen["label"].tolist()
        responded = table_of(comparator.RESPONSE)
        apart = responded["response_drug_percent"] - responded["response_control_percent"]
        among = apart if against == comparator.EVERY else apart[responded["comparator"] == against]
        assert shown.smallest_difference == pytest.approx(among.min())
        if shown.view == comparator.RESPONSE:
            assert [trial.drug for trial in shown.trials] == rows["response_drug_percent"].tolist()
            assert [trial.control for trial in shown.trials] == rows["response_control_percent"].tolist()
            continue
        for trial, row in zip(shown.trials, rows.itertuples(), strict=True):
            if trial.computed:
                # By hand: half of the interval over t is the error, the error over sqrt(1/n + 1/n) the deviation.
                t = stats.t.ppf(0.975, row.n_drug + row.n_control - 2)
                deviation = (row.high - row.low) / 2 / t / np.sqrt(1 / row.n_drug + 1 / row.n_control)
                wanted = np.array([-row.difference, -row.high, -row.low]) / deviation
                assert (trial.interval.value, trial.interval.low, trial.interval.high) == pytest.approx(wanted)
                assert trial.drug == trial.interval.value
            elif np.isnan(row.effect_low):
                assert (trial.drug, trial.interval) == (row.effect_size, None)
            else:
                assert trial.interval == Interval(row.effect_size, row.effect_low, row.effect_high)


def test_the_picture_shows_the_scene() -> None:
    for explorer in settings_of("comparator"):
        shown, picture = explorer.scene, explorer.picture
        places = np.arange(len(shown.trials))[::-1]
        assert_drawn(picture.drug, [trial.drug for trial in shown.trials], places)
        segments = {}
        for trial, place in zip(shown.trials, places, strict=True):
            if shown.view == comparator.RESPONSE:
                ends = sorted([trial.drug, trial.control])
            else:
                ends = [trial.interval.low, trial.interval.high] if trial.interval else [trial.drug] * 2
            segments[trial.label] = [(ends[0], place), (ends[1], place)]
        thick = [trial.label for trial in shown.chosen]
        assert_drawn(picture.chosen, segments_of(segments[label] for label in thick))
        assert_drawn(picture.lines, segments_of(each for label, each in segments.items() if label not in thick))
        controls = [trial.control for trial in shown.trials] if shown.view == comparator.RESPONSE else []
        assert_drawn(picture.control, controls, places[: len(controls)])
        names = {name.get_position()[1]: name.get_text() for name in picture.names if name.get_visible()}
        assert names == {place + 0.42: named(trial) for place, trial in zip(places, shown.trials, strict=True)}
        assert_arms(shown, picture, places)


def named(trial: comparator.Trial) -> str:
    row = tables.load("contrasts").set_index("label").loc[trial.label]
    known = "arms not told" if pd.isna(row["n_drug"]) else f"{row['n_drug']:.0f} + {row['n_control']:.0f}"
    return f"{trial.label} ({known})"


def assert_arms(shown: comparator.Scene, picture: comparator.ComparatorPicture, places: np.ndarray) -> None:
    """Above the line the drug's responders with their interval, below it the comparator's."""
    for spans, arm, aside in zip(picture.spans, ("drug", "control"), (0.14, -0.14), strict=True):
        drawn = []
        for trial, place in zip(shown.trials, places, strict=True):
            people = tables.load("contrasts").set_index("label").loc[trial.label, f"n_{arm}"]
            if shown.view == comparator.RESPONSE and not pd.isna(people):
                seen = share(getattr(trial, arm), int(people))
                drawn.append([(seen.low, place + aside), (seen.high, place + aside)])
        assert_drawn(spans, segments_of(drawn))


def segments_of(listed: Iterable[object]) -> np.ndarray:
    return np.array(list(listed), dtype=float)


def test_as_many_people_are_drawn_as_the_trial_reports() -> None:
    for explorer in settings_of("comparator"):
        shown, acts = explorer.scene, explorer.acts
        rows = table_of(explorer.values["view"]).set_index("label")
        row = rows.loc[shown.drawn.label]
        assert shown.drawn == (shown.chosen or shown.trials)[0]
        if shown.view == comparator.RESPONSE:
            many = [round(row["response_drug_percent"]), round(row["response_control_percent"])]
            rest = "not_better"
        else:
            over = shown.drawn.drug / np.sqrt(2)
            many = [round(100 * stats.norm.cdf(over)), 100 - round(100 * stats.norm.cdf(over))]
            rest = "none"
        for arm, count in zip(("drug", "control"), many, strict=True):
            assert acts[arm]["states"] == [f"{arm}_better"] * count + [rest] * (100 - count)
            assert acts[f"{arm}_many"]["text"] == str(count)
        assert acts["trial"]["text"] == shown.drawn.label
        assert_says(explorer, shown.drawn.label)
    first = explorers.comparator()
    assert [first.acts[arm]["states"].count(f"{arm}_better") for arm in ("drug", "control")] == [46, 1]
    assert first.acts["control_name"]["text"] == "with saline"


def test_pairs_are_what_an_effect_size_means() -> None:
    """The oracle: pairs drawn from two normal arms that are 0.7 standard deviations apart."""
    draw = np.random.default_rng(3).standard_normal((2, 200_000))
    one = comparator.Trial("made up", "midazolam", 0.7)
    assert one.pairs_of_100 == round(100 * float(np.mean(draw[0] + 0.7 > draw[1]))) == 69


def test_axes_legend_and_colours_say_what_is_meant() -> None:
    explorer = explorers.comparator()
    picture, (axes,) = explorer.picture, explorer.picture.figure.axes
    key = "in brackets: people, drug + comparator; thin lines: 95 % intervals"
    assert_axes(axes, xlim=(-4, 104), xlabel=f"responders (last row: remitted), %\n{key}", ylim=(-0.5, 7.7))
    assert_axes(axes, xticks=[0, 20, 40, 60, 80, 100])
    assert axes.get_legend() is None
    assert_seen([picture.zero], [False])
    explorer.set(view=comparator.EFFECT)
    assert_axes(axes, xlim=(-1.1, 2.5), xlabel=f"benefit over the comparator (SD)\n{key}", ylim=(-0.5, 8.7))
    assert_seen([picture.zero], [True])
    assert_drawn(picture.zero, [0, 0], [0, 1])
    assert_colour(picture.drug, COLOURS["blue"])
    assert_colour(picture.control, COLOURS["orange"])
    for spans, colour in zip(picture.spans, ("blue", "orange"), strict=True):
        assert_colour(spans, COLOURS[colour])
    assert picture.chosen.get_linewidth() > picture.lines.get_linewidth()


def test_no_number_of_an_axis_is_cut_off() -> None:
    """The layout is made once, so that a number at the very end of an axis would be cut."""
    explorer = explorers.comparator(view=comparator.EFFECT)
    (axes,) = explorer.picture.figure.axes
    assert axes.get_xticks().max() < axes.get_xlim()[1] - 0.2


def test_the_headline_tells_all_trials_of_a_comparator() -> None:
    """Two trials with one comparator: both ends, not the last one read."""
    for explorer in settings_of("comparator"):
        if explorer.scene.view == comparator.EFFECT:
            continue
        found = tables.load("contrasts").dropna(subset=["response_control_percent"])
        against = explorer.values["against"]
        shares = found if against == comparator.EVERY else found[found["comparator"] == against]
        low, high = (f"{end:.0f}" for end in shares["response_control_percent"].agg(["min", "max"]))
        if against == comparator.EVERY:
            assert f"; {low} with saline, {high} with electroconvulsive therapy" in explorer.headline
        else:
            assert f", {low if low == high else f'{low} to {high}'} to {against}" in explorer.headline
    assert "18 to 33 to midazolam" in explorers.comparator(against="midazolam").headline


def test_the_reading_says_the_scenes_numbers() -> None:
    for explorer in settings_of("comparator"):
        shown, said = explorer.scene, []
        for trial in shown.chosen:
            if shown.view == comparator.RESPONSE:
                said.append(f"{trial.label}: {trial.drug:g} against {trial.control:g} %")
            elif trial.interval is None:
                said.append(f"{trial.label}: {trial.drug:.2f} (no interval seen)")
            else:
                low, high = trial.interval.low, trial.interval.high
                how = ", computed here" if trial.computed else ""
                said.append(f"{trial.label}: {trial.drug:.2f} ({low:.2f} to {high:.2f}{how})")
        if shown.view == comparator.EFFECT:
            above = [trial for trial in shown.chosen if trial.interval and trial.interval.low > 0]
            seen = [trial for trial in shown.chosen if trial.interval]
            said.append(f"leave out 0: {len(above)} of {len(seen)}")
        elif len(shown.chosen) > 1:
            for arm in ("drug", "control"):
                shares = [getattr(trial, arm) for trial in shown.chosen]
                said.append(f"between {min(shares):g} and {max(shares):g} %")
        assert_says(explorer, shown.against, *said)
        others = [trial.label for trial in shown.trials if trial not in shown.chosen]
        assert not any(f"{label}:" in explorer.reading for label in others)


def test_known_sentences_are_said() -> None:
    assert_says(
        explorers.comparator(),
        "Saline (pooled): 46 against 1 %; Midazolam (pooled): 45 against 18 %",
        "Drug arms lie between 45 and 69.3 %, comparators between 1 and 63 %.",
    )
    assert_says(explorers.comparator(view=comparator.EFFECT, against="midazolam"), "0.70 (0.40 to 0.90)", "1 of 2")
