"""First pages of any other document: its title is what the file says, or the largest print; its date a short line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.document import FrontMatter
from corpus.extract.blocks import Block, Kind
from corpus.extract.front.masthead import symbol_of
from corpus.extract.front.page import FirstPage, Found, is_date
from corpus.extract.front.submitters import speaker
from corpus.extract.headings import names_part

_STATEMENT = re.compile(
    r"(?:(?:national|joint|general|opening|closing) )?(?:statement|intervention|remarks|contribution"
    r"|position paper)\b.*"
    r"|explanation of (?:position|vote)\b.*|(?:déclaration|discours|allocution|declaración|intervención|discurso"
    r"|выступление"
    r"|заявление)\b.*|(?:بيان|كلمة)\s.*|.{2,20}(?:代表)?(?:的)?(?:发言|声明)",
    re.IGNORECASE,
)
_LONGEST = 250
_HEAD = 14
_TITLE = 28


def read(page: FirstPage) -> Found:
    """The front matter of any document."""
    title, told = _title(page)
    head = (part.text for part in page.parts[:_HEAD] if page.blocks[part.block].kind is not Kind.ROW)
    symbols = (symbol for text in head if "/" in text and (symbol := symbol_of(text)))
    dates = [date for part in page.parts if (date := is_date(part.text))]
    matter = FrontMatter(
        symbol=next(symbols, ""),
        title=title,
        date_on_text=page.reading.date or next((date for date in dates if len(date) == 10), dates[0] if dates else ""),
        submitters=speaker(title),
    )
    return matter, frozenset(told)


def _title(page: FirstPage) -> tuple[str, set[int]]:
    """The title, and the block that is nothing else."""
    shown = [place for place, block in enumerate(page.blocks) if _can_be_title(block)]
    for place in shown:
        if page.reading.title and page.blocks[place].text == page.reading.title:
            return page.reading.title, {place}
    if page.reading.title:
        return page.reading.title, set()
    statements = [place for place in shown[:6] if _STATEMENT.fullmatch(page.blocks[place].text)]
    marked = [place for place in shown if page.blocks[place].kind is Kind.HEADING]
    chosen = statements[:1] or marked[:1] or _largest(page.blocks, shown)
    if chosen:
        # Words that only might be a title stay in the text too.
        sure = all(_looks_like_title(page.blocks[place]) for place in chosen)
        return " ".join(page.blocks[place].text for place in chosen), set(chosen if sure else ())
    first = next((block.text for block in page.reading.blocks if block.kind is not Kind.NOTE), "")
    return (first if len(first) < _LONGEST else ""), set()


def _can_be_title(block: Block) -> bool:
    letters = sum(map(str.isalpha, block.text))
    return (
        block.kind in (Kind.TEXT, Kind.HEADING)
        and letters > 3
        and len(block.text) < _LONGEST
        and not is_date(block.text)
        and not names_part(block.text)
    )


def _looks_like_title(block: Block) -> bool:
    return block.kind is Kind.HEADING or block.bold or block.centred or bool(_STATEMENT.fullmatch(block.text))


def _largest(blocks: Sequence[Block], shown: Sequence[int]) -> list[int]:
    """The blocks in the largest print, if they follow one another; else the first bold one, or the first."""
    if not shown:
        return []
    largest = max(blocks[place].size for place in shown)
    body = min(blocks[place].size for place in shown)
    if largest <= 1.05 * body:
        bold = [place for place in shown if blocks[place].bold or blocks[place].centred]
        return bold[:1] or _first_lines(blocks, shown)
    places = [place for place in shown if blocks[place].size > 0.95 * largest]
    together = places[:1]
    for place in places[1:4]:
        if place == together[-1] + 1:
            together.append(place)
    return together


def _first_lines(blocks: Sequence[Block], shown: Sequence[int]) -> list[int]:
    """The first line; with those below it while it is too short to be a title (broken lines of plain text)."""
    told = list(shown[:1])
    for place in shown[1:4]:
        short = sum(len(blocks[other].text) for other in told) < _TITLE
        if short and place == told[-1] + 1 and len(blocks[place].text) < 3 * _TITLE:
            told.append(place)
    return told
