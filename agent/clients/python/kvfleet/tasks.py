"""One thread that does one thing after the other."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable

_log = logging.getLogger(__name__)


class TaskThread:
    """Runs tasks in order. Adding one takes no lock that a running task holds, and does not wait.

    Args:
        name: of the thread.
    """

    def __init__(self, name: str) -> None:
        self._tasks: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Starts the thread."""
        self._thread.start()

    def post(self, task: Callable[[], None]) -> None:
        """Adds a task."""
        self._tasks.put(task)

    def stop(self) -> None:
        """Ends after the tasks that were added before."""
        self._tasks.put(None)
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join()

    def _run(self) -> None:
        while (task := self._tasks.get()) is not None:
            try:
                task()
            except Exception:
                # A fault of one task must not end the thread that gives memory back.
                _log.exception("a task of thread %s failed", threading.current_thread().name)
