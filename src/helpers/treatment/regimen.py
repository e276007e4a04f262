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

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers import tables
from helpers.interactive import COLOURS, About, Explorer, Reading, Slider, choice, new_figure, old_explorer

WEEKLY, TWO_WEEKLY = "spray, weekly from week 9", "spray, every two weeks from week 9"
SIX, EIGHT = "six infusions in 12 days", "eight infusions in four weeks"
SPRAYS = (WEEKLY, TWO_WEEKLY)
UK, US = "United Kingdom, list price", "United States, list price of 2019"
SYMBOL = {"GBP": "£", "USD": "$"}
DAYS, MOST_WEEKS = 7, 52

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
    rows = tables.load("regimens").set_index("regimen_id")
    if plan in SPRAYS:
        parts, start = [], 0.0
        for phase in ("spray_induction", "spray_weekly"):
            parts.append(start + rows.loc[phase, "interval_days"] * np.arange(rows.loc[phase, "visits"]))
            start += rows.loc[phase, "duration_days"]
        step = DAYS if plan == WEEKLY else rows.loc["spray_maintenance", "interval_days"]
        parts.append(np.arange(start, MOST_WEEKS * DAYS, step))
        days = np.concatenate(parts)
    elif plan in (SIX, EIGHT):
        row = rows.loc["infusion_six" if plan == SIX else "infusion_eight"]
        days = row["interval_days"] * np.arange(row["visits"])
    else:
        raise ValueError(f"There is no plan {plan!r}. There are: {WEEKLY}, {TWO_WEEKLY}, {SIX}, {EIGHT}.")
    return np.asarray(days[days < weeks * DAYS])


def first_dose_mg() -> int:
    """First dose of the spray by its label (mg)."""
    return int(tables.load("regimens").set_index("regimen_id").loc["spray_induction", "first_dose_mg"])


def price(country: str, dose_mg: int) -> tuple[float, str]:
    """List price of one visit's spray, and its currency.

    Parameters
    ----------
    country : str
        `UK` or `US`.
    dose_mg : int
        56 or 84.
    """
    rows = tables.load("costs").set_index("cost_id")
    if country == UK:
        return float(rows.loc[f"uk_{dose_mg}", "low"]), "GBP"
    return float(rows.loc["us_session", "low" if dose_mg == first_dose_mg() else "high"]), "USD"


def costs(plan: str, weeks: int, dose_mg: int = 56, country: str = UK) -> pd.DataFrame:
    """Cumulated cost by visit.

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
        row = tables.load("costs").set_index("cost_id").loc["us_infusion"]
        currency = str(row["currency"])
        low, high = np.cumsum(np.full(len(days), row["low"])), np.cumsum(np.full(len(days), row["high"]))
    found = pd.DataFrame({"day": days, "low": low, "high": high})
    found.attrs["currency"] = currency
    return found


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


# -- picture ---------------------------------------------------------------------------------------


class RegimenPicture:
    """Visits as marks over the weeks, the cumulated cost above them."""

    label = "Visits and cumulated cost over the weeks of a schedule"

    def __init__(self) -> None:
        self.figure = new_figure(7.4, 3.8)
        self.axes = self.figure.subplots()
        self.axes.set(xlim=(0, MOST_WEEKS), ylim=(-2000, 45000), xlabel="week", ylabel="cumulated cost")
        self.axes.spines[["top", "right"]].set_visible(False)
        self.axes.axhline(0, color=COLOURS["grey"], linewidth=0.8)
        (self.low,) = self.axes.step([], [], where="post", color=COLOURS["blue"], linewidth=2, animated=True)
        (self.high,) = self.axes.step([], [], where="post", color=COLOURS["blue"], linestyle="--", animated=True)
        (self.visits,) = self.axes.plot([], [], "|", color=COLOURS["black"], markersize=10, animated=True)
        self.total = self.axes.text(MOST_WEEKS, 0, "", ha="right", fontsize=10)
        self.axes.text(0.5, 43500, "marks: visits · dashed: upper price", fontsize=9)
        self.total.set(animated=True, in_layout=False)

    def draw(self, plan: str, weeks: float, dose: str, country: str) -> Reading:
        """Draw visits and costs up to the chosen week."""
        found = costs(plan, int(weeks), int(dose), country)
        currency = str(found.attrs["currency"])
        ends = np.append(found["day"] / DAYS, weeks)
        for line, column in ((self.low, "low"), (self.high, "high")):
            line.set_data(ends, np.append(found[column], found[column].iloc[-1]))
        self.visits.set_data(found["day"] / DAYS, np.full(len(found), -1000.0))
        last = found.iloc[-1]
        self.total.set(text=_money(last, currency), x=min(weeks + 1, MOST_WEEKS), y=last["high"] + 1200)
        return read(plan, int(weeks), dose, country, found)


def _money(row: pd.Series, currency: str) -> str:
    sign = SYMBOL[currency]
    low, high = f"{sign}{row['low']:,.0f}", f"{sign}{row['high']:,.0f}"
    return low if low == high else f"{low} to {high}"


def read(plan: str, weeks: int, dose: str, country: str, found: pd.DataFrame) -> Reading:
    """The reading: visits, cost, hours of watching, and by which price."""
    currency = str(found.attrs["currency"])
    spray = plan in SPRAYS
    by = (
        f"{dose} mg after a first dose of {first_dose_mg()}; {country}"
        if spray
        else "0.5 mg/kg; as US clinics ask for it"
    )
    hours = len(found) * float(tables.load("findings").set_index("finding_id").loc["F-165", "value"])
    watched = f" At two hours of watching each, that is {hours:g} hours." if spray else ""
    text = (
        f"{plan[0].upper()}{plan[1:]}, {weeks} weeks: {len(found)} visits, {_money(found.iloc[-1], currency)} ({by})."
        f"{watched} Prices without discount, insurance, staff and travel. Not advice."
    )
    quantities = {
        "visits": float(len(found)),
        "cost": float(found["high"].iloc[-1]),
        "weeks": float(weeks),
        "hours": hours if spray else 0.0,
        "spray": float(spray),
        "pounds": float(currency == "GBP"),
    }
    return Reading(text, quantities)


# -- explorer --------------------------------------------------------------------------------------


def explore_regimen(**scene: Any) -> Explorer:
    """A schedule, its visits and its cost.

    Parameters
    ----------
    **scene
        First values: ``plan`` (`WEEKLY`, `TWO_WEEKLY`, `SIX` or `EIGHT`), ``weeks``, ``dose`` (``"56"`` or ``"84"``),
        ``country`` (`UK` or `US`).

    Returns
    -------
    Explorer
        With the quantities ``visits``, ``cost`` (upper, in the currency shown), ``weeks``, ``hours`` (watched),
        ``spray`` and ``pounds``.
    """
    controls = {
        "plan": choice("Schedule", [WEEKLY, TWO_WEEKLY, SIX, EIGHT]),
        "weeks": Slider("Weeks", 26, min=4, max=MOST_WEEKS, step=1),
        "dose": choice("Dose", {"56 mg": "56", "84 mg": "84"}),
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
    title = "How often, for how long, at what price?"
    return old_explorer("regimen", title, controls, RegimenPicture(), about, unused, scene=scene)
