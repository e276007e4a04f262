"""Judgements: what can't be meant is refused, text stays text, and no file is overwritten."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from nbconvert.filters import markdown2html_mistune
from statsmodels.stats.inter_rater import cohens_kappa

from helpers import explorers
from helpers.claims import export
from helpers.claims.appraisal import findings_for, verdicts
from helpers.claims.rule import votes
from helpers.interactive import COLOURS
from tests.pictures import assert_axes, assert_colour, assert_drawn, assert_says, assert_seen, settings_of

GOOD = {
    "claim_id": "C-75",
    "direction": "contradicted",
    "certainty": "high",
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
        ({"direction": "true"}, "no direction 'true'"),
        ({"certainty": "sure"}, "no certainty 'sure'"),
        ({"sure_percent": 120}, "0 to 100"),
        ({"because": " "}, "needs a reason"),
        ({"would_change": ""}, "change your mind"),
    ],
)
def test_what_can_not_be_meant_says_why(bad: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        judgement(**bad)


def test_the_page_holds_both_judgements() -> None:
    page = export.markdown_of([judgement(certainty="low")])
    assert "I say: **contradicted**, certainty low (80 % sure). The course says: contradicted, certainty high." in page
    assert "- Because: The peak lies in the window (F-104).\n- I would change my mind if: A trial without" in page


def test_agreement_is_told_for_each_pair() -> None:
    """As an independent implementation has it, over the claims that both have judged."""
    ids = ["C-75", "C-71", "C-73", "C-12", "N-41", "C-32"]
    said = ["contradicted", "unsettled", "not supported", "holds as stated", "contradicted", "holds as stated"]
    mine = [judgement(claim_id=claim, direction=direction) for claim, direction in zip(ids, said, strict=True)]
    partners = [judgement(claim_id=claim, direction=JUDGED.loc[claim, "direction"]) for claim in ids[:4]]
    # What one of the two calls not examined is left out, whatever the other says.
    mine += [judgement(claim_id="C-08", direction="not examined here")]
    aside = [judgement(claim_id="C-08", direction=JUDGED.loc["C-08", "direction"])]
    aside += [judgement(claim_id="G-96", direction="not examined here")]
    found = export.agreement(mine, [*partners, *aside])
    place = export.FOR_AND_AGAINST.index
    for pair, claims in {"you and course": ids, "you and partner": ids[:4]}.items():
        table = np.zeros((5, 5))
        for claim in claims:
            table[place(said[ids.index(claim)]), place(JUDGED.loc[claim, "direction"])] += 1
        assert found[pair] == pytest.approx(cohens_kappa(table, wt="fc").kappa)
    assert found["partner and course"] == 1
    assert np.isnan(export.agreement(mine)["you and partner"])


def test_the_table_holds_what_others_say() -> None:
    row = export.table_of([judgement(claim_id="C-41", direction="unsettled")]).iloc[0]
    said = [row["course_says"], row["course_certainty"], row["counting_says"]]
    assert said == [*JUDGED.loc["C-41", ["direction", "certainty"]], votes()["C-41"]]


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
    assert table.loc[0, "course_says"] == "contradicted"
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


# -- scene and picture -----------------------------------------------------------------------------

JUDGED = verdicts().set_index("claim_id")
RELATIONS = ["supports", "qualifies", "contradicts"]


def summed(claim: str) -> list[float]:
    """Weights for and against a claim, each study once, added up by hand."""
    sums = dict.fromkeys(RELATIONS, 0.0)
    for row in findings_for(claim).itertuples():
        sums[row.relation] += row.weight if row.speaks else 0.0
    return list(sums.values())


def test_bars_and_numbers_show_what_weighs() -> None:
    for explorer in settings_of("my_appraisal"):
        picture, sums = explorer.picture, explorer.scene.sums
        assert list(sums) == pytest.approx(summed(explorer.values["claim"]))
        assert_drawn(picture.bars, sums)
        assert_seen(picture.bars, [weight > 0 for weight in sums])
        for place, (number, weight) in enumerate(zip(picture.numbers, sums, strict=True)):
            assert number.get_text() == f"{weight:.2f}"
            end = picture.figure.axes[0].get_xlim()[1]
            assert number.get_position() == pytest.approx((weight + 0.015 * end, 2 - place))
        # The first of four scales that leaves the longest bar's number room.
        assert end == next(scale for scale in (1, 2, 4, 10) if max(sums) < 0.72 * scale)


FIELD = ["contradicted", "not supported", "unsettled", "holds, but overstated", "holds as stated", "not examined here"]
LEVELS = ["very low", "low", "moderate", "high"]


def test_each_stands_where_its_answer_is_and_the_others_only_when_they_are_asked_for() -> None:
    """The walkthrough's fault: not a single mark moved with the verdict and the certainty."""
    for explorer in settings_of("my_appraisal"):
        at, picture = explorer.values, explorer.picture
        course = JUDGED.loc[at["claim"]]
        yours = (FIELD.index(at["direction"]), LEVELS.index(at["certainty"]))
        assert_drawn(picture.yours, [yours[0]], [yours[1]])
        assert_drawn(picture.course, [FIELD.index(course["direction"])], [LEVELS.index(course["certainty"])])
        assert_drawn(picture.counting, [FIELD.index(votes()[at["claim"]])], [-1])
        assert picture.yours.get_alpha() == pytest.approx(0.3 + 0.007 * at["sure"])
        told = at["others"] == export.SHOW
        assert_seen([picture.course, picture.counting, *picture.names[1:]], told)
        assert_seen([picture.yours, picture.names[0]])
        assert [text.get_text() for text in picture.names] == ["you", "the course", "counting"]


def test_axes_and_colours_say_what_is_meant() -> None:
    picture = export.AppraisalPicture()
    balance, field = picture.figure.axes
    assert_axes(balance, xlim=(0, 1), xlabel="summed weight", yticks=[2, 1, 0])
    assert [label.get_text() for label in balance.get_yticklabels()] == RELATIONS
    assert [bar.get_y() + bar.get_height() / 2 for bar in picture.bars] == pytest.approx([2, 1, 0])
    for bar, colour, hatch in zip(picture.bars, ("blue", "orange", "red"), ("", "//", "xx"), strict=True):
        assert_colour(bar, COLOURS[colour])
        assert (bar.get_hatch() or "") == hatch
    assert_axes(field, ylabel="certainty", xticks=range(6), yticks=[-1, 0, 1, 2, 3])
    words = [label.get_text().replace("-\n", "").replace("\n", " ") for label in field.get_xticklabels()]
    assert words == FIELD
    assert [label.get_text() for label in field.get_yticklabels()] == ["votes", *LEVELS]
    for mark, colour in ((picture.yours, "pink"), (picture.course, "blue"), (picture.counting, "grey")):
        assert_colour(mark, colour)


def test_the_reading_says_the_claim_what_weighs_and_what_the_three_say() -> None:
    for explorer in settings_of("my_appraisal"):
        at = explorer.values
        found, row = findings_for(at["claim"]), JUDGED.loc[at["claim"]]
        said = [f"{at['claim']}: “{row['statement']}.”"]
        if len(found):
            said += [f"{len(found)} finding{'s' if len(found) > 1 else ''} with these weights:"]
            said += [f"{name} {weight:.2f}" for name, weight in zip(RELATIONS, explorer.scene.sums, strict=True)]
        else:
            said += ["No finding."]
        said += [f"You say: {at['direction']}, certainty {at['certainty']}, {at['sure']:g} % sure."]
        same = at["direction"] == row["direction"]
        course = "The course says the same" if same else f"The course says: {row['direction']}"
        others = [f"{course}, certainty {row['certainty']}.", f"says: {votes()[at['claim']]}."]
        assert_says(explorer, *said, *(others if at["others"] == export.SHOW else []))
        assert ("The course says" in explorer.reading) == (at["others"] == export.SHOW)
        table = explorer.table
        assert (table is None) == found.empty
        if table is not None:
            assert list(table.columns) == ["finding", "relation", "weight", "what was found"]
            assert list(table["finding"]) == list(found["finding_id"])
            assert list(table["weight"]) == list(found["weight"].round(2))
            assert list(table["what was found"]) == list(found["statement"])


def test_a_claim_without_a_finding_says_so() -> None:
    explorer = explorers.my_appraisal(claim="G-96", direction="not examined here", others=export.SHOW)
    assert_says(explorer, "No finding. You say: not examined here, certainty low, 60 % sure. The course says the same")
    assert explorer.table is None


def test_known_numbers_are_said() -> None:
    """The clinic's page on the dose: a label and trials stand against it."""
    told = explorers.my_appraisal(others=export.SHOW)
    assert_says(told, "5 findings with these weights: supports 0.00,", "says: contradicted, certainty high.")
