"""The leases of a scheduler. No lock and no connection: what is to be sent is put into the messages of the step.

A lease is kept for a short time after it was given or last used, whoever asked for it: the next request for the same prefix then waits for nothing, and nothing has to be
noted per request and key.

A scheduler's thread comes by here for hundreds of keys per request. So what is kept per key are numbers in dictionaries, which are filled and emptied without a
step of the interpreter for each, and nothing that the garbage collector would look at."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from kvfleet.engines.leased_row import LeasedRow
from kvfleet.engines.step_messages import LeaseAnswer, StepMessages

IDLE_SECONDS = 2.0
"""A lease that no transfer uses goes back after this time."""
MOST_KEPT = 16_384
"""When more leases than this are held the oldest ones go back at once: what is leased cannot be evicted, and a connection has a bound."""
DENIED_SECONDS = 0.5
"""A key whose hint proved wrong is a miss for this time."""
_MOST_DENIED = 4096
_GROUPS_AT_ONCE = 2
_W = TypeVar("_W")


class LeaseBook(Generic[_W]):
    """Leases by the engine's keys. One thread at a time.

    Args:
        known: what lookups answer; a key is there as long as transfers of it may be started.
        hit: the answer for such a key.
    """

    def __init__(self, known: dict[bytes, _W], hit: _W) -> None:
        self._known = known
        self._hit = hit
        self._held: dict[bytes, int] = {}
        self._handles: dict[bytes, int] = {}
        self._begun: deque[Sequence[bytes]] = deque()
        self._ended: deque[Sequence[bytes]] = deque()
        self._loading: Counter[bytes] = Counter()
        self._used: dict[bytes, float] = {}
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
        for key in answer.granted.keys() & self._held.keys():
            messages.releases.append(answer.granted.pop(key).handle)
        if answer.granted:
            self._held.update(zip(answer.granted, [lease.row for lease in answer.granted.values()], strict=True))
            self._handles.update(zip(answer.granted, [lease.handle for lease in answer.granted.values()], strict=True))
            self._known.update(dict.fromkeys(answer.granted, self._hit))
            self._by_age.append((now, list(answer.granted)))
        messages.releases.extend(answer.useless)
        if len(self._denied) > _MOST_DENIED:
            self._denied.clear()
        self._denied.update(dict.fromkeys(answer.denied, now + DENIED_SECONDS))

    def stored(self, keys: Iterable[bytes]) -> None:
        """Stores are over, well or not: what lookups know of these keys is what is leased."""
        for key in keys:
            if key in self._held:
                self._known[key] = self._hit
            else:
                self._known.pop(key, None)

    def loads(self, keys: Sequence[bytes]) -> list[int]:
        """Transfers begin.

        Raises:
            KeyError: a key is not held; nothing began.
        """
        rows = list(map(self._held.__getitem__, keys))
        self._begun.append(keys)
        return rows

    def loaded(self, keys: Sequence[bytes]) -> None:
        """Transfers ended. A connection that ended took its leases along, so a key may be unknown. Counts with the next :meth:`settle`."""
        self._ended.append(keys)

    @property
    def unsettled(self) -> int:
        """How often :meth:`loaded` was called since :meth:`settle`."""
        return len(self._ended)

    def settle(self, messages: StepMessages | None, now: float) -> None:
        """Notes per key which transfers began and ended: not the business of who has to be quick."""
        self._settle_begun()
        loading, used = self._loading, self._used
        while self._ended:
            keys = self._ended.popleft()
            for key in keys:
                if loading.get(key, 0) > 1:
                    loading[key] -= 1
                else:
                    loading.pop(key, None)
            # Kept for who wants the same prefix next.
            used.update(dict.fromkeys(keys, now))
            if self._leaving:
                for key in self._leaving.keys() & set(keys):
                    self._loaded_leaving(key, messages)

    def is_due(self, now: float) -> bool:
        """Whether :meth:`release_idle` would find something."""
        return bool(self._by_age) and (now - self._by_age[0][0] > IDLE_SECONDS or len(self._held) > MOST_KEPT)

    def is_late(self, now: float) -> bool:
        """Whether it should have found it long ago."""
        return now - self._by_age[0][0] > 2 * IDLE_SECONDS or len(self._held) > 2 * MOST_KEPT

    def release_idle(self, messages: StepMessages | None, now: float) -> None:
        """Gives leases back that were not used for a while, or are too many: those of a few answers at a time, so that nobody waits long for it."""
        for _ in range(_GROUPS_AT_ONCE):
            if not self.is_due(now):
                return
            too_many = len(self._held) > MOST_KEPT
            _, keys = self._by_age.popleft()
            self._release(keys, messages, now if too_many else now - IDLE_SECONDS)

    def leave(self, holds: Callable[[int], bool], messages: StepMessages | None) -> None:
        """No new use of leases whose rows ``holds`` names; the unused ones go back."""
        self._settle_begun()
        gone = [key for key, row in self._held.items() if holds(row)]
        for key in gone:
            if key in self._loading:
                self._leaving[key] = LeasedRow(self._held[key], self._handles[key])
        self._give_back([key for key in gone if key not in self._loading], messages)
        self._drop(gone)

    def rows_in_use(self) -> list[int]:
        """Rows that transfers read."""
        self._settle_begun()
        leaving = [lease.row for lease in self._leaving.values()]
        return leaving + [self._held[key] for key in self._loading if key in self._held]

    def clear(self) -> None:
        """The connection ended."""
        self._drop(list(self._held))
        for table in (self._begun, self._ended, self._loading, self._used, self._leaving, self._denied, self._by_age):
            table.clear()

    def _release(self, keys: Sequence[bytes], messages: StepMessages | None, unused_since: float) -> None:
        self._settle_begun()
        used, loading = self._used, self._loading
        kept = [key for key in keys if key in loading or used.get(key, unused_since) > unused_since]
        if kept:
            self._by_age.append((max(used.get(key, unused_since) for key in kept), kept))
            keys = list(set(keys).difference(kept))
        self._give_back(keys, messages)
        self._drop(keys)

    def _give_back(self, keys: Sequence[bytes], messages: StepMessages | None) -> None:
        if messages is not None:
            # Some may have left since they came.
            messages.releases.extend([handle for handle in map(self._handles.get, keys) if handle is not None])

    def _drop(self, keys: Sequence[bytes]) -> None:
        for forget in (self._held.pop, self._handles.pop, self._known.pop, self._used.pop):
            for key in keys:
                forget(key, None)

    def _settle_begun(self) -> None:
        while self._begun:
            self._loading.update(self._begun.popleft())

    def _loaded_leaving(self, key: bytes, messages: StepMessages | None) -> None:
        if key in self._loading:
            return
        lease = self._leaving.pop(key)
        if messages is not None:
            messages.releases.append(lease.handle)
