"""A driver that only remembers."""

from __future__ import annotations

from kvfleet.errors import RegistrationError


class RecordingRegistrar:
    """Remembers what is registered, and refuses what no driver would take."""

    def __init__(self, *, refuse: bool = False) -> None:
        self.refuse = refuse
        self.registered: dict[int, int] = {}
        self.calls: list[str] = []

    def register(self, address: int, size: int) -> None:
        """Remembers."""
        self.calls.append("register")
        if self.refuse:
            raise RegistrationError(2, "out of memory")
        assert not any(start < address + size and address < start + count for start, count in self.registered.items()), "registered twice"
        self.registered[address] = size

    def unregister(self, address: int) -> None:
        """Forgets."""
        self.calls.append("unregister")
        del self.registered[address]
