"""For every test, those of the notebooks too: a learner's answers stay out of it, and no process is left behind."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import psutil
import pytest

# What a learner has answered on this machine changes what notebooks print; tests neither read nor write it.
os.environ["HOW_KETAMINE_WORKS_PROGRESS"] = os.devnull
# Small matrices: several threads wait for each other, and two workers share two cores. Before numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# All that a test starts inherits this mark, whoever its parent is in the end.
MARK = "HOW_KETAMINE_WORKS_TEST_RUN"
PATIENCE_S = 10


def pytest_configure(config: pytest.Config) -> None:
    """Mark this run; workers of a parallel run have the mark of the one that started them."""
    if not hasattr(config, "workerinput"):
        os.environ[MARK] = secrets.token_hex(8)


def left_behind() -> list[psutil.Process]:
    """Processes of this run that still run, this one and those above it left out."""
    mine = {os.getpid(), *(parent.pid for parent in psutil.Process().parents())}
    found = []
    for process in psutil.process_iter():
        try:
            if process.pid not in mine and process.environ().get(MARK) == os.environ[MARK]:
                found.append(process)
        except (psutil.AccessDenied, psutil.NoSuchProcess, psutil.ZombieProcess):
            continue  # somebody else's, or just gone
    return found


# Tests that take more than half a second over all their cases: the fast loop leaves them out.
SLOW = frozenset(Path(__file__).with_name("tests").joinpath("slow.txt").read_text(encoding="utf-8").split())
# These run each explorer apart; all other files have something that their tests share, a server or a browser.
BY_EXPLORER = ("test_explorers.py", "test_pictures.py")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What belongs together runs in the same worker: the tests of a file or, where they are many, of an explorer."""
    for item in items:
        case = getattr(item, "callspec", None)
        group = f"{item.path.name} {case.id}" if case and item.path.name in BY_EXPLORER else item.path.as_posix()
        item.add_marker(pytest.mark.xdist_group(group))
        if item.nodeid.partition("[")[0] in SLOW:
            item.add_marker(pytest.mark.slow)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """At the end of the whole run: fail if a test has left a process behind, and end that process."""
    if hasattr(session.config, "workerinput"):
        return
    _, alive = psutil.wait_procs(left_behind(), timeout=PATIENCE_S)
    for process in alive:
        with process.oneshot():
            print(f"\nLeft behind by a test: {' '.join(process.cmdline())[:300]}")
        process.kill()
    if alive:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
