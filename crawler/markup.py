"""Reading HTML pages whose markup nobody here has seen live: helpers that survive renamed classes. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from corpus.dates import parse_date
from crawler.links import Link, absolute

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag
    from bs4.element import PageElement

DOCUMENT_FILE = re.compile(r"\.(pdf|docx?|rtf|odt)(\?|$)", re.IGNORECASE)
# What a list says that has no entries; with nothing else on the page this is "nothing", not "not understood".
_NOTHING = re.compile(
    r"\bno (documents?|results?|items?|content|statements?|entries)\b|\b(0|zero) (documents|results|items)\b"
    r"|nothing (was |to )?(found|show)|there (are|is) (currently )?no\b",
    re.IGNORECASE,
)


def soup(body: bytes) -> BeautifulSoup:
    """The tree of a page; bytes are decoded by its own declaration, never by guesses of the transport."""
    from bs4 import BeautifulSoup

    return BeautifulSoup(body, "lxml")


def words(node: PageElement | None) -> str:
    """The visible words below a node, white space folded."""
    return " ".join(node.get_text(" ").split()) if node is not None else ""


def anchors(node: Tag, base: str) -> list[tuple[Link, Tag]]:
    """The links below a node that can be fetched, with their elements, in order, each address once."""
    found: dict[str, tuple[Link, Tag]] = {}
    for anchor in node.find_all("a", href=True):
        url = absolute(base, str(anchor["href"]))
        if url and url not in found:
            found[url] = (Link(url, words(anchor) or str(anchor.get("title") or "")), anchor)
    return list(found.values())


def links(node: Tag, base: str) -> list[Link]:
    """The links below a node that can be fetched, in order, each address once."""
    return [link for link, _ in anchors(node, base)]


def next_pages(tree: BeautifulSoup, base: str) -> tuple[str, ...]:
    """The further pages of a list: a pager in old or new Drupal markup, else links that differ in `page=` only."""
    here = re.sub(r"[?#].*", "", base)
    numbered = [link.url for link in links(tree, base) if re.fullmatch(rf"{re.escape(here)}\?.*\bpage=\d+.*", link.url)]
    return tuple(dict.fromkeys(numbered))


def says_nothing(tree: BeautifulSoup) -> bool:
    """Whether the page itself says that its list is empty."""
    main = tree.find("main") or tree.body
    return bool(main and _NOTHING.search(words(main)))


def first_date(texts: Iterable[str]) -> str:
    """The first of these texts that is a date, as ISO; empty if none is."""
    return next((date for text in texts if (date := parse_date(text))), "")


def block_around(anchor: Tag, tree: BeautifulSoup) -> Tag:
    """The smallest block that holds this link and no other document's: an entry of a list in any markup."""
    block = anchor
    for parent in anchor.parents:
        if parent is tree or parent.name in ("main", "body", "html", "[document]"):
            break
        files = {a["href"] for a in parent.find_all("a", href=True) if DOCUMENT_FILE.search(str(a["href"]))}
        if len(files) > 1:
            break
        block = parent
    return block
