"""A class on one server: the shipped set-up, real hub and proxy, three learners at once (thirty: course.py bench)."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import nbformat
import psutil
import pytest
import yaml
from nbformat.v4 import new_code_cell, new_notebook

from tests.browser.jupyter import ROOT
from tests.hub import trial

HUB = ROOT / "deploy" / "hub"
Running = tuple[str, str, psutil.Process]


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    if not sys.platform.startswith("linux"):
        pytest.skip("NO HUB: the set-up for a class is for Linux.")
    try:
        with trial.running_hub(tmp_path_factory.mktemp("hub")) as running:
            yield running
    except trial.UnavailableError as error:
        pytest.skip(f"NO HUB: {error}")


def test_three_learners_at_once_run_a_whole_notebook(hub: Running) -> None:
    done = trial.finish(trial.attend(*hub, learners=3, notebook="00_start_here.ipynb"))
    assert [one.failed_cells for one in done.learners] == [0, 0, 0]
    assert all(one.kernel_mb > 50 for one in done.learners)
    assert {name for name, _ in trial.table(done)} >= {"300 learners: memory (GB)"}


def test_a_greedy_cell_costs_itself_and_not_the_class(
    hub: Running, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """More memory than the limit: an error in that cell, and the next one runs."""
    greedy = "try:\n    held = bytearray(3 * 10**9)\nexcept MemoryError:\n    held = None\nassert held is None"
    nbformat.write(new_notebook(cells=[new_code_cell(greedy), new_code_cell("1 + 1")]), tmp_path / "greedy.ipynb")
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "greedy.ipynb").rename(tmp_path / "notebooks" / "greedy.ipynb")
    monkeypatch.setattr(trial, "ROOT", tmp_path)
    address, token, _ = hub
    _, failed = trial.finish(trial.learn(address, token, "greedy", "greedy.ipynb"))
    assert failed == 0


CROWD = """
import os, subprocess, sys
code = "held = bytearray([1]) * (6 * 10**8); input()"  # in one piece: a copy would meet the limit of one process
many = [subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE) for _ in range(3)]
ended, how = os.wait()  # the first one that ends
for each in many:
    each.kill()
assert os.WTERMSIG(how) == 9, how
"""


def test_many_processes_together_are_held_to_the_limit(
    hub: Running, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Each stays below the limit for one process; one of them is ended, and the kernel stays."""
    write_notebook(monkeypatch, tmp_path, [CROWD, "assert ended"])
    address, token, _ = hub
    _, failed = trial.finish(trial.learn(address, token, "crowd", "mine.ipynb"))
    assert failed == 0


def write_notebook(monkeypatch: pytest.MonkeyPatch, folder: Path, cells: list[str]) -> None:
    """Let the trial's learners run these cells, as the notebook mine.ipynb."""
    (folder / "notebooks").mkdir(exist_ok=True)
    notebook = new_notebook(cells=[new_code_cell(source) for source in cells])
    nbformat.write(notebook, folder / "notebooks" / "mine.ipynb")
    monkeypatch.setattr(trial, "ROOT", folder)


@pytest.fixture
def accounts() -> Iterator[list[str]]:
    """Two accounts of this machine, for as long as the test runs."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0 or not Path(trial.OPEN_TO_ALL).exists():
        pytest.skip("NO ACCOUNTS: only root can make accounts, and they need a Python of the machine's own.")
    names = ["course-anna", "course-ben"]
    for name in names:
        subprocess.run(["useradd", "--create-home", name], check=True)
    yield names
    for name in names:
        subprocess.run(["userdel", "--remove", "--force", name], check=True, capture_output=True)


def test_one_learner_can_not_read_what_another_wrote(
    accounts: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With accounts of the machine, and the shipped spawner: answers, notebooks and homes are closed to others."""
    anna, ben = accounts
    writes = [
        "from pathlib import Path\nfrom helpers.exercises import memory\nmemory.record('power_eight', 'right')",
        f"assert Path.home().name == '{anna}' and memory.place().is_relative_to(Path.home())\n"
        "Path('mine.txt').write_text('mine')\nassert Path('mine.txt').stat().st_mode & 0o077 == 0",
    ]
    reads = [
        "import os\nfrom pathlib import Path\n"
        f"other = Path.home().with_name('{anna}')\n"
        "tried = [other, other / 'how-ketamine-works' / 'mine.txt',\n"
        "         other / '.local/share/how-ketamine-works/progress.jsonl']",
        f"assert Path.home().name == '{ben}' and not any(os.access(path, os.R_OK) for path in tried)",
    ]
    with tempfile.TemporaryDirectory() as folder:  # pytest's own folders are closed to others
        Path(folder).chmod(0o755)
        with trial.running_hub(Path(folder), accounts=True) as (address, token, _):
            for name, cells in ((anna, writes), (ben, reads)):
                write_notebook(monkeypatch, tmp_path, cells)
                _, failed = trial.finish(trial.learn(address, token, name, "mine.ipynb"))
                assert failed == 0, name


def test_learners_get_their_own_copy_once(tmp_path: Path) -> None:
    start = load("start_learner")
    own = start.copy_notebooks(tmp_path)
    assert {path.name for path in own.glob("*.ipynb")} == {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
    (own / "00_start_here.ipynb").write_text("mine")
    (own / "01_molecular_level.ipynb").unlink()
    start.copy_notebooks(tmp_path)
    assert (own / "00_start_here.ipynb").read_text() == "mine"
    assert (own / "01_molecular_level.ipynb").exists()


def test_the_values_for_kubernetes_say_the_same_as_the_single_server() -> None:
    values = yaml.safe_load((HUB / "values.yaml").read_text(encoding="utf-8"))
    config = (HUB / "jupyterhub_config.py").read_text(encoding="utf-8")
    assert f'MEMORY = "{values["singleuser"]["memory"]["limit"]}"' in config
    assert f"concurrent_spawn_limit = {values['hub']['concurrentSpawnLimit']}" in config
    assert values["cull"] == {"enabled": True, "timeout": 3600, "every": 300}
    assert "IDLE_S = 60 * 60" in config
    assert "--cull-every=300" in config
    assert values["hub"]["config"]["JupyterHub"]["authenticator_class"] == "shared-password"
    kept = values["singleuser"]["storage"]["homeMountPath"]
    assert values["singleuser"]["extraEnv"]["HOW_KETAMINE_WORKS_PROGRESS"].startswith(kept)
    assert kept.endswith(values["singleuser"]["defaultUrl"].split("/")[3])


def load(name: str) -> ModuleType:
    """A module that lies in deploy/hub."""
    spec = importlib.util.spec_from_file_location(name, HUB / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
