"""Tables of a Word file: rows and cells with what was done to them, and when a row is a row and when only layout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from corpus.extract.blocks import Block, Kind
from corpus.extract.numbering import opens_with_number, read_number
from corpus.extract.word.changes import Tracked, tracked, walk
from corpus.extract.word.names import child

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_BLOCKS = 3  # that a cell of a table of facts has; more is a page set in columns
_LONGEST_ROW = 2_000
_LEFT_OUT = frozenset("tblPr tblGrid trPr tcPr tblPrEx p".split())


def rows_of(table: _Element, around: Tracked) -> Iterator[tuple[_Element, Tracked]]:
    """The rows of a table, also those in controls, and what was done to each."""
    for row, state in walk(table, around, ("tr",), _LEFT_OUT):
        yield row, tracked(child(row, "trPr"), state)


def cells_of(row: _Element, around: Tracked) -> Iterator[tuple[_Element, Tracked]]:
    """The cells of a row, and what was done to each."""
    for cell, state in walk(row, around, ("tc",), _LEFT_OUT):
        yield cell, tracked(child(cell, "tcPr"), state)


def is_row(cells: Sequence[Sequence[Block]]) -> bool:
    """Whether the filled cells of a row are facts beside each other; else each block stands for itself.

    Pages are set in two columns, hardly ever in three: what three cells hold is a row, unless it is a page of text.
    """
    if len(cells) < 2 or any(block.kind is Kind.HEADING for cell in cells for block in cell):
        return False
    if len(cells) > 2:
        return sum(len(block.text) + len(block.unrevised) for cell in cells for block in cell) < _LONGEST_ROW
    return all(len(cell) <= _MOST_BLOCKS for cell in cells)


def row_of(cells: Sequence[Sequence[Block]]) -> Block:
    """The block of a row; a row of a number and a text is a paragraph."""
    texts = [" ".join(_texts(cell, accepted=True)) for cell in cells]
    earlier = [" ".join(_texts(cell, accepted=False)) for cell in cells]
    first = f"{texts[0]} "
    if len(texts) == 2 and read_number(first) and opens_with_number(first) >= len(texts[0]):
        return Block(texts[1], mark=texts[0]).revised(earlier[1])
    told = tuple(filter(None, texts))
    return Block(" | ".join(told), kind=Kind.ROW, lines=told).revised(" | ".join(filter(None, earlier)))


def _texts(cell: Sequence[Block], *, accepted: bool) -> Iterator[str]:
    for block in cell:
        text = block.text if accepted or not block.revision else block.unrevised
        if text and block.kind is not Kind.NOTE:
            yield f"{block.mark} {text}" if block.mark else text
