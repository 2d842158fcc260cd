"""Puts values into rows and gets them out, by copying. For callers that have bytes in memory of their own and may wait; engines with DMA use leases and credits themselves."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import NamedTuple

from kvfleet.client import StoreClient
from kvfleet.commits import CommitPipeline
from kvfleet.errors import Refused
from kvfleet.memory import libc
from kvfleet.protocol import replies, requests
from kvfleet.protocol.frames import MAX_ITEMS, MAX_READ_BYTES, FrameType
from kvfleet.protocol.values import CommitItem, Record, RecordState, Slot
from kvfleet.session import Pending, Session


class Part(NamedTuple):
    """A piece of the caller's memory."""

    address: int
    size: int


class Value(NamedTuple):
    """A key with where its value is to be read from or written to, in order; further fields as in :class:`CommitItem`."""

    key: bytes
    parts: Sequence[Part]
    position: int = 0
    recompute_microseconds: int = 0
    group: int = 0


class RowStore:
    """Copies values between rows and the caller's memory.

    Args:
        client: with ``maps`` set, or of a namespace that the pool is shared with: then bytes go over the socket.
    """

    def __init__(self, client: StoreClient) -> None:
        self._client = client

    def put(self, values: Sequence[Value]) -> list[bool]:
        """Stores values. Waits for the agent's answer.

        Returns:
            Per value, whether the pool has it now: a key that is there already counts.

        Raises:
            Disconnected: there is no connection, or it ended meanwhile; nothing is known of any value.
        """
        stored: list[bool] = []
        while len(stored) < len(values):
            stored.extend(self._put_some(values[len(stored) : len(stored) + MAX_ITEMS]))
        return stored

    def get(self, values: Sequence[Value]) -> list[bool]:
        """Loads values.

        Returns:
            Per value, whether it was copied whole. Where it is False the target's bytes are of no meaning.

        Raises:
            Disconnected: there is no connection.
        """
        session = self._client.require_session()
        loaded: list[bool] = []
        for batch in requests.key_batches([value.key for value in values]):
            loaded.extend(self._get_batch(session, values[len(loaded) : len(loaded) + len(batch)], batch))
        return loaded

    def lookup(self, keys: Sequence[bytes]) -> list[Record]:
        """Asks the agent, by round trip. For a hint without one there is ``client.key_tables``.

        Raises:
            Disconnected: there is no connection.
        """
        session = self._client.require_session()
        return [record for batch in requests.key_batches(keys) for record in replies.records(session.request(FrameType.LOOKUP, requests.keys(batch)), len(batch))]

    def remove(self, keys: Sequence[bytes]) -> list[bool]:
        """Forgets values. Per key, whether it was there.

        Raises:
            Disconnected: there is no connection.
        """
        session = self._client.require_session()
        return [result == 0 for batch in requests.key_batches(keys) for result in replies.results(session.request(FrameType.REMOVE, requests.keys(batch)), len(batch))]

    def _put_some(self, values: Sequence[Value]) -> list[bool]:
        session = self._client.require_session()
        stride = session.welcome.stride
        slots = self._slots(session, len(values))
        if not slots:
            return [False] * len(values)
        taken = values[: len(slots)]
        commits = CommitPipeline(session, self._client.credits)
        at: list[int] = []
        unused: list[Slot] = []
        for number, (slot, value) in enumerate(zip(slots, taken, strict=False)):
            size = sum(part.size for part in value.parts)
            if 0 < size <= stride and requests.is_key(value.key) and self._fill(session, slot, value.parts):
                at.append(number)
                commits.add(CommitItem(slot, size, value.position, value.recompute_microseconds, value.group, value.key))
            else:
                unused.append(slot)
        self._client.credits.give(unused, session)
        stored = [False] * len(taken)
        for number, is_stored in zip(at, commits.finish(), strict=True):
            stored[number] = is_stored
        return stored

    def _slots(self, session: Session, count: int) -> list[Slot]:
        slots = self._client.credits.take(count)
        if not slots:
            slots = replies.slots(session.request(FrameType.CREDITS, requests.number(min(count, session.welcome.most_credits))))
        # Answers come in order: what was on its way before this request is in the pool now.
        return slots or self._client.credits.take(count)

    def _get_batch(self, session: Session, values: Sequence[Value], keys: Sequence[bytes]) -> list[bool]:
        records = replies.records(session.request(FrameType.LEASE, requests.keys(keys)), len(keys))
        handles = [record.handle for record in records if record.handle]
        copied = [self._load(session, value, record) for value, record in zip(values, records, strict=True)]
        # Only now is it known that the leases held all the time.
        if not session.stands():
            return [False] * len(values)
        if handles:
            session.submit(FrameType.RELEASE, requests.release(handles), lambda reply: None)
        return copied

    def _load(self, session: Session, value: Value, record: Record) -> bool:
        if record.state != RecordState.PRESENT or not record.handle or sum(part.size for part in value.parts) != record.length:
            return False
        if record.row >= 0 and session.welcome.may_map and self._client.space.base is not None:
            return self._copy(record.row, value.parts, session.welcome.stride, into=False)
        return self._read(session, record, value.parts)

    def _fill(self, session: Session, slot: Slot, parts: Sequence[Part]) -> bool:
        if session.welcome.may_map:
            return self._copy(slot.row, parts, session.welcome.stride, into=True)
        # Sent one after the other, and only then waited for.
        sent: list[Pending] = []
        offset = 0
        for part in parts:
            for at in range(0, part.size, MAX_READ_BYTES):
                data = ctypes.string_at(part.address + at, min(part.size - at, MAX_READ_BYTES))
                sent.append(session.ask(FrameType.WRITE, requests.write(slot, offset, data)))
                offset += len(data)
        return all([_succeeds(pending) for pending in sent])

    def _copy(self, row: int, parts: Sequence[Part], stride: int, *, into: bool) -> bool:
        base = self._client.space.base
        with self._client.extents.using((row,)) as usable:
            if not usable or base is None:
                return False
            address = base + row * stride
            for part in parts:
                if into:
                    libc.copy(address, part.address, part.size)
                else:
                    libc.copy(part.address, address, part.size)
                address += part.size
        return True

    @staticmethod
    def _read(session: Session, record: Record, parts: Sequence[Part]) -> bool:
        """By way of the socket: for values that are not one row, and for who may not map."""
        offset = 0
        for part in parts:
            done = 0
            while done < part.size:
                data = session.request(FrameType.READ, requests.read(record.handle, offset, min(part.size - done, MAX_READ_BYTES)))
                if not data:
                    return False
                libc.copy(part.address + done, data, len(data))
                done += len(data)
                offset += len(data)
        return True


def _succeeds(pending: Pending) -> bool:
    try:
        pending.wait()
    except Refused:
        return False
    return True
