"""Frames and bodies, byte by byte, and what must not pass."""

from __future__ import annotations

import random
import struct
import unittest

from kvfleet.errors import ProtocolError
from kvfleet.protocol import frames, replies, requests
from kvfleet.protocol.frames import FrameType
from kvfleet.protocol.values import CommitItem, Extent, Hello, Record, Revoke, Slot


class FrameTests(unittest.TestCase):
    def test_a_frame_is_a_header_of_16_bytes_and_its_body(self) -> None:
        packet = frames.encode(FrameType.LOOKUP, 7, b"body")
        self.assertEqual(packet, b"KV" + bytes.fromhex("0200 14000000 07000000 0000 0000") + b"body")
        self.assertEqual(frames.decode(packet), (2, 7, 0, b"body"))

    def test_a_frame_longer_than_64_kib_is_refused_before_it_is_sent(self) -> None:
        with self.assertRaisesRegex(ValueError, "65537 bytes"):
            frames.encode(1, 1, bytes(64 * 1024 - 15))

    def test_packets_that_are_no_frames_are_errors(self) -> None:
        good = frames.encode(2, 7, b"body")
        for bad in (b"", good[:15], b"XV" + good[2:], good[:-1], good + b"x", good[:14] + b"\1\0" + good[16:]):
            with self.subTest(bad), self.assertRaises(ProtocolError):
                frames.decode(bad)

    def test_hello_says_version_flags_stride_fingerprint_and_name(self) -> None:
        body = requests.hello(Hello(True, 4096, "a=1", "me"))
        self.assertEqual(body, bytes.fromhex("01000000 01000000 0010000000000000 0300") + b"a=1" + bytes.fromhex("0200") + b"me")

    def test_keys_have_a_count_and_lengths(self) -> None:
        self.assertEqual(requests.keys([b"ab", b"c"]), bytes.fromhex("02000000 0200") + b"ab" + bytes.fromhex("0100") + b"c")

    def test_an_item_of_commit_has_all_its_fields_in_order(self) -> None:
        body = requests.commit(3, [CommitItem(Slot(-2, 9), 100, 4, 5, 6, b"k")])
        self.assertEqual(body, struct.pack("<II", 3, 1) + struct.pack("<iIIIIQH", -2, 9, 100, 4, 5, 6, 1) + b"k")

    def test_batches_fit_frames_and_lose_nothing(self) -> None:
        chance = random.Random(5)
        for _ in range(50):
            keys = [chance.randbytes(chance.randint(1, 168)) for _ in range(chance.randint(0, 3000))]
            batches = requests.key_batches(keys)
            self.assertEqual([key for batch in batches for key in batch], keys)
            for batch in batches:
                frames.encode(FrameType.PIN, 1, requests.timed_keys(1, batch))
            items = [CommitItem(Slot(1, 1), 1, 0, 0, 0, key) for key in keys]
            for part in requests.commit_batches(items):
                frames.encode(FrameType.COMMIT, 1, requests.commit(1, part))

    def test_records_are_24_bytes_each(self) -> None:
        body = struct.pack("<I", 1) + struct.pack("<BBHiIIQ", 1, 0, 0, -1, 3, 4, 1 << 63)
        self.assertEqual(replies.records(body, 1), [Record(1, -1, 3, 4, 1 << 63)])

    def test_a_revoke_names_extents_and_arenas(self) -> None:
        self.assertEqual(replies.revoke(struct.pack("<IIQQII", 30, 2, 5, 6, 1, 7)), Revoke(30, (5, 6), (7,)))

    def test_extents_come_with_as_many_descriptors(self) -> None:
        body = struct.pack("<IIQQQ", 1, 1, 5, 0, 4096)
        self.assertEqual(replies.extents(body, 1).extents, (Extent(5, 0, 4096),))
        with self.assertRaisesRegex(ProtocolError, "0 descriptors"):
            replies.extents(body, 0)

    def test_random_and_shortened_bodies_end_in_protocol_errors_only(self) -> None:
        chance = random.Random(11)
        readers = (
            replies.welcome,
            lambda body: replies.records(body, 2),
            lambda body: replies.results(body, 2),
            replies.slots,
            lambda body: replies.committed(body, 1),
            replies.number,
            lambda body: replies.extents(body, 1),
            lambda body: replies.key_table(body, 1),
            replies.revoke,
            frames.decode,
        )
        for _ in range(2000):
            body = chance.randbytes(chance.randint(0, 80))
            if chance.random() < 0.5:
                body = struct.pack("<I", chance.randint(0, 3)) + body
            for reader in readers:
                try:
                    reader(body)
                except ProtocolError:
                    continue


if __name__ == "__main__":
    unittest.main()
