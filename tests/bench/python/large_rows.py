"""``large_rows.py put|get SOCKET``: 1 GiB of rows of 2 MiB in batches of 16, measured turn by turn with memcpy over the same set. Every byte is checked after each round."""

from __future__ import annotations

import ctypes
import hashlib
import mmap
import os
import statistics
import sys
import time

from report import report

from kvfleet import ClientOptions, Part, RowStore, StoreClient, Value

STRIDE = 2 << 20
ROWS = 512
BATCH = 16
ROUNDS = 9

_libc = ctypes.CDLL(None)
_libc.memcmp.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)
_libc.memcpy.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)


class PrivateMemory:
    """Memory of this process alone, in large pages where the machine has them, as extents are."""

    def __init__(self, size: int) -> None:
        self._map = mmap.mmap(-1, size + STRIDE, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        self._map.madvise(mmap.MADV_HUGEPAGE)
        first = ctypes.addressof(ctypes.c_char.from_buffer(self._map))
        self.address = -(-first // STRIDE) * STRIDE
        ctypes.memset(self.address, 1, size)


class RowSet:
    """The working set."""

    def __init__(self, client: StoreClient) -> None:
        self._store = RowStore(client)
        self._source, self._target = PrivateMemory(STRIDE * ROWS), PrivateMemory(STRIDE * ROWS)
        noise = os.urandom(STRIDE)
        for row in range(ROWS):
            ctypes.memmove(self._source.address + row * STRIDE, noise, STRIDE)
        # What an earlier run left under its keys is not ours.
        self._run = os.urandom(8)
        self._round = 0

    def put(self) -> float:
        """Puts all rows under new keys; what was there is removed first, unmeasured."""
        if self._round:
            self.remove()
        self._round += 1
        for row in range(ROWS):
            # The rows of rounds before differ, so that an old row under a new key would be seen.
            ctypes.memmove(self._source.address + row * STRIDE, (self._round << 32 | row).to_bytes(8, "little"), 8)
        batches = self._batches(self._source)
        start = time.perf_counter()
        stored = [self._store.put(batch) for batch in batches]
        seconds = time.perf_counter() - start
        if not all(map(all, stored)):
            raise RuntimeError("a row was not stored")
        return seconds

    def get(self) -> float:
        """Gets all rows of the last round, and checks them, unmeasured."""
        ctypes.memset(self._target.address, 0, STRIDE * ROWS)
        batches = self._batches(self._target)
        start = time.perf_counter()
        loaded = [self._store.get(batch) for batch in batches]
        seconds = time.perf_counter() - start
        if not all(map(all, loaded)):
            raise RuntimeError(f"{sum(batch.count(False) for batch in loaded)} of {ROWS} rows were not found")
        if _libc.memcmp(self._source.address, self._target.address, STRIDE * ROWS) != 0:
            raise RuntimeError("the rows that were got are not those that were put")
        return seconds

    def remove(self) -> None:
        """Removes the rows of the last round."""
        self._store.remove([value.key for batch in self._batches(self._source) for value in batch])

    def copy(self) -> float:
        """Copies the set row by row with the C library."""
        start = time.perf_counter()
        for row in range(ROWS):
            _libc.memcpy(self._target.address + row * STRIDE, self._source.address + row * STRIDE, STRIDE)
        return time.perf_counter() - start

    def _batches(self, memory: PrivateMemory) -> list[list[Value]]:
        values = [Value(self._key(row), [Part(memory.address + row * STRIDE, STRIDE)], row) for row in range(ROWS)]
        return [values[at : at + BATCH] for at in range(0, ROWS, BATCH)]

    def _key(self, row: int) -> bytes:
        """As engines' keys are: 32 bytes of a hash and 4 of a group."""
        return hashlib.sha256(self._run + (self._round << 32 | row).to_bytes(8, "little")).digest() + bytes(4)


def main(what: str, socket: str) -> None:
    """Measures."""
    client = StoreClient(ClientOptions(socket, "model=benchmark", STRIDE, "bench", credits=32))
    client.start()
    if not client.wait_ready(180):
        raise RuntimeError(f"the pool is not ready: {client.last_error}")
    rows = RowSet(client)
    ours, theirs = [], []
    for number in range(ROUNDS + 1):
        put = rows.put()
        get = rows.get()
        copy = rows.copy()
        # The first round warms up.
        if number:
            ours.append(STRIDE * ROWS / (put if what == "put" else get) / 1e9)
            theirs.append(STRIDE * ROWS / copy / 1e9)
    value, peer = statistics.median(ours), statistics.median(theirs)
    details = {"memcpy": peer, "fastest": max(ours), "memcpy.fastest": max(theirs), "ratio.fastest": max(ours) / max(theirs), "rounds": ROUNDS}
    report(f"store.{what}.2MiB.py", value, "GB/s", "memcpy", value / peer, details)
    rows.remove()
    client.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
