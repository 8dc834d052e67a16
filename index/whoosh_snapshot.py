"""One commit of a Whoosh index as arrays over all its segments. Rows are numbered on from segment to segment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EngineNotReady
from index.evaluate_arrays import Keys, Rows
from index.evaluate_fuzzy import Lexicon
from index.query import Scope
from index.ranking import Field
from index.whoosh_cache import Cache
from index.whoosh_postings import Postings, SegmentFiles
from index.whoosh_schema import BOOKKEEPING, ROW, ROW_COLUMN, SCOPES, SYMBOL_COLUMN, keyword_field
from index.whoosh_storage import damage
from index.whoosh_tokens import TokenColumn

_NO_KEYS: Keys = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class FacetTable:
    """The values of a keyword field in one segment: `values[codes[i]]` is one of row `rows[i]`."""

    values: tuple[str, ...]
    rows: Rows
    codes: NDArray[np.int32]

    @property
    def nbytes(self) -> int:
        """How much memory it keeps."""
        return self.rows.nbytes + self.codes.nbytes + 80 * len(self.values)


class Snapshot:
    """What was committed last when it was opened. It stays the same until it is closed, whatever is written since."""

    def __init__(self, number: int, reader: Any, folder: Path, cache: Cache) -> None:
        self.number = number
        self.cache = cache
        self._folder = folder
        self._segments = [SegmentFiles(leaf, offset) for leaf, offset in _leaves(reader)]
        self.size = sum(segment.rows for segment in self._segments)
        self._alive = self._all_alive()
        self._deletions = not self._alive.all()
        self._table = self._rows()
        self._measured: dict[Any, Any] = {}

    def close(self) -> None:
        """Let go of the files."""
        for segment in self._segments:
            segment.close()

    def _all_alive(self) -> NDArray[np.bool_]:
        alive = np.ones(self.size, bool)
        for segment in self._segments:
            if segment.deleted is not None:
                alive[segment.offset + segment.deleted] = False
        return alive

    def _rows(self) -> NDArray[Any]:
        parts = [self._segment_rows(segment) for segment in self._segments]
        return np.concatenate(parts) if parts else np.empty(0, ROW)

    def _segment_rows(self, segment: SegmentFiles) -> NDArray[Any]:
        def read() -> NDArray[Any]:
            with damage(self._folder):
                return segment.numbers(ROW_COLUMN, ROW)

        return self.cache.get((segment.id, ROW_COLUMN), read)

    def _once(self, key: Any, make: Callable[[], Any]) -> Any:
        # Several threads may make the same value: each is the same, and the last one stays.
        if (held := self._measured.get(key)) is None:
            held = self._measured[key] = make()
        return held

    def column(self, name: str) -> NDArray[Any]:
        """One number of every row: `id`, `document`, `day`, `order`, or the length of a text field."""
        column: NDArray[Any] = self._once(("column", name), lambda: np.ascontiguousarray(self._table[name]))
        return column

    def checkpoint(self) -> int:
        """What the bookkeeping record says; 0 for an index without one. Raises EngineNotReady if it is lost."""
        found = self.column("id")[(self.column("scope") == BOOKKEEPING) & self._alive]
        if found.size != 1 and self.size:
            raise EngineNotReady(f"The index in {self._folder} is not whole; `verbale index` makes it anew.")
        return int(found[0]) if found.size else 0

    def in_scope(self, scope: Scope) -> NDArray[np.bool_]:
        """Which rows are records of the scope."""
        mask: NDArray[np.bool_] = self._once(scope, lambda: (self.column("scope") == SCOPES[scope]) & self._alive)
        return mask

    def count(self, scope: Scope) -> int:
        """How many records the scope has."""
        count: int = self._once((scope, "count"), lambda: int(self.in_scope(scope).sum()))
        return count

    def norm(self, scope: Scope, field: Field) -> NDArray[np.float64]:
        """The length of a text field in every row, divided by its mean over the records of the scope."""
        lengths = self.column(field)
        mean = self._once((scope, field, "mean"), lambda: lengths[self.in_scope(scope)].mean(dtype=np.float64))
        norm: NDArray[np.float64] = self._once((scope, field, "norm"), lambda: lengths / (mean or 1.0))
        return norm

    def symbol_ranks(self) -> NDArray[np.int64]:
        """The place of every row's symbol among all symbols; rows without one come after the last."""
        return self._once("symbols", self._rank_symbols)  # type: ignore[no-any-return]

    def _rank_symbols(self) -> NDArray[np.int64]:
        with damage(self._folder), self.cache.reading():
            keys = [key for segment in self._segments for key in segment.strings(SYMBOL_COLUMN)]
        ranks = {key: rank for rank, key in enumerate(sorted(set(keys) - {""}))}
        return np.array([ranks.get(key, len(ranks)) for key in keys], np.int64)

    def postings(self, field: str, term: str) -> Postings:
        """The living rows that hold a term, and how often."""
        parts = [(segment, self._segment_postings(segment, field, term)) for segment in self._segments]
        rows = np.concatenate([part.rows + np.int32(s.offset) for s, part in parts]) if parts else np.empty(0, np.int32)
        times = np.concatenate([part.times for _, part in parts]) if parts else np.empty(0, np.float32)
        if not self._deletions:
            return Postings(rows, times)
        living = self._alive[rows]
        return Postings(rows[living], times[living])

    def _segment_postings(self, segment: SegmentFiles, field: str, term: str) -> Postings:
        def read() -> Postings:
            with damage(self._folder):
                return segment.postings(field, term)

        return self.cache.get((segment.id, field, term), read)

    def frequency(self, field: str, term: str) -> int:
        """At most how many living rows hold a term."""
        with damage(self._folder), self.cache.reading():
            return sum(segment.frequency(field, term) for segment in self._segments)

    def places(self, field: Field, choices: Sequence[Sequence[str]], wanted: Rows) -> list[Keys]:
        """For each choice of unstemmed terms, where any of them stands in the wanted rows (rising, of one scope)."""
        parts = [self._segment_places(segment, field, choices, wanted) for segment in self._segments]
        return [np.concatenate(keys) for keys in zip(*parts, strict=True)] if parts else [_NO_KEYS for _ in choices]

    def _segment_places(
        self, segment: SegmentFiles, field: Field, choices: Sequence[Sequence[str]], wanted: Rows
    ) -> list[Keys]:
        low, high = np.searchsorted(wanted, (segment.offset, segment.offset + segment.rows))
        here = wanted[low:high] - np.int32(segment.offset)
        if not here.size:
            return [_NO_KEYS for _ in choices]

        def read() -> TokenColumn:
            with damage(self._folder):
                return segment.tokens(field, self._segment_rows(segment)[field])

        column = self.cache.get((segment.id, field, "tokens"), read)
        with damage(self._folder):
            return [keys + (np.int64(segment.offset) << 32) for keys in column.places(choices, here)]

    def terms_from(self, field: str, prefix: str) -> dict[str, int]:
        """The terms that begin with `prefix`, and at most how many living rows hold each."""
        terms: dict[str, int] = {}
        with damage(self._folder), self.cache.reading():
            for segment in self._segments:
                for term, rows in segment.terms_from(field, prefix):
                    terms[term] = terms.get(term, 0) + rows
        return terms

    def terms_within(self, field: str, term: str, edits: int) -> dict[str, int]:
        """The terms at most `edits` away from `term`, and at most how many living rows hold each."""
        terms: dict[str, int] = {}
        for segment in self._segments:
            for near, rows in self._segment_lexicon(segment, field).within(term, edits):
                terms[near] = terms.get(near, 0) + rows
        return terms

    def _segment_lexicon(self, segment: SegmentFiles, field: str) -> Lexicon:
        def read() -> Lexicon:
            with damage(self._folder):
                return Lexicon(segment.terms_from(field, ""))

        return self.cache.get((segment.id, field, "lexicon"), read)

    def facet_tables(self, scope: Scope, name: str) -> list[tuple[int, FacetTable]]:
        """For every segment the number of its first row, and its values of a keyword field."""
        field = keyword_field(scope, name)
        return [(segment.offset, self._segment_facet(segment, field)) for segment in self._segments]

    def _segment_facet(self, segment: SegmentFiles, field: str) -> FacetTable:
        def read() -> FacetTable:
            with damage(self._folder):
                return _facet_table(segment, field)

        return self.cache.get((segment.id, field, "facet"), read)


def _facet_table(segment: SegmentFiles, field: str) -> FacetTable:
    held = [(value, segment.postings(field, value).rows) for value, _ in list(segment.terms_from(field, ""))]
    rows = np.concatenate([rows for _, rows in held]) if held else np.empty(0, np.int32)
    codes = np.repeat(np.arange(len(held), dtype=np.int32), [rows.size for _, rows in held])
    return FacetTable(tuple(value for value, _ in held), rows, codes)


def _leaves(reader: Any) -> list[tuple[Any, int]]:
    # An empty index is a reader without leaves of its own.
    return [(leaf, offset) for leaf, offset in reader.leaf_readers() if leaf.segment() is not None]
