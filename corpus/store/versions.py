"""Putting a version's text into the store, and telling which of its paragraphs were not there before."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document import Extract, Passage
from corpus.store.citations import put_citations
from corpus.store.digests import put_version_digest, rows_digest
from corpus.store.values import Arrival

_CURRENT = """
    SELECT passages.* FROM passages JOIN versions ON versions.id = passages.version_id
    WHERE versions.document_id = ? AND versions.language = ? AND versions.current ORDER BY place
"""
_COLUMNS = (
    "version_id", "place", "number", "repeated", "heading", "page", "language", "text", "revision", "unrevised",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PutVersion:
    """The current version after an arrival: whether its text changed, and the ids of paragraphs that came and went."""

    id: int
    changed: bool
    new: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()


def text_digest(extract: Extract) -> str:
    """A digest of words, numbers, headings and pages: equal digests mean that nothing a reader cites has changed."""
    return rows_digest(
        (item.number, item.page, " > ".join(item.heading), item.text, item.revision, item.unrevised)
        for item in extract.passages
    )


def stored_text_digest(connection: sqlite3.Connection, version_id: int) -> str:
    """The same digest of the passages as they stand in the store."""
    rows = connection.execute(
        "SELECT number, page, heading, text, revision, unrevised FROM passages WHERE version_id = ? ORDER BY place",
        (version_id,),
    )
    return rows_digest(tuple(row) for row in rows)


def put_version(connection: sqlite3.Connection, document_id: int, arrival: Arrival) -> PutVersion:
    """Store a version and its passages and make it the current one of its language, unless its text is the same."""
    extract, original = arrival.extract, arrival.original
    language = arrival.posting.language or extract.language
    digest = text_digest(extract)
    same_text = connection.execute(
        "SELECT id FROM versions WHERE document_id = ? AND language = ? AND current AND text_digest = ?",
        (document_id, language, digest),
    ).fetchone()
    if same_text:
        return PutVersion(same_text["id"], changed=False)
    before = connection.execute(_CURRENT, (document_id, language)).fetchall()
    connection.execute(
        "UPDATE versions SET current = 0 WHERE document_id = ? AND language = ?", (document_id, language)
    )
    connection.execute(
        "DELETE FROM versions WHERE document_id = ? AND language = ? AND payload_digest = ?",
        (document_id, language, original.digest),
    )
    values = {
        "document_id": document_id, "language": language, "payload_digest": original.digest, "text_digest": digest,
        "media_type": extract.media_type, "pages": extract.pages, "extractor": extract.extractor,
        "notes": "\n".join(extract.notes),
        "url": original.url, "final_url": original.final_url, "headers": json.dumps(original.headers),
        "fetched": original.fetched.isoformat(), "warc_file": original.archived.file,
        "warc_offset": original.archived.offset, "current": 1,
    }  # fmt: skip
    version_id = connection.execute(
        f"INSERT INTO versions ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})",
        tuple(values.values()),
    ).lastrowid
    _put_passages(connection, version_id or 0, extract.passages)
    put_citations(connection, version_id or 0)
    put_version_digest(connection, version_id or 0)
    after = connection.execute(_CURRENT, (document_id, language)).fetchall()
    return PutVersion(version_id or 0, True, _only_in(after, before), _only_in(before, after))


def _put_passages(connection: sqlite3.Connection, version_id: int, passages: Sequence[Passage]) -> None:
    seen: set[str] = set()
    rows = []
    for place, item in enumerate(passages, 1):
        rows.append((
            version_id, place, item.number, item.number in seen, " > ".join(item.heading), item.page, item.language,
            item.text, item.revision, item.unrevised,
        ))  # fmt: skip
        seen.add(item.number)
    connection.executemany(
        f"INSERT INTO passages ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})", rows
    )


def _only_in(rows: Sequence[sqlite3.Row], others: Sequence[sqlite3.Row]) -> tuple[int, ...]:
    """The ids of paragraphs whose words or number the others do not have; a page or heading alone changes nothing."""
    left = Counter((row["number"], row["text"], row["unrevised"]) for row in others)
    only = []
    for row in rows:
        told = (row["number"], row["text"], row["unrevised"])
        if left[told]:
            left[told] -= 1
        else:
            only.append(row["id"])
    return tuple(only)
