"""What the two pictures show: one wiring with a step blocked, and all wirings against the experiments."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx
import pandas as pd

from helpers import tables
from helpers.molecular.cascade.model import (
    DRUG,
    EFFECTS,
    LASTING,
    NOTHING,
    RAPID,
    compare,
    expected,
    experiments,
    failing,
    label_of,
    parts,
    reached,
    signs,
    verdicts,
    ways,
    wiring,
)

SYNAPSE = "new synapses"
PYRAMIDAL = "NMDA receptor on pyramidal neurons"  # sits in the synapse that is drawn, and is part of no wiring


class Held:
    """A wiring held against experiments: how many come to what, of the column ``verdict`` of ``against``."""

    against: pd.DataFrame

    def counted(self, verdict: str) -> int:
        """How many experiments have a verdict under the wiring looked at."""
        return int((self.against["verdict"] == verdict).sum())

    @property
    def fits(self) -> int:
        """How many experiments that wiring fits."""
        return self.counted("fits")

    @property
    def does_not_fit(self) -> int:
        """How many experiments it does not fit."""
        return self.counted("does not fit")

    @property
    def silent(self) -> int:
        """On how many experiments it says nothing."""
        return self.counted("silent")


# -- one wiring ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class WiringScene(Held):
    """One wiring with a step blocked: what is cut off, what is expected, and what experiments saw.

    Parameters
    ----------
    name, label : str
        The wiring's key, and what it is called.
    blocked : str
        The blocked step, or `NOTHING`.
    belongs : bool
        Whether the blocked step is in this wiring.
    states : dict of str to str
        Each step of the map: ``reached`` by ketamine, ``cut off`` by the block, ``blocked``, ``there`` (without
        ketamine), ``absent``.
    links : dict of (str, str) to str
        Each link of the map: ``live``, ``cut off``, ``needed`` (carries no signal), ``there`` or ``absent``.
    paths, paths_left : dict of str to int
        Ways from ketamine to each of the `EFFECTS`, without the block and with it.
    ways, ways_left : dict of str to int
        Ways from ketamine to each step of the map, without the block and with it.
    signs : dict of str to int
        What ketamine makes of each step that it still reaches: 1 more of it, -1 less.
    outcomes : dict of str to str
        What is expected of each of the `EFFECTS`.
    species : str
        In whom the experiments were done.
    against : pandas.DataFrame
        All experiments in these species, with what was expected, what was seen, and the verdict.
    """

    name: str
    label: str
    blocked: str
    belongs: bool
    states: dict[str, str]
    links: dict[tuple[str, str], str]
    paths: dict[str, int]
    paths_left: dict[str, int]
    ways: dict[str, int]
    ways_left: dict[str, int]
    signs: dict[str, int]
    outcomes: dict[str, str]
    species: str
    against: pd.DataFrame

    @property
    def on_the_step(self) -> pd.DataFrame:
        """Experiments on the blocked step."""
        return self.against[self.against["node"] == self.blocked]

    @property
    def experiments_on_the_step(self) -> int:
        """How many experiments there are on the blocked step."""
        return len(self.on_the_step)

    @property
    def rapid_left_percent(self) -> float:
        """Share of the paths to the rapid effect that the block leaves open (%); 0 if there is none to begin with."""
        return self._left_percent(RAPID)

    @property
    def lasting_left_percent(self) -> float:
        """The same for the lasting effect."""
        return self._left_percent(LASTING)

    def _left_percent(self, effect: str) -> float:
        return 100 * self.paths_left[effect] / self.paths[effect] if self.paths[effect] else 0.0

    @property
    def lasting_paths(self) -> int:
        """Paths to the lasting effect without a block."""
        return self.paths[LASTING]

    @property
    def passing(self) -> dict[tuple[str, str], int]:
        """Ways by which the signal passes along each link: as many as lead to its start."""
        return {link: self.ways_left[link[0]] if state == "live" else 0 for link, state in self.links.items()}

    @property
    def steps(self) -> int:
        """Steps between ketamine and the effects that its signal reaches in this wiring if nothing is blocked."""
        return _reached(self.ways)

    @property
    def steps_left(self) -> int:
        """Those that it reaches now."""
        return _reached(self.ways_left)

    @property
    def spine_grown(self) -> float:
        """Share of the ways to a new synapse that are open (0 to 1); 0 if there is none to begin with."""
        return self.ways_left[SYNAPSE] / self.ways[SYNAPSE] if self.ways[SYNAPSE] else 0.0


def wiring_scene(name: str, blocked: str, species: str) -> WiringScene:
    """One wiring with a step blocked, and the experiments in some species.

    Parameters
    ----------
    name : str
        A ``wiring_id``, or ``"all"``.
    blocked : str
        A ``node`` of ``cascade_nodes``, or `NOTHING`.
    species : str
        `EVERYONE`, `PEOPLE` or `ANIMALS`.
    """
    graph, stopped = wiring(name), set() if blocked == NOTHING else parts(blocked)
    before, after, failed = reached(graph), reached(graph, stopped), failing(graph, stopped)
    drawn = [*tables.load("cascade_nodes").query("picture_label != ''")["node"], PYRAMIDAL]
    whole, left = (dict.fromkeys(drawn, 0) | ways(graph, cut) for cut in (set(), stopped))
    edges = tables.load("cascade_edges")
    pairs = zip(edges["source_node"], edges["target_node"], strict=True)
    return WiringScene(
        name=name,
        label=label_of(name),
        blocked=blocked,
        belongs=not stopped.isdisjoint(graph),
        states={step: _step_state(step, graph, stopped, before, after) for step in drawn},
        links={link: _link_state(link, graph, failed, before, after) for link in pairs},
        paths={effect: whole[effect] for effect in EFFECTS},
        paths_left={effect: left[effect] for effect in EFFECTS},
        ways=whole,
        ways_left=left,
        signs=signs(graph, stopped),
        outcomes={effect: "" if blocked == NOTHING else expected(name, blocked, effect) for effect in EFFECTS},
        species=species,
        against=compare(name, species),
    )


def _reached(by: dict[str, int]) -> int:
    return sum(many > 0 for step, many in by.items() if step not in (DRUG, *EFFECTS))


def _step_state(step: str, graph: nx.DiGraph, stopped: set[str], before: set[str], after: set[str]) -> str:
    if step in stopped:
        return "blocked"
    if step not in graph:
        return "absent"
    if step not in before:
        return "there"
    return "reached" if step in after else "cut off"


def _link_state(link: tuple[str, str], graph: nx.DiGraph, failed: set[str], before: set[str], after: set[str]) -> str:
    if link not in graph.edges:
        return "absent"
    if graph.edges[link]["sign"] == 0:
        return "cut off" if link[0] in failed else "needed"
    if after.issuperset(link):
        return "live"
    return "cut off" if before.issuperset(link) or link[0] in failed else "there"


# -- all wirings -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class MatrixScene(Held):
    """All wirings against the experiments in some species.

    Parameters
    ----------
    name, label : str
        Key and name of the wiring whose column is marked and listed.
    species : str
        `EVERYONE`, `PEOPLE` or `ANIMALS`.
    rows : pandas.DataFrame
        The experiments shown, people first, then along the chain.
    verdicts : pandas.DataFrame
        Verdict on each of these rows (in their order) under each wiring (columns).
    all_experiments : tuple of str
        Keys of all experiments, in these species and in others.
    left_out : int
        Experiments in other species, which are not shown.
    against : pandas.DataFrame
        The same experiments, with what the chosen wiring makes one expect.
    """

    name: str
    label: str
    species: str
    rows: pd.DataFrame
    verdicts: pd.DataFrame
    all_experiments: tuple[str, ...]
    left_out: int
    against: pd.DataFrame

    @property
    def experiments(self) -> int:
        """How many experiments are shown."""
        return len(self.rows)

    def counted_under(self, name: str, verdict: str) -> int:
        """How many experiments have a verdict under a wiring."""
        return int((self.verdicts[name].to_numpy() == verdict).sum())

    @property
    def by_every(self) -> int:
        """Experiments that every wiring fits."""
        return int((self.verdicts == "fits").all(axis=1).sum())

    @property
    def by_none(self) -> int:
        """Experiments that no wiring fits."""
        return int((self.verdicts != "fits").all(axis=1).sum())

    def decided(self, name: str) -> int:
        """Experiments that a wiring fits or does not fit."""
        return self.counted_under(name, "fits") + self.counted_under(name, "does not fit")

    @property
    def lead(self) -> int:
        """How many more experiments the chosen wiring fits than it fails."""
        return self.fits - self.does_not_fit

    @property
    def elsewhere(self) -> tuple[int, int]:
        """Fits, and experiments decided, without the papers that the chosen wiring was drawn from."""
        others = self.against.loc[~self.against["own_paper"], "verdict"]
        fits = int((others == "fits").sum())
        return fits, fits + int((others == "does not fit").sum())


def matrix_scene(name: str, species: str) -> MatrixScene:
    """All wirings against the experiments in some species.

    Parameters
    ----------
    name : str
        A ``wiring_id``, or ``"all"``: the one to mark and list.
    species : str
        `EVERYONE`, `PEOPLE` or `ANIMALS`.
    """
    shown = experiments(species)
    along = list(tables.load("cascade_nodes")["node"])
    order = pd.DataFrame({"animal": shown["species"] != "human", "step": shown["node"].map(along.index)})
    rows = shown.loc[order.sort_values(["animal", "step"], kind="stable").index]
    return MatrixScene(
        name=name,
        label=label_of(name),
        species=species,
        rows=rows,
        verdicts=verdicts(species).loc[rows.index],
        all_experiments=tuple(experiments()["experiment_id"]),
        left_out=len(experiments()) - len(rows),
        against=compare(name, species).loc[rows.index],
    )
