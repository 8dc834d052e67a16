"""Whole nights of a source against a loopback server, with a real home and a clock of the test's own."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from corpus.archive import Archive
from corpus.desk import Desk
from corpus.intake import Intake
from corpus.reception import Reception
from corpus.store import Store
from corpus.workers import Workers
from crawler.crawl import Budget, crawl
from crawler.fetch import Limits, Watch, WebFetcher, user_agent
from crawler.pace import Pace
from crawler.report import CrawlReport
from crawler.source import Source
from tests.loopback import Loopback

FIRST_NIGHT = datetime(2031, 3, 4, 2, 30, tzinfo=UTC)


@dataclass
class Clock:
    """Time that only passes when somebody sleeps."""

    begun: datetime
    seconds: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def now(self) -> datetime:
        return self.begun + timedelta(seconds=self.seconds)

    def read(self) -> float:
        return self.seconds

    def sleep(self, wanted: float) -> None:
        with self.lock:
            self.seconds += wanted


def web(server: Loopback, clock: Clock, timeout: float = 5.0) -> WebFetcher:
    """A fetcher that may ask this server, a second apart by that clock."""
    return WebFetcher(
        user_agent("1", ""),
        Limits(timeout, 20_000_000, (server.host,)),
        Pace(1.0, clock.read, clock.sleep),
        Watch(clock.now, clock.read, clock.sleep, lambda: 0.0),
    )


@dataclass
class Nights:
    """A home folder and the workers that read for it; `spend` spends a night."""

    folder: Path
    workers: Workers
    budget: Budget = field(default_factory=Budget)
    timeout: float = 5.0
    clock: Clock = field(default_factory=lambda: Clock(FIRST_NIGHT))

    def spend(self, server: Loopback, *sources: Source, after: float = 0) -> list[CrawlReport]:
        """One night, so many nights after the first; the report of each source."""
        return _night(self, server, sources, after)


def _night(nights: Nights, server: Loopback, sources: Sequence[Source], after: float) -> list[CrawlReport]:
    folder = nights.folder
    (folder / "archive").mkdir(parents=True, exist_ok=True)
    archive = Archive(folder / "archive")
    clock = nights.clock = Clock(FIRST_NIGHT + timedelta(days=after))
    reports: dict[str, CrawlReport] = {}
    with ExitStack() as stack:
        store = Store.open(folder / "corpus.db", writing=True)
        stack.callback(store.close)
        stack.callback(archive.close)
        reception = Reception(Intake(archive, store, nights.workers))
        fetcher = web(server, clock, nights.timeout)
        stack.callback(fetcher.close)

        def run(source: Source) -> None:
            reader = Store.open(folder / "corpus.db")
            try:
                reports[source.name] = crawl(
                    source, fetcher, Desk(reception, reader, archive), clock.now, nights.budget
                )
            finally:
                reader.close()
                reception.leave()

        threads = [threading.Thread(target=run, args=(source,)) for source in sources]
        for thread in threads:
            thread.start()
        reception.serve(len(threads))
        for thread in threads:
            thread.join()
    return [reports[source.name] for source in sources]
