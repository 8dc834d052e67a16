"""Whole crawls of small sites on loopback, obedient and hostile: what is asked, what is kept, what is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from corpus.config import Config, SiteSettings, SourceSettings
from corpus.document import Change, Posting, Response
from corpus.keeping import Deposit, Known, NotModified
from crawler.crawl import MOST_PAGE_BYTES, Budget, crawl
from crawler.fetch import Limits, Watch, WebFetcher, user_agent
from crawler.pace import Pace
from crawler.report import CrawlReport
from crawler.site_source import site_source
from crawler.source import Page, Reading, Source
from crawler.sources import load
from tests.loopback import Handler, Loopback, answer, loopback, paths

NIGHT = datetime(2031, 3, 4, 2, 30, tzinfo=UTC)
PDF = b"%PDF-1.7 sample %%EOF"
CHALLENGE = answer(b"<script>window.gokuProps={}</script>", "202 Accepted", {"x-amzn-waf-action": "challenge"})
WHOLE = Budget(everything=True)
EMPTY_LIST = answer(b"<main>No documents found.</main>")


@dataclass
class Shelf:
    """A keeper that keeps in memory, by address."""

    pages: dict[str, Response] = field(default_factory=dict)
    documents: dict[str, tuple[Response, Posting]] = field(default_factory=dict)
    verdicts: dict[str, list[str]] = field(default_factory=dict)
    records: list[Posting] = field(default_factory=list)

    def visit(self, url: str, verdict: str) -> None:
        self.verdicts.setdefault(url, []).append(verdict)

    def known(self, url: str) -> Known | None:
        held = self.pages.get(url) or self.documents.get(url, (None,))[0]
        if held is None:
            return None
        return Known(held.header("ETag"), held.header("Last-Modified"), held.fetched, held.fetched, held.fetched)

    def keep_page(self, response: Response, source: str, verdict: str, reason: str) -> None:
        self.visit(response.url, verdict)
        if not reason:
            self.pages[response.url] = response

    def keep_document(
        self, response: Response, posting: Posting, source: str, verdict: str, told: Callable[[Deposit], None]
    ) -> None:
        self.visit(response.url, verdict)
        held = self.documents.get(response.url)
        self.documents[response.url] = response, posting
        same = held is not None and sha256(held[0].body).digest() == sha256(response.body).digest()
        told(Deposit(Change.SAME if same else Change.CHANGED if held else Change.NEW, response.url, ""))

    def keep_record(self, posting: Posting, at: datetime) -> None:
        self.records.append(posting)

    def earlier_page(self, url: str) -> Response | None:
        return self.pages.get(url)

    def held(self, source: str) -> list[Posting]:
        return [Posting(url, "") for url in self.documents]

    def unchanged(self, url: str, source: str, answer: NotModified) -> None:
        self.visit(url, "unchanged")

    def failed(self, url: str, source: str, verdict: str, reason: str, at: datetime) -> None:
        self.visit(url, verdict)

    def settle(self) -> None:
        """Everything is kept at once."""


def site(server: Loopback, **changed: object) -> Source:
    settings = SiteSettings("sample", (f"{server.base}/list",), r"\.pdf$|/d\?", r"/list")
    return site_source(replace(settings, **changed))  # type: ignore[arg-type]


def run(server: Loopback, shelf: Shelf, budget: Budget = WHOLE, source: Source | None = None) -> CrawlReport:
    seconds = [0.0]

    def sleep(wanted: float) -> None:
        seconds[0] += wanted

    def now() -> datetime:
        return NIGHT + timedelta(seconds=seconds[0])

    web = WebFetcher(
        user_agent("1", ""),
        Limits(5.0, 20_000_000, (server.host,)),
        Pace(1.0, lambda: seconds[0], sleep),
        Watch(now, lambda: seconds[0], sleep, lambda: 0.0),
    )
    try:
        return crawl(source or site(server), web, shelf, now, budget)
    finally:
        web.close()


def crawled(handler: Handler, budget: Budget = WHOLE) -> tuple[CrawlReport, Shelf, Loopback]:
    shelf = Shelf()
    with loopback(handler) as server:
        return run(server, shelf, budget), shelf, server


def listing(*names: str) -> bytes:
    return answer(b"<main>" + "".join(f'<p><a href="{name}">{name}</a>' for name in names).encode())


def test_documents_come_before_the_next_page_and_each_once() -> None:
    table = {
        "/list": listing("/a.pdf", "/list2", "/b.pdf", "/a.pdf#page=2", "/list"),
        "/list2": listing("/b.pdf", "/c%28d%29.pdf", "/c(d).pdf"),
        **dict.fromkeys(("/a.pdf", "/b.pdf", "/c(d).pdf"), answer(PDF)),
    }
    report, shelf, server = crawled(paths(table))
    assert server.paths == ["/robots.txt", "/list", "/a.pdf", "/b.pdf", "/list2", "/c(d).pdf"]
    assert report.state == "ok"
    assert (report.pages, report.found, report.changes[Change.NEW]) == (2, 3, 3)
    assert shelf.documents[server.base + "/a.pdf"][1].title == "/a.pdf"


def conditional(table: dict[str, bytes], tag: str) -> Handler:
    def handler(request: str) -> Iterator[bytes]:
        known = f'If-None-Match: "{tag}"' in request
        path = request.split(" ")[1]
        if path not in table:
            yield answer(b"", "404 Not Found")
        else:
            yield answer(b"", "304 Not Modified") if known else answer(table[path], headers={"ETag": f'"{tag}"'})

    return handler


def test_an_unchanged_night_brings_no_bodies_and_the_same_documents() -> None:
    table = {"/list": b"<a href=a.pdf>a</a><a href=/list2>more</a>", "/list2": b"<a href=b.pdf>b</a>"}
    shelf = Shelf()
    with loopback(conditional(table | {"/a.pdf": PDF, "/b.pdf": PDF}, "1")) as server:
        first, second = run(server, shelf), run(server, shelf)
    assert (first.changes[Change.NEW], second.changes[Change.SAME]) == (2, 2)
    assert (first.received > 0, second.received) == (True, 0)
    assert second.state == "ok"
    assert shelf.verdicts[server.base + "/list"] == ["ok_html", "unchanged"]


def test_a_page_whose_earlier_answer_is_lost_is_asked_for_anew() -> None:
    class Forgetful(Shelf):
        def earlier_page(self, url: str) -> Response | None:
            return None

    shelf = Forgetful()
    with loopback(conditional({"/list": b"<a href=a.pdf>a</a>", "/a.pdf": PDF}, "1")) as server:
        run(server, shelf)
        again = run(server, shelf)
    assert again.state == "ok"
    assert again.changes[Change.SAME] == 1
    assert shelf.verdicts[server.base + "/list"] == ["ok_html", "unchanged", "ok_html"]


@pytest.mark.parametrize(
    ("bad", "verdict"),
    [
        (answer(b""), "empty"),
        (answer(b"", "302 Found", {"Location": "/error"}), "not_found"),
        (answer(b"", "404 Not Found"), "not_found"),
        (answer(b"<html><title>Page not found</title>"), "soft404"),
        (answer(b"", "403 Forbidden"), "forbidden"),
        (answer(b"", "302 Found", {"Location": "/private/a.pdf"}), "disallowed"),
    ],
)
def test_documents_that_are_not_there_are_counted_and_no_failure(bad: bytes, verdict: str) -> None:
    table = {
        "/robots.txt": answer(b"User-agent: *\nDisallow: /private/\n"),
        "/list": listing("/bad.pdf", "/good.pdf"),
        "/bad.pdf": bad,
        "/good.pdf": answer(PDF),
        "/error": answer(b"<html><h1>There is no document matching your request."),
        "/private/a.pdf": answer(PDF),
    }
    report, shelf, server = crawled(paths(table))
    assert shelf.verdicts[server.base + "/bad.pdf"] == [verdict]
    assert list(shelf.documents) == [server.base + "/good.pdf"]
    assert (report.state, report.absent, report.failed) == ("ok", 1, 0)
    assert "1 not there" in report.line()


@pytest.mark.parametrize(
    ("bad", "verdict"),
    [
        (answer(b"<!DOCTYPE html><title>Viewer</title>", headers={"Content-Type": "application/pdf"}), "not_the_file"),
        (answer(PDF[:-5], headers={"Content-Type": "application/pdf"}), "truncated"),
        (answer(PDF, length=500), "truncated"),
        (answer(b"\x00\x01" * 50), "unknown"),
        (answer(b"x" * 21_000_000), "too_large"),
        (answer(b"", "500 Broken"), "server_error"),
    ],
)
def test_what_is_no_document_costs_itself_and_is_told(bad: bytes, verdict: str) -> None:
    table = {"/list": listing("/bad.pdf", "/good.pdf"), "/bad.pdf": bad, "/good.pdf": answer(PDF)}
    report, shelf, server = crawled(paths(table))
    assert shelf.verdicts[server.base + "/bad.pdf"] == [verdict]
    assert list(shelf.documents) == [server.base + "/good.pdf"]
    assert report.state == "partly"
    assert report.reasons()[0].startswith(f"{server.base}/bad.pdf")


def test_a_page_of_words_can_be_a_document() -> None:
    table = {"/list": listing("/d?1"), "/d?1": answer(b"<html><p>Statement by Exampleland</p></html>")}
    report, shelf, server = crawled(paths(table))
    assert report.state == "ok"
    assert shelf.verdicts[server.base + "/d?1"] == ["ok_html"]


def test_a_bot_wall_ends_the_source_and_is_called_so() -> None:
    files = [f"/{number}.pdf" for number in range(20)]
    report, shelf, server = crawled(paths({"/list": listing(*files), **dict.fromkeys(files, CHALLENGE)}))
    assert report.state == "blocked"
    assert report.line().startswith("sample: blocked; ")
    assert not shelf.documents
    assert len(server.paths) == 2 + 3
    assert shelf.verdicts[server.base + "/0.pdf"] == ["challenge"]
    assert "by hand" in report.reasons()[0]


def test_a_wall_before_the_first_page_is_called_so() -> None:
    assert crawled(paths({"/list": CHALLENGE}))[0].state == "blocked"
    assert crawled(paths({"/list": answer(b"", "403 Forbidden")}))[0].state == "blocked"


def test_many_refusals_in_a_row_end_the_source() -> None:
    files = [f"/{number}.pdf" for number in range(30)]
    refused = dict.fromkeys(files, answer(b"", "403 Forbidden"))
    report, _, server = crawled(paths({"/list": listing("/a.pdf", *files), "/a.pdf": answer(PDF), **refused}))
    assert len(server.paths) == 3 + 12
    assert "left alone" in report.cut_short


def test_who_asks_us_to_slow_down_for_long_is_left_alone_at_once() -> None:
    files = [f"/{number}.pdf" for number in range(5)]
    busy = answer(b"", "429 Slow down", {"Retry-After": "86400"})
    report, _, server = crawled(paths({"/list": listing(*files), **dict.fromkeys(files, busy)}))
    assert server.paths == ["/robots.txt", "/list", "/0.pdf"]
    assert report.state == "blocked"


def test_a_host_that_is_down_is_unreachable() -> None:
    with loopback(paths({})) as server:
        pass
    report = run(server, Shelf(), source=site(server, seeds=tuple(f"{server.base}/list{n}" for n in range(9))))
    assert report.state == "unreachable"
    assert report.unreachable == 3
    assert "Connection refused" in report.reasons()[0]


def test_a_page_without_a_list_is_not_understood() -> None:
    report, shelf, server = crawled(paths({"/list": answer(b"<html><main id=app>Loading</main></html>")}))
    assert report.state == "not understood"
    assert "no link fits" in report.reasons()[0]
    assert shelf.verdicts[server.base + "/list"] == ["ok_html"]


def test_an_empty_list_is_understood_and_too_few() -> None:
    report, _, _ = crawled(paths({"/list": EMPTY_LIST}))
    assert report.state == "too few"
    assert "expected 1 to" in report.line()


def test_a_page_too_large_for_a_list_is_not_read() -> None:
    page = b"<a href=a.pdf>a</a>" + b" " * MOST_PAGE_BYTES
    assert crawled(paths({"/list": answer(page)}))[0].state == "not understood"


def test_a_parser_that_fails_costs_its_page() -> None:
    def fails(page: Page) -> Reading:
        raise AttributeError("no title")

    with loopback(paths({"/list": EMPTY_LIST})) as server:
        report = run(server, Shelf(), source=replace(site(server), read=fails))
    assert report.state == "not understood"
    assert "AttributeError: no title" in report.reasons()[0]


def endless(request: str) -> Iterator[bytes]:
    """A calendar: every page leads to the next, and offers a document."""
    path = request.split(" ")[1]
    if path.startswith("/list"):
        number = int(path.partition("=")[2] or 0) + 1
        yield listing(f"/{number}.pdf", f"/list?page={number}")
    else:
        yield answer(PDF) if path.endswith(".pdf") else answer(b"", "404 Not Found")


@pytest.mark.parametrize(
    ("budget", "told"),
    [
        (Budget(everything=True, documents=5), "5 documents"),
        (Budget(everything=True, pages=6), "6 pages"),
        (Budget(everything=True, most_bytes=500), "500 bytes"),
        (Budget(everything=True, until=NIGHT + timedelta(seconds=9.5)), "time for this run"),
    ],
)
def test_a_list_without_end_ends_with_the_budget(budget: Budget, told: str) -> None:
    report, shelf, _ = crawled(endless, budget)
    assert told in report.cut_short
    assert 4 <= len(shelf.documents) <= 9
    assert report.state == "ok"
    assert "stopped early" in report.line()


def test_an_interrupt_leaves_what_came() -> None:
    class Interrupted(Shelf):
        def keep_document(
            self, response: Response, posting: Posting, source: str, verdict: str, told: Callable[[Deposit], None]
        ) -> None:
            if len(self.documents) == 2:
                raise KeyboardInterrupt
            super().keep_document(response, posting, source, verdict, told)

    shelf = Interrupted()
    with loopback(endless) as server:
        with pytest.raises(KeyboardInterrupt):
            run(server, shelf)
        again = run(server, Shelf(documents=shelf.documents), Budget(everything=True, documents=4))
    assert len(shelf.documents) == 4
    assert (again.changes[Change.SAME], again.changes[Change.NEW]) == (2, 2)


def symbol_api(request: str) -> Iterator[bytes]:
    """The ODS symbol API, as sources.md 2.3 saw it answer."""
    path = request.split(" ")[1]
    answers = {
        "A%2F199%2F1": answer(b"", "302 Found", {"Location": "/doc/UNDOC/GEN/N31/001/01/PDF/N3100101.PDF"}),
        "A%2F199%2F2": answer(b"", "302 Found", {"Location": "/error"}),
        "A%2F199%2F3": answer(b""),
        "A%2F199%2F4": answer(b"", "404 Not Found"),
        "A%2F199%2F5": answer(b"", "400 Bad Request"),
        "A%2F199%2F6": answer(b"\xd0\xcf\x11\xe0 Word, whatever was asked for"),
        "A%2F199%2F7": answer(b"<html><iframe src=viewer></iframe></html>"),
    }
    symbol = path.partition("s=")[2].partition("&")[0]
    if path.startswith("/doc/UNDOC"):
        yield answer(PDF)
    elif path == "/error":
        yield answer(b"<html><h1>There is no document matching your request.</h1></html>")
    else:
        yield answers.get(symbol, answer(b"", "404 Not Found"))


def test_the_symbol_api_is_understood_in_all_its_ways() -> None:
    symbols = tuple(f"A/199/{number}" for number in range(1, 8))
    shelf = Shelf()
    with loopback(symbol_api) as server:
        settings = SourceSettings({"ods": server.base}, symbols=symbols)
        source = load("un-gge", Config(sources={"un-gge": settings}))
        report = run(server, shelf, source=source)
    asked = [f"{server.base}/api/symbol/access?s=A%2F199%2F{number}&l=en&t=pdf" for number in range(1, 8)]
    assert [shelf.verdicts[url] for url in asked] == [
        ["ok_pdf"], ["not_found"], ["empty"], ["not_found"], ["not_found"], ["ok_office"], ["not_the_file"],
    ]  # fmt: skip
    first, posting = shelf.documents[asked[0]]
    assert first.final_url.endswith("N3100101.PDF")
    assert (posting.symbol, posting.language) == ("A/199/1", "en")
    assert (report.state, report.found, report.absent, report.failed) == ("partly", 2, 4, 1)
