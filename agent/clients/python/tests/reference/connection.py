"""One client of the reference agent."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable

from kvfleet.protocol.frames import FrameType, Status, decode, encode
from tests.reference.pool import Pool, Stored

_RECORD = struct.Struct("<BBHiIIQ")


class Reader:
    """Takes a body apart."""

    def __init__(self, body: bytes) -> None:
        self.body, self.at = body, 0

    def take(self, form: str) -> tuple[int, ...]:
        """Fixed fields."""
        values = struct.unpack_from("<" + form, self.body, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def cut(self, count: int) -> bytes:
        """Bytes."""
        self.at += count
        return self.body[self.at - count : self.at]

    def rest(self) -> bytes:
        """All that is left."""
        return self.cut(len(self.body) - self.at)

    def keys(self) -> list[bytes]:
        """Keys."""
        (count,) = self.take("I")
        return [self.cut(self.take("H")[0]) for _ in range(count)]


class Connection:
    """Answers requests in order. ``faults`` maps a request type to what happens in place of its answer."""

    def __init__(self, peer: socket.socket, pool: Pool, faults: dict[int, Callable[["Connection", int], None]]) -> None:
        self.peer, self.pool, self.faults = peer, pool, faults
        self.session = pool.number()
        self.slots: dict[int, int] = {}
        self.leases: dict[int, bytes] = {}
        self.unmapped: list[int] = []
        self.requests: list[int] = []
        self.may_store = False
        self.maps = False
        self.wants_token = False
        self.lock = threading.Lock()

    def serve(self) -> None:
        """Until the client goes."""
        try:
            while packet := self.peer.recv(65536):
                frame = decode(packet)
                self.requests.append(frame.type)
                fault = self.faults.get(frame.type)
                if fault is not None:
                    fault(self, frame.id)
                    continue
                status, body = self.answer(frame.type, Reader(frame.body))
                self.send(encode(frame.type | 0x8000, frame.id, body, status))
                if frame.type == FrameType.HELLO and status == 0 and self.maps:
                    self.grant(sorted(self.pool.memory), complete=True)
                    self.send(encode(FrameType.KEY_TABLE, 0, struct.pack("<IIQ", 0, 0, self.pool.keys.bytes)), [self.pool.keys.descriptor])
        except OSError:
            pass
        finally:
            self.end()

    def send(self, packet: bytes, descriptors: list[int] | None = None) -> None:
        """Sends."""
        with self.lock:
            socket.send_fds(self.peer, [packet], descriptors or [])

    def grant(self, ids: list[int], *, complete: bool) -> None:
        """Passes extents."""
        memory = [self.pool.memory[one] for one in ids]
        body = struct.pack("<II", len(memory), int(complete)) + b"".join(struct.pack("<QQQ", m.id, m.offset, m.bytes) for m in memory)
        self.send(encode(FrameType.EXTENTS, 0, body), [m.descriptor for m in memory])

    def revoke(self, ids: list[int], arenas: list[int] | None = None) -> None:
        """Takes extents back."""
        arenas = arenas or []
        body = struct.pack(f"<II{len(ids)}QI{len(arenas)}I", 30, len(ids), *ids, len(arenas), *arenas)
        self.send(encode(FrameType.REVOKE, 0, body))

    def end(self) -> None:
        """Gives back what it had."""
        with self.pool.lock:
            self.pool.busy.difference_update(self.slots)
            for handle in self.leases:
                self.pool.leased.pop(handle, None)
            self.slots.clear()
            self.leases.clear()
        self.peer.close()

    def answer(self, frame_type: int, body: Reader) -> tuple[int, bytes]:
        """Answers one request."""
        with self.pool.lock:
            match frame_type:
                case FrameType.HELLO:
                    return self._hello(body)
                case FrameType.LOOKUP | FrameType.PREFETCH:
                    return 0, self._records(body.keys(), lease=False)
                case FrameType.LEASE:
                    return 0, self._records(body.keys(), lease=True)
                case FrameType.RELEASE:
                    return 0, self._results([0 if self._release(body.take("Q")[0]) else 1 for _ in range(body.take("I")[0])])
                case FrameType.CREDITS:
                    return (0, self._credits(body.take("I")[0])) if self.may_store else (Status.NOT_ALLOWED, b"say a fingerprint")
                case FrameType.COMMIT:
                    return self._commit(body)
                case FrameType.ABORT:
                    return 0, self._results([0 if self._abort(*body.take("iI")) else 1 for _ in range(body.take("I")[0])])
                case FrameType.TOUCH:
                    keys = body.keys()
                    self.pool.touched.append(tuple(keys))
                    return 0, struct.pack("<I", sum(key in self.pool.values for key in keys))
                case FrameType.UNMAPPED:
                    self.unmapped.extend(body.take("Q")[0] for _ in range(body.take("I")[0]))
                    return 0, bytes(4)
                case FrameType.TOKEN:
                    self.wants_token = body.take("I")[0] == 1
                    return 0, struct.pack("<I", int(self.wants_token and self.pool.grants_tokens))
                case FrameType.READ:
                    handle, offset, count = body.take("QII")
                    if handle not in self.leases:
                        return Status.NOT_READY, b"no such lease"
                    return 0, self.pool.bytes_of(self.leases[handle])[offset : offset + count]
                case FrameType.WRITE:
                    row, ticket, offset = body.take("iII")
                    if self.slots.get(row) != ticket:
                        return Status.NOT_READY, b"no such slot"
                    self.pool.write(row, offset, body.rest())
                    return 0, bytes(4)
                case FrameType.REMOVE:
                    return 0, self._results([0 if self.pool.remove(key) else 1 for key in body.keys()])
                case _:
                    return Status.UNKNOWN_TYPE, b"unknown"

    def _hello(self, body: Reader) -> tuple[int, bytes]:
        version, flags, stride = body.take("IIQ")
        fingerprint = body.cut(body.take("H")[0]).decode()
        if version != 1:
            return Status.UNSUPPORTED_VERSION, b"version"
        if stride and stride != self.pool.stride:
            return Status.WRONG_STRIDE, f"the pool's rows have {self.pool.stride} bytes".encode()
        if fingerprint and self.pool.fingerprint and fingerprint != self.pool.fingerprint:
            return Status.FINGERPRINT_MISMATCH, b"model: the pool has 'a', the client 'b'"
        self.pool.fingerprint = self.pool.fingerprint or fingerprint
        self.may_store = bool(fingerprint)
        self.maps = bool(flags & 1) and not self.pool.copies_only
        return 0, struct.pack("<IIQQQII", 1, int(self.maps), self.pool.stride, self.pool.space, self.session, 1024, 65536)

    def _records(self, keys: list[bytes], *, lease: bool) -> bytes:
        parts = [struct.pack("<I", len(keys))]
        for key in keys:
            stored = self.pool.values.get(key)
            handle = 0
            if stored is not None and lease:
                handle = self.pool.number()
                self.leases[handle] = self.pool.leased[handle] = key
            parts.append(_RECORD.pack(1, 0, 0, stored.row, stored.generation, stored.length, handle) if stored else _RECORD.pack(0, 0, 0, -1, 0, 0, 0))
        return b"".join(parts)

    def _credits(self, wanted: int) -> bytes:
        rows = self.pool.free_rows(min(wanted, 1024 - len(self.slots)))
        for row in rows:
            self.slots[row] = self.pool.number()
        return struct.pack("<I", len(rows)) + b"".join(struct.pack("<iI", row, self.slots[row]) for row in rows)

    def _commit(self, body: Reader) -> tuple[int, bytes]:
        wanted, count = body.take("II")
        if not self.may_store:
            return Status.NOT_ALLOWED, b"say a fingerprint"
        results = []
        for _ in range(count):
            row, ticket, length, position, recompute, group, size = body.take("iIIIIQH")
            key = body.cut(size)
            if self.slots.get(row) != ticket:
                results.append(2)
            elif not 0 < len(key) <= 168:
                results.append(3)
            elif not 0 < length <= self.pool.stride:
                results.append(4)
            elif key in self.pool.values:
                results.append(1)
            else:
                del self.slots[row]
                self.pool.store(key, Stored(row, length, 0, position, group, recompute))
                results.append(0)
        return 0, self._results(results) + self._credits(wanted)

    def _release(self, handle: int) -> bool:
        self.pool.leased.pop(handle, None)
        return self.leases.pop(handle, None) is not None

    def _abort(self, row: int, ticket: int) -> bool:
        if self.slots.get(row) != ticket:
            return False
        del self.slots[row]
        self.pool.busy.discard(row)
        return True

    @staticmethod
    def _results(results: list[int]) -> bytes:
        return struct.pack("<I", len(results)) + bytes(results)
