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
Table ``routes``; each row names its study, its people and their number.

Leaves out
----------
How fast it arrives (notebook 01), what becomes of the rest (a swallowed dose brings far more norketamine), and that
some rows rest on three, six or eight people.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.patches import Rectangle

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, choice, new_figure, old_explorer

MOST_MG = 150.0

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
    shares = tables.load("routes").set_index("route_id")["bioavailability_percent"]
    for route in (route_id, like):
        if route not in shares.index:
            raise ValueError(f"There is no route {route!r}. There are: {', '.join(shares.index)}.")
    return float(dose_mg * shares[like] / shares[route_id])


# -- picture ---------------------------------------------------------------------------------------


class RoutesPicture:
    """A bar for each route: what arrives of the dose, with the range where one was reported."""

    label = "What arrives in the blood of one dose, by route, with the number of people studied"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 4.4)
        axes = self.figure.subplots()
        rows = tables.load("routes")
        self.places = dict(zip(rows["route_id"], np.arange(len(rows))[::-1], strict=True))
        counts = rows["n"].map(lambda n: "n not stated" if pd.isna(n) else f"n = {n}")
        counts = counts.where(rows["population"] != "by definition", "by definition")
        axes.set_yticks(list(self.places.values()), rows["label"] + "\n(" + counts + ")", fontsize=8.5)
        axes.set(xlim=(0, MOST_MG), ylim=(-0.6, len(rows) - 0.4), xlabel="arrives unchanged (mg)")
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.tick_params(axis="y", length=0)
        self.chosen = Rectangle((0, 0), MOST_MG, 0.9, facecolor="#fdf0dc", edgecolor=COLOURS["orange"], zorder=0)
        axes.add_patch(self.chosen)
        self.bars = axes.barh(list(self.places.values()), [0.0] * len(rows), 0.5, color=COLOURS["blue"])
        self.ranges = axes.hlines([0], [0], [0], color=COLOURS["black"], linewidth=3)
        (self.same,) = axes.plot([], [], color=COLOURS["red"], linestyle="--", linewidth=1.5, animated=True)
        (self.other,) = axes.plot([], [], "D", color=COLOURS["red"], markersize=8, animated=True)
        for artist in [*self.bars, self.ranges, self.chosen]:
            artist.set(animated=True, in_layout=False)

    def draw(self, route: str, dose: float, like: str) -> Reading:
        """Draw what arrives, mark a route, and what another one brings as a dashed line."""
        found = arriving(dose)
        for bar, value in zip(self.bars, found["arriving_mg"], strict=True):
            bar.set_width(value)
        known = found.dropna(subset=["low_mg"])
        self.ranges.set_segments(
            [
                [(row.low_mg, self.places[row.Index]), (row.high_mg, self.places[row.Index])]
                for row in known.itertuples()
            ]
        )
        self.chosen.set_y(self.places[route] - 0.45)
        self.same.set_data([found.loc[like, "arriving_mg"]] * 2, [-0.5, len(found) - 0.5])
        self.other.set_data([found.loc[like, "arriving_mg"]], [self.places[like]])
        return read(found, route, dose, like)


def read(found: pd.DataFrame, route: str, dose: float, like: str) -> Reading:
    """The reading: what arrives by the route, in whom that was found, and the dose that would bring the same."""
    row, other = found.loc[route], found.loc[like]
    spread = f", {row['spread']}" if row["spread"] and not pd.isna(row["spread"]) else ""
    people = "" if pd.isna(row["n"]) else f", {row['n']} people"
    needed = equal_dose(dose, route, like)
    text = (
        f"{row['label']}: of {dose:g} mg {row['bioavailability_percent']:g} % arrives ({row['population']}{people}"
        f"{spread}): {row['arriving_mg']:.1f} mg of {row['compound']}. In the United States this form is "
        f"{row['status_us']}. To bring as much as {dose:g} mg by “{other['label']}”, it takes {needed:.0f} mg. "
        "This is arithmetic about exposure, not advice."
    )
    quantities = {
        "arriving_mg": float(row["arriving_mg"]),
        "share_percent": float(row["bioavailability_percent"]),
        "dose_mg": dose,
        "factor": needed / dose,
        "people": 0.0 if pd.isna(row["n"]) else float(row["n"]),
        "approved": float(row["status_us"] == "approved against depression"),
        "nasal": float("asal spray" in row["label"]),
    }
    return Reading(text, quantities)


# -- explorer --------------------------------------------------------------------------------------


def explore_routes(**scene: Any) -> Explorer:
    """One dose by every route.

    Parameters
    ----------
    **scene
        First values: ``route``, ``dose`` (mg), ``like`` (a route to compare with); routes are keys of ``routes``.

    Returns
    -------
    Explorer
        With the quantities ``arriving_mg``, ``share_percent``, ``dose_mg``, ``factor`` (dose for the same exposure as
        the other route), ``people``, ``approved`` and ``nasal``.
    """
    rows = tables.load("routes")
    options = dict(zip(rows["label"], rows["route_id"], strict=True))
    controls = {
        "route": choice("Route", options, "oral"),
        "dose": Slider("Dose", 50, min=5, max=MOST_MG, step=5, unit="mg"),
        "like": choice("Compared with", options, "iv_infusion"),
    }
    about = About(
        kind="Data, as published: shares of a dose that reach the blood, in the people whom each study had.",
        equation="arriving = dose x bioavailability;  equal exposure: doses in inverse ratio",
        sources=tables.cite([source for source in dict.fromkeys(rows["source_id"].dropna()) if source]),
        leaves_out="How fast it arrives, what becomes of the rest, and how well three or six people stand for all.",
    )
    title = "By which way does how much arrive?"
    return old_explorer("routes", title, controls, RoutesPicture(), about, scene=scene)
