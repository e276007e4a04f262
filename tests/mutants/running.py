"""Run the tests of a file with a fault in it: in a copy of the course, in a process forked for each fault.

The parent imports the libraries once and nothing of the course, so that a child starts in a moment and has all of the
course from its copy. A fault that hangs, or takes all memory, counts as noticed: so would anybody notice.
"""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.mutants.faults import Fault, Sources, apply
from tests.mutants.suites import Selection, Suite

LIBRARIES = (
    "numpy", "pandas", "scipy.stats", "scipy.signal", "scipy.optimize", "scipy.integrate", "networkx", "ipywidgets",
    "matplotlib.figure", "matplotlib.font_manager", "matplotlib.backends.backend_svg",
    "matplotlib.backends.backend_agg", "anywidget", "nbformat", "pytest", "hypothesis.strategies", "platformdirs",
)  # fmt: skip
COPIED = ("src/helpers", "data", "tests", "notebooks", "pyproject.toml")
PASSED, NOTHING_TO_RUN, WRONG_COPY = 0, 5, 70
FIRST_LIMIT_S, MEMORY_BYTES = 600, 8 * 2**30
IDLE = 10  # a processor that many share, or a process that sleeps, takes longer than the limit by the clock
PYTEST = ("-x", "-q", "-p", "no:cacheprovider", "-p", "_hypothesis_pytestplugin", "--tb=short", "-c", "pyproject.toml")
EXAMPLES = 15


@dataclass(frozen=True)
class Task:
    """The tests of one file, with a fault or (the first time) without."""

    path: str
    suite: Suite
    fault: Fault | None = None


@dataclass(frozen=True)
class Outcome:
    """What came of a task: whether all tests passed, how it ended in a word, how long it computed, its output."""

    task: Task
    passed: bool
    ended: str
    seconds: float
    log: Path


@dataclass(frozen=True)
class Child:
    """A process that runs a task."""

    task: Task
    slot: Path
    log: Path
    started: float


def preload() -> None:
    """Import what the course and its tests need, so that no child has to; pick up no plugins of pytest on the way."""
    os.environ |= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "HOW_KETAMINE_WORKS_PROGRESS": os.devnull}
    os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    for name in LIBRARIES:
        import_module(name)
    gc.collect()
    gc.freeze()  # what is there is left alone by children, so that it stays shared


def copy_course(root: Path, slot: Path) -> Path:
    """Copy what tests need into a folder of its own."""
    ignored = shutil.ignore_patterns("__pycache__", ".*", "browser", "hub")
    for name in COPIED:
        source, target = root / name, slot / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=ignored)
        else:
            shutil.copy2(source, target)
    return slot


class Runner:
    """Runs tasks, several at a time.

    Parameters
    ----------
    root : pathlib.Path
        The course; it is only read.
    folder : pathlib.Path
        An empty folder for copies and output.
    sources : mapping
        Text of each file, by its path counted from ``src/helpers``.
    jobs : int
        How many tasks run at a time.
    limit_s : int
        Seconds (of the processor) after which a fault counts as hung.
    """

    def __init__(self, root: Path, folder: Path, sources: Sources, jobs: int, limit_s: int) -> None:
        self.limit_s = limit_s
        self.sources = sources
        self.folder = folder
        self.free = [copy_course(root, folder / f"copy{number}") for number in range(jobs)]
        self.children: dict[int, Child] = {}
        self.ended: dict[int, tuple[int, float]] = {}
        self.started = self.written = 0

    def run(self, tasks: Sequence[Task]) -> Iterator[Outcome]:
        """Run all tasks and give what came of each as soon as it ended."""
        waiting = list(tasks)
        try:
            while waiting or self.children:
                while waiting and self.free:
                    self._start(waiting.pop(0))
                ended = [pid for pid in self.children if self._has_ended(pid)]
                yield from [self._outcome(pid) for pid in ended]
                time.sleep(0 if ended else 0.02)
        finally:
            for pid in self.children:
                _end(pid)
                os.waitpid(pid, 0)

    def _start(self, task: Task) -> None:
        slot = self.free.pop()
        self.started += 1
        log = self.folder / f"output{self.started}.txt"
        self._write(task, slot)
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            _in_child(lambda: _run_tests(slot, task.suite, self._limit_of(task)), log)
        self.children[pid] = Child(task, slot, log, time.monotonic())

    def _write(self, task: Task, slot: Path) -> None:
        target = slot / "src" / "helpers" / task.path
        target.write_text(apply(task.fault, self.sources) if task.fault else self.sources[task.path], encoding="utf-8")
        # Compiled files are told apart by whole seconds: each text gets a second of its own.
        self.written += 1
        os.utime(target, (1_000_000_000 + self.written,) * 2)

    def _has_ended(self, pid: int) -> bool:
        child = self.children[pid]
        hangs = time.monotonic() - child.started > IDLE * self._limit_of(child.task)
        if hangs:
            _end(pid)
        done, status, used = os.wait4(pid, 0 if hangs else os.WNOHANG)
        if done:
            self.ended[pid] = (os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime)
        return bool(done)

    def _limit_of(self, task: Task) -> int:
        return self.limit_s if task.fault else max(self.limit_s, FIRST_LIMIT_S)

    def _outcome(self, pid: int) -> Outcome:
        child, (code, seconds) = self.children.pop(pid), self.ended.pop(pid)
        self._write(Task(child.task.path, child.task.suite), child.slot)
        self.free.append(child.slot)
        if code in (NOTHING_TO_RUN, WRONG_COPY):
            raise RuntimeError(f"The tests of {child.task.path} can't be run:\n{tail(child.log)}")
        return Outcome(child.task, code == PASSED, how_it_ended(code), seconds, child.log)


def how_it_ended(code: int) -> str:
    """The end of a process in a word."""
    return {0: "passed", 1: "failed"}.get(code, "stopped" if code > 0 else "hung or crashed")


def tail(log: Path, lines: int = 15) -> str:
    """Last lines of an output."""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


def _end(pid: int) -> None:
    """End a child with all that it has started."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        os.kill(pid, signal.SIGKILL)  # it had no time yet to become a group of its own


def _in_child(work: Callable[[], int], log: Path) -> None:
    """Do the work with all output in a file, and end the process; nothing of the parent's runs on."""
    code = WRONG_COPY
    try:
        os.setpgrp()  # so that what it starts can be ended with it
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        handle = os.open(log, os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        code = work()
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _run_tests(slot: Path, suite: Suite, limit_s: int) -> int:
    """Let pytest run a suite on the copy in a folder."""
    _limit(limit_s)
    os.chdir(slot)
    own = [str(slot), str(slot / "src")]
    os.environ["PYTHONPATH"] = os.pathsep.join(own)  # for processes that tests start
    sys.path[:0] = own
    for name in [name for name in sys.modules if name.partition(".")[0] in ("helpers", "tests")]:
        del sys.modules[name]
    if not str(import_module("helpers").__file__).startswith(str(slot)):
        sys.stderr.write("The copy of the course is not what is imported.\n")
        return WRONG_COPY
    return _pytest([*PYTEST, f"--basetemp={slot}/tmp", *suite.files], Selection(suite))


def _pytest(words: list[str], selection: Selection) -> int:
    hypothesis: Any = import_module("hypothesis")
    few = {"max_examples": EXAMPLES, "deadline": None, "derandomize": True, "database": None}
    hypothesis.settings.register_profile("mutants", **few)
    hypothesis.settings.load_profile("mutants")
    return int(import_module("pytest").main(words, plugins=[selection]))


def _limit(seconds: int) -> None:
    """Limit time, and memory where such a limit holds: a fault that asks for all of it gets an error."""
    resource: Any = import_module("resource")
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, resource.RLIM_INFINITY))
