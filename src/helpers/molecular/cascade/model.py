"""What a wiring makes us expect when a step in it is blocked, and what the experiments saw.

The rule
--------
A wiring is a set of signed links from ketamine to an effect; a link "needed" carries no signal, but without its source
the next step fails. Block a step, and all paths through it, or through what needs it, are cut:

- no path to the effect is left: **abolished**; some are: **weakened**; all are: **unchanged**
- a step changed without ketamine: **mimicked** if a path carries the change to the effect with the sign that ketamine
  gives it, otherwise **not mimicked**
- the effect is not in the wiring, or the step was changed alone and is not in it: **silent**

An expectation fits if it has the direction of what was seen: weakened fits where abolished was expected. A step that is
not part of a wiring is expected not to matter: each wiring is read as the whole story. Where a block does what ketamine
itself would do (interneurons, bursts), "abolished" means that ketamine has nothing left to add. Experiments that can't
decide (a ceiling, only a title seen) are listed and not counted.

Sources
-------
Tables ``cascade_nodes``, ``cascade_edges``, ``cascade_wirings``, ``cascade_wiring_edges``, ``cascade_experiments``;
each link and each experiment names its study.

Leaves out
----------
Amounts, times, feedback, and that several wirings can be at work at once in different cells. Where the receptors at
rest sit is not stated. The wirings are our drawings of what was proposed; a proponent would draw more links.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import networkx as nx
import pandas as pd

from helpers import tables

DRUG = "ketamine"
RAPID, LASTING = "rapid effect", "lasting effect"
EFFECTS = [RAPID, LASTING]
ALL = "all"
NOTHING = "nothing"
EVERYONE, PEOPLE, ANIMALS = "all species", "people", "rats and mice"
SIGN = {"+": 1, "-": -1, "needed": 0, "raised": 1, "lowered": -1}
VERDICTS = ["fits", "does not fit", "silent", "cannot tell"]
DIRECTION = {"abolished": "weaker", "weakened": "weaker"}


def names() -> list[str]:
    """Keys of all wirings, all of them at once in the last place."""
    return [*tables.load("cascade_wirings")["wiring_id"], ALL]


def label_of(name: str) -> str:
    """What a wiring is called."""
    return "all of them at once" if name == ALL else str(tables.row("cascade_wirings", name)["label"])


@cache
def wiring(name: str) -> nx.DiGraph:
    """One account of how ketamine works, as a graph.

    Parameters
    ----------
    name : str
        A ``wiring_id`` of the table ``cascade_wirings``, or ``"all"`` for all of them at once.

    Returns
    -------
    networkx.DiGraph
        Frozen (copy it to change it). Steps as nodes; each link carries ``sign`` (1 raises, -1 lowers, 0 carries
        nothing) and ``needed`` (whether its end fails without its start).
    """
    tables.require("wiring", name, names())
    graph = nx.DiGraph()
    for edge in _links(name).itertuples():
        known = graph.get_edge_data(edge.source_node, edge.target_node, {"sign": 0, "needed": False})
        sign, needed = SIGN[str(edge.sign)] or known["sign"], edge.sign == "needed" or known["needed"]
        graph.add_edge(edge.source_node, edge.target_node, sign=sign, needed=needed)
    return nx.freeze(graph)


def parts(step: str) -> set[str]:
    """The step itself and the steps that are part of it: "NMDA receptor" stands for all of them."""
    nodes = tables.load("cascade_nodes")
    return {step, *nodes.loc[nodes["part_of"] == step, "node"]}


def paths(graph: nx.DiGraph, start: str, effect: str, blocked: Iterable[str] = ()) -> list[list[str]]:
    """Ways from a step to an effect that pass no blocked step, and none that needs a blocked one."""
    left = _carrying(graph, blocked)
    return list(nx.all_simple_paths(left, start, effect)) if start in left and effect in left else []


def reached(graph: nx.DiGraph, blocked: Iterable[str] = ()) -> set[str]:
    """Steps that ketamine reaches, itself among them."""
    return {DRUG, *nx.descendants(_carrying(graph, blocked), DRUG)}


def ways(graph: nx.DiGraph, blocked: Iterable[str] = ()) -> dict[str, int]:
    """How many ways lead from ketamine to each step; to itself there is one."""
    left = _carrying(graph, blocked)
    many = dict.fromkeys(graph, 0) | {DRUG: 1}
    for start in nx.topological_sort(left):
        for end in left.successors(start):
            many[end] += many[start]
    return many


def signs(graph: nx.DiGraph, blocked: Iterable[str] = ()) -> dict[str, int]:
    """What ketamine makes of each step that it reaches: 1 more of it, -1 less."""
    first = nx.single_source_shortest_path(_carrying(graph, blocked), DRUG)
    return {step: sign_along(graph, path) for step, path in first.items()}


def _carrying(graph: nx.DiGraph, blocked: Iterable[str]) -> nx.DiGraph:
    """What still carries a signal: without the steps that fail, and without links that carry nothing."""
    stopped = failing(graph, blocked)
    return nx.subgraph_view(
        graph,
        filter_node=lambda node: node not in stopped,
        filter_edge=lambda *link: graph.edges[link]["sign"] != 0,
    )


def failing(graph: nx.DiGraph, blocked: Iterable[str]) -> set[str]:
    """The blocked steps, and those that can't do without them."""
    needs = nx.DiGraph((start, end) for start, end, needed in graph.edges(data="needed") if needed)
    return set(blocked).union(*(nx.descendants(needs, step) for step in blocked if step in needs))


def sign_along(graph: nx.DiGraph, path: list[str]) -> int:
    """1 if the end of the path rises with its start, -1 if it falls."""
    signs = [graph.edges[link]["sign"] for link in nx.utils.pairwise(path)]
    return -1 if signs.count(-1) % 2 else 1


@cache
def expected(name: str, step: str, effect: str = RAPID, given: str = "with ketamine", change: str = "lowered") -> str:
    """What a wiring makes us expect of an experiment.

    Parameters
    ----------
    name : str
        A ``wiring_id``, or ``"all"``.
    step : str
        The step that is changed, a ``node`` of ``cascade_nodes``.
    effect : str
        Where the result is read.
    given : str
        ``"with ketamine"`` (the step is blocked) or ``"alone"`` (the step is changed without ketamine).
    change : str
        ``"lowered"`` or ``"raised"``; matters only for a step that is changed alone.

    Returns
    -------
    str
        ``abolished``, ``weakened``, ``unchanged``, ``mimicked``, ``not mimicked`` or ``silent``.
    """
    graph, changed = wiring(name), parts(step)
    if effect not in graph or (given == "alone" and changed.isdisjoint(graph)):
        return "silent"
    if given == "alone":
        ways = [(start, path) for start in changed for path in paths(graph, start, effect)]
        same = any(SIGN[change] * sign_along(graph, path) > 0 for _, path in ways)
        return "mimicked" if same else "not mimicked"
    before, left = len(paths(graph, DRUG, effect)), len(paths(graph, DRUG, effect, changed))
    if not before:
        return "silent"
    return "unchanged" if left == before else "weakened" if left else "abolished"


def experiments(species: str = EVERYONE) -> pd.DataFrame:
    """Experiments in these species: the rows of ``cascade_experiments``."""
    found = tables.load("cascade_experiments")
    if species == EVERYONE:
        return found
    human = found["species"] == "human"
    return found[human if species == PEOPLE else ~human]


def compare(name: str, species: str = EVERYONE) -> pd.DataFrame:
    """What a wiring makes us expect of each experiment, beside what was seen.

    Returns
    -------
    pandas.DataFrame
        The experiments, with the columns ``expected``, ``verdict`` (one of `VERDICTS`) and ``own_paper``: whether the
        wiring was drawn from the paper that reports the experiment.
    """
    return _judged(name).loc[experiments(species).index]


@cache
def _judged(name: str) -> pd.DataFrame:
    """All experiments, judged by one wiring; the caller takes a copy."""
    found = experiments()
    expectations = [expected(name, row.node, row.read_at, row.given, row.change) for row in found.itertuples()]
    judged = zip(expectations, found["effect"], found["decides"], strict=True)
    outcomes = [verdict(wanted, seen, decides) for wanted, seen, decides in judged]
    own = found["source_id"].isin(papers(name))
    return found.assign(expected=expectations, verdict=outcomes, own_paper=own)


def papers(name: str) -> set[str]:
    """The papers that a wiring was drawn from."""
    return set(_links(name)["source_id"])


def _links(name: str) -> pd.DataFrame:
    """Rows of ``cascade_edges`` that belong to a wiring."""
    members, edges = tables.load("cascade_wiring_edges"), tables.load("cascade_edges")
    chosen = members if name == ALL else members[members["wiring_id"] == name]
    return edges[edges["edge_id"].isin(chosen["edge_id"])]


def verdict(wanted: str, seen: str, decides: bool = True) -> str:
    """Whether an expectation has the direction of what was seen."""
    if wanted == "silent":
        return "silent"
    if not decides:
        return "cannot tell"
    return "fits" if DIRECTION.get(wanted, wanted) == DIRECTION.get(seen, seen) else "does not fit"


def scores(species: str = EVERYONE) -> pd.DataFrame:
    """How many experiments each wiring fits.

    Returns
    -------
    pandas.DataFrame
        One row a wiring, all of them at once in the last; columns as in `VERDICTS`.
    """
    counts = verdicts(species).apply(lambda column: column.value_counts()).T
    return counts.reindex(columns=VERDICTS).fillna(0).astype(int).rename_axis(index="wiring", columns=None)


def verdicts(species: str = EVERYONE) -> pd.DataFrame:
    """Verdict on every experiment (rows, by their place in the table) under every wiring (columns)."""
    return _verdicts(species).copy()


@cache
def _verdicts(species: str) -> pd.DataFrame:
    return pd.DataFrame({name: compare(name, species)["verdict"] for name in names()})
