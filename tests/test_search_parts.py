"""A State's reply in a report is found on its own, by its State, and once; the report is found by all its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.document import FrontMatter, Part, Passage
from corpus.store import Store
from index.engine import open_engine
from index.sync import sync
from search.answer import SearchRequest
from search.library import Library
from tests.samples import sample_arrival, sample_posting, sample_visit

TEXT = (
    Passage("The replies follow.", "1", page=1),
    Passage("Facsimilia nominates a duty officer.", page=2),
    Passage("Testonia proposes a communication check.", page=3),
)
REPLIES = (
    Part("Facsimilia", 2, 2, submitters=("Facsimilia",), language="fr", date="2031-05-02"),
    Part("Testonia", 3, 3, submitters=("Testonia",), language="en"),
)


@pytest.fixture(params=["whoosh", "memory"])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Library]:
    store = Store.open(tmp_path / "corpus.db", writing=True)
    front = FrontMatter("A/199/12", "Views of States", date_issued="2031-07-01")
    arrival = sample_arrival(sample_posting(symbol="A/199/12"), front=front, passages=TEXT)
    arrival = replace(arrival, extract=replace(arrival.extract, parts=REPLIES))
    store.deposit(arrival, sample_visit(arrival))
    sync(store, request.param, tmp_path / "index", lambda done, total: None)
    opened = Library(store, open_engine(request.param, tmp_path / "index"), request.param)
    yield opened
    opened.close()


def keys(library: Library, query: str, **asked: object) -> list[str]:
    answer = library.search(SearchRequest(query, **asked))  # type: ignore[arg-type]
    return [hit.document.key for hit in answer.hits]


def test_a_reply_is_found_by_its_state_and_its_year(library: Library) -> None:
    assert keys(library, "by:Facsimilia") == ["A/199/12 (Facsimilia)"]
    assert keys(library, "officer by:Testonia") == []


def test_a_paragraph_of_a_reply_is_found_once(library: Library) -> None:
    answer = library.search(SearchRequest("officer", scope="passage"))
    assert [(hit.document.key, hit.passages[0].page) for hit in answer.hits] == [("A/199/12 (Facsimilia)", 2)]


def test_the_report_is_found_by_words_of_two_replies_and_shows_them(library: Library) -> None:
    answer = library.search(SearchRequest("officer communication"))
    assert [hit.document.key for hit in answer.hits if not hit.partial] == ["A/199/12"]
    assert {hit.document.key for hit in answer.hits if hit.partial} == {
        "A/199/12 (Facsimilia)",
        "A/199/12 (Testonia)",
    }
    assert {passage.page for passage in answer.hits[0].passages} == {2, 3}
