"""The ledger, filtered and counted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import same_color

from helpers import exercises, explorers, tables
from helpers.claims import ledger
from helpers.interactive import COLOURS
from tests.pictures import assert_axes, assert_drawn, assert_says, assert_seen, legend_of, settings_of

ALL = tables.load("claims")


def values(column: str) -> st.SearchStrategy[str]:
    return st.sampled_from([ledger.EVERY, *ALL[column].unique()])


@given(level=values("level"), topic=values("topic"), source=values("source_id"), wording=values("wording"))
def test_filters_leave_what_fits_and_all_of_it(level: str, topic: str, source: str, wording: str) -> None:
    found = ledger.claims(level, topic, source, wording)
    wanted = {"level": level, "topic": topic, "source_id": source, "wording": wording}
    fits = [all(value in (ledger.EVERY, row[column]) for column, value in wanted.items()) for _, row in ALL.iterrows()]
    assert list(found["claim_id"]) == list(ALL.loc[fits, "claim_id"])
    assert ledger.spread(found).to_numpy().sum() == len(found)


def test_no_filter_leaves_the_whole_ledger() -> None:
    assert len(ledger.claims()) == len(ALL)


def test_an_unknown_value_is_named() -> None:
    with pytest.raises(ValueError, match=r"There is no level 'cellular'.*molecular"):
        ledger.claims(level="cellular")
    with pytest.raises(KeyError, match=r"There is no source 'kamp_2020'.*clinic_isha"):
        ledger.claims(source="kamp_2020")


def test_the_articles_are_named_in_one_place() -> None:
    """In the order of the table, and those that make claims."""
    assert list(ledger.articles().values()) == ["news article", "clinic page", "guest post"]
    assert set(ledger.articles()) == set(ALL["source_id"])
    assert ledger.articles()["clinic_isha"] == "clinic page"


def test_when_nothing_fits_the_reading_says_what_to_do() -> None:
    explorer = explorers.claims(level="study", source="clinic_isha")
    assert explorer.reading == "None of the 243 claims fits these filters. Set one of them back to “all”."
    assert (explorer.scene.claims, explorer.scene.hedged) == (0, 0)


def test_the_challenge_can_be_met_and_speaks_of_what_is_missing() -> None:
    challenge = exercises.challenge("find_hedged", explorers.claims())
    assert not challenge.reached
    for setting, words in (
        ({"topic": "dissociation"}, "choose the wording"),
        ({"wording": "hedged"}, "choose the article"),
        ({"source": "clinic_isha"}, "choose the level"),
        ({"topic": "aim"}, "The goal is at least one claim on the list; now it is 0 claims. No claim is left"),
    ):
        challenge.explorer.set(**setting)
        assert words in challenge.feedback
    challenge.explorer.set(topic="all", level="behavioral")
    assert challenge.reached
    assert challenge.explorer.scene.claims == 3


# -- scene and picture -----------------------------------------------------------------------------


def count(level: str, source: str, wanted: dict[str, str]) -> int:
    """Claims of an article at a level that fit the controls, counted row by row."""
    columns = {"level": "level", "topic": "topic", "source": "source_id", "wording": "wording"}
    rows = ALL[(ALL["level"] == level) & (ALL["source_id"] == source)].to_dict("records")
    return sum(all(value in ("all", row[columns[name]]) for name, value in wanted.items()) for row in rows)


def test_bars_and_numbers_show_the_claims_that_fit() -> None:
    for explorer in settings_of("claims"):
        picture = explorer.picture
        for source in ("press_2025", "clinic_isha", "guestpost_aijr"):
            counts = [count(level, source, explorer.values) for level in ledger.LEVELS]
            bars, numbers = picture.bars[source], picture.numbers[source]
            assert_drawn(bars, counts)
            assert_seen(bars, [value > 0 for value in counts])
            assert [number.get_text() for number in numbers] == [str(value) if value else "" for value in counts]
            middles = [bar.get_x() + bar.get_width() / 2 for bar in bars]
            assert [number.get_position() for number in numbers] == list(zip(middles, counts, strict=True))
            assert list(explorer.scene.counts[source]) == counts


def test_outlines_show_the_whole_ledger_behind_the_bars() -> None:
    picture = explorers.claims(wording="hedged", level="molecular").picture
    assert_drawn(picture.outlines["press_2025"], [0, 8, 1, 20, 18])
    assert_drawn(picture.outlines["clinic_isha"], [25, 7, 25, 24, 0])
    assert_drawn(picture.outlines["guestpost_aijr"], [17, 5, 17, 76, 0])
    for source, bars in picture.bars.items():
        assert [bar.get_x() for bar in bars] == [bar.get_x() for bar in picture.outlines[source]]
        assert not any(bar.get_fill() for bar in picture.outlines[source])


def test_axes_legend_and_colours_say_what_is_meant() -> None:
    picture = ledger.ClaimsPicture()
    assert_axes(picture.axes, ylabel="number of claims", xlabel="level of the claim", xticks=range(5))
    assert picture.axes.get_ylim() == pytest.approx((0, 76 * 1.12))
    names = ["molecular", "network", "behavioral", "treatment", "study"]
    assert [label.get_text() for label in picture.axes.get_xticklabels()] == names
    assert legend_of(picture.axes) == ["news article", "clinic page", "guest post", "outline: all of its claims"]
    wanted = {"press_2025": ("blue", ""), "clinic_isha": ("orange", "//"), "guestpost_aijr": ("green", "\\\\")}
    legend = picture.axes.get_legend().legend_handles  # type: ignore[union-attr]
    for place, (source, (colour, hatch)) in enumerate(wanted.items()):
        for bar in [*picture.bars[source], legend[place]]:
            assert same_color(bar.get_facecolor(), COLOURS[colour])
            assert (bar.get_hatch() or "") == hatch
        # Article by article, from left to right, around the level's tick.
        middles = [bar.get_x() + bar.get_width() / 2 for bar in picture.bars[source]]
        np.testing.assert_allclose(middles, np.arange(5) + (place - 1) * 0.27)


def test_the_reading_counts_what_is_shown() -> None:
    for explorer in settings_of("claims"):
        fitting = ALL.merge(explorer.scene.found[["claim_id"]])
        if len(fitting):
            by_article = [f"{name} {(fitting['source_id'] == key).sum()}" for key, name in ledger.articles().items()]
            by_level = [f"{level} {(fitting['level'] == level).sum()}" for level in ledger.LEVELS]
            hedged = (fitting["wording"] == "hedged").sum()
            rest = [f"some): {hedged}.", f"more strongly: {len(fitting) - hedged}."]
            assert_says(explorer, f"{len(fitting)} of 243 claims.", *by_article, "By level", *by_level, *rest)
        table = explorer.table
        assert table is not None
        assert list(table.columns) == ["claim", "what the article says", "where", "wording"]
        assert list(table["claim"]) == list(fitting["claim_id"])
        assert list(table["what the article says"]) == list(fitting["statement"])


def test_known_numbers_are_said() -> None:
    """The clinic page on molecules, and the whole ledger, as counted in the file."""
    explorer = explorers.claims(level="molecular", source="clinic_isha")
    assert explorer.reading.startswith("25 of 243 claims. By article: news article 0, clinic page 25, guest post 0.")
    assert_says(
        explorers.claims(), "news article 47, clinic page 81, guest post 115", "some): 48.", "more strongly: 195."
    )
