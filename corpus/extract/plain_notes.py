"""Footnotes in plain text: at the foot of a page, opening with a number that hangs on a word above: `CERT1`. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.extract.pages.values import Line, Sheet

_OPENS = re.compile(r"(?P<mark>\d{1,3})(?:\s+(?P<text>\S.*))?$")
# The foot of a page, as a part of its lines: notes do not begin above it.
_FOOT = 0.4


@dataclass(frozen=True, slots=True)
class PlainNote:
    """A footnote: its mark, its page, its lines."""

    mark: str
    page: int
    lines: tuple[Line, ...]


def without_notes(sheet: Sheet) -> tuple[Sheet, list[PlainNote]]:
    """A page without its footnotes and without their marks on the words, and the footnotes.

    Only what is both is a footnote: a number that opens a line at the foot and one that hangs on a word above it.
    """
    start = _start(sheet.lines)
    if start is None:
        return sheet, []
    body, foot = sheet.lines[:start], sheet.lines[start:]
    notes = _notes([line for line in foot if line.text], sheet.number)
    marks = {note.mark for note in notes}
    return replace(sheet, lines=tuple(_unmarked(line, marks) for line in body)), notes


def _start(lines: Sequence[Line]) -> int | None:
    """The place of the first note; none where a number at the foot belongs to no word."""
    for place in range(int(len(lines) * (1 - _FOOT)), len(lines)):
        found = _OPENS.match(lines[place].text)
        if found and any(_hanging(found["mark"]).search(line.text) for line in lines[:place]):
            return place
    return None


def _hanging(mark: str) -> re.Pattern[str]:
    """The mark on the end of a word of three letters or more, behind its punctuation or not: `CERT1`, `Council.2`."""
    return re.compile(rf"(?<=[^\W\d_]{{3}})(?P<stop>[.,;:)”]?){mark}(?![\w%])")


def _notes(foot: Sequence[Line], page: int) -> list[PlainNote]:
    notes: list[PlainNote] = []
    for line in foot:
        found = _OPENS.match(line.text)
        if found and (not notes or int(found["mark"]) == int(notes[-1].mark) + 1):
            text = found["text"] or ""
            notes.append(PlainNote(found["mark"], page, (replace(line, text=text),) if text else ()))
        else:
            notes[-1] = replace(notes[-1], lines=(*notes[-1].lines, line))
    return [note for note in notes if note.lines]


def _unmarked(line: Line, marks: set[str]) -> Line:
    text = line.text
    for mark in marks:
        text = _hanging(mark).sub(lambda found: found["stop"], text)
    return line if text == line.text else replace(line, text=text)
