"""The installation: killed, copied, without a network, twice at once; and each failure says its own cause."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from deploy import installation
from tests.browser.jupyter import PATIENCE_S

ROOT = Path(__file__).resolve().parents[1]
SMALL = """[project]
name = "helpers"
version = "0"
requires-python = ">=3.11"
dependencies = ["platformdirs>=4"]
[build-system]
requires = ["hatchling>=1.25"]
build-backend = "hatchling.build"
[tool.hatch.build.targets.wheel]
packages = ["src/helpers"]
"""
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the course's own launcher and hardly any needs, installed."""
    folder = tmp_path_factory.mktemp("small") / "course"
    (folder / "src" / "helpers").mkdir(parents=True)
    (folder / "deploy").mkdir()
    for name in ("course.py", "constraints.txt", "deploy/__init__.py", "deploy/installation.py"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "pyproject.toml").write_text(SMALL, encoding="utf-8")
    (folder / "src" / "helpers" / "__init__.py").write_text("", encoding="utf-8")
    assert set_up(folder).returncode == 0
    return folder


@pytest.fixture
def copy(small: Path, tmp_path: Path) -> Path:
    """A copy of that folder, environment included, as somebody makes it with a file manager."""
    return shutil.copytree(small, tmp_path / "copy", symlinks=True)


def set_up(folder: Path, *before: str, **own: str) -> subprocess.CompletedProcess[str]:
    command = [*before, sys.executable, "course.py", "setup"]
    return subprocess.run(command, cwd=folder, env=os.environ | own, capture_output=True, text=True, check=False)


def runs_its_own(folder: Path) -> bool:
    """Whether the environment works and runs the code of its own folder."""
    python = folder / installation.PYTHON.relative_to(installation.ROOT)
    code = "import helpers, platformdirs; print(helpers.__file__)"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    return done.returncode == 0 and Path(done.stdout.strip()).is_relative_to(folder)


def without_network() -> list[str]:
    """What starts a command without any network, where this machine allows it."""
    words = ["unshare", "--map-root-user", "--net"]
    if not shutil.which("unshare") or subprocess.run([*words, "true"], capture_output=True, check=False).returncode:
        pytest.skip("NO NAMESPACES: this machine can't take the network away from one command.")
    return words


# -- the second time -------------------------------------------------------------------------------


def test_a_second_set_up_installs_nothing_and_needs_no_network(small: Path) -> None:
    done = set_up(small, *without_network())
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_course_itself_opens_without_a_network(tmp_path: Path) -> None:
    """What the README promises: after the installation, JupyterLab starts with nothing to reach."""
    command = [*without_network(), sys.executable, "course.py", "lab", "--no-browser", "--port=0"]
    log = tmp_path / "lab.log"
    with log.open("w") as stream, subprocess.Popen(command, cwd=ROOT, stdout=stream, stderr=stream) as lab:
        try:
            deadline = time.monotonic() + PATIENCE_S
            while "lab/tree/00_start_here.ipynb?token=" not in log.read_text() and lab.poll() is None:
                assert time.monotonic() < deadline, log.read_text()
                time.sleep(0.1)  # between two looks at what it has printed
            assert lab.poll() is None, log.read_text()
        finally:
            family = psutil.Process(lab.pid).children(recursive=True)
            lab.terminate()
            for process in family:
                if process.is_running():
                    process.kill()


# -- killed, twice, broken, copied -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "sign"),
    [
        (signal.SIGKILL, "pyvenv.cfg"),
        (signal.SIGINT, "lib/*/site-packages/pip"),
        (signal.SIGTERM, "lib/*/site-packages/uv"),
        (signal.SIGKILL, "lib/*/site-packages/platformdirs"),
    ],
)
def test_an_installation_killed_at_any_moment_can_be_run_again(copy: Path, number: signal.Signals, sign: str) -> None:
    shutil.rmtree(copy / ".venv")
    ignoring = lambda: signal.signal(signal.SIGINT, signal.default_int_handler)  # noqa: E731
    with subprocess.Popen(
        [sys.executable, "course.py", "setup"], cwd=copy, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        preexec_fn=ignoring,
    ) as first:  # fmt: skip
        while first.poll() is None and not list((copy / ".venv").glob(sign)):
            time.sleep(0.01)  # between two looks at how far it has come
        first.send_signal(number)
    done = set_up(copy)
    assert done.returncode == 0, done.stderr
    assert runs_its_own(copy)


def test_two_at_once_wait_for_each_other(copy: Path) -> None:
    shutil.rmtree(copy / ".venv")
    command = [sys.executable, "course.py", "setup"]
    both = [subprocess.Popen(command, cwd=copy, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [each.communicate()[0] for each in both]
    assert [each.returncode for each in both] == [0, 0]
    assert sum("Making .venv" in text for text in said) == 1
    assert runs_its_own(copy)


def lose(name: str) -> Callable[[Path], None]:
    def spoil(venv: Path) -> None:
        for path in venv.glob(name):
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()

    return spoil


def lead_nowhere(venv: Path) -> None:
    for path in venv.glob("bin/python*"):
        path.unlink()
        path.symlink_to("/nowhere/python3")


def of_another_python(venv: Path) -> None:
    (venv / "bin" / "python").unlink()
    (venv / "bin" / "python").write_text("#!/bin/sh\necho '[\"'$(dirname $(dirname $0))'\", [3, 8], true, null]'\n")
    (venv / "bin" / "python").chmod(0o755)


def a_file(venv: Path) -> None:
    shutil.rmtree(venv)
    venv.write_text("not a folder", encoding="utf-8")


def an_empty_folder(venv: Path) -> None:
    shutil.rmtree(venv)
    venv.mkdir()


def a_broken_record(venv: Path) -> None:
    (venv / "course.json").write_text('{"needs":', encoding="utf-8")


BROKEN = {
    "no pyvenv.cfg": lose("pyvenv.cfg"),
    "no python": lose("bin/python*"),
    "no pip": lose("lib/*/site-packages/pip"),
    "no uv": lose("lib/*/site-packages/uv"),
    "no helpers": lose("lib/*/site-packages/_editable_impl_helpers.pth"),
    "a need is gone": lose("lib/*/site-packages/platformdirs*"),
    "no site-packages": lose("lib/*/site-packages"),
    "no record": lose("course.json"),
    "half a record": a_broken_record,
    "python leads nowhere": lead_nowhere,
    "another python": of_another_python,
    "a file": a_file,
    "an empty folder": an_empty_folder,
}


def is_complete(folder: Path) -> bool:
    """What the launcher makes of an environment, without mending it."""
    code = "from deploy import installation; print(installation.is_complete(''))"
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip() == "True"


@pytest.mark.skipif(os.name == "nt", reason="laid out for POSIX")
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_environment_is_seen(small: Path, name: str) -> None:
    kept = small.with_name("kept")
    shutil.copytree(small / ".venv", kept, symlinks=True)
    assert is_complete(small)
    try:
        BROKEN[name](small / ".venv")
        assert not is_complete(small)
    finally:
        a_file(small / ".venv") if (small / ".venv").is_dir() else None
        (small / ".venv").unlink()
        kept.rename(small / ".venv")


@pytest.mark.skipif(os.name == "nt", reason="laid out for POSIX")
@pytest.mark.parametrize("name", ["no pyvenv.cfg", "another python", "a file"])
def test_a_broken_environment_is_made_anew(small: Path, copy: Path, name: str) -> None:
    BROKEN[name](copy / ".venv")
    done = set_up(copy)
    assert done.returncode == 0, done.stderr
    assert runs_its_own(copy)
    assert runs_its_own(small)  # what it was copied from is as it was


def test_a_copy_and_a_moved_folder_run_their_own_code(small: Path, copy: Path) -> None:
    done = set_up(copy)
    assert "it runs the course of another folder" in done.stdout
    assert runs_its_own(copy)
    moved = copy.rename(copy.with_name("moved with spaces ö"))
    assert set_up(moved).returncode == 0
    assert runs_its_own(moved)
    assert runs_its_own(small)


def test_an_environment_that_is_a_link_stays_what_it_links_to(small: Path, copy: Path) -> None:
    shutil.rmtree(copy / ".venv")
    (copy / ".venv").symlink_to(small / ".venv")
    assert set_up(copy).returncode == 0
    assert runs_its_own(copy)
    assert runs_its_own(small)


# -- causes ----------------------------------------------------------------------------------------


def test_without_a_network_the_real_installer_says_so(copy: Path) -> None:
    shutil.rmtree(copy / ".venv")
    done = set_up(copy, *without_network(), UV_NO_CACHE="1", PIP_NO_CACHE_DIR="1", PIP_RETRIES="0")
    assert done.returncode == 1
    assert "There is no network" in done.stderr
    assert "run the same command again" in done.stderr


@pytest.mark.parametrize(
    ("printed", "cause"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("error: failed to write: Permission denied (os error 13)", "may not be written"),
        ("error sending request: tunnel error: unsuccessful", "The proxy did not let it through"),
        ("ProxyError('Cannot connect to proxy.')", "The proxy did not let it through"),
        ("error: dns error: failed to lookup address information", "There is no network"),
        ("Connection refused (os error 111)", "There is no network"),
        ("SSL: CERTIFICATE_VERIFY_FAILED", "certificate is not trusted"),
        ("x No solution found when resolving dependencies:", "do not fit together"),
        ("something else", "The lines above say why"),
    ],
)
def test_each_failure_says_its_own_cause(printed: str, cause: str) -> None:
    assert cause in installation.cause_of(printed)


def test_a_full_disk_is_seen_before_anything_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(1, 1, 0))
    assert "The disk is full" in installation.cause_of("")


def test_a_folder_that_can_not_be_written_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(installation, "LOCK", tmp_path / "missing" / "lock")
    with pytest.raises(SystemExit, match="This folder can't be written"), installation.one_at_a_time():
        pass


def test_a_missing_venv_module_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "ensurepip" else object())
    with pytest.raises(SystemExit, match="apt install python3-venv"):
        installation.make_environment("there is none yet")


def test_the_record_names_what_is_there() -> None:
    known = json.loads(installation.RECORD.read_text(encoding="utf-8"))
    assert known["needs"] == installation.fingerprint()
    assert any(re.match(r"jupyterlab-\d", name) for name in known["packages"])
