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

from typing import Any

import pandas as pd
from matplotlib.patches import FancyBboxPatch

from helpers import tables
from helpers.claims.ledger import ARTICLES
from helpers.interactive import COLOURS, About, Explorer, Reading, choice, new_figure, old_explorer

HOURS = {"2 hours": "2h", "6 hours": "6h", "12 hours": "12h"}
PLACES = {
    "00_start_here": (0.02, 0.38),
    "01_molecular_level": (0.27, 0.04),
    "02_network_level": (0.27, 0.38),
    "03_behavioral_level": (0.27, 0.72),
    "04_treatment": (0.52, 0.72),
    "05_imaging_study": (0.52, 0.21),
    "06_weighing_the_claims": (0.77, 0.38),
}
WIDTH, HEIGHT = 0.21, 0.22

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
        Columns ``notebook``, ``what`` and ``minutes``, in order; notebooks that the path leaves out are left out.
    """
    if hours not in HOURS.values():
        raise ValueError(f"There is no path for {hours!r}. There are: {', '.join(HOURS.values())}.")
    found = tables.load("course_map").sort_values("place")
    found = found.rename(columns={f"path_{hours}": "what", f"minutes_{hours}": "taken"})[["notebook", "what", "taken"]]
    return found[found["taken"] > 0].rename(columns={"taken": "minutes"}).reset_index(drop=True)


# -- picture ---------------------------------------------------------------------------------------


class LevelsPicture:
    """A box for each notebook: filled if the path visits it, framed if it is the chosen one."""

    label = "Map of the course: three levels, treatment, the imaging study, and the weighing of the claims"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.6)
        axes = self.figure.subplots()
        axes.set(xlim=(0, 1), ylim=(0, 1))
        axes.axis("off")
        rows = tables.load("course_map").set_index("notebook")
        self.boxes, self.minutes = {}, {}
        for name, (x, y) in PLACES.items():
            box = FancyBboxPatch((x, y), WIDTH, HEIGHT, boxstyle="round,pad=0.01", zorder=0)
            axes.add_patch(box)
            self.boxes[name] = box
            title = f"{name[:2]} {rows.loc[name, 'title']}".replace(" level", "\nlevel").replace(
                "the claims", "\nthe claims"
            )
            axes.text(x + WIDTH / 2, y + HEIGHT * 0.68, title, ha="center", va="center", fontsize=10, animated=True)
            self.minutes[name] = axes.text(x + WIDTH / 2, y + 0.045, "", ha="center", va="center", fontsize=8.5)
        axes.annotate("", (0.255, 0.98), (0.255, 0.02), arrowprops={"arrowstyle": "->", "color": COLOURS["grey"]})
        for artist in [*self.boxes.values(), *self.minutes.values()]:
            artist.set(animated=True, in_layout=False)

    def draw(self, notebook: str, hours: str) -> Reading:
        """Fill the boxes of a path and frame the chosen one."""
        taken = path(hours).set_index("notebook")
        for name, box in self.boxes.items():
            box.set_facecolor("#cfe3f3" if name in taken.index else "white")
            box.set_edgecolor(COLOURS["red"] if name == notebook else COLOURS["grey"])
            box.set_linewidth(3 if name == notebook else 1)
            self.minutes[name].set_text(
                f"{taken.loc[name, 'minutes']} min" if name in taken.index else "not in this path"
            )
        return read(notebook, hours, taken)


def read(notebook: str, hours: str, taken: pd.DataFrame) -> Reading:
    """The reading: the notebook's question, its claims, its time, and its place in the path."""
    row = tables.load("course_map").set_index("notebook").loc[notebook]
    claims = tables.load("claims")["level"]
    number = int((claims == row["level"]).sum()) if row["level"] != "none" else len(claims)
    asked = int((tables.load("questions")["notebook"] == notebook).sum())
    text = (
        f"{notebook[:2]} {row['title']}: {row['question']} It is about {number} of the {len(claims)} claims and asks "
        f"{asked} questions; some {row['minutes']} minutes, and {row['more_minutes']} for challenges and check. "
    )
    part = f"{taken.loc[notebook, 'what']}" if notebook in taken.index else "nothing of it"
    name = {value: key for key, value in HOURS.items()}[hours]
    text += (
        f"In the path of {name}: {part}. That path has {int(taken['minutes'].sum())} minutes in {len(taken)} notebooks."
    )
    quantities = {
        "claims": float(number),
        "questions": float(asked),
        "path_minutes": float(taken["minutes"].sum()),
        "notebooks": float(len(taken)),
    }
    return Reading(text, quantities, taken.reset_index())


# -- explorer --------------------------------------------------------------------------------------


def explore_levels(**scene: Any) -> Explorer:
    """The map of the course.

    Parameters
    ----------
    **scene
        First values: ``notebook`` (its name), ``hours`` (``"2h"``, ``"6h"`` or ``"12h"``).

    Returns
    -------
    Explorer
        With the quantities ``claims``, ``questions`` (of the notebook), ``path_minutes`` and ``notebooks`` (of the
        path); its ``table`` holds the path.
    """
    rows = tables.load("course_map").sort_values("place")
    names = rows["notebook"].str[:2] + " " + rows["title"]
    controls = {
        "notebook": choice("Notebook", dict(zip(names, rows["notebook"], strict=True))),
        "hours": choice("You have", HOURS, "12h"),
    }
    about = About(
        kind="A map of this course. The minutes are estimates; nobody has timed a class yet.",
        equation="",
        sources=tables.cite(ARTICLES),
        leaves_out="How long it takes you.",
    )
    return old_explorer(
        "levels", "Where are you going, and how long do you have?", controls, LevelsPicture(), about, scene=scene
    )
