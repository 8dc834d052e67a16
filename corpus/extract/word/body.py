"""The body of a Word file to blocks: paragraphs, headings by style, rows, text boxes, notes behind their paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.extract.blocks import Block, Kind
from corpus.extract.numbering import opens_with_number, read_number
from corpus.extract.word.changes import UNTOUCHED, Shown, Tracked, mark_of, reading, walk
from corpus.extract.word.names import child, local, number, value
from corpus.extract.word.notes import Notes
from corpus.extract.word.numbers import Numbering
from corpus.extract.word.runs import Run, Words, runs_of, words_of
from corpus.extract.word.styles import Style, Styles, number_of
from corpus.extract.word.tables import cells_of, is_row, row_of, rows_of

if TYPE_CHECKING:
    from lxml.etree import _Element

# Elements that hold paragraphs without being any.
_HOLDERS = frozenset("document body sdt sdtContent customXml ins del moveTo moveFrom smartTag txbxContent tc".split())
_TWIPS = 20  # in a point
_LONGEST_HEADING = 400
# Word's own lists print points as `a.`; they are cited as `(a)`.
_POINT = re.compile(r"^([a-zа-я]{1,5})\.$")


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph before anyone asked for a reading. `around` is what was done to the row that it stands in."""

    element: _Element
    style: Style
    runs: Sequence[Run]
    mark: Tracked
    around: Tracked

    @property
    def properties(self) -> _Element | None:
        return child(self.element, "pPr")


def blocks_of(root: _Element, styles: Styles, numbering: Numbering, notes: Notes) -> Iterator[Block]:
    """The blocks of a document part, in the order of the text; what was struck stands where it stood."""
    return _Body(styles, numbering, notes).read(root)


class _Body:
    def __init__(self, styles: Styles, numbering: Numbering, notes: Notes) -> None:
        self._styles, self._numbering, self._notes = styles, numbering, notes

    def read(self, root: _Element, around: Tracked = UNTOUCHED) -> Iterator[Block]:
        """Walk without recursion: content controls nest at will."""
        chain: list[_Paragraph] = []
        waiting = [(root, around)]
        while waiting:
            element, state = waiting.pop()
            name = local(element)
            if name == "p":
                chain.append(self._paragraph(element, state))
                if chain[-1].mark == UNTOUCHED:
                    yield from self._chain(chain)
                    chain = []
            elif name == "tbl":
                yield from self._chain(chain)
                chain = []
                yield from self._table(element, state)
            elif name in _HOLDERS:
                waiting.extend((item, state.within(name)) for item in reversed(element))
        yield from self._chain(chain)

    def _paragraph(self, element: _Element, around: Tracked) -> _Paragraph:
        style = self._styles.get(value(child(element, "pPr", "pStyle")))
        runs = [] if style.hidden else runs_of(element, self._styles, around, bold=style.bold)
        return _Paragraph(element, style, runs, mark_of(element), around)

    def _chain(self, chain: Sequence[_Paragraph]) -> Iterator[Block]:
        """Paragraphs that one reading or the other joins, each where it stands."""
        pieces = [(paragraph.runs, paragraph.mark) for paragraph in chain]
        accepted, original = reading(pieces, accepted=True), reading(pieces, accepted=False)
        for paragraph, now, before in zip(chain, accepted, original, strict=True):
            yield from self._told(chain, now, before)
            for box, state in walk(paragraph.element, paragraph.around, ("txbxContent",), ("Fallback",)):
                yield from self.read(box, state)
            for run in paragraph.runs:
                yield from filter(None, (self._notes.take(note, run.tracked) for note in run.notes))

    def _told(self, chain: Sequence[_Paragraph], now: Shown[Run] | None, before: Shown[Run] | None) -> Iterator[Block]:
        words = words_of(now.runs) if now else Words()
        untouched = now is not None and before is not None and now.runs == before.runs
        earlier = words.text if untouched else words_of(before.runs).text if before else ""
        # A paragraph without words still counts in its list.
        mark = self._mark(chain[now.look]) if now else ""
        if now and words.text:
            yield _block(words, chain[now.look], mark, earlier)
        elif earlier:
            yield Block("").revised(earlier)

    def _mark(self, paragraph: _Paragraph) -> str:
        """The printed number of a paragraph, empty if it has none."""
        said, inherited = number_of(paragraph.properties), paragraph.style.number
        identity = (said and said[0]) or (inherited[0] if inherited else "")
        if not identity:
            return ""
        named = value(child(paragraph.properties, "pStyle"))
        level = said[1] if said and said[1] is not None else self._numbering.level_of(identity, named)
        return self._numbering.mark(identity, inherited[1] or 0 if level is None and inherited else level or 0)

    def _table(self, table: _Element, around: Tracked) -> Iterator[Block]:
        for row, state in rows_of(table, around):
            cells = [cell for tc, done in cells_of(row, state) if (cell := list(self.read(tc, done)))]
            if is_row(cells):
                yield row_of(cells)
                yield from (block for cell in cells for block in cell if block.kind is Kind.NOTE)
            else:
                yield from (block for cell in cells for block in cell)


def _block(words: Words, paragraph: _Paragraph, mark: str, earlier: str) -> Block:
    style, properties = paragraph.style, paragraph.properties
    heading = style.level or _outline(properties)
    if heading and len(words.text) < _LONGEST_HEADING:
        text = _behind(mark, words.text)
        return Block(text, kind=Kind.HEADING, level=heading, lines=(text,)).revised(_behind(mark, earlier))
    text, parts, mark = words.text, words.parts, _POINT.sub(r"(\1)", mark)
    if mark and not read_number(f"{mark} "):
        # A number that is cited in no other way than it is printed: `Article 1`, `A.`, `一、`.
        text, earlier, parts, mark = _behind(mark, text), _behind(mark, earlier), (_behind(mark, text),), ""
    return Block(
        text, mark="" if opens_with_number(text) else mark, indent=_indent(properties) or _depth(paragraph),
        size=words.size or style.size, bold=words.bold, italic=words.italic, opens_italic=words.opens_italic,
        centred=value(child(properties, "jc")) == "center" or style.centred, lines=parts,
    ).revised(earlier)  # fmt: skip


def _behind(mark: str, text: str) -> str:
    return f"{mark} {text}" if mark and text else text


def _indent(properties: _Element | None) -> float:
    said = child(properties, "ind")
    return (number(said, "left") or number(said, "start") or 0) / _TWIPS


def _depth(paragraph: _Paragraph) -> float:
    listed = number_of(paragraph.properties) or paragraph.style.number
    return 18.0 * (listed[1] or 0) if listed else 0.0


def _outline(properties: _Element | None) -> int:
    level = number(child(properties, "outlineLvl"))
    return level + 1 if level is not None and level < 9 else 0
