"""What visits tell about an address: when it changed, how long it has been missing, when it counts as gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from corpus.document import Change, Passage
from corpus.store import Store, Visit
from tests.samples import NIGHT, sample_arrival, sample_posting, sample_visit

URL = "https://example.org/statement.pdf"
DAY = timedelta(days=1)
LONG = (Passage("Sample States keep a directory of points of contact and review it. " * 20, number="1", page=1),)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "corpus.db", writing=True)
    yield opened
    opened.close()


def bring(store: Store, nights: int, body: bytes = b"%PDF sample", **said: str) -> int:
    arrival = sample_arrival(sample_posting(URL, **said), body=body, at=NIGHT + nights * DAY)
    return store.deposit(arrival, sample_visit(arrival)).document_id


def miss(store: Store, nights: int, verdict: str = "not_found") -> None:
    store.visit(Visit("un-oewg", URL, verdict, "the server has no such address", NIGHT + nights * DAY, 404))


def gone(store: Store) -> str:
    return store.versions(store.document(URL).id)[0].gone


def test_an_address_never_visited_is_not_known(store: Store) -> None:
    assert store.known(URL) is None


def test_what_is_known_of_an_address(store: Store) -> None:
    bring(store, 0, date="2031-03-01")
    bring(store, 5)
    bring(store, 7, body=b"%PDF corrected")
    known = store.known(URL)
    assert known is not None
    assert (known.first, known.changed, known.visited) == (NIGHT, NIGHT + 7 * DAY, NIGHT + 7 * DAY)
    assert (known.etag, known.absences, known.there, known.date) == ('"1"', 0, True, "2031-03-01")


def test_absences_are_counted_by_night(store: Store) -> None:
    for nights in (1, 1, 2):
        miss(store, nights)
    known = store.known(URL)
    assert known is not None
    assert (known.absences, known.first, known.there) == (2, None, False)
    bring(store, 3)
    miss(store, 4, "empty")
    again = store.known(URL)
    assert again is not None
    assert (again.absences, again.first, again.there) == (1, NIGHT + 3 * DAY, False)


def test_what_vanishes_is_gone_after_three_nights_and_kept(store: Store) -> None:
    document = bring(store, 0)
    for nights in (1, 2):
        miss(store, nights)
        assert gone(store) == ""
    miss(store, 3)
    assert gone(store) == "2031-03-05"
    assert store.documents([document])[document].held
    assert len(store.current_passages(document)) == 3
    assert store.counts().gone == 1


def test_what_comes_back_is_not_gone(store: Store) -> None:
    bring(store, 0)
    for nights in (1, 2, 3):
        miss(store, nights)
    bring(store, 4)
    assert gone(store) == ""
    miss(store, 5)
    assert gone(store) == ""


@pytest.mark.parametrize("verdict", ["unreachable", "server_error", "challenge", "forbidden", "empty"])
def test_a_host_in_trouble_makes_nothing_gone(store: Store, verdict: str) -> None:
    bring(store, 0)
    for nights in range(1, 9):
        miss(store, nights, verdict)
    assert gone(store) == ""


def test_the_addresses_that_a_source_brought(store: Store) -> None:
    bring(store, 0, symbol="A/199/12", language="en")
    miss(store, 1)
    other = sample_arrival(sample_posting("https://example.org/other.pdf"), body=b"%PDF other")
    store.deposit(other, sample_visit(other, source="osce"))
    assert [(item.url, item.symbol, item.language) for item in store.brought_by("un-oewg")] == [(URL, "A/199/12", "en")]
    assert store.brought_by("nobody") == []


def test_a_page_that_moved_is_the_same_document(store: Store) -> None:
    first = sample_arrival(sample_posting("https://example.org/old"), passages=LONG, body=b"<p>old menu")
    moved = sample_arrival(
        sample_posting("https://example.org/new"), passages=LONG, body=b"<p>new menu", at=NIGHT + DAY
    )
    before = store.deposit(first, sample_visit(first))
    after = store.deposit(moved, sample_visit(moved))
    assert (after.document_id, after.change) == (before.document_id, Change.CHANGED)
    assert store.documents([before.document_id])[before.document_id].url == "https://example.org/new"
    assert store.document("https://example.org/new").id == before.document_id
    assert len(store.versions(before.document_id)) == 1
    for nights in range(2, 9):
        at = NIGHT + nights * DAY
        store.visit(Visit("un-oewg", "https://example.org/old", "not_found", "no such address", at, 404))
    assert store.versions(before.document_id)[0].gone == "", "what moved is not gone"


def test_two_symbols_with_one_text_stay_two_documents(store: Store) -> None:
    for number in (12, 13):
        posting = sample_posting(f"https://example.org/{number}", symbol=f"A/199/{number}")
        arrival = sample_arrival(posting, passages=LONG, body=b"%d" % number)
        store.deposit(arrival, sample_visit(arrival))
    assert store.document("A/199/12").id != store.document("A/199/13").id


def test_a_short_text_proves_nothing(store: Store) -> None:
    for number in (1, 2):
        arrival = sample_arrival(sample_posting(f"https://example.org/{number}"), body=b"form %d" % number)
        assert store.deposit(arrival, sample_visit(arrival)).change is Change.NEW


def test_an_unchanged_answer_counts_as_a_visit(store: Store) -> None:
    bring(store, 0)
    earlier = store.last_good_visit(URL)
    assert earlier is not None
    store.visit(replace(earlier, fetched=NIGHT + 9 * DAY, status=304))
    known = store.known(URL)
    assert known is not None
    assert (known.visited, known.changed) == (NIGHT + 9 * DAY, NIGHT)
