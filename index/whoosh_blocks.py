"""Whoosh's posting blocks and dictionary read whole, for searches; `whoosh_codec` is the other file that knows them.

A block holds up to some hundred postings: row numbers as differences, and weights as None (all 1), one number or a
tuple. The public matcher hands them out one by one; read here, a block becomes two arrays. The names below are not
promised by Whoosh, which is pinned exactly; where any of them is missing, or a block is of another shape, `readable`
says so and the public matcher is used.
"""

from __future__ import annotations

import mmap
import os
import struct
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Rows rising, and how often the term stands in each.
Block = tuple[NDArray[np.int64], NDArray[np.float32]]
_WORD = 4
# Windows would not let a mapped file be removed when its segment is merged.
_MAPPABLE = os.name != "nt"
_DICTIONARY_NAMES = ("closest_key_pos", "endofdata", "dbfile")
_LENGTHS = struct.Struct("!ii")
_COUNT = struct.Struct("!I")
# Behind one byte of flags and the sum of weights.
_COUNT_AT = 5
_NAMES = ("_read_data", "_data", "_next_block", "_blocklength", "_maxid", "_byteids")


def readable(matcher: Any) -> bool:
    """Whether the blocks behind a fresh matcher are of the shape that is known here."""
    if not all(hasattr(matcher, name) for name in _NAMES) or matcher._byteids:
        return False
    matcher._read_data()
    data = matcher._data
    if not isinstance(data, tuple) or len(data) != 3:
        return False
    ids, weights, _ = data
    known = weights is None or isinstance(weights, float) or (isinstance(weights, tuple) and len(weights) == len(ids))
    return isinstance(ids, tuple) and len(ids) == matcher._blocklength and known


def one_by_one(matcher: Any) -> Iterator[Block]:
    """All postings of any matcher, through what Whoosh promises."""
    rows: list[int] = []
    times: list[float] = []
    while matcher.is_active():
        rows.append(matcher.id())
        times.append(matcher.weight())
        matcher.next()
    yield np.array(rows, np.int64), np.array(times, np.float32)


def blocks(matcher: Any) -> Iterator[Block]:
    """All blocks of a readable matcher."""
    while matcher.is_active():
        if matcher._data is None:
            matcher._read_data()
        differences, weights, _ = matcher._data
        count = len(differences)
        rows = np.cumsum(np.fromiter(differences, np.int64, count))
        if isinstance(weights, tuple):
            times = np.fromiter(weights, np.float32, count)
        else:
            times = np.full(count, 1.0 if weights is None else weights, np.float32)
        yield rows, times
        matcher._next_block()


def dictionary(terms: Any, field: str, start: bytes) -> Iterator[tuple[bytes, int]]:
    """The terms of a field from `start` on, in order, and how many rows hold each, deleted ones too.

    An entry is the lengths of key and value, the key (two bytes of field number, then the term), and the value, in
    which the count has its place.
    """
    index: Any = getattr(terms, "_tindex", None)
    if not all(hasattr(index, name) for name in _DICTIONARY_NAMES):
        yield from _promised(terms, field, start)
        return
    first = terms._keycoder(field, start)
    at = index.closest_key_pos(first)
    if at is None:
        return
    data = index.dbfile.get(at, index.endofdata - at)
    at = 0
    while at < len(data):
        key, value = _LENGTHS.unpack_from(data, at)
        at += _LENGTHS.size
        if data[at : at + 2] != first[:2]:
            return
        yield data[at + 2 : at + key], _COUNT.unpack_from(data, at + key + _COUNT_AT)[0]
        at += key + value


def _promised(terms: Any, field: str, start: bytes) -> Iterator[tuple[bytes, int]]:
    for (name, term), about in terms.items_from(field, start):
        if name != field:
            return
        yield term, about.doc_frequency()


def column_words(reader: Any, column: str, count: int) -> tuple[NDArray[np.uint32], Callable[[], None]]:
    """The first `count` 32-bit words of a column of bytes, and what lets go of the memory that they take.

    They are mapped from their file where it lies by itself, else read.
    """
    segment, storage = reader.segment(), reader.storage()
    name = reader.codec().column_filename(segment, column)
    if not count:
        return np.empty(0, np.uint32), _keep
    path = Path(storage.folder) / name if hasattr(storage, "folder") else None
    if path is not None and path.exists() and _MAPPABLE:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return np.frombuffer(mapped, np.uint32, count), partial(_let_go, mapped)
    with closing(storage.open_file(name)) as file:
        return np.frombuffer(bytes(file.read(count * _WORD)), np.uint32), _keep


def _let_go(mapped: mmap.mmap) -> None:
    """The system still has the pages; they only no longer count as this process's, and come back in no time."""
    if hasattr(mmap, "MADV_DONTNEED"):
        mapped.madvise(mmap.MADV_DONTNEED)


def _keep() -> None:
    """For words that were read."""
