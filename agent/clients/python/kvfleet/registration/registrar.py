"""What registers host memory. The one who does DMA registers: it counts per process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

MAX_CHUNK_BYTES = 64 << 30
"""Most bytes of one registration: drivers from R580 on fail at 512 GiB and hold locks for long before that (NVIDIA open-gpu-kernel-modules #1234)."""


class Registrar(Protocol):
    """One driver."""

    def register(self, address: int, size: int) -> None:
        """Registers mapped, populated memory.

        Raises:
            RegistrationError: the driver refuses; transfers work without, slower.
        """

    def unregister(self, address: int) -> None:
        """Takes back what was registered at this address.

        Raises:
            RegistrationError: the driver refuses.
        """


def chunks(address: int, size: int, most: int = MAX_CHUNK_BYTES) -> Iterator[tuple[int, int]]:
    """Cuts a range into registrations of at most ``most`` bytes, in order."""
    for start in range(0, size, most):
        yield address + start, min(most, size - start)
