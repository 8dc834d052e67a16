"""A source as a value: where to begin, how its pages are read, and what a good night brings.

A source module in `crawler/sources/` holds `SOURCE` and at most two pure functions. Parsers read what they are given
and never fetch; they tell "this page lists nothing" from "I no longer understand this page" (`Reading.understood`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

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
    """What a page says: documents posted, pages to read on. `reason` says why it is not understood."""

    postings: tuple[Posting, ...] = ()
    follow: tuple[str, ...] = ()
    understood: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One source. `begin(source)` gives the first pages, and the documents known without reading a page.

    `read(page)` reads one page. `bases` are named base addresses; they, `symbols` and `languages` (what a source asks
    for by itself) may be replaced by the configuration.
    """

    title: str
    bases: Mapping[str, str]
    expect: Expect
    begin: Callable[[Source], Reading]
    read: Callable[[Page], Reading]
    name: str = ""
    symbols: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
