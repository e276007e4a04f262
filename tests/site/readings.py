"""What every explorer says, at both ends of each of its controls: python readings.py FILE; needs `helpers` alone."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from helpers import explorers


def ends(control: Any) -> list[Any]:
    """First and last place of a control."""
    return [control.min, control.max] if hasattr(control, "max") else [control.options[0][1], control.options[-1][1]]


def readings(name: str) -> dict[str, str]:
    """Readings of an explorer; of a setting that it refuses, the reason."""
    explorer = getattr(explorers, name)()
    found = {name: explorer.reading}
    for control, widget in explorer.controls.items():
        for value in ends(widget):
            try:
                found[f"{name} {control}={value}"] = explorer.reset().set(**{control: value}).reading
            except ValueError as error:
                found[f"{name} {control}={value}"] = str(error)
    return found


if __name__ == "__main__":
    said = {key: words for name in dir(explorers) for key, words in readings(name).items()}
    Path(sys.argv[1]).write_text(json.dumps(said, ensure_ascii=False, indent=0), encoding="utf-8")
