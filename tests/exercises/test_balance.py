"""No clue in the form of an answer: neither its place nor its length nor its caution says which one is right."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers import tables

OPTIONS = tables.load("question_options")
RIGHT = OPTIONS[OPTIONS["correct"]].set_index("question_id")
PLACES = OPTIONS.groupby("question_id").cumcount()
MOST_APART = 0.08  # how far a share may lie from what chance gives


def share(right: pd.Series) -> float:
    return float(right.mean())


@pytest.mark.parametrize("number", [3, 4])
def test_the_right_option_stands_at_each_place_about_equally_often(number: int) -> None:
    sizes = OPTIONS.groupby("question_id")["option"].transform("size")
    places = PLACES[OPTIONS["correct"] & sizes.eq(number)]
    assert len(places) > 30
    for place in range(number):
        assert abs(share(places == place) - 1 / number) <= MOST_APART, place


@pytest.mark.parametrize("longest", [True, False])
def test_the_right_option_is_the_longest_or_shortest_no_more_often_than_others(longest: bool) -> None:
    lengths = OPTIONS.assign(length=OPTIONS["option"].str.len()).groupby("question_id")["length"]
    extreme = lengths.transform("max" if longest else "min")
    is_extreme = OPTIONS["option"].str.len().eq(extreme)
    chance = float((1 / OPTIONS.groupby("question_id").size()).mean())
    assert abs(share(is_extreme[OPTIONS["correct"]]) - chance) <= MOST_APART


def test_the_cautious_option_is_not_nearly_always_right() -> None:
    cautious = OPTIONS.groupby("question_id")["cautious"].agg(["mean", "sum", "size"])
    mixed = cautious[(cautious["sum"] > 0) & (cautious["sum"] < cautious["size"])]
    assert len(mixed) >= 60
    right = share(RIGHT.loc[mixed.index, "cautious"])
    assert abs(right - float(mixed["mean"].mean())) <= 0.15


def test_no_two_options_of_a_question_say_the_same() -> None:
    plain = OPTIONS["option"].str.lower().str.strip(" .")
    assert not OPTIONS.assign(option=plain).duplicated(["question_id", "option"]).any()
