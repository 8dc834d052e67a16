"""Crawling one source: pages breadth first, the documents of each page before the next page.

Whatever comes is handed to the keeper before it is interpreted. One bad document costs itself; a bot wall, or a host
that no longer answers, ends the source: it is recorded and left alone until the next run.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from corpus.document import Change, Posting, Response
from corpus.errors import Disallowed, FetchError
from corpus.keeping import Keeper, NotModified
from crawler.classify import Verdict, classify, fits
from crawler.fetch import Fetcher, Request
from crawler.links import canonical
from crawler.report import CrawlReport
from crawler.source import Page, Reading, Source

# What bad answers in a row cost, and how much of it we take before we leave a site alone: a single 403 is a file that
# is not for us, a dozen are a ban; and who still says 429 after all our waiting means it.
PATIENCE = 12
_COSTS = {"challenge": 4, "unreachable": 4, "server_error": 4, "forbidden": 1, "rate_limited": PATIENCE}
# Classes of a document that is not there, not yet, or not for us: no failure of the crawl.
_ABSENT = ("not_found", "empty", "soft404", "forbidden", "disallowed")
# No list is larger; and reading a page takes many times its memory.
MOST_PAGE_BYTES = 8_000_000


@dataclass(frozen=True, slots=True)
class Budget:
    """What one crawl may take: documents asked for, the moment after which nothing more is asked, bytes received.

    `pages` is there for lists without end.
    """

    documents: int = 1_000_000
    until: datetime | None = None
    most_bytes: int | None = None
    pages: int = 5_000


@dataclass(slots=True)
class _Crawl:
    source: Source
    fetcher: Fetcher
    keeper: Keeper
    report: CrawlReport
    pages: deque[str] = field(default_factory=deque)
    documents: deque[Posting] = field(default_factory=deque)
    seen: set[str] = field(default_factory=set)
    asked_documents: int = 0
    asked_pages: int = 0
    impatience: int = 0

    def add(self, reading: Reading) -> None:
        """Queue what a page said, each address once."""
        for posting in reading.postings:
            posting = replace(posting, url=canonical(posting.url))
            if posting.url not in self.seen:
                self.seen.add(posting.url)
                self.documents.append(posting)
        for url in map(canonical, reading.follow):
            if url not in self.seen:
                self.seen.add(url)
                self.pages.append(url)

    def ask(self, url: str, *, document: bool, anew: bool = False) -> Response | NotModified | None:
        """The answer for an address, or None; then the reason is kept. `anew`: also if nothing has changed."""
        known = None if anew else self.keeper.known(url)
        request = Request(url, known.etag, known.last_modified) if known else Request(url)
        try:
            answer = self.fetcher.get(request)
        except FetchError as error:
            verdict = Verdict("disallowed" if isinstance(error, Disallowed) else "unreachable", str(error))
            self.keeper.failed(url, self.source.name, verdict.kind, verdict.reason, self.report.started)
            self.refuse(url, verdict, document=document)
            return None
        if isinstance(answer, Response):
            self.report.received += len(answer.body)
        return answer

    def refuse(self, url: str, verdict: Verdict, *, document: bool) -> None:
        """Count an answer that cannot be used, against the site and against our patience with it."""
        where = self.report.missing if document and verdict.kind in _ABSENT else self.report.unread
        where.append((url, verdict.kind, verdict.reason))
        self.report.blocked += verdict.kind in ("challenge", "rate_limited")
        self.report.refused += verdict.kind == "forbidden" and not document
        self.report.unreachable += verdict.kind in ("unreachable", "server_error")
        cost = _COSTS.get(verdict.kind, 0)
        self.impatience = self.impatience + cost if cost else 0

    def page(self, url: str) -> None:
        """Fetch and read one page of the source."""
        self.asked_pages += 1
        answer = self.ask(url, document=False)
        if isinstance(answer, NotModified):
            self.keeper.unchanged(url, self.source.name, answer)
            earlier = self.keeper.earlier_page(url)
            if earlier is not None:
                self.read(earlier)
                return
            # Nothing else says what the page lists.
            answer = self.ask(url, document=False, anew=True)
        if not isinstance(answer, Response):
            return
        verdict = classify(answer)
        self.keeper.keep_page(answer, self.source.name, verdict.kind, verdict.reason)
        if verdict.good:
            self.read(answer)
        else:
            self.refuse(url, verdict, document=False)

    def read(self, answer: Response) -> None:
        """Queue what a page posts; remember it where it is not understood."""
        self.impatience = 0
        self.report.pages += 1
        reading = _reading(self.source, answer)
        if not reading.understood:
            self.report.misunderstood.append((answer.url, reading.reason))
        self.add(reading)

    def document(self, posting: Posting) -> None:
        """Fetch one document and hand it to the keeper."""
        self.asked_documents += 1
        answer = self.ask(posting.url, document=True)
        if answer is None:
            return
        if isinstance(answer, NotModified):
            self.impatience = 0
            self.keeper.unchanged(posting.url, self.source.name, answer)
            self.report.changes[Change.SAME] += 1
            return
        verdict = fits(classify(answer), posting.url)
        if not verdict.good:
            self.keeper.keep_page(answer, self.source.name, verdict.kind, verdict.reason)
            self.refuse(posting.url, verdict, document=True)
            return
        self.impatience = 0
        deposit = self.keeper.keep_document(answer, posting, self.source.name, verdict.kind)
        self.report.changes[deposit.change] += 1
        if deposit.change is Change.FAILED:
            self.report.unread.append((posting.url, "unreadable", deposit.reason))

    def enough(self, budget: Budget, now: datetime) -> str:
        """Why nothing more is asked, for people; empty while there is no reason."""
        if self.impatience >= PATIENCE:
            return "the site gave nothing several times in a row; it is left alone until the next run"
        if self.asked_documents >= budget.documents:
            return f"the budget of {budget.documents} documents is used up"
        if self.asked_pages >= budget.pages:
            return f"the budget of {budget.pages} pages is used up"
        if budget.most_bytes is not None and self.report.received >= budget.most_bytes:
            return f"the budget of {budget.most_bytes} bytes is used up"
        return "the time for this run is used up" if budget.until is not None and now > budget.until else ""


def _reading(source: Source, answer: Response) -> Reading:
    if len(answer.body) > MOST_PAGE_BYTES:
        return Reading(understood=False, reason=f"it is larger than {MOST_PAGE_BYTES} bytes")
    page = Page(canonical(answer.final_url), answer.body, source.bases, answer.header("Content-Type"))
    try:
        return source.read(page)
    except Exception as error:
        # Whatever a parser stumbles over on a page of the open web, the night goes on and says so.
        return Reading(understood=False, reason=f"reading it failed ({type(error).__name__}: {error})")


def crawl(
    source: Source,
    fetcher: Fetcher,
    keeper: Keeper,
    now: Callable[[], datetime],
    budget: Budget = Budget(),
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> CrawlReport:
    """Crawl a source within a budget. Raises nothing but what the keeper raises (ArchiveError, StoreError).

    `progress` is told how many of how many known documents were asked for.
    """
    work = _Crawl(source, fetcher, keeper, CrawlReport(source.name, source.expect, now()))
    work.add(source.begin(source, work.report.started.date()))
    while work.documents or work.pages:
        if reason := work.enough(budget, now()):
            work.report.cut_short = reason
            break
        if work.documents:
            work.document(work.documents.popleft())
            progress(work.asked_documents, work.asked_documents + len(work.documents))
        else:
            work.page(work.pages.popleft())
    return work.report
