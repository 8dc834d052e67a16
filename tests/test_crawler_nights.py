"""Night after night: what is asked again and what is left in peace, gaps, series, what vanishes and what moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from corpus.document import Change, Posting
from corpus.store import Store
from corpus.workers import Workers
from crawler.source import Expect, Page, Reading, Series, Source
from tests.loopback import Handler, Loopback, answer, loopback
from tests.nights import Nights


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(1) as pool:
        yield pool


@pytest.fixture
def nights(tmp_path: Path, workers: Workers) -> Nights:
    return Nights(tmp_path, workers)


TEXT = "<html><main><h1>Statement by Exampleland (sample)</h1><p>{}</p></main></html>"


def statement(words: str) -> bytes:
    return answer(TEXT.format(words).encode(), headers={"Content-Type": "text/html"})


class Site:
    """A site whose files a test may change; what it has not is 404."""

    def __init__(self, **files: bytes) -> None:
        self.files = {f"/{name}": body for name, body in files.items()}

    def __call__(self, request: str) -> Iterator[bytes]:
        yield self.files.get(request.split(" ")[1], answer(b"not here", "404 Not Found"))


def source(server: Loopback, postings: tuple[Posting, ...] = (), series: tuple[Series, ...] = ()) -> Source:
    """A source that knows its documents by itself."""

    def begin(itself: Source, today: date) -> Reading:
        return Reading(tuple(replace(posting, url=f"{server.base}/{posting.url}") for posting in postings))

    return Source(
        "sample", {"base": server.base}, Expect(0, 99), begin, lambda page: Reading(understood=False),
        lambda itself, today: series, name="sample",
    )  # fmt: skip


def counted(server: Loopback, patience: int = 4) -> Series:
    def postings(number: int) -> tuple[Posting, ...]:
        return (Posting(f"{server.base}/L{number}", "un", symbol=f"A/C.1/199/L.{number}", language="en"),)

    return Series("A/C.1/199/L", postings, patience=patience)


def asked(server: Loopback, handler: Handler) -> list[str]:
    """What was asked since this was last called, without robots.txt."""
    paths = [path.lstrip("/") for path in server.paths if path != "/robots.txt"]
    server.requests.clear()
    return paths


def test_a_series_is_counted_to_its_end_and_grows_there(nights: Nights) -> None:
    site = Site(L1=statement("One."), L2=statement("Two."), L4=statement("Four."))
    with loopback(site) as server:
        series = source(server, series=(counted(server),))
        [report] = nights.spend(server, series)
        assert asked(server, site) == [f"L{number}" for number in range(1, 9)]
        assert (report.found, report.absent) == (3, 5)
        site.files["/L5"] = statement("Five.")
        [report] = nights.spend(server, series, after=1)
        assert "L5" in asked(server, site)
        assert report.changes[Change.NEW] == 1


def test_a_series_that_has_ended_is_not_asked_for_every_night(nights: Nights) -> None:
    site = Site(L1=statement("One."))
    with loopback(site) as server:
        ended = source(server, series=(replace(counted(server), growing=False),))
        nights.spend(server, ended)
        assert asked(server, site) == ["L1", "L2", "L3", "L4", "L5"]
        nights.spend(server, ended, after=1)
        nights.spend(server, ended, after=2)
        assert asked(server, site).count("L2") == 1


@pytest.mark.slow
def test_the_gap_of_a_series_is_probed_again_later_and_later(nights: Nights) -> None:
    site = Site(L1=statement("One."), L3=statement("Three."))
    nights_asked = []
    with loopback(site) as server:
        series = source(server, series=(counted(server),))
        for number in range(30):
            nights.spend(server, series, after=number)
            if "L2" in asked(server, site):
                nights_asked.append(number)
        assert nights_asked == [0, 1, 3, 7, 15]
        site.files["/L2"] = statement("Two, at last.")
        [report] = nights.spend(server, series, after=31)
    assert report.changes[Change.NEW] == 1


def test_a_document_is_left_in_peace_until_it_is_due(nights: Nights) -> None:
    site = Site(old=statement("Old."), fresh=statement("Fresh."))
    with loopback(site) as server:
        both = source(server, (Posting("old", "un", date="2021-03-10"), Posting("fresh", "un", date="2031-03-01")))
        nights.spend(server, both)
        asked(server, site)
        [second] = nights.spend(server, both, after=1)
        assert asked(server, site) == ["fresh"]
        assert (second.found, second.resting, second.state) == (2, 1, "ok")
        assert "1 not due yet" in second.line()
        nights.spend(server, both, after=29)
        assert asked(server, site) == ["old", "fresh"]


def test_what_a_site_no_longer_lists_is_still_looked_after(nights: Nights) -> None:
    site = Site(a=statement("A."), b=statement("B."))
    with loopback(site) as server:
        whole = source(server, (Posting("a", "un"), Posting("b", "un")))
        nights.spend(server, whole)
        asked(server, site)
        fewer = source(server, (Posting("a", "un"),))
        site.files["/b"] = statement("B, corrected after it left the list.")
        [report] = nights.spend(server, fewer, after=1)
        assert sorted(asked(server, site)) == ["a", "b"]
        assert report.changes[Change.CHANGED] == 1


def test_what_vanishes_is_marked_after_three_nights_and_kept(nights: Nights) -> None:
    site = Site(a=statement("A."), b=statement("B."))
    with loopback(site) as server:
        whole = source(server, (Posting("a", "un"), Posting("b", "un")))
        nights.spend(server, whole)
        del site.files["/b"]
        for number in (1, 2, 3):
            nights.spend(server, source(server, (Posting("a", "un"),)), after=number)
        store = Store.open(nights.folder / "corpus.db")
        gone = {version.url: version.gone for key in store.document_ids() for version in store.versions(key)}
        assert gone == {f"{server.base}/a": "", f"{server.base}/b": "2031-03-05"}
        assert store.counts().documents == 2
        store.close()


def test_a_night_on_which_too_little_came_looks_after_nothing_else(nights: Nights) -> None:
    site = Site(a=statement("A."), b=statement("B."))
    with loopback(site) as server:
        whole = source(server, (Posting("a", "un"), Posting("b", "un")))
        nights.spend(server, whole)
        asked(server, site)
        broken = replace(source(server, (Posting("a", "un"),)), expect=Expect(2, 9))
        [report] = nights.spend(server, broken, after=1)
        assert report.state == "too few"
        assert asked(server, site) == ["a"]


def test_the_second_address_is_asked_where_the_first_has_nothing(nights: Nights) -> None:
    site = Site(page=statement("The same text."))
    with loopback(site) as server:
        posting = Posting("model.json", "nato", otherwise=(f"{server.base}/page",))
        [report] = nights.spend(server, source(server, (posting,)))
        assert asked(server, site) == ["model.json", "page"]
        assert (report.found, report.state) == (1, "ok")
        [again] = nights.spend(server, source(server, (posting,)), after=0.5)
        assert asked(server, site) == []
        assert again.found == 1


def test_records_are_kept_without_a_request(nights: Nights) -> None:
    record = Posting(
        "https://digitallibrary.un.org/record/1", "un", symbol="A/C.1/199/L.1", title="Sample draft", vote="Adopted"
    )

    def read(page: Page) -> Reading:
        return Reading(records=(record,))

    site = Site(oai=answer(b"<OAI-PMH/>", headers={"Content-Type": "text/xml"}))
    with loopback(site) as server:
        library = replace(
            source(server), begin=lambda itself, today: Reading(follow=(f"{server.base}/oai",)), read=read,
            expect=Expect(1, 9),
        )  # fmt: skip
        [report] = nights.spend(server, library)
        assert asked(server, site) == ["oai"]
    assert (report.records, report.state) == (1, "ok")
    store = Store.open(nights.folder / "corpus.db")
    held = store.document("A/C.1/199/L.1")
    assert (held.title, held.held) == ("Sample draft", False)
    assert store.facts(held.id)["vote"].origin == "library"
    store.close()


def test_two_sources_share_one_host_and_its_pace(nights: Nights) -> None:
    names = [f"d{number}" for number in range(12)]
    site = Site(**{name: statement(f"Words of {name}.") for name in names})
    moments: list[float] = []

    def timed(request: str) -> Iterator[bytes]:
        moments.append(nights.clock.seconds)
        yield from site(request)

    with loopback(timed) as server:
        first = source(server, tuple(Posting(name, "un") for name in names[:6]))
        second = replace(source(server, tuple(Posting(name, "un") for name in names[6:])), name="second")
        reports = nights.spend(server, first, second)
        paths = [path.lstrip("/") for path in server.paths]
    assert [report.found for report in reports] == [6, 6]
    assert sorted(paths) == sorted(["robots.txt", *names])
    assert all(later - earlier >= 1.0 for earlier, later in pairwise(moments))


def test_a_clock_set_back_ten_years_costs_nothing(nights: Nights) -> None:
    site = Site(a=statement("A."), L1=statement("One."))
    with loopback(site) as server:
        both = source(server, (Posting("a", "un", date="2021-03-10"),), (counted(server),))
        for after in (0, -3650, 1, -3649):
            [report] = nights.spend(server, both, after=after)
            assert (report.state, report.found) == ("ok", 2)
        site.files["/a"] = statement("A, corrected.")
        [report] = nights.spend(server, both, after=-3640)
        assert report.changes[Change.CHANGED] == 1


def test_a_changed_menu_is_no_new_version(nights: Nights) -> None:
    words = "<main><h1>Policy of Exampleland (sample)</h1><p>We support the directory of points of contact.</p></main>"

    def with_menu(menu: str) -> bytes:
        page = f"<html><body><nav><a href=/>{menu}</a></nav>{words}<footer>{menu}</footer></body></html>"
        return answer(page.encode(), headers={"Content-Type": "text/html"})

    site = Site(a=with_menu("Home"))
    with loopback(site) as server:
        pages = source(server, (Posting("a", "national"),))
        nights.spend(server, pages)
        site.files["/a"] = with_menu("Start, News, Contact")
        [report] = nights.spend(server, pages, after=1)
    assert report.changes[Change.SAME] == 1
    store = Store.open(nights.folder / "corpus.db")
    assert (store.counts().versions, len(store.changes(0)[1])) == (1, 1)
    store.close()


def test_what_moves_to_another_address_stays_one_document(nights: Nights) -> None:
    long = statement("States keep a directory of points of contact and review it every year. " * 20)
    site = Site(old=long)
    with loopback(site) as server:
        nights.spend(server, source(server, (Posting("old", "un"),)))
        site.files = {"/new": long}
        for number in (1, 2, 3, 4):
            nights.spend(server, source(server, (Posting("new", "un"),)), after=number)
        store = Store.open(nights.folder / "corpus.db")
        moved, before = store.document(f"{server.base}/new"), store.document(f"{server.base}/old")
        assert moved.id == before.id
        assert store.counts().documents == 1
        assert store.counts().gone == 0
        store.close()
