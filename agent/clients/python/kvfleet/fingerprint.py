"""The text that says what makes KV bytes interchangeable. Two engines share values only when their texts are equal."""

from __future__ import annotations

from collections.abc import Mapping

MAX_BYTES = 8064


def text_of(facts: Mapping[str, object]) -> str:
    """One ``name=value`` a line, sorted.

    Raises:
        ValueError: a name or value cannot stand in a line, or the text is longer than the index of a pool has room for.
    """
    lines: list[str] = []
    for name in facts:
        value = str(facts[name])
        if not name or "=" in name or "\n" in name or "\n" in value:
            raise ValueError(f"fingerprint: {name!r}={value!r} does not fit one line of name=value")
        lines.append(f"{name}={value}")
    text = "\n".join(sorted(lines))
    if len(text.encode()) > MAX_BYTES:
        raise ValueError(f"fingerprint: {len(text.encode())} bytes, at most {MAX_BYTES}: put a hash in the place of long values")
    return text
