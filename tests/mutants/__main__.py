"""Put small faults into a copy of the course, one at a time, and tell which of them its tests notice.

python3 course.py mutants                                   60 faults, drawn from all of the course
python3 course.py mutants --faults 300 --out measured/mutants.md
python3 course.py mutants --file src/helpers/behavioral/relapse.py --kind picture
python3 course.py mutants --list --room study               what could be put in, without running anything
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.mutants import report
from tests.mutants.faults import Fault, Sources, faults_of, sample
from tests.mutants.kinds import KINDS, ROOMS, room_of
from tests.mutants.running import Outcome, Runner, Task, preload, tail
from tests.mutants.suites import explorers_of, suite_of

ROOT = Path(__file__).resolve().parents[2]
COURSE = ROOT / "src" / "helpers"
EQUIVALENT = Path(__file__).with_name("equivalent.csv")


def options(words: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser("course.py mutants", description=__doc__, formatter_class=Raw)
    parser.add_argument("--faults", type=int, default=60, help="how many to put in (60)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed draws the same faults (1)")
    parser.add_argument("--room", choices=ROOMS, help="only this room")
    parser.add_argument("--kind", choices=KINDS, help="only this kind")
    parser.add_argument("--file", action="append", default=[], help="only this file; may be given several times")
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time (2)")
    parser.add_argument("--limit", type=int, default=120, help="seconds of computing that count as hung (120)")
    parser.add_argument("--least", type=int, default=0, help="fail if less than this percentage of a kind is noticed")
    parser.add_argument("--out", type=Path, help="write the result to this file as well, as Markdown")
    parser.add_argument("--go-on", action="store_true", help="leave out files whose tests fail without a fault")
    parser.add_argument("--list", action="store_true", help="only list the faults")
    parser.add_argument("--verbose", action="store_true", help="keep the output of the tests that noticed nothing")
    return parser.parse_args(words)


class Raw(argparse.RawDescriptionHelpFormatter):
    """Keeps the lines of the description."""


def sources_of(course: Path) -> dict[str, str]:
    """Text of each file of the course, by its path."""
    return {path.relative_to(course).as_posix(): path.read_text("utf-8") for path in sorted(course.rglob("*.py"))}


def equivalents() -> list[report.Equivalent]:
    """The table of faults that are none."""
    with EQUIVALENT.open(encoding="utf-8", newline="") as handle:
        return [report.Equivalent(**row) for row in csv.DictReader(handle)]


def drawn(chosen: argparse.Namespace, sources: Sources) -> tuple[list[Fault], report.Result]:
    """The faults to put in, and a result that holds only what is left out."""
    files = {(Path.cwd() / name).resolve() for name in chosen.file} | {(ROOT / name).resolve() for name in chosen.file}
    wanted = [path for path in sources if not files or (COURSE / path).resolve() in files]
    everything = [fault for path in wanted if room_of(path) for fault in faults_of(path, sources)]
    known = equivalents()
    stale = [] if files else [row for row in known if not any(map(row.is_, everything))]
    scope = [
        fault
        for fault in everything
        if chosen.kind in (None, fault.kind) and chosen.room in (None, room_of(fault.path))
    ]
    reasons = {fault: row.reason for fault in scope for row in known if row.is_(fault)}
    left = sample((fault for fault in scope if fault not in reasons), chosen.faults, chosen.seed)
    return left, report.Result([], [], list(reasons.items()), stale)


def main(words: Sequence[str]) -> int | str:
    """Do what the command line asks; return the exit code, or a sentence why not."""
    chosen = options(words)
    sources = sources_of(COURSE)
    faults, left_out = drawn(chosen, sources)
    if not faults:
        return "There is no fault to put in: no such file, or nothing of that kind in it."
    if chosen.list:
        print("\n".join(map(report.line, faults)))
        return 0
    if not hasattr(os, "fork"):
        return "This needs os.fork, which Windows does not have; it runs on Linux, macOS and in WSL."
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))  # so that nothing is left behind
    folder = Path(tempfile.mkdtemp(prefix="mutants-"))
    try:
        return told(run(faults, sources, folder, chosen), left_out, chosen)
    except BaselineError as error:
        return str(error)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class BaselineError(RuntimeError):
    """Tests fail without any fault, so that they would tell nothing."""


def run(faults: list[Fault], sources: Sources, folder: Path, chosen: argparse.Namespace) -> list[Outcome]:
    """Run the tests of each file without a fault, then with each of the faults."""
    preload()
    index = explorers_of(sources["explorers.py"])
    suites = {path: suite_of(path, ROOT, index) for path in dict.fromkeys(fault.path for fault in faults)}
    runner = Runner(ROOT, folder, sources, chosen.jobs, chosen.limit)
    sound = without_faults(runner, [Task(path, suite) for path, suite in suites.items()], chosen.go_on)
    tasks = [Task(fault.path, suites[fault.path], fault) for fault in faults if fault.path in sound]
    print(f"The same with {len(tasks)} faults ...", flush=True)
    outcomes = []
    for outcome in runner.run(tasks):
        outcomes.append(outcome)
        progress(outcome, len(outcomes), len(tasks), chosen.verbose)
    return outcomes


def without_faults(runner: Runner, tasks: list[Task], go_on: bool) -> set[str]:
    """Files whose tests pass as they should; if others don't, that is told and, unless it is wanted, the end."""
    print(f"The tests of {len(tasks)} files without a fault ...", flush=True)
    broken, sound = [], set()
    for outcome in runner.run(tasks):
        print(f"{outcome.task.path}: {outcome.seconds:.1f} s", flush=True)
        if outcome.passed:
            sound.add(outcome.task.path)
        else:
            broken.append(f"The tests of {outcome.task.path} fail without a fault:\n{tail(outcome.log)}")
    if broken and not (go_on and sound):
        raise BaselineError("\n\n".join(broken))
    print("\n\n".join(broken), end="\n" if broken else "", flush=True)
    return sound


def progress(outcome: Outcome, number: int, of: int, verbose: bool) -> None:
    """Say what came of one fault; keep its output if that is wanted."""
    fault = outcome.task.fault
    if fault is None:
        return
    said = "NOT NOTICED" if outcome.passed else f"noticed ({outcome.ended})"
    print(f"{number}/{of} {outcome.seconds:.1f} s {said}: {fault.path}:{fault.line} {fault.words}", flush=True)
    if verbose and outcome.passed:
        kept = Path(tempfile.mkdtemp(prefix="mutant-")) / "output.txt"
        shutil.copy(outcome.log, kept)
        print(f"    output of the tests: {kept}", flush=True)


def told(outcomes: list[Outcome], left_out: report.Result, chosen: argparse.Namespace) -> int | str:
    """Print the result, write it where that is asked for, and judge it."""
    ordered = sorted(outcomes, key=lambda each: (each.task.path, each.task.fault.number if each.task.fault else 0))
    noticed = [each.task.fault for each in ordered if each.task.fault and not each.passed]
    survived = [each.task.fault for each in ordered if each.task.fault and each.passed]
    result = report.Result(noticed, survived, left_out.skipped, left_out.stale)
    print(f"\n{report.body(result)}")
    if chosen.out:
        chosen.out.write_text(report.page(result, chosen.seed), encoding="utf-8")
    short = [kind for kind, tried, seen in result.counts() if 100 * seen < chosen.least * tried]
    return f"Less than {chosen.least} % is noticed of: {', '.join(short)}." if short else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
