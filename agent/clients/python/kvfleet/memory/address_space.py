"""One contiguous range for all extents of a pool: row r lies at base + r x stride, for everybody and for ever."""

from __future__ import annotations

import threading
from typing import Protocol

from kvfleet.errors import MappingError
from kvfleet.memory import libc


class AddressSpace(Protocol):
    """Where extents are put. The real one maps; a process that only plans (a scheduler) has the one that does not."""

    @property
    def base(self) -> int | None:
        """Address of row 0; None when nothing is mapped here."""

    @property
    def size(self) -> int:
        """Bytes that are reserved here."""

    def prepare(self, size: int) -> None:
        """Makes room for ``size`` bytes, once."""

    def map(self, offset: int, size: int, descriptor: int) -> None:
        """Puts an extent at its offset. The caller keeps the descriptor."""

    def unmap(self, offset: int, size: int) -> None:
        """Takes it away again."""

    def close(self) -> None:
        """Gives everything back."""


class MappedAddressSpace:
    """Reserves addresses and maps extents over them."""

    def __init__(self) -> None:
        self._once = threading.Lock()
        self._base: int | None = None
        self._size = 0

    @property
    def base(self) -> int | None:
        """Address of row 0, once prepared."""
        return self._base

    @property
    def size(self) -> int:
        """Bytes that are reserved."""
        return self._size

    def prepare(self, size: int) -> None:
        """Reserves, once. Another size later must fit what there is: addresses are in the hands of engines.

        Raises:
            MappingError: a later agent names a larger range.
        """
        with self._once:
            if self._base is None:
                self._base, self._size = libc.reserve(size), size
        if size > self._size:
            raise MappingError(f"the agent now names {size} bytes of addresses and {self._size} are reserved: restart this process to use the pool again")

    def map(self, offset: int, size: int, descriptor: int) -> None:
        """Maps an extent.

        Raises:
            MappingError: it does not lie in the range, or the kernel refuses.
        """
        if self._base is None or offset + size > self._size:
            raise MappingError(f"an extent of {size} bytes at {offset} does not lie in the reserved {self._size} bytes")
        libc.map_at(self._base + offset, size, descriptor)

    def unmap(self, offset: int, size: int) -> None:
        """Unmaps an extent."""
        if self._base is not None:
            libc.unmap_at(self._base + offset, size)

    def close(self) -> None:
        """Gives the range back. Nobody may use an address of it any more."""
        if self._base is not None:
            libc.free(self._base, self._size)
            self._base = None


class UnmappedAddressSpace:
    """For a process that needs row numbers only."""

    @property
    def base(self) -> int | None:
        """Nothing is mapped here."""
        return None

    @property
    def size(self) -> int:
        """Nothing is reserved here."""
        return 0

    def prepare(self, size: int) -> None:
        """Nothing to do."""

    def map(self, offset: int, size: int, descriptor: int) -> None:
        """Nothing to do."""

    def unmap(self, offset: int, size: int) -> None:
        """Nothing to do."""

    def close(self) -> None:
        """Nothing to do."""
