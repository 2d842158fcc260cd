"""One connection from hello to its end: requests out, replies to whom they belong."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Protocol

from kvfleet.errors import Disconnected, ProtocolError, Refused, StoreError
from kvfleet.protocol import frames, replies, requests
from kvfleet.protocol.frames import FIRST_NOTICE, REPLY, Frame, FrameType
from kvfleet.protocol.values import Hello, Welcome
from kvfleet.transport import Transport, close_all

OnReply = Callable[[bytes | StoreError], None]
"""Gets the body of a reply, or why there is none. Runs in the receiving thread: it must not wait, and must not raise."""


class Pending:
    """A request that was sent."""

    def __init__(self, session: Session, frame_type: FrameType) -> None:
        self._session = session
        self._type = frame_type
        self._arrived = threading.Event()
        self._answer: bytes | StoreError = b""

    def take(self, reply: bytes | StoreError) -> None:
        """The reply is here, or why there is none."""
        self._answer = reply
        self._arrived.set()

    def wait(self, timeout: float = 30.0) -> bytes:
        """Waits for the reply. What it raises: see :meth:`Session.request`."""
        if not self._arrived.wait(timeout):
            problem = f"the agent did not answer a request of type {self._type.name} within {timeout} s"
            self._session.end(Disconnected(problem))
            raise TimeoutError(problem)
        if isinstance(self._answer, StoreError):
            raise self._answer
        return self._answer


class OnNotice(Protocol):
    """Gets a frame that the agent sent unasked, with descriptors that are the callee's to close."""

    def __call__(self, session: Session, frame: Frame, descriptors: list[int]) -> None:
        """Must not wait."""


class Session:
    """One connection that was welcomed. Requests may come from any thread; one thread calls :meth:`receive`."""

    def __init__(self, transport: Transport, welcome: Welcome) -> None:
        self.welcome = welcome
        self._transport = transport
        self._lock = threading.Lock()
        self._waiting: deque[tuple[int, int, OnReply]] = deque()
        self._next_id = 1
        self._ended: StoreError | None = None

    @staticmethod
    def greet(transport: Transport, hello: Hello) -> Session:
        """Says hello and waits for the answer.

        Raises:
            Refused: the pool is not ready, or the bytes of this client are not the pool's; the text lists what differs.
            Disconnected, ProtocolError: the peer went, or is no agent.
        """
        transport.send(frames.encode(FrameType.HELLO, 0, requests.hello(hello)))
        packet, descriptors = transport.receive()
        close_all(descriptors)
        frame = frames.decode(packet)
        if frame.type != FrameType.HELLO | REPLY:
            raise ProtocolError(f"the answer to hello is of type {frame.type:#x}")
        _raise_if_refused(frame)
        return Session(transport, replies.welcome(frame.body))

    def submit(self, frame_type: FrameType, body: bytes, on_reply: OnReply) -> None:
        """Sends a request; its reply goes to ``on_reply``, which is called exactly once."""
        failure: StoreError | None
        with self._lock:
            failure = self._ended
            if failure is None:
                request_id, self._next_id = self._next_id, self._next_id % 0xFFFFFFFF + 1
                self._waiting.append((request_id, frame_type, on_reply))
                try:
                    self._transport.send(frames.encode(frame_type, request_id, body))
                    return
                except Disconnected as e:
                    failure = e
                    self._waiting.pop()
                except ValueError:
                    self._waiting.pop()
                    raise
        on_reply(failure)

    def request(self, frame_type: FrameType, body: bytes, timeout: float = 30.0) -> bytes:
        """Sends a request and waits for its reply. Not for threads that must not wait.

        Raises:
            Refused: the reply says why.
            Disconnected: the connection ended first.
            TimeoutError: no answer came in time; the connection is given up, for its answers cannot be told apart any more.
        """
        return self.ask(frame_type, body).wait(timeout)

    def ask(self, frame_type: FrameType, body: bytes) -> Pending:
        """Sends a request whose reply is waited for later."""
        pending = Pending(self, frame_type)
        self.submit(frame_type, body, pending.take)
        return pending

    def receive(self, on_notice: OnNotice) -> None:
        """Receives until the connection ends.

        Raises:
            Disconnected, ProtocolError: why it ended.
        """
        while True:
            packet, descriptors = self._transport.receive()
            frame = self._decode(packet, descriptors)
            if frame.type & REPLY:
                close_all(descriptors)
                self._reply(frame)
            elif frame.type >= FIRST_NOTICE:
                on_notice(self, frame, descriptors)
            else:
                close_all(descriptors)
                raise ProtocolError(f"the agent sent a request of type {frame.type:#x}")

    def stands(self) -> bool:
        """Whether leases of this connection still protect what was copied under them."""
        return self._ended is None and self._transport.stands()

    def end(self, reason: StoreError) -> None:
        """Ends the connection: whoever waits for a reply gets the reason."""
        # First the socket: a sender may hold the lock while the peer does not read.
        self._transport.shut()
        with self._lock:
            if self._ended is None:
                self._ended = reason
            waiting, self._waiting = self._waiting, deque()
        for _, _, on_reply in waiting:
            on_reply(reason)

    def _decode(self, packet: bytes, descriptors: list[int]) -> Frame:
        try:
            return frames.decode(packet)
        except ProtocolError:
            close_all(descriptors)
            raise

    def _reply(self, frame: Frame) -> None:
        with self._lock:
            if not self._waiting:
                raise ProtocolError(f"a reply of type {frame.type:#x} that nobody asked for")
            request_id, frame_type, on_reply = self._waiting.popleft()
        if frame.id != request_id or frame.type != frame_type | REPLY:
            error = ProtocolError(f"the reply to request {request_id} of type {frame_type:#x} is {frame.id} of type {frame.type:#x}")
            on_reply(error)
            raise error
        on_reply(frame.body if frame.status == 0 else Refused(frame.status, _text(frame)))


def _raise_if_refused(frame: Frame) -> None:
    if frame.status != 0:
        raise Refused(frame.status, _text(frame))


def _text(frame: Frame) -> str:
    return frame.body.decode("utf-8", "replace") or f"the agent refused with status {frame.status} and no text"
