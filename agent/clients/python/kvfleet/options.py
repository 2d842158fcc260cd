"""How a client presents itself."""

from __future__ import annotations

import os
from dataclasses import dataclass

DEFAULT_SOCKET = "/kvfleet/kvfleet.sock"


@dataclass(frozen=True, slots=True)
class ClientOptions:
    """Options of a :class:`kvfleet.client.StoreClient`.

    Attributes:
        socket: path of the socket in the pool's volume.
        fingerprint: text of what makes the bytes interchangeable; without one a client may look and copy, not store.
        stride: bytes of a row; 0 for whatever the pool has.
        name: of the program, for the agent's logs.
        maps: whether this process copies rows or hands them to a driver. One that only plans (a scheduler) does not.
        credits: slots to have in hand.
    """

    socket: str
    fingerprint: str = ""
    stride: int = 0
    name: str = "kvfleet-python"
    maps: bool = True
    credits: int = 64


def socket_path(configured: str | None = None) -> str:
    """The socket to use: what is configured, else ``KVFLEET_SOCKET``, else the place where the webhook mounts the volume."""
    return configured or os.environ.get("KVFLEET_SOCKET") or DEFAULT_SOCKET
