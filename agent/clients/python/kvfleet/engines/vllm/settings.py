"""kvfleet's own keys in ``kv_connector_extra_config``."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kvfleet.options import socket_path

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may set.

    Attributes:
        socket: ``kvfleet_socket``: path of the pool's socket.
        credits: ``kvfleet_credits``: rows to have in hand for stores.
        startup_seconds: ``kvfleet_startup_seconds``: how long a worker waits at its start for the pool's memory to be mapped and registered.
        fingerprint: ``kvfleet_fingerprint``: further facts, such as ``revision`` and ``hash_algorithm``.
    """

    socket: str
    credits: int
    startup_seconds: float
    fingerprint: Mapping[str, Any]

    @staticmethod
    def of(extra: Mapping[str, Any]) -> Settings:
        """Reads them.

        Raises:
            ValueError: a value is not of its kind.
        """
        facts = extra.get("kvfleet_fingerprint", {})
        if not isinstance(facts, Mapping):
            raise ValueError(f'kvfleet_fingerprint must be an object such as {{"revision": "..."}}, not {facts!r}')
        for name in ("revision", "hash_algorithm"):
            if name not in facts:
                _log.warning("kvfleet_fingerprint has no %r: engines that differ in it only would share values", name)
        if not os.environ.get("PYTHONHASHSEED"):
            _log.warning("PYTHONHASHSEED is not set: this engine's keys mean nothing to others, and nothing to itself after a restart")
        return Settings(
            socket_path(extra.get("kvfleet_socket")), _number(extra, "kvfleet_credits", 256, 1, 1024), _number(extra, "kvfleet_startup_seconds", 300, 0, 86_400), facts
        )


def _number(extra: Mapping[str, Any], name: str, default: int, least: int, most: int) -> int:
    value = extra.get(name, default)
    if not isinstance(value, int) or not least <= value <= most:
        raise ValueError(f"{name} must be a whole number from {least} to {most}, not {value!r}")
    return value
