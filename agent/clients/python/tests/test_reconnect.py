"""Agents that die, are replaced, take memory back, or let engines wait for the registration token."""

from __future__ import annotations

import os
import threading
import unittest
from collections.abc import Callable, Iterator
from unittest import mock

from kvfleet.errors import Disconnected
from kvfleet.memory import libc
from kvfleet.protocol import replies, requests
from kvfleet.protocol.frames import FrameType, encode
from kvfleet.registration.queue import RegistrationQueue
from kvfleet.rows import Part, RowStore, Value
from kvfleet.session import Session
from tests.harness import PATIENCE, AgentTestCase, Buffer, eventually
from tests.recording_registrar import RecordingRegistrar


class Ambush(list[Part]):
    """Pieces of memory during whose copy something happens: the first look measures them, the second copies."""

    def __init__(self, parts: list[Part], happens: Callable[[], None]) -> None:
        super().__init__(parts)
        self._looks, self._happens = 0, happens

    def __iter__(self) -> Iterator[Part]:
        self._looks += 1
        if self._looks == 2:
            self._happens()
        return super().__iter__()


class ReconnectTests(AgentTestCase):
    def test_values_are_there_after_an_agent_was_replaced(self) -> None:
        client = self.new_client()
        data = os.urandom(4096)
        self.put(client, b"key", data)
        self.agent.stop()
        eventually(lambda: client.session is None, "the loss is noticed")
        self.agent = self.new_agent()
        eventually(lambda: client.session is not None, "it connects again")
        self.assertTrue(client.wait_ready(PATIENCE))
        self.assertEqual(self.get(client, b"key", 4096), data)
        self.assertTrue(self.put(client, b"other", data))

    def test_without_an_agent_everything_is_a_miss_or_an_error_that_says_so(self) -> None:
        client = self.new_client()
        self.put(client, b"key", b"x")
        self.agent.stop()
        eventually(lambda: client.session is None, "the loss is noticed")
        # Its own thread does the rest a moment later.
        eventually(lambda: not client.key_tables.contains(b"key"), "nothing is found any more")
        eventually(lambda: len(client.credits) == 0, "rows in hand are given up")
        with self.assertRaisesRegex(Disconnected, "no connection to the pool at"):
            self.get(client, b"key", 1)

    def test_bytes_copied_while_the_agent_died_are_not_used(self) -> None:
        client = self.new_client()
        self.put(client, b"key", b"x" * 100)
        target = Buffer(bytes(100))
        parts = Ambush([target.part], self.agent.stop)
        self.assertEqual(RowStore(client).get([Value(b"key", parts)]), [False])
        self.assertEqual(target.bytes, b"x" * 100, "the copy itself ran to its end")

    def test_positive_control_without_the_check_those_bytes_would_pass(self) -> None:
        client = self.new_client()
        self.put(client, b"key", b"x" * 100)
        target = Buffer(bytes(100))
        with mock.patch.object(Session, "stands", lambda session: True):
            self.assertEqual(RowStore(client).get([Value(b"key", Ambush([target.part], self.agent.stop))]), [True])

    def test_memory_that_stays_the_same_keeps_its_mapping_and_registration(self) -> None:
        registrar = RecordingRegistrar()
        client = self.new_client(registrar)
        self._grant_token()
        eventually(lambda: registrar.registered != {}, "memory is registered")
        first = dict(registrar.registered)
        self.agent.stop()
        self.agent = self.new_agent()
        eventually(lambda: client.session is not None, "it connects again")
        self.assertTrue(client.wait_ready(PATIENCE))
        self.assertEqual(registrar.registered, first)
        self.assertEqual(registrar.calls.count("unregister"), 0)

    def test_memory_that_another_agent_lays_out_anew_is_mapped_anew(self) -> None:
        registrar = RecordingRegistrar()
        client = self.new_client(registrar)
        self._grant_token()
        eventually(lambda: registrar.registered != {}, "memory is registered")
        self.agent.stop()
        old = self.pool.memory.pop(1)
        fresh = self.pool.grow(8, extent_id=1, offset=0)
        fresh.map[0:5] = b"fresh"
        self.agent = self.new_agent()
        eventually(lambda: client.session is not None, "it connects again")
        self.assertTrue(client.wait_ready(PATIENCE))
        assert client.space.base is not None
        target = Buffer(bytes(5))
        libc.copy(target.part.address, client.space.base, 5)
        self.assertEqual(target.bytes, b"fresh")
        self.assertIn("unregister", registrar.calls)
        os.close(old.descriptor)
        old.map.close()

    def test_the_token_is_asked_for_and_given_back(self) -> None:
        registrar = RecordingRegistrar()
        client = self.new_client(registrar)
        eventually(lambda: self.agent.client.wants_token, "the token is asked for")
        self.assertEqual(registrar.registered, {})
        self._grant_token()
        eventually(lambda: not self.agent.client.wants_token, "the token is given back")
        self.assertEqual(list(registrar.registered.values()), [self.rows * self.stride])
        self.assertEqual(client.registered_bytes, self.rows * self.stride)

    def test_what_the_driver_refuses_works_unregistered(self) -> None:
        registrar = RecordingRegistrar(refuse=True)
        client = self.new_client(registrar)
        self._grant_token()
        eventually(lambda: not self.agent.client.wants_token and "register" in registrar.calls, "the token is given back")
        self.assertEqual(client.registered_bytes, 0)
        self.assertTrue(self.put(client, b"key", b"x"))

    def _grant_token(self) -> None:
        eventually(lambda: self.agent.client.wants_token, "the token is asked for")
        self.agent.client.send(encode(FrameType.TOKEN_GRANTED, 0, b""))


class RevokeTests(AgentTestCase):
    def test_a_revoked_extent_is_unregistered_unmapped_and_acknowledged(self) -> None:
        self.pool.grow(8)
        registrar = RecordingRegistrar()
        client = self.new_client(registrar)
        eventually(lambda: self.agent.client.wants_token, "the token is asked for")
        self.agent.client.send(encode(FrameType.TOKEN_GRANTED, 0, b""))
        eventually(lambda: len(registrar.registered) == 2, "both are registered")
        descriptors = len(os.listdir("/proc/self/fd"))
        self.agent.client.revoke([2])
        eventually(lambda: self.agent.client.unmapped == [2], "it is acknowledged")
        self.assertEqual(len(registrar.registered), 1)
        self.assertIsNone(client.extents.of_row(self.rows))
        assert client.space.base is not None
        with open("/proc/self/maps", encoding="ascii") as maps:
            start = f"{client.space.base + self.rows * self.stride:x}-"
            self.assertFalse(any(line.startswith(start) and "memfd" in line for line in maps))
        self.assertEqual(len(os.listdir("/proc/self/fd")), descriptors)

    def test_credits_in_a_revoked_extent_go_back(self) -> None:
        self.pool.grow(self.rows)
        client = self.new_client(credits=100)
        eventually(lambda: len(client.credits) == 100, "credits are granted")
        self.agent.client.revoke([2])
        eventually(lambda: self.agent.client.unmapped == [2], "it is acknowledged")
        self.assertTrue(all(slot.row < self.rows for slot in client.credits.take(1000)))
        self.assertTrue(all(row < self.rows for row in self.agent.client.slots))

    def test_a_copy_that_runs_keeps_its_extent_until_it_ends(self) -> None:
        self.new_client()
        client = self.new_client()
        with client.extents.using((3,)) as usable:
            self.assertTrue(usable)
            self.agent.client.revoke([1])
            eventually(lambda: client.extents.of_row(3) is None, "no new use begins")
            self.assertEqual(self.agent.client.unmapped, [])
            with client.extents.using((3,)) as again:
                self.assertFalse(again)
        eventually(lambda: self.agent.client.unmapped == [1], "it is acknowledged")

    def test_values_in_a_revoked_extent_are_misses_not_faults(self) -> None:
        client = self.new_client()
        self.put(client, b"key", b"x" * 10)
        self.agent.client.revoke([1], [0])
        eventually(lambda: self.agent.client.unmapped == [1], "it is acknowledged")
        self.assertFalse(client.key_tables.contains(b"key"))
        self.assertIsNone(self.get(client, b"key", 10))
        self.assertFalse(self.put(client, b"other", b"x"))

    def test_extents_that_come_later_are_usable(self) -> None:
        client = self.new_client(credits=0)
        self.pool.grow(8)
        self.agent.client.grant([2], complete=False)
        eventually(lambda: client.extents.of_row(self.rows + 7) is not None, "it is mapped")

    def test_an_unknown_extent_is_acknowledged_all_the_same(self) -> None:
        self.new_client()
        self.agent.client.revoke([77])
        eventually(lambda: self.agent.client.unmapped == [77], "it is acknowledged")

    def test_memory_comes_and_goes_while_values_are_stored_and_loaded(self) -> None:
        client = self.new_client(credits=8)
        stop = threading.Event()
        wrong: list[bytes] = []

        def work(number: int) -> None:
            count = 0
            while not stop.is_set():
                key, data = b"%d-%d" % (number, count % 20), bytes([number]) * 4096
                try:
                    self.put(client, key, data)
                    found = self.get(client, key, 4096)
                    if found is not None and found != data:
                        wrong.append(key)
                except Disconnected:
                    pass
                count += 1

        threads = [threading.Thread(target=work, args=(n + 1,)) for n in range(3)]
        for thread in threads:
            thread.start()
        for round_number in range(10):
            extent = 100 + round_number
            self.pool.grow(16, extent_id=extent)
            self.agent.client.grant([extent], complete=False)
            eventually(lambda extent=extent: client.extents.get(extent) is not None, "it is mapped")  # type: ignore[misc]
            with self.pool.lock:
                for key in [key for key, stored in self.pool.values.items() if stored.row in self.pool.rows_of(extent)]:
                    self.pool.remove(key)
            self.agent.client.revoke([extent])
            eventually(lambda extent=extent: extent in self.agent.client.unmapped, "it is acknowledged")  # type: ignore[misc]
            with self.pool.lock:
                for key in [key for key, stored in self.pool.values.items() if stored.row in self.pool.rows_of(extent)]:
                    self.pool.remove(key)
                self.pool.busy.difference_update(self.pool.rows_of(extent))
                for row in self.pool.rows_of(extent):
                    self.agent.client.slots.pop(row, None)
                memory = self.pool.memory.pop(extent)
            memory.map.close()
            os.close(memory.descriptor)
        stop.set()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])
        self.assertEqual(len(self.agent.connections), 1)


class RegistrationQueueTests(unittest.TestCase):
    def test_ranges_are_registered_in_chunks_and_unregistered_by_them(self) -> None:
        registrar = RecordingRegistrar()
        queue = RegistrationQueue(registrar, chunk_bytes=100)
        queue.add(1000, 250)
        while queue.is_waiting:
            queue.step()
        self.assertEqual(registrar.registered, {1000: 100, 1100: 100, 1200: 50})
        self.assertEqual(queue.registered_bytes, 250)
        queue.remove(1000)
        self.assertEqual(registrar.registered, {})

    def test_a_range_that_goes_before_its_turn_is_never_registered(self) -> None:
        registrar = RecordingRegistrar()
        queue = RegistrationQueue(registrar, chunk_bytes=100)
        queue.add(1000, 250)
        queue.step()
        queue.remove(1000)
        self.assertFalse(queue.is_waiting)
        self.assertEqual(registrar.registered, {})


class WireTests(unittest.TestCase):
    def test_release_and_unmapped_are_counts_and_numbers(self) -> None:
        self.assertEqual(requests.release([1, 2]), bytes.fromhex("02000000 0100000000000000 0200000000000000"))
        self.assertEqual(replies.results(bytes.fromhex("02000000 0001"), 2), b"\0\1")


if __name__ == "__main__":
    unittest.main()
