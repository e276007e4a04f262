"""Begin an explorer: its file, its test, its line in the index, its question, its place in the notebook.

    python3 course.py new explorer NAME ROOM      for instance: new explorer half_life molecular

What is made works and is tested: a small model of a half-life, to be replaced piece by piece. Everything that waits for
you is marked TODO.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[1]
STEPS = (
    'TODO: what to do first.,TODO: what to watch then?,"{""time_h"": 12.0}",',
    'TODO: what to do next.,TODO: what to watch then?,"{""half_life_h"": 6.0}",',
)
TEMPLATES = Path(__file__).parent / "templates"
NOTEBOOKS = {
    "molecular": "01_molecular_level",
    "network": "02_network_level",
    "behavioral": "03_behavioral_level",
    "treatment": "04_treatment",
    "study": "05_imaging_study",
    "claims": "06_weighing_the_claims",
}


class NotMadeError(Exception):
    """Nothing was made; the message says why, and what to do."""


def check(name: str, room: str, root: Path) -> None:
    """Stop, before anything is written, where name or room won't do."""
    if room not in NOTEBOOKS:
        raise NotMadeError(f"There is no room {room!r}. There are: {', '.join(NOTEBOOKS)}.")
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name):
        raise NotMadeError(f"{name!r} can't be a name: take small letters and underscores, as in half_life.")
    for path in (root / f"src/helpers/{room}/{name}.py", root / f"src/helpers/{room}/{name}"):
        if path.exists():
            raise NotMadeError(f"{path.relative_to(root)} is there already. Take another name.")
    if f'"{name}":' in (root / "src/helpers/explorers.py").read_text(encoding="utf-8"):
        raise NotMadeError(f"There is an explorer {name!r} already. Take another name.")


def filled(template: str, name: str, room: str) -> str:
    """Text of a template, with name and room put in."""
    text = (TEMPLATES / f"{template}.txt").read_text(encoding="utf-8")
    in_camels = name.title().replace("_", "")
    return text.replace("NAME_CLASS", in_camels).replace("NAME", name).replace("ROOM", room)


def with_line(lines: list[str], new: str, first: int) -> list[str]:
    """Lines with one more, put where the alphabet has it (counted from line `first` on)."""
    place = next((at for at in range(first, len(lines)) if lines[at] > new or lines[at].startswith("}")), len(lines))
    return [*lines[:place], new, *lines[place:]]


def enter(path: Path, new: str, opening: str) -> None:
    """Add a line to a sorted list of lines that follows the line `opening`."""
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(with_line(lines, new, lines.index(opening) + 1)) + "\n", encoding="utf-8")


def ask_in_notebook(path: Path, name: str) -> None:
    """Put a sentence and the explorer in front of the notebook's first challenge."""
    notebook = nbformat.read(path, as_version=4)
    heads = [at for at, cell in enumerate(notebook.cells) if re.match(r"#+ Challenge", cell.source)]
    place = heads[0] if heads else len(notebook.cells)
    notebook.cells[place:place] = [
        nbformat.v4.new_markdown_cell("TODO: say what to move, and what to look at."),
        nbformat.v4.new_code_cell(f"explorers.{name}()"),
    ]
    nbformat.write(notebook, path)


def explorer(name: str, room: str, root: Path = ROOT) -> str:
    """Make all that an explorer needs.

    Parameters
    ----------
    name : str
        Small letters and underscores.
    room : str
        A key of `NOTEBOOKS`.
    root : pathlib.Path
        Folder of the project.

    Returns
    -------
    str
        What was made, and what to do next.

    Raises
    ------
    NotMadeError
        If the name or the room won't do; nothing has been written then.
    """
    check(name, room, root)
    module, test = root / f"src/helpers/{room}/{name}.py", root / f"tests/{room}/test_{name}.py"
    notebook = root / f"notebooks/{NOTEBOOKS[room]}.ipynb"
    tests = f"tests/{room}/test_{name}.py tests/test_explorers.py tests/test_pictures.py"
    module.write_text(filled("explorer", name, room), encoding="utf-8")
    test.write_text(filled("test", name, room), encoding="utf-8")
    enter(root / "src/helpers/explorers.py", f'    "{name}": "helpers.{room}.{name}:explore_{name}",', "INDEX = {")
    asked = f'{name},"TODO: which question does it answer?",TODO: measured or a model'
    enter(root / "data/explorers.csv", asked, "explorer,question,nature")
    for place, step in enumerate(STEPS, 1):
        enter(root / "data/steps.csv", f"{name},{place},{step}", "explorer,place,do,watch,scene,controls")
    ask_in_notebook(notebook, name)
    return (
        f"Made {module.relative_to(root)} and {test.relative_to(root)}; entered in src/helpers/explorers.py,\n"
        f"data/explorers.csv, data/steps.csv and {notebook.relative_to(root)} (in front of the first challenge).\n"
        f"1. Look at it: python3 course.py lab, open {notebook.name}, run it.\n"
        "2. Replace what is marked TODO, and the model, picture and reading with yours; test as you go:\n"
        f"   python3 course.py test {tests} -k {name}\n"
        f"3. python3 course.py refresh {notebook.relative_to(root)}, then python3 course.py test."
    )


def main(words: list[str]) -> int | str:
    """Make what is asked for; the exit code, or a sentence why not."""
    if len(words) != 3 or words[0] != "explorer":
        return (__doc__ or "").partition("\n\n")[2] + f"\nROOM is one of: {', '.join(NOTEBOOKS)}."
    try:
        print(explorer(words[1], words[2]))
        subprocess.run([sys.executable, "-m", "tests.said", words[1]], cwd=ROOT, check=True)
    except NotMadeError as error:
        return str(error)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
