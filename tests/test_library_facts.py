"""What the library says of a document: kept beside what is held, shown with where it was read, news only once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import Tag
from click.testing import CliRunner

from corpus.document import Change, FrontMatter, Posting
from corpus.home import Home
from corpus.store import Store
from search.cli import main
from tests.samples import NIGHT, sample_arrival, sample_posting, sample_visit
from tests.web_home import fill, form, page

DRAFT = "A/C.1/199/L.7"
ENTRY = Posting(
    "https://digitallibrary.un.org/record/9000001",
    "un",
    symbol=DRAFT,
    title="Directory of contacts (as the library has it)",
    submitters=("Exampleland",),
    agenda_item="94 (b)",
    vote="Adopted 109-48-7, 29th meeting",
    adopted_as="A/199/12",
    otherwise=("https://digitallibrary.un.org/record/9000001/files/A_C.1_199_L.7-EN.pdf",),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "corpus.db", writing=True)
    yield opened
    opened.close()


def hold_the_draft(store: Store, front: FrontMatter | None = None) -> int:
    posting = sample_posting("https://example.org/draft.pdf", symbol=DRAFT, title="Directory of contacts (sample)")
    arrival = sample_arrival(posting, front=front or FrontMatter())
    return store.deposit(arrival, sample_visit(arrival)).document_id


def test_an_entry_of_a_held_document_adds_facts_alone(store: Store) -> None:
    held = hold_the_draft(store)
    (recorded,) = store.record([(ENTRY, "library")], NIGHT)
    document = store.document(DRAFT)
    assert recorded.document_id == held
    assert (document.held, document.title) == (True, "Directory of contacts (sample)")
    assert document.submitters == ("Exampleland",)
    assert store.counts().versions == 1
    facts = store.facts(held)
    assert (facts["vote"].value, facts["vote"].origin) == (ENTRY.vote, "library")
    assert facts["title"].origin == "listing"


def test_an_entry_is_news_only_where_something_believed_changes(store: Store) -> None:
    hold_the_draft(store, FrontMatter(DRAFT, submitters=("Exampleland",), agenda_item="94 (b)"))
    before, _ = store.changes(0)
    (same,) = store.record([(ENTRY, "library")], NIGHT)
    assert same.change is Change.SAME
    assert store.changes(before) == (before, [])
    more = Posting(ENTRY.url, "un", process="first-committee", session="199", symbol=DRAFT)
    (changed,) = store.record([(more, "library")], NIGHT + timedelta(days=1))
    (again,) = store.record([(more, "library")], NIGHT + timedelta(days=2))
    assert (changed.change, again.change) == (Change.CHANGED, Change.SAME)
    after, told = store.changes(before)
    assert after == before + 1
    assert told == [changed.document_id]


def test_the_entry_of_a_document_that_is_not_held_makes_it_known(store: Store) -> None:
    (recorded,) = store.record([(ENTRY, "library")], NIGHT)
    assert recorded.change is Change.NEW
    assert not store.document(DRAFT).held
    assert hold_the_draft(store) == recorded.document_id


def test_a_document_is_found_by_the_files_the_library_has_of_it(store: Store) -> None:
    (recorded,) = store.record([(ENTRY, "library")], NIGHT)
    assert store.document(ENTRY.otherwise[0]).id == recorded.document_id


def test_a_vote_alone_leaves_title_and_address(store: Store) -> None:
    store.record([(ENTRY, "library")], NIGHT)
    before = store.document(DRAFT)
    (voted,) = store.record([(Posting("", "un", symbol=DRAFT, vote="Adopted 110-48-7"), "library")], NIGHT)
    assert voted.change is Change.SAME
    assert store.document(DRAFT) == before
    assert store.facts(before.id)["vote"].value == "Adopted 110-48-7"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("library") / "home")
    fill(home)
    store = Store.open(home.database, writing=True)
    hold_the_draft(store)
    unknown = Posting(
        "https://digitallibrary.un.org/record/9000002", "un", symbol="A/C.1/199/L.8", adopted_as="A/RES/199/99"
    )
    store.record([(ENTRY, "library"), (unknown, "library")], NIGHT)
    store.settle()
    return home


def show(home: Home, *arguments: str) -> str:
    ran = CliRunner().invoke(main, ["--home", str(home.path), "show", *arguments])
    assert ran.exit_code == 0, ran.output
    return ran.stdout


@pytest.mark.slow
def test_show_tells_vote_and_resolution_and_where_they_were_read(home: Home) -> None:
    told = show(home, DRAFT)
    assert "vote: Adopted 109-48-7, 29th meeting (UN Digital Library)" in told
    assert "adopted as: A/199/12 (UN Digital Library)" in told
    assert "agenda item: 94 (b) (UN Digital Library)" in told


def test_show_json_tells_vote_and_resolution(home: Home) -> None:
    told = json.loads(show(home, DRAFT, "--json"))
    assert (told["vote"], told["adopted_as"], told["agenda_item"]) == (ENTRY.vote, "A/199/12", "94 (b)")
    assert told["facts"]["vote"]["origin"] == "library"
    bare = json.loads(show(home, "A/199/12", "--json"))
    assert (bare["vote"], bare["adopted_as"]) == ("", "")


def test_the_form_links_to_what_a_draft_became(home: Home) -> None:
    with form(home) as client:
        rows = known(page(client, f"/d/{DRAFT}"))
        assert words(rows["Vote"]) == "Vote Adopted 109-48-7, 29th meeting (read: UN Digital Library)"
        assert rows["Adopted as"].select_one("a[href='/d/A/199/12']")
        # What nobody knows more of than its symbol is named without a link.
        unknown = known(page(client, "/d/A/C.1/199/L.8"))["Adopted as"]
        assert words(unknown).startswith("Adopted as A/RES/199/99")
        assert not unknown.select("a")


def known(tree: Tag) -> dict[str, Tag]:
    """What a page says of its document, by its label."""
    rows = tree.select("header > dl.known > div")
    return {words(label): row for row in rows if (label := row.select_one("dt"))}


def words(node: Tag) -> str:
    return " ".join(node.get_text(" ").split())
