"""Covers of the Official Records of the United Nations (supplements): a large title, no distribution date."""

from __future__ import annotations

import re

from corpus.document import FrontMatter
from corpus.extract.blocks import Block
from corpus.extract.front.masthead import read_masthead, session_name
from corpus.extract.front.page import FirstPage, Found, is_date, last_day
from corpus.extract.ordinals import ordinal

_RECORDS = re.compile(
    r"official records\b|documents officiels|documentos oficiales|официальные отчеты|正式记录", re.IGNORECASE
)
_REPORT = re.compile(r"report on|rapport sur les travaux|informe sobre", re.IGNORECASE)
_SESSION_DATES = re.compile(r"\(.*\d{4}\)")
_BOILERPLATE = re.compile(
    r"note|symbols of united nations documents|issn \S+|isbn\b|supplement no|united nations\b|official records"
    r"|e-?issn|general assembly|economic and social council",
    re.IGNORECASE,
)
_DATED_PAGES = 8


def read(page: FirstPage) -> Found | None:
    """The front matter of a supplement, None for other documents."""
    cover = [block for block in page.reading.blocks if block.page <= 1]
    if not any(_RECORDS.match(part.text) for part in page.parts):
        return None
    head = read_masthead(page.parts)
    if not head.symbol:
        return None
    title = _title(cover)
    dates = next((found[0] for block in cover if (found := _SESSION_DATES.search(block.text))), "")
    matter = FrontMatter(
        symbol=head.symbol,
        title=title,
        date_on_text=_bracketed(page) or last_day(dates.strip("()")),
        session=_session(head.symbol, cover),
    )
    return matter, frozenset(_inner_cover(page))


def _title(cover: list[Block]) -> str:
    """The largest print; a body's name and `Report on its session` belong together."""
    sizes = [block.size for block in cover if not _RECORDS.match(block.text) and len(block.text) > 14]
    largest = max(sizes, default=0.0)
    lines = [block.text for block in cover if block.size > 0.93 * largest and not _BOILERPLATE.match(block.text)]
    title = lines[0] if lines else ""
    report = next((block.text for block in cover if _REPORT.match(block.text)), "")
    if report and not _REPORT.match(title):
        report = _SESSION_DATES.sub("", report).strip()
        return f"{title}: {report[0].lower()}{report[1:]}"
    return title


def _session(symbol: str, cover: list[Block]) -> str:
    if found := re.match(r"A/(\d{2,3})/", symbol):
        return f"UNGA {found[1]}"
    texts = (block.text for block in cover if "session" in block.text.casefold())
    return next((session_name(text, number) for text in texts if (number := ordinal(text))), "")


def _bracketed(page: FirstPage) -> str:
    """The date that reports print in brackets above their table of contents: `[17 June 2025]`."""
    dates = (is_date(block.text) for block in page.reading.blocks if _is_dating(block))
    return next(dates, "")


def _is_dating(block: Block) -> bool:
    return block.page <= _DATED_PAGES and block.text[:1] + block.text[-1:] == "[]" and bool(is_date(block.text))


def _inner_cover(page: FirstPage) -> set[int]:
    """The cover, the title page that repeats it, and the notice about symbols."""
    first = page.reading.blocks[0].page if page.reading.blocks else 0
    inner = {block.page for block in page.reading.blocks if block.page <= 5 and _is_notice(block)}
    last = max(inner, default=first)
    return {place for place, block in enumerate(page.reading.blocks) if block.page <= last or _is_dating(block)}


def _is_notice(block: Block) -> bool:
    return bool(re.match(r"symbols of united nations documents|issn\b", block.text, re.IGNORECASE))
