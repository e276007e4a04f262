"""A class on one machine: real JupyterHub and proxy on loopback, learners who start at once and run a whole notebook.

python -m tests.hub.trial [LEARNERS] [NOTEBOOK]      prints time and memory for each learner, and what 300 need
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

import nbformat
import psutil
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from tests.browser.jupyter import ROOT

Result = TypeVar("Result")
PROXY = "configurable-http-proxy@5.3.0"
PATIENCE_S = 600
OPEN_TO_ALL = "/usr/bin/python3"  # the machine's own, which every account may start


class UnavailableError(Exception):
    """Something that the trial needs can't be had here; the message says what."""


@dataclass(frozen=True)
class Learner:
    """What one learner waited for, and what the learner's processes took."""

    name: str
    server_s: float
    notebook_s: float
    server_mb: float
    kernel_mb: float
    failed_cells: int


@dataclass(frozen=True)
class Trial:
    """All learners, and what hub and proxy took beside them."""

    learners: list[Learner]
    hub_mb: float
    whole_s: float


def bring(folder: Path, base: str = sys.executable) -> tuple[Path, list[str]]:
    """Make an environment with course and hub, and bring the proxy; gives its Python and the proxy's command."""
    uv, python = [sys.executable, "-m", "uv"], folder / "venv" / "bin" / "python"
    needs = ["-r", "pyproject.toml", "-r", "deploy/hub/requirements.txt", "-c", "constraints.txt"]
    steps = [
        [*uv, "venv", "--quiet", "--python", base, str(folder / "venv")],
        [*uv, "pip", "install", "--quiet", "--python", str(python), *needs],
        [*uv, "pip", "install", "--quiet", "--python", str(python), "--no-deps", "."],
        ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), PROXY],
    ]
    if not shutil.which("npm"):
        raise UnavailableError("node and npm, which the hub's proxy needs, are not on this machine.")
    for step in steps:
        done = subprocess.run(step, cwd=ROOT, capture_output=True, text=True, check=False)
        if "No solution found" in done.stderr:
            raise RuntimeError(f"The hub's needs contradict the pins:\n{done.stderr}")
        if done.returncode:
            raise UnavailableError(f"this did not work here: {' '.join(step[:4])} ...: {done.stderr[-300:]}")
    return python, [
        "node",
        str(folder / "node_modules" / "configurable-http-proxy" / "bin" / "configurable-http-proxy"),
    ]


@contextmanager
def running_hub(folder: Path, accounts: bool = False) -> Iterator[tuple[str, str, psutil.Process]]:
    """The hub over the shipped set-up, with or without accounts; gives its address, a token, and its process."""
    python, proxy = bring(folder, OPEN_TO_ALL if accounts else sys.executable)
    ports, token = free_ports(3), secrets.token_hex(16)
    homes = folder / "homes"
    homes.mkdir()
    own = {"TRIAL_HOMES": str(homes), "TRIAL_TOKEN": token, "TRIAL_PROXY": " ".join(proxy), "HOME": str(homes)}
    own |= dict(zip(("TRIAL_PORT", "TRIAL_HUB_PORT", "TRIAL_PROXY_PORT"), map(str, ports), strict=True))
    own |= {"TRIAL_ACCOUNTS": "1"} if accounts else {"HOW_KETAMINE_WORKS_PROGRESS": "progress.jsonl"}
    own |= {"CONFIGPROXY_AUTH_TOKEN": secrets.token_hex(16)}
    command = [str(python), "-m", "jupyterhub", "-f", str(ROOT / "tests" / "hub" / "trial_config.py")]
    whole = {name: value for name, value in os.environ.items() if name != "HOW_KETAMINE_WORKS_PROGRESS"} | own
    with (folder / "hub.log").open("w") as log:
        hub = subprocess.Popen(command, cwd=folder, env=whole, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait_until_up(f"http://127.0.0.1:{ports[0]}/hub/api/", hub, folder / "hub.log")
            yield f"http://127.0.0.1:{ports[0]}", token, psutil.Process(hub.pid)
        finally:
            stop(hub)


def run(learners: int, notebook: str) -> Trial:
    """Let learners start at once, and each run a whole notebook."""
    with tempfile.TemporaryDirectory() as name, running_hub(Path(name)) as (address, token, hub):
        return finish(attend(address, token, hub, learners, notebook))


def finish(work: Coroutine[Any, Any, Result]) -> Result:
    """Run to the end, in a thread of its own: a browser test before may have left a running loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def attend(address: str, token: str, hub: psutil.Process, learners: int, notebook: str) -> Trial:
    """All learners at once, on a running hub."""
    AsyncHTTPClient.configure(None, max_clients=4 * learners)
    start = time.perf_counter()
    names = [f"learner{number:02d}" for number in range(1, learners + 1)]
    seen = await asyncio.gather(*(learn(address, token, name, notebook) for name in names))
    whole_s = time.perf_counter() - start
    found = [
        Learner(name, *times, *memory_mb(hub, name), failed) for name, (times, failed) in zip(names, seen, strict=True)
    ]
    own = [hub, *(child for child in hub.children() if "singleuser" not in " ".join(child.cmdline()))]
    return Trial(found, sum(proportional_mb(process) for process in own), whole_s)


async def learn(address: str, token: str, name: str, notebook: str) -> tuple[tuple[float, float], int]:
    """One learner: start a server, open a kernel, run all cells; seconds for both, and how many cells failed."""
    start = time.perf_counter()
    await ask("POST", f"{address}/hub/api/users/{name}", token)
    await ask("POST", f"{address}/hub/api/users/{name}/server", token)
    while (
        not json.loads(await ask("GET", f"{address}/hub/api/users/{name}", token))["servers"].get("", {}).get("ready")
    ):
        await asyncio.sleep(0.5)  # between two looks at whether it is ready
    server_s = time.perf_counter() - start
    own = json.loads(await ask("POST", f"{address}/hub/api/users/{name}/tokens", token))["token"]
    kernel = json.loads(await ask("POST", f"{address}/user/{name}/api/kernels", own))["id"]
    failed = await run_cells(
        f"{address}/user/{name}/api/kernels/{kernel}/channels".replace("http", "ws", 1), own, notebook
    )
    return (server_s, time.perf_counter() - start - server_s), failed


async def run_cells(address: str, token: str, notebook: str) -> int:
    """Run a notebook's cells one after the other; gives how many ended in an error."""
    cells = nbformat.read(ROOT / "notebooks" / notebook, as_version=4).cells
    sources = [cell.source for cell in cells if cell.cell_type == "code"]
    request = HTTPRequest(address, headers={"Authorization": f"token {token}"}, request_timeout=PATIENCE_S)
    socket_ = await websocket_connect(request, max_message_size=10**8)
    failed = 0
    for source in sources:
        header = {
            "msg_id": secrets.token_hex(8),
            "msg_type": "execute_request",
            "session": "trial",
            "username": "",
            "version": "5.3",
        }
        content = {"code": source, "silent": False, "allow_stdin": False, "stop_on_error": False}
        message = {
            "header": header,
            "parent_header": {},
            "metadata": {},
            "content": content,
            "channel": "shell",
            "buffers": [],
        }
        await socket_.write_message(json.dumps(message))
        reply = await answer_to(socket_, header["msg_id"])
        failed += reply["content"]["status"] != "ok"
    socket_.close()
    return failed


async def answer_to(socket_: Any, message_id: str) -> dict[str, Any]:
    """The kernel's answer to one request."""
    while True:
        text = await asyncio.wait_for(socket_.read_message(), PATIENCE_S)
        if text is None:
            raise ConnectionError("The kernel's connection was closed.")
        message: dict[str, Any] = json.loads(text)
        if message["msg_type"] == "execute_reply" and message["parent_header"].get("msg_id") == message_id:
            return message


async def ask(method: str, address: str, token: str) -> str:
    """Answer of the hub, or of a learner's server, which may still be coming up."""
    body = "{}" if method == "POST" else None
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            headers = {"Authorization": f"token {token}"}
            request = HTTPRequest(address, method=method, body=body, headers=headers, request_timeout=PATIENCE_S)
            return str((await AsyncHTTPClient().fetch(request)).body.decode())
        except HTTPClientError as error:
            if error.code not in (424, 429, 503) or time.monotonic() > deadline:
                raise
            await asyncio.sleep(1.0)  # "not yet" or "too many at once": the hub asks to come again


def memory_mb(hub: psutil.Process, name: str) -> tuple[float, float]:
    """Memory of a learner's server and of its kernel (MB; pages shared with others count in part)."""
    mine = [child for child in hub.children(recursive=True) if child.environ().get("JUPYTERHUB_USER") == name]
    kernels = [process for process in mine if "ipykernel" in " ".join(process.cmdline())]
    servers = [process for process in mine if process not in kernels]
    return sum(map(proportional_mb, servers)), sum(map(proportional_mb, kernels))


def proportional_mb(process: psutil.Process) -> float:
    full = process.memory_full_info()
    return float(getattr(full, "pss", full.rss)) / 1e6


def free_ports(number: int) -> list[int]:
    """Ports that nobody listens to."""
    sockets = [socket.socket() for _ in range(number)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def wait_until_up(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the hub answers."""
    import urllib.request

    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)  # between two polls of the condition
    raise RuntimeError(f"The hub did not come up:\n{log.read_text()[-3000:]}")


def stop(hub: subprocess.Popen[bytes]) -> None:
    """Stop the hub and all that it started."""
    family = psutil.Process(hub.pid).children(recursive=True) if hub.poll() is None else []
    hub.terminate()
    try:
        hub.wait(timeout=60)
    except subprocess.TimeoutExpired:
        hub.kill()
    for process in family:
        if process.is_running():
            process.kill()


def table(trial: Trial) -> list[tuple[str, float]]:
    """What the trial measured, and what 300 learners need, computed from it."""
    people = trial.learners
    each_mb = median(one.server_mb + one.kernel_mb for one in people)
    work_s = trial.whole_s * (os.cpu_count() or 1) / len(people)
    return [
        ("learners at once", len(people)),
        ("of them with a failed cell", sum(one.failed_cells > 0 for one in people)),
        ("server ready, median (s)", median(one.server_s for one in people)),
        ("server ready, last (s)", max(one.server_s for one in people)),
        ("whole notebook, median (s)", median(one.notebook_s for one in people)),
        ("whole notebook, last (s)", max(one.notebook_s for one in people)),
        ("all done (s)", trial.whole_s),
        ("memory of a server, median (MB)", median(one.server_mb for one in people)),
        ("memory of a kernel, median (MB)", median(one.kernel_mb for one in people)),
        ("memory of hub and proxy (MB)", trial.hub_mb),
        ("300 learners: memory (GB)", (300 * each_mb + trial.hub_mb) / 1e3),
        ("300 learners: cores, to be all done within 5 minutes", 300 * work_s / 300),
    ]


if __name__ == "__main__":
    words = sys.argv[1:]
    measured = run(int(words[0]) if words else 30, words[1] if len(words) > 1 else "01_molecular_level.ipynb")
    for name, value in table(measured):
        print(f"{name:55} {value:8.1f}")
