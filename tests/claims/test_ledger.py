"""The ledger, filtered and counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import tables
from helpers.claims import ledger

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
    with pytest.raises(ValueError, match=r"No claim has the level 'cellular'.*molecular"):
        ledger.claims(level="cellular")


def test_the_reading_counts_what_is_shown() -> None:
    explorer = ledger.explore_claims(level="molecular", source="clinic_isha")
    assert explorer.reading.startswith("25 of 243 claims. By article: news article 0, clinic page 25, guest post 0.")
    assert explorer.table is not None
    assert len(explorer.table) == explorer.quantities["claims"] == 25


def test_when_nothing_fits_the_reading_says_what_to_do() -> None:
    explorer = ledger.explore_claims(level="study", source="clinic_isha")
    assert "None of the 243 claims fits" in explorer.reading
    assert explorer.quantities["hedged_percent"] == 0


def test_bars_show_the_counts() -> None:
    picture = ledger.ClaimsPicture()
    picture.draw("all", "all", "all", "hedged")
    counts = ledger.spread(ledger.claims(wording="hedged"))
    for source, bars in picture.bars.items():
        assert [bar.get_height() for bar in bars] == list(counts[source])
