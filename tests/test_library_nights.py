"""Nights of the library's source against a server on loopback: windows, further pages, a challenge, a busy server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.config import Config, SourceSettings
from corpus.store import Store
from corpus.workers import Workers
from crawler.source import Source
from crawler.sources import load
from search.records import record_again
from tests.loopback import Loopback, answer, loopback
from tests.nights import Nights

SAVED = Path(__file__).parent / "pages" / "un-library"
XML = {"Content-Type": "text/xml"}
WINDOWS = [("2030-12-01", "2030-12-31"), ("2031-01-01", "2031-01-31"), ("2031-02-01", "2031-02-28")]


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(1) as pool:
        yield pool


@pytest.fixture
def nights(tmp_path: Path, workers: Workers) -> Nights:
    return Nights(tmp_path, workers)


def saved(name: str) -> bytes:
    return (SAVED / f"{name}.xml").read_bytes().partition(b"\n")[2]


def library(server: Loopback) -> Source:
    return load("un-library", Config(sources={"un-library": SourceSettings({"library": server.base})}))


def site(request: str) -> Iterator[bytes]:
    """Entries in the last window, and nothing more behind their token."""
    path = request.split(" ")[1]
    if path == "/robots.txt":
        yield answer(b"User-agent: *\nDisallow: /search\nCrawl-Delay: 5\n")
    else:
        yield answer(saved("month" if "from=2031-03-01&until=2031-03-0" in path else "no-records"), headers=XML)


def test_a_night_asks_each_window_and_what_follows_and_nothing_else(nights: Nights) -> None:
    with loopback(site) as server:
        report, again = (nights.spend(server, library(server), after=after)[0] for after in (0, 1))
        paths = [path for path in server.paths if path != "/robots.txt"]
    asked = [f"/oai2d?verb=ListRecords&metadataPrefix=marcxml&from={start}&until={end}" for start, end in WINDOWS]
    token = "/oai2d?verb=ListRecords&resumptionToken=sample~token%3D%3D%2F1"
    last = "/oai2d?verb=ListRecords&metadataPrefix=marcxml&from=2031-03-01&until=2031-03-0"
    assert paths == [*asked, f"{last}4", token, *asked, f"{last}5", token]
    assert (report.state, report.pages, report.records, again.records) == ("ok", 5, 4, 4)
    assert nights.clock.seconds >= 5 * 5  # each night has a clock of its own
    store = Store.open(nights.folder / "corpus.db")
    draft = store.document("A/C.1/199/L.7/Rev.1")
    assert store.facts(draft.id)["adopted_as"].value == "A/RES/199/16"
    # Four documents became known on the first night; the second night told nothing new of them.
    assert store.changes(0)[0] == 4
    store.close()


def test_what_the_library_told_is_in_the_archive(nights: Nights, tmp_path: Path) -> None:
    with loopback(site) as server:
        nights.spend(server, library(server))
        config = Config(sources={"un-library": SourceSettings({"library": server.base})})
    before, after = Store.open(nights.folder / "corpus.db"), Store.open(tmp_path / "again.db", writing=True)
    assert record_again(Archive(nights.folder / "archive"), config, after) == 4
    for symbol in ("A/C.1/199/L.7/Rev.1", "A/RES/199/16", "A/RES/199/17"):
        first, second = before.document(symbol), after.document(symbol)
        assert second.title == first.title
        assert after.facts(second.id) == before.facts(first.id)
    before.close()
    after.close()


def test_a_challenge_is_blocked_and_left_alone(nights: Nights) -> None:
    def wall(request: str) -> Iterator[bytes]:
        missing = request.split(" ")[1] == "/robots.txt"
        wall_headers = {"Server": "awselb/2.0", "x-amzn-waf-action": "challenge"}
        yield answer(b"", "404 Not Found") if missing else answer(b"", "202 Accepted", wall_headers)

    with loopback(wall) as server:
        [report] = nights.spend(server, library(server))
        assert len([path for path in server.paths if path != "/robots.txt"]) <= 3
    assert (report.state, report.records) == ("blocked", 0)


def test_a_list_that_changed_its_shape_is_reported(nights: Nights) -> None:
    def other(request: str) -> Iterator[bytes]:
        yield answer(b"<OAI-PMH><ListEntries/></OAI-PMH>", headers=XML)

    with loopback(other) as server:
        [report] = nights.spend(server, library(server))
    assert report.state == "not understood"
    assert "it lists no records" in report.misunderstood[0][1]
