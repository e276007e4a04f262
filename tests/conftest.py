"""No test writes to the answers that a learner keeps on this machine; linear algebra takes one thread a worker."""

from __future__ import annotations

import os

os.environ["HOW_KETAMINE_WORKS_PROGRESS"] = os.devnull
# Small matrices: several threads wait for each other, and two workers share two cores. Before numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
