"""The store as it was on a day: the same tables, seen through views that leave out what came later.

Old versions stay in the store, and every visit says which bytes an address gave. So the texts of a past day can be
told exactly. What is known *about* documents (title, date, submitters) is kept in its newest form only.
"""

from __future__ import annotations

import re
import sqlite3
from datetime import date, timedelta
from pathlib import Path

from corpus.errors import StoreError
from corpus.store import Store
from corpus.store.database import connect

# The text of a language that was searched at the end of the day is the one whose bytes came last until then.
_SEARCHED_THEN = """
    CREATE TEMP TABLE searched_then AS
    SELECT id FROM (
        SELECT id, row_number() OVER (PARTITION BY document_id, language ORDER BY seen DESC, id DESC) AS place
        FROM (SELECT id, document_id, language,
                     (SELECT max(at) FROM (
                         SELECT fetched AS at WHERE fetched < :until
                         UNION ALL
                         SELECT visits.fetched FROM main.visits
                         WHERE visits.payload_digest = versions.payload_digest AND visits.fetched < :until
                           AND visits.document_id = versions.document_id)) AS seen
              FROM main.versions)
        WHERE seen IS NOT NULL)
    WHERE place = 1
"""
# A view of the same name comes before the table; each lists its columns, so that those of the table stay as they are.
_VIEWS = """
    CREATE TEMP VIEW versions AS
        SELECT {versions}, id IN (SELECT id FROM temp.searched_then) AS current,
               CASE WHEN gone < '{until}' THEN gone ELSE '' END AS gone
        FROM main.versions WHERE fetched < '{until}' OR id IN (SELECT id FROM temp.searched_then);
    CREATE TEMP VIEW documents AS
        SELECT {documents}, id IN (
            SELECT document_id FROM main.versions WHERE id IN (SELECT id FROM temp.searched_then)
            UNION SELECT part_id FROM main.passages WHERE version_id IN (SELECT id FROM temp.searched_then)) AS held
        FROM main.documents WHERE first_seen < '{until}';
    CREATE TEMP VIEW aliases AS
        SELECT * FROM main.aliases WHERE document_id IN (SELECT id FROM main.documents WHERE first_seen < '{until}');
    CREATE TEMP VIEW visits AS SELECT * FROM main.visits WHERE fetched < '{until}';
    CREATE TEMP VIEW changes AS SELECT * FROM main.changes WHERE at < '{until}';
"""


def store_as_of(path: Path, day: date) -> Store:
    """The store at `path` as it was at the end of a day (UTC), for reading. Raises StoreError."""
    until = (day + timedelta(days=1)).isoformat()
    connection = connect(path, writing=False)
    try:
        connection.execute(_SEARCHED_THEN, {"until": until})
        connection.execute("CREATE UNIQUE INDEX temp.searched_then_id ON searched_then (id)")
        columns = {
            "versions": _columns(connection, "versions", ("current", "gone")),
            "documents": _columns(connection, "documents", ("held",)),
        }
        connection.executescript(_VIEWS.format(until=until, **columns))
    except sqlite3.Error as error:
        connection.close()
        raise StoreError(f"The store {path} cannot be read as of {day}: {error}.") from error
    return Store(connection)


def changed_after(path: Path, day: date) -> bool:
    """Whether anything came, went or changed after the end of a day. Raises StoreError."""
    connection = connect(path, writing=False)
    try:
        until = (day + timedelta(days=1)).isoformat()
        return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM changes WHERE at >= ?)", (until,)).fetchone()[0])
    finally:
        connection.close()


def _columns(connection: sqlite3.Connection, table: str, without: tuple[str, ...]) -> str:
    names = [row["name"] for row in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))]
    return ", ".join(name for name in names if name not in without and re.fullmatch(r"\w+", name))
