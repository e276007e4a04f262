"""The libraries of the browser's version, older than the desktop's: the same models say the same."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.jupyter import ROOT
from tests.site.readings import readings

SITE = ROOT / "deploy" / "site"
LIBRARIES = ("anywidget", "ipywidgets", "matplotlib", "networkx", "numpy", "pandas", "platformdirs", "scipy")


def browser_versions() -> dict[str, str]:
    """Version of each library in the site: of Pyodide's distribution, or of the wheels beside it."""
    locked = json.loads((SITE / "pyodide-lock.json").read_text())["packages"]
    added = dict(re.findall(r"^([\w-]+)==(\S+)", (SITE / "wheels.txt").read_text(), re.MULTILINE))
    return {name: added.get(name) or locked[name]["version"] for name in LIBRARIES}


def test_every_need_of_the_course_is_in_the_site() -> None:
    from packaging.requirements import Requirement

    project = (ROOT / "pyproject.toml").read_text()
    needs = [
        Requirement(text) for text in re.findall(r'^    "(.+)",$', project.split("[project.optional")[0], re.MULTILINE)
    ]
    there = browser_versions()
    for need in needs:
        if need.marker is None or need.marker.evaluate({"sys_platform": "emscripten"}):
            assert need.specifier.contains(there[need.name]), need


def test_all_models_say_the_same_under_the_browsers_versions(tmp_path: Path) -> None:
    pins = [word for name, version in browser_versions().items() for word in ("--with", f"{name}=={version}")]
    alone = ["--isolated", "--no-project", "--quiet", "--python", sys.executable]
    command = [sys.executable, "-m", "uv", "run", *alone, *pins]
    if subprocess.run([*command, "python", "-c", ""], cwd=tmp_path, capture_output=True, check=False).returncode:
        pytest.skip("NOT RUN: the browser's versions of the libraries could not be installed here.")
    own = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    script = str(ROOT / "tests" / "site" / "readings.py")
    subprocess.run([*command, "python", script, "said.json"], cwd=tmp_path, env=own, check=True)
    there = json.loads((tmp_path / "said.json").read_text(encoding="utf-8"))
    names = sorted({key.split()[0] for key in there})
    here = {key: words for name in names for key, words in readings(name).items()}
    assert len(names) >= 30
    assert {key: (words, there[key]) for key, words in here.items() if words != there[key]} == {}
