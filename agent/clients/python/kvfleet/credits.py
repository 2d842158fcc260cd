"""Slots that the agent granted in advance, so that a store needs no round trip before it writes."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence

from kvfleet.errors import StoreError
from kvfleet.protocol import replies, requests
from kvfleet.protocol.frames import FrameType
from kvfleet.protocol.values import Slot
from kvfleet.session import Session

_log = logging.getLogger(__name__)


class CreditPool:
    """Slots of the current connection. Taking is instant: a few, or none.

    Args:
        target: slots to have in hand. They are capacity that nobody else can use.
    """

    def __init__(self, target: int) -> None:
        self._target = target
        self._lock = threading.Lock()
        self._slots: deque[Slot] = deque()
        self._session: Session | None = None
        self._asked = 0

    def __len__(self) -> int:
        return len(self._slots)

    def take(self, count: int) -> list[Slot]:
        """Up to ``count`` slots."""
        with self._lock:
            return [self._slots.popleft() for _ in range(min(count, len(self._slots)))]

    def give(self, slots: Sequence[Slot], session: Session | None) -> None:
        """Puts slots in: new ones, or unused ones of the same connection. Those of an earlier connection are worth nothing."""
        with self._lock:
            if session is self._session and session is not None:
                self._slots.extend(slots)

    def wanted(self) -> int:
        """How many slots a commit that is about to be sent should ask for."""
        with self._lock:
            missing = max(0, self._target - len(self._slots) - self._asked)
            self._asked += missing
            return missing

    def answered(self, asked: int, slots: Sequence[Slot], session: Session) -> None:
        """What came of :meth:`wanted`."""
        with self._lock:
            if session is self._session:
                self._asked -= asked
        self.give(slots, session)

    def refill(self, session: Session) -> None:
        """Asks for what is missing. Does not wait for the answer."""
        asked = self.wanted()
        if asked == 0:
            return

        def take(reply: bytes | StoreError) -> None:
            slots: list[Slot] = []
            if isinstance(reply, StoreError):
                _log.info("no credits: %s", reply)
            else:
                slots = replies.slots(reply)
            self.answered(asked, slots, session)

        session.submit(FrameType.CREDITS, requests.number(asked), take)

    def connected(self, session: Session) -> None:
        """Starts with nothing, and asks."""
        with self._lock:
            self._session, self._asked = session, 0
            self._slots.clear()
        if session.welcome.most_credits > 0:
            self._target = min(self._target, session.welcome.most_credits)
            self.refill(session)

    def disconnected(self) -> None:
        """They are the agent's again."""
        with self._lock:
            self._session = None
            self._slots.clear()

    def vacate(self, extents: frozenset[int], holds: Callable[[int], bool], done: Callable[[], None]) -> None:
        """Gives slots of these extents back."""
        with self._lock:
            session = self._session
            gone = [slot for slot in self._slots if holds(slot.row)]
            self._slots = deque(slot for slot in self._slots if not holds(slot.row))
        if session is not None and gone:
            session.submit(FrameType.ABORT, requests.abort(gone[:1024]), lambda reply: None)
        done()
