"""A learner's answers: kept, shown, deleted; broken lines, two writers, a folder that can't be written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import exercises, explorers, tables
from helpers.exercises import memory
from helpers.exercises.answers import answer_key, main


@pytest.fixture(autouse=True)
def own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    target = tmp_path / "größe" / "progress.jsonl"
    monkeypatch.setenv(memory.VARIABLE, str(target))
    monkeypatch.setattr(memory, "_unsaved", [])
    return target


def test_nothing_answered_nothing_kept(own_file: Path) -> None:
    assert exercises.progress().empty
    assert list(exercises.progress().columns) == memory.COLUMNS
    assert not own_file.exists()


def test_answers_are_kept_and_shown() -> None:
    exercises.check("power_eight", 12.0)
    exercises.check("power_eight", 30.2)
    exercises.predict("lowest_rise", explorers.no_control()).commit("they rise")
    found = exercises.progress().set_index("question_id")
    assert found.loc["power_eight", ["answers", "solved", "notebook"]].tolist() == [2, True, "05_imaging_study"]
    assert found.loc["lowest_rise", "kind"] == "predict"


def test_tries_survive_a_new_kernel() -> None:
    """Another process: what it answers counts here, so that the third try opens the solution."""
    code = "from helpers.exercises import memory; memory.record('power_eight', solved=False)"
    for _ in range(3):
        subprocess.run([sys.executable, "-c", code], check=True)
    assert memory.tries("power_eight") == 3
    assert not exercises.check("power_eight")._solution.disabled


def test_forgetting_deletes_the_file(own_file: Path) -> None:
    memory.record("power_eight", solved=True)
    assert own_file.exists()
    assert exercises.forget().startswith("Forgotten: 1 answers")
    assert not own_file.exists()
    assert exercises.progress().empty
    exercises.forget()  # twice is no error


def test_a_broken_line_costs_no_more_than_itself(own_file: Path) -> None:
    memory.record("power_eight", solved=True)
    with own_file.open("a", encoding="utf-8") as handle:
        handle.write('{"question": "power_ei\n[1, 2]\n\x00\n')
    memory.record("nose_quarrel", solved=False)
    assert len(memory.recorded()) == 2


def test_questions_that_are_gone_are_left_out() -> None:
    memory.record("a_question_of_last_year", solved=True)
    assert exercises.progress().empty


def test_where_it_can_not_be_written_it_is_said_once_and_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(memory.VARIABLE, "/dev/null/impossible/progress.jsonl")
    with pytest.warns(UserWarning, match="can't be kept") as said:  # noqa: PT031 - the second must not warn
        memory.record("power_eight", solved=False)
        memory.record("power_eight", solved=True)
    assert len(said) == 1
    assert memory.solved("power_eight")


def test_two_kernels_on_one_file_lose_nothing() -> None:
    code = "from helpers.exercises import memory\nfor _ in range(200): memory.record('power_eight', solved=False)"
    both = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    assert memory.tries("power_eight") == 400


def test_the_key_holds_every_question_with_its_answer() -> None:
    key = answer_key()
    for question_id in tables.load("questions")["question_id"]:
        assert f"`{question_id}`" in key
    assert "Answer: 30.2 %" in answer_key("05_imaging_study")
    assert "01_molecular_level" not in answer_key("05_imaging_study")
    with pytest.raises(ValueError, match="no notebook '99'"):
        answer_key("99")


def test_the_key_overwrites_nothing(tmp_path: Path) -> None:
    target = tmp_path / "key.md"
    assert main([str(target)]) == 0
    assert target.read_text(encoding="utf-8") == answer_key()
    with pytest.raises(SystemExit, match="exists already"):
        main([str(target)])


def test_a_file_that_can_not_be_read_is_told(own_file: Path) -> None:
    own_file.mkdir(parents=True)
    with pytest.warns(UserWarning, match="can't be read"):
        assert memory.recorded() == []


def test_forgetting_never_deletes_a_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(memory.VARIABLE, os.devnull)
    exercises.forget()
    assert Path(os.devnull).exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a user's folders to that user by other means")
def test_nobody_else_on_the_machine_can_read_answers(own_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = os.umask(0)  # the most open of all
    try:
        memory.record("power_eight", solved=True)
        assert (own_file.stat().st_mode & 0o777, own_file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
        old = own_file.parent.parent / memory.FOLDER / "progress.jsonl"  # as version 1.0.0 made it
        old.parent.mkdir(mode=0o755)
        old.touch(0o644)
        monkeypatch.setenv(memory.VARIABLE, str(old))
        memory.record("power_eight", solved=True)
        assert (old.stat().st_mode & 0o777, old.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    finally:
        os.umask(before)
