"""What the ledger says of each claim: a direction, and how certain it is, with the reasons.

Weighing has three steps, each a module of its own that can be read in a few minutes: `studies` (how much each study
says), `direction` (where it points) and `certainty` (how sure that is, after GRADE). This module puts them together and
answers what people ask. The older rule, which counts votes, stays in `counting`, to be held against this one.

Leaves out
----------
Whether a study was done well beyond what abstracts, registers and reviews tell, and what was never published. A rule
can't replace reading; it makes plain what one would have to disagree with.
"""

from __future__ import annotations

from functools import cache

import pandas as pd

from helpers import tables
from helpers.claims.certainty import DOMAINS, RAISED, judge
from helpers.claims.direction import DIRECTIONS, NOT_EXAMINED, OVERSTATED, point, sums, too_strong
from helpers.claims.studies import DEFAULT, KINDS, RELATIONS, Rule, evidence

NEW_PEOPLE = [50, 100, 200, 500, 1000]
LIST_AT_MOST = 6
ORDER = ["contradicts", "supports", "qualifies"]  # of what a new study is tried with
CLEARLY = {
    "contradicts": "clearly shows the opposite",
    "supports": "clearly bears it out",
    "qualifies": "clearly limits it",
}
PLURAL = {"supports": "support", "qualifies": "qualify", "contradicts": "contradict"}
MANNERS = {
    "flat": "without a hedge",
    "hedged": "with a hedge (may, can, some)",
    "superlative": "in a superlative",
    "only": "as the only one",
    "safe": "as a promise of safety",
}
TAKEN = ["lowers nothing", "lowers it by one step", "lowers it by two steps"]

# -- all claims ------------------------------------------------------------------------------------


def verdicts(rule: Rule = DEFAULT) -> pd.DataFrame:
    """Direction and certainty for every claim.

    Parameters
    ----------
    rule : Rule, optional
        Parameters of the weighing.

    Returns
    -------
    pandas.DataFrame
        Rows of ``claims`` with ``direction``, ``certainty`` and the columns of `direction.sums`.
    """
    claims, rows = tables.load("claims"), evidence(rule)
    found = sums(rows, claims)
    directions = point(found, rule)
    certainty = judge(rows, found, directions)["certainty"]
    shown = found.drop(columns=["kind", "wording"]).assign(direction=directions, certainty=certainty)
    return claims.merge(shown.reset_index(), on="claim_id")


def directions(rule: Rule = DEFAULT) -> pd.Series:
    """Direction of every claim by its ``claim_id``, without the certainty: half of the work of `verdicts`."""
    return point(sums(evidence(rule), tables.load("claims")), rule)


@cache
def course_verdicts() -> pd.DataFrame:
    """`verdicts` by the course's own parameters, computed once; do not change it."""
    return verdicts()


# -- questions that people ask ---------------------------------------------------------------------


def select(
    level: str | None = None,
    topic: str | None = None,
    source: str | None = None,
    population: str | None = None,
    kind: str | None = None,
    direction: str | None = None,
    rule: Rule = DEFAULT,
) -> pd.DataFrame:
    """Claims with direction and certainty that fit every filter given.

    Raises
    ------
    UnknownError
        If a filter names a value that no claim has.
    """
    found = everything = verdicts(rule)
    wanted = {"level": level, "topic": topic, "source_id": source, "population": population}
    for column, value in (wanted | {"kind": kind, "direction": direction}).items():
        known = {"direction": DIRECTIONS, "kind": KINDS}.get(column, sorted(everything[column].unique()))
        if value is not None:
            tables.require(column.removesuffix("_id"), value, known)
            found = found[found[column] == value]
    return found.reset_index(drop=True)


def findings_for(claim_id: str, rule: Rule = DEFAULT) -> pd.DataFrame:
    """Findings that bear on a claim, with relation and weight, the heaviest first.

    Raises
    ------
    UnknownError
        If there is no such claim.
    """
    tables.row("claims", claim_id)
    return (
        evidence(rule)
        .loc[lambda rows: rows["claim_id"] == claim_id]
        .assign(order=lambda rows: rows["relation"].map(RELATIONS.index))
        .sort_values(["order", "weight", "finding_id"], ascending=[True, False, True])
        .drop(columns="order")
        .reset_index(drop=True)
    )  # fmt: skip


def claims_touched(finding_id: str) -> pd.DataFrame:
    """Claims on which a finding bears, with the relation.

    Raises
    ------
    UnknownError
        If there is no such finding.
    """
    tables.row("findings", finding_id)
    rows = tables.load("appraisals").query("finding_id == @finding_id")[["claim_id", "relation"]]
    return rows.merge(tables.load("claims"), on="claim_id")


def matrix(rule: Rule = DEFAULT) -> pd.DataFrame:
    """Where the articles speak of the same thing, and how they fare: a row per topic, a column per article.

    Returns
    -------
    pandas.DataFrame
        In each cell the directions of the article's claims on the topic with their number, or ``silent``; the column
        ``voices`` counts the articles that speak, ``agree`` says whether their commonest directions are the same.
    """
    grouped = verdicts(rule).groupby(["topic", "source_id"])["direction"]
    cells = grouped.agg(_tally).unstack().fillna("silent")
    commonest = grouped.agg(_commonest).unstack()
    voices = commonest.notna().sum(axis="columns")
    alike = commonest.nunique(axis="columns").eq(1).map({True: "yes", False: "no"})
    return cells.assign(voices=voices, agree=alike.where(voices > 1, ""))


def article_map(source_id: str, rule: Rule = DEFAULT) -> pd.DataFrame:
    """An article from its first claim to its last: where each stands, what it says in our words, and how it fares.

    Parameters
    ----------
    source_id : str
        Key of the table ``articles``, which has title, publisher and public address.
    rule : Rule, optional
        Parameters of the weighing.

    Returns
    -------
    pandas.DataFrame
        Columns ``where`` (section and paragraph), ``claim_id``, ``statement``, ``direction`` and ``certainty``.

    Raises
    ------
    UnknownError
        If there is no such article.
    """
    tables.row("articles", source_id)
    found = verdicts(rule).query("source_id == @source_id").rename(columns={"locator": "where"})
    columns = ["where", "claim_id", "statement", "direction", "certainty"]
    return found.sort_values("claim_id", kind="stable", key=_numbers)[columns].reset_index(drop=True)


# -- one claim -------------------------------------------------------------------------------------


def certainty_of(claim_id: str, rule: Rule = DEFAULT) -> pd.Series:
    """How certain the direction of a claim is, domain by domain: its row of `certainty.judge`.

    Raises
    ------
    UnknownError
        If there is no such claim.
    """
    _, rows, found = _one(claim_id, rule)
    return judge(rows, found, point(found, rule)).iloc[0]


def flip(claim_id: str, rule: Rule = DEFAULT) -> tuple[str, int, str] | None:
    """The smallest new result that would change the direction of a claim.

    A single new study is put in: of an effect or mechanism a trial in people against a comparator that can be felt, of
    50 to 1000 people; else a record.

    Returns
    -------
    tuple of str, int and str, or None
        What it finds (one of the relations), how many people it needs (0 for a record), and the direction then; None
        if no single study of these changes it.
    """
    _, _, found = _one(claim_id, rule)
    studied = found["kind"].isin(["effect", "mechanism"]).item()
    tried = [(people, relation) for people in (NEW_PEOPLE if studied else [0]) for relation in ORDER]
    variants = pd.concat([_with_new(found, relation, people, rule) for people, relation in tried], ignore_index=True)
    after = point(variants, rule)
    changed = after.ne(point(found, rule).item())
    if not changed.any():
        return None
    first = int(changed.idxmax())
    return tried[first][1], tried[first][0], str(after[first])


def why(claim_id: str, rule: Rule = DEFAULT) -> str:
    """A short evidence profile: direction, certainty domain by domain, the studies, and what would flip it.

    Parameters
    ----------
    claim_id : str
        Key of the table ``claims``.
    rule : Rule, optional
        Parameters of the weighing.

    Returns
    -------
    str
        Several lines of plain text.

    Raises
    ------
    UnknownError
        If there is no such claim.
    """
    claim, rows, found = _one(claim_id, rule)
    direction = point(found, rule).item()
    article = tables.row("articles", claim["source_id"])["label"]
    told = f"{_an(claim['kind'])}, told {MANNERS[claim['wording']]}; it speaks of: {claim['population']}"
    head = [f"{claim_id} ({article}, {claim['locator']}): “{claim['statement']}.”", f"It is {told}."]
    if direction == NOT_EXAMINED:
        return "\n".join([*head, f"Direction: {direction}. {_reason(claim_id)}"])
    return "\n".join([*head, *_judged(rows, found, direction, rule), *_studies(rows), _flipped(claim_id, rule)])


# -- inside ----------------------------------------------------------------------------------------


def _one(claim_id: str, rule: Rule) -> tuple[pd.Series, pd.DataFrame, pd.DataFrame]:
    """A claim, its evidence, and its sums (one row)."""
    claim, rows = tables.row("claims", claim_id), findings_for(claim_id, rule)
    claims = tables.load("claims")
    return claim, rows, sums(rows, claims[claims["claim_id"] == claim_id])


def _with_new(found: pd.DataFrame, relation: str, people: int, rule: Rule) -> pd.DataFrame:
    """Sums with one new study more, of the best kind: of so many people, or a record (0)."""
    weight = people / (people + rule.half_n) if people else 1.0
    new = found.assign(**{relation: found[relation] + weight, "findings": found["findings"] + 1})
    if relation == "supports":
        direct = (found["direct"] * found["supports"] + weight) / new["supports"]
        return new.assign(direct=direct, people=found["people"] + people)
    if relation == "contradicts":
        return new.assign(nulls=found["nulls"] * found["contradicts"] / new["contradicts"])
    return new


def _judged(rows: pd.DataFrame, found: pd.DataFrame, direction: str, rule: Rule) -> list[str]:
    """Lines on direction and certainty: what, how sure, and why, domain by domain."""
    sure = judge(rows, found, pd.Series([direction], index=found.index)).iloc[0]
    reason = too_strong(found, rule).item() if direction == OVERSTATED else ""
    lines = [f"In short: {rows['note'].iloc[0]}.", f"Direction: {direction}{f', since {reason}' if reason else ''}."]
    lines.append(f"Certainty: {sure['certainty']}. {sure['start']}")
    studied = found["kind"].item() in ("effect", "mechanism")  # of facts and practices only what lowers it is told
    told = [domain for domain in DOMAINS if studied or sure[domain]]
    lines += [f"  {domain}: {TAKEN[sure[domain]]} ({sure[f'{domain}: why']})" for domain in told]
    lines += [f"  raises it by one step: {sure[f'{RAISED}: why']}"] if sure[RAISED] else []
    return [
        *lines,
        "Weights, each study once: " + ", ".join(f"{word} {found[word].item():.2f}" for word in RELATIONS) + ".",
    ]


def _studies(rows: pd.DataFrame) -> list[str]:
    """A line for each of the heaviest voices of each relation."""
    lines = []
    for relation in RELATIONS:
        voices = rows[rows["speaks"] & rows["relation"].eq(relation)]
        for row in voices.head(LIST_AT_MOST).itertuples():
            lines.append(f"  {relation} ({row.weight:.2f}, {row.finding_id}, {row.label}): {row.statement}")
        if len(voices) > LIST_AT_MOST:
            lines.append(f"  … and {len(voices) - LIST_AT_MOST} more that {PLURAL[relation]} it")
    return lines


def _flipped(claim_id: str, rule: Rule) -> str:
    found = flip(claim_id, rule)
    if found is None:
        return "What would flip it: no single new study of up to 1000 people."
    relation, people, after = found
    study = f"one good trial of {people} people" if people else "one record"
    return f"What would flip it: {study} that {CLEARLY[relation]} would make it “{after}”."


def _reason(claim_id: str) -> str:
    reasons = tables.load("untested").set_index("claim_id")["reason"]
    return f"{reasons.get(claim_id, 'By these parameters none of its findings counts')}."


def _an(kind: str) -> str:
    return f"an {kind}" if kind == "effect" else f"a {kind}"


def _numbers(ids: pd.Series) -> pd.Series:
    return ids.str.split("-").str[1].astype(int)


def _tally(found: pd.Series) -> str:
    return "; ".join(f"{direction}: {count}" for direction, count in found.value_counts().items())


def _commonest(found: pd.Series) -> str:
    return str(found.mode().iloc[0])
