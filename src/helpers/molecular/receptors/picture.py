"""Pictures of binding: the channel site against the level in plasma, and all targets on one axis."""

from __future__ import annotations

from helpers.interactive import COLOURS, Place, moving, new_figure, plain_axes
from helpers.molecular.receptors.model import (
    CHANNEL,
    LEVELS_NG_PER_ML,
    RACEMATE,
    OccupancyScene,
    TargetsScene,
    affinity_choices,
    targets,
)
from helpers.molecular.receptors.reading import share_words

DASHES = ("-", "--", ":")
SHAPES = {"Ki": ("o", "half filled (Ki)"), "half block": ("s", "half of the current blocked")}
BEHIND = {"boxstyle": "square,pad=0.1", "facecolor": COLOURS["white"], "edgecolor": "none", "alpha": 0.85}
PALE = 0.4  # of what was not chosen
NEAR_PERCENT = 6.5  # two numbers closer than this would lie on each other


class OccupancyPicture:
    """Share of the site filled against the level in plasma: the chosen curve, and pale those by the other figures."""

    label = "Share of the NMDA receptor's channel site filled by a ligand, against its level in plasma"

    def __init__(self) -> None:
        self.figure = new_figure(4.8, 3.5)
        limits = {"xlim": (LEVELS_NG_PER_ML[0], LEVELS_NG_PER_ML[-1]), "ylim": (0, 104)}
        self.axes = plain_axes(self.figure.subplots(), xscale="log", ylabel="share filled (%)", **limits)
        self.axes.set_xlabel("level in plasma (ng/mL, logarithmic)")
        self.axes.xaxis.set_major_formatter("{x:g}")
        self.curves, self.points, self.numbers = {}, {}, {}
        for name, dashes in zip(affinity_choices()["choice"], DASHES, strict=True):
            (self.curves[name],) = self.axes.plot([], [], dashes, color=COLOURS["blue"], linewidth=2.5, label=name)
            (self.points[name],) = self.axes.plot([], [], "o", color=COLOURS["blue"], markeredgecolor=COLOURS["black"])
            self.numbers[name] = self.axes.text(0, 0, "", ha="right", va="center", fontsize=9.5, bbox=BEHIND)
        (self.level,) = self.axes.plot([], [], color=COLOURS["grey"], linewidth=1)
        moving([*self.curves.values(), *self.points.values(), *self.numbers.values(), self.level])
        self.figure.legend(loc="outside upper left", fontsize=9, frameon=False)
        self.predicted_at = {"occupancy_percent": Place(self.axes)}

    def move(self, scene: OccupancyScene) -> None:
        """Show the curves of all figures published for the ligand, the chosen one strong, and where they are cut."""
        for name, curve in self.curves.items():
            for artist in (curve, self.points[name], self.numbers[name]):
                artist.set_visible(name in scene.percent)
            chosen = name in scene.shown
            curve.set_alpha(1.0 if chosen else PALE)
            self.points[name].set_alpha(1.0 if chosen else PALE)
            self.numbers[name].set_color(COLOURS["black" if chosen else "grey"])
        height = -NEAR_PERCENT
        for name in sorted(scene.percent, key=scene.percent.__getitem__):
            share = scene.percent[name]
            height = max(share, height + NEAR_PERCENT)
            self.curves[name].set_data(LEVELS_NG_PER_ML, scene.curves[name])
            self.points[name].set_data([scene.level_ng_per_ml], [share])
            self.numbers[name].set(text=share_words(share), position=(0.9 * scene.level_ng_per_ml, height))
        self.level.set_data([scene.level_ng_per_ml] * 2, [0, 100])


class TargetsPicture:
    """Every published affinity as a mark on one axis of concentration, against the level in plasma."""

    label = "Concentration that fills half of each target, on one logarithmic axis, and the concentration in plasma"

    def __init__(self) -> None:
        self.figure = new_figure(4.8, 3.5)
        rows = targets()
        limits = {"xlim": (0.005, 6000), "ylim": (len(rows) - 0.4, -1.1)}
        self.axes = plain_axes(self.figure.subplots(), xscale="log", **limits)
        self.axes.set_xlabel("concentration for half (µM, logarithmic)")
        self.axes.set_xticks([0.01, 0.1, 1, 10, 100, 1000])
        self.axes.xaxis.set_major_formatter("{x:g}")
        self.axes.spines["left"].set_visible(False)
        self.axes.set_yticks(range(len(rows)), [_row_label(row) for row in rows.itertuples()], fontsize=9)
        self.axes.tick_params(axis="y", length=0)
        self.marks = []
        for measure, (shape, words) in SHAPES.items():
            kind = rows[rows["measure"] == measure]
            self.marks += self.axes.plot(
                kind["half_um"], kind.index, shape, color=COLOURS["black"], markersize=8, label=words
            )
        (self.level,) = self.axes.plot([], [], color=COLOURS["blue"], linewidth=2.5)
        self.level_name = self.axes.text(0, -0.8, "", va="center", fontsize=9, color=COLOURS["blue"])
        self.shares = [self.axes.text(6000, row, "", ha="right", va="center", fontsize=9) for row in range(len(rows))]
        self.axes.text(6000, -0.8, "filled", ha="right", va="center", fontsize=9, fontweight="bold")
        moving([self.level, self.level_name, *self.shares])
        self.figure.legend(loc="outside upper left", ncols=2, fontsize=9, frameon=False)

    def move(self, scene: TargetsScene) -> None:
        """Move the line and the shares to the level; for a mirror form the line stands at half of it."""
        counted = scene.rows["counted_um"]
        edges = [edge for row in range(len(counted)) for edge in (row - 0.5, row + 0.5)]
        self.level.set_data(counted.repeat(2), edges)
        # Its words stand where the shares of the targets do not.
        side = "right" if scene.concentration_um > 1 else "left"
        self.level_name.set(text=f"{scene.concentration_um:.2g} µM in plasma", x=scene.concentration_um, ha=side)
        for text, share in zip(self.shares, scene.rows["percent"], strict=True):
            text.set_text(share_words(share))


def _row_label(row: object) -> str:
    """What a row stands for: the site, and of which ligand by which figure where there are several."""
    target, ligand, measure = row.target, row.ligand, row.measure  # type: ignore[attr-defined]
    if target != CHANNEL:
        return str(target).removesuffix(" receptor")
    of = f"racemate ({measure})" if ligand == RACEMATE else f"{ligand}, half of it"
    return f"NMDA: {of}"
