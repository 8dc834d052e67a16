"""Footnotes and endnotes of a Word file, by their id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.extract.blocks import Block, Kind
from corpus.extract.word.names import children, value
from corpus.extract.word.runs import text_of

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(slots=True)
class Notes:
    """The notes, and how many were met in the text: their numbers are counted, not stored."""

    texts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    _met: int = 0

    def take(self, kind: str, identity: str, custom: str = "") -> Block | None:
        """The note that the text refers to next, None for an unknown one."""
        text = self.texts.get((kind, identity), "")
        if not text:
            return None
        if not custom:
            self._met += 1
        return Block(text, kind=Kind.NOTE, mark=custom or str(self._met))


def read_notes(parts: Mapping[str, _Element | None]) -> Notes:
    """The notes of `footnotes.xml` and `endnotes.xml`; separators are none."""
    texts: dict[tuple[str, str], str] = {}
    for name, root in parts.items():
        kind = name.removesuffix("s")
        for note in children(root, kind) if root is not None else ():
            if value(note, "type") in ("", "normal"):
                texts[kind, value(note, "id")] = " ".join(filter(None, map(text_of, children(note, "p"))))
    return Notes(texts)
