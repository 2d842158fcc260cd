"""vLLM's secondary tier over the reference agent, with the classes of each recorded interface."""

from __future__ import annotations

import os
import sys
import threading
import types
from typing import Any
from unittest import mock

from kvfleet.engines import interface
from kvfleet.rows import RowStore
from tests.engine_modules import adapter, installed
from tests.harness import AgentTestCase, eventually
from tests.vllm_parts import config_of


class VllmSecondaryTests(AgentTestCase):
    version = "0.27.1"
    job_class, rows_field = "JobMetadata", "block_ids"

    def setUp(self) -> None:
        super().setUp()
        self.enterContext(installed(interface.interface_of("vllm", self.version), self.version))
        self.module = adapter("kvfleet.engines.vllm.secondary")
        self.primary = bytearray(8 * self.stride)
        spec = types.SimpleNamespace(config=config_of(sys.modules, {}))
        # As vLLM's factory makes a tier: by name, with the other keys of its configuration.
        self.tier = self.module.KvFleetTier(
            offloading_spec=spec, primary_kv_view=memoryview(self.primary).cast("B", (8, self.stride)), tier_type="KvFleetTier", kvfleet_socket=self.path, module_path="x"
        )
        self.addCleanup(self.tier.shutdown)
        self.assertTrue(self.tier._client.wait_ready(10), self.tier._client.last_error)
        self.results = sys.modules["vllm.v1.kv_offload.base"].LookupResult
        self.number = 0

    def test_rows_are_stored_found_and_loaded_elsewhere(self) -> None:
        data = os.urandom(2 * self.stride)
        self.primary[: 2 * self.stride] = data
        self.assertEqual(self.tier.lookup(b"a", None), self.results.MISS)
        self.assertTrue(self._run(self.tier.submit_store, [b"a", b"b"], [0, 1]).success)
        self.assertEqual([self.tier.lookup(key, None) for key in (b"a", b"b", b"c")], [self.results.HIT, self.results.HIT, self.results.MISS])
        self.assertTrue(self._run(self.tier.submit_load, [b"b", b"a"], [6, 7], is_promotion=True).success)
        self.assertEqual(bytes(self.primary[6 * self.stride :]), data[self.stride :] + data[: self.stride])
        self.assertFalse(self.tier.has_pending_work())

    def test_a_load_of_what_is_not_there_fails_and_its_key_is_a_miss_for_a_while(self) -> None:
        self._run(self.tier.submit_store, [b"a"], [0])
        self.pool.keys.put(b"gone", 3, 1, self.stride)
        self.assertEqual(self.tier.lookup(b"gone", None), self.results.HIT)
        result = self._run(self.tier.submit_load, [b"a", b"gone"], [1, 2], is_promotion=True)
        self.assertFalse(result.success)
        self.assertEqual(self.tier.lookup(b"gone", None), self.results.MISS)
        self.assertEqual(self.tier.lookup(b"a", None), self.results.HIT)
        self._check_partial(result)

    def test_without_an_agent_jobs_fail_and_the_engine_goes_on(self) -> None:
        self.agent.stop()
        eventually(lambda: self.tier._client.session is None, "the loss is noticed")
        self.assertFalse(self._run(self.tier.submit_store, [b"a"], [0]).success)
        self.assertEqual(self.tier.lookup(b"a", None), self.results.MISS)

    def test_submitting_does_not_wait_and_draining_does(self) -> None:
        gate = threading.Event()
        put = RowStore.put

        def slow(store: RowStore, values: Any) -> list[bool]:
            gate.wait(10)
            return put(store, values)

        with mock.patch.object(RowStore, "put", slow):
            self.tier.submit_store(self._job([b"a"], [0]))
            self.assertTrue(self.tier.has_pending_work())
            self.assertEqual(list(self.tier.get_finished_jobs()), [])
            drained = threading.Thread(target=self.tier.drain_jobs)
            drained.start()
            self.assertTrue(drained.is_alive())
            gate.set()
            drained.join(10)
        self.assertEqual([one.success for one in self.tier.get_finished_jobs()], [True])

    def test_touches_reach_the_agent(self) -> None:
        self.tier.touch([b"a", b"b"], None)
        eventually(lambda: self.pool.touched == [(b"a", b"b")], "they arrive")

    def _check_partial(self, result: Any) -> None:
        self.assertFalse(hasattr(result, "successful_keys"))

    def _job(self, keys: list[bytes], rows: list[int], is_promotion: bool = False) -> Any:
        self.number += 1
        job = getattr(sys.modules["vllm.v1.kv_offload.tiering.base"], self.job_class)
        return job(job_id=self.number, keys=keys, is_promotion=is_promotion, req_context=None, **{self.rows_field: rows})

    def _run(self, submit: Any, keys: list[bytes], rows: list[int], is_promotion: bool = False) -> Any:
        job = self._job(keys, rows, is_promotion)
        submit(job)
        self.tier.drain_jobs()
        (result,) = self.tier.get_finished_jobs()
        self.assertEqual(result.job_id, job.job_id)
        return result


class VllmSecondaryOf030Tests(VllmSecondaryTests):
    version = "0.30.1"
    job_class, rows_field = "TransferJob", "chunk_ids"

    def _check_partial(self, result: Any) -> None:
        self.assertEqual(result.successful_keys, [b"a"])


if __name__ == "__main__":
    import unittest

    unittest.main()
