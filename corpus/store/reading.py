"""Asking the store: every query that reads, as a function of a connection."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from corpus.document import ArchiveRef
from corpus.errors import UnknownDocument
from corpus.store.values import Counts, StoredDocument, StoredPassage, StoredVersion, Visit
from corpus.symbols import candidates, near

_NAMES = """
    SELECT document_id, name FROM submitters
    WHERE document_id IN (SELECT value FROM json_each(?)) ORDER BY document_id, place
"""
_LANGUAGES = """
    SELECT DISTINCT document_id, language FROM versions
    WHERE document_id IN (SELECT value FROM json_each(?)) AND current ORDER BY document_id, language
"""
_PASSAGES = """
    SELECT passages.*, versions.document_id, versions.media_type, versions.language AS version_language FROM passages
    JOIN versions ON versions.id = passages.version_id
"""


def _json(ids: Collection[int]) -> str:
    # json_each(?) takes any number of ids in one bound value; a list of ? is limited.
    return json.dumps(list(ids))


def _passage(row: sqlite3.Row) -> StoredPassage:
    heading = tuple(part for part in row["heading"].split(" > ") if part)
    return StoredPassage(
        row["id"], row["document_id"], row["version_id"], row["place"], row["number"], heading,
        row["page"], row["language"], row["text"], row["media_type"],
        row["version_language"], bool(row["repeated"]),
    )  # fmt: skip


def _version(row: sqlite3.Row) -> StoredVersion:
    return StoredVersion(
        row["id"], row["document_id"], row["language"], row["payload_digest"], row["media_type"], row["pages"],
        row["url"], row["fetched"], ArchiveRef(row["warc_file"], row["warc_offset"]), bool(row["current"]),
    )  # fmt: skip


def documents(connection: sqlite3.Connection, ids: Collection[int]) -> dict[int, StoredDocument]:
    """The documents with these ids; ids of documents that are gone are left out."""
    wanted = _json(ids)
    names = _grouped(connection, _NAMES, wanted)
    languages = _grouped(connection, _LANGUAGES, wanted)
    rows = connection.execute("SELECT * FROM documents WHERE id IN (SELECT value FROM json_each(?))", (wanted,))
    return {row["id"]: _document(row, names.get(row["id"], ()), languages.get(row["id"], ())) for row in rows}


def _document(row: sqlite3.Row, submitters: tuple[str, ...], languages: tuple[str, ...]) -> StoredDocument:
    return StoredDocument(
        row["id"], row["key"], row["symbol"], row["family"], row["symbol_key"], row["title"], row["date"],
        row["date_kind"], row["source"], row["process"], row["session"], row["type"], row["type_label"],
        row["url"], bool(row["held"]), submitters, languages,
    )  # fmt: skip


def _grouped(connection: sqlite3.Connection, sql: str, wanted: str) -> dict[int, tuple[str, ...]]:
    groups: dict[int, tuple[str, ...]] = {}
    for document_id, value in connection.execute(sql, (wanted,)):
        groups[document_id] = (*groups.get(document_id, ()), value)
    return groups


def find_document(connection: sqlite3.Connection, wanted: str) -> StoredDocument:
    """The document with this key, alias or symbol in any spelling. Raises UnknownDocument with near symbols."""
    spellings = [wanted.strip(), *(symbol.text for symbol in candidates(wanted))]
    for spelling in spellings:
        row = connection.execute(
            "SELECT id FROM documents WHERE key = ? UNION SELECT document_id FROM aliases WHERE alias = ?",
            (spelling, spelling),
        ).fetchone()
        if row:
            return documents(connection, [row["id"]])[row["id"]]
    keys = [row["key"] for row in connection.execute("SELECT key FROM documents")]
    raise UnknownDocument(wanted, near(spellings[-1], keys))


def document_ids(connection: sqlite3.Connection) -> list[int]:
    """The ids of all documents, oldest first."""
    return [row["id"] for row in connection.execute("SELECT id FROM documents ORDER BY id")]


def family(connection: sqlite3.Connection, document: StoredDocument) -> list[StoredDocument]:
    """The other documents of a document's family (Rev, Add, Corr), in the order of their symbols."""
    if not document.family:
        return []
    rows = connection.execute(
        "SELECT id FROM documents WHERE family = ? AND id <> ?", (document.family, document.id)
    ).fetchall()
    members = documents(connection, [row["id"] for row in rows]).values()
    return sorted(members, key=lambda member: member.symbol_key)


def versions(connection: sqlite3.Connection, document_id: int) -> list[StoredVersion]:
    """All versions of a document, the current ones first, then newest first."""
    rows = connection.execute(
        "SELECT * FROM versions WHERE document_id = ? ORDER BY current DESC, language, fetched DESC", (document_id,)
    )
    return [_version(row) for row in rows]


def version(connection: sqlite3.Connection, version_id: int) -> StoredVersion | None:
    """The version with this id."""
    row = connection.execute("SELECT * FROM versions WHERE id = ?", (version_id,)).fetchone()
    return _version(row) if row else None


def passages_of(connection: sqlite3.Connection, version_id: int) -> list[StoredPassage]:
    """The passages of one version in running order."""
    rows = connection.execute(f"{_PASSAGES} WHERE version_id = ? ORDER BY place", (version_id,))
    return [_passage(row) for row in rows]


def passages(connection: sqlite3.Connection, ids: Collection[int]) -> dict[int, StoredPassage]:
    """The passages with these ids."""
    rows = connection.execute(f"{_PASSAGES} WHERE passages.id IN (SELECT value FROM json_each(?))", (_json(ids),))
    return {row["id"]: _passage(row) for row in rows}


def current_passages(connection: sqlite3.Connection, document_id: int) -> list[StoredPassage]:
    """The passages of all current versions of a document, language by language, in running order."""
    rows = connection.execute(
        f"{_PASSAGES} WHERE document_id = ? AND current ORDER BY versions.language, place", (document_id,)
    )
    return [_passage(row) for row in rows]


def changes(connection: sqlite3.Connection, since: int) -> tuple[int, list[int]]:
    """The head of the change feed, and the documents that changed after number `since`, oldest change first."""
    head = connection.execute("SELECT coalesce(max(seq), 0) FROM changes").fetchone()[0]
    rows = connection.execute(
        "SELECT document_id FROM changes WHERE seq > ? AND seq <= ? GROUP BY document_id ORDER BY min(seq)",
        (since, head),
    )
    return head, [row["document_id"] for row in rows]


def counts(connection: sqlite3.Connection) -> Counts:
    """How much is held."""

    def one(sql: str) -> int:
        return int(connection.execute(sql).fetchone()[0])

    by_source = connection.execute("SELECT source, count(*) FROM documents WHERE held GROUP BY source ORDER BY source")
    return Counts(
        documents=one("SELECT count(*) FROM documents WHERE held"),
        catalogued=one("SELECT count(*) FROM documents WHERE NOT held"),
        versions=one("SELECT count(*) FROM versions"),
        passages=one("SELECT count(*) FROM passages"),
        visits=one("SELECT count(*) FROM visits"),
        by_source={row[0]: row[1] for row in by_source},
        head=one("SELECT coalesce(max(seq), 0) FROM changes"),
    )


def last_visits(connection: sqlite3.Connection) -> Mapping[str, tuple[datetime, dict[str, int]]]:
    """For each source: when it was last visited, and how many visits of that day ended with each verdict."""
    rows = connection.execute("""
        WITH last AS (SELECT source, max(fetched) AS at FROM visits GROUP BY source)
        SELECT visits.source, last.at, verdict, count(*) AS times FROM visits JOIN last ON last.source = visits.source
        WHERE substr(fetched, 1, 10) = substr(last.at, 1, 10)
        GROUP BY visits.source, verdict ORDER BY visits.source, times DESC
    """)
    found: dict[str, tuple[datetime, dict[str, int]]] = {}
    for row in rows:
        _, verdicts = found.setdefault(row["source"], (datetime.fromisoformat(row["at"]), {}))
        verdicts[row["verdict"]] = row["times"]
    return found


def unread(connection: sqlite3.Connection, limit: int) -> list[tuple[str, str, str]]:
    """Addresses whose last visit gave no document although one was there: URL, verdict, reason; newest first.

    What a server does not have (not yet, or not in that language) is no failure and is left out.
    """
    rows = connection.execute(
        """SELECT url, verdict, reason FROM visits
           WHERE id IN (SELECT max(id) FROM visits GROUP BY url)
           AND reason <> '' AND verdict NOT IN ('not_found', 'empty') ORDER BY id DESC LIMIT ?""",
        (limit,),
    )
    return [(row["url"], row["verdict"], row["reason"]) for row in rows]


def languages(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The languages of the texts held, commonest first."""
    rows = connection.execute(
        """SELECT language FROM versions WHERE current AND language <> ''
           GROUP BY language ORDER BY count(*) DESC, language"""
    )
    return tuple(row["language"] for row in rows)


def written_values(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """Every type, session and submitter as written in the store, under the names that searches use for them."""
    return {
        "type": [row[0] for row in connection.execute("SELECT DISTINCT type FROM documents")],
        "session": [row[0] for row in connection.execute("SELECT DISTINCT session FROM documents")],
        "by": [row[0] for row in connection.execute("SELECT DISTINCT name FROM submitters")],
    }


def visit_from(row: sqlite3.Row) -> Visit:
    """A row of `visits` as a value."""
    archived = ArchiveRef(row["warc_file"], row["warc_offset"]) if row["warc_file"] else None
    return Visit(
        row["source"], row["url"], row["verdict"], row["reason"], datetime.fromisoformat(row["fetched"]),
        row["status"], row["payload_digest"], archived, row["etag"], row["last_modified"], row["document_id"],
    )  # fmt: skip


def last_good_visit(connection: sqlite3.Connection, url: str) -> Visit | None:
    """The newest visit of `url` whose answer was archived and understood."""
    row = connection.execute(
        "SELECT * FROM visits WHERE url = ? AND verdict LIKE 'ok%' AND warc_file <> '' ORDER BY id DESC LIMIT 1", (url,)
    ).fetchone()
    return visit_from(row) if row else None


def unarchived_visits(connection: sqlite3.Connection) -> Iterator[Visit]:
    """Visits that left nothing in the archive: hosts that did not answer, addresses that robots.txt forbids."""
    for row in connection.execute("SELECT * FROM visits WHERE warc_file = '' ORDER BY id"):
        yield replace(visit_from(row), document_id=None)
