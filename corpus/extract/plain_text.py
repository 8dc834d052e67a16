"""Paragraphs of text that has nothing but line ends: plain text, and what HTML and mail leave preformatted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import median

from corpus.extract.blocks import Block, Kind
from corpus.extract.headings import CONTENTS
from corpus.extract.numbering import opens_with_number
from corpus.extract.pages.joining import Joiner
from corpus.extract.pages.values import Line, Sheet
from corpus.extract.plain_notes import PlainNote, without_notes
from corpus.extract.wording import clean

_ENDS = (".", ";", ":", "?", "!", "。", "；", "：", "؛", "؟", ",")
_STOPS = (".", "?", "!", ":", "。")
_LONG = 130
_LONGEST_HEADING = 90
_RUNNING = 3  # lines that no title has
# Lines of a page below which only its last can be its number.
_FEW = 8
# A page number alone, or beside the job number of the United Nations.
_ONLY_NUMBER = re.compile(
    r"\s*(?:\d\d-\d{5}\s+)?[-–]?\s*(?:(\d{1,3})|Page (\d{1,3})(?: of \d+)?)\s*[-–]?(?:\s+\d\d-\d{5})?\s*$"
)
# The title of a part, with its number and no full stop at its end.
_NUMBERED_TITLE = re.compile(r"(?:(?:[IVX]{1,5}|[A-Z])\.|\d{1,2}(?:\.\d{1,2}){0,2}\.?)\s+[^\W\d_].*[^.,;:?!]$")
# Words that end no sentence and no heading.
_UNFINISHED = re.compile(r"\b(?:of|the|and|to|in|for|by|with|from|that|de|du|des|la|le|les|et|del|los|las|y|и|в|на)$")
_BULLETS = "•●▪■◦·"  # alone in their lines, with their items below
_JOB_NUMBER = re.compile(r"\d\d-\d{5}")
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
    if not paged:
        pages = _at_page_numbers(pages[0].split("\n"))
    every = [Sheet(number, 0, 0, tuple(_lines(page, number))) for number, page in enumerate(pages, 1)]
    sheets = [sheet for sheet in _without_furniture(every) if not _is_contents(sheet)]
    doubled = _is_doubled(sheets)
    if doubled:
        sheets = [replace(sheet, lines=tuple(_undoubled(sheet.lines))) for sheet in sheets]
    noted = [without_notes(sheet) for sheet in sheets] if paged else [(sheet, []) for sheet in sheets]
    sheets, notes = [sheet for sheet, _ in noted], [note for _, found in noted for note in found]
    joiner = Joiner(sheets)
    lengths = [len(line.text) for sheet in sheets for line in sheet.lines if line.text]
    unbroken = bool(lengths) and (median(lengths) > _LONG or max(lengths) > 4 * _LONG)
    width = sorted(lengths)[int(0.9 * (len(lengths) - 1))] if lengths else 0
    groups = list(_grouped(sheets, unbroken=unbroken, width=width, doubled=doubled))
    blocks = []
    begun = False  # above the first running text stands the title, which may be in pieces
    for lines, below in zip(groups, [*groups[1:], []], strict=False):
        page = lines[0].page if paged else 0
        kind = Kind.HEADING if begun and not unbroken and _heads(lines, below) else Kind.TEXT
        begun = begun or len(lines) >= _RUNNING
        blocks.append(Block(joiner.join(lines), page, kind, lines=tuple(line.text for line in lines)))
    return _with_notes(blocks, notes, joiner)


def _with_notes(blocks: Sequence[Block], notes: Sequence[PlainNote], joiner: Joiner) -> list[Block]:
    """The blocks, with the footnotes of a page behind the last that begins on it."""
    made = [Block(joiner.join(note.lines), note.page, Kind.NOTE, note.mark) for note in notes]
    return sorted([*blocks, *made], key=lambda block: block.page) if made else list(blocks)


def _heads(lines: Sequence[Line], below: Sequence[Line]) -> bool:
    """Whether a paragraph is a heading: one line that is no sentence, above running text of several."""
    text = lines[0].text
    if len(lines) > 1 or len(below) < _RUNNING or len(text) > _LONGEST_HEADING or below[0].text[:1].islower():
        return False
    return text[0].isalnum() and not text[0].islower() and text[-1].isalnum() and any(map(str.isalpha, text))


def _at_page_numbers(lines: Sequence[str]) -> list[str]:
    """The pages of a text that has lost its form feeds, where lines that are only page numbers count them."""
    told = [
        (place, int(found[1] or found[2])) for place, line in enumerate(lines) if (found := _ONLY_NUMBER.match(line))
    ]
    runs = [_run(told[start:]) for start in range(min(len(told), _FEW))]
    ends = max(runs, key=len, default=[])
    if len(ends) < 3 and not (len(ends) == 2 and _JOB_NUMBER.search(lines[ends[0]])):
        return ["\n".join(lines)]
    starts = [0, *(place + 1 for place in ends)]
    return ["\n".join(lines[start:end]) for start, end in zip(starts, [*ends, len(lines)], strict=True)]


def _run(told: Sequence[tuple[int, int]]) -> list[int]:
    """The places of numbers that count on by one from the first, some lines apart."""
    run = list(told[:1])
    for place, number in told[1:]:
        if number == run[-1][1] + 1 and place > run[-1][0] + _FEW:
            run.append((place, number))
    return [place for place, _ in run]


def _lines(page: str, number: int) -> Iterable[Line]:
    """Lines with their indent in characters; empty ones are kept, they part paragraphs."""
    for line in page.split("\n"):
        indent = len(line) - len(line.lstrip())
        text = clean(line)
        yield Line("" if text in _BULLETS else text, number, indent, len(line.rstrip()), 0, 0)


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


def _is_contents(sheet: Sheet) -> bool:
    """Whether a page is a table of contents and nothing else: its title, and no sentence."""
    printed = [line.text for line in sheet.lines if line.text]
    titled = len(printed) > 2 and CONTENTS.fullmatch(printed[0]) is not None
    return titled and not any(text.endswith(_STOPS) and len(text) > 20 for text in printed)


def _edge_lines(sheet: Sheet) -> list[Line]:
    printed = [line for line in sheet.lines if line.text]
    if len(printed) < _FEW:
        return printed[-1:]
    return [*printed[:2], *printed[2:][-2:]]


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.casefold())


def _is_furniture(key: str, edges: Counter[str], pages: int) -> bool:
    return pages > 1 and (bool(_PAGE_NUMBER.fullmatch(key)) or (pages > 3 and edges[key] > pages / 3))


def _is_doubled(sheets: Sequence[Sheet]) -> bool:
    """Whether an empty line stands behind every line, also in the middle of sentences: some converters do that."""
    apart, together, broken = 0, 0, 0
    for sheet in sheets:
        for last, line, after in zip(sheet.lines, sheet.lines[1:], sheet.lines[2:], strict=False):
            together += bool(last.text and line.text)
            if last.text and not line.text and after.text:
                apart += 1
                broken += after.text[:1].islower() and not last.text.endswith(_ENDS)
    return apart > _FEW and together < apart // 10 and broken > apart // 4


def _undoubled(lines: Sequence[Line]) -> Iterable[Line]:
    """The lines without the empty one behind each; where there are more, one stays."""
    spare = True
    for line in lines:
        if line.text or not spare:
            yield line
        spare = bool(line.text)


def _grouped(sheets: Iterable[Sheet], *, unbroken: bool, width: int, doubled: bool) -> Iterable[list[Line]]:
    group: list[Line] = []
    parted = False
    for line in (line for sheet in sheets for line in sheet.lines):
        if not line.text:
            parted = True
            continue
        goes_on = _crosses_gap(group[-1], line) if group and parted else not unbroken
        titled = len(group) == 1 and _is_title(group[0], line, width)
        if group and goes_on and not titled and (parted or _goes_on(group[-1], line, width, doubled=doubled)):
            group.append(line)
        else:
            if group:
                yield group
            group = [line]
        parted = False
    if group:
        yield group


def _crosses_gap(last: Line, line: Line) -> bool:
    """Whether a sentence goes on over empty lines: at the end of a page, or plainly in its middle."""
    if last.text.endswith((";", *_STOPS)):
        return False
    small = line.text[:1].islower()
    if last.page == line.page:
        return small and last.text[-1].isalnum()
    return small or _UNFINISHED.search(last.text) is not None


def _has_room(last: Line, line: Line, width: int) -> bool:
    """Whether the next word had room in a line: who ends it nevertheless ends something."""
    return last.right + 1 + len(line.text.split(" ", 1)[0]) <= width


def _is_title(line: Line, below: Line, width: int) -> bool:
    """Whether a line is the numbered title of a part, above its text."""
    titled = _NUMBERED_TITLE.match(line.text) is not None
    return titled and not below.text[:1].islower() and _has_room(line, below, width)


def _goes_on(last: Line, line: Line, width: int, *, doubled: bool) -> bool:
    """Whether a line belongs to the paragraph of the line above it, where no empty line parts them."""
    if opens_with_number(line.text) and last.text.endswith(_ENDS):
        return False
    if last.text.endswith(_STOPS) and line.left > last.left == 0:
        return False
    ended = _has_room(last, line, int(0.9 * width) if doubled else width)
    if ended and (last.text.endswith((";", ":")) or (last.text.endswith(_STOPS) and not line.text[:1].islower())):
        return False
    # A line that ends long before the others ends its paragraph, unless the next word is in the middle of a sentence.
    return last.right > 0.6 * width or line.text[:1].islower()
