"""``type: KvFleetTier, module_path: kvfleet.engines.vllm.secondary``: the pool behind vLLM's own CPU tier, which is then staging only."""

from __future__ import annotations

import ctypes
import logging
import queue
import threading
import time
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import vllm

from kvfleet.engines import interface

# Before anything of vLLM's is imported that another version may not have: who runs that one is to read why.
_INTERFACE = interface.require("vllm", vllm.__version__, "secondary")

from vllm.v1.kv_offload.base import LookupResult, RequestOffloadingContext
from vllm.v1.kv_offload.tiering.base import JobResult, SecondaryTierManager

from kvfleet.client import StoreClient
from kvfleet.engines.vllm.layout import fingerprint_of
from kvfleet.engines.vllm.settings import Settings
from kvfleet.errors import StoreError
from kvfleet.options import ClientOptions
from kvfleet.protocol import requests
from kvfleet.protocol.frames import FrameType
from kvfleet.rows import Part, RowStore, Value
from kvfleet.session import Session
from kvfleet.tasks import TaskThread

_log = logging.getLogger(__name__)
_JOB = next(one for one in _INTERFACE.classes if {"job_id", "is_promotion"} <= set(one.fields))
_ROWS_FIELD = "chunk_ids" if "chunk_ids" in _JOB.fields else "block_ids"
_PARTIAL = "successful_keys" in _INTERFACE.find("JobResult").fields
_FAILED_SECONDS = 5.0
_MOST_FAILED = 4096


class KvFleetTier(SecondaryTierManager):
    """Copies rows between vLLM's CPU tier and the pool, in threads of its own. Lookups are memory reads.

    Args:
        offloading_spec: vLLM's.
        primary_kv_view: its CPU tier, of shape (rows, bytes of a row).
        tier_type: the name under which it was configured.
        options: the other keys of the tier: kvfleet's own, as for the primary spec; vLLM's are passed over.
    """

    def __init__(self, offloading_spec: Any, primary_kv_view: memoryview, tier_type: str, **options: Any) -> None:
        super().__init__(offloading_spec, primary_kv_view, tier_type)
        settings = Settings.of(options)
        self._row_bytes = primary_kv_view.strides[0] if primary_kv_view.strides else primary_kv_view.nbytes
        self._base = ctypes.addressof(ctypes.c_char.from_buffer(primary_kv_view.cast("B")))
        fingerprint = fingerprint_of(offloading_spec.config, vllm.__version__, settings.fingerprint)
        self._client = StoreClient(ClientOptions(settings.socket, fingerprint, self._row_bytes, "vllm-tier", True, settings.credits))
        self._store = RowStore(self._client)
        self._copiers = {True: TaskThread("kvfleet-load"), False: TaskThread("kvfleet-store")}
        self._finished: queue.SimpleQueue[JobResult] = queue.SimpleQueue()
        self._drained = threading.Condition()
        self._running = 0
        self._failed: dict[bytes, float] = {}
        self._contains = self._client.key_tables.contains
        for copier in self._copiers.values():
            copier.start()
        self._client.start()

    def lookup(self, key: bytes, req_context: Any) -> LookupResult:
        """Whether the pool has a key, as far as memory tells. What cannot be had is found out by the load, and is a miss for a while."""
        if not self._contains(key) or self._failed.get(key, 0.0) > time.monotonic():
            return LookupResult.MISS
        return LookupResult.HIT

    def submit_store(self, job_metadata: Any) -> None:
        """From vLLM's rows into the pool."""
        self._submit(job_metadata, is_load=False)

    def submit_load(self, job_metadata: Any) -> None:
        """From the pool into vLLM's rows."""
        self._submit(job_metadata, is_load=True)

    def get_finished_jobs(self) -> Iterable[JobResult]:
        """Jobs that ended since the last call."""
        finished = []
        while not self._finished.empty():
            finished.append(self._finished.get())
        return finished

    def has_pending_work(self) -> bool:
        """Whether jobs run or their ends were not fetched."""
        return self._running > 0 or not self._finished.empty()

    def touch(self, keys: Collection[bytes], req_context: Any) -> None:
        """Tells the agent what is in use."""
        touched = list(keys)
        self._client.post(lambda session: _touch(session, touched))

    def on_new_request(self, req_context: Any) -> RequestOffloadingContext:
        """No wishes."""
        return RequestOffloadingContext()

    def drain_jobs(self) -> None:
        """Waits until no copy touches vLLM's rows."""
        with self._drained:
            self._drained.wait_for(lambda: self._running == 0)

    def shutdown(self) -> None:
        """Ends after the jobs that were submitted."""
        for copier in self._copiers.values():
            copier.stop()
        self._client.close()

    def _submit(self, job: Any, *, is_load: bool) -> None:
        with self._drained:
            self._running += 1
        self._copiers[is_load].post(lambda: self._run(job, is_load))

    def _run(self, job: Any, is_load: bool) -> None:
        keys: Sequence[bytes] = list(job.keys)
        done = [False] * len(keys)
        try:
            values = [Value(key, [Part(self._base + int(row) * self._row_bytes, self._row_bytes)]) for key, row in zip(keys, getattr(job, _ROWS_FIELD), strict=True)]
            done = self._store.get(values) if is_load else self._store.put(values)
        except (StoreError, TimeoutError) as e:
            _log.info("a job of %d keys failed: %s", len(keys), e)
        finally:
            if is_load:
                self._remember_failures(keys, done)
            self._finished.put(_result(job.job_id, keys, done, is_load))
            with self._drained:
                self._running -= 1
                self._drained.notify_all()

    def _remember_failures(self, keys: Sequence[bytes], done: Sequence[bool]) -> None:
        until = time.monotonic() + _FAILED_SECONDS
        failed = {key: until for key, loaded in zip(keys, done, strict=True) if not loaded}
        if failed:
            # Replaced as a whole: the scheduler reads it without a lock.
            kept = self._failed if len(self._failed) < _MOST_FAILED else {}
            self._failed = {**kept, **failed}


def _result(job_id: int, keys: Sequence[bytes], done: Sequence[bool], is_load: bool) -> JobResult:
    if _PARTIAL and is_load and not all(done):
        return JobResult(job_id=job_id, success=False, successful_keys=[key for key, loaded in zip(keys, done, strict=True) if loaded])
    return JobResult(job_id=job_id, success=all(done))


def _touch(session: Session | None, keys: Sequence[bytes]) -> None:
    if session is not None:
        for batch in requests.key_batches(keys):
            session.submit(FrameType.TOUCH, requests.keys(batch), lambda reply: None)
