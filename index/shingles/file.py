"""The SQLite file of the shingle index: its tables, how it is opened, and what is wrong with one that cannot be.

Paragraphs are counted from 0 in the order in which they came, and no count is given twice. They are kept in blocks of
65,536: within a block, a paragraph of a bucket is two bytes. A row of `postings` is one bucket of one block.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import EngineError, EngineNotReady
from index.shingles.hashing import BUCKET_BITS

# Raised whenever the tables, the shingles or the folding of words change: a file of another number is made anew.
LAYOUT = 1
BLOCK = 1 << 16

_TABLES = """
BEGIN;
CREATE TABLE postings (id INTEGER PRIMARY KEY, members BLOB NOT NULL);  -- id: block times 2^18 plus bucket
CREATE TABLE passages (
    count INTEGER PRIMARY KEY, passage_id INTEGER NOT NULL, document_id INTEGER NOT NULL, digest INTEGER NOT NULL
);
CREATE INDEX passages_document ON passages (document_id);
CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO state VALUES ('checkpoint', 0), ('next', 0);
PRAGMA user_version = {layout};
COMMIT;
"""


def row_of(block: int, bucket: int) -> int:
    """The row of a bucket in a block."""
    return block << BUCKET_BITS | bucket


def reader(path: Path) -> sqlite3.Connection:
    """A connection that only reads. Raises EngineNotReady where there is no index of this layout."""
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30, check_same_thread=False, isolation_level=None
        )
        try:
            _check(connection)
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as error:
        raise EngineNotReady(
            f"There is no index for tracing in {path} ({error}). `verbale index` makes it from the texts held."
        ) from error
    return connection


def writer(path: Path) -> sqlite3.Connection:
    """A connection that writes; a file that is damaged or of another layout is made anew. Raises EngineError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _opened(path)
    except (sqlite3.DatabaseError, EngineNotReady):
        remove(path)
    try:
        return _opened(path)
    except sqlite3.Error as error:
        raise EngineError(f"The index for tracing cannot be made in {path}: {error}.") from error


def remove(path: Path) -> None:
    """Delete the file with its journal."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def state(connection: sqlite3.Connection, name: str) -> int:
    """One number of the index's own: `checkpoint` of the change feed, `next` count."""
    return int(connection.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()[0])


def empty(connection: sqlite3.Connection) -> None:
    """Take everything out, as if the file had just been made."""
    for table in ("postings", "passages"):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608  # our own names
    connection.execute("UPDATE state SET value = 0")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All statements inside take effect together, or none does; inside another one, with it. sqlite3.Error goes on."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        yield


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=30, isolation_level=None)
    try:
        # Committed is consistent at any moment; what a power cut takes, the change feed gives again.
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        if connection.execute("PRAGMA user_version").fetchone()[0] == 0:
            connection.executescript(_TABLES.format(layout=LAYOUT))
        _check(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _check(connection: sqlite3.Connection) -> None:
    layout = connection.execute("PRAGMA user_version").fetchone()[0]
    if layout != LAYOUT:
        raise EngineNotReady(
            f"The index for tracing has layout {layout}, this verbale reads layout {LAYOUT}. `verbale index` makes it "
            "anew."
        )
    connection.execute("SELECT value FROM state").fetchall()
