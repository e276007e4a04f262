"""The course as a map: levels, notebooks, the question of each, and paths for two, six and twelve hours.

Units
-----
Minutes, as estimated: nobody has timed a class yet.

Sources
-------
Table ``course_map``; the number of claims from ``claims``.

Leaves out
----------
How long it takes you.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.patches import FancyBboxPatch

from helpers import tables
from helpers.claims.ledger import articles
from helpers.interactive import COLOURS, About, Explorer, Reading, choice, moving, new_figure, pickable, plain_axes

ASKED = ("predict", "challenge", "check", "in_two_sentences")  # kinds of questions that stand in a notebook
HOURS = {"2 hours": "2h", "6 hours": "6h", "12 hours": "12h"}

# -- model -----------------------------------------------------------------------------------------


def path(hours: str) -> pd.DataFrame:
    """What to do in so many hours.

    Parameters
    ----------
    hours : str
        ``"2h"``, ``"6h"`` or ``"12h"``.

    Returns
    -------
    pandas.DataFrame
        Columns ``notebook``, ``name`` (number and title), ``what`` and ``minutes``, in order; notebooks that the path
        leaves out are left out.
    """
    tables.require("path", hours, HOURS.values())
    found = tables.load("course_map").sort_values("place")
    found = found[found[f"minutes_{hours}"] > 0].reset_index(drop=True)
    return pd.DataFrame({
        "notebook": found["notebook"],
        "name": _names(found),
        "what": found[f"path_{hours}"],
        "minutes": found[f"minutes_{hours}"],
    })  # fmt: skip


def _names(rows: pd.DataFrame) -> pd.Series:
    return rows["notebook"].str[:2] + " " + rows["title"]


@dataclass(frozen=True)
class Scene:
    """A notebook on the map, and a path through all of them.

    Parameters
    ----------
    notebook, title, question : str
        The chosen notebook: name of its file, title, and the question that it asks.
    questions : int
        Questions that it asks.
    minutes, more_minutes : int
        Time for the notebook, and for its challenges and check on top (min).
    hours : str
        Length of the path, in words.
    taken : pandas.DataFrame
        The path, as `path` gives it.
    """

    notebook: str
    title: str
    question: str
    questions: int
    minutes: int
    more_minutes: int
    hours: str
    taken: pd.DataFrame

    @property
    def minutes_taken(self) -> dict[str, int]:
        """Minutes of the path in each notebook that it visits."""
        return dict(zip(self.taken["notebook"], self.taken["minutes"], strict=True))

    @property
    def path_minutes(self) -> int:
        """Minutes of the whole path."""
        return int(self.taken["minutes"].sum())

    @property
    def part(self) -> str:
        """What the path takes of the chosen notebook, in words."""
        return dict(zip(self.taken["notebook"], self.taken["what"], strict=True)).get(self.notebook, "nothing of it")


def scene(notebook: str, hours: str) -> Scene:
    """A notebook and a path.

    Parameters
    ----------
    notebook : str
        A ``notebook`` of ``course_map``.
    hours : str
        ``"2h"``, ``"6h"`` or ``"12h"``.
    """
    row = tables.row("course_map", notebook)
    return Scene(
        notebook=notebook,
        title=row["title"],
        question=row["question"],
        questions=int(tables.load("questions").query("notebook == @notebook")["kind"].isin(ASKED).sum()),
        minutes=int(row["minutes"]),
        more_minutes=int(row["more_minutes"]),
        hours={value: words for words, value in HOURS.items()}[hours],
        taken=path(hours),
    )


# -- picture ---------------------------------------------------------------------------------------

PLACES = {
    "00_start_here": (0.02, 0.38),
    "01_molecular_level": (0.29, 0.04),
    "02_network_level": (0.29, 0.38),
    "03_behavioral_level": (0.29, 0.72),
    "04_treatment": (0.53, 0.72),
    "05_imaging_study": (0.53, 0.21),
    "06_weighing_the_claims": (0.77, 0.38),
}
WIDTH, HEIGHT = 0.21, 0.22
VISITED, LEFT_OUT = COLOURS["pale blue"], COLOURS["white"]


class LevelsPicture:
    """A box for each notebook: filled if the path visits it, framed if it is the chosen one."""

    label = "Map of the course: three levels, treatment, the imaging study, and the weighing of the claims"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.6)
        self.axes = plain_axes(self.figure.subplots(), xlim=(0, 1), ylim=(0, 1))
        self.axes.axis("off")
        self.boxes, self.minutes = {}, {}
        for row in tables.load("course_map").itertuples():
            x, y = PLACES[row.notebook]
            self.boxes[row.notebook] = FancyBboxPatch((x, y), WIDTH, HEIGHT, boxstyle="round,pad=0.01", zorder=0)
            self.axes.add_patch(self.boxes[row.notebook])
            pickable(self.boxes[row.notebook], "notebook", row.notebook)
            words = f"{row.notebook[:2]} {row.title}"
            for end in ("level", "the claims"):
                words = words.replace(f" {end}", f"\n{end}")
            middle: dict[str, Any] = {"ha": "center", "va": "center"}
            moving([self.axes.text(x + WIDTH / 2, y + HEIGHT * 0.68, words, fontsize=10, **middle)])
            self.minutes[row.notebook] = self.axes.text(x + WIDTH / 2, y + 0.045, "", fontsize=8.5, **middle)
        self._explain()
        moving([*self.boxes.values(), *self.minutes.values()])

    def _explain(self) -> None:
        self.axes.annotate("", (0.265, 0.98), (0.265, 0.02), arrowprops={"arrowstyle": "->", "color": COLOURS["grey"]})
        self.axes.text(0.25, 0.98, "levels:\nfrom receptors\nto experience", ha="right", va="top", fontsize=9)
        words = "blue: on your path\nwhite: left out\nred frame: chosen"
        self.axes.text(0.99, 0.98, words, ha="right", va="top", fontsize=9)

    def move(self, scene: Scene) -> None:
        """Fill the boxes of the path and frame the chosen one."""
        taken = scene.minutes_taken
        for name, box in self.boxes.items():
            box.set_facecolor(VISITED if name in taken else LEFT_OUT)
            box.set_edgecolor(COLOURS["red"] if name == scene.notebook else COLOURS["grey"])
            box.set_linewidth(3 if name == scene.notebook else 1)
            self.minutes[name].set_text(f"{taken[name]} min" if name in taken else "not on this path")


# -- reading ---------------------------------------------------------------------------------------


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    return f"The path of {scene.hours}: {scene.path_minutes} minutes in {len(scene.taken)} of {len(PLACES)} notebooks"


def read(scene: Scene) -> Reading:
    """The notebook's question, its own questions, its time, and its place in the path; the path as a table."""
    text = (
        f"{scene.notebook[:2]} {scene.title}: {scene.question} It asks {scene.questions} questions. "
        f"It takes about {scene.minutes} minutes, and {scene.more_minutes} more with its challenges and the "
        f"check. The path of {scene.hours} takes {scene.part}. That path has {scene.path_minutes} minutes in "
        f"{len(scene.taken)} notebooks."
    )
    columns = {"name": "notebook", "what": "what to do", "minutes": "minutes"}
    return Reading(text, table=scene.taken[list(columns)].rename(columns=columns), headline=notice(scene))


# -- explorer --------------------------------------------------------------------------------------


def explore_levels(**first: Any) -> Explorer:
    """The map of the course.

    Parameters
    ----------
    **first
        First values: ``notebook`` (its name), ``hours`` (``"2h"``, ``"6h"`` or ``"12h"``).

    Returns
    -------
    Explorer
        Its ``scene`` is a `Scene`; its ``table`` holds the path.
    """
    rows = tables.load("course_map").sort_values("place")
    controls = {
        "notebook": choice("Notebook", dict(zip(_names(rows), rows["notebook"], strict=True))),
        "hours": choice("You have", HOURS, "12h"),
    }
    about = About(
        kind="A map of this course. The minutes are estimates; nobody has timed a class yet.",
        equation="",
        sources=tables.cite(articles()),
        leaves_out="How long it takes you.",
    )
    return Explorer("levels", controls, scene, LevelsPicture(), read, about, first=first)
