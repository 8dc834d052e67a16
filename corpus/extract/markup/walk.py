"""A tree of HTML to blocks: paragraphs, headings with their level, list items with their number, rows of tables.

Written without recursion: real pages nest deeper than Python's stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.extract.blocks import Block, Kind
from corpus.extract.markup import acts
from corpus.extract.markup.lists import item_mark
from corpus.extract.numbering import opens_with_number, read_number
from corpus.extract.wording import clean

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCK = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer header"
    " hr h1 h2 h3 h4 h5 h6 html legend li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_SKIPPED = frozenset("script style noscript template head title meta link".split())
_LONG_CELL = 400
_RAISED = str.maketrans("0123456789+-()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ")


class _Writer:
    """Gathers the text between block elements and turns it into blocks."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._text: list[str] = []
        self._bold = 0
        self._plain = 0
        self._mark = ""
        self.preformatted = 0

    def say(self, text: str | None, *, bold: bool = False) -> None:
        """Add running text."""
        if text:
            self._text.append(text)
            letters = len(text.strip())
            self._bold += letters if bold else 0
            self._plain += 0 if bold else letters

    def end(self, element: HtmlElement | None) -> None:
        """Close the present paragraph; `element` is the block element that it stands in."""
        written = acts.without_marks("".join(self._text))
        bold = self._bold > 0 and self._plain <= self._bold // 20
        self._text, self._bold, self._plain = [], 0, 0
        for part in _paragraphs(written, preformatted=bool(self.preformatted)):
            self.add(_block(part, element, bold=bold))

    def number(self, mark: str) -> None:
        """A number that stands in a cell of its own, beside paragraphs: it is that of the first."""
        self._mark = mark

    def add(self, block: Block) -> None:
        """Add a block, with the number that waits for one."""
        mark, self._mark = self._mark, ""
        if mark and block.kind is Kind.TEXT:
            block = replace(block, text=f"{block.mark} {block.text}".strip(), mark=mark)
        elif mark:
            self.blocks.append(Block(mark))
        self.blocks.append(block)


def blocks_of(elements: Iterable[HtmlElement]) -> Iterator[Block]:
    """The blocks of some elements in the order of the page."""
    for element in elements:
        writer = _Writer()
        _walk(element, writer)
        yield from writer.blocks


def _walk(root: HtmlElement, writer: _Writer) -> None:
    """Visit every node once: (element, False) to enter it, (element, True) to leave it."""
    waiting: list[tuple[HtmlElement, bool]] = [(root, False)]
    while waiting:
        element, leaving = waiting.pop()
        if leaving:
            _leave(element, root, writer)
            continue
        waiting.append((element, True))
        if _enter(element, writer):
            waiting.extend((child, False) for child in reversed(element))


def _enter(element: HtmlElement, writer: _Writer) -> bool:
    """Begin an element; returns whether its children are to be visited."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _SKIPPED or acts.is_contents(element):
        return False
    if tag == "br":
        writer.say("\n")
    elif tag == "sup" and not acts.in_note(element) and _raised(element, writer):
        return False
    elif tag == "a" and acts.leads_to_note(element) and not acts.in_note(element):
        writer.say(acts.REFERENCE)
        return False
    elif tag == "tr" and (row := _row(element)):
        writer.end(element)
        writer.add(row)
        return False
    elif tag == "td" and _is_number(element):
        writer.end(_around(element))
        writer.number(clean(element.text_content()))
        return False
    elif tag in _BLOCK:
        writer.end(_around(element))
        writer.preformatted += tag == "pre"
    writer.say(element.text, bold=_is_bold(element))
    return True


def _leave(element: HtmlElement, root: HtmlElement, writer: _Writer) -> None:
    if element.tag in _BLOCK:
        writer.end(element)
        writer.preformatted -= element.tag == "pre"
    if element is not root:
        above = element.getparent()
        writer.say(element.tail, bold=above is not None and _is_bold(above))


def _around(element: HtmlElement) -> HtmlElement | None:
    """The element that text before a block element belongs to."""
    return element.getparent()


def _is_bold(element: HtmlElement) -> bool:
    for above in (element, *element.iterancestors()):
        if above.tag in ("b", "strong", "th"):
            return True
        if above.tag in _BLOCK:
            return False
    return False


def _raised(element: HtmlElement, writer: _Writer) -> bool:
    """Say a raised number: part of a quantity behind a digit or a unit, else a note mark. False for other text."""
    text = clean(element.text_content())
    if not len(element) and re.search(r"(?:10|\b(?:k|c|m)?m)$", _before(element).rstrip()):
        writer.say(text.translate(_RAISED))
    elif acts.is_mark(text):
        writer.say(acts.REFERENCE)
    else:
        return False
    return True


def _before(element: HtmlElement) -> str:
    """The text right before an element."""
    before, above = element.getprevious(), element.getparent()
    if before is not None:
        return before.tail or ""
    return (above.text if above is not None else "") or ""


def _paragraphs(written: str, *, preformatted: bool) -> Iterable[str]:
    """The paragraphs of running text: parted by empty lines, that is by two `br`."""
    if preformatted:
        from corpus.extract.plain_text import text_blocks

        return [block.text for block in text_blocks(written)]
    parts = re.split(r"\n[ \t\r\xa0]*\n", written) if written.count("\n") > 1 and _broken(written) else [written]
    return [text for part in parts if (text := clean(part))]


def _broken(written: str) -> bool:
    """Line ends of the source are spaces; only those that `br` left beside each other part paragraphs."""
    return re.search(r"\n[ \t\r\xa0]*\n", written) is not None


def _block(text: str, element: HtmlElement | None, *, bold: bool) -> Block:
    tag = element.tag if element is not None and isinstance(element.tag, str) else ""
    if re.fullmatch("h[1-6]", tag):
        return Block(text, kind=Kind.HEADING, level=int(tag[1]))
    if element is not None and (level := acts.heading_level(element.get("class") or "", text)):
        return Block(text, kind=Kind.HEADING, level=level)
    if element is not None and acts.is_note(element):
        found = re.match(r"[\[(]?(\d{1,3}|\*{1,4})[\])]?\s*", text)
        return Block(text[found.end() :] if found else text, kind=Kind.NOTE, mark=found[1] if found else "")
    if tag == "li" and element is not None and not opens_with_number(text):
        mark, depth = item_mark(element)
        return Block(text, mark=mark, indent=20.0 * depth)
    return Block(text, bold=bold)


def _row(row: HtmlElement) -> Block | None:
    """A row of a table as one block; None where cells hold paragraphs of their own, which are then visited."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if any(_is_layout(cell) for cell in cells):
        return None
    texts = [_cell_text(cell) for cell in cells]
    told = [text for text in texts if text]
    if len(told) == 2 and opens_with_number(told[0] + " ") >= len(told[0]) and read_number(told[0] + " "):
        return Block(told[1], mark=told[0])
    if len(told) < 2:
        return Block(told[0]) if told else None
    return Block(" | ".join(told), kind=Kind.ROW)


def _is_number(cell: HtmlElement) -> bool:
    """Whether a cell is only the printed number of what stands in the next one."""
    text = f"{clean(cell.text_content())} "
    beside = cell.getnext()
    return (
        bool(read_number(text))
        and opens_with_number(text) >= len(text) - 1
        and beside is not None
        and _is_layout(beside)
    )


def _cell_text(cell: HtmlElement) -> str:
    """The text of a cell, without the marks of notes and entries of a table of contents."""
    writer = _Writer()
    _walk(cell, writer)
    writer.end(cell)
    return " ".join(f"{block.mark} {block.text}".strip() for block in writer.blocks)


def _is_layout(cell: HtmlElement) -> bool:
    if any(True for _ in cell.iterdescendants("table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6")):
        return True
    parts = sum(1 for _ in cell.iterdescendants("p", "div", "br"))
    return parts > 3 and len(clean(cell.text_content())) > _LONG_CELL
