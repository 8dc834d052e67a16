"""The same search gives the same answer later: what was held at the end of a day."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from corpus.config import Config
from corpus.document import Passage
from corpus.errors import HomeError
from corpus.home import Home
from corpus.store import Store, Visit
from corpus.store.as_of import changed_after, store_as_of
from index.sync import sync
from search.answer import SearchRequest
from search.as_of import MOST_DAYS, BadDay, NothingHeld, NotPrepared, day_of, library_as_of, prepared
from search.cli import main
from search.library import Library
from search.web.app import Surroundings, create_app
from search.web.shelf import Shelf
from tests.samples import sample_arrival, sample_posting, sample_visit
from tests.web_home import attribute, page, report_with_replies

FIRST = datetime(2031, 3, 1, 2, 30, tzinfo=UTC)
OLD = Passage("States shall keep a directory of points of contact.", number="24", page=7)
NEW = Passage("States may keep a register of points of contact.", number="24", page=7)
DIRECTORY, MANDATE = "https://example.org/directory.pdf", "https://example.org/mandate.pdf"


def put(home: Home, day: int, url: str, symbol: str, passage: Passage, body: bytes) -> None:
    """A file came on the `day`th day."""
    at = FIRST + timedelta(days=day)
    arrival = sample_arrival(sample_posting(url, symbol=symbol), passages=(passage,), body=body, at=at)
    store = Store.open(home.database, writing=True)
    store.deposit(arrival, replace(sample_visit(arrival), fetched=at))
    store.close()
    store = Store.open(home.database)
    sync(store, "whoosh", home.index("whoosh"), quiet)
    store.close()


def quiet(done: int, total: int) -> None:
    """Progress that nobody looks at."""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """The directory came on day 0, changed on day 2 and was as before on day 4; the mandate came on day 3."""
    home = Home(tmp_path / "home")
    home.make()
    put(home, 0, DIRECTORY, "A/199/12", OLD, b"%PDF one")
    put(home, 2, DIRECTORY, "A/199/12", NEW, b"%PDF two")
    put(home, 3, MANDATE, "A/199/13", NEW, b"%PDF mandate")
    put(home, 4, DIRECTORY, "A/199/12", OLD, b"%PDF one")
    return home


def day(number: int) -> date:
    return (FIRST + timedelta(days=number)).date()


@contextmanager
def opened(home: Home, number: int) -> Iterator[Library]:
    with library_as_of(home, Config(), day(number), quiet) as library:
        yield library


def found(home: Home, number: int, query: str) -> list[str]:
    with opened(home, number) as library:
        return [hit.document.symbol for hit in library.search(SearchRequest(query)).hits]


@pytest.mark.parametrize(
    ("number", "shall", "may"),
    [
        (0, ["A/199/12"], []), (1, ["A/199/12"], []), (2, [], ["A/199/12"]), (3, [], ["A/199/12", "A/199/13"]),
        (4, ["A/199/12"], ["A/199/13"]), (9, ["A/199/12"], ["A/199/13"]),
    ],
)  # fmt: skip
def test_what_was_held_on_a_day_is_found(home: Home, number: int, shall: list[str], may: list[str]) -> None:
    assert found(home, number, '"shall keep a directory"') == shall
    assert sorted(found(home, number, '"may keep a register"')) == may


def test_the_same_search_gives_the_same_answer_after_more_nights(home: Home) -> None:
    with opened(home, 3) as library:
        before = library.search(SearchRequest("register")).as_json()
    put(home, 6, DIRECTORY, "A/199/12", NEW, b"%PDF three")
    put(home, 7, "https://example.org/third.pdf", "A/199/14", NEW, b"%PDF third")
    with opened(home, 3) as library:
        after = library.search(SearchRequest("register")).as_json()
    assert {**before, "took_ms": 0} == {**after, "took_ms": 0}
    assert len(found(home, 7, "register")) == 3


def test_where_nothing_changed_since_the_index_that_there_is_answers(home: Home) -> None:
    assert changed_after(home.database, day(3))
    assert not changed_after(home.database, day(4))
    assert found(home, 4, "directory") == ["A/199/12"]
    assert sorted(path.name for path in home.index("whoosh").parent.iterdir()) == ["whoosh"]


def test_a_day_before_anything_says_so(home: Home) -> None:
    with pytest.raises(NothingHeld, match="No text was held here on 2031-02-28"), opened(home, -1):
        pass


def test_a_document_counts_as_held_from_the_day_of_its_text_on(home: Home) -> None:
    store = store_as_of(home.database, day(2))
    assert store.counts().documents == 1
    assert [store.document("A/199/12").held, store.browsing.document("A/199/13")] == [True, None]
    store.close()


def test_a_reader_who_may_not_write_is_told_what_to_do(home: Home) -> None:
    with pytest.raises(NotPrepared, match="verbale search --as-of 2031-03-03"):
        prepared(home, Config(), day(2))
    assert found(home, 2, "register") == ["A/199/12"]
    library = prepared(home, Config(), day(2))
    assert library.search(SearchRequest("register")).total == 1
    library.close()


def test_a_day_is_not_made_while_another_verbale_writes(home: Home) -> None:
    with home.writing("update"), pytest.raises(HomeError, match="`verbale update`"), opened(home, 2):
        pass


def test_the_indexes_of_a_few_days_are_kept(home: Home) -> None:
    for number in range(4):
        found(home, number, "directory")
    kept = sorted(path.name for path in home.index("whoosh").parent.glob("*-as-of-*"))
    assert kept == [f"whoosh-as-of-{day(number)}" for number in range(4 - MOST_DAYS, 4)]


@pytest.mark.parametrize(
    ("typed", "message"), [("2031-3-4", "is no day"), ("2031-02-30", "is no day"), ("2031-03-05", "still to come")]
)
def test_what_is_no_day_is_refused(typed: str, message: str) -> None:
    with pytest.raises(BadDay, match=message):
        day_of(typed, date(2031, 3, 4))
    assert day_of("2031-03-04", date(2031, 3, 4)) == date(2031, 3, 4)


def test_what_vanished_came_in_another_language_or_as_a_reply_counts_on_their_days(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.make()
    put(home, 0, DIRECTORY, "A/199/12", OLD, b"%PDF one")
    french = Passage("Les États tiennent un répertoire.", number="24", page=7, language="fr")
    put(home, 2, "https://example.org/repertoire.pdf", "A/199/13", french, b"%PDF fr")
    with closing(Store.open(home.database, writing=True)) as store:
        for night in range(3, 12):
            at = FIRST + timedelta(days=night)
            store.visit(Visit("sample", DIRECTORY, "not_found", "404", at, 404, ""))
        views = report_with_replies()
        views = replace(views, original=replace(views.original, fetched=FIRST + timedelta(days=12)))
        store.deposit(views, sample_visit(views))
        assert [gone.key for gone in store.gone()] == ["A/199/12"]
        sync(store, "whoosh", home.index("whoosh"), quiet)
    told = {}
    for days in (1, 3, 11, 13):
        with library_as_of(home, Config(), FIRST.date() + timedelta(days=days), quiet) as library:
            told[days] = [
                library.search(SearchRequest(words)).total for words in ("directory", "répertoire", "facsimilia")
            ]
    # What a site takes away is kept, and stays found; a report and the reply in it are found from the day they came.
    assert told == {1: [1, 0, 0], 3: [1, 1, 0], 11: [1, 1, 0], 13: [1, 1, 2]}


def test_the_command_says_what_the_answer_is_of(home: Home) -> None:
    told = CliRunner().invoke(main, ["--home", str(home.path), "search", "--as-of", "2020-01-01", "--json", "register"])
    assert (told.exit_code, "No text was held here on 2020-01-01" in told.stderr) == (1, True)
    told = CliRunner().invoke(main, ["--home", str(home.path), "search", "--as-of", "tomorrow", "register"])
    assert "'tomorrow' is no day" in told.stderr


def test_a_search_of_a_past_day_from_the_command_line(tmp_path: Path) -> None:
    # The samples are of 2031; to be past for the clock of the command, these came in 2021.
    home = Home(tmp_path / "home")
    home.make()
    for number, passage in enumerate((OLD, NEW)):
        put(home, -3650 + 2 * number, DIRECTORY, "A/199/12", passage, f"%PDF {number}".encode())
    then = day(-3650)
    told = CliRunner().invoke(main, ["--home", str(home.path), "search", "--as-of", str(then), "--json", "directory"])
    assert (told.exit_code, f"As of {then}" in told.stderr) == (0, True)
    assert [hit["symbol"] for hit in json.loads(told.stdout)["hits"]] == ["A/199/12"]
    told = CliRunner().invoke(main, ["--home", str(home.path), "search", "--json", "directory"])
    assert json.loads(told.stdout)["total"] == 0


@pytest.fixture
def client(home: Home) -> Iterator[FlaskClient]:
    shelf = Shelf(home, Config())
    with create_app(shelf, home, Surroundings(now=lambda: FIRST + timedelta(days=9))).test_client() as opened_client:
        yield opened_client
    shelf.close()


def test_the_form_and_the_api_answer_as_of_a_day_once_it_was_made(home: Home, client: FlaskClient) -> None:
    asked = f"q=register&as-of={day(2)}"
    refused = client.get(f"/api/v1/search?{asked}")
    assert (refused.status_code, "verbale search --as-of" in refused.text) == (503, True)
    found(home, 2, "register")
    hits = json.loads(client.get(f"/api/v1/search?{asked}").text)["hits"]
    assert [hit["symbol"] for hit in hits] == ["A/199/12"]
    # The words are no longer in the current text, so the address is that of the version which has them.
    assert "States may keep a register" in page(client, hits[0]["passages"][0]["url"]).get_text()
    tree = page(client, f"/?{asked}")
    assert f"As of {day(2)}" in tree.get_text()
    assert attribute(tree, "input[name=as-of]", "value") == str(day(2))
    assert client.get(f"/export?format=csv&{asked}").text.count("A/199/12") == 2
    assert client.get(f"/?q=register&as-of={day(20)}").status_code == 400
    assert client.get(f"/?q=register&as-of={day(-1)}").status_code == 404


def test_a_result_links_to_itself_as_it_is_today(client: FlaskClient) -> None:
    tree = page(client, "/?q=register&scope=paragraph")
    link = attribute(tree, ".files a:last-of-type", "href")
    assert link == f"?q=register&scope=paragraph&as-of={day(9)}"
    assert len(page(client, f"/{link}").select(".hit")) == 1
