"""Bringing the shingle index level with the store: only what its change feed names since the index was last whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from zlib import crc32

from corpus.errors import EngineError
from corpus.store import Store
from index.analysis_fold import terms_of_runs
from index.shingles.file import empty, remove, state, transaction, writer
from index.shingles.writing import Writer

Progress = Callable[[int, int], None]

# From this part of all paragraphs ever added on, those removed are worth making the file anew.
_DEAD = 0.5
_FEW = 10_000


def follow(store: Store, path: Path, progress: Progress, *, anew: bool = False) -> int:
    """Bring the index in the file `path` level with the store, and return how many documents were looked at.

    A file that is missing, damaged, of another layout or another store is made anew, every one with `anew`: whoever
    reads one that can be read has the old one until the new one is whole. Killed at any moment, it is consistent and
    goes on from its last commit. `progress` hears how many of how many documents are done. EngineError.
    """
    try:
        return _followed(store, path, progress, anew=anew)
    except sqlite3.OperationalError as error:
        raise EngineError(
            f"The index for tracing cannot be written in {path}: {error}. Free space or check the disk."
        ) from error
    except sqlite3.DatabaseError:
        remove(path)
    return _followed(store, path, progress, anew=anew)


def is_followed(store: Store, checkpoint: int) -> bool:
    """Whether an index with this checkpoint has everything of a store; one ahead of it is of another store."""
    head, changed = store.last_changes(checkpoint)
    return not changed and checkpoint <= head


def _followed(store: Store, path: Path, progress: Progress, *, anew: bool) -> int:
    connection = writer(path)
    try:
        if not anew and _usable(store, connection):
            return _level(store, connection, progress)
        with transaction(connection):
            empty(connection)
            done = _level(store, connection, progress)
        connection.execute("VACUUM")  # what is new takes the place of what is old only while both are there
        return done
    finally:
        connection.close()


def _level(store: Store, connection: sqlite3.Connection, progress: Progress) -> int:
    before = state(connection, "checkpoint")
    head, changed = store.last_changes(before)
    told = [(change.document_id, change.seq) for change in changed]
    if before == 0:
        # Those first that the feed does not mention.
        unmentioned = set(store.document_ids()) - {document for document, _ in told}
        told = [*((document, 0) for document in sorted(unmentioned)), *told]
    _write(connection, store, told, head, progress)
    return len(told)


def _usable(store: Store, connection: sqlite3.Connection) -> bool:
    """Whether an index can be followed further: not of a later state of the store, and most of it leads somewhere."""
    added = state(connection, "next")
    held = connection.execute("SELECT count(*) FROM passages").fetchone()[0]
    mostly_dead = added > _FEW and added - held > _DEAD * added
    return not mostly_dead and state(connection, "checkpoint") <= store.last_changes(0)[0]


def _write(
    connection: sqlite3.Connection, store: Store, told: Sequence[tuple[int, int]], head: int, progress: Progress
) -> None:
    writing = Writer(connection)
    for done, (document_id, seq) in enumerate(told, 1):
        filled = _document(connection, store, writing, document_id)
        if filled:
            writing.commit(seq)
        progress(done, len(told))
    if told or state(connection, "checkpoint") != head:
        writing.commit(head)


def _document(connection: sqlite3.Connection, store: Store, writing: Writer, document_id: int) -> bool:
    """Write what differs in a document from what is indexed of it; returns whether a block became full."""
    rows = connection.execute(
        "SELECT passage_id, digest, count FROM passages WHERE document_id = ?", (document_id,)
    ).fetchall()
    indexed = {(passage_id, digest): count for passage_id, digest, count in rows}
    room = writing.room
    for passage in store.current_passages(document_id):
        # Paragraphs of a part are the part's, as in index.batches.
        if passage.document_id != document_id:
            continue
        digest = crc32(passage.text.encode("utf-8", "surrogatepass"))
        if indexed.pop((passage.id, digest), None) is None:
            writing.add(passage.id, document_id, digest, terms_of_runs(passage.text))
    writing.remove(list(indexed.values()))
    return writing.room > room
