"""What other programs learn of the form: OpenSearch, site map, robots.txt, tags, signposts, unAPI."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
import rispy
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from lxml import etree
from protego import Protego
from werkzeug.http import parse_options_header

from corpus.home import Home
from corpus.store import Listed
from search.web.discovery import sitemap, sitemap_part
from tests.web_home import HOSTILE, attribute, fill, form, page

MAPS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
SEARCH = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
MOMENT = datetime(2031, 3, 4, 2, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    home = Home(tmp_path_factory.mktemp("discovery") / "home")
    fill(home)
    with form(home) as opened:
        yield opened


def test_a_browser_learns_how_to_search(client: FlaskClient) -> None:
    answer = client.get(attribute(page(client, "/"), "link[rel=search]", "href"))
    assert answer.mimetype == "application/opensearchdescription+xml"
    root = etree.fromstring(answer.data)
    assert len(str(root.findtext("o:ShortName", namespaces=SEARCH))) <= 16
    urls = {str(url.get("type")): str(url.get("template")) for url in root.findall("o:Url", SEARCH)}
    for kind, mimetype in (
        ("text/html", "text/html"),
        ("application/atom+xml", "application/atom+xml"),
        ("application/x-suggestions+json", "application/json"),
    ):
        found = client.get(urls[kind].replace("{searchTerms}", "contact"))
        assert (found.status_code, found.mimetype) == (200, mimetype)


def test_the_site_map_leads_to_every_document_that_is_held(client: FlaskClient) -> None:
    root = etree.fromstring(client.get("/sitemap.xml").data)
    addresses = [str(node.text) for node in root.findall("s:url/s:loc", MAPS)]
    assert "http://localhost/d/A/199/12" in addresses
    assert "http://localhost/d/A/199/99" not in addresses
    for address in addresses:
        page(client, address)
    assert {node.text for node in root.findall("s:url/s:lastmod", MAPS)} == {"2031-03-04T02:30:00Z"}
    page(client, "/sitemap-1.xml".replace("1", "7"), 404)


def test_a_large_site_map_comes_in_parts() -> None:
    pages = [Listed(number, f"A/199/{number}", True, MOMENT + timedelta(number)) for number in range(1, 8)]
    index = etree.fromstring(sitemap("https://example.org", pages, most=3))
    told = [(part.findtext("s:loc", namespaces=MAPS), part.findtext("s:lastmod", namespaces=MAPS)) for part in index]
    assert told == [
        ("https://example.org/sitemap-1.xml", "2031-03-07T02:30:00Z"),
        ("https://example.org/sitemap-2.xml", "2031-03-10T02:30:00Z"),
        ("https://example.org/sitemap-3.xml", "2031-03-11T02:30:00Z"),
    ]
    parts = [sitemap_part("", pages, number, most=3) for number in range(5)]
    assert [part is None for part in parts] == [True, False, False, False, True]
    assert sum(part.count(b"<loc>") for part in parts if part) == 7


def test_robots_are_sent_to_the_documents(client: FlaskClient) -> None:
    rules = Protego.parse(client.get("/robots.txt").text)
    assert list(rules.sitemaps) == ["http://localhost/sitemap.xml"]
    for path, allowed in (
        ("/", True), ("/d/A/199/12", True), ("/static/style.css", True), ("/?q=contact", False),
        ("/export?q=contact&format=csv", False), ("/api/v1/search?q=contact", False), ("/original/1", False),
    ):  # fmt: skip
        assert rules.can_fetch(f"http://localhost{path}", "anybot") is allowed, path


def metas(tree: BeautifulSoup) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for node in tree.select("meta[name]"):
        told.setdefault(str(node["name"]), []).append(str(node["content"]))
    return told


def test_a_document_says_what_it_is(client: FlaskClient) -> None:
    told = metas(page(client, "/d/A/199/12"))
    assert told["citation_title"] == told["DC.title"] == ["Report on contact (sample)"]
    assert told["citation_technical_report_number"] == ["A/199/12"]
    assert told["citation_technical_report_institution"] == told["DC.publisher"] == ["United Nations"]
    assert told["citation_publication_date"] == ["2031/01/02"]
    assert told["citation_public_url"] == ["http://localhost/d/A/199/12"]
    assert client.get(told["citation_pdf_url"][0]).data.startswith(b"%PDF")
    assert told["DC.identifier"] == ["A/199/12", "https://example.org/A_199_12.pdf"]
    assert "citation_pdf_url" not in metas(page(client, "/d/A/199/99"))


def test_hostile_texts_stay_in_their_tags(client: FlaskClient) -> None:
    link = attribute(page(client, "/?q=hostile"), ".hit h2 a", "href")
    told = metas(page(client, link))
    assert HOSTILE in told["citation_title"][0]
    assert told["citation_author"] == [HOSTILE]


def signs(client: FlaskClient, path: str) -> dict[str, list[tuple[str, str]]]:
    """The targets of a page's `Link` header by relation, with their media types."""
    told: dict[str, list[tuple[str, str]]] = {}
    for one in client.get(path).headers["Link"].split(", <"):
        target, _, rest = one.lstrip("<").partition(">")
        options = parse_options_header(f"x{rest}")[1]
        told.setdefault(options["rel"], []).append((target, options.get("type", "")))
    return told


def test_signposts_lead_on(client: FlaskClient) -> None:
    told = signs(client, "/d/A/199/12?q=contact")
    assert told["cite-as"] == [("http://localhost/d/A/199/12", "")]
    assert ("https://schema.org/AboutPage", "") in told["type"]
    assert len(told["describedby"]) == 4
    for target, media_type in told["describedby"]:
        answer = client.get(target)
        assert (answer.status_code, answer.mimetype) == (200, media_type)
        assert "A/199/12" in answer.text
    ((item, media_type),) = told["item"]
    assert (client.get(item).status_code, media_type) == (200, "application/pdf")
    part = signs(client, "/d/A/199/30 (Facsimilia)")
    assert part["collection"] == [("http://localhost/d/A/199/30", "text/html")]
    assert part["cite-as"] == [("http://localhost/d/A/199/30%20%28Facsimilia%29", "")]
    assert "item" not in signs(client, "/d/A/199/99")


def test_zotero_finds_the_records_of_a_page(client: FlaskClient) -> None:
    tree = page(client, "/?q=points+of+contact")
    server = attribute(tree, "link[rel=unapi-server]", "href")
    ids = [str(node["title"]) for node in tree.select("abbr.unapi-id")]
    assert len(ids) == 3
    for name in (*ids, *(str(node["title"]) for node in page(client, "/d/A/199/12").select("abbr.unapi-id"))):
        formats = etree.fromstring(client.get(f"{server}?id={quote(name)}").data)
        assert formats.get("id") == name
        for kind in formats:
            answer = client.get(f"{server}?id={quote(name)}&format={kind.get('name')}")
            assert (answer.status_code, answer.mimetype) == (200, kind.get("type"))
    assert rispy.loads(client.get("/unapi?id=A/199/12&format=ris").text)[0]["issn"] == "A/199/12"
    assert json.loads(client.get("/unapi?id=A/199/12&format=csl").text)[0]["number"] == "A/199/12"


@pytest.mark.parametrize(
    ("query", "status"),
    [("", 200), ("?id=A/199/13", 404), ("?id=A/199/12&format=marc", 406), ("?format=ris", 400), ("?id=%00", 404)],
)
def test_unapi_answers_with_the_statuses_of_its_specification(client: FlaskClient, query: str, status: int) -> None:
    assert client.get(f"/unapi{query}").status_code == status


@pytest.mark.parametrize("prefix", ["", "/verbale"])
def test_what_is_told_elsewhere_begins_with_the_address_that_was_asked(client: FlaskClient, prefix: str) -> None:
    asked = {"base_url": "https://example.org", "environ_overrides": {"SCRIPT_NAME": prefix}}
    form_at = f"https://example.org{prefix}"
    for path, told in (
        ("/opensearch.xml", f'template="{form_at}/?q='),
        ("/robots.txt", f"Sitemap: {form_at}/sitemap.xml"),
        ("/robots.txt", f"Disallow: {prefix}/?"),
        ("/sitemap.xml", f"<loc>{form_at}/d/A/199/12</loc>"),
        ("/feed?q=contact", f'href="{form_at}/d/A/199/12"'),
        ("/feed/source/un", f'rel="self" type="application/atom+xml" href="{form_at}/feed/source/un"'),
        ("/export?q=contact&format=csv", f"{form_at}/d/A/199/12#para-24"),
        ("/unapi?id=A/199/99&format=ris", f"{form_at}/d/A/199/99"),
        ("/d/A/199/12", f'name="citation_public_url" content="{form_at}/d/A/199/12"'),
        ("/?q=contact", f'href="{prefix}/export?q=contact&amp;format=csv"'),
    ):
        assert told in client.get(path, **asked).text, path
    assert client.get("/d/A/199/12", **asked).headers["Link"].startswith(f"<{form_at}/d/")


@pytest.mark.parametrize("host", ['a"><b>', "a>; rel=x", "exa mple", "é", "a" * 300, ""])
def test_a_host_that_there_cannot_be_is_not_repeated(client: FlaskClient, host: str) -> None:
    for path in ("/", "/d/A/199/12", "/feed?q=contact", "/export?q=contact&format=csv", "/robots.txt"):
        answer = client.get(path, headers={"Host": host})
        assert answer.status_code in (200, 400)
        assert not host or len(host) < 2 or f"//{host}" not in answer.text + answer.headers.get("Link", "")
        assert "http:/d/" not in answer.text + answer.headers.get("Link", "")
