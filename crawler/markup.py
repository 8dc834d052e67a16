"""Reading HTML pages whose markup nobody here has seen live: helpers that survive renamed classes. Pure."""

from __future__ import annotations

import codecs
import re
import warnings
from collections.abc import Iterable
from typing import TYPE_CHECKING

from corpus.dates import parse_date
from crawler.links import Link, absolute, same_site

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag
    from bs4.element import PageElement

DOCUMENT_FILE = re.compile(r"\.(pdf|docx?|rtf|odt)(\?|$)", re.IGNORECASE)
# What a list says that has no entries; with nothing else on the page this is "nothing", not "not understood".
_NOTHING = re.compile(
    r"\bno (?:[a-z]+ ){0,2}(?:documents?|results?|items?|content|statements?|entries|files?)\b"
    r"|\b(?:0|zero) (?:documents|results|items)\b|\bnothing (?:was |to )?(?:found|show)",
    re.IGNORECASE,
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]+)", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTENT = {"main", "article", "section"}


def soup(body: bytes, media_type: str = "") -> BeautifulSoup:
    """The tree of a page. `media_type` is its Content-Type, which is believed only where the bytes do not tell."""
    from bs4 import BeautifulSoup

    with warnings.catch_warnings():
        # A page may look like a file name or like XML; whoever runs verbale can do nothing about it.
        warnings.simplefilter("ignore", UserWarning)
        return BeautifulSoup(decoded(body, media_type), "lxml")


def decoded(body: bytes, media_type: str = "") -> str | bytes:
    """The text of a page: by its byte order mark, as UTF-8 if it is that, else as server or page declare.

    The bytes themselves where nothing is declared that they can be; the parser then guesses.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body.decode(name, errors="replace")
    try:
        # Text that is valid UTF-8 by chance is very rare, wrong declarations are not.
        return body.decode("utf-8")
    except UnicodeDecodeError:
        declared = (_CHARSET.search(media_type), _CHARSET.search(body[:2048].decode("latin-1")))
        encodings = [encoding for found in declared if found and (encoding := _encoding(found[1]))]
        return body.decode(encodings[0], errors="replace") if encodings else body


def _encoding(name: str) -> str:
    """The encoding of that name if it extends ASCII; in UTF-7 and its like, markup could hide."""
    try:
        known = codecs.lookup(name).name
        if "escape" in known:
            return ""
        plain = bytes(range(0x20, 0x7F))
        bytes(range(256)).decode(known, errors="replace")
        return known if plain.decode(known) == plain.decode("ascii") and b"+ADw-".decode(known) == "+ADw-" else ""
    except (LookupError, UnicodeError):
        return ""


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


def is_around(anchor: Tag) -> bool:
    """Whether a link belongs to what is around the content: a menu, the head or the foot of the page."""
    inside = {parent.name for parent in anchor.parents}
    # An entry of a list may have a head and a foot of its own.
    return "nav" in inside or bool(inside & {"header", "footer"} and not inside & _CONTENT)


def next_pages(tree: BeautifulSoup, base: str, deepest: int = 500) -> tuple[str, ...]:
    """The further pages of a list: the pager's next, and links that differ in `page=` only, up to a number.

    Number 0 is the first page, where every list is begun.
    """
    here = re.escape(re.sub(r"[?#].*", "", base))
    page_of_list = re.compile(rf"{here}\?(?:.*&)?page=(\d+)\b.*")
    numbered = [
        link.url
        for link in links(tree, base)
        if (found := page_of_list.fullmatch(link.url)) and 0 < int(found[1]) <= deepest
    ]
    following = [
        url
        for anchor in tree.select("a[rel~=next][href]")
        if (url := absolute(base, str(anchor["href"]))) and same_site(url, base) and not page_of_list.fullmatch(url)
    ]
    return tuple(dict.fromkeys((*numbered, *following)))


def says_nothing(tree: BeautifulSoup) -> bool:
    """Whether the page itself says that its list is empty."""
    main = tree.find("main") or tree.body
    return bool(main and _NOTHING.search(words(main)))


def first_date(texts: Iterable[str]) -> str:
    """The first of these texts that is a date, as ISO; empty if none is."""
    return next((date for text in texts if (date := parse_date(text))), "")


def dates_of(node: Tag) -> list[str]:
    """What is marked as a date below a node, as written or, where the page says so, as ISO."""
    marked = node.select("time[datetime], .date-display-single, [class*=date]")
    return [text for mark in marked for text in (str(mark.get("datetime") or "")[:10], words(mark)) if text]
