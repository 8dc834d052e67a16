"""Looking at one page of a source, to say whether verbale still understands it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corpus.document import Response
from corpus.errors import Disallowed, FetchError
from corpus.keeping import NotModified
from crawler.classify import classify, fits
from crawler.crawl import read_page
from crawler.fetch import Fetcher, Request
from crawler.source import Source

UNDERSTOOD, CHANGED, BLOCKED, UNREACHABLE = "understood", "changed", "blocked", "unreachable"
_STATES = {
    "challenge": BLOCKED,
    "rate_limited": BLOCKED,
    "forbidden": BLOCKED,
    "server_error": UNREACHABLE,
}


@dataclass(frozen=True, slots=True)
class Checked:
    """How a source looked. `found` counts what its page posts and leads to; `reason` is empty where it is understood.

    `changed` means that the page came and is not what it was: a source file needs mending.
    """

    source: str
    state: str
    url: str
    found: int = 0
    reason: str = ""


def check(source: Source, fetcher: Fetcher, today: date) -> Checked:
    """Fetch the first page of a source, or the first document it knows of, and say how it looked."""
    url, is_page = _first(source, today)
    try:
        answer = fetcher.get(Request(url))
    except FetchError as error:
        state = BLOCKED if isinstance(error, Disallowed) else UNREACHABLE
        return Checked(source.name, state, url, reason=str(error))
    response = answer.response if isinstance(answer, NotModified) else answer
    verdict = classify(response) if is_page else fits(classify(response), url)
    if not verdict.good:
        return Checked(source.name, _STATES.get(verdict.kind, CHANGED), url, reason=verdict.reason)
    return _read(source, response, url) if is_page else Checked(source.name, UNDERSTOOD, url, 1)


def _first(source: Source, today: date) -> tuple[str, bool]:
    """The address to look at, and whether it is a page."""
    begun = source.begin(source, today)
    if begun.follow:
        return begun.follow[0], True
    counted = (posting for series in source.series(source, today) for posting in series.postings(series.first))
    return next(posting.url for posting in (*begun.postings, *counted)), False


def _read(source: Source, response: Response, url: str) -> Checked:
    reading = read_page(source, response)
    found = len(reading.postings) + len(reading.follow) + len(reading.records)
    state = UNDERSTOOD if reading.understood else CHANGED
    return Checked(source.name, state, url, found, reading.reason)
