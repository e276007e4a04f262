"""Safety: no network at run time, no markup out of tables, a token on every server, no pin with a known hole."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_notebook

from helpers import tables

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

# Runs in the kernel before all else: whoever asks for another machine, from whatever library, gets an exception.
GUARD = """
import ipaddress, sys

def _local(host):
    if not isinstance(host, (str, bytes)) or host in ("", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(host if isinstance(host, str) else host.decode()).is_loopback
    except ValueError:
        return False

def _guard(event, arguments):
    if event in ("socket.connect", "socket.sendto"):
        place = arguments[1]
        wanted = place[0] if isinstance(place, tuple) else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        wanted = arguments[0]
    else:
        return
    if not _local(wanted):
        raise PermissionError(f"the course asked for the network: {wanted}")

sys.addaudithook(_guard)
"""


def guarded(notebook: nbformat.NotebookNode) -> NotebookClient:
    """A client whose kernel may speak to nobody but this machine."""
    notebook.cells.insert(0, new_code_cell(GUARD))
    return NotebookClient(notebook, timeout=120)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_notebook_asks_for_the_network(path: Path) -> None:
    guarded(nbformat.read(path, as_version=4)).execute()


def test_the_guard_bites() -> None:
    asking = "import urllib.request; urllib.request.urlopen('http://example.org', timeout=2)"
    with pytest.raises(CellExecutionError, match="the course asked for the network"):
        guarded(new_notebook(cells=[new_code_cell(asking)])).execute()


# -- markup ----------------------------------------------------------------------------------------

EVIL = '<img src="x" onerror="window.hacked = true"> & <b>bold</b>'
TEXTS = {
    "claims": ["statement", "locator"],
    "findings": ["statement"],
    "sources": ["citation"],
    "glossary": ["definition"],
    "questions": ["prompt"],
    "solutions": ["solution"],
    "question_options": ["option", "hint"],
}
# The same in the desktop's kernel and in the browser's: a copy of the tables, with markup in every text that is shown.
SPOIL = f"""
import csv, shutil, tempfile
from pathlib import Path
from helpers import tables
spoiled = Path(tempfile.mkdtemp()) / "data"
shutil.copytree(tables.FOLDER, spoiled)
for name, columns in {TEXTS!r}.items():
    path = spoiled / tables.resource(name)["path"]
    with path.open(newline="", encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    for row in rows:
        row.update({{column: row[column] + {EVIL!r} for column in columns}})
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
tables.FOLDER = spoiled
"""


def spoiled_notebook(name: str) -> nbformat.NotebookNode:
    """A notebook of the course whose tables hold markup."""
    notebook = nbformat.read(ROOT / "notebooks" / name, as_version=4)
    notebook.cells.insert(0, new_code_cell(SPOIL))
    return notebook


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two notebooks, run with such tables."""
    folder = tmp_path_factory.mktemp("spoiled")
    for name in ("00_start_here.ipynb", "06_weighing_the_claims.ipynb"):
        notebook = spoiled_notebook(name)
        NotebookClient(notebook, timeout=120, allow_errors=True).execute()
        nbformat.write(notebook, folder / name)
    return folder


@pytest.mark.parametrize("name", ["00_start_here.ipynb", "06_weighing_the_claims.ipynb"])
def test_markup_in_a_table_is_text_in_stored_outputs_and_handouts(spoiled: Path, name: str) -> None:
    from tests.handouts import page_of

    stored = nbformat.read(spoiled / name, as_version=4)
    shown = [
        str(output.get("data", {}).get("text/html", "")) for cell in stored.cells for output in cell.get("outputs", [])
    ]
    assert any("onerror" in html for html in shown)
    for html in [*shown, page_of(name, stored)]:
        assert not re.search(r"<img[^>]*\sonerror", html)
        assert "<b>bold</b>" not in html


# -- servers and pins ------------------------------------------------------------------------------


SWITCHED_OFF = r"(token|password)[\w.]*\s*=\s*[\"']{0,2}\s*[,)\]\n\"']|disable_check_xsrf"


@pytest.mark.parametrize("path", ["course.py", "deploy/projector.py", "deploy/hub/jupyterhub_config.py"])
def test_no_server_is_started_without_its_token_or_password(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    assert not re.search(SWITCHED_OFF, text)
    assert not re.search(r"dummy|allow_all|allow_unauthenticated", text)


@pytest.mark.parametrize(
    "line", ["--IdentityProvider.token=", "c.ServerApp.token = ''", 'token=""', "c.X.password = ''"]
)
def test_that_search_finds_what_it_looks_for(line: str) -> None:
    assert re.search(SWITCHED_OFF, f'["{line}",]\n')


@pytest.mark.parametrize("pins", ["constraints.txt", "deploy/site/requirements.txt", "deploy/hub/requirements.txt"])
def test_no_pin_has_a_known_hole(pins: str) -> None:
    """Ask the index's advisories; where it gives none, that is said, and not counted as good news."""
    command = [sys.executable, "-m", "pip_audit", "-r", pins, "--no-deps", "--disable-pip", "-f", "json"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    try:
        found = json.loads(result.stdout)["dependencies"]
    except json.JSONDecodeError:
        pytest.skip(f"NOT CHECKED: the advisories could not be asked for: {result.stderr[-200:]}")
    checked = [entry for entry in found if "skip_reason" not in entry]
    if not checked:
        pytest.skip("NOT CHECKED: the index here gives no advisories for any of the pinned packages.")
    assert {entry["name"]: entry["vulns"] for entry in checked if entry["vulns"]} == {}


def test_the_spoiling_spoils() -> None:
    """The test above would be empty if the tables' names or columns had changed."""
    for name, columns in TEXTS.items():
        with (tables.FOLDER / tables.resource(name)["path"]).open(newline="", encoding="utf-8") as handle:
            assert set(columns) <= set(next(csv.reader(handle)))
