"""A small home for the tests of the web form, and what they ask of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from bs4 import BeautifulSoup
from bs4.element import Tag
from flask.testing import FlaskClient
from lxml.html import HTMLParser, document_fromstring

from corpus.archive import Archive
from corpus.config import Config
from corpus.document import ArchiveRef, FrontMatter, Part, Passage, Response
from corpus.home import Home
from corpus.store import Arrival, Store
from index.shingles import follow
from index.sync import sync
from search.web.app import create_app
from search.web.shelf import Shelf
from tests.samples import NIGHT, SAMPLE_PASSAGES, sample_arrival, sample_posting, sample_visit

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><svg/onload=alert(1)>"
OLD, NEW = b"%PDF old", b"%PDF new, <script>alert(1)</script>"
REQUEST = "Requests each State to name within two months a keeper of the keys who answers by day and by night"
ANNEX = (*SAMPLE_PASSAGES, Passage("The annex numbers its paragraphs anew.", number="24", heading=("Annex",), page=9))


def report_with_replies() -> Arrival:
    """A report in which a State's reply is a document of its own, read by OCR, with a tracked change."""
    made = sample_arrival(
        sample_posting("https://example.org/views", symbol="A/199/30", title="Views of States (sample)"),
        front=FrontMatter("A/199/30", date_issued="2031-07-22", read_at=(("date_issued", "page 1: 22 July 2031"),)),
        passages=[
            Passage("The replies follow.", "1", page=1),
            Passage("Facsimilia shall answer.", page=2, revision="changed", unrevised="Facsimilia should answer."),
        ],
        body=b"%PDF views",
    )
    reply = Part("Facsimilia", 2, 2, submitters=("Facsimilia",), language="fr", date="2031-05-02")
    notes = ("Read by OCR (tesseract, eng): words may be wrong.",)
    return replace(made, extract=replace(made.extract, parts=(reply,), notes=notes))


def chinese() -> Arrival:
    """A Chinese text, whose words stand without spaces between them."""
    return sample_arrival(
        sample_posting("https://example.org/zh", symbol="A/199/40", title="仓库钥匙(样本)", language="zh"),
        passages=[
            Passage("各国每年清点一次仓库钥匙。", number="1", page=1),
            Passage("钥匙由仓库管理员保管，不得外借。", number="2", page=1),
        ],
        body=b"%PDF zh",
        language="zh",
    )


def negotiated() -> tuple[Arrival, Arrival]:
    """A draft that cites a report, and the resolution that it became: one word weaker, with a paragraph more."""
    draft = _text("A/C.1/199/L.7", "2031-01-10", "shall")
    draft = replace(draft, posting=replace(draft.posting, adopted_as="A/RES/199/8"))
    return draft, _text("A/RES/199/8", "2031-02-01", "should", Passage("Thanks the ferry companies.", "OP3", page=2))


def _text(symbol: str, date: str, verb: str, *more: Passage) -> Arrival:
    passages = [
        Passage("Welcoming the directory of points of contact described in A/199/12, paragraph 24,", "PP1", page=1),
        Passage(f"Decides that every depot {verb} keep its lanterns ready for whoever comes by night;", "OP1", page=1),
        Passage(f"{REQUEST};", "OP2", page=1),
        *more,
    ]
    posting = sample_posting(f"https://example.org/{symbol}", symbol=symbol, title="Keepers of the keys", date=date)
    return sample_arrival(posting, passages=passages, body=f"%PDF {symbol}".encode())


def annotated(arrival: Arrival) -> Arrival:
    """Hostile texts also as notes and as the names of parts."""
    if not arrival.posting.title.startswith("hostile"):
        return arrival
    text = arrival.posting.title.removeprefix("hostile ")
    part = Part(text, 1, 1, submitters=(text,))
    return replace(arrival, extract=replace(arrival.extract, notes=(text,), parts=(part,)))


def fill(home: Home, hostile: tuple[str, ...] = (HOSTILE,), more: tuple[Arrival, ...] = ()) -> None:
    """Fill a home with sample documents, and one for every hostile text, which stands wherever a text can stand."""
    home.make()
    kept = keep(home, OLD), keep(home, NEW)
    store = Store.open(home.database, writing=True)
    report = sample_posting(symbol="A/199/12", title="Report on contact (sample)", date="2031-01-02", type="report")
    arrivals = [
        sample_arrival(report, body=OLD),
        sample_arrival(report, passages=ANNEX, body=NEW),
        sample_arrival(
            sample_posting("https://example.org/rev", symbol="A/199/12/Rev.1", title="Revised report"), body=b"%PDF rev"
        ),
        sample_arrival(
            sample_posting("https://example.org/ar", symbol="A/199/20", title="Arabic sample", language="ar"),
            passages=[
                Passage("تحتفظ الدول بدليل لجهات الاتصال.", number="1", page=1, language="ar"),
                Passage("19 February 2031", page=1, language="ar"),
            ],
            body=b"%PDF ar",
            language="ar",
        ),
        report_with_replies(),
        *(
            sample_arrival(
                replace(
                    sample_posting(f"https://example.org/{number}", title=f"hostile {text}", type=text[:40]),
                    submitters=(text,), session=text,
                ),
                passages=[
                    Passage(f"hostile words {text}", text[:20], (text,), 1, revision="changed", unrevised=text)
                ],
                body=f"%PDF {number}".encode(),
            )
            for number, text in enumerate(hostile)
        ),
        *more,
    ]  # fmt: skip
    told = [annotated(arrival) for arrival in arrivals]
    for arrival, ref in zip(told, (*kept, *[ArchiveRef("a", 0)] * len(arrivals)), strict=False):
        arrived = replace(arrival, original=replace(arrival.original, archived=ref))
        store.deposit(arrived, sample_visit(arrived))
    store.record(
        [(sample_posting("https://undocs.org/en/A/199/99", symbol="A/199/99", title="Only known"), "catalogue")], NIGHT
    )
    sync(store, "whoosh", home.index("whoosh"), lambda done, total: None)
    follow(store, home.shingles, lambda done, total: None)
    store.close()


def keep(home: Home, body: bytes) -> ArchiveRef:
    archive = Archive(home.archive)
    url = "https://example.org/A_199_12.pdf"
    ref = archive.write(Response(url, url, 200, (("Content-Type", "application/pdf"),), body, NIGHT))
    archive.close()
    return ref


@contextmanager
def form(home: Home) -> Iterator[FlaskClient]:
    """The form on a home, without a server."""
    shelf = Shelf(home, Config())
    with create_app(shelf, home).test_client() as client:
        try:
            yield client
        finally:
            shelf.close()


def page(client: FlaskClient, url: str, *status: int) -> BeautifulSoup:
    """The page at an address, after what holds for every page was checked."""
    return BeautifulSoup(checked(client, url, *status), "lxml")


def checked(client: FlaskClient, url: str, *status: int) -> bytes:
    """The bytes of the page at an address, after what holds for every page was checked; cheaper than `page`."""
    answer = client.get(url)
    assert answer.status_code in (status or (200,)), answer.text
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self';")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    tree = document_fromstring(answer.data, parser=HTMLParser(encoding="utf-8"))
    # The completion of the search box, and buttons to copy: our own scripts, and never in the page itself.
    for script in tree.iter("script"):
        assert re.fullmatch(r"/static/(search|copy)\.js(\?v=[0-9a-f]{12})?", str(script.attrib["src"]))
        assert script.text is None
    assert not list(tree.iter("img", "iframe", "object", "style"))
    assert [drawn.attrib["class"] for drawn in tree.iter("svg")] in ([], ["timeline"])
    names = {str(name) for tag in tree.iter("*") for name in tag.attrib}
    assert not {name for name in names if name.startswith("on") or name == "style"}
    assert len(list(tree.iter("h1"))) == 1
    ids = [tag.attrib["id"] for tag in tree.iter("*") if "id" in tag.attrib]
    assert len(ids) == len(set(ids)), ids
    links = [str(tag.attrib["href"]) for tag in tree.iter("a") if "href" in tag.attrib]
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    return bytes(answer.data)


def text(tree: Tag, selector: str) -> str:
    node = tree.select_one(selector)
    assert node is not None, selector
    return " ".join(node.get_text(" ").split())


def attribute(tree: Tag, selector: str, name: str) -> str:
    node = tree.select_one(selector)
    assert node is not None, selector
    return str(node[name])
