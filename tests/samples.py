"""Small values that several tests build upon. All text here is ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from corpus.document import ArchiveRef, Extract, FrontMatter, Passage, Posting
from corpus.home import Home
from corpus.store import Arrival, Original, Store, Visit
from corpus.warc import payload_digest
from index.sync import sync

# What a hostile document may call itself.
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><svg/onload=alert(1)>"
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


def fill(home: Home, hostile: tuple[str, ...] = (HOSTILE,)) -> None:
    """Make a home with a report and its revision, an Arabic text, a hostile text and a catalogue entry; indexed."""
    home.make()
    store = Store.open(home.database, writing=True)
    arrivals = [
        sample_arrival(
            sample_posting(symbol="A/199/12", title="Report on contact (sample)", date="2031-01-02", type="report")
        ),
        sample_arrival(
            sample_posting("https://example.org/rev", symbol="A/199/12/Rev.1", title="Revised report"), body=b"%PDF rev"
        ),
        sample_arrival(
            sample_posting("https://example.org/ar", symbol="A/199/20", title="Arabic sample", language="ar"),
            passages=[Passage("تحتفظ الدول بدليل لجهات الاتصال.", number="1", page=1, language="ar")],
            body=b"%PDF ar",
            language="ar",
        ),
        *(
            sample_arrival(
                sample_posting(f"https://example.org/{number}", title=f"hostile {text}", type=text[:40]),
                passages=[Passage(f"hostile words {text}", number=text[:20], heading=(text,), page=1)],
                body=f"%PDF {number}".encode(),
            )
            for number, text in enumerate(hostile)
        ),
    ]
    for arrival in arrivals:
        store.deposit(arrival, sample_visit(arrival))
    store.record(
        [(sample_posting("https://undocs.org/en/A/199/99", symbol="A/199/99", title="Only known"), "catalogue")], NIGHT
    )
    sync(store, "whoosh", home.index("whoosh"), lambda done, total: None)
    store.close()
