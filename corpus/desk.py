"""One crawler's place at the reception: it asks what earlier nights left, and hands in what it brings."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from datetime import datetime

from corpus.archive import Archive
from corpus.document import Posting, Response
from corpus.intake import Delivery, Intake
from corpus.keeping import Deposit, Known, NotModified
from corpus.reception import Errand, Reception
from corpus.store import Store

# What an errand without a body takes in memory, roughly.
_SMALL = 1_000


class Desk:
    """Fulfils `corpus.keeping.Keeper` for one crawler in its own thread. `store` is opened for reading, by it alone."""

    def __init__(self, reception: Reception, store: Store, archive: Archive) -> None:
        self._reception = reception
        self._store = store
        self._archive = archive
        self._settled = threading.Condition()
        self._open = 0

    def known(self, url: str) -> Known | None:
        """What earlier visits of this address left; None where it was never visited."""
        return self._store.known(url)

    def earlier_page(self, url: str) -> Response | None:
        """The archived answer of the last good visit of this address."""
        visit = self._store.last_good_visit(url)
        return self._archive.read(visit.archived) if visit and visit.archived else None

    def held(self, source: str) -> Iterable[Posting]:
        """Every address that gave a document which this source brought, posted as it was stored."""
        return self._store.brought_by(source)

    def keep_page(self, response: Response, source: str, verdict: str, reason: str) -> None:
        """Hand in an answer that is no document."""
        self._hand_in(lambda intake: intake.page(response, source, verdict, reason), len(response.body))

    def keep_document(
        self, response: Response, posting: Posting, source: str, verdict: str, told: Callable[[Deposit], None]
    ) -> None:
        """Hand in a document; `told` is called by the thread that takes it in."""
        delivery = Delivery(response, posting, "listing", source, verdict)
        self._hand_in(delivery, len(response.body), told)

    def keep_record(self, posting: Posting, at: datetime) -> None:
        """Hand in what a library says of a document."""
        self._hand_in(lambda intake: intake.record(posting, at), _SMALL)

    def unchanged(self, url: str, source: str, answer: NotModified) -> None:
        """Hand in a 304."""
        self._hand_in(lambda intake: intake.unchanged(url, source, answer), _SMALL)

    def failed(self, url: str, source: str, verdict: str, reason: str, at: datetime) -> None:
        """Hand in that an address did not answer."""
        self._hand_in(lambda intake: intake.failed(url, source, verdict, reason, at), _SMALL)

    def settle(self) -> None:
        """Wait until everything handed in here is kept, or nothing is taken in any more."""
        with self._settled:
            while self._open and not self._reception.stopped.is_set():
                # Whoever stops the reception does not know of this desk.
                self._settled.wait(timeout=0.5)

    def _hand_in(
        self,
        task: Callable[[Intake], None] | Delivery,
        size: int,
        told: Callable[[Deposit], None] = lambda deposit: None,
    ) -> None:
        with self._settled:
            self._open += 1
        self._reception.hand_in(Errand(task, size, self._done, told))

    def _done(self) -> None:
        with self._settled:
            self._open -= 1
            self._settled.notify_all()
