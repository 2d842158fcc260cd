"""The reference agent: listens, and serves each client in a thread."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from collections.abc import Callable

from tests.reference.connection import Connection
from tests.reference.pool import Pool


class ReferenceAgent:
    """One agent over a pool; another one may follow it on the same path and pool."""

    def __init__(self, path: str, pool: Pool) -> None:
        self.path, self.pool = path, pool
        self.connections: list[Connection] = []
        self.faults: dict[int, Callable[[Connection, int], None]] = {}
        self.arrived = threading.Semaphore(0)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._listener.bind(path)
        self._listener.listen()
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    @property
    def client(self) -> Connection:
        """The latest client."""
        return self.connections[-1]

    def stop(self) -> None:
        """Dies: closes everything at once."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self.connections:
            with contextlib.suppress(OSError):
                connection.peer.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        while True:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            connection = Connection(peer, self.pool, self.faults)
            self.connections.append(connection)
            thread = threading.Thread(target=connection.serve, daemon=True)
            self._threads.append(thread)
            thread.start()
            self.arrived.release()
