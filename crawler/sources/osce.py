"""OSCE decisions and papers on cyber/ICT security (sources.md section 5).

The topic page and the listings lead to document pages, which offer one file for each language. The identity of a
document is the number at the end of its address; the same file is reachable under several hosts.
"""

from __future__ import annotations

import re

from corpus.document import Posting
from corpus.symbols import candidates
from crawler.languages import language_of_file, language_of_link
from crawler.links import Link, same_site
from crawler.markup import first_date, links, next_pages, says_nothing, soup, words
from crawler.source import Expect, Page, Reading, Source

_SEEDS = (
    "/cyber-ict-security", "/resources/documents/decision-making-bodies", "/pc/90169", "/pc/109168", "/pc/227281",
    "/cio/288086",
)  # fmt: skip
_DOCUMENT_PAGE = re.compile(r"^/(?:[a-z-]+/)*[a-z-]+/(\d{4,})$")
_FILE = re.compile(r"/f/documents/.+\.pdf$|/\d{4,}\?download=true$", re.IGNORECASE)
_TOPIC = re.compile(r"cyber|\bicts?\b|information and communications? technolog|internet|\bdigital", re.IGNORECASE)
_DECISION = re.compile(r"\b(?:Decision No\.? ?[\d/]+|(?:PC|MC|FSC)\.(?:DEC|JOUR|DEL)/[\d/]+)", re.IGNORECASE)
# The newest come first; what lies deeper was met on earlier nights.
_DEEPEST_PAGE = 40


def begin(source: Source) -> Reading:
    """The topic page, the listing of decisions, and the pages of the decisions that every collection needs."""
    return Reading(follow=tuple(source.bases["osce"] + path for path in _SEEDS))


def read(page: Page) -> Reading:
    """The files of a document page; the relevant document pages and further pages of a list."""
    tree = soup(page.body)
    found = [link for link in links(tree, page.url) if same_site(link.url, page.url)]
    path = re.sub(r"^https?://[^/]+|\?.*", "", page.url)
    if _DOCUMENT_PAGE.match(path):
        title = words(tree.find("h1"))
        dates = [words(node) for node in tree.select("time[datetime], .date-display-single, [class*=date]")]
        files = _one_for_each_language([link for link in found if _FILE.search(link.url)])
        postings = tuple(_posting(link, title, first_date(dates)) for link in files)
        understood = bool(postings or says_nothing(tree))
        return Reading(postings, (), understood, "" if understood else "a document page without a file")
    topical = path.rstrip("/").endswith("cyber-ict-security")
    direct = tuple(_posting(link, link.text, "") for link in found if topical and _FILE.search(link.url))
    pages = tuple(link.url for link in found if _is_relevant(link, topical))
    further = tuple(url for url in next_pages(tree, page.url) if _number(url) <= _DEEPEST_PAGE)
    listed = direct or any(_DOCUMENT_PAGE.match(re.sub(r"^https?://[^/]+|\?.*", "", link.url)) for link in found)
    understood = bool(listed or further or says_nothing(tree))
    return Reading(direct, (*pages, *further), understood, "" if understood else "no document is listed on it")


def _is_relevant(link: Link, topical: bool) -> bool:
    path = re.sub(r"^https?://[^/]+", "", link.url)
    return bool(_DOCUMENT_PAGE.match(path)) and (topical or bool(_TOPIC.search(link.text)))


def _number(url: str) -> int:
    found = re.search(r"[?&]page=(\d+)", url)
    return int(found[1]) if found else 0


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
