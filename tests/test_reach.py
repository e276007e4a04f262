"""Conda, Codespaces, the bundle: what can be checked here without the services themselves."""

from __future__ import annotations

import json
import re
import tomllib
import zipfile
from pathlib import Path

import pytest
import rattler
import yaml
from packaging.requirements import Requirement

from deploy import release
from deploy.site import build

ROOT = Path(__file__).resolve().parents[1]
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
SPECS = [entry for entry in CONDA["dependencies"] if isinstance(entry, str)]
ON_PYPI = {"matplotlib-base": "matplotlib"}


def pinned() -> dict[str, str]:
    """Versions of constraints.txt that hold for Python 3.11 on Linux."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [Requirement(line) for line in lines if line]
    here = {"python_full_version": "3.11.9", "python_version": "3.11", "sys_platform": "linux"}
    return {pin.name: str(pin.specifier)[2:] for pin in pins if pin.marker is None or pin.marker.evaluate(here)}


@pytest.mark.parametrize("spec", SPECS)
def test_conda_reads_each_need_and_the_pins_fit_it(spec: str) -> None:
    """With conda's own matcher; the solving itself needs a channel, and is not run here."""
    match = rattler.MatchSpec(spec)
    name = spec.split()[0]
    if match.version is None:
        assert name == "pip"
        return
    allowed = rattler.VersionSpec(match.version)
    versions = ["3.11.9", "3.12.4", "3.13.1"] if name == "python" else [pinned()[ON_PYPI.get(name, name)]]
    assert all(allowed.matches(rattler.Version(version)) for version in versions)


def test_conda_refuses_a_need_that_is_none() -> None:
    with pytest.raises(Exception, match="version"):
        rattler.MatchSpec("pandas >=>3")
    assert not rattler.VersionSpec(str(rattler.MatchSpec("pandas >=3,<4").version)).matches(rattler.Version("2.2.3"))


def test_the_devcontainer_runs_the_commands_of_the_readme() -> None:
    container = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    assert container["postCreateCommand"] == "python3 course.py setup"
    assert container["postAttachCommand"].startswith("python3 course.py lab")
    assert re.search(r"python:3\.1[1-9]$", container["image"])


def test_the_site_replaces_nothing_but_an_earlier_site(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(SystemExit, match="is not a site made by this command"):
        build.refuse_what_is_no_site(tmp_path)
    (tmp_path / "thesis.txt").unlink()
    build.refuse_what_is_no_site(tmp_path)  # an empty folder, and one that is not there, will do
    build.refuse_what_is_no_site(tmp_path / "new")
    (tmp_path / "jupyter-lite.json").write_text("{}")
    build.refuse_what_is_no_site(tmp_path)


def test_one_version_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert release.version() == project["version"]
    values = yaml.safe_load((ROOT / "deploy" / "hub" / "values.yaml").read_text(encoding="utf-8"))
    assert values["singleuser"]["image"]["tag"] == project["version"]


def test_versions_that_differ_stop_the_release(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("pyproject.toml", "CITATION.cff"):
        (tmp_path / name).write_text((ROOT / name).read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text("# Changes\n\n## 9.9.9\n", encoding="utf-8")
    monkeypatch.setattr(release, "ROOT", tmp_path)
    with pytest.raises(SystemExit, match=r"CHANGELOG\.md says 9\.9\.9"):
        release.version()


def test_the_same_content_makes_the_same_bundle(tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "lab").mkdir(parents=True)
    (content / "lab" / "index.html").write_text("<p>course</p>", encoding="utf-8")
    (content / "start.py").write_text("print()", encoding="utf-8")
    first, second = release.pack(content, tmp_path / "one"), release.pack(content, tmp_path / "two")
    assert first.read_bytes() == second.read_bytes()
    folder = first.name.removesuffix(".zip")
    assert zipfile.ZipFile(first).namelist() == [f"{folder}/lab/index.html", f"{folder}/start.py"]


def test_what_was_measured_is_shown_as_it_was_kept() -> None:
    """The page and the JSON of the last bench hold the same rows, and name no machine."""
    kept = json.loads((ROOT / "measured" / "last.json").read_text(encoding="utf-8"))
    page = (ROOT / "measured" / "README.md").read_text(encoding="utf-8")
    assert kept["machine"] in page
    assert {row["part"] for row in kept["rows"]} >= {"key to picture", "import", "notebooks", "sizes"}
    assert all(f"| {row['name']} |" in page for row in kept["rows"])
