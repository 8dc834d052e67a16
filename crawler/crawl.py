"""Crawling one source: pages breadth first, the documents of each page before the next page.

Whatever comes is handed to the keeper before it is interpreted. One bad document costs itself; a bot wall, or a host
that no longer answers, costs that host: it is recorded and left alone until the next run.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlsplit

from corpus.document import Change, Posting, Response
from corpus.errors import FetchError
from corpus.keeping import Deposit, Keeper, NotModified
from crawler.classify import ABSENT, Verdict, classify, fits
from crawler.counting import Counting
from crawler.fetch import Fetcher, Request
from crawler.links import canonical, same_owner
from crawler.rechecks import document_due, page_due
from crawler.report import CrawlReport
from crawler.source import Page, Reading, Source

# What bad answers in a row cost, and how much of it we take before we leave a host alone: a single 403 is a file that
# is not for us, a dozen are a ban; and who still says 429 after all our waiting means it.
PATIENCE = 12
_COSTS = {
    "challenge": 4, "unreachable": 4, "too_slow": 4, "distrusted": 4, "server_error": 4, "truncated": 2, "damaged": 2,
    "forbidden": 1, "rate_limited": PATIENCE,
}  # fmt: skip
_DOWN = ("unreachable", "too_slow", "distrusted", "server_error")
# No list is larger; and reading a page takes many times its memory.
MOST_PAGE_BYTES = 8_000_000


@dataclass(frozen=True, slots=True)
class Budget:
    """What one crawl may take: documents asked for, the moment after which nothing more is asked, bytes received.

    `pages` is there for lists without end. `everything`: also what need not be asked again yet.
    """

    documents: int = 1_000_000
    until: datetime | None = None
    most_bytes: int | None = None
    pages: int = 5_000
    everything: bool = False


@dataclass(slots=True)
class _Crawl:
    source: Source
    fetcher: Fetcher
    keeper: Keeper
    now: Callable[[], datetime]
    budget: Budget
    report: CrawlReport
    pages: deque[str] = field(default_factory=deque)
    documents: deque[Posting] = field(default_factory=deque)
    countings: deque[Counting] = field(default_factory=deque)
    seen: set[str] = field(default_factory=set)
    asked_documents: int = 0
    asked_pages: int = 0
    impatience: Counter[str] = field(default_factory=Counter)

    def begin(self) -> None:
        """Queue what the source knows before anything is asked."""
        today = self.report.started.date()
        self.add(self.source.begin(self.source, today))
        self.countings.extend(Counting(series, series.first) for series in self.source.series(self.source, today))

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
        for record in reading.records:
            self.keeper.keep_record(record, self.now())
        self.report.records += len(reading.records)

    def step(self) -> bool:
        """Do one thing of what is queued; False when nothing is left."""
        if self.documents:
            self.document(self.documents.popleft())
        elif self.pages:
            self.page(self.pages.popleft())
        elif self.countings:
            self.count(self.countings.popleft())
        else:
            return False
        return True

    def add_delisted(self) -> None:
        """Queue the documents that this source brought on earlier nights and does not list any more."""
        if self.report.misunderstood or not self.report.complete:
            return  # what is missing then may be missing for us only
        hosts = tuple(self.source.bases.values())
        for posting in self.keeper.held(self.source.name):
            ours = not hosts or any(same_owner(posting.url, host) for host in hosts)
            if posting.url not in self.seen and ours:
                self.seen.add(posting.url)
                self.documents.append(posting)

    def ask(self, url: str, *, document: bool, anew: bool = False) -> Response | NotModified | None:
        """The answer for an address, or None; then the reason is kept. `anew`: also if nothing has changed."""
        host = urlsplit(url).netloc
        if self.impatience[host] >= PATIENCE:
            self.report.cut_short = f"{host} gave nothing several times in a row; it is left alone until the next run"
            return None
        known = None if anew else self.keeper.known(url)
        request = Request(url, known.etag, known.last_modified) if known else Request(url)
        try:
            answer = self.fetcher.get(request)
        except FetchError as error:
            verdict = Verdict(error.kind, str(error))
            self.keeper.failed(url, self.source.name, verdict.kind, verdict.reason, self.now())
            self.refuse(url, verdict, document=document)
            return None
        if isinstance(answer, Response):
            self.report.received += len(answer.body)
        return answer

    def refuse(self, url: str, verdict: Verdict, *, document: bool) -> None:
        """Count an answer that cannot be used, against the site and against our patience with it."""
        where = self.report.missing if document and verdict.kind in ABSENT else self.report.unread
        where.append((url, verdict.kind, verdict.reason))
        self.report.blocked += verdict.kind in ("challenge", "rate_limited")
        self.report.refused += verdict.kind == "forbidden" and not document
        self.report.unreachable += verdict.kind in _DOWN
        cost = _COSTS.get(verdict.kind, 0)
        host = urlsplit(url).netloc
        self.impatience[host] = self.impatience[host] + cost if cost else 0

    def pleased(self, url: str) -> None:
        """A host gave something good: our patience with it is whole again."""
        self.impatience[urlsplit(url).netloc] = 0

    def page(self, url: str) -> None:
        """Read one page of the source, as it is now or, where it is left in peace, as it last was."""
        if not self.budget.everything and not page_due(self.keeper.known(url), self.now()):
            earlier = self.keeper.earlier_page(url)
            if earlier is not None:
                self.read(earlier)
                return
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
        self.pleased(answer.url)
        self.report.pages += 1
        reading = read_page(self.source, answer)
        if not reading.understood:
            self.report.misunderstood.append((answer.url, reading.reason))
        self.add(reading)

    def count(self, counting: Counting) -> None:
        """Ask for one number of a series, and queue the next."""
        there, at_the_end = False, counting.at_the_end(self.keeper)
        for posting in counting.postings():
            met = posting.url in self.seen
            self.seen.add(posting.url)
            there |= met or self.document(posting, always=at_the_end)
        if after := counting.after(there=there):
            self.countings.append(after)

    def document(self, posting: Posting, *, always: bool = False) -> bool:
        """Fetch one document, from the first of its addresses that has it, and hand it to the keeper.

        What need not be asked again yet is left in peace unless `always`. Returns whether it is there.
        """
        addresses = (posting.url, *map(canonical, posting.otherwise))
        self.seen.update(addresses)
        for url in addresses:
            known = self.keeper.known(url)
            if not (always or self.budget.everything or document_due(known, url, posting.date, self.now())):
                if known is not None and known.there:
                    self.report.resting += 1
                    return True
                continue
            if self.file(replace(posting, url=url)):
                return True
        return False

    def file(self, posting: Posting) -> bool:
        """Fetch a document from one address; returns whether it is there."""
        self.asked_documents += 1
        answer = self.ask(posting.url, document=True)
        if answer is None:
            return False
        if isinstance(answer, NotModified):
            self.pleased(posting.url)
            self.keeper.unchanged(posting.url, self.source.name, answer)
            self.report.changes[Change.SAME] += 1
            return True
        verdict = fits(classify(answer), posting.url)
        if not verdict.good:
            self.keeper.keep_page(answer, self.source.name, verdict.kind, verdict.reason)
            self.refuse(posting.url, verdict, document=True)
            return False
        self.pleased(posting.url)

        def told(deposit: Deposit) -> None:
            self.report.changes[deposit.change] += 1
            if deposit.change is Change.FAILED:
                self.report.unread.append((posting.url, "unreadable", deposit.reason))

        self.keeper.keep_document(answer, posting, self.source.name, verdict.kind, told)
        return True

    def enough(self) -> str:
        """Why nothing more is asked, for people; empty while there is no reason."""
        budget = self.budget
        if self.asked_documents >= budget.documents:
            return f"the budget of {budget.documents} documents is used up"
        if self.asked_pages >= budget.pages:
            return f"the budget of {budget.pages} pages is used up"
        if budget.most_bytes is not None and self.report.received >= budget.most_bytes:
            return f"the budget of {budget.most_bytes} bytes is used up"
        return "the time for this run is used up" if budget.until is not None and self.now() > budget.until else ""


def read_page(source: Source, answer: Response) -> Reading:
    """What a page of a source says; one that cannot be read is not understood, and says why."""
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
    """Crawl a source within a budget. Raises nothing but what the keeper raises.

    `progress` is told how many of how many known documents were asked for.
    """
    work = _Crawl(source, fetcher, keeper, now, budget, CrawlReport(source.name, source.expect, now()))
    work.begin()
    delisted = False
    while not (reason := work.enough()):
        progress(work.asked_documents, work.asked_documents + len(work.documents))
        if work.step():
            continue
        if delisted:
            break
        keeper.settle()
        work.add_delisted()
        delisted = True
    if reason and (work.documents or work.pages or work.countings):
        work.report.cut_short = reason
    keeper.settle()
    return work.report
