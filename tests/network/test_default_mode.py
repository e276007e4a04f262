"""Findings by direction: each has its numbers in the table of findings, and the filters leave what they say."""

from __future__ import annotations

import pytest

from helpers import exercises, explorers, tables
from helpers.network import default_mode


def test_each_direction_belongs_to_a_finding_of_the_ledger() -> None:
    found = default_mode.findings()
    assert found["statement"].notna().all()
    assert len(found) == len(tables.load("network_findings"))


def test_ketamine_and_a_sedative_go_the_same_way() -> None:
    found = default_mode.findings(where="default mode network", time="during the drug").set_index("drug")
    assert found["direction"].eq("down").all()
    assert found["value"].to_dict() == {"ketamine": 0.63, "midazolam": 0.77}


def test_filters_leave_what_they_say() -> None:
    for row in default_mode.findings(people="patients", comparator="placebo").itertuples():
        assert (row.people, row.comparator) == ("patients", "placebo")


def test_an_unknown_filter_names_the_known_values() -> None:
    with pytest.raises(ValueError, match=r"where can't be 'amygdala'.*default mode network"):
        default_mode.findings(where="amygdala")


def test_nothing_left_is_told() -> None:
    explorer = explorers.default_mode(method="MEG", time="during the drug")
    assert explorer.reading.startswith("No finding here fits")
    assert explorer.table is None


def test_the_challenge_can_be_met() -> None:
    challenge = exercises.challenge("all_down", explorers.default_mode())
    assert not challenge.reached
    challenge.explorer.set(where="default mode network", people="healthy")
    assert not challenge.reached
    challenge.explorer.set(drug="ketamine")
    assert challenge.reached
