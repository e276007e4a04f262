"""A prediction that is drawn: handles on the empty axes of a picture, moved with the pointer or the keyboard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from helpers.interactive.places import Handle
from helpers.interactive.stage import Stage

HERE = Path(__file__).parent


class Sketch(anywidget.AnyWidget):
    """Empty axes with handles on them; each is a slider to a screen reader.

    Parameters
    ----------
    backdrop : str
        The picture without its content, as SVG.
    handles : list of dict
        As `places.handles` gives them.
    unit : str
        Unit of what is drawn.
    bars : bool
        Whether handles are the tops of bars.
    """

    _esm = HERE / "sketch.js"
    _css = Stage._css

    backdrop = traitlets.Unicode().tag(sync=True)
    handles = traitlets.List(traitlets.Dict()).tag(sync=True)
    values: Any = traitlets.List(traitlets.Float(allow_none=True)).tag(sync=True)
    unit = traitlets.Unicode().tag(sync=True)
    bars = traitlets.Bool(False).tag(sync=True)
    disabled = traitlets.Bool(False).tag(sync=True)

    def __init__(self, backdrop: str, handles: list[Handle], unit: str = "", bars: bool = False) -> None:
        super().__init__(backdrop=backdrop, handles=handles, unit=unit, bars=bars, values=[None] * len(handles))

    @property
    def complete(self) -> bool:
        """Whether every handle has been moved."""
        return all(value is not None for value in self.values)
