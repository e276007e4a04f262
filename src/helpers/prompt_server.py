"""A small extension of the Jupyter server: each message to the browser goes out at once.

A control that moves sets off several small messages. By default a socket holds the second one back until the first has
been acknowledged (Nagle's algorithm), and the browser's side waits some 40 ms with that: about half of the time from
key to picture. The wheel puts `src/server_settings/how_ketamine_works.json` where the server looks for extensions.
"""

from __future__ import annotations

from typing import Any

from jupyter_server.serverapp import ServerApp
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

SETTING = "kernel_websocket_connection_class"


class PromptConnection(ZMQChannelsWebsocketConnection):
    """Jupyter's own connection between browser and kernel, which waits for no acknowledgement."""

    def connect(self) -> Any:
        """Open the connection; small messages are sent as they come."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "helpers.prompt_server"}]


def _load_jupyter_server_extension(server: ServerApp) -> None:
    """Take the place of Jupyter's own connection, and of no other (a gateway has one for itself)."""
    if server.web_app.settings[SETTING] is ZMQChannelsWebsocketConnection:
        server.web_app.settings[SETTING] = PromptConnection
