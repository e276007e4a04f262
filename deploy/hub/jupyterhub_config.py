"""A class on one server: jupyterhub -f deploy/hub/jupyterhub_config.py (how to set it up: deploy/README.md)."""

import sys
from pathlib import Path

from traitlets.config import get_config

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from course_spawner import CourseSpawner  # noqa: E402 (it lies beside this file)

IDLE_S = 60 * 60
MEMORY = "1G"
c = get_config()

# Only this machine sees the hub itself; a web server with HTTPS stands in front of it.
c.JupyterHub.bind_url = "http://127.0.0.1:8000"

# Who may come in: the accounts of this machine that are in the group "learners".
c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.allowed_groups = {"learners"}

# What each learner gets: a server of one's own, the course open at its first notebook, and so much memory, for one
# process (a MemoryError in the cell) and for all together (the largest is ended).
c.JupyterHub.spawner_class = CourseSpawner
c.Spawner.cmd = [sys.executable, str(HERE / "start_learner.py")]
c.Spawner.default_url = "/lab/tree/00_start_here.ipynb"
c.Spawner.mem_limit = MEMORY

# A whole class presses the button at once: starting up is what takes the processors' time, so wait for it.
c.JupyterHub.concurrent_spawn_limit = 40
c.Spawner.start_timeout = 300
c.Spawner.http_timeout = 300

# Servers that nobody has used for an hour are stopped; what was saved stays.
c.JupyterHub.load_roles = [
    {
        "name": "idle-culler",
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        "services": ["idle-culler"],
    }
]
c.JupyterHub.services = [
    {
        "name": "idle-culler",
        "command": [sys.executable, "-m", "jupyterhub_idle_culler", f"--timeout={IDLE_S}", "--cull-every=300"],
    },
    {"name": "memory-watch", "command": [sys.executable, str(HERE / "memory_watch.py"), f"--limit={MEMORY}"]},
]
