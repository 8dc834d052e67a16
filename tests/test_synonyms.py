"""Words that name something of the thesaurus are searched by its other names too: said, counted, and off at will."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from corpus.document import Passage
from corpus.store import Store
from index.engine import open_engine
from index.query import And, Exact, Not, Or, Phrase, Query, Synonyms, Word
from index.sync import sync
from search.answer import Answer, SearchRequest
from search.library import Library
from search.parse import ParsedQuery, parse
from search.synonyms import ALL, Expansion
from search.thesaurus import Thesaurus, entries
from tests.samples import sample_arrival, sample_posting, sample_visit

TOLD = Thesaurus(
    entries(
        """
        [[concept]]
        name = "confidence-building measures"
        en = ["confidence-building measures", "CBM"]
        fr = ["MDC"]
        [[concept]]
        name = "ransomware"
        en = ["ransomware"]
        fr = ["rançongiciel"]
        [[concept]]
        name = "autonomous weapons"
        en = ["autonomous weapons", "LAWS"]
        """,
        "a test",
    )
)
RANSOM = Synonyms((Word("ransomwar"), Word("rancongiciel")))
WEAPONS = (Phrase(("autonomous", "weapons")), Exact("laws"))
MEASURES = (Phrase(("confidence", "building", "measures")), Word("cbm"), Word("mdc"))


def read(text: str, off: Collection[str] = ()) -> ParsedQuery:
    return parse(text, ("en", "fr"), thesaurus=TOLD, off=off)


def joined(text: str) -> Query:
    """What the words mean without a thesaurus."""
    return parse(text, ("en", "fr")).query


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("ransomware", RANSOM),
        ("Ransomwares", RANSOM),
        ("rançongiciels", Synonyms((Word("rancongiciel"), Word("ransomwar")))),
        ("ransomware gangs", And((RANSOM, joined("gangs")))),
        ("CBM", Synonyms((Word("cbm"), MEASURES[0], MEASURES[2]))),
        ("confidence-building measures", Or((joined("confidence-building measures"), Synonyms(MEASURES)))),
        ("confidence building measures", Or((joined("confidence building measures"), Synonyms(MEASURES)))),
        (
            "regional confidence-building measures",
            And((joined("regional"), Or((joined("confidence-building measures"), Synonyms(MEASURES))))),
        ),
        ("x OR ransomware", Or((joined("x"), RANSOM))),
        ("title:ransomware", Synonyms((Word("ransomwar", "title"), Word("rancongiciel", "title")), "title")),
        ("autonomous weapons", Or((joined("autonomous weapons"), Synonyms(WEAPONS)))),
    ],
)
def test_plain_words_are_searched_by_all_names(text: str, query: Query) -> None:
    assert read(text).query == query


@pytest.mark.parametrize(
    "text",
    [
        '"ransomware"',
        "ransomware*",
        "ransomware~",
        "type:ransomware",
        "confidence measures",
        "building",
        "NOT ransomware",
    ],
)
def test_what_is_quoted_starred_denied_or_in_another_order_is_left_as_it_is(text: str) -> None:
    assert read(text).query == joined(text)
    assert read(text).expansions == ()


def test_what_is_left_out_is_not_widened_while_the_rest_is() -> None:
    assert read("ransomware -ransomware").query == And((RANSOM, Not(joined("ransomware"))))


def test_a_concept_that_ends_within_a_word_is_none() -> None:
    told = Thesaurus(entries('[[concept]]\nname = "e"\nen = ["cyber e"]', "a test"))
    assert parse("cyber e-mail", ("en",), thesaurus=told).query == parse("cyber e-mail", ("en",)).query


def test_what_is_off_is_told_and_not_searched() -> None:
    met = Expansion("ransomware", "ransomware", ("rançongiciel",), on=True)
    assert read("ransomware").expansions == (met,)
    for off in (("ransomware",), (ALL,)):
        told = read("ransomware", off)
        assert told.query == joined("ransomware")
        assert told.expansions == (Expansion("ransomware", "ransomware", ("rançongiciel",), on=False),)


@pytest.fixture(params=["whoosh", "memory"])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Library]:
    store = Store.open(tmp_path / "corpus.db", writing=True)
    texts = {
        "A/199/1": ("en", "A gang demanded ransomware payments."),
        "A/199/2": ("fr", "Un rançongiciel a frappé un hôpital."),
        "A/199/3": ("en", "States agreed on a CBM."),
        "A/199/4": ("en", "Confidence-building measures help."),
        "A/199/5": ("en", "Confidence in building any measures."),
    }
    for symbol, (language, text) in texts.items():
        arrival = sample_arrival(
            sample_posting(f"https://example.org/{symbol}", symbol=symbol, title="A sample", language=language),
            passages=[Passage(text, "1", page=1, language=language)],
            body=symbol.encode(),
            language=language,
        )
        store.deposit(arrival, sample_visit(arrival))
    sync(store, request.param, tmp_path / "index", lambda done, total: None)
    opened = Library(store, open_engine(request.param, tmp_path / "index"), request.param, TOLD)
    yield opened
    opened.close()


def found(answer: Answer) -> set[str]:
    return {hit.document.symbol for hit in answer.hits if not hit.partial}


def test_a_document_in_another_language_is_found_and_its_name_is_marked(library: Library) -> None:
    answer = library.search(SearchRequest("ransomware"))
    assert found(answer) == {"A/199/1", "A/199/2"}
    french = next(hit for hit in answer.hits if hit.document.symbol == "A/199/2").passages[0]
    assert [french.text[start:end] for start, end in french.marks] == ["rançongiciel"]


def test_a_switch_says_what_its_names_bring_in_either_position(library: Library) -> None:
    on = library.search(SearchRequest("confidence-building measures"))
    assert found(on) == {"A/199/3", "A/199/4", "A/199/5"}
    assert [(switch.expansion.concept, switch.expansion.on, switch.brings) for switch in on.synonyms] == [
        ("confidence-building measures", True, 1)
    ]
    off = library.search(SearchRequest("confidence-building measures", off=("confidence-building measures",)))
    assert found(off) == {"A/199/4", "A/199/5"}
    assert [(switch.expansion.on, switch.brings) for switch in off.synonyms] == [(False, 1)]
    assert off.as_json()["synonyms"] == [
        {
            "concept": "confidence-building measures",
            "typed": "confidence-building measures",
            "forms": ["CBM", "MDC"],
            "on": False,
            "brings": 1,
        }
    ]


def test_each_of_two_concepts_is_counted_by_itself(library: Library) -> None:
    answer = library.search(SearchRequest("ransomware OR CBM"))
    assert {switch.expansion.concept: switch.brings for switch in answer.synonyms} == {
        "ransomware": 1,
        "confidence-building measures": 1,
    }
    everything_off = library.search(SearchRequest("ransomware OR CBM", off=(ALL,)))
    assert found(everything_off) == {"A/199/1", "A/199/3"}
    assert [switch.brings for switch in everything_off.synonyms] == [1, 1]


def test_the_phrase_comes_before_its_words_apart(library: Library) -> None:
    answer = library.search(SearchRequest("confidence-building measures"))
    ranked = [hit.document.symbol for hit in answer.hits]
    assert ranked.index("A/199/4") < ranked.index("A/199/5")
