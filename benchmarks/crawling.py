"""A first night and a night without changes, against the sample site grown large; scrapy beside it as a peer.

The site runs in a process of its own, its files made before anything is measured.
"""

from __future__ import annotations

import importlib.util
import json
import multiprocessing
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from benchmarks.measured import Measured
from corpus.archive import Archive
from corpus.config import Config
from corpus.document import Change, Posting, Response
from corpus.home import Home
from corpus.keeping import Deposit, Known, NotModified
from crawler.crawl import Budget, crawl
from crawler.report import CrawlReport
from crawler.sample.server import SampleSites, sample_config
from crawler.sources import load
from search.cli import Session
from search.crawling import Allowance, Crawled, at_home, crawl_sources, web_fetcher
from search.workshop import now, workshop

DOCUMENTS = 2_000
# With the same pace for both, so many documents are enough to see who wastes it.
PACED_DOCUMENTS, PACE = 300, 0.02
SOURCES = ("un-oewg", "un-gge", "osce")


@dataclass(frozen=True, slots=True)
class Site:
    """The sample site in its process: the configuration to crawl it with, and what it was asked."""

    config: Config
    documents: int
    line: Connection

    def answered(self) -> tuple[int, int]:
        """Requests since this was last called, robots.txt left out, and bytes of body sent."""
        self.line.send("answered")
        count, sent = self.line.recv()
        return count, sent


def _serve(count: int, line: Connection) -> None:
    with SampleSites(count) as sites:
        for document in sites.documents:
            sites.file_of(document)
        line.send((sample_config(sites, Config(workers=2)), len(sites.documents)))
        while line.recv() == "answered":
            asked = [request for request in sites.asked if request.target != "/robots.txt"]
            sites.asked.clear()
            line.send((len(asked), sum(request.sent for request in asked)))


@contextmanager
def _site(count: int) -> Iterator[Site]:
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(count, theirs))
    process.start()
    config, documents = ours.recv()
    try:
        yield Site(config, documents, ours)
    finally:
        ours.send("end")
        process.join()


def measure() -> list[Measured]:
    """Both nights at full speed, fetching and archiving alone, and both crawlers at one pace."""
    with _site(DOCUMENTS) as site:
        rows = [*_nights(site), _archived(site)]
    with _site(PACED_DOCUMENTS) as site:
        return [*rows, *_paced(site)]


def _timed(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _night(folder: str, config: Config, sources: tuple[str, ...] = SOURCES, *, everything: bool = False) -> Crawled:
    session = at_home(Session(Home(Path(folder)), config, quiet=True), Home(Path(folder)), config)
    with workshop(session, "update") as shop:
        return crawl_sources(session, shop, sources, Allowance(everything=everything))


def _nights(site: Site) -> Iterator[Measured]:
    with tempfile.TemporaryDirectory() as folder:
        site.answered()
        first = _timed(lambda: _night(folder, site.config))
        asked, first_bytes = site.answered()
        yield Measured(
            f"first night of {site.documents} documents, read and stored", f"{site.documents / first:.0f} docs/s", ""
        )
        second = _timed(lambda: _night(folder, site.config, everything=True))
        asked, sent = site.answered()
        yield Measured("a night without changes, everything due", f"{second:.1f} s", "")
        yield Measured("... requests for a document due, with lists", f"{asked / site.documents:.2f}", "1 + lists")
        yield Measured("... bytes of the first night's", f"{100 * sent / first_bytes:.3f} %", "< 1 %")
        third = _timed(lambda: _night(folder, site.config))
        asked, _ = site.answered()
        yield Measured("the next night, by its schedule", f"{third:.1f} s, {asked} requests", "")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Measured("memory of the crawling process at its peak", f"{memory:.0f} MB", "< 250 MB")


class _Box:
    """A keeper that archives and does not read."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.count = 0

    def known(self, url: str) -> Known | None:
        return None

    def earlier_page(self, url: str) -> Response | None:
        return None

    def held(self, source: str) -> list[Posting]:
        return []

    def keep_page(self, response: Response, source: str, verdict: str, reason: str) -> None:
        self._archive(response)

    def keep_document(
        self, response: Response, posting: Posting, source: str, verdict: str, told: Callable[[Deposit], None]
    ) -> None:
        self._archive(response)
        self.count += 1
        told(Deposit(Change.NEW, response.url, ""))

    def keep_record(self, posting: Posting, at: object) -> None:
        """The sample site has none."""

    def unchanged(self, url: str, source: str, answer: NotModified) -> None:
        """Nothing is known, so nothing is unchanged."""

    def failed(self, url: str, source: str, verdict: str, reason: str, at: object) -> None:
        """Counted in the report."""

    def settle(self) -> None:
        self.archive.sync()

    def _archive(self, response: Response) -> None:
        self.archive.write(response)
        self.archive.sync()


def _archived(site: Site) -> Measured:
    """One source, one host after another: fetched, judged, archived, durable; not read."""
    with tempfile.TemporaryDirectory() as folder, web_fetcher(site.config) as fetcher:
        box = _Box(Archive(Path(folder)))
        reports: list[CrawlReport] = []
        seconds = _timed(
            lambda: reports.append(crawl(load("un-oewg", site.config), fetcher, box, now, Budget(everything=True)))
        )
        box.archive.close()
    return Measured("fetched and archived, pace off", f"{box.count / seconds:.0f} docs/s", ">= 100")


def _paced(site: Site) -> Iterator[Measured]:
    paced = replace(site.config, delay=PACE)
    with tempfile.TemporaryDirectory() as folder:
        ours = _timed(lambda: _night(folder, paced, ("un-oewg",)))
    site.answered()
    yield Measured(f"first night of {site.documents} at {PACE} s a request", f"{ours:.1f} s", "")
    if importlib.util.find_spec("scrapy") is None:
        yield Measured("scrapy at the same pace: not installed", "skipped", "")
        return
    bases = dict(site.config.sources["un-oewg"].bases)
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        ran = subprocess.run(
            [sys.executable, "-m", "benchmarks.scrapy_peer", folder, str(PACE), json.dumps(bases)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        whole = time.perf_counter() - started
    theirs = json.loads(ran.stdout.splitlines()[-1])
    yield Measured("scrapy at the same pace, its start left out", f"{theirs['seconds']:.1f} s", "")
    yield Measured("... of the time that scrapy takes", f"{ours / theirs['seconds']:.2f}", "<= 1")
    yield Measured(f"... scrapy wrote {theirs['files']} files, in all", f"{whole:.1f} s", "")
