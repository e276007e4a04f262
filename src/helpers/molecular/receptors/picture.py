"""Pictures of binding: the channel site against the level in plasma, and all targets on one axis."""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers import tables
from helpers.interactive import COLOURS, Reading, new_figure
from helpers.molecular.receptors.model import (
    CHANNEL,
    FREE,
    TOTAL,
    affinity_choices,
    filled,
    filled_by_each,
    micromolar,
    occupancy,
    targets,
)

LEVELS_NG_PER_ML = np.geomspace(1, 3000, 200)
STYLES = (("blue", "-"), ("orange", "--"), ("green", ":"))
SHAPES = {"Ki": "o", "pKi": "D", "half block": "s"}


class OccupancyPicture:
    """Share of the site filled against the level in plasma, one curve for each published affinity."""

    label = "Share of the NMDA receptor's channel site filled by a ligand, against its level in plasma"

    def __init__(self) -> None:
        self.figure = new_figure(height_in=3.8)
        self.axes = self.figure.add_subplot(xscale="log", xlabel="level in plasma (ng/mL)", ylabel="share filled (%)")
        self.axes.set_xlim(LEVELS_NG_PER_ML[0], LEVELS_NG_PER_ML[-1])
        self.axes.set_ylim(0, 100)
        self.axes.xaxis.set_major_formatter("{x:g}")
        self.axes.spines[["top", "right"]].set_visible(False)
        self.curves = {}
        for name, (colour, dashes) in zip(affinity_choices()["choice"], STYLES, strict=True):
            (self.curves[name],) = self.axes.plot([], [], dashes, color=COLOURS[colour], linewidth=2, label=name)
            self.curves[name].set_animated(True)
        (self.here,) = self.axes.plot([], [], "o", color=COLOURS["black"], markersize=8, animated=True)
        (self.level,) = self.axes.plot([], [], color=COLOURS["grey"], linewidth=1, animated=True)
        self.figure.legend(loc="outside upper left", fontsize=9, frameon=False)

    def draw(self, level: float, ligand: str, affinity: str, part: str) -> Reading:
        """Move curves and point to the scene."""
        published = list(affinity_choices(ligand)["choice"])
        shown = affinity if affinity in published else published[0]
        counted = TOTAL if "norketamine" in ligand else part
        shares = {name: 100 * float(filled(level, name, counted, ligand)) for name in published}
        for name, curve in self.curves.items():
            curve.set_visible(name in published)
            if name in published:
                curve.set_data(LEVELS_NG_PER_ML, 100 * filled(LEVELS_NG_PER_ML, name, counted, ligand))
            curve.set_linewidth(3.5 if name == shown else 1.2)
        self.here.set_data([level], [shares[shown]])
        self.level.set_data([level, level], [0, 100])
        substance = "norketamine" if "norketamine" in ligand else "ketamine"
        quantities = {
            "occupancy_percent": shares[shown],
            "spread_percent": max(shares.values()) - min(shares.values()),
            "concentration_um": float(micromolar(level, substance)),
            "all_counted_percent": 100.0 if counted == TOTAL else 0.0,
            "affinities": float(len(published)),
        }
        told = [_instead(ligand, affinity, shown, part, counted), _main(level, ligand, shown, counted, shares)]
        told += [_shared(level, ligand, shown, counted), _others(shares, shown)]
        return Reading(" ".join(filter(None, told)), quantities)


def _instead(ligand: str, affinity: str, shown: str, part: str, counted: str) -> str:
    """Why something other than what was chosen is shown."""
    no_affinity = f"For {ligand} there is no {affinity}: shown is {shown}." if shown != affinity else ""
    no_share = "The free share of norketamine was not seen: all of it is counted." if counted != part else ""
    return f"{no_affinity} {no_share}".strip()


def _main(level: float, ligand: str, shown: str, counted: str, shares: dict[str, float]) -> str:
    substance = "norketamine" if "norketamine" in ligand else "ketamine"
    how = "counting all of it" if counted == TOTAL else "counting only the part that is not bound to protein"
    constants = " and ".join(f"{value:g}" for value in dict.fromkeys(_constants(ligand, shown)))
    return (
        f"At {level:g} ng/mL ({micromolar(level, substance):.2f} µM), {how}, {ligand} fills {shares[shown]:.0f} % of "
        f"the site, by the {shown}: {constants} µM."
    )


def _constants(ligand: str, affinity: str) -> list[float]:
    return list(affinity_choices(ligand).set_index("choice").loc[affinity])


def _shared(level: float, ligand: str, affinity: str, part: str) -> str:
    """How two forms with different affinities share the site."""
    if len(set(_constants(ligand, affinity))) < 2:
        return ""
    each = filled_by_each(level, affinity, part, ligand).iloc[0]
    return " and ".join(f"{form} fills {100 * share:.0f} %" for form, share in each.items()) + "."


def _others(shares: dict[str, float], shown: str) -> str:
    others = " and ".join(f"{share:.0f} %" for name, share in shares.items() if name != shown)
    if not others:
        return "No other figure for it is in our table."
    return (
        f"By the other published figures it fills {others}." if len(shares) > 2 else f"By the other it fills {others}."
    )


class TargetsPicture:
    """Every published affinity as a mark on one axis of concentration, against the level in plasma."""

    label = "Concentration that fills half of each target, on one logarithmic axis, and the concentration in plasma"

    def __init__(self) -> None:
        self.figure = new_figure(7.2, 4.2)
        self.axes = self.figure.add_subplot(xscale="log", xlabel="concentration that fills or blocks half (µM)")
        self.rows = targets()
        self.axes.set(xlim=(0.02, 1000), ylim=(len(self.rows) - 0.4, -0.6))
        self.axes.xaxis.set_major_formatter("{x:g}")
        self.axes.spines[["top", "right", "left"]].set_visible(False)
        names = self.rows["ligand"] + ": " + self.rows["target"].replace({CHANNEL: "NMDA channel"})
        self.axes.set_yticks(range(len(self.rows)), names, fontsize=9)
        self.axes.tick_params(axis="y", length=0)
        for measure, shape in SHAPES.items():
            kind = self.rows[self.rows["measure"] == measure]
            self.axes.plot(kind["half_um"], kind.index, shape, color=COLOURS["blue"], markersize=8, label=measure)
        (self.level,) = self.axes.plot([], [], color=COLOURS["red"], linewidth=2.5, animated=True)
        self.shares = [self.axes.text(0.025, row, "", va="center", fontsize=9) for row in range(len(self.rows))]
        for text in self.shares:
            text.set(animated=True, in_layout=False)
        self.figure.legend(
            loc="outside upper left",
            ncols=3,
            fontsize=9,
            frameon=False,
            title="line: concentration in plasma; numbers: share filled",
        )

    def draw(self, level: float, part: str) -> Reading:
        """Move the line and the shares to the level."""
        free = 1.0 if part == TOTAL else _free()
        concentration = float(micromolar(level)) * free
        shares = 100 * occupancy([[concentration]] * len(self.rows), self.rows[["half_um"]].to_numpy())[:, 0]
        self.level.set_data([concentration] * 2, [-0.6, len(self.rows) - 0.4])
        for text, share in zip(self.shares, shares, strict=True):
            text.set_text(f"{share:.0f} %" if share >= 9.5 else f"{share:.1f} %")
        return read_targets(level, part, concentration, self.rows.assign(percent=shares))


def _free() -> float:
    return float(tables.load("substances").set_index("substance_id").loc["ketamine", "free_fraction"])


def read_targets(level: float, part: str, concentration: float, rows: pd.DataFrame) -> Reading:
    """The reading: shares at the channel site and at the opioid receptors."""
    channel = rows.query("target == @CHANNEL and ligand == 'racemic ketamine'")["percent"]
    opioid = rows[rows["target"].str.contains("opioid")].set_index("target")["percent"]
    each = ", ".join(f"{share:.1f} % of the {target}" for target, share in opioid.items())
    counted = "counting only the free part" if part == FREE else "counting all of it"
    text = (
        f"{level:g} ng/mL of ketamine, {counted}, are {concentration:.2f} µM. This fills {channel.min():.0f} to "
        f"{channel.max():.0f} % of the NMDA channel site, {each}. Few filled receptors can matter, and many may not."
    )
    quantities = {
        "concentration_um": concentration,
        "mu_percent": float(opioid["mu opioid receptor"]),
        "kappa_percent": float(opioid["kappa opioid receptor"]),
        "channel_least_percent": float(channel.min()),
    }
    return Reading(text, quantities)
