"""What the head of a page says of it: title, date, language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.dates import parse_date
from corpus.extract.wording import clean

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TITLES = ("og:title", "dc.title", "dcterms.title", "citation_title", "twitter:title")
_DATES = (
    "article:published_time", "dc.date", "dcterms.date", "dc.date.issued", "dcterms.issued",
    "citation_publication_date",
    "date", "pubdate", "datepublished",
)  # fmt: skip
_DAY_FIRST = re.compile(r"(\d{2})[-./](\d{2})[-./](\d{4})\b")
# Headings that only screen readers speak: the name of the site.
_UNSEEN = re.compile(r"(?:^|\s)(?:aural|visually-?hidden|sr-only|screen-reader-text|hidden)(?:$|\s)")
_SITE = re.compile(r"\s+[|–—·»-]\s+[^|–—·»]{2,50}$")


@dataclass(frozen=True, slots=True)
class Head:
    """Title, date (ISO) and language (ISO 639-1) as a page declares them; empty where it does not."""

    title: str = ""
    date: str = ""
    language: str = ""


def read_head(root: HtmlElement) -> Head:
    """The declarations of a page."""
    named: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        named.setdefault(name, clean(meta.get("content") or ""))
    declared = next((named[name] for name in _TITLES if named.get(name)), "")
    language = re.match(
        r"[a-z]{2}(?![a-z])", (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").lower()
    )
    date = next((found for name in _DATES if named.get(name) and (found := _date(named[name]))), "")
    return Head(_title(root, declared), date or _published(root), language[0] if language else "")


def _date(text: str) -> str:
    """A date in figures, the day first as European sites write it, or in any other form."""
    found = _DAY_FIRST.match(text)
    return parse_date(f"{found[3]}-{found[2]}-{found[1]}" if found else text)


def _published(root: HtmlElement) -> str:
    """The date that an element is marked up as the date of publication."""
    marked = root.xpath(".//time[@itemprop='datePublished' or @pubdate]/@datetime")
    return next((found for said in marked if (found := parse_date(str(said)[:10]))), "")


def _title(root: HtmlElement, declared: str) -> str:
    """The only h1 if there is one, else what the head declares without the name of the site."""
    shown = (found for found in root.iter("h1") if not _UNSEEN.search(found.get("class") or ""))
    headings = [text for found in shown if (text := clean(found.text_content()))]
    if len(headings) == 1 and len(headings[0]) < 300:
        return headings[0]
    if declared:
        return declared.rpartition(" | ")[0] or declared
    found = next(iter(root.iter("title")), None)
    return _SITE.sub("", clean(found.text_content())) if found is not None else ""
