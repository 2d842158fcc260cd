"""What a scheduler is told of a key."""

from __future__ import annotations

from enum import Enum, auto


class Answer(Enum):
    """The answer of :meth:`kvfleet.engines.row_ledger.RowLedger.lookup`."""

    MISS = auto()
    """Not here, or not to be had."""
    HIT = auto()
    """Leased: its row may be read."""
    PENDING = auto()
    """This engine is storing it right now."""
    RETRY = auto()
    """It is here by the key table; its lease was asked for and is known in the next step."""
