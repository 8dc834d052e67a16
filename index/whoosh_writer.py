"""Writing a Whoosh index: one commit for each call, all or nothing, with its checkpoint in it."""

# mypy: allow-untyped-calls
# (Whoosh is annotated in part.)
from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import W3Codec
from whoosh.index import LockError
from whoosh.reading import SegmentReader
from whoosh.writing import IndexingError

from corpus.errors import EngineError
from index.engine import Record
from index.whoosh_cache import Cache
from index.whoosh_pool import TermPool
from index.whoosh_schema import BOOKKEEPING, SCOPES, bookkeeping, written
from index.whoosh_snapshot import Snapshot

# A commit merges at most this many records of older segments, so that a nightly update stays short.
_MERGED_AT_MOST = 20_000
# A segment is merged into the next larger one unless that is this many times larger.
_STEP = 4
# Postings in a block. Whoosh takes 128; we read blocks whole, and to begin one costs the most. Measured on 20,000
# paragraphs, cold: 1.8 ms a query become 1.1 ms, and the index is 5 % smaller.
_BLOCK = 1024


def write(index: Any, folder: Path, records: Iterable[Record], removed: Iterable[int], checkpoint: int) -> None:
    """Drop every record of the `removed` documents and add `records`, in one commit.

    Raises EngineError (another writer, a full disk), or what reading `records` raised.
    """
    writer = _writer(index, folder)
    try:
        _fill(writer, folder, records, set(removed), checkpoint)
        writer.commit(mergetype=merge_small)
    except BaseException as error:
        if not writer.is_closed:
            with suppress(Exception):  # what went wrong first is what matters
                writer.cancel()
        if isinstance(error, OSError | IndexingError):
            raise EngineError(f"The index in {folder} cannot be written: {error}.") from error
        raise


def _writer(index: Any, folder: Path) -> Any:
    try:
        # Files of their own: a column inside a compound file could not be mapped, and would be copied on opening.
        writer = index.writer(compound=False, codec=W3Codec(blocklimit=_BLOCK))
    except LockError as error:
        raise EngineError(f"Another verbale is writing the index in {folder}; wait until it has finished.") from error
    except OSError as error:
        raise EngineError(f"The index in {folder} cannot be written: {error}.") from error
    writer.pool = TermPool()
    return writer


def _fill(writer: Any, folder: Path, records: Iterable[Record], removed: set[int], checkpoint: int) -> None:
    added: dict[str, list[int]] = {scope: [] for scope in SCOPES}
    for record in records:
        writer.add_document(**written(record))
        added[record.scope].append(record.id)
    writer.add_document(**bookkeeping(checkpoint))
    for row in _obsolete(writer, folder, removed, added):
        writer.delete_document(row)


def _obsolete(writer: Any, folder: Path, removed: set[int], added: dict[str, list[int]]) -> list[int]:
    """The rows committed before that this write does away with."""
    if not writer.segments:
        return []
    snapshot = Snapshot(0, writer.reader(), folder, Cache(1))
    try:
        scope, ids = snapshot.column("scope"), snapshot.column("id")
        gone = np.isin(snapshot.column("document"), _array(removed)) | (scope == BOOKKEEPING)
        for name, code in SCOPES.items():
            gone |= (scope == code) & np.isin(ids, _array(added[name]))
        rows: list[int] = np.flatnonzero(gone).tolist()
        return rows
    finally:
        snapshot.close()


def _array(numbers: Iterable[int]) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.fromiter(numbers, np.int64)


def merge_small(writer: Any, segments: Sequence[Any]) -> list[Any]:
    """Whoosh's merge policy: small segments go into the new one, large ones stay, empty ones are dropped.

    Sizes kept grow by _STEP at least, so that there are few segments however many commits there were.
    """
    living = sorted((segment for segment in segments if segment.doc_count()), key=lambda segment: segment.doc_count())
    total = writer.doc_count()
    while living and living[0].doc_count() < total * _STEP and total + living[0].doc_count() <= _MERGED_AT_MOST:
        smallest = living.pop(0)
        total += smallest.doc_count()
        _merge(writer, smallest)
    return living


def _merge(writer: Any, segment: Any) -> None:
    reader = SegmentReader(writer.storage, writer.schema, segment)
    try:
        writer.add_reader(reader)
    finally:
        reader.close()
