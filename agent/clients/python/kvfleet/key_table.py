"""Looks keys up in the agent's memory, without asking it: one memfd per arena, read-only, guarded by a sequence number per slot. A hint; the lease decides."""

from __future__ import annotations

import mmap
import os
import struct
from typing import NamedTuple

from kvfleet.errors import MappingError, ProtocolError

_HEADER = struct.Struct("<8sIIIIII")
_HEADER_BYTES = 4096
_MAGIC = b"KVFKEYS1"
_VERSION = 1
_SLOT_BYTES = 32
_SLOT_WORDS = _SLOT_BYTES // 8
_PRESENT = 1

_PRIME = (1 << 61) - 1
_MULTIPLIER = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1


def tag_of(key: bytes) -> int:
    """The 64-bit tag under which a key is found: cheap, not collision-free."""
    return ((int.from_bytes(key, "little") % _PRIME + len(key)) * _MULTIPLIER) & _MASK


class Hint(NamedTuple):
    """Where a value was a moment ago. ``row`` is -1 when it is not one row."""

    row: int
    generation: int
    length: int


class KeyTable:
    """One arena's table, mapped.

    Args:
        descriptor: of the memfd; the caller keeps it and may close it afterwards.
        size: bytes that the agent said it has.

    Raises:
        ProtocolError: it is not a key table of a known version, or shorter than it says.
        MappingError: the kernel refuses to map it.
    """

    def __init__(self, descriptor: int, size: int) -> None:
        actual = os.fstat(descriptor).st_size
        if size < _HEADER_BYTES or actual < size:
            raise ProtocolError(f"a key table of {size} bytes came as a file of {actual}")
        try:
            self._map = mmap.mmap(descriptor, size, mmap.MAP_SHARED, mmap.PROT_READ)
        except OSError as e:
            raise MappingError(f"cannot map a key table of {size} bytes: {e.strerror}") from e
        magic, version, slots, slot_bytes, probes, arena, shift = _HEADER.unpack_from(self._map)
        if magic != _MAGIC or version != _VERSION or slot_bytes != _SLOT_BYTES:
            self._map.close()
            raise ProtocolError(f"a key table says {magic!r} version {version} with slots of {slot_bytes} bytes; known is {_MAGIC!r} version {_VERSION}")
        if slots == 0 or slots & (slots - 1) or shift != 64 - (slots.bit_length() - 1) or _HEADER_BYTES + slots * _SLOT_BYTES > size:
            self._map.close()
            raise ProtocolError(f"a key table of {size} bytes cannot have {slots} slots with shift {shift}")
        self.arena = arena
        self.shift = shift
        self.probes = probes
        self._mask = slots - 1
        self._view = memoryview(self._map)[_HEADER_BYTES : _HEADER_BYTES + slots * _SLOT_BYTES].cast("Q")

    def contains(self, tag: int) -> bool:
        """Whether a key of this tag is present now. The fast path of schedulers: no object is made."""
        words, mask = self._view, self._mask
        at = tag >> self.shift
        for _ in range(self.probes):
            word = at * _SLOT_WORDS
            first = words[word]
            if words[word + 1] == tag and first >> 32 == _PRESENT:
                if not first & 1 and words[word] == first:
                    return True
                # It is being written: a miss costs little, a wrong hint more.
                return False
            if first >> 32 == 0 and not first & 1:
                return False
            at = (at + 1) & mask
        return False

    def find(self, tag: int) -> Hint | None:
        """Where the value of a tag lies, if it is present now."""
        words, mask = self._view, self._mask
        at = tag >> self.shift
        for _ in range(self.probes):
            word = at * _SLOT_WORDS
            first, found, where, size = words[word], words[word + 1], words[word + 2], words[word + 3]
            settled = not first & 1 and words[word] == first
            if found == tag and first >> 32 == _PRESENT:
                return _hint(where, size) if settled else None
            if first >> 32 == 0 and settled:
                return None
            at = (at + 1) & mask
        return None

    def close(self) -> None:
        """Unmaps it. Lookups that run at the same time end with a ValueError; callers take that for a miss."""
        self._view.release()
        self._map.close()


def _hint(where: int, size: int) -> Hint:
    row = where & 0xFFFFFFFF
    return Hint(row - (1 << 32) if row >> 31 else row, where >> 32, size & 0xFFFFFFFF)
