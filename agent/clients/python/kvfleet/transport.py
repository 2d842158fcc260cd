"""Packets with descriptors over the socket in the volume."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import threading
from collections.abc import Iterable

from kvfleet.errors import Disconnected, ProtocolError
from kvfleet.protocol.frames import MAX_DESCRIPTORS, MAX_FRAME_BYTES

_GONE = select.POLLHUP | select.POLLERR | select.POLLNVAL | select.POLLRDHUP


class Transport:
    """One connection. Sending and receiving may run at the same time in two threads."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._open = threading.Lock()
        self._is_open = True
        self._poll = select.poll()
        self._poll.register(connected, _GONE)

    @staticmethod
    def connect(path: str) -> Transport:
        """Connects to an agent.

        Raises:
            Disconnected: nobody listens there.
        """
        connected = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET | socket.SOCK_CLOEXEC)
        try:
            connected.connect(path)
        except OSError as e:
            connected.close()
            raise Disconnected(f"cannot connect to the agent at {path}: {e.strerror}. Is the pool's volume mounted, and does an agent run on this node?") from e
        return Transport(connected)

    def send(self, packet: bytes) -> None:
        """Sends one packet; waits while the peer's buffer is full.

        Raises:
            Disconnected: the peer is gone.
        """
        try:
            self._socket.send(packet, socket.MSG_NOSIGNAL)
        except OSError as e:
            raise Disconnected(f"the agent closed the connection: {e.strerror}") from e

    def receive(self) -> tuple[bytes, list[int]]:
        """Waits for one packet.

        Returns:
            Its bytes, and descriptors that are the caller's to close.

        Raises:
            Disconnected: the peer is gone.
            ProtocolError: the packet or its descriptors were longer than the protocol allows.
        """
        try:
            packet, descriptors, flags, _ = socket.recv_fds(self._socket, MAX_FRAME_BYTES, MAX_DESCRIPTORS, socket.MSG_CMSG_CLOEXEC)
        except OSError as e:
            raise Disconnected(f"the agent closed the connection: {e.strerror}") from e
        if flags & (socket.MSG_TRUNC | socket.MSG_CTRUNC):
            close_all(descriptors)
            raise ProtocolError(f"a packet was longer than {MAX_FRAME_BYTES} bytes, or came with more descriptors than this process may open (see `ulimit -n`)")
        if not packet:
            close_all(descriptors)
            raise Disconnected("the agent closed the connection")
        return packet, descriptors

    def stands(self) -> bool:
        """Whether the peer is still there. After a copy under a lease this decides whether its bytes may be used."""
        # Under the lock, so that the number is not that of another file meanwhile.
        with self._open:
            return self._is_open and not self._poll.poll(0)

    def shut(self) -> None:
        """Ends it for both sides; a thread that sends or receives wakes up. The descriptor stays valid until :meth:`close`."""
        with self._open:
            if self._is_open:
                with contextlib.suppress(OSError):
                    self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Closes the descriptor. Nobody sends or receives any more."""
        with self._open:
            self._is_open = False
            self._socket.close()


def close_all(descriptors: Iterable[int]) -> None:
    """Closes descriptors."""
    for descriptor in descriptors:
        os.close(descriptor)
