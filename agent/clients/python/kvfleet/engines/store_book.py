"""The stores of a scheduler: rows that are being filled, keys that are being committed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kvfleet.engines.leased_row import StoringRow
from kvfleet.engines.step_messages import StepMessages
from kvfleet.protocol.values import CommitItem


class StoreBook:
    """Stores by the engine's keys. One thread at a time."""

    def __init__(self) -> None:
        self.storing: dict[bytes, StoringRow] = {}
        self.committing: set[bytes] = set()

    def stored(self, keys: Iterable[bytes], success: bool, messages: StepMessages | None) -> list[bytes]:
        """Transfers ended. Slots of an earlier connection are nobody's.

        Returns:
            Keys that are over: not stored, and not being committed.
        """
        over: list[bytes] = []
        for key in keys:
            storing = self.storing.pop(key, None)
            if storing is None:
                continue
            if messages is None or storing.session is not messages.session:
                over.append(key)
                continue
            if success and not storing.leaving:
                messages.commits.append(CommitItem(storing.slot, messages.session.welcome.stride, storing.position, 0, storing.group, key))
                self.committing.add(key)
            else:
                messages.aborts.append(storing.slot)
                over.append(key)
        return over

    def leave(self, holds: Callable[[int], bool]) -> None:
        """Rows that ``holds`` names will not be committed."""
        for storing in self.storing.values():
            storing.leaving = storing.leaving or holds(storing.slot.row)

    def rows_in_use(self) -> list[int]:
        """Rows that transfers write."""
        return [storing.slot.row for storing in self.storing.values()]
