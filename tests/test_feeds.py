"""Atom feeds: valid by the rules of RFC 4287, lasting names, newest first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from corpus.home import Home
from search.web.atom import published, tag
from search.web.xml_answers import element, plain
from tests.web_home import attribute, fill, form, page

NS = "{http://www.w3.org/2005/Atom}"
# RFC 3339 as RFC 4287, 3.3 narrows it: with "T" and "Z" in capitals.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}:[A-Za-z0-9._~%!$&'()*+,;=:@/?-]*(?:#[A-Za-z0-9._~%!$&'()*+,;=:@/?-]+)?")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    home = Home(tmp_path_factory.mktemp("feeds") / "home")
    fill(home)
    with form(home) as opened:
        yield opened


def valid(body: bytes) -> etree._Element:
    """The feed, after it was held against the rules of RFC 4287, section 4."""
    root = etree.fromstring(body)
    assert root.tag == f"{NS}feed"
    _holds(root, dict.fromkeys(("id", "title", "updated"), (1, 1)) | {"generator": (0, 1), "published": (0, 0)})
    entries = root.findall(f"{NS}entry")
    # 4.1.1: an author of the feed, or one of every entry.
    assert root.find(f"{NS}author") is not None or all(entry.find(f"{NS}author") is not None for entry in entries)
    for entry in entries:
        _holds(entry, dict.fromkeys(("id", "title", "updated"), (1, 1)) | {"published": (0, 1), "summary": (0, 1)})
        # 4.1.2: an entry without content has an alternate link.
        assert entry.findall(f"{NS}link[@rel='alternate']")
    ids = [node.text for node in root.iter(f"{NS}id")]
    assert len(ids) == len(set(ids)), ids
    return root


def _holds(parent: etree._Element, counts: dict[str, tuple[int, int]]) -> None:
    met = Counter(etree.QName(child).localname for child in parent)
    assert all(low <= met[name] <= high for name, (low, high) in counts.items()), met
    assert set(met) <= {
        "id", "title", "updated", "link", "author", "generator", "entry", "published", "category", "summary"
    }  # fmt: skip
    assert TAG.fullmatch(str(parent.findtext(f"{NS}id"))), parent.findtext(f"{NS}id")
    for name in ("updated", "published"):
        for node in parent.findall(f"{NS}{name}"):
            assert MOMENT.fullmatch(str(node.text))
            datetime.fromisoformat(str(node.text))
    links = [(link.get("rel"), link.get("type"), link.get("hreflang")) for link in parent.findall(f"{NS}link")]
    assert len(links) == len(set(links)), links
    assert all(re.match("https?://", str(link.get("href"))) for link in parent.findall(f"{NS}link"))
    assert all(author.findtext(f"{NS}name") for author in parent.findall(f"{NS}author"))
    assert all(category.get("term") for category in parent.findall(f"{NS}category"))
    assert all(node.get("type", "text") == "text" for node in parent.findall(f"{NS}summary"))


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/feed?q=points+of+contact", 3),
        ("/feed?q=hostile", 2),
        ("/feed?q=hostile&scope=paragraph", 1),
        ("/feed?q=directory&scope=paragraph", 4),
        ("/feed?q=&year=2031", 3),
        ("/feed?q=zzzz", 0),
        ("/feed/source/un", 8),
        ("/feed/source/nato", 0),
        ("/feed/process/general-assembly", 6),
    ],
)
def test_every_feed_is_valid(client: FlaskClient, path: str, found: int) -> None:
    answer = client.get(path)
    assert answer.mimetype == "application/atom+xml"
    root = valid(answer.data)
    assert len(root.findall(f"{NS}entry")) == found
    assert root.find(f"{NS}link[@rel='self']").get("href") == f"http://localhost{path}"  # type: ignore[union-attr]
    shown = root.find(f"{NS}link[@rel='alternate']").get("href").removeprefix("http://localhost")  # type: ignore[union-attr]
    page(client, shown)


def test_entries_are_the_newest_documents_first_and_keep_their_names(client: FlaskClient) -> None:
    first, second = (valid(client.get("/feed?year=2031", base_url=at).data)
                     for at in ("http://localhost:8765", "http://LOCALHOST:80"))  # fmt: skip
    dates = [entry.findtext(f"{NS}published") for entry in first.findall(f"{NS}entry")]
    assert dates == ["2031-07-22T00:00:00Z", "2031-05-02T00:00:00Z", "2031-01-02T00:00:00Z"]
    assert {node.text for node in first.iter(f"{NS}updated")} == {"2031-03-04T02:30:00Z"}
    names = [node.text for node in first.iter(f"{NS}id")]
    assert names == [node.text for node in second.iter(f"{NS}id")]
    assert names[0] == "tag:localhost,2026:feed?q=&year=2031"
    assert names[-1] == "tag:localhost,2026:d/A/199/12"


def test_an_entry_leads_to_its_paragraph(client: FlaskClient) -> None:
    (entry, *_) = valid(client.get("/feed?q=technical&scope=paragraph&type=report&year=2031").data).iter(f"{NS}entry")
    link = entry.find(f"{NS}link[@rel='alternate']")
    assert link is not None
    assert link.get("href") == "http://localhost/d/A/199/12#para-24-a"
    assert entry.findtext(f"{NS}title") == "A/199/12, para. 24 (a), p. 7"
    assert entry.findtext(f"{NS}summary") == "Each State names one technical point of contact."


def test_a_page_of_results_names_its_feed(client: FlaskClient) -> None:
    tree = page(client, "/?q=contact&type=report&sort=date&page=1")
    address = attribute(tree, "link[type='application/atom+xml']", "href")
    assert attribute(tree, ".files a[href^='/feed']", "href") == address
    feed = valid(client.get(address).data)
    assert feed.findtext(f"{NS}title") == "verbale: contact (Type: report)"


def test_a_reader_asks_again_for_nothing(client: FlaskClient) -> None:
    first = client.get("/feed?q=contact")
    again = client.get("/feed?q=contact", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_what_there_is_no_feed_of_is_said(client: FlaskClient) -> None:
    assert "no feed of it" in page(client, "/feed/source/nowhere", 404).get_text()
    page(client, "/feed/process/%3Cb%3E", 404)
    assert "Type" in page(client, "/feed", 400).get_text()
    page(client, "/feed?q=%22open", 400)


@pytest.mark.parametrize(
    ("form_at", "expected"),
    [
        ("https://example.org:8080/verbale", "tag:example.org,2026:d/A/75/816"),
        ("http://user@Example.org", "tag:example.org,2026:d/A/75/816"),
        ("http://[::1]:8765", "tag:localhost,2026:d/A/75/816"),
    ],
)
def test_names_last(form_at: str, expected: str) -> None:
    assert tag(form_at, "/d/A/75/816") == expected


@pytest.mark.parametrize(
    ("day", "expected"), [("2031-02-03", "2031-02-03T00:00:00Z"), ("2031-02", ""), ("2031-02-31", ""), ("20310203", "")]
)
def test_only_whole_dates_are_moments(day: str, expected: str) -> None:
    assert published(day) == expected


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=())))
def test_every_text_can_stand_in_xml(text: str) -> None:
    root = etree.Element("root")
    element(root, "said", text, value=text)
    read = etree.fromstring(etree.tostring(root))[0]
    said = plain(text)
    assert (read.text or "").replace("\r", "\n") == said.replace("\r", "\n")
