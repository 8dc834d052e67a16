"""A draft as it is handed over, read in its own process, and the check from its bytes to the report."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from corpus.config import ExtractSettings
from corpus.document import Extract
from corpus.errors import EmptyDocument, ExtractError
from corpus.extract import extract, sniff
from corpus.home import Home
from corpus.workers import Workers
from index.shingles import Shingles, is_followed
from search.library import Library
from search.quotes import Report
from search.quotes.checking import check
from search.quotes.draft import DraftParagraph, claims, paragraphs_of
from search.quotes.holdings import Holdings

BEHIND = (
    "The index for tracing is behind the store: texts that came in since are not looked at. `verbale index` mends it."
)


def read_draft(body: bytes, name: str, limits: ExtractSettings) -> list[DraftParagraph]:
    """The paragraphs of a file that is not taken into the library, with its title and whatever stands above it.

    Plain text is read as it is; anything else in a process of its own, under `limits`. Raises ExtractError, with one
    sentence for users.
    """
    if not body.strip():
        raise EmptyDocument("There is nothing to check: the text is empty.")
    if sniff(body, name, "") == "text/plain":
        from corpus.extract.decoding import decode

        return paragraphs_of(decode(body))
    with Workers(1, limits) as workers:
        read = workers.outcome(workers.run(_whole, body, name, limits.pages))
    return [DraftParagraph(passage.text, passage.language, passage.page) for passage in read.passages]


def _whole(body: bytes, name: str, most_pages: int) -> Extract:
    try:
        return extract(body, name=name, most_pages=most_pages, whole=True)
    except MemoryError:
        raise ExtractError("Reading it needs more memory than [extract] memory_mib allows.") from None


@contextmanager
def holdings_of(library: Library) -> Iterator[tuple[Holdings, tuple[str, ...]]]:
    """What the check asks of a library, with what is to be said of its state. Raises EngineNotReady."""
    shingles = Shingles.open(Home(library.store.path.parent).shingles)
    try:
        level = is_followed(library.store, shingles.checkpoint())
        yield Holdings(library.store, shingles), () if level else (BEHIND,)
    finally:
        shingles.close()


def check_draft(library: Library, name: str, paragraphs: list[DraftParagraph], *, sentences: bool = True) -> Report:
    """The report on a draft; without its sentences, its quotations alone. Raises EngineError, StoreError."""
    found = [claim for claim in claims(paragraphs) if sentences or claim.quoted]
    with holdings_of(library) as (holdings, notices):
        report = check(name, found, holdings)
    return Report(report.name, report.checked, (*report.notices, *notices))
