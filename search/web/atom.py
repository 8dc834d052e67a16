"""Atom feeds (RFC 4287) of what was found. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar
from urllib.parse import quote

from lxml import etree

from corpus.store import StoredDocument
from search.answer import FoundDocument, document_path
from search.bibliography import address
from search.marks import snippet
from search.web.labels import place_of
from search.web.xml_answers import element, root_element, written

ATOM = "application/atom+xml"
_NAMESPACE = "http://www.w3.org/2005/Atom"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_SNIPPET = 420
T = TypeVar("T")
# RFC 4151 wants a day on which the authority was ours; it must never change, or every entry would be news again.
_SINCE = "2026"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed is: its name, where it stands below the form (`/feed?q=...`), and the page with the same hits.

    `form` is where the form is, such as `https://example.org/verbale`.
    """

    title: str
    form: str
    path: str
    page: str


def atom(feed: Feed, hits: Sequence[FoundDocument], updated: Sequence[datetime]) -> bytes:
    """The feed of some hits, each with the moment (UTC) since when what is held of it is so."""
    news = list(zip(updated, hits, strict=True))
    return feed_of(feed, news, _entry)


def feed_of(feed: Feed, news: Sequence[tuple[datetime, T]], fill: Callable[[etree._Element, Feed, T], None]) -> bytes:
    """The feed of anything: `fill` puts what it is into its entry, beside the moment (UTC) of it."""
    updated = [at for at, _ in news]
    root = root_element(_NAMESPACE, "feed")
    element(root, "id", tag(feed.form, feed.path))
    element(root, "title", feed.title)
    # A feed must have a moment also while nothing is in it.
    element(root, "updated", moment(max(updated, default=_EPOCH)))
    element(root, "link", rel="self", type=ATOM, href=feed.form + feed.path)
    element(root, "link", rel="alternate", type="text/html", href=feed.form + feed.page)
    element(element(root, "author"), "name", "verbale")
    element(root, "generator", "verbale")
    for at, each in news:
        entry = element(root, "entry")
        fill(entry, feed, each)
        element(entry, "updated", moment(at))
    return written(root)


def _entry(entry: etree._Element, feed: Feed, hit: FoundDocument) -> None:
    document = hit.document
    best = next(iter(hit.passages), None)
    single = "#" in hit.id and best is not None
    path = best.url if single and best else document_path(document.key)
    element(entry, "id", tag(feed.form, path))
    element(entry, "title", _title(document, place_of(best.number, best.page) if single and best else ""))
    if published(document.date):
        element(entry, "published", published(document.date))
    element(entry, "link", rel="alternate", type="text/html", href=feed.form + path)
    if address(document):
        element(entry, "link", rel="via", href=address(document))
    for name in document.submitters:
        element(element(entry, "author"), "name", name)
    for scheme, term in (("type", document.type), ("process", document.process), ("source", document.source)):
        if term:
            element(entry, "category", term=term, scheme=f"{feed.form}/?{scheme}=")
    if best:
        summary = element(entry, "summary", snippet(best.text, best.marks, _SNIPPET)[0], type="text")
        if re.fullmatch("[a-z]{2,3}", best.language):
            summary.set(_LANGUAGE, best.language)


def _title(document: StoredDocument, place: str) -> str:
    """`A/75/816: Report of the Working Group`; of a paragraph as it is cited, `A/75/816, para. 24`."""
    if place:
        return f"{document.symbol or document.title or document.key}, {place}"
    return ": ".join(part for part in (document.symbol, document.title) if part) or document.key


def tag(form: str, path: str) -> str:
    """The lasting name (RFC 4151) of what stands at a path of the form: `tag:example.org,2026:d/A/75/816`.

    It keeps host and path, and leaves out the port and the prefix of a proxy, which may change.
    """
    host = re.match(r"https?://(?:[^/@]*@)?([A-Za-z0-9.-]+)", form)
    return (
        f"tag:{host[1].lower() if host else 'localhost'},{_SINCE}:{quote(path.lstrip('/'), safe='/?=&#%:+,;@!$()*~')}"
    )


def moment(at: datetime) -> str:
    """A moment as RFC 3339 writes it, in UTC and whole seconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def published(day: str) -> str:
    """The date of a document as the moment on which it begins; empty where the day is not known."""
    try:
        return f"{date.fromisoformat(day).isoformat()}T00:00:00Z" if len(day) == 10 else ""
    except ValueError:
        return ""
