"""A learner's answers: kept, shown, deleted; broken lines, two writers, a folder that can't be written."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from helpers import exercises, explorers, tables
from helpers.exercises import memory
from helpers.exercises.answers import answer_key, main


@pytest.fixture(autouse=True)
def own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    target = tmp_path / "größe" / "progress.jsonl"
    monkeypatch.setenv(memory.VARIABLE, str(target))
    monkeypatch.setenv(memory.LEARNER, "")
    monkeypatch.setattr(memory, "_unsaved", [])
    return target


def test_nothing_answered_nothing_kept(own_file: Path) -> None:
    assert exercises.progress().empty
    assert list(exercises.progress().columns) == memory.COLUMNS
    assert not own_file.exists()


def test_answers_are_kept_and_shown() -> None:
    exercises.check("power_eight", 12.0)
    exercises.check("power_eight", 30.2)
    exercises.predict("lowest_first_scan", explorers.no_control()).commit("they rise")
    found = exercises.progress().set_index("question_id")
    assert found.loc["power_eight", ["answers", "solved", "notebook"]].tolist() == [2, True, "05_imaging_study"]
    assert found.loc["lowest_first_scan", "kind"] == "predict"


def test_tries_survive_a_new_kernel() -> None:
    """Another process: what it answers counts here, so that the third try opens the solution."""
    code = "from helpers.exercises import memory; memory.record('power_eight', 'wrong')"
    for _ in range(3):
        subprocess.run([sys.executable, "-c", code], check=True)
    assert memory.tries("power_eight") == 3
    assert not exercises.check("power_eight")._solution.disabled


def test_forgetting_deletes_the_file(own_file: Path) -> None:
    memory.record("power_eight", "right")
    assert own_file.exists()
    assert exercises.forget().startswith("Forgotten: 1 answers")
    assert not own_file.exists()
    assert exercises.progress().empty
    exercises.forget()  # twice is no error


def test_a_broken_line_costs_no_more_than_itself(own_file: Path) -> None:
    memory.record("power_eight", "right")
    with own_file.open("a", encoding="utf-8") as handle:
        handle.write('{"question": "power_ei\n[1, 2]\n\x00\n')
    memory.record("nose_quarrel", "wrong")
    assert len(memory.recorded()) == 2


def test_questions_that_are_gone_are_left_out() -> None:
    memory.record("a_question_of_last_year", "right")
    assert exercises.progress().empty


def test_where_it_can_not_be_written_it_is_said_once_and_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(memory.VARIABLE, "/dev/null/impossible/progress.jsonl")
    with pytest.warns(UserWarning, match="can't be kept") as said:  # noqa: PT031 - the second must not warn
        memory.record("power_eight", "wrong")
        memory.record("power_eight", "right")
    assert len(said) == 1
    assert memory.solved("power_eight")


def test_two_kernels_on_one_file_lose_nothing() -> None:
    code = "from helpers.exercises import memory\nfor _ in range(200): memory.record('power_eight', 'wrong')"
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
        memory.record("power_eight", "right")
        assert (own_file.stat().st_mode & 0o777, own_file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
        old = own_file.parent.parent / memory.FOLDER / "progress.jsonl"  # as version 1.0.0 made it
        old.parent.mkdir(mode=0o755)
        old.touch(0o644)
        monkeypatch.setenv(memory.VARIABLE, str(old))
        memory.record("power_eight", "right")
        assert (old.stat().st_mode & 0o777, old.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    finally:
        os.umask(before)


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such bits")
def test_bits_of_folder_and_file_are_exactly_the_owners(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of folders above it that are missing, too; a folder of another's name is left as it is."""
    target = tmp_path / "one" / "two" / memory.FOLDER / "progress.jsonl"
    monkeypatch.setenv(memory.VARIABLE, str(target))
    memory.record("power_eight", "right")
    assert target.parent.stat().st_mode & 0o777 == 0o700
    assert target.stat().st_mode & 0o777 == 0o600
    target.parent.chmod(0o755)
    target.chmod(0o644)
    memory.record("power_eight", "right")
    assert target.parent.stat().st_mode & 0o777 == 0o700
    assert target.stat().st_mode & 0o777 == 0o600
    target.parent.chmod(0o300)  # narrower than need be, and so it stays
    with warnings.catch_warnings(action="ignore"):
        memory.record("power_eight", "right")
    assert target.parent.stat().st_mode & 0o777 == 0o300
    theirs = tmp_path / "shared"
    theirs.mkdir()
    theirs.chmod(0o755)
    monkeypatch.setenv(memory.VARIABLE, str(theirs / "progress.jsonl"))
    memory.record("power_eight", "right")
    assert theirs.stat().st_mode & 0o777 == 0o755
    assert theirs.joinpath("progress.jsonl").stat().st_mode & 0o777 == 0o600


def test_what_could_not_be_kept_is_forgotten_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv(memory.VARIABLE, str(tmp_path / "file" / "progress.jsonl"))
    with pytest.warns(UserWarning, match="can't be kept"):
        memory.record("power_eight", "right")
    assert memory.tries("power_eight") == 1
    assert memory.forget() == "Forgotten: 1 answers."
    assert memory.tries("power_eight") == 0


def test_only_a_solved_answer_counts_as_solved_and_the_last_time_is_shown(own_file: Path) -> None:
    own_file.parent.mkdir(parents=True)
    lines = [
        '{"question": "power_eight", "solved": false, "at": "2026-01-02T00:00:00+00:00"}',
        '{"question": "power_eight", "solved": "yes", "at": "2026-03-02T00:00:00+00:00"}',
        '{"question": "power_eight", "solved": false, "at": "2026-02-02T00:00:00+00:00"}',
    ]
    own_file.write_text("\n".join(lines), encoding="utf-8")
    assert not memory.solved("power_eight")
    assert memory.tries("power_eight") == 3
    (row,) = memory.progress().to_dict("records")
    assert (row["answers"], row["last"]) == (3, "2026-03-02T00:00:00+00:00")


def test_the_key_of_one_notebook_has_its_heading_and_nothing_else() -> None:
    key = answer_key("05_imaging_study")
    assert key.startswith("# Answer key\n\nFor lecturers.")
    assert "## 05_imaging_study\n" in key
    assert key.count("\n## ") == 1
    assert key.endswith("\n")


def test_the_key_says_where_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "key.md"
    assert main([str(target)]) == 0
    assert capsys.readouterr().out == f"The answer key is in {target}.\n"
    assert target.read_text(encoding="utf-8") == answer_key()
    assert main([]) == 0
    assert capsys.readouterr().out == answer_key()


# -- what the widgets remember ---------------------------------------------------------------------


def test_a_committed_prediction_is_remembered_as_done_and_folds_to_a_line() -> None:
    prediction = exercises.predict("lowest_first_scan", explorers.no_control())
    assert not memory.solved("lowest_first_scan")
    assert "course-is-committed" not in prediction._dom_classes
    prediction.commit("they rise")
    assert memory.solved("lowest_first_scan")
    assert "course-is-committed" in prediction._dom_classes
    assert prediction._input.layout.display == prediction._button.layout.display == "none"
    assert prediction._input.disabled
    assert prediction._button.disabled


def test_a_challenge_is_remembered_once_when_it_is_reached() -> None:
    challenge = exercises.challenge("gentle_infusion", explorers.infusion())
    assert memory.tries("gentle_infusion") == 0
    challenge.explorer.set(dose=0.25, minutes=120)
    assert challenge.reached
    assert (memory.tries("gentle_infusion"), memory.solved("gentle_infusion")) == (1, True)
    challenge.explorer.set(minutes=118)
    challenge.explorer.reset().set(dose=0.25, minutes=120)
    assert memory.tries("gentle_infusion") == 1


def test_a_check_begins_silent_or_says_that_it_waits() -> None:
    assert exercises.check("power_eight").feedback == ""
    assert exercises.check("model_peaks").feedback == "Not answered yet."


def test_options_are_listed_on_paper_only_where_there_are_some() -> None:
    choice, number = exercises.check("ledger_silent").static_html(), exercises.check("power_eight").static_html()
    assert choice.count("<li>") == len(tables.load("question_options").query("question_id == 'ledger_silent'"))
    assert "<ul>" in choice
    assert "<ul>" not in number


def test_progress_is_numbered_from_the_first_notebook_on() -> None:
    for question in ("power_eight", "ledger_silent"):  # of notebooks 05 and 00
        memory.record(question, "right")
    found = exercises.progress()
    assert found.index.tolist() == [0, 1]
    assert found["question_id"].tolist() == ["ledger_silent", "power_eight"]


def test_a_file_of_version_1_is_taken_over(own_file: Path) -> None:
    """What was done stays done, and what is added is of the new form."""
    own_file.parent.mkdir(parents=True)
    own_file.write_text(
        '{"question": "power_eight", "solved": true, "at": "2026-01-02T00:00:00+00:00"}\n', encoding="utf-8"
    )
    assert memory.solved("power_eight")
    assert memory.committed("power_eight") is None  # its answer was not kept, so that a prediction is asked for again
    memory.record("power_eight", "close", 29.0, 0.7)
    first, second = memory.recorded()
    assert (first.answer, first.grade, first.at) == (None, "right", "2026-01-02T00:00:00+00:00")
    assert (second.answer, second.grade, second.confidence) == (29.0, "close", 0.7)
    assert len(own_file.read_text(encoding="utf-8").splitlines()) == 2


def test_the_answer_itself_is_in_the_file_readable(own_file: Path) -> None:
    memory.record("hump", "wrong", "größer ist besser", 0.9)
    line = own_file.read_text(encoding="utf-8")
    assert '"v": 2, "question": "hump", "answer": "größer ist besser", "grade": "wrong", "confidence": 0.9' in line


def test_entries_of_another_kind_cost_no_more_than_themselves(own_file: Path) -> None:
    own_file.parent.mkdir(parents=True)
    lines = [
        '{"question": "hump", "grade": 5, "at": null, "answer": {"a": 1}}',
        '{"question": 7}',
        '{"v": 3, "question": "hump"}',
    ]
    own_file.write_text("\n".join(lines), encoding="utf-8")
    assert [(entry.grade, entry.at, entry.answer) for entry in memory.recorded()] == [("wrong", "", None)] * 2
    assert exercises.progress()["answers"].tolist() == [2]


def test_learners_who_share_a_login_have_files_apart(own_file: Path) -> None:
    memory.record("power_eight", "right")
    assert exercises.learn_as("anna") == f"Answers are kept in {own_file.with_stem('progress-anna')}."
    assert memory.tries("power_eight") == 0
    memory.record("power_eight", "wrong")
    memory.record("hump", "wrong")
    exercises.learn_as("")
    assert memory.tries("power_eight") == 1
    assert memory.tries("hump") == 0


@pytest.mark.parametrize("name", ["../etc", "a b", "x" * 41, "a/b"])
def test_a_name_that_is_no_file_is_sent_back(name: str) -> None:
    with pytest.raises(ValueError, match="letters, digits, hyphens or underscores"):
        exercises.learn_as(name)


def test_nobody_is_no_learner_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(memory.VARIABLE, os.devnull)
    exercises.learn_as("anna")
    assert memory.place() == Path(os.devnull)


def test_all_answers_are_written_to_a_table_that_is_new(tmp_path: Path) -> None:
    memory.record("power_eight", "right", 30.2)
    memory.record("hump", "note", why="It has to be freed, first")
    target = tmp_path / "my_answers.csv"
    assert exercises.export(target) == f"2 answers are in {target}."
    assert '"It has to be freed, first"' in target.read_text(encoding="utf-8")
    before = target.read_bytes()
    with pytest.raises(FileExistsError, match="exists already, and stays as it is"):
        exercises.export(target)
    assert target.read_bytes() == before
