"""Comparing an extract with what people saw: boundaries, numbers, pages, headings, noise. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import TypeVar

from benchmarks.extraction.gold import Gold, Seen
from corpus.document import Extract, Passage

S = TypeVar("S")
T = TypeVar("T")


# Characters that must have been counted for a rate to say anything.
_COUNTED = 500


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts that add up over documents; the properties are the figures of docs/quality.md, from 0 to 1."""

    seen: int = 0
    read: int = 0
    boundaries: int = 0
    numbered: int = 0
    numbers_right: int = 0
    paged: int = 0
    pages_right: int = 0
    headings: int = 0
    headings_right: int = 0
    characters: int = 0
    noise: int = 0
    sheets: int = 0
    clean_sheets: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))

    @property
    def f1(self) -> float:
        """F1 over the beginnings and the ends of paragraphs."""
        return _rate(2 * self.boundaries, 2 * (self.seen + self.read))

    @property
    def numbers(self) -> float:
        """Printed numbers read as printed; a number where none is printed counts against it."""
        return _rate(self.numbers_right, self.numbered)

    @property
    def pages(self) -> float:
        """Paragraphs found that stand on the page they are said to stand on."""
        return _rate(self.pages_right, self.paged)

    @property
    def paths(self) -> float:
        """Headings that stand in the path of the paragraphs under them."""
        return _rate(self.headings_right, self.headings)

    @property
    def clean(self) -> float:
        """Pages without running heads, feet and note marks: neither inside a paragraph nor as one of their own."""
        return _rate(self.clean_sheets, self.sheets)

    @property
    def noise_rate(self) -> float:
        """Characters too many for each character that was seen; 0 where hardly any were counted."""
        return self.noise / self.characters if self.characters >= _COUNTED else 0.0


def _rate(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def plain(text: str) -> str:
    """Only the letters and digits, folded: what is the same whatever way a word was set."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def is_note(passage: Passage) -> bool:
    """Whether a passage is a footnote."""
    return passage.number.startswith("fn ")


def score(gold: Gold, extract: Extract) -> Tally:
    """How an extract compares with what was seen, over the pages that were read."""
    read = [item for item in extract.passages if not gold.last or gold.first <= item.page <= gold.last]
    # A heading read as a paragraph is a wrong boundary, and no running head though it may come back.
    headings = "|".join(plain(f"{row.opens} {row.closes}") for row in gold.seen if row.kind == "heading")
    body, spoilt = _compare(
        [row for row in gold.seen if row.kind in ("text", "row")],
        [item for item in read if not is_note(item)],
        headings,
    )
    notes, also = _compare(
        [row for row in gold.seen if row.kind == "note"], [item for item in read if is_note(item)], headings
    )
    sheets = {row.page for row in gold.seen if row.page}
    clean = Tally(sheets=len(sheets), clean_sheets=len(sheets - spoilt - also))
    return body + notes + _headings(gold, read) + clean


def differences(gold: Gold, extract: Extract) -> list[str]:
    """One line for each paragraph that differs: `-` was seen and not read so, `+` was read and not seen so."""
    read = [item for item in extract.passages if not gold.last or gold.first <= item.page <= gold.last]
    lines = []
    for notes in (False, True):
        rows = [row for row in gold.seen if row.kind != "heading" and (row.kind == "note") == notes]
        items = [item for item in read if is_note(item) == notes]
        starts, ends = _pairs(rows, items, _starts), _pairs(rows, items, _ends)
        whole = {
            pair for pair in set(starts) & set(ends) if rows[pair[0]].number == items[pair[1]].number
        }  # fmt: skip
        right_rows, right_items = {pair[0] for pair in whole}, {pair[1] for pair in whole}
        lines += [f"- p{row.page} [{row.number}] {row.opens} … {row.closes}"
                  for place, row in enumerate(rows) if place not in right_rows]  # fmt: skip
        lines += [f"+ p{item.page} [{item.number}] {item.text[:40]} … {item.text[-40:]}"
                  for place, item in enumerate(items) if place not in right_items]  # fmt: skip
    return lines


def _starts(row: Seen, item: Passage) -> bool:
    return plain(item.text).startswith(plain(row.opens))


def _ends(row: Seen, item: Passage) -> bool:
    return plain(item.text).endswith(plain(row.closes))


def _compare(rows: Sequence[Seen], items: Sequence[Passage], headings: str) -> tuple[Tally, set[int]]:
    """The counts of one kind of rows, and the pages on which furniture is read as text."""
    starts = _pairs(rows, items, _starts)
    ends = set(_pairs(rows, items, _ends))
    matched = {item for _, item in starts}
    found = dict(starts)
    numbered = [place for place, row in enumerate(rows) if row.number or _number_of(found.get(place), items)]
    right = [place for place in numbered if place in found and items[found[place]].number == rows[place].number]
    paged = [place for place in found if rows[place].page]
    spoilt = {items[item].page for row, item in starts if (row, item) in ends and _too_long(rows[row], items[item])}
    left = [item for place, item in enumerate(items) if place not in matched]
    spoilt |= {item.page for item in left if plain(item.text) not in headings and _is_furniture(item, left)}
    tally = Tally(
        seen=len(rows),
        read=len(items),
        boundaries=len(starts) + len(ends),
        numbered=len(numbered),
        numbers_right=len(right),
        paged=len(paged),
        pages_right=sum(rows[place].page == items[found[place]].page for place in paged),
        characters=sum(row.characters or 0 for row in rows),
        noise=_noise(rows, items, starts, matched),
    )
    return tally, spoilt


def _number_of(place: int | None, items: Sequence[Passage]) -> str:
    return items[place].number if place is not None else ""


def _is_furniture(item: Passage, others: Sequence[Passage]) -> bool:
    """Whether a passage that nobody saw is a running head or a foot: numbers alone, or the same on another page."""
    letters = re.sub(r"\d", "", plain(item.text))
    return not letters or any(
        other.page != item.page and re.sub(r"\d", "", plain(other.text)) == letters for other in others
    )


def _too_long(row: Seen, item: Passage) -> bool:
    return row.characters is not None and len(plain(item.text)) > row.characters


def _noise(rows: Sequence[Seen], items: Sequence[Passage], starts: Sequence[tuple[int, int]], matched: set[int]) -> int:
    within = sum(
        max(0, len(plain(items[item].text)) - (rows[row].characters or 0))
        for row, item in starts
        if rows[row].characters is not None
    )
    return within + sum(len(plain(item.text)) for place, item in enumerate(items) if place not in matched)


def _headings(gold: Gold, read: Sequence[Passage]) -> Tally:
    rows = [row for row in gold.seen if row.kind == "heading"]
    told = {plain(part) for item in read for part in item.heading} | {plain(item.text) for item in read}
    right = sum(
        any(part.startswith(plain(row.opens)) and part.endswith(plain(row.closes)) for part in told) for row in rows
    )
    return Tally(headings=len(rows), headings_right=right)


def _pairs(rows: Sequence[S], items: Sequence[T], alike: Callable[[S, T], bool]) -> list[tuple[int, int]]:
    """The longest series of pairs that are alike, both in running order (a longest common subsequence)."""
    table = [[0] * (len(items) + 1) for _ in range(len(rows) + 1)]
    same = [[alike(row, item) for item in items] for row in rows]
    for upper in range(len(rows) - 1, -1, -1):
        for lower in range(len(items) - 1, -1, -1):
            skipped = max(table[upper + 1][lower], table[upper][lower + 1])
            table[upper][lower] = max(skipped, table[upper + 1][lower + 1] + 1) if same[upper][lower] else skipped
    pairs, upper, lower = [], 0, 0
    while upper < len(rows) and lower < len(items):
        if same[upper][lower] and table[upper][lower] == table[upper + 1][lower + 1] + 1:
            pairs.append((upper, lower))
            upper, lower = upper + 1, lower + 1
        elif table[upper + 1][lower] >= table[upper][lower + 1]:
            upper += 1
        else:
            lower += 1
    return pairs
