"""The worker's half of the primary spec: vLLM's own transfers, held to what the pool allows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from vllm.v1.kv_offload.base import OffloadingWorker, TransferResult

from kvfleet.client import StoreClient
from kvfleet.memory.extent_table import HeldExtent
from kvfleet.session import Session


@dataclass(slots=True)
class _Transfer:
    held: Sequence[HeldExtent]
    session: Session | None
    is_load: bool


class KvFleetWorker(OffloadingWorker):
    """Lets a transfer run only in memory that is mapped and registered, keeps that memory until it ends, and takes a load for failed when the agent was lost in the
    middle: its row may have been given away.

    Args:
        inner: vLLM's ``CPUOffloadingWorker``.
        client: whose memory it uses; closed at the end.
    """

    def __init__(self, inner: Any, client: StoreClient) -> None:
        self._inner = inner
        self._client = client
        self._running: dict[int, _Transfer] = {}
        self._refused: list[int] = []

    def submit_store(self, job_id: int, src_spec: Any, dst_spec: Any) -> bool:
        """From the device into rows."""
        return self._submit(job_id, dst_spec.block_ids, False, self._inner.submit_store, src_spec, dst_spec)

    def submit_load(self, job_id: int, src_spec: Any, dst_spec: Any) -> bool:
        """From rows to the device."""
        return self._submit(job_id, src_spec.block_ids, True, self._inner.submit_load, src_spec, dst_spec)

    def get_finished(self) -> list[TransferResult]:
        """Transfers that ended."""
        refused, self._refused = self._refused, []
        results = [TransferResult(job_id=job_id, success=False) for job_id in refused]
        for result in self._inner.get_finished():
            transfer = self._running.pop(result.job_id)
            valid = not transfer.is_load or (transfer.session is not None and transfer.session.stands())
            self._client.extents.release(transfer.held)
            results.append(
                TransferResult(
                    job_id=result.job_id, success=result.success and valid, transfer_size=result.transfer_size, transfer_time=result.transfer_time
                )
            )
        return results

    def wait(self, job_ids: set[int]) -> None:
        """Waits for transfers; refused ones are over already."""
        self._inner.wait({job_id for job_id in job_ids if job_id in self._running})

    def shutdown(self) -> None:
        """Waits for what runs, then lets the memory go."""
        self._inner.shutdown()
        for transfer in self._running.values():
            self._client.extents.release(transfer.held)
        self._running.clear()
        self._client.close()

    def _submit(self, job_id: int, rows: Iterable[Any], is_load: bool, submit: Any, src_spec: Any, dst_spec: Any) -> bool:
        session = self._client.session
        held = self._client.extents.hold((int(row) for row in rows), registered=True)
        if held is None:
            # Accepted, and failed: the scheduler hears of it as of any transfer.
            self._refused.append(job_id)
            return True
        self._running[job_id] = _Transfer(held, session, is_load)
        try:
            accepted = bool(submit(job_id, src_spec, dst_spec))
        except BaseException:
            self._drop(job_id)
            raise
        if not accepted:
            self._drop(job_id)
        return accepted

    def _drop(self, job_id: int) -> None:
        self._client.extents.release(self._running.pop(job_id).held)
