"""First pages of European Union acts (Official Journal) and of Council documents (sources.md section 6)."""

from __future__ import annotations

import re

from corpus.dates import parse_date
from corpus.document import FrontMatter
from corpus.extract.front.page import FirstPage, Found, is_date
from corpus.symbols import find, parse

_ACT = re.compile(
    r"(?:council |commission |joint )*(?:implementing |delegated )*(?:regulation|decision|directive"
    r"|recommendation|framework decision)"
    r"\s+(?:\((?:EU|EC|EEC|Euratom|CFSP|[A-Z, ]+)\)\s+)?(?:No\s+)?\d{2,4}/\d{2,4}.*|(?:règlement|directive"
    r"|décision)\s+\(\w+\).*\d{4}/\d+.*"
    r"|(?:verordnung|richtlinie|beschluss)\s+\(\w+\).*\d{4}/\d+.*",
    re.IGNORECASE | re.DOTALL,
)
_INSTITUTION = re.compile(
    r"the (?:european parliament and )?(?:the )?(?:council of the european union|council|european commission"
    r"|european parliament).*"
    r"|le parlement européen.*|le conseil de l.union.*|das europäische parlament.*|der rat der.*",
    re.IGNORECASE,
)
_MASTHEAD = re.compile(
    r"(?:\W*[a-z]{2}\W+)?official journal\b.{0,40}|(?:[a-z]{2} )?l series|\d{4}/\d+ \| [\d./]+|[ivx]+"
    r"|\(legislative acts\)|regulations"
    r"|directives|decisions|\(non-legislative acts\)",
    re.IGNORECASE,
)
_MOST = 80
_OF = re.compile(r"\b(?:of|du|vom|de)\s+(?=\d{1,2}\.?\s)")
_COUNCIL = re.compile(
    r"council of the european union|conseil de l.union européenne|rat der europäischen union", re.IGNORECASE
)
_NUMBER = re.compile(r"\d{4,5}/\d{1,2}/\d{2}|\d{4,5}/\d{2}")
_SUBJECT = re.compile(r"(?:subject|objet|betr\.?|betreff)\s?:?\s*(?P<title>.*)", re.IGNORECASE | re.DOTALL)


def read(page: FirstPage) -> Found | None:
    """The front matter of an act or a Council document, None for others."""
    return _act(page) or _council(page)


def _act(page: FirstPage) -> Found | None:
    place = next((place for place, block in enumerate(page.blocks) if _ACT.fullmatch(block.text)), None)
    if place is None:
        return None
    told = [place]
    for other in range(place + 1, min(place + 5, len(page.blocks))):
        text = page.blocks[other].text
        if _INSTITUTION.fullmatch(text) or text.startswith("(Text") or len(text) > 400:
            break
        told.append(other)
    title = " ".join(page.blocks[other].text for other in told)
    mentions = find(title)
    dated = _OF.search(title)
    adopted = parse_date(title[dated.start() : dated.start() + 60]) if dated else ""
    # The day of the Official Journal stands in its masthead; it is never before the adoption.
    printed = (is_date(part.text) for part in page.parts if part.block not in told)
    matter = FrontMatter(
        symbol=mentions[0].symbol.text if mentions else "",
        title=title,
        date_adopted=adopted,
        date_issued=next((day for day in printed if day > adopted and len(day) == 10), ""),
    )
    first = [(place, block) for place, block in enumerate(page.reading.blocks[:_MOST]) if block.page <= 1]
    above = {place for place, block in first if _MASTHEAD.fullmatch(block.text)}
    return matter, frozenset({*told, *above})


def _council(page: FirstPage) -> Found | None:
    if not any(_COUNCIL.search(part.text) for part in page.parts[:8]):
        return None
    number = next((part.text for part in page.parts[:16] if _NUMBER.fullmatch(part.text)), "")
    symbol = parse(number) if number else None
    if symbol is None:
        return None
    dates = [date for part in page.parts if (date := is_date(part.text))]
    title, told = _subject(page)
    return FrontMatter(symbol=symbol.text, title=title, date_on_text=dates[0] if dates else ""), told


def _subject(page: FirstPage) -> tuple[str, frozenset[int]]:
    for place, block in enumerate(page.blocks):
        found = _SUBJECT.fullmatch(block.text.replace(" | ", " "))
        if found and found["title"]:
            return found["title"].strip(), frozenset({place})
        if found and place + 1 < len(page.blocks):
            return page.blocks[place + 1].text, frozenset({place, place + 1})
    return "", frozenset()
