"""A challenge: an explorer with a goal, which says with every move how far it is."""

from __future__ import annotations

from helpers.exercises import memory
from helpers.exercises.exercise import Exercise
from helpers.exercises.judging import judge_goals
from helpers.interactive.explorer import Explorer


def challenge(question_id: str, explorer: Explorer) -> Challenge:
    """Set a goal in what an explorer shows and say, with every move, how far it is.

    Parameters
    ----------
    question_id : str
        Key of the table ``questions``.
    explorer : Explorer
        The explorer to reach it with.
    """
    return Challenge(question_id, explorer)


class Challenge(Exercise):
    """An explorer with a goal."""

    kinds = ("challenge",)

    def __init__(self, question_id: str, explorer: Explorer) -> None:
        self.explorer = explorer
        self._recorded = False
        explorer.hide_steps()
        super().__init__(question_id, [], explorer)
        explorer.after_drawing(self._judge)
        self._judge()

    @property
    def reached(self) -> bool:
        """Whether the explorer meets the goal now."""
        return judge_goals(str(self.question.name), self.explorer).right

    def static_html(self) -> str:
        """Goal and the explorer's first scene."""
        return super().static_html() + self.explorer.static_html()

    def _judge(self) -> None:
        verdict = judge_goals(str(self.question.name), self.explorer)
        solved = f" {self.question['solution']}" if verdict.right else ""
        if verdict.right and not self._recorded:
            self._recorded = True
            memory.record(str(self.question.name), verdict.grade, answer=str(self.explorer.values))
        self._say(verdict.words + solved, verdict.grade if verdict.right else "")
