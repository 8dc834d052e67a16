"""Where a writer gathers the terms of its records until the segment is written: numbers in arrays, sorted at the end.

Whoosh's own pool keeps a tuple for each posting and hands them out one by one. Here a term is a number, every place
where it stands eight bytes, and numpy makes postings of them when the segment is written.
"""

from __future__ import annotations

import struct
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import count

import numpy as np
from numpy.typing import NDArray

from index.whoosh_schema import to_bytes

# A term, the rows that hold it, rising, and how often each does.
Held = tuple[bytes, "array[int]", "array[float]"]

_ROW = struct.Struct("I")
# What a place takes, and about what a term does: its string, its number, and their entry.
_PLACE_BYTES = 8
_TERM_BYTES = 200


class _Field:
    """The terms of one field: the number of each, and the number and the row of each place."""

    def __init__(self) -> None:
        self.numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self.terms = array("I")
        self.rows = array("I")


class TermPool:
    """What one segment will hold. `nbytes` is about how much memory it takes."""

    def __init__(self) -> None:
        self.nbytes = 0
        self._fields: defaultdict[str, _Field] = defaultdict(_Field)

    def add(self, field: str, row: int, terms: Sequence[str]) -> None:
        """The terms of a field of a row, as often as they stand there."""
        held = self._fields[field]
        known = len(held.numbers)
        held.terms.extend(map(held.numbers.__getitem__, terms))
        held.rows.frombytes(_ROW.pack(row) * len(terms))
        self.nbytes += _PLACE_BYTES * len(terms) + _TERM_BYTES * (len(held.numbers) - known)

    def add_postings(
        self, field: str, terms: Sequence[str], which: NDArray[np.integer], rows: NDArray[np.integer],
        times: NDArray[np.integer],
    ) -> None:  # fmt: skip
        """Postings of another segment: for each, which of the terms it is of, its row, and its times."""
        held = self._fields[field]
        numbers = np.fromiter(map(held.numbers.__getitem__, terms), np.uint32, len(terms))
        held.terms.frombytes(np.repeat(numbers[which], times).tobytes())
        held.rows.frombytes(np.repeat(rows.astype(np.uint32), times).tobytes())
        self.nbytes += _PLACE_BYTES * int(times.sum()) + _TERM_BYTES * len(terms)

    def fields(self) -> Iterator[tuple[str, Iterator[Held]]]:
        """All fields in order, each with its terms in order; a field is let go when the next is asked for."""
        for field in sorted(self._fields):
            yield field, _by_term(self._fields.pop(field))


def _by_term(field: _Field) -> Iterator[Held]:
    ordered = sorted(field.numbers)
    place = np.empty(len(ordered), np.int64)
    place[np.fromiter(map(field.numbers.__getitem__, ordered), np.int64, len(ordered))] = np.arange(len(ordered))
    keys = place[np.frombuffer(field.terms, np.uint32)]
    keys <<= 32
    keys |= np.frombuffer(field.rows, np.uint32)
    keys.sort()
    begins = np.ones(keys.size, bool)
    np.not_equal(keys[1:], keys[:-1], out=begins[1:])
    first = np.flatnonzero(begins)
    times = array("f", np.diff(first, append=keys.size).astype(np.float32).tobytes())
    keys = keys[first]
    rows = array("I", keys.astype(np.uint32).tobytes())
    ends = np.flatnonzero(np.diff(keys >> 32, append=-1)) + 1
    start = 0
    for term, end in zip(ordered, ends.tolist(), strict=True):
        yield to_bytes(term), rows[start:end], times[start:end]
        start = end
