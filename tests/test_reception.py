"""Between crawlers and the intake: nothing is lost, memory is bounded, trouble on one side is heard on the other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.desk import Desk
from corpus.document import Posting, Response
from corpus.errors import ArchiveError
from corpus.intake import Intake
from corpus.keeping import Deposit
from corpus.reception import MOST_BYTES, Errand, Reception, Stopped
from corpus.store import Store
from corpus.workers import Workers
from tests.samples import NIGHT

PAGE = b"<html><main><p>States keep a directory of points of contact. (sample %d)</p></main></html>"


@pytest.fixture
def reception(tmp_path: Path) -> Iterator[Reception]:
    (tmp_path / "archive").mkdir()
    archive, store = Archive(tmp_path / "archive"), Store.open(tmp_path / "corpus.db", writing=True)
    with Workers(2) as workers:
        yield Reception(Intake(archive, store, workers))
    archive.close()
    store.close()


def answer_for(number: int) -> Response:
    url = f"https://example.org/{number}"
    return Response(url, url, 200, (("Content-Type", "text/html"),), PAGE % number, NIGHT)


def in_thread(reception: Reception, work: Callable[[], None]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            reception.leave()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.slow
def test_many_crawlers_hand_in_and_nothing_is_lost(reception: Reception, tmp_path: Path) -> None:
    told: list[Deposit] = []
    settled: list[int] = []

    def crawler(first: int) -> None:
        store = Store.open(tmp_path / "corpus.db")
        desk = Desk(reception, store, Archive(tmp_path / "archive"))
        before = len(told)
        for number in range(first, first + 10):
            response = answer_for(number)
            desk.keep_document(response, Posting(response.url, "un"), "sample", "ok_html", told.append)
        desk.failed("https://example.org/x", "sample", "unreachable", "no answer", NIGHT)
        desk.settle()
        settled.append(len(told) - before)
        store.close()

    threads = [in_thread(reception, partial(crawler, first)) for first in (0, 100, 200)]
    reception.serve(3)
    for thread in threads:
        thread.join()
    assert len(told) == 30
    assert min(settled) >= 10
    store = Store.open(tmp_path / "corpus.db")
    assert (store.counts().documents, store.counts().visits) == (30, 33)
    store.close()


def test_who_brings_too_much_waits_until_there_is_room(reception: Reception) -> None:
    order: list[str] = []
    large = MOST_BYTES - 10

    def errand(name: str, size: int) -> Errand:
        return Errand(lambda intake: order.append(f"kept {name}"), size, lambda: None)

    def crawler() -> None:
        for name in ("first", "second", "third"):
            reception.hand_in(errand(name, large))
            order.append(f"handed in {name}")

    thread = in_thread(reception, crawler)
    reception.serve(1)
    thread.join()
    assert order.index("kept first") < order.index("handed in second")
    assert order.index("kept second") < order.index("handed in third")


def test_one_body_larger_than_the_room_passes_alone(reception: Reception) -> None:
    done: list[int] = []
    errand = Errand(lambda intake: None, MOST_BYTES * 2, lambda: done.append(1))
    thread = in_thread(reception, lambda: reception.hand_in(errand))
    reception.serve(1)
    thread.join()
    assert done == [1]


def test_a_full_disk_ends_the_night_and_every_crawler_hears_it(reception: Reception) -> None:
    def full(intake: Intake) -> None:
        raise ArchiveError("The archive cannot be written: no space left on device.")

    heard: list[type[Exception]] = []

    def crawler() -> None:
        try:
            while True:
                reception.hand_in(Errand(full, MOST_BYTES, lambda: None))
        except Stopped as error:
            heard.append(type(error))

    threads = [in_thread(reception, crawler) for _ in range(3)]
    with pytest.raises(ArchiveError):
        reception.serve(3)
    reception.stop()
    for thread in threads:
        thread.join()
    assert heard == [Stopped] * 3
