"""The store's keys of HiCache pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class PageKeys:
    """A page's hash, and whose slice of it a rank has.

    Attributes:
        suffix: tells ranks apart whose bytes differ.
        is_copy: whether another rank has the same bytes and stores them.
        salt: of this process, after a clear.
    """

    suffix: bytes
    is_copy: bool
    salt: bytes = b""

    @staticmethod
    def of(config: Any) -> PageKeys:
        """From SGLang's ``HiCacheStorageConfig``. Ranks of an MLA model have the same bytes; stages of a pipeline and context-parallel ranks never do."""
        parts = [] if config.is_mla_model else [f"t{config.tp_rank}.{config.tp_size}"]
        for name, rank, size in (("p", "pp_rank", "pp_size"), ("c", "attn_cp_rank", "attn_cp_size")):
            if getattr(config, size, 1) > 1:
                parts.append(f"{name}{getattr(config, rank)}.{getattr(config, size)}")
        return PageKeys("".join(parts).encode(), bool(config.is_mla_model) and config.tp_rank != 0)

    def of_page(self, key: str) -> bytes:
        """The store's key: hex digits of a hash become its bytes, all else stays text."""
        try:
            name = bytes.fromhex(key)
        except ValueError:
            name = b"\xff" + key.encode()
        return name + self.suffix + self.salt

    def salted(self, salt: bytes) -> PageKeys:
        """Keys under which nothing was stored yet."""
        return replace(self, salt=salt)
