"""Evidence made by hand, for tests of the rule: one trial, and others like it with something changed."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

TRIAL = {
    "claim_id": "X-01",
    "finding_id": "F-900",
    "relation": "supports",
    "study_id": "one",
    "kind": "effect",
    "wording": "flat",
    "claim_population": "depression",
    "species": "human",
    "population": "depression",
    "n": 60,
    "design": "RCT",
    "comparator": "midazolam",
    "value": 1.0,
    "unit": "d",
    "interval": None,
    "null_result": False,
    "pooled_in": None,
}


def rows(*others: Mapping[str, object]) -> pd.DataFrame:
    """Evidence of one claim: each row is `TRIAL` with other values."""
    return pd.DataFrame([TRIAL | dict(other) for other in others]).astype({"n": "Int64"})
