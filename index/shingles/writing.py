"""Writing the shingle index: paragraphs are gathered until a block is full, then sorted into it at once."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from index.shingles.file import BLOCK, row_of, state, transaction
from index.shingles.hashing import LENGTH, buckets, number, rising

_LOW = np.uint64(16)


class Writer:
    """Adds and removes paragraphs. Nothing is seen by readers, or survives, before `commit`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._next = state(connection, "next")
        self._forget()

    @property
    def room(self) -> int:
        """How many more paragraphs the present block takes; a commit with none left is the cheapest."""
        return BLOCK - self._next % BLOCK

    def add(self, passage_id: int, document_id: int, digest: int, words: Sequence[str]) -> None:
        """Gather a paragraph with its words."""
        self._rows.append((self._next, passage_id, document_id, digest))
        self._words.extend(map(number, words))
        self._owners.append(self._next % BLOCK)
        self._lengths.append(len(words))
        self._next += 1
        if self._next % BLOCK == 0:
            self._blocks.append(self._block((self._next - 1) // BLOCK))
            self._empty()

    def remove(self, counts: Sequence[int]) -> None:
        """Take out the paragraphs of these counts. Their postings stay, and lead nowhere."""
        self._removed.extend((count,) for count in counts)

    def commit(self, checkpoint: int) -> None:
        """Write what was gathered, and that the index is whole up to `checkpoint`. sqlite3.Error goes through."""
        if self._words:
            self._blocks.append(self._block(self._next // BLOCK))
        with transaction(self._connection):
            self._connection.executemany("INSERT INTO passages VALUES (?, ?, ?, ?)", self._rows)
            self._connection.executemany("DELETE FROM passages WHERE count = ?", self._removed)
            for block, keys in self._blocks:
                self._connection.executemany(
                    # A BLOB put behind a BLOB is text to SQLite, but its bytes are kept as they are.
                    "INSERT INTO postings VALUES (?, ?) ON CONFLICT (id) "
                    "DO UPDATE SET members = CAST(members || excluded.members AS BLOB)",
                    _postings(block, keys),
                )
            self._connection.executemany(
                "UPDATE state SET value = ? WHERE name = ?", [(checkpoint, "checkpoint"), (self._next, "next")]
            )
        self._forget()

    def _forget(self) -> None:
        self._rows: list[tuple[int, int, int, int]] = []
        self._removed: list[tuple[int]] = []
        self._blocks: list[tuple[int, Any]] = []
        self._empty()

    def _empty(self) -> None:
        # The words of the present block, and of each of its paragraphs the place in the block and how many words.
        self._words, self._owners, self._lengths = array("Q"), array("H"), array("q")

    def _block(self, block: int) -> tuple[int, Any]:
        """What was gathered of a block: bucket times 2^16 plus the place in the block, rising."""
        owners = np.repeat(np.frombuffer(self._owners, np.uint16), np.frombuffer(self._lengths, np.int64))
        found = buckets(np.frombuffer(self._words, np.uint64))
        if not len(found):
            return block, found
        inside = owners[: len(found)] == owners[LENGTH - 1 :]
        return block, rising(found[inside] << _LOW | owners[: len(found)][inside])


def _postings(block: int, keys: Any) -> Iterator[tuple[int, bytes]]:
    """A row for every bucket of a block that has something."""
    if not len(keys):
        return
    held = keys >> _LOW
    starts = np.flatnonzero(np.concatenate(([True], held[1:] != held[:-1])))
    members = (keys & np.uint64(BLOCK - 1)).astype("<u2").tobytes()
    ends = [*starts[1:].tolist(), len(keys)]
    for bucket, start, end in zip(held[starts].tolist(), starts.tolist(), ends, strict=True):
        yield row_of(block, bucket), members[2 * start : 2 * end]
