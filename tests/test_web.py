"""The web form on a real small home: what a reader sees."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from corpus.document import Passage
from corpus.home import Home
from corpus.store import GoneVersion, Store
from crawler.report import CrawlReport
from crawler.source import Expect
from index.sync import sync
from search.night import Night, source_night
from search.night_log import keep_night
from search.web.serving import CannotListen, Server
from tests.samples import NIGHT, sample_arrival, sample_posting, sample_visit
from tests.web_home import HOSTILE, attribute, form, page, text
from tests.web_home import fill as fill  # other tests take it from here


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    home = Home(tmp_path_factory.mktemp("web") / "home")
    fill(home)
    with form(home) as opened:
        yield opened


def test_the_first_page_says_what_is_held_and_how_to_ask(client: FlaskClient) -> None:
    tree = page(client, "/")
    assert text(tree, ".held") == "5 documents with 15 paragraphs held; 1 more document known by title."
    assert len(tree.select(".how a")) >= 4
    assert tree.select_one("label[for=q]")
    link = next(a for a in tree.select(".facets a") if "2031" in a.get_text())
    assert text(page(client, str(link["href"])), "[role=status] h1") == "3 documents under this filter"


def test_every_example_can_be_run(client: FlaskClient) -> None:
    links = [str(a["href"]) for path in ("/", "/help") for a in page(client, path).select("main a[href^='/?q=']")]
    assert len(links) > 20
    for link in links:
        page(client, link)


def test_hits_show_marked_paragraphs_with_number_and_page(client: FlaskClient) -> None:
    tree = page(client, "/?q=points+of+contact")
    assert text(tree, "[role=status] h1") == "3 documents for points of contact"
    assert "of points of contact" in {mark.get_text() for mark in tree.select("mark")}
    assert text(tree, "blockquote footer") == "para. 24, p. 7"
    assert attribute(tree, "blockquote", "lang") == "en"
    links = {str(a["href"]) for a in tree.select("blockquote footer a")}
    assert "/d/A/199/12?q=points%20of%20contact#para-24" in links


def test_a_hit_in_an_annex_leads_there(client: FlaskClient) -> None:
    tree = page(client, "/?q=anew&scope=paragraph")
    assert attribute(tree, "blockquote footer a", "href") == "/d/A/199/12?q=anew&from=scope%3Dparagraph#p-4"


def test_a_hit_leads_to_its_language(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.make()
    store = Store.open(home.database, writing=True)
    for language, words in (("en", "Points of contact."), ("ar", "جهات الاتصال.")):
        posting = sample_posting(f"https://example.org/{language}", symbol="A/199/30", language=language)
        arrival = sample_arrival(posting, passages=[Passage(words, number="1")], body=words.encode(), language=language)
        store.deposit(arrival, sample_visit(arrival))
    sync(store, "whoosh", home.index("whoosh"), lambda done, total: None)
    store.close()
    with form(home) as client:
        for words in ("contact", "الاتصال"):
            tree = page(client, f"/?q={words}")
            link = attribute(tree, "blockquote footer a", "href").partition("#")[0]
            assert attribute(page(client, link), ".text", "lang") == attribute(tree, "blockquote", "lang")


def test_every_option_is_in_the_address(client: FlaskClient) -> None:
    tree = page(client, "/?q=contact&scope=paragraph&sort=-date&type=report&year=2031")
    assert "paragraph" in text(tree, "[role=status]")
    assert [chip["href"] for chip in tree.select(".chips a")] == [
        "?q=contact&scope=paragraph&sort=-date&year=2031",
        "?q=contact&scope=paragraph&sort=-date&type=report",
        "?q=contact&scope=paragraph&sort=-date",
    ]
    assert [field["value"] for field in tree.select("input[type=hidden]")] == ["report", "2031"]
    assert attribute(tree, "input[type=radio][checked]", "value") == "paragraph"
    assert attribute(tree, "option[selected]", "value") == "-date"


def test_facets_narrow_the_result_and_widen_it_again(client: FlaskClient) -> None:
    tree = page(client, "/?q=contact")
    link = next(a for a in tree.select(".facets a") if a.get_text() == "2031")
    narrow = page(client, str(link["href"]))
    assert text(narrow, "[role=status]").startswith("1 document ")
    assert attribute(narrow, ".facets a[aria-current]", "href") == "/?q=contact"


def test_nothing_found_says_what_may_help(client: FlaskClient) -> None:
    tree = page(client, "/?q=zzzz&year=2031&scope=paragraph")
    assert "fewer words" in text(tree, ".empty")
    assert [str(a["href"]) for a in tree.select(".empty a")] == [
        "?q=zzzz&scope=paragraph", "?q=zzzz&year=2031", "/status"
    ]  # fmt: skip


def test_a_page_beyond_the_last_leads_back(client: FlaskClient) -> None:
    assert attribute(page(client, "/?q=contact&page=77"), ".empty a", "href") == "?q=contact"


def test_a_query_that_cannot_be_run_is_pointed_at(client: FlaskClient) -> None:
    tree = page(client, '/?q=norms+"never+closed', 400)
    assert "cannot be run" in text(tree, ".error h1")
    assert text(tree, ".typed mark") == '"'
    assert attribute(tree, "#q", "value") == 'norms "never closed'
    assert attribute(tree, "#q", "aria-invalid") == "true"


def test_a_document_is_read_by_paragraph(client: FlaskClient) -> None:
    tree = page(client, "/d/A/199/12")
    # The annex has a paragraph 24 as well: it is reached by its place.
    assert [node["id"] for node in tree.select(".paragraph")] == ["para-24", "para-24-a", "para-25", "p-4"]
    assert [str(a["href"]) for a in tree.select("a.number")][::3] == ["/d/A/199/12#para-24", "/d/A/199/12#p-4"]
    assert [node["id"] for node in tree.select(".page")] == ["page-7", "page-8", "page-9"]
    assert [node.get_text() for node in tree.select(".text h2")] == ["Confidence", "Annex"]
    assert "2 January 2031" in text(tree, ".known")


def test_a_document_within_a_document_is_shown_with_its_whole_and_with_where_it_was_read(client: FlaskClient) -> None:
    whole = page(client, "/d/A/199/30")
    assert "page 1: 22 July 2031" in text(whole, "dl.known")
    assert "Read by OCR" in text(whole, ".notice")
    assert "before: Facsimilia should answer." in text(whole, ".revision")
    assert [link.get_text() for link in whole.select("details li a")] == ["A/199/30 (Facsimilia)"]
    reply = page(client, "/d/A/199/30 (Facsimilia)")
    assert "A/199/30 Views of States (sample)" in text(reply, "dl.known")
    assert "Facsimilia shall answer." in text(reply, ".text")
    assert "The replies follow." not in text(reply, ".text")


def test_a_family_is_listed_in_order(client: FlaskClient) -> None:
    tree = page(client, "/d/A/199/12/Rev.1")
    assert text(tree, ".known strong[aria-current=page]") == "A/199/12/Rev.1"
    assert "/d/A/199/12" in [str(a["href"]) for a in tree.select(".known a")]


def test_words_searched_for_are_marked_in_the_document(client: FlaskClient) -> None:
    tree = page(client, "/d/A/199/12?q=points+of+contact")
    assert {mark.get_text() for mark in tree.select(".text mark")} == {"of points of contact", "point of contact"}
    assert [str(a["href"]) for a in tree.select(".found a")] == ["#para-24", "#para-24-a"]
    assert attribute(tree, "link[rel=canonical]", "href") == "/d/A/199/12"
    assert attribute(tree, "#q", "value") == "points of contact"
    for not_there in ("absent", '"unclosed', "A/199/12", "year:2031"):
        assert not page(client, f"/d/A/199/12?q={not_there}").select(".found, mark")


def test_earlier_versions_stay_readable(client: FlaskClient) -> None:
    link = next(a for a in page(client, "/d/A/199/12").select(".known a") if "version=" in str(a["href"]))
    tree = page(client, f"/d/A/199/12{link['href']}")
    assert "earlier version" in text(tree, ".notice")
    assert len(tree.select(".paragraph")) == 3
    assert attribute(tree, "a.number", "href") == f"/d/A/199/12{link['href']}#para-24"
    assert "no such version" in text(page(client, "/d/A/199/12?version=x", 404), ".error")


@pytest.mark.parametrize("spelling", ["a/199/12", "A-199-12", "A/199/12*"])
def test_any_spelling_leads_to_the_document(client: FlaskClient, spelling: str) -> None:
    answer = client.get(f"/d/{spelling}?lang=en")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/d/A/199/12?lang=en")


def test_an_unknown_symbol_suggests_near_ones(client: FlaskClient) -> None:
    links = [str(a["href"]) for a in page(client, "/d/A/199/21", 404).select(".error a")]
    assert "/d/A/199/20" in links
    assert links[-2:] == ["/?q=A/199/21", "https://undocs.org/en/A/199/21"]


def test_a_catalogued_document_says_how_to_get_it(client: FlaskClient) -> None:
    assert "verbale import" in text(page(client, "/d/A/199/99"), ".notice")


def test_a_language_not_held_says_which_are(client: FlaskClient) -> None:
    assert "held: en" in text(page(client, "/d/A/199/12?lang=fr", 404), ".error")


def test_arabic_is_written_from_right_to_left(client: FlaskClient) -> None:
    tree = page(client, "/d/A/199/20")
    assert (attribute(tree, ".text", "lang"), attribute(tree, ".text", "dir")) == ("ar", "rtl")
    assert [node.get("dir") for node in tree.select(".paragraph p")] == [None, "ltr"]
    assert attribute(page(client, "/?q=lang:ar+دليل"), "blockquote", "dir") == "rtl"


def test_a_form_under_a_prefix_links_within_it(client: FlaskClient) -> None:
    for path in ("/", "/?q=contact", "/d/A/199/12", "/d/A/199/21", "/status"):
        tree = BeautifulSoup(client.get(path, environ_overrides={"SCRIPT_NAME": "/archive"}).data, "lxml")
        inner = [str(tag["href"]) for tag in tree.select("[href]") if str(tag["href"]).startswith("/")]
        assert inner
        assert all(link.startswith("/archive/") for link in inner), inner


def test_the_last_night_is_a_page(tmp_path: Path) -> None:
    home = Home(tmp_path)
    fill(home)
    with form(home) as client:
        assert "No night was spent yet" in text(page(client, "/night"), "main")
        gone = GoneVersion("osce", "PC.DEC/9039", HOSTILE, "2031-03-01")
        told = CrawlReport("osce", Expect(50, 99), NIGHT)
        for began in ("2031-03-03T02:30:00+00:00", "2031-03-04T02:30:00+00:00"):
            sources = (source_night(told, (gone,)),)
            keep_night(home, Night("update", began, "2031-03-04T02:52:00+00:00", sources, (gone,)))
        tree = page(client, "/night")
    assert "2031-03-04 02:30 to 02:52 UTC" in text(tree, "main")
    assert "osce: 0 documents, expected 50 to 99" in text(tree, "main")
    assert HOSTILE in text(tree, "main")
    assert len(tree.select("table")) == 2


def test_health(client: FlaskClient) -> None:
    assert json.loads(client.get("/healthz").text)["status"] == "ok"


def test_a_home_with_nothing_in_it_says_what_to_do(tmp_path: Path) -> None:
    with form(Home(tmp_path)) as client:
        assert "quickstart" in text(page(client, "/", 503), ".error")
        assert client.get("/help").status_code == 200
        assert (client.get("/healthz").status_code, client.get("/healthz").is_json) == (503, True)


def test_a_rebuilt_index_is_seen_without_restart(tmp_path: Path) -> None:
    made = Home(tmp_path / "home")
    fill(made)
    with form(made) as client:
        assert "3 documents" in client.get("/?q=points+of+contact").text
        store = Store.open(made.database, writing=True)
        arrival = sample_arrival(sample_posting("https://example.org/x", symbol="A/199/77"), body=b"%PDF new")
        store.deposit(arrival, sample_visit(arrival))
        sync(store, "whoosh", made.index("whoosh"), lambda done, total: None)
        store.close()
        assert "4 documents" in client.get("/?q=points+of+contact").text


def test_a_broken_store_is_a_page_and_a_mended_one_works_again(tmp_path: Path) -> None:
    made = Home(tmp_path / "home")
    fill(made)
    whole = made.database.read_bytes()
    with form(made) as client:
        page(client, "/d/A/199/12")
        made.database.write_bytes(whole[:100] + b"\xff" * (len(whole) - 100))
        broken = page(client, "/status", 500)
        assert "Traceback" not in broken.get_text()
        assert "DatabaseError" not in broken.get_text()
        made.database.write_bytes(whole)
        page(client, "/d/A/199/12")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0"])
def test_the_address_is_known_before_serving(host: str) -> None:
    server = Server(Flask("quiet"), host, 0)
    assert re.fullmatch(r"http://(?:[\w.]+|\[::1\]):[1-9]\d+/", server.address)
    server.close()


@pytest.mark.parametrize("host", ["no-such-host.invalid", "192.0.2.1"])
def test_an_address_that_is_not_ours_names_the_cure(host: str) -> None:
    with pytest.raises(CannotListen, match="--host"):
        Server(Flask("quiet"), host, 0)
