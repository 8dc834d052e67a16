"""The first collection: live sources if they can be reached, else the sample sites that verbale ships."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crawler.report import CrawlReport
from crawler.sources import names
from search.answer import SearchRequest
from search.cli import Session
from search.crawling import Allowance, at_home, crawl_sources
from search.library import Library
from search.terminal import print_answer
from search.workshop import Workshop, bring_index_level, workshop

EXAMPLE = "points of contact directory"
# Small: a first look at the live sites, not a crawl of them. Their own delays are kept.
LIVE = Allowance(documents=4, minutes=0.25)
LIVE_SECONDS = 8.0
# The first port that the sample sites like: the same on every run, so that a second run finds its documents again.
SAMPLE_PORT = 18480


def fill(session: Session, *, try_live: bool) -> None:
    """Fill this home: catalogue, live sources or samples, index; then answer an example query on the terminal."""
    with workshop(session, "quickstart") as shop:
        session.say(f"The catalogue knows {shop.store.counts().catalogued} documents of the field.")
        if not (try_live and _live(session, shop)):
            _samples(session, shop, "No live source can be reached from here, so verbale" if try_live else "verbale")
        bring_index_level(session, shop.store)
    library = Library.open(session.home, session.config)
    try:
        session.say(f"\n$ verbale --home {session.home.path} search {EXAMPLE}\n")
        print_answer(library.search(SearchRequest(EXAMPLE, limit=3)), session)
    finally:
        library.close()


def _live(session: Session, shop: Workshop) -> bool:
    """Try every live source within LIVE; whether any of them gave a document."""
    quick = replace(session.config, timeout=min(session.config.timeout, LIVE_SECONDS))
    session.say("Trying the live sources ...")
    reports = _told(session, crawl_sources(at_home(session, session.home, quick), shop, (), LIVE).reports)
    return any(report.found for report in reports)


def _samples(session: Session, shop: Workshop, who: str) -> None:
    session.say(
        f"{who} crawls the sample sites that it ships: invented documents of invented States, over real HTTP on this "
        "computer."
    )
    from crawler.sample.server import SampleSites, sample_config

    with SampleSites(first_port=SAMPLE_PORT) as sites:
        config = sample_config(sites, session.config)
        shipped = [name for name in names(config) if name in sites.bases]
        _told(session, crawl_sources(at_home(session, session.home, config), shop, shipped, Allowance()).reports)


def _told(session: Session, reports: Sequence[CrawlReport]) -> Sequence[CrawlReport]:
    for report in reports:
        session.say(f"  {report.line()}")
    return reports
