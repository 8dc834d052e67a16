"""Footnotes taken apart from the body: small print at the foot of a page that opens with a mark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.extract.pages.values import Line, Sheet

RULE = re.compile(r"[_\-–—─━\s]{4,}")
_MARK = re.compile(r"\(?(?P<mark>[0-9]{1,3}|\*{1,4}|[†‡]{1,2})(?:[.)])?\s+(?=\S)")
_SMALL = 0.94
_TIGHT = 1.9


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: its mark as printed, the page where it begins, its lines."""

    mark: str
    page: int
    lines: tuple[Line, ...]


def split_notes(sheets: Sequence[Sheet], body_size: float) -> tuple[tuple[Sheet, ...], tuple[Note, ...]]:
    """The pages without footnotes, and the footnotes. A note that goes on over the page is put together."""
    bodies: list[Sheet] = []
    notes: list[Note] = []
    for sheet in sheets:
        body, foot = _split(sheet, body_size)
        bodies.append(replace(sheet, lines=body))
        _take(foot, notes, sheet.number)
    return tuple(bodies), tuple(notes)


def _split(sheet: Sheet, body_size: float) -> tuple[tuple[Line, ...], list[Line]]:
    """The lines of the body in their order, and the lines of the notes from top to bottom."""
    ordered = sorted(sheet.lines, key=lambda line: -line.bottom)
    start = _start(ordered, body_size, {mark for line in sheet.lines for mark in line.marks})
    foot = ordered[start:]
    below = set(map(id, foot))
    body = tuple(line for line in sheet.lines if id(line) not in below and not RULE.fullmatch(line.text))
    return body, [line for line in foot if not RULE.fullmatch(line.text)]


def _start(ordered: Sequence[Line], body_size: float, marks: set[str]) -> int:
    """Where, from the top, the notes of a page begin; the number of lines if it has none."""
    small = len(ordered)
    while small and (ordered[small - 1].size < _SMALL * body_size or RULE.fullmatch(ordered[small - 1].text)):
        small -= 1
    for place in range(small, len(ordered)):
        if RULE.fullmatch(ordered[place].text):
            following = ordered[place + 1 : place + 2]
            return place if following and ordered[place].left < following[0].right else place + 1
        found = _MARK.match(ordered[place].text)
        if found and (found["mark"] in marks or found["mark"][0] in "*†‡"):
            return place
    return len(ordered)


def _take(foot: Sequence[Line], notes: list[Note], page: int) -> None:
    """Add the notes of one page. What stands before the first mark goes on from the page before."""
    last = int(notes[-1].mark) if notes and notes[-1].mark.isdigit() else None
    for line in foot:
        found = _MARK.match(line.text)
        mark = found["mark"] if found else ""
        if found and _next(mark, last):
            last = int(mark) if mark.isdigit() else last
            notes.append(Note(mark, page, (replace(line, text=line.text[found.end() :]),)))
        elif notes:
            notes[-1] = replace(notes[-1], lines=(*notes[-1].lines, line))
        else:
            notes.append(Note("", page, (line,)))


def _next(mark: str, last: int | None) -> bool:
    """Whether a mark opens a new note: the next number, or a first one; a year or a page number does not."""
    return not mark.isdigit() or last is None or int(mark) in (1, last + 1, last + 2)
