"""Two language versions of a text side by side, as the rows of a page. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.store import StoredPassage
from search.counterparts import doubts
from search.parallel import Couple, couples
from search.web.reading import Paragraph, rows


@dataclass(frozen=True, slots=True)
class Pair:
    """A paragraph and its counterpart; None where one language has none. `differ`: their numbers are not the same.

    `doubts` say why the one may not be the translation of the other.
    """

    left: Paragraph | None
    right: Paragraph | None
    differ: bool = False
    doubts: tuple[str, ...] = ()


def pairs(left: Sequence[StoredPassage], right: Sequence[StoredPassage]) -> list[Pair]:
    """The paragraphs of two texts as pairs (`search.parallel.couples`), footnotes after all others."""
    sides = [
        dict(zip(map(id, side), (row for row in rows(side) if isinstance(row, Paragraph)), strict=True))
        for side in (left, right)
    ]
    return [
        Pair(
            sides[0][id(couple.left)] if couple.left else None,
            sides[1][id(couple.right)] if couple.right else None,
            couple.differ,
            doubts(couple),
        )
        for couple in couples(left, right)
    ]


def unlike_numbers(told: Iterable[Pair | Couple]) -> int:
    """How many rows have no counterpart, or one with another number."""
    return sum(1 for pair in told if pair.differ or pair.left is None or pair.right is None)


def doubtful(told: Iterable[Pair]) -> int:
    """How many rows have a counterpart of the same number that may not be its translation."""
    return sum(1 for pair in told if pair.doubts and not pair.differ and pair.left and pair.right)
