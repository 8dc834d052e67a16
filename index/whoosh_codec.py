"""Postings written by the term, and read by the field for merging, as Whoosh's codec keeps them.

Whoosh takes and gives postings one by one, which is most of what a build costs. The names below are not promised by
Whoosh, which is pinned exactly: where one of them is missing, postings go the slow way that it promises. A test
compares the files written both ways, byte by byte.

A term has blocks, "W3Bl" before the first: the length of the block (negative in the last one), a pickle of (postings,
last row, highest weight, zlib level, shortest and longest length), and a pickle, deflated from 80 bytes on, of
(differences of rows, weights, values). An entry of the dictionary says where they lie.
"""

# mypy: allow-untyped-calls
# (Whoosh is annotated in part.)
from __future__ import annotations

import pickle
import struct
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import islice, repeat
from operator import sub
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Postings in a block. Whoosh takes 128; we read blocks whole, and to begin one costs the most. Measured on 20,000
# paragraphs, cold: 1.8 ms a query become 1.1 ms, and the index is 5 % smaller.
BLOCK = 1024

_MAGIC = b"W3Bl"
_WRITER_NAMES = ("_postfile", "_tindex", "_fieldid")
_READER_NAMES = ("_postfile", "_tindex", "_keycoder")
_INDEX_NAMES = ("closest_key_pos", "endofdata", "dbfile")
_INT = struct.Struct("!i")
_FIELD = struct.Struct("!H")
# Flags, sum of weights, postings, shortest and longest length, highest weight, first and last row; offset and length.
_ENTRY = struct.Struct("!BfIBBfIIqi")
_LENGTHS = struct.Struct("!ii")
_PROTOCOL = 2
_LEVEL = 3
_DEFLATED_FROM = 80
# Fewer differences are taken one by one: an array costs more to make.
_FEW = 64


def write_term(writer: Any, term: bytes, rows: array[int], times: array[float]) -> None:
    """The postings of one term of the field that a writer of fields has begun: rows rising, how often it stands there.

    Terms come in order.
    """
    if not all(hasattr(writer, name) for name in _WRITER_NAMES):
        writer.start_term(term)
        for row, weight in zip(rows, times, strict=True):
            writer.add(row, weight, b"", 0)
        writer.finish_term()
        return
    start = writer._postfile.tell()
    last = (len(rows) - 1) // BLOCK * BLOCK
    blocks = [_block(rows[at : at + BLOCK], times[at : at + BLOCK], at == last) for at in range(0, len(rows), BLOCK)]
    written = b"".join((_MAGIC, *blocks))
    writer._postfile.write(written)
    # Weights are summed by the block, as Whoosh does.
    entry = _ENTRY.pack(0, sum(times), len(rows), 0, 0, max(times), rows[0], rows[-1], start, len(written))
    writer._tindex.add(_FIELD.pack(writer._fieldid) + term, entry)


def _block(rows: array[int], times: array[float], last: bool) -> bytes:
    first = times[0]
    alike = times.count(first) == len(times)
    weights = tuple(times) if not alike else None if first == 1.0 else first
    data = pickle.dumps((_differences(rows), weights, None), _PROTOCOL)
    level = _LEVEL if len(data) >= _DEFLATED_FROM else 0
    if level:
        data = zlib.compress(data, level)
    highest = first if alike else max(times)
    about = pickle.dumps((len(rows), rows[-1], highest, level, 0, 0), _PROTOCOL)
    size = len(about) + len(data)
    return _INT.pack(-size if last else size) + about + data


def _differences(rows: array[int]) -> tuple[int, ...]:
    if len(rows) < _FEW:
        return tuple(map(sub, rows, (0, *rows)))
    held = np.array(rows, np.int64)
    held[1:] -= held[:-1].copy()
    return tuple(held.tolist())


@dataclass(frozen=True, slots=True)
class FieldPostings:
    """Postings of a field: its terms in order, how many postings each has, and their rows and times in a row."""

    terms: list[bytes]
    counts: NDArray[np.int64]
    rows: NDArray[np.int64]
    times: NDArray[np.int64]


# Terms that are read together: what is done with them costs as much for one as for many, but for memory.
_AT_ONCE = 5_000


def field_postings(terms: Any, field: str) -> Iterator[FieldPostings] | None:
    """All postings of a field, some thousand terms at a time, through the codec's reader of terms.

    None where it is of another shape.
    """
    index = getattr(terms, "_tindex", None)
    known = all(hasattr(terms, name) for name in _READER_NAMES) and all(hasattr(index, name) for name in _INDEX_NAMES)
    if not known or next((flags for _, (flags, *_) in _entries(terms, field)), 1):
        return None  # postings inside the dictionary: Whoosh's writers leave that to others
    return _some_at_a_time(terms, field)


def _some_at_a_time(terms: Any, field: str) -> Iterator[FieldPostings]:
    entries = _entries(terms, field)
    while some := list(islice(entries, _AT_ONCE)):
        sizes, differences, times = array("q"), array("q"), array("d")
        for _, (*_, offset, length) in some:
            for size, rows, weights in _blocks(bytes(terms._postfile.get(offset, length))):
                sizes.append(size)
                differences.extend(rows)
                times.extend(weights if isinstance(weights, tuple) else repeat(weights or 1.0, size))
        yield FieldPostings(
            [term for term, _ in some],
            np.array([entry[2] for _, entry in some], np.int64),
            _rows(np.array(differences, np.int64), np.array(sizes, np.int64)),
            np.array(times).astype(np.int64),
        )


def _rows(differences: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Rows from differences that begin anew in every block."""
    rows = np.cumsum(differences)
    starts = np.cumsum(sizes) - sizes
    rows -= np.repeat(rows[starts] - differences[starts], sizes)
    return rows


def _entries(terms: Any, field: str) -> Iterator[tuple[bytes, tuple[Any, ...]]]:
    first = terms._keycoder(field, b"")
    index = terms._tindex
    at = index.closest_key_pos(first)
    data = b"" if at is None else bytes(index.dbfile.get(at, index.endofdata - at))
    at = 0
    while at < len(data):
        key, value = _LENGTHS.unpack_from(data, at)
        at += _LENGTHS.size
        if data[at : at + 2] != first:
            return
        yield data[at + 2 : at + key], _ENTRY.unpack_from(data, at + key)
        at += key + value


def _blocks(written: bytes) -> Iterator[tuple[int, tuple[int, ...], float | tuple[float, ...] | None]]:
    file = BytesIO(written)
    file.seek(len(_MAGIC))
    size = 1
    while size > 0:
        (size,) = _INT.unpack(file.read(_INT.size))
        end = file.tell() + abs(size)
        count, _, _, level, _, _ = pickle.load(file)  # noqa: S301 (the folder is private: whoosh_storage)
        data = file.read(end - file.tell())
        differences, weights, _ = pickle.loads(zlib.decompress(data) if level else data)  # noqa: S301 (likewise)
        yield count, differences, weights
