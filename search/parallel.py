"""Two language versions of a text, aligned by their printed numbers. Pure functions."""

from __future__ import annotations

import unicodedata
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from corpus.store import StoredPassage
from search.cite.place import place_of

# Couples of paragraphs with the same number, of which the best row of pairs is chosen.
_MOST_CHOICES = 20_000


@dataclass(frozen=True, slots=True)
class Couple:
    """A paragraph and its counterpart; None where one language has none. `differ`: their numbers are not the same.

    `uneven`: they have no numbers, and the two texts do not have as many such paragraphs here: the order alone does not
    say which belong together.
    """

    left: StoredPassage | None
    right: StoredPassage | None
    differ: bool = False
    uneven: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    row: StoredPassage
    key: str


def couples(left: Sequence[StoredPassage], right: Sequence[StoredPassage]) -> list[Couple]:
    """The paragraphs of two texts as pairs, footnotes after all others.

    Paragraphs with the same number belong together, of the same article, in running order, since annexes number theirs
    anew. Between two such pairs the unnumbered ones are paired by their order; those whose number the other text lacks
    stay alone, unless just as many stand opposite: then the numbers differ, and that is said.
    """
    by_article = _paired(_entries(left, articles=True), _entries(right, articles=True))
    if not unlike_numbers(by_article):
        return by_article
    # Not in every language are the headings of articles known for what they are.
    return min(by_article, _paired(_entries(left), _entries(right)), key=unlike_numbers)


def _entries(passages: Sequence[StoredPassage], *, articles: bool = False) -> list[_Entry]:
    """Each paragraph with what the other language must have alike; empty for those without a number."""
    return [
        _Entry(passage, f"{_within(passage) if articles else ''}{key(passage.number)}" if passage.number else "")
        for passage in passages
    ]


def _within(passage: StoredPassage) -> str:
    place = place_of(passage)
    article = place.number if place.kind == "article" else ""
    return f"{'annex ' if place.annex else ''}{article}|"


def _paired(left: Sequence[_Entry], right: Sequence[_Entry]) -> list[Couple]:
    told: list[Couple] = []
    for notes in (False, True):
        ours, theirs = (
            [entry for entry in side if entry.row.number.startswith("fn ") is notes] for side in (left, right)
        )
        told += _aligned(ours, theirs)
    return told


def _aligned(left: Sequence[_Entry], right: Sequence[_Entry]) -> Iterator[Couple]:
    at_left = at_right = 0
    for here, there in _same(left, right):
        yield from _between(left[at_left:here], right[at_right:there])
        yield Couple(left[here].row, right[there].row)
        at_left, at_right = here + 1, there + 1
    yield from _between(left[at_left:], right[at_right:])


def _same(left: Sequence[_Entry], right: Sequence[_Entry]) -> Iterator[tuple[int, int]]:
    """The places in both of numbered paragraphs that belong together, ascending in both."""
    ours, theirs = ([place for place, entry in enumerate(side) if entry.key] for side in (left, right))
    keys = [left[place].key for place in ours], [right[place].key for place in theirs]
    counts = Counter(keys[0]), Counter(keys[1])
    if sum(count * counts[1][number] for number, count in counts[0].items()) > _MOST_CHOICES:
        # Where a few numbers come again and again, the first is paired with the first: all choices would take minutes.
        keys = _counted(keys[0]), _counted(keys[1])
    for block in SequenceMatcher(None, *keys, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            yield ours[block.a + step], theirs[block.b + step]


def _counted(keys: Iterable[str]) -> list[str]:
    """Each key with how often it came so far."""
    met: Counter[str] = Counter()
    told = []
    for number in keys:
        met[number] += 1
        told.append(f"{number} {met[number]}")
    return told


def _between(left: Sequence[_Entry], right: Sequence[_Entry]) -> Iterator[Couple]:
    """What stands between two pairs of the same number."""
    if len(left) == len(right):
        for here, there in zip(left, right, strict=True):
            yield Couple(here.row, there.row, differ=here.key != there.key)
        return
    uneven = sum(not entry.key for entry in left) != sum(not entry.key for entry in right)
    ours, theirs = deque(left), deque(right)
    while ours or theirs:
        if ours and ours[0].key:
            yield Couple(ours.popleft().row, None)
        elif theirs and theirs[0].key:
            yield Couple(None, theirs.popleft().row)
        else:
            left_one, right_one = (side.popleft().row if side else None for side in (ours, theirs))
            yield Couple(left_one, right_one, uneven=uneven)


def key(number: str) -> str:
    """A printed number in the form in which languages agree: `24 (a)`, `24 a)` and `٢٤ (a)` are `24a`."""
    kept = (char for char in number.casefold() if char.isalnum())
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in kept)


def unlike_numbers(told: Iterable[Couple]) -> int:
    """How many rows have no counterpart, or one with another number."""
    return sum(1 for pair in told if pair.differ or pair.left is None or pair.right is None)
