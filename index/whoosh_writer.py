"""Writing a Whoosh index: one commit for each call, all or nothing, with its checkpoint in it."""

# mypy: allow-untyped-calls
# (Whoosh is annotated in part.)
from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import W3Codec
from whoosh.index import LockError
from whoosh.writing import IndexingError, SegmentWriter

from corpus.errors import EngineError
from index.engine import Record
from index.whoosh_cache import Cache
from index.whoosh_codec import BLOCK, write_term
from index.whoosh_memory import pool_limit
from index.whoosh_merge import Joined, copy_segment, join_segments
from index.whoosh_pool import TermPool
from index.whoosh_schema import BOOKKEEPING, SCOPES, bookkeeping, columns_of, terms_of
from index.whoosh_snapshot import Snapshot

# A commit merges at most this many records of older segments, so that a nightly update stays short.
_MERGED_AT_MOST = 20_000
# More segments than these make searches slow: of eight a cold query takes four times as long as of one.
_MOST_SEGMENTS = 6
_JOINED = 4
# A segment is merged into the next larger one unless that is this many times larger.
_STEP = 4


class Writer(SegmentWriter):
    """Whoosh's writer, with terms in a pool of our own; where that is full, a segment ends and another begins."""

    def __init__(self, index: Any) -> None:
        # Files of their own: a column inside a compound file could not be mapped, and would be copied on opening.
        super().__init__(index, compound=False, codec=W3Codec(blocklimit=BLOCK))
        self.terms = TermPool()
        self.joined: Joined | None = None
        self.added: dict[str, list[int]] = {scope: [] for scope in SCOPES}
        self.finished: list[Any] = []
        self._limit = pool_limit()

    def add(self, record: Record) -> None:
        """Add a record."""
        if self.terms.nbytes >= self._limit:
            self.end_segment()
        for field, terms in terms_of(record):
            self.terms.add(field, self.docnum, terms)
        columns = columns_of(record)
        self.add_columns((name, self.schema[name].column_type, value) for name, value in columns.items())
        self.added[record.scope].append(record.id)

    def add_columns(self, columns: Iterable[tuple[str, Any, bytes]]) -> None:
        """End a row: the names, kinds and values of its columns. Its terms have its number, `docnum`, already."""
        self.perdocwriter.start_doc(self.docnum)
        for name, kind, value in columns:
            self.perdocwriter.add_column_value(name, kind, value)
        self.perdocwriter.finish_doc()
        self.docnum += 1
        self._added = True

    def end_segment(self) -> None:
        """Write what was added so far as a segment of its own, in `finished`."""
        if self.docnum > self.docbase:
            self.finished.append(self._finalize_segment())
            self.newsegment = self.codec.new_segment(self.storage, self.indexname)
            self.perdocwriter = self.codec.per_document_writer(self.storage, self.newsegment)
            self.fieldwriter = self.codec.field_writer(self.storage, self.newsegment)
            self.terms, self.joined = TermPool(), None
            self.docnum, self._added = self.docbase, False

    def obsolete(self, folder: Path, removed: Iterable[int]) -> None:
        """Delete the rows committed before that this write does away with."""
        if not self.segments:
            return
        snapshot = Snapshot(0, self.reader(), folder, Cache(1))
        try:
            scope, ids = snapshot.column("scope"), snapshot.column("id")
            gone = np.isin(snapshot.column("document"), _array(removed)) | (scope == BOOKKEEPING)
            for name, code in SCOPES.items():
                gone |= (scope == code) & np.isin(ids, _array(self.added[name]))
        finally:
            snapshot.close()
        for row in np.flatnonzero(gone).tolist():
            self.delete_document(row)

    def give_up(self) -> None:
        """Let go of the lock and of all files that were written."""
        with suppress(Exception):  # what went wrong first is what matters
            self.cancel()
        for segment in (*self.finished, self.newsegment):
            for name in segment.list_files(self.storage):
                with suppress(OSError):
                    self.storage.delete_file(name)

    def _flush_segment(self) -> None:
        """In the place of Whoosh's: its own takes postings one by one."""
        self.perdocwriter.close()
        for field, held in (self.joined or self.terms).fields():
            self.fieldwriter.start_field(field, self.schema[field])
            for term, rows, times in held:
                write_term(self.fieldwriter, term, rows, times)
            self.fieldwriter.finish_field()
        self.fieldwriter.close()


def write(index: Any, folder: Path, records: Iterable[Record], removed: Iterable[int], checkpoint: int) -> None:
    """Drop every record of the `removed` documents and add `records`, in one commit.

    Raises EngineError (another writer, a full disk), or what reading `records` raised.
    """
    with writing(index, folder) as writer:
        for record in records:
            writer.add(record)
        commit(writer, folder, removed, checkpoint)


@contextmanager
def writing(index: Any, folder: Path) -> Iterator[Writer]:
    """A writer, given up if what is done with it fails. Raises EngineError (another writer, a full disk)."""
    try:
        writer = Writer(index)
    except LockError as error:
        raise EngineError(f"Another verbale is writing the index in {folder}; wait until it has finished.") from error
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        _remove_left_over(folder)
        yield writer
    except BaseException as error:
        if not writer.is_closed:
            writer.give_up()
        if isinstance(error, OSError | IndexingError):
            raise _unwritable(folder, error) from error
        raise


def part_prefix(folder: Path) -> str:
    """How the names of folders begin in which parts of an index are written."""
    return f"{folder.name}.part-"


def _remove_left_over(folder: Path) -> None:
    """Remove what a killed writer left; the lock is ours, so that none is at it."""
    for path in folder.parent.iterdir():
        if path.name.startswith(part_prefix(folder)):
            shutil.rmtree(path, ignore_errors=True)


def _unwritable(folder: Path, error: Exception) -> EngineError:
    return EngineError(f"The index in {folder} cannot be written: {error}.")


def commit(writer: Writer, folder: Path, removed: Iterable[int], checkpoint: int) -> None:
    """Make all that was added to a writer seen at once, without the records it replaces and those of `removed`."""
    writer.add_document(**bookkeeping(checkpoint))
    writer.obsolete(folder, removed)
    writer.commit(mergetype=merge)


def _array(numbers: Iterable[int]) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.fromiter(numbers, np.int64)


def merge(writer: Writer, segments: Sequence[Any]) -> list[Any]:
    """Whoosh's merge policy: small segments go into the new one, large ones stay, empty ones are dropped.

    Only a write so large that it has finished segments of its own also joins large ones, where there are too many.
    """
    kept = _merge_small(writer, segments)
    if not writer.finished:
        return kept
    writer.end_segment()
    kept = sorted([*kept, *writer.finished], key=_size)
    while len(kept) > _MOST_SEGMENTS:
        join_segments(writer, kept[:_JOINED])
        kept = sorted([*kept[_JOINED:], writer.finished[-1]], key=_size)
    return kept


def _size(segment: Any) -> int:
    return int(segment.doc_count())


def _merge_small(writer: Writer, segments: Sequence[Any]) -> list[Any]:
    """Sizes kept grow by _STEP at least, so that there are few segments however many small commits there were."""
    living = sorted((segment for segment in segments if segment.doc_count()), key=_size)
    total = writer.doc_count()
    while living and living[0].doc_count() < total * _STEP and total + living[0].doc_count() <= _MERGED_AT_MOST:
        smallest = living.pop(0)
        total += smallest.doc_count()
        copy_segment(writer, smallest)
    return living
