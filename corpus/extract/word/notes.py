"""Footnotes and endnotes of a Word file, by their id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from corpus.extract.blocks import Block, Kind
from corpus.extract.word.changes import Tracked
from corpus.extract.word.names import children, value
from corpus.extract.word.runs import Note, Run, runs_of, words_of
from corpus.extract.word.styles import Styles

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(slots=True)
class Notes:
    """The notes, and how many were met in the text: their numbers are counted, not stored."""

    texts: Mapping[tuple[str, str], Sequence[Run]] = field(default_factory=dict)
    _met: int = 0

    def take(self, note: Note, around: Tracked) -> Block | None:
        """The note that the text refers to next, None for an unknown one. `around` is what was done to the reference.

        A struck note has no number in the accepted reading, and the others count on without it.
        """
        runs = self.texts.get((note.kind, note.identity), ())
        text, before = (_told(runs, around, accepted=accepted) for accepted in (True, False))
        if text and not note.custom:
            self._met += 1
        mark = (note.custom or str(self._met)) if text else ""
        return Block(text, kind=Kind.NOTE, mark=mark).revised(before) if text or before else None


def _told(runs: Sequence[Run], around: Tracked, *, accepted: bool) -> str:
    if not around.stands(accepted=accepted):
        return ""
    return words_of([run for run in runs if run.tracked.stands(accepted=accepted)]).text


def read_notes(parts: Mapping[str, _Element | None], styles: Styles) -> Notes:
    """The notes of `footnotes.xml` and `endnotes.xml`; separators are none."""
    texts: dict[tuple[str, str], Sequence[Run]] = {}
    for name, root in parts.items():
        for note in children(root, name.removesuffix("s")) if root is not None else ():
            if value(note, "type") in ("", "normal"):
                texts[name.removesuffix("s"), value(note, "id")] = _runs(note, styles)
    return Notes(texts)


def _runs(note: _Element, styles: Styles) -> list[Run]:
    """The runs of all paragraphs of a note, with a space behind each; a note has no notes of its own."""
    return [
        replace(run, notes=())
        for item in note.iter() if isinstance(item.tag, str) and item.tag.endswith("}p")
        for run in (*runs_of(item, styles), Run(" "))
    ]  # fmt: skip
