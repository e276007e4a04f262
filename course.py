#!/usr/bin/env python3
"""How Ketamine Works: set the course up, open it, test it.

    python3 course.py lab       open the course in JupyterLab
    python3 course.py test      run every test (--fast: without browser, hub and site)
    python3 course.py setup     install only
    python3 course.py bench     measure speed and size against the budgets
    python3 course.py mutants   put small faults into the code and count how many the tests notice
    python3 course.py answers   print the answer key, or write it to a file that you name
    python3 course.py handouts  each notebook as an accessible page and a PDF, into handouts/
    python3 course.py slides    the same as slides, into slides/
    python3 course.py show 03   the explorers of one level on a page, for the projector
    python3 course.py site      the course as web pages that run by themselves, into site/
    python3 course.py release   site and handouts as one file, into dist/
    python3 course.py new       begin an explorer: new explorer NAME ROOM makes its file, its test and its entries
    python3 course.py refresh   write again what is generated: data dictionary, stored notebook outputs

Options after `lab` go to JupyterLab (--no-browser, --port 8890), options after `test` to pytest.
All that is installed lies in .venv beside this file. This file needs only Python's standard library.
"""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))

from deploy import installation  # noqa: E402 (it lies beside this file)
from deploy.installation import PYTHON  # noqa: E402

START = "/lab/tree/00_start_here.ipynb"
# Commands that hand over to a tool of the project: what it needs beside the course itself, and how it is started.
TOOLS = {
    "bench": ("test", "-m", "tests.bench"),
    "mutants": ("test", "-m", "tests.mutants"),
    "answers": ("", "-m", "helpers.exercises.answers"),
    "handouts": ("test", "-m", "tests.handouts", "handouts"),
    "slides": ("test", "-m", "tests.handouts", "slides"),
    "show": ("show", "deploy/projector.py"),
    "release": ("test", "deploy/release.py"),
    "new": ("test", "-m", "deploy.new"),
    "refresh": ("test", "-m", "tests.refresh"),
}
NEEDS_A_BROWSER = ("tests/browser", "tests/site", "tests/hub")


def main(words):
    """Run one command and return its exit code."""
    commands = {"setup": setup, "lab": lab, "test": test, "site": site}
    if not words or words[0] not in [*commands, *TOOLS]:
        print(__doc__)
        return 0 if words[:1] in ([], ["-h"], ["--help"]) else "There is no command '%s'." % words[0]
    check_python()
    return commands[words[0]](words[1:]) if words[0] in commands else use_tool(*words)


# -- commands --------------------------------------------------------------------------------------


def lab(options):
    """Open the course in JupyterLab; the access token stays on."""
    setup([])
    if hasattr(os, "geteuid") and os.geteuid() == 0 and "--allow-root" not in options:
        print("You are root (in a container, probably): adding --allow-root, which Jupyter asks for.", flush=True)
        options = [*options, "--allow-root"]
    # The file browser holds the notebooks and what learners write, not the tables with the answers.
    place = ["--ServerApp.root_dir=%s" % (ROOT / "notebooks"), "--LabApp.default_url=" + START]
    return run(PYTHON, "-m", "jupyter", "lab", *place, *options)


def setup(_, extra=""):
    """Make .venv and install what is pinned; when all of it is there, this takes a moment and no network."""
    installation.setup(extra)
    return 0


def test(options):
    """Check the style and the types, then run all tests; with options, only pytest, with them."""
    setup([], "test")
    fast, options = "--fast" in options, [word for word in options if word != "--fast"]
    in_ci = os.environ.get("CI") == "true"
    if not fast and run(PYTHON, "tests/browser/chromium.py", "--install") and in_ci:
        return "No browser could be found or installed, so the browser tests can't run."
    keep_compiled()
    if options:
        return run(PYTHON, "-m", "pytest", *options)
    parallel = ["-n", "2", "--dist"]
    without = ["--ignore=" + place for place in NEEDS_A_BROWSER] + ["-m", "not slow"]
    sanitize = ["--nbval-sanitize-with", "tests/notebooks/sanitize.cfg"]
    steps = [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
        ["pytest", "tests", *parallel, "loadgroup", *(without if fast else [])],
        ["pytest", "notebooks", "--nbval", *sanitize, *parallel, "loadfile"],
    ]
    failed = [" ".join(step[:2]) for step in (steps[:4] if fast else steps) if run(PYTHON, "-m", *step)]
    passed = "style, types, tests" + (" that need no browser." if fast else ", notebooks.")
    print("Failed: " + ", ".join(failed) if failed else "All of it passed: " + passed)
    return 1 if failed else 0


def site(options):
    """Make a static site that runs in a browser, in an environment of its own, from notebooks that were run anew."""
    setup([])
    tools = ["--isolated", "--no-project", "--quiet", "--with-requirements", "deploy/site/requirements.txt"]
    with tempfile.TemporaryDirectory() as clean:
        failed = run(PYTHON, "-m", "deploy.clean", clean)
        build = [PYTHON, "-m", "uv", "run", "--python", PYTHON, *tools, "python", "deploy/site/build.py"]
        return failed or run(*build, "--notebooks", clean, *options)


def use_tool(name, *options):
    """Install what a tool of the project needs, and start it; what a learner has answered stays out of it."""
    extra, *command = TOOLS[name]
    setup([], extra)
    os.environ["HOW_KETAMINE_WORKS_PROGRESS"] = os.devnull
    return run(PYTHON, *command, *options)


def check_python():
    if sys.version_info < installation.OLDEST:
        wanted, found = ".".join(map(str, installation.OLDEST)), sys.version.split()[0]
        sys.exit(
            "The course needs Python %s or newer, and this is Python %s. Install a newer one "
            "(python.org has it for every system) and start course.py with that." % (wanted, found)
        )


def keep_compiled():
    """Let the many processes of the tests share compiled modules, in .venv; else each compiles its libraries anew."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(installation.VENV / "compiled")


def run(*command):
    """Run a command in the project's folder and return its exit code; it ends when this ends."""
    with subprocess.Popen([str(word) for word in command], cwd=str(ROOT)) as child:
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:
                continue  # the command has had it, too, and decides itself (JupyterLab asks)
            except SystemExit:
                child.terminate()
                child.wait()
                raise


def stop(number, _):
    """End as asked, and what was started with it."""
    sys.exit(128 + number)


if __name__ == "__main__":
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), stop)
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("\nStopped. Run the same command again at any time.")
