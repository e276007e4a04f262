"""Each test has a file of answers of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.exercises import memory


@pytest.fixture(autouse=True)
def own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    target = tmp_path / "answers.jsonl"
    monkeypatch.setenv(memory.VARIABLE, str(target))
    monkeypatch.setenv(memory.LEARNER, "")
    monkeypatch.setattr(memory, "_unsaved", [])
    return target
