"""What a scheduler knows of rows. Its methods never wait for the agent: keys are looked up in the agent's memory, leases are asked for in one step and there in the next."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from kvfleet.client import StoreClient
from kvfleet.engines.answer import Answer
from kvfleet.engines.lease_book import LeaseBook
from kvfleet.engines.leased_row import StoringRow
from kvfleet.engines.step_messages import Answers, CommitAnswer, LeaseAnswer, StepMessages
from kvfleet.engines.store_book import StoreBook
from kvfleet.session import Session

_VACATE_PATIENCE = 0.2
_R = TypeVar("_R")
_Q = TypeVar("_Q")


@dataclass(slots=True, eq=False)
class _Vacate:
    holds: Callable[[int], bool]
    done: Callable[[], None]


class RowLedger:
    """Rows of one engine's scheduler.

    A *step* begins with the first :meth:`lookup`, :meth:`loads`, :meth:`stores` or :meth:`touch` and ends with :meth:`end_step`. What other threads report is
    taken in between steps, so that within one a key that was a hit stays one. One thread calls all methods but those of a row user.

    Args:
        client: connected with ``maps`` off, and not started yet.
        clock: seconds that only grow.
    """

    def __init__(self, client: StoreClient, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._contains = client.key_tables.contains
        self._clock = clock
        self._now = clock()
        self._lock = threading.Lock()
        self._in_step = False
        self._events: Answers = Answers()
        self._messages: StepMessages | None = None
        self._salt = b""
        self._leases = LeaseBook()
        self._held = self._leases.held
        self._stores = StoreBook()
        self._busy: dict[bytes, Answer] = {}
        self._asking: str | None = None
        self._ask: Callable[[bytes], None] = list[bytes]().append
        self._groups: dict[str, int] = {}
        self._leaving: list[_Vacate] = []
        client.add_user(self)

    @property
    def is_waiting(self) -> bool:
        """Whether answers are on their way that the next step could use."""
        return len(self._busy) > len(self._stores.storing)

    def lookup(self, key: bytes, request: str) -> Answer:
        """Tells whether a request can load a key."""
        if not self._in_step:
            self._begin_step()
        if key in self._held:
            return Answer.HIT
        busy = self._busy.get(key)
        return self._look_up_new(key, request) if busy is None else busy

    def lookup_with(self, results: Sequence[_R], name_of: Callable[[_Q], str]) -> Callable[[bytes, _Q], _R]:
        """:meth:`lookup` in an engine's own words: a function that schedulers call hundreds of times per request, with its usual ways as short as Python has them.

        Args:
            results: the engine's word for each :class:`Answer`, by its number.
            name_of: the name of the request that the engine passes.
        """
        held, busy, hit, retry = self._held, self._busy, results[Answer.HIT], results[Answer.RETRY]

        def lookup(key: bytes, request: _Q) -> _R:
            if not self._in_step:
                self._begin_step()
            if key in held:
                return hit
            if key in busy:
                return results[busy[key]]
            name = name_of(request)
            if name is not self._asking:
                return results[self._look_up_new(key, name)]
            self._ask(key)
            busy[key] = Answer.RETRY
            return retry

        return lookup

    def loads(self, keys: Iterable[bytes]) -> list[int]:
        """Rows of keys that were hits in this step. They stay until :meth:`loaded`.

        Raises:
            KeyError: a key was no hit.
        """
        if not self._in_step:
            self._begin_step()
        return self._leases.loads(keys)

    def loaded(self, keys: Collection[bytes]) -> None:
        """The transfers of a request ended, well or not."""
        with self._briefly():
            self._leases.loaded(keys if isinstance(keys, (list, tuple)) else list(keys), self._messages, self._now)
            self._finish_leaving()

    def stores(self, keys: Sequence[bytes], request: str, position_of: Callable[[bytes, int], int]) -> tuple[list[bytes], list[int]]:
        """Rows for those of the keys that are worth storing: not here yet, and as many as there are credits, the first ones first.

        Args:
            keys: in the order of the prompt.
            request: whose they are.
            position_of: the block of the prompt that a key is, from the key and its number among ``keys``.
        """
        if not self._in_step:
            self._begin_step()
        messages = self._messages
        if messages is None:
            return [], []
        absent = [key for key in keys if not self._is_here(key)]
        slots = self._client.credits.take(len(absent))
        messages.wants_credits = messages.wants_credits or len(slots) < len(absent)
        group = self._groups.get(request, 0)
        for number, (key, slot) in enumerate(zip(absent, slots, strict=False)):
            self._stores.storing[key] = StoringRow(slot, messages.session, position_of(key, number), group)
            self._busy[key] = Answer.PENDING
        return absent[: len(slots)], [slot.row for slot in slots]

    def stored(self, keys: Iterable[bytes], success: bool) -> None:
        """Transfers into rows of :meth:`stores` ended: commits them, or gives the rows back."""
        with self._briefly():
            self._no_longer_busy(self._stores.stored(keys, success, self._messages))
            self._finish_leaving()
            self._flush()

    def touch(self, keys: Collection[bytes], request: str) -> None:
        """A request uses these keys, root first, wherever it found them."""
        if not self._in_step:
            self._begin_step()
        if self._messages is None or not keys:
            return
        touched = keys if isinstance(keys, (list, tuple)) else list(keys)
        if request not in self._groups:
            self._groups[request] = int.from_bytes(touched[0][:8], "little") or 1
        self._messages.touches.append(touched)

    def finished(self, request: str) -> None:
        """A request ended; transfers that run for it go on."""
        self._groups.pop(request, None)

    def end_step(self) -> None:
        """Sends what the step wants, and lets other threads in."""
        if not self._in_step:
            self._begin_step()
        self._leases.release_idle(self._messages, self._now)
        self._flush()
        self._in_step = False
        self._lock.release()

    def forget(self) -> None:
        """Makes every value that was ever stored unfindable for this process, as after a change of the model's weights. Others of the pool keep theirs."""
        with self._briefly():
            self._leases.leave(lambda row: True, self._messages)
            self._stores.leave(lambda row: True)
            self._no_longer_busy([key for key, answer in self._busy.items() if answer is Answer.RETRY])
            self._flush()
            self._salt = os.urandom(8)
            if self._messages is not None:
                self._messages.salt = self._salt

    def connected(self, session: Session) -> None:
        """A new connection."""
        self._events.put(session)

    def disconnected(self) -> None:
        """It ended."""
        self._events.put(None)

    def vacate(self, extents: frozenset[int], holds: Callable[[int], bool], done: Callable[[], None]) -> None:
        """Memory goes. A scheduler that is busy takes notice in its next step; for an idle one this thread does."""
        self._events.put(_Vacate(holds, done))
        if self._lock.acquire(timeout=_VACATE_PATIENCE):
            try:
                self._take_events()
                self._flush()
            finally:
                self._lock.release()

    def _begin_step(self) -> None:
        self._lock.acquire()
        self._in_step = True
        self._now = self._clock()
        self._take_events()

    def _briefly(self) -> _Brief:
        return _Brief(self._lock, self._in_step, self._take_events)

    def _look_up_new(self, key: bytes, request: str) -> Answer:
        messages = self._messages
        if messages is None:
            return Answer.MISS
        # Once a request has to wait for its first key, its others need not be looked up here: the sending thread does that before it asks.
        if request is not self._asking:
            if not self._contains(key + self._salt) or self._leases.is_denied(key, self._now):
                return Answer.MISS
            self._asking, self._ask = request, messages.leases.append
        self._ask(key)
        self._busy[key] = Answer.RETRY
        return Answer.RETRY

    def _is_here(self, key: bytes) -> bool:
        return key in self._held or key in self._busy or self._contains(key + self._salt)

    def _no_longer_busy(self, keys: Iterable[bytes]) -> None:
        forget = self._busy.pop
        for key in keys:
            forget(key, None)

    def _flush(self) -> None:
        messages = self._messages
        # What is asked from here on goes into other messages.
        self._asking = None
        if messages is not None and not messages.is_empty:
            self._messages = StepMessages(messages.session, self._salt)
            self._client.post(lambda current, sent=messages: sent.send(self._client, current, self._events))  # type: ignore[misc]

    def _take_events(self) -> None:
        while not self._events.empty():
            match self._events.get():
                case LeaseAnswer() as answer:
                    if answer.salt == self._salt:
                        self._no_longer_busy(answer.keys)
                    if self._messages is not None and answer.session is self._messages.session:
                        self._leases.answered(answer, self._messages, self._now)
                case CommitAnswer() as answer:
                    self._stores.committing.difference_update(answer.keys)
                    self._no_longer_busy(answer.keys)
                case _Vacate() as vacate:
                    self._leases.leave(vacate.holds, self._messages)
                    self._stores.leave(vacate.holds)
                    self._leaving.append(vacate)
                    self._finish_leaving()
                case Session() as session:
                    self._start_anew(StepMessages(session, self._salt))
                case _:
                    self._start_anew(None)

    def _start_anew(self, messages: StepMessages | None) -> None:
        self._messages = messages
        self._leases.clear()
        self._stores.committing.clear()
        self._busy.clear()
        self._busy.update(dict.fromkeys(self._stores.storing, Answer.PENDING))
        self._finish_leaving()

    def _finish_leaving(self) -> None:
        if not self._leaving:
            return
        busy = self._leases.rows_in_use() + self._stores.rows_in_use()
        finished = [vacate for vacate in self._leaving if not any(map(vacate.holds, busy))]
        self._leaving = [vacate for vacate in self._leaving if vacate not in finished]
        if finished:
            # Releases and aborts first: the agent must hear of them before it hears that the rows are free.
            self._flush()
        for vacate in finished:
            self._client.post(lambda current, done=vacate.done: done())  # type: ignore[misc]


class _Brief:
    """Takes the lock for one call, unless a step of this thread has it."""

    def __init__(self, lock: threading.Lock, is_held: bool, prepare: Callable[[], None]) -> None:
        self._lock, self._is_held, self._prepare = lock, is_held, prepare

    def __enter__(self) -> None:
        if not self._is_held:
            self._lock.acquire()
            self._prepare()

    def __exit__(self, *_: object) -> None:
        if not self._is_held:
            self._lock.release()
