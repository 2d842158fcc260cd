"""vLLM's primary spec over the reference agent. vLLM's classes come from the recorded interface; its transfers are done by a stand-in that copies when it is told to."""

from __future__ import annotations

import sys
import types
import unittest
from typing import Any
from unittest import mock

from kvfleet.engines import interface
from kvfleet.engines.vllm.layout import RowLayout, fingerprint_of
from kvfleet.engines.vllm.settings import Settings
from kvfleet.errors import UnsupportedEngine
from tests.engine_modules import adapter, installed
from tests.harness import AgentTestCase, eventually
from tests.recording_registrar import RecordingRegistrar
from tests.reference.pool import Stored
from tests.vllm_parts import TransferEngine, config_of, fake_torch


class VllmPrimaryTests(AgentTestCase):
    version = "0.27.1"

    def setUp(self) -> None:
        super().setUp()
        self.pool.fingerprint = ""
        self.enterContext(installed(interface.interface_of("vllm", self.version), self.version))
        self.enterContext(mock.patch.dict(sys.modules, {"torch": fake_torch()}))
        self.primary = adapter("kvfleet.engines.vllm.primary")
        self.registrar = RecordingRegistrar()
        self.enterContext(mock.patch.object(self.primary, "default_registrar", lambda: self.registrar))
        self.engine = TransferEngine(sys.modules["vllm.v1.kv_offload.base"].TransferResult)
        self.enterContext(mock.patch.object(self.primary.gpu_worker, "CPUOffloadingWorker", self.engine.make))
        self.stock_pin = self.primary.gpu_worker.pin_mmap_region
        self.spec = self.primary.KvFleetOffloadingSpec(config_of(sys.modules, {"kvfleet_socket": self.path, "kvfleet_credits": 8, "kvfleet_startup_seconds": 10}))
        self.results = sys.modules["vllm.v1.kv_offload.base"].LookupResult
        self.request = types.SimpleNamespace(req_id="r")

    def test_a_scheduler_and_a_worker_store_and_load_a_row(self) -> None:
        manager, worker = self._manager(), self._worker()
        output = manager.prepare_store([b"k" * 36], self.request)
        self.assertEqual((output.keys_to_store, output.evicted_keys), ([b"k" * 36], []))
        manager.on_schedule_end(None)
        self.assertTrue(worker.submit_store(1, _gpu(7), output.store_spec))
        self.engine.run(b"\x07")
        self.assertEqual([(one.job_id, one.success) for one in worker.get_finished()], [(1, True)])
        manager.complete_store([b"k" * 36], self.request)
        self.assertTrue(manager.has_pending_work())
        eventually(lambda: self._steps(manager) and not manager.has_pending_work(), "it is committed")
        self.assertEqual(self.pool.bytes_of(b"k" * 36), b"\x07" * self.stride)
        self._until(manager, b"k" * 36, self.results.HIT)
        load = manager.prepare_load([b"k" * 36], self.request)
        manager.on_schedule_end(None)
        self.assertTrue(worker.submit_load(2, load, _gpu(9)))
        self.engine.run()
        self.assertEqual(self.engine.loaded, [b"\x07" * self.stride])
        self.assertEqual([(one.job_id, one.success) for one in worker.get_finished()], [(2, True)])
        manager.complete_load([b"k" * 36], self.request)
        manager.on_request_finished(self.request)
        manager.shutdown()
        eventually(lambda: not self.pool.leased, "the lease goes back")

    def test_lookup_tells_all_four_results(self) -> None:
        manager = self._manager()
        self.pool.store(b"here", Stored(3, self.stride, 0))
        self.assertEqual(manager.lookup(b"absent", self.request), self.results.MISS)
        self.assertEqual(manager.lookup(b"here", self.request), self.results.RETRY)
        manager.prepare_store([b"new"], self.request)
        self.assertEqual(manager.lookup(b"new", self.request), self.results.HIT_PENDING)
        manager.on_schedule_end(None)
        self._until(manager, b"here", self.results.HIT)
        manager.on_schedule_end(None)

    def test_a_load_during_which_the_agent_was_lost_failed(self) -> None:
        manager, worker = self._manager(), self._worker()
        self.pool.store(b"here", Stored(3, self.stride, 0))
        self._until(manager, b"here", self.results.HIT)
        load = manager.prepare_load([b"here"], self.request)
        manager.on_schedule_end(None)
        worker.submit_load(1, load, _gpu(1))
        self.agent.stop()
        self.engine.run()
        self.assertEqual([(one.job_id, one.success) for one in worker.get_finished()], [(1, False)])

    def test_a_row_that_is_not_mapped_or_not_registered_is_never_touched(self) -> None:
        worker = self._worker()
        outside = types.SimpleNamespace(block_ids=[self.rows + 5])
        self.assertTrue(worker.submit_load(1, outside, _gpu(1)))
        self.pool.grow(4)
        self.agent.connections[0].grant([2], complete=False)
        self.assertTrue(worker.submit_store(2, _gpu(1), types.SimpleNamespace(block_ids=[self.rows])))
        self.assertEqual([(one.job_id, one.success) for one in worker.get_finished()], [(1, False), (2, False)])
        self.assertEqual(self.engine.submitted, [])

    def test_memory_stays_until_the_transfer_ends(self) -> None:
        worker = self._worker()
        client = self.agent.client
        worker.submit_store(1, _gpu(1), types.SimpleNamespace(block_ids=[0, 1]))
        client.revoke([1])
        eventually(lambda: worker._client.extents.of_row(0) is None, "no new use begins")
        self.assertEqual(client.unmapped, [])
        self.engine.run(b"\x01")
        worker.get_finished()
        eventually(lambda: client.unmapped == [1], "it is acknowledged")
        self.assertEqual(self.registrar.registered, {})

    def test_the_stock_pinning_of_the_whole_range_does_not_run_and_is_put_back(self) -> None:
        self._worker()
        self.assertIsNot(self.engine.pin_seen, self.stock_pin)
        self.assertIs(self.primary.gpu_worker.pin_mmap_region, self.stock_pin)

    def test_the_views_lie_at_the_slots_of_the_worker(self) -> None:
        self._worker()
        (view,) = self.engine.views
        self.assertEqual((view["size"], view["stride"], view["storage_offset"]), ((self.engine.region.num_blocks, self.stride), (self.stride, 1), 0))
        with self.assertRaisesRegex(ValueError, "does not fit"):
            self.engine.region.create_next_view(1)

    def test_an_engine_starts_without_a_pool(self) -> None:
        self.agent.stop()
        config = config_of(sys.modules, {"kvfleet_socket": self.path, "kvfleet_startup_seconds": 0})
        spec = self.primary.KvFleetOffloadingSpec(config)
        manager, worker = spec.get_manager(), spec.get_worker(types.SimpleNamespace(tensors=[self.stride]))
        self.addCleanup(manager.shutdown)
        self.addCleanup(worker.shutdown)
        self.assertEqual(manager.lookup(b"key", self.request), self.results.MISS)
        self.assertEqual(manager.prepare_store([b"key"], self.request).keys_to_store, [])
        manager.on_schedule_end(None)

    def test_reset_cache_hides_what_was_stored(self) -> None:
        manager = self._manager()
        self.pool.store(b"here", Stored(3, self.stride, 0))
        manager.reset_cache()
        self.assertEqual(manager.lookup(b"here", self.request), self.results.MISS)
        manager.on_schedule_end(None)

    def _manager(self) -> Any:
        manager = self.spec.get_manager()
        self.addCleanup(manager.shutdown)
        self.assertIs(manager, self.spec.get_manager())
        self.assertTrue(manager._client.wait_ready(10), manager._client.last_error)
        eventually(lambda: len(manager._client.credits) == 8, "credits are granted")
        return manager

    def _worker(self) -> Any:
        # The token comes when it is asked for.
        self.pool.grants_tokens = True
        worker = self.spec.get_worker(types.SimpleNamespace(tensors=[self.stride]))
        self.addCleanup(worker.shutdown)
        self.pool.grants_tokens = False
        return worker

    def _steps(self, manager: Any) -> bool:
        manager.on_schedule_end(None)
        return True

    def _until(self, manager: Any, key: bytes, wanted: Any) -> None:
        def reached() -> bool:
            if manager.lookup(key, self.request) == wanted:
                return True
            manager.on_schedule_end(None)
            return False

        eventually(reached, f"{key!r} is {wanted}")


class VllmPrimaryOf030Tests(VllmPrimaryTests):
    version = "0.30.0"

    def test_positions_come_from_the_request(self) -> None:
        manager = self._manager()
        self.request.get_offload_key_position = {b"key": 64}.get
        manager.prepare_store([b"key"], self.request)
        manager.on_schedule_end(None)
        manager.complete_store([b"key"], self.request)
        eventually(lambda: b"key" in self.pool.values, "it is committed")
        self.assertEqual(self.pool.values[b"key"].position, 3)

    def test_a_canonical_layout_is_refused(self) -> None:
        with self.assertRaisesRegex(UnsupportedEngine, "canonical_layout"):
            self.primary.KvFleetOffloadingSpec(config_of(sys.modules, {"kvfleet_socket": self.path}, canonical_layout=True))


class LayoutTests(unittest.TestCase):
    def test_rows_hold_the_slots_of_all_workers_and_end_at_a_page(self) -> None:
        config = _config(worker_kv_bytes_per_block=1000, world_size=4, rank=2, blocks_per_chunk=3)
        self.assertEqual(RowLayout.of(config), RowLayout(12288, 3000, 2))
        config.replicated_layout = True
        self.assertEqual(RowLayout.of(config), RowLayout(4096, 3000, 0))

    def test_a_model_without_kv_cache_is_refused(self) -> None:
        with self.assertRaises(UnsupportedEngine):
            RowLayout.of(_config(worker_kv_bytes_per_block=0, world_size=1, rank=0, blocks_per_chunk=1))

    def test_everything_that_changes_the_bytes_changes_the_fingerprint(self) -> None:
        base = fingerprint_of(_config(), "0.27.1", {})
        self.assertEqual(base.splitlines(), sorted(base.splitlines()))
        self.assertEqual(base, fingerprint_of(_config(), "0.27.0", {}))
        changed = [
            fingerprint_of(_config(), "0.30.0", {}),
            fingerprint_of(_config(), "0.27.1", {"revision": "abc"}),
            fingerprint_of(_config(worker_kv_bytes_per_block=2000), "0.27.1", {}),
            fingerprint_of(_config(world_size=2), "0.27.1", {}),
            fingerprint_of(_config(blocks_per_chunk=2), "0.27.1", {}),
            fingerprint_of(_config(dtype="fp8"), "0.27.1", {}),
            fingerprint_of(_config(layers=("b",)), "0.27.1", {}),
        ]
        with mock.patch.dict("os.environ", {"PYTHONHASHSEED": "other"}):
            changed.append(fingerprint_of(_config(), "0.27.1", {}))
        self.assertEqual(len({base, *changed}), len(changed) + 1)
        self.assertNotIn("other", changed[-1], "the seed itself is a secret")

    def test_settings_of_the_wrong_kind_are_errors(self) -> None:
        extras: list[dict[str, Any]] = [{"kvfleet_credits": "many"}, {"kvfleet_credits": 0}, {"kvfleet_startup_seconds": -1}, {"kvfleet_fingerprint": "abc"}]
        for extra in extras:
            with self.subTest(extra), self.assertRaisesRegex(ValueError, "kvfleet_"):
                Settings.of(extra)


def _gpu(*blocks: int) -> Any:
    return types.SimpleNamespace(block_ids=list(blocks))


def _config(
    *, worker_kv_bytes_per_block: int = 1000, world_size: int = 1, rank: int = 0, blocks_per_chunk: int = 1, dtype: str = "bfloat16", layers: tuple[str, ...] = ("a",)
) -> Any:
    space = types.SimpleNamespace
    return space(
        groups=(space(tokens_per_block=16, layer_names=layers),),
        worker_kv_bytes_per_block=worker_kv_bytes_per_block,
        model=space(name="m", dtype=dtype),
        cache=space(tokens_per_hash=16, blocks_per_chunk=blocks_per_chunk),
        parallel=space(rank=rank, world_size=world_size, tp_size=world_size, pp_size=1, pcp_size=1, dcp_size=1),
        replicated_layout=False,
    )


if __name__ == "__main__":
    unittest.main()
