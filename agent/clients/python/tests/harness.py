"""What tests of the client share."""

from __future__ import annotations

import ctypes
import os
import random
import shutil
import tempfile
import time
import unittest
from collections.abc import Callable

from kvfleet.backoff import Backoff
from kvfleet.client import StoreClient
from kvfleet.engines.answer import Answer
from kvfleet.engines.row_ledger import RowLedger
from kvfleet.options import ClientOptions
from kvfleet.registration.registrar import Registrar
from kvfleet.rows import Part, RowStore, Value
from tests.reference.agent import ReferenceAgent
from tests.reference.pool import Pool

PATIENCE = 10.0
FINGERPRINT = "model=a"


def eventually(condition: Callable[[], bool], what: str) -> None:
    """Waits for something that other threads bring about. Fails after a patience that no healthy run needs."""
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"still not so after {PATIENCE} s: {what}")
        time.sleep(0.002)


class Buffer:
    """Memory of the caller."""

    def __init__(self, data: bytes) -> None:
        self.raw = ctypes.create_string_buffer(data, len(data))

    @property
    def part(self) -> Part:
        """Where it lies."""
        return Part(ctypes.addressof(self.raw), len(self.raw))

    @property
    def bytes(self) -> bytes:
        """What is in it."""
        return self.raw.raw


class AgentTestCase(unittest.TestCase):
    """A pool of one extent with 64 rows of 4 KiB, a reference agent, and clients that are closed at the end."""

    stride = 4096
    rows = 64

    def setUp(self) -> None:
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        self.path = os.path.join(self.folder, "kvfleet.sock")
        self.pool = Pool(stride=self.stride)
        self.addCleanup(self.pool.close)
        self.pool.grow(self.rows)
        self.agent = self.new_agent()

    def new_agent(self) -> ReferenceAgent:
        """Another agent on the same pool."""
        agent = ReferenceAgent(self.path, self.pool)
        self.addCleanup(agent.stop)
        return agent

    def new_client(
        self, registrar: Registrar | None = None, *, fingerprint: str = FINGERPRINT, maps: bool = True, credits: int = 16, stride: int = 0, ready: bool = True
    ) -> StoreClient:
        """A started client."""
        options = ClientOptions(self.path, fingerprint, stride, "test", maps, credits)
        client = StoreClient(options, registrar, Backoff(0.005, 0.05, random.Random(1)))
        self.addCleanup(client.close)
        client.start()
        if ready:
            self.assertTrue(client.wait_ready(PATIENCE), client.last_error)
        return client

    def new_ledger(self, *, credits: int = 16, clock: Callable[[], float] = time.monotonic) -> RowLedger[Answer]:
        """A scheduler's ledger with a client of its own, which maps nothing."""
        client = StoreClient(ClientOptions(self.path, FINGERPRINT, self.stride, "scheduler", False, credits), None, Backoff(0.005, 0.05, random.Random(1)))
        self.addCleanup(client.close)
        ledger = RowLedger(client, tuple(Answer), clock)
        client.start()
        self.assertTrue(client.wait_ready(PATIENCE), client.last_error)
        eventually(lambda: len(client.credits) == credits, "credits are granted")
        self.ledger_client = client
        return ledger

    def put(self, client: StoreClient, key: bytes, data: bytes) -> bool:
        """Stores one value."""
        source = Buffer(data)
        return RowStore(client).put([Value(key, [source.part])])[0]

    def get(self, client: StoreClient, key: bytes, size: int) -> bytes | None:
        """Loads one value."""
        target = Buffer(bytes(size))
        return target.bytes if RowStore(client).get([Value(key, [target.part])])[0] else None
