"""Handouts and slides: each notebook as a page that needs no kernel, no script and no network, and as a PDF.

The notebooks are run anew for them, so that a rehearsal leaves no trace on paper.

python3 course.py handouts [FOLDER]      HTML and PDF, into handouts/ if no folder is named
python3 course.py slides [FOLDER]        the same cells, a screen each, into slides/
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from html import escape
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter
from playwright.sync_api import sync_playwright

from deploy import clean
from helpers.exercises import judging
from helpers.exercises.answers import right_answer
from tests.browser import chromium

ROOT = Path(__file__).resolve().parents[1]
STYLE = """
body { font: 1.05rem/1.5 system-ui, sans-serif; color: #1a1a1a; background: white; margin: 0 }
main { max-width: 46rem; margin: 0 auto; padding: 1rem }
h1, h2, h3 { line-height: 1.2 } h2 { margin-top: 2.2rem }
pre, code { font-family: ui-monospace, monospace; font-size: .92em }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f4f4f4 }
pre { padding: .5rem .8rem; border-left: 3px solid #888 }
img, svg { max-width: 100%; height: auto }
table { border-collapse: collapse; font-size: .9em }
th, td { border: 1px solid #bbb; padding: .2rem .5rem; overflow-wrap: anywhere }
a { color: #0b4f9e } blockquote { border-left: 4px solid #b35900; margin-left: 0; padding-left: 1rem }
@media print { h2, h3 { break-after: avoid } img, table, pre { break-inside: avoid } main { max-width: none } }
"""
SLIDES = """
html { scroll-snap-type: y proximity } main { max-width: 60rem; font-size: 1.25rem }
section { min-height: 100vh; box-sizing: border-box; padding: 2rem 1rem; border-bottom: 1px solid #ccc }
section { scroll-snap-align: start }
@media print { section { break-after: page; min-height: 0 } }
"""


def body_of(notebook: nbformat.NotebookNode) -> str:
    """A notebook's cells with their outputs, as HTML without scripts and styles."""
    exporter = HTMLExporter(
        template_name="basic", exclude_input_prompt=True, exclude_output_prompt=True, exclude_anchor_links=True
    )
    body, _ = exporter.from_notebook_node(notebook)
    body = re.sub(r"<(script|style)\b.*?</\1>", "", body, flags=re.S)
    # The exporter makes every cell focusable, which is of use in Jupyter and a stumbling block on a page.
    body = re.sub(r'\s(tabindex="0"|style="[^"]*--jp[^"]*")', "", body)
    return re.sub(r'href="(\d\d_[a-z_]+)\.ipynb', r'href="\1.html', body)


def answers_of(name: str) -> str:
    """What the predictions of a notebook come to: on paper they stand at its end, not where they are asked for."""
    asked = judging.questions()
    asked = asked[asked["kind"].eq("predict") & asked["notebook"].eq(name)]
    if asked.empty:
        return ""
    items = "".join(
        f"<li><strong>{escape(row['prompt'])}</strong> {escape(right_answer(row))}{'. ' if right_answer(row) else ''}"
        f"{escape(row['solution'])}</li>"
        for _, row in asked.iterrows()
    )
    return f"<h2>What the predictions come to</h2><ol>{items}</ol>"


def page_of(name: str, notebook: nbformat.NotebookNode, slides: bool = False) -> str:
    """A notebook as a whole page."""
    title = name[3:].replace("_", " ").capitalize()
    body = body_of(notebook) + answers_of(Path(name).stem)
    if slides:
        parts = re.split(r"(?=<h[23]\b)", body)
        body = "".join(f"<section>{part}</section>" for part in parts)
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(title)} · How Ketamine Works</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}{SLIDES if slides else ''}</style></head><body><main>{body}</main></body></html>"
    )


def write_pages(folder: Path, notebooks: Mapping[Path, nbformat.NotebookNode], slides: bool = False) -> list[Path]:
    """Write the pages of notebooks that have just been run, and return where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for path, notebook in notebooks.items():
        target = folder / f"{path.stem}.html"
        target.write_text(page_of(path.stem, notebook, slides), encoding="utf-8")
        written.append(target)
    return written


def print_pages(pages: list[Path]) -> None:
    """Print pages to PDF beside them, tagged, with an outline of their headings."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium.launch_arguments())
        for path in pages:
            page = browser.new_page()
            page.goto(path.resolve().as_uri())
            page.pdf(
                path=path.with_suffix(".pdf"),
                format="A4",
                tagged=True,
                outline=True,
                margin={"top": "15mm", "bottom": "15mm"},
            )
            page.close()
        browser.close()


def main(words: list[str]) -> int:
    """Make handouts, or slides."""
    kind, *rest = words
    folder = Path(rest[0]) if rest else ROOT / kind
    print("Running the notebooks ...", flush=True)
    pages = write_pages(folder, clean.run_all(clean.notebooks()), slides=kind == "slides")
    if kind == "handouts" and chromium.available():
        print_pages(pages)
    elif kind == "handouts":
        print("No browser was found, so there are no PDFs; the pages can be printed from any browser.")
    print(f"{len(pages)} pages in {folder}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
