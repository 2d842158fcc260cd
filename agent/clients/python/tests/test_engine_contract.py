"""Our classes, held to the recorded interface of every supported version of every engine."""

from __future__ import annotations

import inspect
import sys
import types
import unittest
from typing import Any

from kvfleet.engines import interface
from kvfleet.engines.interface import RecordedClass, RecordedInterface, recorded
from kvfleet.errors import UnsupportedEngine
from tests.engine_modules import adapter, installed

PARTS = (
    ("vllm", "OffloadingManager", "kvfleet.engines.vllm.manager", "KvFleetOffloadingManager"),
    ("vllm", "OffloadingWorker", "kvfleet.engines.vllm.worker", "KvFleetWorker"),
    ("vllm", "OffloadingSpec", "kvfleet.engines.vllm.primary", "KvFleetOffloadingSpec"),
    ("vllm", "SecondaryTierManager", "kvfleet.engines.vllm.secondary", "KvFleetTier"),
    ("sglang", "HiCacheStorage", "kvfleet.engines.sglang.backend", "KvFleetHiCache"),
)


class EngineContractTests(unittest.TestCase):
    def test_every_abstract_method_is_there_and_takes_the_recorded_parameters(self) -> None:
        for engine, base, module, name in PARTS:
            for one in recorded(engine):
                for version in one.versions:
                    with self.subTest(name, version=version), installed(one, version + ".0"):
                        self._hold(getattr(adapter(module), name), one.find(base))

    def test_every_recorded_interface_names_its_sources(self) -> None:
        for engine in ("vllm", "sglang"):
            for one in recorded(engine):
                self.assertTrue(all("-project/" in source or "/" in source for source in one.sources) and one.sources)

    def test_an_engine_as_recorded_does_not_differ(self) -> None:
        for engine in ("vllm", "sglang"):
            for one in recorded(engine):
                for part in ("primary", "secondary"):
                    with installed(one, one.versions[0]):
                        self.assertEqual(interface.differences(one, part), [])

    def test_an_unknown_version_is_refused_and_says_what_is_known(self) -> None:
        one = recorded("vllm")[0]
        for version in ("0.25.1", "0.29.0", "0.40.0", "0.260.0", "1.0"):
            with installed(one, version), self.assertRaisesRegex(UnsupportedEngine, rf"vllm {version} is not supported: known are 0.26, 0.27, 0.30, 0.32"):
                adapter("kvfleet.engines.vllm.primary")

    def test_builds_of_a_known_version_are_known(self) -> None:
        for version in ("0.27.1", "0.27.1+cu129", "0.26.0rc1"):
            self.assertTrue(interface.interface_of("vllm", version).covers(version))

    def test_an_engine_that_differs_from_its_version_is_refused_and_says_where(self) -> None:
        changes = {
            r"OffloadingManager has abstract methods .*'new_duty'": lambda: _abstract("OffloadingManager", "new_duty"),
            r"OffloadingManager.lookup has parameters \('self', 'keys'\)": lambda: setattr(_base().OffloadingManager, "lookup", lambda self, keys: None),
            r"OffloadingManager.reset_cache is missing": lambda: delattr(_base().OffloadingManager, "reset_cache"),
            r"LookupResult is missing": lambda: delattr(_base(), "LookupResult"),
            r"PrepareStoreOutput has no field evicted_keys": lambda: _without_field("PrepareStoreOutput"),
            r"pin_mmap_region has parameters \('region', 'more'\)": lambda: setattr(sys.modules["vllm.v1.kv_offload.cpu.gpu_worker"], "pin_mmap_region", lambda region, more: None),
        }
        one = recorded("vllm")[0]
        for text, change in changes.items():
            with self.subTest(text), installed(one, "0.27.1", change), self.assertRaisesRegex(UnsupportedEngine, text):
                adapter("kvfleet.engines.vllm.primary")

    def test_what_only_the_tier_needs_does_not_stop_the_primary_spec(self) -> None:
        one = recorded("vllm")[0]

        def change() -> None:
            del sys.modules["vllm.v1.kv_offload.tiering.base"].SecondaryTierManager

        with installed(one, "0.27.1", change):
            adapter("kvfleet.engines.vllm.primary")
            with self.assertRaisesRegex(UnsupportedEngine, "SecondaryTierManager is missing"):
                adapter("kvfleet.engines.vllm.secondary")

    def _hold(self, ours: Any, expected: RecordedClass) -> None:
        self.assertEqual(getattr(ours, "__abstractmethods__", frozenset()), frozenset(), "it can be made")
        for method, parameters in expected.methods.items():
            mine = inspect.signature(getattr(ours, method)).parameters
            if method == "__init__" or parameters is None:
                continue
            # Engines call by position and by name: both must fit, and what we add must not be needed.
            self.assertEqual(tuple(mine)[: len(parameters)], parameters, method)
            self.assertTrue(all(one.default is not one.empty for one in list(mine.values())[len(parameters) :]), method)


def _base() -> types.ModuleType:
    return sys.modules["vllm.v1.kv_offload.base"]


def _abstract(name: str, method: str) -> None:
    cls = getattr(_base(), name)
    cls.__abstractmethods__ = cls.__abstractmethods__ | {method}


def _without_field(name: str) -> None:
    import dataclasses

    setattr(_base(), name, dataclasses.make_dataclass(name, ["keys_to_store", "store_spec"]))


__all__ = ["RecordedInterface"]


if __name__ == "__main__":
    unittest.main()
