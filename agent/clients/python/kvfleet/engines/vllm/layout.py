"""How vLLM lays KV bytes into a row, and the text that makes rows of two engines interchangeable. Pure."""

from __future__ import annotations

import hashlib
import mmap
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kvfleet import fingerprint
from kvfleet.errors import UnsupportedEngine


@dataclass(frozen=True, slots=True)
class RowLayout:
    """One row is one chunk of all workers, side by side: ``| worker 0 | worker 1 | ... | padding |``.

    Attributes:
        stride: bytes of a row, a multiple of the page size.
        slot: bytes of one worker's part.
        rank: the part that is this worker's.
    """

    stride: int
    slot: int
    rank: int

    @staticmethod
    def of(config: Any) -> RowLayout:
        """From an ``OffloadingConfig``.

        Raises:
            UnsupportedEngine: the configuration has a layout that rows of this kind cannot hold.
        """
        if getattr(config, "canonical_layout", False):
            raise UnsupportedEngine("canonical_layout is not supported by kvfleet's primary spec: leave it out of kv_connector_extra_config")
        copies = 1 if config.replicated_layout else config.parallel.world_size
        slot = config.worker_kv_bytes_per_block * config.cache.blocks_per_chunk
        if slot <= 0 or copies <= 0:
            raise UnsupportedEngine(f"a chunk of {slot} bytes on {copies} workers has nothing to store: does this model have a KV cache?")
        stride = -(-slot * copies // mmap.PAGESIZE) * mmap.PAGESIZE
        return RowLayout(stride, slot, 0 if config.replicated_layout else config.parallel.rank)


def fingerprint_of(config: Any, version: str, extra: Mapping[str, Any]) -> str:
    """The fingerprint of an engine's configuration.

    Args:
        config: an ``OffloadingConfig``.
        version: of vLLM.
        extra: facts that the configuration does not carry, such as the model's revision and the hash algorithm of prefix caching.
    """
    parallel = config.parallel
    layers = hashlib.sha256(repr([group.layer_names for group in config.groups]).encode()).hexdigest()[:16]
    facts: dict[str, object] = {
        "engine": "vllm",
        "engine.version": ".".join(version.split(".")[:2]),
        "model": config.model.name,
        "dtype": config.model.dtype,
        "layers": layers,
        "tokens_per_block": ",".join(str(group.tokens_per_block) for group in config.groups),
        "tokens_per_hash": config.cache.tokens_per_hash,
        "blocks_per_chunk": config.cache.blocks_per_chunk,
        "bytes_per_block": config.worker_kv_bytes_per_block,
        "tp": parallel.tp_size,
        "pp": parallel.pp_size,
        "pcp": parallel.pcp_size,
        "dcp": parallel.dcp_size,
        "world": parallel.world_size,
        "replicated": config.replicated_layout,
        "kv_cache_layout": getattr(config, "kv_cache_layout", None),
        "seed": hashlib.sha256(os.environ.get("PYTHONHASHSEED", "").encode()).hexdigest()[:16],
    }
    return fingerprint.text_of({**facts, **extra})
