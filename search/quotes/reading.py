"""A draft as it is handed over, read in its own process, and the check from its bytes to the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.config import ExtractSettings
from corpus.document import Extract
from corpus.errors import EmptyDocument, ExtractError
from corpus.extract import extract, sniff
from corpus.workers import Workers
from index.shingles import Shingles
from search.library import Library
from search.quotes import Report
from search.quotes.checking import check
from search.quotes.draft import DraftParagraph, claims, paragraphs_of
from search.quotes.holdings import Holdings
from search.tracing.notices import behind


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
    return [
        DraftParagraph(passage.text, passage.language, passage.page, _note(passage.number)) for passage in read.passages
    ]


def _note(number: str) -> str:
    """The mark of a footnote: `3` of `fn 3`; empty for any other paragraph."""
    return number.removeprefix("fn ") if number.startswith("fn ") else ""


def _whole(body: bytes, name: str, most_pages: int) -> Extract:
    try:
        return extract(body, name=name, most_pages=most_pages, whole=True)
    except MemoryError:
        raise ExtractError("Reading it needs more memory than [extract] memory_mib allows.") from None


def check_draft(
    library: Library, shingles: Shingles, name: str, paragraphs: Sequence[DraftParagraph], *, sentences: bool = True
) -> Report:
    """The report on a draft; without its sentences, its quotations alone. Raises EngineError, StoreError."""
    found = [claim for claim in claims(paragraphs) if sentences or claim.quoted]
    report = check(name, found, Holdings(library.store, shingles))
    return replace(report, notices=(*report.notices, *behind(library.store, shingles)))
