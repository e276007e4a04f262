#!/usr/bin/env python3
"""How Ketamine Works: set the course up, open it, test it.

    python3 course.py lab       open the course in JupyterLab
    python3 course.py test      run every test
    python3 course.py setup     install only
    python3 course.py bench     measure speed and size against the budgets
    python3 course.py answers   print the answer key, or write it to a file that you name
    python3 course.py handouts  each notebook as an accessible page and a PDF, into handouts/
    python3 course.py slides    the same as slides, into slides/
    python3 course.py show 03   the explorers of one level on a page, for the projector
    python3 course.py site      the course as web pages that run by themselves, into site/
    python3 course.py release   site and handouts as one file, into dist/
    python3 course.py refresh   write again what is generated: data dictionary, stored notebook outputs

Options after `lab` go to JupyterLab (--no-browser, --port 8890), options after `test` to pytest.
All that is installed lies in .venv beside this file. This file needs only Python's standard library.
"""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
START = "/lab/tree/notebooks/00_start_here.ipynb"
OLDEST = (3, 11)
# Commands that hand over to a tool of the project: what it needs beside the course itself, and how it is started.
TOOLS = {
    "bench": ("test", "-m", "tests.bench"),
    "answers": ("", "-m", "helpers.exercises.answers"),
    "handouts": ("test", "-m", "tests.handouts", "handouts"),
    "slides": ("test", "-m", "tests.handouts", "slides"),
    "show": ("show", "deploy/projector.py"),
    "release": ("test", "deploy/release.py"),
    "refresh": ("test", "-m", "tests.refresh"),
}


def main(words):
    """Run one command and return its exit code."""
    commands = {"setup": setup, "lab": lab, "test": test, "site": site}
    if not words or words[0] not in [*commands, *TOOLS]:
        print(__doc__)
        return 0 if words[:1] in ([], ["-h"], ["--help"]) else "There is no command '%s'." % words[0]
    check_python()
    return commands[words[0]](words[1:]) if words[0] in commands else use_tool(*words)


def setup(options, extra=""):
    """Make .venv and install what is pinned; when all of it is there, this takes a moment and no network."""
    if not PYTHON.exists():
        make_environment()
    if run(PYTHON, "-c", "import uv", quiet=True):
        print("Installing the installer (uv) into .venv ...", flush=True)
        install(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-c", "constraints.txt", "uv")
    uv = [PYTHON, "-m", "uv", "pip", "install", "--quiet", "--python", PYTHON]
    needs = ["--requirement", "pyproject.toml", *(["--extra", extra] if extra else [])]
    install(*uv, *needs, "--constraints", "constraints.txt")
    if run(PYTHON, "-c", "import helpers", quiet=True):
        install(*uv, "--build-constraints", "constraints.txt", "--no-deps", "--editable", ".")
    return 0


def lab(options):
    """Open the course in JupyterLab; the access token stays on."""
    setup([])
    if hasattr(os, "geteuid") and os.geteuid() == 0 and "--allow-root" not in options:
        print("You are root (in a container, probably): adding --allow-root, which Jupyter asks for.", flush=True)
        options = [*options, "--allow-root"]
    place = ["--ServerApp.root_dir=%s" % ROOT, "--LabApp.default_url=" + START]
    return run(PYTHON, "-m", "jupyter", "lab", *place, *options)


def test(options):
    """Check the style and the types, then run all tests; with options, only pytest, with them."""
    setup([], "test")
    os.environ["HOW_KETAMINE_WORKS_PROGRESS"] = os.devnull  # what a learner has answered stays out of it
    in_ci = os.environ.get("CI") == "true"
    if run(PYTHON, "tests/browser/chromium.py", "--install") and in_ci:
        return "No browser could be found or installed, so the browser tests can't run."
    if options:
        return run(PYTHON, "-m", "pytest", *options)
    parallel = ["-n", "2", "--dist", "loadfile"]
    steps = (
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
        ["pytest", "tests", *parallel],
        ["pytest", "notebooks", "--nbval", "--nbval-sanitize-with", "tests/notebooks/sanitize.cfg", *parallel],
    )
    failed = [" ".join(step[:2]) for step in steps if run(PYTHON, "-m", *step)]
    print("Failed: " + ", ".join(failed) if failed else "All of it passed: style, types, tests, notebooks.")
    return 1 if failed else 0


def site(options):
    """Make a static site that runs in a browser, in an environment of its own."""
    setup([])
    tools = ["--isolated", "--no-project", "--quiet", "--with-requirements", "deploy/site/requirements.txt"]
    return run(PYTHON, "-m", "uv", "run", "--python", PYTHON, *tools, "python", "deploy/site/build.py", *options)


def use_tool(name, *options):
    """Install what a tool of the project needs, and start it; what a learner has answered stays out of it."""
    extra, *command = TOOLS[name]
    setup([], extra)
    os.environ["HOW_KETAMINE_WORKS_PROGRESS"] = os.devnull
    return run(PYTHON, *command, *options)


def check_python():
    if sys.version_info < OLDEST:
        wanted, found = ".".join(map(str, OLDEST)), sys.version.split()[0]
        sys.exit(
            "The course needs Python %s or newer, and this is Python %s. Install a newer one "
            "(python.org has it for every system) and start course.py with that." % (wanted, found)
        )


def make_environment():
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        sys.exit(
            "This Python can't make virtual environments: its 'venv' module is missing. On Debian or Ubuntu, "
            "'sudo apt install python3-venv' brings it; then run the same command again."
        )
    print("Making .venv, once. This and the installation that follows take a minute or two.", flush=True)
    if run(sys.executable, "-m", "venv", "--clear", VENV):
        sys.exit("The environment could not be made in %s. Is the folder writable, and is the disk full?" % VENV)


def install(*command):
    if run(*command):
        sys.exit(
            "The installation stopped (the lines above say where). Most often there is no network: connect, behind "
            "a proxy set HTTPS_PROXY, and run the same command again. Nothing is lost; it goes on where it stopped."
        )


def run(*command, quiet=False):
    """Run a command in the project's folder and return its exit code."""
    output = subprocess.DEVNULL if quiet else None
    try:
        return subprocess.call([str(word) for word in command], cwd=str(ROOT), stdout=output, stderr=output)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
