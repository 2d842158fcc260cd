"""What one scheduler step wants to say to the agent: gathered without waiting, sent by another thread."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from kvfleet.client import StoreClient
from kvfleet.commits import slots_that_stay
from kvfleet.engines.leased_row import LeasedRow
from kvfleet.errors import Disconnected, StoreError
from kvfleet.memory.extent_table import ExtentTable
from kvfleet.protocol import replies, requests
from kvfleet.protocol.frames import MAX_ITEMS, FrameType
from kvfleet.protocol.values import CommitItem, Record, RecordState, Slot
from kvfleet.session import Session

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class LeaseAnswer:
    """What became of a lease request. Keys are the engine's own, without salt.

    Attributes:
        keys: all that were asked for.
        granted: leases of rows as long as the stride.
        denied: keys that the key table showed, and that are not to be had as a row.
        useless: handles of leases of no use.
    """

    session: Session
    salt: bytes
    keys: Sequence[bytes]
    granted: dict[bytes, LeasedRow] = field(default_factory=dict)
    denied: list[bytes] = field(default_factory=list)
    useless: list[int] = field(default_factory=list)


@dataclass(slots=True)
class CommitAnswer:
    """Which keys are not being committed any more, without salt."""

    session: Session
    keys: Sequence[bytes]


Answers = Callable[[object], None]
"""Takes a :class:`LeaseAnswer` or :class:`CommitAnswer`, in a thread that must not wait."""


@dataclass(slots=True)
class StepMessages:
    """The messages of one step.

    Attributes:
        session: the connection whose handles and slots they name; on another one they mean nothing.
        salt: what the store's keys have behind the engine's.
        leases: keys to lease where they are in the pool.
    """

    session: Session
    salt: bytes
    leases: list[bytes] = field(default_factory=list)
    releases: list[int] = field(default_factory=list)
    commits: list[CommitItem] = field(default_factory=list)
    aborts: list[Slot] = field(default_factory=list)
    touches: list[Sequence[bytes]] = field(default_factory=list)
    wants_credits: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.leases or self.releases or self.commits or self.aborts or self.touches or self.wants_credits)

    def send(self, client: StoreClient, current: Session | None, answers: Answers) -> None:
        """Sends all of it; what is answered goes to ``answers``. In a thread that may wait."""
        session = self.session
        if session is not current:
            answers(LeaseAnswer(session, self.salt, self.leases))
            answers(CommitAnswer(session, [item.key for item in self.commits]))
            return
        self._lease_present(client, answers)
        for at in range(0, len(self.releases), MAX_ITEMS):
            session.submit(FrameType.RELEASE, requests.release(self.releases[at : at + MAX_ITEMS]), _ignore)
        for commits in requests.commit_batches([item._replace(key=item.key + self.salt) for item in self.commits]):
            self._commit(client, commits, answers)
        for at in range(0, len(self.aborts), MAX_ITEMS):
            session.submit(FrameType.ABORT, requests.abort(self.aborts[at : at + MAX_ITEMS]), _ignore)
        for touched in self.touches:
            for touches in requests.key_batches(self._salted(touched)):
                session.submit(FrameType.TOUCH, requests.keys(touches), _ignore)
        if self.wants_credits:
            client.credits.refill(session)

    def _salted(self, keys: Sequence[bytes]) -> Sequence[bytes]:
        return [key + self.salt for key in keys] if self.salt else keys

    def _lease_present(self, client: StoreClient, answers: Answers) -> None:
        """Asks for what is in the pool; of all but a request's first key the scheduler did not look that up."""
        present = [key for key in self.leases if client.key_tables.contains(key + self.salt)]
        if len(present) < len(self.leases):
            answers(LeaseAnswer(self.session, self.salt, list(set(self.leases).difference(present))))
        for keys in requests.key_batches(present):
            self._lease(client.extents, keys, answers)

    def _lease(self, extents: ExtentTable, keys: Sequence[bytes], answers: Answers) -> None:
        def take(reply: bytes | StoreError) -> None:
            answer = LeaseAnswer(self.session, self.salt, keys)
            if isinstance(reply, StoreError):
                _complain("leases", reply)
                answer.denied.extend(keys)
            else:
                self._sort(answer, replies.records(reply, len(keys)), extents)
            answers(answer)

        self.session.submit(FrameType.LEASE, requests.keys(self._salted(keys)), take)

    def _sort(self, answer: LeaseAnswer, records: Sequence[Record], extents: ExtentTable) -> None:
        stride = self.session.welcome.stride
        for key, record in zip(answer.keys, records, strict=True):
            # A row in memory that is being taken back is nothing to begin a transfer with.
            if record.state == RecordState.PRESENT and record.length == stride and extents.of_row(record.row) is not None:
                answer.granted[key] = LeasedRow(record.row, record.handle)
                continue
            answer.denied.append(key)
            if record.handle:
                answer.useless.append(record.handle)

    def _commit(self, client: StoreClient, items: Sequence[CommitItem], answers: Answers) -> None:
        wanted = client.credits.wanted()

        def take(reply: bytes | StoreError) -> None:
            slots: list[Slot] = []
            if isinstance(reply, StoreError):
                _complain("commits", reply)
            else:
                results, slots = replies.committed(reply, len(items))
                slots += slots_that_stay(items, results)
            client.credits.answered(wanted, slots, self.session)
            answers(CommitAnswer(self.session, [item.key[: len(item.key) - len(self.salt)] for item in items]))

        self.session.submit(FrameType.COMMIT, requests.commit(wanted, items), take)


def _complain(what: str, error: StoreError) -> None:
    if not isinstance(error, Disconnected):
        _log.warning("%s were refused: %s", what, error)


def _ignore(reply: bytes | StoreError) -> None:
    """For requests whose answer changes nothing."""
