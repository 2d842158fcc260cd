"""What a scheduler is told of a key."""

from __future__ import annotations

from enum import IntEnum


class Answer(IntEnum):
    """The answer of :meth:`kvfleet.engines.row_ledger.RowLedger.lookup`. Numbers, so that an adapter finds its engine's word for it by index: it is asked per key."""

    MISS = 0
    """Not here, or not to be had."""
    HIT = 1
    """Leased: its row may be read."""
    PENDING = 2
    """This engine is storing it right now."""
    RETRY = 3
    """It is here by the key table; its lease was asked for and is known in the next step."""
