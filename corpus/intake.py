"""Taking in answers: archive their bytes, extract their text, store both. The only way into a home.

The order is what keeps a home whole: bytes and a note go into the archive and are made durable, then the store
commits. A process killed between the two leaves a record that nothing refers to, and the next run takes it in again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from corpus.archive import Archive
from corpus.document import ArchiveRef, Change, Extract, Posting, Response
from corpus.errors import ExtractError
from corpus.keeping import Deposit, NotModified
from corpus.store import Arrival, Original, Store, Visit
from corpus.warc import payload_digest
from corpus.workers import Started, Workers


@dataclass(frozen=True, slots=True)
class Delivery:
    """One file to take in: its answer, what was said of it and by whom.

    `origin` is one of corpus.store.facts.ORIGINS, `visitor` the crawler source that fetched it, or `import`.
    """

    response: Response
    posting: Posting
    origin: str
    visitor: str
    verdict: str = "ok"


@dataclass(frozen=True, slots=True)
class Underway:
    """A document whose bytes are archived and whose text is being read."""

    delivery: Delivery
    ref: ArchiveRef
    started: Started


@dataclass(frozen=True, slots=True)
class Intake:
    """An archive, a store and workers, joined. One thread uses it."""

    archive: Archive
    store: Store
    workers: Workers

    def page(self, response: Response, source: str, verdict: str, reason: str) -> None:
        """Archive an answer that is no document, and remember the visit."""
        ref = self._archive(response)
        self._note(response, ref, {"source": source, "verdict": verdict, "reason": reason})
        self.store.visit(visit_of(response, source, verdict, reason, ref))

    def unchanged(self, url: str, source: str, answer: NotModified) -> None:
        """Remember that a server said 304, with a revisit record in the archive."""
        earlier = self.store.last_good_visit(url)
        if earlier is None:
            return
        archived = self.store.archived(earlier.digest)
        if archived is not None:
            self.archive.write_not_modified(answer.response, archived)
            self.archive.sync()
        self.store.visit(replace(earlier, reason="", source=source, fetched=answer.response.fetched, status=304))

    def failed(self, url: str, source: str, verdict: str, reason: str, at: datetime) -> None:
        """Remember an address that did not answer."""
        self.store.visit(Visit(source, url, verdict, reason, at))

    def record(self, posting: Posting, at: datetime) -> None:
        """Remember what a library says of a document that it does not give."""
        self.store.record([(posting, "library")], at)

    def begin(self, delivery: Delivery) -> Underway:
        """Archive a document's bytes and start reading them."""
        ref = self._archive(delivery.response)
        return Underway(delivery, ref, start(self.workers, delivery.response))

    def finish(self, underway: Underway) -> Deposit:
        """Wait for a document's text and store it."""
        return self._finish(underway.delivery, underway.ref, self.workers.settled(underway.started))

    def take(self, deliveries: Iterable[Delivery]) -> Iterator[Deposit]:
        """Take in many files, extracting on all workers; one Deposit for each, in order."""
        for (delivery, ref), extract in self.workers.in_order(self._started(deliveries)):
            yield self._finish(delivery, ref, extract)

    def _started(self, deliveries: Iterable[Delivery]) -> Iterator[tuple[tuple[Delivery, ArchiveRef], Started]]:
        for delivery in deliveries:
            yield (delivery, self._archive(delivery.response)), start(self.workers, delivery.response)

    def _finish(self, delivery: Delivery, ref: ArchiveRef, extract: Extract | ExtractError) -> Deposit:
        reason = str(extract) if isinstance(extract, ExtractError) else ""
        self._note(delivery.response, ref, _delivery_note(delivery, reason))
        if isinstance(extract, ExtractError):
            self.store.visit(delivery_visit(delivery, ref, extract))
            return Deposit(Change.FAILED, delivery.posting.symbol or delivery.posting.url, reason)
        deposited = self.store.deposit(arrival_of(delivery, ref, extract), delivery_visit(delivery, ref, extract))
        return Deposit(deposited.change, deposited.key, "")

    def _archive(self, response: Response) -> ArchiveRef:
        return self.archive.write(response, self.store.archived(payload_digest(response.body)))

    def _note(self, response: Response, ref: ArchiveRef, note: dict[str, Any]) -> None:
        whole = note | {
            "url": response.url,
            "status": response.status,
            "fetched": response.fetched.isoformat(),
            "digest": payload_digest(response.body),
            "etag": response.header("ETag"),
            "last_modified": response.header("Last-Modified"),
            "ref": asdict(ref),
        }
        self.archive.note(response.url, whole, response.fetched)
        self.archive.sync()


def _delivery_note(delivery: Delivery, reason: str) -> dict[str, Any]:
    return {
        "source": delivery.visitor,
        "origin": delivery.origin,
        "posting": asdict(delivery.posting),
        "verdict": delivery.verdict,
        "reason": reason,
    }


def start(workers: Workers, response: Response) -> Started:
    """Start reading an answer in a worker."""
    name = response.final_url.rsplit("/", 1)[-1]
    return workers.extract(response.body, name=name, media_type=response.header("Content-Type"))


def arrival_of(delivery: Delivery, ref: ArchiveRef, extract: Extract) -> Arrival:
    """A delivery that was read, ready for the store."""
    response = delivery.response
    digest = payload_digest(response.body)
    original = Original(delivery.posting.url, response.final_url, response.headers, response.fetched, digest, ref)
    return Arrival(delivery.posting, delivery.origin, extract, original)


def visit_of(response: Response, source: str, verdict: str, reason: str, ref: ArchiveRef) -> Visit:
    """An answer as the visit that brought it."""
    return Visit(
        source, response.url, verdict, reason, response.fetched, response.status, payload_digest(response.body), ref,
        response.header("ETag"), response.header("Last-Modified"),
    )  # fmt: skip


def delivery_visit(delivery: Delivery, ref: ArchiveRef, extract: Extract | ExtractError) -> Visit:
    """The visit that brought a delivery: its fetch class, or what kept it from being read."""
    failed = isinstance(extract, ExtractError)
    verdict = type(extract).__name__ if failed else delivery.verdict
    return visit_of(delivery.response, delivery.visitor, verdict, str(extract) if failed else "", ref)
