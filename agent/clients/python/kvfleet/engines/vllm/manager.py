"""The scheduler's half of the primary spec: vLLM's ``OffloadingManager`` over a :class:`RowLedger`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from vllm.v1.kv_offload.base import LookupResult, OffloadingManager, PrepareStoreOutput, RequestOffloadingContext
from vllm.v1.kv_offload.cpu.common import CPULoadStoreSpec

from kvfleet.client import StoreClient
from kvfleet.engines.row_ledger import RowLedger

WORDS = (LookupResult.MISS, LookupResult.HIT, LookupResult.HIT_PENDING, LookupResult.RETRY)
"""vLLM's word for each :class:`~kvfleet.engines.answer.Answer`."""


class KvFleetOffloadingManager(OffloadingManager):
    """Answers the scheduler without a round trip. Evictions are the agent's business: no key is ever reported as evicted.

    Args:
        client: started, with ``maps`` off.
        ledger: of that client, with :data:`WORDS`.
        tokens_per_chunk: tokens of one key, to tell its place in the prompt.
    """

    def __init__(self, client: StoreClient, ledger: RowLedger[LookupResult], tokens_per_chunk: int) -> None:
        self._client = client
        self._ledger = ledger
        self._tokens_per_chunk = tokens_per_chunk
        self._progress: dict[str, int] = {}
        # In the place of the method: one call less for every key.
        setattr(self, "lookup", ledger.quick_lookup())  # noqa: B010

    def lookup(self, key: bytes, req_context: Any) -> LookupResult:
        """Whether a key's row can be loaded."""
        return self._ledger.lookup(key, req_context)

    def prepare_load(self, keys: Collection[bytes], req_context: Any) -> CPULoadStoreSpec:
        """Rows of keys that were hits."""
        request = req_context.req_id
        self._progress[request] = max(self._progress.get(request, 0), len(keys))
        return CPULoadStoreSpec(self._ledger.loads(keys))

    def complete_load(self, keys: Collection[bytes], req_context: Any) -> None:
        """Their transfer ended."""
        self._ledger.loaded(keys)

    def prepare_store(self, keys: Collection[bytes], req_context: Any) -> PrepareStoreOutput | None:
        """Rows for keys that are not in the pool, as many as there are credits."""
        wanted = list(keys)
        request = req_context.req_id
        done = self._progress.get(request, 0)
        self._progress[request] = done + len(wanted)
        position = getattr(req_context, "get_offload_key_position", None)

        def position_of(key: bytes, number: int) -> int:
            end = position(key) if position is not None else None
            return done + number if end is None else max(0, int(end) // self._tokens_per_chunk - 1)

        stored, rows = self._ledger.stores(wanted, request, position_of)
        return PrepareStoreOutput(keys_to_store=stored, store_spec=CPULoadStoreSpec(rows), evicted_keys=[])

    def complete_store(self, keys: Collection[bytes], req_context: Any, success: bool = True) -> None:
        """Their transfer ended."""
        self._ledger.stored(keys, success)

    def touch(self, keys: Collection[bytes], req_context: Any) -> None:
        """All keys of a request, those that hit in the accelerator's memory, too."""
        self._ledger.touch(keys, req_context.req_id)

    def on_new_request(self, req_context: Any) -> RequestOffloadingContext:
        """No wishes."""
        return RequestOffloadingContext()

    def on_request_finished(self, req_context: Any) -> None:
        """Leases that it did not use go back."""
        self._progress.pop(req_context.req_id, None)
        self._ledger.finished(req_context.req_id)

    def on_schedule_end(self, context: Any) -> None:
        """Sends what the step gathered."""
        self._ledger.end_step()

    def has_pending_work(self) -> bool:
        """Leases and commits that are on their way want another step."""
        return self._ledger.is_waiting

    def reset_cache(self) -> None:
        """Nothing stored before is found again by this engine; others of the pool keep theirs."""
        self._ledger.forget()

    def take_events(self) -> Iterable[Any]:
        """None: what the pool has is told by its agent, for all engines of the node."""
        return ()

    def shutdown(self) -> None:
        """Gives leases and credits back."""
        self._client.close()
