"""Who holds rows for longer than a copy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from kvfleet.session import Session


class RowUser(Protocol):
    """Told of everything that ends its right to rows. Called in threads of the client: it must not wait."""

    def connected(self, session: Session) -> None:
        """A new connection stands. Rows of earlier ones are nobody's."""

    def disconnected(self) -> None:
        """The connection ended, and with it all leases and credits."""

    def vacate(self, extents: frozenset[int], holds: Callable[[int], bool], done: Callable[[], None]) -> None:
        """Rows of these extents are taken back: ``holds(row)`` tells which. Call ``done`` once, as soon as none of them is in use, from any thread."""
