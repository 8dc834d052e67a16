"""Keeping identities over a rebuild: what the earlier store knew keeps its number, only what differs is announced.

So an index stays good after a rebuild but for the paragraphs that are read otherwise now, and links to a version stay.
A number is never given to anything else, not even that of a paragraph that is gone.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from corpus.store.database import SCHEMA_VERSION, transaction
from corpus.store.deposit import COLUMNS

# What makes a paragraph the same one: a page or a heading may be read better and it still is.
_SAME = "number, text, unrevised"
_REFERENCES = (
    ("documents", "part_of", "document_ids"),
    ("submitters", "document_id", "document_ids"),
    ("aliases", "document_id", "document_ids"),
    ("facts", "document_id", "document_ids"),
    ("visits", "document_id", "document_ids"),
    ("versions", "document_id", "document_ids"),
    ("passages", "part_id", "document_ids"),
    ("passages", "version_id", "version_ids"),
    ("citations", "passage_id", "passage_ids"),
    ("passages", "id", "passage_ids"),
    ("versions", "id", "version_ids"),
    ("documents", "id", "document_ids"),
)
_CURRENT = """
    SELECT passages.id, versions.document_id FROM {0}.passages JOIN {0}.versions ON versions.id = version_id
    WHERE versions.current
"""
_DETAILS = "place, heading, page, passages.language, revision, part_id, repeated"


def keep_identities(connection: sqlite3.Connection, earlier: Path, at: str) -> bool:
    """Give the rows of a store made anew the ids they had in `earlier`, and go on with its change feed.

    Only what differs is announced, at the time `at` (ISO). False, and nothing done, where the earlier store is missing,
    unreadable or of another layout. Raises StoreError.
    """
    if not _attached(connection, earlier):
        return False
    try:
        connection.execute("PRAGMA foreign_keys = OFF")
        with transaction(connection):
            _match(connection)
            _renumber(connection)
            _continue_feed(connection, at)
    finally:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("DETACH DATABASE earlier")
    return True


def _attached(connection: sqlite3.Connection, earlier: Path) -> bool:
    if not earlier.exists():
        return False
    try:
        connection.execute("ATTACH DATABASE ? AS earlier", (f"{earlier.absolute().as_uri()}?mode=ro",))
    except sqlite3.Error:
        return False
    try:
        if connection.execute("PRAGMA earlier.user_version").fetchone()[0] == SCHEMA_VERSION:
            return True
    except sqlite3.Error:
        pass  # no database: it is being replaced because it cannot be read
    connection.execute("DETACH DATABASE earlier")
    return False


def _match(connection: sqlite3.Connection) -> None:
    """Temporary tables that say for each new id which one it takes: its earlier one, or one never given before."""
    _map(
        connection,
        "document_ids",
        "SELECT fresh.id, old.id FROM main.documents AS fresh LEFT JOIN earlier.documents AS old USING (key)",
        (("earlier.documents", "id"), ("earlier.changes", "document_id")),
    )
    _map(
        connection,
        "version_ids",
        """SELECT fresh.id, old.id FROM main.versions AS fresh
           JOIN document_ids ON document_ids.id = fresh.document_id
           LEFT JOIN earlier.versions AS old ON old.document_id = document_ids.kept
           AND old.language = fresh.language AND old.payload_digest = fresh.payload_digest""",
        (("earlier.versions", "id"),),
    )
    # Equal paragraphs of one version ("Noting", "None") are paired in their running order.
    _map(
        connection,
        "passage_ids",
        f"""WITH fresh AS (
                SELECT passages.id, version_ids.kept AS version, {_SAME},
                       row_number() OVER (PARTITION BY version_id, {_SAME} ORDER BY place) AS nth
                FROM main.passages JOIN version_ids ON version_ids.id = version_id),
            old AS (
                SELECT id, version_id AS version, {_SAME},
                       row_number() OVER (PARTITION BY version_id, {_SAME} ORDER BY place) AS nth
                FROM earlier.passages)
            SELECT fresh.id, old.id FROM fresh LEFT JOIN old USING (version, {_SAME}, nth)""",
        (("earlier.passages", "id"), ("earlier.changes", "passage_id")),
    )


def _map(connection: sqlite3.Connection, name: str, pairs: str, given: tuple[tuple[str, str], ...]) -> None:
    """The table `name` of pairs (new id, id it takes); what has no earlier id goes above all that were ever given."""
    connection.execute(f"DROP TABLE IF EXISTS temp.{name}")
    connection.execute(f"CREATE TEMP TABLE {name} (id INTEGER PRIMARY KEY, kept INTEGER)")
    connection.execute(f"INSERT INTO temp.{name} {pairs}")
    highest = max(
        connection.execute(f"SELECT coalesce(max({column}), 0) FROM {table}").fetchone()[0] for table, column in given
    )
    connection.execute(f"UPDATE temp.{name} SET kept = id + ? WHERE kept IS NULL", (highest,))


def _renumber(connection: sqlite3.Connection) -> None:
    """Two passes, over negative numbers, so that no row takes a number that another one still has."""
    for table, column, ids in _REFERENCES:
        connection.execute(
            f"UPDATE main.{table} SET {column} = -(SELECT kept FROM temp.{ids} WHERE {ids}.id = {table}.{column}) "
            f"WHERE {column} IS NOT NULL"
        )
    for table, column, _ in _REFERENCES:
        connection.execute(f"UPDATE main.{table} SET {column} = -{column} WHERE {column} < 0")


def _continue_feed(connection: sqlite3.Connection, at: str) -> None:
    """The earlier feed, and behind it what differs: documents that came, went or changed, paragraphs that did."""
    connection.execute("DELETE FROM main.changes")
    connection.execute("INSERT INTO main.changes SELECT * FROM earlier.changes")
    for change, differing in _differences():
        connection.execute(
            f"INSERT INTO main.changes (document_id, passage_id, change, at) "
            f"SELECT document_id, passage_id, '{change}', ? FROM ({differing}) ORDER BY 1, 2",
            (at,),
        )


def _differences() -> list[tuple[str, str]]:
    """Queries of (document_id, passage_id), each with the change that it finds."""
    fresh, old = _CURRENT.format("main"), _CURRENT.format("earlier")
    return [
        ("new", _documents_only_in("main", "earlier")),
        ("gone", _documents_only_in("earlier", "main")),
        ("changed", f"SELECT DISTINCT id AS document_id, NULL AS passage_id FROM ({_changed_documents()})"),
        ("new", _passages_only_in(fresh, old)),
        ("gone", _passages_only_in(old, fresh)),
    ]


def _passages_only_in(here: str, there: str) -> str:
    """Searched paragraphs that the other store does not have, of documents that both have."""
    return (
        f"SELECT document_id, id AS passage_id FROM ({here}) WHERE id NOT IN (SELECT id FROM ({there})) "
        "AND document_id IN (SELECT id FROM main.documents) AND document_id IN (SELECT id FROM earlier.documents)"
    )


def _documents_only_in(here: str, there: str) -> str:
    return (
        f"SELECT id AS document_id, NULL AS passage_id FROM {here}.documents "
        f"WHERE id NOT IN (SELECT id FROM {there}.documents)"
    )


def _changed_documents() -> str:
    """The ids of documents in both stores that are known otherwise, or whose paragraphs stand otherwise."""
    columns = ", ".join(("id", *COLUMNS, "held", "part_of"))
    told = {
        store: f"""
            SELECT documents.id, {_DETAILS}, passages.id AS passage
            FROM {store}.passages JOIN {store}.versions ON versions.id = version_id AND versions.current
            JOIN {store}.documents ON documents.id IN (versions.document_id, part_id)
            WHERE passages.id IN (SELECT id FROM {other}.passages)"""
        for store, other in (("main", "earlier"), ("earlier", "main"))
    }
    return f"""
        SELECT id FROM (SELECT {columns} FROM main.documents EXCEPT SELECT {columns} FROM earlier.documents)
        WHERE id IN (SELECT id FROM earlier.documents)
        UNION SELECT document_id FROM (SELECT * FROM main.submitters EXCEPT SELECT * FROM earlier.submitters)
        WHERE document_id IN (SELECT id FROM earlier.documents)
        UNION SELECT document_id FROM (SELECT * FROM earlier.submitters EXCEPT SELECT * FROM main.submitters)
        WHERE document_id IN (SELECT id FROM main.documents)
        UNION SELECT id FROM ({told["main"]} EXCEPT {told["earlier"]})
    """
