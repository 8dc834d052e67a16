"""The arithmetic of searching with arrays: uniting, intersecting, phrases and nearness. Pure functions.

Rows are numbers of records, rising and each once. Keys are places: row times 2^32 plus position, rising.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int32]
Values = NDArray[np.float64]
Keys = NDArray[np.int64]

# Above this share of all rows one buffer over all of them is faster than sorting.
_DENSE = 16


@dataclass(frozen=True, slots=True)
class Found:
    """The rows that match a query and the score of each."""

    rows: Rows
    scores: Values

    @property
    def nbytes(self) -> int:
        """How much memory it keeps."""
        return self.rows.nbytes + self.scores.nbytes


NOTHING = Found(np.empty(0, np.int32), np.empty(0, np.float64))


def unite(parts: Sequence[Found], size: int) -> Found:
    """The rows of any part, their scores summed. `size` is the number of all rows."""
    parts = [part for part in parts if part.rows.size]
    if len(parts) < 2:
        return parts[0] if parts else NOTHING
    if sum(part.rows.size for part in parts) * _DENSE > size:
        present = np.zeros(size, bool)
        total = np.zeros(size, np.float64)
        for part in parts:
            present[part.rows] = True
            total[part.rows] += part.scores
        rows = np.flatnonzero(present).astype(np.int32)
        return Found(rows, total[rows])
    every = np.concatenate([part.rows for part in parts])
    order = np.argsort(every, kind="stable")
    first = _firsts(every[order])
    scores = np.concatenate([part.scores for part in parts])[order]
    return Found(every[order][first], np.add.reduceat(scores, np.flatnonzero(first)))


def _firsts(rising: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Which of rising numbers are the first of their value."""
    first = np.ones(rising.size, bool)
    np.not_equal(rising[1:], rising[:-1], out=first[1:])
    return first


def distinct(numbers: NDArray[np.integer]) -> NDArray[Any]:
    """The numbers, rising and each once. numpy's own `unique` loads masked arrays at its first call: 35 ms."""
    if (numbers[1:] > numbers[:-1]).all():
        return numbers
    rising = np.sort(numbers)
    return rising[_firsts(rising)]


def counted(numbers: NDArray[np.integer]) -> tuple[NDArray[Any], NDArray[np.intp]]:
    """The numbers, rising and each once, and how often each is there."""
    rising = np.sort(numbers)
    starts = np.flatnonzero(_firsts(rising))
    return rising[starts], np.diff(starts, append=rising.size)


def intersect(parts: Sequence[Found]) -> Found:
    """The rows of all parts, their scores summed. At least one part."""
    first, *others = sorted(parts, key=lambda part: part.rows.size)
    rows, scores = first.rows, first.scores
    for other in others:
        inside, place = members(rows, other.rows)
        rows, scores = rows[inside], scores[inside] + other.scores[place]
    return Found(rows, scores)


def members(few: NDArray[np.integer], many: NDArray[np.integer]) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
    """Which of the `few` are among the `many`, and where those are in it. Both rise."""
    place = np.searchsorted(many, few)
    inside = place < many.size
    inside[inside] = many[place[inside]] == few[inside]
    return inside, place[inside]


def phrase_starts(places: Sequence[tuple[int, Keys]]) -> Keys:
    """Where a phrase begins: `places` are its terms, each as its distance from the first, and its keys."""
    starts: Keys | None = None
    for distance, keys in sorted(places, key=lambda place: place[1].size):  # from the rarest term on
        begins = distinct(keys) - distance
        starts = begins if starts is None else starts[members(starts, begins)[0]]
    return np.empty(0, np.int64) if starts is None else starts


def chain_ends(phrases: Sequence[tuple[Keys, int]], distance: int) -> Keys:
    """Where chains of all phrases end, in any order, with at most `distance` words in each gap.

    `phrases` are where each begins, and its length in words. Chains are grown by one phrase at a time, for every
    subset of phrases used so far: only where they end matters for going on.
    """
    count = len(phrases)
    ends: list[Keys] = [np.empty(0, np.int64)] * (1 << count)
    for used in range(1, 1 << count):
        reached = [
            _next_ends(ends[used ^ 1 << last], phrases[last], distance, first=used == 1 << last)
            for last in range(count)
            if used & 1 << last
        ]
        ends[used] = distinct(np.concatenate(reached))
    return ends[-1]


def _next_ends(before: Keys, phrase: tuple[Keys, int], distance: int, *, first: bool) -> Keys:
    starts, length = phrase
    if not first:
        if not before.size:
            return before
        nearest = np.searchsorted(before, starts) - 1  # the last end before each start
        starts = starts[(nearest >= 0) & (starts - before[nearest] - 1 <= distance)]
    return starts + (length - 1)
