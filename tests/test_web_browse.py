"""The pages to browse: facets, a State, what is new, what is missing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from corpus.home import Home
from corpus.store import Store
from index.sync import sync
from search.coverage import missing
from tests.samples import NIGHT, sample_arrival, sample_posting, sample_visit
from tests.web_home import attribute, fill, form, page, text


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The sample home, and on later nights papers of a State whose name needs quoting, and of a catalogued document."""
    home = Home(tmp_path_factory.mktemp("browse") / "home")
    fill(home)
    store = Store.open(home.database, writing=True)
    papers = (
        ("A/199/40", "Exampleland", "working paper", "2031-02-01", 1),
        ("A/199/41", "Exampleland", "national statement", "2031-01-01", 1),
        ("A/199/42", "Côte d'Exemple / North", "working paper", "", 2),
        ("A/199/99", "", "", "2031", 2),
    )
    for symbol, name, kind, date, nights in papers:
        posting = sample_posting(f"https://example.org/{symbol}", symbol=symbol, type=kind, date=date)
        at = NIGHT + timedelta(days=nights)
        arrival = sample_arrival(
            replace(posting, submitters=(name,) if name else (), process="oewg-2021"), body=symbol.encode(), at=at
        )
        store.deposit(arrival, sample_visit(arrival))
    unheld = sample_posting("https://undocs.org/en/A/199/98", symbol="A/199/98", title="Known", process="gge")
    store.record([(unheld, "catalogue")], NIGHT)
    sync(store, "whoosh", home.index("whoosh"), lambda done, total: None)
    store.close()
    return home


@pytest.fixture(scope="module")
def client(home: Home) -> Iterator[FlaskClient]:
    with form(home) as opened:
        yield opened


def links(client: FlaskClient, url: str, within: str) -> dict[str, str]:
    """The links of a part of a page by their texts."""
    return {" ".join(a.get_text(" ").split()): str(a["href"]) for a in page(client, url).select(f"{within} a")}


def listed(client: FlaskClient, url: str) -> dict[str, list[str]]:
    """What a page lists under each of its headings that has a list of documents."""
    sections = [section for section in page(client, url).select("section") if section.select_one(".listing")]
    return {
        text(section, "h2"): [" ".join(a.get_text(" ").split()) for a in section.select(".listing a")]
        for section in sections
    }  # fmt: skip


def test_every_value_leads_to_what_its_count_says(client: FlaskClient) -> None:
    tree = page(client, "/browse")
    headings = [h2.get_text() for h2 in tree.select("h2")]
    assert headings == ["Process", "Session", "Source", "Year", "Type of document", "States and groups"]
    for entry in tree.select(".lists li"):
        link, count = attribute(entry, "a", "href"), text(entry, ".number")
        if link.startswith("/states/"):
            assert text(page(client, link), "main > p").startswith(f"{count} document")
        else:
            assert text(page(client, link), "[role=status] h1").startswith(f"{count} document")


def test_a_state_has_papers_and_statements_newest_first(client: FlaskClient) -> None:
    assert listed(client, links(client, "/browse", ".lists")["Exampleland"]) == {
        "Papers and proposals 1": ["A/199/40"], "Statements 1": ["A/199/41"],
    }  # fmt: skip


def test_replies_in_reports_stand_by_themselves(client: FlaskClient) -> None:
    assert listed(client, "/states/Facsimilia") == {
        "Replies in reports and speeches in records 1": ["A/199/30 (Facsimilia) Facsimilia: Views of States (sample)"]
    }


def test_the_counts_of_a_state_lead_to_its_documents(client: FlaskClient) -> None:
    counted = links(client, "/states/Exampleland", ".lists")
    assert set(counted) == {"Open-ended Working Group 2021–2025", "2031", "working paper", "national statement"}
    assert text(page(client, counted["2031"]), "[role=status] h1").startswith("2 documents")


def test_a_name_is_found_in_another_spelling(client: FlaskClient) -> None:
    name = links(client, "/browse", ".lists")["Côte d'Exemple / North"]
    assert listed(client, name) == {"Papers and proposals 1": ["A/199/42"]}
    answer = client.get("/states/EXAMPLELAND")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/states/Exampleland")


@pytest.mark.parametrize("name", ["Examplland", "x" * 3_000, "<script>", "..", "%00", "a//b", "a?b#c"])
def test_an_unknown_state_is_said_with_near_ones(client: FlaskClient, name: str) -> None:
    tree = page(client, f"/states/{name}", 404)
    assert name != "Examplland" or text(tree, ".near") == "Exampleland"


def test_a_document_leads_to_its_state(client: FlaskClient) -> None:
    assert links(client, "/d/A/199/40", ".known")["Exampleland"] == "/states/Exampleland"


def test_new_documents_stand_under_the_day_on_which_their_text_came(client: FlaskClient) -> None:
    days = listed(client, "/new")
    assert list(days) == ["6 March 2031 2 documents", "5 March 2031 2 documents", "4 March 2031 5 documents"]
    # A document known by title from the first night on is new when its text comes.
    assert days["6 March 2031 2 documents"] == ["A/199/42", "A/199/99 Only known"]


@pytest.mark.parametrize("wanted", ["2", "999999", "x", "-1", "0"])
def test_any_page_of_the_new_is_a_page(client: FlaskClient, wanted: str) -> None:
    tree = page(client, f"/new?page={wanted}")
    assert ("nothing older" in text(tree, "main")) == (wanted in ("2", "999999"))


def test_what_is_missing_says_how_to_get_it(client: FlaskClient) -> None:
    tree = page(client, "/coverage")
    assert text(tree, "details summary") == "Groups of Governmental Experts, 2004–2021: 1 text not held"
    assert [code.get_text() for code in tree.select("details code")] == [
        "verbale update un-gge", "verbale import FILE --source un --process gge",
    ]  # fmt: skip
    assert attribute(tree, "details .address", "href") == "https://undocs.org/en/A/199/98"
    visits = {text(row, "th"): text(row, "td") for row in tree.select("table tbody tr") if row.select_one("code")}
    assert (visits["un-oewg"], visits["nato"]) == ("6 March 2031", "never")


def test_what_is_missing_is_also_there_for_programs(client: FlaskClient) -> None:
    told = json.loads(client.get("/coverage?format=json").data)
    assert told["catalogue"] == [{"source": "un", "held": 1, "known": 2}]
    [group] = told["missing"]
    assert [document["id"] for document in group["documents"]] == ["A/199/98"]
    assert group["commands"][0] == "verbale update un-gge"
    assert {"source": "nato", "at": "", "verdicts": {}, "command": "verbale update nato"} in told["visits"]


@pytest.mark.parametrize(
    ("source", "process", "commands"),
    [
        ("nato", "nato", ["verbale update nato", "verbale import FILE --source nato --process nato"]),
        ("coe", "", ["verbale import FILE --source coe"]),
        ("", "", ["verbale import FILE"]),
        # No source asks for the papers of that body: a command that brings nothing is not told.
        ("un", "ecosoc", ["verbale import FILE --source un --process ecosoc"]),
    ],
)
def test_commands_name_sources_that_there_are(home: Home, source: str, process: str, commands: list[str]) -> None:
    store = Store.open(home.database)
    document = replace(store.document("A/199/98"), source=source, process=process)
    store.close()
    assert [*missing([document], ["un-gge", "un-oewg", "nato"])[0].commands] == commands


def test_nothing_held_has_pages_too(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = Home(tmp_path_factory.mktemp("empty") / "home")
    home.make()
    store = Store.open(home.database, writing=True)
    sync(store, "whoosh", home.index("whoosh"), lambda done, total: None)
    store.close()
    with form(home) as client:
        assert "Nothing is held yet" in text(page(client, "/new"), "main")
        assert "Every document that is known is held." in text(page(client, "/coverage"), "main")
        page(client, "/browse")
