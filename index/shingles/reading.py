"""Asking the shingle index which paragraphs share word groups with a text."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import EngineError
from index.shingles.file import BLOCK, reader, row_of, state
from index.shingles.hashing import BUCKET_BITS, shingles

# The least part of a text's word groups that a paragraph has to share: a fifth of 20 words altered leaves a third, a
# fifth of 10 words a quarter.
SHARE = 0.25
# A long text may be taken over in part: so many shared word groups (some 20 words) always suffice.
ENOUGH = 18
# A word group of more than this part of all paragraphs is a formula ("Recalling its resolution").
COMMON = 0.005
LEAST_COMMON = 40
MOST = 500


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paragraph that shares `shared` word groups with the text, `telling` of them no formulae."""

    passage_id: int
    shared: int
    telling: int


@dataclass(frozen=True, slots=True)
class Candidates:
    """Paragraphs that share most, best first; the words are still to be compared.

    `shingles` is how many word groups the text has, `common` how many of them are formulae, `set_aside` how many
    paragraphs share formulae alone. `left_out`: there were more candidates than were asked for.
    """

    found: tuple[Candidate, ...]
    shingles: int = 0
    common: int = 0
    set_aside: int = 0
    left_out: int = 0


class Shingles:
    """An open shingle index. Every answer sees the last commit; a writer never blocks it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def open(cls, path: Path) -> Shingles:
        """The index in the file at `path`. Raises EngineNotReady where there is none of this version."""
        return cls(reader(path))

    def __enter__(self) -> Shingles:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def stamp(self) -> tuple[int, int]:
        """What differs whenever the index holds something else: its checkpoint, and how many came in. EngineError."""
        try:
            return self.checkpoint(), state(self._connection, "next")
        except sqlite3.Error as error:
            raise EngineError(f"The index for tracing cannot be read: {error}.") from error

    def checkpoint(self) -> int:
        """The number of the store's change feed that this index is whole up to."""
        return state(self._connection, "checkpoint")

    def candidates(self, words: Sequence[str], *, share: float = SHARE, most: int = MOST) -> Candidates:
        """The paragraphs that share at least this part of the text's word groups of LENGTH words.

        `words` are folded as `index.analysis_fold.terms_of_runs` gives them; fewer than LENGTH find nothing. Paragraphs
        that share formulae alone are set aside, unless the text has nothing else. Raises EngineError.
        """
        asked = shingles(words)
        try:
            return self._candidates(asked.tolist(), share, most) if len(asked) else Candidates(())
        except sqlite3.Error as error:
            raise EngineError(
                f"The index for tracing cannot be read: {error}. `verbale index --fresh` makes it anew."
            ) from error

    def _candidates(self, asked: Sequence[int], share: float, most: int) -> Candidates:
        end = state(self._connection, "next")
        blocks = [self._members(block, asked) for block in range(-(-end // BLOCK))]
        sizes = [sum(len(members[bucket]) for members in blocks if bucket in members) for bucket in asked]
        limit = max(LEAST_COMMON, COMMON * end)
        common = {bucket for bucket, size in zip(asked, sizes, strict=True) if size > limit}
        telling = [bucket for bucket in asked if bucket not in common]
        least = _least_shared(len(asked), share)
        least_telling = _least(len(telling), share) if telling else 0
        ranked: list[tuple[int, int, int]] = []
        set_aside = 0
        for block, members in enumerate(blocks):
            shared, tell = _counted(members, asked), _counted(members, telling)
            enough = np.flatnonzero(shared >= least)
            chosen = enough[tell[enough] >= least_telling]
            set_aside += len(enough) - len(chosen)
            ranked += zip(
                shared[chosen].tolist(), tell[chosen].tolist(), (chosen + block * BLOCK).tolist(), strict=True
            )
        ranked.sort(key=lambda each: (-each[0], each[2]))
        live = self._live([count for _, _, count in ranked])
        found = [Candidate(live[count], both, tell) for both, tell, count in ranked if count in live]
        left_out = max(0, len(found) - most)
        return Candidates(tuple(found[:most]), len(asked), len(common), set_aside, left_out)

    def _members(self, block: int, asked: Sequence[int]) -> dict[int, Any]:
        rows = json.dumps([row_of(block, bucket) for bucket in asked])
        mask = (1 << BUCKET_BITS) - 1
        found = self._connection.execute(
            "SELECT id, members FROM postings WHERE id IN (SELECT value FROM json_each(?))", (rows,)
        )
        return {row & mask: np.frombuffer(members, "<u2") for row, members in found}

    def _live(self, counts: Sequence[int]) -> dict[int, int]:
        rows = self._connection.execute(
            "SELECT count, passage_id FROM passages WHERE count IN (SELECT value FROM json_each(?))",
            (json.dumps(counts),),
        )
        return dict(_pairs(rows))


def _pairs(rows: sqlite3.Cursor) -> Iterator[tuple[int, int]]:
    yield from rows


def _least(many: int, share: float) -> int:
    return max(1, min(ENOUGH, round(share * many)))


def _least_shared(many: int, share: float) -> int:
    # One shared word group of several is chance; whoever alters a short text so much has made another of it.
    return max(_least(many, share), 2 if many > 2 else 1)


def _counted(members: dict[int, Any], asked: Sequence[int]) -> Any:
    """How many of the buckets asked for each paragraph of a block stands in."""
    counts: Any = np.zeros(BLOCK, np.uint16)
    for bucket in asked:
        if bucket in members:
            counts[members[bucket]] += 1
    return counts
