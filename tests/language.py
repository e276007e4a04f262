"""The course's own prose, and how hard it reads: python -m tests.language prints the table of CONTRIBUTING.md."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import nbformat

from helpers import tables

ROOT = Path(__file__).resolve().parents[1]
PAGES = ["README.md", "CONTRIBUTING.md", "notebooks/seminar_guide.md"]
NOT_PROSE = ("_id", "citation", "identifier")
LONG = 6  # letters; the index calls longer words long
CODE = re.compile(r"```.*?```|`[^`]*`|\]\([^)]*\)|<[^>]*>|\|", re.S)


def notebook_prose(path: Path) -> str:
    """Text cells of a notebook, without code, links and tables' bars."""
    notebook = nbformat.read(path, as_version=4)
    return CODE.sub(" ", "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown"))


def table_prose(name: str) -> str:
    """Texts of a table; ids and the titles of other people's papers are not ours to spell."""
    rows = tables.load(name)
    columns = [column for column in rows.columns if not column.endswith(NOT_PROSE) and rows[column].dtype == "string"]
    return "\n".join(str(text) for column in columns for text in rows[column].dropna())


def module_prose(path: Path) -> str:
    """Docstrings and sentences of a module: whatever string holds a space."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    strings = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return CODE.sub(" ", "\n".join(text for text in strings if " " in text))


def all_prose() -> dict[str, str]:
    """Every text of the course by where it stands."""
    found = {path.name: notebook_prose(path) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))}
    found |= {page: CODE.sub(" ", (ROOT / page).read_text(encoding="utf-8")) for page in PAGES}
    found |= {name: table_prose(name) for name in tables.names()}
    sources = sorted((ROOT / "src").rglob("*.py"))
    return found | {str(path.relative_to(ROOT)): module_prose(path) for path in sources}


def reading_index(path: Path) -> int:
    """LIX of a notebook's prose: words in a sentence, plus the percentage of words with more than six letters.

    30 to 40 is easy, 40 to 50 like a newspaper, 50 to 60 hard, above that scholarly. It needs no syllables, and so no
    dictionary; like every such number it knows nothing of meaning.
    """
    text = re.sub(r"[#*>]|\b[NCGF]-\d+\b|\d[.,]\d", " ", notebook_prose(path))
    found = re.findall(r"[A-Za-z']+", text)
    sentences = [part for part in re.split(r"[.!?:]\s|\n\s*\n", text) if len(part.split()) > 2]
    long_words = sum(len(word) > LONG for word in found)
    return round(len(found) / len(sentences) + 100 * long_words / len(found))


if __name__ == "__main__":
    for notebook in sorted((ROOT / "notebooks").glob("*.ipynb")):
        print(f"| {notebook.stem} | {reading_index(notebook)} |")
