"""The web form on a real small home: what a reader sees, what a hostile text cannot do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from corpus.config import Config
from corpus.document import Passage
from corpus.home import Home
from corpus.store import Store
from index.sync import sync
from search.library import Library
from search.web.app import create_app
from search.web.asked import Asked, asked, pages
from search.web.marking import pieces
from search.web.shelf import Shelf
from tests.samples import NIGHT, sample_arrival, sample_posting, sample_visit

XSS = Path(__file__).resolve().parents[2] / "shared" / "torture" / "xss"
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><svg/onload=alert(1)>"


def fill(home: Home, hostile: tuple[str, ...] = (HOSTILE,)) -> None:
    home.make()
    store = Store.open(home.database, writing=True)
    arrivals = [
        sample_arrival(
            sample_posting(symbol="A/199/12", title="Report on contact (sample)", date="2031-01-02", type="report")
        ),
        sample_arrival(
            sample_posting("https://example.org/rev", symbol="A/199/12/Rev.1", title="Revised report"), body=b"%PDF rev"
        ),
        sample_arrival(
            sample_posting("https://example.org/ar", symbol="A/199/20", title="Arabic sample", language="ar"),
            passages=[Passage("تحتفظ الدول بدليل لجهات الاتصال.", number="1", page=1, language="ar")],
            body=b"%PDF ar",
            language="ar",
        ),
        *(
            sample_arrival(
                sample_posting(f"https://example.org/{number}", title=f"hostile {text}", type=text[:40]),
                passages=[Passage(f"hostile words {text}", number=text[:20], heading=(text,), page=1)],
                body=f"%PDF {number}".encode(),
            )
            for number, text in enumerate(hostile)
        ),
    ]
    for arrival in arrivals:
        store.deposit(arrival, sample_visit(arrival))
    store.record(
        [(sample_posting("https://undocs.org/en/A/199/99", symbol="A/199/99", title="Only known"), "catalogue")], NIGHT
    )
    sync(store, "whoosh", home.index("whoosh"), lambda done, total: None)
    store.close()


def shelf(home: Home) -> Shelf:
    return Shelf(home, "whoosh", lambda: Library.open(home, Config()))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    made = Home(tmp_path_factory.mktemp("web") / "home")
    fill(made)
    return made


@pytest.fixture
def client(home: Home) -> Iterator[FlaskClient]:
    opened = shelf(home)
    with create_app(opened, home).test_client() as used:
        yield used
    opened.close()


def page(client: FlaskClient, url: str, status: int = 200) -> BeautifulSoup:
    answer = client.get(url)
    assert answer.status_code == status, answer.text
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    tree = BeautifulSoup(answer.data, "lxml")
    assert not tree.find_all(["script", "img", "svg", "iframe", "object", "style"])
    assert not [tag for tag in tree.find_all(True) for name in tag.attrs if name.startswith("on") or name == "style"]
    return tree


def text(tree: BeautifulSoup, selector: str) -> str:
    node = tree.select_one(selector)
    assert node is not None, selector
    return " ".join(node.get_text(" ").split())


def test_the_first_page_says_what_is_held_and_how_to_ask(client: FlaskClient) -> None:
    tree = page(client, "/")
    assert "4 documents" in text(tree, ".welcome")
    assert len(tree.select(".examples a")) >= 4
    assert tree.select_one("label[for=q]")


def test_hits_show_marked_paragraphs_with_number_and_page(client: FlaskClient) -> None:
    tree = page(client, "/?q=points+of+contact")
    assert text(tree, "[role=status]").startswith("2 documents for")
    assert {mark.get_text() for mark in tree.select("mark")} >= {"points", "of", "contact"}
    assert text(tree, "blockquote footer") == "para. 24, p. 7"
    link = tree.select_one("blockquote footer a")
    assert link is not None
    assert link["href"] == "/d/A/199/12#para-24" or link["href"] == "/d/A/199/12/Rev.1#para-24"


def test_every_option_is_in_the_address(client: FlaskClient) -> None:
    tree = page(client, "/?q=contact&scope=paragraph&sort=-date&type=report&year=2031")
    assert "paragraph" in text(tree, "[role=status]")
    chips = [chip["href"] for chip in tree.select(".chips a")]
    assert chips == [
        "?q=contact&scope=paragraph&sort=-date&year=2031",
        "?q=contact&scope=paragraph&sort=-date&type=report",
    ]
    assert [field["value"] for field in tree.select("input[type=hidden]")] == ["report", "2031"]


def test_facets_narrow_the_result(client: FlaskClient) -> None:
    tree = page(client, "/?q=contact")
    link = next(a for a in tree.select(".facets a") if a.get_text() == "2031")
    assert text(page(client, f"/{link['href']}"), "[role=status]").startswith("1 document ")


def test_nothing_found_says_what_may_help(client: FlaskClient) -> None:
    assert "Fewer" in text(page(client, "/?q=zzzz"), ".empty") or "fewer" in text(page(client, "/?q=zzzz"), ".empty")


def test_a_query_that_cannot_be_run_is_pointed_at(client: FlaskClient) -> None:
    tree = page(client, '/?q="never+closed', 400)
    assert "cannot be run" in text(tree, ".error h1")
    assert "^" in text(tree, ".error pre")
    field = tree.select_one("#q")
    assert field is not None
    assert field["value"] == '"never closed'


def test_a_document_is_read_by_paragraph(client: FlaskClient) -> None:
    tree = page(client, "/d/A/199/12")
    assert [node["id"] for node in tree.select(".paragraph")] == ["para-24", "para-24-a", "para-25"]
    assert [node["id"] for node in tree.select(".page")] == ["page-7", "page-8"]
    assert text(tree, ".text h2") == "Confidence"
    assert "A/199/12/Rev.1" in text(tree, ".known")


@pytest.mark.parametrize("spelling", ["a/199/12", "A-199-12", "A/199/12*"])
def test_any_spelling_leads_to_the_document(client: FlaskClient, spelling: str) -> None:
    answer = client.get(f"/d/{spelling}?lang=en")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/d/A/199/12?lang=en")


def test_an_unknown_symbol_suggests_near_ones(client: FlaskClient) -> None:
    tree = page(client, "/d/A/199/21", 404)
    assert "A/199/20" in [a.get_text() for a in tree.select(".error a")]


def test_a_catalogued_document_says_how_to_get_it(client: FlaskClient) -> None:
    assert "verbale import" in text(page(client, "/d/A/199/99"), ".notice")


def test_a_language_not_held_says_which_are(client: FlaskClient) -> None:
    assert "held: en" in text(page(client, "/d/A/199/12?lang=fr", 404), ".error")


def test_arabic_is_written_from_right_to_left(client: FlaskClient) -> None:
    tree = page(client, "/d/A/199/20")
    node = tree.select_one(".text")
    assert node is not None
    assert (node["lang"], node["dir"]) == ("ar", "rtl")
    quote = page(client, "/?q=lang:ar+دليل").select_one("blockquote")
    assert quote is not None
    assert quote["dir"] == "rtl"


@pytest.mark.parametrize("path", ["/", "/?q=hostile", "/?q=hostile&scope=paragraph", "/status", "/help"])
def test_hostile_texts_stay_texts(client: FlaskClient, path: str) -> None:
    page(client, path)


def test_hostile_documents_stay_texts(client: FlaskClient) -> None:
    tree = page(client, "/?q=hostile")
    link = tree.select_one(".hit h2 a")
    assert link is not None
    assert HOSTILE in page(client, str(link["href"])).get_text()
    for hostile in (f"/?q={HOSTILE}", f"/d/{HOSTILE}"):
        assert "<script>alert" not in client.get(hostile).text


@pytest.mark.slow
@pytest.mark.skipif(not XSS.exists(), reason="shared/torture is not here")
def test_payload_lists_stay_texts(tmp_path: Path) -> None:
    lines = {line for path in XSS.iterdir() for line in path.read_text("utf-8", "replace").splitlines() if line.strip()}
    payloads = tuple(sorted(lines))[:150]
    made = Home(tmp_path / "home")
    fill(made, payloads)
    opened = shelf(made)
    with create_app(opened, made).test_client() as client:
        for number in range(1, 17):
            for hit in page(client, f"/?q=hostile&page={number}").select(".hit h2 a"):
                page(client, str(hit["href"]))
        for payload in payloads:
            status = client.get("/", query_string={"q": payload}).status_code
            page(client, f"/{Asked(payload).link()}", status)
    opened.close()


@pytest.mark.parametrize(
    "path", ["/d/../../etc/passwd", "/d/..%2f..%2fetc%2fpasswd", "/static/../app.py", "/original/99999", "/nothing"]
)
def test_nothing_outside_is_served(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "root:" not in answer.text


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_can_be_written(client: FlaskClient, method: str) -> None:
    assert getattr(client, method)("/").status_code == 405


def test_a_home_with_nothing_in_it_says_what_to_do(tmp_path: Path) -> None:
    empty = Home(tmp_path)
    with create_app(shelf(empty), empty).test_client() as client:
        assert "quickstart" in text(page(client, "/", 503), ".error")


def test_health(client: FlaskClient) -> None:
    assert json.loads(client.get("/healthz").text)["status"] == "ok"


def test_a_form_under_a_prefix_links_within_it(home: Home) -> None:
    opened = shelf(home)
    with create_app(opened, home).test_client() as client:
        answer = client.get("/?q=contact", environ_overrides={"SCRIPT_NAME": "/archive"})
    opened.close()
    assert 'href="/archive/d/A/199/12' in answer.text


def test_a_rebuilt_index_is_seen_without_restart(tmp_path: Path) -> None:
    made = Home(tmp_path / "home")
    fill(made)
    opened = shelf(made)
    with create_app(opened, made).test_client() as client:
        assert "2 documents" in client.get("/?q=points+of+contact").text
        store = Store.open(made.database, writing=True)
        arrival = sample_arrival(sample_posting("https://example.org/x", symbol="A/199/77"), body=b"%PDF new")
        store.deposit(arrival, sample_visit(arrival))
        sync(store, "whoosh", made.index("whoosh"), lambda done, total: None)
        store.close()
        assert "3 documents" in client.get("/?q=points+of+contact").text
    opened.close()


@given(st.text(max_size=80), st.lists(st.integers(0, 80), max_size=8))
def test_pieces_are_the_text(whole: str, cuts: list[int]) -> None:
    places = sorted({min(cut, len(whole)) for cut in cuts})
    marks = list(zip(places[::2], places[1::2], strict=False))
    assert "".join(piece for piece, _ in pieces(whole, marks)) == whole


@given(st.dictionaries(st.sampled_from(["q", "scope", "sort", "page", "year", "by"]), st.text(max_size=30)))
def test_any_address_is_a_search(arguments: dict[str, str]) -> None:
    chosen = asked(MultiDict(arguments))
    assert chosen.page >= 1
    assert asked(MultiDict([("q", chosen.query), *chosen.filters])).filters == chosen.filters
    assert re.match(r"\?q=", chosen.link())


def test_pages_to_link() -> None:
    assert pages(1, 5) == []
    assert pages(5, 200) == [1, 3, 4, 5, 6, 7, 20]
