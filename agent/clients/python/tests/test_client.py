"""Storing, loading and sharing over a connection."""

from __future__ import annotations

import ctypes
import os
import socket
import unittest
from unittest import mock

from kvfleet import commits
from kvfleet.errors import Disconnected, Refused
from kvfleet.protocol import requests
from kvfleet.protocol.frames import FrameType, Status, encode
from kvfleet.rows import RowStore, Value
from tests.harness import AgentTestCase, Buffer, eventually


class ClientTests(AgentTestCase):
    def test_what_one_client_stores_another_loads(self) -> None:
        first, second = self.new_client(), self.new_client()
        data = os.urandom(4000)
        self.assertTrue(self.put(first, b"key", data))
        self.assertEqual(self.pool.bytes_of(b"key"), data)
        self.assertEqual(self.get(second, b"key", 4000), data)

    def test_a_value_may_lie_in_many_pieces(self) -> None:
        client = self.new_client()
        pieces = [Buffer(os.urandom(size)) for size in (1, 700, 1000)]
        self.assertEqual(RowStore(client).put([Value(b"key", [piece.part for piece in pieces], 3, 4, 5)]), [True])
        self.assertEqual(self.pool.bytes_of(b"key"), b"".join(piece.bytes for piece in pieces))
        stored = self.pool.values[b"key"]
        self.assertEqual((stored.position, stored.recompute, stored.group), (3, 4, 5))

    def test_a_batch_is_stored_and_loaded_with_equal_bytes(self) -> None:
        client = self.new_client()
        sources = [Buffer(os.urandom(4096)) for _ in range(40)]
        keys = [n.to_bytes(4, "big") for n in range(40)]
        store = RowStore(client)
        self.assertEqual(store.put([Value(key, [source.part]) for key, source in zip(keys, sources, strict=True)]), [True] * 40)
        targets = [Buffer(bytes(4096)) for _ in range(40)]
        self.assertEqual(store.get([Value(key, [target.part]) for key, target in zip(keys, targets, strict=True)]), [True] * 40)
        self.assertEqual([target.bytes for target in targets], [source.bytes for source in sources])
        eventually(lambda: not self.pool.leased, "leases are given back")

    def test_values_are_committed_while_others_are_copied_and_results_keep_their_places(self) -> None:
        client = self.new_client(credits=8)
        eventually(lambda: len(client.credits) == 8, "credits are granted")
        self.put(client, b"there", b"x")
        sources = [(key, Buffer(data)) for key, data in ((b"one", b"1"), (b"", b"bad"), (b"there", b"y"), (b"two", b"2"), (b"three", b""))]
        values = [Value(key, [source.part]) for key, source in sources]
        before = self.agent.client.requests.count(FrameType.COMMIT)
        with mock.patch.object(commits, "_ENOUGH_BYTES", 1):
            self.assertEqual(RowStore(client).put(values), [True, False, True, True, False])
        self.assertEqual(self.agent.client.requests.count(FrameType.COMMIT) - before, 3)
        self.assertEqual([self.pool.bytes_of(key) for key in (b"one", b"there", b"two")], [b"1", b"x", b"2"])
        eventually(lambda: 8 <= len(client.credits) == len(self.agent.client.slots), "no slot is lost")

    def test_an_agent_that_ends_between_two_commits_leaves_nothing_known(self) -> None:
        client = self.new_client()
        self.agent.faults[FrameType.COMMIT] = lambda connection, request_id: connection.end()
        buffers = [Buffer(b"x") for _ in range(3)]
        with mock.patch.object(commits, "_ENOUGH_BYTES", 1), self.assertRaises(Disconnected):
            RowStore(client).put([Value(bytes([n + 1]), [buffer.part]) for n, buffer in enumerate(buffers)])

    def test_an_absent_key_and_a_target_of_another_size_are_not_loaded(self) -> None:
        client = self.new_client()
        self.put(client, b"key", bytes(100))
        self.assertIsNone(self.get(client, b"other", 100))
        self.assertIsNone(self.get(client, b"key", 99))
        eventually(lambda: not self.pool.leased, "leases are given back")

    def test_bad_keys_and_sizes_are_not_stored_and_their_slots_are_kept(self) -> None:
        client = self.new_client(credits=4)
        eventually(lambda: len(client.credits) == 4, "credits are granted")
        for key, size in ((b"", 10), (bytes(169), 10), (b"key", 0), (b"key", 4097)):
            with self.subTest(key=len(key), size=size):
                self.assertFalse(self.put(client, key, bytes(size)))
        self.assertEqual(len(client.credits), 4)
        self.assertEqual(self.pool.values, {})

    def test_a_key_that_is_there_counts_as_stored_and_its_slot_is_used_again(self) -> None:
        client = self.new_client()
        self.assertTrue(self.put(client, b"key", b"first"))
        self.assertTrue(self.put(client, b"key", b"second"))
        self.assertEqual(self.pool.bytes_of(b"key"), b"first")
        eventually(lambda: len(client.credits) >= 16 and len(client.credits) == len(self.agent.client.slots), "no slot is lost")

    def test_a_full_pool_stores_what_fits(self) -> None:
        client = self.new_client(credits=8)
        stored = [self.put(client, bytes([n + 1]), b"x") for n in range(self.rows + 10)]
        self.assertEqual(stored.count(True), self.rows)
        self.assertEqual(stored[-1], False)

    def test_lookups_need_no_round_trip(self) -> None:
        client = self.new_client()
        self.put(client, b"key", b"x")
        before = len(self.agent.client.requests)
        self.assertTrue(client.key_tables.contains(b"key"))
        self.assertFalse(client.key_tables.contains(b"other"))
        self.assertEqual(len(self.agent.client.requests), before)

    def test_the_agent_answers_lookups_too(self) -> None:
        client = self.new_client()
        self.put(client, b"key", b"x")
        self.assertEqual([record.state for record in RowStore(client).lookup([b"key", b"other"])], [1, 0])
        self.assertEqual(RowStore(client).remove([b"key", b"other"]), [True, False])
        self.assertFalse(client.key_tables.contains(b"key"))

    def test_a_process_that_maps_nothing_gets_copies_over_the_socket(self) -> None:
        data = os.urandom(4096)
        self.put(self.new_client(), b"key", data)
        self.assertEqual(self.get(self.new_client(maps=False), b"key", 4096), data)

    def test_a_client_that_may_not_map_stores_and_loads_over_the_socket(self) -> None:
        self.pool.copies_only = True
        guest = self.new_client()
        data = os.urandom(4096)
        self.assertTrue(self.put(guest, b"key", data))
        self.assertEqual(self.pool.bytes_of(b"key"), data)
        self.assertEqual(self.get(guest, b"key", 4096), data)

    def test_a_slot_that_was_lost_is_not_stored_into(self) -> None:
        self.pool.copies_only = True
        guest = self.new_client()
        eventually(lambda: len(guest.credits) > 0, "credits are granted")
        self.agent.client.slots.clear()
        self.assertFalse(self.put(guest, b"key", b"data"))

    def test_another_fingerprint_is_refused_and_says_the_difference(self) -> None:
        self.new_client()
        other = self.new_client(fingerprint="model=b", ready=False)
        eventually(lambda: other.last_error is not None, "the refusal arrives")
        assert isinstance(other.last_error, Refused)
        self.assertEqual(other.last_error.status, Status.FINGERPRINT_MISMATCH)
        self.assertIn("the pool has 'a', the client 'b'", str(other.last_error))
        with self.assertRaises(Disconnected):
            other.require_session()

    def test_another_stride_is_refused(self) -> None:
        client = self.new_client(stride=8192, ready=False)
        eventually(lambda: isinstance(client.last_error, Refused) and client.last_error.status == Status.WRONG_STRIDE, "the refusal arrives")

    def test_a_client_without_fingerprint_loads_and_does_not_store(self) -> None:
        self.put(self.new_client(), b"key", b"data")
        reader = self.new_client(fingerprint="")
        self.assertEqual(self.get(reader, b"key", 4), b"data")
        with self.assertRaises(Refused):
            self.put(reader, b"other", b"data")

    def test_a_socket_that_nobody_listens_on_says_what_to_check(self) -> None:
        self.agent.stop()
        client = self.new_client(ready=False)
        eventually(lambda: client.last_error is not None, "the failure shows")
        self.assertRegex(str(client.last_error), "cannot connect to the agent at .*kvfleet.sock.*volume mounted")

    def test_rows_lie_side_by_side_at_base_plus_row_times_stride(self) -> None:
        self.pool.grow(8)
        client = self.new_client()
        assert client.space.base is not None
        for row in (0, self.rows - 1, self.rows, self.rows + 7):
            memory = next(m for m in self.pool.memory.values() if m.offset <= row * self.stride < m.offset + m.bytes)
            memory.map[row * self.stride - memory.offset] = row + 1
            self.assertEqual(ctypes.c_uint8.from_address(client.space.base + row * self.stride).value, row + 1)
        self.assertIsNone(client.extents.of_row(self.rows + 8))
        self.assertIsNone(client.extents.of_row(-1))

    def test_a_closed_client_leaves_no_descriptor_open(self) -> None:
        before = len(os.listdir("/proc/self/fd"))
        client = self.new_client()
        self.put(client, b"key", b"x")
        client.close()
        eventually(lambda: len(os.listdir("/proc/self/fd")) <= before, "all descriptors are closed")

    def test_a_timed_out_request_gives_the_connection_up(self) -> None:
        client = self.new_client()
        self.agent.faults[FrameType.STATS] = lambda connection, request_id: None
        session = client.require_session()
        with self.assertRaisesRegex(TimeoutError, "STATS"):
            session.request(FrameType.STATS, b"", timeout=0.05)
        self.assertFalse(session.stands())

    def test_replies_that_do_not_fit_their_request_end_the_connection(self) -> None:
        client = self.new_client()
        self.agent.faults[FrameType.LOOKUP] = lambda connection, request_id: connection.send(encode(FrameType.LEASE | 0x8000, request_id, b""))
        session = client.require_session()
        with self.assertRaisesRegex(Exception, "the reply to request"):
            session.request(FrameType.LOOKUP, requests.keys([b"key"]))
        self.assertFalse(session.stands())

    def test_unknown_notices_are_passed_over(self) -> None:
        client = self.new_client()
        self.agent.client.send(encode(0x55, 0, b"news"))
        self.put(client, b"key", b"x")
        self.assertEqual(len(self.agent.connections), 1)

    def test_the_client_survives_a_peer_that_speaks_nonsense(self) -> None:
        client = self.new_client()
        socket.send_fds(self.agent.client.peer, [b"nonsense" * 10], [self.pool.keys.descriptor])
        eventually(lambda: len(self.agent.connections) == 2, "it connects again")
        self.assertTrue(client.wait_ready(10))
        self.assertTrue(self.put(client, b"key", b"x"))


if __name__ == "__main__":
    unittest.main()
