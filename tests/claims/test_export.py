"""Judgements: what can't be meant is refused, text stays text, and no file is overwritten."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from nbconvert.filters import markdown2html_mistune

from helpers import explorers
from helpers.claims import export

GOOD = {
    "claim_id": "C-75",
    "verdict": "contradicted",
    "sure_percent": 80,
    "because": "The peak lies in the window (F-104).",
    "would_change": "A trial without dissociation.",
}


def judgement(**other: object) -> export.Judgement:
    return export.Judgement(**(GOOD | other))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ({"claim_id": "C-999"}, "no claim 'C-999'"),
        ({"verdict": "true"}, "no verdict 'true'"),
        ({"sure_percent": 120}, "0 to 100"),
        ({"because": " "}, "needs a reason"),
        ({"would_change": ""}, "change your mind"),
    ],
)
def test_what_can_not_be_meant_says_why(bad: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        judgement(**bad)


def test_the_page_holds_both_verdicts() -> None:
    page = export.markdown_of([judgement()])
    assert "I say: **contradicted** (80 % sure). The course's rule says: contradicted." in page


def test_markup_in_a_reason_stays_text() -> None:
    page = export.markdown_of([judgement(because="<img src=x onerror=alert(1)> & *very*\n# sure")])
    assert "<img" not in page
    assert "&lt;img" in page
    assert r"\*very\* # sure" in page


def test_saving_writes_page_and_table_and_overwrites_nothing(tmp_path: Path) -> None:
    page, rows = export.save([judgement(because="Größer, “quoted”, 5 µM")], tmp_path / "mine ä")
    assert "Größer" in page.read_text(encoding="utf-8")
    table = pd.read_csv(rows)
    assert table.loc[0, "because"] == "Größer, “quoted”, 5 µM"
    assert table.loc[0, "rule_says"] == "contradicted"
    with pytest.raises(FileExistsError, match="exists already"):
        export.save([judgement()], tmp_path / "mine ä")


def test_half_a_save_is_none(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("kept", encoding="utf-8")
    with pytest.raises(FileExistsError):
        export.save([judgement()], tmp_path / "mine")
    assert not (tmp_path / "mine.md").exists()
    assert (tmp_path / "mine.csv").read_text(encoding="utf-8") == "kept"


def test_a_name_with_a_point_keeps_it(tmp_path: Path) -> None:
    assert [path.name for path in export.save([judgement()], tmp_path / "v1.2 mine")] == [
        "v1.2 mine.md",
        "v1.2 mine.csv",
    ]
    assert [path.name for path in export.save([judgement()], tmp_path / "page.md")] == ["page.md", "page.csv"]


def test_nothing_to_save_says_so(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nothing to save"):
        export.save([], tmp_path / "mine")


def test_the_explorer_shows_a_claim_beside_the_rule() -> None:
    explorer = explorers.my_appraisal(claim="G-96", verdict="untested")
    assert explorer.quantities == {"findings": 0, "same": 1, "sure": 60, "supports": 0}
    assert explorer.table is None


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "＝"])
def test_a_spreadsheet_runs_nothing_that_was_exported(tmp_path: Path, start: str) -> None:
    _, rows = export.save(
        [judgement(because=f'{start}HYPERLINK("http://x","y")\r\nmore\u2028lines')], tmp_path / "mine"
    )
    text = rows.read_bytes().decode("utf-8")
    cell = pd.read_csv(rows, keep_default_na=False).loc[0, "because"]
    assert cell.startswith("'")
    assert text.count("\n") == 2  # the header and one row
    assert not set("\r\u2028") & set(text)


def test_numbers_stay_numbers_and_plain_text_stays_as_it_is(tmp_path: Path) -> None:
    _, rows = export.save([judgement(because="Less: 5 - 3 = 2")], tmp_path / "mine")
    assert pd.read_csv(rows).loc[0, ["sure_percent", "because"]].tolist() == [80, "Less: 5 - 3 = 2"]


@pytest.mark.parametrize(
    "hostile",
    [
        "[click](javascript:alert(1))",
        "![](http://elsewhere.example/x.png)",
        r"\[click](javascript:alert(1))",
        "<javascript:alert(1)>",
        "[click][1]\n\n[1]: javascript:alert(1)",
        "`a` ![x][y] <img src=http://elsewhere.example/x.png>",
    ],
)
def test_exported_markdown_holds_no_script_and_no_picture(hostile: str) -> None:
    page = export.markdown_of([judgement(because=hostile, would_change=hostile)])
    html = markdown2html_mistune(page)
    assert "<img" not in html
    assert not re.search(r'(?i)(href|src)="(?!#|https?:)', html)  # headings have addresses, and sources may
