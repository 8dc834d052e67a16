"""The sample sites: plausible documents, the same bytes every time, and real HTTP in the shapes of the real sites."""

from __future__ import annotations

import http.client
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import html

from corpus import symbols
from corpus.config import Config
from crawler.sample.collection import documents
from crawler.sample.document import SAMPLE_SYMBOL, SampleDocument, Span
from crawler.sample.files import render_file
from crawler.sample.markup import Edition, blocks, heads
from crawler.sample.ods import RESERVED
from crawler.sample.server import SampleSites, sample_config
from crawler.sample.site import Answer
from crawler.sample.typeset import break_lines, words
from crawler.sample.unoda import RESTRICTED
from crawler.source import Page
from crawler.sources import load


@pytest.fixture(scope="module")
def sites() -> Iterator[SampleSites]:
    with SampleSites() as running:
        yield running


def ask(url: str, method: str = "GET", **headers: str) -> Answer:
    """What a real client is answered, redirects not followed."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    connection.request(method, target, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return Answer(answer.status, tuple((name.lower(), value) for name, value in answer.getheaders()), body)


def header(answer: Answer, name: str) -> str:
    return dict(answer.headers).get(name, "")


def named(name: str, night: int = 0) -> SampleDocument:
    return next(document for document in documents(night=night) if document.name == name)


@cache
def read_documents_anew() -> tuple[SampleDocument, ...]:
    return documents(night=1)


def pdf_text(body: bytes, page: int = 0) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(body) as opened:
        return str(opened[page].get_textpage().get_text_range())


def find(url: str, path: str) -> list[Any]:
    """What an XPath finds on a page."""
    found = html.fromstring(ask(url).body).xpath(path)
    assert isinstance(found, list)
    return found


def links(url: str) -> set[str]:
    """The links of a page, menus left out."""
    return {urljoin(url, str(href)) for href in find(url, "//main//a/@href")}


# The documents


def test_there_are_about_forty_documents_of_every_kind() -> None:
    found = documents()
    assert 40 <= len(found) <= 60
    assert {document.language for document in found} == {"en", "fr", "es", "ru", "ar", "zh", "de"}
    assert {document.suffix for document in found} == {".pdf", ".docx", ".html"}
    labels = {document.label for document in found}
    assert {"Zero draft", "Conference room paper", "Resolution", "Decision", "Journal", "Joint statement"} <= labels
    assert len({(document.place, document.path) for document in found}) == len(found)


@pytest.mark.parametrize("document", documents(night=2), ids=lambda document: document.name)
def test_every_document_says_that_it_is_a_sample(document: SampleDocument) -> None:
    assert document.title.endswith("(sample)")
    assert document.blocks
    if document.symbol:
        assert SAMPLE_SYMBOL.match(document.symbol)
        parsed = symbols.parse(document.symbol)
        assert parsed is not None
        assert str(parsed) == document.symbol


def test_no_markup_is_left_in_the_texts() -> None:
    for document in documents(night=1):
        for block in document.blocks:
            left = re.search(r"[{}_]|\[\^|^[+#^>@]", block.text)
            assert left is None, f"{document.name}: {block.text}"


def test_the_drafts_change_from_version_to_version() -> None:
    texts = {
        version: " ".join(block.text for block in named(f"oewg-final-report-{version}").blocks)
        for version in ("zero", "rev1", "rev2", "crp", "final")
    }
    assert "States should keep their entries" in texts["zero"]
    assert "States shall, on a voluntary basis, keep their entries" in texts["rev2"]
    assert "ransomware" not in texts["zero"]
    assert "ransomware" in texts["rev1"]
    assert texts["rev2"] == texts["crp"]
    assert texts["crp"] in texts["final"]


def test_the_journal_contains_the_decision() -> None:
    decision = [block.text for block in named("osce-dec-9202").blocks]
    journal = [block.text for block in named("osce-jour-9462").blocks]
    assert set(decision) < set(journal)


def test_a_search_for_the_directory_has_something_to_find() -> None:
    found = [
        document.name
        for document in documents()
        if any("points of contact directory" in block.text for block in document.blocks)
    ]
    assert {"first-committee-directory-adopted", "oewg-annual-report", "working-paper-directory"} <= set(found)
    assert len(found) < len(documents())


def test_growing_adds_statements_and_keeps_what_was_there() -> None:
    small, large = documents(70), documents(90)
    assert (len(small), len(large)) == (70, 90)
    assert large[:70] == small
    assert documents(70, seed=2) != small
    assert len({document.path for document in documents(600)}) == 600
    grown = large[-1]
    assert not re.search(r"[{}]", " ".join(block.text for block in grown.blocks))
    assert render_file(grown)


def test_a_count_below_the_written_ones_adds_none() -> None:
    assert documents(3) == documents()


def test_every_night_brings_a_statement_a_revision_and_a_correction() -> None:
    before, after = documents(night=1), documents(night=2)
    new = [document for document in after if document.path not in {old.path for old in before}]
    assert [document.name for document in new] == ["programme-of-work-revised-2", "statement-night-2"]
    assert new[0].symbol == "A/AC.992/2025/2/Rev.2"
    same = [document for document in after if document in before]
    changed = [document for document in after if document not in before and document not in new]
    assert [document.name for document in changed] == ["statement-testonia"]
    assert len(same) + len(changed) + len(new) == len(after)
    assert all(document.night == 0 for document in documents())


# Their files


@pytest.mark.parametrize("document", documents(night=1), ids=lambda document: document.name)
def test_a_document_gives_the_same_bytes_every_time(document: SampleDocument) -> None:
    first = render_file(document)
    again = next(other for other in read_documents_anew() if other == document)
    assert again is not document
    assert first == render_file(again)
    assert 1_000 < len(first) < 200_000


def test_docx_files_carry_no_clock() -> None:
    with zipfile.ZipFile(io.BytesIO(render_file(named("chair-letter-january")))) as package:
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2025-01-20T12:00:00Z" in package.read("docProps/core.xml")


@pytest.mark.parametrize(
    "document", [d for d in documents(night=1) if d.suffix == ".pdf"], ids=lambda document: document.name
)
def test_a_pdf_opens_and_its_first_page_says_what_it_is(document: SampleDocument) -> None:
    text = pdf_text(render_file(document))
    lines = text.split("\r\n")
    assert "Sample document written for verbale; not an official record" in lines
    if document.layout == "un":
        assert document.symbol in lines[0]
        assert lines[1].endswith(document.distribution)
        assert lines[2] == document.printed_date
    elif document.symbol:
        assert document.symbol in text


def test_pages_have_running_heads_feet_and_footnotes() -> None:
    body = render_file(named("oewg-final-report-final"))
    first, second = pdf_text(body), pdf_text(body, 1)
    assert "25-90931 (E)" in first
    assert "*2590931*" in first
    assert "* A/180/950." in first
    assert "Resolution 175/940." in first
    assert second.split("\r\n")[:2] == ["A/180/931", "2/5 25-90931"]
    assert re.search(r"^6\. States see", second, re.MULTILINE)


def test_numbers_stand_before_their_paragraphs() -> None:
    import pypdfium2

    for document in (one for one in documents() if one.suffix == ".pdf"):
        with pypdfium2.PdfDocument(render_file(document)) as opened:
            text = "\n".join(page.get_textpage().get_text_range() for page in opened)
        for block in document.blocks:
            start = f"{block.number} {block.text[:25]}".strip()
            assert start in re.sub(r"\s+", " ", text), f"{document.name}: {start}"


def test_pages_look_like_pages() -> None:
    import pypdfium2

    for name in ("first-committee-directory-adopted", "osce-dec-9202"):
        with pypdfium2.PdfDocument(render_file(named(name))) as opened:
            picture = opened[0].render(scale=1).to_pil().convert("L")
        assert picture.size == (612, 792)
        ink = picture.histogram()
        black = sum(ink[:128]) / sum(ink)
        assert 0.01 < black < 0.2
        # Nothing runs off the sheet.
        assert picture.crop((570, 0, 612, 792)).getextrema()[0] > 128


def test_arabic_pages_read_from_right_to_left() -> None:
    body = render_file(named("statement-mithalistan")).decode()
    assert '<html lang="ar" dir="rtl">' in body
    assert "الدليل العالمي لجهات الاتصال" in body


# The markup


def test_markup_knows_versions_numbers_and_notes() -> None:
    text = (
        "title: T\ndate: 2024-01-01\nversion: a\n===\nversion: b\n---\n# Head\n\n+ One _two_[^ Note.] {a: x}{b: y}\n\n"
    )
    text += "{b} (a) only b\n\n+7 Seven\n\n+ Eight\n"
    assert [head["version"] for head in heads(text)] == ["a", "b"]
    assert heads(text)[1]["title"] == "T"
    first = blocks(text, Edition("a"), str)
    second = blocks(text, Edition("b"), str)
    assert [block.number for block in first] == ["", "1.", "7.", "8."]
    assert [block.number for block in second] == ["", "1.", "(a)", "7.", "8."]
    assert second[1].text == "One two y"
    assert second[1].spans[1:3] == (Span("two", "italic"), Span("1", "note"))
    assert second[1].notes == (("1", "Note."),)


def test_a_head_without_a_colon_is_refused() -> None:
    with pytest.raises(ValueError, match="colon"):
        heads("title: T\nnonsense\n---\nText")


def test_lines_are_broken_at_words_and_lose_nothing() -> None:
    spans = (Span("Recalling", "italic"), Span(" its earlier work,"), Span("1", "note"), Span(" and all that"))
    assert words(spans)[3] == [("work,", "plain"), ("1", "note")]
    lines = break_lines(spans, 60, lambda text, style: 5.0 * len(text), first_indent=10)
    assert [line.text for line in lines] == ["Recalling", "its earlier", "work,1 and", "all that"]
    assert [line.goes_on for line in lines] == [True, True, True, False]
    assert all(line.slack >= 0 for line in lines)


# The sites


def test_every_document_is_reached_from_the_pages_a_crawler_begins_with(sites: SampleSites) -> None:
    meetings, osce = sites.bases["un-oewg"]["meetings"], sites.bases["osce"]["osce"]
    to_read = [f"{meetings}/", f"{osce}/cyber-ict-security"]
    seen = set(to_read)
    found: set[str] = set()
    while to_read:
        url = to_read.pop()
        for link in links(url) - seen:
            seen.add(link)
            if not link.startswith((meetings, osce)) or "/f/documents/" in link:
                found.add(link)
            elif link.endswith("download=true"):
                found.add(osce + header(ask(link), "location"))
            else:
                to_read.append(link)
    ods = sites.bases["un-gge"]["ods"]
    for symbol in sites.symbols:
        for language in ("en", "fr", "es"):
            found.add(ods + header(ask(f"{ods}/api/symbol/access?s={symbol}&l={language}&t=pdf"), "location"))
    assert {sites.url(document) for document in sites.documents} <= found


@pytest.mark.slow
def test_the_shipped_sources_find_every_document(sites: SampleSites) -> None:
    config = sample_config(sites, Config())
    found: set[str] = set()
    for name in sites.bases:
        source = load(name, config)
        readings = [source.begin(source, date(2026, 11, 23))]
        pages: set[str] = set()
        while readings:
            reading = readings.pop()
            found |= {final(posting.url)[0] for posting in reading.postings}
            new = {url for url in reading.follow if url not in pages}
            pages |= new
            for url, answer in map(final, new):
                readings.append(source.read(Page(url, answer.body, source.bases)))
                assert readings[-1].understood, url
    assert {sites.url(document) for document in sites.documents} <= found


def final(url: str) -> tuple[str, Answer]:
    """Where redirects lead, and what is answered there."""
    answer = ask(url)
    while location := header(answer, "location"):
        url = urljoin(url, location)
        answer = ask(url)
    return url, answer


def test_every_file_is_served_with_its_type_and_can_be_asked_for_conditionally(sites: SampleSites) -> None:
    types = {".pdf": "application/pdf", ".html": "text/html; charset=utf-8"}
    for document in sites.documents:
        url = sites.url(document)
        whole, head = ask(url), ask(url, "HEAD")
        assert whole.status == 200
        assert whole.body == render_file(document)
        assert header(whole, "content-type") == types.get(document.suffix, header(whole, "content-type"))
        assert header(head, "content-length") == str(len(whole.body))
        assert head.body == b""
        by_tag = ask(url, If_None_Match=header(whole, "etag"))
        by_date = ask(url, If_Modified_Since=header(whole, "last-modified"))
        assert (by_tag.status, by_date.status) == (304, 304)
        assert by_tag.body == by_date.body == b""


def test_a_tag_wins_over_a_date_and_nonsense_is_ignored(sites: SampleSites) -> None:
    url = sites.url(sites.documents[0])
    date = header(ask(url), "last-modified")
    assert ask(url, If_None_Match='"other"', If_Modified_Since=date).status == 200
    assert ask(url, If_Modified_Since="yesterday").status == 200
    assert ask(url, If_None_Match=f'W/{header(ask(url), "etag")}, "b"').status == 304


def test_the_documents_tab_has_the_shape_of_the_real_one(sites: SampleSites) -> None:
    base = sites.bases["un-oewg"]["meetings"]
    tab = f"{base}/meeting/57871/documents"
    hrefs = find(tab, "//article/div/div/h5/a/@href")
    assert len(hrefs) == 10
    title = "Explanation of position by Facsimilia on the adoption of the final report (sample)"
    assert find(tab, "//article[1]/div[1]//a/text()") == [title]
    assert find(tab, "//article[1]/div[2]/text()") == ["Facsimilia"]
    assert find(tab, "//article[1]/div[3]/div[1]/text()") == ["Explanation of position"]
    assert find(tab, "//article[1]/div[3]/div[2]/text()") == ["11 July 2025"]
    following = find(tab, "//nav[@class='pager']//li[contains(@class, 'pager__item--next')]/a[@rel='next']/@href")
    assert following == ["?page=1"]
    assert not find(f"{tab}?page=2", "//a[@rel='next']")
    assert 0 < len(find(f"{tab}?page=2", "//article")) <= 10
    assert ask(f"{base}/meeting/57871/documents?page=99").status == 200
    assert ask(f"{base}/meeting/1/documents").status == 404


def test_osce_pages_come_in_two_themes(sites: SampleSites) -> None:
    base = sites.bases["osce"]["osce"]
    listing = f"{base}/resources/documents"
    assert len(find(listing, "//dt[@class='search-title']/h3/a/@href")) == 3
    assert find(listing, "//li[@class='pager-next']/a/@href") == ["?page=1"]
    old = f"{base}/permanent-council/900202"
    assert find(old, "//span[@class='date-display-single']/text()") == ["14 March 2024"]
    languages = find(old, "//ul[@class='osce-download-links']/li/a/text()")
    assert languages == ["English", "Français", "Deutsch", "Русский"]
    new = f"{base}/chairmanship/900088"
    assert find(new, "//main//time/@datetime") == ["2023-12-01"]
    assert find(new, "//a[contains(@href, '/f/documents/')]/@href") == ["/files/f/documents/2/b/900088_0.pdf"]
    for address, number in (("/pc/90169", 900039), ("/cio/288086", 900088)):
        assert header(ask(base + address), "location").endswith(f"/{number}")
    moved = ask(f"{base}/pc/900039?download=true")
    assert (moved.status, header(moved, "location")) == (302, "/files/f/documents/6/8/900039.pdf")


@pytest.mark.parametrize(
    ("query", "status", "location"),
    [
        ("s=A/RES/178/916&l=en&t=pdf", 302, "/doc/UNDOC/GEN/N23/409/16/PDF/N2340916.PDF"),
        ("s=a%2Fres%2F178%2F916&l=F&t=pdf", 302, "/doc/UNDOC/GEN/N23/409/17/PDF/N2340917.PDF"),
        ("s=A/RES/178/916&l=en&t=doc", 302, "/doc/UNDOC/GEN/N23/409/16/DOC/N2340916.DOCX"),
        ("s=A/RES/178/916&l=ru&t=pdf", 404, ""),
        ("s=A/RES/78/237&l=en&t=pdf", 302, "/error"),
        (f"s={RESERVED}&l=en&t=pdf", 200, ""),
        ("s=A^RES&l=en&t=pdf", 400, ""),
        ("", 400, ""),
    ],
)
def test_the_symbol_api_answers_as_the_real_one_does(
    sites: SampleSites, query: str, status: int, location: str
) -> None:
    base = sites.bases["un-gge"]["ods"]
    answer = ask(f"{base}/api/symbol/access?{query}")
    assert (answer.status, header(answer, "location")) == (status, location)
    if status == 200:
        assert answer.body == b""
    if location.endswith("DOCX"):
        assert ask(base + location).body.startswith(b"PK\x03\x04")
    elif location.endswith("PDF"):
        assert ask(base + location.lower()).body.startswith(b"%PDF-")


def test_robots_files_forbid_what_the_pages_link_to(sites: SampleSites) -> None:
    files = sites.bases["un-oewg"]["files"]
    assert f"{files}/{RESTRICTED}" in links(f"{sites.bases['un-oewg']['meetings']}/")
    assert "Disallow: /restricted/" in ask(f"{files}/robots.txt").body.decode()
    for base in (base for group in sites.bases.values() for base in group.values()):
        answer = ask(f"{base}/robots.txt")
        assert header(answer, "content-type").startswith("text/plain")
        assert b"Disallow: /" in answer.body


def test_folders_are_not_listed_and_both_spellings_of_a_file_answer(sites: SampleSites) -> None:
    url = sites.url(named("joint-statement"))
    assert ask(url.rpartition("/")[0]).status == 403
    assert ask(url.replace("(", "%28").replace(")", "%29")).body == ask(url).body


def test_another_night_keeps_unchanged_bytes() -> None:
    with SampleSites() as sites:
        corrected, constant = named("statement-testonia"), named("statement-exampleland")
        tags = {document: header(ask(sites.url(document)), "etag") for document in (corrected, constant)}
        sites.change(1)
        assert ask(sites.url(constant), If_None_Match=tags[constant]).status == 304
        assert ask(sites.url(corrected), If_None_Match=tags[corrected]).status == 200
        assert ask(sites.url(named("statement-night-1", 1))).status == 200
        entry = sites.asked[-1]
        assert (entry.site, entry.method, entry.status) == ("files", "GET", 200)
        assert entry.sent > 1_000


def test_the_configuration_points_the_sources_at_the_sites(sites: SampleSites) -> None:
    config = sample_config(sites, Config(contact="a@example.org", allow_private_hosts=("10.0.0.1:80",)))
    assert config.delay == 0
    assert config.contact == "a@example.org"
    assert config.allow_private_hosts == ("10.0.0.1:80", *sites.hosts)
    assert config.source("un-oewg").bases == sites.bases["un-oewg"]
    assert "A/RES/178/916" in config.source("un-gge").symbols
    for name in ("un-oewg", "un-gge", "osce"):
        settings = config.source(name)
        assert settings.at_least is not None
        assert settings.at_most is not None
        assert 0 < settings.at_least < settings.at_most


def test_a_wished_port_is_taken_where_it_is_free_and_left_where_it_is_not() -> None:
    with SampleSites() as first:
        port = int(first.hosts[0].rpartition(":")[2])
        with SampleSites(first_port=port) as second:
            assert first.hosts[0] not in second.hosts
            assert ask(f"{second.bases['osce']['osce']}/robots.txt").status == 200


def test_open_connections_do_not_keep_the_servers_alive() -> None:
    with SampleSites() as sites:
        connection = http.client.HTTPConnection(sites.hosts[0], timeout=10)
        connection.request("GET", "/robots.txt")
        connection.getresponse().read()
    connection.close()
    with pytest.raises(ConnectionRefusedError):
        connection.request("GET", "/robots.txt")
