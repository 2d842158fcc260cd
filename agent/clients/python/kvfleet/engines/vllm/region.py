"""The pool's memory in the form in which vLLM's worker wants its CPU tier: a strided view per tensor over one buffer."""

from __future__ import annotations

import ctypes
from typing import Any

from kvfleet.client import StoreClient
from kvfleet.engines.vllm.layout import RowLayout

FALLBACK_SPACE = 1 << 42
"""Addresses to reserve when the agent did not say how many in time: the engine starts all the same, and the pool comes later."""


class PoolRegion:
    """Takes the place of vLLM's ``SharedOffloadRegion``: same views, other memory.

    Args:
        client: mapped, or still trying.
        layout: of a row.
        torch: the engine's.
    """

    def __init__(self, client: StoreClient, layout: RowLayout, torch: Any) -> None:
        if client.space.base is None:
            client.space.prepare(FALLBACK_SPACE)
        assert client.space.base is not None
        self._torch = torch
        self._layout = layout
        self.rank = layout.rank
        self.num_blocks = client.space.size // layout.stride
        self.total_size_bytes = self.num_blocks * layout.stride
        # What a driver has registered changes with the pool; nothing may count on all of it. Rows that are not are kept from transfers by KvFleetWorker.
        self.is_pinned = False
        self._base = torch.frombuffer((ctypes.c_int8 * self.total_size_bytes).from_address(client.space.base), dtype=torch.int8)
        self._next = layout.rank * layout.slot
        self._end = (layout.rank + 1) * layout.slot

    def create_next_worker_view(self, tensor_page_size: int) -> Any:
        """A view of shape (rows, ``tensor_page_size``) for the next tensor of this worker.

        Raises:
            ValueError: the tensors need more than this worker's part of a row.
        """
        if self._next + tensor_page_size > self._end:
            raise ValueError(f"a tensor of {tensor_page_size} bytes a row does not fit the {self._end - self._next} that are left of {self._layout.slot}")
        view = self._torch.as_strided(self._base, size=(self.num_blocks, tensor_page_size), stride=(self._layout.stride, 1), storage_offset=self._next)
        self._next += tensor_page_size
        return view

    create_next_view = create_next_worker_view

    def cleanup(self) -> None:
        """The memory is the client's."""
        self._base = None
