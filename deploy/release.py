"""Make the offline bundle: python3 course.py release [--pyodide FOLDER] [--out FOLDER]."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EPOCH = (2020, 1, 1, 0, 0, 0)  # one date for all files, so that the same content makes the same bundle
READ_ME = """How Ketamine Works, version {version}: the whole course without a network

Unpack this file. You need Python 3.8 or newer and a browser; nothing is installed.

    python3 start.py          (on Windows: py start.py)

opens the course in your browser. It runs there, in the page itself; what you answer stays in that browser.
The folder handouts has every notebook as a page and as a PDF, which need neither Python nor a script.

The course teaches how ketamine is studied and used. It gives no advice on treatment. If you are in distress: in the
United States call or text 988; elsewhere your emergency number or a local helpline.

Code is under the MIT licence, text and tables under CC BY 4.0 (files/LICENSE). The folder static/pyodide holds Pyodide,
under the Mozilla Public License 2.0, and the libraries that come with it under their own licences; the pages around the
notebooks are JupyterLite's, under the BSD licence.
"""


def main(words: list[str] | None = None) -> None:
    """Build site and handouts and pack them."""
    parser = argparse.ArgumentParser(prog="course.py release", description="Make the offline bundle as one file.")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="folder for the bundle")
    parser.add_argument("--pyodide", help="folder with Pyodide's distribution, for a machine without network")
    options = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as name:
        content = Path(name) / "content"
        offline = ["--pyodide", options.pyodide] if options.pyodide else []
        course("site", "--out", str(content), *offline)
        course("handouts", str(content / "handouts"))
        if not any((content / "handouts").glob("*.pdf")):
            sys.exit("The bundle was not made: the handouts have no PDFs, which need a browser on this machine.")
        (content / "READ_ME.txt").write_text(READ_ME.format(version=version()), encoding="utf-8")
        print(f"The bundle is {pack(content, options.out)}.")


def version() -> str:
    """The course's version, the same in the package, the citation and the changelog.

    Raises
    ------
    SystemExit
        If they differ; the message says how.
    """
    package = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    citation = re.search(r"^version: (\S+)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)
    newest = re.search(r"^## (\d\S*)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    found = {"pyproject.toml": package, "CITATION.cff": citation and citation[1], "CHANGELOG.md": newest and newest[1]}
    if len(set(found.values())) > 1:
        sys.exit(f"The version differs: {', '.join(f'{file} says {number}' for file, number in found.items())}.")
    return str(package)


def course(*words: str) -> None:
    """Run a command of the course; stop where it stops."""
    if subprocess.call([sys.executable, "course.py", *words], cwd=ROOT):
        sys.exit(f"The bundle was not made: 'course.py {words[0]}' stopped (the lines above say why).")


def pack(content: Path, out: Path) -> Path:
    """Pack a folder into one file; nothing is overwritten half-way.

    Returns
    -------
    Path
        The bundle.
    """
    out.mkdir(parents=True, exist_ok=True)
    name = f"how-ketamine-works-{version()}"
    part = out / f"{name}.zip.part"
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as bundle:
        for path in sorted(path for path in content.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"{name}/{path.relative_to(content).as_posix()}", EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            bundle.writestr(entry, path.read_bytes())
    return part.replace(out / f"{name}.zip")


if __name__ == "__main__":
    main()
