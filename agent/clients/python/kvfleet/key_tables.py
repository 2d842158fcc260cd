"""The key tables of all arenas of a pool."""

from __future__ import annotations

from kvfleet.key_table import Hint, KeyTable, tag_of


class KeyTables:
    """What is present on this node, as far as memory tells. Replaced as a whole when it changes, so that readers need no lock."""

    def __init__(self) -> None:
        self._tables: tuple[KeyTable, ...] = ()

    def __len__(self) -> int:
        return len(self._tables)

    def contains(self, key: bytes) -> bool:
        """Whether the pool has a value of this key on this node. No round trip; about a microsecond."""
        tag = tag_of(key)
        try:
            for table in self._tables:
                if table.contains(tag):
                    return True
        except ValueError:
            # The table was taken back under our feet.
            pass
        return False

    def find(self, key: bytes) -> Hint | None:
        """Where the value of a key lies. The bytes may be used under a lease only."""
        tag = tag_of(key)
        try:
            for table in self._tables:
                if hint := table.find(tag):
                    return hint
        except ValueError:
            pass
        return None

    def add(self, table: KeyTable) -> None:
        """Adds an arena's table, in place of an older one of the same arena."""
        self.drop({table.arena})
        self._tables = (*self._tables, table)

    def drop(self, arenas: set[int] | None = None) -> None:
        """Lets go of tables: of some arenas, or of all."""
        gone = tuple(table for table in self._tables if arenas is None or table.arena in arenas)
        self._tables = tuple(table for table in self._tables if table not in gone)
        for table in gone:
            table.close()
