"""Maps what the agent gives, registers it, and gives it back when asked. One thread runs all of it, so nothing here has a lock."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

from kvfleet.errors import Disconnected, MappingError, StoreError
from kvfleet.memory.address_space import AddressSpace
from kvfleet.memory.departure import Departure
from kvfleet.memory.extent_table import ExtentTable, HeldExtent, identity_of
from kvfleet.protocol import requests
from kvfleet.protocol.frames import FrameType
from kvfleet.protocol.values import Extent, Extents, Revoke
from kvfleet.registration.queue import RegistrationQueue
from kvfleet.row_user import RowUser
from kvfleet.session import Session
from kvfleet.transport import close_all

_log = logging.getLogger(__name__)


class MemoryKeeper:
    """The extents of this process.

    Args:
        space: where they are put.
        table: what others see of them.
        users: who must let go before memory goes.
        registration: registers them, or None.
        post: runs a task later in the thread that calls this object.
    """

    def __init__(
        self, space: AddressSpace, table: ExtentTable, users: Sequence[RowUser], registration: RegistrationQueue | None, post: Callable[[Callable[[], None]], None]
    ) -> None:
        self._space, self._table, self._users, self._registration, self._post = space, table, users, registration, post
        self._session: Session | None = None
        self._previous: list[HeldExtent] = []
        self._has_token = False
        self.registered = threading.Event()
        """Set once the driver was asked for all memory that was there."""
        if registration is None:
            self.registered.set()

    def begin(self, session: Session) -> None:
        """A new connection. What is mapped stays mapped until the new first set tells what of it is still the pool's."""
        self._session, self._has_token = session, False
        self._previous.extend(self._table.leave([held.extent.id for held in self._table.all()]))
        self._table.remove([held.extent.id for held in self._previous])
        try:
            self._space.prepare(session.welcome.address_space)
        except MappingError as e:
            session.end(e)

    def extents(self, session: Session, notice: Extents, descriptors: list[int]) -> None:
        """More memory."""
        try:
            if session is self._session:
                for extent, descriptor in zip(notice.extents, descriptors, strict=True):
                    self._take(session, extent, descriptor)
                if notice.complete:
                    self._drop(self._previous)
                    self._previous = []
                self._ask_for_token()
        except MappingError as e:
            session.end(e)
        finally:
            close_all(descriptors)

    def revoke(self, session: Session, notice: Revoke) -> None:
        """Memory goes: tell users, and go on when they are out."""
        if session is not self._session or not notice.extents:
            return
        leaving = self._table.leave(notice.extents)
        departure = Departure(len(self._users), lambda: self._post(lambda: self._depart(session, notice.extents, leaving)))
        rows = [(held.first_row, held.end_row) for held in leaving]
        for user in self._users:
            user.vacate(frozenset(notice.extents), lambda row: any(first <= row < end for first, end in rows), departure.one_done)

    def token_granted(self, session: Session) -> None:
        """Registers one chunk, and comes back for the next."""
        if session is not self._session or self._registration is None:
            return
        self._has_token = True
        if self._registration.is_waiting:
            self._mark_registered(self._registration.step())
        if self._registration.is_waiting:
            self._post(lambda: self.token_granted(session))
        else:
            self._has_token = False
            self.registered.set()
            session.submit(FrameType.TOKEN, requests.number(0), _ignore)

    def close(self) -> None:
        """Unregisters and unmaps everything."""
        held = [*self._table.all(), *self._previous]
        self._drop(held)
        self._table.remove([one.extent.id for one in held])
        self._space.close()

    def _take(self, session: Session, extent: Extent, descriptor: int) -> None:
        identity = identity_of(descriptor)
        same = next((old for old in self._previous if old.identity == identity and old.extent[1:] == extent[1:]), None)
        if same is not None:
            # The memory that was there before the agent was replaced: mapping and registration stand.
            self._previous.remove(same)
        else:
            end = extent.offset + extent.bytes
            in_the_way = [old for old in self._previous if old.extent.offset < end and extent.offset < old.extent.offset + old.extent.bytes]
            self._drop(in_the_way)
            self._previous = [old for old in self._previous if old not in in_the_way]
            self._space.map(extent.offset, extent.bytes, descriptor)
            if self._registration is not None and self._space.base is not None:
                self._registration.add(self._space.base + extent.offset, extent.bytes)
        held = self._table.add(extent, identity, session.welcome.stride)
        held.registered = same is not None and same.registered

    def _depart(self, session: Session, ids: Sequence[int], leaving: Sequence[HeldExtent]) -> None:
        self._drop(leaving)
        if session is self._session:
            self._table.remove(ids)
            for at in range(0, len(ids), 1024):
                session.submit(FrameType.UNMAPPED, requests.unmapped(ids[at : at + 1024]), _ignore)

    def _drop(self, leaving: Sequence[HeldExtent]) -> None:
        self._table.wait_unused(leaving)
        for held in leaving:
            if held.gone:
                continue
            held.gone = True
            if self._registration is not None and self._space.base is not None:
                self._registration.remove(self._space.base + held.extent.offset)
            self._space.unmap(held.extent.offset, held.extent.bytes)

    def _mark_registered(self, address: int | None) -> None:
        for held in self._table.all():
            if address is not None and self._space.base is not None and self._space.base + held.extent.offset == address:
                held.registered = True

    def _ask_for_token(self) -> None:
        if self._session is None or self._registration is None or not self._registration.is_waiting or self._has_token:
            return
        session = self._session

        def take(reply: bytes | StoreError) -> None:
            # 0: queued; the notice comes when it is our turn.
            if isinstance(reply, bytes) and reply != bytes(4):
                self._post(lambda: self.token_granted(session))
            elif isinstance(reply, StoreError) and not isinstance(reply, Disconnected):
                _log.warning("no registration token: %s", reply)

        session.submit(FrameType.TOKEN, requests.number(1), take)


def _ignore(reply: bytes | StoreError) -> None:
    """For requests whose answer changes nothing."""
