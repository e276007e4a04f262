"""Faults put in on purpose: which are offered, which are not, and whether the tests of the course notice them."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.mutants import kinds, report
from tests.mutants.__main__ import COURSE, ROOT, equivalents, sources_of
from tests.mutants.faults import Fault, apply, faults_of, fields_known, sample
from tests.mutants.suites import Selection, Suite, explorers_of, suite_of

HERE = "study/thing.py"
MODEL, PICTURE = "# -- model -------\n", "# -- picture -------\n"
SCENE = """
@dataclass(frozen=True)
class Scene:
    low: float
    high: float
    name: str
    @property
    def middle(self) -> float:
        return 0
"""


def wrong(source: str, path: str = HERE) -> dict[str, str]:
    """What can be wrong in a file, in words, and the line that is changed then."""
    sources = {path: source}
    right = ast.unparse(ast.parse(source)).splitlines()
    found = {}
    for fault in faults_of(path, sources):
        lines = apply(fault, sources).splitlines()
        assert len(lines) == len(right)
        found[fault.words] = "; ".join(
            line.strip() for line, before in zip(lines, right, strict=True) if line != before
        )
    return found


# -- what is offered -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "share = 100, part",
            [
                "share = (50, part)",
                "share = (101, part)",
                "share = (-100, part)",
                "share = (1, part)",
                "share = (part, 100)",
            ],
        ),
        ("limit = 0.05", ["limit = 0.025", "limit = 1.05", "limit = -0.05", "limit = 5.0"]),
        ("low = -3", ["low = -2", "low = 3", "low = -300"]),
        ("rest = whole - part", ["rest = whole + part"]),
        ("rate = part / whole", ["rate = part * whole"]),
        ("back = -change", ["back = change"]),
        ("most = found.max()", ["most = found.min()"]),
        ("fits = all(each)", ["fits = any(each)"]),
        ("mean = found.mean()", ["mean = found.sum()"]),
        ("late = day > dose", ["late = day >= dose", "late = day < dose"]),
        ("same = one == other", ["same = one != other"]),
        ("well = here and there", ["well = here or there"]),
        ("word = one if well else other", ["word = one if not well else other"]),
        ("seen = True", ["seen = False"]),
        ("found = rate(dose, time)", ["found = rate(time, dose)"]),
        ("names = ['drug', 'placebo']", ["names = ['placebo', 'drug']"]),
        ("plan = Plan(dose=one, days=other)", ["plan = Plan(dose=other, days=one)"]),
        ("values = {'one': first, 'two': second}", ["values = {'one': second, 'two': first}"]),
        ("axes.plot(x, color=COLOURS['blue'])", ["pass", "COLOURS['orange']", "COLOURS['pink']"]),
        ("axes.plot(x, linestyle='--')", ["pass", "linestyle='-'"]),
        ("self.line.set_data(x, y)", ["pass", "self.line.set_data(y, x)"]),
        ("axes.set(ylabel='still well (%)')", ["pass", "ylabel='still well ()'"]),
        ("axes.set(ylabel='score of mood')", ["pass", "ylabel='score of'"]),
        ("text += f'{days:g} days gained.'", ["pass", "weeks gained.", "days lost."]),
        ("text = f'{dose:.1f} mg in {time:.0f} min'", ["{time:.1f} mg in {dose:.0f} min", "µg"]),
    ],
)
def test_an_operator_makes_the_fault_that_it_names(line: str, expected: list[str]) -> None:
    found = list(wrong(f"def work():\n    {line}\n").values())
    assert len(found) == len(expected), found
    for part in expected:
        assert any(part in each for each in found), (part, found)


@pytest.mark.parametrize(
    "line",
    [
        '"""Twice 2 is more than 3."""',
        "figure = new_figure(7.4, 3.8)",
        "random = np.random.default_rng(11)",
        "SEED = 11",
        "raise ValueError(f'{low} to {high} is more than 3.')",
        "def inner(x: Literal[1, 2]) -> Literal[1, 2]: pass",
        "about = About(kind='more', leaves_out='less')",
        "word = label(x, fontsize=9, zorder=3, alpha=0.3, linewidth=2)",
        "style = {'fontsize': 9, 'linewidth': 2}",
        "axes.tick_params(length=0)",
        "axes.spines[['top', 'right']].set_visible(False)",
        "artist.set(animated=True, in_layout=False)",
        "from numpy import *",
        "text = f'{dose:.1f}'",
        "pair = [same, same]",
        "column = table[['one', 'two']]",
        "for axes in (left, right): pass",
        "near = isclose(one, other)",
    ],
)
def test_what_is_taste_or_for_programmers_is_no_fault(line: str) -> None:
    assert wrong(f"def work():\n    {line}\n") == {}


def test_what_is_neutral_is_not_turned() -> None:
    assert "found = x - 0" not in wrong("found = x + 0").values()
    assert "found = x / 1" not in wrong("found = x * 1").values()


def test_what_is_only_there_until_the_first_scene_is_no_fault() -> None:
    made = "class ThingPicture:\n    def {}(self):\n        bars = axes.barh(places, [0.0, 0.0])\n"
    assert wrong(made.format("__init__")) == {
        "places, [0.0, 0.0] -> [0.0, 0.0], places": "bars = axes.barh([0.0, 0.0], places)"
    }
    assert any("1" in each for each in wrong(made.format("move")).values())


def test_code_that_runs_elsewhere_is_left_alone() -> None:
    assert wrong("if __name__ == '__main__':\n    sys.exit(main(1))") == {}
    assert wrong("def place():\n    if sys.platform == 'emscripten':\n        return 1 + 2") == {}


def test_a_field_is_confused_with_those_of_the_same_type_only() -> None:
    found = wrong(f"{SCENE}\ndef read(scene: Scene) -> str:\n    return scene.low\n")
    assert "scene.low -> scene.high" in found
    assert "scene.low -> scene.middle" in found
    assert "scene.low -> scene.name" not in found


def test_fields_of_a_folder_and_of_what_is_imported_are_known() -> None:
    sources = {
        "study/big/model.py": SCENE,
        "study/big/picture.py": "x = 1",
        "study/other.py": "from helpers.study.big.model import Scene",
    }
    assert fields_known("study/big/picture.py", sources)["Scene"]["high"] == "float"
    assert set(fields_known("study/other.py", sources)) == {"Scene"}
    assert fields_known("study/none.py", sources | {"study/none.py": ""}) == {}


def test_a_sentence_over_several_lines_names_the_line_of_the_fault() -> None:
    source = (
        'def read():\n    return (\n        f"{one:g} and "\n        f"{100 * two:g} or {three[\'x\']:g}."\n    )\n'
    )
    lines = {fault.words: fault.line for fault in faults_of(HERE, {HERE: source})}
    assert lines["100 * two -> 50 * two"] == 4
    assert lines["{100 * two}, {three['x']} -> the other way round"] == 3  # of the whole sentence


# -- the course ------------------------------------------------------------------------------------


@cache
def everything() -> list[Fault]:
    sources = sources_of(COURSE)
    return [fault for path in sources if kinds.room_of(path) for fault in faults_of(path, sources)]


def test_faults_of_the_whole_course_can_be_applied_and_change_something() -> None:
    sources = sources_of(COURSE)
    faults = everything()
    assert {fault.kind for fault in faults} == set(kinds.KINDS)
    for fault in sample(faults, 30, seed=8):
        assert apply(fault, sources) != ast.unparse(ast.parse(sources[fault.path])) + "\n", fault
        assert fault.text in sources[fault.path]


def test_the_same_seed_draws_the_same_faults_in_equal_parts() -> None:
    faults = everything()
    drawn = sample(faults, 100, seed=1)
    assert drawn == sample(faults, 100, seed=1) != sample(faults, 100, seed=2)
    assert [sum(fault.kind == kind for fault in drawn) for kind in kinds.KINDS] == [20] * 5
    assert len({(fault.path, fault.site) for fault in drawn}) == 100
    pictures = [fault for fault in faults if fault.kind == "picture"]
    assert sample(pictures, 20, seed=1) == [fault for fault in drawn if fault.kind == "picture"]


def test_where_a_kind_has_few_faults_the_others_fill_up() -> None:
    faults = [fault for fault in everything() if fault.kind in ("model", "picture")]
    few = [next(fault for fault in faults if fault.kind == "model")]
    drawn = sample([*few, *(fault for fault in faults if fault.kind == "picture")], 10, seed=1)
    assert sorted(fault.kind for fault in drawn) == ["model"] + ["picture"] * 9


@pytest.mark.parametrize(
    ("path", "section", "definition", "kind"),
    [
        ("behavioral/relapse.py", "", "", "model"),
        ("behavioral/relapse.py", "model", "Scene", "model"),
        ("behavioral/relapse.py", "picture", "RelapsePicture", "picture"),
        ("behavioral/relapse.py", "picture", "_set_heights", "picture"),
        ("behavioral/relapse.py", "picture", "read", "reading"),
        ("behavioral/relapse.py", "reading", "_ratio", "reading"),
        ("behavioral/relapse.py", "picture", "_read_plan", "reading"),
        ("behavioral/relapse.py", "picture", "readable", "picture"),
        ("behavioral/relapse.py", "explorer", "explore_relapse", None),
        ("molecular/cascade/model.py", "inside", "paths", "model"),
        ("molecular/cascade/picture.py", "all wirings", "_row_labels", "picture"),
        ("molecular/cascade/reading.py", "", "listing", "reading"),
        ("molecular/pharmacokinetics/picture.py", "the reading", "describe", "reading"),
        ("molecular/cascade/explorer.py", "", "explore_cascade", None),
        ("molecular/cascade/__init__.py", "", "", None),
        ("claims/appraisal.py", "questions that people ask", "why", "rule"),
        ("claims/chain.py", "model", "weakest", "rule"),
        ("claims/chain.py", "picture", "ChainPicture", "picture"),
        ("exercises/judging.py", "", "judge", "exercises"),
        ("interactive/drawing.py", "", "Drawing", None),
        ("tables.py", "reading", "load", None),
    ],
)
def test_every_place_has_its_kind(path: str, section: str, definition: str, kind: str | None) -> None:
    assert kinds.kind_of(path, section, definition) == kind


# -- which tests run -------------------------------------------------------------------------------


def test_a_file_has_its_own_tests_and_those_of_its_explorers() -> None:
    index = explorers_of((COURSE / "explorers.py").read_text(encoding="utf-8"))
    relapse, cascade = (suite_of(path, ROOT, index) for path in ("behavioral/relapse.py", "molecular/cascade/model.py"))
    assert relapse.explorers == {"relapse"}
    assert relapse.files[0] == "tests/behavioral/test_relapse.py"
    assert relapse.files[-1] == "tests/test_explorers.py"
    assert cascade.explorers == {"cascade", "wirings"}
    assert cascade.files[0] == "tests/molecular/test_cascade.py"
    assert "tests/data/test_ledger_integrity.py" in suite_of("claims/appraisal.py", ROOT, index).files
    assert suite_of("exercises/memory.py", ROOT, index).files[0] == "tests/test_memory.py"
    assert suite_of("study/untested.py", ROOT, index).files == ("tests/study",)


def test_every_test_file_that_is_named_is_there() -> None:
    index = explorers_of((COURSE / "explorers.py").read_text(encoding="utf-8"))
    for path in filter(kinds.room_of, sources_of(COURSE)):
        for name in suite_of(path, ROOT, index).files:
            assert (ROOT / name).exists(), name


@pytest.mark.parametrize(
    ("file", "name", "case", "wanted"),
    [
        ("test_relapse.py", "test_anything", None, True),
        ("test_explorers.py", "test_it_shows", "relapse", True),
        ("test_explorers.py", "test_it_shows", "power", False),
        ("test_explorers.py", "test_it_shows", "relapse_times", False),
        ("test_explorers.py", "test_the_index", None, False),
        ("test_explorers.py", "test_ten_thousand", "relapse", False),
        ("test_pictures.py", "test_relapse_is_drawn_as_it_is", None, True),
    ],
)
def test_of_the_common_tests_those_of_the_explorer_are_kept(
    file: str, name: str, case: str | None, wanted: bool
) -> None:
    selection = Selection(Suite((), frozenset({"relapse"}), frozenset({"test_ten_thousand"})))
    item = SimpleNamespace(originalname=name, name=name, path=Path("tests", file))
    if case is not None:
        item.callspec = SimpleNamespace(id=case)
    assert selection.wants(item) is wanted


# -- what is told ----------------------------------------------------------------------------------

FAULT = Fault(HERE, 0, (0, 0), "model", "half", 3, "return x / 2", "2 -> 4")
OTHER = Fault(HERE, 1, (1, 0), "reading", "", 9, "`x`", "x -> y")


def test_the_result_is_told_by_kind_with_what_was_not_noticed() -> None:
    page = report.page(report.Result([FAULT, FAULT], [OTHER], [(FAULT, "nobody sees it")]), seed=4)
    assert "| model | 2 | 2 | 100 % |" in page
    assert "| reading | 1 | 0 | 0 % |" in page
    assert "| all | 3 | 2 | 66 % |" in page
    assert "- reading, study/thing.py:9, module: `x -> y` in `` `x` ``" in page
    assert "in `return x / 2`: nobody sees it" in page
    assert "seed 4" in page


def test_a_known_equivalent_is_told_by_its_line_wherever_that_stands() -> None:
    row = report.Equivalent(HERE, "half", "return x / 2", "2 -> 4", "nobody sees it")
    assert row.is_(FAULT)
    assert not row.is_(OTHER)


def test_every_equivalent_has_a_reason() -> None:
    assert all(row.reason and row.file in sources_of(COURSE) for row in equivalents())


# -- the whole, run --------------------------------------------------------------------------------

SMALL = {
    "src/helpers/__init__.py": "",
    "src/helpers/explorers.py": "INDEX = {}",
    "src/helpers/study/__init__.py": "",
    "src/helpers/study/thing.py": f"{MODEL}\ndef half(x):\n    return x / 2\n\n\ndef unheard(x):\n    return x - 7\n",
    "tests/__init__.py": "",
    "tests/study/__init__.py": "",
    "tests/study/test_thing.py": "from helpers.study import thing\ndef test_half():\n    assert thing.half(4) == 2\n",
    "pyproject.toml": "",
    "data/none.csv": "",
    "notebooks/none.ipynb": "",
}
needs_fork = pytest.mark.skipif(sys.platform == "win32", reason="there is no fork on Windows")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A course of one file, of which one half is tested."""
    for name, text in SMALL.items():
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    shutil.copytree(ROOT / "tests/mutants", tmp_path / "tests/mutants", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.mutants", *words]
    return subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", check=False)


@needs_fork
def test_a_fault_is_noticed_exactly_where_something_is_tested(small: Path) -> None:
    ran = run(small, "--out", "result.md", "--least", "60")
    page = (small / "result.md").read_text(encoding="utf-8")
    assert "half: " not in page
    assert "unheard: `x - 7 -> x + 7`" in page
    assert str(small) not in page
    assert ran.returncode == 1
    assert "Less than 60 % is noticed of: model, all." in ran.stderr
    assert (small / "src/helpers/study/thing.py").read_text(encoding="utf-8") == SMALL["src/helpers/study/thing.py"]


@needs_fork
def test_tests_that_fail_without_a_fault_stop_it(small: Path) -> None:
    (small / "tests/study/test_thing.py").write_text("def test_nothing():\n    assert False\n", encoding="utf-8")
    ran = run(small)
    assert ran.returncode == 1
    assert ran.stderr.startswith("The tests of study/thing.py fail without a fault:")


@needs_fork
def test_a_fault_that_hangs_is_noticed(small: Path) -> None:
    thing = "def count(x):\n    while x < 3:\n        x += 1\n    return x\n"
    (small / "src/helpers/study/thing.py").write_text(thing, encoding="utf-8")
    check = "from helpers.study import thing\n\n\ndef test_count():\n    assert thing.count(0) == 3\n"
    (small / "tests/study/test_thing.py").write_text(check, encoding="utf-8")
    ran = run(small, "--limit", "2")
    assert "noticed (hung or crashed): study/thing.py:3 left out: x += 1" in ran.stdout


def test_a_file_without_faults_is_told(small: Path) -> None:
    assert "no fault to put in" in run(small, "--file", "src/helpers/explorers.py").stderr


# -- the course's own tests ------------------------------------------------------------------------

QUICK = ("behavioral/relapse.py",)
NOTICED_OF_20 = 18


@needs_fork
def test_most_of_twenty_small_faults_are_noticed() -> None:
    """A sample, with files whose tests are quick; `python3 course.py mutants` looks at all of them."""
    files = [word for name in QUICK for word in ("--file", f"src/helpers/{name}")]
    ran = run(ROOT, "--faults", "20", "--seed", "20", *files)
    found = re.search(r"\| all \| 20 \| (\d+) \|", ran.stdout)
    assert found, ran.stdout + ran.stderr
    assert int(found[1]) >= NOTICED_OF_20, ran.stdout
