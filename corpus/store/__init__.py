"""The store: documents, versions, passages, visits and the change feed in one SQLite file. The index is its cache."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from corpus.archive import Archived
from corpus.document import ArchiveRef, Posting
from corpus.errors import StoreError
from corpus.keeping import Known
from corpus.store import citations, completing, feed, listing, reading, visits
from corpus.store.browsing import Browsing
from corpus.store.citations import Citation
from corpus.store.database import connect, path_of, transaction
from corpus.store.deposit import deposit, record
from corpus.store.facts import Fact
from corpus.store.feed import LastChange, PassageChange
from corpus.store.identity import keep_identities
from corpus.store.values import (
    Arrival,
    Counts,
    Coverage,
    Deposited,
    GoneVersion,
    Listed,
    Original,
    StoredDocument,
    StoredPassage,
    StoredVersion,
    Visit,
)

__all__ = [
    "Arrival",
    "Citation",
    "Counts",
    "Coverage",
    "Deposited",
    "Fact",
    "GoneVersion",
    "LastChange",
    "Listed",
    "Original",
    "PassageChange",
    "Store",
    "StoredDocument",
    "StoredPassage",
    "StoredVersion",
    "Visit",
]


class Store:
    """One open store. Readers open it with `writing=False` and never wait for the writer."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def open(cls, path: Path, *, writing: bool = False) -> Store:
        """The store in the file at `path`; a writer makes it where it is missing. Raises StoreError."""
        return cls(connect(path, writing=writing))

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def settle(self) -> None:
        """Write SQLite's journal into the file, and let go of it."""
        try:
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            raise StoreError(f"The store's journal cannot be written into it: {error}.") from error
        finally:
            self.close()

    # --- writing

    def deposit(self, arrival: Arrival, visit: Visit) -> Deposited:
        """Store an arrival and the visit that brought it, durably and together. Raises StoreError."""
        with transaction(self._connection):
            deposited = deposit(self._connection, arrival)
            visits.put_visit(self._connection, visit, deposited.document_id)
        return deposited

    def record(self, postings: Iterable[tuple[Posting, str]], at: datetime) -> list[Deposited]:
        """Store what is known of documents that are not held: postings with their origin. Raises StoreError."""
        with transaction(self._connection):
            return [record(self._connection, posting, origin, at) for posting, origin in postings]

    def visit(self, visit: Visit) -> None:
        """Remember a fetch that brought no document. Raises StoreError."""
        with transaction(self._connection):
            visits.put_visit(self._connection, visit, visit.document_id)

    def forget_record(self, file: str, offset: int) -> None:
        """No longer count on a record of the archive that is damaged: its bytes are archived anew when they come again.

        Raises StoreError.
        """
        with transaction(self._connection):
            self._connection.execute(
                "UPDATE visits SET warc_file = '', warc_offset = 0 WHERE warc_file = ? AND warc_offset = ?",
                (file, offset),
            )

    def point_to_latest(self, digest: str) -> None:
        """Let the versions with this payload digest point to the newest record that holds it. Raises StoreError."""
        with transaction(self._connection):
            self._connection.execute(
                """UPDATE versions SET (warc_file, warc_offset) =
                     (SELECT warc_file, warc_offset FROM visits WHERE payload_digest = :digest AND warc_file <> ''
                      ORDER BY id DESC LIMIT 1)
                   WHERE payload_digest = :digest AND EXISTS
                     (SELECT 1 FROM visits WHERE payload_digest = :digest AND warc_file <> '')""",
                {"digest": digest},
            )

    def remember(self, name: str, value: str) -> None:
        """Keep one setting of the store's own, such as the catalogue it was filled from. Raises StoreError."""
        with transaction(self._connection):
            self._connection.execute("INSERT OR REPLACE INTO remembered (name, value) VALUES (?, ?)", (name, value))

    def keep_identities(self, earlier: Path, at: datetime) -> bool:
        """Take over the ids and the change feed of the store in the file `earlier`, where it can be read.

        Returns whether it could. Only what differs from it is announced. Raises StoreError.
        """
        return keep_identities(self._connection, earlier, at.isoformat())

    # --- reading

    @property
    def path(self) -> Path:
        """The file that the store is in."""
        return path_of(self._connection)

    def remembered(self, name: str) -> str:
        """What `remember` kept under that name, or an empty string."""
        row = self._connection.execute("SELECT value FROM remembered WHERE name = ?", (name,)).fetchone()
        return row["value"] if row else ""

    def last_good_visit(self, url: str) -> Visit | None:
        """The newest visit of `url` whose answer was archived and understood."""
        return visits.last_good_visit(self._connection, url)

    def known(self, url: str) -> Known | None:
        """What the visits of an address tell the next one; None where it was never visited."""
        return visits.known(self._connection, url)

    def brought_by(self, source: str) -> list[Posting]:
        """Every address of a text that is searched which this source brought, posted as it is stored."""
        return visits.brought_by(self._connection, source)

    def unarchived_visits(self) -> Iterator[Visit]:
        """Visits that left nothing in the archive."""
        return visits.unarchived_visits(self._connection)

    def archived(self, digest: str) -> Archived | None:
        """The first record in the archive with this payload digest."""
        row = self._connection.execute(
            "SELECT * FROM visits WHERE payload_digest = ? AND warc_file <> '' ORDER BY id LIMIT 1", (digest,)
        ).fetchone()
        if row is None:
            return None
        ref = ArchiveRef(row["warc_file"], row["warc_offset"])
        return Archived(ref, row["url"], datetime.fromisoformat(row["fetched"]), digest)

    def document(self, wanted: str, *, near: bool = True) -> StoredDocument:
        """The document with this key, alias or symbol in any spelling. Raises UnknownDocument with near symbols."""
        return reading.find_document(self._connection, wanted, near)

    def symbols_from(self, beginning: str, limit: int) -> list[tuple[str, str]]:
        """Symbols that begin so in any spelling, with their titles."""
        return completing.symbols_from(self._connection, beginning, limit)

    def titles_with(self, words: str, limit: int) -> list[tuple[str, str]]:
        """Titles in which these words stand, with their symbols."""
        return completing.titles_with(self._connection, words, limit)

    def searched_passage_ids(self) -> list[int]:
        """The ids of the passages of all current versions."""
        return reading.searched_passage_ids(self._connection)

    def documents(self, ids: Collection[int]) -> dict[int, StoredDocument]:
        """The documents with these ids."""
        return reading.documents(self._connection, ids)

    def document_ids(self) -> list[int]:
        """The ids of all documents, oldest first."""
        return reading.document_ids(self._connection)

    def listed(self, ids: Collection[int] | None = None) -> Iterator[Listed]:
        """Documents with the moment since when they stand as they do, by id; all of them without ids."""
        return listing.listed(self._connection, ids)

    def family(self, document: StoredDocument) -> list[StoredDocument]:
        """The other documents of a document's family (Rev, Add, Corr)."""
        return reading.family(self._connection, document)

    def versions(self, document_id: int) -> list[StoredVersion]:
        """All versions of a document, the current ones first."""
        return reading.versions(self._connection, document_id)

    def version(self, version_id: int) -> StoredVersion | None:
        """The version with this id."""
        return reading.version(self._connection, version_id)

    def versions_at(self, file: str, offset: int) -> list[StoredVersion]:
        """The versions whose bytes are kept in this record of the archive."""
        return reading.versions_at(self._connection, file, offset)

    def passages_of(self, document_id: int, version_id: int) -> list[StoredPassage]:
        """The passages that a document has in one version, in running order."""
        return reading.passages_of(self._connection, document_id, version_id)

    def parts(self, document_id: int) -> list[StoredDocument]:
        """The documents within a document, in running order."""
        return reading.parts(self._connection, document_id)

    def part_ids(self, document_ids: Collection[int]) -> dict[int, list[int]]:
        """The ids of the documents within each of these documents; those without any are left out."""
        return reading.part_ids(self._connection, document_ids)

    def facts(self, document_id: int) -> Mapping[str, Fact]:
        """What is believed of a document, field by field, with where it was read."""
        return reading.facts(self._connection, document_id)

    def passages(self, ids: Collection[int]) -> dict[int, StoredPassage]:
        """The passages with these ids."""
        return reading.passages(self._connection, ids)

    def current_passages(self, document_id: int) -> list[StoredPassage]:
        """The passages of all current versions of a document."""
        return reading.current_passages(self._connection, document_id)

    def citations_in(self, document_id: int) -> list[Citation]:
        """What the current texts of a document cite, in running order."""
        return citations.citations_in(self._connection, document_id)

    def citations_of(self, symbol: str) -> list[Citation]:
        """Where other documents cite this symbol (in normal spelling), newest document first."""
        return citations.citations_of(self._connection, symbol)

    def changes(self, since: int) -> tuple[int, list[int]]:
        """The head of the change feed, and the documents changed after number `since`, by their last change."""
        head, changed = self.last_changes(since)
        return head, [change.document_id for change in changed]

    def last_changes(self, since: int) -> tuple[int, list[LastChange]]:
        """The same, each document with the number of its last change."""
        return feed.last_changes(self._connection, since)

    def passage_changes(self, since: int) -> list[PassageChange]:
        """Every paragraph that is new or gone after number `since` of the change feed."""
        return feed.passage_changes(self._connection, since)

    @property
    def browsing(self) -> Browsing:
        """What came last, what has not come, and whether anything changed."""
        return Browsing(self._connection)

    def counts(self) -> Counts:
        """How much is held."""
        return reading.counts(self._connection)

    def gone(self) -> list[GoneVersion]:
        """The texts whose addresses have nothing any more; they are kept."""
        return visits.gone(self._connection)

    def catalogue_coverage(self) -> list[Coverage]:
        """For each source: how many of the documents that the catalogue knows are held."""
        return reading.catalogue_coverage(self._connection)

    def read_by_others(self, extractor: str) -> int:
        """How many texts that are searched were read by another extractor than this one."""
        return reading.read_by_others(self._connection, extractor)

    def first_visits(self) -> Mapping[str, datetime]:
        """For each source: when it was first visited."""
        return visits.first_visits(self._connection)

    def last_visits(self) -> Mapping[str, tuple[datetime, dict[str, int]]]:
        """For each source: when it was last visited and how that day's visits ended."""
        return visits.last_visits(self._connection)

    def unread(self, limit: int = 20) -> list[tuple[str, str, str]]:
        """Addresses whose last visit failed: URL, verdict, reason."""
        return visits.unread(self._connection, limit)

    def languages(self) -> tuple[str, ...]:
        """The languages of the texts held, commonest first."""
        return reading.languages(self._connection)

    def written_values(self) -> Mapping[str, Sequence[str]]:
        """Every type, session and submitter as written in the store."""
        return reading.written_values(self._connection)
