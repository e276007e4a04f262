"""Where in a syntax tree a fault can be: every node but those that no test should hold (layout, words for programmers).

A size of letters, a margin or the thickness of a line is a matter of taste: what changes it is no fault. Messages of
errors, annotations and docstrings are left out as well.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


# Keywords (of calls and dictionaries) whose values are layout, or change only how fast something is.
LAYOUT = words(
    """
    alpha animated arrowstyle aspect bbox bbox_to_anchor borderaxespad boxstyle capsize capthick clip_on connectionstyle
    copy deep dpi elinewidth encoding ensure_ascii family figsize fontsize fontstyle fontweight frameon
    gridspec_kw ha handlelength height_ratios horizontalalignment hspace in_layout indent joinstyle labelpad labelsize
    layout linespacing linewidth linewidths loc lw markeredgewidth markersize ms multialignment mutation_scale
    ncol ncols newline pad rasterized rotation rwidth s shrinkA shrinkB solid_capstyle stacklevel strict
    tight_layout transform va verticalalignment width_ratios wspace xytext zorder
    """
)
LEFT_OUT_CALLS = frozenset({"About", "Layout", "TypeVar", "cast", "cite", "default_rng", "new_figure", "warn"})
LAYOUT_CALLS = words(
    """
    add_class grid margins set_alpha set_aspect set_axis_off set_fontsize set_linewidth set_markeredgewidth
    set_zorder subplots_adjust tick_bottom tick_params tick_top tight_layout
    """
)
# Arguments (by place) that say where a word stands, how wide a bar is, how fine a grid is.
LAYOUT_ARGUMENTS = {
    "text": (0, 1), "annotate": (1,), "bar": (2,), "barh": (2,), "round": (1,),
    "linspace": (2,), "geomspace": (2,), "logspace": (2,), "add_gridspec": (0, 1),
}  # fmt: skip
# What runs elsewhere: in the browser, as a program of its own, for the type checker.
ELSEWHERE = ("emscripten", "__name__", "TYPE_CHECKING")


@dataclass(frozen=True)
class Place:
    """A node of a tree, and how to get at it.

    Parameters
    ----------
    node : ast.AST
        The node.
    parents : tuple of ast.AST
        What it lies in, the module first.
    field : str
        Field of the innermost parent that holds it.
    index : int or None
        Where it stands in that field, if the field is a list.
    """

    node: ast.AST
    parents: tuple[ast.AST, ...]
    field: str
    index: int | None

    @property
    def parent(self) -> ast.AST:
        """What the node lies in directly."""
        return self.parents[-1]

    def put(self, new: ast.AST) -> None:
        """Put another node here."""
        if self.index is None:
            setattr(self.parent, self.field, new)
        else:
            getattr(self.parent, self.field)[self.index] = new

    @property
    def function(self) -> str:
        """Name of the function or method; empty outside."""
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        return ".".join(each.name for each in (*self.parents, self.node) if isinstance(each, kinds))


def called(node: ast.AST) -> str:
    """Name of what a call calls, without what stands before the dot; empty if it is no call."""
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def places(node: ast.AST, parents: tuple[ast.AST, ...]) -> Iterator[Place]:
    """All places below a node, without those that are left out.

    Parameters
    ----------
    node : ast.AST
        Where to begin.
    parents : tuple of ast.AST
        What it lies in.
    """
    inside = (*parents, node)
    for name, index, child in children(node, parents):
        yield Place(child, inside, name, index)
        yield from places(child, inside)


def children(node: ast.AST, parents: tuple[ast.AST, ...] = ()) -> Iterator[tuple[str, int | None, ast.AST]]:
    """Field, index and child of each child that is not left out."""
    for name, value in ast.iter_fields(node):
        if isinstance(value, list):
            for index, child in enumerate(value):
                if isinstance(child, ast.AST) and not left_out(node, name, index, child, parents):
                    yield name, index, child
        elif isinstance(value, ast.AST) and not left_out(node, name, None, value, parents):
            yield name, None, value


def left_out(node: ast.AST, name: str, index: int | None, child: ast.AST, parents: tuple[ast.AST, ...]) -> bool:
    """Whether a child is nothing that a test should hold."""
    if name in ("annotation", "returns", "decorator_list", "bases", "format_spec", "keys", "type_params"):
        return True
    if isinstance(child, ast.Import | ast.ImportFrom | ast.Raise | ast.expr_context):
        return True
    if called(child) in LEFT_OUT_CALLS or is_docstring(child) or runs_elsewhere(child):
        return True
    if isinstance(node, ast.Call) and name == "args":
        return index in LAYOUT_ARGUMENTS.get(called(node), ()) or (is_first_content(child) and in_making(parents))
    return is_layout(node, name, index, child) or is_seed(node, name, index, child)


def is_docstring(node: ast.AST) -> bool:
    """Whether a node is a statement of nothing but text."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def runs_elsewhere(node: ast.AST) -> bool:
    """Whether a condition asks for a place where no test of a room runs."""
    return isinstance(node, ast.If) and any(word in ast.unparse(node.test) for word in ELSEWHERE)


def is_layout(node: ast.AST, name: str, index: int | None, child: ast.AST) -> bool:
    """Whether a keyword, an entry of a dictionary, or a statement is layout."""
    if isinstance(child, ast.keyword):
        return child.arg in LAYOUT
    if isinstance(node, ast.Dict) and name == "values" and index is not None:
        key = node.keys[index]
        return isinstance(key, ast.Constant) and key.value in LAYOUT
    if isinstance(child, ast.Expr):
        return called(child.value) in LAYOUT_CALLS or ".spines" in ast.unparse(child) or sets_only_layout(child.value)
    return False


def sets_only_layout(call: ast.expr) -> bool:
    """Whether a call is `artist.set(...)` with layout alone."""
    if called(call) != "set" or not isinstance(call, ast.Call):
        return False
    return not call.args and bool(call.keywords) and all(each.arg in LAYOUT for each in call.keywords)


def is_seed(node: ast.AST, name: str, index: int | None, child: ast.AST) -> bool:
    """Whether a value is the seed of random numbers, or the list of what a module offers."""
    if isinstance(child, ast.Assign):
        targets = " ".join(ast.unparse(target) for target in child.targets)
        return targets == "__all__" or (isinstance(child.targets[0], ast.Name) and "SEED" in targets)
    return isinstance(node, ast.Tuple) and name == "elts" and index in getattr(node, "seeds", ())


def mark_seeds(tree: ast.AST) -> None:
    """Note on each tuple which of its values goes to a name with SEED: `STUDIES, SEED = 4000, 11`."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Tuple)
            and isinstance(node.targets[0], ast.Tuple)
        ):
            names = [ast.unparse(target) for target in node.targets[0].elts]
            node.value.seeds = [index for index, name in enumerate(names) if "SEED" in name]  # type: ignore[attr-defined]


def is_first_content(node: ast.AST) -> bool:
    """Whether a value is only there until the first scene is drawn: `[0, 0]`, `[0.0] * n`, `0 * x`, `[]`."""
    if isinstance(node, ast.List):
        return all(isinstance(each, ast.Constant) and each.value in (0, "") for each in node.elts)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        zero = isinstance(node.left, ast.Constant) and node.left.value == 0
        return zero or (isinstance(node.left, ast.List) and is_first_content(node.left))
    return False


def in_making(parents: tuple[ast.AST, ...]) -> bool:
    """Whether a place lies in a method that makes a picture, before anything is shown."""
    return any(isinstance(each, ast.FunctionDef) and each.name == "__init__" for each in parents)
