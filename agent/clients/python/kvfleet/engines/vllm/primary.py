"""``spec_name: KvFleetOffloadingSpec, spec_module_path: kvfleet.engines.vllm.primary``: the pool in the place of vLLM's own CPU tier."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from typing import Any

import vllm

from kvfleet.engines import interface

# Before anything of vLLM's is imported that another version may not have: who runs that one is to read why.
_INTERFACE = interface.require("vllm", vllm.__version__, "primary")

from vllm.v1.kv_offload.base import OffloadingManager, OffloadingSpec, OffloadingWorker
from vllm.v1.kv_offload.cpu import gpu_worker

from kvfleet.client import StoreClient
from kvfleet.engines.row_ledger import RowLedger
from kvfleet.engines.vllm.layout import RowLayout, fingerprint_of
from kvfleet.engines.vllm.manager import WORDS, KvFleetOffloadingManager
from kvfleet.engines.vllm.region import PoolRegion
from kvfleet.engines.vllm.settings import Settings
from kvfleet.engines.vllm.worker import KvFleetWorker
from kvfleet.options import ClientOptions
from kvfleet.registration.cuda import default_registrar

_log = logging.getLogger(__name__)


class KvFleetOffloadingSpec(OffloadingSpec):
    """One copy of every byte, shared by all engines of the node, alive across their restarts.

    Args:
        config: vLLM's ``OffloadingConfig``.

    Raises:
        UnsupportedEngine: its layout is not one that the pool can hold.
        ValueError: one of kvfleet's own keys is not of its kind.
    """

    def __init__(self, config: Any) -> None:
        super().__init__(config)
        self._settings = Settings.of(config.extra_config)
        self._layout = RowLayout.of(config)
        self._tokens_per_chunk = min(group.tokens_per_block for group in config.groups) * config.cache.blocks_per_chunk
        self._fingerprint = fingerprint_of(config, vllm.__version__, self._settings.fingerprint)
        self._blocks_per_chunk = int(config.cache.blocks_per_chunk)
        self._manager: KvFleetOffloadingManager | None = None
        self._worker: KvFleetWorker | None = None

    def get_manager(self) -> OffloadingManager:
        """The scheduler's half. Does not wait for the pool."""
        if self._manager is None:
            client = StoreClient(self._options("vllm-scheduler", maps=False))
            ledger = RowLedger(client, WORDS)
            client.start()
            self._manager = KvFleetOffloadingManager(client, ledger, self._tokens_per_chunk)
        return self._manager

    def get_worker(self, kv_caches: Any) -> OffloadingWorker:
        """The worker's half. Waits for the pool's memory, for as long as ``kvfleet_startup_seconds`` says; what comes later is used from then on."""
        if self._worker is None:
            client = StoreClient(self._options(f"vllm-worker-{self._layout.rank}", maps=True), default_registrar())
            client.start()
            if not (client.wait_ready(self._settings.startup_seconds) and client.wait_registered(self._settings.startup_seconds)):
                _log.warning("the pool is not ready (%s): this worker starts without it and uses it as soon as it is", client.last_error or "memory is being registered")
            self._worker = KvFleetWorker(self._transfers(kv_caches, client), client)
        return self._worker

    def _options(self, name: str, *, maps: bool) -> ClientOptions:
        # Only the scheduler stores and so has credits; workers write where it says.
        return ClientOptions(self._settings.socket, self._fingerprint, self._layout.stride, name, maps, 0 if maps else self._settings.credits)

    def _transfers(self, kv_caches: Any, client: StoreClient) -> Any:
        import torch

        region = PoolRegion(client, self._layout, torch)
        parameters = _INTERFACE.find("CPUOffloadingWorker").methods["__init__"] or ()
        rows = next(name for name in parameters if name.startswith("num_cpu_"))
        with _no_pinning():
            return gpu_worker.CPUOffloadingWorker(
                kv_caches=kv_caches, blocks_per_chunk=self._blocks_per_chunk, mmap_region=region, **{rows: region.num_blocks}
            )


@contextlib.contextmanager
def _no_pinning() -> Iterator[None]:
    """vLLM would register the whole range, of which most has no memory: the client registers what has, under the node's token."""
    stock = gpu_worker.pin_mmap_region
    gpu_worker.pin_mmap_region = lambda region: None
    try:
        yield
    finally:
        gpu_worker.pin_mmap_region = stock
