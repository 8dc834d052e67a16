"""Puts the text of a sample document on pages: lines, footnotes at the foot, headings kept with what follows. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crawler.sample.document import Block, Kind, SampleDocument, Span, Style
from crawler.sample.front import Align, Front, FrontLine, Look, front
from crawler.sample.typeset import Line, Measure, Run, break_lines

# Letters are never set further apart than this to fill a line: beyond it an extractor sees spaces.
_WIDEST_SPACING = 0.6
NOTE_RULE = "_" * 18


@dataclass(frozen=True, slots=True)
class Mark:
    """Text at a place on a page, in points from the left and upper edge to the start of its base line."""

    x: float
    y: float
    text: str
    style: str = "plain"
    size: float = 10
    spacing: float = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line."""

    x: float
    y: float
    to: float
    width: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """The measures of a layout: edges of the text, where it begins and ends on a page, size and distance of lines."""

    left: float
    right: float
    top: float
    bottom: float
    size: float
    leading: float
    indent: float


_SHEETS = {
    "un": Sheet(122, 489, 86, 712, 10, 12, 24),
    "osce": Sheet(72, 530, 96, 706, 11, 13.2, 0),
}
_PLAIN_SHEET = Sheet(80, 532, 84, 706, 11, 13.5, 0)
_NOTE_SIZE, _NOTE_LEADING = 8.0, 9.5
_LOOKS: Mapping[Look, tuple[Style, float]] = {
    "plain": ("plain", 0),
    "bold": ("bold", 0),
    "italic": ("italic", 0),
    "title": ("bold", 2),
    "large": ("bold", 4),
}

Page = list[Mark | Rule]
# The width of a text in a style at a size, in points.
Ruler = Mapping[str, Mapping[str, float]]


@dataclass(slots=True)
class _Desk:
    """The page being filled, and those that are full."""

    sheet: Sheet
    ruler: Ruler
    pages: list[Page] = field(default_factory=lambda: [[]])
    y: float = 0
    notes: list[Line] = field(default_factory=list)
    note_lines: dict[str, list[Line]] = field(default_factory=dict)

    def measure(self, size: float) -> Measure:
        """How wide text of that size is."""

        def width(text: str, style: str) -> float:
            own = self.ruler["plain" if style == "note" else style]
            return sum(own[letter] for letter in text) * (size * 0.65 if style == "note" else size) / 1000

        return width

    def room(self) -> float:
        """Points left above the footnotes of this page."""
        return self.sheet.bottom - self.y - self._notes_height(self.notes)

    def _notes_height(self, notes: Sequence[Line]) -> float:
        return len(notes) * _NOTE_LEADING + 16 if notes else 0

    def new_page(self) -> None:
        """Write the footnotes at the foot of this page and begin the next."""
        self.close_page()
        self.pages.append([])
        self.y = self.sheet.top
        self.notes = []

    def close_page(self) -> None:
        """Write the footnotes that belong to this page at its foot."""
        if not self.notes:
            return
        y = self.sheet.bottom - len(self.notes) * _NOTE_LEADING
        self.pages[-1].append(Mark(self.sheet.left - 22, y - 6, NOTE_RULE, "plain", _NOTE_SIZE))
        for line in self.notes:
            y += _NOTE_LEADING
            self._draw(line, self.sheet.left - 10, y, _NOTE_SIZE, 0)

    def put(self, line: Line, x: float, size: float, leading: float, *, justify: bool = False) -> None:
        """Write one line, on the next page if it and its footnotes do not fit on this one."""
        own = [extra for run in line.runs if run.style == "note" for extra in self.note_lines.get(run.text, [])]
        needed = leading + self._notes_height([*self.notes, *own]) - self._notes_height(self.notes)
        if needed > self.room():
            self.new_page()
        self.notes += own
        self.y += leading
        letters = len(line.text)
        spacing = line.slack / letters if justify and line.goes_on and letters else 0
        self._draw(line, x, self.y, size, spacing if spacing <= _WIDEST_SPACING else 0)

    def _draw(self, line: Line, x: float, y: float, size: float, spacing: float) -> None:
        before = 0
        for run in line.runs:
            note = run.style == "note"
            start = x + run.x + before * spacing
            style, own_size = ("plain", size * 0.65) if note else (run.style, size)
            self.pages[-1].append(Mark(start, y - size * 0.35 if note else y, run.text, style, own_size, spacing))
            before += len(run.text)


def compose(document: SampleDocument, ruler: Ruler) -> list[Page]:
    """The pages of a document, without running heads and page feet. `ruler` holds letter widths per 1000, by style."""
    desk = _Desk(_SHEETS.get(document.layout, _PLAIN_SHEET), ruler)
    _first_page(desk, document)
    for block in document.blocks:
        _block(desk, block, document)
    desk.close_page()
    return desk.pages


def _first_page(desk: _Desk, document: SampleDocument) -> None:
    page = front(document)
    sheet = desk.sheet
    desk.y = sheet.top
    side_x = sheet.left
    if document.layout == "un":
        desk.pages[0] += _un_masthead(page, document.symbol)
        desk.y, side_x = 212, 60
    elif document.layout == "osce":
        desk.pages[0] += _osce_masthead(page)
        desk.y = 118
    for line in page.side:
        _set(desk, line, side_x, 300)
    desk.y += sheet.leading if page.side else 0
    for line in page.below:
        desk.y += sheet.leading * 0.6 if line.look == "title" else 3
        _set(desk, line, sheet.left, sheet.right - sheet.left)
    if document.starred:
        desk.notes = break_lines((Span(f"* {document.starred}"),), 360, desk.measure(_NOTE_SIZE))


def _un_masthead(page: Front, symbol: str) -> Page:
    # The first letter of a symbol is a large one: extractors may give it apart from the rest.
    marks: Page = [
        Mark(122, 56, page.masthead, "plain", 13),
        Mark(424, 56, symbol[:1], "plain", 20),
        Mark(439, 56, symbol[1:], "plain", 10.5),
        Rule(60, 64, 553, 0.6),
        Mark(122, 86, page.organ, "bold", 19),
        Rule(60, 206, 553, 1.6),
    ]
    return [*marks, *(Mark(397, 85 + 12 * n, line) for n, line in enumerate(page.right) if line)]


def _osce_masthead(page: Front) -> Page:
    name = re.sub(r" (and|et|und) ", r" \1\n", page.masthead, count=1).split("\n")
    left = [Mark(72, 60 + 14 * n, text, "bold", 11) for n, text in enumerate((*name, page.organ))]
    right = [Mark(400, 60 + 14 * n, line, "plain" if n else "bold", 11) for n, line in enumerate(page.right)]
    return [*left, *right]


def _set(desk: _Desk, line: FrontLine, x: float, width: float) -> None:
    """Write a line of the front page, a heading or a line set off, broken where it is too long."""
    style, more = _LOOKS[line.look]
    size = desk.sheet.size + more
    for broken in break_lines((Span(line.text, style),), width, desk.measure(size)):
        shift = {"left": 0.0, "centre": broken.slack / 2, "right": broken.slack}[line.align]
        desk.put(broken, x + shift, size, size * 1.2)
    desk.y += 2


def _block(desk: _Desk, block: Block, document: SampleDocument) -> None:
    sheet = desk.sheet
    desk.note_lines = {
        mark: break_lines((Span(mark, "note"), Span(f" {text}")), 360, desk.measure(_NOTE_SIZE))
        for mark, text in block.notes
    }
    if block.kind in ("heading", "subheading", "centre", "right", "page"):
        _display(desk, block, document)
        return
    desk.y += sheet.leading * 0.5
    indent, gap = _indents(block, sheet, document)
    lines = break_lines(block.spans, sheet.right - sheet.left, desk.measure(sheet.size), first_indent=indent + gap)
    if block.number:
        first = lines[0]
        lines[0] = Line((Run(indent, block.number, "plain"), *first.runs), first.slack, first.goes_on)
    for line in lines:
        desk.put(line, sheet.left, sheet.size, sheet.leading, justify=True)


def _indents(block: Block, sheet: Sheet, document: SampleDocument) -> tuple[float, float]:
    """How far in the number stands, and how far after it the text begins."""
    operative = "/RES/" in document.symbol or "/L." in document.symbol
    if block.kind == "numbered":
        return (sheet.indent if operative else 0), 24
    return (24, 24) if block.kind == "item" else (sheet.indent, 0)


def _display(desk: _Desk, block: Block, document: SampleDocument) -> None:
    """Headings and set-off lines. A heading never stands alone at the foot of a page."""
    sheet = desk.sheet
    if block.kind == "page" or desk.room() < 5 * sheet.leading:
        desk.new_page()
    desk.y += sheet.leading * (1.0 if block.kind == "heading" else 0.6)
    looks: Mapping[Kind, Look] = {"heading": "title", "right": "plain"}
    align: Align = "right" if block.kind in ("right", "page") else "left"
    if block.kind == "centre" and document.layout != "un":
        align = "centre"
    _set(desk, FrontLine(block.text, looks.get(block.kind, "bold"), align), sheet.left, sheet.right - sheet.left)
