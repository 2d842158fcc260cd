"""``--hicache-storage-backend dynamic`` with ``module_path: kvfleet.engines.sglang.backend, class_name: KvFleetHiCache``: the pool behind HiCache's host memory."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from typing import Any

import sglang

from kvfleet.engines import interface

# Before anything of SGLang's is imported that another version may not have: who runs that one is to read why.
interface.require("sglang", sglang.__version__)

from sglang.srt.mem_cache.hicache_storage import HiCacheStorage

from kvfleet.client import StoreClient
from kvfleet.engines.sglang.keys import PageKeys
from kvfleet.errors import StoreError, UnsupportedEngine
from kvfleet.fingerprint import text_of
from kvfleet.options import ClientOptions, socket_path
from kvfleet.rows import Part, RowStore, Value

_log = logging.getLogger(__name__)


class KvFleetHiCache(HiCacheStorage):
    """One page of one rank is one value. All calls come from SGLang's own storage threads and may wait.

    Args:
        storage_config: SGLang's ``HiCacheStorageConfig``; ``extra_config`` may have ``kvfleet_socket``, ``kvfleet_fingerprint``, ``kvfleet_credits``.
        kwargs: what SGLang's factory passes on; not used.

    Raises:
        UnsupportedEngine: ``interface_v1`` is not set: the pool is fed from SGLang's host memory itself.
    """

    def __init__(self, storage_config: Any, kwargs: Any = None) -> None:
        extra = storage_config.extra_config or {}
        if not extra.get("interface_v1"):
            raise UnsupportedEngine('set "interface_v1": 1 in --hicache-storage-backend-extra-config: without it SGLang copies every page twice')
        self._config = storage_config
        self._extra = extra
        self._keys = PageKeys.of(storage_config)
        self._host: Any = None
        self._client: StoreClient | None = None
        self._store: RowStore | None = None

    def register_mem_pool_host(self, mem_pool_host: Any) -> None:
        """SGLang's host memory is there: its pages tell how long a row is."""
        super().register_mem_pool_host(mem_pool_host)
        self._host = mem_pool_host
        _, sizes = mem_pool_host.get_page_buffer_meta(_first_page(mem_pool_host))
        page_bytes = sum(int(size) for size in sizes)
        facts = {
            "engine": "sglang",
            "engine.version": sglang.__version__,
            "model": self._config.model_name or "",
            "layout": getattr(mem_pool_host, "layout", ""),
            "dtype": getattr(mem_pool_host, "dtype", ""),
            "page_size": getattr(mem_pool_host, "page_size", 0),
            "page_bytes": page_bytes,
            "tp": self._config.tp_size,
            "mla": self._config.is_mla_model,
            **self._extra.get("kvfleet_fingerprint", {}),
        }
        credits = int(self._extra.get("kvfleet_credits", 64))
        self._client = StoreClient(
            ClientOptions(socket_path(self._extra.get("kvfleet_socket")), text_of(facts), 0, f"sglang-{self._config.tp_rank}", True, credits)
        )
        self._store = RowStore(self._client)
        self._client.start()

    def exists(self, key: str) -> bool:
        """Whether the pool has a page; no round trip."""
        return self._client is not None and self._client.key_tables.contains(self._keys.of_page(key))

    def batch_exists(self, keys: list[str], extra_info: Any = None) -> int:
        """How many pages from the start the pool has."""
        for number, key in enumerate(keys):
            if not self.exists(key):
                return number
        return len(keys)

    def batch_get_v1(self, keys: list[str], host_indices: Any, extra_info: Any = None) -> list[bool]:
        """Loads pages into SGLang's host memory."""
        return self._guard(keys, lambda store: store.get(self._values(keys, host_indices)))

    def batch_set_v1(self, keys: list[str], host_indices: Any, extra_info: Any = None) -> list[bool]:
        """Stores pages of SGLang's host memory."""
        if self._keys.is_copy:
            # Every rank of an MLA model has the same bytes: the first one stores them.
            return [True] * len(keys)
        return self._guard(keys, lambda store: store.put(self._values(keys, host_indices)))

    def get(self, key: str, target_location: Any = None, target_sizes: Any = None) -> Any:
        """Loads one page into a tensor; None when the pool does not have it."""
        if target_location is None:
            return None
        loaded = self._guard([key], lambda store: store.get([Value(self._keys.of_page(key), [_part(target_location)])]))
        return target_location if loaded[0] else None

    def batch_get(self, keys: list[str], target_locations: Any = None, target_sizes: Any = None) -> list[Any]:
        """Loads pages into tensors."""
        return [self.get(key, target) for key, target in zip(keys, target_locations or [None] * len(keys), strict=True)]

    def set(self, key: str, value: Any = None, target_location: Any = None, target_sizes: Any = None) -> bool:
        """Stores one page of a tensor."""
        source = value if value is not None else target_location
        if source is None:
            return False
        return self._guard([key], lambda store: store.put([Value(self._keys.of_page(key), [_part(source)])]))[0]

    def batch_set(self, keys: list[str], values: Any = None, target_locations: Any = None, target_sizes: Any = None) -> bool:
        """Stores pages of tensors."""
        sources = values if values is not None else target_locations
        return sources is not None and all([self.set(key, source) for key, source in zip(keys, sources, strict=True)])

    def clear(self) -> None:
        """Nothing stored before is found again by this engine; others of the pool keep theirs."""
        self._keys = self._keys.salted(os.urandom(8))

    def close(self) -> None:
        """Ends the connection."""
        if self._client is not None:
            self._client.close()

    def _values(self, keys: Sequence[str], host_indices: Any) -> list[Value]:
        addresses, sizes = self._host.get_page_buffer_meta(host_indices)
        pieces = len(addresses) // len(keys)
        parts = [Part(int(address), int(size)) for address, size in zip(addresses, sizes, strict=True)]
        return [Value(self._keys.of_page(key), parts[number * pieces : (number + 1) * pieces]) for number, key in enumerate(keys)]

    def _guard(self, keys: Sequence[str], work: Any) -> list[bool]:
        if self._store is None or not keys:
            return [False] * len(keys)
        try:
            return list(work(self._store))
        except (StoreError, TimeoutError) as e:
            _log.info("%d pages: %s", len(keys), e)
            return [False] * len(keys)


def _first_page(mem_pool_host: Any) -> Any:
    """Indices of the first page, in what the pool takes for indices."""
    import torch

    return torch.arange(mem_pool_host.page_size)


def _part(tensor: Any) -> Part:
    return Part(int(tensor.data_ptr()), int(tensor.numel() * tensor.element_size()))
