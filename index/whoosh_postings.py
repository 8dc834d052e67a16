"""Whoosh's postings and columns as arrays, read through its public matchers: all we know of its blocks is in here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.whoosh_schema import from_bytes, to_bytes

Rows = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Postings:
    """The rows of one segment that hold a term, rising, and how often each does."""

    rows: Rows
    times: NDArray[np.float32]

    @property
    def nbytes(self) -> int:
        """How much memory it keeps."""
        return self.rows.nbytes + self.times.nbytes


@dataclass(frozen=True, slots=True)
class Places:
    """Where a term stands in one segment: row times 2^32 plus position, rising."""

    keys: NDArray[np.int64]

    @property
    def nbytes(self) -> int:
        """How much memory it keeps."""
        return self.keys.nbytes


NO_POSTINGS = Postings(np.empty(0, np.int32), np.empty(0, np.float32))
NO_PLACES = Places(np.empty(0, np.int64))


class SegmentFiles:
    """One segment of an index, open for reading. Deleted rows are still in it. Not for several threads at once."""

    def __init__(self, reader: Any, offset: int) -> None:
        segment = reader.segment()
        self.id: str = segment.segment_id()
        self.offset = offset
        self.rows: int = reader.doc_count_all()
        self.deleted = np.fromiter(segment.deleted_docs(), np.int64) if segment.has_deletions() else None
        self._reader = reader
        # The reader's own postings leave out deleted rows: ours must not, to outlive the next deletion.
        self._terms = reader.codec().terms_reader(reader.storage(), segment)

    def close(self) -> None:
        """Let go of the files."""
        self._terms.close()
        self._reader.close()

    def _matcher(self, field: str, term: str) -> Any:
        key = (field, to_bytes(term))
        return self._terms.matcher(*key, self._reader.schema[field].format) if key in self._terms else None

    def postings(self, field: str, term: str) -> Postings:
        """Where a term stands."""
        matcher = self._matcher(field, term)
        if matcher is None:
            return NO_POSTINGS
        rows: list[int] = []
        times: list[float] = []
        while matcher.is_active():
            rows.append(matcher.id())
            times.append(matcher.weight())
            matcher.next()
        return Postings(np.array(rows, np.int32), np.array(times, np.float32))

    def places(self, field: str, term: str) -> Places:
        """Every place where a term stands."""
        matcher = self._matcher(field, term)
        rows: list[int] = []
        values: list[bytes] = []
        while matcher is not None and matcher.is_active():
            rows.append(matcher.id())
            values.append(matcher.value())
            matcher.next()
        return _places(rows, values)

    def places_in(self, field: str, term: str, wanted: Rows) -> Places:
        """The places where a term stands in the wanted rows (rising), without reading the others."""
        matcher = self._matcher(field, term)
        rows: list[int] = []
        values: list[bytes] = []
        for row in wanted.tolist():
            if matcher is None or not matcher.is_active():
                break
            matcher.skip_to(row)
            if matcher.is_active() and matcher.id() == row:
                rows.append(row)
                values.append(matcher.value())
        return _places(rows, values)

    def terms_from(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """The terms of a field that begin with `prefix`, in order, and how many rows hold each, deleted ones too."""
        if field not in self._terms.indexed_field_names():
            return
        start = to_bytes(prefix)
        for (name, term), about in self._terms.items_from(field, start):
            if name != field or not term.startswith(start):
                return
            yield from_bytes(term), about.doc_frequency()

    def numbers(self, column: str, dtype: np.dtype[Any]) -> NDArray[Any]:
        """A column of fixed length, all rows."""
        codec, segment, storage = self._reader.codec(), self._reader.segment(), self._reader.storage()
        file = storage.open_file(codec.column_filename(segment, column))
        try:
            return np.frombuffer(bytes(file.read(self.rows * dtype.itemsize)), dtype, count=self.rows)
        finally:
            file.close()

    def strings(self, column: str) -> list[str]:
        """A column of strings, all rows; empty where nothing was written."""
        return [from_bytes(bytes(value)) for value in self._reader.column_reader(column, translate=False)]


def _places(rows: list[int], values: list[bytes]) -> Places:
    if not rows:
        return NO_PLACES
    counts = np.array([len(value) // 4 for value in values])
    positions = np.frombuffer(b"".join(values), "<u4").astype(np.int64)
    return Places((np.repeat(np.array(rows, np.int64), counts) << 32) | positions)
