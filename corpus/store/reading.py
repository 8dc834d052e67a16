"""Asking the store: every query that reads, as a function of a connection."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection

from corpus.document import ArchiveRef
from corpus.errors import UnknownDocument
from corpus.store.facts import Fact, believed
from corpus.store.feed import head_of
from corpus.store.values import Counts, Coverage, StoredDocument, StoredPassage, StoredVersion
from corpus.symbols import candidates, near

_NAMES = """
    SELECT document_id, name FROM submitters
    WHERE document_id IN (SELECT value FROM json_each(:ids)) ORDER BY document_id, place
"""
_LANGUAGES = """
    SELECT document_id, language FROM versions WHERE document_id IN (SELECT value FROM json_each(:ids)) AND current
    UNION
    SELECT part_id, versions.language FROM passages JOIN versions ON versions.id = version_id
    WHERE part_id IN (SELECT value FROM json_each(:ids)) AND current
    ORDER BY 1, 2
"""
# A paragraph is told under the smallest document it stands in.
_PASSAGES = """
    SELECT passages.*, coalesce(passages.part_id, versions.document_id) AS told_under, versions.document_id,
           versions.media_type, versions.language AS version_language
    FROM passages JOIN versions ON versions.id = passages.version_id
"""
# The first condition is what SQLite can look up; the second tells a part from the rest of its version.
_OF_DOCUMENT = """
    passages.version_id IN (
        SELECT id FROM versions WHERE document_id = :document
        UNION SELECT version_id FROM passages WHERE part_id = :document
    ) AND (versions.document_id = :document OR passages.part_id = :document)
"""


def _json(ids: Collection[int]) -> str:
    # json_each(?) takes any number of ids in one bound value; a list of ? is limited.
    return json.dumps(list(ids))


def _passage(row: sqlite3.Row) -> StoredPassage:
    heading = tuple(part for part in row["heading"].split(" > ") if part)
    return StoredPassage(
        row["id"], row["told_under"], row["version_id"], row["place"], row["number"], heading,
        row["page"], row["language"], row["text"], row["media_type"],
        row["version_language"], bool(row["repeated"]), row["revision"], row["unrevised"],
    )  # fmt: skip


def _version(row: sqlite3.Row) -> StoredVersion:
    return StoredVersion(
        row["id"], row["document_id"], row["language"], row["payload_digest"], row["media_type"], row["pages"],
        row["url"], row["fetched"], ArchiveRef(row["warc_file"], row["warc_offset"]), bool(row["current"]),
        tuple(row["notes"].splitlines()), row["gone"],
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
        row["url"], bool(row["held"]), submitters, languages, row["part_of"],
    )  # fmt: skip


def _grouped(connection: sqlite3.Connection, sql: str, wanted: str) -> dict[int, tuple[str, ...]]:
    groups: dict[int, tuple[str, ...]] = {}
    for document_id, value in connection.execute(sql, {"ids": wanted}):
        groups[document_id] = (*groups.get(document_id, ()), value)
    return groups


def find_document(connection: sqlite3.Connection, wanted: str, hint: bool = True) -> StoredDocument:
    """The document with this key, alias or symbol in any spelling.

    Raises UnknownDocument, with near symbols unless `hint` is False: in a large store they take a while to find.
    """
    spellings = [wanted.strip(), *(symbol.text for symbol in candidates(wanted))]
    for spelling in spellings:
        row = connection.execute(
            "SELECT id FROM documents WHERE key = ? UNION SELECT document_id FROM aliases WHERE alias = ?",
            (spelling, spelling),
        ).fetchone()
        if row:
            return documents(connection, [row["id"]])[row["id"]]
    keys = [row["key"] for row in connection.execute("SELECT key FROM documents")] if hint else []
    raise UnknownDocument(wanted, near(spellings[-1], keys))


def document_ids(connection: sqlite3.Connection) -> list[int]:
    """The ids of all documents, oldest first."""
    return [row["id"] for row in connection.execute("SELECT id FROM documents ORDER BY id")]


def family(connection: sqlite3.Connection, document: StoredDocument) -> list[StoredDocument]:
    """The other documents of a document's family (Rev, Add, Corr), in the order of their symbols."""
    if not document.family:
        return []
    rows = connection.execute(
        "SELECT id FROM documents WHERE family = ? AND id <> ? AND part_of IS NULL", (document.family, document.id)
    ).fetchall()
    members = documents(connection, [row["id"] for row in rows]).values()
    return sorted(members, key=lambda member: member.symbol_key)


def versions(connection: sqlite3.Connection, document_id: int) -> list[StoredVersion]:
    """All versions of a document, the current ones first, then newest first; of a part, those that hold it."""
    rows = connection.execute(
        """SELECT * FROM versions WHERE document_id = :document
           OR id IN (SELECT version_id FROM passages WHERE part_id = :document)
           ORDER BY current DESC, language, fetched DESC""",
        {"document": document_id},
    )
    return [_version(row) for row in rows]


def versions_at(connection: sqlite3.Connection, file: str, offset: int) -> list[StoredVersion]:
    """The versions whose bytes are kept in this record of the archive."""
    rows = connection.execute("SELECT * FROM versions WHERE warc_file = ? AND warc_offset = ?", (file, offset))
    return [_version(row) for row in rows]


def version(connection: sqlite3.Connection, version_id: int) -> StoredVersion | None:
    """The version with this id."""
    row = connection.execute("SELECT * FROM versions WHERE id = ?", (version_id,)).fetchone()
    return _version(row) if row else None


def passages_of(connection: sqlite3.Connection, document_id: int, version_id: int) -> list[StoredPassage]:
    """The passages that a document has in one version, in running order; those of its parts are its own too."""
    rows = connection.execute(
        f"{_PASSAGES} WHERE version_id = :version AND {_OF_DOCUMENT} ORDER BY place",
        {"version": version_id, "document": document_id},
    )
    return [_passage(row) for row in rows]


def parts(connection: sqlite3.Connection, document_id: int) -> list[StoredDocument]:
    """The documents within a document, in running order."""
    rows = connection.execute(
        """SELECT documents.id FROM documents LEFT JOIN passages ON part_id = documents.id
           WHERE part_of = ? GROUP BY documents.id ORDER BY min(version_id), min(place)""",
        (document_id,),
    ).fetchall()
    found = documents(connection, [row["id"] for row in rows])
    return [found[row["id"]] for row in rows]


def part_ids(connection: sqlite3.Connection, document_ids: Collection[int]) -> dict[int, list[int]]:
    """The ids of the documents within each of these documents; those without any are left out."""
    rows = connection.execute(
        "SELECT part_of, id FROM documents WHERE part_of IN (SELECT value FROM json_each(?)) ORDER BY id",
        (_json(document_ids),),
    )
    found: dict[int, list[int]] = {}
    for row in rows:
        found.setdefault(row["part_of"], []).append(row["id"])
    return found


def facts(connection: sqlite3.Connection, document_id: int) -> dict[str, Fact]:
    """What is believed of a document, field by field, with where it was read."""
    rows = connection.execute("SELECT name, value, origin, read_at FROM facts WHERE document_id = ?", (document_id,))
    return believed(Fact(*row) for row in rows)


def passages(connection: sqlite3.Connection, ids: Collection[int]) -> dict[int, StoredPassage]:
    """The passages with these ids."""
    rows = connection.execute(f"{_PASSAGES} WHERE passages.id IN (SELECT value FROM json_each(?))", (_json(ids),))
    return {row["id"]: _passage(row) for row in rows}


def current_passages(connection: sqlite3.Connection, document_id: int) -> list[StoredPassage]:
    """The passages of all current versions of a document, its parts among them, language by language, in order."""
    rows = connection.execute(
        f"{_PASSAGES} WHERE {_OF_DOCUMENT} AND current ORDER BY versions.language, place", {"document": document_id}
    )
    return [_passage(row) for row in rows]


def searched_passage_ids(connection: sqlite3.Connection) -> list[int]:
    """The ids of the passages of all current versions, oldest first."""
    rows = connection.execute(
        "SELECT passages.id FROM passages JOIN versions ON versions.id = version_id WHERE current ORDER BY passages.id"
    )
    return [row["id"] for row in rows]


def counts(connection: sqlite3.Connection) -> Counts:
    """How much is held."""

    def one(sql: str) -> int:
        return int(connection.execute(sql).fetchone()[0])

    by_source = connection.execute(
        "SELECT source, count(*) FROM documents WHERE held AND part_of IS NULL GROUP BY source ORDER BY source"
    )
    return Counts(
        documents=one("SELECT count(*) FROM documents WHERE held AND part_of IS NULL"),
        parts=one("SELECT count(*) FROM documents WHERE part_of IS NOT NULL"),
        catalogued=one("SELECT count(*) FROM documents WHERE NOT held"),
        versions=one("SELECT count(*) FROM versions"),
        passages=one("SELECT count(*) FROM passages"),
        visits=one("SELECT count(*) FROM visits"),
        by_source={row[0]: row[1] for row in by_source},
        head=head_of(connection),
        gone=one("SELECT count(*) FROM versions WHERE current AND gone <> ''"),
    )


def catalogue_coverage(connection: sqlite3.Connection) -> list[Coverage]:
    """For each source: how many of the documents that the catalogue knows are held."""
    rows = connection.execute(
        """SELECT source, sum(held), count(*) FROM documents
           WHERE id IN (SELECT document_id FROM facts WHERE origin IN ('catalogue-high', 'catalogue'))
           GROUP BY source ORDER BY source"""
    )
    return [Coverage(*row) for row in rows]


def read_by_others(connection: sqlite3.Connection, extractor: str) -> int:
    """How many texts that are searched were read by another extractor than this one."""
    sql = "SELECT count(*) FROM versions WHERE current AND extractor <> ?"
    return int(connection.execute(sql, (extractor,)).fetchone()[0])


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
