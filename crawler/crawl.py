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
from crawler.report import ABSENT, CrawlReport
from crawler.source import Page, Reading, Source

# After so many challenges or failures in a row the site wants to be left alone.
PATIENCE = 3


@dataclass(frozen=True, slots=True)
class Budget:
    """What one crawl may take: documents asked for, and the moment after which nothing more is asked."""

    documents: int = 1_000_000
    until: datetime | None = None


@dataclass(slots=True)
class _Crawl:
    source: Source
    fetcher: Fetcher
    keeper: Keeper
    report: CrawlReport
    pages: deque[str] = field(default_factory=deque)
    documents: deque[Posting] = field(default_factory=deque)
    seen: set[str] = field(default_factory=set)
    asked: int = 0
    in_a_row: int = 0

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

    def ask(self, url: str) -> Response | NotModified | None:
        """The answer for an address, or None; then the reason is kept."""
        known = self.keeper.known(url)
        request = Request(url, known.etag, known.last_modified) if known else Request(url)
        try:
            answer = self.fetcher.get(request)
        except FetchError as error:
            verdict = "disallowed" if isinstance(error, Disallowed) else "unreachable"
            self.keeper.failed(url, self.source.name, verdict, str(error), self.report.started)
            self.report.unread.append((url, verdict, str(error)))
            self.report.unreachable += verdict == "unreachable"
            self.in_a_row += verdict == "unreachable"
            return None
        self.in_a_row = 0 if isinstance(answer, NotModified) else self.in_a_row
        return answer

    def judge(self, url: str, verdict: Verdict) -> None:
        """Count an answer that cannot be used."""
        walled = verdict.kind in ("challenge", "rate_limited")
        self.report.blocked += walled
        self.in_a_row = self.in_a_row + 1 if walled else 0
        if verdict.kind in ABSENT:
            self.report.absent += 1
        else:
            self.report.unread.append((url, verdict.kind, verdict.reason))

    def page(self, url: str) -> None:
        """Fetch and read one page of the source."""
        answer = self.ask(url)
        if answer is None:
            return
        if isinstance(answer, NotModified):
            self.keeper.unchanged(url, self.source.name, answer)
            earlier = self.keeper.earlier_page(url)
            if earlier is not None:
                self.read(earlier)
            return
        verdict = classify(answer)
        if not verdict.good:
            self.keeper.keep_page(answer, self.source.name, verdict.kind, verdict.reason)
            self.judge(url, verdict)
            return
        self.in_a_row = 0
        self.keeper.keep_page(answer, self.source.name, verdict.kind, "")
        self.read(answer)

    def read(self, answer: Response) -> None:
        """Queue what a page posts; remember it where it is not understood."""
        self.report.pages += 1
        reading = self.source.read(Page(canonical(answer.final_url), answer.body, self.source.bases))
        if not reading.understood:
            self.report.misunderstood.append((answer.url, reading.reason))
        self.add(reading)

    def document(self, posting: Posting) -> None:
        """Fetch one document and hand it to the keeper."""
        self.asked += 1
        answer = self.ask(posting.url)
        if answer is None:
            return
        if isinstance(answer, NotModified):
            self.keeper.unchanged(posting.url, self.source.name, answer)
            self.report.changes[Change.SAME] += 1
            return
        verdict = fits(classify(answer), posting.url)
        if not verdict.good:
            self.keeper.keep_page(answer, self.source.name, verdict.kind, verdict.reason)
            self.judge(posting.url, verdict)
            return
        self.in_a_row = 0
        deposit = self.keeper.keep_document(answer, posting, self.source.name, verdict.kind)
        self.report.changes[deposit.change] += 1
        if deposit.change is Change.FAILED:
            self.report.unread.append((posting.url, "unreadable", deposit.reason))


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
    work.add(source.begin(source))
    while work.documents or work.pages:
        if reason := _enough(work, budget, now):
            work.report.cut_short = reason
            break
        if work.documents:
            work.document(work.documents.popleft())
            progress(work.asked, work.asked + len(work.documents))
        else:
            work.page(work.pages.popleft())
    return work.report


def _enough(work: _Crawl, budget: Budget, now: Callable[[], datetime]) -> str:
    if work.in_a_row >= PATIENCE:
        return f"{PATIENCE} addresses in a row gave nothing; the site is left alone until the next run"
    if work.asked >= budget.documents:
        return f"the budget of {budget.documents} documents is used up"
    if budget.until is not None and now() > budget.until:
        return "the time for this run is used up"
    return ""
