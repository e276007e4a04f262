"""Start a learner's server: notebooks are copied into the learner's own folder, once; tables stay, read-only.

What a learner writes is the learner's own: nobody else on the machine can read it.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

COURSE = Path(__file__).resolve().parents[2]
FOLDER = "how-ketamine-works"


def copy_notebooks(home: Path) -> Path:
    """Copy what the learner does not have yet; what was changed stays as it is.

    Parameters
    ----------
    home : Path
        The learner's home.

    Returns
    -------
    Path
        The folder with the learner's notebooks.
    """
    own = home / FOLDER
    for source in sorted((COURSE / "notebooks").rglob("*")):
        target = own / source.relative_to(COURSE / "notebooks")
        if source.is_file() and not target.exists() and ".ipynb_checkpoints" not in source.parts:
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_name(f".{target.name}.part")  # an interrupted copy leaves no half of a notebook
            shutil.copyfile(source, part)
            part.replace(target)
    return own


def close_home(home: Path) -> None:
    """Let nobody else into a learner's home, and make whatever is written from now on the learner's own."""
    os.umask(0o077)
    if home.stat().st_uid == os.getuid():
        home.chmod(home.stat().st_mode & ~0o077)


if __name__ == "__main__":
    close_home(Path.home())
    os.chdir(copy_notebooks(Path.home()))
    os.execv(sys.executable, [sys.executable, "-m", "jupyterhub.singleuser", *sys.argv[1:]])
