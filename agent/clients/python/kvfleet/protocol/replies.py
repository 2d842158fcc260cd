"""Bodies of replies and of the frames that the agent sends unasked. Everything that does not fit is a ProtocolError."""

from __future__ import annotations

import struct

from kvfleet.errors import ProtocolError
from kvfleet.protocol.frames import MAX_DESCRIPTORS, MAX_ITEMS, VERSION
from kvfleet.protocol.values import Extent, Extents, KeyTableNotice, Record, Revoke, Slot, Welcome

_U32 = struct.Struct("<I")
_WELCOME = struct.Struct("<IIQQQII")
_RECORD = struct.Struct("<BxxxiIIQ")
_SLOT = struct.Struct("<iI")
_EXTENT = struct.Struct("<QQQ")
_TABLE = struct.Struct("<IIQ")


def welcome(body: bytes) -> Welcome:
    """Body of the reply to hello."""
    version, flags, stride, space, session, most_credits, most_leases = _one(_WELCOME, body, "hello")
    if version != VERSION:
        raise ProtocolError(f"the agent speaks version {version} of the store protocol, this client {VERSION}: use a client of its release")
    if stride <= 0:
        raise ProtocolError("the agent names a row stride of 0 bytes")
    return Welcome(bool(flags & 1), stride, space, session, most_credits, most_leases)


def records(body: bytes, expected: int) -> list[Record]:
    """Records: one per key that was asked for."""
    end = _array(body, 0, _RECORD.size, "records", expected)
    if end != len(body):
        raise ProtocolError(f"{len(body) - end} bytes follow the records")
    return list(map(Record._make, _RECORD.iter_unpack(memoryview(body)[_U32.size :])))


def results(body: bytes, expected: int) -> bytes:
    """One byte per item of release, abort, pin and remove."""
    end = _array(body, 0, 1, "results", expected)
    if end != len(body):
        raise ProtocolError(f"{len(body) - end} bytes follow the results")
    return body[_U32.size :]


def slots(body: bytes) -> list[Slot]:
    """Slots: the reply to credits."""
    return _slots(body, 0)


def committed(body: bytes, expected: int) -> tuple[bytes, list[Slot]]:
    """Results and new slots: the reply to commit."""
    end = _array(body, 0, 1, "results of commit", expected)
    return body[_U32.size : end], _slots(body, end)


def number(body: bytes) -> int:
    """A body that is one u32."""
    return int(_one(_U32, body, "number")[0])


def extents(body: bytes, descriptors: int) -> Extents:
    """Frame 0x40."""
    count = _count(body, 0, "extents", MAX_DESCRIPTORS)
    if len(body) < 2 * _U32.size:
        raise ProtocolError("an extents frame without flags")
    flags = int(_U32.unpack_from(body, _U32.size)[0])
    values = memoryview(body)[2 * _U32.size :]
    if len(values) != count * _EXTENT.size or descriptors != count:
        raise ProtocolError(f"{count} extents came with {len(values)} bytes and {descriptors} descriptors")
    return Extents(tuple(map(Extent._make, _EXTENT.iter_unpack(values))), bool(flags & 1))


def key_table(body: bytes, descriptors: int) -> KeyTableNotice:
    """Frame 0x41."""
    arena, _, size = _one(_TABLE, body, "key table")
    if descriptors != 1:
        raise ProtocolError(f"a key table came with {descriptors} descriptors")
    return KeyTableNotice(arena, size)


def revoke(body: bytes) -> Revoke:
    """Frame 0x42."""
    if len(body) < _U32.size:
        raise ProtocolError("a revoke frame without deadline")
    seconds = int(_U32.unpack_from(body)[0])
    end = _array(body, 4, 8, "extents to let go of", None)
    last = _array(body, end, 4, "arenas to let go of", None)
    if last != len(body):
        raise ProtocolError(f"{len(body) - last} bytes follow a revoke frame")
    ids = struct.unpack_from(f"<{(end - 8) // 8}Q", body, 8)
    arenas = struct.unpack_from(f"<{(last - end - 4) // 4}I", body, end + 4)
    return Revoke(seconds, ids, arenas)


def _slots(body: bytes, at: int) -> list[Slot]:
    end = _array(body, at, _SLOT.size, "slots", None)
    if end != len(body):
        raise ProtocolError(f"{len(body) - end} bytes follow the slots")
    return list(map(Slot._make, _SLOT.iter_unpack(memoryview(body)[at + _U32.size :])))


def _one(form: struct.Struct, body: bytes, what: str) -> tuple[int, ...]:
    if len(body) != form.size:
        raise ProtocolError(f"{what}: {len(body)} bytes instead of {form.size}")
    return form.unpack(body)


def _count(body: bytes, at: int, what: str, most: int) -> int:
    if len(body) < at + _U32.size:
        raise ProtocolError(f"{what}: the count is missing")
    count = int(_U32.unpack_from(body, at)[0])
    if count > most:
        raise ProtocolError(f"{what}: {count} of them, at most {most}")
    return count


def _array(body: bytes, at: int, size: int, what: str, expected: int | None) -> int:
    count = _count(body, at, what, MAX_ITEMS)
    if expected is not None and count != expected:
        raise ProtocolError(f"{what}: {count} of them instead of {expected}")
    end = at + _U32.size + count * size
    if end > len(body):
        raise ProtocolError(f"{what}: {count} of them do not fit {len(body)} bytes")
    return end
