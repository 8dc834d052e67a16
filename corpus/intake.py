"""Taking in one answer: archive its bytes, extract its text, store both. The only way into a home.

The order is what keeps a home whole: bytes and a note go into the archive and are made durable, then the store
commits. A process killed between the two leaves a record that nothing refers to, and the next run takes it in again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from corpus.archive import Archive
from corpus.document import ArchiveRef, Change, Extract, Posting, Response
from corpus.errors import ExtractError
from corpus.keeping import Deposit, Known, NotModified
from corpus.store import Arrival, Original, Store, Visit
from corpus.warc import payload_digest
from corpus.workers import Workers, outcome

# How many files wait for a worker at once: enough to keep all busy, few enough to keep memory flat.
AHEAD_PER_WORKER = 2


@dataclass(frozen=True, slots=True)
class Delivery:
    """One file to take in: its answer, what was said of it and by whom (`origin`: see corpus.store.facts)."""

    response: Response
    posting: Posting
    origin: str
    verdict: str = "ok"


@dataclass(frozen=True, slots=True)
class Intake:
    """An archive, a store and workers, joined. It fulfils `corpus.keeping.Keeper` for the crawler."""

    archive: Archive
    store: Store
    workers: Workers

    def known(self, url: str) -> Known | None:
        """What is known of an address from its last good visit."""
        visit = self.store.last_good_visit(url)
        return Known(visit.etag, visit.last_modified, visit.fetched) if visit else None

    def keep_page(self, response: Response, source: str, verdict: str, reason: str) -> None:
        """Archive an answer that is no document, and remember the visit."""
        ref = self._archive(response)
        self._note(response, ref, {"source": source, "verdict": verdict, "reason": reason})
        self.store.visit(_visit(response, source, verdict, reason, ref))

    def keep_document(self, response: Response, posting: Posting, verdict: str = "ok") -> Deposit:
        """Archive, extract and store one document."""
        return next(self.take([Delivery(response, posting, "listing", verdict)]))

    def unchanged(self, url: str, source: str, answer: NotModified) -> None:
        """Remember that a server said 304, with a revisit record in the archive."""
        earlier = self.store.last_good_visit(url)
        if earlier is None:
            return
        archived = self.store.archived(earlier.digest)
        if archived is not None:
            self.archive.write_not_modified(answer.response, archived)
            self.archive.sync()
        self.store.visit(
            Visit(
                source, url, earlier.verdict, "", answer.response.fetched, 304, earlier.digest, earlier.archived,
                earlier.etag, earlier.last_modified, earlier.document_id,
            )  # fmt: skip
        )

    def failed(self, url: str, source: str, verdict: str, reason: str, at: datetime) -> None:
        """Remember an address that did not answer."""
        self.store.visit(Visit(source, url, verdict, reason, at))

    def take(self, deliveries: Iterable[Delivery]) -> Iterator[Deposit]:
        """Take in many files, extracting on all workers; one Deposit for each, in order."""
        waiting: list[tuple[Delivery, ArchiveRef, Future[Extract]]] = []
        for delivery in deliveries:
            waiting.append((delivery, self._archive(delivery.response), self._start(delivery)))
            if len(waiting) > self.workers.count * AHEAD_PER_WORKER:
                yield self._finish(*waiting.pop(0))
        for item in waiting:
            yield self._finish(*item)

    def _start(self, delivery: Delivery) -> Future[Extract]:
        response = delivery.response
        name = response.final_url.rsplit("/", 1)[-1]
        return self.workers.submit(response.body, name=name, media_type=response.header("Content-Type"))

    def _finish(self, delivery: Delivery, ref: ArchiveRef, future: Future[Extract]) -> Deposit:
        response, posting = delivery.response, delivery.posting
        try:
            extract = outcome(future)
        except ExtractError as error:
            verdict = type(error).__name__
            self._note(response, ref, _delivery_note(delivery, verdict, str(error)))
            self.store.visit(_visit(response, posting.source, verdict, str(error), ref))
            return Deposit(Change.FAILED, posting.symbol or posting.url, str(error))
        self._note(response, ref, _delivery_note(delivery, delivery.verdict, ""))
        return self._store(delivery, ref, extract)

    def _store(self, delivery: Delivery, ref: ArchiveRef, extract: Extract) -> Deposit:
        response = delivery.response
        original = Original(
            delivery.posting.url, response.final_url, response.headers, response.fetched,
            payload_digest(response.body), ref,
        )  # fmt: skip
        deposited = self.store.deposit(
            Arrival(delivery.posting, delivery.origin, extract, original),
            _visit(response, delivery.posting.source, delivery.verdict, "", ref),
        )
        return Deposit(deposited.change, deposited.key, "")

    def _archive(self, response: Response) -> ArchiveRef:
        return self.archive.write(response, self.store.archived(payload_digest(response.body)))

    def _note(self, response: Response, ref: ArchiveRef, note: dict[str, Any]) -> None:
        whole = note | {
            "url": response.url,
            "status": response.status,
            "fetched": response.fetched.isoformat(),
            "ref": asdict(ref),
        }
        self.archive.note(response.url, whole, response.fetched)
        self.archive.sync()


def _delivery_note(delivery: Delivery, verdict: str, reason: str) -> dict[str, Any]:
    return {
        "source": delivery.posting.source,
        "origin": delivery.origin,
        "posting": asdict(delivery.posting),
        "verdict": verdict,
        "reason": reason,
    }


def _visit(response: Response, source: str, verdict: str, reason: str, ref: ArchiveRef) -> Visit:
    return Visit(
        source, response.url, verdict, reason, response.fetched, response.status, payload_digest(response.body), ref,
        response.header("ETag"), response.header("Last-Modified"),
    )  # fmt: skip


Clock = Callable[[], datetime]
