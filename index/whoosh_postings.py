"""Whoosh's postings and columns as arrays: whole blocks where they can be read, else posting by posting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.ranking import Field
from index.whoosh_blocks import blocks, column_words, dictionary, one_by_one, readable
from index.whoosh_codec import FieldPostings, field_postings
from index.whoosh_schema import from_bytes, to_bytes, token_column_name
from index.whoosh_tokens import WORDS_PER_TOKEN, TokenColumn

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


NO_POSTINGS = Postings(np.empty(0, np.int32), np.empty(0, np.float32))


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
        read = list(blocks(matcher) if readable(matcher) else one_by_one(matcher))
        rows = np.concatenate([some for some, _ in read]) if read else np.empty(0)
        times = np.concatenate([some for _, some in read]) if read else np.empty(0)
        return Postings(rows.astype(np.int32), times.astype(np.float32))

    def frequency(self, field: str, term: str) -> int:
        """How many rows hold a term, deleted ones too: told by the dictionary, without its postings."""
        key = (field, to_bytes(term))
        return int(self._terms.doc_frequency(*key)) if key in self._terms else 0

    def tokens(self, field: Field, lengths: NDArray[np.integer]) -> TokenColumn:
        """The words of a text field of every row, in their order; `lengths` says how many each row has."""
        counts = lengths.astype(np.int64)
        words, let_go = column_words(self._reader, token_column_name(field), WORDS_PER_TOKEN * int(counts.sum()))
        return TokenColumn(words, WORDS_PER_TOKEN * (np.cumsum(counts) - counts), counts, let_go)

    def terms_from(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """The terms of a field that begin with `prefix`, in order, and how many rows hold each, deleted ones too."""
        if field not in self._terms.indexed_field_names():
            return
        start = to_bytes(prefix)
        for term, rows in dictionary(self._terms, field, start):
            if not term.startswith(start):
                return
            yield from_bytes(term), rows

    def field_postings(self, field: str) -> Iterator[FieldPostings]:
        """All postings of a field in the order of its terms, in one or several pieces; none where it has none."""
        if field not in self._terms.indexed_field_names():
            return iter(())
        return field_postings(self._terms, field) or self._one_by_one(field)

    def _one_by_one(self, field: str) -> Iterator[FieldPostings]:
        for term, _ in list(self.terms_from(field, "")):
            held = self.postings(field, term)
            count = np.array([held.rows.size], np.int64)
            yield FieldPostings([to_bytes(term)], count, held.rows.astype(np.int64), held.times.astype(np.int64))

    def column(self, name: str) -> Any:
        """A column's values by row, as bytes; None where the segment has none."""
        return self._reader.column_reader(name, translate=False) if self._reader.has_column(name) else None

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
