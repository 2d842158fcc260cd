"""What reaches a scheduler's ledger in between its steps, and how calls outside of one come in."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class Loaded:
    """Transfers of these keys ended."""

    keys: Sequence[bytes]


@dataclass(slots=True, eq=False)
class Vacate:
    """Memory goes: ``holds`` names its rows, ``done`` is called when none is in use."""

    holds: Callable[[int], bool]
    done: Callable[[], None]


class Brief:
    """Takes the lock for one call, unless a step of this thread has it."""

    def __init__(self, lock: threading.Lock, is_held: bool, prepare: Callable[[], None]) -> None:
        self._lock, self._is_held, self._prepare = lock, is_held, prepare

    def __enter__(self) -> None:
        if not self._is_held:
            self._lock.acquire()
            self._prepare()

    def __exit__(self, *_: object) -> None:
        if not self._is_held:
            self._lock.release()
