"""What a scheduler knows of rows. Its methods never wait for the agent: keys are looked up in the agent's memory, leases are asked for in one step and there in the next."""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Generic, TypeVar

from kvfleet.client import StoreClient
from kvfleet.engines.answer import Answer
from kvfleet.engines.lease_book import LeaseBook
from kvfleet.engines.leased_row import StoringRow
from kvfleet.engines.step_events import Brief, Loaded, Vacate
from kvfleet.engines.step_messages import CommitAnswer, LeaseAnswer, StepMessages
from kvfleet.engines.store_book import StoreBook
from kvfleet.session import Session

_VACATE_PATIENCE = 0.2
_MOST_UNSETTLED = 16
_W = TypeVar("_W")


class RowLedger(Generic[_W]):
    """Rows of one engine's scheduler.

    A *step* begins with the first :meth:`lookup`, :meth:`loads`, :meth:`stores` or :meth:`touch` and ends with :meth:`end_step`. What other threads report is
    taken in between steps, so that within one a key that was a hit stays one. One thread calls all methods but those of a row user.

    What need not be done by the scheduler's thread is not: who reports something takes it in himself if no step runs, and leases go back in the sending thread.

    Args:
        client: connected with ``maps`` off, and not started yet.
        words: the engine's word for each :class:`Answer`, by its number. Kept per key, so that an answer needs no translation.
        clock: seconds that only grow.
    """

    def __init__(self, client: StoreClient, words: Sequence[_W], clock: Callable[[], float] = time.monotonic) -> None:
        self._miss, self._pending, self._retry = (words[answer] for answer in (Answer.MISS, Answer.PENDING, Answer.RETRY))
        self._client = client
        self._contains = client.key_tables.contains
        self._clock = clock
        self._now = clock()
        self._lock = threading.Lock()
        self._in_step = False
        self._events: queue.SimpleQueue[object] = queue.SimpleQueue()
        self._messages: StepMessages | None = None
        self._salt = b""
        # Hits of the lease book and stores that run; what this step asked leases for; what earlier ones did. The same objects for ever: lookups keep them at hand.
        self._known: dict[bytes, _W] = {}
        self._asked: list[bytes] = []
        self._awaited: dict[bytes, None] = {}
        self._leases = LeaseBook(self._known, words[Answer.HIT])
        self._stores = StoreBook()
        self._asking: object = None
        self._groups: dict[str, int] = {}
        self._leaving: list[Vacate] = []
        client.add_user(self)

    @property
    def is_waiting(self) -> bool:
        """Whether answers are on their way that the next step could use."""
        return bool(self._asked or self._awaited or self._stores.committing)

    def lookup(self, key: bytes, request: object) -> _W:
        """Tells whether a request can load a key.

        Args:
            request: the same object for all keys that one request asks for in a step.
        """
        return self.quick_lookup()(key, request)

    def quick_lookup(self) -> Callable[[bytes, object], _W]:
        """:meth:`lookup` as a function that schedulers call hundreds of times per request, with its usual ways as short as Python has them."""
        known, ask, retry = self._known.get, self._asked.append, self._retry

        def lookup(key: bytes, request: object) -> _W:
            if not self._in_step:
                self._begin_step()
            answer = known(key)
            if answer is not None:
                return answer
            if request is not self._asking:
                return self._look_up_new(key, request)
            ask(key)
            return retry

        return lookup

    def loads(self, keys: Iterable[bytes]) -> list[int]:
        """Rows of keys that were hits in this step. They stay until :meth:`loaded`.

        Raises:
            KeyError: a key was no hit.
        """
        if not self._in_step:
            self._begin_step()
        return self._leases.loads(tuple(keys))

    def loaded(self, keys: Collection[bytes]) -> None:
        """The transfers of a request ended, well or not."""
        self._events.put(Loaded(tuple(keys)))
        self._client.post(lambda current: self._tidy())

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
            self._known[key] = self._pending
        return absent[: len(slots)], [slot.row for slot in slots]

    def stored(self, keys: Iterable[bytes], success: bool) -> None:
        """Transfers into rows of :meth:`stores` ended: commits them, or gives the rows back."""
        with self._briefly():
            self._leases.stored(self._stores.stored(keys, success, self._messages))
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
        is_due = self._leases.is_due(self._now)
        if is_due and self._leases.is_late(self._now):
            # The sending thread never finds the time between two steps.
            self._leases.release_idle(self._messages, self._now)
        self._flush()
        self._in_step = False
        self._lock.release()
        if is_due:
            self._client.post(lambda current: self._tidy())

    def forget(self) -> None:
        """Makes every value that was ever stored unfindable for this process, as after a change of the model's weights. Others of the pool keep theirs."""
        with self._briefly():
            self._leases.leave(lambda row: True, self._messages)
            self._stores.leave(lambda row: True)
            self._flush()
            self._awaited.clear()
            self._salt = os.urandom(8)
            if self._messages is not None:
                self._messages.salt = self._salt

    def connected(self, session: Session) -> None:
        """A new connection."""
        self._report(session)

    def disconnected(self) -> None:
        """It ended."""
        self._report(None)

    def vacate(self, extents: frozenset[int], holds: Callable[[int], bool], done: Callable[[], None]) -> None:
        """Memory goes. A scheduler that is busy takes notice in its next step; for an idle one this thread does."""
        self._events.put(Vacate(holds, done))
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
        if self._leases.unsettled > _MOST_UNSETTLED:
            self._settle()

    def _settle(self) -> None:
        self._leases.settle(self._messages, self._now)
        self._finish_leaving()

    def _briefly(self) -> Brief:
        return Brief(self._lock, self._in_step, self._take_events)

    def _report(self, event: object) -> None:
        """For other threads. In a step it is left for the next one."""
        self._events.put(event)
        self._tidy()

    def _tidy(self) -> None:
        """For other threads: does what waits to be done, unless a step runs."""
        if not self._lock.acquire(blocking=False):
            return
        try:
            self._now = self._clock()
            self._take_events()
            self._settle()
            self._leases.release_idle(self._messages, self._now)
            self._flush()
        finally:
            self._lock.release()

    def _look_up_new(self, key: bytes, request: object) -> _W:
        if key in self._awaited:
            return self._retry
        if self._messages is None or not self._contains(key + self._salt) or self._leases.is_denied(key, self._now):
            return self._miss
        # Once a request has to wait for one key, its others need not be looked up here: the sending thread does that before it asks.
        self._asking = request
        self._asked.append(key)
        return self._retry

    def _is_here(self, key: bytes) -> bool:
        return key in self._known or key in self._awaited or self._contains(key + self._salt)

    def _flush(self) -> None:
        messages = self._messages
        # What is asked from here on goes into other messages.
        self._asking = None
        if messages is None:
            return
        if self._asked:
            asked = dict.fromkeys(self._asked)
            for key in asked.keys() & self._awaited.keys():
                del asked[key]
            messages.leases.extend(asked)
            self._awaited.update(asked)
            self._asked.clear()
        if not messages.is_empty:
            self._messages = StepMessages(messages.session, self._salt)
            self._client.post(lambda current, sent=messages: sent.send(self._client, current, self._report))  # type: ignore[misc]

    def _take_events(self) -> None:
        while not self._events.empty():
            match self._events.get():
                case LeaseAnswer() as answer:
                    self._take_leases(answer)
                case CommitAnswer() as answer:
                    self._stores.committing.difference_update(answer.keys)
                    self._leases.stored(answer.keys)
                case Loaded() as loaded:
                    self._leases.loaded(loaded.keys)
                case Vacate() as vacate:
                    self._settle()
                    self._leases.leave(vacate.holds, self._messages)
                    self._stores.leave(vacate.holds)
                    self._leaving.append(vacate)
                    self._finish_leaving()
                case Session() as session:
                    self._start_anew(StepMessages(session, self._salt))
                case _:
                    self._start_anew(None)

    def _take_leases(self, answer: LeaseAnswer) -> None:
        # Of a connection before this one nothing is held, nor waited for.
        if self._messages is None or answer.session is not self._messages.session:
            return
        if answer.salt == self._salt:
            for key in answer.keys:
                self._awaited.pop(key, None)
        self._leases.answered(answer, self._messages, self._now)

    def _start_anew(self, messages: StepMessages | None) -> None:
        self._messages = messages
        self._leases.clear()
        self._stores.committing.clear()
        self._known.clear()
        self._known.update(dict.fromkeys(self._stores.storing, self._pending))
        self._asked.clear()
        self._awaited.clear()
        self._asking = None
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
