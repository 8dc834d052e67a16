"""The main job, from URL to hit: the sample sites over real HTTP, crawled, archived, read, indexed, searched."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.config import Config
from corpus.document import Change
from corpus.errors import QueryError, StoreError
from corpus.home import Home
from crawler.report import CrawlReport
from crawler.sample.server import SampleSites, sample_config
from crawler.source import Reading, Source
from crawler.sources.osce import SOURCE
from search.answer import SearchRequest
from search.cli import Session
from search.crawling import Allowance, at_home, crawl_sources
from search.library import Library
from search.workshop import bring_index_level, workshop

SOURCES = ("un-oewg", "un-gge", "osce")


def night(session: Session) -> list[CrawlReport]:
    """One `verbale update` of the sample sites."""
    with workshop(session, "update") as shop:
        reports = list(crawl_sources(session, shop, SOURCES, Allowance(everything=True)).reports)
        bring_index_level(session, shop.store)
    return reports


@pytest.fixture(scope="module")
def sites() -> Iterator[SampleSites]:
    with SampleSites() as running:
        yield running


@pytest.fixture(scope="module")
def session(sites: SampleSites, tmp_path_factory: pytest.TempPathFactory) -> Session:
    home = Home(tmp_path_factory.mktemp("flow") / "home")
    return at_home(Session(home, Config(), quiet=True), home, sample_config(sites, Config(workers=2)))


@pytest.fixture(scope="module")
def first_night(session: Session) -> list[CrawlReport]:
    return night(session)


@pytest.fixture(scope="module")
def library(session: Session, first_night: list[CrawlReport]) -> Iterator[Library]:
    opened = Library.open(session.home, session.config)
    yield opened
    opened.close()


pytestmark = pytest.mark.slow


def test_the_first_night_brings_every_document(sites: SampleSites, first_night: list[CrawlReport]) -> None:
    assert [report.state for report in first_night] == ["ok", "ok", "ok"], [
        (report.line(), report.reasons()) for report in first_night
    ]
    assert sum(report.found for report in first_night) == len(sites.documents)


def test_a_paragraph_is_found_with_number_and_page(library: Library) -> None:
    answer = library.search(SearchRequest("points of contact directory", scope="passage"))
    assert answer.total > 5
    numbered = [hit.passages[0] for hit in answer.hits if hit.passages[0].number]
    assert numbered
    passage = numbered[0]
    marked = [passage.text[start:end].lower() for start, end in passage.marks]
    assert any("directory" in words for words in marked)
    assert passage.url.startswith("/d/")


def test_a_symbol_finds_its_document_first(library: Library) -> None:
    answer = library.search(SearchRequest("res. 178/916"))
    assert answer.hits[0].document.symbol == "A/RES/178/916"
    assert answer.hits[0].document.type == "resolution"


def test_a_resolution_is_cited_by_operative_paragraph(library: Library) -> None:
    document = library.store.document("A/RES/178/916")
    numbers = [
        passage.number for passage in library.store.current_passages(document.id) if passage.version_language == "en"
    ]
    assert {"PP1", "OP1", "OP2"} <= set(numbers)


def test_six_languages_are_held(library: Library) -> None:
    assert {"en", "fr", "es", "ru", "ar", "zh"} <= set(library.store.languages())


@pytest.mark.parametrize("field", ["source", "process", "type", "year", "lang"])
def test_facets_count_all_hits_and_narrow_them(library: Library, field: str) -> None:
    answer = library.search(SearchRequest("directory", limit=1))
    value, count = answer.facets[field][0]
    assert library.search(SearchRequest("directory", filters={field: (value,)})).total == count


def test_the_answer_has_the_shape_of_the_design(library: Library) -> None:
    told = library.search(SearchRequest("points of contact directory")).as_json()
    assert set(told) == {"query", "scope", "engine", "total", "took_ms", "notices", "synonyms", "facets", "hits"}
    hit = told["hits"][0]
    assert set(hit) == {
        "id", "symbol", "title", "date", "source", "process", "type", "language", "submitters", "url", "score",
        "passages", "same", "partial", "joint",
    }  # fmt: skip
    assert set(hit["passages"][0]) == {"number", "page", "text", "marks", "url"}


def test_paging_gives_every_hit_once(library: Library) -> None:
    whole = [hit.id for hit in library.search(SearchRequest("the", limit=98)).hits]
    pages = [
        hit.id
        for start in range(0, len(whole), 7)
        for hit in library.search(SearchRequest("the", offset=start, limit=7)).hits
    ]
    assert pages == whole
    assert len(set(whole)) == len(whole)


def test_a_query_that_cannot_be_run_says_so(library: Library) -> None:
    with pytest.raises(QueryError):
        library.search(SearchRequest('"never closed'))


def test_originals_are_kept_as_fetched(session: Session, sites: SampleSites, library: Library) -> None:
    version = library.store.versions(library.store.document("A/RES/178/916").id)[0]
    original = Archive(session.home.archive).read(version.archived)
    assert original.body.startswith(b"%PDF-")
    assert original.header("ETag")


def test_an_unchanged_night_is_all_304(session: Session, sites: SampleSites, first_night: list[CrawlReport]) -> None:
    before = len(sites.asked)
    reports = night(session)
    asked = [request for request in sites.asked[before:] if request.target != "/robots.txt"]
    assert sum(request.sent for request in asked if request.status == 304) == 0
    assert {change for report in reports for change, count in report.changes.items() if count} == {Change.SAME}
    assert sum(request.status == 200 and request.sent > 0 for request in asked) == 0


def test_a_changed_night_brings_what_changed(
    session: Session, sites: SampleSites, first_night: list[CrawlReport]
) -> None:
    sites.change(1)
    try:
        reports = night(session)
    finally:
        sites.change(0)
    changes = {change: sum(report.changes[change] for report in reports) for change in Change}
    assert changes[Change.NEW] >= 1
    assert changes[Change.CHANGED] >= 1
    assert changes[Change.FAILED] == 0
    again = Library.open(session.home, session.config)
    assert again.search(SearchRequest("by:Mockavia")).total == 1
    again.close()


def test_warc_tools_read_the_archive(session: Session, first_night: list[CrawlReport]) -> None:
    for path in session.home.archive.glob("*.warc.gz"):
        checked = subprocess.run(
            [Path(sys.executable).with_name("warcio"), "check", path], check=False, capture_output=True
        )
        assert checked.returncode == 0, checked.stdout


def test_an_empty_home_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="quickstart"):
        Library.open(Home(tmp_path), Config())


@pytest.fixture
def later(session: Session, first_night: list[CrawlReport], tmp_path: Path) -> Home:
    """A home of its own in which the first night is over."""
    return Home(shutil.copytree(session.home.path, tmp_path / "home"))


def test_a_blocked_source_costs_itself(session: Session, sites: SampleSites, later: Home) -> None:
    gone = replace(session.config.sources["osce"], bases={"osce": "http://127.0.0.1:9"})
    config = replace(
        session.config,
        sources={**session.config.sources, "osce": gone},
        allow_private_hosts=(*sites.hosts, "127.0.0.1:9"),
    )
    reports = night(at_home(session, later, config))
    assert [report.state for report in reports] == ["ok", "ok", "unreachable"]


def test_a_source_with_a_fault_costs_itself(
    session: Session, sites: SampleSites, later: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def begin(itself: Source, today: date) -> Reading:
        raise KeyError("a fault of its author")

    monkeypatch.setattr("crawler.sources.osce.SOURCE", replace(SOURCE, begin=begin))
    reports = night(at_home(session, later, session.config))
    assert [report.state for report in reports] == ["ok", "ok", "not understood"]
    assert "a fault of its author" in reports[2].reasons()[0]
