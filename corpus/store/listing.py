"""Since when documents stand as they do: for feeds and site maps, which tell others what to look at again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator
from datetime import UTC, datetime

from corpus.store.values import Listed

# A part of a document changes with the text that holds it.
_LISTED = """
    SELECT id, key, held, max(first_seen, coalesce((
        SELECT max(fetched) FROM versions WHERE document_id = coalesce(documents.part_of, documents.id) AND current
    ), '')) AS updated
    FROM documents
"""


def listed(connection: sqlite3.Connection, ids: Collection[int] | None = None) -> Iterator[Listed]:
    """Documents with the moment since when what is held of them is so, by id; all of them where no ids are given."""
    chosen = "" if ids is None else " WHERE id IN (SELECT value FROM json_each(:ids))"
    rows = connection.execute(f"{_LISTED}{chosen} ORDER BY id", {"ids": json.dumps(list(ids or ()))})
    for row in rows:
        yield Listed(row["id"], row["key"], bool(row["held"]), datetime.fromisoformat(row["updated"]).astimezone(UTC))
