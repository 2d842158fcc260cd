"""Commits of values that are copied one after the other: what is copied is committed while the next is being copied, so that only the last answer is waited for."""

from __future__ import annotations

from collections.abc import Sequence

from kvfleet.credits import CreditPool
from kvfleet.errors import StoreError
from kvfleet.protocol import replies, requests
from kvfleet.protocol.frames import FrameType
from kvfleet.protocol.values import CommitItem, CommitResult, Slot
from kvfleet.session import Pending, Session

_ENOUGH_BYTES = 8 << 20
"""Copying this takes some times as long as the agent takes to answer. Fewer bytes are not worth a message of their own."""


class CommitPipeline:
    """Commits of one call. One thread.

    Args:
        session: the connection whose slots they name.
        credits: slots that the agent grants with its answers go there, and those that a refused value leaves.
    """

    def __init__(self, session: Session, credits: CreditPool) -> None:
        self._session = session
        self._credits = credits
        self._items: list[CommitItem] = []
        self._bytes = 0
        self._sent: list[tuple[Sequence[CommitItem], int, Pending]] = []

    def add(self, item: CommitItem) -> None:
        """A value is copied."""
        self._items.append(item)
        self._bytes += item.length
        if self._bytes >= _ENOUGH_BYTES:
            self._send()

    def finish(self) -> list[bool]:
        """Waits for the answers.

        Returns:
            Per value, in the order of :meth:`add`, whether the pool has it now.

        Raises:
            Disconnected, Refused, TimeoutError: nothing is known of any value. All answers that came were taken.
        """
        self._send()
        stored: list[bool] = []
        failure: StoreError | TimeoutError | None = None
        for items, wanted, pending in self._sent:
            try:
                results, slots = replies.committed(pending.wait(), len(items))
            except (StoreError, TimeoutError) as e:
                failure = failure or e
                self._credits.answered(wanted, [], self._session)
                continue
            self._credits.answered(wanted, slots + slots_that_stay(items, results), self._session)
            stored.extend(result in (CommitResult.COMMITTED, CommitResult.ALREADY_THERE) for result in results)
        if failure is not None:
            raise failure
        return stored

    def _send(self) -> None:
        for batch in requests.commit_batches(self._items):
            wanted = self._credits.wanted()
            self._sent.append((batch, wanted, self._session.ask(FrameType.COMMIT, requests.commit(wanted, batch))))
        self._items, self._bytes = [], 0


def slots_that_stay(items: Sequence[CommitItem], results: bytes) -> list[Slot]:
    """Slots of items that the agent did not take, and that are still this connection's."""
    known = CommitResult.__members__.values()
    return [item.slot for item, result in zip(items, results, strict=True) if result in known and CommitResult(result).slot_stays]
