"""OSCE decisions and papers on cyber/ICT security (sources.md section 5).

The topic page and the listings lead to document pages, which offer one file for each language. The identity of a
document is the number at the end of its address; the same file is reachable under several hosts.
"""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlsplit

from corpus.document import Posting
from corpus.symbols import candidates
from crawler.languages import language_of_file, language_of_link
from crawler.links import Link, same_owner, same_site
from crawler.markup import anchors, dates_of, first_date, is_around, next_pages, says_nothing, soup, words
from crawler.source import Expect, Page, Reading, Source

_SEEDS = (
    "/cyber-ict-security", "/resources/documents/decision-making-bodies", "/pc/90169", "/pc/109168", "/pc/227281",
    "/cio/288086",
)  # fmt: skip
_DOCUMENT_PAGE = re.compile(r"^/(?:[a-z-]+/)*[a-z-]+/(\d{4,})$")
_FILE = re.compile(r"/f/documents/.+\.(?:pdf|docx?)$|/\d{4,}\?download=true$", re.IGNORECASE)
_TOPIC = re.compile(r"cyber|\bicts?\b|information and communications? technolog|internet|\bdigital", re.IGNORECASE)
_DECISION = re.compile(r"\b(?:Decision No\.? ?[\d/]+|(?:PC|MC|FSC)\.(?:DEC|JOUR|DEL)/[\d/]+)", re.IGNORECASE)
# The newest come first; of the older decisions, those that every collection needs are among the seeds.
_DEEPEST_PAGE = 40


def begin(source: Source, today: date) -> Reading:
    """The topic page, the listing of decisions, and the pages of the decisions that every collection needs."""
    return Reading(follow=tuple(source.bases["osce"] + path for path in _SEEDS))


def read(page: Page) -> Reading:
    """The files of a document page; the relevant document pages and further pages of a list."""
    tree = soup(page.body, page.media_type)
    found = [link for link, anchor in anchors(tree, page.url) if not is_around(anchor)]
    # The same file is offered by several hosts of the OSCE.
    files = [link for link in found if _FILE.search(link.url) and same_owner(link.url, page.url)]
    onward = [link for link in found if same_site(link.url, page.url) and link not in files]
    pages = [link for link in onward if _DOCUMENT_PAGE.match(_path(link.url))]
    if _DOCUMENT_PAGE.match(_path(page.url)):
        title, date = words(tree.find("h1")), first_date(dates_of(tree))
        postings = tuple(_posting(link, title, date) for link in _one_for_each_language(files))
        understood = bool(postings or says_nothing(tree))
        return Reading(postings, (), understood, "" if understood else "a document page without a file")
    topical = _path(page.url).rstrip("/").endswith("cyber-ict-security")
    direct = tuple(_posting(link, link.text, "") for link in files if topical)
    relevant = tuple(link.url for link in pages if topical or _TOPIC.search(link.text))
    further = next_pages(tree, page.url, _DEEPEST_PAGE)
    understood = bool(direct or pages or says_nothing(tree))
    return Reading(direct, (*relevant, *further), understood, "" if understood else "no document is listed on it")


def _path(url: str) -> str:
    return urlsplit(url).path


def _one_for_each_language(files: list[Link]) -> list[Link]:
    """A page may offer the same language as a download and as a file: the file, which comes with a name, is taken."""
    best: dict[str, Link] = {}
    for link in sorted(files, key=lambda link: "download=true" in link.url):
        best.setdefault(_language(link) or link.url, link)
    return list(best.values())


def _language(link: Link) -> str:
    return language_of_link(link.text) or language_of_file(link.url)


def _posting(link: Link, title: str, date: str) -> Posting:
    named = _DECISION.search(title)
    symbol = next(iter(candidates(named[0])), None) if named else None
    return Posting(
        url=link.url,
        source="osce",
        symbol=symbol.text if symbol and symbol.system == "osce" else "",
        title=title,
        date=date,
        language=_language(link),
    )


SOURCE = Source(
    title="OSCE: decisions and papers on cyber/ICT security",
    bases={"osce": "https://www.osce.org"},
    expect=Expect(at_least=4, at_most=2_000),
    begin=begin,
    read=read,
)
