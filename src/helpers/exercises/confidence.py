"""How sure, and how often right: each learner's calibration over all predictions, with a proper score.

Equation
--------
Brier score: the mean of (how sure - 1 if right, else 0) squared. It is 0 for whoever is certain and right each time,
0.25 for whoever always says 50 %, and lowest, whatever one knows, for whoever says what one believes.

Sources
-------
Brier 1950, doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from helpers.exercises import memory
from helpers.interactive.shown import listed

COLUMNS = ["you said", "predictions", "right", "right (%)"]


@dataclass(frozen=True)
class Calibration:
    """How sure a learner was, against how often right.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns `COLUMNS`: a row for each degree of confidence that was given.
    brier : float
        The Brier score; nan without any prediction.
    """

    table: pd.DataFrame
    brier: float

    @property
    def text(self) -> str:
        """The score, in a sentence."""
        if self.table.empty:
            return "No prediction with a confidence has been committed yet."
        count, right = self.table["predictions"].sum(), self.table["right"].sum()
        return (
            f"Right: {right} of {count} predictions. Your Brier score is {self.brier:.2f}: 0 is perfect, and who "
            "says 50 % each time has 0.25. If you are right less often than you say, be less sure."
        )

    def __repr__(self) -> str:
        return self.text if self.table.empty else f"{self.table.to_string(index=False)}\n{self.text}"

    def _repr_html_(self) -> str:
        return f"<p>{self.text}</p>" if self.table.empty else f"{listed(self.table)._repr_html_()}<p>{self.text}</p>"


def calibration() -> Calibration:
    """Calibration over all predictions that were committed with a confidence; each counts once."""
    first = {entry.question: entry for entry in reversed(memory.answers()) if entry.confidence is not None}
    rows = pd.DataFrame(
        [(float(entry.confidence or 0), entry.solved) for entry in first.values()], columns=["sure", "solved"]
    )
    if rows.empty:
        return Calibration(pd.DataFrame(columns=COLUMNS), float("nan"))
    counts = rows.groupby("sure")["solved"].agg(["size", "sum", "mean"]).reset_index()
    said = [f"{sure:.0%}".replace("%", " %") for sure in counts["sure"]]
    parts = [said, counts["size"], counts["sum"], (100 * counts["mean"]).round().astype(int)]
    return Calibration(pd.DataFrame(dict(zip(COLUMNS, parts, strict=True))), brier(rows["sure"], rows["solved"]))


def brier(sure: pd.Series, solved: pd.Series) -> float:
    """Brier score of probabilities against what came true.

    Parameters
    ----------
    sure : pandas.Series
        From 0 to 1.
    solved : pandas.Series
        Whether it was right.
    """
    return float(sure.sub(solved.astype(float)).pow(2).mean())
