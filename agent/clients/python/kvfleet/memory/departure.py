"""Counts users out."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Departure:
    """Calls ``finished`` once, when ``count`` users said that they are done.

    Args:
        count: of users; 0 finishes at once.
        finished: what then happens, in the thread of the last one.
    """

    def __init__(self, count: int, finished: Callable[[], None]) -> None:
        self._lock = threading.Lock()
        self._left = count
        self._finished = finished
        if count == 0:
            finished()

    def one_done(self) -> None:
        """One user is out."""
        with self._lock:
            self._left -= 1
            last = self._left == 0
        if last:
            self._finished()
