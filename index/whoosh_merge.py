"""Merging Whoosh's segments, many postings at a time instead of one by one."""

# mypy: allow-untyped-calls
# (Whoosh is annotated in part.)
from __future__ import annotations

import heapq
from array import array
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import SegmentReader

from index.whoosh_pool import Held
from index.whoosh_postings import SegmentFiles
from index.whoosh_schema import from_bytes

Piece = tuple[bytes, NDArray[np.uint32], NDArray[np.float32]]


def copy_segment(writer: Any, segment: Any) -> None:
    """Add the living rows of a segment to those of a writer (`index.whoosh_writer.Writer`), through its pool."""
    with closing(_Source(writer, segment)) as source:
        for field in indexed(writer.schema):
            for held in source.files.field_postings(field):
                living = source.alive[held.rows]
                term = np.repeat(np.arange(len(held.terms)), held.counts)[living]
                kept, numbers = np.unique(term, return_inverse=True)
                terms = [from_bytes(held.terms[number]) for number in kept.tolist()]
                writer.terms.add_postings(field, terms, numbers, source.rows[held.rows[living]], held.times[living])
        source.copy_columns(writer)


def join_segments(writer: Any, segments: Sequence[Any]) -> None:
    """Make one segment of the living rows of several, however large, in `finished` of the writer."""
    writer.end_segment()
    with ExitStack() as opened:
        sources = []
        for segment in segments:
            sources.append(opened.enter_context(closing(_Source(writer, segment))))
            sources[-1].copy_columns(writer)
        writer.joined = Joined(sources, indexed(writer.schema))
        writer.end_segment()


def indexed(schema: Any) -> list[str]:
    """The fields that have terms, in order."""
    return sorted(name for name in schema.names() if schema[name].indexed)


class _Source:
    """A segment whose living rows get new numbers, from the next one of a writer on."""

    def __init__(self, writer: Any, segment: Any) -> None:
        self.files = SegmentFiles(SegmentReader(writer.storage, writer.schema, segment), 0)
        self.alive = np.ones(self.files.rows, bool)
        if self.files.deleted is not None:
            self.alive[self.files.deleted] = False
        self.rows = writer.docnum + np.cumsum(self.alive) - 1

    def close(self) -> None:
        self.files.close()

    def copy_columns(self, writer: Any) -> None:
        """Give the writer the columns of all living rows."""
        names = [name for name in writer.schema.names() if not writer.schema[name].indexed]
        held = [
            (name, writer.schema[name].column_type, column)
            for name in names
            if (column := self.files.column(name)) is not None
        ]
        for row in np.flatnonzero(self.alive).tolist():
            writer.add_columns((name, kind, value) for name, kind, column in held if (value := bytes(column[row])))

    def pieces(self, field: str) -> Iterator[Piece]:
        """Each term of a field with its living rows, by their new numbers, and its times."""
        for held in self.files.field_postings(field):
            living = self.alive[held.rows]
            ends = np.concatenate(([0], np.cumsum(living)))[np.cumsum(held.counts)].tolist()
            rows = self.rows[held.rows[living]].astype(np.uint32)
            times = held.times[living].astype(np.float32)
            start = 0
            for term, end in zip(held.terms, ends, strict=True):
                if end > start:
                    yield term, rows[start:end], times[start:end]
                start = end


@dataclass(frozen=True, slots=True)
class Joined:
    """The terms of several segments, in the place of those of a writer's pool; they are read as they are written."""

    sources: Sequence[_Source]
    names: Sequence[str]

    def fields(self) -> Iterator[tuple[str, Iterator[Held]]]:
        """All fields in order, each with its terms in order."""
        for field in self.names:
            held = self._terms(field)
            if first := next(held, None):
                yield field, chain((first,), held)

    def _terms(self, field: str) -> Iterator[Held]:
        # Merging is stable: pieces of one term stay in the order of the segments, and so their rows rise.
        pieces = heapq.merge(*(source.pieces(field) for source in self.sources), key=itemgetter(0))
        for term, group in groupby(pieces, key=itemgetter(0)):
            rows, times = array("I"), array("f")
            for _, more, weights in group:
                rows.frombytes(more.tobytes())
                times.frombytes(weights.tobytes())
            yield term, rows, times
