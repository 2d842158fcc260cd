"""Lookups in the agent's memory."""

from __future__ import annotations

import random
import struct
import unittest

from kvfleet.errors import ProtocolError
from kvfleet.key_table import KeyTable, tag_of
from kvfleet.key_tables import KeyTables
from tests.reference.key_table_writer import KeyTableWriter


class KeyTableTests(unittest.TestCase):
    def setUp(self) -> None:
        self.writer = KeyTableWriter(3, 256)
        self.addCleanup(self.writer.close)
        self.table = KeyTable(self.writer.descriptor, self.writer.bytes)
        self.tables = KeyTables()
        self.tables.add(self.table)
        self.addCleanup(self.tables.drop)

    def test_the_tag_is_the_one_that_the_documentation_defines(self) -> None:
        key = bytes(range(36))
        expected = ((sum(byte << 8 * at for at, byte in enumerate(key)) % (2**61 - 1) + 36) * 0x9E3779B97F4A7C15) % 2**64
        self.assertEqual(tag_of(key), expected)
        self.assertNotEqual(tag_of(b"\0"), tag_of(b"\0\0"))

    def test_what_was_written_is_found_and_nothing_else(self) -> None:
        chance = random.Random(2)
        keys = [chance.randbytes(36) for _ in range(120)]
        for at, key in enumerate(keys):
            self.writer.put(key, at, at + 1, 100 + at)
        for at, key in enumerate(keys):
            self.assertTrue(self.tables.contains(key))
            self.assertEqual(self.tables.find(key), (at, at + 1, 100 + at))
        self.assertFalse(any(self.tables.contains(chance.randbytes(36)) for _ in range(500)))

    def test_a_removed_key_is_gone_and_the_keys_behind_it_stay(self) -> None:
        first = next(key for key in (bytes([n]) for n in range(1, 255)))
        home = tag_of(first) >> self.writer.shift
        neighbours = [key for key in (n.to_bytes(3, "little") for n in range(1, 200_000)) if tag_of(key) >> self.writer.shift == home][:3]
        for at, key in enumerate([first, *neighbours]):
            self.writer.put(key, at, 1, 1)
        self.writer.remove(first)
        self.assertFalse(self.tables.contains(first))
        self.assertIsNone(self.tables.find(first))
        self.assertTrue(all(self.tables.contains(key) for key in neighbours))

    def test_a_slot_that_is_being_written_is_a_miss(self) -> None:
        self.writer.put(b"key", 1, 1, 1)
        self.writer.start_writing(b"key")
        self.assertFalse(self.tables.contains(b"key"))
        self.assertIsNone(self.tables.find(b"key"))

    def test_a_value_that_is_not_one_row_has_row_minus_one(self) -> None:
        self.writer.put(b"big", -1, 4, 5_000_000)
        self.assertEqual(self.tables.find(b"big"), (-1, 4, 5_000_000))

    def test_a_full_table_is_searched_for_no_more_than_its_probes(self) -> None:
        for at in range(256):
            struct.pack_into("<IIQiIII", self.writer.map, 4096 + 32 * at, 2, 1, 0, 0, 0, 0, 0)
        self.assertFalse(self.tables.contains(b"absent"))

    def test_a_dropped_table_is_a_miss_even_for_who_holds_it(self) -> None:
        self.writer.put(b"key", 1, 1, 1)
        held = self.tables._tables
        self.tables.drop({3})
        self.assertEqual(len(self.tables), 0)
        self.tables._tables = held
        self.assertFalse(self.tables.contains(b"key"))
        self.tables._tables = ()

    def test_memory_that_is_no_key_table_is_refused(self) -> None:
        changes = {0: b"NOTKEYS1", 8: struct.pack("<I", 2), 12: struct.pack("<I", 255), 16: struct.pack("<I", 64), 28: struct.pack("<I", 8)}
        for at, change in changes.items():
            writer = KeyTableWriter(0, 256)
            self.addCleanup(writer.close)
            writer.map[at : at + len(change)] = change
            with self.subTest(at), self.assertRaises(ProtocolError):
                KeyTable(writer.descriptor, writer.bytes)
        with self.assertRaises(ProtocolError):
            KeyTable(self.writer.descriptor, self.writer.bytes + 1)


if __name__ == "__main__":
    unittest.main()
