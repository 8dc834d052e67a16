"""Is the store whole, and does the archive bear it out?

SQLite's own check is made, the digests of texts are computed again, visits are compared with the archive's notes, and
what is believed of a document with the facts it follows from.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from corpus.archive.whole import Found
from corpus.damage import NOTE_AGAIN, REBUILD, REFETCH, Damage
from corpus.store.citations import are_kept
from corpus.store.database import connect
from corpus.store.deposit import believed_columns
from corpus.store.digests import facts_digest, version_digest
from corpus.store.versions import stored_text_digest

_POINTING = {
    "versions": "SELECT DISTINCT url, payload_digest, warc_file, warc_offset FROM versions",
    "visits": "SELECT DISTINCT url, payload_digest, warc_file, warc_offset FROM visits WHERE warc_file <> ''",
}


def check_store(database: Path, found: Found) -> Iterator[Damage]:
    """Everything in the store that is not whole, or that the archive does not bear out."""
    try:
        connection = connect(database, writing=False)
    except Exception as error:
        # A damaged file can make SQLite raise anything; whatever it is, the cure is the same.
        yield Damage("store", database.name, f"it cannot be opened ({error})", REBUILD)
        return
    try:
        yield from _rows(connection, found)
    except (sqlite3.Error, ValueError, TypeError, OverflowError) as error:
        yield Damage("store", database.name, f"it cannot be read ({error})", REBUILD)
    finally:
        connection.close()


def _rows(connection: sqlite3.Connection, found: Found) -> Iterator[Damage]:
    for (told,) in connection.execute("PRAGMA integrity_check").fetchall():
        if told != "ok":
            yield Damage("store", "corpus.db", str(told), REBUILD)
    for table, row, *_ in connection.execute("PRAGMA foreign_key_check").fetchall():
        yield Damage("store", f"{table} {row}", "it belongs to a row that is not there", REBUILD)
    yield from _references(connection, found)
    yield from _texts(connection)
    yield from _beliefs(connection)
    yield from _visits(connection, found)
    yield from _unnoted(connection, found)


def _references(connection: sqlite3.Connection, found: Found) -> Iterator[Damage]:
    """Every row that points into the archive leads to a record with its digest."""
    damaged = {(damage.file, damage.offset) for damage in found.damages}
    for table, sql in _POINTING.items():
        for url, digest, file, offset in connection.execute(sql):
            record = found.records.get((file, offset))
            if record is None and (file, offset) not in damaged:
                yield Damage("archive", f"{file} at {offset}", "no record is there", REFETCH, file, offset, url, digest)
            elif record is not None and record.digest != digest:
                yield Damage("store", f"{table}: {url}", "it points to a record of other bytes", REBUILD)


def _texts(connection: sqlite3.Connection) -> Iterator[Damage]:
    for row in connection.execute("SELECT id, url, text_digest, about_digest FROM versions").fetchall():
        if stored_text_digest(connection, row["id"]) != row["text_digest"]:
            yield Damage("store", f"versions: {row['url']}", "its paragraphs are not those that were stored", REBUILD)
        if version_digest(connection, row["id"]) != row["about_digest"]:
            yield Damage("store", f"versions: {row['url']}", "its row is not as it was stored", REBUILD)
        if not are_kept(connection, row["id"]):
            yield Damage("store", f"versions: {row['url']}", "its citations are not those of its text", REBUILD)


def _beliefs(connection: sqlite3.Connection) -> Iterator[Damage]:
    for row in connection.execute("SELECT * FROM documents").fetchall():
        if facts_digest(connection, row["id"]) != row["facts_digest"]:
            yield Damage("store", f"documents: {row['key']}", "its facts are not those that were stored", REBUILD)
        believed = believed_columns(connection, row["id"]) if row["part_of"] is None else {}
        wrong = [name for name, value in believed.items() if row[name] != value]
        if wrong:
            yield Damage("store", f"documents: {row['key']}", f"{', '.join(wrong)}: not what its facts say", REBUILD)


def _visits(connection: sqlite3.Connection, found: Found) -> Iterator[Damage]:
    """Each note of the archive has its visit, word for word."""
    names = ("source", "url", "status", "fetched", "digest", "etag", "last_modified")
    rows = connection.execute("SELECT source, url, status, fetched, payload_digest, etag, last_modified FROM visits")
    held = Counter(tuple(row) for row in rows)
    for note in found.notes:
        told = tuple(note[name] for name in names)
        if not held[told]:
            yield Damage("store", f"visits: {note['url']}", "the archive tells of a visit that is not there", REBUILD)
        held[told] -= 1


def _unnoted(connection: sqlite3.Connection, found: Found) -> Iterator[Damage]:
    """Texts that the archive has the bytes of, but no note: the store could not be made again with them."""
    noted = {note["digest"] for note in found.notes if "posting" in note}
    for url, digest in connection.execute("SELECT DISTINCT url, payload_digest FROM versions"):
        if digest not in noted:
            what = "the archive has no note of it: a rebuild would lose it"
            yield Damage("archive", f"versions: {url}", what, NOTE_AGAIN, url=url, digest=digest)
