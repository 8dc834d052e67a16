"""Digests of rows, by which `corpus.verify` notices that a disk has changed them."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable

_VERSION = (
    "language", "payload_digest", "text_digest", "media_type", "pages", "extractor", "notes", "url", "final_url",
    "headers", "fetched",
)  # fmt: skip


def rows_digest(rows: Iterable[tuple[object, ...]]) -> str:
    """One digest of rows of plain values, in their order."""
    told = [list(row) for row in rows]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def facts_digest(connection: sqlite3.Connection, document_id: int) -> str:
    """The digest of everything that was said of a document."""
    sql = "SELECT name, origin, value, read_at FROM facts WHERE document_id = ? ORDER BY name, origin"
    return rows_digest(tuple(row) for row in connection.execute(sql, (document_id,)))


def version_digest(connection: sqlite3.Connection, version_id: int) -> str:
    """The digest of what is known of a version beside its text; where it is archived may change."""
    sql = f"SELECT {', '.join(_VERSION)} FROM versions WHERE id = ?"
    return rows_digest(tuple(row) for row in connection.execute(sql, (version_id,)))


def put_facts_digest(connection: sqlite3.Connection, document_id: int) -> None:
    """Write down the digest of a document's facts, after they were changed."""
    connection.execute(
        "UPDATE documents SET facts_digest = ? WHERE id = ?", (facts_digest(connection, document_id), document_id)
    )


def put_version_digest(connection: sqlite3.Connection, version_id: int) -> None:
    """Write down the digest of a version, when it was put in."""
    connection.execute(
        "UPDATE versions SET about_digest = ? WHERE id = ?", (version_digest(connection, version_id), version_id)
    )
