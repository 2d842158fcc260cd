"""What is registered, and what waits for the node's token. Pure but for the registrar's calls; one thread uses it."""

from __future__ import annotations

import logging
from collections import deque

from kvfleet.errors import RegistrationError
from kvfleet.registration.registrar import MAX_CHUNK_BYTES, Registrar, chunks

_log = logging.getLogger(__name__)


class RegistrationQueue:
    """Registers ranges chunk by chunk, so that whoever drives it can look up in between.

    Args:
        registrar: the driver.
        chunk_bytes: most bytes of one registration.
    """

    def __init__(self, registrar: Registrar, chunk_bytes: int = MAX_CHUNK_BYTES) -> None:
        self._registrar = registrar
        self._chunk_bytes = chunk_bytes
        self._waiting: deque[tuple[int, int, int]] = deque()
        self._registered: dict[int, list[tuple[int, int]]] = {}

    @property
    def registered_bytes(self) -> int:
        """Bytes that are registered now."""
        return sum(size for ranges in self._registered.values() for _, size in ranges)

    @property
    def is_waiting(self) -> bool:
        """Whether something is to be registered."""
        return bool(self._waiting)

    def add(self, address: int, size: int) -> None:
        """Queues a range; it is known by its first address."""
        self._waiting.extend((address, chunk, count) for chunk, count in chunks(address, size, self._chunk_bytes))

    def step(self) -> int | None:
        """Registers one chunk. What the driver refuses stays unregistered.

        Returns:
            The address of a range that is now registered as a whole.
        """
        address, chunk, size = self._waiting.popleft()
        try:
            self._registrar.register(chunk, size)
        except RegistrationError as e:
            _log.warning("%s. The pool's rows there are of no use for transfers of a device in this process", e)
            self.remove(address)
            return None
        self._registered.setdefault(address, []).append((chunk, size))
        return None if any(entry[0] == address for entry in self._waiting) else address

    def remove(self, address: int) -> None:
        """Forgets a range and unregisters what of it was registered."""
        self._waiting = deque(entry for entry in self._waiting if entry[0] != address)
        for chunk, _ in self._registered.pop(address, ()):
            try:
                self._registrar.unregister(chunk)
            except RegistrationError as e:
                _log.warning("%s", e)
