"""The body of a Word file to blocks: paragraphs, headings by style, rows, text boxes, notes behind their paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.extract.blocks import Block, Kind
from corpus.extract.numbering import opens_with_number, read_number
from corpus.extract.word.names import child, children, local, number, value
from corpus.extract.word.notes import Notes
from corpus.extract.word.numbers import Numbering
from corpus.extract.word.runs import Words, words_of
from corpus.extract.word.styles import Style, Styles, number_of

if TYPE_CHECKING:
    from lxml.etree import _Element

# Elements that hold paragraphs without being any.
_HOLDERS = frozenset("document body sdt sdtContent customXml ins moveTo smartTag altChunk txbxContent".split())
_TWIPS = 20  # in a point


def blocks_of(root: _Element, styles: Styles, numbering: Numbering, notes: Notes) -> Iterator[Block]:
    """The blocks of a document part, in the order of the text."""
    return _Body(styles, numbering, notes).read(root)


class _Body:
    def __init__(self, styles: Styles, numbering: Numbering, notes: Notes) -> None:
        self._styles, self._numbering, self._notes = styles, numbering, notes

    def read(self, root: _Element) -> Iterator[Block]:
        """Walk without recursion: content controls nest at will."""
        waiting = [root]
        while waiting:
            element = waiting.pop()
            name = local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield from self._table(element)
            elif name in _HOLDERS:
                waiting.extend(reversed(element))

    def _paragraph(self, element: _Element) -> Iterator[Block]:
        properties = child(element, "pPr")
        if _is_deleted(properties):
            return
        style = self._styles.get(value(child(properties, "pStyle")))
        words = words_of(element, bold=style.bold)
        if words.text:
            yield self._block(words, style, properties)
        for box in (item for item in element.iter() if local(item) == "txbxContent" and not _is_copy(item)):
            yield from self.read(box)
        for kind, identity, custom in words.notes:
            note = self._notes.take(kind, identity, custom)
            if note is not None:
                yield note

    def _block(self, words: Words, style: Style, properties: _Element | None) -> Block:
        listed = number_of(properties) or style.number
        if listed and not listed[0] and style.number:
            listed = (style.number[0], listed[1])
        mark = self._numbering.mark(*listed) if listed else ""
        heading = style.level or _outline(properties)
        centred = value(child(properties, "jc")) == "center" or style.centred
        indent = (number(child(properties, "ind"), "left") or 0) / _TWIPS
        depth = 18.0 * listed[1] if listed and not indent else 0.0
        if heading and len(words.text) < 400:
            text = f"{mark} {words.text}".strip()
            return Block(text, kind=Kind.HEADING, level=heading, lines=(text,))
        return Block(
            words.text, mark="" if opens_with_number(words.text) else mark, indent=indent + depth,
            size=words.size or style.size, bold=words.bold, italic=words.italic, opens_italic=words.opens_italic,
            centred=centred, lines=words.parts,
        )  # fmt: skip

    def _table(self, table: _Element) -> Iterator[Block]:
        for row in _rows(table):
            cells = [list(self.read_cell(cell)) for cell in children(row, "tc")]
            filled = [cell for cell in cells if cell]
            if len(filled) <= 1 or any(len(cell) > 3 for cell in cells) or any(_has_heading(cell) for cell in cells):
                for cell in filled:
                    yield from cell
            else:
                yield _row(filled)
                yield from (block for cell in filled for block in cell if block.kind is Kind.NOTE)

    def read_cell(self, cell: _Element) -> Iterator[Block]:
        """The blocks of a table cell."""
        for item in cell:
            yield from self.read(item)


def _rows(table: _Element) -> Iterator[_Element]:
    for item in table:
        if local(item) == "tr":
            yield item
        elif local(item) in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _rows(item)


def _row(cells: list[list[Block]]) -> Block:
    texts = [" ".join(block.text for block in cell if block.kind is not Kind.NOTE) for cell in cells]
    first = texts[0] + " "
    if len(texts) == 2 and read_number(first) and opens_with_number(first) >= len(texts[0]):
        return Block(texts[1], mark=texts[0])
    return Block(" | ".join(texts), kind=Kind.ROW, lines=tuple(texts))


def _has_heading(cell: list[Block]) -> bool:
    return any(block.kind is Kind.HEADING for block in cell)


def _outline(properties: _Element | None) -> int:
    level = number(child(properties, "outlineLvl"))
    return level + 1 if level is not None and level < 9 else 0


def _is_deleted(properties: _Element | None) -> bool:
    """Whether the whole paragraph was moved away; a deleted mark alone joins two paragraphs, which is kept apart."""
    return child(properties, "rPr", "moveFrom") is not None


def _is_copy(element: _Element) -> bool:
    """Whether a text box is the second copy of a drawing, for old versions of Word."""
    above = element.getparent()
    while above is not None:
        if local(above) == "Fallback":
            return True
        above = above.getparent()
    return False
