"""``scheduler512.py SOCKET``: what vLLM's scheduler thread spends on a request of 512 keys that are all in the pool, in every call that it makes for it. Every request is
another one, so that none finds leases of one before. The calls go to the adapter itself; vLLM's classes around it come from the recorded interface."""

from __future__ import annotations

import ctypes
import gc
import hashlib
import sys
import time
import types

from report import percentile, report

from kvfleet import ClientOptions, Part, RowStore, StoreClient, Value
from kvfleet.engines import interface
from kvfleet.engines.row_ledger import RowLedger
from tests.engine_modules import adapter, installed

STRIDE = 4096
KEYS = 512
REQUESTS = 400
WARM_UP = 50
PROMPTS = REQUESTS + WARM_UP
FINGERPRINT = "model=benchmark"


class Stopwatch:
    """Adds the times of calls up: what the thread computed, and what passed meanwhile, with every wait for the interpreter lock and for a core."""

    def __init__(self) -> None:
        self.computed = self.passed = 0.0

    def __enter__(self) -> None:
        self._start = time.thread_time(), time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self.computed += time.thread_time() - self._start[0]
        self.passed += time.perf_counter() - self._start[1]


def fill(socket: str) -> list[list[bytes]]:
    """Stores the prompts."""
    client = StoreClient(ClientOptions(socket, FINGERPRINT, STRIDE, "bench-fill", credits=512))
    client.start()
    if not client.wait_ready(180):
        raise RuntimeError(f"the pool is not ready: {client.last_error}")
    row = ctypes.create_string_buffer(STRIDE)
    prompts = [[hashlib.sha256(b"%d-%d" % (prompt, key)).digest() + bytes(4) for key in range(KEYS)] for prompt in range(PROMPTS)]
    store = RowStore(client)
    for prompt in prompts:
        if not all(store.put([Value(key, [Part(ctypes.addressof(row), STRIDE)], position) for position, key in enumerate(prompt)])):
            raise RuntimeError("the pool is too small for the prompts")
    client.close()
    return prompts


def main(socket: str) -> None:
    """Measures."""
    prompts = fill(socket)
    version = "0.30.0"
    with installed(interface.interface_of("vllm", version), version):
        manager_module = adapter("kvfleet.engines.vllm.manager")
        results = sys.modules["vllm.v1.kv_offload.base"].LookupResult
        client = StoreClient(ClientOptions(socket, FINGERPRINT, STRIDE, "bench-scheduler", maps=False, credits=64))
        manager = manager_module.KvFleetOffloadingManager(client, RowLedger(client, manager_module.WORDS), 16)
        client.start()
        if not client.wait_ready(180):
            raise RuntimeError(f"the pool is not ready: {client.last_error}")
        while not len(client.key_tables):
            time.sleep(0.01)
        # The prompts are this benchmark's own: collecting garbage must not look at them again and again.
        gc.collect()
        gc.freeze()
        computed, passed, steps = [], [], []
        for number in range(REQUESTS + WARM_UP):
            watch, rounds = serve(manager, results, prompts[number], types.SimpleNamespace(req_id=f"r{number}"))
            if number >= WARM_UP:
                computed.append(watch.computed * 1000)
                passed.append(watch.passed * 1000)
                steps.append(rounds)
        manager.shutdown()
    details = {f"{name}.p{percent}": percentile(times, percent) for name, times in (("computed", computed), ("passed", passed)) for percent in (50, 90, 99)}
    report("store.scheduler512.py", details["computed.p99"], "ms", "goal", details["computed.p99"], {**details, "steps.p50": percentile(steps, 50), "requests": REQUESTS})


def serve(manager: object, results: object, keys: list[bytes], request: object) -> tuple[Stopwatch, int]:
    """One request, as vLLM's connector drives it; between steps the accelerator computes and this thread sleeps."""
    watch, steps = Stopwatch(), 0
    with watch:
        manager.on_new_request(request)
    while True:
        steps += 1
        with watch:
            answers = [manager.lookup(key, request) for key in keys]
        waits = results.RETRY in answers
        if not waits:
            if any(answer is not results.HIT for answer in answers):
                raise RuntimeError("a key of the pool was a miss")
            with watch:
                manager.touch(keys, request)
                manager.prepare_load(keys, request)
        with watch:
            manager.on_schedule_end(None)
        # At least what a step of decoding takes.
        time.sleep(0.005)
        if not waits:
            break
    with watch:
        manager.complete_load(keys, request)
        manager.on_request_finished(request)
        manager.on_schedule_end(None)
    time.sleep(0.005)
    return watch, steps


if __name__ == "__main__":
    main(sys.argv[1])
