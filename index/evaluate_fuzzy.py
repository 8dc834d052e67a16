"""Finding the words of a whole vocabulary that are near one word: `index.edits.within`, for thousands at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Letters = NDArray[np.uint32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _SameLength:
    """Terms of one length, a line of letters each, and how many records hold each."""

    letters: Letters
    counts: tuple[int, ...]


class Lexicon:
    """The terms of a text field, kept by length. `terms` are pairs of a term and how many records hold it."""

    def __init__(self, terms: Iterable[tuple[str, int]]) -> None:
        grouped: dict[int, list[tuple[str, int]]] = {}
        for term, count in terms:
            grouped.setdefault(len(term), []).append((term, count))
        self._by_length = {length: _same_length(group) for length, group in grouped.items()}

    @property
    def nbytes(self) -> int:
        """How much memory it keeps, about."""
        return sum(group.letters.nbytes + 40 * len(group.counts) for group in self._by_length.values())

    def within(self, term: str, edits: int) -> Iterator[tuple[str, int]]:
        """The terms at most `edits` away, with their counts."""
        for length in range(max(1, len(term) - edits), len(term) + edits + 1):
            if (group := self._by_length.get(length)) is not None:
                for row in np.flatnonzero(within_all(_letters([term])[0], group.letters, edits)):
                    yield _word(group.letters[row]), group.counts[row]


def _same_length(group: list[tuple[str, int]]) -> _SameLength:
    return _SameLength(_letters([term for term, _ in group]), tuple(count for _, count in group))


def _letters(terms: list[str]) -> Letters:
    joined = "".join(terms).encode("utf-32-le", "surrogatepass")
    return np.frombuffer(joined, "<u4").reshape(len(terms), -1)


def _word(letters: Letters) -> str:
    return letters.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def within_all(term: Letters, others: Letters, edits: int) -> Mask:
    """Which lines of `others` are at most `edits` away from `term`: optimal string alignment, all lines at once."""
    many, length = others.shape
    columns = np.ascontiguousarray(others.T)
    before = above = [np.full(many, column, np.int16) for column in range(length + 1)]
    for row, letter in enumerate(term, 1):
        line = [np.full(many, row, np.int16)]
        for column in range(1, length + 1):
            differs = columns[column - 1] != letter
            cost = np.minimum(above[column], line[-1]) + np.int16(1)
            np.minimum(cost, above[column - 1] + differs, out=cost)
            if row > 1 and column > 1:
                swapped = (columns[column - 2] == letter) & (columns[column - 1] == term[row - 2])
                np.minimum(cost, np.where(swapped, before[column - 2] + np.int16(1), cost), out=cost)
            line.append(cost)
        before, above = above, line
    near: Mask = above[-1] <= edits
    return near
