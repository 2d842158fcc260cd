"""What one scheduler step wants to say to the agent: gathered without waiting, sent by another thread."""

from __future__ import annotations

import logging
import queue
from collections.abc import Sequence
from dataclasses import dataclass, field

from kvfleet.client import StoreClient
from kvfleet.errors import Disconnected, StoreError
from kvfleet.protocol import replies, requests
from kvfleet.protocol.frames import MAX_ITEMS, FrameType
from kvfleet.protocol.values import CommitItem, CommitResult, Record, Slot
from kvfleet.session import Session

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class LeaseAnswer:
    """What became of a lease request; no records: nothing. Keys are the engine's own, without salt."""

    session: Session
    salt: bytes
    keys: Sequence[bytes]
    records: Sequence[Record]


@dataclass(slots=True)
class CommitAnswer:
    """Which keys are not being committed any more, without salt."""

    session: Session
    keys: Sequence[bytes]


Answers = queue.SimpleQueue[object]


@dataclass(slots=True)
class StepMessages:
    """The messages of one step.

    Attributes:
        session: the connection whose handles and slots they name; on another one they mean nothing.
        salt: what the store's keys have behind the engine's.
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
            answers.put(LeaseAnswer(session, self.salt, self.leases, ()))
            answers.put(CommitAnswer(session, [item.key for item in self.commits]))
            return
        for leases in requests.key_batches(self.leases):
            self._lease(leases, answers)
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

    def _lease(self, keys: Sequence[bytes], answers: Answers) -> None:
        def take(reply: bytes | StoreError) -> None:
            records: Sequence[Record] = ()
            if isinstance(reply, StoreError):
                _complain("leases", reply)
            else:
                records = replies.records(reply, len(keys))
            answers.put(LeaseAnswer(self.session, self.salt, keys, records))

        self.session.submit(FrameType.LEASE, requests.keys(self._salted(keys)), take)

    def _commit(self, client: StoreClient, items: Sequence[CommitItem], answers: Answers) -> None:
        wanted = client.credits.wanted()

        def take(reply: bytes | StoreError) -> None:
            slots: list[Slot] = []
            if isinstance(reply, StoreError):
                _complain("commits", reply)
            else:
                results, slots = replies.committed(reply, len(items))
                slots += [item.slot for item, result in zip(items, results, strict=True) if result < len(CommitResult) and CommitResult(result).slot_stays]
            client.credits.answered(wanted, slots, self.session)
            answers.put(CommitAnswer(self.session, [item.key[: len(item.key) - len(self.salt)] for item in items]))

        self.session.submit(FrameType.COMMIT, requests.commit(wanted, items), take)


def _complain(what: str, error: StoreError) -> None:
    if not isinstance(error, Disconnected):
        _log.warning("%s were refused: %s", what, error)


def _ignore(reply: bytes | StoreError) -> None:
    """For requests whose answer changes nothing."""
