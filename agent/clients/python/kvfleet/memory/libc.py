"""The few calls of the C library that Python has no word for: mapping at a fixed address, and copies that do not hold the interpreter lock."""

from __future__ import annotations

import ctypes
import mmap
import os

from kvfleet.errors import MappingError

_PROT_NONE = 0
_MAP_FIXED = 0x10
_MAP_NORESERVE = 0x4000
_FAILED = ctypes.c_void_p(-1).value

_libc = ctypes.CDLL(None, use_errno=True)
_libc.mmap.restype = ctypes.c_void_p
_libc.mmap.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long)
_libc.munmap.restype = ctypes.c_int
_libc.munmap.argtypes = (ctypes.c_void_p, ctypes.c_size_t)


def reserve(size: int) -> int:
    """Takes addresses without memory: touching them is a fault.

    Returns:
        The first address.

    Raises:
        MappingError: there is no room for that many bytes.
    """
    return _map(None, size, _PROT_NONE, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | _MAP_NORESERVE, -1, "reserve")


def map_at(address: int, size: int, descriptor: int) -> None:
    """Maps the whole file of a descriptor at reserved addresses, shared and writable.

    Raises:
        MappingError: the kernel refuses.
    """
    _map(address, size, mmap.PROT_READ | mmap.PROT_WRITE, mmap.MAP_SHARED | _MAP_FIXED, descriptor, "map an extent of")


def unmap_at(address: int, size: int) -> None:
    """Gives mapped memory back and keeps the addresses reserved: nothing else may ever lie where an engine still believes in a row."""
    _map(address, size, _PROT_NONE, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | _MAP_NORESERVE | _MAP_FIXED, -1, "unmap an extent of")


def free(address: int, size: int) -> None:
    """Gives reserved addresses back."""
    if _libc.munmap(address, size) != 0:
        raise _error("give back", size)


copy = ctypes.memmove
"""``copy(target, source, size)``: addresses or ctypes buffers. Runs without the interpreter lock."""


def _map(address: int | None, size: int, protection: int, flags: int, descriptor: int, what: str) -> int:
    result = _libc.mmap(address, size, protection, flags, descriptor, 0)
    if result is None or result == _FAILED:
        raise _error(what, size)
    return int(result)


def _error(what: str, size: int) -> MappingError:
    number = ctypes.get_errno()
    return MappingError(f"cannot {what} {size} bytes: {os.strerror(number)} (errno {number}); look at `ulimit -v` and vm.max_map_count")
