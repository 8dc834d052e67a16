"""Who cites whom: kept at extraction, asked for in both directions, shown with the paragraph."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpus.archive.whole import Found
from corpus.document import Passage
from corpus.errors import QueryError
from corpus.home import Home
from corpus.store import Store
from corpus.store.citations import are_kept
from corpus.store.whole import check_store
from index.engine import open_engine
from index.sync import sync
from search.answer import SearchRequest as Request
from search.citing import cited_by, cites
from search.cli import main
from search.library import Library
from tests.samples import NIGHT, sample_arrival, sample_posting, sample_visit
from tests.web_home import form, page

REPORT = [
    Passage("Recalling resolution 75/240 (sample),", "PP1", page=1),
    Passage("As A/199/20 and A/199/40 say, States answer (sample). See A/199/10 itself.", "2", page=3),
]
LETTER = [Passage("The letter refers to document A/199/10, para. 2 (sample).", page=1)]
TRANSLATED = [Passage("La lettre renvoie au document A/199/10 (exemple).", page=1)]


def arrivals() -> Iterator[tuple[str, list[Passage], str]]:
    yield "A/199/10", REPORT, "en"
    yield "A/199/20", LETTER, "en"
    yield "A/199/20", TRANSLATED, "fr"
    yield "A/199/40", [Passage("It cites nothing (sample).", "1")], "en"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("citations"))
    home.make()
    store = Store.open(home.database, writing=True)
    for number, (symbol, passages, language) in enumerate(arrivals()):
        posting = sample_posting(f"https://example.org/{number}", symbol=symbol, title=f"{symbol} (sample)")
        arrival = sample_arrival(posting, passages=passages, body=b"%d" % number, language=language)
        store.deposit(arrival, sample_visit(arrival))
    sync(store, "whoosh", home.index("whoosh"), lambda done, total: None)
    store.close()
    return home


@pytest.fixture
def library(home: Home) -> Iterator[Library]:
    opened = Library(Store.open(home.database), open_engine("whoosh", home.index("whoosh")), "whoosh")
    yield opened
    opened.close()


def keys(library: Library, query: str) -> set[str]:
    return {hit.document.key for hit in library.search(Request(query)).hits}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("cites:A/199/10", {"A/199/20"}),
        ("cites:a-199-40", {"A/199/10"}),
        ("cites:75/240 recalling", {"A/199/10"}),
        ('cites:"resolution 75/240"', {"A/199/10"}),
        ('cites:"2021 OEWG report"', set()),
        ("cited-by:A/199/10", {"A/199/20", "A/199/40"}),
        ("cited-by:A/199/20 NOT letter", {"A/199/10"}),
        ("cited-by:A/199/40", set()),
        ("cited-by:A/199/99", set()),
        ("NOT cited-by:A/199/10", {"A/199/10"}),
    ],
)
def test_both_directions_can_be_asked_for(library: Library, query: str, found: set[str]) -> None:
    assert keys(library, query) == found


@pytest.mark.parametrize("query", ["cites:", "cites:directory", "cited-by:the"])
def test_what_is_no_document_is_pointed_at(library: Library, query: str) -> None:
    with pytest.raises(QueryError, match="cite"):
        library.search(Request(query))


def test_citations_say_their_paragraphs_and_what_is_not_held(library: Library) -> None:
    store = library.store
    out = {link.symbol: link for link in cites(store, store.document("A/199/10"))}
    assert list(out) == ["A/RES/75/240", "A/199/20", "A/199/40"]
    assert out["A/RES/75/240"].document is None
    assert [place.url for place in out["A/199/40"].places] == ["/d/A/199/10#para-2"]
    (back,) = cited_by(store, store.document("A/199/10"))
    assert (back.symbol, [place.url for place in back.places]) == ("A/199/20", ["/d/A/199/20#p-1"])


def test_the_command_line_and_the_form_show_them(home: Home) -> None:
    ran = CliRunner().invoke(main, ["--home", str(home.path), "show", "A/199/10", "--json"])
    told = json.loads(ran.stdout)
    assert [link["symbol"] for link in told["cites"]] == ["A/RES/75/240", "A/199/20", "A/199/40"]
    assert told["cited_by"][0]["symbol"] == "A/199/20"
    shown = CliRunner().invoke(main, ["--home", str(home.path), "show", "A/199/10"]).stdout
    assert "cites: A/RES/75/240 (para. PP1), A/199/20 (para. 2), A/199/40 (para. 2)" in shown
    with form(home) as client:
        links = {link["href"] for link in page(client, "/d/A/199/40").select("dd details a")}
    assert links == {"/d/A/199/10", "/d/A/199/10#para-2"}


def test_a_version_that_is_replaced_takes_its_citations_along(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "corpus.db", writing=True)
    posting = sample_posting(symbol="A/199/10")
    for number, text in enumerate(("It cites A/199/20.", "It cites A/199/21.")):
        arrival = sample_arrival(posting, passages=[Passage(text, "1")], body=b"%d" % number, at=NIGHT)
        store.deposit(arrival, sample_visit(arrival))
    document = store.document("A/199/10")
    assert [link.symbol for link in cites(store, document)] == ["A/199/21"]
    assert store.citations_of("A/199/20") == []
    store.close()


def test_verify_notices_a_citation_that_was_changed(tmp_path: Path) -> None:
    database = tmp_path / "corpus.db"
    store = Store.open(database, writing=True)
    arrival = sample_arrival(sample_posting(symbol="A/199/10"), passages=REPORT)
    store.deposit(arrival, sample_visit(arrival))
    store.settle()
    connection = sqlite3.connect(database)
    connection.row_factory = sqlite3.Row
    assert are_kept(connection, 1)
    connection.execute("UPDATE citations SET symbol = 'A/199/41' WHERE symbol = 'A/199/40'")
    connection.commit()
    connection.close()
    assert any("citations" in damage.what for damage in check_store(database, Found({}, [])))
