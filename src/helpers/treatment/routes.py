"""Ways into the blood: what share of a dose arrives, whose study says so, and what is approved.

Equation
--------
``arriving mg = dose mg x bioavailability / 100``. Two routes bring the same exposure if their doses stand in the
inverse ratio of their bioavailabilities.

Units
-----
mg of ketamine or esketamine; % of the dose.

Sources
-------
Table ``routes``; each row names its study, its people and their number. What the spray's devices hold: ``regimens``.

Leaves out
----------
How fast it arrives (notebook 01), what becomes of the rest (a swallowed dose brings far more norketamine), and that
some rows rest on three, six or eight people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Place, Reading, Slider, choice, moving, new_figure, plain_axes

MOST_MG, ROOM = 150.0, 1.22  # the values stand in the room behind the longest bar
ENDS_MG = (25.0, 50.0, 100.0, MOST_MG)  # what the axis can end at
SPRAY = "intranasal_esketamine"
Amounts = NDArray[np.float64]

# -- model -----------------------------------------------------------------------------------------


def arriving(dose_mg: float) -> pd.DataFrame:
    """What of a dose reaches the blood unchanged, by route.

    Parameters
    ----------
    dose_mg : float
        Dose (mg).

    Returns
    -------
    pandas.DataFrame
        The table ``routes`` by ``route_id``, with ``arriving_mg``, ``low_mg`` and ``high_mg`` (the latter two missing
        where no range was reported).
    """
    if dose_mg < 0:
        raise ValueError(f"A dose can't be negative, and this is {dose_mg:g} mg.")
    found = tables.load("routes").set_index("route_id")
    return found.assign(
        arriving_mg=dose_mg * found["bioavailability_percent"] / 100,
        low_mg=dose_mg * found["low_percent"] / 100,
        high_mg=dose_mg * found["high_percent"] / 100,
    )


def equal_dose(dose_mg: float, route_id: str, like: str) -> float:
    """Dose by one route (mg) that brings the same exposure as `dose_mg` by another.

    Parameters
    ----------
    dose_mg : float
        Dose by the route `like` (mg).
    route_id, like : str
        Keys of the table ``routes``.
    """
    one, other = (tables.row("routes", route)["bioavailability_percent"] for route in (route_id, like))
    return float(dose_mg * other / one)


@dataclass(frozen=True)
class Scene:
    """One dose by every route, one of them chosen and held against another.

    Parameters
    ----------
    dose_mg : float
        The dose (mg).
    routes : pandas.DataFrame
        As `arriving` gives it, a row per route.
    route, like : str
        Keys of the chosen route and of the one that it is held against.
    needed_mg : float
        Dose by the chosen route that brings as much as `dose_mg` by the other (mg).
    device_mg, most_mg : float
        What one device of the esketamine spray holds, and the largest dose of a visit by its label (mg).
    """

    dose_mg: float
    routes: pd.DataFrame
    route: str
    like: str
    needed_mg: float
    device_mg: float
    most_mg: float

    @property
    def swallowed_mg(self) -> float:
        """What arrives of the dose when racemic ketamine is swallowed (mg)."""
        return float(self.routes.loc["oral", "arriving_mg"])

    @property
    def chosen(self) -> pd.Series:
        """Row of the chosen route."""
        return self.routes.loc[self.route]

    @property
    def other(self) -> pd.Series:
        """Row of the route that it is held against."""
        return self.routes.loc[self.like]

    @property
    def arriving_mg(self) -> float:
        """What arrives by the chosen route (mg)."""
        return float(self.chosen["arriving_mg"])

    @property
    def ranges_mg(self) -> Amounts:
        """Ends of the reported ranges (mg): routes x 2, NaN where none was reported."""
        return self.routes[["low_mg", "high_mg"]].to_numpy(dtype=float)

    @property
    def devices(self) -> int:
        """How many devices of the spray make up the dose; 0 where whole devices can't, or a visit allows fewer."""
        whole = self.dose_mg % self.device_mg == 0 and self.dose_mg <= self.most_mg
        return int(self.dose_mg / self.device_mg) if whole else 0


def scene(route: str, dose: float, like: str) -> Scene:
    """One dose by every route.

    Parameters
    ----------
    route, like : str
        Keys of the table ``routes``: the chosen one, and the one it is held against.
    dose : float
        Dose (mg).
    """
    spray = tables.row("regimens", "spray_induction")
    return Scene(
        dose_mg=dose,
        routes=arriving(dose),
        route=route,
        like=like,
        needed_mg=equal_dose(dose, route, like),
        device_mg=float(spray["device_mg"]),
        most_mg=float(spray["most_mg"]),
    )


# -- picture ---------------------------------------------------------------------------------------


class RoutesPicture:
    """A bar for each route: what arrives of the dose, with the range where one was reported."""

    label = "What arrives in the blood of one dose, by route, with the number of people studied"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.6)
        rows = tables.load("routes")
        self.places = dict(zip(rows["route_id"], np.arange(len(rows))[::-1], strict=True))
        places = list(self.places.values())
        axes = self.axes = plain_axes(self.figure.subplots(), ylim=(-0.6, len(rows) + 0.2))
        axes.set_xlabel("arrives unchanged (mg); black: its reported range")
        axes.set_yticks(places, rows["label"] + "\n(" + _people(rows) + ")", fontsize=8.5)
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
        self.chosen = Rectangle((0, 0), 1, 0.9, facecolor=COLOURS["pale orange"], edgecolor=COLOURS["orange"])
        self.chosen.set_transform(axes.get_yaxis_transform())
        self.chosen.set_zorder(0)
        axes.add_patch(self.chosen)
        self.bars = axes.barh(places, [0.0] * len(rows), 0.5, color=COLOURS["blue"])
        self.ranges: LineCollection = axes.hlines([0], [0], [0], color=COLOURS["black"], linewidth=3)
        (self.same,) = axes.plot([], [], color=COLOURS["red"], linestyle="--", linewidth=1.5)
        (self.other,) = axes.plot([], [], "D", color=COLOURS["red"], markersize=8)
        right: dict[str, Any] = {"ha": "right", "va": "center", "fontsize": 9, "transform": axes.get_yaxis_transform()}
        self.values = [axes.text(0.99, place, "", **right) for place in places]
        self.same_name = axes.text(0, len(rows) - 0.3, "", fontsize=9, va="center", color=COLOURS["red"])
        moving([self.chosen, *self.bars, self.ranges, self.same, self.other, *self.values, self.same_name])
        self.predicted_at = {
            "swallowed_mg": Place(axes, "x", at=(float(self.places["oral"]),), names=("swallowed, arrives",))
        }

    def move(self, scene: Scene) -> None:
        """Show what arrives, mark a route, and what the other one brings as a dashed line."""
        self._scale(scene.dose_mg)
        for bar, value, arrives in zip(self.bars, self.values, scene.routes["arriving_mg"], strict=True):
            bar.set_width(arrives)
            value.set_text(f"{arrives:.1f} mg")
        ends = zip(scene.ranges_mg, self.places.values(), strict=True)
        self.ranges.set_segments([[(low, y), (high, y)] for (low, high), y in ends if low == low])
        self.chosen.set_y(self.places[scene.route] - 0.45)
        brought = scene.other["arriving_mg"]
        self.same.set_data([brought, brought], [-0.5, len(self.bars) - 0.5])
        self.other.set_data([brought], [self.places[scene.like]])
        late = brought > self.axes.get_xlim()[1] / 2
        self.same_name.set(text=f" {brought:.1f} mg, to compare ", x=brought, ha="right" if late else "left")

    def _scale(self, dose_mg: float) -> None:
        """Let the axis end at the dose or a little beyond, with room for the numbers."""
        end = next(end for end in ENDS_MG if end >= dose_mg)
        if self.axes.get_xlim()[1] != ROOM * end:
            self.axes.set(xlim=(0, ROOM * end), xticks=np.linspace(0, end, 6))


def _people(rows: pd.DataFrame) -> pd.Series:
    """How many people stand behind each row, in words."""
    counts = rows["n"].map(lambda n: "n not stated" if pd.isna(n) else f"n = {n}")
    return counts.where(rows["population"] != "by definition", "by definition")


# -- reading ---------------------------------------------------------------------------------------


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    return f"{scene.chosen['label']}: of {scene.dose_mg:g} mg, {scene.arriving_mg:.0f} mg reach the blood"


def read(scene: Scene) -> Reading:
    """What arrives by the route, in whom that was found, and the dose that would bring the same."""
    row = scene.chosen
    return Reading(
        f"{row['label']}: of {scene.dose_mg:g} mg {row['bioavailability_percent']:g} % arrives ({_found_in(row)}), "
        f"which is {scene.arriving_mg:.1f} mg of {row['compound']}. In the United States this form is "
        f"{row['status_us']}.{_read_devices(scene)} To bring as much as {scene.dose_mg:g} mg by "
        f"“{scene.other['label']}”, it takes {scene.needed_mg:.0f} mg.{_read_substances(scene)} "
        "This is arithmetic about exposure, not advice.",
        headline=notice(scene),
    )


def _found_in(row: pd.Series) -> str:
    """In whom the share was found."""
    whom = "people and their number not stated" if row["population"] == "not stated" else row["population"]
    people = [] if pd.isna(row["n"]) else [f"{row['n']} people"]
    return ", ".join([whom, *people, *([row["spread"]] if row["spread"] else [])])


def _read_devices(scene: Scene) -> str:
    if scene.route != SPRAY:
        return ""
    holds = f" Its devices hold {scene.device_mg:g} mg each, and {scene.most_mg:g} mg are the most in a visit: "
    if not scene.devices:
        return f"{holds}{scene.dose_mg:g} mg can't be given with them."
    counted = "1 device" if scene.devices == 1 else f"{scene.devices} devices"
    return f"{holds}{scene.dose_mg:g} mg are {counted}."


def _read_substances(scene: Scene) -> str:
    if scene.chosen["compound"] == scene.other["compound"]:
        return ""
    return (
        " These are two substances: esketamine is one half of the racemate, and equal milligrams need not do the same."
    )


# -- explorer --------------------------------------------------------------------------------------


def explore_routes(**first: Any) -> Explorer:
    """One dose by every route.

    Parameters
    ----------
    **first
        First values: ``route``, ``dose`` (mg), ``like`` (a route to compare with); routes are keys of ``routes``.
    """
    rows = tables.load("routes")
    options = dict(zip(rows["label"], rows["route_id"], strict=True))
    controls = {
        "route": choice("Route", options, "oral"),
        # Steps of 2 mg, so that one, two and three devices of the spray are among them.
        "dose": Slider("Dose", 50, min=4, max=MOST_MG, step=2, unit="mg"),
        "like": choice("Compared with", options, "iv_infusion"),
    }
    about = About(
        kind="Data, as published: shares of a dose that reach the blood, in the people whom each study had.",
        equation="arriving = dose x bioavailability;  equal exposure: doses in inverse ratio",
        sources=tables.cite(dict.fromkeys([*rows["source_id"][rows["source_id"] != ""], "mayo_esketamine"])),
        leaves_out="How fast it arrives, what becomes of the rest, how well three or six people stand for all, and "
        "that a milligram of esketamine is not a milligram of the racemate.",
    )
    return Explorer("routes", controls, scene, RoutesPicture(), read, about, first=first)
