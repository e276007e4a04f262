"""An extension of IPython: a name that is not there yet gets a helpful sentence instead of a stack trace.

Who runs a cell before those above it meets a NameError, the commonest stumbling block of a notebook. The cell still
counts as failed. The wheel puts `src/ipython_settings/ipython_config.py` where every kernel of its environment looks.
"""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any


def words(error: NameError) -> str:
    """What to do about a name that is not there."""
    return (
        f"“{error.name}” is not there yet: a cell further up makes it. Choose Run ▸ Run All Above Selected Cell in the "
        "menu, then run this cell again. If no cell makes it, look for a slip in the spelling."
    )


def explain(
    shell: Any, kind: type[NameError], error: NameError, trace: TracebackType, tb_offset: int | None = None
) -> list[str]:
    """Show the sentence where a trace would stand; a name missing inside a module is a fault of ours, and is traced."""
    at_the_top = trace.tb_next is None or trace.tb_next.tb_next is None
    if error.name is None or not at_the_top:
        text: list[str] = shell.InteractiveTB.structured_traceback(kind, error, trace, tb_offset=tb_offset)
        shell._showtraceback(kind, error, text)
        return text
    print(words(error), file=sys.stderr)
    return [words(error)]


def load_ipython_extension(shell: Any) -> None:
    """Called by IPython when a kernel starts."""
    shell.set_custom_exc((NameError,), explain)
