"""The launcher, the pins and what conda is told: they agree, and each failure says what to do."""

from __future__ import annotations

import ast
import json
import os
import re
import sys
import tomllib
from importlib.metadata import distributions
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import course  # noqa: E402

LAUNCHER = ("course.py", "deploy/installation.py")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NEEDS = [Requirement(text) for text in PROJECT["dependencies"]]
TEST_NEEDS = [Requirement(text) for text in PROJECT["optional-dependencies"]["test"]]
PINS = [Requirement(line) for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if line]


class Calls(list[list[str]]):
    """Stands in for `course.run`: keeps the commands, answers with the exit codes it was given."""

    def __init__(self, **codes: int) -> None:
        super().__init__()
        self.codes = codes

    def __call__(self, *command: object) -> int:
        words = [str(word) for word in command]
        self.append(words)
        return next((code for part, code in self.codes.items() if part in " ".join(words)), 0)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    made = Calls()
    monkeypatch.setattr(course, "run", made)
    return made


# -- the launcher ----------------------------------------------------------------------------------


def test_it_needs_only_the_standard_library_and_is_short() -> None:
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in LAUNCHER]
    names = {
        alias.name.split(".")[0]
        for node in [node for text in texts for node in ast.walk(ast.parse(text))]
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in ([ast.alias(node.module or "")] if isinstance(node, ast.ImportFrom) else node.names)
    }
    assert names - {"deploy"} <= set(sys.stdlib_module_names)
    assert all(len(text.splitlines()) < 260 for text in texts)


def test_an_old_python_can_read_it_and_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in LAUNCHER:
        ast.parse((ROOT / name).read_text(encoding="utf-8"), feature_version=(3, 5))
    monkeypatch.setattr(sys, "version_info", (3, 8, 0))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer.*Install a newer one"):
        course.main(["setup"])


def test_an_unknown_command_prints_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert course.main(["run"]) == "There is no command 'run'."
    assert "course.py lab" in capsys.readouterr().out
    assert course.main([]) == 0


def test_lab_passes_options_on_and_keeps_the_token(monkeypatch: pytest.MonkeyPatch, calls: Calls) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    course.main(["lab", "--no-browser", "--port", "8890"])
    command = calls[-1]
    assert command[1:4] == ["-m", "jupyter", "lab"]
    assert "--LabApp.default_url=/lab/tree/00_start_here.ipynb" in command
    assert f"--ServerApp.root_dir={course.ROOT / 'notebooks'}" in command  # no answers in the file browser
    assert command[-3:] == ["--no-browser", "--port", "8890"]
    assert "--allow-root" not in command
    assert not any(word in " ".join(command).lower() for word in ("token", "password", "disable_check_xsrf"))


def test_root_gets_what_jupyter_asks_for_and_is_told(
    monkeypatch: pytest.MonkeyPatch, calls: Calls, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    course.main(["lab"])
    assert "--allow-root" in calls[-1]
    assert "You are root" in capsys.readouterr().out


def test_tests_fail_in_ci_where_no_browser_can_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    without = Calls(**{"chromium.py": 1})
    monkeypatch.setattr(course, "run", without)
    monkeypatch.setenv("CI", "true")
    assert "No browser" in course.main(["test"])
    monkeypatch.setenv("CI", "false")
    assert course.main(["test"]) == 0
    assert any("pytest" in command for command in without)


def test_a_failing_step_fails_the_test_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(course, "run", Calls(**{"-m mypy": 1}))
    assert course.main(["test"]) == 1


# -- pins ------------------------------------------------------------------------------------------


def test_every_need_is_pinned_within_its_range() -> None:
    pinned: dict[str, list[Requirement]] = {}
    for pin in PINS:
        pinned.setdefault(canonicalize_name(pin.name), []).append(pin)
    for need in [*NEEDS, *TEST_NEEDS]:
        found = pinned[canonicalize_name(need.name)]
        versions = [next(iter(pin.specifier)).version for pin in found]
        assert all(need.specifier.contains(version, prereleases=True) for version in versions), need


def test_pins_are_exact_and_name_no_address() -> None:
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert all([spec.operator for spec in pin.specifier] == ["=="] for pin in PINS)


def test_what_is_installed_is_what_is_pinned() -> None:
    installed = {canonicalize_name(found.name): found.version for found in distributions()}
    here = [pin for pin in PINS if pin.marker is None or pin.marker.evaluate()]
    wrong = [str(pin) for pin in here if not pin.specifier.contains(installed.get(canonicalize_name(pin.name), "0"))]
    # pip and setuptools come with the environment; colorama and pywin32 exist for other systems only.
    assert not wrong


def test_conda_is_told_the_same_needs() -> None:
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    from_conda = [entry for entry in listed if isinstance(entry, str)]
    names = {re.split(r"[<>=! ]", entry)[0]: entry for entry in from_conda}
    renamed = {"matplotlib": "matplotlib-base"}
    for need in NEEDS:
        entry = names[renamed.get(need.name, need.name)]
        assert set(re.sub(r"^[\w-]+\s*", "", entry).split(",")) == set(str(need.specifier).split(",")), entry
    assert names["python"].removeprefix("python").strip() == PROJECT["requires-python"]
    assert set(names) - {renamed.get(need.name, need.name) for need in NEEDS} == {"python", "pip"}
    assert listed[-1] == {"pip": ["-e ."]}


def test_no_news_asks_for_attention() -> None:
    settings = json.loads((ROOT / "src/lab_settings/overrides.json").read_text(encoding="utf-8"))
    assert settings["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"
    installed = Path(sys.prefix) / "share/jupyter/lab/settings/overrides.json"
    assert json.loads(installed.read_text(encoding="utf-8")) == settings


def test_what_the_fast_loop_leaves_out_exists() -> None:
    """Each line of slow.txt names a test; one that was renamed would come back into the fast loop unseen."""
    listed = (ROOT / "tests" / "slow.txt").read_text(encoding="utf-8").split()
    assert listed == sorted(set(listed))
    for line in listed:
        path, _, name = line.partition("::")
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), f"{line} is gone: take it out of slow.txt"
