"""Small values that several tests build upon. All text here is ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from corpus.document import ArchiveRef, Extract, FrontMatter, Passage, Posting
from corpus.store import Arrival, Original, Visit
from corpus.warc import payload_digest

NIGHT = datetime(2031, 3, 4, 2, 30, tzinfo=UTC)

SAMPLE_PASSAGES = (
    Passage("States keep a directory of points of contact.", number="24", heading=("Confidence",), page=7),
    Passage("Each State names one technical point of contact.", number="24 (a)", heading=("Confidence",), page=7),
    Passage("The directory is reviewed every year.", number="25", heading=("Confidence",), page=8),
)


def sample_posting(url: str = "https://example.org/A_199_12.pdf", **said: str) -> Posting:
    """A posting of a sample document."""
    return replace(Posting(url=url, source="un"), **said)  # type: ignore[arg-type]


def sample_arrival(
    posting: Posting,
    *,
    front: FrontMatter | None = None,
    passages: Sequence[Passage] = SAMPLE_PASSAGES,
    body: bytes = b"%PDF sample",
    language: str = "en",
    origin: str = "listing",
    at: datetime = NIGHT,
) -> Arrival:
    """A file that was read, for `Store.deposit`."""
    spoken = tuple(passage if passage.language else replace(passage, language=language) for passage in passages)
    extract = Extract("application/pdf", language, 9, front or FrontMatter(), spoken, extractor="sample")
    original = Original(
        posting.url, posting.url, (("Content-Type", "application/pdf"),), at, payload_digest(body), ArchiveRef("a", 0)
    )
    return Arrival(posting, origin, extract, original)


def sample_visit(arrival: Arrival, source: str = "un-oewg") -> Visit:
    """The visit that brought an arrival."""
    original = arrival.original
    return Visit(
        source, original.url, "ok_pdf", "", original.fetched, 200, original.digest, original.archived, '"1"', ""
    )
