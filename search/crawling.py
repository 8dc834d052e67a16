"""Crawling sources into a home: all of them at once, each in its own thread, and one thread that takes in."""

from __future__ import annotations

import random
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from importlib import import_module
from importlib.metadata import version

from corpus.config import Config
from corpus.desk import Desk
from corpus.errors import VerbaleError
from corpus.home import Home
from corpus.reception import Reception, Stopped
from corpus.store import Store
from crawler.crawl import Budget, crawl
from crawler.fetch import Limits, Watch, WebFetcher, user_agent
from crawler.pace import Pace
from crawler.report import CrawlReport
from crawler.source import Source
from crawler.sources import load, names
from search.cli import Session
from search.progress import progress
from search.workshop import Workshop, now

# Documents between two lines of progress; a bar on a terminal moves with each.
TOLD_EVERY = 100
# Loaded before threads start: of two threads that import a package whose modules import one another at the same time,
# one can end with KeyError (seen with warcio on Python 3.11).
_USED_BY_CRAWLERS = ("bs4", "lxml.etree", "lxml.html", "protego", "urllib3", "warcio")


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one run may take of each source; None is no limit. `everything`: also what is not due yet.

    `until` is when the hours for asking are over.
    """

    documents: int | None = None
    minutes: float | None = None
    megabytes: float | None = None
    everything: bool = False
    until: datetime | None = None

    def budget(self) -> Budget:
        """The allowance, counted from now."""
        whole = Budget()
        over = now() + timedelta(minutes=self.minutes) if self.minutes is not None else None
        return replace(
            whole,
            documents=whole.documents if self.documents is None else self.documents,
            until=min(filter(None, (over, self.until)), default=None),
            most_bytes=int(self.megabytes * 1_000_000) if self.megabytes is not None else None,
            everything=self.everything,
        )


@dataclass(frozen=True, slots=True)
class Crawled:
    """One report a source; and for each host how many answers it gave and how many seconds they took together."""

    reports: tuple[CrawlReport, ...]
    seconds: Mapping[str, tuple[int, float]]


@contextmanager
def web_fetcher(config: Config, sleep: Callable[[float], object] = time.sleep) -> Iterator[WebFetcher]:
    """A fetcher with the user's limits and the computer's clock; `sleep` is how it waits."""
    limits = Limits(config.timeout, config.max_bytes, config.allow_private_hosts)
    watch = Watch(now, time.monotonic, sleep, random.random)
    pace = Pace(config.delay, time.monotonic, sleep)
    fetcher = WebFetcher(user_agent(version("verbale"), config.contact), limits, pace, watch)
    try:
        yield fetcher
    finally:
        fetcher.close()


def crawl_sources(session: Session, shop: Workshop, wanted: Sequence[str], allowance: Allowance) -> Crawled:
    """Crawl these sources (all where none is named) at the same time; one report each. Raises SourceError.

    Hosts are asked side by side, each by one connection; what comes is taken in by the calling thread.
    """
    sources = [load(name, session.config) for name in wanted or names(session.config)]
    for library in _USED_BY_CRAWLERS:
        import_module(library)
    reception = Reception(shop.intake)
    with web_fetcher(session.config, reception.stopped.wait) as fetcher:
        crew = [_Crawler(session, shop, reception, fetcher, source, allowance.budget()) for source in sources]
        with progress(session, "crawling") as tell:
            _serve(reception, crew, tell)
        return Crawled(tuple(crawler.result() for crawler in crew), fetcher.seconds())


def _serve(reception: Reception, crew: Sequence[_Crawler], tell: Callable[[int, int], None]) -> None:
    told, step = 0, 1 if sys.stderr.isatty() else TOLD_EVERY

    def after_each() -> None:
        nonlocal told
        done, total = sum(crawler.done for crawler in crew), sum(crawler.total for crawler in crew)
        # The total grows while lists are read: a line for each step would say nothing.
        if done - told >= step:
            told = done
            tell(done, max(total, done + 1))

    for crawler in crew:
        crawler.start()
    try:
        reception.serve(len(crew), after_each)
    finally:
        reception.stop()
    for crawler in crew:
        crawler.join()


class _Crawler(threading.Thread):
    """One source being crawled. A daemon: a server that keeps us waiting does not keep the program from ending."""

    def __init__(
        self,
        session: Session,
        shop: Workshop,
        reception: Reception,
        fetcher: WebFetcher,
        source: Source,
        budget: Budget,
    ) -> None:
        super().__init__(name=f"crawling {source.name}", daemon=True)
        self.done = self.total = 0
        self._database = session.home.database
        self._shop, self._reception, self._fetcher = shop, reception, fetcher
        self._source, self._budget = source, budget
        self._report: CrawlReport | None = None
        self._error: VerbaleError | None = None

    def run(self) -> None:
        """Crawl; what goes wrong is kept for `result`."""
        try:
            store = Store.open(self._database)
            try:
                desk = Desk(self._reception, store, self._shop.archive)
                self._report = crawl(self._source, self._fetcher, desk, now, self._budget, self._count)
            finally:
                store.close()
        except Stopped:
            return  # the thread that takes in has ended, and says why
        except VerbaleError as error:
            self._error = error  # the home is in trouble, and with it every source
        except Exception as error:
            # A fault in one source costs that source; the night goes on and says so.
            self._report = CrawlReport(self._source.name, self._source.expect, now())
            self._report.misunderstood.append(
                (self._source.name, f"crawling it failed ({type(error).__name__}: {error})")
            )
        finally:
            self._reception.leave()

    def result(self) -> CrawlReport:
        """The report; call it when the thread has ended. Raises what went wrong in it."""
        if self._error is not None:
            raise self._error
        if self._report is None:
            raise Stopped(f"The crawl of {self._source.name} was stopped.")
        return self._report

    def _count(self, done: int, total: int) -> None:
        self.done, self.total = done, total


def at_home(session: Session, home: Home, config: Config) -> Session:
    """The same session with another home and configuration."""
    return replace(session, home=home, config=config)
