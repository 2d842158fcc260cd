"""Frame header, types and statuses of the store protocol."""

from __future__ import annotations

import struct
from enum import IntEnum
from typing import NamedTuple

from kvfleet.errors import ProtocolError

VERSION = 1
MAX_FRAME_BYTES = 64 * 1024
MAX_ITEMS = 1024
MAX_KEY_BYTES = 168
MAX_READ_BYTES = 61_440
MAX_DESCRIPTORS = 64
REPLY = 0x8000

_HEADER = struct.Struct("<2sHIIHH")
HEADER_BYTES = _HEADER.size
_MAGIC = b"KV"


class FrameType(IntEnum):
    """What a frame is. Replies carry the type of their request with :data:`REPLY` added."""

    HELLO = 1
    LOOKUP = 2
    LEASE = 3
    RELEASE = 4
    CREDITS = 5
    COMMIT = 6
    ABORT = 7
    PIN = 8
    PREFETCH = 9
    HINT = 10
    TOUCH = 11
    UNMAPPED = 12
    TOKEN = 13
    STATS = 14
    READ = 15
    WRITE = 16
    REMOVE = 17
    EXTENTS = 0x40
    KEY_TABLE = 0x41
    REVOKE = 0x42
    TOKEN_GRANTED = 0x43
    GOODBYE = 0x44


FIRST_NOTICE = FrameType.EXTENTS


class Status(IntEnum):
    """How a request ended."""

    OK = 0
    BAD_FRAME = 1
    UNSUPPORTED_VERSION = 2
    FINGERPRINT_MISMATCH = 3
    WRONG_STRIDE = 4
    NOT_READY = 5
    UNKNOWN_TYPE = 6
    NOT_ALLOWED = 7
    TOO_MUCH = 8


class Frame(NamedTuple):
    """One packet, header taken apart."""

    type: int
    id: int
    status: int
    body: bytes


def encode(frame_type: int, frame_id: int, body: bytes, status: int = 0) -> bytes:
    """Puts the header before a body.

    Raises:
        ValueError: the frame would be longer than 64 KiB.
    """
    length = HEADER_BYTES + len(body)
    if length > MAX_FRAME_BYTES:
        raise ValueError(f"a frame of {length} bytes does not fit: at most {MAX_FRAME_BYTES}; send fewer keys at a time")
    return _HEADER.pack(_MAGIC, frame_type, length, frame_id, status, 0) + body


def decode(packet: bytes) -> Frame:
    """Takes a packet apart.

    Raises:
        ProtocolError: the header does not fit the packet.
    """
    if len(packet) < HEADER_BYTES:
        raise ProtocolError(f"a packet of {len(packet)} bytes is shorter than a frame's header of {HEADER_BYTES}")
    magic, frame_type, length, frame_id, status, zero = _HEADER.unpack_from(packet)
    if magic != _MAGIC:
        raise ProtocolError(f"a packet starts with {magic!r}, not {_MAGIC!r}: is this the socket of a KvFleet agent?")
    if length != len(packet) or zero != 0:
        raise ProtocolError(f"frame of type {frame_type:#x} says {length} bytes and came in {len(packet)}")
    return Frame(frame_type, frame_id, status, packet[HEADER_BYTES:])
