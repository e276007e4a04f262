"""No test writes to the answers that a learner keeps on this machine."""

from __future__ import annotations

import os

os.environ["HOW_KETAMINE_WORKS_PROGRESS"] = os.devnull
