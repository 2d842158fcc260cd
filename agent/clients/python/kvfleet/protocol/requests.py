"""Bodies of requests."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import TypeVar

from kvfleet.protocol.frames import HEADER_BYTES, MAX_FRAME_BYTES, MAX_ITEMS, MAX_KEY_BYTES, VERSION
from kvfleet.protocol.values import CommitItem, Hello, Slot

_T = TypeVar("_T")
_U32 = struct.Struct("<I")
_U16 = struct.Struct("<H")
_HELLO = struct.Struct("<IIQ")
_SLOT = struct.Struct("<iI")
_ITEM = struct.Struct("<iIIIIQH")
_READ = struct.Struct("<QII")
_COMMIT_ROOM = MAX_FRAME_BYTES - HEADER_BYTES - 2 * _U32.size
_KEYS_ROOM = MAX_FRAME_BYTES - HEADER_BYTES - 2 * _U32.size


def hello(value: Hello) -> bytes:
    """Body of hello."""
    fingerprint, client = value.fingerprint.encode(), value.client.encode()
    return b"".join(
        (
            _HELLO.pack(VERSION, 1 if value.wants_mapping else 0, value.stride),
            _U16.pack(len(fingerprint)),
            fingerprint,
            _U16.pack(len(client)),
            client,
        )
    )


def keys(values: Sequence[bytes]) -> bytes:
    """A list of keys: of lookup, lease, prefetch, touch and remove.

    Raises:
        ValueError: more than 1,024 keys.
    """
    parts = [_count(values)]
    pack = _U16.pack
    for key in values:
        parts.append(pack(len(key)))
        parts.append(key)
    return b"".join(parts)


def release(handles: Sequence[int]) -> bytes:
    """Body of release."""
    return _count(handles) + struct.pack(f"<{len(handles)}Q", *handles)


def unmapped(extents: Sequence[int]) -> bytes:
    """Body of unmapped."""
    return release(extents)


def number(value: int) -> bytes:
    """A body that is one u32: credits wanted, token asked for."""
    return _U32.pack(value)


def commit(credits_wanted: int, items: Sequence[CommitItem]) -> bytes:
    """Body of commit."""
    parts = [_U32.pack(credits_wanted), _count(items)]
    pack = _ITEM.pack
    for (row, ticket), length, position, recompute, group, key in items:
        parts.append(pack(row, ticket, length, position, recompute, group, len(key)))
        parts.append(key)
    return b"".join(parts)


def abort(slots: Sequence[Slot]) -> bytes:
    """Body of abort."""
    return _count(slots) + b"".join(_SLOT.pack(row, ticket) for row, ticket in slots)


def timed_keys(time: int, values: Sequence[bytes]) -> bytes:
    """Body of pin (seconds) and hint (milliseconds)."""
    return _U32.pack(time) + keys(values)


def read(handle: int, offset: int, count: int) -> bytes:
    """Body of read."""
    return _READ.pack(handle, offset, count)


def write(slot: Slot, offset: int, data: bytes) -> bytes:
    """Body of write."""
    return _SLOT.pack(slot.row, slot.ticket) + _U32.pack(offset) + data


def is_key(key: bytes) -> bool:
    """Whether bytes can be a key."""
    return 0 < len(key) <= MAX_KEY_BYTES


def key_batches(values: Sequence[bytes]) -> list[Sequence[bytes]]:
    """Cuts keys into lists that fit one frame each."""
    if len(values) <= MAX_ITEMS and len(values) * (_U16.size + MAX_KEY_BYTES) <= _KEYS_ROOM:
        return [values] if values else []
    return _batches(values, [_U16.size + len(key) for key in values], _KEYS_ROOM)


def commit_batches(items: Sequence[CommitItem]) -> list[Sequence[CommitItem]]:
    """Cuts items into lists that fit one frame each."""
    return _batches(items, [_ITEM.size + len(item.key) for item in items], _COMMIT_ROOM)


def _count(values: Sequence[object]) -> bytes:
    if len(values) > MAX_ITEMS:
        raise ValueError(f"{len(values)} values do not fit one frame: at most {MAX_ITEMS}")
    return _U32.pack(len(values))


def _batches(values: Sequence[_T], sizes: Sequence[int], room: int) -> list[Sequence[_T]]:
    batches: list[Sequence[_T]] = []
    start, used = 0, 0
    for at, size in enumerate(sizes):
        if at - start == MAX_ITEMS or used + size > room:
            batches.append(values[start:at])
            start, used = at, 0
        used += size
    if start < len(values):
        batches.append(values[start:])
    return batches
