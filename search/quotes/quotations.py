"""Where the quotations of a text are: marks of every kind in use in six languages and their neighbours. Pure.

A quotation may hold others, which are part of it, and may run over several paragraphs, each of which then usually
begins with the opening mark again. A mark that is never closed is no quotation. Book titles in Chinese (《》) are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

# Each opening mark with the marks that may close it.
_PAIRS = MappingProxyType(
    {
        "“": "”", "„": "“”", "«": "»", "»": "«", "‹": "›", "「": "」", "『": "』", "｢": "｣", "〝": "〞〟",
        '"': '"', "＂": "＂", "”": "”", "‘": "’", "‚": "‘’", "'": "'", "``": "''",
    }
)  # fmt: skip
# An apostrophe looks like these: they open and close at the edges of words alone.
_SINGLE = frozenset("‘‚'")
_OPENER = re.compile("``|[“„«»‹「『｢〝\"＂”‘‚']")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
# A quotation over more paragraphs than these is a mark that was forgotten.
_MOST_PARAGRAPHS = 6


@dataclass(frozen=True, slots=True)
class Quotation:
    """The words within the marks, as a range of a paragraph, and the range with the marks.

    `continued` says that it goes on one of the paragraph before.
    """

    paragraph: int
    start: int
    end: int
    outer_start: int
    outer_end: int
    continued: bool = False


def quotations(paragraphs: Sequence[str]) -> list[Quotation]:
    """The outermost quotations of a text, paragraph by paragraph; empty ones are left out."""
    found: list[Quotation] = []
    number, at = 0, 0
    while number < len(paragraphs):
        text = paragraphs[number]
        opened = _opener(text, at)
        if opened is None:
            number, at = number + 1, 0
            continue
        mark, start = opened
        end = _closer(text, mark, start)
        if end >= 0:
            found.append(_quotation(number, opened, end))
            at = end + _width(mark)
        elif run := _over_paragraphs(paragraphs, number, opened):
            found.extend(run)
            number, at = run[-1].paragraph, run[-1].outer_end
        else:
            at = start
    return [one for one in found if paragraphs[one.paragraph][one.start : one.end].strip()]


def _width(mark: str) -> int:
    return 2 if mark == "``" else 1


def _quotation(number: int, opened: tuple[str, int], end: int) -> Quotation:
    mark, start = opened
    return Quotation(number, start, end, start - _width(mark), end + _width(mark))


def _opener(text: str, at: int) -> tuple[str, int] | None:
    """The next opening mark, and where the words after it begin."""
    for found in _OPENER.finditer(text, at):
        mark = found[0]
        if _opens(text, mark, found.start(), found.end()):
            return mark, found.end()
    return None


def _opens(text: str, mark: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if mark in "“„「『｢〝``":
        return True
    if mark in "«‹":
        return True
    if not after:
        return False
    free = not before or not before.isalnum() or bool(_UNSPACED.match(before))
    if mark == "»":
        return free and not before.strip() and not after.isspace()
    return free and not after.isspace() and before not in (".", ",")


def _closer(text: str, mark: str, start: int) -> int:
    """Where the quotation that began at `start` is closed; -1 where it is not in this paragraph."""
    if mark == "``":
        return text.find("''", start)
    if mark in _SINGLE:
        return _single_closer(text, _PAIRS[mark], start)
    if mark in '"＂':
        return _straight_closer(text, mark, start)
    depth = 1
    for place in range(start, len(text)):
        char = text[place]
        if char in _PAIRS[mark] and (char == "»" or not text[place - 1 : place].isspace()) and place:
            depth -= 1
            if not depth:
                return place
        elif char == mark:
            depth += 1
    return -1


def _straight_closer(text: str, mark: str, start: int) -> int:
    """The next mark that ends a word; an inner one that begins a word opens another quotation, which ends first."""
    places = [found.start() for found in re.finditer(re.escape(mark), text[start:])]
    for place in (start + found for found in places):
        if place > start and not text[place - 1].isspace():
            return place
    return -1


def _single_closer(text: str, marks: str, start: int) -> int:
    """The likeliest closing mark: a possessive (`States’ duties`) is taken only where there is no other."""
    doubtful = -1
    for place in range(start, len(text)):
        char = text[place]
        if place > start and char in "‘‚" and text[place - 1].isspace():
            break
        if char not in marks or text[place + 1 : place + 2].isalnum() or text[place - 1].isspace():
            continue
        if text[place - 1] in "sS" and text[place + 1 : place + 2].isspace() and text[place + 2 : place + 3].islower():
            doubtful = place
        else:
            return place
    return doubtful


def _over_paragraphs(paragraphs: Sequence[str], number: int, opened: tuple[str, int]) -> list[Quotation]:
    """The parts of a quotation that its paragraph does not close; empty where the following ones do not either."""
    mark, start = opened
    if mark in _SINGLE:
        return []
    parts = [Quotation(number, start, len(paragraphs[number]), start - _width(mark), len(paragraphs[number]))]
    for following in range(number + 1, min(number + _MOST_PARAGRAPHS, len(paragraphs))):
        text = paragraphs[following]
        begun = _repeated(text, mark)
        end = _closer(text, mark, begun)
        if end >= 0 and (begun or not _reopened(text[:end])):
            return [*parts, Quotation(following, begun, end, 0, end + _width(mark), True)]
        if end >= 0 or (not begun and _opener(text, 0)):
            return []
        parts.append(Quotation(following, begun, len(text), 0, len(text), True))
    return []


def _reopened(before: str) -> bool:
    """Whether marks before the closing one show that it belongs to another quotation."""
    return bool(_OPENER.search(before.replace("'", "")))


def _repeated(text: str, mark: str) -> int:
    """Where the words of a paragraph begin that repeats the opening mark (or in French the closing one); else 0."""
    stripped = text.lstrip()
    if stripped.startswith(mark) or (stripped[:1] in _PAIRS[mark] and mark == "«"):
        return len(text) - len(stripped) + _width(mark)
    return 0
