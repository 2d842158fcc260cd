"""What a benchmark prints: one JSON object, which the driver turns into its RESULT line."""

from __future__ import annotations

import json
from collections.abc import Mapping


def report(name: str, value: float, unit: str, peer: str, ratio: float, details: Mapping[str, float]) -> None:
    """Prints it."""
    print(json.dumps({"name": name, "value": value, "unit": unit, "peer": peer, "ratio": ratio, "details": dict(details)}))


def percentile(values: list[float], percent: float) -> float:
    """A value of the list, not one in between."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]
