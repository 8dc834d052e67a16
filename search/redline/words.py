"""What became of the words of paragraphs that belong together: pieces that a person reads. Pure functions.

Words are compared as printed but for kinds of quotation marks and dashes. The pieces rebuild both sides: removed and
same ones the old text, added and same ones the new (same ones are printed as in the new one).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

from rapidfuzz.distance import LCSseq

from search.redline import Piece
from search.redline.tokens import Word, words_of

# Runs of (old, new) words: equal ones have as many on both sides.
Run = tuple[bool, list[Word], list[Word]]

# difflib gives long equal runs, as people see them, but its time grows with the square of the words.
_MOST_FOR_DIFFLIB = 300 * 300
# Equal words between two changes are an island if they are few and say little: they are changed with their neighbours.
_ISLAND = 2
_PIECE_END = "\n"


def pieces_of(old: str, new: str) -> tuple[Piece, ...]:
    """The words of two texts as pieces, in reading order; of a change what was removed comes first."""
    return pieces_of_words(words_of(old), words_of(new))


def pieces_of_words(old: Sequence[Word], new: Sequence[Word]) -> tuple[Piece, ...]:
    """The same of texts whose words are known."""
    if old == new:
        return (Piece("same", "".join(word.text for word in new)),) if new else ()
    return tuple(_joined(_spelled(_tidied(_runs(old, new)))))


def _runs(old: Sequence[Word], new: Sequence[Word]) -> list[Run]:
    """Equal and unequal runs in turn; what both sides begin and end with is equal at once."""
    mine, theirs = [word.key for word in old], [word.key for word in new]
    most = min(len(mine), len(theirs))
    start = next((place for place in range(most) if mine[place] != theirs[place]), most)
    most -= start
    end = next((place for place in range(most) if mine[-1 - place] != theirs[-1 - place]), most)
    stops = len(mine) - end, len(theirs) - end
    runs: list[Run] = [(True, list(old[:start]), list(new[:start]))]
    for equal, i, j, k, m in _opcodes(mine[start : stops[0]], theirs[start : stops[1]]):
        runs.append((equal, list(old[start + i : start + j]), list(new[start + k : start + m])))
    runs.append((True, list(old[stops[0] :]), list(new[stops[1] :])))
    return [run for run in runs if run[1] or run[2]]


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, int, int, int, int]]:
    if len(old) * len(new) <= _MOST_FOR_DIFFLIB:
        for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            yield tag == "equal", i, j, k, m
    else:
        for block in LCSseq.opcodes(old, new):
            yield block.tag == "equal", block.src_start, block.src_end, block.dest_start, block.dest_end


def _tidied(runs: Sequence[Run]) -> list[Run]:
    """The runs without islands: adjoining changes become one."""
    merged: list[Run] = []
    for place, run in enumerate(runs):
        changed = not run[0] or (0 < place < len(runs) - 1 and _is_island(runs[place - 1], run, runs[place + 1]))
        if merged and changed and not merged[-1][0]:
            merged[-1] = (False, merged[-1][1] + run[1], merged[-1][2] + run[2])
        elif merged and not changed and merged[-1][0]:
            merged[-1] = (True, merged[-1][1] + run[1], merged[-1][2] + run[2])
        else:
            merged.append((not changed, run[1], run[2]))
    return merged


def _is_island(before: Run, run: Run, after: Run) -> bool:
    """Whether equal words stand between changes on both sides that are replacements and no shorter than they are."""
    words = [word for word in run[1] if any(map(str.isalnum, word.key))]
    if len(words) > _ISLAND or _PIECE_END in "".join(word.text for word in run[2]):
        return False
    length = sum(len(word.key) for word in run[1])
    return all(max(_length(side[1]), _length(side[2])) >= length and side[1] and side[2] for side in (before, after))


def _length(words: Sequence[Word]) -> int:
    return sum(len(word.key) for word in words)


def _spelled(runs: Sequence[Run]) -> Iterator[Piece]:
    for equal, old, new in runs:
        if not equal:
            yield from _replaced("".join(word.text for word in old), "".join(word.text for word in new))
            continue
        if old == new:
            yield Piece("same", "".join(word.text for word in new))
            continue
        for mine, theirs in zip(old, new, strict=True):
            if mine.space == theirs.space:
                yield Piece("same", theirs.text)
            else:  # "end." and "end. More": the space came with what follows
                yield Piece("same", theirs.bare)
                yield Piece("removed", mine.space)
                yield Piece("added", theirs.space)


def _replaced(old: str, new: str) -> Iterator[Piece]:
    """What took the place of words; of those that differ by spaces alone (`see king`), only the spaces."""
    letters = "".join(old.split())
    if not letters or letters != "".join(new.split()):
        yield Piece("removed", old)
        yield Piece("added", new)
        return
    mine, theirs = (re.split(r"(?<=\S)(?=\s)|(?<=\s)(?=\S)|(?<=\S)(?=\S)", side) for side in (old, new))
    spaces = [_spaces(side) for side in (mine, theirs)]
    for letter, before, after in zip(letters, *spaces, strict=True):
        yield Piece("same", letter)
        if before == after:
            yield Piece("same", after)
        else:
            yield Piece("removed", before)
            yield Piece("added", after)


def _spaces(parts: Sequence[str]) -> list[str]:
    """The spaces behind each letter."""
    told: list[str] = []
    for part in parts:
        if part.isspace():
            told[-1] = part
        else:
            told.append("")
    return told


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Pieces of a kind as one; within a change all that was removed before all that was added; none is empty."""
    same, removed, added = "", "", ""
    for piece in pieces:
        if piece.kind == "removed":
            removed += piece.text
        elif piece.kind == "added":
            added += piece.text
        elif removed or added:
            removed, added, space = _without_space(removed, added)
            yield from _of_text(("same", same), ("removed", removed), ("added", added))
            same, removed, added = space + piece.text, "", ""
        else:
            same += piece.text
    yield from _of_text(("same", same), ("removed", removed), ("added", added))


def _without_space(removed: str, added: str) -> tuple[str, str, str]:
    """A change without the space that both end with, where one is nothing else: `systems, and` had no space removed."""
    least = min(removed, added, key=len)
    if least.isspace() and removed.endswith(least) and added.endswith(least):
        return removed[: -len(least)], added[: -len(least)], least
    return removed, added, ""


def _of_text(*pieces: tuple[Literal["same", "removed", "added"], str]) -> Iterator[Piece]:
    return (Piece(kind, text) for kind, text in pieces if text)


def is_changed(pieces: Sequence[Piece]) -> bool:
    """Whether any word or mark differs; spaces alone do not make a change."""
    return any(piece.kind != "same" and piece.text.strip() for piece in pieces)
