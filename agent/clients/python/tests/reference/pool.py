"""What the reference agent holds: memory, values, who has what. Survives its connections, and whole agents."""

from __future__ import annotations

import mmap
import os
import threading
from dataclasses import dataclass, field

from tests.reference.key_table_writer import KeyTableWriter


@dataclass
class Memory:
    """One extent: a memfd."""

    id: int
    offset: int
    bytes: int
    descriptor: int
    map: mmap.mmap


@dataclass
class Stored:
    """A value."""

    row: int
    length: int
    generation: int
    position: int = 0
    group: int = 0
    recompute: int = 0


@dataclass
class Pool:
    """A pool on a node."""

    stride: int = 4096
    space: int = 1 << 30
    fingerprint: str = ""
    slots: int = 1024
    lock: threading.RLock = field(default_factory=threading.RLock)
    memory: dict[int, Memory] = field(default_factory=dict)
    values: dict[bytes, Stored] = field(default_factory=dict)
    leased: dict[int, bytes] = field(default_factory=dict)
    touched: list[tuple[bytes, ...]] = field(default_factory=list)
    busy: set[int] = field(default_factory=set)
    generation: int = 0
    next_number: int = 0
    grants_tokens: bool = False
    copies_only: bool = False

    def __post_init__(self) -> None:
        self.keys = KeyTableWriter(0, self.slots)

    def grow(self, rows: int, extent_id: int | None = None, offset: int | None = None) -> Memory:
        """Adds an extent."""
        with self.lock:
            extent_id = extent_id if extent_id is not None else max(self.memory, default=0) + 1
            offset = offset if offset is not None else max((m.offset + m.bytes for m in self.memory.values()), default=0)
            descriptor = os.memfd_create(f"extent-{extent_id}")
            os.ftruncate(descriptor, rows * self.stride)
            self.memory[extent_id] = Memory(extent_id, offset, rows * self.stride, descriptor, mmap.mmap(descriptor, rows * self.stride))
            return self.memory[extent_id]

    def rows_of(self, extent_id: int) -> range:
        """Rows in an extent."""
        memory = self.memory[extent_id]
        return range(memory.offset // self.stride, (memory.offset + memory.bytes) // self.stride)

    def free_rows(self, count: int) -> list[int]:
        """Takes rows that nobody has."""
        with self.lock:
            taken = self.busy | {stored.row for stored in self.values.values()}
            free = [row for extent_id in self.memory for row in self.rows_of(extent_id) if row not in taken][:count]
            self.busy.update(free)
            return free

    def store(self, key: bytes, stored: Stored) -> None:
        """Makes a value visible."""
        with self.lock:
            self.generation += 1
            stored.generation = self.generation
            self.values[key] = stored
            self.busy.discard(stored.row)
            self.keys.put(key, stored.row, stored.generation, stored.length)

    def remove(self, key: bytes) -> bool:
        """Forgets a value."""
        with self.lock:
            if self.values.pop(key, None) is None:
                return False
            self.keys.remove(key)
            return True

    def bytes_of(self, key: bytes) -> bytes:
        """The bytes of a value, as they lie in memory."""
        stored = self.values[key]
        memory = next(m for m in self.memory.values() if m.offset <= stored.row * self.stride < m.offset + m.bytes)
        at = stored.row * self.stride - memory.offset
        return bytes(memory.map[at : at + stored.length])

    def write(self, row: int, offset: int, data: bytes) -> None:
        """Puts bytes into a row."""
        memory = next(m for m in self.memory.values() if m.offset <= row * self.stride < m.offset + m.bytes)
        at = row * self.stride - memory.offset + offset
        memory.map[at : at + len(data)] = data

    def number(self) -> int:
        """A new number."""
        with self.lock:
            self.next_number += 1
            return self.next_number

    def close(self) -> None:
        """Gives the memory back."""
        for memory in self.memory.values():
            memory.map.close()
            os.close(memory.descriptor)
        self.keys.close()
