"""What a scheduler is told of rows, step by step."""

from __future__ import annotations

import unittest
from unittest import mock

from kvfleet.engines import lease_book
from kvfleet.engines.answer import Answer
from kvfleet.protocol.frames import FrameType
from tests.harness import AgentTestCase, eventually
from tests.reference.pool import Stored


class RowLedgerTests(AgentTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.now = 0.0
        self.ledger = self.new_ledger(clock=lambda: self.now)

    def test_a_key_of_the_pool_is_leased_in_one_step_and_a_hit_in_the_next(self) -> None:
        self._has(b"key")
        self.assertEqual(self.ledger.lookup(b"key", "r"), Answer.RETRY)
        self.assertTrue(self.ledger.is_waiting)
        self.ledger.end_step()
        self._until(b"key", Answer.HIT)
        self.assertEqual(self.ledger.loads([b"key"]), [self.pool.values[b"key"].row])
        self.ledger.end_step()
        self.ledger.loaded([b"key"])
        self.ledger.end_step()
        self.assertEqual(self.ledger.lookup(b"key", "next"), Answer.HIT, "who comes next need not wait")
        self.ledger.end_step()
        self._pass_idle_time()

    def test_an_absent_key_is_a_miss_without_a_request_to_the_agent(self) -> None:
        before = len(self.agent.client.requests)
        self.assertEqual(self.ledger.lookup(b"absent", "r"), Answer.MISS)
        self.ledger.end_step()
        self.assertEqual(len(self.agent.client.requests), before)

    def test_no_call_of_a_step_sends_anything_itself(self) -> None:
        self._has(b"key")
        self.agent.faults[FrameType.LEASE] = lambda connection, request_id: None
        self.ledger.lookup(b"key", "r")
        self.ledger.touch([b"key"], "r")
        self.ledger.stores([b"new"], "r", lambda key, number: number)
        self.assertNotIn(FrameType.LEASE, self.agent.client.requests)
        self.ledger.end_step()
        eventually(lambda: FrameType.LEASE in self.agent.client.requests, "the step's end sends")

    def test_a_wrong_hint_is_a_miss_for_a_while(self) -> None:
        self.pool.keys.put(b"gone", 3, 1, self.stride)
        self.assertEqual(self.ledger.lookup(b"gone", "r"), Answer.RETRY)
        self.ledger.end_step()
        self._until(b"gone", Answer.MISS)
        self.ledger.end_step()
        self.now += lease_book.DENIED_SECONDS + 0.1
        self.assertEqual(self.ledger.lookup(b"gone", "r"), Answer.RETRY)
        self.ledger.end_step()

    def test_a_value_of_another_length_is_a_miss_and_its_lease_goes_back(self) -> None:
        self.pool.store(b"short", Stored(5, self.stride - 1, 0))
        self.ledger.lookup(b"short", "r")
        self.ledger.end_step()
        self._until(b"short", Answer.MISS)
        self.ledger.end_step()
        eventually(lambda: not self.pool.leased, "the lease goes back")

    def test_a_request_that_waits_anyway_learns_of_its_other_keys_in_the_next_step(self) -> None:
        self._has(b"one")
        self._has(b"two")
        self.assertEqual([self.ledger.lookup(key, "r") for key in (b"one", b"absent", b"two")], [Answer.RETRY] * 3)
        self.assertEqual(self.ledger.lookup(b"other", "s"), Answer.MISS, "another request does not wait")
        self.ledger.end_step()
        self._until(b"two", Answer.HIT)
        self.assertEqual([self.ledger.lookup(key, "r") for key in (b"one", b"absent", b"two")], [Answer.HIT, Answer.MISS, Answer.HIT])
        self.ledger.end_step()

    def test_a_lease_lasts_until_all_transfers_ended(self) -> None:
        self._has(b"key")
        self.ledger.lookup(b"key", "a")
        self.ledger.end_step()
        self._until(b"key", Answer.HIT, "a")
        self.ledger.loads([b"key"])
        self.ledger.loads([b"key"])
        self.ledger.end_step()
        self.ledger.loaded([b"key"])
        self.now += 10 * lease_book.IDLE_SECONDS
        for _ in range(5):
            self.ledger.end_step()
        self.assertEqual(len(self.pool.leased), 1)
        self.ledger.loaded([b"key"])
        self._pass_idle_time()

    def test_a_lease_that_nobody_loads_goes_back_after_a_while(self) -> None:
        self._has(b"key")
        self.ledger.lookup(b"key", "r")
        self.ledger.end_step()
        self.ledger.finished("r")
        self._until(b"key", Answer.HIT)
        self.ledger.end_step()
        self._pass_idle_time()

    def test_too_many_leases_go_back_before_their_time(self) -> None:
        for key in (b"one", b"two", b"three"):
            self._has(key)
            self.ledger.lookup(key, "r")
            self.ledger.end_step()
            self._until(key, Answer.HIT)
            self.ledger.end_step()
        self.assertEqual(len(self.pool.leased), 3)
        with mock.patch.object(lease_book, "MOST_KEPT", 2):
            eventually(lambda: self._steps() and len(self.pool.leased) == 2, "the oldest one goes back")
            self.assertNotIn(b"one", self.pool.leased.values())

    def test_what_is_stored_is_committed_and_then_found(self) -> None:
        self.ledger.touch([b"root", b"one"], "r")
        keys, rows = self.ledger.stores([b"root", b"one"], "r", lambda key, number: number + 7)
        self.assertEqual(keys, [b"root", b"one"])
        self.assertEqual(self.ledger.lookup(b"one", "r"), Answer.PENDING)
        self.ledger.end_step()
        self.ledger.stored(keys, True)
        eventually(lambda: self._steps() and set(self.pool.values) == {b"root", b"one"} and not self.ledger.is_waiting, "both are committed")
        one = self.pool.values[b"one"]
        self.assertEqual((one.row, one.length, one.position), (rows[1], self.stride, 8))
        self.assertEqual(one.group, int.from_bytes(b"root", "little"))
        self.assertEqual(self.pool.touched, [(b"root", b"one")])
        self.assertEqual(self.ledger.lookup(b"one", "s"), Answer.RETRY)
        self.ledger.end_step()

    def test_a_key_that_is_stored_and_leased_at_once_stays_a_hit_and_its_lease_goes_back(self) -> None:
        self._has(b"root")
        self.ledger.lookup(b"root", "r")
        self.assertEqual(self.ledger.lookup(b"key", "r"), Answer.RETRY, "not looked up, as the request waits anyway")
        keys, _ = self.ledger.stores([b"key"], "r", lambda key, number: number)
        self.assertEqual(keys, [b"key"])
        self._has(b"key")
        self.ledger.end_step()
        self._until(b"key", Answer.HIT)
        self.ledger.end_step()
        self.ledger.stored(keys, True)
        eventually(lambda: self._steps() and not self.ledger.is_waiting, "the commit is answered")
        self.assertEqual(self.ledger.lookup(b"key", "s"), Answer.HIT)
        self.ledger.end_step()
        self.assertEqual(len(self.pool.leased), 2)
        self._pass_idle_time()

    def test_what_is_here_is_not_stored_again(self) -> None:
        self._has(b"key")
        keys, _ = self.ledger.stores([b"key", b"new"], "r", lambda key, number: number)
        self.assertEqual(keys, [b"new"])
        self.assertEqual(self.ledger.stores([b"new"], "r", lambda key, number: number), ([], []))
        self.ledger.end_step()

    def test_a_failed_store_gives_its_row_back(self) -> None:
        keys, rows = self.ledger.stores([b"key"], "r", lambda key, number: number)
        self.ledger.end_step()
        self.assertIn(rows[0], self.agent.client.slots)
        self.ledger.stored(keys, False)
        self.ledger.end_step()
        eventually(lambda: rows[0] not in self.agent.client.slots, "the slot goes back")
        self.assertEqual(self.pool.values, {})

    def test_without_credits_fewer_keys_are_stored_and_more_credits_are_asked_for(self) -> None:
        wanted = [bytes([n + 1]) for n in range(40)]
        keys, _ = self.ledger.stores(wanted, "r", lambda key, number: number)
        self.assertEqual(keys, wanted[:16])
        self.ledger.end_step()
        eventually(lambda: len(self.ledger_client.credits) > 0, "more credits come")

    def test_after_forget_nothing_stored_before_is_found_and_new_values_are(self) -> None:
        self._is_loading(b"key")
        keys, rows = self.ledger.stores([b"old"], "r", lambda key, number: number)
        self.ledger.end_step()
        self.ledger.forget()
        self.assertEqual(self.ledger.lookup(b"key", "s"), Answer.MISS)
        self.ledger.end_step()
        self.ledger.loaded([b"key"])
        self.ledger.stored(keys, True)
        self.ledger.end_step()
        eventually(lambda: not self.pool.leased and rows[0] not in self.agent.client.slots, "leases and rows go back")
        self.assertNotIn(b"old", self.pool.values)
        keys, _ = self.ledger.stores([b"key"], "s", lambda key, number: number)
        self.assertEqual(keys, [b"key"])
        self.ledger.end_step()
        self.ledger.stored(keys, True)
        eventually(lambda: self._steps() and not self.ledger.is_waiting, "it is committed")
        self.assertEqual(self.ledger.lookup(b"key", "t"), Answer.RETRY)
        self.ledger.end_step()
        self._until(b"key", Answer.HIT, "t")
        self.ledger.end_step()

    def test_a_lost_agent_makes_everything_a_miss_and_a_new_one_a_hit_again(self) -> None:
        self._is_loading(b"key")
        keys, _ = self.ledger.stores([b"new"], "r", lambda key, number: number)
        self.ledger.end_step()
        self.agent.stop()
        eventually(lambda: self.ledger_client.session is None, "the loss is noticed")
        self._until(b"key", Answer.MISS, "s")
        self.ledger.end_step()
        self.ledger.loaded([b"key"])
        self.ledger.stored(keys, True)
        self.ledger.end_step()
        self.agent = self.new_agent()
        eventually(lambda: self.ledger_client.session is not None, "it connects again")
        self.assertTrue(self.ledger_client.wait_ready(10))
        eventually(lambda: self._answer(b"key", "t") == Answer.HIT, "it is leased again")
        self.assertNotIn(b"new", self.pool.values)

    def test_an_idle_scheduler_lets_memory_go(self) -> None:
        self._has(b"key")
        self.ledger.lookup(b"key", "r")
        self.ledger.end_step()
        self._until(b"key", Answer.HIT)
        self.ledger.end_step()
        self.agent.client.revoke([1])
        eventually(lambda: self.agent.client.unmapped == [1], "it is acknowledged")
        self.assertEqual(self.pool.leased, {})
        self.assertEqual(self.ledger.lookup(b"key", "s"), Answer.RETRY)
        self.ledger.end_step()

    def test_memory_waits_for_transfers_that_run_and_starts_no_new_ones(self) -> None:
        self._is_loading(b"key")
        keys, _ = self.ledger.stores([b"new"], "r", lambda key, number: number)
        self.ledger.end_step()
        self.agent.client.revoke([1])
        eventually(lambda: self._answer(b"key", "s") == Answer.MISS, "it is not given out again")
        self.ledger.loaded([b"key"])
        self.ledger.end_step()
        self.assertEqual(self.agent.client.unmapped, [])
        self.ledger.stored(keys, True)
        self.ledger.end_step()
        eventually(lambda: self.agent.client.unmapped == [1], "it is acknowledged")
        self.assertNotIn(b"new", self.pool.values)
        self.assertLess(self.agent.client.requests.index(FrameType.ABORT), self.agent.client.requests.index(FrameType.UNMAPPED))

    def _has(self, key: bytes) -> None:
        self.pool.store(key, Stored(self.rows - 1 - len(self.pool.values), self.stride, 0))

    def _is_loading(self, key: bytes) -> None:
        """A transfer reads a key of the pool."""
        self._has(key)
        self.ledger.lookup(key, "r")
        self.ledger.end_step()
        self._until(key, Answer.HIT)
        self.ledger.loads([key])
        self.ledger.end_step()

    def _answer(self, key: bytes, request: str) -> Answer:
        answer = self.ledger.lookup(key, request)
        self.ledger.end_step()
        return answer

    def _until(self, key: bytes, wanted: Answer, request: str = "r") -> None:
        """Steps until a key has this answer; the step stays open."""

        def reached() -> bool:
            if self.ledger.lookup(key, request) == wanted:
                return True
            self.ledger.end_step()
            return False

        eventually(reached, f"{key!r} is {wanted}")

    def _pass_idle_time(self) -> None:
        """After it, leases are back."""

        def passed() -> bool:
            self.now += lease_book.IDLE_SECONDS + 0.1
            self.ledger.end_step()
            return not self.pool.leased

        eventually(passed, "leases go back")

    def _steps(self) -> bool:
        self.ledger.end_step()
        return True


if __name__ == "__main__":
    unittest.main()
