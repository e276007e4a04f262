"""The class's own set-up for a trial on loopback: no accounts, no passwords, one address, all else as it is shipped."""

import os
from pathlib import Path

from jupyterhub.spawner import SimpleLocalProcessSpawner
from traitlets.config import get_config

DEPLOY = Path(__file__).resolve().parents[2] / "deploy" / "hub"
c = get_config()
load_subconfig(str(DEPLOY / "jupyterhub_config.py"))  # noqa: F821 (given to configuration files)

from course_spawner import MemoryLimit  # noqa: E402


class TrialSpawner(MemoryLimit, SimpleLocalProcessSpawner):
    """Learners without an account on this machine."""


c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.allow_all = True
if "TRIAL_ACCOUNTS" not in os.environ:  # with accounts, the shipped spawner stays
    c.JupyterHub.spawner_class = TrialSpawner
c.SimpleLocalProcessSpawner.home_dir_template = os.environ["TRIAL_HOMES"] + "/{username}"
c.Spawner.args = ["--allow-root"] if os.geteuid() == 0 else []
c.Spawner.env_keep = ["PATH", "LANG", "PYTHONPATH", "HOW_KETAMINE_WORKS_PROGRESS"]
c.JupyterHub.bind_url = f"http://127.0.0.1:{os.environ['TRIAL_PORT']}"
c.JupyterHub.hub_port = int(os.environ["TRIAL_HUB_PORT"])
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{os.environ['TRIAL_PROXY_PORT']}"
c.ConfigurableHTTPProxy.command = os.environ["TRIAL_PROXY"].split()
c.JupyterHub.db_url = "sqlite://"
c.JupyterHub.cookie_secret_file = os.environ["TRIAL_HOMES"] + "/cookie_secret"
c.JupyterHub.services = [*c.JupyterHub.services, {"name": "trial", "api_token": os.environ["TRIAL_TOKEN"]}]
c.JupyterHub.load_roles = [
    *c.JupyterHub.load_roles,
    {"name": "trial", "scopes": ["admin:users", "admin:servers", "access:servers", "tokens"], "services": ["trial"]},
]
