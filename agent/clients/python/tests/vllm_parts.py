"""What tests of the vLLM adapters need of vLLM beyond its recorded interface: a configuration, a device that copies, and the two functions of torch that a region uses."""

from __future__ import annotations

import ctypes
import types
from collections.abc import Mapping
from typing import Any


def config_of(modules: Mapping[str, Any], extra: dict[str, Any], *, bytes_per_block: int = 4096, **changes: Any) -> Any:
    """An ``OffloadingConfig`` of the recorded fields: one worker, one tensor."""
    config = modules["vllm.v1.kv_offload.config"]
    fields: dict[str, Any] = {
        "groups": (config.OffloadingGroupConfig(tokens_per_block=16, layer_names=("a", "b")),),
        "worker_kv_bytes_per_block": bytes_per_block,
        "enable_kv_cache_events": False,
        "extra_config": extra,
        "engine_id": "engine",
        "model": config.OffloadingModelConfig(name="m", dtype="bfloat16"),
        "cache": config.OffloadingCacheConfig(tokens_per_hash=16, blocks_per_chunk=1),
        "parallel": config.OffloadingParallelConfig(
            rank=0, world_size=1, tp_size=1, pp_size=1, pcp_size=1, dcp_size=1, data_parallel_index=0, is_parallelism_agnostic=False
        ),
        "replicated_layout": False,
    }
    return config.OffloadingConfig(**{**fields, **changes})


def fake_torch() -> types.ModuleType:
    """``frombuffer`` and ``as_strided`` that remember what they were asked for."""
    torch = types.ModuleType("torch")
    torch.int8 = "int8"  # type: ignore[attr-defined]
    torch.frombuffer = lambda buffer, dtype: ctypes.addressof(buffer)  # type: ignore[attr-defined]
    torch.as_strided = lambda base, size, stride, storage_offset: {"base": base, "size": size, "stride": stride, "storage_offset": storage_offset}  # type: ignore[attr-defined]
    return torch


class TransferEngine:
    """In the place of vLLM's ``CPUOffloadingWorker``: transfers run when the test says so."""

    def __init__(self, result: Any) -> None:
        self._result = result
        self.submitted: list[tuple[int, list[int], bool]] = []
        self.finished: list[Any] = []
        self.loaded: list[bytes] = []
        self.views: list[Any] = []
        self.region: Any = None
        self.pin_seen: Any = None

    def make(self, *, kv_caches: Any, blocks_per_chunk: int, mmap_region: Any, **rows: int) -> TransferEngine:
        """The constructor, by the names of the recorded versions."""
        assert set(rows) <= {"num_cpu_blocks", "num_cpu_chunks"} and len(rows) == 1 and blocks_per_chunk == 1
        import sys

        self.pin_seen = sys.modules["vllm.v1.kv_offload.cpu.gpu_worker"].pin_mmap_region
        self.region = mmap_region
        self.views = [mmap_region.create_next_worker_view(size) for size in kv_caches.tensors]
        return self

    def submit_store(self, job_id: int, src_spec: Any, dst_spec: Any) -> bool:
        """Queues."""
        self.submitted.append((job_id, [int(row) for row in dst_spec.block_ids], False))
        return True

    def submit_load(self, job_id: int, src_spec: Any, dst_spec: Any) -> bool:
        """Queues."""
        self.submitted.append((job_id, [int(row) for row in src_spec.block_ids], True))
        return True

    def run(self, fill: bytes = b"\0") -> None:
        """Does what was queued."""
        (view, *_) = self.views
        stride, size = view["stride"][0], view["size"][1]
        for job_id, rows, is_load in self.submitted:
            for row in rows:
                address = view["base"] + row * stride + view["storage_offset"]
                if is_load:
                    self.loaded.append(ctypes.string_at(address, size))
                else:
                    ctypes.memset(address, fill[0], size)
            self.finished.append(self._result(job_id=job_id, success=True, transfer_size=size * len(rows), transfer_time=0.001))
        self.submitted.clear()

    def get_finished(self) -> list[Any]:
        """What was done."""
        finished, self.finished = self.finished, []
        return finished

    def wait(self, job_ids: set[int]) -> None:
        """Nothing runs by itself."""

    def shutdown(self) -> None:
        """Nothing to end."""
