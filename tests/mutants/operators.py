"""Small faults that people make: each operator looks at one place and offers what could be wrong there.

An operator yields changes: what is wrong in words (``100 -> 50``), and a function that makes it so in the tree.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast

from tests.mutants.places import LAYOUT, Place, called, is_first_content
from tests.mutants.places import words as words_of

Fields = Mapping[str, Mapping[str, str]]  # fields of each known dataclass, with their annotations
Operator = Callable[[Place, Fields], Iterator["Change"]]
LONGEST = 60


@dataclass(frozen=True)
class Change:
    """What could be wrong at a place, in words, and how to make it so."""

    words: str
    make: Callable[[], None]


def shown(node: ast.AST) -> str:
    """Source of a node, in one line that is not too long."""
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."


def replaced(place: Place, new: ast.AST) -> Change:
    """Another node at a place."""
    return Change(f"{shown(place.node)} -> {shown(new)}", lambda: place.put(new))


def exchanged(items: list[Any], one: int, other: int) -> Callable[[], None]:
    """What makes two items of a list change places."""

    def make() -> None:
        items[one], items[other] = items[other], items[one]

    return make


# -- numbers and arithmetic ------------------------------------------------------------------------


def numbers(place: Place, _: Fields) -> Iterator[Change]:
    """A number halved, one too high, of the other sign, a hundred times too large or too small."""
    value = number(place.node)
    if value is None or number(place.parent) is not None or is_offset(place):
        return
    for wrong in wrong_numbers(value):
        new = ast.parse(repr(wrong), mode="eval").body
        yield Change(f"{beside(place, place.node)} -> {beside(place, new)}", lambda new=new: place.put(new))  # type: ignore[misc]


def number(node: ast.AST) -> float | None:
    """Value of a node that is a number, with its sign."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = number(node.operand)
        return None if inner is None else -inner
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return cast(float, node.value)
    return None


def is_offset(place: Place) -> bool:
    """Whether a number is how far a word stands from what it belongs to."""
    if not isinstance(place.parent, ast.BinOp) or not isinstance(place.parent.op, ast.Add | ast.Sub):
        return False
    around = [each for each in place.parents if isinstance(each, ast.keyword | ast.Call)][-2:]
    placed = any(isinstance(each, ast.keyword) and each.arg in ("x", "y") for each in around)
    return placed or any(called(each) in ("set_x", "set_y", "set_position") for each in around)


def wrong_numbers(value: float) -> list[float]:
    """What may stand there instead of a number; whole numbers stay whole."""
    if value == 0:
        return [1]
    whole = isinstance(value, int)
    half = value // 2 if whole and value % 2 == 0 else value / 2 if not whole else None
    hundred = value * 100 if abs(value) < 100 else value // 100 if whole and value % 100 == 0 else value / 100
    found = [half, value + 1, -value, hundred]
    return [each for each in dict.fromkeys(found) if each is not None and each != value]


def beside(place: Place, node: ast.AST) -> str:
    """Source of a node with what it lies in, where that is short enough to be read at a glance."""
    parent = copy(place.parent)
    if not isinstance(parent, ast.expr) or isinstance(parent, ast.JoinedStr):
        return shown(node)
    value = getattr(parent, place.field)
    items = (
        [node if index == place.index else each for index, each in enumerate(value)]
        if place.index is not None
        else node
    )
    setattr(parent, place.field, items)
    text = ast.unparse(parent)
    return text if len(text) <= 40 else shown(node)


ARITHMETIC: dict[type, type] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Pow: ast.Mult,
}


def arithmetic(place: Place, _: Fields) -> Iterator[Change]:
    """An arithmetic operator confused with another; the sign before an expression forgotten."""
    node = place.node
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and number(node) is None:
        yield replaced(place, node.operand)
    if not isinstance(node, ast.BinOp) or type(node.op) not in ARITHMETIC:
        return
    neutral = 0 if isinstance(node.op, ast.Add | ast.Sub) else 1
    if number(node.right) == neutral or is_text(node) or is_first_content(node):
        return
    yield replaced(place, ast.BinOp(node.left, ARITHMETIC[type(node.op)](), node.right))


def is_text(node: ast.AST) -> bool:
    """Whether a node is text, or a list, that `+` and `*` put together."""
    if isinstance(node, ast.BinOp):
        return is_text(node.left) or is_text(node.right)
    displays = ast.JoinedStr | ast.List | ast.Tuple | ast.ListComp
    return isinstance(node, displays) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


NAMES = {
    "min": "max", "max": "min", "minimum": "maximum", "maximum": "minimum", "nanmin": "nanmax", "nanmax": "nanmin",
    "argmin": "argmax", "argmax": "argmin", "idxmin": "idxmax", "idxmax": "idxmin", "any": "all", "all": "any",
    "sum": "mean", "mean": "sum", "floor": "ceil", "ceil": "floor", "head": "tail", "tail": "head",
    "le": "lt", "lt": "le", "ge": "gt", "gt": "ge", "eq": "ne", "ne": "eq", "sf": "cdf", "cdf": "sf",
}  # fmt: skip
ONLY_METHODS = {"sum", "mean", "floor", "ceil"}  # there is no function of the other name without a dot


def names(place: Place, _: Fields) -> Iterator[Change]:
    """A function confused with its counterpart: min and max, sum and mean, any and all."""
    node = place.node
    if not isinstance(node, ast.Call) or called(node) not in NAMES:
        return
    name, other = called(node), NAMES[called(node)]
    if isinstance(node.func, ast.Attribute):
        yield Change(f".{name}() -> .{other}()", lambda: setattr(node.func, "attr", other))
    elif name not in ONLY_METHODS:
        yield Change(f"{name}() -> {other}()", lambda: setattr(node.func, "id", other))


# -- conditions ------------------------------------------------------------------------------------

COMPARISONS: dict[type, tuple[type, ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}


def comparisons(place: Place, _: Fields) -> Iterator[Change]:
    """A comparison that lets its bound in or out, or asks for the contrary."""
    node = place.node
    if not isinstance(node, ast.Compare):
        return
    for index, sign in enumerate(node.ops):
        for other in COMPARISONS[type(sign)]:
            signs = [other() if at == index else each for at, each in enumerate(node.ops)]
            yield replaced(place, ast.Compare(node.left, signs, node.comparators))


def conditions(place: Place, _: Fields) -> Iterator[Change]:
    """And and or confused, also between masks; a condition, or a mask, turned round."""
    node = place.node
    if isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield replaced(place, ast.BoolOp(other, node.values))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd):
        yield replaced(place, ast.BinOp(node.left, ast.BitOr(), node.right))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr) and isinstance(node.left, ast.Compare):
        yield replaced(place, ast.BinOp(node.left, ast.BitAnd(), node.right))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert):
        yield replaced(place, node.operand)
    elif is_condition(place) and isinstance(node, ast.expr) and not is_single_comparison(node):
        yield replaced(place, ast.UnaryOp(ast.Not(), node))


def is_condition(place: Place) -> bool:
    """Whether something depends on whether a node is true."""
    if isinstance(place.parent, ast.comprehension):
        return place.field == "ifs"
    return isinstance(place.parent, ast.If | ast.IfExp) and place.field == "test"


def is_single_comparison(node: ast.AST) -> bool:
    """Whether turning a condition round is what `comparisons` offers already."""
    return isinstance(node, ast.Compare) and len(node.ops) == 1 and len(COMPARISONS[type(node.ops[0])]) == 1


def booleans(place: Place, _: Fields) -> Iterator[Change]:
    """True and False confused."""
    if isinstance(place.node, ast.Constant) and isinstance(place.node.value, bool):
        keyword = f"{place.parent.arg}=" if isinstance(place.parent, ast.keyword) else ""
        change = replaced(place, ast.Constant(not place.node.value))
        yield Change(keyword + change.words, change.make)


# -- what changes places ---------------------------------------------------------------------------

SYMMETRIC = words_of(
    "max min maximum minimum isclose allclose array_equal corrcoef hypot isinstance issubclass hasattr getattr"
)
ORDERLESS = words_of(
    "set frozenset sorted isin fromkeys sum min max any all isdisjoint issubset groupby drop isinstance"
)


def swaps(place: Place, _: Fields) -> Iterator[Change]:
    """Two neighbours that changed places: arguments, elements of a tuple or list."""
    node = place.node
    if isinstance(node, ast.Call) and called(node) not in SYMMETRIC:
        yield from neighbours(node.args)
    if isinstance(node, ast.Tuple | ast.List) and isinstance(node.ctx, ast.Load) and order_counts(place):
        yield from neighbours(node.elts)


def neighbours(nodes: list[ast.expr]) -> Iterator[Change]:
    """Each pair of neighbours that can stand for each other."""
    for index, (one, other) in enumerate(pairwise(nodes)):
        if kin(one, other):
            words = f"{shown(one)}, {shown(other)} -> {shown(other)}, {shown(one)}"
            yield Change(words, exchanged(nodes, index, index + 1))


def order_counts(place: Place) -> bool:
    """Whether it matters in which order the elements of a tuple or list stand."""
    parent = place.parent
    if isinstance(parent, ast.Call):
        return called(parent) not in ORDERLESS
    if isinstance(parent, ast.Compare):
        return not any(isinstance(sign, ast.In | ast.NotIn) for sign in parent.ops)
    if isinstance(parent, ast.For):
        return False
    return not (isinstance(parent, ast.Subscript) and isinstance(place.node, ast.List))


def kin(one: ast.AST, other: ast.AST) -> bool:
    """Whether two expressions differ and may be confused: text with text, numbers with numbers."""
    if isinstance(one, ast.Starred) or isinstance(other, ast.Starred):
        return False
    sorts = {sort_of(one), sort_of(other)}
    return ast.unparse(one) != ast.unparse(other) and (len(sorts) == 1 or sorts in KIN)


KIN: Sequence[set[str]] = ({"number", "any"}, {"list", "any"})


def sort_of(node: ast.AST) -> str:
    """Coarse type of an expression, as far as its form tells."""
    if isinstance(node, ast.Constant):
        return "number" if type(node.value) in (int, float) else type(node.value).__name__
    forms: tuple[tuple[Any, str], ...] = (
        (ast.JoinedStr, "str"),
        (ast.List | ast.Tuple | ast.ListComp, "list"),
        (ast.Dict | ast.DictComp, "dict"),
        (ast.Lambda, "function"),
    )
    return next(
        (name for form, name in forms if isinstance(node, form)), "number" if number(node) is not None else "any"
    )


LOOK = words_of(
    "c cmap color colors ecolor edgecolor edgecolors facecolor facecolors hatch linestyle ls marker markeredgecolor "
    "markerfacecolor"
)


def named_values(place: Place, _: Fields) -> Iterator[Change]:
    """Values of two neighbouring keywords, or entries of a dictionary, that changed places."""
    node = place.node
    if isinstance(node, ast.Call):
        for one, other in pairwise(node.keywords):
            if one.arg and other.arg and not {one.arg, other.arg} & (LAYOUT | LOOK) and kin(one.value, other.value):
                words = f"{one.arg}={shown(one.value)}, {other.arg}={shown(other.value)} -> the other way round"
                yield Change(words, lambda one=one, other=other: exchange_values(one, other))  # type: ignore[misc]
    if isinstance(node, ast.Dict):
        for index, (left, right) in enumerate(pairwise(zip(node.keys, node.values, strict=True))):
            if may_swap(left[0], right[0]) and kin(left[1], right[1]):
                words = f"{shown(left[1])}, {shown(right[1])} -> {shown(right[1])}, {shown(left[1])}"
                yield Change(words, exchanged(node.values, index, index + 1))


def exchange_values(one: ast.keyword, other: ast.keyword) -> None:
    """Let two keywords change their values."""
    one.value, other.value = other.value, one.value


def may_swap(*keys: ast.expr | None) -> bool:
    """Whether entries of a dictionary are data, not layout, and not another dictionary unpacked."""
    return all(key is not None and getattr(key, "value", None) not in LAYOUT | LOOK for key in keys)


# -- fields and statements -------------------------------------------------------------------------


def attributes(place: Place, fields: Fields) -> Iterator[Change]:
    """A field of a dataclass read in the place of another that has the same type."""
    node = place.node
    if (
        not isinstance(node, ast.Attribute)
        or not isinstance(node.ctx, ast.Load)
        or not isinstance(node.value, ast.Name)
    ):
        return
    if isinstance(place.parent, ast.Call) and place.field == "func":
        return
    known = fields.get(class_of(node, place, fields), {})
    for other, annotation in known.items():
        if other != node.attr and annotation == known.get(node.attr):
            words = f"{shown(node)} -> {node.value.id}.{other}"
            yield Change(words, lambda other=other: setattr(node, "attr", other))  # type: ignore[misc]


def class_of(node: ast.Attribute, place: Place, fields: Fields) -> str:
    """Dataclass of the object whose attribute is read; empty if that is not plain."""
    name = cast(ast.Name, node.value).id
    for around in reversed(place.parents):
        if isinstance(around, ast.ClassDef) and name == "self":
            return around.name
        if isinstance(around, ast.FunctionDef):
            noted = {arg.arg: ast.unparse(arg.annotation) for arg in all_arguments(around) if arg.annotation}
            if name in noted:
                return noted[name].strip("'\"")
    candidates = [each for each, known in fields.items() if node.attr in known]
    return candidates[0] if len(candidates) == 1 and name != "self" else ""


def all_arguments(function: ast.FunctionDef) -> list[ast.arg]:
    """Arguments of a function, by place and by name."""
    return [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]


def statements(place: Place, _: Fields) -> Iterator[Change]:
    """A line forgotten: one that calls something, or that adds to a value."""
    node = place.node
    if (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)) or isinstance(node, ast.AugAssign):
        yield Change(f"left out: {shown(node)}", lambda: place.put(ast.Pass()))


# -- what a learner sees ---------------------------------------------------------------------------

PALETTE = ("blue", "orange", "green", "red", "pink", "sky", "black", "grey", "yellow")
LINES = {"-": "--", "--": "-", ":": "-", "-.": "-", "none": "-"}
OPPOSITES = """
    more less|above below|higher lower|before after|with without|rises falls|rose fell|gained lost|first last|most least
    minutes hours|days weeks|years>days|men women|people animals|drug placebo|left right|within beyond
    supports contradicts|median mean|true false|too high>too low|increase decrease|low high|yes no
    ng/mL mg/mL|mg µg|nM µM|%>""".replace("\n", "|")


def opposites() -> list[tuple[re.Pattern[str], str]]:
    """Words and units, and what stands in their place; pairs work both ways, ``a>b`` one way."""
    found = []
    for entry in filter(None, (entry.strip() for entry in OPPOSITES.split("|"))):
        one, _, other = entry.partition(">") if ">" in entry else entry.partition(" ")
        found.append((one, other))
        if ">" not in entry:
            found.append((other, one))
    return [(re.compile(rf"(?<!\w){re.escape(one)}(?!\w)"), other) for one, other in found]


TURNED = opposites()
LABELLED = words_of(
    "set_text set_title set_xlabel set_ylabel set_label text annotate suptitle xlabel ylabel title label"
)


def colours(place: Place, _: Fields) -> Iterator[Change]:
    """A colour of the palette, or the style of a line, confused with another."""
    node, parent = place.node, place.parent
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return
    if isinstance(parent, ast.Subscript) and ast.unparse(parent.value) == "COLOURS" and node.value in PALETTE:
        start = PALETTE.index(node.value)
        for step in (1, 4):
            yield replaced(place, ast.Constant(PALETTE[(start + step) % len(PALETTE)]))
    if name_of_value(place) in ("linestyle", "ls") and node.value in LINES:
        yield replaced(place, ast.Constant(LINES[node.value]))


def name_of_value(place: Place) -> str:
    """Keyword, or key of a dictionary, that a place is the value of; else the name of the call it is given to."""
    parent = place.parent
    if isinstance(parent, ast.keyword):
        return parent.arg or ""
    if isinstance(parent, ast.Dict) and place.index is not None:
        key = parent.keys[place.index]
        return str(key.value) if isinstance(key, ast.Constant) else ""
    return called(parent)


def sentences(place: Place, _: Fields) -> Iterator[Change]:
    """A word or unit turned into its opposite, in a label or a sentence; a label that lost its end; values confused."""
    node = place.node
    if isinstance(node, ast.JoinedStr):
        yield from interpolations(node)
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return
    label = name_of_value(place) in LABELLED
    if not label and not isinstance(place.parent, ast.JoinedStr) and " " not in node.value:
        return
    turned = [(found[0], other) for word, other in TURNED if (found := word.search(node.value))]
    for old, new in turned[:3]:
        wrong = re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", new, node.value, count=1)
        yield Change(f"“{around(old, node.value)}”: {old} -> {new or 'nothing'}", setter(node, wrong))
    if label and not turned and " " in node.value.strip():
        start, end = node.value.rsplit(" ", 1)
        yield Change(f"“{node.value}” without “{end}”", setter(node, start))


def setter(node: ast.Constant, value: str) -> Callable[[], None]:
    """What gives a text another value."""
    return lambda: setattr(node, "value", value)


def around(word: str, text: str) -> str:
    """A few letters before and after a word, in one line."""
    found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)
    start = found.start() if found else 0
    return " ".join(text[max(0, start - 15) : start + len(word) + 15].split())


def interpolations(node: ast.JoinedStr) -> Iterator[Change]:
    """Two neighbouring values of a sentence that changed places; how each is written stays where it is."""
    values = [each for each in node.values if isinstance(each, ast.FormattedValue)]
    for one, other in pairwise(values):
        alike = (one.format_spec is None) == (other.format_spec is None)
        if alike and ast.unparse(one.value) != ast.unparse(other.value):
            words = f"{{{shown(one.value)}}}, {{{shown(other.value)}}} -> the other way round"
            yield Change(words, lambda one=one, other=other: exchange_shown(one, other))  # type: ignore[misc]


def exchange_shown(one: ast.FormattedValue, other: ast.FormattedValue) -> None:
    """Let two places of a sentence change their values."""
    one.value, other.value = other.value, one.value


OPERATORS: tuple[Operator, ...] = (
    numbers,
    arithmetic,
    names,
    comparisons,
    conditions,
    booleans,
    swaps,
    named_values,
    attributes,
    statements,
    colours,
    sentences,
)
