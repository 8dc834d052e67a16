"""The UN working groups on ICT security and the Global Mechanism: UNODA's meeting pages (sources.md section 1).

A documents tab has one `<article>` a document, with title, submitter, type and date. Where that shape is gone, every
link to a file is an entry, and the words around it are read by what they look like.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.document import Posting
from corpus.document_types import type_of
from corpus.symbols import from_file_name
from crawler.languages import language_of_file
from crawler.links import Link
from crawler.markup import DOCUMENT_FILE, anchors, block_around, first_date, next_pages, says_nothing, soup, words
from crawler.sessions import session_of
from crawler.source import Expect, Page, Reading, Source

if TYPE_CHECKING:
    from bs4 import Tag

_SEEDS = (
    ("meetings", "/meeting/57871/documents"),
    ("meetings", "/meeting/76825/documents"),
    ("archive", "/disarmament/open-ended-working-group/"),
)
# What an address says of the process its documents belong to.
_PROCESSES = (
    ("oewg-2021", re.compile(r"/meeting/57871\b|technologies-2021")),
    ("global-mechanism", re.compile(r"/meeting/76825\b|global-mechanism")),
    ("oewg-2019", re.compile(r"/disarmament/open-ended-working-group")),
)
_FURTHER = re.compile(r"/meeting/(57871|76825)/documents$")


def begin(source: Source) -> Reading:
    """The documents tabs of both groups and of the Global Mechanism."""
    return Reading(follow=tuple(source.bases[base] + path for base, path in _SEEDS))


def read(page: Page) -> Reading:
    """The documents that a page posts, and the further pages of its list."""
    tree = soup(page.body)
    process = next((name for name, address in _PROCESSES if address.search(page.url)), "")
    found = anchors(tree, page.url)
    postings = tuple(
        _posting(link, anchor.find_parent("article") or block_around(anchor, tree), process)
        for link, anchor in found
        if DOCUMENT_FILE.search(link.url) or link.url.startswith(page.bases["files"] + "/")
    )
    tabs = tuple(link.url for link, _ in found if _FURTHER.search(link.url) and link.url != page.url)
    follow = (*next_pages(tree, page.url), *tabs)
    understood = bool(postings or follow or says_nothing(tree))
    return Reading(postings, follow, understood, "" if understood else "no document and no list is found on it")


def _posting(link: Link, block: Tag, process: str) -> Posting:
    title = link.text or words(block.find(re.compile("^h[1-6]$")))
    cells = [text for text in dict.fromkeys(" ".join(cell.split()) for cell in block.stripped_strings) if text != title]
    date = first_date(cell for cell in cells if len(cell) < 40)
    others = [cell for cell in cells if not first_date([cell]) and len(cell) < 120]
    label = next((cell for cell in others if type_of("", "", cell)), "")
    submitters = tuple(cell for cell in others if cell != label)[:1]
    symbol = from_file_name(link.url)
    return Posting(
        url=link.url,
        source="un",
        process=process,
        session=session_of(process, f"{title} {link.url.rsplit('/', 1)[-1]}", date),
        symbol=symbol.text if symbol else "",
        title=title,
        date=date,
        type_label=label,
        language=language_of_file(link.url),
        submitters=submitters,
    )


SOURCE = Source(
    title="UN: Open-ended Working Groups on ICT security and the Global Mechanism (UNODA)",
    bases={
        "meetings": "https://meetings.unoda.org",
        "files": "https://docs-library.unoda.org",
        "archive": "https://www.un.org",
    },
    expect=Expect(at_least=300, at_most=10_000),
    begin=begin,
    read=read,
)
