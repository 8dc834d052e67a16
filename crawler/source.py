"""A source as a value: where to begin, how its pages are read, and what a good night brings.

A source module in `crawler/sources/` holds `SOURCE` and a few pure functions. Parsers read what they are given
and never fetch; they tell "this page lists nothing" from "I no longer understand this page" (`Reading.understood`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from corpus.document import Posting


@dataclass(frozen=True, slots=True)
class Expect:
    """How many documents a whole night finds at this source; fewer or more means that something broke."""

    at_least: int
    at_most: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was answered. `url` is canonical, `bases` are the base addresses of its source.

    `media_type` is what the server said of it, which may be wrong or empty.
    """

    url: str
    body: bytes
    bases: Mapping[str, str]
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a page says: documents posted, pages to read on. `reason` says why it is not understood.

    `records` say something of documents that are not asked for here (a library's entries): facts, no files.
    """

    postings: tuple[Posting, ...] = ()
    follow: tuple[str, ...] = ()
    understood: bool = True
    reason: str = ""
    records: tuple[Posting, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """Documents numbered one after another and listed nowhere, asked for by number: `A/C.1/81/L.1`, `L.2` ...

    `postings(number)` are the files of a number, one for each language. After `patience` numbers in a row that are not
    there, the series has ended for this night. Gaps are remembered, and asked for again later and later; where a series
    is `growing`, the numbers behind its last one every night.
    """

    name: str
    postings: Callable[[int], tuple[Posting, ...]]
    first: int = 1
    last: int = 999
    patience: int = 10
    growing: bool = True


def no_series(source: Source, today: date) -> tuple[Series, ...]:
    """What most sources have: lists, and no series to count through."""
    return ()


@dataclass(frozen=True, slots=True)
class Source:
    """One source. `begin(source, today)` gives the first pages, and the documents known without reading a page.

    `read(page)` reads one page, `series(source, today)` are the numbered series to count through. `bases` are named
    base addresses; they, `symbols` and `languages` (what a source asks for by itself) may be replaced by the
    configuration. `tells_records`: its pages are read again when the store is made again, for records are kept nowhere
    else.
    """

    title: str
    bases: Mapping[str, str]
    expect: Expect
    begin: Callable[[Source, date], Reading]
    read: Callable[[Page], Reading]
    series: Callable[[Source, date], tuple[Series, ...]] = no_series
    name: str = ""
    symbols: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    tells_records: bool = False
