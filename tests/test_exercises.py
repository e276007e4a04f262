"""Exercises: right answers are right, wrong ones get the hint that fits, and silence never fails."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import SimpleNamespace

import nbformat
import numpy as np
import pandas as pd
import pytest

from helpers import exercises, explorers, tables
from helpers.exercises import judging, memory
from helpers.interactive import Explorer
from helpers.molecular import pharmacokinetics as pk
from helpers.molecular import receptors
from helpers.study import planner
from tests import kept, said

ROOT = Path(__file__).resolve().parents[1]

QUESTIONS = judging.questions()
KINDS = ("predict", "challenge", "check", "recall", "judge")
OF_KIND = {kind: list(QUESTIONS.index[QUESTIONS["kind"] == kind]) for kind in KINDS}


@pytest.fixture(autouse=True)
def fresh_progress(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(memory.VARIABLE, str(tmp_path / "progress.jsonl"))


def explorer_for(question_id: str):  # type: ignore[no-untyped-def]
    return getattr(explorers, QUESTIONS.loc[question_id, "explorer"])()


def right_answer(question_id: str) -> object:
    asked = QUESTIONS.loc[question_id]
    if asked["form"] == "number":
        return asked["answer"]
    if asked["form"] == "choice":
        return exercises.options(question_id).query("correct")["option"].iloc[0]
    return pk.study_peaks()


# -- the tables ------------------------------------------------------------------------------------


@pytest.mark.parametrize("question_id", OF_KIND["check"])
def test_the_right_answer_is_right(question_id: str) -> None:
    assert exercises.judge(question_id, right_answer(question_id)).right


def test_every_choice_has_one_right_option_and_hints_for_the_others() -> None:
    for question_id in QUESTIONS.index[QUESTIONS["form"].isin(["choice", "bars"])]:
        offered = exercises.options(question_id)
        assert offered["correct"].sum() == 1, question_id
        assert (offered.loc[~offered["correct"], "hint"] != "").all(), question_id
        assert (offered.loc[offered["correct"], "hint"] == "").all(), question_id


def truth_of(question_id: str) -> object:
    """What is right: in the table, or in the picture of a prediction as the notebook opens it."""
    if QUESTIONS.loc[question_id, "kind"] != "predict":
        return None
    return opened(question_id).standing(QUESTIONS.loc[question_id, "quantity"])


@cache
def opened(question_id: str) -> Explorer:
    """The explorer of a prediction, with the first values that the notebook gives it."""
    notebook = nbformat.read(ROOT / "notebooks" / f"{QUESTIONS.loc[question_id, 'notebook']}.ipynb", as_version=4)
    call = next(cell.source for cell in notebook.cells if f'exercises.predict("{question_id}"' in cell.source)
    return eval(call.split(", ", 1)[1].removesuffix(")"), {"explorers": explorers, "planner": planner})


@pytest.mark.parametrize("question_id", list(QUESTIONS.index[QUESTIONS["form"].isin(["number", "sketch"])]))
def test_every_wrong_number_is_told_why(question_id: str) -> None:
    """Some number in each range is told its reason; what lies beyond all of them is told one, too."""
    rows = tables.load("question_hints").query("question_id == @question_id")
    assert len(rows) >= 2
    assert rows["low"].isna().any(), f"{question_id} has no reason for all that is too low."
    assert rows["high"].isna().any(), f"{question_id} has no reason for all that is too high."
    if QUESTIONS.loc[question_id, "form"] == "sketch":
        return
    truth = truth_of(question_id)
    for row in rows.itertuples():
        low = row.high - 3 * abs(row.high) - 1 if pd.isna(row.low) else row.low
        high = row.low + 3 * abs(row.low) + 1 if pd.isna(row.high) else row.high
        verdicts = [exercises.judge(question_id, float(number), truth) for number in np.linspace(low, high, 200)]
        assert any(row.hint in verdict.words for verdict in verdicts), f"Nobody can be told: {row.hint}"
        assert not any(verdict.right for verdict in verdicts if row.hint in verdict.words)


def test_numbers_in_the_tables_are_what_the_models_give() -> None:
    answers = QUESTIONS["answer"]
    assert answers["micromoles"] == pytest.approx(float(receptors.micromolar(185)), rel=0.002)
    half_block = receptors.affinity_choices()["choice"].iloc[-1]
    assert answers["free_part"] == pytest.approx(
        100 * float(receptors.filled(185, half_block, receptors.FREE)), rel=0.01
    )
    claims = tables.load("claims")
    assert answers["ledger_share_hedged"] == pytest.approx(100 * (claims["wording"] == "hedged").mean(), abs=0.1)


def test_goals_name_quantities_that_the_explorer_has() -> None:
    for question_id in OF_KIND["challenge"]:
        wanted = set(tables.load("question_goals").query("question_id == @question_id")["quantity"])
        explorer = explorer_for(question_id)
        assert all(explorer.standing(name) is not None for name in wanted), question_id


# -- judging ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("relation", "found", "met"),
    [
        ("at_most", 100 * (1 + 5e-10), True),  # what rounding leaves
        ("at_most", 100 * (1 + 1e-8), False),
        ("at_least", 100 * (1 - 5e-10), True),
        ("at_least", 100 * (1 - 1e-8), False),
        ("at_most", 150, False),
        ("at_least", 50, False),
    ],
)
def test_a_goal_forgives_a_hairs_breadth_and_no_more(relation: str, found: float, met: bool) -> None:
    goal = SimpleNamespace(relation=relation, value=100.0)
    assert judging._is_met(goal, found) is met


def test_a_wrong_number_is_told_how_near_it_is() -> None:
    assert exercises.judge("free_part", 60).grade == "wrong"
    assert exercises.judge("free_part", 32.5).words.startswith("Close. ")
    assert exercises.judge("free_part", 60).words.startswith("Not quite. ")
    assert exercises.judge("free_part", 60).words != exercises.judge("free_part", 12).words
    assert "number is asked for" in exercises.judge("free_part", "thirty").words
    assert "number is asked for" in exercises.judge("free_part", True).words


def test_a_choice_that_is_not_offered_lists_what_is() -> None:
    assert "none of the options" in exercises.judge("ledger_silent", "tabloid").words


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda table: table["model"].tolist(), "DataFrame is asked for"),
        (lambda table: table.rename(columns={"peak_ng_per_ml": "peak"}), "lacks the column peak_ng_per_ml"),
        (lambda table: table.head(3), "has 3 rows; 4 are asked for"),
        (lambda table: table.replace("kamp2020", "kamp"), "No row for model kamp2020"),
        (lambda table: table.assign(peak_ng_per_ml=[506, 480, 400, 450]), "peak_ng_per_ml is off for clements1981"),
        (lambda table: table.assign(peak_ng_per_ml=float("nan")), "is off for kamp2020, domino1982"),
    ],
)
def test_a_wrong_table_gets_the_hint_that_fits(spoil, words: str) -> None:  # type: ignore[no-untyped-def]
    verdict = exercises.judge("model_peaks", spoil(pk.study_peaks()))
    assert not verdict.right
    assert words in verdict.words


def test_a_table_may_be_off_by_its_tolerance_and_no_more() -> None:
    tolerance = tables.row("solutions", "model_peaks")["tolerance_percent"] / 100
    answer = pk.study_peaks()
    for part, right in ((0.95, True), (1.05, False)):
        for sign in (1, -1):
            off = answer.assign(peak_ng_per_ml=answer["peak_ng_per_ml"] * (1 + sign * part * tolerance))
            assert exercises.judge("model_peaks", off).right is right


@pytest.mark.parametrize(("off_percent", "problem"), [(3.9, ""), (4.1, "peak is off for one.")])
def test_a_tolerance_is_a_percentage(off_percent: float, problem: str) -> None:
    wanted = pd.DataFrame({"model": ["one"], "peak": [50.0]})
    answer = wanted.assign(peak=50 * (1 + off_percent / 100))
    assert judging._table_problem(answer, wanted, 4.0) == problem


def test_numbers_that_are_texts_count_as_numbers() -> None:
    answer = pk.study_peaks()
    assert exercises.judge("model_peaks", answer.assign(peak_ng_per_ml=answer["peak_ng_per_ml"].astype(str))).right
    assert "is off for" in exercises.judge("model_peaks", answer.assign(peak_ng_per_ml="many")).words


def test_a_number_that_nobody_typed_is_no_answer() -> None:
    prediction = exercises.predict("receptor_left", explorers.effect_after_drug())
    prediction.commit()
    assert prediction.explorer._stage.locked
    assert not exercises.check("free_part").submit().right
    assert memory.tries("free_part") == 0


@pytest.mark.parametrize("model", list(tables.load("pk_models")["model_id"]))
def test_half_of_the_exposure_is_half_in_every_model(model: str) -> None:
    goals = exercises.judge_goals("gentle_infusion", explorers.infusion(dose=0.25, minutes=120, model=model))
    assert goals.right, goals.words


def test_the_order_of_rows_and_further_columns_do_not_matter() -> None:
    answer = pk.study_peaks().iloc[::-1].assign(note="mine")
    assert exercises.judge("model_peaks", answer).right


# -- widgets ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("question_id", OF_KIND["check"])
def test_an_unanswered_check_fails_nothing(question_id: str) -> None:
    check = exercises.check(question_id)
    assert check.feedback in ("", exercises.UNANSWERED)
    assert QUESTIONS.loc[question_id, "prompt"] in check._repr_mimebundle_()["text/plain"]


def test_the_solution_opens_after_three_tries() -> None:
    check = exercises.check("free_part")
    for value in (1.0, 2.0):
        check.submit(value)
        assert check._solution.disabled
    check.submit(3.0)
    assert not check._solution.disabled
    check._solution.click()
    assert check.feedback.startswith("Solution: 30 %")
    assert not exercises.check("free_part")._solution.disabled  # and stays open


def test_the_solution_opens_after_success() -> None:
    check = exercises.check("free_part", 30.4)
    assert check.feedback == f"Right. {QUESTIONS.loc['free_part', 'solution']}"
    assert check._said.grade == "right"
    assert not check._solution.disabled


def test_tries_of_a_cell_that_is_run_again_add_up() -> None:
    wrong = pd.DataFrame({"model": ["kamp2020"]})
    checks = [exercises.check("model_peaks", wrong) for _ in range(3)]
    assert [check._solution.disabled for check in checks] == [True, True, False]


def test_checking_without_choosing_is_no_try() -> None:
    check = exercises.check("ledger_silent")
    check.submit()
    assert check.feedback == exercises.UNANSWERED
    assert memory.tries("ledger_silent") == 0


def a_guess(question_id: str) -> object:
    """Something that can be answered: the first option, a number, a straight line."""
    asked = QUESTIONS.loc[question_id]
    if asked["form"] == "choice":
        return exercises.options(question_id)["option"].iloc[0]
    if asked["form"] == "bars":
        return [0.1 * place for place in range(1, 8)]
    number = {"r": 0.3, "of 4": 3.0}.get(asked["unit"], 20.0)
    return [number] * 5 if asked["form"] == "sketch" else number


@pytest.mark.parametrize("question_id", OF_KIND["predict"])
def test_a_prediction_is_sealed_then_stands_beside_the_result(question_id: str) -> None:
    asked = QUESTIONS.loc[question_id]
    prediction = exercises.predict(question_id, explorer_for(question_id))
    stage, html = prediction.explorer._stage, prediction._repr_mimebundle_()["text/html"]
    assert stage.locked
    assert (stage.still, stage.moving, stage.headline, stage.reading, stage.table) == ("", "", "", "", None)
    assert "Empty axes" in html
    assert prediction.explorer.reading not in html
    guess = a_guess(question_id)
    prediction.commit(guess, 0.7)
    assert not stage.locked
    assert stage.still
    assert stage.reading
    told = {
        "choice": f"You predicted “{guess}”",
        "number": "You predicted ",
        "sketch": "You drew a line",
        "bars": "You drew bars",
    }[asked["form"]]
    assert prediction.feedback.startswith(f"{judging.OPENINGS[prediction._said.grade]} {told}")
    assert "(70 % sure)" in prediction.feedback
    assert ("In numbers: " in prediction.feedback) == (asked["form"] in ("sketch", "bars"))
    assert ("; here it is " in prediction.feedback) == (asked["form"] == "number")
    assert prediction._button.disabled


@pytest.mark.parametrize("question_id", OF_KIND["predict"])
def test_every_answer_to_a_prediction_is_told_why(question_id: str) -> None:
    """Each option, and numbers on all sides."""
    asked, truth = QUESTIONS.loc[question_id], truth_of(question_id) if QUESTIONS.loc[question_id, "quantity"] else None
    if asked["form"] == "choice":
        answers: list[object] = list(exercises.options(question_id)["option"])
    elif asked["form"] == "bars":
        answers = [[0.1 if place == lowest else 0.5 for place in range(7)] for lowest in range(7)]
    else:
        right = np.asarray(truth, dtype=float)
        answers = [(right * factor).tolist() for factor in (0.0, 0.5, 0.9, 1.0, 1.1, 2.0)]
    for answer in answers:
        verdict = judging.judge(question_id, answer, truth if asked["form"] != "choice" else None)
        assert len(verdict.words) > len("Not quite. ") + 20, answer


def test_what_was_committed_stays_committed() -> None:
    """A cell that is run again, a kernel that starts anew: the prediction stands, and only one was made."""
    exercises.predict("drive_alone", explorers.common_drive(drive=0.7)).commit(0.7, 0.9)
    again = exercises.predict("drive_alone", explorers.common_drive(drive=0.7))
    assert not again.explorer._stage.locked
    assert again.feedback.startswith("Not quite. You predicted r = 0.7 (90 % sure); here it is r = 0.4")
    assert memory.tries("drive_alone") == 1


def test_a_committed_answer_that_is_no_option_any_more_is_asked_for_again() -> None:
    memory.record("hump", "wrong", "an option of last year")
    assert exercises.predict("hump", explorers.inverted_u()).explorer._stage.locked


@pytest.mark.parametrize(
    ("question_id", "kept_before"),
    [
        ("weakest_link", "synapses → networks"),
        ("receptor_left", 20.0),
        ("receptor_left", [1.0, 2.0]),
        ("hump", 3.0),
        ("bold_delay", [1.0, 2.0]),
    ],
)
def test_an_answer_in_a_form_of_an_earlier_version_is_asked_for_again(question_id: str, kept_before: object) -> None:
    memory.record(question_id, "wrong", kept_before)  # type: ignore[arg-type]
    assert exercises.predict(question_id, explorer_for(question_id)).explorer._stage.locked


def test_without_a_confidence_nothing_is_committed() -> None:
    prediction = exercises.predict("hump", explorers.inverted_u())
    prediction._input.value = exercises.options("hump")["option"].iloc[0]
    prediction._button.click()
    assert prediction.feedback == f"{exercises.UNANSWERED} Say how sure you are, too."
    assert prediction.explorer._stage.locked
    prediction._sure.value = 0.9
    prediction._button.click()
    assert not prediction.explorer._stage.locked
    assert memory.recorded()[0].confidence == 0.9


def test_what_is_drawn_is_typed_and_what_is_typed_is_drawn() -> None:
    prediction = exercises.predict("bold_delay", explorers.scanners())
    sketch = prediction._sketch
    assert sketch is not None
    sketch.values = [3.456]
    assert prediction._input.value == 3.5
    prediction._input.value = 8.0
    assert sketch.values == [8.0]
    prediction.commit()
    assert "8" not in prediction.feedback  # how sure is still to be said
    prediction._sure.value = 0.5
    prediction.commit()
    assert prediction.feedback.startswith(
        "Close. You predicted 8 s (50 % sure); here it is 5.5 s: you were 2.5 s too high"
    )


def test_a_curve_with_a_mark_that_was_not_drawn_is_no_prediction() -> None:
    prediction = exercises.predict("receptor_left", explorers.effect_after_drug())
    assert prediction._sketch is not None
    prediction._sketch.values = [90.0, 50.0, None, 10.0, 5.0]
    prediction._sure.value = 0.5
    prediction.commit()
    assert prediction.feedback == f"{exercises.UNANSWERED} Draw every mark first."


@pytest.mark.parametrize(
    ("factor", "shift", "grade"), [(1, 0, "right"), (1, 7, "right"), (1, 12, "close"), (1, 25, "wrong")]
)
def test_a_curve_is_judged_by_its_mean_miss(factor: float, shift: float, grade: str) -> None:
    truth = [80.0, 50.0, 10.0, 1.0, 0.0]
    drawn = [factor * share + shift for share in truth]
    verdict = judging.judge("receptor_left", drawn, truth)
    assert verdict.grade == grade
    assert f"On average you are {shift} percentage points off." in verdict.words


def test_bars_are_judged_by_the_lowest_and_have_the_names_of_the_picture() -> None:
    prediction = exercises.predict("weakest_link", explorers.chain())
    assert prediction._sketch is not None
    names = [handle["name"] for handle in prediction._sketch.handles]
    assert names == list(exercises.options("weakest_link")["option"])
    drawn = [0.6, 0.7, 0.6, 0.5, 0.1, 0.1, 0.8]
    prediction.commit(drawn, 0.5)
    assert prediction.feedback == f"{exercises.UNANSWERED} Two bars are equally low: let one be the lowest."
    drawn[5] = 0.3
    prediction.commit(drawn, 0.5)
    assert prediction.feedback.startswith("Right. You drew bars (50 % sure). Your lowest is “synapses → networks”.")
    assert "In numbers: 0.6, 0.7, 0.6, 0.5, 0.1, 0.3, 0.8 drawn, 0.51, 0.69, 0.6, 0.61, 0, 0.27, 0.76 shown" in (
        prediction.feedback
    )


def test_a_reason_of_ones_own_is_kept_and_ours_is_shown() -> None:
    prediction = exercises.predict("hump", explorers.inverted_u())
    assert prediction._why.opener.layout.display == "none"
    prediction.commit(exercises.options("hump")["option"].iloc[0], 0.5)
    assert prediction._why.opener.layout.display is None
    prediction._why.opener.click()
    assert prediction._why.layout.display is None
    prediction._why.compare("It has to be freed first.")
    assert f"Ours: {QUESTIONS.loc['hump', 'solution']}" in prediction._why._shown.value
    assert [note.why for note in memory.notes()] == ["It has to be freed first."]
    assert memory.tries("hump") == 1


@pytest.mark.parametrize(
    ("question_id", "guess", "words"),
    [
        ("drive_alone", 7.0, "What is asked for lies between -1 and 1; 7 can't be meant."),
        ("how_many_fit", 7.0, "between 0 and 4; 7"),
        ("eleven_scans", 120.0, "between 0 and 100; 120"),
        ("visits_half_year", -3.0, "at 0 or above; -3"),
        ("bold_delay", -3.0, "at 0 or above; -3"),  # though its axis could be drawn on
        ("placebo_two_hours", -90.0, "between -60 and 60; -90"),
    ],
)
def test_what_nobody_can_mean_is_no_prediction(question_id: str, guess: float, words: str) -> None:
    """Nothing is lost: it can be typed again."""
    prediction = exercises.predict(question_id, explorer_for(question_id))
    prediction.commit(guess, 0.5)
    assert prediction.feedback.startswith(exercises.UNANSWERED)
    assert words in prediction.feedback
    assert prediction.explorer._stage.locked
    prediction.commit(1.0)
    assert not prediction.explorer._stage.locked


def test_a_prediction_of_nothing_stays_locked() -> None:
    prediction = exercises.predict("receptor_share", explorers.occupancy())
    prediction.commit()
    assert prediction.explorer._stage.locked
    assert "Choose an option" in prediction.feedback


def test_the_numbers_in_a_revealed_solution_hold() -> None:
    shares = [
        100 * c["ng_per_ml"].iloc[-1] / c["ng_per_ml"].max()
        for c in map(model_course, tables.load("pk_models")["model_id"])
    ]
    assert sorted(shares)[0] < 0.01
    assert all(0.1 <= share <= 0.21 for share in sorted(shares)[1:])


def model_course(model: str) -> pd.DataFrame:
    return pk.infusion(model=model)


def test_the_gentle_infusion_can_be_reached_and_the_usual_one_does_not() -> None:
    challenge = exercises.challenge("gentle_infusion", explorers.infusion())
    assert not challenge.reached
    assert "The peak is too high" in challenge.feedback
    challenge.explorer.set(dose=0.2)
    assert "Too little drug arrives" in challenge.feedback or "peak is too high" in challenge.feedback
    challenge.explorer.set(dose=0.25, minutes=90)
    assert challenge.reached
    assert challenge.feedback.startswith("Reached.")
    challenge.explorer.set(route="oral", dose=2.0)
    assert not challenge.reached


def test_the_hedged_claims_can_be_found() -> None:
    challenge = exercises.challenge("find_hedged", explorers.claims())
    challenge.explorer.set(level="behavioral", source="clinic_isha", wording="hedged")
    assert challenge.reached
    assert challenge.explorer.scene.claims == 3
    challenge.explorer.set(level="study")
    assert "No claim is left" in challenge.feedback


def test_an_unknown_question_and_a_wrong_kind_say_so() -> None:
    with pytest.raises(KeyError, match=r"no question 'fre_part'.*free_part"):
        exercises.check("fre_part")
    with pytest.raises(ValueError, match=r"made for exercises\.challenge, not for check"):
        exercises.check("gentle_infusion")
    with pytest.raises(ValueError, match="is a challenge"):
        exercises.judge("gentle_infusion", 3)


def test_the_exercises_say_what_they_said() -> None:
    """The answer key, and what is said to right and wrong answers."""
    kept_before = (said.FOLDER / "_exercises.txt").read_text(encoding="utf-8")
    assert kept.exercises() == kept_before, "If that is meant: python3 course.py refresh"


@pytest.mark.parametrize(("value", "words"), [(999.4, "999"), (1000, "1,000"), (-1234.5, "-1,234"), (0.12345, "0.123")])
def test_large_numbers_are_whole_and_small_ones_have_three_digits(value: float, words: str) -> None:
    assert exercises.judging.rounded(value) == words


def test_another_kind_of_answer_is_named_with_what_is_asked_for() -> None:
    said_to = exercises.judging.judge("power_eight", "thirty").words
    assert said_to == "A number is asked for (%), and this is str."
