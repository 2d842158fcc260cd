"""The leases of a scheduler: asked for, held, waited for. No lock and no connection: what is to be sent is put into the messages of the step."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Iterable

from kvfleet.engines.answer import Answer
from kvfleet.engines.leased_row import LeasedRow
from kvfleet.engines.step_messages import LeaseAnswer, StepMessages
from kvfleet.protocol.values import Record, RecordState

IDLE_SECONDS = 10.0
"""A lease that no transfer uses and nobody asked for again goes back after this time."""
DENIED_SECONDS = 0.5
"""A key whose hint proved wrong is a miss for this time."""
_LOOKED_AT_PER_STEP = 16
_MOST_DENIED = 4096


class LeaseBook:
    """Leases by the engine's keys. One thread at a time."""

    def __init__(self) -> None:
        self.held: dict[bytes, LeasedRow] = {}
        self.asked: dict[bytes, set[str]] = {}
        self._denied: dict[bytes, float] = {}
        self._by_age: deque[tuple[bytes, LeasedRow]] = deque()
        self._of_request: dict[str, list[bytes]] = {}

    def use(self, key: bytes, lease: LeasedRow, request: str, now: float) -> Answer:
        """A request wants what is leased."""
        if lease.leaving:
            return Answer.MISS
        if request not in lease.requests:
            lease.requests.add(request)
            self._of_request.setdefault(request, []).append(key)
        lease.used = now
        return Answer.HIT

    def ask(self, key: bytes, request: str, messages: StepMessages, now: float) -> Answer:
        """A request wants what the key table shows."""
        if self._denied.get(key, 0.0) > now:
            return Answer.MISS
        self.asked[key] = {request}
        messages.leases.append(key)
        return Answer.RETRY

    def answered(self, answer: LeaseAnswer, messages: StepMessages, now: float) -> None:
        """Leases were given, or not."""
        stride = messages.session.welcome.stride
        for key, record in itertools.zip_longest(answer.keys, answer.records):
            waiting = self.asked.pop(key, set()) if answer.salt == messages.salt else set()
            if waiting and _is_row(record, stride):
                lease = LeasedRow(record.row, record.handle, now, waiting)
                self.held[key] = lease
                self._by_age.append((key, lease))
                for request in waiting:
                    self._of_request.setdefault(request, []).append(key)
                continue
            if record is not None and record.handle:
                messages.releases.append(record.handle)
            if waiting:
                self._denied[key] = now + DENIED_SECONDS
        if len(self._denied) > _MOST_DENIED:
            self._denied = {key: until for key, until in self._denied.items() if until > now}

    def loaded(self, keys: Iterable[bytes], request: str, messages: StepMessages | None) -> None:
        """Transfers ended. A connection that ended took its leases along, so a key may be unknown."""
        for key in keys:
            lease = self.held.get(key)
            if lease is not None and lease.loads > 0:
                lease.loads -= 1
                lease.requests.discard(request)
                self._release_if_unused(key, lease, messages)

    def finished(self, request: str, messages: StepMessages | None) -> None:
        """A request wants nothing any more."""
        for key in self._of_request.pop(request, ()):
            lease = self.held.get(key)
            if lease is not None:
                lease.requests.discard(request)
                self._release_if_unused(key, lease, messages)
        for asked in self.asked.values():
            asked.discard(request)

    def release_idle(self, messages: StepMessages | None, now: float) -> None:
        """Gives leases back that were asked for and never loaded. Looks at a few of them: it runs in every step."""
        for _ in range(min(_LOOKED_AT_PER_STEP, len(self._by_age))):
            key, lease = self._by_age.popleft()
            if self.held.get(key) is not lease:
                continue
            if lease.loads == 0 and now - lease.used > IDLE_SECONDS:
                lease.requests.clear()
                self._release_if_unused(key, lease, messages)
            else:
                self._by_age.append((key, lease))

    def leave(self, holds: Callable[[int], bool], messages: StepMessages | None) -> None:
        """No new use of leases whose rows ``holds`` names; the unused ones go back."""
        for key, lease in list(self.held.items()):
            if holds(lease.row):
                lease.leaving = True
                self._release_if_unused(key, lease, messages)

    def rows_in_use(self) -> list[int]:
        """Rows that transfers read."""
        return [lease.row for lease in self.held.values() if lease.loads]

    def clear(self) -> None:
        """The connection ended."""
        for state in (self.held, self.asked, self._denied, self._of_request):
            state.clear()  # type: ignore[attr-defined]
        self._by_age.clear()

    def _release_if_unused(self, key: bytes, lease: LeasedRow, messages: StepMessages | None) -> None:
        if lease.is_unused:
            del self.held[key]
            if messages is not None:
                messages.releases.append(lease.handle)


def _is_row(record: Record | None, stride: int) -> bool:
    return record is not None and record.state == RecordState.PRESENT and record.row >= 0 and record.length == stride
