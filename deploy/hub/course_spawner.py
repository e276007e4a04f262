"""How a learner's server starts: with a limit on memory, which the kernel meets as a MemoryError, not as a crash."""

from __future__ import annotations

import resource
from collections.abc import Callable
from typing import Any

from jupyterhub.spawner import LocalProcessSpawner


class MemoryLimit:
    """Holds each process of a learner to ``Spawner.mem_limit``.

    JupyterHub passes the limit on, and leaves it to the spawner to enforce. Here the operating system does: what a
    process asks for beyond it is refused (RLIMIT_DATA, on Linux), and Python raises MemoryError in the cell.
    """

    def make_preexec_fn(self, name: str) -> Callable[[], None]:
        """What a new process does before it becomes the learner's server."""
        prepare, limit = super().make_preexec_fn(name), self.mem_limit  # type: ignore[misc, attr-defined]

        def limited() -> None:
            prepare()
            if limit:
                resource.setrlimit(resource.RLIMIT_DATA, (int(limit), int(limit)))

        return limited


class CourseSpawner(MemoryLimit, LocalProcessSpawner):
    """A server for each learner, under the learner's own account on this machine."""

    def user_env(self, env: dict[str, Any]) -> dict[str, Any]:
        """Environment of the learner's server."""
        return {**super().user_env(env), "PYTHONDONTWRITEBYTECODE": "1"}
