"""Schedules: visits by week, what they cost where, and how the law and the evidence stand.

Model
-----
The spray by its US label: twice a week for four weeks, once a week for four, then once a week or every two weeks, with
no end. The first dose is 56 mg, later ones as chosen. Infusions: six in 12 days, or eight in 28, as in trials; then
none. Costs are visits times price, by list price, without the visit itself, staff or travel.

Units
-----
Weeks; visits; pounds or dollars of the year that the price names.

Sources
-------
Tables ``regimens`` and ``costs``. The US prices give the published first month again: eight times the lower one, and
the lower one plus seven times the higher one.

Leaves out
----------
Discounts, insurance, the hours spent, and what it costs not to be treated.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, choice, moving, new_figure, plain_axes

WEEKLY, TWO_WEEKLY = "spray, weekly from week 9", "spray, every two weeks from week 9"
SIX, EIGHT = "six infusions in 12 days", "eight infusions in four weeks"
SPRAYS = (WEEKLY, TWO_WEEKLY)
INFUSIONS = {SIX: "infusion_six", EIGHT: "infusion_eight"}
UK, US = "United Kingdom, list price", "United States, list price of 2019"
SYMBOL = {"GBP": "£", "USD": "$"}
DAYS, MOST_WEEKS = 7, 52
QUARTER_WEEKS, STEP_OF_COST = 13, 2500  # in what steps the axes grow (weeks, pounds or dollars)

# -- model -----------------------------------------------------------------------------------------


def visit_days(plan: str, weeks: int) -> NDArray[np.float64]:
    """Days of all visits, the first being day 0.

    Parameters
    ----------
    plan : str
        `WEEKLY`, `TWO_WEEKLY`, `SIX` or `EIGHT`.
    weeks : int
        Weeks to look at.
    """
    tables.require("plan", plan, [*SPRAYS, *INFUSIONS])
    if plan in SPRAYS:
        days = _spray_days(weekly=plan == WEEKLY)
    else:
        row = tables.row("regimens", INFUSIONS[plan])
        days = row["interval_days"] * np.arange(row["visits"])
    return np.asarray(days[days < weeks * DAYS], dtype=float)


def _spray_days(weekly: bool) -> NDArray[np.float64]:
    """Days of a year's visits for the spray by its label."""
    parts, start = [], 0.0
    for phase in ("spray_induction", "spray_weekly"):
        row = tables.row("regimens", phase)
        parts.append(start + row["interval_days"] * np.arange(row["visits"]))
        start += row["duration_days"]
    apart = DAYS if weekly else tables.row("regimens", "spray_maintenance")["interval_days"]
    return np.concatenate([*parts, np.arange(start, MOST_WEEKS * DAYS, apart)])


def first_dose_mg() -> int:
    """First dose of the spray by its label (mg)."""
    return int(tables.row("regimens", "spray_induction")["first_dose_mg"])


def doses_mg() -> list[int]:
    """Doses of the spray by its label (mg): from the first one on, a device more each."""
    row = tables.row("regimens", "spray_induction")
    return [int(dose) for dose in np.arange(row["first_dose_mg"], row["most_mg"] + 1, row["device_mg"])]


def price(country: str, dose_mg: int) -> tuple[float, str]:
    """List price of one visit's spray, and its currency.

    Parameters
    ----------
    country : str
        `UK` or `US`.
    dose_mg : int
        56 or 84.
    """
    if country == UK:
        return float(tables.row("costs", f"uk_{dose_mg}")["low"]), "GBP"
    end = "low" if dose_mg == first_dose_mg() else "high"
    return float(tables.row("costs", "us_session")[end]), "USD"


def costs(plan: str, weeks: int, dose_mg: int = 56, country: str = UK) -> pd.DataFrame:
    """Cumulative cost by visit.

    Returns
    -------
    pandas.DataFrame
        Columns ``day``, ``low`` and ``high`` (the same for the spray); ``attrs["currency"]`` names the currency.
    """
    days = visit_days(plan, weeks)
    if plan in SPRAYS:
        first, currency = price(country, first_dose_mg())
        later, _ = price(country, dose_mg)
        each = np.full(len(days), later)
        each[:1] = first
        low = high = np.cumsum(each)
    else:
        row = tables.row("costs", "us_infusion")
        currency = str(row["currency"])
        low, high = (np.cumsum(np.full(len(days), row[end])) for end in ("low", "high"))
    found = pd.DataFrame({"day": days, "low": low, "high": high})
    found.attrs["currency"] = currency
    return found


def watched_hours(visits: int) -> float:
    """Hours of being watched over so many visits for the spray, by its label."""
    return visits * float(tables.row("findings", "F-165")["value"])


def conditions() -> pd.DataFrame:
    """Where each condition stands in the ledger, with a finding for it and one against it.

    Returns
    -------
    pandas.DataFrame
        Columns ``label``, ``status``, ``speaks_for``, ``speaks_against`` and ``note``.
    """
    said = tables.load("findings").set_index("finding_id")["statement"]
    found = tables.load("conditions")
    speaks = {
        f"speaks_{way}": found[f"{way}_finding_id"].map(
            lambda key: f"{key}: {said[key]}" if key in said.index else "none"
        )
        for way in ("for", "against")
    }
    return found.assign(**speaks)[["label", "status", "speaks_for", "speaks_against", "note"]]


@dataclass(frozen=True)
class Scene:
    """A schedule up to a week.

    Parameters
    ----------
    plan : str
        `WEEKLY`, `TWO_WEEKLY`, `SIX` or `EIGHT`.
    form : str
        ``"spray"`` or ``"infusion"``.
    weeks : int
        Weeks that are looked at.
    dose_mg : int
        Dose of the spray after the first one (mg).
    country : str
        Whose price of the spray.
    currency : str
        ``"GBP"`` or ``"USD"``.
    visit_weeks : numpy.ndarray
        When the visits are (weeks).
    low, high : numpy.ndarray
        Cumulative cost after each visit, at the lower and the upper price (in the currency).
    hours : float
        Hours of being watched; 0 for infusions, which no label covers.
    other_plan, other_weeks, other_low : str, numpy.ndarray, numpy.ndarray
        The other schedule of the same form, to compare: its name, visits and lower cost.
    """

    plan: str
    form: str
    weeks: int
    dose_mg: int
    country: str
    currency: str
    visit_weeks: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    hours: float
    other_plan: str
    other_weeks: NDArray[np.float64]
    other_low: NDArray[np.float64]

    @property
    def visits(self) -> int:
        """How many visits."""
        return len(self.visit_weeks)

    @property
    def cost(self) -> float:
        """What all visits cost, at the upper price (in the currency)."""
        return float(self.high[-1])

    @property
    def money(self) -> str:
        """What all visits cost, in words."""
        low, high = (f"{SYMBOL[self.currency]}{end[-1]:,.0f}" for end in (self.low, self.high))
        return low if low == high else f"{low} to {high}"

    @property
    def shown_weeks(self) -> int:
        """Where the axis of weeks ends: at a whole quarter of the year."""
        return QUARTER_WEEKS * ceil(self.weeks / QUARTER_WEEKS)

    @property
    def shown_cost(self) -> int:
        """Where the axis of cost ends, with room above the highest cost (in the currency)."""
        return STEP_OF_COST * ceil(1.12 * max(self.cost, self.other_low[-1]) / STEP_OF_COST)


def scene(plan: str, weeks: float, dose: str, country: str) -> Scene:
    """A schedule up to a week.

    Parameters
    ----------
    plan : str
        `WEEKLY`, `TWO_WEEKLY`, `SIX` or `EIGHT`.
    weeks : float
        Whole weeks to look at.
    dose : str
        Dose of the spray after the first one (mg).
    country : str
        `UK` or `US`.
    """
    found = costs(plan, int(weeks), int(dose), country)
    (other,) = [name for name in _form_of(plan) if name != plan]
    beside = costs(other, int(weeks), int(dose), country)
    return Scene(
        plan=plan,
        form="spray" if plan in SPRAYS else "infusion",
        weeks=int(weeks),
        dose_mg=int(dose),
        country=country,
        currency=str(found.attrs["currency"]),
        visit_weeks=found["day"].to_numpy() / DAYS,
        low=found["low"].to_numpy(),
        high=found["high"].to_numpy(),
        hours=watched_hours(len(found)) if plan in SPRAYS else 0.0,
        other_plan=other,
        other_weeks=beside["day"].to_numpy() / DAYS,
        other_low=beside["low"].to_numpy(),
    )


def _form_of(plan: str) -> tuple[str, ...]:
    return SPRAYS if plan in SPRAYS else tuple(INFUSIONS)


# -- picture ---------------------------------------------------------------------------------------


KEY, UPPER = "blue: cost of all visits so far · grey: {} · marks: visits", " · dashed: upper price"


class RegimenPicture:
    """Visits as marks over the weeks, the cumulative cost above them."""

    label = "Visits and cumulative cost over the weeks of a schedule"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.6)
        self.axes = plain_axes(self.figure.subplots(), xlabel="week")
        self.axes.yaxis.set_major_formatter("{x:,.0f}")
        self.axes.axhline(0, color=COLOURS["grey"], linewidth=0.8)
        blue = COLOURS["blue"]
        (self.other,) = self.axes.step([], [], where="post", color=COLOURS["grey"], linewidth=1.2)
        (self.low,) = self.axes.step([], [], where="post", color=blue, linewidth=2)
        (self.high,) = self.axes.step([], [], where="post", color=blue, linestyle="--")
        (self.visits,) = self.axes.plot([], [], "|", color=COLOURS["black"], markersize=10)
        self.total = self.axes.text(0, 0, "", ha="right", va="bottom", fontsize=10)
        self.axes.set_title(" ", fontsize=9)  # room for the key
        self.key = self.axes.text(0, 1.02, "", transform=self.axes.transAxes, va="bottom", fontsize=9)
        moving([self.other, self.low, self.high, self.visits, self.total, self.key])

    def move(self, scene: Scene) -> None:
        """Show visits and costs up to the chosen week."""
        self._scale(self.axes, scene)
        ends = np.append(scene.visit_weeks, scene.weeks)
        for line, cost in ((self.low, scene.low), (self.high, scene.high)):
            line.set_data(ends, np.append(cost, cost[-1]))
        self.high.set_visible(scene.form == "infusion")
        self.other.set_data([*scene.other_weeks, scene.weeks], [*scene.other_low, scene.other_low[-1]])
        self.key.set_text(KEY.format(scene.other_plan) + (UPPER if scene.form == "infusion" else ""))
        self.visits.set_data(scene.visit_weeks, np.full(scene.visits, -0.04 * scene.shown_cost))
        # A dollar sign by itself is none of mathematics.
        words = scene.money.replace("$", r"\$")
        self.total.set(text=words, x=scene.weeks, y=scene.cost + 0.02 * scene.shown_cost)

    @staticmethod
    def _scale(axes: Axes, scene: Scene) -> None:
        """Let the axes end where the schedule does; what stands still is drawn again only when that changes."""
        limits, name = (-0.08 * scene.shown_cost, scene.shown_cost), f"cumulative cost ({SYMBOL[scene.currency]})"
        if (axes.get_xlim()[1], axes.get_ylim(), axes.get_ylabel()) != (scene.shown_weeks, limits, name):
            axes.set(xlim=(0, scene.shown_weeks), ylim=limits, ylabel=name)
            axes.set_xticks(range(0, scene.shown_weeks + 1, 4 if scene.shown_weeks > QUARTER_WEEKS else 1))


# -- reading ---------------------------------------------------------------------------------------


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    return f"{scene.visits} visits in {scene.weeks} weeks, for {scene.money}"


def read(scene: Scene) -> Reading:
    """Visits, cost, hours of watching, and by which price."""
    spray = scene.form == "spray"
    first = "" if scene.dose_mg == first_dose_mg() else f" after a first dose of {first_dose_mg()} mg"
    by = f"{scene.dose_mg} mg{first}; {scene.country}" if spray else "0.5 mg/kg; as US clinics ask for it"
    watched = f" At two hours of watching each, that is {scene.hours:g} hours." if spray else ""
    return Reading(
        f"{scene.plan[0].upper()}{scene.plan[1:]}, looked at for {scene.weeks} weeks: {scene.visits} visits, "
        f"{scene.money} ({by}).{watched} Prices without discount, insurance, staff and travel. Not advice.",
        headline=notice(scene),
    )


# -- explorer --------------------------------------------------------------------------------------


def explore_regimen(**first: Any) -> Explorer:
    """A schedule, its visits and its cost.

    Parameters
    ----------
    **first
        First values: ``plan`` (`WEEKLY`, `TWO_WEEKLY`, `SIX` or `EIGHT`), ``weeks``, ``dose`` (``"56"`` or ``"84"``),
        ``country`` (`UK` or `US`).
    """
    controls = {
        "plan": choice("Schedule", [*SPRAYS, *INFUSIONS]),
        "weeks": Slider("Weeks", 26, min=4, max=MOST_WEEKS, step=1),
        "dose": choice("Dose", {f"{dose} mg": str(dose) for dose in doses_mg()}),
        "country": choice("Price", [UK, US]),
    }

    def unused(values: dict[str, Any]) -> dict[str, str]:
        if values["plan"] in SPRAYS:
            return {}
        return {
            "dose": "Infusions are dosed by body weight: 0.5 mg/kg.",
            "country": "For infusions the ledger holds only what US clinics ask.",
        }

    about = About(
        kind="Arithmetic on a schedule by label or trial, and on list prices as found.",
        equation="cost = price of the first visit + price x (visits - 1)",
        sources=tables.cite(["rxlist_spray", "murrough_2013c", "jelovac_2025", "nice_esketamine", "spray_prices_2019"]),
        leaves_out="Discounts, insurance, staff, travel, hours, and what it costs not to be treated.",
    )
    return Explorer("regimen", controls, scene, RegimenPicture(), read, about, unused, first)
