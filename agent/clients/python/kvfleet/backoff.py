"""How long to wait before the next attempt."""

from __future__ import annotations

import random


class Backoff:
    """Doubles from ``first`` to ``most`` seconds, with up to a quarter of chance, so that the engines of a node do not come back all at once."""

    def __init__(self, first: float = 0.1, most: float = 10.0, chance: random.Random | None = None) -> None:
        self._first, self._most = first, most
        self._chance = chance or random.Random()
        self._next = first

    def pause(self) -> float:
        """Seconds to wait now."""
        pause, self._next = self._next, min(self._next * 2, self._most)
        return pause * (1 + self._chance.random() / 4)

    def reset(self) -> None:
        """After success."""
        self._next = self._first
