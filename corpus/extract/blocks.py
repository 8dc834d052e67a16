"""What every format gives: the blocks of a document in reading order, before anyone asks what they mean."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Kind(StrEnum):
    """What a format knows of a block. What only its words tell is found later."""

    TEXT = "text"
    HEADING = "heading"
    NOTE = "note"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, note or table row as it is printed.

    `lines` is the text by printed lines where the format has lines, else one. `mark` is the number where the format
    keeps it apart from the text (a list in DOCX, a footnote). `level` is the depth of a heading or list, 1 the
    highest, 0 unknown. `indent` and `size` compare only within a document. `bold` and `italic` speak of all its words,
    `opens_italic` of the first. `page` is 0 where there are no pages. `revision` and `unrevised` are those of
    corpus.document.Passage.
    """

    text: str
    page: int = 0
    kind: Kind = Kind.TEXT
    mark: str = ""
    level: int = 0
    indent: float = 0.0
    size: float = 0.0
    bold: bool = False
    italic: bool = False
    opens_italic: bool = False
    centred: bool = False
    lines: tuple[str, ...] = ()
    revision: str = ""
    unrevised: str = ""

    def revised(self, before: str) -> Block:
        """This block, with what tracked changes did to it: `before` is its text without them."""
        if self.text == before:
            return self
        done = "inserted" if not before else "changed" if self.text else "struck"
        return replace(self, revision=done, unrevised=before)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a format read: blocks, the number of pages (0 without pages), and what it wants users to know.

    `title`, `date` and `language` are what the file says of itself, if it says so reliably (HTML head, not PDF).
    """

    blocks: tuple[Block, ...]
    pages: int = 0
    notes: tuple[str, ...] = ()
    title: str = ""
    date: str = ""
    language: str = ""
