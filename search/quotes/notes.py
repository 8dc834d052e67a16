"""The footnotes of a draft that say where its quotations are from. Pure.

A mark behind a quotation (`”3`, `”[3]`, `”³`) leads to the note of that mark. Word files give their notes behind the
paragraph, without marks in the text: there they are told apart by their order, where it leaves no doubt.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from search.quotes.quotations import Quotation

_MARK = re.compile(
    r"[.,;:]?(?:\s?\[(?P<boxed>\d{1,3})\]|(?P<plain>\d{1,3})(?![\d/.]*\w)|\s?(?P<raised>[⁰¹²³⁴-⁹]{1,3}))"
)
# A note in plain text: `[3] A/75/816, para. 24.`, `³ Ibid.`
_NOTE = re.compile(r"\s*(?:\[(?P<boxed>\d{1,3})\]|(?P<raised>[⁰¹²³⁴-⁹]{1,3}))\s+(?P<text>\S.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: its mark, and what it says."""

    mark: str
    text: str


def note_of(text: str, mark: str = "") -> Note | None:
    """The note that a paragraph is: one that was read as such, or a line of plain text that begins with a mark."""
    if mark:
        return Note(mark, text)
    found = _NOTE.match(text)
    return Note(_plain(found), found["text"]) if found else None


def sources(text: str, marked: Sequence[Quotation], notes: Sequence[Note | None]) -> list[str]:
    """What the note of each quotation says; empty for one without. `notes` are those of this paragraph and after it."""
    led = [_MARK.match(text, one.outer_end) for one in marked]
    if any(led):
        # The first note of a mark counts: pages and chapters number theirs anew.
        known = {note.mark: note.text for note in reversed(notes) if note}
        return [known.get(_plain(found), "") if found else "" for found in led]
    behind: list[str] = []
    for next_note in notes[1:]:
        if next_note is None:
            break
        behind.append(next_note.text)
    # As many notes as quotations: one for each. Otherwise a note may be about anything else in the paragraph.
    return behind if len(behind) == len(marked) else [""] * len(marked)


def _plain(found: re.Match[str]) -> str:
    told = next(part for part in found.groupdict().values() if part)
    return unicodedata.normalize("NFKC", told)
