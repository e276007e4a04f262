"""Nbval as its users type it: whatever a learner has answered on this machine, and from anywhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.exercises import memory

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_plain_nbval_passes_on_a_machine_where_a_learner_has_answered(tmp_path: Path) -> None:
    own = {name: value for name, value in os.environ.items() if name != memory.VARIABLE}
    own |= {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}
    answer = (
        "from helpers.exercises import memory; memory.record('power_eight', 'right'); assert memory.place().exists()"
    )
    subprocess.run([sys.executable, "-c", answer], env=own, check=True)
    sanitize = ["--nbval-sanitize-with", str(ROOT / "tests/notebooks/sanitize.cfg")]
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--nbval", *sanitize]
    command.append(str(ROOT / "notebooks" / "00_start_here.ipynb"))
    done = subprocess.run(command, cwd=tmp_path, env=own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]
