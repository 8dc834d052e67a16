"""Crawling sources into a home: the fetcher of the real web, joined with the intake."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from importlib.metadata import version

from corpus.config import Config
from corpus.home import Home
from crawler.crawl import Budget, crawl
from crawler.fetch import Limits, Watch, WebFetcher, user_agent
from crawler.pace import Pace
from crawler.report import CrawlReport
from crawler.sources import load, names
from search.cli import Session
from search.progress import progress
from search.workshop import Workshop, now


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one run may take of each source; None is no limit."""

    documents: int | None = None
    minutes: float | None = None

    def budget(self) -> Budget:
        """The allowance, counted from now."""
        until = now() + timedelta(minutes=self.minutes) if self.minutes is not None else None
        return Budget(until=until) if self.documents is None else Budget(self.documents, until)


@contextmanager
def web_fetcher(config: Config) -> Iterator[WebFetcher]:
    """A fetcher with the user's limits and the computer's clock."""
    limits = Limits(config.timeout, config.max_bytes, config.allow_private_hosts)
    watch = Watch(now, time.monotonic, time.sleep, random.random)
    pace = Pace(config.delay, time.monotonic, time.sleep)
    fetcher = WebFetcher(user_agent(version("verbale"), config.contact), limits, pace, watch)
    try:
        yield fetcher
    finally:
        fetcher.close()


def crawl_sources(
    session: Session, shop: Workshop, wanted: Sequence[str], allowance: Allowance
) -> Iterator[CrawlReport]:
    """Crawl these sources (all where none is named), one after another; one report each. Raises SourceError."""
    sources = [load(name, session.config) for name in wanted or names(session.config)]
    with web_fetcher(session.config) as fetcher:
        for source in sources:
            with progress(session, source.name) as tell:
                yield crawl(source, fetcher, shop.intake, now, allowance.budget(), tell)


def at_home(session: Session, home: Home, config: Config) -> Session:
    """The same session with another home and configuration."""
    return replace(session, home=home, config=config)
