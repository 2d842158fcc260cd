"""Which rows may be used now, and by whom they are being used."""

from __future__ import annotations

import os
import threading
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from kvfleet.protocol.values import Extent


@dataclass(slots=True)
class HeldExtent:
    """An extent that this process knows. ``identity``: device and inode of its memory; ``registered``: a driver has all of it."""

    extent: Extent
    identity: tuple[int, int]
    first_row: int
    end_row: int
    users: int = 0
    leaving: bool = False
    gone: bool = False
    registered: bool = False


class ExtentTable:
    """Extents of the current connection. Thread-safe; readers that only ask for a row's extent take a snapshot and no lock."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._by_id: dict[int, HeldExtent] = {}
        # One attribute, replaced as a whole: readers without the lock see the old or the new order, never a mixture.
        self._order: tuple[list[int], tuple[HeldExtent, ...]] = ([], ())

    def __len__(self) -> int:
        return len(self._by_id)

    def add(self, extent: Extent, identity: tuple[int, int], stride: int) -> HeldExtent:
        """Adds one. Rows never straddle extents: only rows that lie wholly inside count."""
        held = HeldExtent(extent, identity, -(-extent.offset // stride), (extent.offset + extent.bytes) // stride)
        with self._changed:
            self._by_id[extent.id] = held
            self._sort()
        return held

    def get(self, extent_id: int) -> HeldExtent | None:
        """One by its id."""
        return self._by_id.get(extent_id)

    def all(self) -> Sequence[HeldExtent]:
        """All, by offset."""
        return self._order[1]

    def of_row(self, row: int) -> HeldExtent | None:
        """The extent in which a row lies, unless it is being given back."""
        starts, ordered = self._order
        at = bisect_right(starts, row) - 1
        if at < 0:
            return None
        held = ordered[at]
        return held if row < held.end_row and not held.leaving else None

    def hold(self, rows: Iterable[int], *, registered: bool = False) -> list[HeldExtent] | None:
        """Keeps the memory of rows mapped until :meth:`release`. None when a row is not (or no longer) usable; then nothing is kept.

        Args:
            rows: to use.
            registered: whether a driver must have them registered.
        """
        with self._changed:
            taken: dict[int, HeldExtent] = {}
            for row in rows:
                held = self.of_row(row)
                if held is None or (registered and not held.registered):
                    return None
                taken[held.extent.id] = held
            for held in taken.values():
                held.users += 1
            return list(taken.values())

    def release(self, taken: Sequence[HeldExtent]) -> None:
        """Ends a use."""
        with self._changed:
            for held in taken:
                held.users -= 1
            self._changed.notify_all()

    @contextmanager
    def using(self, rows: Iterable[int]) -> Iterator[bool]:
        """Keeps the memory of rows mapped for the time of a copy. Yields False when a row is not usable."""
        taken = self.hold(rows)
        try:
            yield taken is not None
        finally:
            self.release(taken or ())

    def leave(self, ids: Iterable[int]) -> list[HeldExtent]:
        """No new use of these. Returns the ones that were known."""
        with self._changed:
            leaving = [held for extent_id in ids if (held := self._by_id.get(extent_id))]
            for held in leaving:
                held.leaving = True
        return leaving

    def wait_unused(self, leaving: Sequence[HeldExtent], seconds: float | None = None) -> bool:
        """Waits until no copy runs in these."""
        with self._changed:
            return self._changed.wait_for(lambda: all(held.users == 0 for held in leaving), seconds)

    def remove(self, ids: Iterable[int]) -> None:
        """Forgets some."""
        with self._changed:
            for extent_id in ids:
                self._by_id.pop(extent_id, None)
            self._sort()

    def _sort(self) -> None:
        ordered = sorted(self._by_id.values(), key=lambda held: held.first_row)
        self._order = [held.first_row for held in ordered], tuple(ordered)


def identity_of(descriptor: int) -> tuple[int, int]:
    """Device and inode: what memory is, whatever number it goes by."""
    facts = os.fstat(descriptor)
    return facts.st_dev, facts.st_ino
