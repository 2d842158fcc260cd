"""The agent's side of a key table."""

from __future__ import annotations

import mmap
import os
import struct

from kvfleet.key_table import tag_of

_SLOT = struct.Struct("<IIQiIII")
HEADER = 4096
PROBES = 64


class KeyTableWriter:
    """A table in a memfd, written as the agent writes it."""

    def __init__(self, arena: int, slots: int) -> None:
        self.arena = arena
        self.slots = slots
        self.shift = 64 - (slots.bit_length() - 1)
        self.bytes = HEADER + slots * _SLOT.size
        self.descriptor = os.memfd_create(f"keys-{arena}")
        os.ftruncate(self.descriptor, self.bytes)
        self.map = mmap.mmap(self.descriptor, self.bytes)
        struct.pack_into("<8sIIIIII", self.map, 0, b"KVFKEYS1", 1, slots, _SLOT.size, PROBES, arena, self.shift)

    def put(self, key: bytes, row: int, generation: int, length: int) -> None:
        """Shows a key."""
        self._write(key, 1, row, generation, length)

    def remove(self, key: bytes) -> None:
        """Hides a key."""
        self._write(key, 2, -1, 0, 0)

    def start_writing(self, key: bytes) -> None:
        """Leaves the slot of a key as it is in the middle of a write."""
        at = self._slot(tag_of(key))
        self._poke(at, self._sequence(at) | 1)

    def close(self) -> None:
        """Gives the memory back."""
        self.map.close()
        os.close(self.descriptor)

    def _write(self, key: bytes, state: int, row: int, generation: int, length: int) -> None:
        tag = tag_of(key)
        at = self._slot(tag)
        sequence = self._sequence(at)
        self._poke(at, sequence + 1)
        _SLOT.pack_into(self.map, HEADER + at * _SLOT.size, sequence + 1, state, tag, row, generation, length, 0)
        self._poke(at, (sequence + 2) & 0xFFFFFFFF)

    def _slot(self, tag: int) -> int:
        first = tag >> self.shift
        free: int | None = None
        for probe in range(PROBES):
            at = (first + probe) % self.slots
            _, state, found, *_ = _SLOT.unpack_from(self.map, HEADER + at * _SLOT.size)
            if state and found == tag:
                return at
            if state != 1 and free is None:
                free = at
            if state == 0:
                break
        assert free is not None, "the table is full"
        return free

    def _sequence(self, at: int) -> int:
        return int(struct.unpack_from("<I", self.map, HEADER + at * _SLOT.size)[0])

    def _poke(self, at: int, sequence: int) -> None:
        struct.pack_into("<I", self.map, HEADER + at * _SLOT.size, sequence)
