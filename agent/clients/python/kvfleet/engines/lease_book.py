"""The leases of a scheduler. No lock and no connection: what is to be sent is put into the messages of the step.

A lease is kept for a short time after it was given or last used, whoever asked for it: the next request for the same prefix then waits for nothing, and nothing has to be
noted per request and key."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence

from kvfleet.engines.leased_row import LeasedRow
from kvfleet.engines.step_messages import LeaseAnswer, StepMessages

IDLE_SECONDS = 2.0
"""A lease that no transfer uses goes back after this time."""
MOST_KEPT = 16_384
"""When more leases than this are held the oldest ones go back at once: what is leased cannot be evicted, and a connection has a bound."""
DENIED_SECONDS = 0.5
"""A key whose hint proved wrong is a miss for this time."""
_MOST_DENIED = 4096
_GROUPS_PER_STEP = 2


class LeaseBook:
    """Leases by the engine's keys. One thread at a time.

    Attributes:
        held: what transfers may be started on. The same object for ever: lookups keep it at hand.
    """

    def __init__(self) -> None:
        self.held: dict[bytes, LeasedRow] = {}
        self._leaving: dict[bytes, LeasedRow] = {}
        self._denied: dict[bytes, float] = {}
        self._by_age: deque[tuple[float, Sequence[bytes]]] = deque()

    def is_denied(self, key: bytes, now: float) -> bool:
        """Whether its hint proved wrong a moment ago."""
        return bool(self._denied) and self._denied.get(key, 0.0) > now

    def answered(self, answer: LeaseAnswer, messages: StepMessages, now: float) -> None:
        """Leases were given, or not."""
        if answer.salt != messages.salt:
            messages.releases.extend(lease.handle for lease in answer.granted.values())
            return
        for key in answer.granted.keys() & self._leaving.keys():
            messages.releases.append(answer.granted.pop(key).handle)
            answer.denied.append(key)
        self.held.update(answer.granted)
        self._by_age.append((now, list(answer.granted)))
        messages.releases.extend(answer.useless)
        if len(self._denied) > _MOST_DENIED:
            self._denied.clear()
        self._denied.update(dict.fromkeys(answer.denied, now + DENIED_SECONDS))

    def loads(self, keys: Iterable[bytes]) -> list[int]:
        """Transfers begin.

        Raises:
            KeyError: a key is not held; nothing began.
        """
        held = self.held
        leases = [held[key] for key in keys]
        for lease in leases:
            lease.loads += 1
        return [lease.row for lease in leases]

    def loaded(self, keys: Sequence[bytes], messages: StepMessages | None, now: float) -> None:
        """Transfers ended. A connection that ended took its leases along, so a key may be unknown."""
        is_missing = False
        for lease in map(self.held.get, keys):
            if lease is None:
                is_missing = True
            elif lease.loads:
                lease.loads -= 1
                # Kept for who wants the same prefix next.
                lease.used = now
        if is_missing and self._leaving:
            for key in self._leaving.keys() & set(keys):
                self._loaded_leaving(key, messages)

    def release_idle(self, messages: StepMessages | None, now: float) -> None:
        """Gives leases back that were not used for a while, or are too many: looks at those of a few answers at a time, for it runs in every step."""
        for _ in range(_GROUPS_PER_STEP):
            if not self._by_age:
                return
            too_many = len(self.held) > MOST_KEPT
            if not too_many and now - self._by_age[0][0] <= IDLE_SECONDS:
                return
            _, keys = self._by_age.popleft()
            self._release(keys, messages, now if too_many else now - IDLE_SECONDS)

    def leave(self, holds: Callable[[int], bool], messages: StepMessages | None) -> None:
        """No new use of leases whose rows ``holds`` names; the unused ones go back."""
        for key, lease in [(key, lease) for key, lease in self.held.items() if holds(lease.row)]:
            del self.held[key]
            if lease.loads:
                self._leaving[key] = lease
            elif messages is not None:
                messages.releases.append(lease.handle)

    def rows_in_use(self) -> list[int]:
        """Rows that transfers read."""
        return [lease.row for leases in (self.held, self._leaving) for lease in leases.values() if lease.loads]

    def clear(self) -> None:
        """The connection ended."""
        self.held.clear()
        self._leaving.clear()
        self._denied.clear()
        self._by_age.clear()

    def _release(self, keys: Sequence[bytes], messages: StepMessages | None, unused_since: float) -> None:
        held = self.held
        kept: list[bytes] = []
        latest = 0.0
        for key in keys:
            lease = held.get(key)
            if lease is None:
                continue
            if lease.loads or lease.used > unused_since:
                kept.append(key)
                latest = max(latest, lease.used)
                continue
            del held[key]
            if messages is not None:
                messages.releases.append(lease.handle)
        if kept:
            self._by_age.append((latest, kept))

    def _loaded_leaving(self, key: bytes, messages: StepMessages | None) -> None:
        lease = self._leaving[key]
        lease.loads -= 1
        if lease.loads == 0:
            del self._leaving[key]
            if messages is not None:
                messages.releases.append(lease.handle)
