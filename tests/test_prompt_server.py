"""The server's extension takes the place of Jupyter's own connection, and of no other, and sends at once."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace

import pytest
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

from helpers import prompt_server


@pytest.mark.parametrize(
    ("before", "after"), [(ZMQChannelsWebsocketConnection, prompt_server.PromptConnection), (object, object)]
)
def test_only_jupyters_own_connection_is_replaced(before: type, after: type) -> None:
    server = SimpleNamespace(web_app=SimpleNamespace(settings={prompt_server.SETTING: before}))
    prompt_server._load_jupyter_server_extension(server)  # type: ignore[arg-type]
    assert server.web_app.settings[prompt_server.SETTING] is after


def test_it_sends_at_once_before_it_connects(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[object] = []
    monkeypatch.setattr(ZMQChannelsWebsocketConnection, "connect", lambda _: calls.append("connected"))
    connection = prompt_server.PromptConnection.__new__(prompt_server.PromptConnection)
    monkeypatch.setattr(type(connection), "websocket_handler", SimpleNamespace(set_nodelay=calls.append))
    connection.connect()
    assert calls == [True, "connected"]


def test_the_server_finds_it() -> None:
    command = [sys.executable, "-m", "jupyter", "server", "extension", "list"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "helpers.prompt_server" in listed.stdout + listed.stderr
