"""What a widget leaves in the stored notebook, for readers without a kernel."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

import ipywidgets as widgets


class StaticView(widgets.VBox):
    """A widget that also shows as text and as HTML: on paper, on a code host, in a notebook not yet run."""

    @abstractmethod
    def static_text(self) -> str:
        """What it says, in plain words; the notebook tests compare this."""

    @abstractmethod
    def static_html(self) -> str:
        """Picture and words as HTML that needs no kernel and no script."""

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = super()._repr_mimebundle_(**kwargs)
        return {**bundle, "text/plain": self.static_text(), "text/html": self.static_html()}
