"""What an entry of the UN Digital Library says of its document, field by field (sources.md 3.4). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.dates import find_dates, parse_date
from corpus.symbols import parse
from crawler.entries import submitters_of
from crawler.links import absolute
from crawler.marc import MarcRecord

# What a record of votes is: its class in 089, or a vote of each State in 967.
_VOTES = "B23"
_DECIDED = re.compile(r"/(?:RES|DEC)/")
_DRAFT = re.compile(r"/(?:L|WP|CRP)\.\d")
# Indicator 1 of 993 is for the resolution that a draft became; others lead to reports and records of meetings.
_ADOPTED = ("1", "")
_SPONSORS = re.compile(r"\bsponsors?\b[^:]{0,40}:\s*(?P<names>.+)", re.IGNORECASE)
_MEMBER_STATE = "ms"
# Names that hold an "and" of their own.
_AND = re.compile(r"\s+and\s+(?!Herzegovina|Tobago|Barbuda|Pr[ií]ncipe|Nevis|the Grenadines|Northern Ireland)")
_ITEM = re.compile(r"(?P<number>\d{1,3})\s?\(?(?P<letters>[a-z]{0,3})\)?", re.IGNORECASE)
_VARIANT = re.compile(r"\s*\[[^\]]*\]$")


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """One document as the library describes it; empty strings mean "not said", dates are ISO.

    `related` are symbols of documents that belong to it, `files` the addresses of its files in each language.
    `votes_only` marks an entry that describes a vote and not the document.
    """

    number: str
    symbol: str
    title: str
    date: str
    submitters: tuple[str, ...]
    agenda_item: str
    vote: str
    adopted_as: str
    subjects: tuple[str, ...]
    related: tuple[str, ...]
    files: tuple[str, ...]
    votes_only: bool


def library_entry(record: MarcRecord) -> LibraryEntry:
    """What a record says. Records of meetings and votes give their symbol in 791 instead of 191."""
    symbol = next(filter(None, map(_symbol, (*record.values("191"), *record.values("791")))), "")
    return LibraryEntry(
        number=record.number,
        symbol=symbol,
        title=_title(record),
        date=_date(record, symbol),
        submitters=_submitters(record, symbol),
        agenda_item=_agenda_item(record),
        vote="; ".join(dict.fromkeys(record.values("996"))),
        adopted_as=_adopted_as(record, symbol),
        subjects=tuple(value for tag in ("610", "611", "630", "650") for value in record.values(tag)),
        related=tuple(filter(None, map(_symbol, record.values("993")))),
        files=tuple(filter(None, (absolute("", address) for address in record.values("856", "u")))),
        votes_only=_VOTES in record.values("089", "b") or bool(record.tagged("967")),
    )


def _symbol(written: str) -> str:
    """The normal form of a symbol; empty for what is none. `A/RES/80/236[A-B]` is filed as `A/RES/80/236`."""
    symbol = parse(written) or parse(_VARIANT.sub("", written))
    return symbol.text if symbol and symbol.system == "un" else ""


def _title(record: MarcRecord) -> str:
    """Title and subtitle without the marks that part the fields of a catalogue card."""
    title = " ".join(part for field in record.tagged("245")[:1] for part in field.values("ab"))
    return re.sub(r"\s+([:;,])", r"\1", title).strip(" /:;,=")


def _date(record: MarcRecord, symbol: str) -> str:
    """The date of the document: of a resolution the day of the vote, else the day of publication."""
    voted = record.values("992") if _DECIDED.search(symbol) else ()
    dates = (parse_date(value) for value in (*voted, *record.values("269")))
    printed = (found.iso for value in record.values("260", "c") for found in find_dates(value))
    return next(filter(None, (*dates, *printed)), "")


def _submitters(record: MarcRecord, symbol: str) -> tuple[str, ...]:
    """Sponsors: the member States among the added names, then those that a note adds; else who the title names."""
    added = [
        value for field in record.tagged("710") if _MEMBER_STATE in field.values("9") for value in field.values("a")
    ]
    noted = (found["names"] for value in record.values("515") if (found := _SPONSORS.search(value)))
    names = [name.rstrip(".,") for name in (*added, *_names(noted))]
    if not names and _DRAFT.search(symbol):
        names = _names(value for value in record.values("245", "c") if not value.lower().startswith("submitted"))
    return tuple(dict.fromkeys(names))


def _names(lists: Iterable[str]) -> list[str]:
    plain = (re.sub(r"\s*(?:\([^)]*/[^)]*\)|\[?et al\.?\]?)", "", names).strip(" .") for names in lists)
    return [part for names in plain for name in submitters_of(names) for part in _AND.split(name)]


def _agenda_item(record: MarcRecord) -> str:
    """The items as mastheads print them: `71b` is `71 (b)`."""
    items = (found for value in record.values("991", "b") if (found := _ITEM.fullmatch(value.strip(" ."))))
    told = (f"{item['number']} ({item['letters'].lower()})" if item["letters"] else item["number"] for item in items)
    return ", ".join(dict.fromkeys(told))


def _adopted_as(record: MarcRecord, symbol: str) -> str:
    """The resolution or decision that a draft became; empty for what is one itself."""
    if _DECIDED.search(symbol):
        return ""
    named = (_symbol(field.value("a")) for field in record.tagged("993") if field.indicator in _ADOPTED)
    return next((name for name in named if _DECIDED.search(name)), "")
