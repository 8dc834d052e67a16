"""Paragraphs of text that has nothing but line ends: plain text, and what HTML and mail leave preformatted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import median

from corpus.extract.blocks import Block
from corpus.extract.numbering import opens_with_number
from corpus.extract.pages.joining import Joiner
from corpus.extract.pages.values import Line, Sheet
from corpus.extract.wording import clean

_ENDS = (".", ";", ":", "?", "!", "。", "；", "：", "؛", "؟", ",")
_LONG = 130
# Lines of a page below which only its last can be its number.
_FEW = 8
# Numbers were made `#` before.
_PAGE_NUMBER = re.compile(r"(?:page )?[-–|]?\s*(?:#|[ivxl]{1,5})(?:\s*(?:/|of)\s*#)?\s*[-–|]?")


def text_blocks(text: str) -> list[Block]:
    """The paragraphs of a text. Form feeds part pages; without them there are none.

    Empty lines part paragraphs. Where lines are so long that nobody broke them, each is a paragraph.
    """
    pages = text.replace("\r\n", "\n").replace("\r", "\n").split("\f")
    if len(pages) > 1 and not pages[-1].strip():
        pages.pop()
    paged = len(pages) > 1
    sheets = _without_furniture(
        [Sheet(number, 0, 0, tuple(_lines(page, number))) for number, page in enumerate(pages, 1)]
    )
    joiner = Joiner(sheets)
    lengths = [len(line.text) for sheet in sheets for line in sheet.lines if line.text]
    unbroken = bool(lengths) and (median(lengths) > _LONG or max(lengths) > 4 * _LONG)
    width = sorted(lengths)[int(0.9 * (len(lengths) - 1))] if lengths else 0
    blocks = []
    for lines in _grouped(sheets, unbroken=unbroken, width=width):
        page = lines[0].page if paged else 0
        blocks.append(Block(joiner.join(lines), page, lines=tuple(line.text for line in lines)))
    return blocks


def _lines(page: str, number: int) -> Iterable[Line]:
    """Lines with their indent in characters; empty ones are kept, they part paragraphs."""
    for line in page.split("\n"):
        indent = len(line) - len(line.lstrip())
        yield Line(clean(line), number, indent, len(line.rstrip()), 0, 0)


def _without_furniture(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The pages without page numbers, and without first and last lines that come back on a third of the pages."""
    edges = Counter(key for sheet in sheets for key in {_key(line) for line in _edge_lines(sheet)})
    cleaned = []
    for sheet in sheets:
        at_edge = set(map(id, _edge_lines(sheet)))
        kept = (
            line for line in sheet.lines
            if id(line) not in at_edge or not _is_furniture(_key(line), edges, len(sheets))
        )  # fmt: skip
        cleaned.append(replace(sheet, lines=tuple(kept)))
    return cleaned


def _edge_lines(sheet: Sheet) -> list[Line]:
    printed = [line for line in sheet.lines if line.text]
    if len(printed) < _FEW:
        return printed[-1:]
    return [*printed[:2], *printed[2:][-2:]]


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.casefold())


def _is_furniture(key: str, edges: Counter[str], pages: int) -> bool:
    return pages > 1 and (bool(_PAGE_NUMBER.fullmatch(key)) or (pages > 3 and edges[key] > pages / 3))


def _grouped(sheets: Iterable[Sheet], *, unbroken: bool, width: int) -> Iterable[list[Line]]:
    group: list[Line] = []
    for sheet in sheets:
        for line in sheet.lines:
            if not line.text:
                if group:
                    yield group
                group = []
            elif group and not unbroken and _goes_on(group[-1], line, width):
                group.append(line)
            else:
                if group:
                    yield group
                group = [line]
    if group:
        yield group


def _goes_on(last: Line, line: Line, width: int) -> bool:
    if opens_with_number(line.text) and last.text.endswith(_ENDS):
        return False
    # A line that ends long before the others ends its paragraph, unless the next word is in the middle of a sentence.
    return last.right > 0.6 * width or line.text[:1].islower()
