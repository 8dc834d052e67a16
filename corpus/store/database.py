"""Opening the SQLite file: settings, schema, and errors a user can act on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from corpus.errors import StoreError

SCHEMA_VERSION = 7

# Under this name a store remembers what no other store has: an index that was begun of another is not gone on with.
IDENTITY = "identity"
_NAMED = f"INSERT INTO remembered (name, value) VALUES ('{IDENTITY}', hex(randomblob(16)));"


def connect(path: Path, *, writing: bool) -> sqlite3.Connection:
    """A connection to the store at `path`; a writer makes the file and its tables where they are missing.

    A commit is durable when it returns (WAL with synchronous=FULL). Raises StoreError.
    """
    mode = "rwc" if writing else "ro"
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=30,
            check_same_thread=False,
            isolation_level=None,
        )
    except sqlite3.Error as error:
        raise _unusable(path, error) from error
    try:
        _prepare(connection, path, writing=writing)
    except sqlite3.Error as error:
        connection.close()
        raise _unusable(path, error) from error
    except StoreError:
        connection.close()
        raise
    return connection


def path_of(connection: sqlite3.Connection) -> Path:
    """The file of a connection."""
    return Path(connection.execute("SELECT file FROM pragma_database_list WHERE name = 'main'").fetchone()[0])


def _prepare(connection: sqlite3.Connection, path: Path, *, writing: bool) -> None:
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    if writing:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        _make_tables(connection)
    _check_version(connection, path)


def _unusable(path: Path, error: sqlite3.Error) -> StoreError:
    return StoreError(f"The store {path} cannot be opened: {error}. `verbale rebuild` makes it again from the archive.")


def _make_tables(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA user_version").fetchone()[0] == 0:
        schema = resources.files("corpus.store").joinpath("schema.sql").read_text(encoding="utf-8")
        connection.executescript(f"BEGIN; {schema} {_NAMED} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;")


def _check_version(connection: sqlite3.Connection, path: Path) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version != SCHEMA_VERSION:
        raise StoreError(
            f"The store {path} has layout {version}, this verbale reads layout {SCHEMA_VERSION}. "
            "`verbale rebuild` makes it again from the archive; nothing fetched is lost."
        )


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All statements inside take effect together, or none does. Raises StoreError."""
    try:
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            yield
    except sqlite3.Error as error:
        raise StoreError(
            f"The store cannot be written: {error}. Free space or check the disk, then try again."
        ) from error


def snapshot(source: Path, target: Path) -> None:
    """Copy the SQLite file `source`, as it was after some commit, into the file `target`, and check the copy.

    Whoever writes in it meanwhile neither waits nor is seen half (sqlite.org/backup.html). Raises StoreError.
    """
    target.unlink(missing_ok=True)
    try:
        reading = sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=30)
        writing = sqlite3.connect(target)
        try:
            reading.backup(writing)
            found = writing.execute("PRAGMA quick_check(1)").fetchone()[0]
        finally:
            writing.close()
            reading.close()
    except sqlite3.Error as error:
        raise StoreError(f"{source} cannot be copied to {target}: {error}. Free space or check the disk.") from error
    if found != "ok":
        raise StoreError(f"{source} is damaged: {found}. `verbale verify` says what; the last backup is kept as it is.")
