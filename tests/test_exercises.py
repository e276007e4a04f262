"""Exercises: right answers are right, wrong ones get the hint that fits, and silence never fails."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from helpers import exercises, explorers, tables
from helpers.exercises import judging, memory
from helpers.molecular import pharmacokinetics as pk
from helpers.molecular import receptors
from tests import kept, said

QUESTIONS = tables.load("questions").set_index("question_id")
OF_KIND = {kind: list(QUESTIONS.index[QUESTIONS["kind"] == kind]) for kind in ("predict", "challenge", "check")}


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
    for question_id in QUESTIONS.index[QUESTIONS["form"] == "choice"]:
        offered = exercises.options(question_id)
        assert offered["correct"].sum() == 1, question_id
        if QUESTIONS.loc[question_id, "kind"] == "check":
            assert (offered.loc[~offered["correct"], "hint"] != "").all(), question_id


@pytest.mark.parametrize(
    "row", list(tables.load("question_hints").to_dict("records")), ids=lambda row: row["hint"][:30]
)
def test_every_hint_can_be_had(row: dict[str, object]) -> None:
    middle = (row["low"] + row["high"]) / 2  # type: ignore[operator]
    verdict = exercises.judge(str(row["question_id"]), middle)
    assert not verdict.right
    assert verdict.words == row["hint"]


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


def test_a_wrong_number_without_a_hint_says_the_direction() -> None:
    assert exercises.judge("free_part", 50).words == "50 % is too high."
    assert exercises.judge("free_part", 12).words == "12 % is too low."
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
    tolerance = tables.row("questions", "model_peaks")["tolerance_percent"] / 100
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


def test_the_solution_opens_after_success() -> None:
    check = exercises.check("free_part", 30.4)
    assert check.feedback == "Right."
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


@pytest.mark.parametrize("question_id", OF_KIND["predict"])
def test_a_prediction_unlocks_the_explorer_and_stands_beside_the_result(question_id: str) -> None:
    prediction = exercises.predict(question_id, explorer_for(question_id))
    assert "svg" not in prediction._repr_mimebundle_()["text/html"]
    assert prediction.explorer._stage.locked
    unit = QUESTIONS.loc[question_id, "unit"]
    number = {"r": 0.3, "of 4": 3.0}.get(unit, 20.0)
    guess = (
        number if QUESTIONS.loc[question_id, "form"] == "number" else exercises.options(question_id)["option"].iloc[0]
    )
    prediction.commit(guess)
    assert not prediction.explorer._stage.locked
    assert prediction.feedback.startswith(
        "You predicted "
        + (f"“{guess}”" if isinstance(guess, str) else "r = 0.3" if unit == "r" else f"{number:g} {unit}")
    )
    shown = bool(QUESTIONS.loc[question_id, "quantity"]) and bool(unit)  # where a number with a unit was asked for
    assert ("; the picture shows " in prediction.feedback) == shown
    assert prediction.feedback.endswith(QUESTIONS.loc[question_id, "solution"])
    assert prediction._button.disabled


@pytest.mark.parametrize(
    ("question_id", "guess", "words"),
    [
        ("drive_alone", 7.0, "What is asked for lies between -1 and 1; 7 can't be meant."),
        ("how_many_fit", 7.0, "between 0 and 4; 7"),
        ("eleven_scans", 120.0, "between 0 and 100; 120"),
        ("visits_half_year", -3.0, "at 0 or above; -3"),
    ],
)
def test_what_nobody_can_mean_is_no_prediction(question_id: str, guess: float, words: str) -> None:
    """Nothing is lost: it can be typed again."""
    prediction = exercises.predict(question_id, explorer_for(question_id))
    prediction.commit(guess)
    assert prediction.feedback.startswith(exercises.UNANSWERED)
    assert words in prediction.feedback
    assert prediction.explorer._stage.locked
    prediction.commit(1.0)
    assert not prediction.explorer._stage.locked


def test_a_prediction_of_nothing_stays_locked() -> None:
    prediction = exercises.predict("peak_window", explorers.infusion())
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
