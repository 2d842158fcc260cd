"""The connection to the pool on this node: made, kept, made again. Everything is a miss while there is none."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from kvfleet.backoff import Backoff
from kvfleet.credits import CreditPool
from kvfleet.errors import Disconnected, ProtocolError, StoreError
from kvfleet.key_table import KeyTable
from kvfleet.key_tables import KeyTables
from kvfleet.memory.address_space import AddressSpace, MappedAddressSpace, UnmappedAddressSpace
from kvfleet.memory.extent_table import ExtentTable
from kvfleet.memory.keeper import MemoryKeeper
from kvfleet.options import ClientOptions
from kvfleet.protocol import replies
from kvfleet.protocol.frames import Frame, FrameType
from kvfleet.protocol.values import Hello
from kvfleet.registration.queue import RegistrationQueue
from kvfleet.registration.registrar import Registrar
from kvfleet.row_user import RowUser
from kvfleet.session import Session
from kvfleet.tasks import TaskThread
from kvfleet.transport import Transport, close_all

_log = logging.getLogger(__name__)


class StoreClient:
    """A pool as this process has it. Call :meth:`add_user` before :meth:`start`; all else is thread-safe.

    Args:
        options: who this is.
        registrar: registers mapped memory with a driver; None leaves it to nobody.
        backoff: pauses between attempts to connect.
    """

    def __init__(self, options: ClientOptions, registrar: Registrar | None = None, backoff: Backoff | None = None) -> None:
        self.options = options
        self.key_tables = KeyTables()
        self.extents = ExtentTable()
        self.credits = CreditPool(options.credits)
        mapped: AddressSpace = MappedAddressSpace()
        self.space = mapped if options.maps else UnmappedAddressSpace()
        self._users: list[RowUser] = [self.credits] if options.fingerprint and options.credits else []
        self._backoff = backoff or Backoff()
        self._session: Session | None = None
        self._stopping = threading.Event()
        self._ready = threading.Event()
        self._sender = TaskThread("kvfleet-send")
        self._memory = TaskThread("kvfleet-memory")
        registration = RegistrationQueue(registrar) if registrar is not None else None
        self._keeper = MemoryKeeper(self.space, self.extents, self._users, registration, self._memory.post)
        self._registration = registration
        self._connector = threading.Thread(target=self._connect_forever, name="kvfleet-receive", daemon=True)
        self.last_error: StoreError | None = None

    @property
    def session(self) -> Session | None:
        """The connection that stands now."""
        return self._session

    @property
    def registered_bytes(self) -> int:
        """Bytes that the driver has registered."""
        return self._registration.registered_bytes if self._registration is not None else 0

    def add_user(self, user: RowUser) -> None:
        """Adds someone who holds rows for longer than a copy. Before :meth:`start`."""
        self._users.append(user)

    def start(self) -> None:
        """Begins to connect. Does not wait."""
        self._sender.start()
        self._memory.start()
        self._connector.start()

    def wait_ready(self, seconds: float | None = None) -> bool:
        """Waits until the pool's first set of extents is here. False when it took longer."""
        return self._ready.wait(seconds)

    def wait_registered(self, seconds: float | None = None) -> bool:
        """Waits until the driver was asked to register all memory that was there first. False when it took longer."""
        return self._keeper.registered.wait(seconds)

    def require_session(self) -> Session:
        """The connection.

        Raises:
            Disconnected: there is none now; the last error says why.
        """
        if (session := self._session) is None:
            raise Disconnected(f"no connection to the pool at {self.options.socket}: {self.last_error or 'not tried yet'}")
        return session

    def post(self, task: Callable[[Session | None], None]) -> None:
        """Runs a task in the sending thread, with the connection that stands then, or None. Instant: for threads that must not wait."""
        self._sender.post(lambda: task(self._session))

    def close(self) -> None:
        """Ends everything: leases and credits go back, memory is unregistered and unmapped."""
        self._stopping.set()
        if (session := self._session) is not None:
            session.end(Disconnected("this client was closed"))
        if self._connector.is_alive():
            self._connector.join()
        self._sender.stop()
        self._memory.stop()
        self._keeper.close()
        self.key_tables.drop()

    def _connect_forever(self) -> None:
        while not self._stopping.is_set():
            reason = self._live_once()
            if str(reason) != str(self.last_error):
                _log.warning("pool at %s: %s", self.options.socket, reason)
            self.last_error = reason
            self._stopping.wait(self._backoff.pause())

    def _live_once(self) -> StoreError:
        transport: Transport | None = None
        session: Session | None = None
        reason: StoreError = Disconnected("the agent closed the connection")
        try:
            transport = Transport.connect(self.options.socket)
            session = Session.greet(transport, Hello(True, self.options.stride, self.options.fingerprint, self.options.name))
            self._begin(session)
            session.receive(self._notice)
        except StoreError as e:
            reason = e
        except Exception as e:
            # Whatever it was: the thread that keeps the connection must live on.
            _log.exception("the connection to the pool at %s failed", self.options.socket)
            reason = ProtocolError(f"a fault of this client: {e!r}")
        if session is not None:
            self._end(session, reason)
        if transport is not None:
            transport.close()
        return reason

    def _begin(self, session: Session) -> None:
        self._memory.post(lambda: self._keeper.begin(session))
        self._session = session
        self._backoff.reset()
        for user in self._users:
            user.connected(session)
        if not session.welcome.may_map:
            # Of another namespace than the pool: no memory will come.
            self._ready.set()
        if self._stopping.is_set():
            session.end(Disconnected("this client was closed"))

    def _end(self, session: Session, reason: StoreError) -> None:
        self._session = None
        self._ready.clear()
        session.end(reason)
        # First the tables: who was told of the end must not find keys any more.
        self.key_tables.drop()
        for user in self._users:
            user.disconnected()

    def _set_ready(self, session: Session) -> None:
        if session is self._session:
            self._ready.set()

    def _notice(self, session: Session, frame: Frame, descriptors: list[int]) -> None:
        try:
            self._take_notice(session, frame, descriptors)
        except StoreError:
            close_all(descriptors)
            raise

    def _take_notice(self, session: Session, frame: Frame, descriptors: list[int]) -> None:
        match frame.type:
            case FrameType.EXTENTS:
                extents = replies.extents(frame.body, len(descriptors))
                self._memory.post(lambda: self._keeper.extents(session, extents, descriptors))
                if extents.complete:
                    self._memory.post(lambda: self._set_ready(session))
                return
            case FrameType.KEY_TABLE:
                notice = replies.key_table(frame.body, len(descriptors))
                self.key_tables.add(KeyTable(descriptors[0], notice.bytes))
            case FrameType.REVOKE:
                revoke = replies.revoke(frame.body)
                self.key_tables.drop(set(revoke.arenas))
                self._memory.post(lambda: self._keeper.revoke(session, revoke))
            case FrameType.TOKEN_GRANTED:
                self._memory.post(lambda: self._keeper.token_granted(session))
            case FrameType.GOODBYE:
                _log.warning("pool at %s: the agent ends the connection: %s", self.options.socket, frame.body.decode("utf-8", "replace"))
            case _:
                # A newer agent may tell more than this client knows.
                _log.debug("a notice of type %#x is not known", frame.type)
        close_all(descriptors)
