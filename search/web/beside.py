"""Two language versions of a text side by side, aligned by their printed numbers. Pure functions."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from search.web.reading import Paragraph, Row


@dataclass(frozen=True, slots=True)
class Pair:
    """A paragraph and its counterpart; None where one language has none. `differ`: their numbers are not the same."""

    left: Paragraph | None
    right: Paragraph | None
    differ: bool = False


def pairs(left: Iterable[Row], right: Iterable[Row]) -> list[Pair]:
    """The paragraphs of two texts as pairs, footnotes after all others.

    Paragraphs with the same number belong together, in running order, since annexes number theirs anew. Between two
    such pairs the unnumbered ones are paired by their order; those whose number the other text lacks stay alone, unless
    just as many stand opposite: then the numbers differ, and that is said.
    """
    ours, theirs = _paragraphs(left), _paragraphs(right)
    told: list[Pair] = []
    for notes in (False, True):
        told += _aligned([row for row in ours if row.note is notes], [row for row in theirs if row.note is notes])
    return told


def _paragraphs(rows: Iterable[Row]) -> list[Paragraph]:
    return [row for row in rows if isinstance(row, Paragraph)]


def _aligned(left: Sequence[Paragraph], right: Sequence[Paragraph]) -> Iterator[Pair]:
    ours = [(place, key(row.number)) for place, row in enumerate(left) if row.number]
    theirs = [(place, key(row.number)) for place, row in enumerate(right) if row.number]
    matcher = SequenceMatcher(None, [number for _, number in ours], [number for _, number in theirs], autojunk=False)
    at_left = at_right = 0
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            here, there = ours[block.a + step][0], theirs[block.b + step][0]
            yield from _between(left[at_left:here], right[at_right:there])
            yield Pair(left[here], right[there])
            at_left, at_right = here + 1, there + 1
    yield from _between(left[at_left:], right[at_right:])


def _between(left: Sequence[Paragraph], right: Sequence[Paragraph]) -> Iterator[Pair]:
    """What stands between two pairs of the same number."""
    if len(left) == len(right):
        yield from (
            Pair(*two, differ=key(two[0].number) != key(two[1].number)) for two in zip(left, right, strict=True)
        )
        return
    ours, theirs = list(left), list(right)
    while ours or theirs:
        if ours and ours[0].number:
            yield Pair(ours.pop(0), None)
        elif theirs and theirs[0].number:
            yield Pair(None, theirs.pop(0))
        else:
            yield Pair(ours.pop(0) if ours else None, theirs.pop(0) if theirs else None)


def key(number: str) -> str:
    """A printed number in the form in which languages agree: `24 (a)`, `24 a)` and `٢٤ (a)` are `24a`."""
    kept = (char for char in number.casefold() if char.isalnum())
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in kept)


def unlike_numbers(told: Iterable[Pair]) -> int:
    """How many rows have no counterpart, or one with another number."""
    return sum(1 for pair in told if pair.differ or pair.left is None or pair.right is None)
