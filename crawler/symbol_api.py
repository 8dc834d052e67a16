"""Documents asked for by symbol at the Official Document System of the UN (sources.md section 2). Pure.

Each symbol of the catalogue belongs to one source, so that none is asked for twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import urlencode

from corpus.catalogue import entries
from corpus.document import Posting
from corpus.symbols import parse
from crawler.source import Page, Reading, Series, Source

BASE = {"ods": "https://documents.un.org"}
# What each source asks for of the catalogue, by process; the First Committee's source takes the rest.
_PROCESSES = {
    "un-gge": ("gge", "national-views"),
    "un-oewg": ("oewg-2019", "oewg-2021", "global-mechanism"),
    "un-poa": ("poa",),
}
_REST = "un-first-committee"
# The first session of the General Assembly was that of 1946; a session begins in September.
_FIRST_SESSION_YEAR = 1946
_SEPTEMBER = 9


def address(base: str, symbol: str, language: str) -> str:
    """Where the symbol API has a document. Slashes must be escaped (sources.md 2.3)."""
    return f"{base}/api/symbol/access?{urlencode({'s': symbol, 'l': language, 't': 'pdf'})}"


def postings(source: Source, symbols: Iterable[str], process: str = "") -> tuple[Posting, ...]:
    """One posting for each symbol and each language that the source asks for."""
    return tuple(
        Posting(address(source.bases["ods"], symbol, language), "un", process=process, symbol=symbol, language=language)
        for symbol in symbols
        for language in source.languages
    )


def catalogued(name: str) -> tuple[str, ...]:
    """The UN symbols of the catalogue that the source of this name asks for."""
    return tuple(
        entry.posting.symbol
        for entry in entries()
        if (symbol := parse(entry.posting.symbol)) and symbol.system == "un" and _owner(entry.posting) == name
    )


def asked_by(symbol: str) -> str:
    """The source that asks for a UN symbol of the catalogue; empty for one that is not in it."""
    return _owners().get(symbol, "")


@lru_cache(maxsize=1)
def _owners() -> Mapping[str, str]:
    symbols = ((parse(entry.posting.symbol), entry.posting) for entry in entries())
    return MappingProxyType(
        {symbol.text: _owner(posting) for symbol, posting in symbols if symbol and symbol.system == "un"}
    )


def _owner(posting: Posting) -> str:
    return next((name for name, processes in _PROCESSES.items() if posting.process in processes), _REST)


def series(
    source: Source, pattern: str, *, process: str = "", last: int = 999, patience: int = 10, growing: bool = True
) -> Series:
    """A series to count through: `pattern` is a symbol with `{}` for the number, several if divided by spaces."""
    patterns = pattern.split()
    return Series(
        patterns[0],
        lambda number: postings(source, (each.format(number) for each in patterns), process),
        last=last,
        patience=patience,
        growing=growing,
    )


def session_of_the_assembly(today: date) -> int:
    """The session of the General Assembly on that day: the 81st began in September 2026."""
    return today.year - _FIRST_SESSION_YEAR + (today.month >= _SEPTEMBER)


def no_pages(page: Page) -> Reading:
    """What a source reads that asks by symbol alone."""
    return Reading(understood=False, reason="the symbol API answered with a page")
