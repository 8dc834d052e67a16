"""Comparing a sentence with a paragraph word for word: where in it the sentence stands, and what was altered. Pure.

Words are compared as they are searched (`index.analysis_fold`): capitals, accents and punctuation make no difference.
Chinese is compared by characters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from index.analysis_fold import PAIRED, cut_runs
from search.redline import Piece

# Of 20 words with a fifth of them altered 16 are left, which makes 0.8 where all were replaced.
LEAST = 0.68
# So much of the sentence itself has to be left.
_KEPT = 0.65
# Short sentences share most of their words by chance: the fewer, the more alike they have to be.
_SURE = 14
# More words lost at an end were not replaced, but left out.
_ENDS = 4
_STOP = re.compile(r"[.;:!?\n。；！？]")
_OPENING = "([{<“‘«„"
_STEEPNESS = 0.025


class Unit(NamedTuple):
    """A word as it is compared, and where it stands in its text."""

    word: str
    start: int
    end: int


# What `Unit(...)` does, without the function that takes its names: a paragraph has many words.
_made = partial(tuple.__new__, Unit)


@dataclass(frozen=True, slots=True)
class Match:
    """Where in a paragraph a sentence stands: its words [start, end) of the paragraph's units.

    `likeness` is twice the words that both have, by the words of both: 1 where all are the same in the same order.
    """

    start: int
    end: int
    likeness: float

    @property
    def exact(self) -> bool:
        """Whether every word is the same."""
        return self.likeness == 1


def units(text: str, most: int = 0) -> list[Unit]:
    """The words of a text in order, one for each that `terms_of_runs` gives; with `most`, the first so many or more."""
    found: list[Unit] = []
    for offset, parts in cut_runs(text):
        for term, start, end in parts:
            place = offset + start
            if end - start == 2 and PAIRED.match(text, place):
                found.append(_made((text[place], place, place + 1)))
            else:
                found.append(_made((term, place, offset + end)))
        if most and len(found) >= most:
            break
    return found


def least_likeness(words: int) -> float:
    """How alike a paragraph's words have to be to a sentence of so many words to be called a reuse of it."""
    return min(0.9, LEAST + max(0, _SURE - words) * _STEEPNESS)


def may_match(sentence: Sequence[str], paragraph: Sequence[str]) -> bool:
    """Whether a paragraph has enough of the words of a sentence, in whatever order, for `match` to find it."""
    there = frozenset(paragraph)
    return sum(word in there for word in sentence) >= _KEPT * len(sentence)


def match(sentence: Sequence[str], paragraph: Sequence[str]) -> Match | None:
    """The part of a paragraph that is most like a sentence; None where it is not like enough (`least_likeness`)."""
    place = _standing(sentence, paragraph)
    if place >= 0:
        return Match(place, place + len(sentence), 1.0)
    least = least_likeness(len(sentence))
    # Within the wider window a first or last word may be taken for the same word farther off.
    tried = [_trimmed(sentence, paragraph, start, end) for start, end in _windows(sentence, paragraph, least)]
    alike = [(_likeness(sentence, end - start, same), start, end) for start, end, same in tried]
    likeness, start, end = max(alike, default=(0.0, 0, 0))
    return Match(start, end, likeness) if likeness >= least else None


def _standing(sentence: Sequence[str], paragraph: Sequence[str]) -> int:
    """Where a sentence stands word for word, told at once; -1 where it does not."""
    before, found, _ = f" {' '.join(paragraph)} ".partition(f" {' '.join(sentence)} ")
    return len(before.split()) if found and sentence else -1


def _likeness(sentence: Sequence[str], window: int, same: int) -> float:
    return 2 * same / (len(sentence) + window) if same and same >= _KEPT * len(sentence) else 0.0


def _windows(sentence: Sequence[str], paragraph: Sequence[str], least: float) -> list[tuple[int, int]]:
    """The parts of the paragraph in which the sentence stands if it does: as long as it, and wider for words put in."""
    if len(paragraph) <= len(sentence):
        return [(0, len(paragraph))]
    # The window sought is as long as the sentence, so words put in push others out of it: some 15 in 100 at most.
    found = fuzz.partial_ratio_alignment(sentence, paragraph, score_cutoff=100 * (least - 0.15))
    if found is None:
        return []
    margin = len(sentence) // 4 + 2
    wide = max(0, found.dest_start - margin), min(len(paragraph), found.dest_end + margin)
    return [(found.dest_start, found.dest_end), wide]


def _trimmed(sentence: Sequence[str], paragraph: Sequence[str], start: int, end: int) -> tuple[int, int, int]:
    """The window without what is not the sentence's at its ends, and how many words both have."""
    blocks = [
        (start + step.dest_start, start + step.dest_end)
        for step in LCSseq.opcodes(sentence, paragraph[start:end])
        if step.tag == "equal"
    ]
    # A word at an end that stands farther off than it is long is there by chance.
    while len(blocks) > 1 and blocks[1][0] - blocks[0][1] > blocks[0][1] - blocks[0][0]:
        blocks.pop(0)
    while len(blocks) > 1 and blocks[-1][0] - blocks[-2][1] > blocks[-1][1] - blocks[-1][0]:
        blocks.pop()
    if not blocks:
        return start, start, 0
    return blocks[0][0], blocks[-1][1], sum(last - first for first, last in blocks)


def pieces(sentence: str, paragraph: str, found: Match) -> tuple[Piece, ...]:
    """The sentence as it became in a paragraph: words kept, removed and added, with what stands behind each of them."""
    if found.exact:
        held = units(paragraph, found.end + 1)
        return (Piece("same", said(paragraph, held[: found.end], found.start, found.end)),)
    held, old = units(paragraph), units(sentence)
    start, end = with_ends(old, held, found, paragraph)
    return altered(sentence, old, paragraph, held[start:end])


def altered(sentence: str, old: Sequence[Unit], paragraph: str, new: Sequence[Unit]) -> tuple[Piece, ...]:
    """Words kept, removed and added between words of one text and words of another."""
    told: list[Piece] = []
    added: list[Piece] = []
    for step in LCSseq.opcodes([unit.word for unit in old], [unit.word for unit in new]):
        if step.tag == "delete":
            told.append(Piece("removed", said(sentence, old, step.src_start, step.src_end)))
            continue
        written = said(paragraph, new, step.dest_start, step.dest_end)
        if step.tag == "insert":
            # What was put in is told behind what it replaces.
            added.append(Piece("added", written))
        else:
            told += [*added, Piece("same", written)]
            added = []
    return tuple(_spaced([*told, *added]))


def with_ends(old: Sequence[Unit], held: Sequence[Unit], found: Match, paragraph: str) -> tuple[int, int]:
    """The window with as many words more at each end as the sentence lost there: most likely those that replace them.

    Never beyond the end of a sentence, and only where few were lost.
    """
    blocks = [
        step
        for step in LCSseq.opcodes([unit.word for unit in old], [unit.word for unit in held[found.start : found.end]])
        if step.tag == "equal"
    ]
    before, after = blocks[0].src_start, len(old) - blocks[-1].src_end
    start, end = found.start, found.end
    for _ in range(before if before <= _ENDS else 0):
        if start and not _STOP.search(paragraph[held[start - 1].end : held[start].start]):
            start -= 1
    for _ in range(after if after <= _ENDS else 0):
        if end < len(held) and not _STOP.search(paragraph[held[end - 1].end : held[end].start]):
            end += 1
    return start, end


def said(text: str, held: Sequence[Unit], first: int, last: int) -> str:
    """The words [first, last) as written, up to the next word; the last of a text with what clings to it."""
    start = held[first].start
    if last < len(held):
        return text[start : held[last].start]
    end = held[last - 1].end
    while end < len(text) and not text[end].isspace() and not text[end].isalnum():
        end += 1
    return text[start:end]


def _spaced(told: Sequence[Piece]) -> list[Piece]:
    """Words that were at the end of one text and are not of the other are told apart by a space."""
    spaced = [
        Piece(piece.kind, f"{piece.text} ") if _clash(piece.text, after.text) else piece
        for piece, after in pairwise(told)
    ]
    return [*spaced, *told[-1:]]


def _clash(before: str, after: str) -> bool:
    last = before[-1:]
    return not last.isspace() and last not in _OPENING and not PAIRED.match(last) and not PAIRED.match(after[:1])
