"""The UN working groups on ICT security and the Global Mechanism: UNODA's meeting pages (sources.md section 1).

A documents tab has one `<article>` a document, with title, submitter, type and date. Where that shape is gone, every
link to a file is an entry, and the words around it are read by what they look like. Reports, conference room papers
and compendia that have a symbol are asked for by it, for the tabs do not list them all.
"""

from __future__ import annotations

import re
from datetime import date

from corpus.document import Posting
from corpus.symbols import from_file_name
from crawler import symbol_api
from crawler.entries import Entry, entry_of, submitters_of
from crawler.links import Link
from crawler.markup import DOCUMENT_FILE, anchors, is_around, next_pages, says_nothing, soup, words
from crawler.sessions import session_of
from crawler.source import Expect, Page, Reading, Series, Source

_SEEDS = (
    ("meetings", "/meeting/57871/documents"),
    ("meetings", "/meeting/76825/documents"),
    ("archive", "/disarmament/open-ended-working-group/"),
)
# What an address, or else the title of a page, says of the process its documents belong to.
_PROCESSES = (
    ("oewg-2021", re.compile(r"/meeting/57871\b|technologies-2021|working group on .*\b2021", re.IGNORECASE)),
    ("global-mechanism", re.compile(r"/meeting/76825\b|global.mechanism", re.IGNORECASE)),
    ("oewg-2019", re.compile(r"/disarmament/open-ended-working-group|working group on .*\b2019", re.IGNORECASE)),
)
_MEETING = re.compile(r"(?P<meeting>.*/meeting/(?P<number>\d+))(?P<tab>/documents)?")
# Bodies with their years, and the kinds of their numbered papers (sources.md 10.1); those of the Global
# Mechanism are not known.
_BODIES = (("oewg-2019", "A/AC.290", (2019, 2020, 2021)), ("oewg-2021", "A/AC.292", (2021, 2022, 2023, 2024, 2025)))
_KINDS = ("", "CRP.", "INF/", "WP.")
_MOST_PAPERS = 30
_OURS = ("57871", "76825")
# The thematic groups of the Global Mechanism have pages of their own, under numbers not known here.
_RELATED = re.compile(r"global mechanism|thematic group", re.IGNORECASE)


def begin(source: Source, today: date) -> Reading:
    """The documents tabs of both groups and of the Global Mechanism, and what has a symbol."""
    by_symbol = symbol_api.postings(source, source.symbols or symbol_api.catalogued("un-oewg"))
    return Reading(by_symbol, tuple(source.bases[base] + path for base, path in _SEEDS))


def papers(source: Source, today: date) -> tuple[Series, ...]:
    """The numbered papers of both groups, unless the user asks for symbols of his own. Both have ended."""
    if source.symbols:
        return ()
    return tuple(
        symbol_api.series(
            source, f"{body}/{year}/{kind}{{}}", process=process, last=_MOST_PAPERS, patience=2, growing=False
        )
        for process, body, years in _BODIES
        for year in years
        for kind in _KINDS
    )


def read(page: Page) -> Reading:
    """The documents that a page posts, and the further pages of its list."""
    tree = soup(page.body, page.media_type)
    said = (page.url, words(tree.find("h1")), words(tree.title))
    process = next((name for text in said for name, told in _PROCESSES if told.search(text)), "")
    found = anchors(tree, page.url)
    postings = tuple(
        _posting(link, entry_of(link, anchor, tree), process)
        for link, anchor in found
        if _is_file(link.url, page.bases["files"]) and not is_around(anchor)
    )
    tabs = tuple(tab for link, _ in found if (tab := _documents_tab(link)) and tab != page.url)
    on_tab = (here := _MEETING.match(page.url)) is not None and bool(here["tab"])
    understood = bool(postings or says_nothing(tree) or (tabs and not on_tab))
    follow = (*next_pages(tree, page.url), *dict.fromkeys(tabs))
    return Reading(postings, follow, understood, "" if understood else "no document and no empty list is found on it")


def _is_file(url: str, files: str) -> bool:
    # On the host for files anything with an ending is a document; folders there answer 403 (sources.md 1.2).
    return bool(DOCUMENT_FILE.search(url) or (url.startswith(f"{files}/") and re.search(r"\.\w{2,5}$", url)))


def _documents_tab(link: Link) -> str:
    found = _MEETING.fullmatch(link.url)
    ours = found is not None and (found["number"] in _OURS or _RELATED.search(link.text))
    return f"{found['meeting']}/documents" if found and ours else ""


def _posting(link: Link, entry: Entry, process: str) -> Posting:
    symbol = from_file_name(link.url)
    return Posting(
        url=link.url,
        source="un",
        process=process,
        session=session_of(process, f"{entry.title} {link.url.rsplit('/', 1)[-1]}", entry.date),
        symbol=symbol.text if symbol else "",
        title=entry.title,
        date=entry.date,
        type_label=entry.label,
        language=entry.language,
        submitters=submitters_of(entry.submitter),
    )


SOURCE = Source(
    title="UN: Open-ended Working Groups on ICT security and the Global Mechanism (UNODA)",
    bases={
        "meetings": "https://meetings.unoda.org",
        "files": "https://docs-library.unoda.org",
        "archive": "https://www.un.org",
        **symbol_api.BASE,
    },
    expect=Expect(at_least=300, at_most=10_000),
    begin=begin,
    read=read,
    series=papers,
    languages=("en",),
)
