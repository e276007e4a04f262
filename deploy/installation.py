"""What lies in .venv: made, filled, checked for what it is, and made anew when it is something else.

An installation can be stopped at any moment: what it installed is written down last (`RECORD`), and an environment
without that record is made anew from what has been downloaded already. Only Python's standard library, in words that
an old Python can read too: `course.py` imports this file before it knows which Python it runs on.
"""

import contextlib
import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
# What was installed: written last, so that an installation that was killed has none, and is made anew.
RECORD = VENV / "course.json"
LOCK = ROOT / ".venv.lock"
OLDEST = (3, 11)
# Asks an environment what it is: whether it is one, where, of which Python, with installers, and where `helpers` lies.
QUESTION = (
    "import json, sys; from importlib.util import find_spec as find; course = find('helpers'); "
    "print(json.dumps([sys.prefix != sys.base_prefix and sys.prefix, sys.version_info[:2], "
    "bool(find('pip') and find('uv')), course and course.origin]))"
)
# What an installer prints when something is wrong, and what that means; the first that fits is told.
CAUSES = (
    (("no space left", "os error 28", "disk quota", "not enough space"), "The disk is full: make room."),
    (("proxy", "407 ", "tunnel"), "The proxy did not let it through: set HTTPS_PROXY to your proxy's address."),
    (("certificate", "ssl"), "The network's certificate is not trusted (a company's network, often): ask who runs it."),
    (
        ("permission denied", "read-only", "os error 13", "os error 30", "access is denied"),
        "Something may not be written (the line above names it): choose a folder of your own.",
    ),
    (("no solution found", "unsatisfiable"), "The needs of the course do not fit together on this Python."),
    (
        (
            "dns",
            "resolve",
            "refused",
            "unreachable",
            "timed out",
            "connect",
            "sending request",
            "no matching",
            "cannot install uv",
        ),
        "There is no network, or it does not reach the package index: connect, or set HTTPS_PROXY behind a proxy.",
    ),
)


def setup(extra=""):
    """Make .venv and install what is pinned; when all of it is there, this takes a moment and no network."""
    if is_complete(extra):
        return
    with one_at_a_time():
        if is_complete(extra):  # somebody else has installed it meanwhile
            return
        wrong = what_is_wrong()
        extras = sorted({*record().get("extras", []), extra} - {""})
        if wrong:
            make_environment(wrong)
        fill_environment(extras)


def is_complete(extra):
    """Whether .venv is sound and holds all that is asked for now."""
    known = record()
    return (
        known.get("needs") == fingerprint()
        and (not extra or extra in known["extras"])
        and set(known["packages"]) <= set(packages())
        and not what_is_wrong()
    )


def what_is_wrong():
    """Why .venv can't be used as it is, in words; empty if it can."""
    if not (VENV.exists() or VENV.is_symlink()):
        return "there is none yet"
    if VENV.is_symlink() or not PYTHON.exists():
        return "it is not an environment of this system"
    if not RECORD.exists():
        return "its installation was not finished"
    try:
        answer = subprocess.check_output([str(PYTHON), "-I", "-c", QUESTION], stderr=subprocess.DEVNULL)
        prefix, version, has_installers, origin = json.loads(answer.decode())
    except (OSError, ValueError, subprocess.CalledProcessError):
        return "its Python does not start"
    if not prefix or not same_place(prefix, VENV):
        return "its Python belongs to another place"
    if tuple(version) < OLDEST:
        return "its Python is older than the course needs"
    if not has_installers:
        return "its installer is missing"
    own = origin and same_place(Path(origin).parents[1], ROOT / "src")
    return "" if own else "it runs the course of another folder"


def same_place(one, other):
    """Whether two paths lead to the same folder."""
    return os.path.realpath(str(one)) == os.path.realpath(str(other))


def record():
    """What the last finished installation put into .venv; empty if there was none."""
    try:
        found = json.loads(RECORD.read_text(encoding="utf-8"))
        return found if isinstance(found, dict) and {"needs", "extras", "packages"} <= set(found) else {}
    except (OSError, ValueError):
        return {}


def packages():
    """What is installed in .venv: names and versions, as their folders have them."""
    library = "Lib" if os.name == "nt" else "lib/python*"
    return sorted(path.name for path in VENV.glob(library + "/site-packages/*.dist-info"))


def fingerprint():
    """What decides what is installed: needs, pins, and the settings that the package brings along."""
    files = [ROOT / "pyproject.toml", ROOT / "constraints.txt", *sorted(ROOT.glob("src/*_settings/*.*"))]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


def make_environment(wrong):
    """Make .venv, in place of whatever is there."""
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        sys.exit(
            "This Python can't make virtual environments: its 'venv' module is missing. On Debian or Ubuntu, "
            "'sudo apt install python3-venv' brings it; then run the same command again."
        )
    first = wrong == "there is none yet"
    print("Making .venv%s. It takes a minute or two." % (", once" if first else " anew, since " + wrong), flush=True)
    try:
        if VENV.is_symlink() or VENV.is_file():
            VENV.unlink()
        elif VENV.exists():
            shutil.rmtree(str(VENV))
    except OSError as error:
        sys.exit("The old .venv could not be taken away (%s). Close what uses it, and run this again." % error)
    # Not the Python of an environment that has just been taken away, where it is that one that runs this.
    install(getattr(sys, "_base_executable", sys.executable), "-m", "venv", VENV)


def fill_environment(extras):
    """Install what is pinned into .venv, and say at the end, not before, that it is whole."""
    with contextlib.suppress(FileNotFoundError):
        RECORD.unlink()
    if subprocess.call([str(PYTHON), "-c", "import uv"], stderr=subprocess.DEVNULL):
        print("Installing the installer (uv) into .venv ...", flush=True)
        install(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-c", "constraints.txt", "uv")
    uv = [PYTHON, "-m", "uv", "pip", "install", "--quiet", "--python", PYTHON]
    needs = ["--requirement", "pyproject.toml", *(word for extra in extras for word in ("--extra", extra))]
    install(*uv, *needs, "--constraints", "constraints.txt")
    install(*uv, "--build-constraints", "constraints.txt", "--no-deps", "--reinstall", "--editable", ".")
    part = RECORD.with_suffix(".part")
    part.write_text(json.dumps({"needs": fingerprint(), "extras": extras, "packages": packages()}), encoding="utf-8")
    part.replace(RECORD)


@contextlib.contextmanager
def one_at_a_time():
    """Hold the lock of this folder; a second installation waits for the first, and for what that has started."""
    try:
        handle = LOCK.open("a+")
    except OSError as error:
        sys.exit("This folder can't be written (%s): copy the course to a folder of your own." % error)
    with handle:
        if sys.platform == "win32":
            import msvcrt

            lock, busy = (lambda: msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)), OSError
        else:
            import fcntl

            lock, busy = (lambda: fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)), BlockingIOError
            os.set_inheritable(handle.fileno(), True)  # an installer that outlives us still holds it
        wait_for(lock, busy)
        yield


def wait_for(lock, busy):
    """Try until the lock is ours; say once that somebody else has it."""
    told = False
    while True:
        try:
            return lock()
        except busy:
            if not told:
                print("Another installation into this folder is under way: waiting for it.", flush=True)
            told = True
            time.sleep(0.2)  # between two looks at the lock


def install(*command):
    """Run an installer; where it fails, stop with the cause."""
    words = [str(word) for word in command]
    # In a group of its own, so that it can be ended with all that it has started; it inherits the lock, which holds
    # until the last of it has ended even where this process is killed.
    posix = os.name == "posix"
    with subprocess.Popen(
        words, cwd=str(ROOT), stderr=subprocess.PIPE, start_new_session=posix, close_fds=not posix
    ) as installer:
        try:
            text = installer.communicate()[1].decode("utf-8", "replace")
        except BaseException:
            end(installer)
            raise
    sys.stderr.write(text)
    if installer.returncode:
        sys.exit("The installation stopped. %s Then run the same command again; nothing is lost." % cause_of(text))


def end(installer):
    """End an installer and all that it has started."""
    if os.name == "nt":
        installer.kill()
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(installer.pid, signal.SIGKILL)
    installer.wait()


def cause_of(text):
    """What went wrong, in a sentence with what to do: what can be seen on this machine first, then what was printed."""
    if not os.access(str(ROOT), os.W_OK):
        return "This folder can't be written: copy the course to a folder of your own."
    if shutil.disk_usage(str(ROOT)).free < 50e6:
        return "The disk is full: make room (the course needs about 1 GB)."
    low = text.lower()
    return next((cause for signs, cause in CAUSES if any(sign in low for sign in signs)), "The lines above say why.")
