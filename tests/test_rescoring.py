"""Documents by their best paragraphs; what has some of the words only; the same text once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Passage
from corpus.store import Store
from index.engine import open_engine
from index.query import And, Exact, Hit, Keyword, Not, Or, Query, Range, Results, Word
from index.sync import sync
from search.answer import SearchRequest
from search.library import Library
from search.rescoring import BEST_PARAGRAPH, NEXT_PARAGRAPH, WINDOW, loosened, rescored
from tests.samples import sample_arrival, sample_posting, sample_visit

A, B = Word("a"), Word("b")
DATED, OF_TYPE = Range(20210000, 20211231), Keyword("type", "report")


def best(*scores: float) -> Results:
    return Results(len(scores), tuple(Hit(number, score) for number, score in enumerate(scores)))


def test_a_document_is_worth_its_text_and_its_best_paragraphs() -> None:
    hits = (Hit(1, 3.0), Hit(2, 2.0), Hit(3, 1.0))
    told = rescored(hits, {2: best(8.0, 1.0), 3: best()})
    assert [hit.record for hit in told] == [2, 1, 3]
    assert told[0].score == pytest.approx(2.0 + 8.0 * BEST_PARAGRAPH + 1.0 * NEXT_PARAGRAPH)


@given(st.lists(st.floats(0, 10, allow_nan=False), max_size=8))
def test_without_paragraphs_the_order_stays(scores: list[float]) -> None:
    hits = [Hit(number, score) for number, score in enumerate(sorted(scores, reverse=True))]
    assert rescored(hits, {}) == hits


@pytest.mark.parametrize(
    ("query", "loose"),
    [
        (And((A, B)), And((Or((A, B)), Not(And((A, B)))))),
        (And((A, B, DATED)), And((Or((A, B)), DATED, Not(And((A, B)))))),
        (And((A, Not(B), Exact("c"))), And((Or((A, Exact("c"))), Not(B), Not(And((A, Exact("c"))))))),
        (And((A, B, Or((OF_TYPE, OF_TYPE)))), And((Or((A, B)), Or((OF_TYPE, OF_TYPE)), Not(And((A, B)))))),
        (A, None),
        (Or((A, B)), None),
        (And((A, DATED)), None),
        (And((A, Not(B))), None),
        (And(()), None),
    ],
)
def test_some_of_the_words_are_asked_of_words_side_by_side_alone(query: Query, loose: Query | None) -> None:
    assert loosened(query) == loose


def arrive(store: Store, symbol: str, *texts: str, title: str = "", **more: object) -> None:
    passages = [Passage(text, str(number), page=1) for number, text in enumerate(texts, 1)]
    posting = sample_posting(f"https://example.org/{symbol}", symbol=symbol, title=title or symbol)
    arrival = sample_arrival(posting, passages=passages, body=f"{symbol} {more}".encode())
    store.deposit(arrival, sample_visit(arrival))


DIRECTORY = "Decides to keep a directory of points of contact and to review it every second year."
VERIFIED = "Requests the Secretary-General to verify every entry of the directory by a ping test."


@pytest.fixture(params=["whoosh", "memory"])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Library]:
    store = Store.open(tmp_path / "corpus.db", writing=True)
    arrive(
        store,
        "A/199/1",
        "Budget of the ping office.",
        "A test of nothing.",
        *[f"Other matters, part {part}, of the annual budget." for part in range(1, 9)],
    )
    arrive(store, "A/C.1/199/L.20", DIRECTORY, VERIFIED, title="Directory of points of contact")
    arrive(store, "A/RES/199/16", DIRECTORY, VERIFIED, title="Directory of points of contact")
    arrive(store, "A/RES/199/17", DIRECTORY, "Another end.", title="Directory of points of contact")
    arrive(store, "A/199/3", "The directory of Exampleland.")
    sync(store, request.param, tmp_path / "index", lambda done, total: None)
    opened = Library(store, open_engine(request.param, tmp_path / "index"), request.param)
    yield opened
    opened.close()


def test_words_in_one_paragraph_come_before_words_all_over_a_report(library: Library) -> None:
    answer = library.search(SearchRequest("ping test"))
    assert answer.total == 3
    assert answer.hits[-1].document.symbol == "A/199/1"


def test_a_draft_adopted_as_it_was_is_shown_once_and_named(library: Library) -> None:
    answer = library.search(SearchRequest("ping test"))
    assert [(hit.document.symbol, [same.document.symbol for same in hit.same]) for hit in answer.hits] == [
        ("A/C.1/199/L.20", ["A/RES/199/16"]),
        ("A/199/1", []),
    ]
    assert answer.as_json()["hits"][0]["same"] == ["A/RES/199/16"]


def test_documents_of_one_title_and_other_texts_stay_apart(library: Library) -> None:
    answer = library.search(SearchRequest("directory review"))
    assert {hit.document.symbol for hit in answer.hits if not hit.partial} == {"A/C.1/199/L.20", "A/RES/199/17"}


def test_a_paragraph_used_again_is_shown_once_and_named(library: Library) -> None:
    answer = library.search(SearchRequest("directory review", scope="passage"))
    whole = [hit for hit in answer.hits if not hit.partial]
    assert [[hit.id, *(same.id for same in hit.same)] for hit in whole] == [
        ["A/C.1/199/L.20#para-1", "A/RES/199/16#para-1", "A/RES/199/17#para-1"]
    ]


def test_what_has_some_of_the_words_follows_and_says_so(library: Library) -> None:
    answer = library.search(SearchRequest("ping Exampleland"))
    assert answer.total == 0
    assert {hit.document.symbol for hit in answer.hits} == {"A/C.1/199/L.20", "A/199/1", "A/199/3"}
    assert all(hit.partial for hit in answer.hits)
    assert answer.as_json()["hits"][0]["partial"] is True


@pytest.mark.parametrize(
    "asked",
    [{"limit": 0}, {"offset": 3}, {"sort": "date"}, {"filters": {"type": ("unknown",)}}],
)
def test_where_some_of_the_words_would_disturb_they_are_left_out(library: Library, asked: dict[str, object]) -> None:
    answer = library.search(SearchRequest("ping Exampleland", **asked))  # type: ignore[arg-type]
    assert [hit for hit in answer.hits if hit.partial] == []


def test_pages_of_a_result_make_up_the_whole(library: Library) -> None:
    whole = library.search(SearchRequest("directory", limit=WINDOW)).hits
    ranked = [hit.document.id for found in whole for hit in (found, *found.same)]
    paged = [
        hit.document.id
        for offset in range(len(ranked))
        for found in library.search(SearchRequest("directory", offset=offset, limit=1)).hits
        for hit in (found, *found.same)
    ]
    assert sorted(paged) == sorted(ranked)
    assert len(set(paged)) == len(paged)


def test_paragraphs_that_differ_in_a_word_stay_apart(library: Library) -> None:
    answer = library.search(SearchRequest("matters", scope="passage"))
    assert len(answer.hits) == answer.total == 8
