"""Footnotes taken apart from the body: at the foot of a page, opening with a mark, in small print or below a gap.

Until the end of the 1990s they are set as large as the body, and marked `3/` in the line (A/53/576).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from corpus.extract.pages.values import Line, Sheet

RULE = re.compile(r"[_\-–—─━\s]{4,}")
_MARK = re.compile(r"\(?(?P<mark>[0-9]{1,3}|\*{1,4}|[†‡]{1,2})(?:[.)])?\s+(?=\S)")
_RAISED = re.compile(r"(?P<mark>[0-9]{1,3})\s+(?=\S)")
_SLASHED = re.compile(r"(?P<mark>[0-9]{1,3}|[a-z])/\s+(?=\S)")
_SLASHED_IN_LINE = re.compile(r"(?<=\S)\s(?P<mark>[0-9]{1,3}|[a-z])/(?=\s|$)")
_SMALL = 0.94
# In steps from line to line: notes of the size of the body stand below a gap, and close together.
_GAP, _WITHIN = 1.35, 2.3
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
    if start == len(ordered):
        start = _start_below_gap(ordered)
    foot = ordered[start:]
    below = set(map(id, foot))
    slashed = {found["mark"] for line in foot if (found := _SLASHED.match(line.text))}
    body = (line for line in sheet.lines if id(line) not in below and not RULE.fullmatch(line.text))
    return tuple(_unslashed(line, slashed) for line in body), [line for line in foot if not RULE.fullmatch(line.text)]


def _unslashed(line: Line, marks: set[str]) -> Line:
    """A line without the marks `3/` of the notes at the foot of its page."""
    if not marks or "/" not in line.text:
        return line
    text = _SLASHED_IN_LINE.sub(lambda found: "" if found["mark"] in marks else found[0], line.text)
    return line if text == line.text else replace(line, text=text, cells=())


def _start_below_gap(ordered: Sequence[Line]) -> int:
    """Where notes of the size of the body begin: below a gap, at a mark that stands in the text above.

    Everything below must follow closely, and a mark that is not the next one is none: a list is no notes.
    """
    steps = [line.bottom - following.bottom for line, following in pairwise(ordered)]
    usual = median([step for step, line in zip(steps, ordered, strict=False) if 0.8 < step / line.size < 2.5] or [0.0])
    for place in range(max(1, len(ordered) // 3), len(ordered)):
        if (
            steps[place - 1] > _GAP * usual
            and _are_notes(ordered, place)
            and max(steps[place:], default=0.0) < _WITHIN * usual
        ):
            return place
    return len(ordered)


def _are_notes(ordered: Sequence[Line], place: int) -> bool:
    """Whether the lines from a place on open with marks that follow one another and stand in the text above."""
    above = ordered[:place]
    found = [number for line in ordered[place:] if (number := _slashed_or_raised(line, above))]
    if not found or found[0] != _slashed_or_raised(ordered[place], above):
        return False
    digits = [int(mark) for mark in found if mark.isdigit()]
    return all(later - earlier in (1, 2) for earlier, later in pairwise(digits))


def _slashed_or_raised(line: Line, above: Sequence[Line]) -> str:
    """The mark with which a line opens, if it stands in the text above: raised, or in the line with a slash."""
    if found := _SLASHED.match(line.text):
        cited = any(other["mark"] == found["mark"] for up in above for other in _SLASHED_IN_LINE.finditer(up.text))
        return found["mark"] if cited else ""
    found = _RAISED.match(line.text)
    return found["mark"] if found and any(found["mark"] in up.marks for up in above) else ""


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
        found = _SLASHED.match(line.text) or _MARK.match(line.text)
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
