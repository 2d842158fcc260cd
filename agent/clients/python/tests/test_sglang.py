"""SGLang's HiCache storage over the reference agent."""

from __future__ import annotations

import ctypes
import os
import sys
import types
from collections.abc import Sequence
from typing import Any
from unittest import mock

from kvfleet.engines import interface
from kvfleet.engines.sglang.keys import PageKeys
from kvfleet.errors import UnsupportedEngine
from tests.engine_modules import adapter, installed
from tests.harness import AgentTestCase, eventually


class HostPool:
    """Host memory of pages with a K and a V part each, as SGLang's page-first layouts tell of it: two pointers a page."""

    layout, dtype, page_size, pages, piece = "page_first", "bfloat16", 4, 6, 1000

    def __init__(self) -> None:
        self.k = ctypes.create_string_buffer(self.pages * self.piece)
        self.v = ctypes.create_string_buffer(self.pages * self.piece)

    def get_page_buffer_meta(self, indices: Sequence[int]) -> tuple[list[int], list[int]]:
        """Pointers and sizes."""
        pages = [index // self.page_size for index in list(indices)[:: self.page_size]]
        pointers = [ctypes.addressof(buffer) + page * self.piece for page in pages for buffer in (self.k, self.v)]
        return pointers, [self.piece] * len(pointers)


class Tensor:
    """The three words of a tensor that the backend uses."""

    def __init__(self, data: bytes) -> None:
        self.buffer = ctypes.create_string_buffer(data, len(data))

    def data_ptr(self) -> int:
        """Its address."""
        return ctypes.addressof(self.buffer)

    def numel(self) -> int:
        """Its elements."""
        return len(self.buffer) // 2

    def element_size(self) -> int:
        """Bytes of one."""
        return 2


class SglangTests(AgentTestCase):
    def setUp(self) -> None:
        super().setUp()
        version = "0.5.9"
        self.enterContext(installed(interface.interface_of("sglang", version), version))
        self.enterContext(mock.patch.dict(sys.modules, {"torch": types.SimpleNamespace(arange=range)}))
        self.module = adapter("kvfleet.engines.sglang.backend")
        self.keys = [os.urandom(32).hex() for _ in range(3)]

    def test_pages_are_stored_found_and_loaded(self) -> None:
        host, backend = self._backend()
        host.k.raw, host.v.raw = os.urandom(6000), os.urandom(6000)
        self.assertEqual(backend.batch_set_v1(self.keys[:2], range(8)), [True, True])
        self.assertEqual(backend.batch_exists(self.keys), 2)
        self.assertEqual([backend.exists(key) for key in self.keys], [True, True, False])
        self.assertEqual(backend.batch_get_v1(self.keys, range(12, 24)), [True, True, False])
        self.assertEqual(host.k[3000:5000], host.k[:2000])
        self.assertEqual(host.v[3000:5000], host.v[:2000])

    def test_another_rank_has_pages_of_its_own_and_a_replica_shares_them(self) -> None:
        _, first = self._backend(tp_rank=0, tp_size=2)
        first.batch_set_v1(self.keys[:1], range(4))
        self.assertFalse(self._backend(tp_rank=1, tp_size=2)[1].exists(self.keys[0]))
        replica = self._backend(tp_rank=0, tp_size=2)[1]
        eventually(lambda: bool(replica.exists(self.keys[0])), "the replica has the key table")

    def test_ranks_of_an_mla_model_share_what_the_first_one_stores(self) -> None:
        _, other = self._backend(tp_rank=1, tp_size=2, is_mla_model=True)
        self.assertEqual(other.batch_set_v1(self.keys[:1], range(4)), [True])
        self.assertFalse(other.exists(self.keys[0]))
        self._backend(tp_rank=0, tp_size=2, is_mla_model=True)[1].batch_set_v1(self.keys[:1], range(4))
        self.assertTrue(other.exists(self.keys[0]))

    def test_tensors_go_in_and_out(self) -> None:
        _, backend = self._backend()
        source, target = Tensor(b"ab" * 500), Tensor(bytes(1000))
        self.assertTrue(backend.set("name", source))
        self.assertIs(backend.get("name", target), target)
        self.assertEqual(target.buffer.raw, source.buffer.raw)
        self.assertEqual(backend.batch_get(["name", "other"], [target, target]), [target, None])
        self.assertTrue(backend.batch_set(["x", "y"], [source, source]))

    def test_after_a_clear_nothing_stored_before_is_found(self) -> None:
        _, backend = self._backend()
        backend.batch_set_v1(self.keys[:1], range(4))
        backend.clear()
        self.assertFalse(backend.exists(self.keys[0]))
        backend.batch_set_v1(self.keys[:1], range(4))
        self.assertTrue(backend.exists(self.keys[0]))

    def test_without_an_agent_everything_is_a_miss(self) -> None:
        _, backend = self._backend()
        self.agent.stop()
        eventually(lambda: backend._client.session is None, "the loss is noticed")
        self.assertEqual(backend.batch_set_v1(self.keys, range(12)), [False] * 3)
        self.assertEqual(backend.batch_get_v1(self.keys, range(12)), [False] * 3)
        self.assertEqual(backend.batch_exists(self.keys), 0)

    def test_the_copying_interface_is_refused_with_the_option_to_set(self) -> None:
        with self.assertRaisesRegex(UnsupportedEngine, '"interface_v1": 1'):
            self.module.KvFleetHiCache(self._config(extra_config={}), {})

    def test_keys_tell_pipeline_stages_and_context_ranks_apart(self) -> None:
        config = types.SimpleNamespace(tp_rank=0, tp_size=1, is_mla_model=True, pp_rank=1, pp_size=2, attn_cp_rank=0, attn_cp_size=4)
        self.assertEqual(PageKeys.of(config).of_page("ab"), b"\xabp1.2c0.4")
        self.assertNotEqual(PageKeys.of(config).of_page("not hex"), PageKeys.of(config).of_page("nothex"))

    def _config(self, **changes: object) -> object:
        fields: dict[str, object] = {"tp_rank": 0, "tp_size": 1, "is_mla_model": False, "model_name": "m", "extra_config": {"interface_v1": 1, "kvfleet_socket": self.path, "kvfleet_credits": 4}}
        config = sys.modules["sglang.srt.mem_cache.hicache_storage"].HiCacheStorageConfig
        made: object = config(**{**fields, **changes})
        return made

    def _backend(self, **changes: object) -> tuple[HostPool, Any]:
        # As SGLang's factory makes a dynamic backend.
        backend = self.module.KvFleetHiCache(self._config(**changes), {})
        self.addCleanup(backend.close)
        host = HostPool()
        backend.register_mem_pool_host(host)
        self.assertTrue(backend._client.wait_ready(10), backend._client.last_error)
        eventually(lambda: len(backend._client.key_tables) == 1, "the key table is there")
        return host, backend


if __name__ == "__main__":
    import unittest

    unittest.main()
