"""Hold each learner to a limit of memory over all processes together: a service of the hub.

    memory_watch.py --limit 1G

Each process has a limit of its own (`course_spawner`), which a cell meets as a MemoryError. This one counts what a
learner's processes take together, those that were detached too, and ends the largest one where it is too much:
JupyterLab then says that the kernel has died, and starts it again; what was saved stays.
"""

from __future__ import annotations

import argparse
import os
import time
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress

import psutil

EVERY_S = 1.0
UNITS = {"K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}


def bytes_of(text: str) -> int:
    """Bytes in words such as "1G"."""
    return int(float(text[:-1]) * UNITS[text[-1]]) if text[-1] in UNITS else int(text)


def named(process: psutil.Process) -> str:
    """The learner whom the hub has named in a process's environment; empty for a process that is none of its own."""
    try:
        return process.environ().get("JUPYTERHUB_USER", "")
    except (psutil.AccessDenied, psutil.NoSuchProcess, psutil.ZombieProcess):
        return ""


def account(process: psutil.Process) -> int:
    """Number of the account that a process runs under; 0, the hub's own, for one that is gone."""
    try:
        return int(process.uids().real)
    except (psutil.AccessDenied, psutil.NoSuchProcess, psutil.ZombieProcess):
        return 0


def taken_bytes(process: psutil.Process) -> int:
    """Memory of a process (bytes; pages shared with others count in part)."""
    try:
        full = process.memory_full_info()
        return int(getattr(full, "pss", full.uss))
    except (psutil.AccessDenied, psutil.NoSuchProcess, psutil.ZombieProcess):
        return 0


def by_learner(processes: Iterable[psutil.Process]) -> dict[str, list[psutil.Process]]:
    """Each learner's processes: those that name the learner, and all others of the same account."""
    listed = list(processes)
    names = {process.pid: named(process) for process in listed}
    accounts = {account(process): names[process.pid] for process in listed if names[process.pid]}
    accounts.pop(os.getuid(), None)  # the hub's own account is nobody's: learners without accounts share it
    found: dict[str, list[psutil.Process]] = defaultdict(list)
    for process in listed:
        learner = names[process.pid] or accounts.get(account(process), "")
        if learner:
            found[learner].append(process)
    return found


def too_large(processes: Iterable[psutil.Process], limit: int) -> dict[str, psutil.Process]:
    """The largest process of each learner whose processes together take more than the limit."""
    found = {}
    for learner, own in by_learner(processes).items():
        sizes = {process: taken_bytes(process) for process in own}
        if sum(sizes.values()) > limit:
            found[learner] = max(sizes, key=sizes.__getitem__)
    return found


def main() -> None:
    """Look once a second."""
    parser = argparse.ArgumentParser(description="Hold each learner to a limit of memory.")
    parser.add_argument("--limit", type=bytes_of, required=True, help="memory for all of a learner's processes: 1G")
    limit = parser.parse_args().limit
    while True:
        for learner, process in too_large(psutil.process_iter(), limit).items():
            print(f"{learner} took more than {limit / 2**20:.0f} MB: the largest process is ended.", flush=True)
            with suppress(psutil.NoSuchProcess):
                process.kill()
        time.sleep(EVERY_S)  # a look a second


if __name__ == "__main__":
    main()
