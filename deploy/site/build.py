"""Build the course as a static site that runs in a browser, with nothing to install.

    python3 course.py site [--out FOLDER] [--pyodide FOLDER]

Python in the browser is Pyodide. Its files come from its official distribution, or from a folder with that distribution
(`--pyodide`, for a machine without network); each is held to the hash of the official lock, of which the file
`pyodide-lock.json` here is the part that the course needs. The course itself becomes a wheel, and the site's lock is
extended by it, so that `from helpers import ...` in a notebook brings all that it needs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import zipfile
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PINS: dict[str, Any] = json.loads((HERE / "pyodide.json").read_text(encoding="utf-8"))
LOCK = "pyodide-lock.json"
# What `import helpers` needs in the browser; JupyterLab itself is the page.
NEEDS = ["anywidget", "ipywidgets", "matplotlib", "networkx", "numpy", "pandas", "platformdirs", "scipy"]
WHEEL_NEEDS = {
    "anywidget": ["ipywidgets", "psygnal", "typing-extensions"],
    "helpers": NEEDS,
    "ipywidgets": ["comm", "ipython", "jupyterlab-widgets", "traitlets"],
    "pandas": ["numpy", "python-dateutil"],
}
BROWSER = [
    "--platform",
    "pyemscripten_2024_0_wasm32",
    "--python-version",
    "3.12",
    "--implementation",
    "cp",
    "--abi",
    "cp312",
]


def main(words: list[str] | None = None) -> None:
    """Build the site."""
    options = read_options(words)
    out = options.out.resolve()
    refuse_what_is_no_site(out)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        wheels = [*download_wheels(work / "wheels"), build_course(work / "wheels")]
        collect_pyodide(work / "lite" / "static" / "pyodide", options.pyodide, wheels)
        collect_contents(work / "contents", options.notebooks)
        shutil.copy(HERE / "jupyter-lite.json", work / "lite")
        write_settings(work / "lite" / "overrides.json")
        build_pages(work)
        shutil.copy(HERE / "start.py", work / "site")
        if out.exists():
            shutil.rmtree(out)
        shutil.copytree(work / "site", out)
    print(f"The site is in {out}. To look at it: python3 {out / 'start.py'}")


def read_options(words: list[str] | None) -> argparse.Namespace:
    """Options of the command line."""
    parser = argparse.ArgumentParser(prog="course.py site", description="Build the course as a static site.")
    parser.add_argument("--out", type=Path, default=ROOT / "site", help="where the site goes (a new or an old site)")
    parser.add_argument("--notebooks", type=Path, default=ROOT / "notebooks", help="folder with the notebooks")
    parser.add_argument("--pyodide", type=Path, help=f"folder with Pyodide {PINS['version']}'s distribution")
    return parser.parse_args(words)


def refuse_what_is_no_site(out: Path) -> None:
    """Only an earlier site is replaced, nothing else that somebody may have in that folder."""
    if out.exists() and not (out.is_dir() and (not any(out.iterdir()) or (out / "jupyter-lite.json").exists())):
        sys.exit(f"{out} exists and is not a site made by this command; name another folder. Nothing was changed.")


# -- wheels ----------------------------------------------------------------------------------------


def download_wheels(folder: Path) -> list[Path]:
    """Bring the wheels of wheels.txt, each held to its hash."""
    pip(
        "download",
        "--no-deps",
        "--only-binary=:all:",
        "--require-hashes",
        *BROWSER,
        "-r",
        HERE / "wheels.txt",
        "-d",
        folder,
    )
    return sorted(folder.glob("*.whl"))


def build_course(folder: Path) -> Path:
    """Make a wheel of the course, tables included."""
    pip("wheel", "--no-deps", "--no-build-isolation", "-w", folder, ROOT)
    return next(folder.glob("helpers-*.whl"))


def pip(*words: str | Path) -> None:
    """Run pip, quietly."""
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *map(str, words)]
    if subprocess.call(command):
        sys.exit("pip stopped (the lines above say why). Most often there is no network. Nothing was written.")


# -- Pyodide ---------------------------------------------------------------------------------------


def collect_pyodide(folder: Path, source: Path | None, wheels: list[Path]) -> None:
    """Lay Pyodide's files and the wheels side by side, with a lock that names both."""
    folder.mkdir(parents=True)
    lock = json.loads((HERE / LOCK).read_text(encoding="utf-8"))
    packaged = {entry["file_name"]: entry["sha256"] for entry in lock["packages"].values()}
    for name, digest in (PINS["core"] | packaged).items():
        fetch(name, digest, source, folder)
    for wheel in wheels:
        shutil.copy(wheel, folder)
    lock["packages"] |= {entry["name"]: entry for entry in map(lock_entry, wheels)}
    (folder / LOCK).write_text(json.dumps(lock), encoding="utf-8")


def fetch(name: str, digest: str, source: Path | None, folder: Path) -> None:
    """Bring one file of Pyodide's distribution, and refuse one that differs from the official one."""
    content = (source / name).read_bytes() if source else download(PINS["distribution"] + name)
    found = hashlib.sha256(content).hexdigest()
    if found != digest:
        sys.exit(f"{name} is not the file of Pyodide {PINS['version']}: sha256 is {found}, expected {digest}.")
    (folder / name).write_bytes(content)


def download(address: str) -> bytes:
    """Content at an address."""
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return bytes(answer.read())
    except urllib.error.URLError as error:
        sys.exit(
            f"{address} could not be had: {error.reason}. Without network, unpack the distribution of Pyodide "
            f"{PINS['version']} into a folder and name it: python3 course.py site --pyodide FOLDER"
        )


def lock_entry(wheel: Path) -> dict[str, Any]:
    """What Pyodide's lock says about a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = next(name for name in names if name.endswith(".dist-info/METADATA"))
        about = HeaderParser().parsestr(archive.read(metadata).decode())
    modules = {name.split("/")[0].removesuffix(".py") for name in names if name.endswith(".py")}
    return {
        "name": plain(about["Name"]),
        "version": about["Version"],
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": sorted(module for module in modules if module.isidentifier()),
        "depends": WHEEL_NEEDS.get(plain(about["Name"]), []),
        "unvendored_tests": False,
    }


def plain(name: str) -> str:
    """Name of a package as the lock writes it."""
    return name.lower().replace("_", "-")


# -- pages -----------------------------------------------------------------------------------------


def collect_contents(folder: Path, notebooks: Path) -> None:
    """Notebooks and tables, as the learner finds them in the browser's file list; no keys to the questions."""
    for source, name in ((notebooks, "notebooks"), (ROOT / "data", "data")):
        shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns(".*", "fresh_*", "keys"))
    shutil.copy(ROOT / "LICENSE", folder)


def write_settings(path: Path) -> None:
    """JupyterLab's settings are the desktop's."""
    shutil.copy(ROOT / "src" / "lab_settings" / "overrides.json", path)


def build_pages(work: Path) -> None:
    """Let JupyterLite write the pages into the folder ``site`` of the work folder."""
    places = ["--lite-dir", work / "lite", "--contents", work / "contents", "--output-dir", work / "site"]
    command = [
        sys.executable,
        "-m",
        "jupyterlite_core",
        "build",
        *places,
        "--apps",
        "lab",
        "--no-sourcemaps",
        "--force",
    ]
    result = subprocess.run(
        [str(word) for word in command], cwd=work / "lite", capture_output=True, text=True, check=False
    )
    if result.returncode:
        sys.exit(f"JupyterLite stopped:\n{result.stdout[-2000:]}\n{result.stderr[-2000:]}")


if __name__ == "__main__":
    main()
