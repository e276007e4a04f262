"""A class on one server: the shipped set-up, real hub and proxy, three learners at once (thirty: course.py bench)."""

from __future__ import annotations

import importlib.util
import sys
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
    assert f'mem_limit = "{values["singleuser"]["memory"]["limit"]}"' in config
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
